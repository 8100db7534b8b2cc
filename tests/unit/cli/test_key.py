"""Keys by the command line: made once, shown without their secret, and changed in the ledger."""

from __future__ import annotations

NAME = "saksi.example.go.id/2026"


def generate(run, path: str, *more: str) -> str:
    ran = run("key", "generate", NAME, "-o", path, *more)
    assert ran.status == 0
    return ran.out.strip()


def test_a_key_is_made_in_a_file_of_its_owner_and_its_public_part_printed(run, tmp_path):
    public = generate(run, "saksi.key")
    assert public.startswith(f"{NAME}+")
    assert (tmp_path / "saksi.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "saksi.key").read_text().startswith(f"PRIVATE+KEY+{NAME}+")
    assert run("key", "show", "saksi.key").out.strip() == public
    assert run("key", "show", public).out.strip() == public
    assert run("key", "show", "saksi.key", "--format", "json").json == {
        "key": public,
        "name": NAME,
        "algorithm": "ed25519",
    }


def test_the_key_of_a_witness_says_so(run):
    public = generate(run, "witness.key", "--witness")
    assert run("key", "show", public, "--format", "json").json["algorithm"] == "cosignature"


def test_no_file_is_overwritten(run, tmp_path):
    (tmp_path / "saksi.key").write_text("what was there")
    ran = run("key", "generate", NAME, "-o", "saksi.key", "--format", "json")
    assert (ran.status, ran.error["code"]) == (1, "key_file_exists")
    assert (tmp_path / "saksi.key").read_text() == "what was there"


def test_what_is_no_name_or_no_key_is_refused(run, tmp_path):
    for name in ("a b", "a+b", ""):
        ran = run("key", "generate", name, "-o", "x.key", "--format", "json")
        assert (ran.status, ran.error["code"]) == (1, "bad_key")
        assert not (tmp_path / "x.key").exists()
    assert run("key", "show", "lost.key").status == 2
    assert run("key", "show", "a+b+c", "--format", "json").error["code"] == "bad_key"
    generate(run, "saksi.key")
    (tmp_path / "saksi.key").chmod(0o644)
    ran = run("key", "show", "saksi.key", "--format", "json")
    assert (ran.status, ran.error["code"]) == (1, "key_file_open")
    assert "PRIVATE" not in ran.err


def test_keys_come_and_go_and_are_listed(run, story):
    old, new = generate(run, "old.key"), generate(run, "new.key")
    ran = run("key", "add", "--key", "old.key", "--new", "new.key", "--format", "json")
    assert (ran.status, ran.error["code"]) == (1, "key_refused")
    assert run("checkpoint", "--key", "old.key").status == 0
    added = run("key", "add", "--key", "old.key", "--new", "new.key", "--format", "json").json
    assert added == {"position": 182, "key": new}
    assert "signs no more" in run("key", "retire", "--key", "new.key", "--old", old).out
    assert run("key", "list", "--format", "json").json == {
        "keys": [{"key": old, "added": 180, "retired": 183}, {"key": new, "added": 182, "retired": None}]
    }
    assert run("key", "list", "--lang", "id").out.split()[:4] == ["masuk", "pada", "berhenti", "pada"]
    ran = run("key", "retire", "--key", "new.key", "--old", "new.key", "--format", "json")
    assert (ran.status, ran.error["code"]) == (1, "key_refused")
