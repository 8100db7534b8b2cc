"""Witness policies: who counts, how many are enough, and which line is wrong."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from ledger.checkpoint import Checkpoint
from ledger.merkle import EMPTY
from ledger.note import Algorithm, BadNote, Note, PrivateKey, Signature
from ledger.quorum import BadWitnessPolicy, Policy

LOG = PrivateKey("saksi.example.go.id/2026", Algorithm.ED25519, bytes(32))
NAMES = ("x1", "x2", "x3", "y1", "y2", "y3")
WITNESSES = {
    name: PrivateKey(f"{name}.example.org", Algorithm.COSIGNATURE, bytes([number]) * 32)
    for number, name in enumerate(NAMES, 1)
}
NOTE = Checkpoint(LOG.public.name, 0, EMPTY).signed(LOG)
LINES = "".join(f"witness {name} {key.public}\n" for name, key in WITNESSES.items())


def policy(text: str) -> Policy:
    return Policy.of(text.encode(), "witnesses.txt")


def cosigned(*names: str) -> Note:
    return NOTE.with_signatures(WITNESSES[name].sign(NOTE.text, 1_772_000_000) for name in names)


def test_logs_and_witnesses_are_read_with_their_urls() -> None:
    read = policy(
        f"# ours\n\nlog {LOG.public} https://saksi.example.go.id\n"
        f" \t witness\tx1  {WITNESSES['x1'].public} https://x1/w \n"
        f"witness x2 {WITNESSES['x2'].public}\nquorum x1"
    )
    assert [(log.key, log.url) for log in read.logs] == [(LOG.public, "https://saksi.example.go.id")]
    assert [(one.name, one.key, one.url) for one in read.witnesses] == [
        ("x1", WITNESSES["x1"].public, "https://x1/w"),
        ("x2", WITNESSES["x2"].public, None),
    ]


def test_two_of_three_and_one_of_three_others_is_what_the_specification_says_it_is() -> None:
    read = policy(
        f"{LINES}group x-witnesses 2 x1 x2 x3\ngroup y-witnesses any y1 y2 y3\n"
        "group both all x-witnesses y-witnesses\nquorum both\n"
    )
    for names in chain.from_iterable(combinations(NAMES, size) for size in range(7)):
        standing = read.satisfied(cosigned(*names))
        assert standing.enough == (sum(n[0] == "x" for n in names) >= 2 and any(n[0] == "y" for n in names))
        assert {one.key.name for one in standing.cosigned} == {f"{name}.example.org" for name in names}
        assert {witness.name for witness in standing.missing} == set(NAMES) - set(names)


def test_the_quorum_none_is_met_by_nobody_and_a_witness_by_itself() -> None:
    assert policy("quorum none").satisfied(NOTE).enough
    read = policy(f"{LINES}quorum x2")
    assert not read.satisfied(cosigned("x1", "x3")).enough
    assert read.satisfied(cosigned("x2")).enough


def test_a_cosignature_by_a_key_that_is_not_in_the_policy_counts_for_nothing() -> None:
    read = policy(f"witness x1 {WITNESSES['x1'].public}\nquorum x1")
    stranger = PrivateKey.generate("x1.example.org", Algorithm.COSIGNATURE)
    standing = read.satisfied(NOTE.with_signatures([stranger.sign(NOTE.text, 1)]))
    assert (standing.cosigned, standing.enough) == ((), False)


def test_a_false_cosignature_makes_the_note_worthless() -> None:
    read = policy(f"{LINES}quorum x1")
    true = WITNESSES["x1"].sign(NOTE.text, 1)
    false = Signature(true.name, true.key_hash, (2).to_bytes(8, "big") + true.signed[8:])
    with pytest.raises(BadNote):
        read.satisfied(NOTE.with_signatures([false]))


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("quorum none\nquorum none", 2, "quorum already"),
        ("quorum", 1, "no line of a policy"),
        ("\n\nwitnes x", 3, "no line of a policy"),
        ("quorum none\r\n", 1, "control character"),
        ("quorum x1", 1, "no line above defines 'x1'"),
        (f"{LINES}group g 0 x1\n", 7, "'0' of 1"),
        (f"{LINES}group g 2 x1\n", 7, "'2' of 1"),
        (f"{LINES}group g 01 x1\n", 7, "'01' of 1"),
        (f"{LINES}group g most x1\n", 7, "'most' of 1"),
        (f"{LINES}group g any\n", 7, "no line of a policy"),
        (f"{LINES}group g any g\n", 7, "no line above defines 'g'"),
        (f"{LINES}group g any none\n", 7, "no line above defines 'none'"),
        (f"{LINES}group g any x1 x1\n", 7, "a member already"),
        (f"{LINES}group g any x1\ngroup h any x1\n", 8, "a member already"),
        (f"{LINES}group x1 any x2\n", 7, "the name 'x1' is taken"),
        (f"{LINES}group none any x2\n", 7, "the name 'none' is taken"),
        (f"log {LOG.public}\nlog {LOG.public}\n", 2, "stands above"),
        (f"{LINES}witness again {WITNESSES['x1'].public}\n", 7, "stands above"),
        (f"log {WITNESSES['x1'].public}\n", 1, "signs no log"),
        (f"witness x {LOG.public}\n", 1, "cannot cosign"),
        ("log saksi+00000000+AAAA\n", 1, "this is no key"),
        (f"log {str(LOG.public).replace('.', ',', 1)}\n", 1, "does not have the hash"),
    ],
)
def test_a_line_that_says_nothing_is_named(text: str, line: int, problem: str) -> None:
    with pytest.raises(BadWitnessPolicy) as refused:
        policy(text)
    assert str(refused.value).startswith(f"witnesses.txt, line {line}: ")
    assert problem in str(refused.value)
    assert refused.value.hint


def test_a_policy_that_does_not_say_what_is_enough_is_refused() -> None:
    with pytest.raises(BadWitnessPolicy, match="how many"):
        policy(LINES)


def test_names_are_compared_byte_by_byte() -> None:
    key = WITNESSES["x1"].public
    Policy.of(f"witness \u212a {key}\nquorum \u212a\n".encode(), "w")
    with pytest.raises(BadWitnessPolicy, match="no line above defines 'K'"):
        Policy.of(f"witness \u212a {key}\nquorum K\n".encode(), "w")
    Policy.of(b"witness \xff " + str(key).encode() + b"\nquorum \xff\n", "w")
    with pytest.raises(BadWitnessPolicy, match="not UTF-8"):
        Policy.of(b"witness x \xff" + str(key).encode() + b"\n", "w")


def test_thirty_two_of_everything_are_taken() -> None:
    keys = [PrivateKey(f"w{n}", Algorithm.COSIGNATURE, bytes([n]) * 32) for n in range(1, 33)]
    logs = "".join(f"log {PrivateKey('saksi', Algorithm.ED25519, bytes([n]) * 32).public}\n" for n in range(1, 33))
    lines = "".join(f"witness w{n} {key.public}\n" for n, key in enumerate(keys))
    groups = "".join(f"group g{n} all w{n}" + (f" g{n - 1}\n" if n else "\n") for n in range(32))
    read = policy(f"{logs}{lines}{groups}quorum g31\n")
    note = NOTE.with_signatures(key.sign(NOTE.text, 1) for key in keys)
    assert read.satisfied(note).enough
    assert not read.satisfied(Note(note.text, note.signatures[:-1])).enough
