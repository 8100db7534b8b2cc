"""Writing the published schemas where others can take them: registries, code generators, auditors."""

from __future__ import annotations

from pathlib import Path

from schemas.published import CATALOGUE, LOCK_NAME, VERDICTS, Catalogue

VERDICTS_FOLDER = "verdicts"
"""Where those of verdicts go, below those of events."""


def export_all(folder: Path) -> list[Path]:
    """Write the schemas of events into a folder, and those of verdicts into one below it. As ``export_schemas``."""
    return [*export_schemas(folder), *export_schemas(folder / VERDICTS_FOLDER, VERDICTS)]


def export_schemas(folder: Path, catalogue: Catalogue = CATALOGUE) -> list[Path]:
    """Write every published version and the lock into a folder, byte for byte as published.

    The folder is made if it is not there; files of the same names are replaced. Returns the files written, in order of
    name and version. Raises ``OSError`` if the folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for schema in catalogue.schemas:
        target = folder / schema.path.name
        target.write_bytes(schema.text())
        written.append(target)
    lock = folder / LOCK_NAME
    lock.write_bytes((catalogue.folder / LOCK_NAME).read_bytes())
    return [*written, lock]
