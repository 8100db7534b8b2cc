"""What a bundle proves to whom, and what it does not."""

from __future__ import annotations

from base64 import b64encode
from datetime import date

import msgspec
import pytest
from msgspec.structs import replace

from domain.events import UnitDefined
from evidence.bundle import Contents
from evidence.rederivation import first_difference
from evidence.report import EarlierCheckpoint
from evidence.verification import verify
from ledger.checkpoint import Checkpoint
from ledger.merkle import root
from ledger.note import Algorithm, PrivateKey, parse
from ledger.quorum import Policy
from tests.unit.evidence.conftest import Independent
from tests.unit.evidence.forging import BUDI, CODEC, KEY, STRANGER, WITNESS, Forged, Row, story
from tests.unit.evidence.tampering import altered_answers, packed, with_its_digest

LOG = Forged(story())
HONEST = LOG.bundle(since=[64, 150])
OTHER_WITNESS = PrivateKey("witness.bpk.go.id", Algorithm.COSIGNATURE, bytes(31) + b"\x05")
WITH_KEY = ("--key", str(KEY.public))


def test_what_was_checked_is_told_with_counts():
    report = verify(packed(HONEST), [KEY.public], rederive=True)
    assert {one.name: one.count for one in report.checked} == {
        "bag": 95,
        "checkpoint": 1,
        "entries": 65,
        "events": 65,
        "seal": 22,
        "streams": 15,
        "policies": 3,
        "consistency": 2,
        "answer": 1,
        "replay": 63,
    } | {"bag": len(HONEST.payload()) + 4}
    assert [(key.label, key.from_outside) for key in report.keys] == [(KEY.public.label, True)]
    assert report.nip == BUDI
    assert report.digest == HONEST.answer["digest"]


def test_what_was_not_checked_is_told_too():
    report = verify(packed(HONEST), [KEY.public])
    told = " ".join(map(str, report.unchecked))
    for what in ("--replay", "--witnesses", "--earlier", "dossier.pdf", "did happen", "PP 71/2019"):
        assert what in told


def test_a_key_found_inside_proves_nothing(independent: Independent):
    report = verify(packed(HONEST))
    assert (report.status, report.keys[0].from_outside) == (2, False)
    assert "the only key is the one inside" in str(report.problem)
    status, said = independent(packed(HONEST))
    assert status == 2
    assert said.startswith("NOT PROVED")
    assert "found INSIDE the bundle" in said


def test_a_bundle_that_names_no_key_is_not_proved_without_one(independent: Independent):
    bare = packed(replace(HONEST, keys=[]))
    assert verify(bare).status == independent(bare)[0] == 2


def test_no_entries_are_never_green(independent: Independent):
    nothing = {"entries": [], "events": [], "proofs": [], "positions": [], "schemas": {}, "streams": {}}
    bare = packed(replace(HONEST, **nothing))
    assert verify(bare, [KEY.public]).status == independent(bare, *WITH_KEY)[0] == 2


def test_what_is_no_bundle_is_not_proved(independent: Independent):
    for data in (b"", b"%PDF-1.7"):
        assert verify(data, [KEY.public]).status == independent(data, *WITH_KEY)[0] == 2


@pytest.mark.parametrize("known_at", [1, 20, 64, 100, 181])
def test_it_holds_as_known_at_any_position(known_at: int, independent: Independent):
    data = packed(LOG.bundle(known_at=known_at))
    report = verify(data, [KEY.public], rederive=True)
    assert (report.status, report.problem) == (0, None)
    assert independent(data, *WITH_KEY)[0] == 0


