"""``saksi policy``: check, enact, list and show."""

from __future__ import annotations

import pytest

from cli.packs import FOLDER, discipline_packs, packs
from ledger.policy_file import read_policy_file

PACKS = packs()

FRIDAY = """\
policy: friday
title: Work from anywhere on Fridays
regulation: SE 1/2026
scope: kaltim
effective_from: 2026-02-13
rules:
  - id: friday
    when: {weekday: [fri], direct_service: false}
    set: {arrangement: anywhere}
"""


@pytest.fixture
def document(tmp_path):
    def write(text: str = FRIDAY, name: str = "friday.yaml") -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    return write


def test_a_valid_document_is_told_so_and_nothing_is_recorded(run, document, tmp_path):
    ran = run("policy", "check", document())
    assert (ran.status, ran.out) == (0, "friday.yaml: policy friday is valid.\n")
    assert run("policy", "check", "friday.yaml", "--format", "json").json["valid"] is True
    assert not (tmp_path / "saksi.db").exists()


def test_every_problem_is_told_with_file_line_path_and_what_was_expected(run, document):
    name = document(FRIDAY.replace("anywhere}", "somewhere}").replace("[fri]", "[friday]"))
    ran = run("policy", "check", name)
    assert ran.status == 1
    lines = ran.out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("friday.yaml:8:")
    assert "$.rules[0].when.weekday" in lines[0]
    assert lines[1].startswith("friday.yaml:9:")
    assert "2 problems" in ran.err
    problems = run("policy", "check", name, "--format", "json").json["problems"]
    assert [problem["line"] for problem in problems] == [8, 9]


def test_an_invalid_document_is_not_enacted(run, document):
    ran = run("policy", "enact", document(FRIDAY.replace("scope: kaltim\n", "")), "--format", "json")
    assert (ran.status, ran.error["code"]) == (1, "invalid_policy")


def test_a_document_is_enacted_once_however_it_is_laid_out(run, document):
    first = run("policy", "enact", document(), "--format", "json")
    assert (first.status, first.json["position"], first.json["duplicate"]) == (0, 1, False)
    same = document("# a comment\n" + FRIDAY + "effective_until: null\n", name="other.yaml")
    again = run("policy", "enact", same, "--format", "json")
    assert (again.status, again.json["duplicate"], again.json["id"]) == (0, True, first.json["id"])
    assert "nothing was recorded" in run("policy", "enact", "friday.yaml").out


def test_another_document_of_the_same_policy_amends_it(run, document):
    run("policy", "enact", document())
    amended = run("policy", "enact", document(FRIDAY.replace("SE 1/2026", "SE 2/2026")), "--format", "json")
    assert (amended.json["position"], amended.json["duplicate"]) == (2, False)


def test_a_document_can_be_enacted_again_under_an_id_of_its_own(run, document):
    run("policy", "enact", document())
    assert run("policy", "enact", "friday.yaml", "--id", "again", "--format", "json").json["position"] == 2
    other = document(FRIDAY.replace("SE 1/2026", "SE 2/2026"))
    taken = run("policy", "enact", other, "--id", "again", "--format", "json")
    assert (taken.status, taken.error["code"]) == (1, "id_reused")


REVOKED = '{"type": "PolicyRevoked", "id": "r", "policy": "friday", "effective_from": "2026-05-01", "reason": "new"}\n'
VOIDED = '{{"type": "EventVoided", "id": "v", "target": "{}", "reason": "typed wrong", "authority": "BKD"}}\n'


def enacted(run, *arguments: str) -> tuple[int, bool]:
    """The position at which a document is enacted, and whether it was there before."""
    ran = run("policy", "enact", *arguments, "--format", "json")
    assert ran.status == 0
    return ran.json["position"], ran.json["duplicate"]


def in_force(run, day: str) -> list[int]:
    """The positions of the versions of the policy that are in force on a day; never more than one."""
    versions = run("policy", "show", "friday", "--on", day, "--format", "json").json["versions"]
    return [one["position"] for one in versions if one["state"] == "in_force"]


