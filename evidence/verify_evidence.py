#!/usr/bin/env python3
"""Memeriksa berkas bukti Saksi. / Verifies an evidence bundle of Saksi.

    python3 -I verify_evidence.py BERKAS.zip --key KUNCI

KUNCI: kunci publik buku besar, atau berkas yang memuatnya, yang Anda peroleh dari instansi lewat jalan LAIN daripada
datangnya berkas bukti ini. Tanpa itu tidak ada yang terbukti: siapa pun dapat membuat kunci dan menandatangani sendiri.
KUNCI: the public key of the ledger, or a file with it, which you had from the agency by ANOTHER way than this bundle
came. Without it nothing is proved: anybody can make a key and sign with it.

    --key KEY_OR_FILE         may be given several times             boleh diberikan beberapa kali
    --witnesses POLICY_FILE   which witnesses must have cosigned     saksi mana yang harus ikut menandatangani
    --earlier "SIZE ROOT"     a checkpoint printed on an earlier decision, or a file with it
                              titik periksa yang tercetak pada keputusan terdahulu, atau berkasnya
    --lang id|en              Bahasa Indonesia or English            (else as LANG says / selain itu menurut LANG)

Exit status: 0 everything holds, with a key from outside; 1 something is false, and the first sentence names it;
2 nothing false was found, but nothing is proved. / Status keluar: 0 semuanya benar, dengan kunci dari luar; 1 ada yang
tidak benar, disebut pada kalimat pertama; 2 tidak ditemukan yang salah, tetapi tidak terbukti.

This one file needs Python 3.8 or newer and nothing else of Saksi; signatures are checked by the command `openssl` where
it can (3.0 or newer), else by the arithmetic of RFC 8032 below. It was written from the description of the format and
shares no code with Saksi. What is checked, in this order:

  1  the ZIP and the bag (BagIt, RFC 8493): every file is there with its digest, and nothing more
  2  the checkpoint: signed (Ed25519, C2SP signed-note) over the size and the root of the log; cosigned by witnesses
  3  every entry: its inclusion proof (RFC 9162) leads to that root
  4  every event: its SHA-256 stands in its entry; its Avro schema has the fingerprint that stands in the event
  5  the seal: the last entry of the checkpoint commits to the tree of all streams before it
  6  every stream: its versions 1 to n are here without a gap, and n was its last; no stream that the answer can rest on
     and no policy is left out; with a case, no set of discipline rules either
  7  earlier checkpoints: the log only grew since (RFC 9162, consistency proofs)
  8  the answer: its digest (SHA-256 of its canonical JSON, RFC 8785), and that bundle.json says the same
  9  the case, if the bundle is of one: each step is an entry of the case's stream and each entry a step; each basis, as
     it was known then, has the digest that stands in the step; the case stands as the answer says
"""

import argparse
import base64
import binascii
import datetime
import hashlib
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile

LARGEST_FILE = 1 << 30
READING_COPIES = ("README.txt", "dossier.html", "dossier.pdf", "verify_evidence.py")


class Finding(Exception):
    """What keeps the evidence from being proved: a sentence in Bahasa Indonesia, and in English."""

    def __init__(self, indonesian, english, *values):
        super().__init__()
        self.sentences = {"id": indonesian.format(*values), "en": english.format(*values)}


class Untrue(Finding):
    """Something is not as it is said to be."""


class NothingProved(Finding):
    """Nothing is false, but it cannot be proved."""


def main():
    arguments = command_line()
    language = arguments.lang
    told = {
        "id": ("BENAR", "SALAH", "TIDAK TERBUKTI", "tentang", "diperiksa", "tidak diperiksa", "kunci"),
        "en": ("HOLDS", "FALSE", "NOT PROVED", "about", "checked", "not checked", "key"),
    }[language]
    report = []  # kind of line, sentence by language

    def note(kind, indonesian, english, *values):
        report.append((kind, {"id": indonesian.format(*values), "en": english.format(*values)}))

    status = 0
    try:
        verify(arguments, note)
        first = told[0]
    except NothingProved as problem:
        status, first = 2, told[2] + ": " + problem.sentences[language]
    except Untrue as problem:
        status, first = 1, told[1] + ": " + problem.sentences[language]
    except RecursionError:
        status, first = 1, told[1] + ": JSON"
    sys.stdout.reconfigure(errors="replace")
    for line in [first] + ["  " + told[3 + kind] + ": " + sentences[language] for kind, sentences in report]:
        print("".join(sign if sign.isprintable() else "?" for sign in line))
    return status


ABOUT, CHECKED, UNCHECKED, KEY = range(4)


def command_line():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--key", action="append", default=[])
    parser.add_argument("--witnesses")
    parser.add_argument("--earlier", action="append", default=[])
    language = "en" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en") else "id"
    parser.add_argument("--lang", choices=("id", "en"), default=language)
    return parser.parse_args()


