"""Programs in Go for the tests: built from a folder with a go.sum, in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.integration.maven import locked

PATIENCE_SECONDS = 600


def require_go() -> None:
    """Skip the test if there is no Go; in CI that is a failure."""
    if shutil.which("go") is not None:
        return
    if os.environ.get("CI"):
        pytest.fail("CI reads bundles with libraries for Go too, but go is not installed", pytrace=False)
    pytest.skip("no Go: go is not installed")


def built(folder: Path) -> Path:
    """The program that the sources in a folder make, built once for each content of them.

    The modules that go.mod names come from the module proxy and are held to go.sum.
    """
    require_go()
    sources = b"".join((folder / name).read_bytes() for name in ("go.mod", "go.sum", "main.go"))
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "saksi-tests"
    cache.mkdir(parents=True, exist_ok=True)
    program = cache / f"go-{hashlib.sha256(sources).hexdigest()[:12]}"
    with locked(cache / "go.lock"):
        if not program.exists():
            new = program.with_suffix(".new")
            ran = subprocess.run(
                ["go", "build", "-mod=readonly", "-trimpath", "-o", new, "."],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=PATIENCE_SECONDS,
                check=False,
            )
            if ran.returncode:
                raise RuntimeError(f"go could not build {folder}: {ran.stderr[-2000:]}")
            new.rename(program)
    return program
