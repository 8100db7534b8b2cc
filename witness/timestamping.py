"""Time stamps (RFC 3161): an authority's word that a checkpoint existed at a time. Needs the extra ``timestamp``.

    stamp = ask_for_timestamp(url, note.text, roots)   # raises TimestampFailed
    stamp.reply, stamp.at

What is stamped is the SHA-256 of the text that is signed, so that whoever holds the checkpoint can check the reply with
any tool of RFC 3161. Only a reply that verifies up to a root certificate given here is taken.
"""

from __future__ import annotations

from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

from cryptography.x509 import load_pem_x509_certificates
from msgspec import Struct

from domain.errors import SaksiError
from witness.posting import NoAddress, Unanswered, post

if TYPE_CHECKING:
    from rfc3161_client import TimeStampRequest


class TimestampFailed(SaksiError):
    """There is no time stamp of an authority, or none that verifies."""

    code = "timestamp_failed"


class Stamp(Struct, frozen=True):
    """The reply of an authority (DER), and the time that it says (UTC)."""

    reply: bytes
    at: datetime


def ask_for_timestamp(url: str, text: str, roots: bytes) -> Stamp:
    """A time stamp of a text by the authority at a URL, verified up to one of the root certificates (PEM).

    Raises ``TimestampFailed``.
    """
    if find_spec("rfc3161_client") is None:
        raise TimestampFailed(
            "time stamps need the library rfc3161-client, which is not installed",
            "install Saksi with its extra: pip install 'saksi[timestamp]'",
        )
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    builder = TimestampRequestBuilder().data(text.encode()).hash_algorithm(HashAlgorithm.SHA256)
    request = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    try:
        status, _, body = post(url, request.as_bytes(), "application/timestamp-query")
    except (NoAddress, Unanswered) as error:
        raise TimestampFailed(
            "the time-stamping authority at {url} does not answer: {kind}",
            "check its URL; the checkpoint is kept, and the same command asks again",
            url=url,
            kind=str(error) or "URL",
        ) from None
    if status != 200:
        raise _refused(url, f"HTTP {status}")
    return Stamp(body, _verified(url, request, body, text, roots))


def _verified(url: str, request: TimeStampRequest, reply: bytes, text: str, roots: bytes) -> datetime:
    """The time in a reply that holds."""
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        certificates = load_pem_x509_certificates(roots)
    except ValueError:
        raise TimestampFailed(
            "what is given as root certificates holds none",
            "take the file in PEM (it begins with -----BEGIN CERTIFICATE-----) from the authority itself",
        ) from None
    builder = VerifierBuilder.from_request(request)
    for certificate in dict.fromkeys(certificates):
        builder = builder.add_root_certificate(certificate)
    try:
        response = decode_timestamp_response(reply)
        builder.build().verify_message(response, text.encode())
    except (VerificationError, ValueError) as error:
        raise _refused(url, str(error)) from None
    return response.tst_info.gen_time


def _refused(url: str, detail: str) -> TimestampFailed:
    return TimestampFailed(
        "the time-stamping authority at {url} gave no time stamp that holds: {detail}",
        "compare its root certificate with the one given; the checkpoint is kept, and the same command asks again",
        url=url,
        detail=detail,
    )
