"""The tree of streams: one answer for each name, found again from whatever order the streams came in."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.merkle import NotProved, node_hash
from ledger.stream_tree import EMPTY, NO_HISTORY, NOTHING, Part, StreamHead, StreamProof, StreamTree, history_of, key_of

LEVELS = 4


class Kept:
    """Heads and parts in memory."""

    def __init__(self) -> None:
        self.heads: dict[bytes, StreamHead] = {}
        self.kept: dict[tuple[int, int], Part] = {}
        self.written = 0

    def between(self, ranges: Sequence[tuple[bytes, bytes]]) -> list[list[StreamHead]]:
        keys = sorted(self.heads)
        return [
            [self.heads[key] for key in keys[bisect_left(keys, first) : bisect_right(keys, last)]]
            for first, last in ranges
        ]

    def parts(self, places: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], Part]:
        return {place: self.kept[place] for place in places if self.kept.get(place, NOTHING).streams}

    def put_parts(self, depth: int, parts: Mapping[int, Part]) -> None:
        self.written += len(parts)
        self.kept |= {(depth, prefix): part for prefix, part in parts.items()}

    def move(self, stream: str, version: int) -> bytes:
        key = key_of(stream)
        self.heads[key] = StreamHead(key, version, hashlib.sha256(f"{stream} {version}".encode()).digest())
        return key


def tree_of(versions: Mapping[str, int], levels: int = LEVELS) -> tuple[StreamTree, Kept]:
    kept = Kept()
    tree = StreamTree(kept, kept, levels)
    tree.refresh([kept.move(stream, version) for stream, version in versions.items()])
    return tree, kept


def by_definition(heads: Sequence[StreamHead], depth: int = 0) -> bytes:
    """The root as the module's text defines it."""
    if not heads:
        return EMPTY
    if len(heads) == 1:
        return heads[0].hash()
    bits = [f"{int.from_bytes(head.key, 'big'):0256b}"[depth] for head in heads]
    left = [head for head, bit in zip(heads, bits, strict=True) if bit == "0"]
    right = [head for head, bit in zip(heads, bits, strict=True) if bit == "1"]
    return node_hash(by_definition(left, depth + 1), by_definition(right, depth + 1))


STREAMS = st.dictionaries(st.integers(0, 60).map("employee-{}".format), st.integers(1, 2**64 - 1), max_size=40)


@given(st.lists(STREAMS, max_size=4), st.integers(0, 9))
@settings(deadline=None)
def test_the_root_is_that_of_the_definition_however_the_streams_came(told: list[dict[str, int]], levels: int) -> None:
    kept = Kept()
    tree = StreamTree(kept, kept, levels)
    assert tree.root == EMPTY
    for versions in told:
        assert tree.refresh([kept.move(stream, version) for stream, version in versions.items()]) == tree.root
    assert tree.root == by_definition(list(kept.heads.values()))


@given(STREAMS, st.integers(0, 9))
@settings(deadline=None)
def test_every_stream_is_proved_with_its_head_and_any_other_is_proved_absent(
    versions: dict[str, int], levels: int
) -> None:
    tree, kept = tree_of(versions, levels)
    for number in range(70):
        stream = f"employee-{number}"
        assert tree.proof(stream).verify(stream, tree.root) == kept.heads.get(key_of(stream))


@pytest.fixture(scope="module")
def thousand() -> tuple[StreamTree, Kept]:
    return tree_of({f"employee-{number}": number + 1 for number in range(1000)})


def test_a_proof_is_as_long_as_the_logarithm_of_the_number_of_streams(thousand: tuple[StreamTree, Kept]) -> None:
    tree, _ = thousand
    lengths = [len(tree.proof(f"employee-{number}").siblings) for number in range(1000)]
    assert 10 <= sum(lengths) / 1000 <= 12
    assert max(lengths) <= 24


def test_one_change_writes_one_part_of_each_level(thousand: tuple[StreamTree, Kept]) -> None:
    tree, kept = thousand
    before, kept.written = tree.root, 0
    assert tree.refresh([kept.move("employee-7", 9)]) != before
    assert kept.written == LEVELS + 1
    assert tree.refresh([kept.move("employee-7", 8)]) == before


def test_a_changed_proof_is_refused(thousand: tuple[StreamTree, Kept]) -> None:
    tree, kept = thousand
    for stream in ("employee-0", "employee-500", "nobody", "somebody"):
        good = tree.proof(stream)
        good.verify(stream, tree.root)
        for proof in changed(good, kept):
            with pytest.raises(NotProved):
                proof.verify(stream, tree.root)


def changed(proof: StreamProof, kept: Kept) -> list[StreamProof]:
    """A proof of another head, of none, and with each node changed, left out, cut short or doubled."""
    other = next(head for head in kept.heads.values() if proof.found is None or head.key != proof.found.key)
    heads: list[StreamHead | None] = [other]
    if proof.found is not None:
        replace = msgspec.structs.replace
        versions = [replace(proof.found, version=version) for version in (0, proof.found.version + 1, 2**64, -1)]
        histories = [replace(proof.found, history=history) for history in (EMPTY, b"", proof.found.history[1:])]
        heads += [None, *versions, *histories, replace(proof.found, key=proof.found.key[:-1])]
    else:
        heads.append(StreamHead(key_of("nobody"), 1, EMPTY))
    found = [StreamProof(head, proof.siblings) for head in heads]
    for place, node in enumerate(proof.siblings):
        for nodes in ((), (node, node), (node[:-1],), (bytes([node[0] ^ 1]) + node[1:],)):
            found.append(StreamProof(proof.found, (*proof.siblings[:place], *nodes, *proof.siblings[place + 1 :])))
    return [*found, StreamProof(proof.found, (*proof.siblings, EMPTY)), StreamProof(proof.found, (EMPTY,) * 257)]


def test_a_stream_that_was_put_in_twice_cannot_be_proved_twice() -> None:
    """Who builds a tree by hand may put a second leaf of a stream anywhere but where its key leads."""
    key = key_of("employee-1")
    true, short = StreamHead(key, 9, b"9" * 32), StreamHead(key, 3, b"3" * 32)
    first_bit = key[0] >> 7
    pair = (true.hash(), short.hash()) if first_bit == 0 else (short.hash(), true.hash())
    root = node_hash(*pair)
    assert StreamProof(true, (short.hash(),)).verify("employee-1", root) == true
    with pytest.raises(NotProved):
        StreamProof(short, (true.hash(),)).verify("employee-1", root)


def test_an_empty_ledger_has_no_stream() -> None:
    tree, _ = tree_of({})
    assert tree.root == EMPTY
    assert tree.proof("employee-1").verify("employee-1", EMPTY) is None


def test_a_history_tells_every_entry_and_their_order() -> None:
    leaves = [hashlib.sha256(bytes([number])).digest() for number in range(4)]
    whole = history_of(leaves)
    assert whole == history_of(leaves[2:], before=history_of(leaves[:2]))
    others = [leaves[:3], leaves[1:], [*leaves, leaves[3]], leaves[::-1], [leaves[0], *leaves]]
    assert len({whole, NO_HISTORY, *map(history_of, others)}) == len(others) + 2
    by_definition = NO_HISTORY
    for leaf in leaves:
        by_definition = hashlib.sha256(by_definition + leaf).digest()
    assert whole == by_definition
