"""The contract with the outside: one Avro schema per event type, every version ever published.

``avsc/CheckedIn.1.avsc`` is version 1 of ``saksi.CheckedIn``. ``avsc/published.lock`` names every published version
with the SHA-256 of its file and its CRC-64-AVRO fingerprint. A published file never changes; a change is a new version
beside it that reads, and can be read by, all before it (``compatibility``), and a change of meaning is a new type.
"""
