"""The consumers that docs/subscribe.md shows read what is published, as they stand there."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import fastavro
import pytest

from ledger.application import Ledger
from ledger.avro import FRAME
from schemas.export import export_schemas
from schemas.published import CATALOGUE
from tests.integration.cli.conftest import Desk, parts_of_the_story, wait_until
from tests.integration.node import modules_for

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
LANGUAGES = {"python": ("consumer.py", sys.executable), "node": ("consumer.js", "node")}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path, f"sqlite:///{tmp_path}/saksi.db")
    desk.environment["PATH"] = f"{Path(sys.executable).parent}:{desk.environment['PATH']}"
    yield desk
    desk.close()


class Reader:
    """An example that runs, and the lines it has printed."""

    def __init__(self, desk: Desk, language: str, servers: str, topics: str) -> None:
        name, program = LANGUAGES[language]
        text = (EXAMPLES / name).read_text(encoding="utf-8")
        assert text.count("saksi.events") == 1
        script = desk.folder / name  # with the topic and the group of this test
        script.write_text(text.replace("saksi.events", f"{topics}.events").replace("payroll", topics))
        export_schemas(desk.folder / "schemas")
        environment = modules_for(EXAMPLES) if language == "node" else desk.environment
        self.lines: list[dict[str, Any]] = []
        with (desk.folder / f"{name}.log").open("wb") as log:
            self.process = subprocess.Popen(
                [program, script, servers, desk.folder / "schemas"],
                env=environment,
                cwd=desk.folder,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        desk.running.append(self.process)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(json.loads(line))


def publish(desk: Desk, servers: str, topics: str) -> None:
    ran = desk.run("publish", "--kafka", servers, "--topics", topics, "--once")
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_example_reads_every_event_and_goes_on_with_news(
    desk: Desk, language: str, kafka_servers: str, topics: str
) -> None:
    first, second = parts_of_the_story(2)
    desk.ingest(first)
    publish(desk, kafka_servers, topics)
    reader = Reader(desk, language, kafka_servers, topics)
    wait_until(lambda: len(reader.lines) == len(first) or reader.process.poll() is not None)
    desk.ingest(second)
    publish(desk, kafka_servers, topics)
    wait_until(lambda: len(reader.lines) == 179 or reader.process.poll() is not None)
    assert reader.process.poll() is None, [log.read_text() for log in desk.folder.glob("*.log")]
    assert sorted(line["sequence"] for line in reader.lines) == list(range(1, 180))

    with Ledger.open(desk.url) as ledger:
        rows = {row.position: row for row in ledger.recorder.read_log(0, None)}
        for line in reader.lines:
            row = rows[line["sequence"]]
            assert line["type"] == row.topic
            schema = CATALOGUE.by_fingerprint[row.state[2:FRAME]]
            plain = schema.text().replace(b'"logicalType"', b'"was"') if language == "node" else schema.text()
            read = fastavro.schemaless_reader(BytesIO(row.state[FRAME:]), json.loads(plain), None)
            assert line["event"] == json.loads(json.dumps(read, default=str))


class Service(BaseHTTPRequestHandler):
    """A service without Kafka that takes events, and refuses one."""

    def do_POST(self) -> None:
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.headers["Content-Type"] == "application/cloudevents+json"
        refused = self.server.refuse_at == int(event["sequence"])  # type: ignore[attr-defined]
        if not refused:
            self.server.events.append(event)  # type: ignore[attr-defined]
        self.send_response(503 if refused else 204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


def test_the_feed_hands_every_event_on_and_goes_on_after_a_failure(desk: Desk) -> None:
    desk.ingest(parts_of_the_story(1)[0])
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        server.events, server.refuse_at = [], 100  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        command = [sys.executable, EXAMPLES / "feed.py", desk.url, f"http://127.0.0.1:{server.server_port}/"]
        first = subprocess.run(
            command, env=desk.environment, cwd=desk.folder, capture_output=True, text=True, timeout=60, check=False
        )
        assert first.returncode != 0
        assert "503" in first.stderr
        assert len(server.events) == 99  # type: ignore[attr-defined]
        server.refuse_at = 0  # type: ignore[attr-defined]
        again = subprocess.Popen(command, env=desk.environment, cwd=desk.folder, start_new_session=True)
        desk.running.append(again)  # type: ignore[arg-type]
        wait_until(lambda: len(server.events) >= 179)  # type: ignore[attr-defined]
        sequences = [int(event["sequence"]) for event in server.events]  # type: ignore[attr-defined]
        assert sequences == list(range(1, 180))
        server.shutdown()
