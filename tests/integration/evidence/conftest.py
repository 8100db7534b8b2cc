"""A ledger with the story in it, signed by its key and cosigned by a witness, in a file and in a database."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from cli.language import speak
from cli.main import main
from evidence.bag import pack
from evidence.export import export
from ledger.application import Ledger
from ledger.checkpoint import Checkpoint
from ledger.key_file import write_key
from ledger.note import Algorithm, PrivateKey
from ledger.signing import Signer
from tests.integration.conftest import STORES

STORY = Path(__file__).resolve().parents[2] / "cases" / "kaltim-2026.jsonl"
BUDI = "199007212015021002"
AS_OF = "2026-03-07T08:00:00+08:00"
KEY = PrivateKey("saksi.kaltimprov.go.id/2026", Algorithm.ED25519, bytes(range(32)))
WITNESS = PrivateKey("witness.bkn.go.id", Algorithm.COSIGNATURE, bytes(range(1, 33)))
POLICY = f"log {KEY.public}\nwitness bkn {WITNESS.public}\nquorum bkn\n"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(params=STORES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where there is no ledger yet: a file, or a database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/saksi.db"
    made: str = request.getfixturevalue("databases").new()
    return made


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """Run a command line in this process, in English: its status, and what it printed."""
    for name in ("SAKSI_DB", "SAKSI_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "SAKSI_DEBUG", "SAKSI_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        status = main(arguments)
        told = capfd.readouterr()
        speak("en")
        return status, told.out, told.err

    yield run
    speak("en")


@pytest.fixture
def signed(url: str, run: Run, tmp_path: Path) -> str:
    """The URL of a ledger with the story and a checkpoint; its key is in ``key``, the public one in ``pub``."""
    assert run("ingest", str(STORY), "--db", url)[0] == 0
    write_key(tmp_path / "key", KEY)
    (tmp_path / "pub").write_text(f"{KEY.public}\n")
    assert run("checkpoint", "--key", "key", "--db", url)[0] == 0
    return url


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A bundle of the story with two earlier checkpoints, cosigned by a witness."""
    folder = tmp_path_factory.mktemp("story")
    url = f"sqlite:///{folder}/saksi.db"
    assert main(["ingest", str(STORY), "--db", url]) == 0
    with Ledger.open(url) as ledger:
        note = Signer(ledger, [KEY], folder / "key.checkpoint").sign().note
        ledger.recorder.add_cosignatures(Checkpoint.of(note).size, [WITNESS.sign(note.text, 1_790_000_000)])
        made = export(ledger, BUDI, as_of=datetime.fromisoformat(AS_OF), since=[64, 150])
    return pack(made.name, made.payload())


def printed(bundle_of: Ledger, size: int) -> str:
    """The checkpoint of a size as it would stand on a decision: its size and root."""
    note = bundle_of.recorder.checkpoint(size)
    assert note is not None
    checkpoint = Checkpoint.of(note)
    return f"{checkpoint.size} {b64encode(checkpoint.root).decode()}"
