"""``saksi replay --against``: a dispute, which is two answers side by side and the events between them."""

from __future__ import annotations

from tests.unit.cli.test_replay import AS_OF, BUDI, CITRA

MARCH = ("--as-of", "2026-03-06T17:00:00+08:00")


def test_only_what_differs_is_shown_side_by_side(run, story):
    shown = run("replay", BUDI, *MARCH, "--known-at", "175", "--against", "179").out
    words = " ".join(shown.split())
    assert "call c-04" in words
    assert "excused" in words
    assert "c-01" not in words
    assert "Fri 2026-02-13 present" not in words
    assert max(map(len, shown.splitlines())) <= 80


def test_the_events_that_made_the_difference_are_named_with_what_they_say(run, story):
    words = " ".join(run("replay", BUDI, *MARCH, "--known-at", "175", "--against", "179").out.split())
    assert "176 EventVoided e-00176" in words
    assert "voids e-00158: Keputusan diambil tanpa log operator" in words
    assert "177 ReasonDecided e-00177" in words
    assert "e-00178" not in words


def test_a_dispute_is_said_in_indonesian(run, story):
    words = " ".join(run("--lang", "id", "replay", BUDI, *MARCH, "--known-at", "175", "--against", "179").out.split())
    assert "Yang berbeda" in words
    assert "Peristiwa yang membuat perbedaan" in words
    assert "panggilan c-04" in words


def test_which_position_is_named_first_does_not_matter(run, story):
    one = run("replay", BUDI, *MARCH, "--known-at", "175", "--against", "179", "--format", "json").json
    other = run("replay", BUDI, *MARCH, "--known-at", "179", "--against", "175", "--format", "json").json
    assert one == other
    assert (one["earlier"]["known_at"], one["later"]["known_at"]) == (175, 179)


def test_the_digests_of_both_answers_are_those_of_their_replays(run, story):
    dispute = run("replay", BUDI, *MARCH, "--known-at", "175", "--against", "179", "--format", "json").json
    for side in ("earlier", "later"):
        position = str(dispute[side]["known_at"])
        answer = run("replay", BUDI, *MARCH, "--known-at", position, "--format", "json").json
        assert answer["digest"] == dispute[side]["digest"]


def test_a_corrected_calendar_is_found_as_the_cause_of_changed_days(run, story):
    dispute = run("replay", CITRA, *AS_OF, "--known-at", "128", "--against", "129", "--format", "json").json
    assert [cause["event"]["id"] for cause in dispute["causes"]] == ["e-00129"]
    assert {one["key"] for one in dispute["differences"] if one["part"] == "days"} == {"2026-02-18"}
    assert dispute["unexplained"] == []


def test_answers_that_do_not_differ_are_told_so(run, story):
    ran = run("replay", BUDI, *AS_OF, "--known-at", "178", "--against", "179")
    assert ran.status == 0
    assert "The two answers do not differ." in ran.out
    dispute = run("replay", BUDI, *AS_OF, "--known-at", "178", "--against", "179", "--format", "json").json
    assert (dispute["differences"], dispute["causes"]) == ([], [])


def test_an_earlier_instant_can_be_held_against_the_end(run, story):
    dispute = run("replay", BUDI, *AS_OF, "--against", "2020-01-01T00:00:00Z", "--format", "json").json
    assert (dispute["earlier"]["known_at"], dispute["later"]["known_at"]) == (0, 179)
