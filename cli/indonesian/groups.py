"""The read models kept by a group of workers."""

from __future__ import annotations

GROUPS = {
    # saksi project
    "Keep the read models by a group of workers that share the partitions of a Kafka topic.": (
        "Pelihara model baca dengan sekelompok pekerja yang berbagi partisi sebuah topik Kafka."
    ),
    "Each worker keeps the employees whose streams lie in its partitions of saksi.events: start as many as there is "
    "work for, on any machine, up to one for each partition. Rows and how far they are known are written in one "
    "transaction of PostgreSQL, where the ledger and the read models must be. The result is that of `saksi follow`; "
    "either may take over from the other at any time.": (
        "Tiap pekerja memelihara pegawai yang alirannya ada di partisi saksi.events miliknya: jalankan sebanyak yang "
        "diperlukan, di mesin mana pun, paling banyak satu untuk tiap partisi. Baris dan sampai mana baris itu "
        "diketahui ditulis dalam satu transaksi PostgreSQL, tempat buku besar dan model baca harus berada. Hasilnya "
        "sama dengan `saksi follow`; yang satu boleh menggantikan yang lain kapan saja."
    ),
    "SIGTERM and Ctrl-C let a worker finish the batch at hand; others take its partitions. It waits while the brokers "
    "or the server do not answer, and stops at an event that it cannot apply, with exit status 1.": (
        "SIGTERM dan Ctrl-C membiarkan pekerja menyelesaikan kumpulan yang sedang dikerjakan; yang lain mengambil "
        "partisinya. Ia menunggu selama broker atau peladen tidak menjawab, dan berhenti di peristiwa yang tidak dapat "
        "diterapkannya, dengan status keluar 1."
    ),
    "Where events come from: the topic that `saksi publish` fills.": (
        "Asal peristiwa: topik yang diisi `saksi publish`."
    ),
    "End when everything published so far is applied and nobody waits.": (
        "Berakhir bila semua yang terbit sejauh ini diterapkan dan tidak ada yang menunggu."
    ),
    "The consumer group; else that of the topic. Each database that is kept from one topic needs its own.": (
        "Grup konsumen; jika tidak, grup topiknya. Tiap basis data yang dipelihara dari satu topik memerlukan grupnya "
        "sendiri."
    ),
    "Keeping the read models from {topic}.": "Memelihara model baca dari {topic}.",
    "{n} rows changed.": "{n} baris berubah.",
    # What can go wrong
    "workers of a group keep the read models in PostgreSQL only, and this ledger is a file": (
        "pekerja sebuah kelompok memelihara model baca hanya di PostgreSQL, sedangkan buku besar ini sebuah berkas"
    ),
    "keep them with `saksi follow`, or copy the ledger into a database with `saksi migrate`": (
        "peliharalah dengan `saksi follow`, atau salin buku besar ke basis data dengan `saksi migrate`"
    ),
    "the read models are not kept from the topic {topic} any more": (
        "model baca tidak lagi dipelihara dari topik {topic}"
    ),
    "end the workers that read it; those of the topic named last with `saksi project` go on": (
        "akhiri pekerja yang membacanya; pekerja topik yang terakhir disebut dengan `saksi project` melanjutkan"
    ),
    "the topic {topic} has {now} partitions, and had {before} when the read models were laid out by it": (
        "topik {topic} memiliki {now} partisi, padahal {before} ketika model baca disusun menurutnya"
    ),
    "publish to topics of another name with --topics: a topic's number of partitions stays as it is": (
        "terbitkan ke topik bernama lain dengan --topics: jumlah partisi sebuah topik tetap"
    ),
    "the events before offset {first} of partition {number} of {topic} were deleted before they were read": (
        "peristiwa sebelum offset {first} di partisi {number} dari {topic} dihapus sebelum dibaca"
    ),
    "publish to topics of another name with --topics: a topic of events keeps all (retention.ms=-1)": (
        "terbitkan ke topik bernama lain dengan --topics: topik peristiwa menyimpan semuanya (retention.ms=-1)"
    ),
}
