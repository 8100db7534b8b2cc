"""Errors and what to do about them."""

from __future__ import annotations

ERRORS = {
    "Error: {message}": "Galat: {message}",
    # Usage
    "see `{command} --help`": "lihat `{command} --help`",
    "there is no command {name}": "tidak ada perintah {name}",
    "did you mean `{command} {nearest}`?": "maksud Anda `{command} {nearest}`?",
    "the commands are {commands}": "perintah yang ada: {commands}",
    "there is no option {option}": "tidak ada opsi {option}",
    "did you mean {nearest}? See `{command} --help`": "maksud Anda {nearest}? Lihat `{command} --help`",
    "{argument} is missing": "{argument} belum diberikan",
    "{arguments}: more than `{command}` takes": "{arguments}: lebih dari yang diterima `{command}`",
    "option {option} is given without its value, or with one it does not take": (
        "opsi {option} diberikan tanpa nilainya, atau dengan nilai yang tidak diterimanya"
    ),
    "{option} must be one of {choices}": "{option} harus salah satu dari {choices}",
    "wrong usage: {message}": "pemakaian salah: {message}",
    "{value} is not a NIP": "{value} bukan NIP",
    "write its 18 digits (letters, dots and hyphens are taken too, at most 30 characters)": (
        "tulis ke-18 angkanya (huruf, titik, dan tanda hubung juga diterima, paling banyak 30 tanda)"
    ),
    "{option}: {value} is not a date": "{option}: {value} bukan tanggal",
    "write it as 2026-02-20": "tulis seperti 2026-02-20",
    "{option}: {value} is not an instant": "{option}: {value} bukan waktu",
    "{option}: {value} is neither a position nor an instant": "{option}: {value} bukan posisi dan bukan waktu",
    "write a position such as 179, or an instant such as 2026-02-20T17:00:00+08:00": (
        "tulis posisi seperti 179, atau waktu seperti 2026-02-20T17:00:00+08:00"
    ),
    "{option}: {value} is not UTF-8": "{option}: {value} bukan UTF-8",
    "write it in a terminal whose encoding is UTF-8": "tulis di terminal yang pengodeannya UTF-8",
    "standard input is closed": "masukan standar tertutup",
    "give a file, or a pipe": "berikan berkas, atau pipa",
    "standard output is closed: the answer cannot be written": (
        "keluaran standar tertutup: jawabannya tidak dapat ditulis"
    ),
    "send it to a file or a pipe, or to /dev/null if it is not wanted": (
        "arahkan ke berkas atau pipa, atau ke /dev/null bila tidak diperlukan"
    ),
    "write it as 2026-02-20T17:00:00+08:00": "tulis seperti 2026-02-20T17:00:00+08:00",
    "{option}: {value} does not say in which zone it is": "{option}: {value} tidak menyebut zonanya",
    "add the offset: {value}+07:00 for WIB, +08:00 for WITA, +09:00 for WIT": (
        "tambahkan selisih zona: {value}+07:00 untuk WIB, +08:00 untuk WITA, +09:00 untuk WIT"
    ),
    "{option}: {value} is outside the calendar": "{option}: {value} di luar kalender",
    "give a year between 0002 and 9998": "berikan tahun antara 0002 dan 9998",
    "--to {last} is before --from {first}": "--to {last} mendahului --from {first}",
    "give the earlier day to --from": "berikan hari yang lebih awal pada --from",
    "--explain and --against cannot be given together": "--explain dan --against tidak dapat diberikan bersama",
    "--against names the events that made the difference; explain each answer by itself": (
        "--against menyebut peristiwa yang membuat perbedaan; jelaskan setiap jawaban tersendiri"
    ),
    "--column, --zone and --device go with --csv": "--column, --zone, dan --device hanya bersama --csv",
    "add --csv, or leave them out": "tambahkan --csv, atau hilangkan opsi itu",
    "--column {column} is not of the form FIELD=NAME": "--column {column} tidak berbentuk ISIAN=NAMA",
    "write it as nip=PIN": "tulis seperti nip=PIN",
    "the ledger holds no policy {policy}": "buku besar tidak memuat kebijakan {policy}",
    "did you mean {nearest}?": "maksud Anda {nearest}?",
    "see `saksi policy list`": "lihat `saksi policy list`",
    "{file} tells of no employee to whom anything happens": "{file} tidak memuat pegawai yang mengalami sesuatu",
    "give a file of facts such as `saksi ingest` takes, or none": (
        "berikan berkas fakta seperti untuk `saksi ingest`, atau jangan berikan berkas"
    ),
    "{url} is not a PostgreSQL database": "{url} bukan basis data PostgreSQL",
    "name one with --db postgresql://USER@HOST/DATABASE": "sebut dengan --db postgresql://PENGGUNA@HOST/BASISDATA",
    # Files, the disk, and Saksi itself
    "there is no file {path}, and no pack of that name": "tidak ada berkas {path}, dan tidak ada paket bernama itu",
    "check its name and folder; `saksi policy packs` lists the packs": (
        "periksa nama dan foldernya; `saksi policy packs` menampilkan daftar paket"
    ),
    "there is no file {path}": "tidak ada berkas {path}",
    "there is no folder {path}": "tidak ada folder {path}",
    "make it first, or check its name": "buatlah dahulu, atau periksa namanya",
    "check its name and folder": "periksa nama dan foldernya",
    "{path} may not be read or written by you": "{path} tidak boleh Anda baca atau tulisi",
    "ask its owner, or name another file": "minta pemiliknya, atau sebut berkas lain",
    "{path} is a folder, not a file": "{path} adalah folder, bukan berkas",
    "name a file in it": "sebut berkas di dalamnya",
    "{path} could not be read or written: {reason}": "{path} tidak dapat dibaca atau ditulisi: {reason}",
    "the disk is full, or the file may not grow any more": (
        "ruang penyimpanan penuh, atau berkas tidak boleh membesar lagi"
    ),
    "free some space and run the same command again: what is recorded already counts as a duplicate": (
        "kosongkan ruang lalu jalankan perintah yang sama: yang sudah tercatat dihitung sebagai duplikat"
    ),
    "interrupted; nothing was left half done": "dihentikan; tidak ada yang tertinggal setengah jadi",
    "something went wrong inside Saksi: {kind}: {detail}": "ada kesalahan di dalam Saksi: {kind}: {detail}",
    "set SAKSI_DEBUG=1 to see where, and report it; what was recorded before is safe": (
        "setel SAKSI_DEBUG=1 untuk melihat tempatnya, dan laporkan; yang sudah tercatat tetap aman"
    ),
}
