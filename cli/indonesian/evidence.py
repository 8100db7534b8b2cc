"""What proves that nothing was changed and nothing left out: the trees, signed notes, checkpoints."""

from __future__ import annotations

EVIDENCE = {
    # Proofs
    "the inclusion proof is too long": "bukti keterikutan itu terlalu panjang",
    "the inclusion proof is too short": "bukti keterikutan itu terlalu pendek",
    "the consistency proof is too long": "bukti kesinambungan itu terlalu panjang",
    "the consistency proof is too short": "bukti kesinambungan itu terlalu pendek",
    "have it made again": "minta dibuatkan lagi",
    "have the evidence exported again": "minta buktinya diekspor lagi",
    "the entry at index {index} does not lead to the root of the tree of {size}": (
        "entri pada indeks {index} tidak menuju akar pohon dengan {size} entri"
    ),
    "the entry, its place or the proof was changed: have the evidence exported again, or ask who changed it": (
        "entri, tempatnya, atau buktinya telah diubah: minta buktinya diekspor lagi, "
        "atau tanyakan siapa yang mengubahnya"
    ),
    "a hash has {length} bytes instead of {expected}": "sebuah sidik memiliki {length} bita, bukan {expected}",
    "index {index} is not in a tree of {size}": "indeks {index} tidak ada di pohon dengan {size} entri",
    "a tree of {first} is not the beginning of one of {second}, or there is nothing to prove of it": (
        "pohon dengan {first} entri bukan awal dari pohon dengan {second} entri, atau tidak ada yang perlu dibuktikan"
    ),
    "compare an older checkpoint with a newer one": "bandingkan titik periksa yang lebih lama dengan yang lebih baru",
    "the tree of {first} is not the beginning of the tree of {second}": (
        "pohon dengan {first} entri bukan awal dari pohon dengan {second} entri"
    ),
    "somebody holds two histories of this ledger: keep both checkpoints, and ask who signed them": (
        "ada dua riwayat buku besar ini: simpan kedua titik periksa, dan tanyakan siapa yang menandatanganinya"
    ),
    "the tree of {size} has no full part {index} of level {level}": (
        "pohon dengan {size} entri tidak memiliki bagian penuh {index} pada tingkat {level}"
    ),
    "a tile of the tree has {length} bytes instead of {expected}": (
        "sebuah ubin pohon memiliki {length} bita, bukan {expected}"
    ),
    # Leaves and seals
    "{name} is a ledger of format {version}, which keeps nothing that proves its events": (
        "{name} adalah buku besar berformat {version}, yang tidak menyimpan apa pun untuk membuktikan peristiwanya"
    ),
    "bring it up with `saksi verify --repair-leaves`": "lengkapi dengan `saksi verify --repair-leaves`",
    "of {last} events in the ledger only {found} have a leaf": (
        "dari {last} peristiwa dalam buku besar hanya {found} yang memiliki daun"
    ),
    "run `saksi verify --repair-leaves`": "jalankan `saksi verify --repair-leaves`",
    "the ledger {name} is of an older format, and only its owner can change that": (
        "format buku besar {name} lebih lama, dan hanya pemiliknya yang dapat mengubahnya"
    ),
    "let the role that laid it out do the same": "mintalah peran yang menyiapkannya melakukan hal yang sama",
    "a checkpoint of {size} events was signed, so leaves that are missing were taken away": (
        "titik periksa dengan {size} peristiwa sudah ditandatangani, jadi daun yang tidak ada telah diambil orang"
    ),
    "restore a copy of the ledger; what was signed must not be made anew": (
        "pulihkan salinan buku besar; yang sudah ditandatangani tidak boleh dibuat ulang"
    ),
    "somebody has recorded an event with the id '{id}', which only the ledger may give": (
        "seseorang telah mencatat peristiwa dengan id '{id}', yang hanya boleh diberikan buku besar"
    ),
    "look at the event with that id; then do the same again": (
        "periksa peristiwa dengan id itu; lalu lakukan hal yang sama sekali lagi"
    ),
    "what the ledger keeps of its streams is of position {position}, not of the checkpoint at {size}": (
        "yang disimpan buku besar tentang alirannya adalah pada posisi {position}, bukan pada titik periksa {size}"
    ),
    "take the newest checkpoint, or make one with `saksi checkpoint`": (
        "pakai titik periksa terbaru, atau buat dengan `saksi checkpoint`"
    ),
    "between the positions {first} and {upto} there are {events} events and {entries} entries": (
        "antara posisi {first} dan {upto} ada {events} peristiwa dan {entries} entri"
    ),
    # Streams
    "{version} is no version of a stream": "{version} bukan versi sebuah aliran",
    "the way to the stream has {depth} steps": "jalan ke aliran itu memiliki {depth} langkah",
    "the proof is of another stream than '{stream}'": "bukti itu milik aliran lain, bukan '{stream}'",
    "what is said of the stream '{stream}' does not lead to the root of the tree of streams": (
        "yang dikatakan tentang aliran '{stream}' tidak menuju akar pohon aliran"
    ),
    "its head or the proof was changed: have the evidence exported again, or ask who changed it": (
        "ujungnya atau buktinya telah diubah: minta buktinya diekspor lagi, atau tanyakan siapa yang mengubahnya"
    ),
    # Notes and keys
    "this is no signed note: {detail}": "ini bukan nota bertanda tangan: {detail}",
    "take the file as it was given out, byte by byte": "pakai berkasnya sebagaimana diberikan, bita demi bita",
    "none of the keys {keys} signed this; it is signed by {names}": (
        "tidak satu pun dari kunci {keys} menandatangani ini; yang menandatangani: {names}"
    ),
    "ask its signer for the public key by another way than the note came": (
        "minta kunci publik kepada penanda tangannya lewat jalan lain daripada datangnya nota"
    ),
    "the signature of {key} is not of this text": "tanda tangan {key} bukan milik teks ini",
    "the text or the signature was changed": "teks atau tanda tangannya telah diubah",
    "the key of {name} does not have the hash {hash} that stands in it": (
        "kunci {name} tidak memiliki sidik {hash} yang tertulis di dalamnya"
    ),
    "copy the whole line again": "salin lagi seluruh barisnya",
    "'{name}' is no name for a key": "'{name}' bukan nama untuk kunci",
    "take a name like saksi.example.go.id, without spaces or +": (
        "pakai nama seperti saksi.example.go.id, tanpa spasi atau +"
    ),
    "this is no private key": "ini bukan kunci privat",
    "it begins with PRIVATE+KEY+; the public one cannot sign": (
        "kunci privat diawali PRIVATE+KEY+; kunci publik tidak dapat menandatangani"
    ),
    "the private key of {name} does not fit the hash in it": (
        "kunci privat {name} tidak cocok dengan sidik di dalamnya"
    ),
    "take the file as it was made": "pakai berkasnya sebagaimana dibuat",
    "this is no key; one is written NAME{form}": "ini bukan kunci; kunci ditulis NAMA{form}",
    "copy the whole line from whoever signs": "salin seluruh barisnya dari yang menandatangani",
    # Checkpoints
    "the note of '{origin}' is no checkpoint": "nota '{origin}' bukan titik periksa",
    "a checkpoint has three lines: the origin, the number of events and the root": (
        "titik periksa memiliki tiga baris: asal, jumlah peristiwa, dan akar"
    ),
    "the checkpoint is of '{origin}', but signed by the key of '{name}'": (
        "titik periksa itu milik '{origin}', tetapi ditandatangani kunci '{name}'"
    ),
    "use the key that belongs to this ledger": "pakai kunci milik buku besar ini",
}
