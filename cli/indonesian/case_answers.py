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
    "no allegation against {nip} stands as of {instant} that no case has dealt with": (
        "tidak ada dugaan terhadap {nip} yang berdiri per {instant} dan belum ditangani sebuah perkara"
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
    "{type} is a step of a discipline case, which depends on all that stands before it": (
        "{type} adalah langkah perkara disiplin, yang bergantung pada semua yang ada sebelumnya"
    ),
    "record it with `saksi case open` or `saksi case step`": ("catat dengan `saksi case open` atau `saksi case step`"),
    # Tables
    "Discipline cases": "Perkara disiplin",
    "Case": "Perkara",
    "Stands on": "Atas dasar",
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
