"""Wrong usage ends in one clear sentence and status 2, never in a traceback."""

from __future__ import annotations

import pytest

from tests.unit.cli.conftest import STORY

BUDI = "199007212015021002"

WRONG = {
    "an unknown command": (["replya"], "no_such_command"),
    "an unknown command of a group": (["policy", "enactt", "x.yaml"], "no_such_command"),
    "a command that nothing resembles": (["xyzzy"], "no_such_command"),
    "an unknown option": (["replay", BUDI, "--knwon-at", "3"], "no_such_option"),
    "an unknown option before the command": (["--verbose", "verify"], "no_such_option"),
    "no NIP": (["replay"], "missing_argument"),
    "no file": (["ingest"], "missing_argument"),
    "an argument too many": (["replay", BUDI, "198603152010011004"], "too_many_arguments"),
    "an option without its value": (["replay", BUDI, "--as-of"], "wrong_option"),
    "a value for a flag": (["replay", BUDI, "--explain=yes"], "wrong_option"),
    "an unknown format": (["replay", BUDI, "--format", "xml"], "wrong_choice"),
    "an unknown language": (["--lang", "fr", "verify"], "wrong_choice"),
    "an instant without offset": (["replay", BUDI, "--as-of", "2026-02-20T17:00:00"], "instant_without_offset"),
    "a known-at without offset": (["replay", BUDI, "--known-at", "2026-02-20T17:00:00"], "instant_without_offset"),
    "a date for an instant": (["replay", BUDI, "--as-of", "2026-02-20"], "wrong_instant"),
    "an instant that does not exist": (["replay", BUDI, "--as-of", "2026-02-30T17:00:00Z"], "wrong_instant"),
    "an instant before the calendar": (["replay", BUDI, "--as-of", "0001-01-01T00:00:00+08:00"], "wrong_instant"),
    "a negative position": (["replay", BUDI, "--known-at", "-1"], "wrong_instant"),
    "a date that does not exist": (["replay", BUDI, "--from", "2026-02-30"], "wrong_date"),
    "a date of another form": (["replay", BUDI, "--from", "20-02-2026"], "wrong_date"),
    "a range that ends before it begins": (
        ["replay", BUDI, "--from", "2026-02-20", "--to", "2026-02-19"],
        "wrong_range",
    ),
    "explain and against": (["replay", BUDI, "--explain", "--against", "3"], "wrong_usage"),
    "no ledger": (["verify"], "no_such_ledger"),
    "no ledger to replay": (["replay", BUDI], "no_such_ledger"),
    "a URL of no kind of ledger": (["verify", "--db", "mysql://x"], "unsupported_url"),
    "no such file": (["ingest", "missing.jsonl"], "file_error"),
    "a folder": (["ingest", "."], "file_error"),
    "no such policy file": (["policy", "check", "missing.yaml"], "file_error"),
    "no such policy file to enact": (["policy", "enact", "missing.yaml"], "file_error"),
    "no such story": (["demo", "missing.jsonl"], "file_error"),
    "a column without its name": (["ingest", "--csv", "--column", "nip", str(STORY)], "wrong_column"),
    "a zone without csv": (["ingest", "--zone", "WIB", str(STORY)], "wrong_usage"),
    "an unknown field of a check-in": (["ingest", "--csv", "--column", "x=y", str(STORY)], "unreadable_table"),
}


@pytest.mark.parametrize("named", WRONG)
def test_wrong_usage_is_told_in_one_sentence(run, named):
    arguments, _ = WRONG[named]
    english, indonesian = run("--lang", "en", *arguments), run("--lang", "id", *arguments)
    assert (english.status, indonesian.status) == (2, 2)
    assert (english.out, indonesian.out) == ("", "")
    if arguments[0] != "--lang":
        assert english.err.startswith("Error: ")
        assert indonesian.err.startswith("Galat: ")
        assert len(english.err.splitlines()) == 2
    assert "Traceback" not in english.err + indonesian.err


@pytest.mark.parametrize("named", WRONG)
def test_wrong_usage_is_json_where_json_is_asked_for(run, named):
    arguments, code = WRONG[named]
    if "--format" in arguments or arguments[-1] == "--as-of" or arguments[0] == "demo":
        return
    ran = run("--lang", "id", *arguments, "--format", "json")
    assert ran.status == 2
    assert set(ran.error) == {"code", "message", "hint"}
    assert ran.error["code"] == code
    assert "{" not in ran.error["message"] + ran.error["hint"]


def test_a_misspelt_command_is_told_what_it_may_have_meant(run):
    assert "saksi replay" in run("replya").err
    assert "saksi policy enact" in run("policy", "enct").err
    assert "--known-at" in run("replay", BUDI, "--known-a", "3").err


def test_a_missing_offset_is_told_with_the_three_zones(run):
    ran = run("replay", BUDI, "--as-of", "2026-02-20T17:00:00")
    assert "--as-of: 2026-02-20T17:00:00 does not say in which zone it is" in ran.err
    assert "2026-02-20T17:00:00+07:00 for WIB" in ran.err


def test_a_position_not_yet_recorded_is_no_answer(run, story):
    ran = run("replay", BUDI, "--known-at", "180", "--format", "json")
    assert ran.status == 2
    assert ran.error["code"] == "unknown_position"
    assert "179" in ran.error["message"]


def test_the_ledger_is_chosen_before_the_command_after_it_or_by_the_environment(run, story, monkeypatch, tmp_path):
    story.rename(tmp_path / "other.db")
    assert run("verify").status == 2
    assert run("--db", "sqlite:///other.db", "verify").status == 0
    assert run("verify", "--db", "sqlite:///other.db").status == 0
    assert run("--db", "sqlite:///none.db", "verify", "--db", "sqlite:///other.db").status == 0
    monkeypatch.setenv("SAKSI_DB", "sqlite:///other.db")
    assert run("verify").status == 0


