"""Signed notes (C2SP signed-note): a short text that people can read, and who stands for it.

    saksi.kaltimprov.go.id/2026
    1000
    TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=
                                                       an empty line
    — saksi.kaltimprov.go.id/2026 Az3grlgtzPIC…        name, and in Base64: 4 bytes of the key's hash, signature
    — witness.bkn.go.id 2zOqbgAAAABn…

What is signed is the text up to and with its last newline. Who reads a note brings the keys that are believed; a
signature by a key that is not among them says nothing, and one that should hold and does not makes the note worthless:

    note = parse(data)
    note.expect([key])                             # raises NoteNotSigned, BadNote

    key           NAME+HASH+BASE64(algorithm | public key)           may be published
    private key   PRIVATE+KEY+NAME+HASH+BASE64(algorithm | seed)     never leaves its file

    HASH = the first 4 bytes of SHA-256(NAME | newline | algorithm | public key), in hex

The algorithms are Ed25519 (0x01), and Ed25519 of a cosignature with its time (0x04; ``ledger.checkpoint``).
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

from domain.errors import SaksiError

MOST_BYTES = 1 << 20
"""A note longer than this is none."""
MOST_SIGNATURES = 100
_DASH = "\N{EM DASH} "
_PRIVATE = "PRIVATE+KEY+"


class BadNote(SaksiError):
    """What should be a signed note is none, or a signature on it is false."""

    code = "bad_note"


class NoteNotSigned(SaksiError):
    """A note has no signature by a key that is believed."""

    code = "note_not_signed"


class BadKey(SaksiError):
    """What should be a key is none."""

    code = "bad_key"


class Algorithm(IntEnum):
    """What a key signs, by its number in the text of the key."""

    ED25519 = 0x01
    COSIGNATURE = 0x04


class Signature(Struct, frozen=True):
    """A line below a note: whose, which key of theirs by its hash, and what they signed with it."""

    name: str
    key_hash: bytes
    signed: bytes

    def line(self) -> str:
        """As it stands below the note."""
        return f"{_DASH}{self.name} {b64encode(self.key_hash + self.signed).decode()}\n"


class Note(Struct, frozen=True):
    """A text, ending with a newline, and the signatures below it."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __bytes__(self) -> bytes:
        return (self.text + "\n" + "".join(signature.line() for signature in self.signatures)).encode()

    def signed_by(self, key: PublicKey) -> Signature | None:
        """The signature of this key, None if there is none. Raises ``BadNote`` if it is false."""
        for signature in self.signatures:
            if (signature.name, signature.key_hash) == (key.name, key.hash):
                key.verify(self.text, signature.signed)
                return signature
        return None

    def expect(self, keys: Sequence[PublicKey]) -> list[PublicKey]:
        """Those of the keys that signed. Raises ``NoteNotSigned`` if none did, ``BadNote`` for a false signature."""
        found = [key for key in keys if self.signed_by(key) is not None]
        if not found:
            raise NoteNotSigned(
                "none of the keys {keys} signed this; it is signed by {names}",
                "ask its signer for the public key by another way than the note came",
                keys=", ".join(key.label for key in keys) or "-",
                names=", ".join(f"{one.name}+{one.key_hash.hex()}" for one in self.signatures) or "nobody",
            )
        return found

    def with_signatures(self, more: Iterable[Signature]) -> Note:
        """The same note with these below the others; of one key the later."""
        by_key = {(one.name, one.key_hash): one for one in (*self.signatures, *more)}
        return Note(self.text, tuple(by_key.values()))


def parse(data: bytes) -> Note:
    """The note in some bytes. Raises ``BadNote``; no signature is verified yet."""
    try:
        return _parsed(data)
    except (ValueError, Base64Error) as error:
        raise BadNote(
            "this is no signed note: {detail}", "take the file as it was given out, byte by byte", detail=str(error)
        ) from None


def _parsed(data: bytes) -> Note:
    if len(data) > MOST_BYTES:
        raise ValueError("it is longer than a megabyte")
    whole = data.decode()
    text, found, below = whole.rpartition("\n\n")
    if not found or not below.endswith("\n") or any(ord(sign) < 0x20 and sign != "\n" for sign in whole):
        raise ValueError("it does not end with signatures below an empty line, or has control characters")
    lines = below.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise ValueError(f"it has more than {MOST_SIGNATURES} signatures")
    return Note(text + "\n", tuple(map(signature_in, lines)))


