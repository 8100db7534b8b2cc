"""What events say in one line."""

from __future__ import annotations

EVENTS = {
    "Position": "Posisi",
    "long texts end in … here; --format json has them whole": (
        "teks yang panjang di sini berakhir dengan …; --format json memuatnya utuh"
    ),
    "Occurred, recorded, source": "Terjadi, dicatat, sumber",
    " (voided)": " (dibatalkan)",
    "{n} streams up to position {position}: {root}": "{n} aliran sampai posisi {position}: {root}",
    "{unit}: {name}, from {day}": "{unit}: {name}, sejak {day}",
    "below {parent}": "di bawah {parent}",
    "at the root": "di puncak",
    "direct service": "pelayanan langsung",
    "no direct service": "bukan pelayanan langsung",
    "{name}, {employment}, {title} in {unit}, from {day}": "{name}, {employment}, {title} di {unit}, sejak {day}",
    "under {supervisor}": "di bawah {supervisor}",
    "serves no longer from {day}: {reason}": "tidak bertugas lagi sejak {day}: {reason}",
    "{policy}: {regulation}, for {scope}, from {day}": "{policy}: {regulation}, untuk {scope}, sejak {day}",
    "until {day}": "sampai {day}",
    "{policy} is revoked from {day}: {reason}": "{policy} dicabut sejak {day}: {reason}",
    "{day} for {scope}: {name} ({kind}, {regulation})": "{day} untuk {scope}: {name} ({kind}, {regulation})",
    "collective leave": "cuti bersama",
    "{period} for {scope}: {first} to {last} ({regulation})": (
        "{period} untuk {scope}: {first} sampai {last} ({regulation})"
    ),
    "leave {id} ({kind}): {first} to {last}, letter {letter}": (
        "cuti {id} ({kind}): {first} sampai {last}, surat {letter}"
    ),
    "leave {id} is cancelled from {day}": "cuti {id} dibatalkan sejak {day}",
    "letter {letter} ({kind}): {first} to {last}": "surat {letter} ({kind}): {first} sampai {last}",
    "travel": "dinas luar",
    "training": "pelatihan",
    "work at home": "kerja di rumah",
    "within {radius:g} m of {place}": "dalam {radius:g} m dari {place}",
    "shift {id}: {day} {start}-{end}, {post}": "sif {id}: {day} {start}-{end}, {post}",
    "shift {id} is withdrawn": "sif {id} ditarik",
    "at the office": "di kantor",
    "away from the office": "di luar kantor",
    "place unknown": "tempat tidak diketahui",
    "device {device}": "perangkat {device}",
    "location request {id} by {by}": "permintaan lokasi {id} oleh {by}",
    "location {place}": "lokasi {place}",
    "for request {id}": "untuk permintaan {id}",
    "call {id} by {by}, {channel}": "panggilan {id} oleh {by}, {channel}",
    "call {id}: {means}": "panggilan {id}: {means}",
    "answered the call": "menjawab panggilan",
    "called back": "menelepon balik",
    "answered by message": "menjawab lewat pesan",
    "reason {id} about {subject}: {text}": "alasan {id} tentang {subject}: {text}",
    "reason {id} is accepted by {by}": "alasan {id} diterima oleh {by}",
    "reason {id} is rejected by {by}": "alasan {id} ditolak oleh {by}",
    "work on {day}: {summary}": "kerja pada {day}: {summary}",
    "voids {target}: {reason} ({authority})": "membatalkan {target}: {reason} ({authority})",
    "call {id}": "panggilan {id}",
    "window {name}": "rentang waktu {name}",
}
