"""How verify_evidence.py is run in tests: as a module loaded from its file, many times faster than as a program."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from evidence.export import VERIFIER

Independent = Callable[..., tuple[int, str]]


@pytest.fixture(scope="session")
def program() -> ModuleType:
    """verify_evidence.py."""
    specification = importlib.util.spec_from_file_location("verify_evidence_alone", VERIFIER)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def independent(
    program: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Independent:
    """Run it on some bytes; its exit status and what it says in English."""

    def run(data: bytes, *options: str) -> tuple[int, str]:
        file = tmp_path / "bundle.zip"
        file.write_bytes(data)
        monkeypatch.setattr(sys, "argv", ["verify_evidence.py", str(file), "--lang", "en", *options])
        status = program.main()
        return status, capsys.readouterr().out

    return run
