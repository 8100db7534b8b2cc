"""Several processes on one file, and processes that die: nothing reported is lost, nothing is there twice."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from ledger.application import Ledger
from ledger.verification import verify
from tests.integration.ledger.conftest import withdrawn

INGEST = """
import sys
from ledger import lines
from ledger.application import Ledger
from ledger.intake import ingest
url, path, lines.BATCH_LINES = sys.argv[1], sys.argv[2], int(sys.argv[3])
lines.CHUNK_BYTES = 1 << 14
with Ledger.open(url, create=True, busy_timeout=60) as ledger, open(path, "rb") as stream:
    tally = ingest(ledger, stream, path, progress=lambda t: print(t.recorded + t.duplicates, flush=True))
    print(tally.recorded, tally.duplicates, tally.rejected)
"""


def start(url: str, facts: Path, batch: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", INGEST, url, str(facts), str(batch)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> list[int]:
    """The counts that a process reports at its end."""
    out, error = process.communicate()
    assert error == ""
    return [int(number) for number in out.splitlines()[-1].split()]


def write_facts(path: Path, identities: list[str]) -> list[str]:
    path.write_text("".join(withdrawn(one, nip=str(hash_of(one))) + "\n" for one in identities))
    return identities


def hash_of(identity: str) -> int:
    return sum(identity.encode()) % 40


def identities_in(ledger: Ledger) -> list[str]:
    return [entry.event.id for entry in ledger.read_log()]


def test_two_processes_lose_nothing_and_double_nothing(url: str, tmp_path: Path) -> None:
    """Each has facts of its own, and some that the other has too."""
    shared = [f"shared-{n}" for n in range(1000)]
    dice = random.Random(1)
    processes = []
    for name in ("one", "two"):
        facts = shared + [f"{name}-{n}" for n in range(2000)]
        dice.shuffle(facts)
        write_facts(tmp_path / name, facts)
        processes.append(start(url, tmp_path / name, 25))
    counts = [finish(process) for process in processes]
    assert [sum(one) for one in counts] == [3000, 3000]
    assert sum(one[0] for one in counts) == 5000
    assert sum(one[1] for one in counts) == 1000
    with Ledger.open(url) as ledger:
        identities = identities_in(ledger)
        assert set(Counter(identities).values()) == {1}
        assert len(identities) == ledger.last_position() == 5000
        for name in ("one", "two"):
            mine = [line for line in (tmp_path / name).read_text().splitlines() if f'"{name}-' in line]
            recorded = [identity for identity in identities if identity.startswith(f"{name}-")]
            assert recorded == [line.split('"id":"')[1].split('"')[0] for line in mine]
        assert verify(ledger).findings == []


def test_five_processes_that_lay_out_a_ledger_at_once_share_it(url: str, tmp_path: Path) -> None:
    for number in range(5):
        write_facts(tmp_path / str(number), [f"{number}-{n}" for n in range(20)])
    processes = [start(url, tmp_path / str(number), 1) for number in range(5)]
    assert [finish(process) for process in processes] == [[20, 0, 0]] * 5
    with Ledger.open(url) as ledger:
        assert ledger.last_position() == 100
        assert verify(ledger).findings == []


def test_kill_at_any_moment_loses_nothing_that_was_reported(url: str, tmp_path: Path) -> None:
    """Start, kill, look, and start again on the same file, until all is in."""
    facts = tmp_path / "facts.jsonl"
    expected = write_facts(facts, [f"e-{n}" for n in range(12_000)])
    dice = random.Random(7)
    kills = 0
    for _ in range(25):
        process = start(url, facts, 40)
        assert process.stdout is not None
        reported = 0
        if first := process.stdout.readline():
            reported = int(first.split()[0])
        time.sleep(dice.random() * 0.02)
        process.send_signal(signal.SIGKILL)
        for line in process.stdout.read().splitlines():
            if line.count(" ") == 0 and line:
                reported = int(line)
        process.wait()
        process.stdout.close()
        assert process.stderr is not None
        process.stderr.close()
        kills += process.returncode == -signal.SIGKILL
        with Ledger.open(url) as ledger:
            identities = identities_in(ledger)
            assert identities == expected[: len(identities)]
            assert len(identities) >= reported
            assert ledger.last_position() == len(identities)
            assert verify(ledger).findings == []
    assert kills > 5
    recorded, duplicates, rejected = finish(start(url, facts, 40))
    assert (recorded + duplicates, rejected) == (12_000, 0)
    with Ledger.open(url) as ledger:
        assert identities_in(ledger) == expected
        assert verify(ledger).findings == []


def test_a_writer_killed_beside_another_does_not_disturb_it(url: str, tmp_path: Path) -> None:
    write_facts(tmp_path / "one", [f"one-{n}" for n in range(3000)])
    write_facts(tmp_path / "two", [f"two-{n}" for n in range(3000)])
    living, dying = start(url, tmp_path / "one", 20), start(url, tmp_path / "two", 20)
    assert dying.stdout is not None
    dying.stdout.readline()
    dying.kill()
    dying.communicate()
    assert finish(living) == [3000, 0, 0]
    with Ledger.open(url) as ledger:
        identities = identities_in(ledger)
        ones = [identity for identity in identities if identity.startswith("one-")]
        twos = [identity for identity in identities if identity.startswith("two-")]
        assert ones == [f"one-{n}" for n in range(3000)]
        assert twos == [f"two-{n}" for n in range(len(twos))]
        assert verify(ledger).findings == []


@pytest.mark.parametrize("batch", [7, 1000])
def test_ctrl_c_on_a_process_leaves_a_sound_ledger_and_says_what_was_done(url: str, tmp_path: Path, batch: int) -> None:
    facts = tmp_path / "facts.jsonl"
    expected = write_facts(facts, [f"e-{n}" for n in range(30_000)])
    process = start(url, facts, batch)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    recorded, duplicates, rejected = finish(process)
    assert 0 < recorded < 30_000
    assert (duplicates, rejected) == (0, 0)
    with Ledger.open(url) as ledger:
        assert identities_in(ledger) == expected[:recorded]
        assert verify(ledger).findings == []


def test_many_processes_that_lay_out_one_ledger_at_the_same_moment_wait_for_each_other(
    url: str, tmp_path: Path
) -> None:
    for number in range(6):
        write_facts(tmp_path / f"{number}", [f"{number}-{n}" for n in range(5)])
    processes = [start(url, tmp_path / f"{number}", 5) for number in range(6)]
    assert [finish(process) for process in processes] == [[5, 0, 0]] * 6
