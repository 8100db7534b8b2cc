"""What the codes inside the steps of a discipline case are called, and its time limits."""

from __future__ import annotations

from cli.language import term

WHICH = {"first": term("first summons"), "second": term("second summons")}

RECORD = {
    "examination": term("record of the examination (BAP)"),
    "non_attendance": term("record of non-attendance"),
    "report": term("report of the examiners (LHP)"),
}

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

HOW = {"handed_over": term("handed over"), "sent": term("sent")}

BY = {
    "decision": term("by the decision"),
    "objection": term("by the decision on the objection"),
    "appeal": term("by the decision on the appeal"),
}

LIMIT = {
    "second_summons": term("second summons"),
    "hearing": term("hearing"),
    "delivery": term("delivery of the decision"),
    "sending": term("sending of the decision"),
    "in_force": term("coming into force"),
    "objection": term("objection by the examinee"),
    "objection_decision": term("decision on the objection"),
    "appeal": term("appeal by the examinee"),
    "appeal_reply": term("reply to the appeal"),
    "appeal_decision": term("decision on the appeal"),
}

CONFIDENCE = {
    "H": term("several sources agree"),
    "M": term("one decent source, or sources that differ in detail"),
    "L": term("weak or inferred"),
    "GK": term("general knowledge"),
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
