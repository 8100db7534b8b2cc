"""Time stamps by RFC 3161, of a small authority that the openssl command plays."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ledger.application import Ledger
from ledger.note import parse
from tests.integration.cli.conftest import Desk
from tests.integration.ledger.conftest import withdrawn

CONFIGURATION = """
[tsa]
default_tsa = authority
[authority]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
certs = tsa.pem
default_policy = 1.2.3.4
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
[stamping]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
basicConstraints = critical,CA:false
"""


def openssl(folder: Path, *arguments: str) -> None:
    ran = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def make_authority(folder: Path) -> Path:
    """A root, and an authority below it."""
    folder.mkdir()
    (folder / "tsa.cnf").write_text(CONFIGURATION)
    (folder / "serial").write_text("01\n")
    openssl(
        folder,
        *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", "/CN=Root of a test"),
        *("-addext", "keyUsage=critical,keyCertSign,cRLSign", "-keyout", "root.key", "-out", "root.pem"),
    )
    openssl(
        folder,
        *("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Stamps", "-keyout", "tsa.key", "-out", "tsa.csr"),
    )
    openssl(
        folder,
        *(
            "x509",
            "-req",
            "-in",
            "tsa.csr",
            "-CA",
            "root.pem",
            "-CAkey",
            "root.key",
            "-CAcreateserial",
            "-days",
            "3650",
        ),
        *("-extfile", "tsa.cnf", "-extensions", "stamping", "-out", "tsa.pem"),
    )
    return folder


class Authority:
    """An authority that answers by HTTP; what it answers can be changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers: Callable[[bytes], tuple[int, bytes]] = self.stamp
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == "application/timestamp-query"
                status, body = authority.answers(asked)
                self.send_response(status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/stamp"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stamp(self, asked: bytes) -> tuple[int, bytes]:
        (self.folder / "asked.tsq").write_bytes(asked)
        openssl(
            self.folder,
            "ts",
            "-reply",
            "-config",
            "tsa.cnf",
            "-section",
            "authority",
            "-queryfile",
            "asked.tsq",
            "-out",
            "r",
        )
        return 200, (self.folder / "r").read_bytes()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl command")
    made = Authority(make_authority(tmp_path / "authority"))
    yield made
    made.close()


@pytest.fixture
def stamped(desk: Desk, authority: Authority) -> Callable[..., subprocess.CompletedProcess[str]]:
    desk.run("key", "generate", "saksi.example.go.id/2026", "-o", "saksi.key")
    desk.ingest([withdrawn("a") + "\n"])

    def checkpoint(roots: Path = authority.folder / "root.pem") -> subprocess.CompletedProcess[str]:
        more = ("--timestamp", authority.url, "--timestamp-roots", str(roots), "--format", "json")
        return desk.run("checkpoint", "--key", "saksi.key", *more)

    return checkpoint


def test_a_checkpoint_is_stamped_and_anybody_can_check_the_stamp(
    desk: Desk, authority: Authority, stamped: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    ran = stamped()
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["timestamp"]["authority"] == authority.url
    with Ledger.open(desk.url) as ledger:
        replies = ledger.recorder.timestamps(3)
    assert list(replies) == [authority.url]
    folder = authority.folder
    (folder / "signed.txt").write_bytes(parse(told["note"].encode()).text.encode())
    (folder / "kept.tsr").write_bytes(replies[authority.url])
    openssl(folder, "ts", "-verify", "-data", "signed.txt", "-in", "kept.tsr", "-CAfile", "root.pem")
    again = stamped()
    assert (again.returncode, "timestamp" in json.loads(again.stdout)) == (0, False)


def test_a_stamp_that_does_not_hold_is_not_kept_and_asked_for_again(
    desk: Desk, authority: Authority, stamped: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    kept: list[bytes] = []

    def remember(asked: bytes) -> tuple[int, bytes]:
        _, body = authority.stamp(asked)
        kept.append(body)
        return 200, body[:-1] + bytes([body[-1] ^ 1])

    for answers in (
        remember,
        lambda _: (200, kept[0]),  # of another request: its nonce is not this one's
        lambda _: (200, b"no reply"),
        lambda _: (200, b""),
        lambda _: (404, b""),
        lambda _: (500, b""),
        lambda _: (302, b""),
    ):
        authority.answers = answers
        ran = stamped()
        assert ran.returncode == 1
        assert json.loads(ran.stderr)["error"]["code"] == "timestamp_failed"
        assert json.loads(ran.stdout)["size"] == 3
    authority.answers = authority.stamp
    strangers = make_authority(tmp_path / "strangers")
    for roots in (strangers / "root.pem", strangers / "root.key"):
        ran = stamped(roots)
        assert (ran.returncode, json.loads(ran.stderr)["error"]["code"]) == (1, "timestamp_failed")
    with Ledger.open(desk.url) as ledger:
        assert ledger.recorder.timestamps(3) == {}
        assert ledger.recorder.checkpoint_sizes() == [3]
    assert stamped().returncode == 0
