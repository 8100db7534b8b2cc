"""What an agency asks every morning of the read models (*model baca*), and how these are kept."""

from __future__ import annotations

AGENCY = {
    # status, sanctions, recap: help
    "Show a day of everybody: status, check-ins, minutes, and the rule that decided.": (
        "Tampilkan satu hari semua pegawai: status, presensi, menit, dan aturan yang menentukan."
    ),
    (
        "Read from the read models, which are brought up to date first. Where a change of what many share concerns "
        "thousands, they wait for the follower: they are marked, and counted on standard error."
    ): (
        "Dibaca dari model baca, yang dimutakhirkan dahulu. Bila perubahan yang berlaku bersama menyangkut ribuan "
        "pegawai, mereka menunggu pengikut: diberi tanda, dan jumlahnya disebut di galat standar."
    ),
    "The day asked about.": "Hari yang ditanyakan.",
    "The month asked about.": "Bulan yang ditanyakan.",
    "Answer from the read models as they are, without applying what was recorded since.": (
        "Jawab dari model baca seadanya, tanpa menerapkan yang dicatat sesudahnya."
    ),
    "Show everybody with strikes that count, an allegation or a case on one, the gravest first.": (
        "Tampilkan semua yang punya panggilan terlewat terhitung, dugaan, atau perkara atas dugaan, yang terberat "
        "dahulu."
    ),
    (
        "With the missed calls that count, of how many strikes, when each allegation was reached and on which calls, "
        "and how far the discipline case is that deals with it; also of those employed no more, under the unit they "
        "served in last. An allegation is a suspicion that opens a hearing, never a sanction by itself."
    ): (
        "Dengan panggilan terlewat yang terhitung, dari berapa batasnya, kapan setiap dugaan tercapai atas panggilan "
        "mana, dan sejauh mana perkara disiplin yang menanganinya; juga bagi yang tidak lagi bekerja, di unit tempat "
        "ia terakhir bertugas. Dugaan membuka pemeriksaan, bukan sanksi dengan sendirinya."
    ),
    "Sum up a month of everybody: days by status, late and early minutes, counted days and band.": (
        "Rekap sebulan semua pegawai: hari per status, menit terlambat dan lebih awal, hari terhitung, dan jenjang."
    ),
    "Counted days and what they may lead to are those of the calendar year up to the last day of the month.": (
        "Hari terhitung dan akibatnya adalah untuk tahun kalender sampai hari terakhir bulan itu."
    ),
    # status, sanctions, recap: what they show
    "Check-ins": "Presensi",
    "Decided by": "Ditentukan oleh",
    "(waits)": "(menunggu)",
    "(retroactive)": "(berlaku surut)",
    "Alleged": "Diduga",
    "Calls that count": "Panggilan terhitung",
    "Nobody has strikes that count, an allegation or a case on one.": (
        "Tidak ada yang punya panggilan terlewat terhitung, dugaan, atau perkara atas dugaan."
    ),
    "Month": "Bulan",
    "Minutes late": "Menit terlambat",
    "Minutes early": "Menit lebih awal",
    "Days counted in the year": "Hari terhitung setahun",
    # board
    "Show the posts of a unit on a day, which lack somebody, and who is at the office.": (
        "Tampilkan pos suatu unit pada satu hari, pos yang kekurangan petugas, dan siapa di kantor."
    ),
    (
        "For the unit and each one below it that has staff or must man a post: who is assigned, present and still "
        "expected, against what the policy asks, and the staff seen at the office against the share allowed there. "
        "A post that must be manned and has no shift on the day is named as empty."
    ): (
        "Untuk unit itu dan setiap unit di bawahnya yang punya pegawai atau wajib mengisi pos: siapa yang ditugaskan, "
        "hadir, dan masih ditunggu, terhadap yang diminta kebijakan, serta pegawai yang tampak di kantor terhadap "
        "bagian yang dibolehkan. Pos yang wajib diisi dan tanpa sif pada hari itu disebut kosong."
    ),
    "Office": "Kantor",
    "staff {staff}, expected {expected}, seen {seen}": "pegawai {staff}, diharapkan {expected}, tampak {seen}",
    "; at most {allowed} ({share:g} %)": "; paling banyak {allowed} ({share:g} %)",
    ", {n} too many": ", kelebihan {n}",
    "Post": "Pos",
    "Hours": "Jam",
    "Needed": "Perlu",
    "Assigned": "Ditugaskan",
    "Present": "Hadir",
    "Expected": "Ditunggu",
    "Lacks": "Kurang",
    "no shift: empty": "tanpa sif: kosong",
    "Conflict": "Bentrok",
    "policies of equal rank disagree on {parameters}, so nothing is asked": (
        "kebijakan setingkat berbeda tentang {parameters}, maka tidak ada yang diminta"
    ),
    "{n} employees wait for `saksi follow` to derive them again; a board may be as known earlier": (
        "{n} pegawai menunggu dihitung ulang oleh `saksi follow`; papan dapat seperti diketahui sebelumnya"
    ),
    "Building read models": "Membangun model baca",
    "Catching up": "Memutakhirkan",
    "{n} of the employees shown wait for `saksi follow` to derive them again; they are as known earlier": (
        "{n} dari pegawai yang ditampilkan menunggu dihitung ulang oleh `saksi follow`; mereka seperti diketahui "
        "sebelumnya"
    ),
    "this is known at position {position}; the ledger goes on to {last}": (
        "ini yang diketahui di posisi {position}; buku besar berlanjut sampai {last}"
    ),
    # rebuild
    "Build the read models from nothing, say what changed, and serve them.": (
        "Bangun model baca dari nol, sebutkan yang berubah, lalu sajikan."
    ),
    (
        "They are built beside those that serve, which answer meanwhile, compared with them at one position, and "
        "switched to in one transaction. What changed is told: whose verdict, how, and by which events; the table "
        "shows the first, JSON all. With --dry-run, exit status 1 if anything differs."
    ): (
        "Model baca dibangun di samping yang sedang melayani, yang tetap menjawab sementara itu, dibandingkan pada "
        "satu posisi, lalu diganti dalam satu transaksi. Yang berubah disebutkan: penilaian siapa, bagaimana, dan oleh "
        "peristiwa mana; tabel memuat yang pertama, JSON semuanya. Dengan --dry-run, status keluar 1 bila ada yang "
        "berbeda."
    ),
    "Only compare: what serves now goes on serving.": "Hanya bandingkan: yang kini melayani tetap melayani.",
    "How many processes derive employees; else one for each core.": (
        "Berapa proses yang menghitung pegawai; bila tidak ada, satu per inti prosesor."
    ),
    "Verdict": "Penilaian",
    "Before": "Sebelum",
    "After": "Sesudah",
    "Events": "Peristiwa",
    "day {which}": "hari {which}",
    "call {which}": "panggilan {which}",
    "request {which}": "permintaan {which}",
    "post from {which}": "penugasan sejak {which}",
    "sheet of {which}": "daftar hadir {which}",
    "cannot be read": "tidak terbaca",
    "Built at position {position}; there was nothing to compare with.": (
        "Dibangun di posisi {position}; tidak ada yang dapat dibandingkan."
    ),
    "Built at position {position}: nothing differs from what served.": (
        "Dibangun di posisi {position}: tidak ada yang berbeda dari yang melayani."
    ),
    "Built at position {position}: {n} verdicts of {employees} employees differ from what served.": (
        "Dibangun di posisi {position}: {n} penilaian atas {employees} pegawai berbeda dari yang melayani."
    ),
    "What served before goes on serving.": "Yang melayani sebelumnya tetap melayani.",
    "From now on this serves.": "Mulai sekarang inilah yang melayani.",
    "the read models that served before go on serving": "model baca yang melayani sebelumnya tetap melayani",
    # follow
    "Keep the read models up to date with the ledger until told to end.": (
        "Jaga model baca tetap mutakhir dengan buku besar sampai disuruh berhenti."
    ),
    (
        "SIGTERM and Ctrl-C let it finish the batch at hand and say what was done; a second one ends it at once, and "
        "loses nothing either. It waits while another process is writing or the server does not answer, and stops at "
        "an event that it cannot apply, with exit status 1."
    ): (
        "SIGTERM dan Ctrl-C membiarkannya menuntaskan kelompok yang sedang dikerjakan dan menyebut hasilnya; yang "
        "kedua menghentikannya seketika, juga tanpa kehilangan. Ia menunggu selama proses lain menulis atau server "
        "tidak menjawab, dan berhenti pada peristiwa yang tidak dapat diterapkan, dengan status keluar 1."
    ),
    "End when everything recorded so far is applied and nobody waits.": (
        "Berhenti bila semua yang tercatat sudah diterapkan dan tidak ada yang menunggu."
    ),
    "How often to look for work when no news comes from the ledger; else once a second.": (
        "Seberapa sering mencari pekerjaan bila tidak ada kabar dari buku besar; bila tidak ada, sekali sedetik."
    ),
    "Following from position {position}.": "Mengikuti dari posisi {position}.",
    "Followed from position {from_position} to {position}; {changes} rows changed.": (
        "Diikuti dari posisi {from_position} sampai {position}; {changes} baris berubah."
    ),
    # health
    "Tell whether the read models keep up with the ledger; exit status 1 if they do not.": (
        "Sebutkan apakah model baca mengikuti buku besar; status keluar 1 bila tidak."
    ),
    (
        "They do if they were built, have not stopped at an event, are not further behind than --max-lag, and move: "
        "nothing is left to do, or something was done in the last minute."
    ): (
        "Model baca mengikuti bila sudah dibangun, tidak terhenti pada suatu peristiwa, tidak tertinggal lebih dari "
        "--max-lag, dan bergerak: tidak ada yang tersisa, atau ada yang dikerjakan dalam menit terakhir."
    ),
    "Unhealthy if more events are not applied yet.": "Tidak sehat bila lebih banyak peristiwa belum diterapkan.",
    "Healthy": "Sehat",
    "Behind": "Tertinggal",
    "Waiting": "Menunggu",
    "Horizon": "Cakrawala",
    "Last done": "Terakhir bekerja",
    "Moves": "Bergerak",
    "yes": "ya",
    "no": "tidak",
    "no: {sentence}": "tidak: {sentence}",
    "no: there are no read models yet; run `saksi rebuild` or `saksi follow`": (
        "tidak: belum ada model baca; jalankan `saksi rebuild` atau `saksi follow`"
    ),
    "Partitions": "Partisi",
    "{n}, from position {first} to {last}; behind the others: {behind}": (
        "{n}, dari posisi {first} sampai {last}; tertinggal dari yang lain: {behind}"
    ),
    "no: nothing was done for a minute; is `saksi follow` or `saksi project` running?": (
        "tidak: tidak ada yang dikerjakan selama semenit; apakah `saksi follow` atau `saksi project` berjalan?"
    ),
    "{position} of {last}": "{position} dari {last}",
    "{n} events": "{n} peristiwa",
    "{n} employees": "{n} pegawai",
    # What can go wrong
    "the ledger holds nothing yet": "buku besar belum memuat apa pun",
    "record facts with `saksi ingest`": "catat fakta dengan `saksi ingest`",
    "{option}: {value} is not a month": "{option}: {value} bukan bulan",
    "write it as 2026-02": "tulis seperti 2026-02",
}
