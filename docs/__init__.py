"""The documents. ``python -m docs.generate`` writes those that follow from the code."""
