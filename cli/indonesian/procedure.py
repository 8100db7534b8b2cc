"""What is said against a step of a discipline case: what the rules forbid, and what to look at."""

from __future__ import annotations

PROCEDURE = {
    "objection": "keberatan",
    "appeal": "banding",
    "a decision is taken back with `decision-withdrawn`": "sebuah keputusan dicabut dengan `decision-withdrawn`",
    "a remedy is not decided yet": "sebuah upaya administratif belum diputus",
    "a superior opens it": "atasanlah yang membukanya",
    "a superior or the team summons": "atasan atau tim yang memanggil",
    "a {level} sanction needs a team ({reference})": "hukuman {level} memerlukan tim pemeriksa ({reference})",
    "against {kind} there is no {asked} but an {right} before {before} ({reference})": (
        "terhadap {kind} tidak ada {asked}, melainkan {right} kepada {before} ({reference})"
    ),
    "an appeal is not decided; what comes into force is what it decides ({reference})": (
        "banding belum diputus; yang berlaku adalah putusannya ({reference})"
    ),
    "an objection is not decided yet": "keberatan belum diputus",
    "ask as of a later instant": "tanyakan per saat yang lebih kemudian",
    "by the count it came into force on {due}": "menurut hitungan, keputusan berlaku pada {due}",
    "by the count it comes into force on {due}": "menurut hitungan, keputusan akan berlaku pada {due}",
    "cases are numbered without a gap": "perkara diberi nomor tanpa sela",
    "check the NIP and the date": "periksa NIP dan tanggalnya",
    "choose a kind up to that one, or another ground": (
        "pilih jenis sampai dengan jenis itu, atau dasar pelanggaran lain"
    ),
    "choose another `kind` or `outcome`": "pilih `kind` atau `outcome` lain",
    "choose another ground": "pilih dasar pelanggaran lain",
    "close the case with `case-closed outcome=annulled`": "tutup perkara dengan `case-closed outcome=annulled`",
    "close the case with `case-closed`": "tutup perkara dengan `case-closed`",
    "close this case without a sanction": "tutup perkara ini tanpa hukuman",
    "each case is opened once": "tiap perkara dibuka satu kali",
    "enact rules whose catalogue holds on that day": "berlakukan aturan yang katalognya mencakup hari itu",
    "give a later day in `hearing_on`": "berikan hari yang lebih kemudian pada `hearing_on`",
    "give it again": "berikan sekali lagi",
    "give it again with another instant (--at), if it is to count": (
        "berikan lagi dengan waktu lain (--at), bila harus diperhitungkan"
    ),
    "give it again with another id (--id), if it is to count": (
        "berikan lagi dengan id lain (--id), bila harus diperhitungkan"
    ),
    "give the date of the step with `on`": "berikan tanggal langkah itu dengan `on`",
    "give the day of the hearing with `on`": "berikan hari pemeriksaan dengan `on`",
    "give the level that the rules give the kind": "berikan tingkat yang menurut aturan dimiliki jenis itu",
    "give the step an id of its own": "beri langkah itu id tersendiri",
    "go on with that one; if the count climbed, renew its basis": (
        "lanjutkan perkara itu; bila hitungannya naik, perbarui dasarnya"
    ),
    "name another member": "sebutkan anggota lain",
    "name who decides in `{field}`": "sebutkan siapa yang memutus pada `{field}`",
    "name who examined in `held_by`": "sebutkan siapa yang memeriksa pada `held_by`",
    "no discipline rules can be chosen: {nip} was never assigned anywhere": (
        "tidak ada aturan disiplin yang dapat dipilih: {nip} tidak pernah ditugaskan di mana pun"
    ),
    "no ground of {discipline} allows a sanction on what the case stands on yet": (
        "belum ada dasar pelanggaran pada {discipline} yang memungkinkan hukuman atas dasar perkara ini"
    ),
    "no hearing was missed that a record could be made of": (
        "tidak ada pemeriksaan yang tidak dihadiri untuk dibuatkan berita acara"
    ),
    "nobody is heard without a written summons ({reference})": (
        "tidak ada yang diperiksa tanpa panggilan tertulis ({reference})"
    ),
    "nobody is relieved of office before the examination begins": (
        "tidak ada yang dibebaskan sementara sebelum pemeriksaan dimulai"
    ),
    "nothing stands that the ground {ground} could rest on ({reference})": (
        "tidak ada lagi yang mendukung dasar pelanggaran {ground} ({reference})"
    ),
    "on {day} {kind} is imposed and no longer {other}": "pada {day} dijatuhkan {kind}, bukan lagi {other}",
    "on {day} {other} is imposed instead of {kind}": "pada {day} dijatuhkan {other} sebagai pengganti {kind}",
    "only {days} clear days lie between the letter and the hearing, not {asked}": (
        "hanya ada {days} hari penuh di antara surat dan pemeriksaan, bukan {asked}"
    ),
    "open a case of its own on it": "buka perkara tersendiri atasnya",
    "open it with `saksi case open`": "bukalah dengan `saksi case open`",
    "others went on with the cases of {nip} each time this step was decided": (
        "setiap kali langkah ini diputuskan, orang lain melanjutkan perkara {nip}"
    ),
    "record `appeal-decided` first": "catat `appeal-decided` dahulu",
    "record `appeal-filed` first": "catat `appeal-filed` dahulu",
    "record `case-decided` first": "catat `case-decided` dahulu",
    "record `decision-delivered`": "catat `decision-delivered`",
    "record `decision-sent` first, or `how=handed_over`": "catat `decision-sent` dahulu, atau `how=handed_over`",
    "record `hearing-failed summons=first`": "catat `hearing-failed summons=first`",
    "record `hearing-failed` first": "catat `hearing-failed` dahulu",
    "record `hearing-held` first": "catat `hearing-held` dahulu",
    "record `hearing-held` or `hearing-failed` first": "catat `hearing-held` atau `hearing-failed` dahulu",
    "record `summons-issued which=first`": "catat `summons-issued which=first`",
    "record `summons-issued` first": "catat `summons-issued` dahulu",
    "record `team-formed`": "catat `team-formed`",
    "record the assignment of the employee first": "catat dahulu penugasan pegawai itu",
    "record the decision on it first": "catat dahulu keputusan atasnya",
    "record the other one": "catat yang lain itu",
    "record what is missing before": "catat dahulu yang belum ada",
    "reopen it with `case-reopened`": "buka kembali dengan `case-reopened`",
    "reopen that case if it is to go on": "buka kembali perkara itu bila akan dilanjutkan",
    "see `authorities` in the rules for who may; a vacant office is named in `authority.in_place_of`": (
        "lihat `authorities` pada aturan untuk yang berwenang; jabatan lowong disebut pada `authority.in_place_of`"
    ),
    "see `saksi case deadlines {case} --explain` for the days": (
        "lihat hari-harinya dengan `saksi case deadlines {case} --explain`"
    ),
    "see `saksi case list` for all cases": "lihat semua perkara dengan `saksi case list`",
    "see `saksi case show {case}` for what changed; decide `no_sanction`, or renew the basis": (
        "lihat yang berubah dengan `saksi case show {case}`; putuskan `no_sanction`, atau perbarui dasarnya"
    ),
    "see `saksi replay {nip}`, and open it on what stands": "lihat `saksi replay {nip}`, dan bukalah atas yang berdiri",
    "see the catalogue of the rules": "lihat katalog aturan itu",
    "see the catalogue of the rules {discipline}": "lihat katalog aturan {discipline}",
    "summon and hear the examinee, or record the hearing that was missed": (
        "panggil dan periksa yang bersangkutan, atau catat pemeriksaan yang tidak dihadiri"
    ),
    "that the {which} hearing was missed is recorded": "ketidakhadiran pada pemeriksaan ({which}) sudah tercatat",
    "that {office} may impose this is not sure": "bahwa {office} berwenang menjatuhkannya tidak pasti",
    "the case {case} cannot be closed as {outcome}; as it stands it can be closed as {possible}": (
        "perkara {case} tidak dapat ditutup sebagai {outcome}; dalam keadaan ini dapat ditutup sebagai {possible}"
    ),
    "the decision in the case {case} is neither in force nor taken back": (
        "keputusan dalam perkara {case} belum berlaku dan tidak dicabut"
    ),
    "record `decision-in-force` first, or `decision-withdrawn`": (
        "catat dahulu `decision-in-force`, atau `decision-withdrawn`"
    ),
    "the rules {discipline} know no class of post {post}; there are {posts}": (
        "aturan {discipline} tidak mengenal golongan jabatan {post}; yang ada: {posts}"
    ),
    "name the class of post as the rules do": "sebutkan golongan jabatan seperti dalam aturan",
    "the basis is read as of {as_of}, after the step at {instant}": (
        "dasarnya dibaca per {as_of}, sesudah langkah pada {instant}"
    ),
    "read it as of the instant of the step, or before": "bacalah per waktu langkah itu, atau sebelumnya",
    "the case {case} had not been opened as of {instant}": "perkara {case} belum dibuka per {instant}",
    "the case {case} is closed": "perkara {case} sudah ditutup",
    "the case {case} is decided since {day}": "perkara {case} sudah diputus sejak {day}",
    "the case {case} is not closed": "perkara {case} tidak ditutup",
    "the case {case} is not decided": "perkara {case} belum diputus",
    "the case {case} is open already": "perkara {case} sudah dibuka",
    "the case {case} was not opened": "perkara {case} tidak dibuka",
    "the decision comes into force on {due}, not on {day} ({reference})": (
        "keputusan berlaku pada {due}, bukan pada {day} ({reference})"
    ),
    "the decision is in force since {day}": "keputusan berlaku sejak {day}",
    "the decision was annulled already": "keputusan sudah dibatalkan",
    "the decision was not received yet": "keputusan belum diterima",
    "the decision was not sent": "keputusan tidak dikirim",
    "the decision was received on {day}": "keputusan diterima pada {day}",
    "the examinee may still act until {due}": "yang bersangkutan masih dapat menempuh upaya sampai {due}",
    "the examinee was heard on {day}": "yang bersangkutan diperiksa pada {day}",
    "the ground {ground} does not rest on what this case stands on: {rests_on} ({reference})": (
        "dasar pelanggaran {ground} tidak bertumpu pada dasar perkara ini: {rests_on} ({reference})"
    ),
    "the hearing is on {hearing}; on {day} it cannot have been missed": (
        "pemeriksaan pada {hearing}; pada {day} belum mungkin tidak dihadiri"
    ),
    "the hearing is on {hearing}; {asked} days after the letter end on {last}": (
        "pemeriksaan pada {hearing}; {asked} hari setelah surat berakhir pada {last}"
    ),
    "{day} is after the step happened, at {instant}": "{day} sesudah langkah itu terjadi, yaitu {instant}",
    "the hearing on {hearing} is not after the letter of {day}": (
        "pemeriksaan pada {hearing} tidak setelah surat tanggal {day}"
    ),
    "the hearing was held on {day}, before the day of the summons, {hearing}": (
        "pemeriksaan dilaksanakan pada {day}, sebelum hari pada panggilan, {hearing}"
    ),
    "the holder of the office decides, or where it is vacant the next higher one": (
        "pejabat definitif yang memutus, atau bila lowong pejabat setingkat lebih tinggi"
    ),
    "the id {id} is used by another step, at position {position}": "id {id} dipakai langkah lain, di posisi {position}",
    "the new basis is about something else than the case {case}": (
        "dasar yang baru menyangkut hal lain daripada perkara {case}"
    ),
    "the next case of {nip} is {case}, not {given}": "perkara {nip} berikutnya adalah {case}, bukan {given}",
    "the reply to the appeal is recorded": "tanggapan atas banding sudah tercatat",
    "the rules {discipline} have no kinds for an act of {day}": (
        "aturan {discipline} tidak mempunyai jenis hukuman untuk perbuatan tanggal {day}"
    ),
    "the team has nobody for {roles}": "tim tidak mempunyai anggota untuk {roles}",
    "the {asked} was filed already": "{asked} sudah diajukan",
    "the {which} summons was issued already; there are at most {most} ({reference})": (
        "panggilan ({which}) sudah dibuat; paling banyak ada {most} ({reference})"
    ),
    "there is no appeal to reply to": "tidak ada banding untuk ditanggapi",
    "there is no case {case} at position {position}": "tidak ada perkara {case} pada posisi {position}",
    "there is no decision without a hearing or {most} missed summonses ({reference})": (
        "tidak ada keputusan tanpa pemeriksaan atau {most} panggilan yang tidak dihadiri ({reference})"
    ),
    "there is no ground {ground} for an act of {day}; there are {grounds}": (
        "tidak ada dasar pelanggaran {ground} untuk perbuatan tanggal {day}; yang ada: {grounds}"
    ),
    "the law of the time of the act has no {name}; it has {names}": (
        "hukum pada waktu perbuatan tidak mempunyai {name}; yang ada: {names}"
    ),
    "name one of them": "sebutkan salah satunya",
    "there is no kind {kind} for an act of {day}; there are {kinds}": (
        "tidak ada jenis {kind} untuk perbuatan tanggal {day}; yang ada: {kinds}"
    ),
    "there is no kind {kind} of the level {level}; there are {kinds}": (
        "tidak ada jenis {kind} dari tingkat {level}; yang ada: {kinds}"
    ),
    "there is no sanction that could come into force": "tidak ada hukuman yang dapat berlaku",
    "there is no sanction to go against": "tidak ada hukuman untuk dilawan",
    "there is no second summons before the first hearing was missed ({reference})": (
        "tidak ada panggilan kedua sebelum pemeriksaan pertama tidak dihadiri ({reference})"
    ),
    "there is no {asked} to decide": "tidak ada {asked} untuk diputus",
    "there was no examination to report on": "tidak ada pemeriksaan untuk dilaporkan",
    "there was no hearing to make a record of": "tidak ada pemeriksaan untuk dibuatkan berita acara",
    "there was no {which} summons to miss": "tidak ada panggilan ({which}) untuk tidak dihadiri",
    "this step was recorded at position {position} and voided": (
        "langkah ini tercatat di posisi {position} dan telah dibatalkan"
    ),
    "this was due by {due} and comes on {day}": "ini harus ada paling lambat {due} dan baru ada pada {day}",
    "void it if it was recorded wrongly": "batalkan bila tercatat keliru",
    "void it too, or record what is missing": "batalkan juga, atau catat yang belum ada",
    "what the case was to stand on does not stand any more": "yang akan menjadi dasar perkara tidak berdiri lagi",
    "what this step followed was voided": "yang mendahului langkah ini telah dibatalkan",
    "whether there is an {asked} against {kind} is not certain": "apakah ada {asked} terhadap {kind} tidak pasti",
    "who signs as {capacity} may not impose a {level} sanction ({reference})": (
        "yang menandatangani sebagai {capacity} tidak berwenang menjatuhkan hukuman {level} ({reference})"
    ),
    "{case} has dealt with this allegation: it was closed as {outcome}": (
        "{case} telah menangani dugaan ini: ditutup sebagai {outcome}"
    ),
    "{case} has punished this already with {kind}; one violation is punished once ({reference})": (
        "{case} sudah menghukumnya dengan {kind}; satu pelanggaran dihukum satu kali ({reference})"
    ),
    "{case} is open on the same already": "{case} sudah dibuka atas hal yang sama",
    "{case} was punished with {kind} for the same nature; this one is not heavier": (
        "{case} dihukum dengan {kind} untuk sifat yang sama; yang ini tidak lebih berat"
    ),
    "{day} is before the decision on the appeal of {decided}": (
        "{day} adalah sebelum keputusan banding tanggal {decided}"
    ),
    "{kind} does not make {before} what {outcome} says": (
        "{kind} tidak menjadikan {before} seperti yang dikatakan {outcome}"
    ),
    "{kind} is heavier than the ground {ground} allows: at most {most} ({reference})": (
        "{kind} lebih berat dari yang diperbolehkan dasar {ground}: paling berat {most} ({reference})"
    ),
    "{kind} is lighter than the kind that the band names: {most}": (
        "{kind} lebih ringan dari jenis yang disebut jenjangnya: {most}"
    ),
    "{kind} is of the level {right}, not {level} ({reference})": (
        "{kind} bertingkat {right}, bukan {level} ({reference})"
    ),
    "{nip} cannot decide about themself": "{nip} tidak dapat memutus perkara dirinya sendiri",
    "{nip} cannot examine themself": "{nip} tidak dapat memeriksa dirinya sendiri",
    "{nip} cannot open a case about themself": "{nip} tidak dapat membuka perkara atas dirinya sendiri",
    "{nip} cannot summon themself": "{nip} tidak dapat memanggil dirinya sendiri",
    "{nip} decided the case and decides the objection too": "{nip} memutus perkara ini dan memutus keberatannya juga",
    "{nip} was assigned nowhere on {day}": "{nip} tidak ditugaskan di mana pun pada {day}",
    ("{office} may impose this only on who stands {distance} levels of posts below; the distance is not said"): (
        "{office} hanya dapat menjatuhkannya kepada yang berada {distance} jenjang jabatan di bawahnya; "
        "jaraknya tidak disebut"
    ),
    "{office} may not impose a {level} sanction on {post} of a {institution} institution ({references})": (
        "{office} tidak berwenang menjatuhkan hukuman {level} kepada {post} pada instansi {institution} ({references})"
    ),
    "a {level} sanction needs a team that has somebody for {roles} ({reference})": (
        "hukuman {level} memerlukan tim pemeriksa yang mempunyai anggota untuk {roles} ({reference})"
    ),
    "correct `examinee.employment`, or enact rules for that employment": (
        "betulkan `examinee.employment`, atau berlakukan aturan untuk status kepegawaian itu"
    ),
    "for {employment} more follows: {follows}": "bagi {employment} ada akibat lain: {follows}",
    "give the instant of the step with `--at`, or leave it out and give its date with `--on`": (
        "berikan waktu langkah itu dengan `--at`, atau hilangkan dan berikan tanggalnya dengan `--on`"
    ),
    "name a member of the same or a higher post": "sebutkan anggota dengan jabatan yang sama atau lebih tinggi",
    "no {level} sanction can follow on what stands now ({reference})": (
        "tidak ada hukuman {level} yang dapat dijatuhkan atas yang kini berdiri ({reference})"
    ),
    "record `record-signed record={record}`; an examinee may refuse to sign": (
        "catat `record-signed record={record}`; yang diperiksa boleh menolak menandatangani"
    ),
    "record `team-formed` with all its members": "catat `team-formed` dengan semua anggotanya",
    "renew the basis if the count climbed, or let the examinee go on in office": (
        "perbarui dasarnya bila hitungannya naik, atau biarkan yang bersangkutan tetap bertugas"
    ),
    "the case is opened on {day}, before the act of {act}": (
        "perkara dibuka pada {day}, sebelum perbuatan tanggal {act}"
    ),
    "the days are not counted here: the report must prove the band of {kind}": (
        "hari-harinya tidak dihitung di sini: laporan itu yang harus membuktikan jenjang {kind}"
    ),
    "the rules {discipline} are not for {employment} but for {employments}": (
        "aturan {discipline} bukan untuk {employment}, melainkan untuk {employments}"
    ),
    "the team was formed on {day}, after the hearing of {held}": (
        "tim dibentuk pada {day}, setelah pemeriksaan tanggal {held}"
    ),
    "the {asked} was filed after {due}; filed late it is inadmissible, not {outcome}": (
        "{asked} diajukan setelah {due}; yang terlambat diajukan tidak dapat diterima, bukan {outcome}"
    ),
    "there is no record (BAP) of the examination or of non-attendance ({reference})": (
        "tidak ada berita acara (BAP) pemeriksaan atau ketidakhadiran ({reference})"
    ),
    "where an office is vacant the next higher one decides": (
        "bila sebuah jabatan lowong, yang memutus adalah pejabat setingkat lebih tinggi"
    ),
    "{day} is before {step} on {earlier}, which it follows": (
        "{day} mendahului {step} pada {earlier}, padahal harus sesudahnya"
    ),
    "{instant} is before {step} at {earlier}, which it follows": (
        "{instant} mendahului {step} pada saat {earlier}, padahal harus sesudahnya"
    ),
    "{nip} ({post}) stands lower than the examinee ({examinee}) ({reference})": (
        "{nip} ({post}) lebih rendah dari yang diperiksa ({examinee}) ({reference})"
    ),
    "{office} decides in place of the vacant {vacant}; check that no office between the two is filled": (
        "{office} memutus menggantikan {vacant} yang lowong; periksa bahwa tidak ada jabatan terisi di antara keduanya"
    ),
    "{office} does not stand above the vacant {vacant}, in whose place it would decide ({references})": (
        "{office} tidak berada di atas {vacant} yang lowong, yang akan digantikannya memutus ({references})"
    ),
}
