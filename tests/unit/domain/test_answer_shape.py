"""SPEC section 9: the keys of an answer, the offsets of its instants, and what a verdict rests on."""

from tests.unit.domain.facts import (
    DAY,
    DUTY,
    NEXT_DAY,
    SHIFTS,
    WIB,
    WIT,
    WITA,
    absence,
    accepted,
    answer,
    at,
    call,
    calls,
    check_in,
    employee,
    employment_ended,
    leave,
    letter,
    location,
    location_request,
    named,
    office,
    policy,
    reason,
    recorded,
    shift,
    unit,
    window,
)
from tests.unit.domain.story import ask, ask_exactly, day, shown_calls

BAND = {"days": 1, "level": "light", "kind": "oral"}
LAW = policy(**DUTY, calls=calls(strikes=1), location={"respond_within": 15}, absence=absence(bands=[BAND]))
STORY = [
    *office(),
    LAW,
    named("seen", check_in("07:12:09")),
    call("09:00"),
    location_request("09:00"),
    letter("home", NEXT_DAY, place={"lat": 0, "lon": 0, "radius_m": 10}),
    location("09:01"),
]


def test_an_answer_has_the_keys_of_the_specification():
    shown = ask_exactly(*STORY)
    assert {"nip", "as_of", "known_at", "days", "calls", "strikes", "location_requests", "absence"} <= shown.keys()
    assert {
        "date",
        "status",
        "arrangement",
        "late_minutes",
        "early_minutes",
        "windows",
        "because",
        "events",
    } <= shown["days"][0].keys()
    assert {"name", "opens", "closes", "status", "at", "late_minutes", "early_minutes"} <= shown["days"][0]["windows"][
        0
    ].keys()
    assert {
        "call_id",
        "placed_at",
        "deadline",
        "outcome",
        "why",
        "settled_at",
        "because",
    } <= shown["calls"][0].keys()
    assert {"count", "threshold", "state", "allegations"} <= shown["strikes"].keys()
    assert {"reached_at", "calls", "retroactive"} <= shown["strikes"]["allegations"][0].keys()
    assert {
        "request_id",
        "requested_at",
        "deadline",
        "outcome",
        "why",
        "distance_m",
        "inside",
    } <= shown["location_requests"][0].keys()
    tallied = {"absent_days", "lost_minutes", "counted_days", "longest_run", "band", "consecutive"}
    assert tallied <= shown["absence"]["2026"].keys()
    assert shown["absence"]["2026"]["band"] == BAND


def test_a_reason_why_has_the_keys_of_the_specification():
    for because in ask_exactly(*STORY)["days"][0]["because"]:
        assert because.keys() >= {"parameter", "policy", "regulation", "rule", "recorded_at", "retroactive"}


# Which days, which years


def test_the_days_asked_about_are_both_included():
    shown = ask(*STORY, first="2026-03-02", last="2026-03-04")["days"]
    assert [one["date"] for one in shown] == ["2026-03-02", "2026-03-03", "2026-03-04"]


def test_the_days_run_from_the_first_assignment_to_the_date_of_t_unless_asked_otherwise():
    shown = ask(*STORY, as_of=at("12:00", "2026-03-04"))["days"]
    assert (shown[0]["date"], shown[-1]["date"]) == ("2026-03-01", "2026-03-04")


def test_days_after_t_may_be_asked_about():
    assert [one["status"] for one in ask(*STORY, as_of=at("12:00"), first=NEXT_DAY, last=NEXT_DAY)["days"]] == [
        "pending"
    ]


def test_the_tally_has_the_years_the_default_days_touch():
    assert list(ask(*STORY, as_of=at("12:00", "2027-01-01"))["absence"]) == ["2026", "2027"]


# Offsets: those of the zone of the day an instant is listed under

WEST, EAST = unit("west", timezone="Asia/Jakarta"), unit("east", timezone="Asia/Jayapura")
MOVED = [
    WEST,
    EAST,
    employee("budi", unit="west"),
    employee(unit="west", supervisor="budi"),
    employee(unit="east", supervisor="budi", effective_from=NEXT_DAY),
]
BOTH_LAWS = [
    policy(name, scope=name, **SHIFTS, calls=calls(strikes=1, reason_within=720), location={"respond_within": 15})
    for name in ("west", "east")
]
NIGHT = [*MOVED, *BOTH_LAWS, shift("22:00", "06:00", DAY)]


