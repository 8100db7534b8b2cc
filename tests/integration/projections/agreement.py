"""Read models and replays of one ledger, held against each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from domain.admission import admit
from domain.answer import Answer
from domain.judgement import Judgement
from domain.presence import JudgedDay
from domain.replay import absence_answer, strikes_answer
from ledger.application import Ledger
from ledger.drafts import Submission
from ledger.province import Province
from projections.generation import Generation
from projections.reading import KeptEmployee
from projections.views import Views

Span = tuple[date, date]
CASES = Path(__file__).parents[2] / "cases"


def submissions(lines: list[bytes], source: str = "case") -> list[Submission]:
    """Lines of a case, ready to be recorded."""
    return [Submission(admit(line), source, number) for number, line in enumerate(lines, 1)]


def people_in(ledger: Ledger) -> list[str]:
    """Everybody of whom the ledger holds anything."""
    names = {name.split("-", 1)[1] for prefix in ("staff-", "employee-") for name in ledger.stream_names(prefix)}
    return sorted(names)


def kept_answer(generation: Generation, province: Province, nip: str, span: Span, as_of: datetime) -> Answer:
    """The answer of SPEC section 9, put together from the read models alone."""
    first, last = span
    kept = KeptEmployee(generation, nip, lambda nip: _outside(province.judgement(nip), span))
    days = [kept.day_answer(first + timedelta(days=count), as_of) for count in range((last - first).days + 1)]
    zone = kept.zone(kept.day_of(as_of))
    return Answer(
        nip=nip,
        as_of=as_of.astimezone(zone),
        known_at=generation.checkpoint.position,
        engine=1,
        days=[day for day in days if day is not None],
        calls=[call for call in kept.call_answers(as_of) if first <= call.placed_at.date() <= last + timedelta(days=1)],
        strikes=strikes_answer(kept.strikes(as_of), kept),
        location_requests=kept.request_answers(as_of),
        absence={str(year): absence_answer(kept.tally(year, as_of), zone) for year in range(first.year, last.year + 1)},
        cases=kept.case_answers(as_of),
        unused=[],  # the read models keep verdicts, not what satisfied nothing
    )


def _outside(judgement: Judgement, span: Span) -> Judgement:
    """A judgement that stands in for no day of the span: those must be on sheets, if there was service at all."""
    staff = judgement.jurisdiction.staff
    served = staff.first_day(judgement.nip)
    if served is None:
        return judgement
    first, last = max(span[0], served), span[1]
    judge = judgement.day

    def day(day: date) -> JudgedDay | None:
        assert not first <= day <= last, f"there is no sheet of {day}"
        return judge(day)

    judgement.day = day  # type: ignore[method-assign]
    return judgement


def disagreements(ledger: Ledger, views: Views, instants: list[datetime]) -> Iterator[str]:
    """What the serving read models say otherwise than a replay, in words."""
    generation = Generation.serving(views)
    assert generation is not None
    checkpoint = generation.checkpoint
    province = Province(ledger, checkpoint.position)
    first, last = checkpoint.laid_from, checkpoint.horizon
    if first is None or last is None:
        return
    for nip in people_in(ledger):
        for as_of in instants:
            replayed = province.answer(nip, as_of=as_of, first=first, last=last)
            kept = kept_answer(generation, province, nip, (first, last), as_of)
            one, other = msgspec.to_builtins(replayed), msgspec.to_builtins(kept)
            for part in one.keys() - {"unused"}:
                if one[part] != other[part]:
                    yield f"{nip} as of {as_of}: {part}: replay {one[part]!r:.400}, kept {other[part]!r:.400}"
