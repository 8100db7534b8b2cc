"""Libraries of others read our bundles: ``bagit`` of the Library of Congress, and Go's ``sumdb`` with torchwood."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import bagit
import pytest

from tests.integration.evidence.conftest import KEY, POLICY, WITNESS
from tests.integration.golang import built

FOLDER = Path(__file__).with_name("go")


@pytest.fixture(scope="module")
def reader() -> Path:
    """The program in Go that reads with the libraries of others."""
    return built(FOLDER)


@pytest.fixture
def bag(bundle: bytes, tmp_path: Path) -> Path:
    """The folder of the bag, unpacked."""
    with zipfile.ZipFile(BytesIO(bundle)) as archive:
        archive.extractall(tmp_path / "unpacked")
    (folder,) = (tmp_path / "unpacked").iterdir()
    return folder


Read = Callable[..., tuple[int, str]]


@pytest.fixture
def read(reader: Path, bag: Path, tmp_path: Path) -> Read:
    """Run it on the bag."""

    def run(key: str = str(KEY.public), policy: str = POLICY) -> tuple[int, str]:
        (tmp_path / "policy.txt").write_text(policy)
        ran = subprocess.run(
            [reader, bag, key, tmp_path / "policy.txt"], capture_output=True, text=True, check=False, timeout=60
        )
        return ran.returncode, ran.stdout

    return run


def test_bagit_finds_the_bag_valid(bag: Path):
    found = bagit.Bag(str(bag))
    found.validate()
    assert found.version_info == (1, 0)
    assert found.info["External-Identifier"] == bag.name
    (bag / "data" / "replay.json").write_bytes(b"{}")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(bag)).validate()


def test_go_reads_the_checkpoint_every_proof_and_the_cosignature(read: Read):
    assert read() == (0, "saksi.kaltimprov.go.id/2026 181: 1 signatures, 65 entries, 2 earlier\n")


def test_go_refuses_another_key(read: Read):
    from ledger.note import PrivateKey

    status, said = read(key=str(PrivateKey.generate(KEY.public.name).public))
    assert status == 1
    assert "refused: checkpoint" in said


def test_go_refuses_a_checkpoint_that_too_few_cosigned(read: Read):
    from ledger.note import Algorithm, PrivateKey

    other = PrivateKey.generate("witness.bpk.go.id", Algorithm.COSIGNATURE).public
    both = f"witness bkn {WITNESS.public}\nwitness bpk {other}\ngroup both all bkn bpk\nquorum both\n"
    assert read(policy=f"log {KEY.public}\n{both}")[0] == 1
    assert read(policy=f"log {KEY.public}\n{both.replace('all', 'any')}")[0] == 0


@pytest.mark.parametrize("what", ["an entry", "a proof", "an earlier root", "the root", "the cosignature"])
def test_go_refuses_what_was_changed(read: Read, bag: Path, what: str):
    data = bag / "data"
    if what == "an entry":
        file, old, new = data / "entries.jsonl", b'"version":2}', b'"version":3}'
    elif what == "a proof":
        file = sorted((data / "proofs").iterdir())[9]
        line = file.read_bytes().split(b"\n")[2]
        old, new = line, b64encode(bytes([b64decode(line)[0] ^ 1]) + b64decode(line)[1:])
    elif what == "an earlier root":
        file = data / "consistency.jsonl"
        root = json.loads(file.read_text().splitlines()[0])["root"].encode()
        old, new = root, b64encode(bytes([b64decode(root)[0] ^ 1]) + b64decode(root)[1:])
    elif what == "the root":
        file = data / "checkpoint"
        old, new = b"\n181\n", b"\n182\n"
    else:
        file = sorted((data / "proofs").iterdir())[0]
        line = file.read_bytes().split(b"\n")[-2].split(b" ")[2]
        old, new = line, b64encode(b64decode(line)[:-1] + bytes([b64decode(line)[-1] ^ 1]))
    changed = file.read_bytes().replace(old, new, 1)
    assert changed != file.read_bytes()
    file.write_bytes(changed)
    assert read()[0] == 1


def test_sha256sum_checks_the_bag(bag: Path):
    program = shutil.which("sha256sum")
    assert program is not None
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run([program, "--check", "--quiet", manifest], cwd=bag, check=True)
