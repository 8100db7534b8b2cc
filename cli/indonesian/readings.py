"""What the packs policies/discipline-*.yaml say in words: readings of law, before whom a remedy is, what follows."""

from __future__ import annotations

READINGS = {
    "BPASN": "BPASN",
    "a candidate with a moderate or severe sanction is dismissed as candidate": (
        "calon PNS yang dijatuhi hukuman sedang atau berat diberhentikan sebagai calon"
    ),
    "the superior of whoever decided, or the PPK": "atasan pejabat yang memutus, atau PPK",
    "14 days are working days and run from receipt; the press lets them run from the day of the decision": (
        "14 hari adalah hari kerja sejak keputusan diterima; pers menghitungnya dari tanggal keputusan"
    ),
    "a functional post that is appointed for it where the structural one does not exist": (
        "jabatan fungsional yang ditunjuk untuk itu, bila jabatan strukturalnya tidak ada"
    ),
    "acting officials impose light kinds only": ("pelaksana tugas dan pelaksana harian hanya menjatuhkan jenis ringan"),
    (
        "at least 7 clear working days lie between the letter and the hearing, as in the example of BKN; the "
        "words can be read as within 7 working days"
    ): (
        "sekurang-kurangnya 7 hari kerja penuh di antara surat dan pemeriksaan, seperti contoh BKN; bunyinya "
        "dapat dibaca sebagai dalam 7 hari kerja"
    ),
    "heavier than the last sanction for the same nature within what the ground allows": (
        "lebih berat dari hukuman terakhir yang bersifat sama, sejauh diperbolehkan dasar pelanggarannya"
    ),
    "the days run from receipt; the press lets them run from the day of the decision": (
        "hari dihitung sejak keputusan diterima; pers menghitungnya dari tanggal keputusan"
    ),
    "the definition does not exclude an oral reprimand": ("definisinya tidak mengecualikan teguran lisan"),
    "the law of the time of the act gives kinds and bands, the law of the day of each step gives the procedure": (
        "jenis dan jenjang menurut hukum pada waktu perbuatan, tata cara menurut hukum pada hari tiap langkah"
    ),
    "the number is sure; that the days are working days is how most sources read it": (
        "angkanya pasti; bahwa harinya hari kerja adalah bacaan kebanyakan sumber"
    ),
    (
        "they run from the copy of the appeal, taken to arrive on the day it is filed; without a reply BPASN "
        "decides on the evidence"
    ): (
        "dihitung sejak tembusan banding, yang dianggap tiba pada hari diajukan; tanpa tanggapan BPASN "
        "memutus berdasarkan bukti"
    ),
    "until a regulation on pay and allowances exists, the moderate kinds of PP 53/2010 are imposed": (
        "sampai ada peraturan tentang gaji dan tunjangan, dijatuhkan jenis sedang menurut PP 53/2010"
    ),
    "what silence means is not said": ("arti bila didiamkan tidak disebut"),
    "the article has the documents put into the system; that a copy is addressed so is inferred": (
        "pasalnya mengatur pengunggahan dokumen ke sistem; bahwa tembusan dialamatkan demikian hanyalah tafsiran"
    ),
    "which of the two is for whoever decides": ("yang mana dari keduanya ditentukan pejabat yang memutus"),
    "a record of non-attendance is written; that a sanction needs it is inferred": (
        "berita acara ketidakhadiran dibuat; bahwa hukuman memerlukannya hanyalah tafsiran"
    ),
    "compared by the class of post and not by rank; the rule itself is of confidence M": (
        "yang dibandingkan kelas jabatan dan bukan pangkat; aturannya sendiri berkeyakinan M"
    ),
}
