"""A checkpoint, from its seal to the cosignatures below it: what a command and a follower do alike.

made = Checkpoints(signer, ledger, policy).make()
made.standing.enough, made.refusals
"""

from __future__ import annotations

from msgspec import Struct

from domain.errors import SaksiError
from ledger.application import Ledger
from ledger.checkpoint import Checkpoint
from ledger.note import Note, PublicKey
from ledger.proofs import Proofs
from ledger.quorum import Policy, Standing, Witness
from ledger.signing import Signer
from witness.asking import Question, WitnessContradicts, ask_all

CHECKPOINTS_LOOKED_AT = 3
"""In how many earlier checkpoints a witness is looked for, to know what it saw last; otherwise it says so itself."""


class Made(Struct, frozen=True):
    """A checkpoint, who stands for it, and by name why other witnesses do not."""

    note: Note
    checkpoint: Checkpoint
    new: bool
    silent: tuple[PublicKey, ...]
    standing: Standing | None
    """None without a policy."""
    refusals: dict[str, SaksiError]

    @property
    def enough(self) -> bool:
        """Whether as many witnesses stand for it as the policy asks for."""
        return self.standing is None or self.standing.enough

    @property
    def contradiction(self) -> WitnessContradicts | None:
        """What a witness says that has seen another history."""
        return next((error for error in self.refusals.values() if isinstance(error, WitnessContradicts)), None)


class Checkpoints:
    """Makes the checkpoints of a ledger, and asks its witnesses."""

    def __init__(self, ledger: Ledger, signer: Signer, policy: Policy | None = None) -> None:
        self._ledger, self._signer, self._policy = ledger, signer, policy

    def make(self) -> Made:
        """Sign what is new, and ask those witnesses for the newest checkpoint that do not stand for it yet.

        Raises what ``Signer.sign`` raises, and ``BadNote`` if a cosignature that is kept is false. What witnesses
        answer is in ``refusals``.
        """
        signed = self._signer.sign()
        if self._policy is None:
            return Made(signed.note, signed.checkpoint, signed.new, signed.silent, None, {})
        standing, size = self._policy.satisfied(signed.note), signed.checkpoint.size
        proofs = Proofs(self._ledger, size)
        question = Question(signed.note, self._known, proofs.consistency, self._ledger.last_position)
        asked = ask_all(standing.missing, question)
        note = signed.note.with_signatures(asked.signatures)
        self._ledger.recorder.add_cosignatures(size, asked.signatures)
        return Made(note, signed.checkpoint, signed.new, signed.silent, self._policy.satisfied(note), asked.refusals)

    def _known(self, witness: Witness) -> int:
        """The size that a witness saw last, as far as the newest checkpoints tell; 0 if they do not."""
        for size in reversed(self._ledger.recorder.checkpoint_sizes()[-CHECKPOINTS_LOOKED_AT:]):
            for signature in self._ledger.recorder.cosignatures(size):
                if (signature.name, signature.key_hash) == (witness.key.name, witness.key.hash):
                    return size
        return 0