def signature_in(line: str) -> Signature:
    """The signature in a line, which may end with a newline. Raises ``ValueError`` if it is none."""
    line = line.removesuffix("\n")
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not _is_name(name):
        raise ValueError(f"{line!r} is no signature")
    signed = b64decode(encoded, validate=True)
    if len(signed) < 5:
        raise ValueError(f"{line!r} is no signature")
    return Signature(name, signed[:4], signed[4:])


# Keys


class PublicKey(Struct, frozen=True):
    """A key by which signatures are checked."""

    name: str
    algorithm: Algorithm
    public: bytes

    @classmethod
    def of(cls, text: str) -> Self:
        """The key in a text. Raises ``BadKey``."""
        name, key_hash, algorithm, public = _read_key(text, "+HASH+KEY")
        key = cls(name, algorithm, public)
        if key.hash.hex() != key_hash:
            raise BadKey(
                "the key of {name} does not have the hash {hash} that stands in it",
                "copy the whole line again",
                name=name,
                hash=key_hash,
            )
        return key

    @property
    def hash(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return hashlib.sha256(f"{self.name}\n".encode() + bytes([self.algorithm]) + self.public).digest()[:4]

    @property
    def label(self) -> str:
        """Name and hash, as people compare them."""
        return f"{self.name}+{self.hash.hex()}"

    def __str__(self) -> str:
        return f"{self.label}+{b64encode(bytes([self.algorithm]) + self.public).decode()}"

    def verify(self, text: str, signed: bytes) -> int | None:
        """Raises ``BadNote`` unless this key signed the text. When it did, in seconds since 1970, for a cosignature."""
        time = None
        message = text.encode()
        if self.algorithm is Algorithm.COSIGNATURE:
            time, signed = int.from_bytes(signed[:8], "big"), signed[8:]
            message = cosigned(text, time)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signed, message)
        except InvalidSignature:
            raise BadNote(
                "the signature of {key} is not of this text", "the text or the signature was changed", key=self.label
            ) from None
        return time


class PrivateKey:
    """A key that signs. What it prints of itself is its public key."""

    def __init__(self, name: str, algorithm: Algorithm, seed: bytes) -> None:
        if not _is_name(name):
            raise BadKey(
                "'{name}' is no name for a key", "take a name like saksi.example.go.id, without spaces or +", name=name
            )
        self._seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = PublicKey(name, algorithm, self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, name: str, algorithm: Algorithm = Algorithm.ED25519) -> Self:
        """A new key. Raises ``BadKey`` for what is no name."""
        return cls(name, algorithm, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def of(cls, text: str) -> Self:
        """The key in a text. Raises ``BadKey``, without showing anything of it."""
        if not text.startswith(_PRIVATE):
            raise BadKey("this is no private key", "it begins with PRIVATE+KEY+; the public one cannot sign")
        name, key_hash, algorithm, seed = _read_key(text.removeprefix(_PRIVATE), "+HASH+SEED")
        key = cls(name, algorithm, seed)
        if key.public.hash.hex() != key_hash:
            raise BadKey(
                "the private key of {name} does not fit the hash in it", "take the file as it was made", name=name
            )
        return key

    def text(self) -> str:
        """What stands in its file. To be kept from everybody else."""
        encoded = b64encode(bytes([self.public.algorithm]) + self._seed).decode()
        return f"{_PRIVATE}{self.public.label}+{encoded}"

    def __repr__(self) -> str:
        return f"PrivateKey({self.public.label})"

    def sign(self, text: str, time: int = 0) -> Signature:
        """Sign a text, which must end with a newline; ``time`` (seconds since 1970) is for a cosignature."""
        if not text.endswith("\n"):
            raise ValueError("the text of a note ends with a newline")
        name, key_hash = self.public.name, self.public.hash
        if self.public.algorithm is Algorithm.COSIGNATURE:
            return Signature(name, key_hash, time.to_bytes(8, "big") + self._key.sign(cosigned(text, time)))
        return Signature(name, key_hash, self._key.sign(text.encode()))


def cosigned(text: str, time: int) -> bytes:
    """What a cosignature signs: that at a time the note's text was the newest seen (C2SP tlog-cosignature v1)."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _read_key(text: str, form: str) -> tuple[str, str, Algorithm, bytes]:
    name, _, rest = text.strip().partition("+")
    key_hash, _, encoded = rest.partition("+")
    try:
        algorithm, *key = b64decode(encoded, validate=True)
        if _is_name(name) and len(key) == 32:
            return name, key_hash, Algorithm(algorithm), bytes(key)
    except (ValueError, Base64Error):
        pass  # as any other text that is none
    raise BadKey("this is no key; one is written NAME{form}", "copy the whole line from whoever signs", form=form)


def _is_name(name: str) -> bool:
    return bool(name) and not any(sign.isspace() or sign == "+" for sign in name)
