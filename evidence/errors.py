"""What keeps evidence from proving anything. Each error has a code, a sentence and what to do next."""

from __future__ import annotations

from domain.errors import SaksiError


class FalseEvidence(SaksiError):
    """What a bundle says of itself is not so: it is not as it was made."""

    code = "false_evidence"


class Unproved(SaksiError):
    """Nothing of a bundle is false, but it is not proved."""

    code = "unproved"


class NoBundle(Unproved):
    """A file that is no bundle, or one of a format that is not known here: nothing can be said of it."""

    code = "no_bundle"


class CannotExport(SaksiError):
    """A bundle that cannot be made of a ledger as it is."""

    code = "cannot_export"
