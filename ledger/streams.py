"""Which stream of the ledger an event belongs to. This is the one place that names streams (SPEC sections 2 and 8).

    unit-<unit>         a unit                          policy-<policy>   a policy
    calendar-<scope>    holidays and periods of a unit  staff-<nip>       an employee's assignments
    employee-<nip>      everything about an employee's days and calls
    case-<nip>_<n>      the steps of an employee's n-th discipline case
    discipline-<name>   rules of discipline

A void stands in the stream of the event it voids, so whoever reads a stream sees its corrections.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from struct import iter_unpack
from typing import Any

from domain.discipline.events import CASE_EVENT_TYPES
from domain.events import (
    EVENT_TYPES,
    DisciplineEnacted,
    EmployeeAssigned,
    EmploymentEnded,
    Event,
    EventVoided,
    HolidayDeclared,
    PeriodDeclared,
    PolicyEnacted,
    PolicyRevoked,
    UnitDefined,
)
from ledger.statements import KEYS, SEALS, AnyLogged, StreamsSealed

_nip = attrgetter("nip")
_STREAMS: dict[type[Event], tuple[str, Callable[[Any], str]]] = {
    **dict.fromkeys(EVENT_TYPES, ("employee-", _nip)),
    **dict.fromkeys(CASE_EVENT_TYPES, ("case-", attrgetter("case"))),
    UnitDefined: ("unit-", attrgetter("unit")),
    PolicyEnacted: ("policy-", attrgetter("policy")),
    PolicyRevoked: ("policy-", attrgetter("policy")),
    DisciplineEnacted: ("discipline-", attrgetter("discipline")),
    HolidayDeclared: ("calendar-", attrgetter("scope")),
    PeriodDeclared: ("calendar-", attrgetter("scope")),
    EmployeeAssigned: ("staff-", _nip),
    EmploymentEnded: ("staff-", _nip),
}
del _STREAMS[EventVoided]  # it stands where its target does


SHARED_TYPES: tuple[type[Event], ...] = (
    *(kind for kind, (prefix, _) in _STREAMS.items() if prefix != "employee-"),
    EventVoided,
)
"""Of the events in other streams than ``employee-``. Those of employees may be among the voids."""


def stream_of(event: AnyLogged, target_stream: str | None = None) -> str:
    """The stream of an event; ``target_stream`` is that of the event a void targets.

    Raises ``ValueError`` for a void whose target's stream is not given.
    """
    if type(event) is EventVoided:
        if target_stream is None:
            raise ValueError("a void stands in the stream of its target")
        return target_stream
    known = _STREAMS.get(type(event))
    if known is None:
        return SEALS if type(event) is StreamsSealed else KEYS
    prefix, subject = known
    stream: str = prefix + subject(event)
    return stream


def after_all(prefix: str) -> str:
    """What comes after all names of streams that begin so, in the order of their characters."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1) if prefix else "\U0010ffff"


@lru_cache(maxsize=1_000_000)
def partition_of(stream: str, count: int) -> int:
    """The partition of a Kafka topic that a stream is published to, of so many, from 0 on.

    Every client of Kafka gives a key this one by default. It is worked out here, because whoever asks which employees a
    partition holds may have no library for Kafka.
    """
    return (_murmur2(stream.encode()) & 0x7FFFFFFF) % count


def _murmur2(data: bytes) -> int:
    """MurmurHash2 with Kafka's seed (``org.apache.kafka.common.utils.Utils.murmur2``), 32 bits without a sign."""
    whole = len(data) & ~3
    mixed = 0x9747B28C ^ len(data)
    for (word,) in iter_unpack("<I", data[:whole]):
        spread = word * _MIX & _WORD
        mixed = (mixed * _MIX & _WORD) ^ ((spread ^ spread >> 24) * _MIX & _WORD)
    if rest := data[whole:]:
        mixed = (mixed ^ int.from_bytes(rest, "little")) * _MIX & _WORD
    mixed = (mixed ^ mixed >> 13) * _MIX & _WORD
    return mixed ^ mixed >> 15


_MIX, _WORD = 0x5BD1E995, 0xFFFFFFFF
