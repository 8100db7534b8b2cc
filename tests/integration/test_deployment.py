"""The Dockerfile and docker-compose.yml are sound, and what they name is there: commands, variables, folders, versions.

Compose itself checks the file against its schema (``docker compose config``), hadolint the Dockerfile; both come in
wheels, and neither needs an engine.
"""

from __future__ import annotations

import os
import re
import shlex
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
from ruamel.yaml import YAML

from cli.command_line import saksi

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
COMPOSE: dict[str, Any] = YAML(typ="safe").load(ROOT / "docker-compose.yml")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("image") == "saksi"}
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def ran(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_compose_takes_the_file() -> None:
    done = ran(BIN / "docker-compose", "--file", "docker-compose.yml", "config", "--quiet")
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    done = ran(BIN / "hadolint", "Dockerfile")
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def read(words: list[str]) -> None:
    """A command line of ``saksi``; raises if it cannot be read."""
    command: click.Command = saksi
    words = list(words)
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    command.make_context("saksi", words)


@pytest.mark.parametrize("name", OURS)
def test_the_command_of_a_service_can_be_read(name: str) -> None:
    read(OURS[name]["command"])


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_says_how_it_is_looked_after(name: str) -> None:
    health = SERVICES[name]["healthcheck"]
    assert health.get("test") or (health["disable"] and SERVICES[name]["restart"] == "on-failure")
    if name in OURS and "test" in health:
        kind, program, *words = health["test"]
        assert (kind, program) == ("CMD", "saksi")
        read(words)


def test_every_variable_of_ours_is_one_that_we_read() -> None:
    sources = [
        path.read_text(encoding="utf-8") for room in ("cli", "consumers") for path in (ROOT / room).rglob("*.py")
    ]
    known = set(re.findall(r"SAKSI_[A-Z_]+", " ".join(sources)))
    named = {variable for service in OURS.values() for variable in service["environment"]}
    assert named <= known


def test_secrets_come_from_files_and_each_service_gets_its_own_only() -> None:
    for service in SERVICES.values():
        variables = service.get("environment", {})
        assert [name for name in variables if "PASSWORD" in name and not name.endswith("_FILE")] == []
        files = {value for name, value in variables.items() if name.endswith("_FILE")}
        assert files <= {f"/run/secrets/{name}" for name in service.get("secrets", [])}
        assert "@" not in str(variables.get("SAKSI_DB")).partition("//")[2].partition("@")[0].replace(":", "@")
    assert all(len(service["secrets"]) == 1 for service in OURS.values())


def test_the_secrets_are_made_once_and_kept(tmp_path: Path) -> None:
    made = tmp_path / "secrets"
    for _ in range(2):
        assert ran("sh", "deploy/secrets.sh", made).returncode == 0
    assert {path.name for path in made.iterdir()} == set(COMPOSE["secrets"])
    assert {f"./secrets/{name}" for name in COMPOSE["secrets"]} == {one["file"] for one in COMPOSE["secrets"].values()}
    texts = [path.read_text() for path in made.iterdir()]
    assert all(re.fullmatch("[0-9a-f]{48}", text) for text in texts)
    assert len(set(texts)) == 4
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    (made / "owner").write_text("kept")
    ran("sh", "deploy/secrets.sh", made)
    assert (made / "owner").read_text() == "kept"


def test_the_roles_that_services_work_as_are_made_and_given_their_rights() -> None:
    users = {name: re.findall(r"//(\w+)@", service["environment"]["SAKSI_DB"])[0] for name, service in OURS.items()}
    made = re.findall(r"^for role in (.*); do$", (ROOT / "deploy" / "roles.sh").read_text(), re.MULTILINE)[0].split()
    granted = OURS["prepare"]["command"]
    assert set(made) == {user for name, user in users.items() if name != "prepare"}
    assert granted[granted.index("--writer") + 1] == users["consume"]
    assert granted[granted.index("--follower") + 1] == users["follow"]
    assert granted[granted.index("--reader") + 1] == users["publish"]


def test_kafka_and_the_registry_are_those_that_are_tested_with() -> None:
    for service in ("kafka", "registry"):
        pom = (ROOT / "tests" / "integration" / "java" / f"{service}.pom.xml").read_text(encoding="utf-8")
        assert SERVICES[service]["image"].rpartition(":")[2] in re.findall("<version>(.*)</version>", pom)


def test_the_image_has_every_folder_that_is_installed_and_nothing_else() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    copied = [shlex.split(line)[1:] for line in re.findall("^COPY (?!--from).*$", DOCKERFILE, re.MULTILINE)]
    folders = {words[0] for words in copied if len(words) == 2}
    files = {word for words in copied if len(words) > 2 for word in words[:-1]}
    assert folders == packages
    taken = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    assert set(re.findall("^!(.*)$", taken, re.MULTILINE)) == folders | files
    assert re.search(r"^\*$", taken, re.MULTILINE)


def test_the_image_is_made_from_the_lock_and_runs_as_nobody_special() -> None:
    assert "--constraint constraints.txt" in DOCKERFILE
    assert re.findall(r"^USER (.*)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert len(re.findall(r"^FROM ", DOCKERFILE, re.MULTILINE)) == 2
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    asked = re.findall(r"\.\[(.*)\]", DOCKERFILE)[0].split(",")
    assert set(asked) <= set(extras)


def test_the_page_runs_commands_that_are_there_and_write_where_a_service_may() -> None:
    page = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    lines = re.findall(r"^docker compose (?:run|exec) (.*?)(?: <.*|  +#.*)?$", page, re.MULTILINE)
    assert len(lines) == 3
    for line in lines:
        words = [word for word in shlex.split(line) if word not in ("--rm", "--no-deps", "-T")]
        service, command = words[0], [word for word in words[1:] if word != "saksi"]
        assert service in OURS
        read(command)
        if command[0] == "ingest":
            written = Path(command[command.index("--rejects") + 1])
            assert str(written.parent) in OURS[service]["tmpfs"]


def test_scripts_can_be_run() -> None:
    for script in (ROOT / "deploy").glob("*.sh"):
        assert os.access(script, os.X_OK)
        assert ran("sh", "-n", script).returncode == 0
