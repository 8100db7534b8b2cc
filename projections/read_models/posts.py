"""Who served where: the assignments of each employee as stretches of days."""

from __future__ import annotations

from collections.abc import Iterable

from domain.judgement import Judgement
from projections.months import Months
from projections.read_model import Part, ReadModel, Row


class Posts(ReadModel):
    """One row for each assignment that was in force for a while; dates as text, ``last`` null while it lasts."""

    name = "post"
    columns = {
        "first": "TEXT NOT NULL",
        "last": "TEXT",
        "unit": "TEXT NOT NULL",
        "name": "TEXT NOT NULL",
        "employment": "TEXT NOT NULL",
        "title": "TEXT NOT NULL",
        "supervisor": "TEXT",
    }
    indexes = ("unit",)

    def rows(self, judgement: Judgement, months: Months) -> Iterable[Row]:
        """The employee's assignments in order."""
        for first, last, assignment in judgement.jurisdiction.staff.service(judgement.nip):
            post = assignment.event
            yield (
                first.isoformat(),
                last.isoformat() if last is not None else None,
                post.unit,
                post.name,
                post.employment,
                post.title,
                post.supervisor,
            )

    def parts(self, row: Row) -> Iterable[Part]:
        """The assignment."""
        first, _, unit, _, employment, title, _ = row
        yield Part(f"post {first}", f"{unit}, {employment}, {title}", frozenset(), row)


READ_MODEL = Posts()
