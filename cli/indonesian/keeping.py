"""What can go wrong with a ledger, its server, its copies and its read models."""

from __future__ import annotations

KEEPING = {
    # The ledger asked for
    "there is no ledger at {path}": "tidak ada buku besar di {path}",
    "there is no ledger in {name}": "tidak ada buku besar di {name}",
    "there is no database at {name}": "tidak ada basis data di {name}",
    "there is no folder {parent} for the ledger {name}": "tidak ada folder {parent} untuk buku besar {name}",
    "check the path, or record into it with `saksi ingest`": "periksa jalurnya, atau catat dengan `saksi ingest`",
    "record into it with `saksi ingest`": "catat ke dalamnya dengan `saksi ingest`",
    "check the URL, or make the database with `createdb`": (
        "periksa URL-nya, atau buat basis datanya dengan `createdb`"
    ),
    "make the folder first": "buat foldernya lebih dahulu",
    "'{url}' is not the URL of a ledger": "'{url}' bukan URL buku besar",
    "name a file, such as sqlite:///saksi.db, or a postgresql:// database": (
        "sebut berkas, misalnya sqlite:///saksi.db, atau basis data postgresql://"
    ),
    "the URL of the ledger cannot be read as postgresql://USER@HOST/DATABASE": (
        "URL buku besar tidak dapat dibaca sebagai postgresql://USER@HOST/DATABASE"
    ),
    "write @ : / ? # % in a user's name or password as %40 %3A %2F %3F %23 %25": (
        "tulis @ : / ? # % dalam nama atau kata sandi pengguna sebagai %40 %3A %2F %3F %23 %25"
    ),
    "a postgresql:// ledger needs the library psycopg, which is not installed": (
        "buku besar postgresql:// memerlukan pustaka psycopg, yang belum terpasang"
    ),
    "install Saksi with its extra: pip install 'saksi[postgres]'": (
        "instal Saksi dengan tambahannya: pip install 'saksi[postgres]'"
    ),
    "{path} is a folder, not a ledger": "{path} adalah folder, bukan buku besar",
    "{path} is empty: it holds no ledger": "{path} kosong: tidak memuat buku besar",
    "{path} is an SQLite database but not a Saksi ledger": (
        "{path} adalah basis data SQLite tetapi bukan buku besar Saksi"
    ),
    "{name} is not a ledger: it is no SQLite database": "ini bukan buku besar: {name} bukan basis data SQLite",
    "name the file of a ledger": "sebut berkas sebuah buku besar",
    "name the file of the ledger": "sebut berkas buku besar itu",
    "{path} is a ledger of format {version}; this version of Saksi reads format {format}": (
        "{path} adalah buku besar berformat {version}; versi Saksi ini membaca format {format}"
    ),
    "{name} is a ledger of format {told}; this version of Saksi reads format {format}": (
        "{name} adalah buku besar berformat {told}; versi Saksi ini membaca format {format}"
    ),
    "open it with a newer Saksi": "buka dengan Saksi yang lebih baru",
    "{name} has a schema {schema} that is not a ledger": "{name} memiliki skema {schema} yang bukan buku besar",
    "name another database, or move that schema away": "sebut basis data lain, atau pindahkan skema itu",
    "{name} keeps text in {encoding}, a ledger needs UTF8": (
        "{name} menyimpan teks dalam {encoding}, buku besar memerlukan UTF8"
    ),
    "make a database with ENCODING UTF8": "buat basis data dengan ENCODING UTF8",
    # Reading and writing it
    "another process is writing to the ledger {name}": "proses lain sedang menulis ke buku besar {name}",
    "try again when it is done": "coba lagi bila sudah selesai",
    "the disk is full: nothing more was recorded in {name}": (
        "ruang penyimpanan penuh: tidak ada lagi yang dicatat di {name}"
    ),
    "the disk of the server is full: nothing more was recorded in {name}": (
        "ruang penyimpanan peladen penuh: tidak ada lagi yang dicatat di {name}"
    ),
    "make room; what was reported as recorded is safe": ("kosongkan ruang; yang dilaporkan sudah tercatat tetap aman"),
    "the ledger {name} cannot be written": "buku besar {name} tidak dapat ditulisi",
    "the ledger {name} may not be read by you": "buku besar {name} tidak boleh Anda baca",
    "the ledger {name} could not be opened": "buku besar {name} tidak dapat dibuka",
    "the ledger {name} could not be read or written: {detail}": (
        "buku besar {name} tidak dapat dibaca atau ditulisi: {detail}"
    ),
    "check the permissions of the file and its folder": "periksa izin berkas dan foldernya",
    "the disk is too full to sort the events of {name}": (
        "ruang penyimpanan terlalu penuh untuk mengurutkan peristiwa {name}"
    ),
    "make room, or name a larger folder in SQLITE_TMPDIR": (
        "kosongkan ruang, atau sebut folder yang lebih besar dalam SQLITE_TMPDIR"
    ),
    "check the disk": "periksa media penyimpanannya",
    "look into the server's log": "lihat log peladen",
    "the server is a replica or set to read only": "peladen adalah replika atau disetel hanya baca",
    "the ledger {name} is damaged: {detail}": "buku besar {name} rusak: {detail}",
    "run `saksi verify` and restore a copy": "jalankan `saksi verify` dan pulihkan salinan",
    "run `saksi verify`": "jalankan `saksi verify`",
    "the ledger {name} is not as it was laid out: {detail}": "buku besar {name} tidak seperti semula: {detail}",
    "the ledger {name} names no {table} for some events": (
        "buku besar {name} tidak menyebut {table} untuk sebagian peristiwa"
    ),
    "the stored bytes are not an event: {detail}": "bita yang tersimpan bukan peristiwa: {detail}",
    "the stored event ends at byte {end}, but there are {length}": (
        "peristiwa yang tersimpan berakhir di bita {end}, padahal ada {length}"
    ),
    "no published schema has the fingerprint {fingerprint}": ("tidak ada skema terbitan dengan sidik {fingerprint}"),
    "no published schema has the frame {frame}": "tidak ada skema terbitan dengan bingkai {frame}",
    "read it with a newer Saksi": "baca dengan Saksi yang lebih baru",
    "POSTGRES_ENABLE_DB_FUNCTIONS is set: appends by its functions take no lock and leave holes": (
        "POSTGRES_ENABLE_DB_FUNCTIONS disetel: penambahan dengan fungsinya tidak mengunci dan meninggalkan celah"
    ),
    "unset POSTGRES_ENABLE_DB_FUNCTIONS": "hapus setelan POSTGRES_ENABLE_DB_FUNCTIONS",
    # The server
    "the PostgreSQL server of {name} does not answer": "peladen PostgreSQL dari {name} tidak menjawab",
    "the PostgreSQL server of {name} does not answer any more": ("peladen PostgreSQL dari {name} tidak menjawab lagi"),
    "check that it runs, and the URL": "periksa apakah peladen berjalan, dan URL-nya",
    "run the same command again when it does: what is recorded already counts as a duplicate": (
        "jalankan perintah yang sama bila sudah menjawab: yang sudah tercatat dihitung sebagai duplikat"
    ),
    "the server does not let this user into {name}": "peladen tidak mengizinkan pengguna ini masuk ke {name}",
    "check the user and the password": "periksa pengguna dan kata sandinya",
    "the server has no connection left for {name}": "peladen tidak memiliki sambungan lagi untuk {name}",
    "try again, or raise max_connections": "coba lagi, atau naikkan max_connections",
    "this user may not connect to {name}": "pengguna ini tidak boleh tersambung ke {name}",
    "ask for GRANT CONNECT": "mintalah GRANT CONNECT",
    "this user may not do that in {name}: {detail}": "pengguna ini tidak boleh melakukannya di {name}: {detail}",
    "use a role that may, or ask for it": "pakai peran yang boleh, atau mintalah izinnya",
    "this user does not own the ledger {name}": "pengguna ini bukan pemilik buku besar {name}",
    "use the role that laid it out": "pakai peran yang membuatnya",
    "the role {role} may change what is recorded: it owns the ledger, is a superuser, or was granted more": (
        "peran {role} boleh mengubah yang tercatat: ia pemilik buku besar, pengguna super, atau diberi hak lebih"
    ),
    "name another role, or take those rights away": "sebut peran lain, atau cabut hak-hak itu",
    # Copies
    "the target has {found} events and the source {last}: it is not the beginning of the source": (
        "sasaran memuat {found} peristiwa dan sumber {last}: sasaran bukan awal dari sumber"
    ),
    "migrate into an empty ledger, or the other way round": "salin ke buku besar kosong, atau ke arah sebaliknya",
    "migrate into an empty ledger": "salin ke buku besar kosong",
    "position {position} of the target is another event than that of the source": (
        "posisi {position} pada sasaran adalah peristiwa lain daripada pada sumber"
    ),
    "the rows {first} to {last} are not the same in the target as in the source": (
        "baris {first} sampai {last} pada sasaran tidak sama dengan pada sumber"
    ),
    "run `saksi verify` on both": "jalankan `saksi verify` atas keduanya",
    "an event between the positions {first} and {upto} of the source cannot be read": (
        "sebuah peristiwa di antara posisi {first} dan {upto} pada sumber tidak dapat dibaca"
    ),
    "the source does not have every position from {first} to {upto}": (
        "sumber tidak memuat setiap posisi dari {first} sampai {upto}"
    ),
    "run `saksi verify` on it": "jalankan `saksi verify` atasnya",
    "run `saksi verify` on the ledger that is copied": "jalankan `saksi verify` atas buku besar yang disalin",
    (
        "position {position} (version {version} of {stream} after {previous}) does not follow position {before} "
        "(version {head_version} of it at {head})"
    ): (
        "posisi {position} (versi {version} dari {stream} sesudah {previous}) tidak menyusul posisi {before} "
        "(versi {head_version} di {head})"
    ),
    "position {position} was recorded before the one before it": (
        "posisi {position} dicatat lebih dahulu daripada yang sebelumnya"
    ),
    "the id '{identity}' at position {position} stands before it too": (
        "id '{identity}' di posisi {position} sudah ada sebelumnya"
    ),
    # Refused lines
    "the refused lines could not be written to {path}: {reason}": (
        "baris yang ditolak tidak dapat ditulis ke {path}: {reason}"
    ),
    "there is something there that is no plain file": "di sana ada sesuatu yang bukan berkas biasa",
    "it is a file that is being read, or of the ledger": "itu berkas yang sedang dibaca, atau milik buku besar",
    "name another file for refused lines with --rejects": (
        "sebut berkas lain untuk baris yang ditolak dengan --rejects"
    ),
    "name another file for refused lines with --rejects; {written} of them are in {partial}": (
        "sebut berkas lain untuk baris yang ditolak dengan --rejects; {written} di antaranya ada di {partial}"
    ),
    # Questions
    "the ledger has no position {position}: it ends at {last}": (
        "buku besar tidak memiliki posisi {position}: berakhir di {last}"
    ),
    "give a position from 0 to {last}": "berikan posisi dari 0 sampai {last}",
    "{instant} is outside of the calendar": "{instant} di luar kalender",
    "give a year from {first} to {last}": "berikan tahun dari {first} sampai {last}",
    "the ledger knows no unit {unit}": "tidak ada unit seperti itu di buku besar: {unit}",
    "name a unit as its UnitDefined event does": "sebut unit seperti pada peristiwa UnitDefined-nya",
    "no unit '{unit}' is defined on {day}": "tidak ada unit '{unit}' yang ditetapkan pada {day}",
    "check the name of the unit and the date": "periksa nama unit dan tanggalnya",
    # Read models
    "there are no read models of this ledger yet": "belum ada model baca untuk buku besar ini",
    "run `saksi rebuild`, or `saksi follow`": "jalankan `saksi rebuild`, atau `saksi follow`",
    "another process is writing the read models in {name}": "proses lain sedang menulis model baca di {name}",
    "the read models in {name} cannot be read or written: {detail}": (
        "model baca di {name} tidak dapat dibaca atau ditulisi: {detail}"
    ),
    "make room or correct the permissions; if the file is damaged, delete it and run `saksi rebuild`": (
        "kosongkan ruang atau perbaiki izinnya; bila berkas rusak, hapus lalu jalankan `saksi rebuild`"
    ),
    "check the server and what this user may do there; then run `saksi rebuild`": (
        "periksa peladen dan hak pengguna ini di sana; lalu jalankan `saksi rebuild`"
    ),
    "this user may not do that with the read models in {name}: {detail}": (
        "pengguna ini tidak boleh melakukannya dengan model baca di {name}: {detail}"
    ),
    "this user may read the read models in {name}, and not write them": (
        "pengguna ini boleh membaca model baca di {name}, tetapi tidak boleh menulisinya"
    ),
    "work as a role named to `saksi postgres init`: --follower keeps them, --reader reads them": (
        "bekerjalah sebagai peran dari `saksi postgres init`: --follower memeliharanya, --reader membacanya"
    ),
    "the PostgreSQL server of the read models in {name} does not answer any more": (
        "peladen PostgreSQL dari model baca di {name} tidak menjawab lagi"
    ),
    "run the same command again when it does: nothing was left half done": (
        "jalankan perintah yang sama bila sudah menjawab: tidak ada yang tertinggal setengah jadi"
    ),
    "a process that derives employees was ended from outside": (
        "proses yang menurunkan penilaian pegawai diakhiri dari luar"
    ),
    "see that there is memory enough, then run `saksi rebuild` again": (
        "pastikan memorinya cukup, lalu jalankan `saksi rebuild` lagi"
    ),
    "the read models were made by another version of Saksi": "model baca dibuat oleh versi Saksi yang lain",
    "run `saksi rebuild`; what serves now goes on serving meanwhile": (
        "jalankan `saksi rebuild`; yang melayani sekarang tetap melayani sementara itu"
    ),
    "the follower cannot apply event '{id}' at position {position}: {kind}: {detail}": (
        "pengikut tidak dapat menerapkan peristiwa '{id}' di posisi {position}: {kind}: {detail}"
    ),
    "the follower cannot derive employee {nip} again at position {position}: {kind}: {detail}": (
        "pengikut tidak dapat menurunkan ulang penilaian pegawai {nip} di posisi {position}: {kind}: {detail}"
    ),
    "nothing was skipped; update Saksi, or void what is wrong, then run `saksi rebuild`": (
        "tidak ada yang dilewati; perbarui Saksi, atau batalkan yang salah, lalu jalankan `saksi rebuild`"
    ),
    "the follower cannot read the event at position {position}: {detail}": (
        "pengikut tidak dapat membaca peristiwa di posisi {position}: {detail}"
    ),
    "a row of the read models cannot be read: {detail}": "satu baris model baca tidak terbaca: {detail}",
    "run `saksi rebuild`": "jalankan `saksi rebuild`",
    "there are no read models yet; `saksi rebuild` builds them sooner, and following goes on from there": (
        "belum ada model baca; `saksi rebuild` membangunnya lebih cepat, dan pengikut melanjutkan dari sana"
    ),
    "make the file and its folder writable for whoever is to keep them": (
        "jadikan berkas dan foldernya dapat ditulis oleh yang memeliharanya"
    ),
    "nothing was skipped; {advice}, then follow again": "tidak ada yang dilewati; {advice}, lalu ikuti lagi",
    "employee {nip} cannot be derived: {kind}: {detail}": (
        "penilaian pegawai {nip} tidak dapat diturunkan: {kind}: {detail}"
    ),
    "update Saksi, or void what is wrong, then run `saksi rebuild` again": (
        "perbarui Saksi, atau batalkan yang salah, lalu jalankan `saksi rebuild` lagi"
    ),
    "another rebuild began after this one, which gave way": (
        "pembangunan ulang lain dimulai sesudah ini, dan yang ini mengalah"
    ),
    "wait for the other to end": "tunggu yang lain selesai",
}
