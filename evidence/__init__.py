"""Bundles for committees: export, dossier, verification. May import ``domain`` and ``ledger``."""
