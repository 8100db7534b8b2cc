"""What is wrong with a policy document, and with the file that holds it."""

from __future__ import annotations

DOCUMENTS = {
    "the policy document does not validate: {problems}": "dokumen kebijakan tidak sah: {problems}",
    "run `saksi policy check` on it": "jalankan `saksi policy check` atasnya",
    "`{key}` is '{name}' but `document.{key}` is '{other}'": (
        "`{key}` adalah '{name}' tetapi `document.{key}` adalah '{other}'"
    ),
    "name the same in both": "sebut nama yang sama pada keduanya",
    "the key `{key}` is missing": "kunci `{key}` belum ada",
    "there is no key of this name; there are {fields}": "tidak ada kunci bernama ini; yang ada: {fields}",
    "there may be at most {most} values": "paling banyak boleh ada {most} nilai",
    "values may lie at most {most} deep": "nilai boleh bersarang paling dalam {most} tingkat",
    "`end` must be after `start`: {end} is not after {start}": (
        "`end` harus sesudah `start`: {end} tidak sesudah {start}"
    ),
    "`closes` must be after `opens`: {closes} is not after {opens}": (
        "`closes` harus sesudah `opens`: {closes} tidak sesudah {opens}"
    ),
    "`late_until` must be after `closes`: {late} is not after {closes}": (
        "`late_until` harus sesudah `closes`: {late} tidak sesudah {closes}"
    ),
    "`early_from` must be before `opens`: {early} is not before {opens}": (
        "`early_from` harus sebelum `opens`: {early} tidak sebelum {opens}"
    ),
    "`late` must be at least `in_after`: {late} is less than {after}": (
        "`late` paling sedikit sama dengan `in_after`: {late} kurang dari {after}"
    ),
    "`out_early` must be at least `out_before`: {early} is less than {before}": (
        "`out_early` paling sedikit sama dengan `out_before`: {early} kurang dari {before}"
    ),
    "there must be all or none of `consecutive_days`, `consecutive_level` and `consecutive_kind`": (
        "`consecutive_days`, `consecutive_level`, dan `consecutive_kind` harus ada semua atau tidak sama sekali"
    ),
    "the `days` of bands must rise: {days} is not more than {before}": (
        "`days` pada bands harus naik: {days} tidak lebih dari {before}"
    ),
    "`until` must not be before `from`: {until} is before {first}": (
        "`until` tidak boleh mendahului `from`: {until} mendahului {first}"
    ),
    "`effective_until` must not be before `effective_from`: {until} is before {first}": (
        "`effective_until` tidak boleh mendahului `effective_from`: {until} mendahului {first}"
    ),
    "there must be at least one parameter": "harus ada setidaknya satu parameter",
    "a rule whose `when` names `arrangement` must not set it": (
        "aturan yang `when`-nya menyebut `arrangement` tidak boleh menetapkannya"
    ),
    "every rule needs an `id` of its own: '{id}' stands before it too": (
        "setiap aturan memerlukan `id` tersendiri: '{id}' sudah ada sebelumnya"
    ),
    "every window needs a `name` of its own: '{name}' stands before it too": (
        "setiap rentang waktu memerlukan `name` tersendiri: '{name}' sudah ada sebelumnya"
    ),
    "window '{later}' must begin after '{earlier}' ends: {first} is not after {last}": (
        "rentang waktu '{later}' harus dimulai sesudah '{earlier}' berakhir: {first} tidak sesudah {last}"
    ),
    (
        "policy {policy} was enacted like this before, at position {position}, but from {day} on the text at "
        "position {later} stands"
    ): (
        "kebijakan {policy} sudah pernah ditetapkan persis begini, di posisi {position}, tetapi sejak {day} naskah di "
        "posisi {later} yang berlaku"
    ),
    "to bring this text back give it an effective_from of {day} or later; --id ID records it as it is": (
        "agar naskah ini berlaku lagi, beri effective_from {day} atau sesudahnya; --id ID mencatatnya apa adanya"
    ),
    # The file
    "correct these lines, then check it again": "perbaiki baris-baris ini, lalu periksa lagi",
    "a policy file is one YAML document; see the packs in policies/ for examples": (
        "berkas kebijakan adalah satu dokumen YAML; lihat contoh pada paket di policies/"
    ),
    "there is no such file": "tidak ada berkas seperti itu",
    "the file cannot be read: {detail}": "berkas tidak dapat dibaca: {detail}",
    "the file's name is not one: {detail}": "nama berkas tidak sah: {detail}",
    "the text is not UTF-8: byte {byte}; save the file as UTF-8": (
        "teks bukan UTF-8: bita {byte}; simpan berkas sebagai UTF-8"
    ),
    "the file is empty; there must be a policy document": "berkas kosong; harus ada dokumen kebijakan",
    "there must be keys such as `policy:` at the top; there is {found}": (
        "di bagian teratas harus ada kunci seperti `policy:`; yang ada {found}"
    ),
    "the document is nested too deep": "dokumen bersarang terlalu dalam",
    "the document has more than {most} values": "dokumen memuat lebih dari {most} nilai",
    "the character {character} may not stand in YAML; remove it": (
        "karakter {character} tidak boleh ada dalam YAML; hapus karakter itu"
    ),
    "the text is not YAML: {detail}": "teks bukan YAML: {detail}",
    "a second document begins here; put each policy into a file of its own": (
        "dokumen kedua dimulai di sini; tempatkan setiap kebijakan dalam berkas tersendiri"
    ),
    "a tab stands here; YAML is indented with spaces": "ada tab di sini; YAML dijorokkan dengan spasi",
    "`{directive}`: policy files are YAML 1.2; remove this line": (
        "`{directive}`: berkas kebijakan adalah YAML 1.2; hapus baris ini"
    ),
    "a key must be plain text": "kunci harus teks biasa",
    "the key `{key}` stands twice; it is already on line {line}": (
        "kunci `{key}` tertulis dua kali; sudah ada di baris {line}"
    ),
    "the tag `{tag}` is not known here; remove it": "tag `{tag}` tidak dikenal di sini; hapus tag itu",
    "an alias stands inside its own anchor": "alias berada di dalam jangkarnya sendiri",
    "`{value}` is no value": "`{value}` bukan nilai",
    "half of a character stands here; write the character itself": (
        "setengah karakter ada di sini; tulis karakternya utuh"
    ),
}