def verify(arguments, note):
    believed = [key for text in arguments.key for key in keys_given(text)]
    policy = Policy(arguments.witnesses) if arguments.witnesses else None
    if policy:
        believed += policy.logs
    earlier = [earlier_checkpoint(text) for text in arguments.earlier]

    # 1. The ZIP and the bag
    name, files = open_bag(read_file(arguments.file))
    note(
        CHECKED,
        "{} berkas dalam kantong, masing-masing dengan sidiknya",
        "{} files in the bag, each with its digest",
        len(files) + 4,
    )
    contents = bundle_json(files)
    nip, size, known_at = contents["nip"], contents["size"], contents["question"]["known_at"]
    note(
        ABOUT,
        "NIP {}, keadaan per {}, sebagaimana diketahui pada posisi {}",
        "NIP {}, as of {}, as known at position {}",
        nip,
        contents["question"]["as_of"],
        known_at,
    )

    # 2. The checkpoint
    checkpoint = Note(file_of(files, "checkpoint"))
    if (checkpoint.origin, checkpoint.size) != (contents["origin"], size) or name != "saksi-%s-%d" % (nip, size):
        raise Untrue(
            "nama kantong, bundle.json, dan titik periksa menyebut asal atau ukuran yang berlainan",
            "the bag's name, bundle.json and the checkpoint name different origins or sizes",
        )
    found_inside = keys_inside(files)
    own_keys = [key for kind, key in found_inside if kind == "log"]
    if not believed and not own_keys:
        raise NothingProved("tidak ada kunci sama sekali: beri --key", "there is no key at all: give --key")
    signers = checkpoint.signed_by(believed or own_keys)
    if not signers:
        raise Untrue(
            "titik periksa tidak ditandatangani oleh kunci {}; yang menandatangani: {}",
            "the checkpoint is not signed by the key {}; it is signed by {}",
            ", ".join(key.label for key in believed or own_keys) or "-",
            checkpoint.signers(),
        )
    note(
        CHECKED,
        "titik periksa {} dengan {} entri, {} tanda tangan",
        "the checkpoint of {} with {} entries, {} signature(s)",
        checkpoint.origin,
        size,
        len(signers),
    )
    for key in signers:
        if believed:
            note(
                KEY,
                "{}, yang Anda berikan (dari luar berkas bukti)",
                "{}, which you gave (from outside the bundle)",
                key.label,
            )
        else:
            note(
                KEY,
                "{}, yang ditemukan DI DALAM berkas bukti: tidak membuktikan apa pun",
                "{}, found INSIDE the bundle: it proves nothing",
                key.label,
            )
    if any(key.name != checkpoint.origin for key in signers):
        raise Untrue(
            "kunci yang menandatangani bukan milik {}", "the key that signed does not belong to {}", checkpoint.origin
        )
    checkpoint.signed_by([key for kind, key in found_inside if kind == "witness"], all_of_them=True)
    if policy:
        policy.expect(checkpoint, note)

    # 3. Entries
    entries = read_entries(files, checkpoint)
    if not entries:
        raise NothingProved("tidak ada satu entri pun di dalamnya", "there is not a single entry in it")
    note(
        CHECKED,
        "{} entri, masing-masing dibuktikan ada di log",
        "{} entries, each proved to be in the log",
        len(entries),
    )

    # 4. Events
    schemas = read_schemas(files)
    read_events(files, entries, schemas)
    note(CHECKED, "{} peristiwa dan {} skema", "{} events and {} schemas", len(entries), len(schemas))

    # 5. The seal
    seal = expect_seal(entries, size)
    note(
        CHECKED,
        "segel pada posisi {} atas {} aliran",
        "the seal at position {} over {} streams",
        size,
        sum(seal["streams"].values()),
    )

    # 6. Streams
    streams = read_streams(files, entries[:-1], seal["root"])
    law = ("policy", "discipline") if "case" in contents else ("policy",)
    needed = streams_needed(nip, known_at, streams, law)
    expect_streams(streams, needed, seal, law)
    expect_own_keys(streams["ledger-keys"], own_keys)
    policies = [stream for stream in streams if stream.startswith("policy-")]
    note(
        CHECKED,
        "{} aliran lengkap sampai yang terakhir, {} di antaranya kosong; {} kebijakan, semua yang ada",
        "{} streams complete to their last entry, {} of them empty; {} policies, all there are",
        len(streams),
        sum(not found for found in streams.values()),
        len(policies),
    )
    if "case" in contents:
        note(
            CHECKED,
            "{} himpunan aturan disiplin, semua yang ada",
            "{} sets of discipline rules, all there are",
            sum(stream.startswith("discipline-") for stream in streams),
        )

    # 7. Earlier checkpoints
    count = expect_earlier(files, checkpoint, earlier)
    note(
        CHECKED,
        "{} titik periksa terdahulu, {} di antaranya Anda berikan",
        "{} earlier checkpoints, {} of which you gave",
        count,
        len(earlier),
    )

    # 8. The answer
    expect_answer(files, contents)
    note(CHECKED, "sidik jawaban {}", "the digest of the answer, {}", contents["digest"])

    # 9. The case
    not_checked = NOT_CHECKED
    if "case" in contents:
        steps, bases = expect_case(files, contents, streams)
        note(
            CHECKED,
            "{} langkah perkara {}, semua yang ada, dan {} dasar sebagaimana dibaca waktu itu; sidik {}",
            "{} steps of the case {}, all there are, and {} bases as they were read then; digest {}",
            steps,
            contents["case"]["id"],
            bases,
            contents["case"]["digest"],
        )
        not_checked = NOT_CHECKED_OF_A_CASE + NOT_CHECKED

    for indonesian, english in not_checked:
        note(UNCHECKED, indonesian, english)
    if not policy:
        note(UNCHECKED, "tanda tangan saksi luar (beri --witnesses)", "cosignatures of witnesses (give --witnesses)")
    if count and not earlier:
        note(
            UNCHECKED,
            "apakah titik periksa terdahulu itu yang tercetak pada keputusan (beri --earlier)",
            "whether the earlier checkpoints are those printed on decisions (give --earlier)",
        )
    if not believed:
        raise NothingProved(
            "tidak ditemukan yang salah, tetapi kuncinya hanya dari dalam berkas bukti: beri --key",
            "nothing false was found, but the only key is the one inside the bundle: give --key",
        )


NOT_CHECKED = (
    (
        "apakah jawaban mengikuti dari fakta-fakta ini (`saksi evidence verify --replay` menurunkannya kembali)",
        "whether the answer follows from these facts (`saksi evidence verify --replay` derives it again)",
    ),
    (
        "salinan baca: README.txt, dossier.html, dossier.pdf, dan program ini sendiri",
        "the reading copies: README.txt, dossier.html, dossier.pdf, and this program itself",
    ),
    (
        "apakah yang dilaporkan memang terjadi, dan apakah segel benar untuk seluruh log (pengawas: `saksi verify`)",
        "whether what was reported did happen, and whether the seal is right of the log (auditors: `saksi verify`)",
    ),
    (
        "tanda tangan elektronik tersertifikasi (PP 71/2019): tanda tangan di sini bukan itu",
        "a certified electronic signature (PP 71/2019): a signature here is none",
    ),
)

NOT_CHECKED_OF_A_CASE = (
    (
        "apakah kedudukan perkara, dan yang kini diketahui tentang dasarnya, mengikuti dari fakta-fakta ini (--replay)",
        "whether where the case stands, and what is known of its bases now, follow from these facts (--replay)",
    ),
    (
        "dokumen yang disebut langkah-langkahnya dengan SHA-256, dan apakah setiap langkah sah",
        "the documents that its steps name by SHA-256, and whether each step was lawful",
    ),
)


# ---------------------------------------------------------------------------------------------------------------------
# 1. The ZIP and the bag (BagIt 1.0)


def read_file(path):
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise NothingProved("{} tidak dapat dibaca: {}", "{} cannot be read: {}", path, error.strerror)
    if len(data) > LARGEST_FILE or not data.startswith(b"PK"):
        raise NothingProved("{} bukan ZIP berkas bukti", "{} is no ZIP of an evidence bundle", path)
    return data


