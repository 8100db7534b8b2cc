"""Discipline cases: from an allegation, a band of absence or a report to a decision, and what may be done against it.

    rules      the law as data: kinds, grounds, who may impose, time limits, remedies (``policies/discipline-*.yaml``)
    events     the steps of a case
    case       the case: what its steps add up to
    procedure  which step may follow, by which paragraph, and where the law is read two ways
    authority  who may impose what on whom
    sanction   how heavy a sanction may be, and what was punished already
    deadlines  working days of the declared calendar, and what is due by when
    basis      whether what a case rests on still stands

Pure as all of ``domain``: the rules, the calendar and the other cases are arguments. PP 94/2021, Peraturan BKN 6/2022
and PP 79/2021 are cited by the paragraph; no number of theirs stands in this code.
"""
