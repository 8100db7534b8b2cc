"""Benchmarks that print ratios against a named peer in the same run: ``python -m bench``, or one of its subcommands."""
