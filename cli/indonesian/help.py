"""The help of the commands and of their options."""

from __future__ import annotations

HELP = {
    "Usage: ": "Pemakaian: ",
    "Options": "Opsi",
    "Commands": "Perintah",
    "Example:": "Contoh:",
    "Show this message and exit.": "Tampilkan pesan ini lalu selesai.",
    "Show the version and exit.": "Tampilkan versi lalu selesai.",
    "The ledger: sqlite:///file.db or postgresql://…; else SAKSI_DB, else sqlite:///saksi.db.": (
        "Buku besar: sqlite:///berkas.db atau postgresql://…; bila tidak ada SAKSI_DB, lalu sqlite:///saksi.db."
    ),
    "Bahasa Indonesia or English; else SAKSI_LANG, else as the locale says.": (
        "Bahasa Indonesia atau Inggris; bila tidak ada SAKSI_LANG, lalu menurut lokal sistem."
    ),
    "A table for people (the default), or a form for programs.": (
        "Tabel untuk dibaca orang (bawaan), atau bentuk untuk program."
    ),
    # saksi
    "Record the facts of civil servants' working days and replay any verdict, with its reasons.": (
        "Catat fakta hari kerja ASN dan putar ulang setiap penilaian beserta alasannya."
    ),
    (
        "Every question has two axes: as of an instant, and as known at a position of the ledger. Results go to "
        "standard output, messages to standard error. Exit status: 0 done, 1 refused or not verified, 2 wrong usage "
        "or no such ledger."
    ): (
        "Setiap pertanyaan punya dua sumbu: keadaan per suatu saat, dan sejauh diketahui pada suatu posisi buku besar. "
        "Hasil ke keluaran standar, pesan ke galat standar. Status keluar: 0 selesai, 1 ada yang ditolak atau tidak "
        "terverifikasi, 2 pemakaian salah atau buku besar tidak ada."
    ),
    # ingest
    "Record the facts in files of JSON lines, or of check-ins in CSV.": (
        "Catat fakta dari berkas baris JSON, atau presensi dari CSV."
    ),
    (
        "A dash reads standard input. What is recorded already is counted as a duplicate; a line that is no fact is "
        "refused, told with its number and a code, and never stops the lines after it. The ledger is made if there "
        "is none."
    ): (
        "Tanda hubung membaca masukan standar. Yang sudah tercatat dihitung sebagai duplikat; baris yang bukan fakta "
        "ditolak, disebut dengan nomor dan kodenya, dan tidak menghentikan baris sesudahnya. Buku besar dibuat bila "
        "belum ada."
    ),
    "Where refused lines go; else FILE.rejected.jsonl beside each file.": (
        "Tempat baris yang ditolak; bila tidak ada, FILE.rejected.jsonl di samping setiap berkas."
    ),
    "Read as CSV with a header, as attendance devices export check-ins; files named .csv are so anyhow.": (
        "Baca sebagai CSV berjudul kolom, seperti ekspor mesin absensi; berkas bernama .csv selalu begitu."
    ),
    "With --csv: which column of the header holds a field, such as nip=PIN; may be given several times.": (
        "Dengan --csv: kolom judul yang memuat suatu isian, misalnya nip=PIN; boleh diberikan beberapa kali."
    ),
    "With --csv: the zone of times that come without an offset: WIB, WITA, WIT or a name like Asia/Makassar.": (
        "Dengan --csv: zona bagi waktu tanpa selisih zona: WIB, WITA, WIT, atau nama seperti Asia/Makassar."
    ),
    "With --csv: the device of rows that name none.": "Dengan --csv: perangkat bagi baris yang tidak menyebutnya.",
    # replay
    "Replay one employee's history as of an instant, as known at a position.": (
        "Putar ulang riwayat seorang pegawai per suatu saat, sejauh diketahui pada suatu posisi."
    ),
    (
        "Shows the days, calls, strikes, location requests and absence of the employee with this NIP, and the digest "
        "by which the same answer is known again on any machine."
    ): (
        "Menampilkan hari, panggilan, panggilan terlewat, permintaan lokasi, dan ketidakhadiran pegawai dengan NIP "
        "ini, serta intisari (digest) untuk mengenali jawaban yang sama di mesin mana pun."
    ),
    "The first day; else that of the first assignment.": "Hari pertama; bila tidak ada, hari penugasan pertama.",
    "The last day; else the local date of --as-of.": "Hari terakhir; bila tidak ada, tanggal setempat --as-of.",
    "The state at this instant (RFC 3339); else now.": "Keadaan per saat ini (RFC 3339); bila tidak ada, sekarang.",
    "Use only what the ledger held up to this position, or at this instant; else all it holds.": (
        "Pakai hanya isi buku besar sampai posisi ini, atau pada saat ini; bila tidak ada, seluruhnya."
    ),
    "Show only what differs from the answer known at K2, and which events made the difference.": (
        "Tampilkan hanya yang berbeda dari jawaban pada K2, dan peristiwa mana yang membuatnya berbeda."
    ),
    "Say for each day and call by which facts and rules it is as it is.": (
        "Jelaskan untuk setiap hari dan panggilan, menurut fakta dan aturan mana hasilnya demikian."
    ),
    # events
    "List everything recorded about one employee.": "Daftar semua yang tercatat tentang seorang pegawai.",
    (
        "Each event is shown with its position, when it was recorded and occurred, its source, what it says, and "
        "whether it is voided. Events that count for nothing are shown too."
    ): (
        "Setiap peristiwa ditampilkan dengan posisinya, kapan dicatat dan terjadi, sumbernya, isinya, dan apakah "
        "dibatalkan. Peristiwa yang tidak berpengaruh pun ditampilkan."
    ),
    # policy
    "Check policy documents, enact them, and see what is in force.": (
        "Periksa dokumen kebijakan, tetapkan, dan lihat yang berlaku."
    ),
    "Check whether a policy file, or a pack, says what it may; record nothing.": (
        "Periksa apakah berkas kebijakan, atau paket, sah; tidak mencatat apa pun."
    ),
    "Every problem is told with its line, its path in the document, and what was expected there.": (
        "Setiap masalah disebut dengan barisnya, jalurnya dalam dokumen, dan apa yang seharusnya di sana."
    ),
    "Record a policy file, rules of discipline, or a pack, as enacted.": (
        "Catat berkas kebijakan, aturan disiplin, atau paket sebagai ditetapkan."
    ),
    (
        "A document that stands is not enacted twice: nothing is recorded. One that was revoked, amended or voided "
        "since is enacted again, as an event of its own."
    ): (
        "Dokumen yang masih berlaku tidak ditetapkan dua kali: tidak ada yang dicatat. Dokumen yang sejak itu dicabut, "
        "diubah, atau dibatalkan ditetapkan lagi, sebagai peristiwa tersendiri."
    ),
    "The id of the event; else one made from what the document says.": (
        "Id peristiwa; bila tidak ada, dibuat dari isi dokumen."
    ),
    "List every policy, and whether it is in force on a date.": (
        "Daftar semua kebijakan, dan apakah berlaku pada suatu tanggal."
    ),
    "The date for which to say what is in force; else today.": (
        "Tanggal yang ditanyakan keberlakuannya; bila tidak ada, hari ini."
    ),
    "Show every version of a policy, with its rules and dates.": (
        "Tampilkan semua versi suatu kebijakan, dengan aturan dan tanggalnya."
    ),
    "List the policy packs that come with Saksi.": "Daftar paket kebijakan yang disertakan dalam Saksi.",
    (
        "Each is one regulation, with its dates as its file states them. The other commands of `saksi policy` take its "
        "name where they take a file. Nothing of it is in force in a ledger until it is enacted there."
    ): (
        "Setiap paket adalah satu peraturan, dengan tanggal seperti tertulis dalam berkasnya. Perintah `saksi policy` "
        "lainnya menerima namanya di tempat berkas. Tidak ada yang berlaku dalam buku besar sebelum ditetapkan di sana."
    ),
    # verify
    "Verify the whole ledger, against all its checkpoints.": (
        "Verifikasi seluruh buku besar, terhadap semua titik periksanya."
    ),
    (
        "Reads every event again. Positions must be dense and streams without gaps, every event must decode with the "
        "schema it was written with, and the ids of the sources must match. The entries and trees that prove events "
        "are made again and held to those that are kept, to the seals, and to every checkpoint; the first wrong "
        "position is named. Exit status 1 if anything is found."
    ): (
        "Membaca ulang setiap peristiwa. Posisi harus rapat dan aliran tanpa celah, setiap peristiwa harus terbaca "
        "dengan skema saat ditulis, dan id dari sumber harus cocok. Entri dan pohon yang membuktikan peristiwa dibuat "
        "ulang dan dicocokkan dengan yang tersimpan, dengan segel, dan dengan setiap titik periksa; posisi pertama "
        "yang salah disebut. Status keluar 1 bila ada temuan."
    ),
    "A public key that is believed to sign the ledger's checkpoints, or a file that holds it.": (
        "Kunci publik yang dipercaya menandatangani titik periksa buku besar, atau berkas yang memuatnya."
    ),
    "A checkpoint that was kept elsewhere: by a witness, beside the key, with a decision.": (
        "Titik periksa yang disimpan di tempat lain: oleh saksi, di samping kunci, bersama putusan."
    ),
    "First bring a ledger of an older format up; only while no checkpoint was ever signed.": (
        "Lebih dulu lengkapi buku besar berformat lama; hanya selama belum ada titik periksa yang ditandatangani."
    ),
    # migrate
    "Copy a ledger into another database and prove that both are the same.": (
        "Salin buku besar ke basis data lain dan buktikan keduanya sama."
    ),
    (
        "SOURCE and TARGET are URLs as for --db, of either kind. Every event keeps its position, its instant of "
        "recording, its source and its bytes. TARGET must be empty or hold the beginning of SOURCE; a copy that was "
        "interrupted goes on where it ended. At the end both ledgers are read and their SHA-256 compared. Checkpoints "
        "and what was signed below them go with it, so the copy proves what SOURCE does."
    ): (
        "SOURCE dan TARGET adalah URL seperti untuk --db, dari kedua jenis. Setiap peristiwa tetap pada posisi, saat "
        "pencatatan, sumber, dan bita-bitanya. TARGET harus kosong atau memuat awal SOURCE; salinan yang terhenti "
        "dilanjutkan dari akhirnya. Pada akhirnya kedua buku besar dibaca dan SHA-256 keduanya dibandingkan. Titik "
        "periksa dan yang ditandatangani di bawahnya ikut disalin, sehingga salinannya membuktikan hal yang sama."
    ),
    # postgres
    "Prepare a PostgreSQL database for a ledger.": "Siapkan basis data PostgreSQL untuk buku besar.",
    "Lay a ledger and its read models out in a database, and give roles their rights.": (
        "Siapkan buku besar dan model bacanya dalam basis data, dan beri peran haknya."
    ),
    (
        "No role may change or delete anything in the ledger. A writer records; a follower keeps the read models "
        "(follow, rebuild, and questions that bring them up to date first); a signer makes checkpoints, and records; "
        "a reader asks everything, of the read models as they are. They all may read. One role may be several of "
        "these, and a role that is GRANTed one may do what that one may. A role that does not exist is made; it cannot "
        "log in until it is given a password or to a user."
    ): (
        "Tidak ada peran yang boleh mengubah atau menghapus apa pun dalam buku besar. Penulis mencatat; pengikut "
        "memelihara model baca (follow, rebuild, dan pertanyaan yang memutakhirkannya lebih dulu); penanda tangan "
        "membuat titik periksa, dan mencatat; pembaca menanyakan apa saja, dari model baca sebagaimana adanya. "
        "Semuanya boleh membaca. Satu peran boleh merangkap, "
        "dan peran yang diberi salah satunya dengan GRANT boleh melakukan hal yang sama. Peran yang belum "
        "ada dibuat; peran itu belum dapat masuk sampai diberi kata sandi atau diberikan kepada pengguna."
    ),
    (
        "Run this as the user who is to own the ledger, and let nobody work as that user: an owner could take the "
        "guards of the tables away. What is laid out and granted already stays; a new follower takes the read models "
        "over."
    ): (
        "Jalankan sebagai pengguna yang akan memiliki buku besar, dan jangan ada yang bekerja sebagai pengguna itu: "
        "pemilik dapat melepas penjaga tabel. Yang sudah disiapkan dan diberikan tetap; pengikut baru mengambil alih "
        "model baca."
    ),
    "The role that keeps the read models: it alone may follow and rebuild.": (
        "Peran yang memelihara model baca: hanya peran ini yang boleh mengikuti dan membangun ulang."
    ),
    "A role that may add to the ledger and read it.": "Peran yang boleh menambah dan membaca buku besar.",
    "A role that may read the ledger.": "Peran yang boleh membaca buku besar.",
    "A role that may make checkpoints, and all that a writer may.": (
        "Peran yang boleh membuat titik periksa, dan semua yang boleh dilakukan penulis."
    ),
    # schemas
    "Give out the published schemas of events and verdicts.": (
        "Berikan skema peristiwa dan putusan yang telah diterbitkan."
    ),
    "Write every published version of every schema into a folder.": (
        "Tulis setiap versi terbitan setiap skema ke dalam folder."
    ),
    (
        "The files are byte for byte as published; the folder is made if it is not there. Those of verdicts go into "
        "the folder verdicts below it."
    ): (
        "Berkas sama persis dengan terbitannya; folder dibuat bila belum ada. Skema putusan masuk ke folder verdicts "
        "di bawahnya."
    ),
    # demo
    "Show the main job on a story: a dispute replayed as known before and after a correction.": (
        "Tunjukkan tugas utama pada sebuah kisah: sengketa diputar ulang sebelum dan sesudah koreksi."
    ),
    (
        "Makes a ledger in a temporary folder, records the story in two parts, and replays the employee whom the "
        "first correction is about. Every command is shown before it is run. Without FILE the story is that of "
        "Kalimantan Timur in February 2026."
    ): (
        "Membuat buku besar di folder sementara, mencatat kisah dalam dua bagian, dan memutar ulang pegawai yang "
        "terkait koreksi pertama. Setiap perintah ditampilkan sebelum dijalankan. Tanpa FILE kisahnya ialah "
        "Kalimantan Timur pada Februari 2026."
    ),
}
