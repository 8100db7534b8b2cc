"""A real schema registry for the tests: what ``SAKSI_TEST_REGISTRY`` names, else Apicurio out of Maven Central.

It keeps its schemas in memory and is shared, and ended, as the broker is (``tests.integration.kafka``).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.integration.kafka import HEAP, free_ports, shared, while_used
from tests.integration.maven import fetched, missing_tool

NAMED = "SAKSI_TEST_REGISTRY"
STARTING_SECONDS = 120


def require_registry() -> None:
    """Skip the test if there is no registry; in CI that is a failure."""
    if os.environ.get(NAMED) or not (reason := missing_tool()):
        return
    reason = f"{reason} and {NAMED} names no registry"
    if os.environ.get("CI"):
        pytest.fail(f"CI tests the schema registry too, but {reason}", pytrace=False)
    pytest.skip(f"no schema registry: {reason}")


def shared_registry(run: Path) -> str:
    """The URL of the registry that all processes share which name the same folder."""
    fetched("registry")  # here, where it may fail with its reason
    return shared(run, "registry", __name__)


def _keep(run: Path) -> None:
    """Run a registry for as long as one of its users lives."""
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}/apis/ccompat/v7"
    flags = (HEAP, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
    settings = (
        "-Dquarkus.http.host=127.0.0.1",
        f"-Dquarkus.http.port={port}",
        "-Dapicurio.datasource.jdbc.initial-size=2",
        "-Dapicurio.datasource.jdbc.min-size=2",
    )
    process = subprocess.Popen(
        ["java", *flags, *settings, "-jar", next(fetched("registry").glob("*-runner.jar"))],
        stdin=subprocess.DEVNULL,
        stdout=(run / "registry.log").open("wb"),
        stderr=subprocess.STDOUT,
    )
    try:
        end = time.monotonic() + STARTING_SECONDS
        while not _answers(url):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the registry does not start: {(run / 'registry.log').read_text()[-3000:]}")
            time.sleep(0.2)
        while_used(run, "registry", url, lambda: process.poll() is None)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/subjects", timeout=2):
            return True
    except (OSError, urllib.error.URLError):
        return False


if __name__ == "__main__":
    _keep(Path(sys.argv[1]))
