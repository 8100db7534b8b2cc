"""The arithmetic of verify_evidence.py agrees with ``cryptography`` and refuses what RFC 8032 refuses."""

from __future__ import annotations

from types import ModuleType

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ORDER = 2**252 + 27742317777372353535851937790883648493


@pytest.mark.parametrize("number", range(12))
def test_signatures_hold_and_changed_ones_do_not(program: ModuleType, number: int):
    key, message = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32), bytes(number * 7)
    public, signed = key.public_key().public_bytes_raw(), key.sign(message)
    assert program.ed25519_by_arithmetic(public, signed, message)
    assert not program.ed25519_by_arithmetic(public, signed, message + b"x")
    at = number * 5
    assert not program.ed25519_by_arithmetic(public, signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :], message)
    raised = int.from_bytes(signed[32:], "little") + ORDER
    assert not program.ed25519_by_arithmetic(public, signed[:32] + raised.to_bytes(32, "little"), message)
    assert not program.ed25519_holds(public, signed[:63], message)


def test_bytes_that_are_no_point_are_refused(program: ModuleType):
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    signed = key.sign(b"")
    for public in (b"\xff" * 32, b"\x02" + bytes(31), bytes(31) + b"\xff"):
        assert not program.ed25519_by_arithmetic(public, signed, b"")
