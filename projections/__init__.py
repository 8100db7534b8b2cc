"""Read models and the follower that keeps them. May import ``domain`` and ``ledger``."""
