"""The commands of discipline cases: their help, their tables, and what is wrong with what was typed."""

from __future__ import annotations

CASES = {
    "  {step} of {day} ({id}) has lost what it followed: {problem}": (
        "  {step} tanggal {day} ({id}) kehilangan yang mendahuluinya: {problem}"
    ),
    "--as-of and --known-at belong to basis-renewed": "--as-of dan --known-at hanya untuk basis-renewed",
    "--json takes the whole step": "--json mengambil langkah seutuhnya",
    (
        "A case stands on an allegation, on absence or on a report, as seen at a position of the ledger; it "
        "says at once when a later fact changes that. Every step is held to the rules that are enacted "
        "(policies/discipline-*.yaml): what they forbid is refused with the paragraph, what can be read two "
        "ways is recorded with a note."
    ): (
        "Sebuah perkara berdiri atas dugaan, ketidakhadiran, atau laporan, sebagaimana terlihat pada sebuah "
        "posisi buku besar; bila fakta kemudian mengubahnya, perkara langsung menyatakannya. Setiap langkah "
        "diuji terhadap aturan yang diberlakukan (policies/discipline-*.yaml): yang dilarang ditolak dengan "
        "pasalnya, yang dapat dibaca dua cara dicatat dengan catatan."
    ),
    (
        "A document is given by its file, of which the SHA-256 and the media type are recorded: "
        "letter=letter.pdf letter.number=800.1.6.2/17. Lists are separated by commas; a member of a team is "
        "NIP:ROLE or NIP:ROLE:POST. Of basis-renewed only why=… is given: the basis is read from the ledger."
    ): (
        "Dokumen diberikan dengan berkasnya, yang SHA-256 dan jenis medianya dicatat: letter=letter.pdf "
        "letter.number=800.1.6.2/17. Daftar dipisahkan dengan koma; anggota tim ditulis NIP:PERAN atau "
        "NIP:PERAN:JABATAN. Untuk basis-renewed hanya diberikan why=…: dasarnya dibaca dari buku besar."
    ),
    "As of when the basis is read; else --at.": "Per kapan dasar dibaca; bila tidak, --at.",
    "Basis, as it is now": "Dasar, sebagaimana kini",
    "Basis, as it was seen": "Dasar, sebagaimana terlihat dahulu",
    "Case {case}: {step} was recorded already, at position {position}.": (
        "Perkara {case}: {step} sudah tercatat, di posisi {position}."
    ),
    "Case {case}: {step}, recorded at position {position}.": "Perkara {case}: {step}, tercatat di posisi {position}.",
    "Cases": "Perkara disiplin",
    "Check whether what cases stand on still stands; without a name, all of them.": (
        "Memeriksa apakah dasar perkara masih berdiri; tanpa nama, semua perkara."
    ),
    "Counted": "Hitungan",
    "Draft a letter of a case as PDF: summons, record, decision or receipt.": (
        "Membuat konsep surat perkara sebagai PDF: panggilan, berita acara, keputusan, atau tanda terima."
    ),
    (
        "Exit status 1 if what an open case or a sanction stands on has changed, or a step has lost what it followed. "
        "Nothing is rewritten: renew the basis, withdraw the decision, or go on with what stands."
    ): (
        "Status keluar 1 bila dasar sebuah perkara yang terbuka atau sebuah hukuman berubah, atau sebuah langkah "
        "kehilangan yang mendahuluinya. Tidak ada yang ditulis ulang: perbarui dasarnya, cabut "
        "keputusannya, atau lanjutkan "
        "dengan yang berdiri."
    ),
    (
        "Fields: on and place of every letter; issued_by, hearing_on, time, room and before of a summons; "
        "record, held_by and means of a record; ground, kind and authority (a NIP) of a decision; handed_by "
        "of a receipt."
    ): (
        "Isian: on dan place untuk semua surat; issued_by, hearing_on, time, room, dan before untuk "
        "panggilan; record, held_by, dan means untuk berita acara; ground, kind, dan authority (sebuah NIP) "
        "untuk keputusan; handed_by untuk tanda terima."
    ),
    "List all cases: on what each stands, how far it is, and whether its basis holds.": (
        "Mendaftar semua perkara: dasarnya, sejauh mana jalannya, dan apakah dasarnya masih berlaku."
    ),
    "List what is due and overdue, each with its rule and the counting of days.": (
        "Mendaftar yang jatuh tempo dan yang terlewat, masing-masing dengan aturan dan hitungan harinya."
    ),
    (
        "Marked as a draft on every page; its number, ranks and signatures are left blank. It is filled from "
        "the case, from who is who, from what the case stands on and from the rules with their paragraphs; on "
        "the foot stand the position and digest of the basis and the last signed checkpoint. What only its "
        "writer knows is given as field=value, else taken from the step if it is recorded, else left blank."
    ): (
        "Ditandai sebagai konsep pada setiap halaman; nomor, pangkat, dan tanda tangan dibiarkan kosong. "
        "Diisi dari perkara, dari data pegawai, dari dasar perkara, dan dari aturan dengan pasalnya; di kaki "
        "halaman tertera posisi dan digest dasar serta titik periksa terakhir yang ditandatangani. Yang hanya "
        "diketahui penulisnya diberikan sebagai isian=nilai, bila tidak diambil dari langkah yang tercatat, "
        "bila tidak dibiarkan kosong."
    ),
    "Of which kind the examinee's institution is.": "Jenis instansi yang diperiksa.",
    "On a report; its SHA-256 is recorded, the file stays where it is.": (
        "Atas laporan; SHA-256-nya dicatat, berkasnya tetap di tempatnya."
    ),
    "On the allegation that no case has dealt with yet.": "Atas dugaan yang belum ditangani perkara mana pun.",
    "On the days counted in this year.": "Atas hari-hari yang dihitung dalam tahun ini.",
    "Only cases opened in this unit or below it; else all.": (
        "Hanya perkara yang dibuka di unit ini atau di bawahnya; bila tidak, semua."
    ),
    "Only those at this stage; may be given several times.": (
        "Hanya yang pada tahap ini; boleh diberikan beberapa kali."
    ),
    "Only those that are not closed.": "Hanya yang belum ditutup.",
    "Open a case on an allegation, on absence, or on a report.": (
        "Membuka perkara atas dugaan, ketidakhadiran, atau laporan."
    ),
    "Open discipline cases, record their steps, and see what is due and what changed.": (
        "Membuka perkara disiplin, mencatat langkahnya, dan melihat yang jatuh tempo dan yang berubah."
    ),
    "Put the draft in the place of a file that is there.": "Menaruh konsep di tempat berkas yang sudah ada.",
    "Record a step of a case, if the rules allow it.": "Mencatat langkah sebuah perkara, bila aturan memperbolehkan.",
    "STEP is missing": "STEP belum diberikan",
    (
        "STEP is one of basis-renewed, team-formed, summons-issued, hearing-held, hearing-failed, "
        "record-signed, temporary-relief-ordered, case-decided, delivery-missed, decision-sent, "
        "decision-delivered, decision-in-force, objection-filed, objection-decided, appeal-filed, "
        "appeal-replied, appeal-decided, decision-withdrawn, case-closed and case-reopened. Its fields are "
        "those of docs/events.md: field=value, or field.below=value for a field of a field."
    ): (
        "STEP adalah salah satu dari basis-renewed, team-formed, summons-issued, hearing-held, "
        "hearing-failed, record-signed, temporary-relief-ordered, case-decided, delivery-missed, "
        "decision-sent, decision-delivered, decision-in-force, objection-filed, objection-decided, "
        "appeal-filed, appeal-replied, appeal-decided, decision-withdrawn, case-closed, dan case-reopened. "
        "Isiannya ada dalam docs/events.md: isian=nilai, atau isian.bawahan=nilai untuk isian di dalam isian."
    ),
    "Show a case: what it stands on then and now, its steps and documents, and what is due.": (
        "Menampilkan perkara: dasarnya dahulu dan kini, langkah beserta dokumennya, serta yang jatuh tempo."
    ),
    "Show the counting day by day, with the holidays that are left out.": (
        "Menampilkan hitungan hari demi hari, dengan hari libur yang dilewati."
    ),
    "Step": "Langkah",
    "Take the whole step from this JSON file, or -.": "Ambil langkah seutuhnya dari berkas JSON ini, atau -.",
    "The PDF to write.": "PDF yang ditulis.",
    (
        "The basis is shown as it was seen, and what of it reads otherwise now, with the facts behind that "
        "and the steps that it bears on. Each step is held again to the rules: what to look at is said beside "
        "it."
    ): (
        "Dasar ditampilkan sebagaimana terlihat dahulu, dan yang kini terbaca lain, dengan fakta di baliknya "
        "dan langkah yang terkena. Setiap langkah diuji lagi terhadap aturan: yang perlu diperhatikan "
        "tertulis di sampingnya."
    ),
    "The date that the law counts from; else the local date of --at.": (
        "Tanggal yang menjadi awal hitungan hukum; bila tidak, tanggal setempat --at."
    ),
    "The examinee's class of post, as the rules name it.": (
        "Golongan jabatan yang diperiksa, sebagaimana disebut aturan."
    ),
    "The id of the event; else one made of all that it says.": "Id peristiwa; bila tidak, dibuat dari seluruh isinya.",
    "The number of the report.": "Nomor laporan.",
    "Those that are done too, not only what is due, overdue or open.": (
        "Juga yang sudah dipenuhi, tidak hanya yang berjalan, terlewat, atau terbuka."
    ),
    "Time limits": "Batas waktu",
    "Until or on": "Sampai atau pada",
    "What": "Apa",
    (
        "What the case stands on is read from the ledger and kept in the case: the calls or days, the rules "
        "that decided, the position and the digest of the replay. There is no second open case on the same."
    ): (
        "Dasar perkara dibaca dari buku besar dan disimpan dalam perkara: panggilan atau hari-harinya, aturan "
        "yang menentukan, posisi, dan digest pemutaran ulang. Tidak ada perkara kedua yang terbuka atas hal "
        "yang sama."
    ),
    (
        "What the rules forbid is refused with the paragraph, exit status 1; what can be read two ways is "
        "recorded, with a note. The same step given again, with its --at, is recorded once."
    ): (
        "Yang dilarang aturan ditolak dengan pasalnya, status keluar 1; yang dapat dibaca dua cara dicatat, "
        "dengan catatan. Langkah yang sama bila diberikan lagi, dengan --at yang sama, tercatat satu kali."
    ),
    "When it happened (RFC 3339); else now.": "Kapan terjadi (RFC 3339); bila tidak, sekarang.",
    "When it was opened (RFC 3339); else now.": "Kapan dibuka (RFC 3339); bila tidak, sekarang.",
    "Which allegation, where there are several.": "Dugaan yang mana, bila ada beberapa.",
    "Who opens it.": "Siapa yang membukanya.",
    "Why not": "Mengapa tidak",
    "With --absence: on its longest run of days absent.": (
        "Dengan --absence: atas rangkaian hari tidak hadir yang terpanjang."
    ),
    "With --report: the date of the act, which chooses the law.": (
        "Dengan --report: tanggal perbuatan, yang menentukan hukumnya."
    ),
    "With basis-renewed: as of when it is read; else --at.": (
        "Dengan basis-renewed: per kapan dibaca; bila tidak, --at."
    ),
    (
        "Working days are those of the declared calendar: holidays and collective leave are left out, and a "
        "change of the calendar changes the count. The limits of the examinee (objection, appeal) are open or "
        "lapsed, never overdue."
    ): (
        "Hari kerja adalah menurut kalender yang dinyatakan: hari libur dan cuti bersama dilewati, dan "
        "perubahan kalender mengubah hitungan. Batas waktu milik yang diperiksa (keberatan, banding) terbuka "
        "atau gugur, tidak pernah terlewat."
    ),
    "Wrote the draft {path}: {bytes} bytes.": "Konsep {path} ditulis: {bytes} bita.",
    "a case stands on exactly one of --allegation, --absence and --report": (
        "sebuah perkara berdiri atas tepat satu dari --allegation, --absence, dan --report"
    ),
    "a report needs the date of the act": "laporan memerlukan tanggal perbuatan",
    "acting: {nip}": "pelaksana harian: {nip}",
    "aggravated": "diperberat",
    "appeal by the examinee": "banding oleh yang diperiksa",
    "basis-renewed has one field, why": "basis-renewed mempunyai satu isian, why",
    "by {by}: {why}": "oleh {by}: {why}",
    "changed": "diubah",
    "coming into force": "mulai berlaku",
    "confirmed": "dikuatkan",
    "decision on the appeal": "keputusan atas banding",
    "decision on the objection": "keputusan atas keberatan",
    "decree {decree}": "surat keputusan {decree}",
    "decree {decree}, by {by}": "surat keputusan {decree}, oleh {by}",
    "decree {decree}, by {by}: {why}": "surat keputusan {decree}, oleh {by}: {why}",
    "delivery of the decision": "penyampaian keputusan",
    "done": "dipenuhi",
    "done late": "dipenuhi terlambat",
    "due": "berjalan",
    "face to face": "tatap muka",
    "first summons": "panggilan pertama",
    "give both, or neither": "berikan keduanya, atau tidak keduanya",
    "give it with --act-on 2026-03-02": "berikan dengan --act-on 2026-03-02",
    "give one of the three": "berikan salah satu dari ketiganya",
    "handed over": "diserahkan",
    "has lost what it followed: {problem}": "kehilangan yang mendahuluinya: {problem}",
    "inadmissible": "tidak dapat diterima",
    "it has changed": "telah berubah",
    "known at position {position}": "diketahui pada posisi {position}",
    "lapsed": "gugur",
    "leave out STEP and its fields, or --json": "hilangkan STEP dan isiannya, atau --json",
    "leave them out": "hilangkan",
    "lightened": "diperingan",
    "name that case": "sebutkan perkara itu",
    "no sanction; {by}": "tanpa hukuman; {by}",
    "not a day of the working week": "bukan hari dalam pekan kerja",
    "objection by the examinee": "keberatan oleh yang diperiksa",
    "on calls {calls}; {seen}": "atas panggilan {calls}; {seen}",
    "on the report {document}; {seen}": "atas laporan {document}; {seen}",
    "on {n} consecutive days absent; {seen}": "atas {n} hari tidak hadir berturut-turut; {seen}",
    "on {n} days counted in {year}; {seen}": "atas {n} hari terhitung tahun {year}; {seen}",
    "other member": "anggota lain",
    "overdue": "terlewat batas waktu",
    "personnel": "kepegawaian",
    "reading: {reading}": "bacaan: {reading}",
    "record of non-attendance": "berita acara ketidakhadiran",
    "record of the examination (BAP)": "berita acara pemeriksaan (BAP)",
    "reply to the appeal": "tanggapan atas banding",
    "report of the examiners (LHP)": "laporan hasil pemeriksaan (LHP)",
    "second summons": "panggilan kedua",
    "see `saksi case letter --help`; dates are written as 2026-03-12": (
        "lihat `saksi case letter --help`; tanggal ditulis seperti 2026-03-12"
    ),
    "see `saksi case step --help` for how fields are written": (
        "lihat cara menulis isian dengan `saksi case step --help`"
    ),
    "sending of the decision": "pengiriman keputusan",
    "sent": "dikirim",
    "superior": "atasan",
    "supervision": "pengawasan",
    "the day it begins is not counted": "hari permulaan tidak dihitung",
    "the examinee did not come to the {which}": "yang diperiksa tidak memenuhi {which}",
    "the examinee refused to sign": "yang diperiksa menolak menandatangani",
    "the examinee signed": "yang diperiksa menandatangani",
    "the examinee was absent": "yang diperiksa tidak hadir",
    "the steps are {steps}": "langkah-langkahnya {steps}",
    "there is no field {field}; there are {fields}": "tidak ada isian {field}; yang ada: {fields}",
    "there is no step {step}": "tidak ada langkah {step}",
    "this cannot be put into the letter: {problem}": "ini tidak dapat dimasukkan ke dalam surat: {problem}",
    "to {address}": "ke {address}",
    "virtually": "secara virtual",
    "what changed bears on this step": "yang berubah menyangkut langkah ini",
    "write each field as hearing_on=2026-03-12": "tulis tiap isian seperti hearing_on=2026-03-12",
    "write it as why=…; the basis is read from the ledger": "tulis sebagai why=…; dasarnya dibaca dari buku besar",
    "write one JSON object with `type`, as docs/events.md says": (
        "tulis satu objek JSON dengan `type`, menurut docs/events.md"
    ),
    "write the employee's number, _ and which case it is, as 199007212015021002_1": (
        "tulis nomor pegawai, _, dan perkara keberapa, seperti 199007212015021002_1"
    ),
    "{basis}; opened by {by}": "{basis}; dibuka oleh {by}",
    "{case} ({stage}): it has changed, and no sanction stands on it.": (
        "{case} ({stage}): telah berubah, dan tidak ada hukuman yang berdiri atasnya."
    ),
    "{case} ({stage}): it holds.": "{case} ({stage}): masih berlaku.",
    "{days}, from {step} {day}": "{days}, sejak {step} {day}",
    "{field} has no fields of its own": "{field} tidak mempunyai isian di dalamnya",
    "{first} to {last}": "{first} sampai {last}",
    "{limit}: {days} from {day}": "{limit}: {days} sejak {day}",
    "{means}, by {by}": "{means}, oleh {by}",
    "{n} calendar days": "{n} hari kalender",
    "Cases checked: {n}; to be looked at: {wrong}.": "Perkara diperiksa: {n}; perlu dilihat: {wrong}.",
    "{n} consecutive days": "{n} hari berturut-turut",
    "{n} working days": "{n} hari kerja",
    "{option} belongs to {other}": "{option} hanya bersama {other}",
    "{outcome}, by {by}: {why}": "{outcome}, oleh {by}: {why}",
    "{path} is a step of {other}": "{path} adalah langkah {other}",
    "{path} is not a step of a case": "{path} bukan langkah sebuah perkara",
    "{reference}, confidence {confidence}": "{reference}, keyakinan {confidence}",
    "{sanction}; ground {ground} ({legal}); {by}": "{sanction}; dasar pelanggaran {ground} ({legal}); {by}",
    "{value} is not a case": "{value} bukan perkara",
    "{step}: {problem}": "langkah {step}: {problem}",
    "{which}, letter {letter}, hearing on {day}, by {by}": "{which}, surat {letter}, pemeriksaan {day}, oleh {by}",
    "{word} is not field=value": "{word} bukan isian=nilai",
    "Rule": "Aturan",
}
