"""A witness that serves: asked over HTTP, by many at once, by the hostile, and killed while it answers."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import threading
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ledger.checkpoint import cosignatures
from ledger.note import Note
from ledger.quorum import Witness
from tests.integration.witness.conftest import SAKSI, ServedWitness, Witnesses
from tests.unit.witness.log import Log
from witness.asking import (
    Asked,
    Question,
    WitnessContradicts,
    WitnessRefuses,
    WitnessSilent,
    ask,
    ask_all,
)
from witness.request import MOST_BYTES, SIZE_TYPE

LOG, FORK = Log(), Log("another history: ")


def post(
    witness: ServedWitness, body: bytes, *, path: str = "/add-checkpoint", method: str = "POST"
) -> tuple[int, str | None, bytes]:
    connection = http.client.HTTPConnection(witness.listen, timeout=30)
    try:
        connection.request(method, path, body)
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read()
    finally:
        connection.close()


def question(log: Log, size: int, *, known: int = 0, last: int | None = None, note: Note | None = None) -> Question:
    return Question(
        note or log.note(size),
        lambda _: known,
        lambda old: list(log.proof(old, size)),
        lambda: size if last is None else last,
    )


def asked(witness: ServedWitness) -> Witness:
    return Witness(witness.name, witness.key.public, witness.url)


def test_a_witness_is_asked_over_http_and_cosigns_what_continues(witnesses: Witnesses) -> None:
    served = witnesses.serve("first", LOG.key.public)
    for size, known in ((5, 0), (9, 5), (9, 9), (100, 0), (200, 9)):
        signature = ask(asked(served), question(LOG, size, known=known))
        note = LOG.note(size).with_signatures([signature])
        (cosigned,) = cosignatures(note, [served.key.public])
        assert 1_700_000_000 < cosigned.time < 4_000_000_000
    assert served.end() == 0


def test_every_status_is_given_as_the_specification_says(witnesses: Witnesses) -> None:
    served = witnesses.serve("first", LOG.key.public)
    assert post(served, LOG.request(0, 5))[0] == 200
    assert post(served, LOG.request(4, 9)) == (409, SIZE_TYPE, b"5\n")
    assert post(served, FORK.request(5, 5)) == (409, SIZE_TYPE, b"5\n")
    assert post(served, FORK.request(5, 9))[0] == 422
    assert post(served, Log(seed=2).request(5, 9))[0] == 403
    assert post(served, Log(name="other").request(5, 9))[0] == 404
    assert post(served, b"old")[0] == 400
    assert post(served, b"", method="GET")[0] == 405
    assert post(served, LOG.request(5, 9), path="/")[0] == 404
    assert post(served, b"old 0\n\n" + b"a" * MOST_BYTES)[0] == 413
    assert post(served, b"a" * (4 * MOST_BYTES))[0] == 413
    assert post(served, LOG.request(5, 9))[0] == 200


def test_hostile_connections_keep_nobody_else_from_being_answered(witnesses: Witnesses) -> None:
    served = witnesses.serve("first", LOG.key.public)
    host, _, port = served.listen.partition(":")
    sent = [
        b"",
        b"\x16\x03\x01" * 100,
        b"POST /add-checkpoint HTTP/1.1\r\n",
        b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nold 0\n",
        b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n",
        b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
    ]
    held = []
    for _ in range(4):
        for data in sent:
            connection = socket.create_connection((host, int(port)))
            connection.sendall(data)
            held.append(connection)
    assert post(served, LOG.request(0, 5))[0] == 200
    for connection in held:
        connection.close()
    assert post(served, LOG.request(5, 9))[0] == 200


def test_of_many_at_once_those_that_contradict_are_never_both_cosigned(witnesses: Witnesses) -> None:
    served = witnesses.serve("first", LOG.key.public)
    assert post(served, LOG.request(0, 5))[0] == 200
    cosigned: list[tuple[int, bytes]] = []

    def push(number: int) -> None:
        log = FORK if number % 2 else LOG
        size = 6 + number
        for old in (5, *range(6, 40)):
            body = bytes(LOG.request(old, size)) if log is LOG else FORK.request(old, size)
            if old <= size and post(served, body)[0] == 200:
                cosigned.append((size, log.checkpoint(size).root))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(push, range(16)))
    assert cosigned
    assert all(root == LOG.checkpoint(size).root for size, root in cosigned)


def test_a_witness_that_is_killed_while_it_answers_never_cosigns_two_histories(witnesses: Witnesses) -> None:
    """Two logs of one key race for each size; whoever was cosigned once is what the witness stays with."""
    served = witnesses.serve("first", LOG.key.public)
    cosigned: dict[int, set[bytes]] = {}
    stop = threading.Event()

    def push(log: Log) -> None:
        size = 0
        while not stop.is_set():
            try:
                for old in range(max(0, size - 1), size + 2):
                    status, _, _ = post(served, log.request(old, size + 1))
                    if status == 200:
                        cosigned.setdefault(size + 1, set()).add(log.checkpoint(size + 1).root)
                size = min(size + 1, 290)
            except (OSError, http.client.HTTPException):
                continue

    threads = [threading.Thread(target=push, args=(log,)) for log in (LOG, FORK)]
    for thread in threads:
        thread.start()
    for moment in (0.15, 0.05, 0.3, 0.1, 0.2, 0.25):
        threading.Event().wait(moment)
        assert served.end(signal.SIGKILL) == -signal.SIGKILL
        served.start()
    stop.set()
    for thread in threads:
        thread.join()
    assert cosigned
    assert all(len(roots) == 1 for roots in cosigned.values())
    owners = {LOG.checkpoint(size).root in roots for size, roots in cosigned.items()}
    assert len(owners) == 1


# What a ledger makes of the answers


def test_who_shows_a_fork_to_a_witness_is_told_of_the_contradiction(witnesses: Witnesses) -> None:
    served = witnesses.serve("first", LOG.key.public)
    ask(asked(served), question(LOG, 50))
    for size, known in ((50, 50), (50, 0), (60, 50), (60, 0)):
        with pytest.raises(WitnessContradicts, match="another history") as refused:
            ask(asked(served), question(FORK, size, known=known))
        assert "size 50" in refused.value.sentence
        assert FORK.checkpoint(size).root.hex() in refused.value.sentence


def test_a_ledger_that_is_shorter_than_what_the_witness_saw_was_rolled_back(witnesses: Witnesses) -> None:
    served = witnesses.serve("first", LOG.key.public)
    ask(asked(served), question(LOG, 50))
    with pytest.raises(WitnessContradicts, match="size 50"):
        ask(asked(served), question(LOG, 40))
    with pytest.raises(WitnessRefuses, match="a later checkpoint"):
        ask(asked(served), question(LOG, 40, last=60))


def test_a_witness_that_does_not_know_the_ledger_or_its_key_refuses(witnesses: Witnesses) -> None:
    served = witnesses.serve("first", LOG.key.public)
    for log, status in ((Log(name="other"), "404"), (Log(seed=2), "403")):
        with pytest.raises(WitnessRefuses, match=f"HTTP {status}"):
            ask(asked(served), question(log, 5))


def test_a_witness_by_another_key_than_the_policy_says_is_not_believed(witnesses: Witnesses) -> None:
    served = witnesses.serve("first", LOG.key.public)
    other = witnesses.serve("second", LOG.key.public)
    with pytest.raises(WitnessRefuses, match="does not sign with the key"):
        ask(Witness("first", other.key.public, served.url), question(LOG, 5))


def test_who_does_not_answer_keeps_nobody_else_from_it(witnesses: Witnesses) -> None:
    served = [witnesses.serve(name, LOG.key.public) for name in ("first", "second", "third")]
    served[1].end()
    found: Asked = ask_all([*map(asked, served), Witness("silent", served[0].key.public)], question(LOG, 5))
    names = {signature.name for signature in found.signatures}
    assert names == {"first.example.org/1", "third.example.org/1"}
    assert list(found.refusals) == ["second"]
    assert isinstance(found.refusals["second"], WitnessSilent)
    served[1].start()
    assert ask(asked(served[1]), question(LOG, 5)).name == "second.example.org/1"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\n\r\n\xe2\x80\x94 first.example.org/1 AAAAAAAAAAA=\n",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 1_000_000,
        b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 409 Conflict\r\nContent-Type: text/x.tlog.size\r\nContent-Length: 3\r\n\r\n-5\n",
        b"HTTP/1.1 409 Conflict\r\nContent-Type: text/x.tlog.size\r\n\r\n" + b"9" * 100_000,
        b"HTTP/1.1 409 Conflict\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n5\n",
        b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this",
        b"\x00" * 1000,
    ],
)
def test_whatever_answers_in_the_place_of_a_witness_is_told_in_a_sentence(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            for _ in range(3):
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(5)
                    received = b""
                    while not received.endswith(b"=\n"):
                        received += connection.recv(100_000)
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        port = listening.getsockname()[1]
        witness = Witness("first", Log(seed=9).key.public, f"http://127.0.0.1:{port}")
        with pytest.raises((WitnessRefuses, WitnessSilent)):
            ask(witness, question(LOG, 5))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://witness", "witness.example.org", "http://[", "https:///x"]
)
def test_a_url_at_which_nobody_can_be_asked_is_told(url: str) -> None:
    with pytest.raises((WitnessRefuses, WitnessSilent)) as refused:
        ask(Witness("first", LOG.key.public, url), question(LOG, 5))
    assert urllib.parse.quote(url, safe=":/[") in refused.value.sentence


# Commands


def serve(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SAKSI, "witness", "serve", *arguments, "--lang", "en"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_witness_without_its_record_or_a_ledger_to_cosign_does_not_begin(witnesses: Witnesses) -> None:
    served = witnesses.serve("first", LOG.key.public)
    key, policy = ("--key", "witness.key"), ("--policy", "ledgers.txt")
    lost = serve(served.folder, *key, *policy, "--db", "lost.db")
    assert (lost.returncode, "no record of a witness" in lost.stderr) == (1, True)
    taken = serve(served.folder, *key, *policy, "--db", "witness.db", "--listen", served.listen)
    assert (taken.returncode, "cannot listen" in taken.stderr) == (1, True)
    served.knows([])
    nobody = serve(served.folder, *key, *policy, "--db", "witness.db")
    assert (nobody.returncode, "names no ledger" in nobody.stderr) == (2, True)
    (served.folder / "witness.key").chmod(0o644)
    open_key = serve(served.folder, *key, *policy, "--db", "witness.db")
    assert (open_key.returncode, "may be read by others" in open_key.stderr) == (1, True)


def test_every_request_is_a_line_in_the_log_of_the_witness(witnesses: Witnesses) -> None:
    served = witnesses.serve("first", LOG.key.public)
    post(served, LOG.request(0, 5))
    post(served, LOG.request(0, 9))
    post(served, Log(name="other").request(0, 9))
    served.end()
    assert served.log == [
        "200 saksi.example.go.id/2026 5",
        "409 saksi.example.go.id/2026 9",
        "404",
    ]
