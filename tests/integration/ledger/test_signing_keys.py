"""The keys of a ledger come and go by the word of those that were there, and the log says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.application import Ledger
from ledger.checkpoint import Checkpoint
from ledger.drafts import draft_of
from ledger.note import Algorithm, BadKey, Note, PrivateKey, signature_in
from ledger.signing import Signer
from ledger.signing_keys import (
    KeyRefused,
    KeysContradict,
    ListedKey,
    add_first_key,
    add_key,
    retire_key,
    signing_keys,
    vouched_text,
)
from ledger.statements import SigningKeyAdded, SigningKeyRetired
from tests.integration.ledger.conftest import submissions, withdrawn

NAME = "saksi.example.go.id/2026"
OLD, NEW, THIRD = (PrivateKey(NAME, Algorithm.ED25519, bytes([seed]) * 32) for seed in (1, 2, 3))


def signed(ledger: Ledger, last: Path, *keys: PrivateKey) -> Note:
    return Signer(ledger, keys, last).sign().note


def test_a_key_is_changed_by_overlap_and_the_log_says_from_where_to_where_each_signs(
    ledger: Ledger, tmp_path: Path
) -> None:
    last = tmp_path / "last"
    ledger.record(submissions(withdrawn("a")))
    assert signed(ledger, last, OLD).expect([OLD.public])
    assert add_key(ledger, NEW.public, OLD) == 4
    both = signed(ledger, last, OLD, NEW)
    assert both.expect([OLD.public, NEW.public]) == [OLD.public, NEW.public]
    assert retire_key(ledger, OLD.public, NEW) == 6
    assert signed(ledger, last, NEW).expect([NEW.public, OLD.public]) == [NEW.public]
    assert signing_keys(ledger).listed == (ListedKey(OLD.public, 2, 6), ListedKey(NEW.public, 4))
    assert signing_keys(ledger, 3).active == [OLD.public]
    assert signing_keys(ledger, 5).active == [OLD.public, NEW.public]
    ledger.record(submissions(withdrawn("b")))
    for keys in ([OLD], [NEW, OLD]):
        with pytest.raises(KeyRefused, match="was retired"):
            signed(ledger, last, *keys)


def test_what_vouches_for_a_key_is_a_signature_that_anybody_can_check(ledger: Ledger) -> None:
    add_first_key(ledger, OLD.public)
    add_key(ledger, NEW.public, OLD)
    first, second = (entry.event for entry in ledger.read_log())
    assert isinstance(first, SigningKeyAdded)
    assert isinstance(second, SigningKeyAdded)
    assert (first.key, first.vouched) == (str(OLD.public), None)
    text = f"saksi signing key\n{NAME}\nadded\n{NEW.public}\n"
    assert vouched_text("added", NEW.public) == text
    assert second.vouched is not None
    assert Note(text, (signature_in(second.vouched),)).expect([OLD.public])


def test_with_one_of_two_keys_a_checkpoint_says_whose_is_missing(ledger: Ledger, tmp_path: Path) -> None:
    add_first_key(ledger, OLD.public)
    add_key(ledger, NEW.public, OLD)
    assert Signer(ledger, [OLD], tmp_path / "last").sign().silent == (NEW.public,)


def test_the_first_key_is_taken_once(ledger: Ledger) -> None:
    add_first_key(ledger, OLD.public)
    add_first_key(ledger, OLD.public)
    add_first_key(ledger, NEW.public)
    assert [one.key for one in signing_keys(ledger).listed] == [OLD.public]


def test_a_key_that_may_not_come_or_go_is_told_why(ledger: Ledger) -> None:
    add_first_key(ledger, OLD.public)
    with pytest.raises(KeyRefused, match="not among the keys"):
        add_key(ledger, THIRD.public, NEW)
    with pytest.raises(KeyRefused, match="is or was"):
        add_key(ledger, OLD.public, OLD)
    with pytest.raises(KeyRefused, match="is named other"):
        add_key(ledger, PrivateKey.generate("other").public, OLD)
    with pytest.raises(BadKey, match="that of a witness"):
        add_key(ledger, PrivateKey.generate(NAME, Algorithm.COSIGNATURE).public, OLD)
    with pytest.raises(BadKey, match="that of a witness"):
        add_first_key(ledger, PrivateKey.generate(NAME, Algorithm.COSIGNATURE).public)
    with pytest.raises(KeyRefused, match="cannot retire itself"):
        retire_key(ledger, OLD.public, OLD)
    with pytest.raises(KeyRefused, match="not among the keys"):
        retire_key(ledger, NEW.public, OLD)
    add_key(ledger, NEW.public, OLD)
    retire_key(ledger, OLD.public, NEW)
    with pytest.raises(KeyRefused, match="was retired"):
        retire_key(ledger, OLD.public, NEW)
    with pytest.raises(KeyRefused, match="is or was"):
        add_key(ledger, OLD.public, NEW)
    with pytest.raises(KeyRefused, match="was retired"):
        add_key(ledger, THIRD.public, OLD)
    assert ledger.last_position() == 3


def word(voucher: PrivateKey, act: str, key: PrivateKey) -> str:
    return voucher.sign(vouched_text(act, key.public)).line()


@pytest.mark.parametrize(
    "statement",
    [
        SigningKeyAdded(id="x", key=str(NEW.public)),
        SigningKeyAdded(id="x", key=str(NEW.public), vouched="nonsense"),
        SigningKeyAdded(id="x", key=str(NEW.public), vouched=word(NEW, "added", NEW)),
        SigningKeyAdded(id="x", key=str(NEW.public), vouched=word(THIRD, "added", NEW)),
        SigningKeyAdded(id="x", key=str(NEW.public), vouched=word(OLD, "added", THIRD)),
        SigningKeyAdded(id="x", key=str(NEW.public), vouched=word(OLD, "retired", NEW)),
        SigningKeyAdded(id="x", key=str(OLD.public), vouched=word(OLD, "added", OLD)),
        SigningKeyAdded(id="x", key="no key", vouched=word(OLD, "added", NEW)),
        SigningKeyRetired(id="x", key=str(OLD.public), vouched=word(OLD, "retired", OLD)),
        SigningKeyRetired(id="x", key=str(NEW.public), vouched=word(OLD, "retired", NEW)),
    ],
)
def test_a_statement_that_saksi_would_not_have_written_is_found(
    ledger: Ledger, tmp_path: Path, statement: SigningKeyAdded | SigningKeyRetired
) -> None:
    add_first_key(ledger, OLD.public)
    ledger.recorder.append_statement(lambda _: draft_of(statement, "saksi", 0, ledger.codec))
    with pytest.raises(KeysContradict, match="position 2"):
        signing_keys(ledger)
    with pytest.raises(KeysContradict):
        signed(ledger, tmp_path / "last", OLD)
    assert signing_keys(ledger, 1).active == [OLD.public]


def test_no_text_that_vouches_for_a_key_can_be_taken_for_a_checkpoint() -> None:
    note = Note(vouched_text("added", NEW.public), (OLD.sign(vouched_text("added", NEW.public)),))
    with pytest.raises(Exception, match="is no checkpoint"):
        Checkpoint.of(note)
