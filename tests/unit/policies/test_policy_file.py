"""A policy file says what it means, or is refused with the line (SPEC section 4, YAML 1.2)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from domain.errors import INVALID_POLICY, SaksiError
from ledger.policy_file import FileProblem, InvalidPolicyFile, read_policy_file

FRIDAY = """\
policy: kaltim-wfa-friday        # identity
title: Work from anywhere on Fridays
regulation: SE 739/2026
scope: kaltim
effective_from: 2026-02-13
effective_until: null
rules:
  - id: no
    when: {weekday: &friday [fri], from: 2026-02-13}
    set:
      hours: {start: 11:00, end: 12:30}
      windows:
        - {name: in, opens: 06:00, closes: 11:00}
  - id: two
    when: {weekday: *friday}
    set: {office_cap: 0.25}
"""


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def written(text: str | bytes, name: str = "policy.yaml") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


def problems(path: Path) -> list[FileProblem]:
    with pytest.raises(InvalidPolicyFile) as met:
        read_policy_file(path)
    assert met.value.code == INVALID_POLICY
    assert isinstance(met.value, SaksiError)
    assert met.value.hint
    return met.value.problems


def test_a_document_becomes_plain_json_without_nulls(write: Any) -> None:
    document = read_policy_file(write(FRIDAY))
    assert json.loads(json.dumps(document)) == document
    assert "effective_until" not in document


def test_a_wall_clock_time_a_date_and_the_word_no_stay_text(write: Any) -> None:
    document = read_policy_file(write(FRIDAY))
    assert document["effective_from"] == "2026-02-13"
    first, second = document["rules"]
    assert first["id"] == "no"
    assert first["when"]["from"] == "2026-02-13"
    assert first["set"]["hours"] == {"start": "11:00", "end": "12:30"}
    assert second["set"]["office_cap"] == 0.25


def test_an_alias_means_what_its_anchor_holds(write: Any) -> None:
    document = read_policy_file(write(FRIDAY))
    assert document["rules"][1]["when"] == {"weekday": ["fri"]}


@pytest.mark.parametrize("indent", [None, 2, "\t"])
def test_a_json_file_is_read_too(write: Any, indent: Any) -> None:
    document = read_policy_file(write(FRIDAY))
    document["title"] = "Jumat 😀 é"
    assert read_policy_file(write(json.dumps(document, indent=indent), "policy.json")) == document


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(write: Any) -> None:
    assert read_policy_file(write("\ufeff" + FRIDAY.replace("\n", "\r\n"))) == read_policy_file(write(FRIDAY))


def test_every_problem_is_listed_with_its_line_and_column_in_the_order_of_the_file(write: Any) -> None:
    text = FRIDAY.replace("title: Work from anywhere on Fridays\n", "titel: Work\n")
    text = text.replace("end: 12:30", "end: 10:30").replace("office_cap: 0.25", "office_cap: 25")
    found = problems(write(text))
    assert [(one.line, one.column, one.path) for one in found] == [
        (1, 1, "$"),
        (2, 1, "$.titel"),
        (11, 7, "$.rules[0].set.hours"),
        (16, 11, "$.rules[1].set.office_cap"),
    ]
    assert "the key `title` is missing" in str(found[0].expected)
    assert "10:30 is not after 11:00" in str(found[2].expected)
    assert all(one.file.endswith("policy.yaml") for one in found)


def test_the_sentence_of_the_error_has_a_line_for_each_problem(write: Any) -> None:
    path = write(FRIDAY.replace("end: 12:30", "end: 10:30"))
    with pytest.raises(InvalidPolicyFile) as met:
        read_policy_file(path)
    expected = f"{path}:11:7: `end` must be after `start`: 10:30 is not after 11:00 - at `$.rules[0].set.hours`"
    assert str(met.value) == met.value.sentence == expected


@pytest.mark.parametrize(
    ("wrong", "line", "said"),
    [
        (("{weekday: *friday}", "{weekday: [friday]}"), 15, "one of mon, tue, wed, thu, fri, sat, sun; it is 'friday'"),
        (("office_cap: 0.25", "arrangement: beach"), 16, "must be one of office, anywhere, home, shift, off; it is 'b"),
        (("2026-02-13\n", "13 Februari\n"), 5, "must be a date as 2026-02-13; it is '13 Februari'"),
        (("start: 11:00", "start: 9:00"), 11, "must be a time of day as 07:30; it is '9:00'"),
        (("office_cap: 0.25", "office_cap: 25"), 16, "must be a number from 0 to 1; it is 25"),
        (("policy: kaltim-wfa-friday", "policy: ''"), 1, "must be text of 1 to 200 characters on one line; it is ''"),
        (("windows:\n        - {", "windows: {"), 12, "must be a list; it is an object with keys"),
        (("effective_until: null", "precedence: 1.5"), 6, "must be a whole number from"),
        (("id: two", "id: no"), 14, "every rule needs an `id` of its own: 'no' stands before it too"),
        (
            ("closes: 11:00}", "closes: 11:00}\n        - {name: out, opens: 10:00, closes: 12:00}"),
            14,
            "window 'out' must begin after 'in' ends: 10:00 is not after 11:00",
        ),
        (
            ("closes: 11:00}", "closes: 11:00}\n        - {name: in, opens: 12:00, closes: 12:30}"),
            14,
            "every window needs a `name` of its own: 'in' stands before it too",
        ),
    ],
)
def test_a_problem_is_told_at_its_line_and_says_what_belongs_there(
    write: Any, wrong: tuple[str, str], line: int, said: str
) -> None:
    (found,) = problems(write(FRIDAY.replace(*wrong)))
    assert found.line == line
    assert said in str(found)


def test_bands_that_do_not_rise_are_told_at_the_one_that_is_out_of_order(write: Any) -> None:
    bands = "".join(f"\n          - {{days: {days}, level: l, kind: k}}" for days in (3, 5, 4))
    absence = f"absence:\n        day_minutes: 450\n        partial_minutes: 0\n        bands:{bands}"
    (found,) = problems(write(FRIDAY.replace("set: {office_cap: 0.25}", f"set:\n      {absence}")))
    assert (found.line, found.path) == (23, "$.rules[1].set.absence.bands[2].days")


def test_a_missing_key_is_reported_where_its_clause_begins(write: Any) -> None:
    (found,) = problems(write(FRIDAY.replace("{name: in, opens: 06:00, closes: 11:00}", "{name: in, opens: 06:00}")))
    assert (found.line, found.path) == (13, "$.rules[0].set.windows[0]")
    assert "`closes`" in str(found.expected)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", None, "the file is empty"),
        ("# only a comment\n", None, "the file is empty"),
        ("- policy: p\n", 1, "there is a list"),
        ("policy\n", 1, "there is a single value"),
        ("policy: p\ntitle: t\npolicy: q\n", 3, "the key `policy` stands twice; it is already on line 1"),
        ("rules:\n  - set: {arrangement: off, arrangement: off}\n", 2, "the key `arrangement` stands twice"),
        ("policy: p\n---\npolicy: q\n", 2, "a second document begins here"),
        ("policy: p\nrules:\n\t- id: a\n", 3, "a tab stands here"),
        (b"policy: p\ntitle: caf\xe9\n", 2, "the text is not UTF-8: byte 0xe9"),
        ("policy: p\ntitle: \x07\n", 2, "U+0007 may not stand in YAML"),
        ("policy: [p\n", 2, "the text is not YAML"),
        ("policy: a: b\n", 1, "the text is not YAML"),
        ("policy: *nobody\n", 1, "undefined alias 'nobody'"),
        ("%YAML 1.1\n---\npolicy: no\n", 1, "policy files are YAML 1.2"),
        ("policy: !person p\n", 1, "the tag `!person` is not known here"),
        ("policy: !!set {p, q}\n", 1, "the tag `!!set` is not known here"),
        ("policy: !!int p\n", 1, "`p` is no value"),
        ("? [p]\n: 1\n", 1, "a key must be plain text"),
        ("rules: &r [*r]\n", 1, "an alias stands inside its own anchor"),
        ("rules: " + "[" * 5000 + "]" * 5000, None, "nested too deep"),
        ('{"policy": "\\ud83d"}', 1, "half of a character"),
    ],
)
def test_what_is_not_one_yaml_document_with_keys_is_one_clear_sentence(
    write: Any, text: str | bytes, line: int | None, said: str
) -> None:
    (found,) = problems(write(text))
    assert found.line == line
    assert said in str(found.expected)


def test_a_short_file_that_spells_out_without_end_is_refused(write: Any) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]" for n in range(1, 12)]
    (found,) = problems(write("\n".join(levels)))
    assert "more than 100000 values" in str(found.expected)


def test_a_merge_key_is_an_ordinary_key_of_yaml_1_2_and_unknown(write: Any) -> None:
    (found,) = problems(write(FRIDAY + "<<: {precedence: 1}\n"))
    assert (found.line, found.path) == (17, "$.<<")


def test_a_missing_file_and_a_directory_have_no_line(tmp_path: Path) -> None:
    (missing,) = problems(tmp_path / "none.yaml")
    assert str(missing) == f"{tmp_path / 'none.yaml'}: there is no such file"
    (directory,) = problems(tmp_path)
    assert str(directory).startswith(f"{tmp_path}: the file cannot be read: ")
