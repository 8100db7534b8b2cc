"""The read models, a file each: what this folder holds is built, kept up to date, compared and switched.

    class Leaves(ReadModel):                      # how many leaves somebody was ever granted
        name = "leaves"
        columns = {"granted": "INTEGER NOT NULL"}

        def rows(self, judgement, months):
            yield (len(judgement.record.leaves),)

    READ_MODEL = Leaves()

With this in ``leaves.py`` here, `saksi rebuild` fills its table, the follower keeps it, and nothing else is to be done.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from projections.read_model import ReadModel

READ_MODELS: tuple[ReadModel, ...] = tuple(
    import_module(f"{__name__}.{module.name}").READ_MODEL
    for module in sorted(iter_modules(__path__), key=lambda module: module.name)
)