def open_bag(data):
    """The name of the bag, and the files below its data/ by their path there."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            stored = all(member.compress_type == zipfile.ZIP_STORED and not member.flag_bits for member in members)
            if not stored or sum(member.file_size for member in members) > len(data):
                raise Untrue(
                    "isi ZIP dimampatkan, disandikan, atau lebih besar daripada ZIP-nya",
                    "what is in the ZIP is compressed, encrypted, or larger than the ZIP",
                )
            files = {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Untrue("ZIP-nya rusak: {}", "the ZIP is damaged: {}", error)
    # There is one ZIP for these files. Anything else that a ZIP could have been made to say is refused here: a file
    # that stands twice, another order, a path to elsewhere, bytes between or behind the files.
    for path in files:
        if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+", path):
            raise Untrue("ada berkas bernama {!r} di dalam ZIP", "there is a file named {!r} in the ZIP", path)
    name = min(files, default="").split("/")[0]
    inside = {path[len(name) + 1 :]: content for path, content in files.items() if path.startswith(name + "/")}
    payload = {path: content for path, content in inside.items() if path.startswith("data/")}
    manifest = inside.get("manifest-sha256.txt", b"")
    expect_digests("manifest-sha256.txt", manifest, payload)
    information = "Bag-Software-Agent: Saksi\nExternal-Identifier: %s\nPayload-Oxum: %d.%d\n" % (
        name,
        sum(map(len, payload.values())),
        len(payload),
    )
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": information.encode(),
        "manifest-sha256.txt": manifest,
    }
    for path, content in tags.items():
        if inside.get(path) != content:
            raise Untrue("{} bukan milik kantong ini", "{} is not that of this bag", path)
    expect_digests("tagmanifest-sha256.txt", inside.get("tagmanifest-sha256.txt", b""), tags)
    strange = files.keys() - {name + "/" + path for path in [*payload, *tags, "tagmanifest-sha256.txt"]}
    if strange:
        raise Untrue("{} tidak termasuk kantong ini", "{} does not belong into this bag", min(strange))
    if zip_of(files) != data:
        raise Untrue(
            "ZIP-nya tidak bita demi bita seperti yang dibuat dari berkas-berkasnya",
            "the ZIP is not byte for byte the one that its files make",
        )
    return name, {path[len("data/") :]: content for path, content in payload.items()}


def expect_digests(name, manifest, files):
    expected = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    if "".join("%s  %s\n" % (expected[path], path) for path in sorted(files)).encode() == manifest:
        return
    lines = [line.partition("  ") for line in manifest.decode("utf-8", "replace").splitlines()]
    said = {path: digest for digest, _, path in lines}
    for path in sorted(said.keys() | files.keys()):
        if said.get(path) != expected.get(path):
            raise Untrue(
                "{} hilang, berlebih, atau tidak bersidik seperti tertulis di {}",
                "{} is missing, too many, or has not the digest that {} gives it",
                path,
                name,
            )
    raise Untrue("{} tidak tertulis seperti semestinya", "{} is not written as it should be", name)


def zip_of(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            member = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            member.create_system, member.external_attr = 3, 0o100644 << 16
            archive.writestr(member, files[path])
    return packed.getvalue()


def file_of(files, path):
    if path not in files:
        raise Untrue("data/{} tidak ada di dalam kantong", "data/{} is missing from the bag", path)
    return files[path]


def lines_of(files, path):
    *lines, rest = file_of(files, path).split(b"\n")
    if rest:
        raise Untrue("data/{} tidak berakhir dengan baris baru", "data/{} does not end with a newline", path)
    return lines


def json_of(data, path):
    """What JSON says, if it is in canonical form: so there is one way to write it, and one to read it."""

    def number(text):
        value = float(text)
        return int(value) if value.is_integer() else value

    def no_constant(text):
        raise ValueError(text)

    try:
        value = json.loads(data.decode("utf-8"), parse_float=number, parse_constant=no_constant)
        if canonical_json(value) == data:
            return value
    except ValueError:
        pass
    raise Untrue("data/{} bukan JSON dalam bentuk kanonis", "data/{} is not JSON in canonical form", path)


def canonical_json(value):
    """RFC 8785, for what Saksi writes: keys are ASCII, numbers whole or with few decimals."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def expect_fields(value, fields, path):
    """That a value of JSON is an object with these fields of these types, and no others."""
    if type(value) is not dict or value.keys() != fields.keys():
        raise Untrue(
            "data/{} tidak memiliki bidang {}", "data/{} has not the fields {}", path, ", ".join(sorted(fields))
        )
    for name, types in fields.items():
        if type(value[name]) not in types:
            raise Untrue("data/{}: bidang {} salah jenisnya", "data/{}: the field {} is of another type", path, name)
    return value


def bundle_json(files):
    try:
        version = json.loads(files["bundle.json"].decode("utf-8"))["saksi_bundle"]
    except (KeyError, TypeError, ValueError):
        raise NothingProved("kantong ini bukan berkas bukti Saksi", "this bag is no evidence bundle of Saksi")
    if type(version) is not int or version not in (1, 2):
        raise NothingProved(
            "berkas bukti ini berformat {!r}; program ini membaca format 1 dan 2",
            "this bundle has format {!r}; this program reads formats 1 and 2",
            version,
        )
    fields = {
        "saksi_bundle": (int,),
        "origin": (str,),
        "size": (int,),
        "nip": (str,),
        "question": (dict,),
        "digest": (str,),
        "engine": (int,),
    }
    if version == 2:
        fields["case"] = (dict,)
    contents = expect_fields(json_of(files["bundle.json"][:-1], "bundle.json"), fields, "bundle.json")
    question = {"as_of": (str,), "known_at": (int,), "from": (str, type(None)), "to": (str, type(None))}
    expect_fields(contents["question"], question, "bundle.json")
    if version == 2:
        expect_fields(contents["case"], {"id": (str,), "digest": (str,)}, "bundle.json")
    if ("case.json" in files) != (version == 2):
        raise Untrue(
            "data/case.json hilang atau berlebih", "data/case.json is missing, or does not belong into this bundle"
        )
    if not files["bundle.json"].endswith(b"\n") or not 0 <= contents["question"]["known_at"] <= contents["size"]:
        raise Untrue(
            "bundle.json menyebut posisi {} di luar titik periksa",
            "bundle.json names position {} beyond its checkpoint",
            contents["question"]["known_at"],
        )
    return contents


# ---------------------------------------------------------------------------------------------------------------------
# 2. The checkpoint: a signed note, the keys, the witnesses

ED25519, COSIGNATURE = 1, 4


class Key:
    """NAME+HASH+BASE64(algorithm | 32 bytes): 1 is Ed25519, 4 an Ed25519 key of a witness."""

    def __init__(self, text):
        name, _, rest = text.strip().partition("+")
        key_hash, _, encoded = rest.partition("+")
        public = from_base64(encoded)
        valid = name and not re.search(r"\s", name) and public is not None and len(public) == 33 and public[0] in (1, 4)
        if not valid or hashlib.sha256(name.encode() + b"\n" + public).digest()[:4].hex() != key_hash:
            raise NothingProved(
                "'{}' bukan kunci publik; bentuknya NAMA+SIDIK+KUNCI",
                "'{}' is no public key; one is written NAME+HASH+KEY",
                text if "PRIVATE" not in text else "…",
            )
        self.name, self.algorithm, self.public, self.hash = name, public[0], public[1:], bytes.fromhex(key_hash)
        self.label = name + "+" + key_hash


