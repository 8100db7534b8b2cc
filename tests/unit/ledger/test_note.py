"""Signed notes: read and written as others do, and refused when anything of them was changed."""

from __future__ import annotations

import pytest

from ledger.note import Algorithm, BadKey, BadNote, Note, NoteNotSigned, PrivateKey, PublicKey, parse

PETER_NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
).encode()
"""The note in the documentation of Go's golang.org/x/mod/sumdb/note."""

TEXT = "saksi.example.go.id/2026\n3\nabc=\n"
KEY = PrivateKey("saksi.example.go.id/2026", Algorithm.ED25519, bytes(range(32)))
WITNESS = PrivateKey("witness.example.org", Algorithm.COSIGNATURE, bytes(range(32, 64)))
SIGNED = Note(TEXT, (KEY.sign(TEXT), WITNESS.sign(TEXT, 1_772_000_000)))


def test_a_note_of_another_program_is_read_and_its_signature_holds() -> None:
    key = PublicKey.of(PETER_NEUMANN)
    note = parse(PUBLISHED)
    assert note.expect([key]) == [key]
    assert bytes(note) == PUBLISHED
    assert str(key) == PETER_NEUMANN


def test_a_note_is_read_as_it_was_written() -> None:
    assert parse(bytes(SIGNED)) == SIGNED
    assert SIGNED.expect([WITNESS.public, KEY.public]) == [WITNESS.public, KEY.public]


def test_a_cosignature_says_when() -> None:
    signature = SIGNED.signed_by(WITNESS.public)
    assert signature is not None
    assert WITNESS.public.verify(TEXT, signature.signed) == 1_772_000_000


def test_keys_are_read_as_they_are_written() -> None:
    for key in (KEY, WITNESS):
        assert PublicKey.of(str(key.public)) == key.public
        assert PrivateKey.of(key.text()).public == key.public
        assert PrivateKey.of(key.text() + "\n").sign(TEXT, 5) == key.sign(TEXT, 5)
    assert KEY.text().startswith("PRIVATE+KEY+saksi.example.go.id/2026+")


def test_a_private_key_does_not_show_itself() -> None:
    secret = KEY.text().rpartition("+")[2]
    assert secret not in repr(KEY) + str(KEY)
    for text in (KEY.text()[:-4], KEY.text().replace("2026", "2027"), KEY.text() + "AA", secret):
        with pytest.raises(BadKey) as refused:
            PrivateKey.of(text)
        assert secret[:-4] not in str(refused.value)


def expect_both(data: bytes) -> None:
    note = parse(data)
    note.expect([KEY.public])
    note.expect([WITNESS.public])


def test_every_changed_byte_of_a_note_is_noticed() -> None:
    data = bytes(SIGNED)
    for place in range(len(data)):
        for bit in (1, 32):
            with pytest.raises((BadNote, NoteNotSigned)):
                expect_both(data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :])
    for end in range(len(data)):
        with pytest.raises((BadNote, NoteNotSigned)):
            expect_both(data[:end])


def test_another_key_of_the_same_name_did_not_sign() -> None:
    other = PrivateKey.generate("saksi.example.go.id/2026").public
    with pytest.raises(NoteNotSigned, match=f"none of the keys {other.label.replace('+', '[+]')} signed this"):
        SIGNED.expect([other])
    assert SIGNED.expect([other, KEY.public]) == [KEY.public]


def test_a_false_signature_spoils_the_note_though_another_holds() -> None:
    false = SIGNED.with_signatures([WITNESS.sign("saksi.example.go.id/2026\n4\nabc=\n", 1)])
    assert len(false.signatures) == 2
    with pytest.raises(BadNote, match="is not of this text"):
        false.expect([KEY.public, WITNESS.public])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text\n",
        b"text\n\n",
        b"text\n\nno signature\n",
        "text\n\n— name\n".encode(),
        "text\n\n— name AAAA\n".encode(),
        "text\n\n— name not base64!\n".encode(),
        "text\n\n— a+b AAAAAAAAAAAA\n".encode(),
        "text\n\n— name AAAAAAAAAAAA".encode(),
        "te\txt\n\n— name AAAAAAAAAAAA\n".encode(),
        b"\xff\n\n" + "— name AAAAAAAAAAAA\n".encode(),
        b"text\n\n" + "— name AAAAAAAAAAAA\n".encode() * 101,
        b"t" * (1 << 20) + "\n\n— name AAAAAAAAAAAA\n".encode(),
    ],
)
def test_what_is_no_note_is_refused(data: bytes) -> None:
    with pytest.raises(BadNote, match="this is no signed note"):
        parse(data)


@pytest.mark.parametrize("text", ["", "name", "name+00+AA", "a b+c74f20a3+ARpc", PETER_NEUMANN.replace("c74f", "c74e")])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadKey):
        PublicKey.of(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n"])
def test_a_name_has_neither_spaces_nor_plus_signs(name: str) -> None:
    with pytest.raises(BadKey, match="is no name"):
        PrivateKey.generate(name)
