"""Witnesses: the commands of one, its answers, and the policies that name them."""

from __future__ import annotations

WITNESSES = {
    "Be a witness: cosign checkpoints of others' ledgers that continue the last one seen.": (
        "Jadilah saksi: turut tandatangani titik periksa buku besar lain yang melanjutkan yang terakhir terlihat."
    ),
    "A witness needs nothing of a ledger but its public key, and learns nothing of it but how many events it has. With "
    "its cosignature a checkpoint shows that everybody saw the same ledger, and at what time.": (
        "Saksi hanya memerlukan kunci publik sebuah buku besar, dan hanya mengetahui berapa banyak peristiwanya. "
        "Dengan tanda tangannya titik periksa menunjukkan bahwa semua orang melihat buku besar yang sama, dan kapan."
    ),
    "Make the record of a witness, which has cosigned nothing yet.": (
        "Buat catatan seorang saksi, yang belum menandatangani apa pun."
    ),
    "Once for each key. A witness whose record is lost would cosign two histories of a ledger: it must take a new key, "
    "under another name, and be named anew in the policies of the ledgers.": (
        "Sekali untuk setiap kunci. Saksi yang catatannya hilang dapat menandatangani dua riwayat sebuah buku besar: "
        "ia harus memakai kunci baru, dengan nama lain, dan disebut ulang dalam kebijakan buku besar."
    ),
    "Answer ledgers that ask for cosignatures, until told to end.": (
        "Jawab buku besar yang meminta tanda tangan saksi, sampai disuruh berhenti."
    ),
    "It speaks C2SP tlog-witness at /add-checkpoint, and remembers a checkpoint on the disk before it cosigns it. "
    "Every request is a line on standard error: time, HTTP status, ledger and size. 409 and 422 for a ledger whose "
    "operator did not just sign twice are what a witness is there for: tell others of it.": (
        "Ia memakai C2SP tlog-witness di /add-checkpoint, dan mengingat titik periksa di disk sebelum turut "
        "menandatanganinya. Setiap permintaan menjadi sebaris pada galat standar: waktu, status HTTP, buku besar, dan "
        "ukuran. 409 dan 422 untuk buku besar yang pengelolanya tidak sekadar menandatangani dua kali adalah alasan "
        "adanya saksi: beri tahu pihak lain."
    ),
    "The key of the witness (`saksi key generate --witness`).": "Kunci saksi (`saksi key generate --witness`).",
    "The file in which the witness remembers what it cosigned.": (
        "Berkas tempat saksi mengingat apa yang ditandatanganinya."
    ),
    "Whose checkpoints to cosign: a line `log KEY` for each key of each ledger, and `quorum none`.": (
        "Titik periksa siapa yang disaksikan: sebaris `log KEY` untuk setiap kunci setiap buku besar, dan "
        "`quorum none`."
    ),
    "Where to take connections; else at 127.0.0.1:8090. A proxy before it does TLS.": (
        "Tempat menerima sambungan; jika tidak, 127.0.0.1:8090. TLS ditangani proksi di depannya."
    ),
    "{record} is the record of the witness {key}.": "{record} adalah catatan saksi {key}.",
    "The witness {key} listens at {addresses}.": "Saksi {key} mendengarkan di {addresses}.",
    "there is a file {path} already": "sudah ada berkas {path}",
    "serve with it if it is this witness's record; else name another": (
        "layani dengan berkas itu jika ia catatan saksi ini; jika bukan, sebutkan berkas lain"
    ),
    "there is no record of a witness at {path}": "tidak ada catatan saksi di {path}",
    "make one with `saksi witness init`, for a new key only: a witness whose record is lost would cosign what "
    "contradicts what it cosigned before": (
        "buat dengan `saksi witness init`, hanya untuk kunci baru: saksi yang catatannya hilang dapat menandatangani "
        "yang bertentangan dengan yang ditandatanganinya dulu"
    ),
    "{path} is not the record of the witness {key}": "{path} bukan catatan saksi {key}",
    "name the file that `saksi witness init` made for this key": (
        "sebutkan berkas yang dibuat `saksi witness init` untuk kunci ini"
    ),
    "a witness needs the library waitress, which is not installed": (
        "saksi memerlukan pustaka waitress, yang tidak terpasang"
    ),
    "install Saksi with its extra: pip install 'saksi[witness]'": (
        "instal Saksi beserta tambahannya: pip install 'saksi[witness]'"
    ),
    "the witness cannot listen at {address}: {detail}": "saksi tidak dapat mendengarkan di {address}: {detail}",
    "write HOST:PORT, of this machine and free, such as 127.0.0.1:8090": (
        "tulis HOST:PORT, milik mesin ini dan bebas, misalnya 127.0.0.1:8090"
    ),
    # Asking them
    "the witness {name} at {url} does not answer: {kind}": "saksi {name} di {url} tidak menjawab: {kind}",
    "others ask it at the same time": "pihak lain bertanya pada saat yang sama",
    "nothing is lost: it is asked again with the next checkpoint; check that it runs, and its URL in the policy": (
        "tidak ada yang hilang: ia ditanya lagi bersama titik periksa berikutnya; periksa apakah ia berjalan, dan "
        "URL-nya dalam kebijakan"
    ),
    "the witness {name} cannot be asked at {url}": "saksi {name} tidak dapat ditanya di {url}",
    "give its submission prefix in the policy, such as https://witness.example.go.id": (
        "beri awalan alamatnya dalam kebijakan, misalnya https://witness.example.go.id"
    ),
    "the witness {name} refuses to cosign: {status}: {detail}": (
        "saksi {name} menolak turut menandatangani: {status}: {detail}"
    ),
    "give its operator the public key of this ledger (`saksi key show`), or correct its URL in the policy": (
        "beri pengelolanya kunci publik buku besar ini (`saksi key show`), atau perbaiki URL-nya dalam kebijakan"
    ),
    "the witness {name} does not sign with the key {key}": "saksi {name} tidak menandatangani dengan kunci {key}",
    "what the witness {name} answers is no cosignature of this checkpoint: {detail}": (
        "jawaban saksi {name} bukan tanda tangan atas titik periksa ini: {detail}"
    ),
    "compare its key in the policy with the one it publishes": (
        "bandingkan kuncinya dalam kebijakan dengan yang diumumkannya"
    ),
    "the witness {name} has cosigned a later checkpoint already, of size {seen}": (
        "saksi {name} sudah turut menandatangani titik periksa yang lebih baru, berukuran {seen}"
    ),
    "another process signs this ledger too; its checkpoint has what this one has": (
        "proses lain juga menandatangani buku besar ini; titik periksanya memuat yang dimuat titik ini"
    ),
    "the witness {name} has seen another history of this ledger: it cosigned one of size {seen}, which the checkpoint "
    "of size {size} with root {root} does not continue": (
        "saksi {name} pernah melihat riwayat lain buku besar ini: ia menandatangani yang berukuran {seen}, yang tidak "
        "dilanjutkan titik periksa berukuran {size} dengan akar {root}"
    ),
    "do not record anything more: ask the witness for its checkpoint, and find out whether the ledger was restored "
    "from a backup, or changed; docs/checkpoints.md says how": (
        "jangan mencatat apa pun lagi: minta titik periksa saksi itu, dan cari tahu apakah buku besar dipulihkan dari "
        "cadangan, atau diubah; caranya ada di docs/checkpoints.md"
    ),
    # Policies
    "{name} names no ledger": "{name} tidak menyebut buku besar",
    "add a line `log KEY` for each ledger to cosign": (
        "tambahkan baris `log KEY` untuk setiap buku besar yang disaksikan"
    ),
    "{name} does not say how many witnesses are enough": "{name} tidak menyebut berapa saksi yang cukup",
    "end it with `quorum` and the name of a witness or a group, or with `quorum none`": (
        "akhiri dengan `quorum` dan nama saksi atau kelompok, atau dengan `quorum none`"
    ),
    "{name}, line {line}: {problem}": "{name}, baris {line}: {problem}",
    "there is a control character in it": "ada karakter kendali di dalamnya",
    "end lines as Unix does, with LF alone": "akhiri baris seperti Unix, dengan LF saja",
    "'{line}' is no line of a policy": "'{line}' bukan baris kebijakan",
    "write `log KEY [URL]`, `witness NAME KEY [URL]`, `group NAME all|any|NUMBER MEMBER…` or `quorum NAME`": (
        "tulis `log KEY [URL]`, `witness NAME KEY [URL]`, `group NAME all|any|NUMBER MEMBER…` atau `quorum NAME`"
    ),
    "this key stands above already": "kunci ini sudah tertulis di atas",
    "keep one of the two lines": "simpan salah satu dari kedua baris",
    "'{threshold}' of {n} members cannot be": "'{threshold}' dari {n} anggota tidak mungkin",
    "write `all`, `any`, or a number from 1 to that of the members": (
        "tulis `all`, `any`, atau bilangan dari 1 sampai jumlah anggota"
    ),
    "'{name}' is a member already": "'{name}' sudah menjadi anggota",
    "each witness and each group stands in one group, once, so that nobody counts twice": (
        "setiap saksi dan setiap kelompok berada dalam satu kelompok, sekali, agar tidak ada yang dihitung dua kali"
    ),
    "there is a quorum already": "sudah ada kuorum",
    "the key is not UTF-8": "kuncinya bukan UTF-8",
    "the key of a ledger cannot cosign": "kunci buku besar tidak dapat menjadi saksi",
    "the key of a witness signs no log": "kunci saksi tidak menandatangani buku besar",
    "the name '{name}' is taken": "nama '{name}' sudah dipakai",
    "witnesses and groups have names of their own, and none is called none": (
        "saksi dan kelompok memiliki nama masing-masing, dan tidak ada yang bernama none"
    ),
    "no line above defines '{name}'": "tidak ada baris di atas yang mendefinisikan '{name}'",
    "define a witness or a group above the line that uses it": (
        "definisikan saksi atau kelompok di atas baris yang memakainya"
    ),
}
