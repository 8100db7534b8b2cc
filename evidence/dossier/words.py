"""What the codes of an answer are called in a dossier, in Bahasa Indonesia (the codes are SPEC sections 5 to 7's).

Where the command line says the same, it says it in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping

DAY_STATUS = {
    "present": "hadir",
    "late": "terlambat",
    "early": "lebih awal",
    "partial": "sebagian",
    "absent": "tidak hadir",
    "excused": "beralasan",
    "pending": "menunggu",
    "leave": "cuti",
    "official_duty": "dinas luar",
    "conflict": "aturan bentrok",
    "unregulated": "tidak diatur",
    "holiday": "libur",
    "off": "tidak bertugas",
    "not_required": "tidak wajib",
}

DAY_MEANING = {
    "present": "setiap rentang waktu ada presensi tepat waktu",
    "late": "tidak ada rentang waktu terlewat, dan setidaknya satu presensi terlambat",
    "early": "tidak ada rentang waktu terlewat, dan setidaknya satu presensi lebih awal",
    "partial": "setidaknya satu rentang waktu terlewat, tetapi tidak semua",
    "absent": "semua rentang waktu terlewat",
    "excused": "setiap rentang waktu tepat waktu atau beralasan sah",
    "pending": "per saat ini setidaknya satu rentang waktu masih terbuka",
    "leave": "hari ini tercakup cuti",
    "official_duty": "hari ini tercakup surat tugas dinas luar atau pelatihan",
    "conflict": "dua kebijakan setingkat berbeda isi, dan Saksi tidak menebak di antara yang setara",
    "unregulated": "tidak ada kebijakan berlaku yang mengatur kewajiban pada hari ini",
    "holiday": "hari ini dinyatakan libur atau cuti bersama bagi unit",
    "off": "kebijakan tidak menuntut kerja pada hari ini, atau tidak ada sif",
    "not_required": "kebijakan tidak mewajibkan presensi pada hari ini",
}

ARRANGEMENT = {"office": "kantor", "anywhere": "WFA", "home": "WFH", "shift": "sif", "off": "tidak bertugas"}

WINDOW_STATUS = {
    "on_time": "tepat waktu",
    "late": "terlambat",
    "early": "lebih awal",
    "missed": "terlewat",
    "pending": "menunggu",
    "excused": "beralasan",
}

OUTCOME = {
    "answered": "dijawab",
    "excused": "beralasan",
    "open": "terbuka",
    "under_review": "sedang ditinjau",
    "awaiting_reason": "menunggu alasan",
    "missed": "terlewat",
    "not_counted": "tidak dihitung",
    "shared": "dibagikan",
    "late": "terlambat",
}

OUTCOME_OF_CALL = {
    "answered": "dijawab tepat waktu dengan cara yang diterima",
    "excused": "alasan mengenainya diterima",
    "open": "waktu untuk menjawab belum habis",
    "under_review": "alasan diajukan tepat waktu dan belum diputus",
    "awaiting_reason": "tidak dijawab; alasan masih dapat diajukan",
    "missed": "tidak dijawab tepat waktu dan tidak ada alasan yang diterima: terlewat dan terhitung",
    "not_counted": "tidak dihitung",
}

OUTCOME_OF_REQUEST = {
    "shared": "lokasi dibagikan tepat waktu",
    "open": "waktu untuk berbagi belum habis",
    "late": "lokasi dibagikan setelah tenggat",
    "missed": "lokasi tidak pernah dibagikan",
    "not_counted": "tidak dihitung",
}

WHY = {
    "repeated_id": "yang lebih dahulu dari pegawai ini memakai id yang sama",
    "no_policy": "tidak ada kebijakan berlaku yang mengaturnya pada hari ini",
    "conflict": "dua kebijakan setingkat mengaturnya berlainan",
    "off_duty": "hari ini bukan hari kerja wajib",
    "outside_hours": "tidak berada dalam jam kerja sampai tenggatnya",
    "break": "jatuh pada waktu istirahat",
    "caller": "yang melakukannya bukan atasan yang berwenang",
    "spacing": "terlalu dekat setelah yang sebelumnya",
}
"""Why a call or a location request is not counted."""

STATE = {
    "clear": "bersih",
    "counting": "terhitung",
    "alleged": "diduga",
    "in case": "dalam perkara",
    "sanctioned": "dijatuhi hukuman",
}

STATE_MEANING = {
    "clear": "tidak ada panggilan terlewat yang terhitung dan tidak ada dugaan",
    "counting": "ada panggilan terlewat terhitung, belum mencapai batas",
    "alleged": "batas tercapai: dugaan yang membuka pemeriksaan, bukan sanksi dengan sendirinya",
    "in case": "sebuah perkara disiplin menangani dugaan",
    "sanctioned": "sebuah hukuman berlaku dalam perkara disiplin atas dugaan",
}

INSIDE = {
    "yes": "di dalam tempat yang disepakati",
    "no": "di luar tempat yang disepakati",
    "indeterminate": "terlalu dekat batas untuk dipastikan",
}

LEVEL = {"light": "ringan", "moderate": "sedang", "severe": "berat"}

SANCTION = {
    "oral_reprimand": "teguran lisan",
    "written_reprimand": "teguran tertulis",
    "written_statement_of_dissatisfaction": "pernyataan tidak puas secara tertulis",
    "allowance_cut_25_percent_6_months": "pemotongan tunjangan kinerja sebesar 25% selama 6 bulan",
    "allowance_cut_25_percent_9_months": "pemotongan tunjangan kinerja sebesar 25% selama 9 bulan",
    "allowance_cut_25_percent_12_months": "pemotongan tunjangan kinerja sebesar 25% selama 12 bulan",
    "demotion_one_level_12_months": "penurunan jabatan setingkat lebih rendah selama 12 bulan",
    "removal_to_executor_12_months": "pembebasan dari jabatan menjadi pelaksana selama 12 bulan",
    "honourable_dismissal_not_at_own_request": "pemberhentian dengan hormat tidak atas permintaan sendiri",
    "dismissal_not_at_own_request_or_dishonourable": (
        "pemberhentian dengan hormat tidak atas permintaan sendiri atau tidak dengan hormat"
    ),
    "honourable_dismissal": "pemberhentian dengan hormat",
    "dismissal": "pemberhentian",
    "periodic_rise_delayed_1_year": "penundaan kenaikan gaji berkala selama 1 tahun",
    "promotion_delayed_1_year": "penundaan kenaikan pangkat selama 1 tahun",
    "rank_down_one_level_1_year": "penurunan pangkat setingkat lebih rendah selama 1 tahun",
    "rank_down_one_level_3_years": "penurunan pangkat setingkat lebih rendah selama 3 tahun",
    "removal_from_office": "pembebasan dari jabatan",
    "transfer_with_demotion": "pemindahan dalam rangka penurunan jabatan",
}

PARAMETER = {
    "arrangement": "pola kerja",
    "hours": "jam kerja",
    "breaks": "istirahat",
    "windows": "rentang waktu presensi",
    "shift_windows": "rentang waktu sif",
    "calls": "panggilan",
    "location": "lokasi",
    "absence": "ketidakhadiran",
    "office_cap": "batas di kantor",
    "coverage": "pos terisi",
}

MEANS = {"answered": "menjawab panggilan", "call_back": "menelepon balik", "message": "menjawab lewat pesan"}

PLACE = {"office": "di kantor", "remote": "di luar kantor", "unknown": "tempat tidak diketahui"}

HOLIDAY = {"holiday": "libur", "collective_leave": "cuti bersama"}

LETTER = {"travel": "dinas luar", "training": "pelatihan", "home": "kerja di rumah"}

PERIOD = {"day": "sehari", "month": "sebulan", "year": "setahun", "policy": "masa kebijakan"}

CALLERS = {"any": "dari siapa pun", "direct": "dari atasan langsung", "chain": "dari rantai atasan"}

EVENT = {
    "UnitDefined": "unit ditetapkan",
    "EmployeeAssigned": "penugasan",
    "EmploymentEnded": "akhir masa tugas",
    "PolicyEnacted": "kebijakan ditetapkan",
    "PolicyRevoked": "kebijakan dicabut",
    "DisciplineEnacted": "aturan disiplin ditetapkan",
    "HolidayDeclared": "hari libur",
    "PeriodDeclared": "periode",
    "LeaveGranted": "cuti diberikan",
    "LeaveCancelled": "cuti dibatalkan",
    "DutyLetterIssued": "surat tugas",
    "ShiftAssigned": "sif",
    "ShiftWithdrawn": "sif ditarik",
    "CheckedIn": "presensi",
    "LocationRequested": "permintaan lokasi",
    "LocationShared": "lokasi dibagikan",
    "CallPlaced": "panggilan",
    "CallAnswered": "jawaban panggilan",
    "ReasonSubmitted": "alasan diajukan",
    "ReasonDecided": "alasan diputus",
    "WorkReported": "laporan kerja",
    "EventVoided": "pembatalan",
}


def word(words: Mapping[str, str], code: str | None) -> str:
    """The word for a code; a dash for none, and the code itself, in words, where a policy made it up."""
    if code is None:
        return "-"
    return words.get(code) or code.replace("_", " ")


def capital(words: str) -> str:
    """The words as a sentence begins."""
    return f"{words[:1].upper()}{words[1:]}"


STEP = {
    "CaseOpened": "perkara dibuka",
    "BasisRenewed": "dasar diperbarui",
    "TeamFormed": "tim dibentuk",
    "SummonsIssued": "panggilan dibuat",
    "HearingHeld": "pemeriksaan dilaksanakan",
    "HearingFailed": "pemeriksaan tidak dihadiri",
    "RecordSigned": "berita acara ditandatangani",
    "TemporaryReliefOrdered": "dibebaskan sementara dari tugas jabatan",
    "CaseDecided": "keputusan",
    "DeliveryMissed": "penyampaian tidak dihadiri",
    "DecisionSent": "keputusan dikirim",
    "DecisionDelivered": "keputusan diterima",
    "DecisionInForce": "keputusan berlaku",
    "ObjectionFiled": "keberatan diajukan",
    "ObjectionDecided": "keberatan diputus",
    "AppealFiled": "banding diajukan",
    "AppealReplied": "banding ditanggapi",
    "AppealDecided": "banding diputus",
    "DecisionWithdrawn": "keputusan dicabut",
    "CaseClosed": "perkara ditutup",
    "CaseReopened": "perkara dibuka kembali",
}
"""The steps of a discipline case, in the words of ``cli.case_words``."""
