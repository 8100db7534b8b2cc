"""Which keys may sign the checkpoints of a ledger, by what its own log says (the stream ``ledger-keys``).

    keys = signing_keys(ledger)                        # raises KeysContradict
    add_key(ledger, new.public, old)                   # from here on both sign
    retire_key(ledger, old.public, new)                # from here on the new one alone

The first key is taken as it comes: whoever checks the ledger knows it from elsewhere. Each further change is vouched
for by a key that the log lists at that point, so whoever knows one key of the ledger is led to all later ones. What it
signs for that is this text, in which KEY is the text of the key that comes or goes, and the third line says which:

    saksi signing key
    saksi.kaltimprov.go.id/2026                        the origin: the name that all keys of a ledger bear
    added                                              or ``retired``
    saksi.kaltimprov.go.id/2026+4c27c2ee+AUcu…

``vouched`` is the line of the signature, as it would stand below a note. No checkpoint can be taken for such a text:
the second line of one is a number.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from msgspec import Struct

from domain.errors import SaksiError
from ledger.application import Ledger
from ledger.drafts import Draft, draft_of
from ledger.note import Algorithm, BadKey, BadNote, Note, PrivateKey, PublicKey, signature_in
from ledger.sealing import SOURCE
from ledger.statements import KEYS, SigningKeyAdded, SigningKeyRetired

WAY_OUT = "run `saksi verify`, and find out who wrote it; until then, sign nothing"


class KeysContradict(SaksiError):
    """What the log says of its keys cannot have been written by Saksi: a key came or went without another's word."""

    code = "keys_contradict"


class KeyRefused(SaksiError):
    """A key may not sign, come or go."""

    code = "key_refused"


class ListedKey(Struct, frozen=True):
    """A key, and from which position to which the log lists it (not included)."""

    key: PublicKey
    added: int
    retired: int | None = None


class SigningKeys(Struct, frozen=True):
    """All keys that the log names, in the order in which they were added."""

    listed: tuple[ListedKey, ...] = ()

    @property
    def active(self) -> list[PublicKey]:
        """Those that sign now."""
        return [one.key for one in self.listed if one.retired is None]

    @property
    def all(self) -> list[PublicKey]:
        """Those that sign now or once did."""
        return [one.key for one in self.listed]

    def expect_active(self, key: PublicKey) -> None:
        """Raises ``KeyRefused`` unless the key signs now."""
        if key in self.active:
            return
        raise KeyRefused(
            "the key {key} was retired: it signs no more"
            if key in self.all
            else "the key {key} is not among the keys of this ledger, which are {active}",
            "sign with one of those; the first comes in with the first checkpoint, each further one with "
            "`saksi key add`",
            key=key.label,
            active=", ".join(one.label for one in self.active) or "-",
        )


def vouched_text(act: str, key: PublicKey) -> str:
    """What is signed for a key that was ``added`` or ``retired``."""
    return f"saksi signing key\n{key.name}\n{act}\n{key}\n"


def signing_keys(ledger: Ledger, upto: int | None = None) -> SigningKeys:
    """The keys as the log names them up to a position (included). Raises ``KeysContradict``."""
    listed: dict[PublicKey, ListedKey] = {}
    for entry in ledger.read_stream(KEYS, upto):
        statement = entry.event
        assert isinstance(statement, SigningKeyAdded | SigningKeyRetired)
        try:
            key = PublicKey.of(statement.key)
            _expect_word(SigningKeys(tuple(listed.values())), statement, key)
        except (BadKey, BadNote, KeyRefused, ValueError) as error:
            raise KeysContradict(
                "what the log says at position {position} of the key {key} was not written by Saksi: {detail}",
                WAY_OUT,
                position=entry.position,
                key=statement.key,
                detail=error.said if isinstance(error, SaksiError) else str(error),
            ) from None
        if isinstance(statement, SigningKeyAdded):
            listed[key] = ListedKey(key, entry.position)
        else:
            listed[key] = ListedKey(key, listed[key].added, entry.position)
    return SigningKeys(tuple(listed.values()))


