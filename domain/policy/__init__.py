"""Policies as dated law: what a document may say, which version is in force, and which rule decides."""
