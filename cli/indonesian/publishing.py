"""What is said of publishing: Kafka, its topics, the schema registry."""

from __future__ import annotations

PUBLISHING = {
    # Help
    "Publish the log to Kafka in order, every event exactly once, until told to end.": (
        "Terbitkan log ke Kafka sesuai urutan, setiap peristiwa tepat satu kali, sampai diminta berhenti."
    ),
    (
        "Every event goes to the topic saksi.events as a CloudEvent with its stored Avro bytes; subscribers that read "
        "committed records see each position once. One process publishes a topic: a second one takes the place of the "
        "first. SIGTERM and Ctrl-C let it finish the transaction at hand. It waits while the brokers do not answer, "
        "and stops at a position that cannot be published, with exit status 1."
    ): (
        "Setiap peristiwa dikirim ke topik saksi.events sebagai CloudEvent dengan bita Avro seperti tersimpan; "
        "pelanggan yang membaca rekaman yang sudah sah melihat setiap posisi satu kali. Satu proses menerbitkan satu "
        "topik: proses kedua mengambil alih tempat yang pertama. SIGTERM dan Ctrl-C membiarkannya menyelesaikan "
        "transaksi yang sedang berjalan. Proses menunggu selama broker tidak menjawab, dan berhenti di posisi yang "
        "tidak dapat diterbitkan, dengan status keluar 1."
    ),
    (
        "`saksi publish verdicts` publishes to saksi.verdicts, in the same way, what follows from the events: a day "
        "final or changed, an allegation or a band of absence reached or withdrawn. It takes them from the read models "
        "that `saksi follow` keeps, as soon as these know them."
    ): (
        "`saksi publish verdicts` menerbitkan akibat dari peristiwa ke saksi.verdicts dengan cara yang sama: hari yang "
        "sudah final atau berubah, dan dugaan atau jenjang ketidakhadiran yang tercapai atau dicabut. Semua diambil "
        "dari model baca yang dijaga `saksi follow` begitu diketahui di sana."
    ),
    "Verdicts: forget what was told, and tell all that stands into empty topics.": (
        "Putusan: lupakan yang pernah diberitakan, dan beritakan semua yang berlaku ke topik kosong."
    ),
    "--anew is for verdicts: `saksi publish verdicts --anew`": (
        "--anew hanya untuk putusan: `saksi publish verdicts --anew`"
    ),
    "Publishing verdicts from number {position}.": "Menerbitkan putusan mulai nomor {position}.",
    "Published verdicts from number {first} to {position}.": (
        "Putusan diterbitkan dari nomor {first} sampai {position}."
    ),
    "{topic} ends with verdict {position}, and the read models do not know it: what was told is forgotten": (
        "{topic} berakhir dengan putusan {position}, yang tidak dikenal model baca: catatan yang diberitakan hilang"
    ),
    "tell everything again into empty topics, with --anew and --topics; or check --db and --kafka": (
        "beritakan semuanya lagi ke topik kosong, dengan --anew dan --topics; atau periksa --db dan --kafka"
    ),
    "{topic} holds verdicts up to number {position} already, so they cannot be told anew there": (
        "{topic} sudah memuat putusan sampai nomor {position}, jadi tidak dapat diberitakan ulang di sana"
    ),
    "name empty topics with --topics": "sebut topik kosong dengan --topics",
    "what was told of employee {nip} cannot be read: {detail}": (
        "yang pernah diberitakan tentang pegawai {nip} tidak dapat dibaca: {detail}"
    ),
    "tell everything again into empty topics, with --anew and --topics": (
        "beritakan semuanya lagi ke topik kosong, dengan --anew dan --topics"
    ),
    "the outbox has no verdict {position}, though it has verdict {next}": (
        "kotak keluar tidak memuat putusan {position}, padahal memuat putusan {next}"
    ),
    "nothing behind it is published; tell everything again into empty topics, with --anew and --topics": (
        "tidak ada sesudahnya yang diterbitkan; beritakan semuanya lagi ke topik kosong, dengan --anew dan --topics"
    ),
    "verdict {position} of the outbox cannot be published: {why}": (
        "putusan {position} di kotak keluar tidak dapat diterbitkan: {why}"
    ),
    "nothing behind it is published; update Saksi": "tidak ada sesudahnya yang diterbitkan; perbarui Saksi",
    "the bytes are not a {type}: {detail}": "bita ini bukan {type}: {detail}",
    "publish it again": "terbitkan lagi",
    "End when everything recorded so far is published.": "Selesai bila semua yang tercatat sejauh ini sudah terbit.",
    "The brokers of Kafka; else SAKSI_KAFKA.": "Broker Kafka; bila tidak, SAKSI_KAFKA.",
    "What the names of the topics begin with; else SAKSI_KAFKA_TOPICS, else saksi.": (
        "Awal nama semua topik; bila tidak, SAKSI_KAFKA_TOPICS, bila tidak, saksi."
    ),
    "The schema registry; else SAKSI_REGISTRY, else messages carry the schema's fingerprint.": (
        "Registri skema; bila tidak, SAKSI_REGISTRY, bila tidak, pesan membawa sidik jari skemanya."
    ),
    "Which ledger it is, for subscribers: the ce_source of every event; else SAKSI_SOURCE, else /saksi.": (
        "Buku besar yang mana, bagi pelanggan: ce_source setiap peristiwa; bila tidak, SAKSI_SOURCE, bila tidak, "
        "/saksi."
    ),
    "How many partitions the topic gets if it is made; their number stays.": (
        "Banyaknya partisi bila topiknya dibuat; jumlahnya tetap seterusnya."
    ),
    # What it says
    "Publishing": "Menerbitkan",
    "Publishing from position {position}.": "Menerbitkan mulai posisi {position}.",
    "Published from position {first} to {position}.": "Diterbitkan dari posisi {first} sampai {position}.",
    "another process publishes to {topic}, so this one ends": (
        "proses lain menerbitkan ke {topic}, maka proses ini berakhir"
    ),
    "run one `saksi publish` for each topic; it goes on where another ended": (
        "jalankan satu `saksi publish` untuk setiap topik; ia melanjutkan dari tempat yang lain berhenti"
    ),
    "{topic} holds another ledger up to position {position}, or this one was restored to an earlier state": (
        "{topic} memuat buku besar lain sampai posisi {position}, atau buku ini dipulihkan ke keadaan sebelumnya"
    ),
    "check --db and --kafka; a ledger of its own needs topics of its own, with --topics": (
        "periksa --db dan --kafka; buku besar tersendiri memerlukan topik tersendiri, dengan --topics"
    ),
    "the ledger has no position {position}, though it has position {next}": (
        "buku besar tidak memiliki posisi {position}, padahal memiliki posisi {next}"
    ),
    "position {position} of the ledger cannot be published: {why}": (
        "posisi {position} buku besar tidak dapat diterbitkan: {why}"
    ),
    "nothing behind it is published; run `saksi verify`": (
        "tidak ada sesudahnya yang diterbitkan; jalankan `saksi verify`"
    ),
    "nothing behind it is published; run `saksi verify`, or update Saksi": (
        "tidak ada sesudahnya yang diterbitkan; jalankan `saksi verify`, atau perbarui Saksi"
    ),
    "{source} cannot be the source of events: it is no URI": (
        "{source} tidak dapat menjadi sumber peristiwa: bukan URI"
    ),
    "write it as /saksi/kaltim or https://saksi.kaltimprov.go.id": (
        "tulis seperti /saksi/kaltim atau https://saksi.kaltimprov.go.id"
    ),
    # Kafka
    "Kafka needs the library kafka-python, which is not installed": (
        "Kafka memerlukan pustaka kafka-python, yang belum terpasang"
    ),
    "install Saksi with its extra: pip install 'saksi[kafka]'": (
        "instal Saksi beserta tambahannya: pip install 'saksi[kafka]'"
    ),
    "Kafka at {servers} does not answer: {kind}": "Kafka di {servers} tidak menjawab: {kind}",
    "check that it runs, its address and security protocol, user and password: a refusal is no answer either": (
        "pastikan Kafka berjalan, periksa alamat dan protokol keamanannya, pengguna, dan kata sandi: yang ditolak juga "
        "tidak mendapat jawaban"
    ),
    "Kafka at {servers} does not let this user in, or not do that: {kind}": (
        "Kafka di {servers} menolak pengguna ini, atau tidak mengizinkannya: {kind}"
    ),
    "check SAKSI_KAFKA_SASL_USERNAME, its password, and what this user is allowed": (
        "periksa SAKSI_KAFKA_SASL_USERNAME, kata sandinya, dan izin pengguna ini"
    ),
    "Kafka at {servers} ended what was being sent: {kind}": (
        "Kafka di {servers} mengakhiri pengiriman yang sedang berjalan: {kind}"
    ),
    "run it again: it goes on where it ended; if it happens again, see who else publishes the same": (
        "jalankan lagi: ia melanjutkan dari tempat berhenti; bila terulang, lihat siapa lagi yang menerbitkan hal sama"
    ),
    "Kafka at {servers} refuses it: {kind}: {detail}": "Kafka di {servers} menolaknya: {kind}: {detail}",
    "correct what it names; what was published before is not touched": (
        "perbaiki yang disebutnya; yang sudah terbit sebelumnya tidak tersentuh"
    ),
    "the topic {topic} has cleanup.policy {policy}; it must be {wanted}": (
        "topik {topic} memiliki cleanup.policy {policy}; seharusnya {wanted}"
    ),
    "the topic {topic} has max.message.bytes {found}; it must be at least {least}, best {best}": (
        "topik {topic} memiliki max.message.bytes {found}; harus paling sedikit {least}, sebaiknya {best}"
    ),
    "set it with `kafka-configs --alter`": "ubah dengan `kafka-configs --alter`",
    "records would be lost with any other: set it with `kafka-configs --alter`, or use topics of another name": (
        "dengan nilai lain rekaman akan hilang: ubah dengan `kafka-configs --alter`, atau pakai topik bernama lain"
    ),
    "the topic {topic} has {partitions} partitions; it must have {wanted}": (
        "topik {topic} memiliki {partitions} partisi; seharusnya {wanted}"
    ),
    "delete the topic if it is empty, or use topics of another name": (
        "hapus topiknya bila kosong, atau pakai topik bernama lain"
    ),
    # Settings
    "it is not said where Kafka is": "tidak disebut di mana Kafka berada",
    "name its brokers with --kafka host:port or SAKSI_KAFKA=host:port,host:port": (
        "sebut brokernya dengan --kafka host:port atau SAKSI_KAFKA=host:port,host:port"
    ),
    "{server} is not the address of a broker": "{server} bukan alamat broker",
    "write it as kafka.example.go.id:9092": "tulis seperti kafka.example.go.id:9092",
    "the names of topics cannot begin with {prefix}": "nama topik tidak boleh berawalan {prefix}",
    "use letters, digits, dots, dashes and underscores, 100 at most": (
        "pakai huruf, angka, titik, tanda hubung, dan garis bawah, paling banyak 100"
    ),
    "{name} must be one of {choices}; it is {value}": "{name} harus salah satu dari {choices}; nilainya {value}",
    "correct the environment": "perbaiki variabel lingkungannya",
    "{name} names {path}, which cannot be read: {kind}": "{name} menyebut {path}, yang tidak dapat dibaca: {kind}",
    "correct the path, or let this user read the file": "perbaiki jalur, atau izinkan pengguna ini membaca berkas itu",
    "{because} is set, and {name} is missing": "{because} sudah diisi, tetapi {name} belum",
    "set it in the environment; a password may be in a file that {name}_FILE names": (
        "isi di variabel lingkungan; kata sandi boleh di dalam berkas yang disebut {name}_FILE"
    ),
    "SAKSI_KAFKA_SASL_USERNAME is set, but SAKSI_KAFKA_SECURITY_PROTOCOL is {protocol}": (
        "SAKSI_KAFKA_SASL_USERNAME sudah diisi, tetapi SAKSI_KAFKA_SECURITY_PROTOCOL adalah {protocol}"
    ),
    "set it to SASL_SSL, or to SASL_PLAINTEXT in a network of your own; else nobody asks who you are": (
        "isi dengan SASL_SSL, atau SASL_PLAINTEXT di jaringan sendiri; bila tidak, identitas tidak pernah ditanyakan"
    ),
    "SAKSI_KAFKA_SSL_… is set, but SAKSI_KAFKA_SECURITY_PROTOCOL is {protocol}": (
        "SAKSI_KAFKA_SSL_… diisi, tetapi SAKSI_KAFKA_SECURITY_PROTOCOL adalah {protocol}"
    ),
    "set it to SSL or SASL_SSL; else everything goes over the network as it is": (
        "isi dengan SSL atau SASL_SSL; bila tidak, semuanya melewati jaringan tanpa disandikan"
    ),
    "SAKSI_KAFKA_SSL_CAFILE names {path}, which holds no certificates": (
        "SAKSI_KAFKA_SSL_CAFILE menyebut {path}, yang tidak berisi sertifikat"
    ),
    "give the authorities' certificates as PEM": "berikan sertifikat otoritas dalam bentuk PEM",
    "SAKSI_KAFKA_SSL_KEYFILE is set, and SAKSI_KAFKA_SSL_CERTFILE is missing": (
        "SAKSI_KAFKA_SSL_KEYFILE diisi, tetapi SAKSI_KAFKA_SSL_CERTFILE tidak ada"
    ),
    "a topic at {servers} does not take a record that is as long as this one": (
        "topik di {servers} tidak menerima rekaman sepanjang ini"
    ),
    "set its max.message.bytes to {bytes} with `kafka-configs --alter`; what was sent before is not touched": (
        "isi max.message.bytes topik itu dengan {bytes} memakai `kafka-configs --alter`; "
        "yang sudah dikirim tidak diubah"
    ),
    "name the certificate that the key belongs to": "sebut sertifikat milik kunci itu",
    "the certificate in {path} cannot be used with its key": (
        "sertifikat di {path} tidak dapat dipakai dengan kuncinya"
    ),
    "give both as PEM, the key that belongs to it, and its password in SAKSI_KAFKA_SSL_PASSWORD_FILE": (
        "berikan keduanya dalam bentuk PEM, kunci miliknya, dan kata sandi kunci di SAKSI_KAFKA_SSL_PASSWORD_FILE"
    ),
    # The registry
    "the schema registry has no URL of the form http://host:port": (
        "registri skema tidak memiliki URL berbentuk http://host:port"
    ),
    (
        "write it as http://registry:8081; user and password go into SAKSI_REGISTRY_USERNAME and "
        "SAKSI_REGISTRY_PASSWORD_FILE"
    ): (
        "tulis seperti http://registry:8081; pengguna dan kata sandi diisi di SAKSI_REGISTRY_USERNAME dan "
        "SAKSI_REGISTRY_PASSWORD_FILE"
    ),
    "the schema registry at {url} does not answer: {kind}": "registri skema di {url} tidak menjawab: {kind}",
    "check that it runs, and its URL": "pastikan registri berjalan, dan periksa URL-nya",
    "what answers at {url} is no schema registry": "yang menjawab di {url} bukan registri skema",
    "give the URL of its interface, such as http://apicurio:8080/apis/ccompat/v7": (
        "berikan URL antarmukanya, misalnya http://apicurio:8080/apis/ccompat/v7"
    ),
    "the schema registry refuses {method} {path}: {status}: {detail}": (
        "registri skema menolak {method} {path}: {status}: {detail}"
    ),
    "check its URL, and what the user of SAKSI_REGISTRY_USERNAME may do there": (
        "periksa URL-nya, dan izin pengguna SAKSI_REGISTRY_USERNAME di sana"
    ),
    "the schema registry holds {subject} to {found}, not to {wanted}": (
        "registri skema menetapkan {subject} pada {found}, bukan pada {wanted}"
    ),
    "let this user set the compatibility of its subjects, or set it yourself": (
        "izinkan pengguna ini menetapkan kompatibilitas subjeknya, atau tetapkan sendiri"
    ),
    "the schema registry gave the schema of {subject} the id {found}, which is none": (
        "registri skema memberi skema {subject} id {found}, yang bukan id"
    ),
    "check that the URL is that of a registry, such as http://apicurio:8080/apis/ccompat/v7": (
        "periksa apakah URL itu milik registri, misalnya http://apicurio:8080/apis/ccompat/v7"
    ),
}
