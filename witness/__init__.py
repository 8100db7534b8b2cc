"""Witnesses: outsiders who cosign a checkpoint only if it continues the last one they saw (C2SP tlog-witness).

asking      a ledger asks its witnesses, and what they answer
answering   a witness decides what it answers a ledger
record      what a witness remembers, whatever happens to it
server      a witness that answers by HTTP
request     what is asked, as it goes over the wire
"""
