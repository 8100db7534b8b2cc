"""What the codes of an answer are called, and what they mean in a sentence.

The codes are SPEC sections 5 to 7's and stay English in JSON; people read the words below in their language.
"""

from __future__ import annotations

from cli.language import say, term

DAY_STATUS = {
    "present": term("present"),
    "late": term("late"),
    "early": term("early"),
    "partial": term("partial"),
    "absent": term("absent"),
    "excused": term("excused"),
    "pending": term("pending"),
    "leave": term("leave"),
    "official_duty": term("official duty"),
    "conflict": term("rules in conflict"),
    "unregulated": term("unregulated"),
    "holiday": term("holiday"),
    "off": term("off"),
    "not_required": term("not required"),
}

DAY_MEANING = {
    "present": term("every window has a check-in on time"),
    "late": term("no window was missed, and in at least one the check-in came late"),
    "early": term("no window was missed, and in at least one the check-in came early"),
    "partial": term("at least one window was missed, but not all"),
    "absent": term("every window was missed"),
    "excused": term("every window is on time or excused by an accepted reason"),
    "pending": term("as of this instant at least one window is still open"),
    "leave": term("a leave covers the day"),
    "official_duty": term("a letter of travel or training covers the day"),
    "conflict": term("two policies of equal rank say different things, and Saksi does not guess between equals"),
    "unregulated": term("no policy in force says what is required on this day"),
    "holiday": term("the day was declared a holiday or collective leave for the unit"),
    "off": term("the policy asks for no work on this day, or no shift is assigned"),
    "not_required": term("the policy requires no check-in on this day"),
}

ARRANGEMENT = {
    "office": term("office"),
    "anywhere": term("anywhere"),
    "home": term("home"),
    "shift": term("shift"),
    "off": term("off"),
}

WINDOW_STATUS = {
    "on_time": term("on time"),
    "late": term("late"),
    "early": term("early"),
    "missed": term("missed"),
    "pending": term("pending"),
    "excused": term("excused"),
}

OUTCOME = {
    "answered": term("answered"),
    "excused": term("excused"),
    "open": term("open"),
    "under_review": term("under review"),
    "awaiting_reason": term("awaiting a reason"),
    "missed": term("missed"),
    "not_counted": term("not counted"),
    "shared": term("shared"),
    "late": term("late"),
}

OUTCOME_OF_CALL = {
    "answered": term("it was answered in time by accepted means"),
    "excused": term("a reason about it was accepted"),
    "open": term("the time to answer is not over"),
    "under_review": term("a reason was submitted in time and is not decided"),
    "awaiting_reason": term("it was not answered; a reason can still be submitted"),
    "missed": term("it was not answered in time and no reason excuses it: a strike"),
}

OUTCOME_OF_REQUEST = {
    "shared": term("the location was shared in time"),
    "open": term("the time to share is not over"),
    "late": term("the location was shared after the deadline"),
    "missed": term("the location was never shared"),
}

WHY = {
    "repeated_id": term("an earlier one of this employee has the same id"),
    "no_policy": term("no policy in force gives a rule for it on this day"),
    "conflict": term("two policies of equal rank give it different rules"),
    "off_duty": term("the day is not a duty day"),
    "outside_hours": term("it does not lie within working hours, to its deadline"),
    "break": term("it falls into a break"),
    "caller": term("the one who placed it is not a superior who may"),
    "spacing": term("it was placed too soon after the one before"),
}
"""Why a call or a location request is not counted."""

STATE = {
    "clear": term("clear"),
    "counting": term("counting"),
    "alleged": term("alleged"),
    "in case": term("in case"),
    "sanctioned": term("sanctioned"),
}

STATE_MEANING = {
    "clear": term("no strike counts and there is no allegation"),
    "counting": term("strikes count, but have not reached the threshold"),
    "alleged": term("the threshold was reached: a suspicion that opens a hearing, never a sanction by itself"),
    "in case": term("a discipline case deals with an allegation"),
    "sanctioned": term("a sanction is in force in a discipline case on an allegation"),
}

INSIDE = {
    "yes": term("inside the agreed place"),
    "no": term("outside the agreed place"),
    "indeterminate": term("too close to the edge to say"),
}

LEVEL = {
    "light": term("light"),
    "moderate": term("moderate"),
    "severe": term("severe"),
}

SANCTION = {
    "oral_reprimand": term("oral reprimand"),
    "written_reprimand": term("written reprimand"),
    "written_statement_of_dissatisfaction": term("written statement of dissatisfaction"),
    "allowance_cut_25_percent_6_months": term("allowance cut by 25 percent for 6 months"),
    "allowance_cut_25_percent_9_months": term("allowance cut by 25 percent for 9 months"),
    "allowance_cut_25_percent_12_months": term("allowance cut by 25 percent for 12 months"),
    "demotion_one_level_12_months": term("demotion by one level for 12 months"),
    "removal_to_executor_12_months": term("removal to an executor's post for 12 months"),
    "honourable_dismissal_not_at_own_request": term("honourable dismissal, not at own request"),
    "dismissal_not_at_own_request_or_dishonourable": term("dismissal, not at own request or dishonourable"),
    "honourable_dismissal": term("honourable dismissal"),
    "dismissal": term("dismissal"),
    "periodic_rise_delayed_1_year": term("periodic rise delayed by 1 year"),
    "promotion_delayed_1_year": term("promotion delayed by 1 year"),
    "rank_down_one_level_1_year": term("rank lowered by one level for 1 year"),
    "rank_down_one_level_3_years": term("rank lowered by one level for 3 years"),
    "removal_from_office": term("removal from office"),
    "transfer_with_demotion": term("transfer with demotion"),
}
"""The kinds of sanction that the packs of ``policies/`` name (PP 94/2021 and PP 53/2010), and shorter names of two."""

PARAMETER = {
    "arrangement": term("arrangement"),
    "hours": term("hours"),
    "breaks": term("breaks"),
    "windows": term("windows"),
    "shift_windows": term("shift windows"),
    "calls": term("calls"),
    "location": term("location"),
    "absence": term("absence"),
    "office_cap": term("office cap"),
    "coverage": term("coverage"),
}

MEANS = {
    "answered": term("answered the call"),
    "call_back": term("called back"),
    "message": term("answered by message"),
}

PLACE = {
    "office": term("at the office"),
    "remote": term("away from the office"),
    "unknown": term("place unknown"),
}


def word(words: dict[str, str], code: str | None) -> str:
    """The word for a code, said; a dash for none, and the code itself, in words, where a policy made it up."""
    if code is None:
        return "-"
    return say(words[code]) if code in words else code.replace("_", " ")
