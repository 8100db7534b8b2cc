"""The policy packs that come with Saksi: the folder ``policies/``, in a checkout as where Saksi is installed."""

from __future__ import annotations

from pathlib import Path

from cli.failures import Failure
from cli.language import term

FOLDER = Path(__file__).resolve().parents[1] / "policies"

DISCIPLINE = "discipline-"
"""How the names of packs of rules of discipline begin."""


def packs() -> list[Path]:
    """The file of every pack of policies, by name."""
    return sorted(
        (path for path in FOLDER.glob("*.yaml") if not path.name.startswith(DISCIPLINE)),
        key=lambda path: path.stem.lower(),
    )


def discipline_packs() -> list[Path]:
    """The file of every pack of rules of discipline, by name."""
    return sorted(FOLDER.glob(f"{DISCIPLINE}*.yaml"))


def policy_file(named: str) -> Path:
    """The file of this name, else the pack of this name, with or without ``.yaml``.

    Raises ``Failure`` if there is neither, and ``OSError`` for a file that may not be read.
    """
    path = Path(named)
    if not path.exists():
        found = {pack.stem: pack for pack in (*packs(), *discipline_packs())}.get(named.removesuffix(".yaml"))
        if found is None:
            raise Failure(
                "file_error",
                term("there is no file {path}, and no pack of that name"),
                term("check its name and folder; `saksi policy packs` lists the packs"),
                path=named,
            )
        return found
    with path.open("rb"):
        return path
