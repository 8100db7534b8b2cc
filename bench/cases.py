"""What discipline cases cost: recording them, and what a committee asks of all of them, in a ledger of a province.

A thousand employees are accused of three calls each, and each case goes from its opening to a reprimand and its
receipt: six steps, each decided by the law upon everything that the ledger holds. Beside the questions about all cases
stands, in the same run, what judging the same employees takes by itself: each read and replayed in one process.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.filling import fill
from bench.province import SERVED_DIRECTLY
from bench.stores import Store
from bench.whole_process import SAKSI, printed, saksi_milliseconds
from domain.discipline.events import (
    AnyCaseEvent,
    Authority,
    CaseDecided,
    DecisionDelivered,
    Document,
    Examinee,
    HearingHeld,
    Office,
    RecordSigned,
    SummonsIssued,
)
from domain.events import DisciplineEnacted, EmployeeAssigned
from ledger.application import Ledger
from ledger.cases import Cases
from ledger.drafts import Submission
from ledger.intake import ingest
from ledger.policy_file import read_discipline_file
from ledger.province import Province

ACCUSED = 1_000
OPENED_AT = datetime(2026, 3, 8, 12, tzinfo=UTC)
AS_OF = datetime(2026, 4, 30, tzinfo=UTC)
FRIDAY = date(2026, 3, 6)
"""A day on which the province's law lets everybody work from anywhere, and be called."""
RULES = Path(__file__).parents[1] / "policies" / "discipline-pp94-2021.yaml"


def bench_cases(store: Store, events: int, say: Callable[[str], None]) -> None:
    """Print what recording a thousand cases takes, and what asking about them does."""
    url = store.new_url()
    fill(url, events)
    nips, took = _accuse(url)
    printed([SAKSI, "--db", url, "rebuild"])
    judging = _judging_milliseconds(url, nips)
    steps = len(took) // len(nips)
    say(f"\n{store.name}, {events:,} events, {len(nips):,} cases of {steps} steps: a step {median(took):.1f} ms")
    say(f"  judging the same employees   {judging:>8,.0f} ms")
    for what in ("list", "check", "deadlines"):
        asked = saksi_milliseconds(url, "case", what, "--as-of", AS_OF.isoformat(), "--format", "json")
        say(f"  {f'case {what}':<28} {asked:>8,.0f} ms, {asked / judging:.2f} of it")
    for what in ("show", "check", "deadlines"):
        asked = saksi_milliseconds(url, "case", what, f"{nips[0]}_1", "--format", "json")
        say(f"  {f'case {what} of one':<28} {asked:>8,.0f} ms")
    store.clear()


def _accuse(url: str) -> tuple[list[str], list[float]]:
    """Accuse, open and conduct the cases; of whom they are, and the milliseconds of each step."""
    with Ledger.open(url, clock=lambda: AS_OF) as ledger:
        rules = read_discipline_file(RULES)
        rules["scope"] = "id"
        ledger.record(
            [Submission(DisciplineEnacted(id="law", discipline=rules["discipline"], document=rules), "bench")]
        )
        staff = Province(ledger, ledger.last_position()).jurisdiction.staff
        posts = {nip: staff.assignment(nip, FRIDAY) for nip in staff.nips}
        nips = [nip for nip, post in posts.items() if post is not None and _can_be_accused(post.event)]
        nips = nips[:: max(1, len(nips) // ACCUSED)][:ACCUSED]
        ingest(ledger, io.BytesIO(b"".join(line for nip in nips for line in _calls(nip))), "bench")
        cases, took = Cases(ledger), []
        for nip in nips:
            post = posts[nip]
            assert post is not None
            assert post.event.supervisor is not None
            start = perf_counter()
            case = cases.open(
                nip,
                allegation=True,
                opened_by=post.event.supervisor,
                post="pelaksana",
                institution="province",
                at=OPENED_AT,
            ).fact.event.case
            took.append(perf_counter() - start)
            for step in _steps(case, post.event.supervisor):
                start = perf_counter()
                cases.step(step)
                took.append(perf_counter() - start)
    return nips, [seconds * 1000 for seconds in took]


def _can_be_accused(post: EmployeeAssigned) -> bool:
    """Whether somebody is under these rules, has a superior to decide, and no counter to stand at on a Friday."""
    serves = int(post.unit.removeprefix("unit-")) % SERVED_DIRECTLY == 0
    return post.employment == "PNS" and post.supervisor is not None and not serves


def _calls(nip: str) -> Iterator[bytes]:
    for hour in (9, 11, 14):
        call = {
            "type": "CallPlaced",
            "id": f"{nip}-{hour}",
            "nip": nip,
            "call_id": f"accused-{hour}",
            "placed_by": "198001012005011001",
            "channel": "telephone",
            "occurred_at": f"{FRIDAY}T{hour:02}:00:00+08:00",
        }
        yield json.dumps(call).encode() + b"\n"


def _steps(case: str, head: str) -> Iterator[AnyCaseEvent]:
    def at(days: int) -> dict[str, Any]:
        instant = OPENED_AT + timedelta(days=days)
        return {"id": f"{case}-{days}", "case": case, "occurred_at": instant, "on": instant.date()}

    paper = Document(sha256=sha256(case.encode()).hexdigest(), media_type="application/pdf")
    hearing = (OPENED_AT + timedelta(days=14)).date()
    yield SummonsIssued(**at(1), which="first", issued_by=head, letter=paper, hearing_on=hearing)
    yield HearingHeld(**at(14), held_by=[head])
    yield RecordSigned(**at(15), record="examination", document=paper, signed_by=[head], examinee="signed")
    yield CaseDecided(
        **at(20),
        outcome="sanction",
        ground="duty_neglected_unit",
        level="light",
        kind="written_reprimand",
        legal_ground="PP 94/2021 Pasal 9",
        decree=paper,
        authority=Authority(nip=head, office=Office(post="pengawas")),
        examinee=Examinee(employment="PNS", post="pelaksana", institution="province"),
    )
    yield DecisionDelivered(**at(25), how="handed_over")


def _judging_milliseconds(url: str, nips: list[str]) -> float:
    with Ledger.open(url) as ledger:
        start = perf_counter()
        province = Province(ledger, ledger.last_position(), nips)
        for nip in nips:
            province.answer(nip, as_of=AS_OF)
        return (perf_counter() - start) * 1000
