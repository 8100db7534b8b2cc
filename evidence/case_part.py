"""The case of a bundle: its answer, what each of its bases read then and reads now, and its steps by their entries.

    part = case_part("199007212015021002_1", steps, answer, replayed)
    part.bases[0].then["digest"]      # the digest that stands in the step which opened the case

``steps`` are all that the stream of the case holds up to the position known at, voids included. Nothing is asked here
that the bundle does not hold, so whoever has the bundle makes the same part again (``evidence.rederivation``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from domain.discipline.events import Basis, BasisRenewed, CaseOpened
from domain.events import Fact

Replayed: TypeAlias = Callable[[Basis, int], dict[str, Any]]
"""The answer of SPEC section 9 with its digest: the question of a basis, as known at a position."""


class StepOfCase(Struct, frozen=True, forbid_unknown_fields=True):
    """A step by what its entry says: the id and type of its event, its position ``n``, its place in the stream."""

    id: str
    n: int
    type: str
    version: int


class BasisOfCase(Struct, frozen=True, forbid_unknown_fields=True):
    """The replay that a basis was read from: ``then`` as known when it was read, ``now`` as known at the position.

    ``id`` and ``n`` are those of the step that holds the basis.
    """

    id: str
    n: int
    then: dict[str, Any]
    now: dict[str, Any]


class CasePart(Struct, frozen=True, forbid_unknown_fields=True):
    """``case.json``. ``answer`` is the case as ``replay.json`` has it, ``digest`` of the canonical JSON of the rest."""

    case: str
    answer: dict[str, Any]
    bases: list[BasisOfCase]
    steps: list[StepOfCase]
    digest: str = ""

    @property
    def own_digest(self) -> str:
        """``sha256:`` and the SHA-256 of the canonical JSON of all but the digest (RFC 8785)."""
        rest = {name: getattr(self, name) for name in ("answer", "bases", "case", "steps")}
        return f"sha256:{hashlib.sha256(msgspec.json.encode(rest, order='sorted')).hexdigest()}"


def bases_among(steps: Sequence[Fact]) -> list[tuple[Fact, Basis]]:
    """The bases that a case was given, each with its step: that of the opening, and every renewed one."""
    return [(one, one.event.basis) for one in steps if isinstance(one.event, (CaseOpened, BasisRenewed))]


def case_part(case: str, steps: Sequence[Fact], answer: Mapping[str, Any], replayed: Replayed) -> CasePart:
    """The case of that id, which is in the answer."""
    part = CasePart(
        case=case,
        answer=next(one for one in answer["cases"] if one["case"] == case),
        bases=[
            BasisOfCase(
                step.event.id, step.position, replayed(basis, basis.known_at), replayed(basis, answer["known_at"])
            )
            for step, basis in bases_among(steps)
        ],
        steps=[
            StepOfCase(step.event.id, step.position, type(step.event).__name__, version)
            for version, step in enumerate(steps, 1)
        ],
    )
    return msgspec.structs.replace(part, digest=part.own_digest)
