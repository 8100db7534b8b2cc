"""Programs for Node in the tests: what a package-lock.json names, in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.integration.maven import locked

PATIENCE_SECONDS = 600


def require_node() -> None:
    """Skip the test if there is no Node; in CI that is a failure."""
    missing = next((f"{name} is not installed" for name in ("node", "npm") if shutil.which(name) is None), "")
    if missing and os.environ.get("CI"):
        pytest.fail(f"CI tests the examples for Node too, but {missing}", pytrace=False)
    if missing:
        pytest.skip(f"no Node: {missing}")


def modules_for(folder: Path) -> dict[str, str]:
    """The environment in which Node finds what the lock in a folder names, fetched once for each content of the lock.

    Nothing of the packages is run while they are fetched.
    """
    require_node()
    lock = folder / "package-lock.json"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "saksi-tests"
    cache.mkdir(parents=True, exist_ok=True)
    made = cache / f"node-{digest}"
    with locked(cache / "node.lock"):
        if not made.exists():
            new = Path(tempfile.mkdtemp(dir=cache))
            try:
                for file in (lock, folder / "package.json"):
                    shutil.copy(file, new)
                ran = subprocess.run(
                    ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                    cwd=new,
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    text=True,
                    timeout=PATIENCE_SECONDS,
                    check=False,
                )
                if ran.returncode:
                    raise RuntimeError(f"npm could not fetch what {lock} names: {ran.stderr[-2000:]}")
                new.rename(made)
            finally:
                shutil.rmtree(new, ignore_errors=True)
    return {**os.environ, "NODE_PATH": str(made / "node_modules")}
