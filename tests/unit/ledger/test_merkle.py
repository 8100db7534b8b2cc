"""The Merkle tree, held to published vectors and to every size up to 130."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from ledger.merkle import (
    EMPTY,
    LeafHashes,
    NotProved,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    subtree_root,
    verify_consistency,
    verify_inclusion,
)

LARGEST = 130
VECTORS = json.loads((Path(__file__).parents[2] / "conformance" / "vectors" / "merkle_rfc6962.json").read_text())
LEAVES = [leaf_hash(bytes([index])) for index in range(LARGEST)]
TREE = LeafHashes(LEAVES)
ROOTS = [root(TREE, size) for size in range(LARGEST + 1)]
SHORT_ROOTS = "consistency/additional/sizes-are-equal-one-and-proof-is-empty"
"""Its roots are 12 bytes long, so it is refused here, as the file says that it should be."""


def named(case: dict[str, Any]) -> str:
    name: str = case["name"]
    return name


def hashes(texts: list[str] | None) -> list[bytes]:
    return [base64.b64decode(text) for text in texts or []]


@pytest.mark.parametrize("case", VECTORS["inclusion"], ids=named)
def test_inclusion_is_judged_as_published(case: dict[str, Any]) -> None:
    leaf, expected_root, *proof = hashes([case["leafHash"], case["root"], *(case["proof"] or [])])
    if case["wantErr"]:
        with pytest.raises(NotProved):
            verify_inclusion(leaf, case["leafIdx"], case["treeSize"], proof, expected_root)
    else:
        verify_inclusion(leaf, case["leafIdx"], case["treeSize"], proof, expected_root)


@pytest.mark.parametrize("case", VECTORS["consistency"], ids=named)
def test_consistency_is_judged_as_published(case: dict[str, Any]) -> None:
    first_root, second_root, *proof = hashes([case["root1"], case["root2"], *(case["proof"] or [])])
    if case["wantErr"] or case["name"] == SHORT_ROOTS:
        with pytest.raises(NotProved):
            verify_consistency(case["size1"], first_root, case["size2"], second_root, proof)
    else:
        verify_consistency(case["size1"], first_root, case["size2"], second_root, proof)


def parts() -> list[tuple[int, int]]:
    """Every part [start, end) whose start is a multiple of its size rounded up to a power of two."""
    return [
        (start, end)
        for end in range(LARGEST + 1)
        for start in range(end + 1)
        if start % (1 << max(0, end - start - 1).bit_length()) == 0
    ]


def test_the_roots_of_all_parts_have_the_published_digest() -> None:
    digest = hashlib.sha256()
    for start, end in parts():
        digest.update(f"[{start}, {end}) {subtree_root(TREE, start, end).hex()}\n".encode())
    assert digest.hexdigest() == VECTORS["rolling_tree_digest"]["value"]


def test_what_is_no_part_has_no_root() -> None:
    valid = set(parts())
    for end in range(40):
        for start in range(-1, 42):
            if (start, end) not in valid:
                with pytest.raises(ValueError, match="no part"):
                    subtree_root(TREE, start, end)


def by_definition(leaves: list[bytes]) -> bytes:
    """The root as RFC 9162 section 2.1.1 defines it."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(by_definition(leaves[:split]), by_definition(leaves[split:]))


def test_roots_of_every_size_are_those_of_the_definition() -> None:
    assert [by_definition(LEAVES[:size]) for size in range(LARGEST + 1)] == ROOTS


def test_every_leaf_of_every_size_is_proved_at_its_own_place_only() -> None:
    for size in range(1, LARGEST + 1):
        for index in range(size):
            proof = inclusion_proof(TREE, index, size)
            verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size])
            for other in {index - 1, index + 1, index ^ 1, size}:
                with pytest.raises(NotProved):
                    verify_inclusion(LEAVES[index], other, size, proof, ROOTS[size])


def test_every_size_is_proved_to_be_the_beginning_of_every_larger_one() -> None:
    for second in range(1, LARGEST + 1):
        for first in range(1, second + 1):
            proof = consistency_proof(TREE, first, second)
            verify_consistency(first, ROOTS[first], second, ROOTS[second], proof)


def test_any_changed_proof_of_any_small_tree_is_refused() -> None:
    for size in range(2, 18):
        for index in range(size):
            good = inclusion_proof(TREE, index, size)
            for proof in changed(good):
                with pytest.raises(NotProved):
                    verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size])
        for first in range(1, size):
            good = consistency_proof(TREE, first, size)
            for proof in changed(good):
                with pytest.raises(NotProved):
                    verify_consistency(first, ROOTS[first], size, ROOTS[size], proof)
            for wrong in ({first - 1, first + 1} - {0, size}) | {0, size + 1}:
                with pytest.raises(NotProved):
                    verify_consistency(wrong, ROOTS[first], size, ROOTS[size], good)
            with pytest.raises(NotProved):
                verify_consistency(first, ROOTS[size], size, ROOTS[first], good)


def changed(proof: list[bytes]) -> list[list[bytes]]:
    """A proof with each hash changed, left out, cut short, doubled or swapped, and with one too many at either end."""
    found = [[LEAVES[99], *proof], [*proof, LEAVES[99]], [b"", *proof], [*proof, b""]]
    for place, value in enumerate(proof):
        for other in ([], [bytes([value[0] ^ 1]) + value[1:]], [value[:-1]], [value + b"\x00"], [value, value]):
            found.append([*proof[:place], *other, *proof[place + 1 :]])
        if place and proof[place - 1] != value:
            found.append([*proof[: place - 1], value, proof[place - 1], *proof[place + 1 :]])
    return found


def test_what_is_not_there_is_neither_proved_nor_hashed() -> None:
    for index, size in ((-1, 5), (5, 5), (0, 0), (2**64, 5)):
        with pytest.raises(NotProved, match="not in a tree"):
            inclusion_proof(TREE, index, size)
    for first, second in ((0, 5), (6, 5), (-1, 5), (0, 0)):
        with pytest.raises(NotProved, match="not the beginning"):
            consistency_proof(TREE, first, second)
    with pytest.raises(NotProved, match="not in a tree of 130"):
        inclusion_proof(TREE, 0, LARGEST + 1)
    with pytest.raises(NotProved, match="31 bytes"):
        LeafHashes([LEAVES[0][:31]])
    with pytest.raises(NotProved, match="33 bytes"):
        verify_inclusion(LEAVES[0] + b"\x00", 0, 1, [], LEAVES[0])
