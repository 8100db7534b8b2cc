"""Keys, checkpoints, witnesses and time stamps: their commands, and what goes wrong with them."""

from __future__ import annotations

SIGNING = {
    # Keys
    "Make keys, show their public part, and change the keys of a ledger.": (
        "Buat kunci, tampilkan bagian publiknya, dan ganti kunci sebuah buku besar."
    ),
    "A private key is a file that only its owner may read. Keep a copy where the ledger's administrators have no "
    "access: without it, nobody can sign the ledger's next checkpoint under its name.": (
        "Kunci privat adalah berkas yang hanya boleh dibaca pemiliknya. Simpan salinannya di tempat yang tidak "
        "terjangkau pengelola buku besar: tanpa kunci itu, tidak seorang pun dapat menandatangani titik periksa "
        "berikutnya atas namanya."
    ),
    "Make a key, and print its public part.": "Buat kunci, dan cetak bagian publiknya.",
    "NAME is the name of the ledger, which stands in every checkpoint (its origin), or of the witness: like an "
    "address, without https://, of the agency that answers for it. All keys that a ledger ever has bear the same "
    "name.": (
        "NAME adalah nama buku besar, yang tertulis di setiap titik periksa (asalnya), atau nama saksi: seperti "
        "alamat, tanpa https://, dari instansi yang bertanggung jawab. Semua kunci yang pernah dimiliki sebuah buku "
        "besar memakai nama yang sama."
    ),
    "The new file for the private key; none is overwritten.": (
        "Berkas baru untuk kunci privat; tidak ada yang ditimpa."
    ),
    "Make the key of a witness, which cosigns the checkpoints of others.": (
        "Buat kunci saksi, yang turut menandatangani titik periksa pihak lain."
    ),
    "Print the public part of the key in a file: what others need to check its signatures.": (
        "Cetak bagian publik kunci dalam berkas: yang diperlukan orang lain untuk memeriksa tanda tangannya."
    ),
    "Let a new key sign the ledger's checkpoints beside the one that does.": (
        "Izinkan kunci baru menandatangani titik periksa di samping kunci yang sekarang."
    ),
    "The change is recorded in the ledger itself, with the word of the key that signs now. From then on give both to "
    "`saksi checkpoint` and `saksi follow`: a checkpoint that bears both signatures convinces who knows the old key as "
    "well as who knows the new one. A new key bears the name of the old one.": (
        "Perubahan itu dicatat di buku besar sendiri, dengan jaminan kunci yang sekarang menandatangani. Sejak itu "
        "beri keduanya kepada `saksi checkpoint` dan `saksi follow`: titik periksa dengan kedua tanda tangan "
        "meyakinkan siapa yang mengenal kunci lama maupun yang baru. Kunci baru memakai nama kunci lama."
    ),
    "A key of the ledger that signs now: it vouches for the other.": (
        "Kunci buku besar yang sekarang menandatangani: ia menjamin kunci yang lain."
    ),
    "The new key: its file, or its public text.": "Kunci baru: berkasnya, atau teks publiknya.",
    "Let a key sign no more of the ledger's checkpoints.": (
        "Hentikan sebuah kunci menandatangani titik periksa buku besar."
    ),
    "The change is recorded in the ledger itself, with the word of a key that goes on signing. What the old key signed "
    "before stays signed. A key that was lost, or may be in other hands, is retired by its public text.": (
        "Perubahan itu dicatat di buku besar sendiri, dengan jaminan kunci yang terus menandatangani. Yang sudah "
        "ditandatangani kunci lama tetap ditandatangani. Kunci yang hilang, atau mungkin jatuh ke tangan lain, "
        "dihentikan dengan teks publiknya."
    ),
    "A key of the ledger that goes on signing: it vouches for the change.": (
        "Kunci buku besar yang terus menandatangani: ia menjamin perubahan itu."
    ),
    "The key that signs no more: its file, or its public text.": (
        "Kunci yang tidak menandatangani lagi: berkasnya, atau teks publiknya."
    ),
    "List the keys that the ledger's log names, and from where to where in it they sign.": (
        "Daftar kunci yang disebut catatan buku besar, dan dari mana sampai mana mereka menandatangani."
    ),
    "Whoever checks the ledger compares the first with what its agency published; each later one has the word of one "
    "that signed then.": (
        "Pemeriksa buku besar membandingkan kunci pertama dengan yang diumumkan instansinya; setiap kunci sesudahnya "
        "dijamin kunci yang saat itu menandatangani."
    ),
    "added at": "masuk pada",
    "retired at": "berhenti pada",
    "key": "kunci",
    "{path} is the private key: keep a copy where it is safe. This is the public one:": (
        "{path} adalah kunci privat: simpan salinannya di tempat aman. Ini kunci publiknya:"
    ),
    "From position {position} on the key {key} signs too.": (
        "Sejak posisi {position} kunci {key} turut menandatangani."
    ),
    "From position {position} on the key {key} signs no more.": (
        "Sejak posisi {position} kunci {key} tidak menandatangani lagi."
    ),
    "there is a file {path} already, and a key takes no other's place": (
        "sudah ada berkas {path}, dan kunci tidak menggantikan berkas lain"
    ),
    "name another file; a ledger's key is changed with `saksi key add`": (
        "sebutkan berkas lain; kunci buku besar diganti dengan `saksi key add`"
    ),
    "the key file {path} may be read by others than its owner (mode {mode})": (
        "berkas kunci {path} boleh dibaca selain oleh pemiliknya (mode {mode})"
    ),
    "if nobody did, run `chmod 600` on it; if somebody may have, make a new key and retire this one": (
        "jika belum ada yang membacanya, jalankan `chmod 600`; jika mungkin ada, buat kunci baru dan hentikan yang ini"
    ),
    "the key in {path} is that of a ledger, which cannot cosign": (
        "kunci di {path} milik buku besar, yang tidak dapat menjadi saksi"
    ),
    "the key in {path} is that of a witness, which signs no ledger": (
        "kunci di {path} milik saksi, yang tidak menandatangani buku besar"
    ),
    "the key {key} is that of a witness, which signs no ledger": (
        "kunci {key} milik saksi, yang tidak menandatangani buku besar"
    ),
    "make a witness its key with `saksi key generate --witness`, and a ledger without": (
        "buat kunci saksi dengan `saksi key generate --witness`, dan kunci buku besar tanpanya"
    ),
    "what the log says at position {position} of the key {key} was not written by Saksi: {detail}": (
        "yang dikatakan catatan pada posisi {position} tentang kunci {key} tidak ditulis oleh Saksi: {detail}"
    ),
    "run `saksi verify`, and find out who wrote it; until then, sign nothing": (
        "jalankan `saksi verify`, dan cari tahu siapa penulisnya; sampai itu jelas, jangan menandatangani apa pun"
    ),
    "a key comes once and goes once, and the last one stays": (
        "sebuah kunci masuk sekali dan berhenti sekali, dan yang terakhir tetap tinggal"
    ),
    "all keys of a ledger have one name and sign alike": (
        "semua kunci sebuah buku besar memakai satu nama dan satu cara menandatangani"
    ),
    "no key that signed then vouches for it": "tidak ada kunci yang saat itu menandatangani yang menjaminnya",
    "the key {key} was retired: it signs no more": "kunci {key} sudah dihentikan: ia tidak menandatangani lagi",
    "the key {key} is not among the keys of this ledger, which are {active}": (
        "kunci {key} tidak termasuk kunci buku besar ini, yaitu {active}"
    ),
    "sign with one of those; the first comes in with the first checkpoint, each further one with `saksi key add`": (
        "tanda tangani dengan salah satunya; yang pertama masuk bersama titik periksa pertama, yang lain dengan "
        "`saksi key add`"
    ),
    "the new key is named {name}, but the keys of this ledger {origin}": (
        "kunci baru bernama {name}, tetapi kunci buku besar ini {origin}"
    ),
    "all keys of a ledger bear its name: generate the key again, as {origin}": (
        "semua kunci buku besar memakai namanya: buat lagi kuncinya, sebagai {origin}"
    ),
    "the key {key} is or was a key of this ledger": "kunci {key} sudah atau pernah menjadi kunci buku besar ini",
    "a key comes once: generate another": "sebuah kunci masuk sekali: buat kunci lain",
    "the key {key} cannot retire itself": "kunci {key} tidak dapat menghentikan dirinya sendiri",
    "let another key of the ledger do it; if there is none, add one first with `saksi key add`": (
        "biarkan kunci lain buku besar itu melakukannya; jika tidak ada, tambahkan dulu dengan `saksi key add`"
    ),
    # Checkpoints
    "Sign the ledger as it is, and ask witnesses to cosign it.": (
        "Tanda tangani buku besar apa adanya, dan minta saksi turut menandatanganinya."
    ),
    "It first proves that the ledger continues the last checkpoint, which it keeps in a file outside of the database. "
    "A ledger that is smaller or different stops it: keep the file safe, and read docs/checkpoints.md. If nothing was "
    "recorded since, there is no new checkpoint, but witnesses that did not cosign the last one are asked again. Exit "
    "status 1 if too few witnesses stand for it.": (
        "Mula-mula dibuktikan bahwa buku besar melanjutkan titik periksa terakhir, yang disimpan dalam berkas di luar "
        "basis data. Buku besar yang lebih kecil atau berbeda menghentikannya: simpan berkas itu baik-baik, dan baca "
        "docs/checkpoints.md. Jika tidak ada yang dicatat sejak itu, tidak ada titik periksa baru, tetapi saksi yang "
        "belum turut menandatangani yang terakhir ditanya lagi. Status keluar 1 jika terlalu sedikit saksi yang "
        "mendukungnya."
    ),
    "A key of the ledger, also several times; else SAKSI_KEY (files apart by colons).": (
        "Kunci buku besar, boleh beberapa kali; jika tidak, SAKSI_KEY (berkas dipisahkan titik dua)."
    ),
    "Where the last checkpoint is kept outside of the database; else beside the key, KEY.checkpoint.": (
        "Tempat titik periksa terakhir disimpan di luar basis data; jika tidak, di samping kunci, KEY.checkpoint."
    ),
    "The policy that says whom to ask for cosignatures, and how many are enough.": (
        "Kebijakan yang menyebut siapa yang diminta menjadi saksi, dan berapa yang cukup."
    ),
    "Ask this time-stamping authority (RFC 3161) too.": "Minta juga cap waktu dari otoritas ini (RFC 3161).",
    "The root certificates (PEM) that its reply must lead to.": ("Sertifikat akar (PEM) yang harus dituju jawabannya."),
    "List all checkpoints instead; no key is needed.": "Daftar semua titik periksa saja; kunci tidak diperlukan.",
    "Print the checkpoint of this size instead, as it is.": "Cetak titik periksa dengan ukuran ini saja, apa adanya.",
    "With --key, how often to sign what is new, and at the end; else once an hour.": (
        "Dengan --key, seberapa sering yang baru ditandatangani, dan pada akhirnya; jika tidak, sejam sekali."
    ),
    "With --key it signs checkpoints too, as `saksi checkpoint` does. A witness that does not answer is told once, and "
    "asked again with the next; a ledger that is smaller or different than what was signed, here or by what a witness "
    "saw, stops it with exit status 1.": (
        "Dengan --key ia juga menandatangani titik periksa, seperti `saksi checkpoint`. Saksi yang tidak menjawab "
        "diberitahukan sekali, dan ditanya lagi bersama titik periksa berikutnya; buku besar yang lebih kecil atau "
        "berbeda dari yang ditandatangani, di sini atau menurut penglihatan saksi, menghentikannya dengan status "
        "keluar 1."
    ),
    "--timestamp and --timestamp-roots belong together": "--timestamp dan --timestamp-roots harus bersama",
    "choose one of --list and --show": "pilih salah satu dari --list dan --show",
    "there is no key to sign with": "tidak ada kunci untuk menandatangani",
    "name its file with --key, or in SAKSI_KEY; `saksi key generate` makes one": (
        "sebutkan berkasnya dengan --key, atau dalam SAKSI_KEY; `saksi key generate` membuatnya"
    ),
    "there is no checkpoint of size {size}": "tidak ada titik periksa dengan ukuran {size}",
    "`saksi checkpoint --list` names the sizes of all": "`saksi checkpoint --list` menyebut semua ukurannya",
    "A new checkpoint of {size} events.": "Titik periksa baru dengan {size} peristiwa.",
    "Nothing was recorded since the checkpoint of {size} events.": (
        "Tidak ada yang dicatat sejak titik periksa dengan {size} peristiwa."
    ),
    "The last checkpoint is of {size} events.": "Titik periksa terakhir berisi {size} peristiwa.",
    "Ledger": "Buku besar",
    "Root": "Akar",
    "Cosigned by": "Disaksikan oleh",
    "Time stamp of": "Cap waktu dari",
    "size": "ukuran",
    "sealed": "disegel",
    "root and signatures": "akar dan tanda tangan",
    "the key {key} of this ledger did not sign: give it with --key too, or retire it": (
        "kunci {key} buku besar ini tidak menandatangani: beri juga dengan --key, atau hentikan"
    ),
    "too few witnesses stand for the checkpoint of size {size}: {n}; it is kept, and they are asked again": (
        "terlalu sedikit saksi mendukung titik periksa dengan ukuran {size}: {n}; ia disimpan, dan mereka ditanya lagi"
    ),
    "the ledger is shorter than what was signed: the last checkpoint ({where}) is of size {size} with root {root}, but "
    "the ledger ends at {last} with root {found}": (
        "buku besar lebih pendek daripada yang ditandatangani: titik periksa terakhir ({where}) berukuran {size} "
        "dengan akar {root}, tetapi buku besar berakhir di {last} dengan akar {found}"
    ),
    "the ledger is not the one that was signed: the last checkpoint ({where}) is of size {size} with root {root}, but "
    "the ledger, which ends at {last}, has root {found} at that size": (
        "buku besar bukan yang ditandatangani: titik periksa terakhir ({where}) berukuran {size} dengan akar {root}, "
        "tetapi buku besar, yang berakhir di {last}, memiliki akar {found} pada ukuran itu"
    ),
    "sign nothing and record nothing more; keep a copy of the ledger and of the file, and find out whether the ledger "
    "was restored from a backup, replaced, or changed: docs/checkpoints.md says how": (
        "jangan menandatangani dan mencatat apa pun lagi; simpan salinan buku besar dan berkas itu, dan cari tahu "
        "apakah buku besar dipulihkan dari cadangan, diganti, atau diubah: caranya ada di docs/checkpoints.md"
    ),
    "there is no file {path}, but this ledger was signed before: its database holds a checkpoint of size {size} with "
    "root {root}": (
        "tidak ada berkas {path}, tetapi buku besar ini pernah ditandatangani: basis datanya menyimpan titik periksa "
        "berukuran {size} dengan akar {root}"
    ),
    "name the file with --last, or put it back from its copy; without one, compare this checkpoint with one that a "
    "witness or another outsider holds, and only if it is theirs or continues it write it there (`saksi checkpoint "
    "--show {size}`)": (
        "sebutkan berkasnya dengan --last, atau kembalikan dari salinannya; tanpa salinan, bandingkan titik periksa "
        "ini dengan yang disimpan saksi atau pihak luar lain, dan hanya jika sama atau melanjutkannya, tulis di sana "
        "(`saksi checkpoint --show {size}`)"
    ),
    # Time stamps
    "time stamps need the library rfc3161-client, which is not installed": (
        "cap waktu memerlukan pustaka rfc3161-client, yang tidak terpasang"
    ),
    "install Saksi with its extra: pip install 'saksi[timestamp]'": (
        "instal Saksi beserta tambahannya: pip install 'saksi[timestamp]'"
    ),
    "the time-stamping authority at {url} does not answer: {kind}": (
        "otoritas cap waktu di {url} tidak menjawab: {kind}"
    ),
    "check its URL; the checkpoint is kept, and the same command asks again": (
        "periksa URL-nya; titik periksa disimpan, dan perintah yang sama bertanya lagi"
    ),
    "the time-stamping authority at {url} gave no time stamp that holds: {detail}": (
        "otoritas cap waktu di {url} tidak memberi cap waktu yang sah: {detail}"
    ),
    "compare its root certificate with the one given; the checkpoint is kept, and the same command asks again": (
        "bandingkan sertifikat akarnya dengan yang diberikan; titik periksa disimpan, dan perintah yang sama bertanya "
        "lagi"
    ),
    "what is given as root certificates holds none": "yang diberikan sebagai sertifikat akar tidak berisi sertifikat",
    "take the file in PEM (it begins with -----BEGIN CERTIFICATE-----) from the authority itself": (
        "ambil berkas PEM (diawali -----BEGIN CERTIFICATE-----) dari otoritas itu sendiri"
    ),
}
