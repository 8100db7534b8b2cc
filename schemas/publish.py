"""Publish new versions: ``python -m schemas.publish`` locks every schema file that the lock does not name yet.

It refuses where a published file was edited or is gone, or where the new version is not FULL_TRANSITIVE compatible with
all before it.
"""

from __future__ import annotations

import json
import sys

from schemas.compatibility import problems_between_versions
from schemas.published import CATALOGUE, LOCK_NAME, VERDICTS, Catalogue, fingerprint_of, sha256_of


def edited(catalogue: Catalogue = CATALOGUE) -> list[str]:
    """What was done to published files that must never be done to them; empty if nothing was."""
    found = []
    for schema in catalogue.schemas:
        if not schema.path.exists():
            found.append(f"{schema.path.name} was published and is gone")
        elif sha256_of(schema.text()) != schema.sha256:
            found.append(f"{schema.path.name} was edited after it was published; add the change as a new version")
        elif fingerprint_of(schema.document()) != schema.fingerprint:
            found.append(f"{schema.path.name} has another fingerprint than {LOCK_NAME} says")
    return found


def incompatible(catalogue: Catalogue = CATALOGUE) -> list[str]:
    """Every pair of versions of one type of which one cannot read the other, and why."""
    found = []
    for name in catalogue.latest:
        documents = {schema.version: schema.document() for schema in catalogue.versions(name)}
        found += [f"{name}: {problem}" for problem in problems_between_versions(documents)]
    return found


def publish(catalogue: Catalogue = CATALOGUE) -> list[str]:
    """Lock the files that are not locked yet and return their names. Raises ``ValueError`` if one may not be."""
    lock = catalogue.folder / LOCK_NAME
    lines = lock.read_text(encoding="ascii").splitlines() if lock.exists() else []
    locked = {line.split()[2] for line in lines}
    new = sorted(path for path in catalogue.folder.glob("*.avsc") if path.name not in locked)
    for path in new:
        text = path.read_bytes()
        lines.append(f"{sha256_of(text)}  {fingerprint_of(json.loads(text)).hex()}  {path.name}")
    before = lock.read_bytes() if lock.exists() else b""
    lock.write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
    fresh = Catalogue(catalogue.folder, catalogue.namespace)
    problems = edited(fresh) + incompatible(fresh)
    if problems:
        lock.write_bytes(before)
        raise ValueError("\n".join(problems))
    return [path.name for path in new]


if __name__ == "__main__":
    try:
        for name in (*publish(), *publish(VERDICTS)):
            print(name)
    except ValueError as error:
        sys.exit(str(error))
