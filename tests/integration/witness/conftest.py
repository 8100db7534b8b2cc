"""Witnesses that serve, as processes of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.key_file import write_key
from ledger.note import Algorithm, PrivateKey, PublicKey
from tests.integration.cli.conftest import SAKSI, Desk, url

__all__ = ["url"]


class ServedWitness:
    """A witness with its files in a folder, which is started, ended and killed."""

    def __init__(self, folder: Path, name: str, logs: list[PublicKey]) -> None:
        folder.mkdir()
        self.folder, self.name = folder, name
        self.key = PrivateKey.generate(f"{name}.example.org/1", Algorithm.COSIGNATURE)
        write_key(folder / "witness.key", self.key)
        self.knows(logs)
        self.listen = "127.0.0.1:0"
        self.run("init", "--key", "witness.key", "--db", "witness.db")
        self._process: subprocess.Popen[bytes] | None = None

    def knows(self, logs: list[PublicKey]) -> None:
        """Name the ledgers that it cosigns."""
        (self.folder / "ledgers.txt").write_text("".join(f"log {key}\n" for key in logs) + "quorum none\n")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of it, to its end."""
        ran = subprocess.run(
            [SAKSI, "witness", *arguments], cwd=self.folder, capture_output=True, text=True, timeout=60, check=False
        )
        assert ran.returncode == 0, ran.stderr
        return ran

    @property
    def url(self) -> str:
        return f"http://{self.listen}"

    @property
    def line(self) -> str:
        """Its line in a policy."""
        return f"witness {self.name} {self.key.public} {self.url}\n"

    def start(self) -> None:
        """Serve; at the same address again, if it served before."""
        with (self.folder / "log.txt").open("wb") as log:
            self._process = subprocess.Popen(
                [
                    *(SAKSI, "witness", "serve", "--key", "witness.key", "--db", "witness.db"),
                    *("--policy", "ledgers.txt", "--listen", self.listen, "--lang", "en"),
                ],
                cwd=self.folder,
                stderr=log,
            )
        deadline = time.monotonic() + 30
        while not (listens := re.search(r"listens at http://(\S+:\d+)\.\n", self._written())):
            assert self._process.poll() is None, self._written()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        self.listen = listens[1]

    @property
    def log(self) -> list[str]:
        """What it wrote of the requests since it started: status, and of which ledger."""
        return [line.partition(" ")[2] for line in self._written().splitlines()[1:]]

    def _written(self) -> str:
        return (self.folder / "log.txt").read_text()

    def end(self, number: int = signal.SIGTERM) -> int:
        """Tell it to end, and wait until it did; its exit status."""
        assert self._process is not None
        os.kill(self._process.pid, number)
        status = self._process.wait(30)
        self._process = None
        return status

    def close(self) -> None:
        if self._process is not None:
            self.end(signal.SIGKILL)


class Witnesses:
    """Makes witnesses for a test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[ServedWitness] = []

    def serve(self, name: str, *logs: PublicKey) -> ServedWitness:
        """One that serves already."""
        witness = ServedWitness(self._folder / name, name, list(logs))
        self._made.append(witness)
        witness.start()
        return witness

    def close(self) -> None:
        for witness in self._made:
            witness.close()


@pytest.fixture
def witnesses(tmp_path: Path) -> Iterator[Witnesses]:
    made = Witnesses(tmp_path)
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path: Path, url: str) -> Iterator[Desk]:
    """A folder in which commands are run on a ledger with one fact."""
    desk = Desk(tmp_path, url)
    desk.environment["SAKSI_LANG"] = "en"
    yield desk
    desk.close()
