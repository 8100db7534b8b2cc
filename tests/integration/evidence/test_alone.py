"""verify_evidence.py by itself: in an empty folder, without site-packages, with and without OpenSSL."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from evidence.export import VERIFIER
from tests.integration.evidence.conftest import KEY, POLICY

SOURCE = VERIFIER.read_text(encoding="utf-8")


@pytest.fixture
def alone(bundle: bytes, tmp_path: Path) -> Path:
    """A folder with the program and a bundle, and nothing else."""
    shutil.copy(VERIFIER, tmp_path)
    (tmp_path / "e.zip").write_bytes(bundle)
    return tmp_path


def _run(folder: Path, *options: str, path: str = os.environ["PATH"], key: str = str(KEY.public)) -> tuple[int, str]:
    command = [sys.executable, "-I", "-S", "-W", "error", "verify_evidence.py", "e.zip", *options]
    if key:
        command += ["--key", key]
    ran = subprocess.run(
        command, cwd=folder, env={"PATH": path, "LANG": "en_US.UTF-8"}, capture_output=True, text=True, check=False
    )
    assert ran.stderr == ""
    return ran.returncode, ran.stdout


def test_it_holds_in_an_empty_folder(alone: Path):
    status, said = _run(alone, "--lang", "en")
    assert (status, said.partition("\n")[0]) == (0, "HOLDS")
    assert _run(alone, "--lang", "id")[1].startswith("BENAR\n")


def test_the_program_in_the_bundle_is_the_same(alone: Path):
    with zipfile.ZipFile(alone / "e.zip") as archive:
        (inside,) = [name for name in archive.namelist() if name.endswith("/data/verify_evidence.py")]
        assert archive.read(inside) == VERIFIER.read_bytes()


def test_a_changed_byte_is_refused(alone: Path):
    data = (alone / "e.zip").read_bytes()
    (alone / "e.zip").write_bytes(data[:5000] + bytes([data[5000] ^ 1]) + data[5001:])
    status, said = _run(alone)
    assert status == 1
    assert said.startswith("FALSE: ")


def test_witnesses_and_keys_may_lie_in_files(alone: Path):
    (alone / "policy.txt").write_text(POLICY)
    (alone / "pub").write_text(f"# of the agency\n{KEY.public}\n")
    assert _run(alone, "--witnesses", "policy.txt", key="pub")[0] == 0


def test_without_a_key_nothing_is_proved(alone: Path):
    assert _run(alone, key="")[0] == 2


def test_without_openssl_it_works_the_signature_out_itself(alone: Path):
    assert _run(alone, path="/nowhere")[0] == 0


@pytest.mark.parametrize("answer", ["pkeyutl: Unrecognized flag rawin", "Error: unknown option"])
def test_an_openssl_that_knows_no_ed25519_is_not_asked_further(alone: Path, answer: str):
    program = alone / "bin" / "openssl"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{answer}'\nexit 1\n")
    program.chmod(0o755)
    assert _run(alone, path=str(program.parent))[0] == 0


def test_usage_that_is_wrong_ends_with_status_2(alone: Path):
    (alone / "e.zip").unlink()
    assert _run(alone)[0] == 2


def test_it_imports_nothing_but_the_standard_library():
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    assert imported <= sys.stdlib_module_names


def test_it_is_written_for_python_3_8():
    ast.parse(SOURCE, feature_version=(3, 8))
    assert "removeprefix" not in SOURCE
    assert "match " not in SOURCE
    assert "strict=" not in SOURCE
