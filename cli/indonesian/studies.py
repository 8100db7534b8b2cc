"""The study of a document before it is enacted."""

from __future__ import annotations

STUDIES = {
    "Judge real history as if a policy file were enacted, and say what would change; record nothing.": (
        "Menilai riwayat nyata seolah-olah berkas kebijakan ditetapkan, dan menyebut apa yang berubah; tanpa mencatat."
    ),
    (
        "New conflicts come first, then the figures before and after: in total, for each unit, and for whom. "
        "The table shows the first employees, JSON and CSV all of them."
    ): (
        "Bentrokan baru disebut lebih dulu, lalu angka sebelum dan sesudah: seluruhnya, tiap unit, dan bagi siapa. "
        "Tabel menampilkan pegawai yang pertama; JSON dan CSV semuanya."
    ),
    "The first day of the history to judge again.": "Hari pertama riwayat yang dinilai ulang.",
    "The last day of the history to judge again.": "Hari terakhir riwayat yang dinilai ulang.",
    "Only this unit and what lies below it; else everybody.": "Hanya unit ini dan di bawahnya; jika tidak, semua.",
    "Employees": "Pegawai",
    # The document
    "A study: nothing was enacted, nothing was recorded": "Kajian: tidak ada yang ditetapkan, tidak ada yang dicatat",
    "Document": "Dokumen",
    "In force": "Berlaku",
    "from {first} to {last}": "sejak {first} sampai {last}",
    "Laid over": "Diterapkan pada",
    "{first} to {last}, {days} days": "{first} sampai {last}, {days} hari",
    "Among": "Lingkup kajian",
    "everybody": "semua pegawai",
    "position {position}": "posisi {position}",
    "Note: the ledger holds this very document already, at position {n}.": (
        "Catatan: dokumen yang sama persis sudah ada di buku besar, di posisi {n}."
    ),
    "Note: the ledger holds an earlier version of this policy, which this one amends.": (
        "Catatan: buku besar memuat versi terdahulu kebijakan ini, yang diubah oleh dokumen ini."
    ),
    "Note: on these days no unit is called {unit}; what is said of it holds for nobody.": (
        "Catatan: pada hari-hari ini tidak ada unit bernama {unit}; ketentuannya tidak mengenai siapa pun."
    ),
    "Note: the document is in force on none of these days.": (
        "Catatan: dokumen tidak berlaku pada satu pun dari hari-hari ini."
    ),
    "Note: {n} of the days were not over as of {when}; what was still open is pending on both sides.": (
        "Catatan: {n} hari belum selesai per {when}; yang masih terbuka dihitung menunggu di kedua sisi."
    ),
    # Conflicts
    "New conflicts": "Bentrokan baru",
    "None: the document contradicts no policy of its own rank.": (
        "Tidak ada: dokumen tidak bertentangan dengan kebijakan yang setingkat."
    ),
    "On {parameter}:": "Tentang {parameter}:",
    "rule {rule}": "aturan {rule}",
    "in {units}": "di {units}",
    "on {days}": "pada {days}",
    "for {n} employees": "bagi {n} pegawai",
    "{names} and {n} more": "{names} dan {n} lagi",
    "{n} days from {first} to {last}": "{n} hari dari {first} sampai {last}",
    # Figures
    "In total": "Seluruhnya",
    "Nobody served on these days in the units asked about.": (
        "Tidak ada yang bertugas pada hari-hari ini di unit yang ditanyakan."
    ),
    "Nothing changes for any of the {n} employees.": "Tidak ada yang berubah bagi {n} pegawai.",
    (
        "Something changes for {n} of {of} employees. Of {days} days they served, {changed} get another status and "
        "{moved} another arrangement."
    ): (
        "Ada yang berubah bagi {n} dari {of} pegawai. Dari {days} hari tugas mereka, {changed} berubah status dan "
        "{moved} berubah pola kerja."
    ),
    "What is counted": "Yang dihitung",
    "Today": "Kini",
    "With it": "Dengannya",
    "Change": "Selisih",
    "days {status}": "hari {status}",
    "minutes late": "menit terlambat",
    "minutes early": "menit pulang lebih awal",
    "presences missed": "presensi terlewat",
    "calls that count": "panggilan yang dihitung",
    "calls missed: strikes": "panggilan terlewat",
    "allegations": "dugaan pelanggaran",
    "sanctions that absence may lead to": "sanksi yang dapat timbul dari ketidakhadiran",
    "turns on which a post lacks somebody": "giliran dengan pos kekurangan petugas",
    "days with too many at the office": "hari dengan terlalu banyak pegawai di kantor",
    "Days with another status": "Hari yang berubah status",
    "Unit by unit": "Tiap unit",
    "Unit": "Satuan kerja",
    "Staff": "Pegawai",
    "Missed": "Terlewat",
    "Allegations": "Dugaan",
    "Sanctions": "Sanksi",
    "Gaps": "Pos kurang",
    "Over cap": "Lewat batas",
    "Staff: for whom anything changes, of how many. Days: with another status. Calls: missed.": (
        "Pegawai: yang terkena perubahan, dari berapa. Hari: yang berubah status. Panggilan: yang terlewat."
    ),
    "Units in which nothing changes: {n}": "Satuan kerja tanpa perubahan: {n}",
    "{unit}: turns on which {post} lacks somebody: {gaps}": "{unit}: giliran dengan {post} kekurangan petugas: {gaps}",
    # For whom
    "For whom": "Bagi siapa",
    "What changes": "Yang berubah",
    "and {n} more: --format csv or json names all of them": ("dan {n} lagi: --format csv atau json menyebut semuanya"),
    "days {after}, not {before}: {n}": "hari {after}, bukan {before}: {n}",
    "days under another arrangement: {n}": "hari dengan pola kerja lain: {n}",
    "minutes lost {pair}": "menit hilang {pair}",
    "presences missed {pair}": "presensi terlewat {pair}",
    "strikes {pair}": "panggilan terlewat {pair}",
    "a new allegation, on {calls}": "dugaan baru, atas {calls}",
    "no allegation any more on {calls}": "tidak lagi ada dugaan atas {calls}",
    "nothing": "tanpa sanksi",
    "absence in {year} may lead to {after} instead of {before}": (
        "ketidakhadiran {year} dapat berujung {after}, bukan {before}"
    ),
    "on {first}": "pada {first}",
    "between {first} and {last}": "antara {first} dan {last}",
}