def _expect_word(keys: SigningKeys, statement: SigningKeyAdded | SigningKeyRetired, key: PublicKey) -> None:
    """Raises ``KeyRefused``, ``BadNote`` or ``ValueError`` unless the statement is one that these keys allow."""
    added = isinstance(statement, SigningKeyAdded)
    if (key in keys.all) is added or (not added and (key not in keys.active or len(keys.active) < 2)):
        raise KeyRefused("a key comes once and goes once, and the last one stays", WAY_OUT)
    if key.algorithm is not Algorithm.ED25519 or any(one.name != key.name for one in keys.all):
        raise KeyRefused("all keys of a ledger have one name and sign alike", WAY_OUT)
    if not keys.all:
        return
    voucher = Note(
        vouched_text("added" if added else "retired", key),
        () if statement.vouched is None else (signature_in(statement.vouched),),
    )
    if not any(one != key and voucher.signed_by(one) for one in keys.active):
        raise KeyRefused("no key that signed then vouches for it", WAY_OUT)


# Coming and going


def add_first_key(ledger: Ledger, key: PublicKey) -> None:
    """Put the first key into the log, unless it lists one. Raises ``BadKey`` for what is no key of a ledger."""
    _expect_ledgers(key)
    if not signing_keys(ledger).all:
        with suppress(_Taken):  # by another process meanwhile: whether it is ours is asked of the log
            _append(ledger, lambda keys: SigningKeyAdded(id=_id("added", key), key=str(_first(keys, key))))


def add_key(ledger: Ledger, new: PublicKey, voucher: PrivateKey) -> int:
    """From here on a new key may sign, by the word of one that does; the position of the statement.

    Raises ``KeyRefused`` and ``BadKey``.
    """
    _expect_ledgers(new)

    def statement(keys: SigningKeys) -> SigningKeyAdded:
        keys.expect_active(voucher.public)
        if new.name != voucher.public.name:
            raise KeyRefused(
                "the new key is named {name}, but the keys of this ledger {origin}",
                "all keys of a ledger bear its name: generate the key again, as {origin}",
                name=new.name,
                origin=voucher.public.name,
            )
        if new in keys.all:
            raise KeyRefused(
                "the key {key} is or was a key of this ledger", "a key comes once: generate another", key=new.label
            )
        return SigningKeyAdded(id=_id("added", new), key=str(new), vouched=_word(voucher, "added", new))

    return _append(ledger, statement)


def retire_key(ledger: Ledger, old: PublicKey, voucher: PrivateKey) -> int:
    """From here on a key signs no more, by the word of another that does; the position of the statement.

    Raises ``KeyRefused``.
    """

    def statement(keys: SigningKeys) -> SigningKeyRetired:
        keys.expect_active(voucher.public)
        keys.expect_active(old)
        if old == voucher.public:
            raise KeyRefused(
                "the key {key} cannot retire itself",
                "let another key of the ledger do it; if there is none, add one first with `saksi key add`",
                key=old.label,
            )
        return SigningKeyRetired(id=_id("retired", old), key=str(old), vouched=_word(voucher, "retired", old))

    return _append(ledger, statement)


class _Taken(Exception):
    """There is a first key already."""


def _first(keys: SigningKeys, key: PublicKey) -> PublicKey:
    if keys.all:
        raise _Taken
    return key


def _append(ledger: Ledger, statement: Callable[[SigningKeys], SigningKeyAdded | SigningKeyRetired]) -> int:
    """Record a statement that follows from the keys as they are while nobody else writes."""

    def made(last: int) -> Draft:
        return draft_of(statement(signing_keys(ledger, last)), SOURCE, 0, ledger.codec)

    return ledger.recorder.append_statement(made)


def _id(act: str, key: PublicKey) -> str:
    return f"key-{act}-{key.public.hex()}"


def _word(voucher: PrivateKey, act: str, key: PublicKey) -> str:
    return voucher.sign(vouched_text(act, key)).line().removesuffix("\n")


def _expect_ledgers(key: PublicKey) -> None:
    if key.algorithm is not Algorithm.ED25519:
        raise BadKey(
            "the key {key} is that of a witness, which signs no ledger",
            "make a witness its key with `saksi key generate --witness`, and a ledger without",
            key=key.label,
        )
