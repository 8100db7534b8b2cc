"""A real Apache Kafka for the tests: what ``SAKSI_TEST_KAFKA`` names, else a broker of our own in KRaft mode.

All processes of a run share one. A keeper started beside it (``python -m tests.integration.kafka FOLDER``) ends it when
the last of them is gone, however they ended. A test that kills brokers has one of its own (``own_broker``).
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import current_thread, main_thread

import pytest

from tests.integration.maven import fetched, locked, missing_tool

NAMED = "SAKSI_TEST_KAFKA"
USER, PASSWORD = "saksi", "rahasia-sekali"  # what the listener with SASL takes
HEAP = "-Xmx256m"
STARTING_SECONDS = 90
CLUSTER = "c2Frc2ktdGVzdHMtMDAwMQ"

SETTINGS = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:{port},SASL_PLAINTEXT://127.0.0.1:{sasl},CONTROLLER://127.0.0.1:{controller}
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
sasl.enabled.mechanisms=PLAIN
listener.name.sasl_plaintext.plain.sasl.jaas.config=\
org.apache.kafka.common.security.plain.PlainLoginModule required user_{user}="{password}";
log.dirs={folder}/data
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
log.cleaner.dedupe.buffer.size=4194304
log.index.size.max.bytes=262144
"""


def why_not() -> str:
    """Why there is no Kafka to test with; empty if there is one."""
    if find_spec("kafka") is None:
        return "kafka-python is not installed"
    if os.environ.get(NAMED):
        return ""
    reason = missing_tool()
    return f"{reason} and {NAMED} names no broker" if reason else ""


def require_kafka() -> None:
    """Skip the test if there is no Kafka; in CI that is a failure."""
    if reason := why_not():
        if os.environ.get("CI"):
            pytest.fail(f"CI tests Kafka too, but {reason}", pytrace=False)
        pytest.skip(f"no Kafka: {reason}")


class OwnBroker:
    """One broker with its files in a folder; started by ``start``.

    ``settings`` overrule ours, and ``users`` (name and password) may come in with SCRAM-SHA-512.
    """

    def __init__(self, folder: Path, settings: str = "", users: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.port, self.sasl_port, controller = free_ports(3)
        self.servers = f"127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._class_path = f"{fetched('kafka')}/*"
        self._settings = folder / "server.properties"
        self._settings.write_text(
            SETTINGS.format(
                folder=folder,
                port=self.port,
                sasl=self.sasl_port,
                controller=controller,
                user=USER,
                password=PASSWORD,
            )
            + settings
        )
        scram = [f"SCRAM-SHA-512=[name={name},password={password}]" for name, password in (users or {}).items()]
        words = [word for one in scram for word in ("--add-scram", one)]
        self._run("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", str(self._settings), *words).wait(60)

    def start(self) -> None:
        """Start it, also after it was stopped or killed, and wait until it answers."""
        self._process = self._run("kafka.Kafka", str(self._settings))
        end = time.monotonic() + STARTING_SECONDS
        while not _answers(self.port):
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the broker does not start: {(self.folder / 'log').read_text()[-3000:]}")
            time.sleep(0.1)

    def kill(self) -> None:
        """As when the power goes out."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As an operator stops it."""
        self._end(signal.SIGTERM)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(60)
            self._process = None

    def _run(self, *command: str) -> subprocess.Popen[bytes]:
        flags = (HEAP, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [*_ended_with_us(), "java", *flags, "-cp", self._class_path, *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@contextmanager
def own_broker(settings: str = "", users: Mapping[str, str] | None = None) -> Iterator[OwnBroker]:
    """A broker for one test or benchmark, which may kill it."""
    folder = Path(tempfile.mkdtemp(prefix="saksi-kafka-"))
    broker = OwnBroker(folder, settings, users)
    try:
        broker.start()
        yield broker
    finally:
        broker.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _ended_with_us() -> tuple[str, ...]:
    """What makes a process end when this one is killed, where Linux has it. It ends with the thread that started it."""
    if shutil.which("setpriv") is None or current_thread() is not main_thread():
        return ()
    return ("setpriv", "--pdeathsig", "KILL")


def shared_broker(run: Path) -> str:
    """The address of the broker that all processes share which name the same folder: ``host:port,host:port``.

    The second address is that of the listener with SASL.
    """
    fetched("kafka")  # here, where it may fail with its reason
    return shared(run, "kafka", __name__)


def shared(run: Path, name: str, keeper_module: str) -> str:
    """The address of a server that all processes of a run share. The first starts its keeper, which starts it."""
    users, address, log = run / f"{name}-users", run / f"{name}-address", run / f"{name}-keeper.log"
    with locked(run / f"{name}.lock"):
        users.mkdir(exist_ok=True)
        (users / str(os.getpid())).touch()
        if not address.exists():
            with log.open("wb") as told:
                keeper = subprocess.Popen(
                    [sys.executable, "-m", keeper_module, run],
                    stdin=subprocess.DEVNULL,
                    stdout=told,
                    stderr=told,
                    start_new_session=True,
                    cwd=Path(__file__).parents[2],
                )
            while not address.exists():
                if keeper.poll() is not None:
                    raise RuntimeError(f"no {name}: {log.read_text()[-3000:]}")
                time.sleep(0.1)
            _KEEPERS.append(keeper)
        return address.read_text()


_KEEPERS: list[subprocess.Popen[bytes]] = []  # they outlive this process


def while_used(run: Path, name: str, address: str, is_running: Callable[[], bool]) -> None:
    """Tell the address of a server, and wait until it ends or its last user has."""
    made = run / f"{name}-address.new"
    made.write_text(address)
    made.rename(run / f"{name}-address")
    while is_running() and any(_lives(int(user.name)) for user in (run / f"{name}-users").iterdir()):
        time.sleep(0.5)


def _keep(run: Path) -> None:
    with own_broker() as broker:
        while_used(run, "kafka", f"{broker.servers},127.0.0.1:{broker.sasl_port}", broker.is_running)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _answers(port: int) -> bool:
    """Whether it says which requests it understands."""
    from kafka.admin import KafkaAdminClient
    from kafka.errors import KafkaError

    with closing(socket.socket()) as one:
        one.settimeout(1)
        if one.connect_ex(("127.0.0.1", port)):
            return False
    try:
        admin = KafkaAdminClient(bootstrap_servers=f"127.0.0.1:{port}", bootstrap_timeout_ms=2_000)
    except KafkaError:
        return False
    try:
        return bool(admin.describe_cluster()["brokers"])
    except KafkaError:
        return False
    finally:
        admin.close()


if __name__ == "__main__":
    _keep(Path(sys.argv[1]))
