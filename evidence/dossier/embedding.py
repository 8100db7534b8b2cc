"""What the page carries so that it can check itself: the files of the bundle that prove, as JSON.

Proofs share most of their hashes; each is there once, and a proof is a list of its places.
"""

from __future__ import annotations

from base64 import b64encode

import msgspec

from evidence.dossier.case_words import HOLDS, STAGE
from evidence.dossier.content import Dossier
from evidence.dossier.words import DAY_STATUS, OUTCOME, STATE

_HARMLESS = ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026"))
"""In JSON these stand in texts only, where they may be written so; then nothing in a text can end the element."""


def embedded(dossier: Dossier) -> str:
    """JSON for an element of a page: whatever the texts in it say, they say it only to who parses it."""
    answer = dossier.answer
    places: dict[bytes, int] = {}
    proofs = [[places.setdefault(one, len(places)) for one in proof] for proof in dossier.proofs]
    encoded = msgspec.json.encode(
        {
            "checkpoint": _base64(dossier.checkpoint),
            "keys": list(dossier.keys),
            "entries": [entry.decode() for entry in dossier.entries],
            "events": [_base64(event) for event in dossier.events],
            "hashes": _base64(b"".join(places)),
            "proofs": proofs,
            "streams": [
                {
                    "stream": name,
                    "found": found
                    and {"key": found.key.hex(), "version": found.version, "history": found.history.hex()},
                    "siblings": [one.hex() for one in proof.siblings],
                }
                for name, proof in sorted(dossier.streams.items())
                for found in [proof.found]
            ],
            "consistency": [
                {"size": one.size, "root": _base64(one.root), "proof": [_base64(step) for step in one.proof]}
                for one in dossier.consistency
            ],
            "schemas": {name: text.decode() for name, text in sorted(dossier.schemas.items())},
            "question": {"nip": answer["nip"], "as_of": answer["as_of"], "known_at": answer["known_at"]},
            "answer": answer,
            "case": dossier.case,
            "words": {"day": DAY_STATUS, "outcome": OUTCOME, "state": STATE, "stage": STAGE, "holds": HOLDS},
        }
    )
    for found, written in _HARMLESS:
        encoded = encoded.replace(found, written)
    return encoded.decode()


def _base64(data: bytes) -> str:
    return b64encode(data).decode()
