"""Working days are counted by the declared calendar, one by one; the worked examples of the regulations come out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.discipline.workdays import WorkingDays
from domain.events import HolidayDeclared, Recorded

WEEK = ("mon", "tue", "wed", "thu", "fri")


def holiday(day: date) -> Recorded[HolidayDeclared]:
    event = HolidayDeclared(id=f"h-{day}", scope="id", date=day, kind="holiday", name="Libur", regulation="SKB")
    return Recorded(1, datetime(2026, 1, 1, tzinfo=UTC), event)


def days(*holidays: date, week: tuple[str, ...] = WEEK) -> WorkingDays:
    return WorkingDays(week, lambda day: [holiday(day)] if day in holidays else [])


@pytest.mark.parametrize(
    ("letter", "hearing"), [(date(2022, 10, 5), date(2022, 10, 17)), (date(2022, 10, 17), date(2022, 10, 27))]
)
def test_seven_clear_working_days_lie_between_letter_and_hearing_in_the_examples_of_bkn(letter, hearing):
    assert days().between(letter, hearing) == 7


def test_what_is_received_on_14_july_2026_is_in_force_on_4_august():
    counting = days().after(date(2026, 7, 14), 15)
    assert counting.last == date(2026, 8, 4)
    assert counting.days[0].number == 0
    assert [day.number for day in counting.days if day.number] == list(range(1, 16))


def test_a_holiday_moves_the_end_by_a_day_and_is_named():
    counting = days(date(2026, 7, 20)).after(date(2026, 7, 14), 15)
    assert counting.last == date(2026, 8, 5)
    (left_out,) = [day for day in counting.days if day.holidays]
    assert (left_out.date, left_out.number, left_out.holidays[0].event.name) == (date(2026, 7, 20), None, "Libur")


def test_calendar_days_count_sundays_and_holidays():
    assert days(date(2026, 7, 20)).after(date(2026, 7, 14), 14, "calendar_days").last == date(2026, 7, 28)


def test_the_day_itself_is_the_first_where_there_is_no_day_zero():
    assert days().after(date(2026, 7, 14), 15, day_zero=False).last == date(2026, 8, 3)


def test_an_agency_of_six_days_counts_saturdays():
    six = days(week=(*WEEK, "sat"))
    assert six.after(date(2026, 7, 14), 15).last == date(2026, 7, 31)


def test_a_week_without_working_days_ends_the_count_somewhere():
    assert days(week=()).after(date(2026, 7, 14), 1).days[-1].number is None
