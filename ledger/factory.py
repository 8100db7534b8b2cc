"""How the library's ``Application`` gets a recorder: by ``LEDGER_CREATE``, ``LEDGER_BUSY_TIMEOUT`` and a place."""

from __future__ import annotations

from abc import abstractmethod
from typing import NoReturn

from eventsourcing.persistence import (
    AggregateRecorder,
    InfrastructureFactory,
    NotSupportedError,
    ProcessRecorder,
    TrackingRecorder,
)

from ledger.recorder import LedgerRecorder


class LedgerFactory(InfrastructureFactory[TrackingRecorder]):
    """Gives one recorder, and none of the stores that a ledger does not keep."""

    _recorder: LedgerRecorder | None = None

    @abstractmethod
    def _opened(self, *, create: bool, busy_timeout: float) -> LedgerRecorder:
        """A recorder on the database that the environment names."""

    def application_recorder(self) -> LedgerRecorder:
        if self.env.get("ORIGINATOR_ID_TYPE") != "text":
            raise OSError("a ledger names its streams: set ORIGINATOR_ID_TYPE to 'text'")
        if self._recorder is None:
            self._recorder = self._opened(
                create=self.env.get("LEDGER_CREATE") == "y",
                busy_timeout=float(self.env.get("LEDGER_BUSY_TIMEOUT") or 10),
            )
        return self._recorder

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """Refused: a ledger has no snapshots."""
        _not_offered("snapshots")

    def tracking_recorder(self, tracking_recorder_class: type[TrackingRecorder] | None = None) -> TrackingRecorder:
        """Refused: checkpoints belong to the store of the projection they are of."""
        _not_offered("checkpoints")

    def process_recorder(self) -> ProcessRecorder:
        """Refused: a ledger takes facts from outside only."""
        _not_offered("the events of other applications")

    def close(self) -> None:
        if self._recorder is not None:
            self._recorder.close()


def _not_offered(what: str) -> NoReturn:
    raise NotSupportedError(f"a ledger does not keep {what}")
