"""Policies, their rules and the values they set."""

from __future__ import annotations

POLICIES = {
    "Policies on {day}": "Kebijakan pada {day}",
    "Policy": "Kebijakan",
    "For": "Untuk",
    "Regulation": "Dasar hukum",
    "In force from": "Berlaku sejak",
    "Precedence": "Kedudukan",
    "Recorded": "Dicatat",
    "{scope} and everything below it": "{scope} dan semua di bawahnya",
    "further notice": "pemberitahuan lebih lanjut",
    "{state} on {day}": "{state} pada {day}",
    "Rules; the first that holds decides": "Aturan; yang pertama terpenuhi menentukan",
    "Revoked from {day}: {reason}. Recorded: {recorded}": "Dicabut sejak {day}: {reason}. Dicatat: {recorded}",
    "{when}, position {position}, as event {id}": "{when}, posisi {position}, sebagai peristiwa {id}",
    "in force": "berlaku",
    "not yet": "belum berlaku",
    "ended": "berakhir",
    "revoked": "dicabut",
    "replaced": "digantikan",
    "Pack": "Paket",
    "Nothing of this is in force in a ledger until it is enacted there.": (
        "Tidak ada yang berlaku dalam buku besar sebelum ditetapkan di sana."
    ),
    # Parameters
    "arrangement": "pola kerja",
    "hours": "jam kerja",
    "breaks": "istirahat",
    "windows": "rentang waktu presensi",
    "shift windows": "rentang waktu sif",
    "calls": "panggilan",
    "location": "lokasi",
    "absence": "ketidakhadiran",
    "office cap": "batas di kantor",
    "coverage": "pos terisi",
    # Conditions
    "always": "selalu",
    "on {values}": "pada {values}",
    "during {values}": "selama {values}",
    "on the dates {values}": "pada tanggal {values}",
    "from {values}": "sejak {values}",
    "until {values}": "sampai {values}",
    "for {values}": "untuk {values}",
    "for those who are {values}": "untuk yang berjabatan {values}",
    "in {values} and below": "di {values} dan di bawahnya",
    "where work is from: {values}": "bila pola kerja: {values}",
    # Values
    "none": "tidak ada",
    "none required": "tidak ada yang wajib",
    "late until {clock}": "terlambat sampai {clock}",
    "early from {clock}": "lebih awal sejak {clock}",
    (
        "in from {in_before} min before the start to {in_after} after, late until {late} after; "
        "out from {out_before} min before the end to {out_after} after, early from {out_early} before"
    ): (
        "masuk dari {in_before} mnt sebelum mulai sampai {in_after} sesudahnya, terlambat sampai {late} sesudahnya; "
        "pulang dari {out_before} mnt sebelum akhir sampai {out_after} sesudahnya, "
        "lebih awal sejak {out_early} sebelumnya"
    ),
    "answer within {time}": "jawab dalam {time}",
    "{n} strikes in {period}": "{n} panggilan terlewat dalam {period}",
    "a day": "sehari",
    "a month": "sebulan",
    "a year": "setahun",
    "the time of the policy": "masa kebijakan",
    "from anybody": "dari siapa pun",
    "from the direct superior": "dari atasan langsung",
    "from the chain of superiors": "dari rantai atasan",
    "with none answered between them": "tanpa satu pun dijawab di antaranya",
    "at least {time} apart": "berjarak paling sedikit {time}",
    "all within {time}": "semua dalam {time}",
    "first and last at least {time} apart": "pertama dan terakhir berjarak paling sedikit {time}",
    "a reason within {time} after that": "alasan dalam {time} sesudahnya",
    "by these means only: {means}": "hanya dengan cara: {means}",
    "share within {time}": "bagikan dalam {time}",
    "{n} lost minutes make a day": "{n} menit hilang menjadi satu hari",
    "a window missed on a partial day costs {n} minutes": (
        "rentang waktu terlewat pada hari sebagian dihitung {n} menit"
    ),
    "{share:g} % of the staff": "{share:g} % pegawai",
    "{post} at least {n}": "{post} paling sedikit {n}",
}
