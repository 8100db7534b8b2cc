"""What one event costs on its way in and out, beside fastavro."""

from __future__ import annotations

import io
from collections.abc import Callable
from timeit import repeat

import fastavro
import msgspec

from domain.admission import admit
from ledger.avro import FRAME, Codec
from ledger.drafts import draft_of
from schemas.published import CATALOGUE

LINE = (
    b'{"type":"CheckedIn","id":"2f1c0a5e-7d55-4d0e-9a51-0d6e0a5f4a11","nip":"198603152010011004",'
    b'"occurred_at":"2026-02-20T07:12:09+08:00","place":"office","lat":-0.5017,"lon":117.1536,"device":"kiosk-3"}'
)
ROUNDS = 20_000


def bench_codec() -> None:
    """Print microseconds for each step, and ratios to fastavro."""
    codec = Codec()
    event = admit(LINE)
    state = codec.encode(event)
    schema = fastavro.parse_schema(CATALOGUE.latest["CheckedIn"].document())
    body = state[FRAME:]
    record = fastavro.schemaless_reader(io.BytesIO(body), schema, None)

    def write_by_fastavro() -> None:
        fields = msgspec.structs.asdict(event)
        fields["occurred_at_offset_minutes"] = 480
        fastavro.schemaless_writer(io.BytesIO(), schema, fields)

    assert isinstance(record, dict)
    write, read = _microseconds(lambda: codec.encode(event)), _microseconds(lambda: codec.decode(state))
    peer_write = _microseconds(write_by_fastavro)
    peer_read = _microseconds(lambda: fastavro.schemaless_reader(io.BytesIO(body), schema, None))
    print(f"admit a line      {_microseconds(lambda: admit(LINE)):5.2f} us")
    print(f"make it a draft   {_microseconds(lambda: draft_of(event, 's', 1, codec)):5.2f} us")
    print(f"write a body      {write:5.2f} us   fastavro {peer_write:5.2f} us   ratio {peer_write / write:.2f}")
    print(f"read a body       {read:5.2f} us   fastavro {peer_read:5.2f} us (a dict)   ratio {peer_read / read:.2f}")


def _microseconds(step: Callable[[], object]) -> float:
    return min(repeat(step, number=ROUNDS, repeat=5)) / ROUNDS * 1e6