def test_a_revoked_document_is_enacted_again_once(run, document, tmp_path):
    name = document()
    assert enacted(run, name) == (1, False)
    (tmp_path / "revoked.jsonl").write_text(REVOKED)
    run("ingest", "revoked.jsonl")
    assert in_force(run, "2026-06-01") == []
    assert [enacted(run, name) for _ in range(3)] == [(3, False), (3, True), (3, True)]
    assert in_force(run, "2026-06-01") == [3]


def test_a_document_whose_event_was_voided_is_enacted_again_once(run, document, tmp_path):
    name = document()
    identity = run("policy", "enact", name, "--format", "json").json["id"]
    (tmp_path / "void.jsonl").write_text(VOIDED.format(identity))
    run("ingest", "void.jsonl")
    assert [enacted(run, name) for _ in range(2)] == [(3, False), (3, True)]
    (tmp_path / "void.jsonl").write_text(VOIDED.format("v").replace('"v"', '"w"', 1))
    run("ingest", "void.jsonl")
    assert enacted(run, name) == (3, True)


def test_the_text_before_an_amendment_is_enacted_again_and_so_is_the_amendment(run, document):
    first, amended = document(), document(FRIDAY.replace("SE 1", "SE 2"), name="amended.yaml")
    assert [enacted(run, name) for name in (first, amended, first, first, amended, amended)] == [
        (1, False),
        (2, False),
        (3, False),
        (3, True),
        (4, False),
        (4, True),
    ]
    assert in_force(run, "2026-06-01") == [4]


def test_a_text_that_a_later_one_replaces_from_its_day_on_is_not_enacted_again_in_vain(run, document):
    name = document()
    enacted(run, name)
    enacted(run, document(FRIDAY.replace("2026-02-13", "2026-05-01"), name="later.yaml"))
    ran = run("policy", "enact", name, "--format", "json")
    assert (ran.status, ran.error["code"]) == (1, "policy_replaced")
    assert "at position 1, but from 2026-05-01 on the text at position 2 stands" in ran.error["message"]
    assert "effective_from of 2026-05-01 or later" in ran.error["hint"]
    assert "sejak 2026-05-01 naskah di posisi 2 yang berlaku" in run("--lang", "id", "policy", "enact", name).err
    assert enacted(run, name, "--id", "again") == (3, False)
    assert in_force(run, "2026-03-01") == [3]


def test_a_version_recorded_before_does_not_keep_a_text_from_being_enacted_once(run, document):
    enacted(run, document(FRIDAY.replace("2026-02-13", "2026-05-01"), name="later.yaml"))
    name = document()
    assert [enacted(run, name) for _ in range(2)] == [(2, False), (2, True)]


def test_a_document_that_stands_under_another_id_is_not_enacted_twice(run, document):
    name = document()
    enacted(run, name, "--id", "by hand")
    ran = run("policy", "enact", name, "--format", "json")
    assert (ran.json["position"], ran.json["duplicate"], ran.json["id"]) == (1, True, "by hand")


def test_the_list_says_what_is_in_force_on_a_date(run, story):
    def state(day: str) -> dict[str, str]:
        policies = run("policy", "list", "--on", day, "--format", "json").json["policies"]
        return {policy["policy"]: policy["state"] for policy in policies}

    assert state("2026-02-13") == {
        "kaltim-office-hours": "in_force",
        "kaltim-wfa-friday": "in_force",
        "pp-94-2021": "in_force",
    }
    assert state("2026-02-12")["kaltim-wfa-friday"] == "not_yet"
    assert run("policy", "list", "--known-at", "11", "--format", "json").json["policies"] == []