class Note:
    """A text, an empty line, and the signatures below it."""

    def __init__(self, data):
        problem = Untrue(
            "data/checkpoint bukan titik periksa bertanda tangan", "data/checkpoint is no signed checkpoint"
        )
        self.data = data
        try:
            text, _, below = data.decode("utf-8").rpartition("\n\n")
        except UnicodeDecodeError:
            raise problem
        body = re.fullmatch(r"([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)", text)
        root = body and from_base64(body.group(3))
        if not root or not below.endswith("\n"):
            raise problem
        self.text = text + "\n"
        self.origin, self.size, self.root = body.group(1), int(body.group(2)), root
        self.signatures = []
        for line in below[:-1].split("\n"):
            found = re.fullmatch("\u2014 ([^\\s+]+) (\\S+)", line)
            signed = found and from_base64(found.group(2))
            if not signed or len(signed) < 5:
                raise problem
            self.signatures.append((found.group(1), signed[:4], signed[4:]))

    def signers(self):
        return ", ".join(name + "+" + key_hash.hex() for name, key_hash, _ in self.signatures)

    def signed_by(self, keys, all_of_them=False):
        """Those of the keys that signed. A signature that names one of them and is not of this text is false."""
        found = []
        for key in keys:
            for name, key_hash, signed in self.signatures:
                if (name, key_hash) == (key.name, key.hash) and key not in found:
                    message = self.text.encode()
                    if key.algorithm == COSIGNATURE:
                        head = "cosignature/v1\ntime %d\n" % int.from_bytes(signed[:8], "big")
                        message, signed = head.encode() + message, signed[8:]
                    if not ed25519_holds(key.public, signed, message):
                        raise Untrue(
                            "tanda tangan {} bukan milik titik periksa ini",
                            "the signature of {} is not of this checkpoint",
                            key.label,
                        )
                    found.append(key)
            if all_of_them and key not in found:
                raise Untrue(
                    "{} disebut di keys.txt, tetapi tidak ikut menandatangani",
                    "{} is named in keys.txt, but did not cosign",
                    key.label,
                )
        return found


