"""Much input is admitted by another process; what is recorded, refused and warned of is the same."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger import admitting
from ledger.application import Ledger
from ledger.attendance_csv import AttendanceCsv
from ledger.intake import Tally, ingest
from ledger.rejects import Rejects
from ledger.verification import verify
from tests.integration.ledger.conftest import withdrawn


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.lines.BATCH_LINES", 300)
    monkeypatch.setattr("ledger.admitting.FIRST_LINES", 300)
    ready = admitting._Helper.ready
    # As if batches were so large that it is ready meanwhile.
    monkeypatch.setattr(
        admitting._Helper, "ready", lambda self: (self._pipe.poll(30 * (not self._ready)), ready(self))[1]
    )
    monkeypatch.setattr("ledger.admitting.cores", lambda: 2)


def lines() -> bytes:
    """Facts, blank lines, duplicates, refused lines and doubtful numbers, in seven batches."""
    told = []
    for number in range(2000):
        nip = "198603152010011004" if number % 50 else "198613152010011004"
        told.append(withdrawn(f"é-{number if number % 7 else number // 7}", nip=nip if number != 1500 else "1" * 18))
        told += [""] if number % 90 == 0 else []
        told += ["no fact", '{"type":"CheckedIn"}'] if number % 400 == 1 else []
    return "\n".join(told).encode()


def taken_in(ledger: Ledger, folder: Path, data: bytes, tally: Tally | None = None) -> tuple[Tally, str]:
    with Rejects(folder / "rejected.jsonl") as rejects:
        tally = ingest(ledger, io.BytesIO(data), "facts.jsonl", rejects=rejects, tally=tally)
    return tally, (folder / "rejected.jsonl").read_text()


def told(tally: Tally) -> tuple[Any, ...]:
    return tally.recorded, tally.duplicates, tally.rejected, tally.lines, list(map(str, tally.warnings))


def test_it_is_all_the_same_as_without(
    new_url: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for cores in (2, 1):
        monkeypatch.setattr("ledger.admitting.cores", lambda cores=cores: cores)
        received, helped = admitting._Helper.received, []
        monkeypatch.setattr(
            admitting._Helper,
            "received",
            lambda self, *a, received=received, helped=helped: helped.append(1) or received(self, *a),
        )
        with Ledger.open(new_url(), create=True) as ledger:
            tally, refused = taken_in(ledger, tmp_path, lines())
            again, refused_again = taken_in(ledger, tmp_path, lines(), tally)
            rows = [(row.stream, row.line, row.state) for row in ledger.recorder.read_log(0, None)]
            found.append((told(tally), told(again), refused, refused_again, rows))
            assert verify(ledger).findings == []
        assert len(helped) == (12 if cores == 2 else 0)
    assert found[0] == found[1]
    assert found[0][0][3] > 2000
    assert len(found[0][0][4]) == 2


def test_a_process_that_is_killed_is_done_without(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    received, kills = admitting._Helper.received, []

    def killed(self: Any, *told: Any) -> Any:
        if not kills:
            kills.append(self._process.pid)
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.join()
        return received(self, *told)

    monkeypatch.setattr(admitting._Helper, "received", killed)
    tally, _ = taken_in(ledger, tmp_path, lines())
    assert kills
    assert tally.recorded + tally.duplicates + tally.rejected == lines().replace(b"\n\n", b"\n").count(b"\n") + 1
    assert verify(ledger).findings == []


def test_a_table_of_check_ins_goes_there_too(ledger: Ledger) -> None:
    rows = "".join(f"198603152010011004;20/02/2026 07.{number % 60:02};m{number}\n" for number in range(1000))
    data = io.BytesIO(f"NIP;Waktu;Mesin\n{rows}".encode())
    tally = ingest(ledger, data, "device.csv", form=AttendanceCsv(zone="WITA"))
    assert (tally.recorded, tally.rejected) == (1000, 0)
