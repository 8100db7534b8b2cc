"""Checkpoints: read as they are written, by the key of their own ledger only, and cosigned with a time."""

from __future__ import annotations

import pytest

from ledger.checkpoint import Checkpoint, Cosigned, cosignatures, open_checkpoint
from ledger.merkle import EMPTY
from ledger.note import Algorithm, BadNote, Note, NoteNotSigned, PrivateKey

KEY = PrivateKey("saksi.example.go.id/2026", Algorithm.ED25519, bytes(range(32)))
WITNESS = PrivateKey("witness.example.org", Algorithm.COSIGNATURE, bytes(range(32, 64)))
CHECKPOINT = Checkpoint("saksi.example.go.id/2026", 0, EMPTY)


def test_a_checkpoint_has_three_lines_and_is_read_as_it_is_written() -> None:
    note = CHECKPOINT.signed(KEY)
    assert note.text == "saksi.example.go.id/2026\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    assert open_checkpoint(bytes(note), KEY.public) == (CHECKPOINT, note)


def test_the_key_of_another_ledger_is_refused_though_it_signed() -> None:
    other = PrivateKey("saksi.other.go.id", Algorithm.ED25519, bytes(32))
    with pytest.raises(NoteNotSigned):
        open_checkpoint(bytes(CHECKPOINT.signed(KEY)), other.public)
    with pytest.raises(BadNote, match=r"signed by the key of .saksi\.other\.go\.id"):
        open_checkpoint(bytes(CHECKPOINT.signed(other)), other.public)


@pytest.mark.parametrize(
    "text",
    [
        "saksi.example.go.id/2026\n",
        "saksi.example.go.id/2026\n0\n",
        "saksi.example.go.id/2026\n00\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "saksi.example.go.id/2026\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "saksi.example.go.id/2026\n1_0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "saksi.example.go.id/2026\n9223372036854775808\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "saksi.example.go.id/2026\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
        "saksi.example.go.id/2026\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==\n",
        "saksi.example.go.id/2026\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n",
    ],
)
def test_what_is_signed_but_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadNote, match="is no checkpoint"):
        open_checkpoint(bytes(Note(text, (KEY.sign(text),))), KEY.public)


def test_witnesses_who_cosigned_are_named_with_their_time_and_others_are_not() -> None:
    note = CHECKPOINT.signed(KEY)
    cosigned = note.with_signatures([WITNESS.sign(note.text, 1_772_000_000)])
    other = PrivateKey.generate("other.example.org", Algorithm.COSIGNATURE)
    assert cosignatures(note, [WITNESS.public]) == []
    assert cosignatures(cosigned, [other.public, KEY.public, WITNESS.public, WITNESS.public]) == [
        Cosigned(WITNESS.public, 1_772_000_000)
    ]


def test_a_cosignature_of_another_checkpoint_is_refused() -> None:
    note = CHECKPOINT.signed(KEY)
    stolen = WITNESS.sign(Checkpoint(CHECKPOINT.origin, 1, EMPTY).text, 1_772_000_000)
    with pytest.raises(BadNote, match="is not of this text"):
        cosignatures(note.with_signatures([stolen]), [WITNESS.public])
