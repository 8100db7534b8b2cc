"""What the commands say of their work."""

from __future__ import annotations

COMMANDS = {
    "Note: {message}": "Catatan: {message}",
    # ingest
    (
        "Recorded {recorded}, duplicates {duplicates}, refused {rejected}; the ledger ends at position {last_position}."
    ): "Dicatat {recorded}, duplikat {duplicates}, ditolak {rejected}; buku besar berakhir di posisi {last_position}.",
    "{n} lines": "{n} baris",
    "  line {line}, {code} ({meaning}): {message}": "  baris {line}, {code} ({meaning}): {message}",
    "  and more": "  dan lainnya",
    "The refused lines are kept in {path}.": "Baris yang ditolak disimpan di {path}.",
    "before this, {recorded} events were recorded": "sebelum ini {recorded} peristiwa telah dicatat",
    "interrupted; what is counted here is recorded, run the same command again for the rest": (
        "dihentikan; yang terhitung di sini sudah dicatat, jalankan perintah yang sama lagi untuk sisanya"
    ),
    # replay and events
    "the ledger holds nothing about NIP {nip}; is it typed right?": (
        "buku besar tidak memuat apa pun tentang NIP {nip}; apakah sudah benar ditulis?"
    ),
    # policy
    "{file}: 1 problem.": "{file}: 1 masalah.",
    "{file}: {n} problems.": "{file}: {n} masalah.",
    "{file}: policy {policy} is valid.": "{file}: kebijakan {policy} sah.",
    "Policy {policy} is enacted at position {position}, as event {id}.": (
        "Kebijakan {policy} ditetapkan di posisi {position}, sebagai peristiwa {id}."
    ),
    ("Policy {policy} was enacted like this before, at position {position}, as event {id}; nothing was recorded."): (
        "Kebijakan {policy} sudah pernah ditetapkan persis begini, di posisi {position}, sebagai peristiwa {id}; "
        "tidak ada yang dicatat."
    ),
    # verify and schemas
    "Verifying": "Memverifikasi",
    "and {n} more": "dan {n} lagi",
    "{n} events verified: the ledger is sound.": "{n} peristiwa diverifikasi: buku besar utuh.",
    "{n} events looked at: the ledger does not verify.": "{n} peristiwa diperiksa: buku besar tidak terverifikasi.",
    "{n} checkpoints agree with them; signed by {keys}.": ("{n} titik periksa cocok dengannya; ditandatangani {keys}."),
    "{n} checkpoints were held to them, but not their signatures: give --key.": (
        "{n} titik periksa dicocokkan dengannya, tetapi tanda tangannya tidak: beri --key."
    ),
    "There is no checkpoint: who runs the ledger could have made it anew.": (
        "Tidak ada titik periksa: pengelola buku besar dapat saja membuatnya ulang."
    ),
    "{n} events had no leaf and have one now.": "{n} peristiwa belum memiliki daun dan kini memilikinya.",
    "Wrote {n} files to {folder}.": "{n} berkas ditulis ke {folder}.",
    # migrate and postgres
    "Copying": "Menyalin",
    "Copied {copied} events, {found} were there before; both ledgers end at position {last}.": (
        "{copied} peristiwa disalin, {found} sudah ada sebelumnya; kedua buku besar berakhir di posisi {last}."
    ),
    "Copied {copied} events, {found} were there before; the copy ends at position {last}.": (
        "{copied} peristiwa disalin, {found} sudah ada sebelumnya; salinan berakhir di posisi {last}."
    ),
    "They are the same: {digest}": "Keduanya sama: {digest}",
    "interrupted; run the same command again to go on": "dihentikan; jalankan perintah yang sama untuk melanjutkan",
    "The ledger {ledger} is laid out.": "Buku besar {ledger} telah disiapkan.",
    "{role} may add to it and read it.": "{role} boleh menambah dan membacanya.",
    "{role} may make its checkpoints, add to it and read it.": (
        "{role} boleh membuat titik periksanya, menambah, dan membacanya."
    ),
    "{role} may read it and keeps its read models.": "{role} boleh membacanya dan memelihara model bacanya.",
    "{role} may read it.": "{role} boleh membacanya.",
    "{role} is new and cannot log in yet: GRANT it to a user, or ALTER ROLE it.": (
        "{role} baru dan belum dapat masuk: berikan kepada pengguna dengan GRANT, atau ubah dengan ALTER ROLE."
    ),
    # demo
    "The first {n} facts of the story are recorded.": "{n} fakta pertama dari kisah dicatat.",
    "What the ledger says of this employee.": "Isi buku besar tentang pegawai ini.",
    "Why, for one day: the facts and the rules.": "Mengapa, untuk satu hari: fakta dan aturannya.",
    "Then a correction arrives. Nothing is changed; facts are added.": (
        "Lalu datang koreksi. Tidak ada yang diubah; fakta ditambahkan."
    ),
    "The same question again: what is known now.": "Pertanyaan yang sama lagi: apa yang diketahui sekarang.",
    "What was known before can be shown again, to the same digest.": (
        "Yang diketahui sebelumnya dapat ditampilkan lagi, dengan digest yang sama."
    ),
    "The dispute: what differs, and which events made the difference.": (
        "Sengketanya: apa yang berbeda, dan peristiwa mana yang membuatnya berbeda."
    ),
    "The whole ledger is checked.": "Seluruh buku besar diperiksa.",
}
