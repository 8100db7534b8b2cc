"""Why a line, a row or a policy document is refused, and numbers that cannot be a NIP: what intake and checking say."""

from __future__ import annotations

REFUSALS = {
    # What the codes of refused lines mean
    "not a JSON object": "bukan objek JSON",
    "unknown type of event": "jenis peristiwa tidak dikenal",
    "a field is missing": "ada isian yang kurang",
    "an unknown field": "isian tidak dikenal",
    "a wrong value": "nilai salah",
    "an instant without offset": "waktu tanpa selisih zona",
    "the id is taken by another event": "id sudah dipakai peristiwa lain",
    "the event to void does not exist": "peristiwa yang hendak dibatalkan tidak ada",
    "the policy document does not validate": "dokumen kebijakan tidak sah",
    # Lines
    "not one JSON object: {detail}": "bukan satu objek JSON: {detail}",
    "a fact is one JSON object, not {found}": "fakta adalah satu objek JSON, bukan {found}",
    "write one JSON object on each line": "tulis satu objek JSON pada setiap baris",
    "the line is longer than {most} MiB": "baris lebih panjang dari {most} MiB",
    "write one fact on each line": "tulis satu fakta pada setiap baris",
    "the line is nested too deep": "baris bersarang terlalu dalam",
    "the key `{key}` stands twice in one object": "kunci `{key}` tertulis dua kali dalam satu objek",
    "keep one of the two": "sisakan satu saja",
    "there is no type of event {found}": "tidak ada jenis peristiwa {found}",
    "the types are {types}": "jenis yang ada: {types}",
    "the field `{field}` is missing": "isian `{field}` belum ada",
    "add the field": "tambahkan isian itu",
    "there is no field `{field}`; there are {fields}": "tidak ada isian `{field}`; yang ada: {fields}",
    "remove the field or correct its name": "hapus isian itu atau perbaiki namanya",
    "give the instant its offset, such as +08:00": "beri waktu itu selisih zonanya, misalnya +08:00",
    "correct the value": "perbaiki nilainya",
    "the year must be from {first} to {last}": "tahunnya harus dari {first} sampai {last}",
    "`last` must not be before `first`: {last} is before {first}": (
        "`last` tidak boleh mendahului `first`: {last} mendahului {first}"
    ),
    "there must be either `call_id` or `date`": "harus ada salah satu dari `call_id` atau `date`",
    "there must be `date` beside `window`": "harus ada `date` di samping `window`",
    "the id '{id}' of this {type} is already used by the {other} at position {position}, whose content differs": (
        "id '{id}' dari {type} ini sudah dipakai oleh {other} di posisi {position}, yang isinya berbeda"
    ),
    "a new fact needs a new id; a wrong one is corrected by a void and a new event": (
        "fakta baru memerlukan id baru; fakta yang salah dibetulkan dengan pembatalan dan peristiwa baru"
    ),
    "the void '{id}' targets '{target}', which the ledger does not hold": (
        "pembatalan '{id}' menunjuk '{target}', yang tidak ada di buku besar"
    ),
    "record the event before its void, or correct `target`": (
        "catat peristiwanya sebelum pembatalannya, atau perbaiki `target`"
    ),
    # What belongs there, and what is there
    "{expected} - at `{path}`": "{expected} - pada `{path}`",
    "{place}: {expected} - at `{path}`": "{place}: {expected} - pada `{path}`",
    "must be {what}; it is {found}": "harus {what}; yang tertulis {found}",
    "{one} or {other}": "{one} atau {other}",
    "one of {choices}": "salah satu dari {choices}",
    "text": "teks",
    "a text of 1 to 10000 characters that says something": ("teks 1 sampai 10000 karakter yang berisi sesuatu"),
    "text of at most {most} characters": "teks paling banyak {most} karakter",
    "text of 1 to 30 letters, digits, dots and dashes": "teks 1 sampai 30 huruf, angka, titik, dan tanda hubung",
    "text of 1 to 200 characters on one line": "teks 1 sampai 200 karakter dalam satu baris",
    "true or false": "true atau false",
    "a whole number": "bilangan bulat",
    "a number": "bilangan",
    "a whole number from {least} to {most}": "bilangan bulat dari {least} sampai {most}",
    "a number from {least} to {most}": "bilangan dari {least} sampai {most}",
    "a date as 2026-02-13": "tanggal seperti 2026-02-13",
    "a time of day as 07:30": "jam seperti 07:30",
    "an instant as 2026-02-13T07:30:00+08:00": "waktu seperti 2026-02-13T07:30:00+08:00",
    "a list": "daftar",
    "an empty list": "daftar kosong",
    "a list with something in it": "daftar yang berisi",
    "a single value": "satu nilai saja",
    "an object with keys": "objek dengan kunci",
    "an object with {fields}": "objek dengan {fields}",
    # Tables of check-ins
    "the table is not UTF-8 text": "tabel bukan teks UTF-8",
    "export it as CSV in UTF-8": "ekspor sebagai CSV dalam UTF-8",
    "the table's header: {problem}": "kepala tabel: {problem}",
    "the table's header names no column for the nip or none for the time of the check-in: '{header}'": (
        "kepala tabel tidak menyebut kolom untuk nip atau untuk waktu presensi: '{header}'"
    ),
    "map them, such as nip=PIN and occurred_at=Waktu": "petakan, misalnya nip=PIN dan occurred_at=Waktu",
    "the table has no column '{column}' for {field}": "tabel tidak memiliki kolom '{column}' untuk {field}",
    "its columns are {columns}": "kolomnya: {columns}",
    "a check-in has no field '{field}'": "presensi tidak memiliki isian '{field}'",
    "the fields are {fields}": "isian yang ada: {fields}",
    "'{name}' is no time zone of Indonesia": "'{name}' bukan zona waktu Indonesia",
    "give one of {zones}": "berikan salah satu dari {zones}",
    "the row has no nip": "baris tidak memuat nip",
    "fill the column or leave the row out": "isi kolomnya atau hilangkan barisnya",
    "the row is not UTF-8": "baris bukan UTF-8",
    "export the table as UTF-8": "ekspor tabel sebagai UTF-8",
    "the row is no CSV: {detail}": "baris bukan CSV: {detail}",
    "close every quote on the line on which it opens": "tutup setiap tanda petik di baris tempat ia dibuka",
    "'{said}' is no date and time": "'{said}' bukan tanggal dan jam",
    "write 2026-02-20 07:12:09 or 20/02/2026 07.12": "tulis 2026-02-20 07:12:09 atau 20/02/2026 07.12",
    "there is no such day or time as '{said}'": "tidak ada hari atau jam '{said}'",
    "'{said}' has no offset": "'{said}' tanpa selisih zona",
    "give the zone of the file": "berikan zona berkas",
    "'{said}' is no number - at `$.{field}`": "'{said}' bukan bilangan - pada `$.{field}`",
    # Numbers that cannot be a NIP
    "line {line}: {nip} cannot be a NIP: {why}": "baris {line}: {nip} tidak mungkin NIP: {why}",
    "and {n} more like these": "dan {n} lagi seperti ini",
    "{digits} is no date of birth": "{digits} bukan tanggal lahir",
    "{digits} is no month of appointment": "{digits} bukan bulan pengangkatan",
    "it appoints in {appointed} somebody born on {birth}": "diangkat {appointed}, padahal lahir {birth}",
    "{digit} is neither 1 (male) nor 2 (female)": "{digit} bukan 1 (pria) ataupun 2 (wanita)",
    "serials begin at 001": "nomor urut dimulai dari 001",
}
