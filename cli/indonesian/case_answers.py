"""Discipline cases in answers: where each stands, what it stands on and how that changed, and its steps."""

from __future__ import annotations

CASE_ANSWERS = {
    "in case": "dalam perkara",
    "sanctioned": "dijatuhi hukuman",
    "a discipline case deals with an allegation": "sebuah perkara disiplin menangani dugaan",
    "a sanction is in force in a discipline case on an allegation": (
        "sebuah hukuman berlaku dalam perkara disiplin atas dugaan"
    ),
    # Stages
    "opened": "dibuka",
    "summoned": "dipanggil",
    "first hearing missed": "pemeriksaan pertama tidak dihadiri",
    "both hearings missed": "kedua pemeriksaan tidak dihadiri",
    "heard": "diperiksa",
    "decided": "diputus",
    "decision delivered": "keputusan disampaikan",
    "under objection": "dalam keberatan",
    "under appeal": "dalam banding",
    "not in force": "belum berlaku",
    "annulled": "dibatalkan",
    "closed": "ditutup",
    # Steps
    "case opened": "perkara dibuka",
    "basis renewed": "dasar diperbarui",
    "team formed": "tim dibentuk",
    "summons issued": "panggilan dibuat",
    "hearing held": "pemeriksaan dilaksanakan",
    "hearing missed": "pemeriksaan tidak dihadiri",
    "record signed": "berita acara ditandatangani",
    "relieved of office": "dibebaskan sementara dari tugas jabatan",
    "decision": "keputusan",
    "delivery missed": "penyampaian tidak dihadiri",
    "decision sent": "keputusan dikirim",
    "decision received": "keputusan diterima",
    "decision in force": "keputusan berlaku",
    "objection filed": "keberatan diajukan",
    "objection decided": "keberatan diputus",
    "appeal filed": "banding diajukan",
    "appeal replied to": "banding ditanggapi",
    "appeal decided": "banding diputus",
    "decision withdrawn": "keputusan dicabut",
    "case closed": "perkara ditutup",
    "case reopened": "perkara dibuka kembali",
    # Who imposed, and how it ended
    "by the decision": "oleh keputusan",
    "by the decision on the objection": "oleh keputusan atas keberatan",
    "by the decision on the appeal": "oleh keputusan atas banding",
    "with a sanction": "dengan hukuman",
    "not proven": "tidak terbukti",
    "dropped": "dihentikan",
    # What a case stands on, and how that reads
    "out of account": "tidak diperhitungkan",
    "no day of service": "bukan hari dinas",
    "stands": "berdiri",
    "decides": "menentukan",
    "the allegation of {when} on calls {calls}": "dugaan {when} atas panggilan {calls}",
    "the longest run of absence of {year}": "ketidakhadiran berturut-turut terpanjang tahun {year}",
    "the absence of {year}": "ketidakhadiran tahun {year}",
    "a report": "sebuah laporan",
    "{what}: {then}, now {now}": "{what}: {then}, kini {now}",
    "allegation of {when}": "dugaan {when}",
    "days counted in {key}": "hari terhitung tahun {key}",
    "band of {key}": "jenjang tahun {key}",
    "policy {key}": "kebijakan {key}",
    "does not stand": "tidak berdiri",
    "no band": "tanpa jenjang",
    "does not decide": "tidak menentukan",
    "from {days} days: {kind}": "mulai {days} hari: {kind}",
    "known at {position}, as of {when}": "diketahui pada {position}, per {when}",
    "{seen}: it holds": "{seen}: masih berlaku",
    "{seen}: it has changed": "{seen}: telah berubah",
    "this bears on: {steps}": "ini menyangkut: {steps}",
    "it holds": "masih berlaku",
    # Nothing to open a case on
    "no allegation against {nip} was reached at {reached} and stands as of {instant}": (
        "tidak ada dugaan terhadap {nip} yang tercapai pada {reached} dan berdiri per {instant}"
    ),
    "and {n} days more (all of them with --format json)": "dan {n} hari lagi (semuanya dengan --format json)",
    "no allegation against {nip} stands as of {instant}": (
        "tidak ada dugaan terhadap {nip} yang berdiri per {instant}"
    ),
    "{case} deals already with the allegation against {nip} that stands as of {instant}": (
        "dugaan terhadap {nip} yang berdiri per {instant} sudah ditangani perkara {case}"
    ),
    "see `saksi case show {case}`, and go on with that case": (
        "lihat `saksi case show {case}`, dan lanjutkan perkara itu"
    ),
    "{count} allegations against {nip} stand without a case: reached at {instants}": (
        "{count} dugaan terhadap {nip} berdiri tanpa perkara: tercapai pada {instants}"
    ),
    "see `saksi replay {nip}` for the strikes and allegations that stand": (
        "lihat `saksi replay {nip}` untuk panggilan terlewat dan dugaan yang berdiri"
    ),
    "say which one, by the instant at which it was reached": "sebutkan yang mana, dengan saat tercapainya",
    "no day of {year} adds to the tally of absence as of {instant}": (
        "tidak ada hari tahun {year} yang menambah hitungan ketidakhadiran per {instant}"
    ),
    "see `saksi replay` for the days and their status": "lihat `saksi replay` untuk hari-hari dan statusnya",
    # Rules of discipline as law
    "Rules of discipline": "Aturan disiplin",
    "Rules": "Aturan",
    "Employment": "Status kepegawaian",
    "All that they say: add --format json.": "Seluruh isinya: tambahkan --format json.",
    "{file}: the rules of discipline {policy} are valid.": "{file}: aturan disiplin {policy} sah.",
    "The rules of discipline {policy} are enacted at position {position}, as event {id}.": (
        "Aturan disiplin {policy} ditetapkan pada posisi {position}, sebagai peristiwa {id}."
    ),
    (
        "The rules of discipline {policy} were enacted like this before, at position {position}, as event {id}; "
        "nothing was recorded."
    ): (
        "Aturan disiplin {policy} sudah ditetapkan seperti ini pada posisi {position}, sebagai peristiwa {id}; tidak "
        "ada yang dicatat."
    ),
    # A step that was sent as a fact
    "void it too, and record it again once what it followed stands before it": (
        "batalkan juga, lalu catat lagi setelah yang diikutinya ada di depannya"
    ),
    "absence without a valid reason in a year": "tidak masuk kerja tanpa alasan yang sah, kumulatif setahun",
    "absence without a valid reason in a row": "tidak masuk kerja tanpa alasan yang sah, terus menerus",
    "a duty neglected, to the harm of the unit": "melalaikan kewajiban, berdampak pada unit kerja",
    "a duty neglected, to the harm of the agency": "melalaikan kewajiban, berdampak pada instansi",
    "a duty neglected, to the harm of the state": "melalaikan kewajiban, berdampak pada negara",
    "{type} is a step of a discipline case, which is recorded with `saksi case open` or `saksi case step`": (
        "{type} adalah langkah perkara disiplin, yang dicatat dengan `saksi case open` atau `saksi case step`"
    ),
    "see docs/events.md for what belongs into each field": "lihat docs/events.md untuk isi setiap bidang",
    "copy a ledger with its cases by `saksi migrate`": "salin buku besar beserta perkaranya dengan `saksi migrate`",
    "letter": "surat",
    "document": "dokumen",
    "decree": "surat keputusan",
    "receipt": "tanda terima",
    "report": "laporan",
    # Tables
    "Discipline cases": "Perkara disiplin",
    "Case": "Perkara",
    "Stands on": "Atas dasar",
    "Name of the kind": "Nama jenisnya",
    "Follows": "Akibatnya",
    "Stage": "Tahap",
    "Sanction": "Hukuman",
    "Basis": "Dasar",
    "Steps": "Langkah",
    "case {number}: {step}": "perkara {number}: {step}",
    ", case {case}": ", perkara {case}",
    ", case {case} {stage}": ", perkara {case} {stage}",
    "strikes: {state}": "panggilan terlewat: {state}",
    "Sanctioned": "Dijatuhi hukuman",
    "In case": "Dalam perkara",
    "case {key}": "perkara {key}",
    "basis of case {key}": "dasar perkara {key}",
    "What each case stands on, and its steps": "Atas dasar apa tiap perkara berdiri, dan langkah-langkahnya",
}
