"""The words of an answer: statuses, outcomes and why, and the tables they stand in."""

from __future__ import annotations

VERDICTS = {
    # Days of the week and stretches of time
    "Mon": "Sen",
    "Tue": "Sel",
    "Wed": "Rab",
    "Thu": "Kam",
    "Fri": "Jum",
    "Sat": "Sab",
    "Sun": "Min",
    "{n} days": "{n} hari",
    "{n} hours": "{n} jam",
    "{n} minutes": "{n} menit",
    "1 minute": "1 menit",
    # The status of a day
    "present": "hadir",
    "late": "terlambat",
    "early": "lebih awal",
    "partial": "sebagian",
    "absent": "tidak hadir",
    "excused": "beralasan",
    "pending": "menunggu",
    "leave": "cuti",
    "official duty": "dinas luar",
    "rules in conflict": "aturan bentrok",
    "unregulated": "tidak diatur",
    "holiday": "libur",
    "off": "tidak bertugas",
    "not required": "tidak wajib",
    "every window has a check-in on time": "setiap rentang waktu ada presensi tepat waktu",
    "no window was missed, and in at least one the check-in came late": (
        "tidak ada rentang waktu terlewat, dan setidaknya satu presensi terlambat"
    ),
    "no window was missed, and in at least one the check-in came early": (
        "tidak ada rentang waktu terlewat, dan setidaknya satu presensi lebih awal"
    ),
    "at least one window was missed, but not all": "setidaknya satu rentang waktu terlewat, tetapi tidak semua",
    "every window was missed": "semua rentang waktu terlewat",
    "every window is on time or excused by an accepted reason": ("setiap rentang waktu tepat waktu atau beralasan sah"),
    "as of this instant at least one window is still open": "per saat ini setidaknya satu rentang waktu masih terbuka",
    "a leave covers the day": "hari ini tercakup cuti",
    "a letter of travel or training covers the day": "hari ini tercakup surat tugas dinas luar atau pelatihan",
    "two policies of equal rank say different things, and Saksi does not guess between equals": (
        "dua kebijakan setingkat berbeda isi, dan Saksi tidak menebak di antara yang setara"
    ),
    "no policy in force says what is required on this day": (
        "tidak ada kebijakan berlaku yang mengatur kewajiban pada hari ini"
    ),
    "the day was declared a holiday or collective leave for the unit": (
        "hari ini dinyatakan libur atau cuti bersama bagi unit"
    ),
    "the policy asks for no work on this day, or no shift is assigned": (
        "kebijakan tidak menuntut kerja pada hari ini, atau tidak ada sif"
    ),
    "the policy requires no check-in on this day": "kebijakan tidak mewajibkan presensi pada hari ini",
    # Where work is done from
    "office": "kantor",
    "anywhere": "WFA",
    "home": "WFH",
    "shift": "sif",
    # Windows
    "on time": "tepat waktu",
    "missed": "terlewat",
    # Calls and location requests
    "answered": "dijawab",
    "open": "terbuka",
    "under review": "sedang ditinjau",
    "awaiting a reason": "menunggu alasan",
    "not counted": "tidak dihitung",
    "shared": "dibagikan",
    "it was answered in time by accepted means": "dijawab tepat waktu dengan cara yang diterima",
    "a reason about it was accepted": "alasan mengenainya diterima",
    "the time to answer is not over": "waktu untuk menjawab belum habis",
    "a reason was submitted in time and is not decided": "alasan diajukan tepat waktu dan belum diputus",
    "it was not answered; a reason can still be submitted": "tidak dijawab; alasan masih dapat diajukan",
    "it was not answered in time and no reason excuses it: a strike": (
        "tidak dijawab tepat waktu dan tidak ada alasan yang diterima: terlewat dan terhitung"
    ),
    "the location was shared in time": "lokasi dibagikan tepat waktu",
    "the time to share is not over": "waktu untuk berbagi belum habis",
    "the location was shared after the deadline": "lokasi dibagikan setelah tenggat",
    "the location was never shared": "lokasi tidak pernah dibagikan",
    "an earlier one of this employee has the same id": "yang lebih dahulu dari pegawai ini memakai id yang sama",
    "no policy in force gives a rule for it on this day": (
        "tidak ada kebijakan berlaku yang mengaturnya pada hari ini"
    ),
    "two policies of equal rank give it different rules": "dua kebijakan setingkat mengaturnya berlainan",
    "the day is not a duty day": "hari ini bukan hari kerja wajib",
    "it does not lie within working hours, to its deadline": "tidak berada dalam jam kerja sampai tenggatnya",
    "it falls into a break": "jatuh pada waktu istirahat",
    "the one who placed it is not a superior who may": "yang melakukannya bukan atasan yang berwenang",
    "it was placed too soon after the one before": "terlalu dekat setelah yang sebelumnya",
    "inside the agreed place": "di dalam tempat yang disepakati",
    "outside the agreed place": "di luar tempat yang disepakati",
    "too close to the edge to say": "terlalu dekat batas untuk dipastikan",
    # Strikes
    "clear": "bersih",
    "counting": "terhitung",
    "alleged": "diduga",
    "no strike counts and there is no allegation": ("tidak ada panggilan terlewat yang terhitung dan tidak ada dugaan"),
    "strikes count, but have not reached the threshold": "ada panggilan terlewat terhitung, belum mencapai batas",
    "the threshold was reached: a suspicion that opens a hearing, never a sanction by itself": (
        "batas tercapai: dugaan yang membuka pemeriksaan, bukan sanksi dengan sendirinya"
    ),
    "{count} of {threshold} strikes": "{count} dari {threshold} panggilan terlewat",
    "{count} (no rule for calls applies)": "{count} (tidak ada aturan panggilan yang berlaku)",
    "reached {when} on calls {calls}": "tercapai {when} atas panggilan {calls}",
    " (retroactive: it rests on a rule recorded after one of its calls)": (
        " (berlaku surut: bersandar pada aturan yang dicatat setelah salah satu panggilannya)"
    ),
    # Absence
    "light": "ringan",
    "moderate": "sedang",
    "severe": "berat",
    "oral reprimand": "teguran lisan",
    "written reprimand": "teguran tertulis",
    "written statement of dissatisfaction": "pernyataan tidak puas secara tertulis",
    "allowance cut by 25 percent for 6 months": "pemotongan tunjangan kinerja sebesar 25% selama 6 bulan",
    "allowance cut by 25 percent for 9 months": "pemotongan tunjangan kinerja sebesar 25% selama 9 bulan",
    "allowance cut by 25 percent for 12 months": "pemotongan tunjangan kinerja sebesar 25% selama 12 bulan",
    "demotion by one level for 12 months": "penurunan jabatan setingkat lebih rendah selama 12 bulan",
    "removal to an executor's post for 12 months": "pembebasan dari jabatan menjadi pelaksana selama 12 bulan",
    "honourable dismissal, not at own request": "pemberhentian dengan hormat tidak atas permintaan sendiri",
    "dismissal, not at own request or dishonourable": (
        "pemberhentian dengan hormat tidak atas permintaan sendiri atau tidak dengan hormat"
    ),
    "honourable dismissal": "pemberhentian dengan hormat",
    "dismissal": "pemberhentian",
    "periodic rise delayed by 1 year": "penundaan kenaikan gaji berkala selama 1 tahun",
    "promotion delayed by 1 year": "penundaan kenaikan pangkat selama 1 tahun",
    "rank lowered by one level for 1 year": "penurunan pangkat setingkat lebih rendah selama 1 tahun",
    "rank lowered by one level for 3 years": "penurunan pangkat setingkat lebih rendah selama 3 tahun",
    "removal from office": "pembebasan dari jabatan",
    "transfer with demotion": "pemindahan dalam rangka penurunan jabatan",
    "from {days} days: {level}, {kind}": "mulai {days} hari: {level}, {kind}",
    "from {days} days in a row: {level}, {kind}": "mulai {days} hari berturut-turut: {level}, {kind}",
    # The tables
    "Employee": "Pegawai",
    "Zone": "Zona",
    "As of": "Per",
    "Known at": "Diketahui",
    "Digest": "Digest",
    "position {position} of {last}": "posisi {position} dari {last}",
    "{nip} (assigned nowhere)": "{nip} (tanpa penugasan)",
    "{name}, NIP {nip}, {title}, {unit}": "{name}, NIP {nip}, {title}, {unit}",
    "Days": "Hari",
    "No day in this range on which the employee served.": "Tidak ada hari dalam rentang ini saat pegawai bertugas.",
    "Date": "Tanggal",
    "Status": "Status",
    "From": "Pola kerja",
    "Window": "Rentang waktu",
    "Between": "Antara",
    "Check-in": "Presensi",
    "{status} {n} min": "{status} {n} mnt",
    "Calls": "Panggilan",
    "Call": "Panggilan",
    "Placed": "Waktu",
    "Until": "Sampai",
    "Outcome": "Hasil",
    "{outcome}, a strike since {when}": "{outcome}, terhitung sejak {when}",
    "Strikes": "Panggilan terlewat",
    "State": "Keadaan",
    "Counting": "Hitungan",
    "Allegation": "Dugaan",
    "Location requests": "Permintaan lokasi",
    "Request": "Permintaan",
    "Asked": "Waktu",
    "Distance": "Jarak",
    "Absence": "Ketidakhadiran",
    "Year": "Tahun",
    "Days absent": "Tidak hadir",
    "Minutes lost": "Menit hilang",
    "Days counted": "Hari terhitung",
    "Longest run": "Terpanjang",
    "May lead to": "Dapat berujung",
    "Retroactive: {policy} was recorded {when}, after {n} of the days it judges.": (
        "Berlaku surut: {policy} dicatat {when}, sesudah {n} hari yang dinilainya."
    ),
}
