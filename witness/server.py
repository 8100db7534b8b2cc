"""A witness that answers by HTTP. It stands behind a proxy that does TLS, as any application server.

server = open_server(witness, "127.0.0.1:8090", print)
server.run()                                       # until SystemExit is raised in this thread
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from domain.errors import SaksiError
from witness.answering import PLAIN, Answer, Witness
from witness.request import MOST_BYTES, PATH

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

REASONS = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    422: "Unprocessable Content",
    503: "Service Unavailable",
}


class CannotListen(SaksiError):
    """The witness cannot take connections at the address."""

    code = "cannot_listen"


class Application:
    """The witness as a WSGI application. ``log`` gets a line for each request."""

    def __init__(self, witness: Witness, log: Callable[[str], object]) -> None:
        self._witness, self._log = witness, log

    def __call__(self, environment: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        answer = self._answer(environment)
        self._log(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {answer.status} {answer.about}".rstrip())
        body = answer.text.encode(errors="replace")
        headers = [("Content-Type", answer.kind), ("Content-Length", str(len(body)))]
        start(f"{answer.status} {REASONS[answer.status]}", headers + [("Allow", "POST")] * (answer.status == 405))
        return [body]

    def _answer(self, environment: WSGIEnvironment) -> Answer:
        if environment.get("PATH_INFO") != PATH:
            return Answer(404, f"ask at {PATH}\n")
        if environment["REQUEST_METHOD"] != "POST":
            return Answer(405, "ask with POST\n", PLAIN)
        body = environment["wsgi.input"].read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            return Answer(413, f"a request has {MOST_BYTES} bytes at most\n")
        try:
            return self._witness.answer(body)
        except sqlite3.Error as error:
            return Answer(503, "the witness cannot keep its record: ask again\n", about=f"record: {error}")


def open_server(witness: Witness, listen: str, log: Callable[[str], object]) -> Any:
    """A server that takes connections at ``HOST:PORT`` already, and answers them while it runs.

    Its ``effective_listen`` or ``effective_port`` say where, if the port was 0. Raises ``CannotListen``.
    """
    if find_spec("waitress") is None:
        raise CannotListen(
            "a witness needs the library waitress, which is not installed",
            "install Saksi with its extra: pip install 'saksi[witness]'",
        )
    import waitress

    try:
        return waitress.create_server(
            Application(witness, log),
            listen=listen,
            ident="saksi",
            max_request_body_size=MOST_BYTES + 1,
            max_request_header_size=16 * 1024,
            channel_timeout=30,
            cleanup_interval=10,
            connection_limit=200,
            log_socket_errors=False,
        )
    except (OSError, ValueError) as error:
        raise CannotListen(
            "the witness cannot listen at {address}: {detail}",
            "write HOST:PORT, of this machine and free, such as 127.0.0.1:8090",
            address=listen,
            detail=str(error),
        ) from None


def addresses_of(server: Any) -> list[str]:
    """Where a server takes connections, each as a URL."""
    listening = getattr(server, "effective_listen", None) or [(server.effective_host, server.effective_port)]
    return [f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}" for host, port in listening]
