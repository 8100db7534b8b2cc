"""What those see who read the log as it goes on."""

from __future__ import annotations

SUBSCRIBERS = {
    # saksi tail
    "Show the log as it goes on, each event on a line.": (
        "Tampilkan catatan yang terus bertambah, satu peristiwa per baris."
    ),
    (
        "JSON is one document a line, and so are CloudEvents (1.0, JSON format), the feed for those without Kafka: "
        "each line is written at once, and who gives the sequence of the last line as --after goes on with the next "
        "event, exactly. From Kafka each stream is in order, and the events of different streams may not be."
    ): (
        "JSON berisi satu dokumen per baris, begitu pula CloudEvents (1.0, format JSON), yaitu saluran bagi yang tidak "
        "memakai Kafka: setiap baris langsung ditulis, dan yang memberikan sequence baris terakhir sebagai --after "
        "melanjutkan tepat dari peristiwa berikutnya. Dari Kafka setiap aliran berurutan, tetapi peristiwa dari aliran "
        "yang berbeda belum tentu."
    ),
    "Only events of this type; may be given several times.": (
        "Hanya peristiwa dengan jenis ini; boleh diberikan beberapa kali."
    ),
    "Only what is recorded about this employee.": "Hanya yang dicatat tentang pegawai ini.",
    "Only this stream; calendar-* stands for all that begin so; may be given several times.": (
        "Hanya aliran ini; calendar-* mewakili semua yang berawal demikian; boleh diberikan beberapa kali."
    ),
    "Begin after this position, or sequence; else with the last ten.": (
        "Mulai sesudah posisi (sequence) ini; bila tidak ada, dari sepuluh yang terakhir."
    ),
    "Go on with what is recorded from now on, until ended.": (
        "Lanjutkan dengan yang dicatat sejak sekarang, sampai diakhiri."
    ),
    "Read the ledger itself, or what is published of it.": "Baca buku besarnya sendiri, atau yang diterbitkan darinya.",
    "there is no topic {topic} at {servers}": "tidak ada topik {topic} di {servers}",
    "run `saksi publish`, which makes it, name its prefix with --topics, or let this user read it": (
        "jalankan `saksi publish` yang membuatnya, sebut awalan namanya dengan --topics, "
        "atau izinkan pengguna ini membacanya"
    ),
    "the event names schema {number} of a registry, and it is not said where that is": (
        "peristiwa ini menyebut skema {number} dari suatu registri, dan letaknya tidak disebutkan"
    ),
    "name it with --registry or SAKSI_REGISTRY": "sebut dengan --registry atau SAKSI_REGISTRY",
    "SAKSI_DB_PASSWORD_FILE names {path}, which cannot be read: {kind}": (
        "SAKSI_DB_PASSWORD_FILE menyebut {path}, yang tidak dapat dibaca: {kind}"
    ),
    "--type: there is no event type {name}": "--type: tidak ada jenis peristiwa {name}",
    "there are {names}": "yang ada: {names}",
    "Occurred or recorded": "Terjadi atau dicatat",
    "Subject": "Subjek",
    "What it says": "Isinya",
}
