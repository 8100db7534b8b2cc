"""Read every event: python consumer.py BROKERS SCHEMAS, a folder that `saksi schemas export SCHEMAS` has written."""

import json
import sys
from io import BytesIO
from pathlib import Path

from fastavro import parse_schema, schemaless_reader
from kafka import KafkaConsumer

brokers, folder = sys.argv[1].split(","), Path(sys.argv[2])
schemas = {}  # by fingerprint: all versions that ever were, so that old events are read too
for line in (folder / "published.lock").read_text().splitlines():
    _, fingerprint, file = line.split()
    schemas[bytes.fromhex(fingerprint)] = parse_schema(json.loads((folder / file).read_text()))
settings = {"isolation_level": "read_committed", "auto_offset_reset": "earliest", "enable_auto_commit": False}
for record in (consumer := KafkaConsumer("saksi.events", bootstrap_servers=brokers, group_id="payroll", **settings)):
    headers, frame = dict(record.headers), record.value  # C3 01, fingerprint, body
    event = schemaless_reader(BytesIO(frame[10:]), schemas[frame[2:10]], None)
    told = {"sequence": int(headers["ce_sequence"]), "type": headers["ce_type"].decode(), "event": event}
    print(json.dumps(told, default=str), flush=True)  # here a service does what it has to do
    consumer.commit()
