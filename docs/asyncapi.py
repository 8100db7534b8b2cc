"""``docs/asyncapi.yaml``: the topics and their messages as an AsyncAPI 3 document, from the published schemas.

It is whole in itself: each message holds its Avro schema, so that a tool needs this one file. Facts that sources send
are JSON, and their JSON Schema is that of the types which read them.
"""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import msgspec
from ruamel.yaml import YAML

from domain.events import AnyEvent
from domain.verdicts import VERDICT_TYPES
from ledger.statements import LOGGED_TYPES
from schemas.published import CATALOGUE, VERDICTS, PublishedSchema

AVRO = "application/vnd.apache.avro+json;version=1.9.0"
HEAD = "# Generated from the published schemas; `make docs` writes it. docs/subscribe.md says how to subscribe.\n"

INSTANT = {"type": "string", "format": "date-time"}
HEADERS: dict[str, dict[str, Any]] = {
    "ce_specversion": {"type": "string", "const": "1.0"},
    "ce_id": {"type": "string", "minLength": 1, "description": "The source's own id; the same if published again."},
    "ce_source": {"type": "string", "format": "uri-reference", "description": "Which ledger; unique with the id."},
    "ce_type": {"type": "string", "description": "The full name of the schema."},
    "ce_time": INSTANT | {"description": "When it occurred, with its offset; else when it was recorded."},
    "ce_recordedtime": INSTANT | {"description": "When the ledger recorded it (UTC)."},
    "ce_sequence": {"type": "string", "pattern": "^[0-9]{20}$", "description": "Its position in the ledger: 1, 2, 3 …"},
    "ce_subject": {"type": "string", "description": "The employee's nip, else the stream."},
    "ce_partitionkey": {"type": "string", "description": "The stream, which is the record's key too."},
    "content-type": {"type": "string", "const": "application/avro"},
}
VERDICT_HEADERS: dict[str, dict[str, Any]] = {
    **HEADERS,
    "ce_id": {"type": "string", "description": "Its number and digest; the same if published again."},
    "ce_source": {"type": "string", "format": "uri-reference", "description": "The ledger's, and /verdicts."},
    "ce_time": INSTANT | {"description": "The instant as of which it stands (UTC)."},
    "ce_sequence": {"type": "string", "pattern": "^[0-9]{20}$", "description": "Its number: 1, 2, 3 …"},
    "ce_subject": {"type": "string", "description": "The employee's nip."},
}
del VERDICT_HEADERS["ce_recordedtime"]


def asyncapi_document() -> str:
    """The document as YAML."""
    yaml = YAML(typ="rt")
    yaml.width = 120
    yaml.representer.ignore_aliases = lambda _: True
    written = StringIO()
    yaml.dump(_document(), written)
    return HEAD + written.getvalue()


def _document() -> dict[str, Any]:
    latest = [CATALOGUE.latest[event_type.__name__] for event_type in LOGGED_TYPES]
    verdicts = [VERDICTS.latest[verdict_type.__name__] for verdict_type in VERDICT_TYPES]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Saksi",
            "version": "1.0.0",
            "description": "Every event of the ledger, in order and once; what follows from them; the way in.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/avro",
        "servers": {
            "kafka": {"host": "localhost:9092", "protocol": "kafka", "description": "The brokers of the deployment."}
        },
        "channels": {
            "events": _published(
                "saksi.events",
                "The log",
                "The key is the stream, so what is about one employee stays in order in one partition.",
                latest,
            ),
            "verdicts": _published(
                "saksi.verdicts",
                "Verdicts",
                "What stands of an employee where it differs from what was told; the key is employee-NIP.",
                verdicts,
            ),
            "intake": _intake(),
        },
        "operations": {
            "publishEvents": {
                "action": "send",
                "channel": _ref("channels", "events"),
                "summary": "The log in order of position, each event once for whoever reads committed records.",
            },
            "publishVerdicts": {
                "action": "send",
                "channel": _ref("channels", "verdicts"),
                "summary": "What subscribers act on: each verdict once for whoever reads committed records.",
            },
            "consumeFacts": {
                "action": "receive",
                "channel": _ref("channels", "intake"),
                "summary": "Facts that sources send; what is none goes to saksi.intake.rejected.",
            },
        },
        "components": {
            "messages": {schema.name: _message(schema, "Headers") for schema in latest}
            | {schema.name: _message(schema, "VerdictHeaders") for schema in verdicts}
            | {"Fact": _fact()},
            "schemas": {
                "Headers": {"type": "object", "properties": HEADERS, "required": list(HEADERS)},
                "VerdictHeaders": {
                    "type": "object",
                    "properties": VERDICT_HEADERS,
                    "required": list(VERDICT_HEADERS),
                },
                "Key": {"type": "string", "description": "The stream."},
                **_fact_schemas(),
            },
        },
    }


def _published(address: str, title: str, description: str, latest: list[PublishedSchema]) -> dict[str, Any]:
    return {
        "address": address,
        "title": title,
        "description": description,
        "messages": {schema.name: {"$ref": f"#/components/messages/{schema.name}"} for schema in latest},
        "bindings": {"kafka": {"topic": address, "topicConfiguration": {"cleanup.policy": ["delete"]}}},
    }


def _intake() -> dict[str, Any]:
    return {
        "address": "saksi.intake",
        "title": "Facts from sources",
        "messages": {"Fact": {"$ref": "#/components/messages/Fact"}},
        "bindings": {"kafka": {"topic": "saksi.intake"}},
    }


def _message(schema: PublishedSchema, headers: str) -> dict[str, Any]:
    document = schema.document()
    return {
        "name": schema.full_name,
        "title": schema.name,
        "summary": document["doc"],
        "contentType": "application/avro",
        "headers": {"$ref": f"#/components/schemas/{headers}"},
        "payload": {"schemaFormat": AVRO, "schema": document},
        "bindings": {"kafka": {"key": {"$ref": "#/components/schemas/Key"}}},
    }


def _fact() -> dict[str, Any]:
    return {
        "name": "saksi.Fact",
        "title": "Fact",
        "summary": "One fact as a JSON object with its type and the source's own id; docs/events.md says more.",
        "contentType": "application/json",
        "payload": {"$ref": "#/components/schemas/Fact"},
    }


def _fact_schemas() -> dict[str, Any]:
    """What a source may send, as JSON Schema."""
    (fact,), parts = msgspec.json.schema_components([AnyEvent], ref_template="#/components/schemas/{name}Fact")
    branches = [{"$ref": branch["$ref"]} for branch in fact["anyOf"]]
    named = {f"{name}Fact": part for name, part in sorted(parts.items())}
    text = json.dumps({"Fact": {"oneOf": branches}, **named})
    schemas: dict[str, Any] = json.loads(text.replace(r"\\A", "^").replace(r"\\Z", "$"))  # as JSON Schema writes it
    return schemas


def _ref(*names: str) -> dict[str, str]:
    return {"$ref": "#/" + "/".join(names)}
