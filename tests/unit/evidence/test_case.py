"""The case in a bundle: what is proved of it, by whom, and what nobody finds without deriving it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from evidence.bag import pack, unpack
from evidence.bundle import Bundle
from evidence.case_part import CasePart
from evidence.verification import verify
from tests.unit.evidence.case_story import CASE, LATER, case_bundle, case_log, voided_log
from tests.unit.evidence.conftest import Independent
from tests.unit.evidence.forging import BUDI, KEY
from tests.unit.evidence.tampering import packed, with_its_digest

HONEST = case_bundle()
WITH_KEY = ("--key", str(KEY.public))
assert HONEST.case is not None
PART: CasePart = HONEST.case


def with_part(change: Callable[[dict[str, Any]], Any]) -> Bundle:
    """The bundle with another case, its digests made anew."""
    told = msgspec.json.decode(msgspec.json.encode(PART))
    change(told)
    part = msgspec.convert(told, CasePart)
    return replace(HONEST, case=replace(part, digest=part.own_digest), contents=None)


def put(*way: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    """Set what lies at the end of a way."""

    def change(told: Any) -> None:
        for one in way[:-1]:
            told = told[one]
        told[way[-1]] = value

    return change


def replayed_otherwise(number: int, when: str, **values: Any) -> Callable[[dict[str, Any]], None]:
    """Another replay of a basis, with the digest that it has."""

    def change(told: dict[str, Any]) -> None:
        basis = told["bases"][number]
        basis[when] = with_its_digest({**basis[when], **values})

    return change


def swap(*way: Any) -> Callable[[dict[str, Any]], None]:
    """Exchange what two bases say of then, or of now, or two steps."""

    def change(told: dict[str, Any]) -> None:
        name, one, other, *field = way
        if field:
            first, second = told[name][one], told[name][other]
            first[field[0]], second[field[0]] = second[field[0]], first[field[0]]
        else:
            told[name][one], told[name][other] = told[name][other], told[name][one]

    return change


NO_DAYS: list[Any] = []
TAMPERINGS: dict[str, tuple[Callable[[dict[str, Any]], Any], str, str]] = {
    "a step of another type": (
        put("steps", 1, "type", value="HearingHeld"),
        "what its entry does not say",
        "what its entry does not say",
    ),
    "a step of another id": (put("steps", 1, "id", value="x"), "what its entry does not", "what its entry does not"),
    "a step of another version": (put("steps", 2, "version", value=9), "what its entry", "what its entry"),
    "a step at another position": (
        put("steps", 1, "n", value=3),
        "step at position 3, where the bundle has no entry",
        "step at position 3, where there is no entry",
    ),
    "a step left out": (lambda told: told["steps"].pop(1), "is left out of case.json", "is left out of case.json"),
    "the last step left out": (lambda told: told["steps"].pop(), "is left out", "is left out"),
    "a step too many": (
        lambda told: told["steps"].append({"id": "x", "n": 9, "type": "CaseClosed", "version": 6}),
        "no entry of the case",
        "no entry of the case",
    ),
    "a step twice": (lambda told: told["steps"].append(told["steps"][-1]), "stands twice", "stands twice"),
    "two steps swapped": (swap("steps", 1, 2), "out of order", "out of order"),
    "a basis left out": (lambda told: told["bases"].pop(), "bases in case.json are not", "hold 2 bases"),
    "two bases swapped": (swap("bases", 0, 1), "bases in case.json are not", "is not that of the step"),
    "what two bases read then, swapped": (
        swap("bases", 0, 1, "then"),
        "holds the digest",
        "holds the digest",
    ),
    "what two bases read now, swapped": (
        swap("bases", 0, 1, "now"),
        "answer to another question",
        "answer to another question",
    ),
    "what a basis reads now in the place of then": (
        lambda told: told["bases"][0].update(then=told["bases"][0]["now"]),
        "holds the digest",
        "holds the digest",
    ),
    "what a basis reads then in the place of now": (
        lambda told: told["bases"][0].update(now=told["bases"][0]["then"]),
        "answer to another question",
        "answer to another question",
    ),
    "another basis then, with its digest": (
        replayed_otherwise(0, "then", days=NO_DAYS),
        "holds the digest",
        "holds the digest",
    ),
    "another basis then": (
        put("bases", 0, "then", "days", value=NO_DAYS),
        "known then, has the digest",
        "known then, has the digest",
    ),
    "another basis now": (
        put("bases", 0, "now", "days", value=NO_DAYS),
        "known now, has the digest",
        "known now, has the digest",
    ),
    "a basis now of other days": (
        replayed_otherwise(0, "now", days=[{"date": "2025-01-01"}]),
        "answer to another question",
        "answer to another question",
    ),
    "a basis now of somebody else": (
        replayed_otherwise(0, "now", nip="1"),
        "answer to another question",
        "answer to another question",
    ),
    "a basis now without days": (
        replayed_otherwise(0, "now", days=None),
        "answer to another question",
        "answer to another question",
    ),
    "a basis now with true for its engine": (
        replayed_otherwise(0, "now", engine=True),
        "answer to another question",
        "answer to another question",
    ),
    "an answer with 1 for true": (
        put("answer", "basis", "holds", value=1),
        "does not stand as",
        "does not stand as",
    ),
    "another stage": (put("answer", "stage", value="closed"), "does not stand as", "does not stand as"),
    "the answer of nothing": (put("answer", value={}), "does not stand as", "does not stand as"),
    "another case": (put("case", value=f"{BUDI}_2"), "no entry of the case", "no entry of the case"),
    "somebody else's case": (put("case", value="1_1"), "name different cases", "name different cases"),
}


def test_the_honest_bundle_is_proved_by_both_programs_with_the_counts_of_the_case(independent: Independent) -> None:
    report = verify(packed(HONEST), [KEY.public], rederive=True)
    assert (report.status, report.problem) == (0, None)
    counts = {one.name: one.count for one in report.checked}
    assert (counts["case"], counts["case_replay"], counts["discipline"]) == (5, 2, 1)
    assert report.case is not None
    assert (report.case.id, report.case.digest) == (CASE, PART.digest)
    status, said = independent(packed(HONEST), *WITH_KEY)
    assert (status, said.partition("\n")[0]) == (0, "HOLDS")
    assert f"5 steps of the case {CASE}, all there are, and 2 bases" in said
    assert "1 sets of discipline rules, all there are" in said


def test_what_a_basis_read_then_is_the_replay_whose_digest_the_step_holds_and_now_it_reads_otherwise() -> None:
    opening, renewal = PART.bases
    held = [case_log().fact(one.n).event.basis.digest for one in PART.bases]  # type: ignore[union-attr]
    assert [one.then["digest"] for one in PART.bases] == held
    assert [one["outcome"] for one in opening.then["calls"] if one["call_id"] == "c-08"] == ["missed"]
    assert [one for one in opening.now["calls"] if one["call_id"] == "c-08"] == []
    assert opening.now["as_of"] == opening.then["as_of"]
    assert (opening.now["known_at"], renewal.now["known_at"]) == (case_log().size, case_log().size)


def test_a_bundle_is_read_as_it_was_written() -> None:
    read = Bundle.of(*unpack(packed(HONEST)))
    assert read.case == PART
    assert read.contents is not None
    assert read.contents.saksi_bundle == 2


def test_a_bundle_of_an_employee_stays_of_format_1_and_holds_no_rules_of_discipline() -> None:
    bare = case_log().bundle(BUDI)
    assert b'"case"' not in bare.payload()["bundle.json"]
    assert b'"saksi_bundle":1' in bare.payload()["bundle.json"]
    assert not any(stream.startswith("discipline-") for stream in bare.streams)
    assert verify(packed(bare), [KEY.public], rederive=True).status == 0


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_case_that_was_changed_is_refused_and_said_though_its_digests_were_made_anew(
    what: str, independent: Independent
) -> None:
    change, said, said_alone = TAMPERINGS[what]
    data = packed(with_part(change))
    report = verify(data, [KEY.public])
    assert report.status == 1
    assert said in str(report.problem)
    assert report.problem is not None
    assert report.problem.hint
    status, told = independent(data, *WITH_KEY)
    assert status == 1
    assert said_alone in told.partition("\n")[0]


def files(change: Callable[[dict[str, bytes]], Any]) -> bytes:
    """The bundle with its files changed and the bag packed anew."""
    payload = HONEST.payload()
    change(payload)
    return pack(HONEST.name, payload)


def in_contents(change: Callable[[dict[str, Any]], Any]) -> bytes:
    """The bundle with another bundle.json."""

    def changed(payload: dict[str, bytes]) -> None:
        told = msgspec.json.decode(payload["bundle.json"])
        change(told)
        payload["bundle.json"] = msgspec.json.encode(told, order="sorted") + b"\n"

    return files(changed)


def stale(change: Callable[[dict[str, Any]], Any]) -> bytes:
    """The bundle with another case.json under the digest of the true one."""

    def changed(payload: dict[str, bytes]) -> None:
        told = msgspec.json.decode(payload["case.json"])
        change(told)
        payload["case.json"] = msgspec.json.encode(told, order="sorted") + b"\n"

    return files(changed)


FILES: dict[str, Callable[[], bytes]] = {
    "case.json is missing": lambda: files(lambda payload: payload.pop("case.json")),
    "bundle.json names no case": lambda: in_contents(lambda told: told.pop("case")),
    "bundle.json is of format 1": lambda: in_contents(lambda told: told.update(saksi_bundle=1)),
    "bundle.json is of format 1 and names no case": lambda: in_contents(
        lambda told: (told.pop("case"), told.update(saksi_bundle=1))
    ),
    "bundle.json has another digest of the case": lambda: in_contents(
        lambda told: told["case"].update(digest="sha256:" + "0" * 64)
    ),
    "bundle.json has another case": lambda: in_contents(lambda told: told["case"].update(id=f"{BUDI}_2")),
    "bundle.json says more of the case": lambda: in_contents(lambda told: told["case"].update(more=1)),
    "the case has another digest": lambda: stale(lambda told: told.update(digest="sha256:" + "0" * 64)),
    "a step under the old digest": lambda: stale(lambda told: told["steps"].pop()),
    "the answer under the old digest": lambda: stale(lambda told: told["answer"].update(stage="closed")),
    "a field too many": lambda: stale(lambda told: told.update(more=1)),
    "a step with a field too many": lambda: stale(lambda told: told["steps"][0].update(more=1)),
    "steps that are none": lambda: stale(lambda told: told.update(steps=None)),
    "a space in case.json": lambda: files(
        lambda payload: payload.update({"case.json": payload["case.json"].replace(b",", b", ", 1)})
    ),
    "case.json without its last line break": lambda: files(
        lambda payload: payload.update({"case.json": payload["case.json"][:-1]})
    ),
    "a case.json in the bundle of an employee": lambda: pack(
        (bare := case_log().bundle(BUDI)).name, {**bare.payload(), "case.json": HONEST.payload()["case.json"]}
    ),
}


@pytest.mark.parametrize("what", FILES)
def test_files_of_a_case_that_do_not_fit_are_refused_by_both(what: str, independent: Independent) -> None:
    data = FILES[what]()
    report = verify(data, [KEY.public])
    assert report.status == 1, report.problem
    status, said = independent(data, *WITH_KEY)
    assert status == 1, said


def test_a_byte_anywhere_in_the_case_is_found(independent: Independent) -> None:
    content = HONEST.payload()["case.json"]
    for at in [*range(0, len(content), len(content) // 40), len(content) - 1]:
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        data = pack(HONEST.name, {**HONEST.payload(), "case.json": changed})
        assert verify(data, [KEY.public]).status == independent(data, *WITH_KEY)[0] == 1, at


@pytest.mark.parametrize("kind", ["case", "discipline"])
def test_a_step_or_a_rule_that_whoever_exports_keeps_to_himself_is_missed(kind: str, independent: Independent) -> None:
    log = case_log()
    hidden = [at for at, row in enumerate(log.rows, 1) if row.stream.startswith(f"{kind}-")][-1:]
    data = packed(log.bundle(BUDI, as_of=LATER, case=CASE, left_out=hidden))
    assert verify(data, [KEY.public]).status == independent(data, *WITH_KEY)[0] == 1


def test_all_rules_of_discipline_left_out_are_missed_by_their_count(independent: Independent) -> None:
    rest = {name: proof for name, proof in HONEST.streams.items() if not name.startswith("discipline-")}
    at = next(place for place, entry in enumerate(HONEST.entries) if b'"discipline-' in entry)
    lists = {
        name: [one for place, one in enumerate(getattr(HONEST, name)) if place != at]
        for name in ("entries", "events", "proofs", "positions")
    }
    schemas = {name: text for name, text in HONEST.schemas.items() if "DisciplineEnacted" not in name}
    data = packed(replace(HONEST, streams=rest, schemas=schemas, **lists))
    report = verify(data, [KEY.public])
    assert "the ledger has 1 sets of discipline rules, but 0 are in the bundle" in str(report.problem)
    status, said = independent(data, *WITH_KEY)
    assert status == 1
    assert "the ledger has 1 sets of discipline rules, but 0 are here" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (replayed_otherwise(0, "now", unused=["x"]), 'bases[0].now.unused[0] is "x" in case.json'),
        (replayed_otherwise(1, "now", calls=[1]), "bases[1].now.calls[0] is 1 in case.json"),
    ],
)
def test_what_a_basis_reads_now_is_told_by_the_facts_alone(
    change: Callable[[dict[str, Any]], Any], said: str, independent: Independent
) -> None:
    """docs/evidence.md says so: only deriving it again finds it."""
    data = packed(with_part(change))
    assert verify(data, [KEY.public]).status == independent(data, *WITH_KEY)[0] == 0
    report = verify(data, [KEY.public], rederive=True)
    assert report.status == 1
    assert said in str(report.problem)


def test_where_the_case_stands_said_falsely_in_both_files_is_told_by_the_facts_alone(independent: Independent) -> None:
    part = with_part(put("answer", "stage", value="closed")).case
    assert part is not None
    answer = with_its_digest({**HONEST.answer, "cases": [part.answer]})
    data = packed(replace(HONEST, answer=answer, case=part, contents=None))
    assert verify(data, [KEY.public]).status == independent(data, *WITH_KEY)[0] == 0
    report = verify(data, [KEY.public], rederive=True)
    assert 'cases[0].stage is "closed" in replay.json' in str(report.problem)


@pytest.mark.parametrize("back", [0, 1, 3])
def test_it_holds_as_known_at_an_earlier_position_with_the_steps_known_then(
    back: int, independent: Independent
) -> None:
    known_at = case_log().size - 1 - back
    bundle = case_log().bundle(BUDI, as_of=LATER, known_at=known_at, case=CASE)
    assert bundle.case is not None
    assert max(step.n for step in bundle.case.steps) <= known_at
    assert verify(packed(bundle), [KEY.public], rederive=True).problem is None
    assert independent(packed(bundle), *WITH_KEY)[0] == 0


def test_a_step_that_was_voided_stays_among_the_steps_with_its_void(independent: Independent) -> None:
    log = voided_log()
    bundle = log.bundle(BUDI, as_of=LATER, case=CASE)
    assert bundle.case is not None
    assert [step.type for step in bundle.case.steps][-1] == "EventVoided"
    assert bundle.case.answer["rests_on"] == "allegation"
    assert len(bundle.case.bases) == 2
    assert verify(packed(bundle), [KEY.public], rederive=True).problem is None
    assert independent(packed(bundle), *WITH_KEY)[0] == 0
    without = msgspec.structs.replace(bundle.case, steps=bundle.case.steps[:-1])
    data = packed(replace(bundle, case=replace(without, digest=without.own_digest)))
    assert verify(data, [KEY.public]).status == independent(data, *WITH_KEY)[0] == 1


def test_what_is_not_checked_of_a_case_is_told() -> None:
    told = " ".join(map(str, verify(packed(HONEST), [KEY.public]).unchecked))
    assert "whether where the case stands follows from these facts (--replay)" in told
    assert "the documents that the steps name by SHA-256, and whether each step was lawful" in told
