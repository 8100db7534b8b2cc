"""README.txt of a bundle: what it is and how to verify it, for an expert of the court who has never heard of Saksi."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from evidence.case_part import CasePart
from ledger.checkpoint import Checkpoint

_TEXT = """\
BERKAS BUKTI SAKSI
==================

NIP                          {nip}
{case}Keadaan per                  {as_of}
Sebagaimana diketahui pada   posisi {known_at} dari buku besar
Buku besar                   {origin}
Titik periksa                {size} entri, akar {root}
Sidik jawaban                {digest}

Berkas ini membuktikan dengan sendirinya, tanpa jaringan dan tanpa percaya kepada pengelola buku besar, bahwa:
  - setiap catatan di dalamnya ada di buku besar sebagaimana tertulis saat titik periksa itu ditandatangani;
  - dari riwayat pegawai ini, unit di atasnya, kalendernya, dan semua kebijakan tidak ada yang dihilangkan;
  - jawaban (data/replay.json) adalah jawaban yang bersidik di atas.
Yang TIDAK dibuktikan: bahwa yang dilaporkan memang terjadi; bahwa seluruh buku besar benar (itu memerlukan pemeriksaan
oleh pengawas, `saksi verify`); waktu selain menurut jam buku besar, kecuali bila saksi luar ikut menandatangani.

Cara memeriksa
--------------
1. Peroleh kunci publik buku besar dari instansi lewat jalan LAIN daripada datangnya berkas ini (situs resmi, surat,
   putusan terdahulu). Kunci di data/keys.txt ditemukan di dalam berkas, jadi tidak membuktikan apa pun.
2. Ambil verify_evidence.py dari sumber yang Anda percayai (terbitan Saksi), atau baca yang ada di data/ lebih dahulu:
   satu berkas, hanya memerlukan Python 3.8 atau lebih baru. Berkas ZIP jangan dibuka dan dimampatkan ulang. Lalu:

       python3 -I verify_evidence.py BERKAS.zip --key KUNCI

   Bila ada titik periksa yang tercetak pada keputusan terdahulu:  --earlier "UKURAN AKAR"
   Bila ada aturan saksi (C2SP tlog-policy):                       --witnesses ATURAN.txt

   Status keluar 0: semuanya benar, dengan kunci dari luar; 1: ada yang tidak benar; 2: tidak terbukti.
3. Dengan Saksi terpasang, putusan juga diturunkan kembali dari fakta di dalam berkas:

       saksi evidence verify BERKAS.zip --key KUNCI --replay

4. Tanpa program apa pun dari Saksi: sha256sum -c manifest-sha256.txt (BagIt 1.0, RFC 8493) memeriksa berkas-berkasnya;
   data/proofs/ berbentuk C2SP tlog-proof, dapat dibaca pustaka lain; tanda tangan Ed25519 diperiksa dengan OpenSSL.

data/dossier.html dan data/dossier.pdf adalah salinan baca; yang membuktikan adalah berkas di sampingnya.

Tanda tangan tersertifikasi
---------------------------
Tanda tangan di sini (Ed25519) BUKAN tanda tangan elektronik tersertifikasi menurut PP 71/2019. Bila diperlukan, pejabat
yang menyerahkan berkas menandatangani ZIP ini dengan sertifikat BSrE sebagai tanda tangan terpisah (CMS, detached), dan
menaruhnya di samping ZIP dengan nama yang sama ditambah .p7s:  BERKAS.zip.p7s
ZIP-nya sendiri tidak berubah karena itu. Tanda tangan itu diperiksa dengan layanan BSrE, bukan dengan program di sini.


EVIDENCE BUNDLE OF SAKSI
========================

This file proves by itself, without a network and without trust in whoever runs the ledger, that
  - every record in it stood in the ledger as it is written here when the checkpoint above was signed;
  - of this employee's history, the units above, their calendars and all policies nothing was left out;
  - the answer (data/replay.json) is the one with the digest above.
It does NOT prove that what was reported did happen; that the whole ledger is right (for which an auditor runs `saksi
verify`); nor any time other than by the ledger's own clock, unless outside witnesses cosigned.

How to verify
-------------
1. Have the ledger's public key from the agency by ANOTHER way than this file came (its web site, a letter, an earlier
   decision). The key in data/keys.txt was found inside the file, so it proves nothing.
2. Take verify_evidence.py from a source you trust (a release of Saksi), or read the one in data/ first: one file, which
   needs Python 3.8 or newer and nothing else. Do not unpack and pack the ZIP again. Then:

       python3 -I verify_evidence.py FILE.zip --key KEY --lang en

   If a checkpoint is printed on an earlier decision:   --earlier "SIZE ROOT"
   If there is a policy of witnesses (C2SP tlog-policy): --witnesses POLICY.txt

   Exit status 0: everything holds, with a key from outside; 1: something is false; 2: nothing is proved.
3. With Saksi installed, the verdict is derived again too, from the facts in the file:

       saksi evidence verify FILE.zip --key KEY --replay

4. Without any program of Saksi: sha256sum -c manifest-sha256.txt (BagIt 1.0, RFC 8493) checks the files; data/proofs/
   has the form C2SP tlog-proof, which other libraries read; the Ed25519 signatures are checked with OpenSSL.

data/dossier.html and data/dossier.pdf are reading copies; what proves are the files beside them.

Certified signature
-------------------
The signatures here (Ed25519) are NOT certified electronic signatures under PP 71/2019. Where one is asked for, the
official who hands the file over signs this ZIP with a BSrE certificate as a detached signature (CMS) and puts it beside
the ZIP under the same name with .p7s:  FILE.zip.p7s
The ZIP itself does not change by that. That signature is checked by the services of BSrE, not by a program in here.
"""

_CASE = """\
Perkara disiplin             {case}
Sidik perkara                {digest} (data/case.json)
"""


def readme(answer: Mapping[str, Any], checkpoint: Checkpoint, case: CasePart | None = None) -> bytes:
    """The text, in Bahasa Indonesia and English, for this answer and checkpoint, and for a case if it is of one."""
    values = {name: answer[name] for name in ("nip", "as_of", "known_at", "digest")}
    root = b64encode(checkpoint.root).decode()
    told = _CASE.format(case=case.case, digest=case.digest) if case is not None else ""
    return _TEXT.format(**values, case=told, origin=checkpoint.origin, size=checkpoint.size, root=root).encode()
