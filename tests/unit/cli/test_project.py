"""``saksi project`` where there is no group to be."""

from __future__ import annotations


def test_a_ledger_in_a_file_is_refused_with_what_to_do(run, story):
    ran = run("project", "--from", "kafka", "--kafka", "localhost:1")
    assert ran.status == 1
    assert "workers of a group keep the read models in PostgreSQL only, and this ledger is a file" in ran.err
    assert "keep them with `saksi follow`" in ran.err


def test_whoever_names_no_brokers_is_told_how(run):
    ran = run("project", "--db", "postgresql://nobody@localhost:1/none")
    assert ran.status in (1, 2)
    assert "it is not said where Kafka is" in ran.err