def test_the_instants_of_a_day_carry_the_offset_of_the_day():
    facts = [*NIGHT, check_in("06:00", NEXT_DAY, WIB)]
    [shown] = ask_exactly(*facts, first=DAY, last=DAY)["days"]
    assert shown["windows"][0]["opens"] == f"{DAY}T21:30:00{WIB}"
    assert shown["windows"][1]["closes"] == f"{NEXT_DAY}T06:20:00{WIB}"
    assert shown["windows"][1]["at"] == f"{NEXT_DAY}T06:00:00{WIB}"


def test_the_instants_of_a_call_carry_the_offset_of_the_day_it_belongs_to():
    in_the_night = call("05:00", NEXT_DAY, WIB)
    [shown] = ask_exactly(*NIGHT, in_the_night)["calls"]
    assert shown["placed_at"] == f"{NEXT_DAY}T05:00:00{WIB}"
    assert shown["deadline"] == f"{NEXT_DAY}T05:10:00{WIB}"
    assert shown["settled_at"] == f"{NEXT_DAY}T17:10:00{WIB}"


def test_an_allegation_is_reached_at_an_instant_with_the_offset_of_the_day_that_belongs_to():
    in_the_night = call("05:00", NEXT_DAY, WIB)
    [one] = ask_exactly(*NIGHT, in_the_night)["strikes"]["allegations"]
    assert one["reached_at"] == f"{NEXT_DAY}T19:10:00{WIT}"


def test_the_instants_of_a_location_request_carry_the_offset_of_the_day_it_belongs_to():
    [shown] = ask_exactly(*NIGHT, location_request("04:00", NEXT_DAY))["location_requests"]
    assert shown["requested_at"] == f"{NEXT_DAY}T03:00:00{WIB}"
    assert shown["deadline"] == f"{NEXT_DAY}T03:15:00{WIB}"


def test_as_of_is_given_in_the_zone_of_the_employee_whatever_offset_it_was_asked_with():
    assert ask_exactly(*STORY, as_of=at("01:00", DAY, "+00:00"))["as_of"] == f"{DAY}T09:00:00{WITA}"


# What a verdict rests on


def test_the_check_in_that_met_a_window_is_among_the_events_of_the_day():
    assert "seen" in day(*STORY)["events"]


def test_a_leave_and_a_letter_are_among_the_events_of_the_day_they_cover():
    assert "granted" in day(*STORY, named("granted", leave()))["events"]
    assert "sent" in day(*STORY, named("sent", letter("travel")))["events"]


def test_the_reason_and_the_decision_that_excused_a_window_are_among_the_events_of_the_day():
    plea, mercy = named("plea", reason("09:00", about={"date": NEXT_DAY})), named("mercy", accepted("10:00"))
    assert {"plea", "mercy"} <= set(day(*STORY, plea, mercy, on=NEXT_DAY)["events"])


def test_a_reason_after_t_is_not_among_the_events():
    plea = named("plea", reason("09:00", NEXT_DAY, about={"date": DAY}))
    assert "plea" not in day(*office(), policy(**DUTY), plea, as_of=at("12:00", DAY))["events"]
    assert "plea" in day(*office(), policy(**DUTY), plea, as_of=at("09:00", NEXT_DAY))["events"]


def test_a_shift_is_among_the_events_of_its_day():
    facts = [*office(), policy(**SHIFTS), named("turn", shift("08:00", "16:00"))]
    assert "turn" in day(*facts)["events"]


def test_the_events_of_a_day_are_named_once():
    back_to_back = [shift("08:00", "12:00", shift_id="a"), shift("12:00", "16:00", shift_id="b")]
    shown = day(*office(), policy(**SHIFTS), *back_to_back, named("noon", check_in("12:00")))
    assert shown["events"].count("noon") == 1


def test_a_day_names_when_the_policy_that_decided_it_was_recorded():
    enacted = recorded(at("10:00", "2026-02-20"), policy(**DUTY))
    assert {one["recorded_at"] for one in day(*office(), enacted)["because"]} == {at("10:00", "2026-02-20")}


def retroactive(*facts, on=DAY):
    return {one["parameter"]: one["retroactive"] for one in day(*facts, on=on)["because"]}


def test_a_rule_recorded_on_the_day_it_judges_is_not_retroactive():
    enacted = recorded(at("23:59:59"), policy(**DUTY))
    assert retroactive(*office(), enacted)["windows"] is False