def from_base64(text):
    """The bytes, None if the text is no Base64, or not the one way to write them."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    written = base64.b64encode(data)
    return data if written == (text if isinstance(text, bytes) else text.encode()) else None


def keys_given(text):
    """The keys in a file, one a line, or in the text itself."""
    if not os.path.exists(text):
        return [Key(text)]
    try:
        with open(text, encoding="utf-8") as file:
            lines = [line.strip() for line in file.read(1 << 20).splitlines()]
    except (OSError, ValueError):
        raise NothingProved("{} tidak dapat dibaca", "{} cannot be read", text)
    return [Key(line[4:] if line.startswith("log ") else line) for line in lines if line and not line.startswith("#")]


def keys_inside(files):
    found = []
    for line in lines_of(files, "keys.txt"):
        kind, _, text = line.decode("utf-8", "replace").partition(" ")
        try:
            key = Key(text)
        except NothingProved:
            key = None
        if key is None or {"log": ED25519, "witness": COSIGNATURE}.get(kind) != key.algorithm or text != text.strip():
            raise Untrue("data/keys.txt memuat baris yang bukan kunci", "data/keys.txt has a line that is no key")
        found.append((kind, key))
    return found


class Policy:
    """A policy of witnesses (C2SP tlog-policy): log, witness, group and quorum lines."""

    def __init__(self, path):
        self.logs, self.witnesses, self.groups, self.quorum = [], {}, {}, None
        try:
            with open(path, encoding="utf-8") as file:
                lines = file.read(1 << 20).split("\n")
        except (OSError, ValueError):
            raise NothingProved("{} tidak dapat dibaca", "{} cannot be read", path)
        members, secrets = set(), set()
        for number, line in enumerate(lines, 1):
            words = line.strip(" \t").split()
            if not words or words[0].startswith("#"):
                continue
            try:
                kind, *rest = words
                known = self.witnesses.keys() | self.groups.keys()
                if kind == "log":
                    self.logs.append(self._key(rest[0], ED25519, secrets))
                elif kind == "witness" and rest[0] not in known | {"none"}:
                    self.witnesses[rest[0]] = self._key(rest[1], COSIGNATURE, secrets)
                elif kind == "group" and rest[0] not in known | {"none"}:
                    name, least, *names = rest
                    least = {"all": len(names), "any": 1}.get(least) or int(least)
                    if not 1 <= least <= len(names) or len(set(names)) != len(names) or set(names) & members:
                        raise ValueError
                    if not set(names) <= known:
                        raise ValueError
                    members |= set(names)
                    self.groups[name] = (least, names)
                elif kind == "quorum" and self.quorum is None and len(rest) == 1 and rest[0] in known | {"none"}:
                    self.quorum = rest[0]
                else:
                    raise ValueError
            except (ValueError, IndexError, NothingProved):
                raise NothingProved(
                    "{}, baris {}: bukan aturan saksi (C2SP tlog-policy)",
                    "{}, line {}: this is no rule about witnesses (C2SP tlog-policy)",
                    path,
                    number,
                )
        if self.quorum is None:
            raise NothingProved("{} tidak memiliki baris quorum", "{} has no quorum line", path)

    @staticmethod
    def _key(text, algorithm, seen):
        key = Key(text)
        if key.algorithm != algorithm or key.public in seen:
            raise ValueError
        seen.add(key.public)
        return key

    def expect(self, checkpoint, note):
        cosigned = checkpoint.signed_by(list(self.witnesses.values()))
        names = {name for name, key in self.witnesses.items() if key in cosigned}

        def stands(name):
            if name in self.witnesses:
                return name in names
            least, members = self.groups[name]
            return sum(map(stands, members)) >= least

        if self.quorum != "none" and not stands(self.quorum):
            raise Untrue(
                "titik periksa hanya ikut ditandatangani {}: kurang dari yang dituntut aturan saksi ({})",
                "the checkpoint is cosigned by {} only: less than the policy of witnesses asks for ({})",
                ", ".join(sorted(names)) or "0",
                self.quorum,
            )
        note(
            CHECKED,
            "{} saksi ikut menandatangani ({}), memenuhi aturan",
            "{} witnesses cosigned ({}), as the policy asks",
            len(names),
            ", ".join(sorted(names)) or "-",
        )


def ed25519_holds(public, signed, message):
    """Whether this is the signature of the message by the key (RFC 8032)."""
    if len(signed) != 64:
        return False
    program = shutil.which("openssl")
    if program:
        # The DER form of an Ed25519 public key is this head and the 32 bytes (RFC 8410).
        key = base64.b64encode(bytes.fromhex("302a300506032b6570032100") + public).decode()
        pem = "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n" % key
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ("key.pem", "signature", "message")]
            for path, content in zip(paths, (pem.encode(), signed, message)):
                with open(path, "wb") as file:
                    file.write(content)
            ran = subprocess.run(
                [
                    program,
                    "pkeyutl",
                    "-verify",
                    "-pubin",
                    "-inkey",
                    paths[0],
                    "-rawin",
                    "-in",
                    paths[2],
                    "-sigfile",
                    paths[1],
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        if ran.returncode == 0 and b"Verified Successfully" in ran.stdout:
            return True
        if b"Verification Failure" in ran.stdout:
            return False
    return ed25519_by_arithmetic(public, signed, message)  # there is no openssl, or it is too old for Ed25519


# RFC 8032, sections 5.1 and 6: only verification, so nothing here is secret. Points are (X, Y, Z, T), x = X/Z, y = Y/Z.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def ed25519_by_arithmetic(public, signed, message):
    key, commitment = decompressed(public), decompressed(signed[:32])
    answer = int.from_bytes(signed[32:], "little")
    if key is None or commitment is None or answer >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signed[:32] + public + message).digest(), "little") % ORDER
    base_y = 4 * pow(5, P - 2, P) % P
    left = multiplied(answer, decompressed(base_y.to_bytes(32, "little")))
    right = added(commitment, multiplied(challenge, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def decompressed(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def added(one, other):
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiplied(number, point):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = added(total, point)
        point, number = added(point, point), number >> 1
    return total


# ---------------------------------------------------------------------------------------------------------------------
# 3. Entries: the Merkle tree of RFC 9162


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def read_entries(files, checkpoint):
    """The entries, in order of position, each with its leaf hash, once its inclusion is proved."""
    fields = {
        "id": (str,),
        "n": (int,),
        "recorded": (str,),
        "state": (str,),
        "topic": (str,),
        "v": (int,),
        "version": (int,),
    }
    entries, last, recorded = [], 0, ""
    for number, line in enumerate(lines_of(files, "entries.jsonl"), 1):
        entry = expect_fields(json_of(line, "entries.jsonl"), fields, "entries.jsonl, %d" % number)
        position = entry["n"]
        if entry["v"] != 1 or not last < position <= checkpoint.size:
            raise Untrue(
                "entri {} tidak menurut urutan posisi, atau di luar titik periksa ({})",
                "entry {} is out of order, or beyond the checkpoint ({})",
                position,
                checkpoint.size,
            )
        if (
            not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", entry["recorded"])
            or entry["recorded"] < recorded
        ):
            raise Untrue(
                "entri {} tercatat sebelum yang mendahuluinya",
                "entry {} was recorded before the one before it",
                position,
            )
        last, recorded = position, entry["recorded"]
        entry["leaf"] = hashlib.sha256(b"\x00" + line).digest()
        path = "proofs/%012d.tlog-proof" % position
        head, _, note = file_of(files, path).partition(b"\n\n")
        first, *lines = head.split(b"\n")
        hashes = [from_base64(one) for one in lines[1:]]
        if first != b"c2sp.org/tlog-proof@v1" or lines[:1] != [b"index %d" % (position - 1)] or None in hashes:
            raise Untrue(
                "data/{} bukan bukti bahwa entri {} ada di log",
                "data/{} is no proof that entry {} is in the log",
                path,
                position,
            )
        if note != checkpoint.data:
            raise Untrue("data/{} memuat titik periksa lain", "data/{} holds another checkpoint", path)
        if root_from(entry["leaf"], position - 1, checkpoint.size, hashes) != checkpoint.root:
            raise Untrue(
                "entri {} tidak menuju akar log: entri itu, tempatnya, atau buktinya telah diubah",
                "entry {} does not lead to the root of the log: it, its place or its proof was changed",
                position,
            )
        entries.append(entry)
    proofs = [path for path in files if path.startswith("proofs/")]
    if len(proofs) != len(entries):
        raise Untrue("ada {} bukti untuk {} entri", "there are {} proofs for {} entries", len(proofs), len(entries))
    return entries


def root_from(leaf, index, size, hashes):
    """Where an inclusion proof leads to (RFC 9162 section 2.1.3.2), None if it has not the length for this place."""
    last, found = size - 1, leaf
    for sibling in hashes:
        if last == 0 or len(sibling) != 32:
            return None
        if index & 1 or index == last:
            found = node(sibling, found)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            found = node(found, sibling)
        index, last = index >> 1, last >> 1
    return found if last == 0 else None


# ---------------------------------------------------------------------------------------------------------------------
# 4. Events: Avro

PRIMITIVES = {"null", "boolean", "int", "long", "float", "double", "bytes", "string"}


def read_schemas(files):
    """By full name and fingerprint, each schema, once its fingerprint is worked out."""
    schemas = {}
    for path in sorted(files):
        if not path.startswith("schemas/"):
            if path not in FILES and not path.startswith("proofs/") and path not in READING_COPIES:
                raise Untrue("data/{} tidak termasuk berkas bukti", "data/{} does not belong into a bundle", path)
            continue
        found = re.fullmatch(r"schemas/([A-Za-z.]+)-([0-9a-f]{16})\.avsc", path)
        try:
            schema = json.loads(files[path].decode("utf-8"))
            names = {}
            text = canonical_schema(schema, "", names)
        except (ValueError, KeyError, TypeError, AttributeError):
            found = None
        if not found or crc_64_avro(text.encode()).hex() != found.group(2) or found.group(1) not in names:
            raise Untrue(
                "data/{} bukan skema yang bersidik demikian", "data/{} is not the schema of this fingerprint", path
            )
        schemas[found.group(1), found.group(2)] = (schema, names)
    return schemas


FILES = (
    "bundle.json",
    "checkpoint",
    "keys.txt",
    "entries.jsonl",
    "events.base64",
    "streams.jsonl",
    "consistency.jsonl",
    "replay.json",
    "case.json",
)


def canonical_schema(schema, namespace, names):
    """Avro's Parsing Canonical Form; ``names`` collects the named types."""
    if isinstance(schema, str):
        return '"%s"' % (schema if schema in PRIMITIVES or "." in schema or not namespace else namespace + "." + schema)
    if isinstance(schema, list):
        return "[%s]" % ",".join(canonical_schema(one, namespace, names) for one in schema)
    kind = schema["type"]
    if not isinstance(kind, str) or kind in PRIMITIVES:
        return canonical_schema(kind, namespace, names)
    if kind == "array":
        return '{"type":"array","items":%s}' % canonical_schema(schema["items"], namespace, names)
    if kind == "map":
        return '{"type":"map","values":%s}' % canonical_schema(schema["values"], namespace, names)
    if kind not in ("record", "enum", "fixed"):
        return canonical_schema(kind, namespace, names)
    name = schema["name"]
    if "." not in name and schema.get("namespace", namespace):
        name = schema.get("namespace", namespace) + "." + name
    names[name] = schema
    head = '{"name":"%s","type":"%s",' % (name, kind)
    if kind == "enum":
        return head + '"symbols":[%s]}' % ",".join('"%s"' % symbol for symbol in schema["symbols"])
    if kind == "fixed":
        return head + '"size":%d}' % schema["size"]
    inner = name.rpartition(".")[0]
    fields = (
        '{"name":"%s","type":%s}' % (field["name"], canonical_schema(field["type"], inner, names))
        for field in schema["fields"]
    )
    return head + '"fields":[%s]}' % ",".join(fields)


def crc_64_avro(data):
    """CRC-64-AVRO, as the eight bytes that stand in an event."""
    empty = 0xC15D213AA4D7A795
    table = []
    for number in range(256):
        for _ in range(8):
            number = number >> 1 ^ (empty if number & 1 else 0)
        table.append(number)
    result = empty
    for byte in data:
        result = result >> 8 ^ table[(result ^ byte) & 255]
    return result.to_bytes(8, "little")


