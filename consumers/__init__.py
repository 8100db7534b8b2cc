"""Kafka: publish the log, take facts in, run projections in a group.

May import ``ledger``, ``projections`` and ``schemas``.
"""
