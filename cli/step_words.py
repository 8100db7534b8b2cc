"""What the codes inside the steps of a discipline case are called, and its time limits."""

from __future__ import annotations

from cli.language import term

WHICH = {"first": term("first summons"), "second": term("second summons")}

RECORD = {
    "examination": term("record of the examination (BAP)"),
    "non_attendance": term("record of non-attendance"),
    "report": term("report of the examiners (LHP)"),
}

EXAMINEE = {
    "signed": term("the examinee signed"),
    "refused": term("the examinee refused to sign"),
    "absent": term("the examinee was absent"),
}

HELD = {"face_to_face": term("face to face"), "virtual": term("virtually")}

ROLE = {
    "supervisor": term("superior"),
    "supervision": term("supervision"),
    "personnel": term("personnel"),
    "other": term("other member"),
}

REMEDY = {
    "confirmed": term("confirmed"),
    "lightened": term("lightened"),
    "aggravated": term("aggravated"),
    "changed": term("changed"),
    "annulled": term("annulled"),
    "inadmissible": term("inadmissible"),
}

GROUND = {
    "absence": term("absence without a valid reason in a year"),
    "consecutive_absence": term("absence without a valid reason in a row"),
    "duty_neglected_unit": term("a duty neglected, to the harm of the unit"),
    "duty_neglected_agency": term("a duty neglected, to the harm of the agency"),
    "duty_neglected_state": term("a duty neglected, to the harm of the state"),
}
"""The grounds of the pack that comes with Saksi; an agency's own are shown as it names them."""

DOCUMENT = {
    "letter": term("letter"),
    "document": term("document"),
    "decree": term("decree"),
    "receipt": term("receipt"),
    "report": term("report"),
}
"""The fields of steps that name a document."""

HOW = {"handed_over": term("handed over"), "sent": term("sent")}

LIMIT = {
    "second_summons": term("second summons"),
    "delivery": term("delivery of the decision"),
    "sending": term("sending of the decision"),
    "in_force": term("coming into force"),
    "objection": term("objection by the examinee"),
    "objection_decision": term("decision on the objection"),
    "appeal": term("appeal by the examinee"),
    "appeal_reply": term("reply to the appeal"),
    "appeal_decision": term("decision on the appeal"),
}

STATE_OF_LIMIT = {
    "due": term("due"),
    "overdue": term("overdue"),
    "done": term("done"),
    "done_late": term("done late"),
    "open": term("open"),
    "lapsed": term("lapsed"),
}
"""How a time limit stands; one of the examinee is open or lapsed."""
