"""The dossier as one page of HTML that needs nothing else: no network, no other file, and no script but its own check.

``html(dossier)`` is the same, byte by byte, for the same dossier on any machine.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.dossier.content import Dossier
from evidence.dossier.embedding import embedded
from evidence.dossier.picture import legend, pictures, svg
from evidence.dossier.reading import Reading
from evidence.dossier.seal import seal_of

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

_HERE = Path(__file__).parent
_FEW_FACTS = 400
"""Up to so many facts the timeline is shown open."""


def html(dossier: Dossier) -> str:
    """The page, in Bahasa Indonesia. Texts from outside are shown in it and are nowhere markup or script."""
    reading = Reading(dossier)
    script, style = _text("verify.js"), _text("page.css")
    return _template().render(
        reading=reading,
        seal=seal_of(reading.account, dossier),
        pictures=[(one.title, _as_it_is(svg(one))) for one in pictures(reading)],
        legend=_as_it_is(svg(legend())),
        opened=len(dossier.facts) <= _FEW_FACTS,
        data=_as_it_is(embedded(dossier)),
        script=_as_it_is(script),
        style=_as_it_is(style),
        policy=f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'; "
        "form-action 'none'",
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("page.html.jinja")


def _as_it_is(text: str) -> Markup:
    """What is ours, or has been made harmless where it was made: our script and style, pictures, the data as JSON."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """As a content security policy names what may be there, and nothing else."""
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
