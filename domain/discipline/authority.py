"""Who may impose what on whom (PP 94/2021 art. 16 to 25): by office, level, kind of institution and distance."""

from __future__ import annotations

from collections.abc import Iterator

from domain.discipline.clauses import Entitlement
from domain.discipline.events import Authority, Examinee, Office
from domain.discipline.refusal import Caution, StepRefused, caution, level_in_words, unless_sure
from domain.discipline.rules import DisciplineRules
from domain.errors import Sentence


def expect_authority(
    rules: DisciplineRules, authority: Authority, examinee: Examinee, level: str, *, ends_service: bool
) -> Iterator[Caution]:
    """Cautions about who imposes a sanction of a level on an examinee. Raises ``StepRefused``."""
    yield from _in_that_capacity(rules, authority, level)
    yield from _in_place_of_a_vacant_office(rules, authority, level)
    yield from _entitled(rules, authority.in_place_of or authority.office, examinee, level, ends_service)


def _in_that_capacity(rules: DisciplineRules, authority: Authority, level: str) -> Iterator[Caution]:
    """The power to impose is not delegated (PP 94/2021 art. 25); an acting official imposes light kinds."""
    capacity = next((one for one in rules.capacities if one.capacity == authority.capacity), None)
    if capacity is not None and level not in capacity.levels:
        yield unless_sure(
            capacity,
            StepRefused(
                "who signs as {capacity} may not impose a {level} sanction ({reference})",
                "the holder of the office decides, or where it is vacant the next higher one",
                capacity=authority.capacity,
                level=level_in_words(level),
                reference=capacity.reference,
            ),
        )


def _in_place_of_a_vacant_office(rules: DisciplineRules, authority: Authority, level: str) -> Iterator[Caution]:
    """Where the office is vacant the next higher one imposes (art. 16 to 25), with the power of the vacant one.

    That no office between the two is filled cannot be seen from the rules.
    """
    vacant, office = authority.in_place_of, authority.office
    if vacant is None:
        return
    if office.post not in rules.posts or vacant.post not in rules.posts[rules.posts.index(office.post) + 1 :]:
        raise StepRefused(
            "{office} does not stand above the vacant {vacant}, in whose place it would decide ({references})",
            "where an office is vacant the next higher one decides",
            office=office.post,
            vacant=vacant.post,
            references=_references(rules, vacant, level),
        )
    yield Caution(
        Sentence(
            "{office} decides in place of the vacant {vacant}; check that no office between the two is filled",
            {"office": office.post, "vacant": vacant.post},
        )
    )


def _entitled(
    rules: DisciplineRules, office: Office, examinee: Examinee, level: str, ends_service: bool
) -> Iterator[Caution]:
    """The office may impose that level on that post, in that kind of institution and at that distance."""
    found = [one for one in rules.authorities if _covers(one, office, examinee, level, ends_service)]
    if not found:
        raise StepRefused(
            "{office} may not impose a {level} sanction on {post} of a {institution} institution ({references})",
            "see `authorities` in the rules for who may; a vacant office is named in `authority.in_place_of`",
            office=office.post,
            level=level_in_words(level),
            post=examinee.post,
            institution=examinee.institution,
            references=_references(rules, office, level),
        )
    if office.distance is None and all(one.distance is not None for one in found):
        yield caution(
            found[0],
            "{office} may impose this only on who stands {distance} levels of posts below; the distance is not said",
            office=office.post,
            distance=", ".join(str(one) for one in found[0].distance or []),
        )
    elif not any(one.firm for one in found):
        yield caution(found[0], "that {office} may impose this is not sure", office=office.post)


def _covers(one: Entitlement, office: Office, examinee: Examinee, level: str, ends_service: bool) -> bool:
    return (
        one.authority == office.post
        and examinee.post in one.subjects
        and level in one.levels
        and (one.institution is None or examinee.institution in one.institution)
        and (one.distance is None or office.distance is None or office.distance in one.distance)
        and (one.ends_service is None or one.ends_service is ends_service)
    )


def _references(rules: DisciplineRules, office: Office, level: str) -> str:
    """Where it stands what that office may do, or who may impose that level."""
    found = [one for one in rules.authorities if one.authority == office.post]
    found = found or [one for one in rules.authorities if level in one.levels]
    return "; ".join(dict.fromkeys(one.reference for one in found)) or "-"
