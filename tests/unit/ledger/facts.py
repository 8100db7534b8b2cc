"""Any event that may be recorded, for Hypothesis."""

from __future__ import annotations

import string
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import msgspec
from hypothesis import strategies as st

from domain.events import EVENT_TYPES, AnyEvent, Place, Subject

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
name = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
identity = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
nip = st.text(string.ascii_letters + string.digits + ".-", min_size=1, max_size=30)
day = st.dates(date(1, 1, 1), date(9999, 12, 31))
clock = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
zone = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instant = st.builds(
    lambda at, zone: at.replace(tzinfo=UTC).astimezone(zone),
    st.datetimes(datetime(2, 1, 3), datetime(9998, 12, 29)),
    st.one_of(st.just(UTC), zone),
)
latitude = st.floats(-90, 90)
longitude = st.floats(-180, 180)
metres = st.floats(0, 1e9)
place = st.builds(Place, lat=latitude, lon=longitude, radius_m=metres)
subject = st.one_of(
    st.builds(Subject, call_id=text),
    st.builds(Subject, date=day, window=st.none() | text),
)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e9, 1e9) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)

SPECIAL = {
    "id": identity,
    "target": identity,
    "unit": name,
    "parent": name,
    "scope": name,
    "policy": name,
    "document": st.dictionaries(text, json_values, max_size=4),
    **dict.fromkeys(("nip", "supervisor", "requested_by", "placed_by", "decided_by"), nip),
    **dict.fromkeys(("effective_from", "date", "first", "last"), day),
    **dict.fromkeys(("start", "end"), clock),
    "occurred_at": instant,
    "lat": latitude,
    "lon": longitude,
    **dict.fromkeys(("accuracy_m", "radius_m"), metres),
    "place": place,
    "subject": subject,
    "outputs": st.lists(text, max_size=4),
}


def events_of(event_type: type[Any]) -> st.SearchStrategy[Any]:
    """Any event of one type; optional fields are sometimes left out."""
    return st.builds(_ordered, st.just(event_type), st.fixed_dictionaries(_fields(event_type)))


def _fields(event_type: type[Any]) -> dict[str, st.SearchStrategy[Any]]:
    found = {}
    for field in msgspec.structs.fields(event_type):
        literals = _literals(field.type)
        values = SPECIAL.get(field.name, _plain(field.type)) if literals is None else literals
        found[field.name] = values if field.required else st.none() | values
    return found


def _plain(annotation: Any) -> st.SearchStrategy[Any]:
    return st.booleans() if "bool" in str(annotation) else text


def _literals(annotation: Any) -> st.SearchStrategy[Any] | None:
    info = msgspec.inspect.type_info(annotation)
    options = info.types if isinstance(info, msgspec.inspect.UnionType) else (info,)
    for option in options:
        if isinstance(option, msgspec.inspect.LiteralType):
            return st.sampled_from(option.values)
    return None


def _ordered(event_type: type[Any], fields: dict[str, Any]) -> Any:
    if "first" in fields and fields["last"] < fields["first"]:
        fields["first"], fields["last"] = fields["last"], fields["first"]
    return event_type(**fields)


any_event: st.SearchStrategy[AnyEvent] = st.one_of([events_of(event_type) for event_type in EVENT_TYPES])


def as_stored(event: Any) -> Any:
    """The event as it comes back: a place left out is unknown, outputs left out are empty."""
    changes: dict[str, Any] = {}
    if type(event).__name__ == "CheckedIn" and event.place is None:
        changes["place"] = "unknown"
    if type(event).__name__ == "WorkReported" and event.outputs is None:
        changes["outputs"] = []
    return msgspec.structs.replace(event, **changes)