def test_a_rule_recorded_after_the_day_it_judges_is_retroactive():
    enacted = recorded(at("00:00:00", NEXT_DAY), policy(**DUTY))
    assert retroactive(*office(), enacted)["windows"] is True
    assert retroactive(*office(), enacted, on=NEXT_DAY)["windows"] is False


def test_only_the_version_recorded_late_is_retroactive():
    amendment = recorded(at("10:00", "2026-03-10"), policy("late", precedence=1, windows=[window("new")]))
    shown = retroactive(*office(), policy(**DUTY), amendment)
    assert (shown["arrangement"], shown["windows"]) == (False, True)


def test_a_rule_is_retroactive_on_a_day_at_home_by_letter_too():
    late = recorded(at("10:00", "2026-03-10"), policy(**DUTY))
    assert retroactive(*office(), letter("home"), late)["windows"] is True
    assert retroactive(*office(), letter("home"), policy(**DUTY))["windows"] is False


def test_a_rule_recorded_after_the_day_of_a_call_is_retroactive():
    enacted = recorded(at("00:00:00", NEXT_DAY), policy(**DUTY, calls=calls()))
    [shown] = shown_calls(*office(), call("09:00"), enacted)
    assert {one["parameter"]: one["retroactive"] for one in shown["because"]}["calls"] is True
    in_time = recorded(at("23:00:00", DAY), policy(**DUTY, calls=calls()))
    [shown] = shown_calls(*office(), call("09:00"), in_time)
    assert {one["parameter"]: one["retroactive"] for one in shown["because"]}["calls"] is False


def test_one_who_was_never_assigned_has_an_answer_too():
    shown = ask(check_in("07:00", nip="ghost"), call("09:00", nip="ghost"), nip="ghost", first=DAY, last=DAY)
    assert (shown["days"], shown["strikes"]["count"], shown["strikes"]["threshold"]) == ([], 0, None)
    assert [one["why"] for one in shown["calls"]] == ["no_policy"]


def test_days_of_unemployment_are_left_out_of_the_days_but_not_their_calls():
    shown = ask(
        *STORY, employment_ended(NEXT_DAY), call("09:00", NEXT_DAY, call_id="late"), first=NEXT_DAY, last=NEXT_DAY
    )
    assert shown["days"] == []
    assert [(one["call_id"], one["why"]) for one in shown["calls"]] == [("late", "no_policy")]


# What a call rests on


def test_a_call_rests_on_the_posts_of_those_above_where_it_was_asked_who_called():
    story = [*[named(f"base-{number}", fact) for number, fact in enumerate(office())], LAW, call("09:00")]
    posts = {fact["id"] for fact in story if fact["type"] == "EmployeeAssigned"}
    [shown] = shown_calls(*story)
    assert len(posts) > 1
    assert posts <= set(shown["events"])


def test_a_call_too_soon_rests_on_the_one_before_and_one_of_a_repeated_id_on_the_first():
    law = policy(**DUTY, calls=calls(spacing=15))
    story = [*office(), law, named("one", call("09:00", call_id="a")), named("two", call("09:05", call_id="b"))]
    story += [named("three", call("10:00", call_id="a"))]
    shown = {one["placed_at"].strftime("%H:%M"): one for one in shown_calls(*story)}
    assert (shown["09:05"]["why"], shown["10:00"]["why"]) == ("spacing", "repeated_id")
    assert "one" in shown["09:05"]["events"]
    assert "one" in shown["10:00"]["events"]


# What satisfied nothing


def test_what_satisfied_nothing_is_shown():
    story = [*office(), LAW, named("seen", check_in("07:12")), named("stray", check_in("23:00"))]
    story += [named("for nobody", answer("09:05", call_id="never"))]
    assert ask_exactly(*story)["unused"] == ["for nobody", "stray"]


def test_a_check_in_of_somebody_unknown_is_shown():
    shown = ask_exactly(*office(), LAW, named("ghost", check_in("07:12", nip="nobody")), nip="nobody")
    assert (shown["days"], shown["unused"]) == ([], ["ghost"])


def test_a_home_letter_on_a_day_by_shift_rests_on_the_shift_too():
    story = [*office(), policy(**SHIFTS), named("turn", shift("07:00", "14:00")), letter("home")]
    [shown] = [one for one in ask_exactly(*story)["days"] if "turn" in one["events"]]
    assert shown["arrangement"] == "home"
