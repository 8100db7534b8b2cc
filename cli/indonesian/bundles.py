"""Evidence bundles: their export, and their verification."""

from __future__ import annotations

BUNDLES = {
    # saksi evidence
    "Export bundles that prove a verdict by themselves, and verify them.": (
        "Ekspor berkas bukti yang membuktikan putusan dengan sendirinya, dan periksa."
    ),
    "A bundle is one ZIP: the answer, the facts it rests on as they stand in the log, and the proofs that none of them "
    "was changed and none left out. It is verified without the ledger, by anybody, years later.": (
        "Berkas bukti adalah satu ZIP: jawaban, fakta yang menjadi dasarnya sebagaimana tertulis di log, dan bukti "
        "bahwa tidak ada yang diubah atau dihilangkan. Pemeriksaannya tidak memerlukan buku besar, dapat dilakukan "
        "siapa pun, juga bertahun-tahun kemudian."
    ),
    "Export all that proves the answer about one employee or one case, as one ZIP.": (
        "Ekspor semua yang membuktikan jawaban tentang seorang pegawai atau satu perkara sebagai satu ZIP."
    ),
    "The answer is that of `saksi replay`, as known at a position up to the newest checkpoint; without --known-at, at "
    "its end. Give --since the size of a checkpoint that is printed on an earlier decision. The file can be read by "
    "its owner alone: it holds personal data.": (
        "Jawabannya sama dengan `saksi replay`, sebagaimana diketahui pada posisi sampai titik periksa terbaru; tanpa "
        "--known-at, pada akhirnya. Beri --since ukuran titik periksa yang tercetak pada keputusan terdahulu. "
        "Berkasnya hanya dapat dibaca pemiliknya: isinya data pribadi."
    ),
    "Prove that the log only grew since the checkpoint of this size; may be given several times.": (
        "Buktikan bahwa log hanya bertambah sejak titik periksa berukuran ini; boleh beberapa kali."
    ),
    "The ZIP to write.": "ZIP yang ditulis.",
    "Put the bundle in the place of a file that is there.": "Gantikan berkas yang sudah ada.",
    "name another file, or give --overwrite": "sebut berkas lain, atau beri --overwrite",
    "Wrote {path}: {bytes} bytes.": "{path} ditulis: {bytes} bita.",
    "{n} entries, proved at the checkpoint of {size}; known at position {position}; digest {digest}": (
        "{n} entri, dibuktikan pada titik periksa {size}; diketahui pada posisi {position}; sidik {digest}"
    ),
    "the ledger has no checkpoint, so nothing of it can be proved": (
        "buku besar ini tidak memiliki titik periksa, jadi tidak ada yang dapat dibuktikan"
    ),
    "make one with `saksi checkpoint`, and export again": "buat dengan `saksi checkpoint`, lalu ekspor lagi",
    "position {position} is beyond the newest checkpoint, which has {size} entries": (
        "posisi {position} melampaui titik periksa terbaru, yang memiliki {size} entri"
    ),
    "make a checkpoint with `saksi checkpoint`, or ask what was known at {size}": (
        "buat titik periksa dengan `saksi checkpoint`, atau tanyakan yang diketahui pada {size}"
    ),
    "there is no earlier checkpoint of {size} entries: the newest has {newest}": (
        "tidak ada titik periksa terdahulu dengan {size} entri: yang terbaru memiliki {newest}"
    ),
    "give the size that is printed on the earlier decision": "beri ukuran yang tercetak pada keputusan terdahulu",
    "the checkpoint of {size} entries does not end with a seal over the streams": (
        "titik periksa dengan {size} entri tidak berakhir dengan segel atas aliran"
    ),
    "make a new one with `saksi checkpoint`": "buat yang baru dengan `saksi checkpoint`",
    # saksi evidence verify
    "Verify a bundle: nothing in it was changed, and nothing of the history is left out.": (
        "Periksa berkas bukti: tidak ada isinya yang diubah, dan tidak ada riwayat yang dihilangkan."
    ),
    "Needs no ledger. Exit status 0: everything holds, with a key from outside; 1: something is false, and the first "
    "sentence names it; 2: nothing false was found, but nothing is proved, as with the key inside the bundle alone.": (
        "Tidak memerlukan buku besar. Status keluar 0: semuanya benar, dengan kunci dari luar; 1: ada yang tidak "
        "benar, disebut pada kalimat pertama; 2: tidak ditemukan yang salah, tetapi tidak terbukti, misalnya bila "
        "kuncinya hanya dari dalam berkas bukti."
    ),
    "A public key of the ledger, or a file with it, that came another way than the bundle.": (
        "Kunci publik buku besar, atau berkasnya, yang datang lewat jalan lain daripada berkas bukti."
    ),
    "The policy that says which witnesses must have cosigned (C2SP tlog-policy).": (
        "Aturan yang menyebut saksi mana yang harus ikut menandatangani (C2SP tlog-policy)."
    ),
    "Derive the answer again, from the facts in the bundle alone.": (
        "Turunkan kembali jawabannya, hanya dari fakta di dalam berkas bukti."
    ),
    "A checkpoint that somebody kept: a file, or its size and its root in one argument.": (
        "Titik periksa yang disimpan seseorang: berkas, atau ukuran dan akarnya dalam satu argumen."
    ),
    "PROVED: everything that was checked holds, with a key from outside the bundle.": (
        "TERBUKTI: semua yang diperiksa benar, dengan kunci dari luar berkas bukti."
    ),
    "FALSE: {problem}": "SALAH: {problem}",
    "NOT PROVED: {problem}": "TIDAK TERBUKTI: {problem}",
    "About NIP {nip}, as of {as_of}, as known at position {position} of {origin}.": (
        "Tentang NIP {nip}, keadaan per {as_of}, sebagaimana diketahui pada posisi {position} dari {origin}."
    ),
    "  checked: {what}": "  diperiksa: {what}",
    "  key: {key}, which you gave": "  kunci: {key}, yang Anda berikan",
    "  key: {key}, found inside the bundle: it proves nothing": (
        "  kunci: {key}, ditemukan di dalam berkas bukti: tidak membuktikan apa pun"
    ),
    "  not checked: {what}": "  tidak diperiksa: {what}",
    "'{text}' is no checkpoint": "'{text}' bukan titik periksa",
    "write its size and its root, as they stand in its second and third line": (
        "tulis ukuran dan akarnya, seperti pada baris kedua dan ketiganya"
    ),
    # What was checked
    "{count} files in the bag, each with its digest": "{count} berkas dalam kantong, masing-masing dengan sidiknya",
    "{count} signatures on the checkpoint of {origin} with {size} entries": (
        "{count} tanda tangan pada titik periksa {origin} dengan {size} entri"
    ),
    "{count} witnesses cosigned: {names}": "{count} saksi ikut menandatangani: {names}",
    "{count} entries, each proved to be in the log": "{count} entri, masing-masing dibuktikan ada di log",
    "{count} events with {schemas} schemas": "{count} peristiwa dengan {schemas} skema",
    "the seal over {count} streams": "segel atas {count} aliran",
    "{count} streams, complete to their last entry; {empty} of them empty": (
        "{count} aliran, lengkap sampai entri terakhirnya; {empty} di antaranya kosong"
    ),
    "{count} policies, all there are": "{count} kebijakan, semua yang ada",
    "{count} earlier checkpoints, {given} of which you gave": (
        "{count} titik periksa terdahulu, {given} di antaranya Anda berikan"
    ),
    "the digest of the answer, {digest}": "sidik jawaban, {digest}",
    "the answer follows from the {count} facts of the bundle": "jawaban mengikuti dari {count} fakta di berkas bukti",
    # What was not
    "whether the answer follows from these facts (--replay)": (
        "apakah jawaban mengikuti dari fakta-fakta ini (--replay)"
    ),
    "cosignatures of witnesses (--witnesses)": "tanda tangan saksi luar (--witnesses)",
    "whether the earlier checkpoints are those printed on decisions (--earlier)": (
        "apakah titik periksa terdahulu itu yang tercetak pada keputusan (--earlier)"
    ),
    "the reading copies: {files}": "salinan baca: {files}",
    "whether what was reported did happen, and whether the seal is right of the whole log": (
        "apakah yang dilaporkan memang terjadi, dan apakah segel benar untuk seluruh log"
    ),
    "a certified electronic signature (PP 71/2019): a signature here is none": (
        "tanda tangan elektronik tersertifikasi (PP 71/2019): tanda tangan di sini bukan itu"
    ),
    # Not proved
    "nothing false was found, but the only key is the one inside the bundle": (
        "tidak ditemukan yang salah, tetapi kuncinya hanya yang ada di dalam berkas bukti"
    ),
    "give the ledger's key with --key, as you had it by another way than the bundle": (
        "beri kunci buku besar dengan --key, yang Anda peroleh lewat jalan lain daripada berkas bukti"
    ),
    "there is no key, neither from outside nor inside the bundle": (
        "tidak ada kunci, baik dari luar maupun di dalam berkas bukti"
    ),
    "give the ledger's with --key": "beri kunci buku besar dengan --key",
    "there is not a single entry in the bundle": "tidak ada satu entri pun di dalam berkas bukti",
    "the bundle has no consistency proof from the checkpoint of {size} entries": (
        "berkas bukti tidak memuat bukti kesinambungan dari titik periksa dengan {size} entri"
    ),
    "have it exported with --since {size}": "minta diekspor dengan --since {size}",
    "the answer was made by engine {engine}, and this Saksi has engine {own}": (
        "jawaban dibuat oleh mesin {engine}, sedangkan Saksi ini memiliki mesin {own}"
    ),
    "verify it with a Saksi that has this engine": "periksa dengan Saksi yang memiliki mesin itu",
    "the file is no ZIP": "berkas itu bukan ZIP",
    "give the file that `saksi evidence export` made": "beri berkas yang dibuat `saksi evidence export`",
    "the bag is no evidence bundle: it has no data/bundle.json that says so": (
        "kantong itu bukan berkas bukti: tidak ada data/bundle.json yang menyatakannya"
    ),
    "the bundle has format {version}, and this Saksi reads formats up to {known}": (
        "berkas bukti berformat {version}, sedangkan Saksi ini membaca format sampai {known}"
    ),
    "verify it with the verify_evidence.py that lies in it, or with a newer Saksi": (
        "periksa dengan verify_evidence.py di dalamnya, atau dengan Saksi yang lebih baru"
    ),
    # False: the ZIP, the bag and its files
    "take the file as it was given out, byte by byte; it was changed, or packed anew by another program": (
        "pakai berkasnya sebagaimana diberikan, bita demi bita; berkas ini diubah, atau dikemas ulang oleh program lain"
    ),
    "the bundle was changed, or made by a program that is not Saksi: have the evidence exported again": (
        "berkas bukti diubah, atau dibuat program yang bukan Saksi: minta buktinya diekspor lagi"
    ),
    "have the evidence exported again, or ask who changed it": (
        "minta buktinya diekspor lagi, atau tanyakan siapa yang mengubahnya"
    ),
    "there is more than one folder in the ZIP: {names}": "ada lebih dari satu folder di dalam ZIP: {names}",
    "{path} is not that of this bag": "{path} bukan milik kantong ini",
    "{path} does not belong into the bag": "{path} tidak termasuk kantong ini",
    "{path} is missing from the bag": "{path} tidak ada di dalam kantong",
    "{path} does not have the digest that {manifest} gives it": "{path} tidak bersidik seperti tertulis di {manifest}",
    "the ZIP is not the one that its files make": "ZIP itu bukan yang dibuat dari berkas-berkasnya",
    "the files in the ZIP are larger than the ZIP": "berkas-berkas di dalam ZIP lebih besar daripada ZIP-nya",
    "the files in the ZIP are compressed or encrypted": "berkas-berkas di dalam ZIP dimampatkan atau disandikan",
    "the ZIP is damaged: {detail}": "ZIP itu rusak: {detail}",
    "a file stands twice in the ZIP": "sebuah berkas ada dua kali di dalam ZIP",
    "data/{path} is not written as such a file is": "data/{path} tidak ditulis sebagaimana mestinya",
    "the bag is called {name}, but its checkpoint and bundle.json make it {expected}": (
        "kantong itu bernama {name}, padahal menurut titik periksa dan bundle.json {expected}"
    ),
    "line {number} of data/{path} cannot be read: {detail}": "baris {number} data/{path} tidak dapat dibaca: {detail}",
    "data/{path} cannot be read: {detail}": "data/{path} tidak dapat dibaca: {detail}",
    "data/keys.txt has a line that is no key": "data/keys.txt memuat baris yang bukan kunci",
    "line {number} of data/entries.jsonl is no entry": "baris {number} data/entries.jsonl bukan entri",
    "this is no proof in the form tlog-proof": "ini bukan bukti berbentuk tlog-proof",
    # False: the checkpoint
    "bundle.json names {origin} with {size} entries, the checkpoint {other} with {other_size}": (
        "bundle.json menyebut {origin} dengan {size} entri, titik periksa {other} dengan {other_size}"
    ),
    "bundle.json names position {position}, beyond its checkpoint": (
        "bundle.json menyebut posisi {position}, melampaui titik periksanya"
    ),
    "the checkpoint of {origin} is signed by the key of {name}": (
        "titik periksa {origin} ditandatangani kunci milik {name}"
    ),
    "keys.txt names a witness that did not cosign the checkpoint": (
        "keys.txt menyebut saksi yang tidak ikut menandatangani titik periksa"
    ),
    "keys.txt does not name the keys that the ledger lists": (
        "keys.txt tidak menyebut kunci-kunci yang tercatat di buku besar"
    ),
    "the checkpoint is cosigned by {names} only, which is less than the policy of witnesses asks for": (
        "titik periksa hanya ikut ditandatangani {names}, kurang dari yang dituntut aturan saksi"
    ),
    "ask for a bundle whose checkpoint more witnesses cosigned": (
        "minta berkas bukti yang titik periksanya ikut ditandatangani lebih banyak saksi"
    ),
    # False: entries, events, streams
    "the proofs are not those of the entries: one is missing or too many": (
        "bukti-buktinya bukan milik entri-entri ini: ada yang hilang atau berlebih"
    ),
    "entry {position} lies beyond the checkpoint": "entri {position} melampaui titik periksa",
    "entry {position} is out of order or stands twice": "entri {position} tidak menurut urutan atau ada dua kali",
    "entry {position} was recorded before the one before it": "entri {position} tercatat sebelum yang mendahuluinya",
    "entry {position} is not proved to be in the log: {problem}": (
        "entri {position} tidak terbukti ada di log: {problem}"
    ),
    "the proof of entry {position} is of another index": "bukti entri {position} milik indeks lain",
    "the proof of entry {position} holds another checkpoint": "bukti entri {position} memuat titik periksa lain",
    "there are {events} events for {entries} entries": "ada {events} peristiwa untuk {entries} entri",
    "the event at position {position} is not the one whose digest stands in its entry": (
        "peristiwa pada posisi {position} bukan yang sidiknya tertulis di entrinya"
    ),
    "the schema of the event at position {position}, {name}, is missing": (
        "skema peristiwa pada posisi {position}, yaitu {name}, tidak ada"
    ),
    "the schema {name} is not the one that was published": "skema {name} bukan yang diterbitkan",
    "the schema {name} does not have its fingerprint": "skema {name} tidak bersidik seperti namanya",
    "the schema {name} is not used": "skema {name} tidak dipakai",
    "the last entry of the checkpoint, at position {position}, is no seal or is not in the bundle": (
        "entri terakhir titik periksa, pada posisi {position}, bukan segel atau tidak ada di berkas bukti"
    ),
    "the seal at position {position} reaches to {upto}, not to the one before it": (
        "segel pada posisi {position} mencakup sampai {upto}, bukan sampai yang tepat sebelumnya"
    ),
    "the stream {stream} is not proved to be complete": "aliran {stream} tidak dibuktikan lengkap",
    "version {version} of the stream {stream} is missing or stands twice (position {position})": (
        "versi {version} aliran {stream} hilang atau ada dua kali (posisi {position})"
    ),
    "the stream {stream} has {version} entries, but {count} of them are here": (
        "aliran {stream} memiliki {version} entri, tetapi {count} yang ada di sini"
    ),
    "the entries of the stream {stream} are not its sealed history": (
        "entri-entri aliran {stream} bukan riwayatnya yang disegel"
    ),
    "the stream {stream}, on which the answer can rest, is left out": (
        "aliran {stream}, yang dapat menentukan jawaban, tidak disertakan"
    ),
    "the stream {stream} has nothing to do with the answer": "aliran {stream} tidak berkaitan dengan jawaban",
    "the ledger has {expected} policies, but {count} are in the bundle": (
        "buku besar memiliki {expected} kebijakan, tetapi {count} yang ada di berkas bukti"
    ),
    # False: earlier checkpoints, and the answer
    "the earlier checkpoint of {size} entries has the root {root}, in the bundle it has {other}": (
        "titik periksa terdahulu dengan {size} entri berakar {root}, sedangkan di berkas bukti {other}"
    ),
    "the answer in replay.json has the digest {digest}, not {said}": (
        "jawaban di replay.json bersidik {digest}, bukan {said}"
    ),
    "bundle.json and replay.json name different questions or digests": (
        "bundle.json dan replay.json menyebut pertanyaan atau sidik yang berlainan"
    ),
    "the answer has days outside of those asked about": "jawaban memuat hari di luar yang ditanyakan",
    "the answer does not follow from the facts: {path} is {said} in replay.json, and {found} by the facts": (
        "jawaban tidak mengikuti dari fakta: {path} adalah {said} di replay.json, dan {found} menurut fakta"
    ),
    "the answer was changed, or made by another program: replay it from the ledger": (
        "jawaban diubah, atau dibuat program lain: replay lagi dari buku besar"
    ),
}