def test_the_language_is_chosen_before_the_command_after_it_by_the_environment_or_the_locale(run, story, monkeypatch):
    assert "sound" in run("verify").out
    assert "utuh" in run("--lang", "id", "verify").out
    assert "utuh" in run("verify", "--lang", "id").out
    monkeypatch.setenv("LANG", "id_ID.UTF-8")
    assert "utuh" in run("verify").out
    monkeypatch.setenv("SAKSI_LANG", "en")
    assert "sound" in run("verify").out
    assert "utuh" in run("verify", "--lang", "id").out


def test_what_is_not_a_ledger_is_told_so(run, tmp_path):
    (tmp_path / "text.db").write_text("not a database at all, but long enough to look at\n" * 10)
    (tmp_path / "empty.db").touch()
    for name in ("text.db", "empty.db"):
        ran = run("verify", "--db", f"sqlite:///{name}", "--format", "json")
        assert (ran.status, ran.error["code"]) == (2, "not_a_ledger")
    assert run("--lang", "id", "verify", "--db", "sqlite:///text.db").err.startswith("Galat: ini bukan buku besar")


def test_an_error_inside_is_a_sentence_too(run, story, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("ledger.verification.verify", fail)
    ran = run("verify")
    assert ran.status == 1
    assert "ZeroDivisionError: division by zero" in ran.err
    assert "Traceback" not in ran.err
    assert run("verify", "--format", "json").error["code"] == "internal_error"


@pytest.mark.parametrize("command", ["replay", "events"])
@pytest.mark.parametrize(
    ("nip", "shown"),
    [
        ("\udcff", "\\xff"),
        ("", ""),
        ("199007212015021002 ", "199007212015021002 "),
        ("1" * 31, "1" * 31),
        ("a/b", "a/b"),
    ],
)
def test_what_cannot_be_a_nip_is_wrong_usage_and_one_sentence(run, story, command, nip, shown):
    ran = run(command, nip, "--format", "json")
    assert (ran.status, ran.error["code"], ran.error["message"]) == (2, "wrong_nip", f"{shown} is not a NIP")
    assert run("--lang", "id", command, nip).err.splitlines()[0].endswith(" bukan NIP")


NOT_UTF8 = [
    ["status", "--date", "2026-02-20", "--unit"],
    ["recap", "--month", "2026-02", "--unit"],
    ["sanctions", "--unit"],
    ["board", "--date", "2026-02-20"],
    ["policy", "show"],
    ["policy", "check"],
    ["policy", "enact"],
    ["policy", "enact", "kaltim-739-2026-wfa-friday", "--id"],
    ["policy", "simulate", "kaltim-739-2026-wfa-friday", "--from", "2026-02-20", "--to", "2026-02-20", "--unit"],
    ["ingest"],
    ["ingest", "--csv", str(STORY), "--device"],
    ["ingest", "--csv", str(STORY), "--column"],
    ["ingest", "--csv", str(STORY), "--zone"],
    ["replay", BUDI, "--known-at"],
    ["replay", BUDI, "--from"],
    ["replay", BUDI, "--format"],
    ["verify", "--db"],
    ["migrate", "sqlite:///saksi.db"],
    ["policy"],
    [],
]


@pytest.mark.parametrize("arguments", NOT_UTF8, ids=" ".join)
def test_an_argument_that_is_not_utf8_is_wrong_usage_and_shown_by_its_bytes(run, story, arguments):
    ran = run(*arguments, "\udcff\udcfe")
    assert ran.status == 2
    assert "\\xff\\xfe" in ran.err or arguments[-1:] == ["--format"]
    assert "inside Saksi" not in ran.err
    if arguments[-1:] != ["--format"]:
        assert "\\xff\\xfe" in run(*arguments, "\udcff\udcfe", "--format", "json").error["message"]


def test_a_folder_and_a_file_may_have_a_name_that_is_not_utf8(run, story, tmp_path):
    assert run("schemas", "export", "\udcff", "--format", "json").json["folder"] == "\\xff"
    (tmp_path / "\udcfe.yaml").write_text("policy: p\n")
    checked = run("policy", "check", "\udcfe.yaml", "--format", "json")
    assert checked.json["file"] == checked.json["problems"][0]["file"] == "\\xfe.yaml"
    assert run("policy", "check", "\udcfe.yaml").out.startswith("\\xfe.yaml:1:1: ")


def test_what_is_no_position_and_no_instant_is_told_what_both_look_like(run):
    told = run("replay", BUDI, "--known-at", "abc").err
    assert "--known-at: abc is neither a position nor an instant" in told
    assert "write a position such as 179, or an instant such as 2026-02-20T17:00:00+08:00" in told


def test_what_is_typed_before_the_command_counts_before_the_environment(run, tmp_path, monkeypatch):
    (tmp_path / "facts.jsonl").write_text("")
    monkeypatch.setenv("SAKSI_DB", f"sqlite:///{tmp_path}/environment.db")
    run("--db", f"sqlite:///{tmp_path}/typed.db", "ingest", str(tmp_path / "facts.jsonl"))
    assert (tmp_path / "typed.db").exists()
    assert not (tmp_path / "environment.db").exists()


def test_an_argument_that_is_not_among_the_choices_is_named_in_capitals(run):
    ran = run("publish", "everything")
    assert ran.status == 2
    assert ran.err.startswith("Error: WHAT must be one of events, verdicts\n")
