"""A schema registry with the interface of Confluent's: Karapace has it too, and Apicurio below ``/apis/ccompat/v7``.

    registry = Registry(settings)
    ids = registry.register("saksi.events", CATALOGUE)

The subject of a type is named by the topic and the record (TopicRecordName): ``saksi.events-saksi.CheckedIn``. Each is
set to FULL_TRANSITIVE, the rule our own schemas are published under, and looked at again before anything is registered:
a registry that anybody may write to must not let in a version that an old reader cannot read.
"""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any
from urllib.parse import quote

from consumers.errors import RegistryRefused, RegistryUnreachable
from consumers.settings import RegistrySettings
from schemas.published import Catalogue

COMPATIBILITY = "FULL_TRANSITIVE"
PATIENCE_SECONDS = 10
MEDIA_TYPE = "application/vnd.schemaregistry.v1+json"


class Registry:
    """Asks a registry. Raises ``RegistryUnreachable`` if it does not answer and ``RegistryRefused`` if it says no."""

    def __init__(self, settings: RegistrySettings) -> None:
        self._url = settings.url
        self._headers = {"Accept": f"{MEDIA_TYPE}, application/json", "Content-Type": MEDIA_TYPE}
        if settings.username and settings.password:
            told = f"{settings.username}:{settings.password.text}".encode()
            self._headers["Authorization"] = "Basic " + base64.b64encode(told).decode()

    def register(self, topic: str, catalogue: Catalogue) -> dict[bytes, int]:
        """Make every published version known under the topic's subjects, the oldest first; ids by fingerprint.

        What is registered already keeps its id.
        """
        ids = {}
        for name in catalogue.latest:
            subject = f"{topic}-{catalogue.latest[name].full_name}"
            self._hold_compatible(subject)
            for schema in catalogue.versions(name):
                ids[schema.fingerprint] = self._id_of(subject, schema.text().decode())
        return ids

    def schema(self, number: int) -> dict[str, Any]:
        """The schema that has an id."""
        document: dict[str, Any] = json.loads(self._ask("GET", f"/schemas/ids/{number}")["schema"])
        return document

    def _hold_compatible(self, subject: str) -> None:
        path = f"/config/{quote(subject, safe='')}"
        self._ask("PUT", path, {"compatibility": COMPATIBILITY})
        found = self._ask("GET", path).get("compatibilityLevel")
        if found != COMPATIBILITY:
            raise RegistryRefused(
                "the schema registry holds {subject} to {found}, not to {wanted}",
                "let this user set the compatibility of its subjects, or set it yourself",
                subject=subject,
                found=str(found),
                wanted=COMPATIBILITY,
            )

    def _id_of(self, subject: str, schema: str) -> int:
        path = f"/subjects/{quote(subject, safe='')}/versions"
        number = self._ask("POST", path, {"schema": schema}).get("id")
        if not isinstance(number, int) or not 0 <= number < 1 << 32:
            raise RegistryRefused(
                "the schema registry gave the schema of {subject} the id {found}, which is none",
                "check that the URL is that of a registry, such as http://apicurio:8080/apis/ccompat/v7",
                subject=subject,
                found=repr(number),
            )
        return number

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310  the settings take only http and https
            self._url + path, data, self._headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
                found = json.load(answer)
        except urllib.error.HTTPError as error:
            raise self._refused(method, path, error) from None
        except (OSError, HTTPException) as error:
            raise RegistryUnreachable(
                "the schema registry at {url} does not answer: {kind}",
                "check that it runs, and its URL",
                url=self._url,
                kind=str(getattr(error, "reason", None) or type(error).__name__),
            ) from None
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise RegistryRefused(
                "what answers at {url} is no schema registry",
                "give the URL of its interface, such as http://apicurio:8080/apis/ccompat/v7",
                url=self._url,
            )
        return found

    def _refused(self, method: str, path: str, error: urllib.error.HTTPError) -> RegistryRefused | RegistryUnreachable:
        with error:
            told = error.read(2_000).decode(errors="replace")
        if error.code in (502, 503, 504):
            return RegistryUnreachable(
                "the schema registry at {url} does not answer: {kind}",
                "check that it runs, and its URL",
                url=self._url,
                kind=f"HTTP {error.code}",
            )
        return RegistryRefused(
            "the schema registry refuses {method} {path}: {status}: {detail}",
            "check its URL, and what the user of SAKSI_REGISTRY_USERNAME may do there",
            method=method,
            path=path,
            status=f"HTTP {error.code}",
            detail=told,
        )