@pytest.mark.parametrize("size", [1, 2, 3, 4, 12, 31, 33, 64, 100, 127, 128, 129, 179])
def test_it_holds_at_any_size_for_anybody(size: int, independent: Independent):
    log = Forged(story()[:size])
    for nip in (BUDI, "198603152010011004", "1"):
        data = packed(log.bundle(nip, since=[1, (log.size + 1) // 2, log.size]))
        assert verify(data, [KEY.public], rederive=True).problem is None
        assert independent(data, *WITH_KEY)[0] == 0


# The answer


@pytest.mark.parametrize("number", range(4))
def test_an_answer_with_its_digests_made_anew_is_told_by_the_facts(number: int):
    altered = packed(replace(HONEST, answer=altered_answers(HONEST)[number], contents=None))
    assert verify(altered, [KEY.public]).status == 0
    report = verify(altered, [KEY.public], rederive=True)
    assert report.status == 1
    assert [
        'days[3].status is "leave" in replay.json, and',
        "days[",
        "strikes.count is 0 in replay.json, and 1 by the facts",
        'calls[0] is "-" in replay.json',
    ][number] in str(report.problem)


def test_other_days_than_those_asked_about_are_told_by_the_facts():
    asked = msgspec.json.decode(HONEST.payload()["bundle.json"])
    asked["question"]["from"] = "2025-12-01"
    data = packed(replace(HONEST, contents=msgspec.convert(asked, Contents)))
    assert verify(data, [KEY.public], rederive=True).status == 1


def test_an_answer_of_another_engine_is_not_proved():
    data = packed(replace(HONEST, answer=with_its_digest({**HONEST.answer, "engine": 2}), contents=None))
    assert verify(data, [KEY.public]).status == 0
    assert verify(data, [KEY.public], rederive=True).status == 2


def test_the_first_difference_is_named_by_its_way():
    assert first_difference({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]}) is None
    assert first_difference({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}) == ("a[1].b", "2", "3")
    assert first_difference({"a": 1}, {"a": True}) == ("a", "1", "true")
    assert first_difference({"a": 1, "digest": "x"}, {"a": 2, "digest": "y"}) == ("a", "1", "2")


# Earlier checkpoints


def test_an_earlier_checkpoint_that_somebody_kept_is_compared(independent: Independent):
    kept = root(LOG.leaves, 64)
    assert verify(packed(HONEST), [KEY.public], earlier=[EarlierCheckpoint(64, kept)]).status == 0
    text = f"64 {b64encode(kept).decode()}"
    assert independent(packed(HONEST), *WITH_KEY, "--earlier", text)[0] == 0


def test_an_earlier_checkpoint_of_another_history_is_refused(independent: Independent):
    report = verify(packed(HONEST), [KEY.public], earlier=[EarlierCheckpoint(64, bytes(32))])
    assert report.status == 1
    assert "the earlier checkpoint of 64 entries has the root" in str(report.problem)
    assert independent(packed(HONEST), *WITH_KEY, "--earlier", f"64 {b64encode(bytes(32)).decode()}")[0] == 1


def test_an_earlier_checkpoint_without_a_proof_is_not_proved(independent: Independent):
    report = verify(packed(HONEST), [KEY.public], earlier=[EarlierCheckpoint(99, bytes(32))])
    assert report.status == 2
    assert "--since 99" in report.problem.hint
    assert independent(packed(HONEST), *WITH_KEY, "--earlier", f"99 {b64encode(bytes(32)).decode()}")[0] == 2


# Witnesses and keys


@pytest.mark.parametrize(
    ("rules", "status"),
    [
        ("quorum none", 0),
        ("witness bkn {one}\nquorum bkn", 0),
        ("witness bkn {one}\nwitness bpk {other}\ngroup both all bkn bpk\nquorum both", 1),
        ("witness bkn {one}\nwitness bpk {other}\ngroup either any bkn bpk\nquorum either", 0),
        ("witness bkn {one}\nwitness bpk {other}\ngroup some 2 bkn bpk\nquorum some", 1),
        ("witness bpk {other}\nquorum bpk", 1),
    ],
)
def test_witnesses_are_asked_for_by_a_policy(rules: str, status: int, independent: Independent, tmp_path):
    text = f"# policy\nlog {KEY.public}\n{rules.format(one=WITNESS.public, other=OTHER_WITNESS.public)}\n"
    file = tmp_path / "policy.txt"
    file.write_text(text)
    assert verify(packed(HONEST), policy=Policy.of(text.encode(), "policy.txt")).status == status
    assert independent(packed(HONEST), "--witnesses", str(file))[0] == status


def test_a_false_cosignature_is_refused(independent: Independent, tmp_path):
    note = parse(HONEST.checkpoint)
    false = WITNESS.sign(Checkpoint.of(note).text, 5)
    false = replace(false, signed=false.signed[:-1] + bytes([false.signed[-1] ^ 1]))
    changed = bytes(note.with_signatures([false]))
    bundle = replace(HONEST, checkpoint=changed, proofs=[replace(one, checkpoint=changed) for one in HONEST.proofs])
    assert verify(packed(bundle), [KEY.public]).status == 1
    assert independent(packed(bundle), *WITH_KEY)[0] == 1


def test_a_foreign_key_is_refused_and_both_keys_are_named(independent: Independent):
    report = verify(packed(HONEST), [STRANGER.public])
    assert report.status == 1
    assert STRANGER.public.label in str(report.problem)
    assert KEY.public.label in str(report.problem)
    status, said = independent(packed(HONEST), "--key", str(STRANGER.public))
    assert status == 1
    assert STRANGER.public.label in said


# What is not proved


def test_an_operator_who_logs_a_version_twice_is_refused(independent: Independent):
    rows = story()
    at = next(number for number, row in enumerate(rows) if row.stream == f"employee-{BUDI}")
    twice = [*rows[: at + 1], rows[at]._replace(version=1), *rows[at + 1 :]]
    log = Forged([row._replace(version=0) if number != at + 1 else row for number, row in enumerate(twice)])
    for hidden in (at + 1, at + 2):
        data = packed(log.bundle(left_out=[hidden]))
        assert verify(data, [KEY.public]).status == independent(data, *WITH_KEY)[0] == 1


def test_an_operator_who_seals_a_wrong_tree_is_found_by_nobody_with_a_bundle(independent: Independent):
    """docs/evidence.md says so: only who audits the whole log finds it."""
    rows = story()
    name = f"employee-{BUDI}"
    last = max(number for number, row in enumerate(rows) if row.stream == name) + 1
    log = Forged(rows, sealed=lambda stream, leaves: leaves[:-1] if stream == name else leaves)
    data = packed(log.bundle(left_out=[last]))
    assert verify(data, [KEY.public], rederive=True).status == independent(data, *WITH_KEY)[0] == 0


def test_a_calendar_that_came_after_the_position_asked_about_need_not_bear_on_it(independent: Independent):
    rows = story()
    unit = CODEC.encode(
        UnitDefined(id="late", unit="diskominfo", name="x", effective_from=date(2026, 3, 1), parent="nowhere")
    )
    log = Forged([*rows, Row("unit-diskominfo", "saksi.UnitDefined", unit, rows[-1].recorded_at)])
    for known_at in (len(rows), len(rows) + 1):
        data = packed(log.bundle(known_at=known_at))
        assert verify(data, [KEY.public], rederive=True).problem is None
        assert independent(data, *WITH_KEY)[0] == 0
