"""The rules of discipline cases, their steps, and what is wrong with either."""

from __future__ import annotations

DISCIPLINE = {
    # A document of rules
    "'{kind}' stands in this list itself, so it cannot be a replacement": (
        "'{kind}' ada dalam daftar ini sendiri, jadi tidak dapat menjadi pengganti"
    ),
    "'{name}' stands before it too": "'{name}' sudah ada sebelumnya",
    "there is no kind '{kind}'; there are {kinds}": "tidak ada jenis '{kind}'; yang ada: {kinds}",
    "there is no kind of the level '{level}'": "tidak ada jenis hukuman dari tingkat '{level}'",
    "there is no level '{level}'; there are {levels}": "tidak ada tingkat '{level}'; yang ada: {levels}",
    "there is no post '{post}'; there are {posts}": "tidak ada jabatan '{post}'; yang ada: {posts}",
    "`acts_until` must not be before `acts_from`: {until} is before {first}": (
        "`acts_until` tidak boleh sebelum `acts_from`: {until} sebelum {first}"
    ),
    "`counts` stands beside `bands`, and only there": "`counts` berdampingan dengan `bands`, dan hanya di sana",
    "`to` must not be less than `from`: {last} is less than {first}": (
        "`to` tidak boleh kurang dari `from`: {last} kurang dari {first}"
    ),
    "a band must begin on the day after the one before it ends: {first} does not follow {last}": (
        "sebuah jenjang harus mulai sehari setelah jenjang sebelumnya berakhir: {first} tidak menyusul {last}"
    ),
    "a catalogue must begin on the day after the one before it ends: {first} does not follow {last}": (
        "sebuah katalog harus mulai sehari setelah katalog sebelumnya berakhir: {first} tidak menyusul {last}"
    ),
    "kinds stand from the lightest to the heaviest: {kind} is of a lighter level than before it": (
        "jenis hukuman berurut dari yang paling ringan ke yang paling berat: {kind} bertingkat lebih ringan dari "
        "sebelumnya"
    ),
    "the kinds of bands must grow heavier: {kind} is not heavier than {before}": (
        "jenis hukuman tiap jenjang harus makin berat: {kind} tidak lebih berat dari {before}"
    ),
    "the last band must have no end: leave out its `to`, {last}": (
        "jenjang terakhir tidak boleh berbatas: hilangkan `to`-nya, {last}"
    ),
    "there must be a limit `{limit}`": "harus ada batas waktu `{limit}`",
    "there must be a remedy with `ends_service: {value}`": (
        "harus ada upaya administratif dengan `ends_service: {value}`"
    ),
    "there must be either `level` or `bands`": "harus ada salah satu: `level` atau `bands`",
    "no discipline rules hold for {employment} of {unit} on {day}": (
        "tidak ada aturan disiplin yang berlaku bagi {employment} di {unit} pada {day}"
    ),
    "enact a pack such as policies/discipline-pp94-2021.yaml whose `employment` and `scope` include them": (
        "berlakukan paket seperti policies/discipline-pp94-2021.yaml yang `employment` dan `scope`-nya mencakup mereka"
    ),
    "two packs of discipline rules hold for {employment} of {unit} on {day}: {one} and {other}": (
        "dua paket aturan disiplin berlaku bagi {employment} di {unit} pada {day}: {one} dan {other}"
    ),
    "end one of them with `effective_until`; Saksi does not choose between equals": (
        "akhiri salah satunya dengan `effective_until`; Saksi tidak memilih di antara yang setara"
    ),
    # A step
    "the employee's number, `_`, and which of the employee's cases it is, such as 198603152010011004_1": (
        "nomor pegawai, `_`, dan perkara keberapa dari pegawai itu, misalnya 198603152010011004_1"
    ),
    "a SHA-256 as 64 lower-case hexadecimal digits": "sebuah SHA-256 sebagai 64 angka heksadesimal huruf kecil",
    "a media type as application/pdf": "sebuah jenis media seperti application/pdf",
    "the digest of a replay as sha256: and 64 digits": "sidik sebuah pemutaran ulang sebagai sha256: dan 64 angka",
    "there must be exactly one of `allegation`, `absence` and `report`": (
        "harus ada tepat satu dari `allegation`, `absence`, dan `report`"
    ),
    "a sanction has a `ground`, a `level` and a `kind`": "sebuah hukuman mempunyai `ground`, `level`, dan `kind`",
    "where there is no sanction there is no `level` and no `kind`": (
        "bila tidak ada hukuman, tidak ada `level` dan tidak ada `kind`"
    ),
    "another sanction than the decision's has a `level` and a `kind`": (
        "hukuman lain dari hukuman pada keputusan mempunyai `level` dan `kind`"
    ),
    "only another sanction than the decision's has a `level` and a `kind`": (
        "hanya hukuman lain dari hukuman pada keputusan yang mempunyai `level` dan `kind`"
    ),
    "whoever was examined has `signed` or `refused`": (
        "yang diperiksa telah `signed` (menandatangani) atau `refused` (menolak)"
    ),
    "in a record of non-attendance the examinee is `absent`": (
        "dalam berita acara ketidakhadiran, yang diperiksa `absent` (tidak hadir)"
    ),
}
