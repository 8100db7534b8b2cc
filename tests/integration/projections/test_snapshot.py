"""A question sees the read models of one moment, whatever is switched meanwhile."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from ledger.application import Ledger
from projections.follower import Follower
from projections.questions import Questions
from projections.rebuild import Rebuild
from projections.views import open_views

from .agreement import CASES, submissions

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FRIDAY = date(2026, 2, 20)


def test_a_switch_in_the_middle_of_a_question_is_not_seen(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/saksi.db"
    with Ledger.open(url, create=True, clock=lambda: NOW) as ledger, open_views(url) as views, open_views(url) as other:
        ledger.record(submissions((CASES / "kaltim-2026.jsonl").read_bytes().splitlines()))
        Follower(ledger, views).catch_up()
        with views.snapshot():
            questions = Questions(ledger, views)
            before = questions.status(FRIDAY, NOW)
            rebuild = Rebuild(url, ledger, other, processes=1)
            rebuild.build()
            rebuild.finish(lambda _: True)
            assert questions.status(FRIDAY, NOW) == before
        assert Questions(ledger, views).status(FRIDAY, NOW) == before