def read_events(files, entries, schemas):
    """Give each entry its event, and the schema it was written with."""
    lines = lines_of(files, "events.base64")
    if len(lines) != len(entries):
        raise Untrue("ada {} peristiwa untuk {} entri", "there are {} events for {} entries", len(lines), len(entries))
    used = set()
    for entry, line in zip(entries, lines):
        event = from_base64(line)
        if event is None or hashlib.sha256(event).hexdigest() != entry["state"]:
            raise Untrue(
                "peristiwa pada posisi {} bukan yang bersidik di entrinya",
                "the event at position {} is not the one whose digest stands in its entry",
                entry["n"],
            )
        written_with = (entry["topic"], event[2:10].hex())
        if event[:2] != b"\xc3\x01" or written_with not in schemas:
            raise Untrue(
                "skema peristiwa pada posisi {} ({}) tidak ada",
                "the schema of the event at position {} ({}) is missing",
                entry["n"],
                entry["topic"],
            )
        entry["event"], entry["schema"] = event, schemas[written_with]
        used.add(written_with)
    for name, fingerprint in schemas.keys() - used:
        raise Untrue("skema {}-{} tidak dipakai", "the schema {}-{} is not used", name, fingerprint)


def said_by(entry):
    """What an event says: its Avro body, read with the schema that it was written with."""
    schema, names = entry["schema"]
    body = io.BytesIO(entry["event"][10:])
    try:
        value = avro(schema, body, names, "")
        if not body.read(1):
            return value
    except (EOFError, ValueError, KeyError, IndexError, struct.error):
        pass
    raise Untrue(
        "peristiwa pada posisi {} tidak dapat dibaca menurut skemanya",
        "the event at position {} cannot be read by its schema",
        entry["n"],
    )


def avro(schema, body, names, namespace):
    if isinstance(schema, list):
        return avro(schema[avro_long(body)], body, names, namespace)
    kind = schema["type"] if isinstance(schema, dict) else schema
    if not isinstance(kind, str):
        return avro(kind, body, names, namespace)
    if kind == "null":
        return None
    if kind == "boolean":
        return exactly(body, 1) == b"\x01"
    if kind in ("int", "long"):
        return avro_long(body)
    if kind in ("float", "double"):
        return struct.unpack("<f" if kind == "float" else "<d", exactly(body, 4 if kind == "float" else 8))[0]
    if kind == "bytes":
        return exactly(body, avro_long(body))
    if kind == "string":
        return exactly(body, avro_long(body)).decode("utf-8")
    if kind == "fixed":
        return exactly(body, schema["size"])
    if kind == "enum":
        return schema["symbols"][avro_long(body)]
    if kind == "record":
        inner = schema.get("namespace", namespace)
        return {field["name"]: avro(field["type"], body, names, inner) for field in schema["fields"]}
    if kind in ("array", "map"):
        found = []
        while True:
            count = avro_long(body)
            if count == 0:
                return found if kind == "array" else dict(found)
            if count < 0:
                count, _ = -count, avro_long(body)
            for _ in range(count):
                if kind == "array":
                    found.append(avro(schema["items"], body, names, namespace))
                else:
                    key = exactly(body, avro_long(body)).decode("utf-8")
                    found.append((key, avro(schema["values"], body, names, namespace)))
    return avro(names[kind if "." in kind else namespace + "." + kind], body, names, namespace)


def avro_long(body):
    value, shift = 0, 0
    while shift < 70:
        byte = exactly(body, 1)[0]
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value >> 1 ^ -(value & 1)
    raise ValueError


def exactly(body, count):
    found = body.read(count) if count >= 0 else b""
    if count < 0 or len(found) != count:
        raise EOFError
    return found


# ---------------------------------------------------------------------------------------------------------------------
# 5. and 6. The seal, and the tree of streams


def expect_seal(entries, size):
    last = entries[-1]
    if (last["n"], last["id"], last["topic"]) != (size, "ledger-seals", "saksi.StreamsSealed"):
        raise Untrue(
            "entri terakhir titik periksa, posisi {}, bukan segel atau tidak ada di sini",
            "the last entry of the checkpoint, position {}, is no seal or is not here",
            size,
        )
    seal = said_by(last)
    if seal["upto"] != size - 1 or len(seal["root"]) != 32:
        raise Untrue(
            "segel pada posisi {} mencakup sampai {}, bukan sampai yang sebelum dirinya",
            "the seal at position {} reaches to {}, not to the one before it",
            size,
            seal["upto"],
        )
    return seal


def read_streams(files, entries, root):
    """By stream, its entries, once they are proved to be all it has; none for a stream proved to have none."""
    by_stream = {}
    for entry in entries:
        by_stream.setdefault(entry["id"], []).append(entry)
    streams, before = {}, ""
    fields = {"stream": (str,), "found": (dict, type(None)), "siblings": (list,)}
    for line in lines_of(files, "streams.jsonl"):
        said = expect_fields(json_of(line, "streams.jsonl"), fields, "streams.jsonl")
        stream, head = said["stream"], said["found"]
        if stream <= before:
            raise Untrue(
                "aliran {} tertulis dua kali atau tidak menurut urutan",
                "the stream {} stands twice or out of order",
                stream,
            )
        before = stream
        if head is not None:
            expect_fields(head, {"key": (str,), "version": (int,), "history": (str,)}, "streams.jsonl")
        key = hashlib.sha256(stream.encode()).digest()
        if stream_root(key, head, said["siblings"]) != root:
            raise Untrue(
                "yang dikatakan tentang aliran {} tidak menuju akar pohon aliran yang disegel",
                "what is said of the stream {} does not lead to the sealed root of the tree of streams",
                stream,
            )
        found = by_stream.pop(stream, [])
        there = head is not None and head["key"] == key.hex()
        history = bytes(32)
        for number, entry in enumerate(found, 1):
            if entry["version"] != number:
                raise Untrue(
                    "aliran {}: versi {} tidak ada atau tertulis dua kali (posisi {})",
                    "the stream {}: version {} is missing or stands twice (position {})",
                    stream,
                    number,
                    entry["n"],
                )
            history = hashlib.sha256(history + entry["leaf"]).digest()
        if len(found) != (head["version"] if there else 0):
            raise Untrue(
                "aliran {} memiliki {} entri, tetapi {} yang ada di sini",
                "the stream {} has {} entries, but {} are here",
                stream,
                head["version"] if there else 0,
                len(found),
            )
        if there and history.hex() != head["history"]:
            raise Untrue(
                "entri-entri aliran {} bukan riwayatnya yang disegel",
                "the entries of the stream {} are not its sealed history",
                stream,
            )
        streams[stream] = found
    for stream in by_stream:
        raise Untrue("aliran {} tidak dibuktikan lengkap", "the stream {} is not proved to be complete", stream)
    return streams


