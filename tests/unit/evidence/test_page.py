"""The worked example of docs/evidence.md is worked out, by hash functions alone."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

from ledger.stream_tree import StreamHead, StreamProof
from tests.unit.evidence.forging import KEY, Forged, story

PAGE = (Path(__file__).parents[3] / "docs" / "evidence.md").read_text(encoding="utf-8")
LOG = Forged(story()[:3])


def _said(name: str) -> str:
    """What stands behind a name at the beginning of a line, without what is said of it."""
    found = re.search(rf"^{re.escape(name)} +(\S.*?)(?:  .*)?$", PAGE, re.MULTILINE)
    assert found is not None, name
    return found[1]


def _hash(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


def test_the_entry_and_its_leaf():
    entry = _said("entry").encode()
    assert entry == LOG.entries[2]
    assert bytes.fromhex(_said("event").replace(" ", "")) == LOG.rows[2].state
    assert f'"state":"{sha256(LOG.rows[2].state).hexdigest()}"' in entry.decode()
    assert _hash(b"\x00", entry).hex() == _said("leaf")


def test_the_tree_and_the_proof():
    leaves = [bytes.fromhex(_said(str(number))) for number in (1, 2, 3, 4)]
    assert leaves == [_hash(b"\x00", entry) for entry in LOG.entries]
    left, right = _hash(b"\x01", leaves[0], leaves[1]), _hash(b"\x01", leaves[2], leaves[3])
    root = _hash(b"\x01", left, right)
    assert (left.hex(), right.hex()) == (_said("[1,2]"), _said("[3,4]"))
    assert f"root    {root.hex()}\n" in PAGE
    hashes = "".join(f"{b64encode(one).decode()}\n" for one in (leaves[3], left))
    note = bytes(LOG.note).decode().split("— witness")[0]
    assert f"c2sp.org/tlog-proof@v1\nindex 2\n{hashes}\n{note}" in PAGE
    assert f"saksi.kaltimprov.go.id/2026\n4\n{b64encode(root).decode()}\n" in note


def test_the_key():
    name, key_hash, encoded = str(KEY.public).split("+", 2)
    assert f"\n{KEY.public}\n" in PAGE
    assert _hash(name.encode(), b"\n", b64decode(encoded))[:4].hex() == key_hash


def test_the_stream():
    key, leaf = _hash(b"unit-kaltim"), _hash(b"\x00", LOG.entries[2])
    history = _hash(bytes(32), leaf)
    assert f"key       {key.hex()}" in PAGE
    assert f"history   {history.hex()}" in PAGE
    stream_leaf = _hash(b"\x00", key, (1).to_bytes(8, "big"), history)
    assert f"leaf      {stream_leaf.hex()}" in PAGE
    first, second = (
        bytes.fromhex(one)
        for one in re.search(r"siblings  (\w{64}).*\n +(\w{64})", PAGE).groups()  # type: ignore[union-attr]
    )
    assert key[0] >> 6 == 0b01
    root = _hash(b"\x01", _hash(b"\x01", second, stream_leaf), first)
    assert f"root      {root.hex()}" in PAGE
    assert root == LOG.seal.root
    assert LOG.seal.streams == {"ledger": 1, "unit": 2}
    assert LOG.tree.proof("unit-kaltim") == StreamProof(StreamHead(key, 1, history), (first, second))
