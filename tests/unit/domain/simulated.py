"""How a simulation is asked in the cases of this folder: facts, and a document laid over them."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from domain.admission import admit
from domain.comparison import Question
from domain.corrections import Facts, in_account
from domain.events import PolicyEnacted
from domain.imagined import Laws, imagined_enactment
from domain.judgement import Judgement
from domain.jurisdiction import Jurisdiction
from domain.simulation import Part, Simulation, study_of
from domain.study import Study
from tests.unit.domain.facts import DAY, Fact
from tests.unit.domain.story import IN_APRIL, as_recorded


def document_of(enactment: Fact) -> dict[str, Any]:
    """The document of a policy fact, as the ledger would hold it."""
    event = admit(json.dumps({"id": "any", **enactment}))
    assert isinstance(event, PolicyEnacted)
    return event.document


def simulated(
    *facts: Fact,
    document: Fact,
    first: str = DAY,
    last: str = DAY,
    as_of: datetime = IN_APRIL,
    unit: str | None = None,
    parts: int = 1,
) -> Study:
    """The study; ``parts`` is by how many simulations the employees are taken."""
    held = in_account(as_recorded(facts), len(facts))
    counting = Facts(held)
    question = Question(date.fromisoformat(first), date.fromisoformat(last), as_of, unit)
    imagined = imagined_enactment(document_of(document), len(facts) + 1, as_of)
    nips = Jurisdiction(counting).staff.nips
    whole = Part()
    for part in range(parts):
        jurisdiction = Jurisdiction(counting)
        simulation = Simulation(Laws(jurisdiction, held, imagined), question)
        for nip in nips[part::parts]:
            simulation.take(Judgement(nip, counting, jurisdiction))
        whole.merge(simulation.part)
    return study_of(whole, Laws(Jurisdiction(counting), held, imagined), question, len(facts))
