"""Asking by HTTP: one address, one answer of limited size, in limited time, and nowhere else than asked.

status, kind, body = post("https://witness.example.go.id/add-checkpoint", data, "text/plain; charset=utf-8")
"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage
from typing import IO, Any, NamedTuple

PATIENCE_SECONDS = 10
MOST_BYTES = 64 * 1024
"""Of an answer."""
PASSING = (429, 500, 502, 503, 504)
"""Statuses that pass by themselves."""


class Unanswered(Exception):
    """There is no answer; the text says why. Another time there may be one."""


class NoAddress(Exception):
    """The URL is none at which somebody can be asked."""


class Answered(NamedTuple):
    """An HTTP status, the type of the body without its parameters, and the body."""

    status: int
    kind: str
    body: bytes


def post(url: str, body: bytes, kind: str) -> Answered:
    """What is answered, whatever its status. Raises ``Unanswered`` and ``NoAddress``."""
    if not url.startswith(("https://", "http://")):
        raise NoAddress
    try:
        request = urllib.request.Request(url, body, {"Content-Type": kind}, method="POST")  # noqa: S310
        with _OPENER.open(request, timeout=PATIENCE_SECONDS) as answer:
            return Answered(answer.status, answer.headers.get_content_type(), _read(answer))
    except urllib.error.HTTPError as error:
        with error:
            if error.code in PASSING:
                raise Unanswered(f"HTTP {error.code}") from None
            try:
                told = _read(error)
            except (OSError, HTTPException):
                told = b""
            return Answered(error.code, error.headers.get_content_type(), told)
    except (OSError, HTTPException, ValueError) as error:
        raise Unanswered(str(getattr(error, "reason", None) or type(error).__name__)) from None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """What is sent is for the address named, and for no other that it names."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """None: the answer is the redirect itself."""


_OPENER = urllib.request.build_opener(_NoRedirects)


def _read(answer: Any) -> bytes:
    """The body, as much of it as there is room for, if it comes in time."""
    end, body = time.monotonic() + PATIENCE_SECONDS, b""
    while len(body) < MOST_BYTES and (more := answer.read1(8192)):
        body += more
        if time.monotonic() > end:
            raise TimeoutError("timed out")
    return body[:MOST_BYTES]
