"""The rules that decided: what each sets, read from the document as it was enacted, and its regulation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from domain.events import Fact, PolicyEnacted
from evidence.dossier import moments
from evidence.dossier.legible import brief, legible
from evidence.dossier.words import ARRANGEMENT, CALLERS, LEVEL, MEANS, PARAMETER, PERIOD, SANCTION, word

Because = Mapping[str, Any]


class Rule(NamedTuple):
    """A rule that decided something of the answer."""

    regulation: str
    policy: str
    title: str
    rule: str
    sets: tuple[str, ...]
    force: str
    recorded: str
    position: str


class Rules:
    """The policies among the facts, and which of their rules an answer named."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._enacted = {
            (fact.event.policy, fact.recorded_at): fact for fact in facts if isinstance(fact.event, PolicyEnacted)
        }
        self._named: dict[tuple[str | None, str, str, str], dict[str, Because]] = {}

    def bases(self, because: Sequence[Because]) -> tuple[tuple[str, str], ...]:
        """For each policy that decided: its regulation and what its rules decided; when it was recorded, if late."""
        policies: dict[tuple[str | None, str, str], tuple[list[str], bool]] = {}
        for one in because:
            parts, _ = policies.setdefault(
                (one["policy"], one["regulation"], one["recorded_at"]), ([], one["retroactive"])
            )
            parts.append(f"{word(PARAMETER, one['parameter'])} (aturan {legible(one['rule'])})")
            key = (one["policy"], one["regulation"], one["rule"], one["recorded_at"])
            self._named.setdefault(key, {}).setdefault(one["parameter"], one)
        return tuple(
            (
                f"{named(policy, regulation)}: {', '.join(parts)}",
                f"berlaku surut, baru dicatat {moments.recorded(moments.read(recorded_at))}" if retroactive else "",
            )
            for (policy, regulation, recorded_at), (parts, retroactive) in policies.items()
        )

    def value(self, because: Sequence[Because], parameter: str) -> Any:
        """What the rule that decided a parameter sets it to; None if there is none, or its document is not here."""
        return next((self._value_of(one) for one in because if one["parameter"] == parameter), None)

    def told(self) -> list[Rule]:
        """Every rule named so far, in full: by policy, then in the order in which they were named."""
        found = []
        for (policy, regulation, rule, recorded_at), parameters in self._named.items():
            recorded = moments.read(recorded_at)
            fact = self._fact(policy, recorded)
            document = fact.event.document if fact is not None else {}
            until = document.get("effective_until")
            sets = (
                f"{word(PARAMETER, name)}: {brief(in_words(name, value))}"
                for name, one in parameters.items()
                if (value := self._value_of(one)) is not None
            )
            found.append(
                Rule(
                    legible(regulation),
                    legible(policy or "surat"),
                    legible(document.get("title") or ""),
                    legible(rule),
                    tuple(sets),
                    f"sejak {document.get('effective_from')}" + (f" sampai {until}" if until else "")
                    if document
                    else "",
                    moments.recorded(recorded),
                    f"#{fact.position}" if fact is not None else "",
                )
            )
        return sorted(found, key=lambda one: (one.policy, one.position))

    def _fact(self, policy: str | None, recorded: datetime) -> Any:
        return self._enacted.get((policy or "", recorded))

    def _value_of(self, one: Because) -> Any:
        fact = self._fact(one["policy"], moments.read(one["recorded_at"]))
        rules = fact.event.document["rules"] if fact is not None else ()
        return next((rule["set"].get(one["parameter"]) for rule in rules if rule["id"] == one["rule"]), None)


def named(policy: str | None, regulation: str) -> str:
    """The regulation that decided, with the policy by which the ledger knows it; or the letter."""
    return f"surat {legible(regulation)}" if policy is None else f"{legible(regulation)} [{legible(policy)}]"


def in_words(parameter: str, value: Any) -> str:
    """What a parameter is set to."""
    return _VALUES[parameter](value) if parameter in _VALUES else str(value)


def _interval(value: Mapping[str, Any]) -> str:
    return f"{_clock(value['start'])}-{_clock(value['end'])}"


def _clock(text: str) -> str:
    return text.replace(":", ".")


def _windows(value: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(map(_window, value)) or "tidak ada yang wajib"


def _window(value: Mapping[str, Any]) -> str:
    said = [f"{value['name']} {_clock(value['opens'])}-{_clock(value['closes'])}"]
    if value.get("late_until"):
        said.append(f"terlambat sampai {_clock(value['late_until'])}")
    if value.get("early_from"):
        said.append(f"lebih awal sejak {_clock(value['early_from'])}")
    if value.get("place"):
        said.append("di kantor")
    return ", ".join(said)


def _shift_windows(value: Mapping[str, Any]) -> str:
    return (
        "masuk dari {in_before} mnt sebelum mulai sampai {in_after} sesudahnya, terlambat sampai {late} sesudahnya; "
        "pulang dari {out_before} mnt sebelum akhir sampai {out_after} sesudahnya, "
        "lebih awal sejak {out_early} sebelumnya"
    ).format_map(value)


def _calls(value: Mapping[str, Any]) -> str:
    period = value["period"]
    within = moments.span(period["days"] * 1440) if isinstance(period, Mapping) else word(PERIOD, period)
    said = [
        f"jawab dalam {moments.span(value['respond_within'])}",
        f"{value['strikes']} panggilan terlewat dalam {within}",
        word(CALLERS, value.get("callers") or "chain"),
    ]
    if value.get("consecutive"):
        said.append("tanpa satu pun dijawab di antaranya")
    for name, sentence in (
        ("spacing", "berjarak paling sedikit {}"),
        ("span_at_most", "semua dalam {}"),
        ("span_at_least", "pertama dan terakhir berjarak paling sedikit {}"),
        ("reason_within", "alasan dalam {} sesudahnya"),
    ):
        if value.get(name):
            said.append(sentence.format(moments.span(value[name])))
    if value.get("means"):
        said.append(f"hanya dengan cara: {', '.join(word(MEANS, one) for one in value['means'])}")
    return "; ".join(said)


def _absence(value: Mapping[str, Any]) -> str:
    said = [
        f"{value['day_minutes']} menit hilang menjadi satu hari",
        f"rentang waktu terlewat pada hari sebagian dihitung {value['partial_minutes']} menit",
    ]
    if value.get("consecutive_days"):
        said.append(
            f"mulai {value['consecutive_days']} hari berturut-turut: {word(LEVEL, value['consecutive_level'])}, "
            f"{word(SANCTION, value['consecutive_kind'])}"
        )
    said += [sanction(band) for band in value["bands"]]
    return "; ".join(said)


def sanction(band: Mapping[str, Any], in_a_row: str = "") -> str:
    """From how many days which sanction may follow."""
    return (
        f"mulai {band['days']} hari{in_a_row}: {legible(word(LEVEL, band['level']))}, "
        f"{legible(word(SANCTION, band['kind']))}"
    )


_VALUES: dict[str, Callable[[Any], str]] = {
    "arrangement": lambda value: word(ARRANGEMENT, value),
    "hours": _interval,
    "breaks": lambda value: ", ".join(map(_interval, value)) or "tidak ada",
    "windows": _windows,
    "shift_windows": _shift_windows,
    "calls": _calls,
    "location": lambda value: f"bagikan dalam {moments.span(value['respond_within'])}",
    "absence": _absence,
    "office_cap": lambda value: f"{value * 100:g} % pegawai",
    "coverage": lambda value: ", ".join(f"{one['post']} paling sedikit {one['minimum']}" for one in value),
}
