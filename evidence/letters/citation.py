"""References of a rule pack as a letter spells them out: ``PP 94/2021 art. 26(2)`` is an article of a regulation with
a number and a year."""

from __future__ import annotations

import re
from collections.abc import Iterable

REGULATIONS = {
    "UU": "Undang-Undang",
    "PP": "Peraturan Pemerintah",
    "Perpres": "Peraturan Presiden",
    "Keppres": "Keputusan Presiden",
    "Peraturan BKN": "Peraturan Badan Kepegawaian Negara",
    "Pergub": "Peraturan Gubernur",
    "Perwali": "Peraturan Wali Kota",
}
"""From the highest to the lowest."""
TITLES = {
    "UU 20/2023": "Aparatur Sipil Negara",
    "PP 53/2010": "Disiplin Pegawai Negeri Sipil",
    "PP 49/2018": "Manajemen Pegawai Pemerintah dengan Perjanjian Kerja",
    "PP 94/2021": "Disiplin Pegawai Negeri Sipil",
    "PP 79/2021": "Upaya Administratif dan Badan Pertimbangan Aparatur Sipil Negara",
    "Peraturan BKN 6/2022": (
        "Peraturan Pelaksanaan Peraturan Pemerintah Nomor 94 Tahun 2021 tentang Disiplin Pegawai Negeri Sipil"
    ),
}
"""What the regulations are about, by their short names in a pack."""

_NAMED = rf"(?:{'|'.join(sorted(REGULATIONS, key=len, reverse=True))}) \d+/\d{{4}}"
_NUMBERED = re.compile(rf"\b({'|'.join(sorted(REGULATIONS, key=len, reverse=True))}) (\d+)/(\d{{4}})")
_CITED = re.compile(rf"(?:, |; | with )(?={_NAMED})|; ")
_WORDS = (
    (re.compile(r"\bart\. (\d+)(?: to |-)(\d+)"), r"Pasal \1 sampai dengan Pasal \2"),
    (re.compile(r"\bart\. (\d+) and (\d+)"), r"Pasal \1 dan Pasal \2"),
    (re.compile(r"\bart\. (\d+)\((\d+)\)"), r"Pasal \1 ayat (\2)"),
    (re.compile(r"\bart\. (\d+)"), r"Pasal \1"),
    (re.compile(r"\bletters ([a-z]) to ([a-z])\b"), r"huruf \1 sampai dengan huruf \2"),
    (re.compile(r"\bletter ([a-z])\b"), r"huruf \1"),
    (re.compile(r"\bnumber (\d+)"), r"angka \1"),
    (re.compile(r"(?<=[\d)]) ([a-z]), ([a-z])\b"), r" huruf \1 dan huruf \2"),
    (re.compile(r"(?<=[\d)]) ([a-z])\b"), r" huruf \1"),
    (re.compile(r"\bwith\b"), "juncto"),
)


def citation(reference: str) -> str:
    """``PP 94/2021 art. 8(2) b`` as ``Pasal 8 ayat (2) huruf b Peraturan Pemerintah Nomor 94 Tahun 2021``.

    What is no number, year or article is left as it stands.
    """
    parts = _CITED.split(reference)
    separators = [found[0] for found in _CITED.finditer(reference)]
    said = _one(parts[0])
    for separator, part in zip(separators, parts[1:], strict=True):
        said += f"{' juncto ' if separator == ' with ' else '; '}{_one(part)}"
    return said


def regulation(short: str) -> str:
    """A regulation by its number, its year and, where it is known, what it is about."""
    spelt = _spelt(short)
    return f"{spelt} tentang {TITLES[short]}" if short in TITLES else spelt


def regulations(listed: str) -> list[str]:
    """``PP 94/2021, Peraturan BKN 6/2022``, each by itself. Only before a number and a year is it split."""
    return [regulation(one) for one in re.split(rf", (?={_NAMED})", listed)]


def by_rank(regulations: Iterable[str]) -> list[str]:
    """Each regulation once, the higher ones first."""
    ranks = {spelt: rank for rank, spelt in enumerate(REGULATIONS.values())}
    return sorted(dict.fromkeys(regulations), key=lambda one: ranks.get(one.partition(" Nomor ")[0], len(ranks)))


def _one(reference: str) -> str:
    short, _, place = reference.partition(" art. ")
    if not place:
        return _spelt(reference)
    place = f"art. {place}"
    for pattern, said in _WORDS:
        place = pattern.sub(said, place)
    return f"{place} {_spelt(short)}"


def _spelt(short: str) -> str:
    return _NUMBERED.sub(lambda found: f"{REGULATIONS[found[1]]} Nomor {found[2]} Tahun {found[3]}", short)
