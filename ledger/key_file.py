"""Files of private keys: one line, ``PRIVATE+KEY+…``, that only its owner may read.

write_key(path, PrivateKey.generate("saksi.example.go.id"))      # raises KeyFileExists
key = read_key(path)                                             # raises KeyFileOpen, BadKey, OSError
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from domain.errors import SaksiError
from ledger.durable_file import keep_folder
from ledger.note import Algorithm, BadKey, PrivateKey, PublicKey

PRIVATE_MODE = 0o600
_LONGEST = 10_000
"""Bytes of a file that may be a key; the line of one has some 200."""


class KeyFileExists(SaksiError):
    """A key would take the place of what is in a file already."""

    code = "key_file_exists"


class KeyFileOpen(SaksiError):
    """Others than its owner may read the file of a private key."""

    code = "key_file_open"


def write_key(path: Path, key: PrivateKey) -> None:
    """Put a new key into a new file, which is on the disk when this returns. Raises ``KeyFileExists``, ``OSError``."""
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_MODE)
    except FileExistsError:
        raise KeyFileExists(
            "there is a file {path} already, and a key takes no other's place",
            "name another file; a ledger's key is changed with `saksi key add`",
            path=path,
        ) from None
    with os.fdopen(opened, "wb") as file:
        os.fchmod(opened, PRIVATE_MODE)  # whatever the umask
        file.write(f"{key.text()}\n".encode())
        file.flush()
        os.fsync(opened)
    keep_folder(path)


def read_key(path: Path, algorithm: Algorithm | None = None) -> PrivateKey:
    """The private key in a file, for what it is wanted for.

    Raises ``KeyFileOpen`` if others may read it, ``BadKey`` and ``OSError``.
    """
    with path.open("rb") as file:
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if mode & 0o077:
            raise KeyFileOpen(
                "the key file {path} may be read by others than its owner (mode {mode})",
                "if nobody did, run `chmod 600` on it; if somebody may have, make a new key and retire this one",
                path=path,
                mode=f"{mode:04o}",
            )
        key = PrivateKey.of(_text(file.read(_LONGEST)))
    if algorithm is not None and key.public.algorithm is not algorithm:
        raise BadKey(
            "the key in {path} is that of a ledger, which cannot cosign"
            if algorithm is Algorithm.COSIGNATURE
            else "the key in {path} is that of a witness, which signs no ledger",
            "make a witness its key with `saksi key generate --witness`, and a ledger without",
            path=path,
        )
    return key


def read_public_key(text: str) -> PublicKey:
    """The public key in a text, or in the file that it names, private or public. Raises as ``read_key`` does."""
    if "+" in text and not Path(text).exists():
        return PublicKey.of(text)
    content = _text(Path(text).read_bytes()[:_LONGEST])
    if content.startswith("PRIVATE+KEY+"):
        return read_key(Path(text)).public
    return PublicKey.of(content)


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise BadKey("this is no private key", "it begins with PRIVATE+KEY+; the public one cannot sign") from None