def stream_root(key, head, siblings):
    """Where the proof of a stream leads to, None if it is of another one."""
    way = int.from_bytes(key, "big")
    depth = len(siblings)
    if depth > 256 or not all(type(one) is str and re.fullmatch("[0-9a-f]{64}", one) for one in siblings):
        return None
    found = bytes(32)
    if head is not None:
        if not re.fullmatch("[0-9a-f]{64}", head["key"]) or not re.fullmatch("[0-9a-f]{64}", head["history"]):
            return None
        if int(head["key"], 16) >> 256 - depth != way >> 256 - depth or not 0 < head["version"] < 1 << 64:
            return None
        version = head["version"].to_bytes(8, "big")
        found = hashlib.sha256(b"\x00" + bytes.fromhex(head["key"]) + version + bytes.fromhex(head["history"])).digest()
    for step in reversed(range(depth)):
        sibling = bytes.fromhex(siblings[step])
        found = node(sibling, found) if way >> 255 - step & 1 else node(found, sibling)
    return found


def streams_needed(nip, known_at, streams, law):
    """Every stream that the answer can rest on, found as the facts name each other up to the position known at."""

    def said(stream, topic):
        return [
            said_by(entry) for entry in streams.get(stream, ()) if entry["topic"] == topic and entry["n"] <= known_at
        ]

    needed = {"ledger-keys", "employee-" + nip}
    # Cases are numbered without a gap: the first without an entry says that there is no other.
    number = 1
    while any(entry["n"] <= known_at for entry in streams.get(f"case-{nip}_{number}", ())):
        needed.add(f"case-{nip}_{number}")
        number += 1
    needed.add(f"case-{nip}_{number}")
    needed |= {stream for stream in streams if stream.partition("-")[0] in law}
    posts, above = said("staff-" + nip, "saksi.EmployeeAssigned"), [nip]
    while above:
        stream = "staff-" + above.pop()
        if stream not in needed:
            needed.add(stream)
            above += [event["supervisor"] for event in said(stream, "saksi.EmployeeAssigned") if event["supervisor"]]
    units = [event["unit"] for event in posts]
    while units:
        unit = units.pop()
        if "unit-" + unit not in needed:
            needed |= {"unit-" + unit, "calendar-" + unit}
            units += [event["parent"] for event in said("unit-" + unit, "saksi.UnitDefined") if event["parent"]]
    return needed


def expect_streams(streams, needed, seal, law):
    for stream in sorted(needed - streams.keys()):
        raise Untrue(
            "aliran {}, yang dapat menentukan jawaban, tidak disertakan",
            "the stream {}, on which the answer can rest, is left out",
            stream,
        )
    for stream in sorted(streams.keys() - needed):
        raise Untrue(
            "aliran {} tidak berkaitan dengan jawaban", "the stream {} has nothing to do with the answer", stream
        )
    indonesian = {"policy": "kebijakan", "discipline": "himpunan aturan disiplin"}
    english = {"policy": "policies", "discipline": "sets of discipline rules"}
    for kind in law:
        found = [stream for stream, entries in streams.items() if stream.startswith(kind + "-") and entries]
        if len(found) != seal["streams"].get(kind, 0):
            raise Untrue(
                "buku besar memiliki {} " + indonesian[kind] + ", tetapi {} yang disertakan",
                "the ledger has {} " + english[kind] + ", but {} are here",
                seal["streams"].get(kind, 0),
                len(found),
            )


def expect_own_keys(entries, own_keys):
    """That keys.txt names the keys that the ledger itself lists."""
    listed = []
    for entry in entries:
        key = said_by(entry)["key"]
        if entry["topic"] == "saksi.SigningKeyAdded":
            listed.append(Key(key).label)
        elif Key(key).label in listed:
            listed.remove(Key(key).label)
    if [key.label for key in own_keys] != listed:
        raise Untrue(
            "data/keys.txt tidak menyebut kunci-kunci yang tercatat di buku besar ({})",
            "data/keys.txt does not name the keys that the ledger lists ({})",
            ", ".join(listed) or "-",
        )


# ---------------------------------------------------------------------------------------------------------------------
# 7. Earlier checkpoints


def earlier_checkpoint(text):
    if os.path.exists(text):
        try:
            with open(text, encoding="utf-8") as file:
                text = file.read(1 << 20)
        except (OSError, ValueError):
            raise NothingProved("{} tidak dapat dibaca", "{} cannot be read", text)
    found = re.search(r"(?:^|\s)([1-9][0-9]{0,18})\s+([A-Za-z0-9+/]{43}=)(?:\s|$)", text)
    if not found or from_base64(found.group(2)) is None:
        raise NothingProved(
            "'{}' bukan titik periksa: tulis ukuran dan akarnya",
            "'{}' is no checkpoint: write its size and root",
            text.split("\n")[0],
        )
    return int(found.group(1)), from_base64(found.group(2))


def expect_earlier(files, checkpoint, given):
    fields = {"size": (int,), "root": (str,), "proof": (list,)}
    proved = {}
    for line in lines_of(files, "consistency.jsonl"):
        said = expect_fields(json_of(line, "consistency.jsonl"), fields, "consistency.jsonl")
        root, hashes = from_base64(said["root"]), [from_base64(one) for one in said["proof"] if type(one) is str]
        if (
            not root
            or len(hashes) != len(said["proof"])
            or not all(one and len(one) == 32 for one in hashes)
            or not grew(said["size"], root, checkpoint.size, checkpoint.root, hashes)
        ):
            raise Untrue(
                "log dengan {} entri bukan awal log dengan {} entri, atau buktinya telah diubah",
                "the log of {} entries is not the beginning of that of {}, or the proof was changed",
                said["size"],
                checkpoint.size,
            )
        proved[said["size"]] = root
    proved.setdefault(checkpoint.size, checkpoint.root)
    for size, root in given:
        if size not in proved:
            raise NothingProved(
                "tidak ada bukti kesinambungan dari titik periksa dengan {} entri: minta diekspor dengan --since {}",
                "there is no consistency proof from the checkpoint of {} entries: have it exported with --since {}",
                size,
                size,
            )
        if proved[size] != root:
            raise Untrue(
                "titik periksa terdahulu dengan {} entri berakar lain: ada dua riwayat buku besar ini",
                "the earlier checkpoint of {} entries has another root: there are two histories of this ledger",
                size,
            )
    return len(lines_of(files, "consistency.jsonl"))


