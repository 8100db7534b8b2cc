"""What can go wrong with a ledger as a whole, one type for each thing that a caller can act on."""

from __future__ import annotations

from domain.errors import SaksiError


class NoSuchLedger(SaksiError):
    """There is nothing at the place that was named."""

    code = "no_such_ledger"


class NotALedger(SaksiError):
    """What is there is no ledger, or one that this version cannot read."""

    code = "not_a_ledger"


class UnsupportedUrl(SaksiError):
    """The URL names a kind of store that this build does not have."""

    code = "unsupported_url"


class LedgerBusy(SaksiError):
    """Another process held the ledger for longer than the busy timeout."""

    code = "ledger_busy"


class StorageFull(SaksiError):
    """The disk has no room left; nothing of the transaction was recorded."""

    code = "storage_full"


class LedgerReadOnly(SaksiError):
    """The file, or its folder, may not be written."""

    code = "ledger_read_only"


class LedgerWithoutLeaves(SaksiError):
    """A ledger of an older format, or one that is being brought up: some of its events have no leaf yet."""

    code = "ledger_without_leaves"


class LedgerDamaged(SaksiError):
    """The store contradicts itself."""

    code = "ledger_damaged"


class StorageFailed(SaksiError):
    """The operating system could not read or write the store."""

    code = "storage_failed"


class LedgerForbidden(SaksiError):
    """The server, or the permissions of the file, do not let this user in, or not do that."""

    code = "ledger_forbidden"


class LedgerUnreachable(SaksiError):
    """The server that keeps the ledger does not answer."""

    code = "ledger_unreachable"


class UnsafeSetting(SaksiError):
    """The environment asks for something under which the ledger could not keep its promises."""

    code = "unsafe_setting"


class UnknownUnit(SaksiError):
    """There is no unit of that name, or none on the day asked about."""

    code = "no_such_unit"
