"""How fast verdicts are found and told: of everybody for the first time, and as a day goes by.

There is no peer: the figures say how many employees one process keeps told.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.filling import fill
from consumers.settings import KafkaSettings
from consumers.verdicts import VerdictPublisher
from ledger.application import Ledger
from projections.announcer import Announcer
from projections.generation import STIRRED
from projections.rebuild import Rebuild
from projections.views import open_views
from tests.integration.kafka import own_broker

EVENTS = 100_000
STEPS = 8


def bench_verdicts(say: Callable[[str], None]) -> None:
    """Print employees and verdicts a second."""
    with TemporaryDirectory(prefix="saksi-bench-") as folder, own_broker() as broker:
        url = f"sqlite:///{Path(folder) / 'province.db'}"
        fill(url, EVENTS)
        with Ledger.open(url) as ledger, open_views(url, durable=True) as views:
            rebuild = Rebuild(url, ledger, views)
            rebuild.build()
            rebuild.finish(lambda _: True)
            assert rebuild.generation is not None
            horizon = rebuild.generation.checkpoint.horizon
            assert horizon is not None
            noon = datetime(horizon.year, horizon.month, horizon.day, 5, tzinfo=UTC) - timedelta(days=3)
            ledger.recorder.clock = _standing_at(noon)
            announcer = Announcer(ledger, views)
            settings = KafkaSettings(servers=broker.servers, topics="verdicts")
            with VerdictPublisher(announcer, settings) as publisher:
                publisher.open()
                start = time.perf_counter()
                while announcer.step():
                    pass
                announced = time.perf_counter()
                while publisher.step():
                    pass
                published = time.perf_counter()
                ((people,),) = views.query("SELECT count(*) FROM told")
                told = announcer.last_number
                say(f"first told of {people:,} employees             {people / (announced - start):>8,.0f} employees/s")
                say(f"{told:,} verdicts announced                {told / (announced - start):>8,.0f} verdicts/s")
                say(f"published, exactly once                  {told / (published - announced):>8,.0f} verdicts/s")
                views.write(f"INSERT INTO {rebuild.generation.table(STIRRED)} SELECT nip FROM told")
                start = time.perf_counter()
                while announcer.step():
                    pass
                took = time.perf_counter() - start
                say(f"looked at again, nothing differs         {people / took:>8,.0f} employees/s")
                start = time.perf_counter()
                for step in range(STEPS):
                    ledger.recorder.clock = _standing_at(noon + timedelta(days=1) * (step + 1) / STEPS)
                    while announcer.step() or publisher.step():
                        pass
                took = time.perf_counter() - start
                say(f"a day goes by, looked at every 3 hours   {people / took:>8,.0f} employees/s")


def _standing_at(instant: datetime) -> Callable[[], datetime]:
    return lambda: instant
