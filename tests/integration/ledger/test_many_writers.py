"""Ten processes write at once, roll back, and are killed, while a reader follows: no position is skipped or doubled."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter

from ledger.application import Ledger
from ledger.verification import verify

WRITERS = 10
SECONDS = 6.0

WRITE = """
import random, sys
from domain.admission import admit
from ledger.application import Ledger
from ledger.drafts import Submission
url, name = sys.argv[1], sys.argv[2]
dice = random.Random(name)
class Rollback(Exception):
    pass
def fail(*_):
    raise Rollback
line = '{"type":"ShiftWithdrawn","id":"%s","nip":"%d","shift_id":"s"}'
with Ledger.open(url, create=True, busy_timeout=60) as ledger:
    number, kept = 0, ledger.recorder._move_heads
    while True:
        size = dice.choice([1, 1, 2, 3, 5, 40, 200])
        facts = [Submission(admit(line % (f"{name}-{number + n}", dice.randrange(30))), name) for n in range(size)]
        facts.append(Submission(admit(line % (f"shared-{dice.randrange(10**6)}", 7)), name))
        ledger.recorder._move_heads = fail if dice.random() < 0.2 else kept
        try:
            outcomes = ledger.record(facts)
        except Rollback:
            continue
        number += size
        print(number, flush=True)
"""


def test_ten_writers_with_rollbacks_and_kills_leave_no_hole_for_a_reader(url: str) -> None:
    Ledger.open(url, create=True).close()
    dice = random.Random(3)
    started = 0

    def start() -> tuple[str, subprocess.Popen[str]]:
        nonlocal started
        started += 1
        command = [sys.executable, "-c", WRITE, url, f"w{started}"]
        return f"w{started}", subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    running = [start() for _ in range(WRITERS)]
    reported: dict[str, int] = {}

    def kill(name: str, process: subprocess.Popen[str]) -> None:
        process.kill()
        out, error = process.communicate()
        assert error == ""
        reported[name] = int(out.splitlines()[-1]) if out else 0

    seen: list[int] = []
    identities: list[str] = []
    with Ledger.open(url) as reader:

        def follow(last: int) -> None:
            for entry in reader.read_log(len(seen), last):
                seen.append(entry.position)
                identities.append(entry.event.id)

        end = time.monotonic() + SECONDS
        next_kill = time.monotonic() + 2
        while time.monotonic() < end or len(seen) < 2000:
            follow(reader.wait_for_news(len(seen), 0.05))
            if time.monotonic() > next_kill:
                kill(*running.pop(dice.randrange(len(running))))
                running.append(start())
                next_kill = time.monotonic() + 0.25
        for one in running:
            kill(*one)
        # A transaction whose commit the server was told of before the kill may still end.
        while (last := reader.wait_for_news(len(seen), 0.5)) > len(seen):
            follow(last)
        assert seen == list(range(1, len(seen) + 1))
        assert set(Counter(identities).values()) == {1}
        for name, count in reported.items():
            own = [identity for identity in identities if identity.startswith(f"{name}-")]
            assert own == [f"{name}-{number}" for number in range(len(own))]
            assert len(own) >= count
        follow(reader.last_position())
        assert verify(reader) == (len(seen), [], 0, 0)
    assert started > WRITERS
