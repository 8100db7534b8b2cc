"""A password for PostgreSQL comes from a file, and nobody is shown it."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def _no_password(monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "")
    monkeypatch.delenv("PGPASSWORD")
    yield
    os.environ.pop("PGPASSWORD", None)


def test_the_password_in_the_file_is_handed_to_the_library_without_its_line_end(run, story, tmp_path, monkeypatch):
    (tmp_path / "secret").write_text("rahasia sekali \n")
    monkeypatch.setenv("SAKSI_DB_PASSWORD_FILE", str(tmp_path / "secret"))
    assert run("tail", "--after", "179").status == 0
    assert os.environ["PGPASSWORD"] == "rahasia sekali "


def test_a_password_that_is_set_stands(run, story, tmp_path, monkeypatch):
    (tmp_path / "secret").write_text("of the file")
    monkeypatch.setenv("SAKSI_DB_PASSWORD_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("PGPASSWORD", "set")
    assert run("tail", "--after", "179").status == 0
    assert os.environ["PGPASSWORD"] == "set"


@pytest.mark.parametrize("content", [None, b"\xff"])
def test_a_file_that_cannot_be_read_is_told_and_not_shown(run, story, tmp_path, monkeypatch, content):
    if content is not None:
        (tmp_path / "secret").write_bytes(content)
    monkeypatch.setenv("SAKSI_DB_PASSWORD_FILE", str(tmp_path / "secret"))
    ran = run("tail", "--format", "json")
    assert (ran.status, ran.error["code"]) == (2, "wrong_password_file")
    assert "\\xff" not in ran.err


def test_help_is_shown_also_where_the_file_is_not_there(run, monkeypatch):
    monkeypatch.setenv("SAKSI_DB_PASSWORD_FILE", "/nowhere")
    assert run("tail", "--help").status == 0
