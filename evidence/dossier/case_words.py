"""What the codes of a discipline case are called in a dossier, in Bahasa Indonesia, as the commands call them."""

from __future__ import annotations

STAGE = {
    "opened": "dibuka",
    "summoned": "dipanggil",
    "missed_first": "pemeriksaan pertama tidak dihadiri",
    "missed_twice": "kedua pemeriksaan tidak dihadiri",
    "heard": "diperiksa",
    "decided": "diputus",
    "delivered": "keputusan disampaikan",
    "under_objection": "dalam keberatan",
    "under_appeal": "dalam banding",
    "in_force": "berlaku",
    "annulled": "dibatalkan",
    "closed": "ditutup",
}

HOLDS = {"true": "masih berlaku", "false": "telah berubah"}
"""Whether what a case stands on reads as it did."""

IMPOSED_BY = {
    "decision": "oleh keputusan",
    "objection": "oleh keputusan atas keberatan",
    "appeal": "oleh keputusan atas banding",
}

CASE_OUTCOME = {
    "sanctioned": "dengan hukuman",
    "not_proven": "tidak terbukti",
    "annulled": "dibatalkan",
    "dropped": "dihentikan",
}

WITHOUT = {
    "allegation": "tidak berdiri",
    "day": "tidak dihitung",
    "band": "tanpa jenjang",
    "policy": "tidak menentukan",
}
"""What is said of a part of a basis where it was not there then, or is not now."""

READS = {
    "not_there": "tidak diperhitungkan",
    "not_served": "bukan hari dinas",
    "stands": "berdiri",
    "decides": "menentukan",
}
"""How parts of a basis read, beside outcomes of calls, statuses of days and kinds of sanction."""

WHICH = {"first": "panggilan pertama", "second": "panggilan kedua"}

RECORD = {
    "examination": "berita acara pemeriksaan (BAP)",
    "non_attendance": "berita acara ketidakhadiran",
    "report": "laporan hasil pemeriksaan (LHP)",
}

EXAMINEE = {
    "signed": "yang diperiksa menandatangani",
    "refused": "yang diperiksa menolak menandatangani",
    "absent": "yang diperiksa tidak hadir",
}

HELD = {"face_to_face": "tatap muka", "virtual": "secara virtual"}

ROLE = {"supervisor": "atasan", "supervision": "pengawasan", "personnel": "kepegawaian", "other": "anggota lain"}

REMEDY = {
    "confirmed": "dikuatkan",
    "lightened": "diperingan",
    "aggravated": "diperberat",
    "changed": "diubah",
    "annulled": "dibatalkan",
    "inadmissible": "tidak dapat diterima",
}

HOW = {"handed_over": "diserahkan", "sent": "dikirim"}
