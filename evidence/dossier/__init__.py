"""The human dossier of an evidence bundle: a page and a paper in Bahasa Indonesia, copies for reading."""
