"""Facts that come by Kafka: how far they were taken in, and what keeps them from it."""

from __future__ import annotations

CHANNELS = {
    # In the ledger
    "{channel} was taken in up to offset {found} meanwhile, not up to {before}": (
        "{channel} sementara itu sudah diambil sampai offset {found}, bukan sampai {before}"
    ),
    "another consumer takes it in; nothing of this batch was recorded here": (
        "konsumen lain sedang mengambilnya; tidak ada dari kumpulan ini yang dicatat di sini"
    ),
    "the target has taken in messages of {channel} that the source has not": (
        "tujuan sudah mengambil pesan dari {channel} yang belum diambil sumbernya"
    ),
    # saksi consume
    "Take in facts that come by Kafka, each message exactly once, until told to end.": (
        "Ambil fakta yang datang lewat Kafka, tiap pesan tepat sekali, sampai diminta berhenti."
    ),
    "Sources send to the topic saksi.intake: each message one fact, as JSON or, with the header content-type "
    "application/avro, as Avro. The ledger keeps how far each partition was taken in, together with the events. A "
    "message that is no fact goes to saksi.intake.rejected with the reason, and never holds up those after it; see "
    "`saksi dead-letters`. Several consumers share the partitions.": (
        "Sumber mengirim ke topik saksi.intake: tiap pesan satu fakta, sebagai JSON atau, dengan header content-type "
        "application/avro, sebagai Avro. Buku besar menyimpan sampai mana tiap partisi sudah diambil, bersama "
        "peristiwanya. Pesan yang bukan fakta masuk ke saksi.intake.rejected beserta alasannya, dan tidak pernah "
        "menahan pesan sesudahnya; lihat `saksi dead-letters`. Beberapa konsumen berbagi partisi."
    ),
    "SIGTERM and Ctrl-C let it finish the batch at hand and say what was done. It waits while the brokers or the "
    "server of the ledger do not answer. With --once, exit status 1 if a message was refused.": (
        "SIGTERM dan Ctrl-C membiarkannya menyelesaikan kumpulan yang sedang diolah dan mengatakan apa yang sudah "
        "dikerjakan. Ia menunggu selama broker atau server buku besar tidak menjawab. Dengan --once, status keluar 1 "
        "bila ada pesan yang ditolak."
    ),
    "End when the messages that are there now are taken in.": "Berhenti bila pesan yang ada sekarang sudah diambil.",
    "How many partitions the topics get if they are made: so many consumers can share the work.": (
        "Jumlah partisi topik bila dibuat: sebanyak itu konsumen dapat berbagi pekerjaan."
    ),
    "Go on where messages were deleted from Kafka before they were taken in.": (
        "Teruskan walaupun ada pesan yang sudah dihapus dari Kafka sebelum sempat diambil."
    ),
    "Taking in what comes to {topic}.": "Mengambil yang datang ke {topic}.",
    "Recorded {recorded}, duplicates {duplicates}, refused {rejected}.": (
        "Dicatat {recorded}, duplikat {duplicates}, ditolak {rejected}."
    ),
    "See what was refused with `saksi dead-letters list`.": ("Lihat yang ditolak dengan `saksi dead-letters list`."),
    "{channel} ends at offset {last}, but the ledger has taken it in up to {before}: it is another topic": (
        "{channel} berakhir di offset {last}, padahal buku besar sudah mengambilnya sampai {before}: ini topik lain"
    ),
    "give a topic that was made anew another name, with --topics; the ledger goes by its name and offsets": (
        "beri nama lain kepada topik yang dibuat ulang, dengan --topics; buku besar mengenalnya dari nama dan offset"
    ),
    "the messages {before} to {last} of {channel} were deleted before they were taken in": (
        "pesan {before} sampai {last} dari {channel} sudah dihapus sebelum sempat diambil"
    ),
    "have them sent again, and go on with --past-deleted; keep messages longer (retention.ms)": (
        "mintalah agar dikirim lagi, dan teruskan dengan --past-deleted; simpan pesan lebih lama (retention.ms)"
    ),
    # Messages that are no facts
    "the message has no value": "pesan itu tidak berisi",
    "send the fact as its value": "kirim faktanya sebagai isi pesan",
    "the message is longer than {most} MiB": "pesan itu lebih panjang dari {most} MiB",
    "send one fact in each": "kirim satu fakta dalam tiap pesan",
    "messages of the content type '{kind}' are not read": "pesan dengan jenis isi '{kind}' tidak dibaca",
    "send application/json, or application/avro": "kirim application/json, atau application/avro",
    "the value begins as no Avro message does": "awal isinya bukan awal pesan Avro",
    "write C3 01 and the fingerprint of a published schema before the body, or 00 and its id at the registry": (
        "tulis C3 01 dan sidik jari skema yang diterbitkan sebelum isinya, atau 00 dan nomornya di registri"
    ),
    "write it with a schema that `saksi schemas export` gives out": (
        "tulis dengan skema yang diberikan `saksi schemas export`"
    ),
    "write it with the schema that it names": "tulis dengan skema yang disebutnya",
    "the message is nested too deep": "pesan itu bersarang terlalu dalam",
    "the message is in a registry's wire format, and no registry is named": (
        "pesan itu dalam bentuk registri, dan tidak ada registri yang disebut"
    ),
    "name it with --registry, or send Avro's single-object encoding": (
        "sebut dengan --registry, atau kirim dalam pengodean objek tunggal Avro"
    ),
    "the schema registry has no published schema with the id {id}": (
        "registri skema tidak memiliki skema terbitan dengan nomor {id}"
    ),
    "`{field}` is not a finite number": "`{field}` bukan bilangan berhingga",
    # saksi dead-letters
    "See what came by Kafka and was no fact, and send it again.": (
        "Lihat yang datang lewat Kafka dan bukan fakta, dan kirim lagi."
    ),
    "Such a message waits in the topic saksi.intake.rejected, as it came, until it is sent again. One whose cause is "
    "gone (a schema that is known now, an event to void that was recorded meanwhile) is taken in then; one that is "
    "refused again is listed again, under its new place.": (
        "Pesan seperti itu menunggu di topik saksi.intake.rejected, sebagaimana datangnya, sampai dikirim lagi. Yang "
        "sebabnya sudah hilang (skema yang kini dikenal, peristiwa yang akan dibatalkan yang sementara itu dicatat) "
        "lalu diambil; yang ditolak lagi muncul lagi di daftar, dengan tempatnya yang baru."
    ),
    "List the messages that were refused and not sent again.": "Daftar pesan yang ditolak dan belum dikirim lagi.",
    "The key names the topic, the partition and the offset they came from. JSON gives each as a whole, with bytes that "
    "are not UTF-8 in hexadecimal.": (
        "Kuncinya menyebut topik, partisi, dan offset asalnya. JSON memberikan masing-masing secara utuh, dengan bita "
        "yang bukan UTF-8 dalam heksadesimal."
    ),
    "Send refused messages again, as they came.": "Kirim lagi pesan yang ditolak, sebagaimana datangnya.",
    "Each goes to the topic saksi.intake at its end, and is not listed any more; `saksi consume` takes it in or "
    "refuses it again. A message of which only the beginning was kept cannot be sent again.": (
        "Masing-masing masuk ke ujung topik saksi.intake dan tidak ada lagi di daftar; `saksi consume` mengambilnya "
        "atau menolaknya lagi. Pesan yang hanya disimpan awalnya tidak dapat dikirim lagi."
    ),
    "All that wait.": "Semua yang menunggu.",
    "Message": "Pesan",
    "Why it is no fact": "Mengapa bukan fakta",
    "not readable as Avro": "tidak terbaca sebagai Avro",
    "a schema that is not published": "skema yang tidak diterbitkan",
    "not readable as a record of Kafka": "tidak terbaca sebagai rekaman Kafka",
    "the record cannot be read: {detail}": "rekaman itu tidak terbaca: {detail}",
    "have its source send it again; names of headers must be UTF-8": (
        "mintalah sumbernya mengirim lagi; nama header harus UTF-8"
    ),
    "the topic {topic} has compression.type {found}; it must be uncompressed, or gzip": (
        "topik {topic} memiliki compression.type {found}; seharusnya uncompressed, atau gzip"
    ),
    "set it with `kafka-configs --alter`: consumers may not be able to read what sources compress": (
        "atur dengan `kafka-configs --alter`: konsumen mungkin tidak dapat membaca yang dimampatkan sumbernya"
    ),
    "an unknown content type": "jenis isi yang tidak dikenal",
    "{n} refused messages wait.": "{n} pesan yang ditolak menunggu.",
    "{n} messages were sent again.": "{n} pesan dikirim lagi.",
    "  {key}: only its beginning was kept; have its source send it again": (
        "  {key}: hanya awalnya yang disimpan; mintalah sumbernya mengirim lagi"
    ),
    "it is not said which messages to send again": "tidak disebut pesan mana yang dikirim lagi",
    "give their keys, or --all and no key": "sebut kuncinya, atau --all tanpa kunci",
    "no refused message waits under {key}": "tidak ada pesan yang ditolak menunggu dengan kunci {key}",
    "see `saksi dead-letters list`; one that was sent again is not listed any more": (
        "lihat `saksi dead-letters list`; yang sudah dikirim lagi tidak ada lagi di daftar"
    ),
}
