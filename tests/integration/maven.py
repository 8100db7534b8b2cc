"""Servers written in Java for the tests, from Maven Central: what a small pom names, in the user's cache folder."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POMS = Path(__file__).with_name("java")
PATIENCE_SECONDS = 900


def missing_tool() -> str:
    """Which of the programs is not installed that a server needs; empty if none is missing."""
    return next((f"{name} is not installed" for name in ("java", "mvn") if shutil.which(name) is None), "")


def fetched(name: str) -> Path:
    """The folder with the files that ``<name>.pom.xml`` names, fetched once for each content of the pom.

    Raises ``RuntimeError`` with Maven's own words if they cannot be had.
    """
    pom = POMS / f"{name}.pom.xml"
    digest = hashlib.sha256(pom.read_bytes()).hexdigest()[:12]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "saksi-tests"
    folder = cache / f"{name}-{digest}"
    cache.mkdir(parents=True, exist_ok=True)
    with locked(cache / f"{name}.lock"):
        if not folder.exists():
            made = Path(tempfile.mkdtemp(dir=cache))
            try:
                _copy_dependencies(pom, made)
                for archive in made.glob("*.tar.gz"):
                    shutil.unpack_archive(archive, made, filter="data")
                    archive.unlink()
                made.rename(folder)
            finally:
                shutil.rmtree(made, ignore_errors=True)
    return folder


def _copy_dependencies(pom: Path, folder: Path) -> None:
    ran = subprocess.run(
        ["mvn", "-B", "-q", "-f", pom, "dependency:copy-dependencies", f"-DoutputDirectory={folder}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"Maven could not fetch {pom.name}: {ran.stdout[-2000:]}{ran.stderr[-2000:]}")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