def test_a_policy_is_revoked_ended_or_replaced(run, document, tmp_path):
    run("policy", "enact", document(FRIDAY + "effective_until: 2026-03-31\n"))
    run("policy", "enact", document(FRIDAY.replace("2026-02-13", "2026-03-01"), name="later.yaml"))
    (tmp_path / "revoked.jsonl").write_text(
        '{"type": "PolicyRevoked", "id": "r", "policy": "friday", "effective_from": "2026-05-01",'
        ' "reason": "new law"}\n'
    )
    run("ingest", "revoked.jsonl")

    def states(day: str) -> list[str]:
        return [
            one["state"] for one in run("policy", "show", "friday", "--on", day, "--format", "json").json["versions"]
        ]

    assert states("2026-02-20") == ["in_force", "not_yet"]
    assert states("2026-03-20") == ["replaced", "in_force"]
    assert states("2026-05-01") == ["replaced", "revoked"]
    shown = " ".join(run("policy", "show", "friday").out.split())
    assert "Revoked from 2026-05-01: new law." in shown


def test_a_policy_that_has_run_out_is_ended(run, document):
    run("policy", "enact", document(FRIDAY + "effective_until: 2026-03-31\n"))
    [policy] = run("policy", "list", "--on", "2026-04-01", "--format", "json").json["policies"]
    assert policy["state"] == "ended"


def test_a_policy_is_shown_with_its_rules_and_dates(run, story):
    words = " ".join(run("policy", "show", "kaltim-wfa-friday", "--on", "2026-02-20").out.split())
    assert "Regulation SE Gubernur Kaltim 100.3.4/739/B.ORG-III/2026" in words
    assert "In force from 2026-02-13" in words
    assert "position 22, as event e-00022" in words
    assert "calls: answer within 10 minutes; 3 strikes in 30 days; from the chain of superiors" in words
    assert "kebijakan" not in words
    indonesian = " ".join(run("--lang", "id", "policy", "show", "kaltim-wfa-friday").out.split())
    assert "panggilan: jawab dalam 10 menit; 3 panggilan terlewat dalam 30 hari; dari rantai atasan" in indonesian


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("policy", ["kaltim-office-hours", "pp-94-2021"])
def test_every_rule_of_the_story_is_said_in_80_columns(run, story, language, policy):
    ran = run("--lang", language, "policy", "show", policy)
    assert ran.status == 0
    assert max(map(len, ran.out.splitlines())) <= 80


def test_a_policy_that_is_not_there_is_told_with_the_nearest(run, story):
    ran = run("policy", "show", "kaltim-wfa-fridays")
    assert ran.status == 2
    assert "did you mean kaltim-wfa-friday?" in ran.err


def test_every_pack_is_listed_with_its_regulation_and_dates(run):
    listed = {one["pack"]: one for one in run("policy", "packs", "--format", "json").json["packs"]}
    assert set(listed) == {pack.stem for pack in (*PACKS, *discipline_packs())}
    friday = listed["kaltim-739-2026-wfa-friday"]
    assert (friday["policy"], friday["effective_from"]) == ("kaltim-wfa-friday", "2026-02-13")
    for language, dates in (("en", "from 2021-01-11 to 2021-01-25"), ("id", "sejak 2021-01-11 sampai 2021-01-25")):
        ran = run("--lang", language, "policy", "packs")
        assert ran.status == 0
        assert all(name in ran.out for name in listed)
        assert dates in ran.out
        assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize("ending", ["", ".yaml"])
def test_a_pack_is_checked_enacted_and_laid_over_history_by_its_name(run, story, ending):
    name = f"kaltim-739-2026-wfa-friday{ending}"
    days = ("--from", "2026-02-16", "--to", "2026-02-16", "--as-of", "2026-02-28T08:00:00+08:00")
    assert run("policy", "check", name).status == 0
    assert run("policy", "simulate", name, *days).status == 0
    enacted = run("policy", "enact", name, "--format", "json").json
    assert (enacted["policy"], enacted["position"]) == ("kaltim-wfa-friday", 180)


def test_a_file_goes_before_a_pack_of_its_name(run, document):
    name = document(name="pp-94-2021.yaml")
    assert run("policy", "check", name).out == "pp-94-2021.yaml: policy friday is valid.\n"


