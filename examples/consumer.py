"""Read every event: python consumer.py BROKERS SCHEMAS, where `saksi schemas export SCHEMAS` has written the schemas."""

import json
import sys
from io import BytesIO
from pathlib import Path

from fastavro import parse_schema, schemaless_reader
from kafka import KafkaConsumer

brokers, folder = sys.argv[1].split(","), Path(sys.argv[2])
lock = [line.split() for line in (folder / "published.lock").read_text().splitlines()]
schemas = {bytes.fromhex(print_): parse_schema(json.loads((folder / file).read_text())) for _, print_, file in lock}
settings = {"isolation_level": "read_committed", "auto_offset_reset": "earliest", "enable_auto_commit": False}
consumer = KafkaConsumer("saksi.events", bootstrap_servers=brokers, group_id="payroll", **settings)
for record in consumer:
    headers = dict(record.headers)
    event = schemaless_reader(BytesIO(record.value[10:]), schemas[record.value[2:10]], None)  # C3 01, fingerprint, body
    print(
        json.dumps(
            {"sequence": int(headers["ce_sequence"]), "type": headers["ce_type"].decode(), "event": event}, default=str
        ),
        flush=True,
    )
    consumer.commit()
