"""A follower stops at what it cannot apply, skips nothing, says what it is, and there is a way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import pytest

from domain.events import AnyEvent
from domain.judgement import Judgement
from ledger.application import Ledger
from ledger.avro import Codec, UnreadableEvent
from projections.checkpoint import Checkpoint
from projections.comparison import Comparison
from projections.derivation import DerivationFailed
from projections.follower import BATCH_OF_EVENTS, Follower, FollowerStopped
from projections.generation import Generation
from projections.months import Months
from projections.read_model import Row
from projections.read_models.calls import Calls
from projections.rebuild import Rebuild
from projections.views import Views, open_views

from .agreement import CASES, submissions

BUDI = "199007212015021002"
STONE = (
    b'{"type":"CallPlaced","id":"stone","nip":"%s","call_id":"stone","placed_by":"1","channel":"phone",'
    b'"occurred_at":"2026-02-20T07:00:00+08:00"}' % BUDI.encode()
)
AFTER = b'{"type":"CheckedIn","id":"after","nip":"%s","occurred_at":"2026-02-20T07:00:00+08:00"}' % BUDI.encode()
HOLIDAY = (
    b'{"type":"HolidayDeclared","id":"shared","scope":"kaltim","date":"2026-02-20","kind":"holiday","name":"n",'
    b'"regulation":"r"}'
)
VOID = b'{"type":"EventVoided","id":"void","target":"stone","reason":"r","authority":"a"}'


@pytest.fixture
def store(ledger_url: str) -> Iterator[tuple[Ledger, Views]]:
    with Ledger.open(ledger_url, create=True) as ledger, open_views(ledger_url) as views:
        ledger.record(submissions((CASES / "kaltim-2026.jsonl").read_bytes().splitlines()))
        Follower(ledger, views).catch_up()
        yield ledger, views


def stumble(monkeypatch: pytest.MonkeyPatch) -> None:
    """No row can be made of the call ``stone``."""
    rows = Calls.rows

    def stumbling(self: Calls, judgement: Judgement, months: Months) -> Iterable[Row]:
        if any(call.call_id == "stone" for call in judgement.calls):
            raise ValueError("it lies in the way")
        return rows(self, judgement, months)

    monkeypatch.setattr(Calls, "rows", stumbling)


def checkpoint_of(views: Views) -> Checkpoint:
    serving = Generation.serving(views)
    assert serving is not None
    return serving.checkpoint


def recorded(ledger: Ledger, *lines: bytes) -> None:
    ledger.record(submissions(list(lines)))


def rebuilt(ledger: Ledger, views: Views, url: str, *, accept: bool = True) -> Comparison:
    rebuild = Rebuild(url, ledger, views, processes=1)
    rebuild.build()
    return rebuild.finish(lambda _: accept)


def test_it_stops_at_the_event_applies_all_before_it_and_notes_which_and_why(
    store: tuple[Ledger, Views], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, views = store
    stumble(monkeypatch)
    recorded(ledger, AFTER, STONE, AFTER.replace(b"after", b"more"))
    for _ in range(2):
        with pytest.raises(FollowerStopped, match="event 'stone' at position 181: ValueError: it lies in the way"):
            Follower(ledger, views).catch_up()
        checkpoint = checkpoint_of(views)
        assert checkpoint.position == 180
        assert "'stone'" in checkpoint.stopped


def test_what_stopped_is_derived_again_after_an_update(
    store: tuple[Ledger, Views], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, views = store
    stumble(monkeypatch)
    recorded(ledger, STONE)
    with pytest.raises(FollowerStopped):
        Follower(ledger, views).catch_up()
    monkeypatch.undo()
    assert Follower(ledger, views).catch_up() == msgspec.structs.replace(checkpoint_of(views), position=180, stopped="")


def test_a_rebuild_is_the_way_out_once_the_event_is_voided(
    store: tuple[Ledger, Views], ledger_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, views = store
    stumble(monkeypatch)
    recorded(ledger, STONE)
    with pytest.raises(FollowerStopped):
        Follower(ledger, views).catch_up()
    with pytest.raises(DerivationFailed, match=f"employee {BUDI} cannot be derived: ValueError: it lies in the way"):
        rebuilt(ledger, views, ledger_url)
    filler = [AFTER.replace(b"after", b"after-%d" % number) for number in range(BATCH_OF_EVENTS)]
    recorded(ledger, *filler, VOID)  # too far away for the follower to know of it when it judges
    with pytest.raises(FollowerStopped):
        Follower(ledger, views).catch_up()
    assert not rebuilt(ledger, views, ledger_url, accept=False).first
    assert checkpoint_of(views).position == 179, "it was refused"
    comparison = rebuilt(ledger, views, ledger_url)
    assert comparison.position == ledger.last_position()
    assert [one.what for one in comparison.differences] == ["day 2026-02-20"]
    assert Follower(ledger, views).catch_up().stopped == ""


def test_one_who_waits_and_cannot_be_derived_is_named(
    store: tuple[Ledger, Views], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, views = store
    recorded(ledger, STONE)
    Follower(ledger, views).catch_up()
    stumble(monkeypatch)
    recorded(ledger, HOLIDAY)
    with pytest.raises(FollowerStopped, match=f"employee {BUDI} again at position 181: ValueError"):
        Follower(ledger, views).catch_up()
    assert BUDI in checkpoint_of(views).stopped
    monkeypatch.undo()
    assert Follower(ledger, views).catch_up().stopped == ""


def test_bytes_that_are_no_event_stop_it_at_their_position(
    store: tuple[Ledger, Views], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, views = store
    recorded(ledger, AFTER, STONE)
    read = Codec.decode

    def decode(self: Codec, state: bytes) -> AnyEvent:
        event = read(self, state)
        if event.id == "stone":
            raise UnreadableEvent("no published schema has the frame {frame}", "read it with a newer Saksi", frame="c3")
        return event

    monkeypatch.setattr(Codec, "decode", decode)
    with pytest.raises(FollowerStopped, match="read the event at position 181: no published schema") as stopped:
        Follower(ledger, views).catch_up()
    assert stopped.value.hint == "nothing was skipped; read it with a newer Saksi, then follow again"
    assert checkpoint_of(views).position == 180