@pytest.mark.parametrize("command", ["check", "enact", "simulate"])
def test_what_is_neither_file_nor_pack_is_told_where_the_packs_are_listed(run, story, command):
    days = ("--from", "2026-02-16", "--to", "2026-02-16") if command == "simulate" else ()
    ran = run("policy", command, "policies/kaltim-739-2026.yaml", *days)
    assert (ran.status, ran.out) == (2, "")
    assert "no pack of that name" in ran.err
    assert "saksi policy packs" in ran.err


def test_every_parameter_and_condition_has_its_words():
    from cli.policy_words import _VALUES, CONDITIONS
    from cli.words import PARAMETER
    from domain.policy.document import PARAMETERS, When

    assert set(_VALUES) == set(PARAMETERS) == set(PARAMETER)
    conditions = {name.rstrip("_") for name in When.__struct_fields__}
    assert conditions == {*CONDITIONS, "direct_service"}


def test_every_kind_of_sanction_in_the_packs_has_its_words():
    from cli.words import LEVEL, SANCTION

    absences = [rule["set"].get("absence", {}) for pack in PACKS for rule in read_policy_file(pack)["rules"]]
    named = {(band["level"], band["kind"]) for absence in absences for band in absence.get("bands", [])}
    named |= {(row["consecutive_level"], row["consecutive_kind"]) for row in absences if "consecutive_kind" in row}
    assert {kind for _, kind in named} <= set(SANCTION)
    assert {level for level, _ in named} <= set(LEVEL)


def test_every_policy_pack_is_said_in_both_languages():
    from cli.language import speak
    from cli.policy_words import condition, value_in_words

    for language in ("en", "id"):
        speak(language)
        for pack in PACKS:
            for rule in read_policy_file(pack)["rules"]:
                assert condition(rule.get("when"))
                for parameter, value in rule["set"].items():
                    said = value_in_words(parameter, value)
                    assert said
                    assert "{" not in said


def test_one_problem_is_one(run, tmp_path):
    (tmp_path / "wrong.yaml").write_text("policy: p\n")
    assert run("policy", "check", "wrong.yaml").err == "wrong.yaml: 5 problems.\n"
    (tmp_path / "wrong.yaml").write_text("- p\n")
    assert run("policy", "check", "wrong.yaml").err == "wrong.yaml: 1 problem.\n"
    assert run("--lang", "id", "policy", "check", "wrong.yaml").err == "wrong.yaml: 1 masalah.\n"


def test_rules_of_discipline_are_checked_enacted_once_listed_and_shown(run):
    name = "discipline-pp94-2021"
    assert "the rules of discipline pp94-2021 are valid" in run("policy", "check", name).out
    first = run("policy", "enact", name, "--format", "json").json
    assert (first["discipline"], first["position"], first["duplicate"]) == ("pp94-2021", 1, False)
    assert run("policy", "enact", name, "--format", "json").json["duplicate"]
    (listed,) = run("policy", "list", "--format", "json").json["discipline"]
    assert (listed["discipline"], listed["state"], listed["scope"]) == ("pp94-2021", "in_force", "id")
    assert "Rules of discipline" in run("policy", "list").out
    shown = run("policy", "show", "pp94-2021", "--format", "json").json
    assert shown["versions"][0]["document"]["levels"] == ["light", "moderate", "severe"]
    assert "PNS, CPNS" in run("policy", "show", "pp94-2021").out
    assert run("policy", "list", "--on", "2021-01-01", "--format", "json").json["discipline"][0]["state"] == "not_yet"


def test_rules_of_discipline_that_are_wrong_are_told_with_their_line(run, tmp_path):
    text = (FOLDER / "discipline-pp94-2021.yaml").read_text(encoding="utf-8")
    (tmp_path / "rules.yaml").write_text(text.replace("levels: [light, moderate, severe]", "levels: []", 1))
    ran = run("policy", "check", "rules.yaml")
    assert ran.status == 1
    assert "$.levels" in ran.out
