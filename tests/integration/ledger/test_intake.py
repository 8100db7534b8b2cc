"""Lines from outside: recorded in order, refused by number, never stopped by a bad one (SPEC sections 2 and 9)."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Refusal
from ledger import lines
from ledger.application import Ledger
from ledger.attendance_csv import AttendanceCsv
from ledger.errors import StorageFull
from ledger.intake import Tally, ingest
from ledger.rejects import Rejects, RejectsFailed
from ledger.verification import verify
from tests.integration.ledger.conftest import take_in, voided, withdrawn


def counts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.recorded, tally.duplicates, tally.rejected, tally.last_position


def sources(ledger: Ledger) -> list[str]:
    return [entry.source for entry in ledger.read_log()]


def test_facts_are_recorded_in_input_order_with_their_lines(ledger: Ledger) -> None:
    assert counts(take_in(ledger, withdrawn("b"), withdrawn("a"), withdrawn("c"))) == (3, 0, 0, 3)
    assert [entry.event.id for entry in ledger.read_log()] == ["b", "a", "c"]
    assert sources(ledger) == ["facts.jsonl:1", "facts.jsonl:2", "facts.jsonl:3"]


def test_an_empty_file_is_no_facts(ledger: Ledger) -> None:
    assert counts(take_in(ledger)) == (0, 0, 0, 0)
    take_in(ledger, withdrawn("a"))
    assert counts(take_in(ledger)) == (0, 0, 0, 1)


def test_blank_lines_are_passed_over_and_counted(ledger: Ledger) -> None:
    tally = take_in(ledger, "", withdrawn("a"), "   ", "\r", withdrawn("b") + "\r", "\t\r")
    assert counts(tally) == (2, 0, 0, 2)
    assert sources(ledger) == ["facts.jsonl:2", "facts.jsonl:5"]


def test_a_byte_order_mark_at_the_start_is_no_part_of_the_line(ledger: Ledger) -> None:
    assert counts(take_in(ledger, b"\xef\xbb\xbf" + withdrawn("a").encode())) == (1, 0, 0, 1)


def test_a_very_long_line_is_a_line(ledger: Ledger) -> None:
    reason = "x" * (3 << 20)
    tally = take_in(ledger, withdrawn("a"), voided("v", "a", reason=reason), withdrawn("b"))
    assert counts(tally) == (3, 0, 0, 3)
    assert [entry.event.reason for entry in ledger.read_log() if entry.event.id == "v"] == [reason]  # type: ignore[union-attr]


REFUSED: list[tuple[str | bytes, str]] = [
    ("{", "malformed_json"),
    ("[]", "wrong_field"),
    (b'{"type":"ShiftWithdrawn","id":"\xff","nip":"7","shift_id":"s"}', "malformed_json"),
    ('{"type":"Nothing","id":"x"}', "unknown_type"),
    ('{"type":"ShiftWithdrawn","id":"x","nip":"7"}', "missing_field"),
    ('{"type":"ShiftWithdrawn","id":"x","nip":"7","shift_id":"s","more":1}', "unknown_field"),
    ('{"type":"ShiftWithdrawn","id":"x","nip":"7","shift_id":7}', "wrong_field"),
    ('{"type":"CheckedIn","id":"x","nip":"7","occurred_at":"2026-02-20T07:00:00"}', "instant_without_offset"),
    (withdrawn("a", shift="other"), "id_reused"),
    (voided("v", "nothing"), "unknown_target"),
    ('{"type":"PolicyEnacted","id":"x","policy":"p","document":{"policy":"p"}}', "invalid_policy"),
]


def test_a_refused_line_never_stops_the_lines_after_it(ledger: Ledger, tmp_path: Path) -> None:
    good = [withdrawn(f"g{n}") for n in range(len(REFUSED))]
    data = [withdrawn("a")]
    for (bad, _), fine in zip(REFUSED, good, strict=True):
        data += [bad, fine]  # type: ignore[list-item]
    stream = io.BytesIO(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in data))
    path = tmp_path / "rejected.jsonl"
    with Rejects(path) as rejects:
        tally = ingest(ledger, stream, "facts.jsonl", rejects=rejects)
    assert counts(tally) == (1 + len(good), 0, len(REFUSED), 1 + len(good))
    entries = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(entry["line"], entry["code"]) for entry in entries] == [
        (2 + 2 * n, code) for n, (_, code) in enumerate(REFUSED)
    ]
    for entry, (bad, _) in zip(entries, REFUSED, strict=True):
        assert list(entry) == ["line", "code", "message", "input"]
        assert entry["message"]
        assert entry["input"] == (bad if isinstance(bad, str) else bad.decode("utf-8", "backslashreplace"))


def test_refused_lines_corrected_and_sent_again_are_recorded(ledger: Ledger) -> None:
    take_in(ledger, '{"type":"ShiftWithdrawn","id":"x","nip":"7"}')
    assert counts(take_in(ledger, withdrawn("x"))) == (1, 0, 0, 1)


def test_no_file_is_made_where_nothing_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    with Rejects(tmp_path / "rejected.jsonl") as rejects:
        ingest(ledger, io.BytesIO(withdrawn("a").encode()), "facts.jsonl", rejects=rejects)
    assert list(tmp_path.glob("rejected*")) == []


def test_an_earlier_file_of_refused_lines_is_replaced_only_when_the_run_ends(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "rejected.jsonl"
    path.write_text("earlier\n")
    with Rejects(path) as rejects:
        ingest(ledger, io.BytesIO(b"{\n["), "facts.jsonl", rejects=rejects)
        assert path.read_text() == "earlier\n"
        assert rejects.written == 2
    assert len(path.read_text().splitlines()) == 2
    assert list(tmp_path.glob("*.partial")) == []


def test_the_file_that_is_read_is_never_written_over(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_text("{\n")
    with path.open("rb") as stream, Rejects(path) as rejects, pytest.raises(RejectsFailed, match="being read"):
        ingest(ledger, stream, "facts.jsonl", rejects=rejects)
    assert path.read_text() == "{\n"


def test_a_refusal_to_write_leaves_what_is_there_as_it_is_when_the_run_ends(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text("[\n")
    with Rejects(path) as rejects:
        ingest(ledger, io.BytesIO(b"{\n"), "a.jsonl", rejects=rejects)
        with path.open("rb") as stream, pytest.raises(RejectsFailed, match="being read") as failed:
            ingest(ledger, stream, "b.jsonl", rejects=rejects)
    assert path.read_text() == "[\n"
    (partial,) = tmp_path.glob("*.partial")
    assert str(partial) in failed.value.hint
    assert json.loads(partial.read_text())["input"] == "{"


@pytest.mark.parametrize("name", ["the same", "a link", "a hard link", "through a folder", "not there yet"])
def test_a_file_is_known_under_any_of_its_names(tmp_path: Path, name: str) -> None:
    kept = tmp_path / "kept.db"
    if name != "not there yet":
        kept.touch()
    (tmp_path / "link").symlink_to(kept)
    (tmp_path / "folder").symlink_to(tmp_path)
    if name == "a hard link":
        (tmp_path / "hard").hardlink_to(kept)
    path = {
        "a link": tmp_path / "link",
        "a hard link": tmp_path / "hard",
        "through a folder": tmp_path / "folder" / "kept.db",
    }.get(name, tmp_path / "." / "kept.db")
    with pytest.raises(RejectsFailed):
        Rejects(path).keep_clear_of(kept)
    Rejects(tmp_path / "another").keep_clear_of(kept)


def test_what_is_no_plain_file_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "folder").mkdir()
    for name in ("fifo", "link", "folder"):
        with pytest.raises(RejectsFailed, match="no plain file"):
            Rejects(tmp_path / name).keep_clear_of()


def test_what_came_to_lie_there_during_the_run_is_not_replaced(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "rejected.jsonl"
    rejects = Rejects(path)
    ingest(ledger, io.BytesIO(b"{\n"), "a.jsonl", rejects=rejects)
    os.mkfifo(path)
    with pytest.raises(RejectsFailed, match="no plain file"):
        rejects.close()
    assert path.is_fifo()


def test_two_runs_at_once_do_not_write_into_one_another(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "rejected.jsonl"
    with Rejects(path) as one, Rejects(path) as other:
        ingest(ledger, io.BytesIO(b"{one\n"), "a", rejects=one)
        ingest(ledger, io.BytesIO(b"{other\n{more\n"), "a", rejects=other)
    assert [json.loads(line)["input"] for line in path.read_text().splitlines()] == ["{one"]
    assert list(tmp_path.glob("*.partial")) == []


def test_a_line_without_end_is_refused_and_the_next_recorded(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LINE_BYTES", 3000)
    monkeypatch.setattr(lines, "CHUNK_BYTES", 500)
    data = b"\n".join((withdrawn("a").encode(), b"x" * 5000, withdrawn("b").encode()))
    with Rejects(tmp_path / "r.jsonl") as rejects:
        assert counts(ingest(ledger, io.BytesIO(data), "f", rejects=rejects)) == (2, 0, 1, 2)
    entry = json.loads((tmp_path / "r.jsonl").read_text())
    assert (entry["line"], entry["code"], entry["input"]) == (2, "malformed_json", "x" * lines.CUT_BYTES + "…")
    assert sources(ledger) == ["f:1", "f:3"]


def test_refused_lines_that_cannot_be_kept_are_told(ledger: Ledger, tmp_path: Path) -> None:
    with Rejects(tmp_path / "none" / "rejected.jsonl") as rejects, pytest.raises(RejectsFailed, match="No such file"):
        ingest(ledger, io.BytesIO(b"{"), "facts.jsonl", rejects=rejects)


def test_a_number_that_cannot_be_a_nip_is_a_warning_and_recorded(ledger: Ledger) -> None:
    tally = take_in(ledger, withdrawn("a", nip="198613262015051001"), withdrawn("b", nip="198609262015051001"))
    assert counts(tally) == (2, 0, 0, 2)
    assert [str(one) for one in tally.warnings] == [
        "line 1: 198613262015051001 cannot be a NIP: 19861326 is no date of birth"
    ]


def test_several_files_are_counted_together(ledger: Ledger) -> None:
    tally = Tally()
    for name, line in (("one", withdrawn("a")), ("two", withdrawn("b"))):
        assert ingest(ledger, io.BytesIO(line.encode()), name, tally=tally) is tally
    assert counts(tally) == (2, 0, 0, 2)
    assert sources(ledger) == ["one:1", "two:1"]


def test_progress_is_told_after_each_transaction(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "BATCH_LINES", 10)
    told: list[tuple[int, int]] = []
    data = b"\n".join(withdrawn(str(n)).encode() for n in range(25))
    ingest(ledger, io.BytesIO(data), "f", progress=lambda tally: told.append((tally.lines, ledger.last_position())))
    assert told == [(10, 10), (20, 20), (25, 25)]


def test_what_was_done_before_an_error_is_in_the_tally(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "BATCH_LINES", 10)
    append = ledger.recorder.append

    def full(drafts: Any, _advances: Any, _ends: Any) -> Any:
        if ledger.last_position() == 20:
            raise StorageFull("the disk is full", "make room")
        return append(drafts, ())

    monkeypatch.setattr(ledger.recorder, "append", full)
    tally = Tally()
    data = b"\n".join(withdrawn(str(n)).encode() for n in range(35))
    with pytest.raises(StorageFull):
        ingest(ledger, io.BytesIO(data), "f", tally=tally)
    assert counts(tally) == (20, 0, 0, 20)


def test_check_ins_of_a_device_are_recorded_and_again_are_duplicates(ledger: Ledger, tmp_path: Path) -> None:
    table = b"NIP,Waktu\n7,20/02/2026 07:12\n8,20/02/2026 07:13\n,20/02/2026 07:14\n"
    with Rejects(tmp_path / "r.jsonl") as rejects:
        first = ingest(ledger, io.BytesIO(table), "kiosk.csv", form=AttendanceCsv(zone="WITA"), rejects=rejects)
    again = ingest(ledger, io.BytesIO(table), "kiosk-again.csv", form=AttendanceCsv(zone="WITA"))
    assert counts(first) == (2, 0, 1, 2)
    assert counts(again) == (0, 2, 1, 2)
    assert sources(ledger) == ["kiosk.csv:2", "kiosk.csv:3"]
    assert json.loads((tmp_path / "r.jsonl").read_text())["input"] == ",20/02/2026 07:14"


class Interrupting(io.BytesIO):
    """A stream in the middle of which a signal comes."""

    signal = signal.SIGINT

    def read1(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 400:
            os.kill(os.getpid(), self.signal)
        return super().read1(size)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_intake_and_tells_what_was_done(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setattr(lines, "CHUNK_BYTES", 100)
    monkeypatch.setattr(lines, "BATCH_BYTES", 1)
    stream = Interrupting(b"\n".join(withdrawn(str(n)).encode() for n in range(50)))
    stream.signal = number
    tally = ingest(ledger, stream, "f")
    assert tally.interrupted == number
    assert 0 < tally.recorded < 50
    assert tally.recorded == tally.last_position == ledger.last_position()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    assert counts(ingest(ledger, io.BytesIO(stream.getvalue()), "f")) == (50 - tally.recorded, tally.recorded, 0, 50)


def test_ctrl_c_waits_for_the_transaction_that_is_under_way(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    append = ledger.recorder.append

    def interrupted(drafts: Any, _advances: Any, _ends: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return append(drafts, ())

    monkeypatch.setattr(ledger.recorder, "append", interrupted)
    tally = take_in(ledger, withdrawn("a"), withdrawn("b"))
    assert tally.interrupted
    assert counts(tally) == (2, 0, 0, 2)


def test_a_pipe_that_trickles_is_recorded_line_by_line(url: str) -> None:
    """What was sent is in the ledger before the pipe is closed, and before the next line is sent."""
    program = (
        "import sys; from ledger.application import Ledger; from ledger.intake import ingest\n"
        "with Ledger.open(sys.argv[1], create=True) as ledger:\n"
        "    ingest(ledger, sys.stdin.buffer, 'stdin', progress=lambda t: print(t.last_position, flush=True))\n"
    )
    command = [sys.executable, "-c", program, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(1, 4):
            process.stdin.write(withdrawn(str(number)) + "\n")
            process.stdin.flush()
            assert process.stdout.readline() == f"{number}\n"
        process.stdin.close()
        assert process.wait() == 0
    with Ledger.open(url) as ledger:
        assert sources(ledger) == ["stdin:1", "stdin:2", "stdin:3"]


def test_a_hundred_thousand_lines_take_no_more_memory_than_ten_thousand(tmp_path: Path) -> None:
    program = (
        "import resource, sys; from ledger.application import Ledger; from ledger.intake import ingest\n"
        "from ledger import lines\n"
        "lines.BATCH_LINES = 2000\n"
        "lines.CHUNK_BYTES = 1 << 16\n"
        "with Ledger.open(sys.argv[1], create=True) as ledger, open(sys.argv[2], 'rb') as stream:\n"
        "    assert ingest(ledger, stream, 'f').recorded == int(sys.argv[3])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    kibibytes = []
    for size in (10_000, 100_000):
        facts = tmp_path / f"{size}.jsonl"
        facts.write_text("".join(withdrawn(f"e-{n}", nip=str(n % 500)) + "\n" for n in range(size)))
        command = [sys.executable, "-c", program, f"sqlite:///{tmp_path / str(size)}.db", str(facts), str(size)]
        kibibytes.append(int(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    assert kibibytes[1] < kibibytes[0] + 20_000


def test_refusals_tell_in_one_sentence_what_is_wrong(ledger: Ledger) -> None:
    take_in(ledger, withdrawn("a"))
    from tests.integration.ledger.conftest import submissions

    for outcome in ledger.record(submissions(withdrawn("a", shift="x"), voided("v", "nothing"))):
        assert isinstance(outcome.refusal, Refusal)
        assert "\n" not in outcome.refusal.sentence
        assert outcome.refusal.hint
    assert verify(ledger).findings == []
