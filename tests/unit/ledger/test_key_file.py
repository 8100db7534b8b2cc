"""Files of keys: theirs alone who own them, and never overwritten."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ledger.key_file import KeyFileExists, KeyFileOpen, read_key, read_public_key, write_key
from ledger.note import Algorithm, BadKey, PrivateKey

KEY = PrivateKey("saksi.example.go.id/2026", Algorithm.ED25519, bytes(range(32)))


def test_a_key_is_read_as_it_was_written_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "saksi.key"
    before = os.umask(0)
    try:
        write_key(path, KEY)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text() == KEY.text() + "\n"
    assert read_key(path).text() == KEY.text()
    assert read_public_key(str(path)) == KEY.public


def test_a_key_takes_no_others_place(tmp_path: Path) -> None:
    path = tmp_path / "saksi.key"
    path.write_text("what was there")
    with pytest.raises(KeyFileExists, match="already"):
        write_key(path, KEY)
    assert path.read_text() == "what was there"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o601])
def test_a_private_key_that_others_may_read_is_not_used(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "saksi.key"
    write_key(path, KEY)
    path.chmod(mode)
    for read in (read_key, lambda path: read_public_key(str(path))):
        with pytest.raises(KeyFileOpen, match=f"{mode:04o}"):
            read(path)


def test_a_public_key_is_taken_as_a_text_or_out_of_a_file_that_all_may_read(tmp_path: Path) -> None:
    path = tmp_path / "saksi.pub"
    path.write_text(f"{KEY.public}\n")
    path.chmod(0o644)
    assert read_public_key(str(path)) == KEY.public
    assert read_public_key(str(KEY.public)) == KEY.public


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"PRIVATE+KEY+x", b"A" * 100_000])
def test_what_is_no_key_is_refused_without_showing_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "saksi.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(BadKey) as refused:
        read_key(path)
    assert "AAAA" not in str(refused.value)


def test_the_key_of_a_witness_signs_no_ledger_and_the_other_way_round(tmp_path: Path) -> None:
    witness = PrivateKey.generate("witness.example.org", Algorithm.COSIGNATURE)
    write_key(tmp_path / "witness.key", witness)
    write_key(tmp_path / "saksi.key", KEY)
    assert read_key(tmp_path / "witness.key", Algorithm.COSIGNATURE).public == witness.public
    with pytest.raises(BadKey, match=r"witness\.key is that of a witness"):
        read_key(tmp_path / "witness.key", Algorithm.ED25519)
    with pytest.raises(BadKey, match=r"saksi\.key is that of a ledger"):
        read_key(tmp_path / "saksi.key", Algorithm.COSIGNATURE)