def grew(first, first_root, second, second_root, path):
    """Whether the tree of ``first`` leaves is the beginning of that of ``second`` (RFC 9162 section 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    if first & first - 1 == 0:
        path = [first_root, *path]
    if not path:
        return False
    index, last = first - 1, second - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            old, new = node(sibling, old), node(sibling, new)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            new = node(new, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and (old, new) == (first_root, second_root)


# ---------------------------------------------------------------------------------------------------------------------
# 8. The answer


def expect_answer(files, contents):
    data = file_of(files, "replay.json")
    answer = json_of(data[:-1], "replay.json")
    question = contents["question"]
    try:
        digest = answer.pop("digest")
        said = (answer["nip"], answer["as_of"], answer["known_at"], answer["engine"])
        days = [day["date"] for day in answer["days"]]
        days = [min(days), max(days)] if days else []
    except (KeyError, TypeError, AttributeError, ValueError):
        raise Untrue("data/replay.json bukan jawaban", "data/replay.json is no answer")
    worked_out = "sha256:" + hashlib.sha256(canonical_json(answer)).hexdigest()
    if digest != worked_out or not data.endswith(b"\n"):
        raise Untrue(
            "jawaban di replay.json bersidik {}, bukan {}",
            "the answer in replay.json has the digest {}, not {}",
            worked_out,
            digest,
        )
    if (contents["nip"], question["as_of"], question["known_at"], contents["engine"]) != said or contents[
        "digest"
    ] != digest:
        raise Untrue(
            "bundle.json dan replay.json menyebut pertanyaan atau sidik yang berlainan",
            "bundle.json and replay.json name different questions or digests",
        )
    if days and not (question["from"] or days[0]) <= days[0] <= days[1] <= (question["to"] or days[1]):
        raise Untrue("jawaban memuat hari di luar yang ditanyakan", "the answer has days outside of those asked about")


# ---------------------------------------------------------------------------------------------------------------------
# 9. The case


def expect_case(files, contents, streams):
    """How many steps and bases the case has, once its steps are its entries and its bases those that they hold."""
    data = file_of(files, "case.json")
    fields = {"case": (str,), "answer": (dict,), "bases": (list,), "steps": (list,), "digest": (str,)}
    part = expect_fields(json_of(data[:-1], "case.json"), fields, "case.json")
    worked_out = digest_of(part)
    if part["digest"] != worked_out or not data.endswith(b"\n"):
        raise Untrue(
            "perkara di case.json bersidik {}, bukan {}",
            "the case in case.json has the digest {}, not {}",
            worked_out,
            part["digest"],
        )
    case, known_at = part["case"], contents["question"]["known_at"]
    if contents["case"] != {"id": case, "digest": worked_out} or case.rpartition("_")[0] != contents["nip"]:
        raise Untrue(
            "bundle.json dan case.json menyebut perkara atau sidik yang berlainan",
            "bundle.json and case.json name different cases or digests",
        )
    entries = [entry for entry in streams.get("case-" + case, ()) if entry["n"] <= known_at]
    expect_steps(part["steps"], entries)
    held = [entry for entry in entries if entry["topic"] in ("saksi.CaseOpened", "saksi.BasisRenewed")]
    if len(held) != len(part["bases"]):
        raise Untrue(
            "langkah-langkahnya memuat {} dasar, tetapi case.json memuat {}",
            "the steps hold {} bases, but case.json has {}",
            len(held),
            len(part["bases"]),
        )
    for said, entry in zip(part["bases"], held):
        expect_basis(said, entry, known_at)
    cases = json_of(file_of(files, "replay.json")[:-1], "replay.json").get("cases")
    standing = [canonical_json(one) for one in cases] if type(cases) is list else []
    if canonical_json(part["answer"]) not in standing or part["answer"].get("case") != case:
        raise Untrue(
            "perkara di case.json tidak berkedudukan seperti kata replay.json",
            "the case in case.json does not stand as replay.json says it does",
        )
    return len(entries), len(held)


def expect_steps(steps, entries):
    """That these are the entries of the case up to the position known at, each once and in order."""
    told = {}
    for entry in entries:
        step = {
            "id": said_by(entry)["id"],
            "n": entry["n"],
            "type": entry["topic"].partition(".")[2],
            "version": entry["version"],
        }
        told[entry["n"]] = canonical_json(step)
    places = []
    for step in steps:
        place = step.get("n") if type(step) is dict else None
        if type(place) is not int or place not in told:
            raise Untrue(
                "case.json menyebut langkah pada posisi {}, tetapi di situ tidak ada entri perkara ini",
                "case.json names a step at position {}, where there is no entry of the case",
                place,
            )
        if canonical_json(step) != told[place]:
            raise Untrue(
                "case.json mengatakan tentang langkah pada posisi {} yang tidak dikatakan entrinya",
                "case.json says of the step at position {} what its entry does not say",
                place,
            )
        places.append(place)
    for place in told:
        if place not in places:
            raise Untrue(
                "langkah perkara pada posisi {} dihilangkan dari case.json",
                "the step of the case at position {} is left out of case.json",
                place,
            )
    if places != list(told):
        raise Untrue(
            "langkah-langkah di case.json tidak berurutan, atau ada yang tertulis dua kali",
            "the steps in case.json are out of order, or one stands twice",
        )


def expect_basis(said, entry, known_at):
    """That a basis is that of a step: its replay then has the digest in the step, its replay now asks the same."""
    said = expect_fields(said, {"id": (str,), "n": (int,), "then": (dict,), "now": (dict,)}, "case.json")
    event = said_by(entry)
    basis, then, now = event["basis"], said["then"], said["now"]
    if (said["id"], said["n"]) != (event["id"], entry["n"]):
        raise Untrue(
            "dasar pada posisi {} di case.json bukan dasar langkah pada posisi {}",
            "the basis at position {} in case.json is not that of the step at position {}",
            said["n"],
            entry["n"],
        )
    for indonesian, english, answer in (("waktu itu", "then", then), ("kini", "now", now)):
        if answer.get("digest") != digest_of(answer):
            raise Untrue(
                "dasar pada posisi {}, sebagaimana diketahui " + indonesian + ", bersidik {}, bukan {}",
                "the basis at position {}, as known " + english + ", has the digest {}, not {}",
                said["n"],
                digest_of(answer),
                answer.get("digest"),
            )
    if then["digest"] != basis["digest"]:
        raise Untrue(
            "langkah pada posisi {} memuat sidik {}, tetapi dasarnya di case.json bersidik {}",
            "the step at position {} holds the digest {}, but its basis in case.json has {}",
            said["n"],
            basis["digest"],
            then["digest"],
        )
    first, last = (str(datetime.date(1970, 1, 1) + datetime.timedelta(basis[name])) for name in ("first", "last"))
    try:
        asked = dict(then, known_at=known_at)
        names = ("nip", "as_of", "known_at", "engine")
        same = all(canonical_json(now[name]) == canonical_json(asked[name]) for name in names)
        same = same and all(first <= day["date"] <= last for day in now["days"])
    except (KeyError, TypeError):
        same = False
    if not same:
        raise Untrue(
            "yang kini diketahui tentang dasar pada posisi {} menjawab pertanyaan lain",
            "what the basis at position {} reads now is the answer to another question",
            said["n"],
        )


def digest_of(value):
    """sha256: and the SHA-256 of the canonical JSON of all but the digest."""
    rest = {name: one for name, one in value.items() if name != "digest"}
    return "sha256:" + hashlib.sha256(canonical_json(rest)).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
