"""An entry is the JSON that anybody would write of it, byte by byte, and blocks hold each of them once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from hypothesis import example, given
from hypothesis import strategies as st

from ledger.entry import ENTRIES_IN_A_BLOCK, Block, Entries, blocks

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
positions = st.integers(1, 2**63 - 1)


def by_the_standard_library(n: int, recorded_at: int, stream: str, version: int, topic: str, state: bytes) -> bytes:
    recorded = (EPOCH + timedelta(microseconds=recorded_at)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    said = {
        "v": 1,
        "topic": topic,
        "n": n,
        "id": stream,
        "version": version,
        "recorded": recorded,
        "state": sha256(state).hexdigest(),
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@given(positions, st.integers(0, 253_402_300_799_999_999), names, positions, names, st.binary(max_size=40))
@example(1, 0, 'unit-"Biro \\ Hukum"', 1, "saksi.UnitDefined", b"")
@example(1, 0, "unit-\x00\x1f\x7f\x85\u2028\u2029\b\f\n\r\t/", 1, "saksi.UnitDefined", b"")
@example(1, 10**15, "unit-Ōsaka é 𝄞 \ufeff", 1, "saksi.UnitDefined", b"")
def test_an_entry_is_what_the_standard_library_writes(
    position: int, recorded_at: int, stream: str, version: int, topic: str, state: bytes
) -> None:
    asked = (position, recorded_at, stream, version, topic, state)
    made = Entries().of(*asked)
    assert made == by_the_standard_library(*asked)
    assert b"\n" not in made


def test_an_entry_is_as_documented() -> None:
    made = Entries().of(123, 1_771_546_329_123_456, "employee-198603152010011004", 17, "saksi.CheckedIn", b"\xc3\x01")
    assert made.decode() == (
        '{"id":"employee-198603152010011004","n":123,"recorded":"2026-02-20T00:12:09.123456Z",'
        f'"state":"{sha256(bytes.fromhex("c301")).hexdigest()}","topic":"saksi.CheckedIn","v":1,"version":17}}'
    )


def test_names_and_instants_that_are_kept_do_not_get_mixed_up() -> None:
    entries = Entries()
    asked = [(n, n // 3, f"employee-é{n % 4}", n, f"saksi.T{n % 2}", bytes([n])) for n in range(1, 60)]
    assert [entries.of(*one) for one in asked] == [by_the_standard_library(*one) for one in asked]


@given(st.lists(st.integers(1, 40), max_size=8))
def test_blocks_of_any_appends_hold_every_entry_once_and_end_where_tiles_do(appends: list[int]) -> None:
    kept: list[Block] = []
    end = 0
    for count in appends:
        kept += blocks(end + 1, [b"%d" % position for position in range(end + 1, end + count + 1)])
        end += count
    found = [pair for block in kept for pair in block.by_position().items()]
    assert found == [(position, b"%d" % position) for position in range(1, end + 1)]
    for before, block in zip([Block(0, 0, b""), *kept], kept, strict=False):
        assert block.first == before.last + 1
        assert (block.first - 1) // ENTRIES_IN_A_BLOCK == (block.last - 1) // ENTRIES_IN_A_BLOCK
