"""One bag in one ZIP, byte for byte the same wherever it is packed (BagIt 1.0, RFC 8493).

    saksi-<nip>-<size>/bagit.txt
                       bag-info.txt
                       data/…                      what the bag is about
                       manifest-sha256.txt         the SHA-256 of each file below data/
                       tagmanifest-sha256.txt      the SHA-256 of the other three

Files lie in the ZIP uncompressed, in the order of their names, all with the date 1980-01-01 and the mode 0644. So there
is one ZIP for one bag, and a ZIP that is not that one was changed: whoever opens a bag packs it again and compares.
That leaves no room for a file that stands twice, one that would be written elsewhere or unpacks to a terabyte.

    packed = pack("saksi-199007212015021002-412", {"bundle.json": b"…", "proofs/…": b"…"})
    name, files = unpack(packed)                                    # raises NoBundle, FalseEvidence
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping

from evidence.errors import FalseEvidence, NoBundle

PAYLOAD = "data/"
_BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*")


def pack(name: str, payload: Mapping[str, bytes]) -> bytes:
    """The ZIP of the bag of this name with these files below ``data/``.

    Raises ``ValueError`` for a name or a path that has other than letters, digits, dots, hyphens and underscores.
    """
    if not _NAME.fullmatch(name) or not all(map(_PATH.fullmatch, payload)):
        raise ValueError("a name in a bag has letters, digits, dots, hyphens and underscores")
    tags = {
        "bagit.txt": _BAGIT,
        "bag-info.txt": _information(name, payload),
        "manifest-sha256.txt": _manifest({PAYLOAD + path: content for path, content in payload.items()}),
    }
    tags["tagmanifest-sha256.txt"] = _manifest(tags)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path, content in sorted({**tags, **{PAYLOAD + path: payload[path] for path in payload}}.items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o100644 << 16  # as on Unix, a file that all may read
            archive.writestr(entry, content)
    return packed.getvalue()


def unpack(packed: bytes) -> tuple[str, dict[str, bytes]]:
    """The name of the bag in a ZIP, and the files below its ``data/``.

    Raises ``NoBundle`` for what is no ZIP, ``FalseEvidence`` for one that is not as ``pack`` makes it.
    """
    files = _files(packed)
    names = {path.partition("/")[0] for path in files}
    if len(names) != 1:
        raise FalseEvidence(
            "there is more than one folder in the ZIP: {names}", _HINT, names=", ".join(sorted(names)[:3])
        )
    name = names.pop()
    inside = {path.removeprefix(name + "/"): content for path, content in files.items()}
    payload = {path.removeprefix(PAYLOAD): inside[path] for path in inside if path.startswith(PAYLOAD)}
    _expect_manifest(inside, "manifest-sha256.txt", {PAYLOAD + path: payload[path] for path in payload})
    tags = {path: inside[path] for path in inside if not path.startswith(PAYLOAD) and not path.startswith("tagm")}
    _expect_manifest(inside, "tagmanifest-sha256.txt", tags)
    for path, expected in (("bagit.txt", _BAGIT), ("bag-info.txt", _information(name, payload))):
        if inside.get(path) != expected:
            raise FalseEvidence("{path} is not that of this bag", _HINT, path=path)
    if set(tags) != {"bagit.txt", "bag-info.txt", "manifest-sha256.txt"}:
        raise FalseEvidence("{path} does not belong into the bag", _HINT, path=max(tags, key=_strangeness))
    if not _NAME.fullmatch(name) or not all(map(_PATH.fullmatch, payload)) or pack(name, payload) != packed:
        raise FalseEvidence("the ZIP is not the one that its files make", _HINT)
    return name, payload


_HINT = "take the file as it was given out, byte by byte; it was changed, or packed anew by another program"


def _files(packed: bytes) -> dict[str, bytes]:
    if not packed.startswith(b"PK"):
        raise NoBundle("the file is no ZIP", "give the file that `saksi evidence export` made")
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > len(packed):
                raise FalseEvidence("the files in the ZIP are larger than the ZIP", _HINT)
            if any(entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits for entry in entries):
                raise FalseEvidence("the files in the ZIP are compressed or encrypted", _HINT)
            files = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise FalseEvidence("the ZIP is damaged: {detail}", _HINT, detail=str(error)) from None
    if len(files) != len(entries):
        raise FalseEvidence("a file stands twice in the ZIP", _HINT)
    return files


def _expect_manifest(inside: Mapping[str, bytes], name: str, files: Mapping[str, bytes]) -> None:
    """Raises ``FalseEvidence``, naming the first file, if the manifest of this name is not that of these files."""
    if inside.get(name) == _manifest(files):
        return
    lines = inside.get(name, b"").decode(errors="replace").splitlines()
    said = {path: digest for digest, gap, path in (line.partition("  ") for line in lines) if gap}
    for path in sorted(said.keys() | files.keys()):
        if path not in files:
            raise FalseEvidence("{path} is missing from the bag", _HINT, path=path)
        if path not in said:
            raise FalseEvidence("{path} does not belong into the bag", _HINT, path=path)
        if said[path] != hashlib.sha256(files[path]).hexdigest():
            raise FalseEvidence(
                "{path} does not have the digest that {manifest} gives it", _HINT, path=path, manifest=name
            )
    raise FalseEvidence("{path} is not that of this bag", _HINT, path=name)


def _manifest(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in sorted(files.items()))
    return "".join(lines).encode()


def _information(name: str, payload: Mapping[str, bytes]) -> bytes:
    octets = sum(map(len, payload.values()))
    return f"Bag-Software-Agent: Saksi\nExternal-Identifier: {name}\nPayload-Oxum: {octets}.{len(payload)}\n".encode()


def _strangeness(path: str) -> bool:
    return path not in {"bagit.txt", "bag-info.txt", "manifest-sha256.txt"}
