"""What the ledger says of itself changes no verdict: seals and keys go by, and only the place in the log moves on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from ledger.application import Ledger
from ledger.note import Algorithm, PrivateKey
from ledger.signing import Signer
from projections.announcer import Announcer
from projections.follower import Follower
from projections.generation import Generation
from projections.questions import Questions
from projections.read_models import READ_MODELS
from projections.views import Views, open_views
from tests.integration.projections.agreement import CASES, disagreements, submissions

KEY = PrivateKey("saksi.example.go.id/2026", Algorithm.ED25519, bytes(range(32)))
AS_OF = datetime(2026, 3, 5, 4, tzinfo=UTC)


def rows(views: Views) -> dict[str, list[object]]:
    serving = Generation.serving(views)
    assert serving is not None
    return {
        model.name: list(views.query(f"SELECT * FROM {serving.table(model.name)} ORDER BY 1, 2"))
        for model in READ_MODELS
    }


def announced(announcer: Announcer) -> int:
    """The number of the last verdict when all there is was announced."""
    while announcer.step(published=announcer.last_number):
        pass
    return announcer.last_number


def test_keys_and_seals_leave_read_models_answers_and_verdicts_as_they_are(ledger_url: str, tmp_path: Path) -> None:
    lines = (CASES / "kaltim-2026.jsonl").read_bytes().splitlines()
    with Ledger.open(ledger_url, create=True) as ledger, open_views(ledger_url) as views:
        ledger.record(submissions(lines))
        Follower(ledger, views).catch_up()
        announcer = Announcer(ledger, views)
        told = announced(announcer)
        before, last = rows(views), ledger.last_position()
        asked = Questions(ledger, views)
        status, sanctions = asked.status(AS_OF.date(), AS_OF), asked.sanctions(AS_OF)

        Signer(ledger, [KEY], tmp_path / "last").sign()
        assert ledger.last_position() == last + 2
        assert Follower(ledger, views).catch_up().position == last + 2
        assert rows(views) == before
        assert announced(announcer) == told > 0
        asked = Questions(ledger, views)
        assert asked.checkpoint.position == last + 2
        assert asked.waiting == 0
        assert (asked.status(AS_OF.date(), AS_OF), asked.sanctions(AS_OF)) == (status, sanctions)
        assert list(disagreements(ledger, views, [AS_OF, AS_OF + timedelta(days=40)])) == []
