"""A province that never was: 25,000 staff in 200 units of 50 agencies, and their working days, as JSON lines.

    python -m bench.province --events 1000000 > province.jsonl

The same seed gives the same bytes on any machine. Facts come as they would be sent: first the organisation, policies
and calendar, then day by day, each in the order of its clock. Every day has about two check-ins for each employee, and
some calls with answers, leaves, duty letters, shifts of the hospitals, work reports, and reasons with decisions.

One employee, ``WATCHED``, has a year of about 2,000 events spread evenly over the whole, whatever its length: what a
replay of one long history out of a large ledger costs is measured on this one.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice

STAFF = 25_000
UNITS = 200
FIRST_DAY = date(2026, 1, 5)
WATCHED = "198603152010011004"
WATCHED_EVENTS = 2_000
AGENCY_UNITS = 4
"""So many units make an agency: of 125 staff each, 500."""
SERVED_DIRECTLY = 20
"""Every twentieth unit is a hospital or a counter, which works in shifts."""


def province(events: int, seed: int = 1, staff: int = STAFF, units: int = UNITS) -> Iterator[bytes]:
    """So many lines, each with its newline."""
    facts = _Province(random.Random(seed), staff, units)
    spread = iter(facts.watched_year())
    every = max(1, events // WATCHED_EVENTS)
    organisation = list(facts.organisation())
    yield from islice(organisation, events)
    for number, line in enumerate(islice(facts.days(), max(0, events - len(organisation)))):
        if number % every == every - 1:
            yield next(spread, line)
        else:
            yield line


class _Province:
    def __init__(self, dice: random.Random, staff: int, units: int) -> None:
        self.dice = dice
        self.units = [f"unit-{number:03}" for number in range(units)]
        self.staff = [(WATCHED if number == 0 else self._nip(number), number % units) for number in range(staff)]
        self.serial = count(1)

    def _nip(self, number: int) -> str:
        born = date(1967, 1, 1) + timedelta(days=self.dice.randrange(12_000))
        appointed = born.year + 20 + self.dice.randrange(8)
        return f"{born:%Y%m%d}{appointed}0{1 + number % 9}{1 + number % 2}{1 + number % 999:03}"

    def _id(self) -> str:
        """As random as a UUID, which is the hardest a source can make it for an index."""
        drawn = f"{self.dice.getrandbits(128):032x}"
        return f"{drawn[:8]}-{drawn[8:12]}-{drawn[12:16]}-{drawn[16:20]}-{drawn[20:]}"

    def _line(self, event_type: str, fields: str) -> bytes:
        return f'{{"type":"{event_type}","id":"{self._id()}",{fields}}}\n'.encode()

    def organisation(self) -> Iterator[bytes]:
        yield self._line("UnitDefined", '"unit":"id","name":"Republik Indonesia","effective_from":"1945-08-17"')
        yield self._line(
            "UnitDefined",
            '"unit":"kaltim","parent":"id","name":"Kalimantan Timur","timezone":"Asia/Makassar",'
            '"effective_from":"1957-01-09"',
        )
        for number in range(-(-len(self.units) // AGENCY_UNITS)):
            yield self._line(
                "UnitDefined",
                f'"unit":"agency-{number:02}","parent":"kaltim","name":"Dinas {number}","effective_from":"2000-01-01"',
            )
        for number, unit in enumerate(self.units):
            agency = f"agency-{number // AGENCY_UNITS:02}"
            served = ',"direct_service":true' if number % SERVED_DIRECTLY == 0 else ""
            yield self._line(
                "UnitDefined",
                f'"unit":"{unit}","parent":"{agency}","name":"Unit {number}"{served},"effective_from":"2000-01-01"',
            )
        for document in _POLICIES:
            name = document[document.index(":") + 2 : document.index(",") - 1]
            yield self._line("PolicyEnacted", f'"policy":"{name}","document":{document}')
        for day, name in (("2026-01-16", "Isra Mikraj"), ("2026-02-17", "Imlek"), ("2026-03-19", "Nyepi")):
            yield self._line(
                "HolidayDeclared",
                f'"scope":"id","date":"{day}","kind":"holiday","name":"{name}","regulation":"SKB 3 Menteri"',
            )
        yield self._line(
            "PeriodDeclared",
            '"scope":"id","period":"ramadan","period_id":"ramadan-1447","first":"2026-02-19","last":"2026-03-20",'
            '"regulation":"Isbat 1447"',
        )
        for number, (nip, place) in enumerate(self.staff):
            superior = self.staff[place][0]
            supervisor = f',"supervisor":"{superior}"' if superior != nip else ""
            kind = ("PNS", "PNS", "PPPK", "CPNS")[number % 4]
            yield self._line(
                "EmployeeAssigned",
                f'"nip":"{nip}","name":"Pegawai {number}","employment":"{kind}","unit":"{self.units[place]}",'
                f'"title":"pelaksana"{supervisor},"effective_from":"2026-01-01"',
            )

    def days(self) -> Iterator[bytes]:
        day = FIRST_DAY
        while True:
            if day.weekday() < 5:
                yield from self._day(day.isoformat())
            day += timedelta(days=1)

    def _day(self, day: str) -> Iterator[bytes]:
        order = list(range(1, len(self.staff)))
        self.dice.shuffle(order)
        start, step = 6 * 3600 + 1800, 4500 / len(order)
        for place, number in enumerate(order):
            nip, unit = self.staff[number]
            chance = self.dice.random()
            if chance < 0.02:
                continue
            if unit % SERVED_DIRECTLY == 0 and chance < 0.5:
                yield self._shift(nip, day)
            yield self._check_in(nip, day, start + int(place * step))
            if chance > 0.97:
                yield from self._seldom(nip, unit, day, chance)
        self.dice.shuffle(order)
        for place, number in enumerate(order):
            nip, _ = self.staff[number]
            yield self._check_in(nip, day, 16 * 3600 + int(place * step))

    def _check_in(self, nip: str, day: str, second: int) -> bytes:
        clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
        drawn = self.dice.getrandbits(30)
        return self._line(
            "CheckedIn",
            f'"nip":"{nip}","occurred_at":"{day}T{clock}+08:00","place":"office",'
            f'"lat":-0.{500000 + (drawn & 1023)},"lon":117.{150000 + (drawn >> 10 & 1023)},'
            f'"device":"kiosk-{drawn >> 20}"',
        )

    def _shift(self, nip: str, day: str) -> bytes:
        start, end = (("07:00", "14:00"), ("14:00", "21:00"), ("21:00", "07:00"))[next(self.serial) % 3]
        return self._line(
            "ShiftAssigned",
            f'"nip":"{nip}","shift_id":"{day}","date":"{day}","start":"{start}","end":"{end}","post":"IGD"',
        )

    def _seldom(self, nip: str, unit: int, day: str, chance: float) -> Iterator[bytes]:
        number = next(self.serial)
        superior = self.staff[unit][0]
        if chance > 0.985:
            yield self._line(
                "CallPlaced",
                f'"nip":"{nip}","call_id":"c{number}","placed_by":"{superior}","channel":"telephone",'
                f'"occurred_at":"{day}T10:{number % 60:02}:00+08:00"',
            )
            if chance > 0.988:
                yield self._line(
                    "CallAnswered",
                    f'"nip":"{nip}","call_id":"c{number}","means":"answered",'
                    f'"occurred_at":"{day}T10:{number % 60:02}:40+08:00"',
                )
            elif chance > 0.986:
                yield self._line(
                    "ReasonSubmitted",
                    f'"nip":"{nip}","reason_id":"r{number}","subject":{{"call_id":"c{number}"}},"text":"Sedang rapat",'
                    f'"occurred_at":"{day}T11:30:00+08:00"',
                )
                yield self._line(
                    "ReasonDecided",
                    f'"nip":"{nip}","reason_id":"r{number}","accepted":true,"decided_by":"{superior}",'
                    f'"occurred_at":"{day}T15:00:00+08:00"',
                )
        elif chance > 0.975:
            yield self._line(
                "WorkReported",
                f'"nip":"{nip}","date":"{day}","summary":"Menyusun laporan","outputs":["nota-{number}"],'
                f'"occurred_at":"{day}T15:30:00+08:00"',
            )
        elif chance > 0.972:
            yield self._line(
                "LeaveGranted",
                f'"nip":"{nip}","leave_id":"l{number}","kind":"tahunan","first":"{day}","last":"{day}",'
                f'"letter":"800/{number}"',
            )
        else:
            yield self._line(
                "DutyLetterIssued",
                f'"nip":"{nip}","letter":"090/{number}","kind":"travel","first":"{day}","last":"{day}"',
            )

    def watched_year(self) -> Iterator[bytes]:
        """Eight or so events on each working day of 2026."""
        superior = self.staff[1][0]
        for offset in range(360):
            at = date(2026, 1, 1) + timedelta(days=offset)
            if at.weekday() >= 5:
                continue
            day = at.isoformat()
            for second in (26_400, 43_200, 57_700):
                yield self._check_in(WATCHED, day, second)
            for hour in (9, 14):
                call = f"w{offset}-{hour}"
                yield self._line(
                    "CallPlaced",
                    f'"nip":"{WATCHED}","call_id":"{call}","placed_by":"{superior}","channel":"whatsapp",'
                    f'"occurred_at":"{day}T{hour:02}:10:00+08:00"',
                )
                if (offset + hour) % 7:
                    yield self._line(
                        "CallAnswered",
                        f'"nip":"{WATCHED}","call_id":"{call}","means":"message",'
                        f'"occurred_at":"{day}T{hour:02}:12:00+08:00"',
                    )
            yield self._line(
                "WorkReported",
                f'"nip":"{WATCHED}","date":"{day}","summary":"Laporan harian","occurred_at":"{day}T16:00:00+08:00"',
            )


_POLICIES = (
    (
        '{"policy":"hours","title":"Hari dan jam kerja","regulation":"Perpres 21/2023","scope":"id",'
        '"effective_from":"2023-04-12","rules":[{"id":"weekend","when":{"weekday":["sat","sun"]},"set":{"arrangement":"off"}},'
        '{"id":"days","set":{"arrangement":"office","hours":{"start":"07:30","end":"16:00"},"windows":['
        '{"name":"in","opens":"06:30","closes":"07:30","late_until":"09:00"},'
        '{"name":"out","opens":"16:00","closes":"18:00","early_from":"15:00"}],'
        '"absence":{"day_minutes":450,"partial_minutes":225,"bands":['
        '{"days":3,"level":"ringan","kind":"teguran lisan"}]}}}]}'
    ),
    (
        '{"policy":"fridays","title":"Jumat dari mana saja","regulation":"SE 100.3.4/739","scope":"kaltim",'
        '"effective_from":"2026-02-13","rules":[{"id":"friday","when":{"weekday":["fri"],"direct_service":false},'
        '"set":{"arrangement":"anywhere","calls":{"respond_within":30,"strikes":3,"period":"month","callers":"any"}}}]}'
    ),
)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write a province as JSON lines to standard output.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    sys.stdout.buffer.writelines(province(asked.events, asked.seed))
