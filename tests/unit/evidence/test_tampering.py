"""Whatever is changed in a bundle is refused, by both programs, in a sentence."""

from __future__ import annotations

import pytest

from evidence.verification import verify
from tests.unit.evidence.conftest import Independent
from tests.unit.evidence.forging import KEY, Forged, story
from tests.unit.evidence.tampering import packed, tamperings

LOG = Forged(story())
HONEST = LOG.bundle(since=[64])
TAMPERED = {what: data for data, what in {data: what for what, data in tamperings(LOG, HONEST)}.items()}


def test_there_are_more_than_two_hundred():
    assert len(TAMPERED) > 500
    assert packed(HONEST) not in TAMPERED.values()


def test_the_bundle_that_nobody_touched_holds(independent: Independent):
    assert verify(packed(HONEST), [KEY.public], rederive=True).status == 0
    status, said = independent(packed(HONEST), "--key", str(KEY.public))
    assert (status, said.partition("\n")[0]) == (0, "HOLDS")


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_changed_is_refused_and_said(what: str, independent: Independent):
    report = verify(TAMPERED[what], [KEY.public])
    no_bundle = what.startswith(("bundle.json", "the ZIP: byte 0"))
    assert report.status in ((1, 2) if no_bundle else (1,))
    assert report.problem is not None
    assert len(report.problem.sentence) > 15
    assert report.problem.hint
    status, said = independent(TAMPERED[what], "--key", str(KEY.public))
    assert status == report.status, (said, report.problem.sentence)
    assert said.startswith(("FALSE: ", "NOT PROVED: "))
    assert len(said.partition("\n")[0]) > 25
