"""What ``--explain`` and ``--against`` say."""

from __future__ import annotations

EXPLANATIONS = {
    "Explanation": "Penjelasan",
    "#n is the position of a fact in the ledger, followed by its id.": (
        "#n adalah posisi suatu fakta dalam buku besar, diikuti id-nya."
    ),
    "Why each day is as it is": "Mengapa setiap hari demikian",
    "Why each call is as it is": "Mengapa setiap panggilan demikian",
    "Why each location request is as it is": "Mengapa setiap permintaan lokasi demikian",
    "What these rules say": "Isi aturan-aturan ini",
    "Facts that stand behind these days": "Fakta yang mendasari hari-hari ini",
    "Recorded in these days and used by nothing above": (
        "Tercatat pada hari-hari ini dan tidak dipakai oleh apa pun di atas"
    ),
    "Standing facts: {facts}": "Fakta tetap: {facts}",
    # Windows
    " at the office": " di kantor",
    ", late until {last}": ", terlambat sampai {last}",
    ", early from {first}": ", lebih awal sejak {first}",
    "checked in {at} ({event})": "presensi {at} ({event})",
    "no check-in counts": "tidak ada presensi yang berlaku",
    "open {opens} to {closes}{where}; checked in {at} ({event}): on time.": (
        "terbuka {opens} sampai {closes}{where}; presensi {at} ({event}): tepat waktu."
    ),
    "open {opens} to {closes}{where}{last}; checked in {at} ({event}): {late} min late.": (
        "terbuka {opens} sampai {closes}{where}{last}; presensi {at} ({event}): terlambat {late} mnt."
    ),
    "open {opens} to {closes}{where}{first}; checked in {at} ({event}): {early} min early.": (
        "terbuka {opens} sampai {closes}{where}{first}; presensi {at} ({event}): lebih awal {early} mnt."
    ),
    "open {opens} to {closes}{where}{first}{last}; no check-in counts: missed.": (
        "terbuka {opens} sampai {closes}{where}{first}{last}; tidak ada presensi yang berlaku: terlewat."
    ),
    "open {opens} to {closes}{where}{last}; no check-in yet: pending.": (
        "terbuka {opens} sampai {closes}{where}{last}; belum ada presensi: menunggu."
    ),
    "open {opens} to {closes}{where}; {came}: excused by an accepted reason.": (
        "terbuka {opens} sampai {closes}{where}; {came}: beralasan sah."
    ),
    # Calls and requests
    "Not counted: {why}.": "Tidak dihitung: {why}.",
    "Placed by {by}, {channel}.": "Dilakukan oleh {by}, {channel}.",
    "Asked by {by}.": "Diminta oleh {by}.",
    "{id} is the id of the one of {when} already ({fact}), {apart} before.": (
        "{id} sudah menjadi id dari yang {when} ({fact}), {apart} sebelumnya."
    ),
    "Placed {apart} after call {id} of {when} ({fact}); the rule asks for {spacing} or more.": (
        "Dilakukan {apart} setelah panggilan {id} pada {when} ({fact}); aturan meminta jarak {spacing} atau lebih."
    ),
    "{n} min": "{n} mnt",
    "{n} min {seconds:g} s": "{n} mnt {seconds:g} dtk",
    "{by} is the employee.": "{by} adalah pegawai itu sendiri.",
    "{by} is not a superior who may call: on this day there is none.": (
        "{by} bukan atasan yang boleh memanggil: pada hari ini tidak ada atasan."
    ),
    "{by} is not among those who may call on this day: {names}.": (
        "{by} bukan salah satu yang boleh memanggil pada hari ini: {names}."
    ),
    "To be answered by {when}, within {time}.": "Harus dijawab paling lambat {when} (dalam {time}).",
    "A reason could be submitted until {when}.": "Alasan dapat diajukan sampai {when}.",
    "{means} {when} ({id}), in time": "{means} {when} ({id}), tepat waktu",
    "{means} {when} ({id}), after the deadline": "{means} {when} ({id}), setelah tenggat",
    "{means} {when} ({id}), before the call": "{means} {when} ({id}), sebelum panggilan",
    "{means} {when} ({id}): not needed any more, or not by means that the rule accepts": (
        "{means} {when} ({id}): tidak diperlukan lagi, atau bukan dengan cara yang diterima aturan"
    ),
    "Settled {when}, when reason {id} was rejected by {by}.": "Tuntas {when}, saat alasan {id} ditolak oleh {by}.",
    "Settled {when}, when the time for reasons ran out.": "Tuntas {when}, saat waktu mengajukan alasan habis.",
    "Settled {when}, when the time to answer ran out.": "Tuntas {when}, saat waktu menjawab habis.",
    "Settled {when}.": "Tuntas {when}.",
    "To be shared by {when}.": "Harus dibagikan paling lambat {when}.",
    "Shared {when}.": "Dibagikan {when}.",
    "{distance:.1f} m from the place in the letter: {inside}.": "{distance:.1f} m dari tempat dalam surat: {inside}.",
    # Rules
    "By {policy}, recorded {when}{late}: {rules}.": "Menurut {policy}, dicatat {when}{late}: {rules}.",
    "{parameter} by rule {rule}": "{parameter} menurut aturan {rule}",
    ", retroactive: recorded after this day": ", berlaku surut: dicatat setelah hari ini",
    "letter {letter}": "surat {letter}",
    # A dispute
    "position {earlier} against position {later}": "posisi {earlier} berbanding posisi {later}",
    "The two answers do not differ.": "Kedua jawaban tidak berbeda.",
    "What differs": "Yang berbeda",
    "Known at {position}": "Diketahui pada {position}",
    "Events that made the difference": "Peristiwa yang membuat perbedaan",
    "Event": "Peristiwa",
    "What it changes": "Yang diubahnya",
    "occurred {when}": "terjadi {when}",
    "recorded {when}": "dicatat {when}",
    "No single event between the two positions explains: {items}": (
        "Tidak ada satu peristiwa di antara kedua posisi yang menjelaskan: {items}"
    ),
    "day {key}": "hari {key}",
    "window {key}": "rentang waktu {key}",
    "call {key}": "panggilan {key}",
    "strikes": "panggilan terlewat",
    "allegation": "dugaan",
    "location request {key}": "permintaan lokasi {key}",
    "absence {key}": "ketidakhadiran {key}",
    "{n} days absent": "{n} hari tidak hadir",
    "{n} minutes lost": "{n} menit hilang",
    "{n} days counted": "{n} hari terhitung",
    "longest run {n}": "terpanjang {n} hari",
    ", {n} min late": ", terlambat {n} mnt",
    ", {n} min early": ", lebih awal {n} mnt",
    ", retroactive": ", berlaku surut",
    "{parameter}: {policy}, {rule}, recorded {when}": "{parameter}: {policy}, {rule}, dicatat {when}",
}
