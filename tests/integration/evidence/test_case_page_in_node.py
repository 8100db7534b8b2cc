"""What the page of a case's dossier checks of the case, run by Node: every tampering with it is named."""

from __future__ import annotations

import copy
import hashlib
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evidence.dossier.embedding import embedded
from evidence.dossier.page import html
from tests.integration.evidence.test_page_in_node import BOTH, VERIFY, WRITTEN, Data, answered, examined
from tests.integration.node import require_node
from tests.unit.evidence.case_story import CASE, case_bundle, dossier_of

DOSSIER = dossier_of(case_bundle())
GOOD: Data = json.loads(embedded(DOSSIER))
BEGINNING = f"langkah pada posisi {GOOD['case']['steps'][1]['n']}"
OPENING = GOOD["case"]["steps"][0]["n"]


def digest(value: Data) -> str:
    rest = {name: one for name, one in value.items() if name != "digest"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def case(change: Callable[[Data], Any]) -> Callable[[Data], None]:
    """Another case, its digest made anew."""

    def changed(data: Data) -> None:
        change(data["case"])
        data["case"]["digest"] = digest(data["case"])

    return changed


def basis(number: int, when: str, **values: Any) -> Callable[[Data], None]:
    """Another replay of a basis, its digest made anew."""

    def change(part: Data) -> None:
        answer = part["bases"][number][when]
        answer.update(values)
        answer["digest"] = digest(answer)

    return case(change)


def swapped(*way: Any) -> Callable[[Data], None]:
    def change(part: Data) -> None:
        first, second = part["bases"]
        for name in way:
            first[name], second[name] = second[name], first[name]

    return case(change)


def without(name: str) -> Callable[[Data], None]:
    """Leave a stream out with its entries and its proof."""

    def change(data: Data) -> None:
        kept = [index for index, entry in enumerate(data["entries"]) if json.loads(entry)["id"] != name]
        for part in ("entries", "events", "proofs"):
            data[part] = [data[part][index] for index in kept]
        data["streams"] = [one for one in data["streams"] if one["stream"] != name]

    return change


TAMPERINGS: list[tuple[str, Callable[[Data], Any], str]] = [
    ("a step of another type", case(lambda one: one["steps"][1].update(type="HearingHeld")), BEGINNING),
    ("a step of another id", case(lambda one: one["steps"][1].update(id="x")), BEGINNING),
    ("a step of another version", case(lambda one: one["steps"][1].update(version=9)), BEGINNING),
    ("a step at another position", case(lambda one: one["steps"][1].update(n=3)), "menyebut langkah pada posisi 3"),
    ("a step left out", case(lambda one: one["steps"].pop(1)), "tidak berada di tempatnya"),
    ("the last step left out", case(lambda one: one["steps"].pop()), "dihilangkan dari perkara"),
    ("a step twice", case(lambda one: one["steps"].append(one["steps"][0])), "tidak berada di tempatnya"),
    ("steps in another order", case(lambda one: one["steps"].reverse()), "tidak berada di tempatnya"),
    ("a basis left out", case(lambda one: one["bases"].pop()), "memuat 2 dasar, di sini ada 1"),
    ("two bases swapped", case(lambda one: one["bases"].reverse()), "bukan dasar langkah"),
    ("what two bases read then, swapped", swapped("then"), "bukan yang berdigest di langkahnya"),
    ("what two bases read now, swapped", swapped("now"), "menjawab pertanyaan lain"),
    ("another basis then", basis(0, "then", days=[]), f"dasar pada posisi {OPENING} bukan yang berdigest"),
    ("a basis now of other days", basis(0, "now", days=[{"date": "2025-01-01"}]), "menjawab pertanyaan lain"),
    ("a basis now of another position", basis(0, "now", known_at=181), "menjawab pertanyaan lain"),
    (
        "a basis now under the old digest",
        case(lambda one: one["bases"][0]["now"].update(days=[])),
        "tidak sesuai dengan digestnya",
    ),
    ("another stage", case(lambda one: one["answer"].update(stage="closed")), "tidak berkedudukan seperti"),
    ("a case under the old digest", lambda data: data["case"]["answer"].update(stage="closed"), "perkaranya telah"),
    ("another digest", lambda data: data["case"].update(digest="sha256:" + "0" * 64), "perkaranya telah diubah"),
    ("another case", case(lambda one: one.update(case=CASE[:-1] + "2")), "di situ tidak ada entrinya"),
    ("somebody else's case", case(lambda one: one.update(case="1_1")), "bukan perkara"),
    ("the rules of discipline left out", without("discipline-pp94-2021"), "di sini ada 0: ada yang dihilangkan"),
    ("the entries of the case left out", without(f"case-{CASE}"), f"case-{CASE} tidak disertakan"),
    ("data of another shape", lambda data: data["case"].update(steps=None), "perkaranya telah diubah"),
    ("data of another shape under its digest", case(lambda one: one.update(steps=None)), "rusak"),
]


def test_a_good_page_proves_the_case_with_its_steps_its_bases_and_all_rules_of_discipline(tmp_path: Path) -> None:
    (report,) = examined([(GOOD, BOTH, "all")], tmp_path)
    assert (report["state"], report["wrong"]) == ("proved", [])
    assert (
        f"Perkara: 5 langkah {CASE}, semua yang ada, dan 2 dasar sebagaimana dibaca waktu itu; 1 dari 1 himpunan "
        f"aturan disiplin; digest {GOOD['case']['digest']}." in report["checked"]
    )
    assert "apakah setiap langkah sah" in " ".join(report["unchecked"])


def test_every_tampering_with_the_case_is_found_and_named(tmp_path: Path) -> None:
    cases = []
    for name, change, _ in TAMPERINGS:
        data = copy.deepcopy(GOOD)
        change(data)
        assert data != GOOD, name
        cases.append((data, BOTH, "all"))
    reports = examined(cases, tmp_path)
    missed = [
        (name, report["state"], report["wrong"])
        for (name, _, said), report in zip(TAMPERINGS, reports, strict=True)
        if report["state"] != "false" or said not in report["wrong"][0]
    ]
    assert missed == []


def test_where_the_case_stands_said_falsely_in_answer_and_case_is_not_found_here(tmp_path: Path) -> None:
    forged = copy.deepcopy(GOOD)
    answered(lambda one: one["cases"][0].update(stage="closed"), digest=True)(forged)
    case(lambda one: one["answer"].update(stage="closed"))(forged)
    (report,) = examined([(forged, BOTH, "all")], tmp_path)
    assert report["state"] == "proved"
    assert any("putusan memang mengikuti dari fakta" in line and "--replay" in line for line in report["unchecked"])


def test_the_stage_written_on_the_page_is_held_to_the_answer_that_was_checked(tmp_path: Path) -> None:
    require_node()
    written = [
        {"dataset": {"says": says, **({"words": words} if words else {})}, "textContent": text}
        for says, words, text in re.findall(r'data-says="([^"]*)"(?: data-words="(\w+)")?>([^<]*)<', html(DOSSIER))
    ]
    stage = next(one for one in written if one["dataset"]["says"] == "cases/0/stage")
    holds = next(one for one in written if one["dataset"]["says"] == "cases/0/basis/holds")
    cases = [
        written,
        [{**one, "textContent": "ditutup"} if one is stage else one for one in written],
        [one for one in written if one is not holds],
    ]
    file = tmp_path / "written.json"
    file.write_text(json.dumps({"data": GOOD, "cases": cases}))
    command = ["node", "-e", WRITTEN, str(VERIFY), str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert [report["wrong"] for report in json.loads(ran.stdout)] == [
        [],
        ['yang tertulis "ditutup" seharusnya "diputus"'],
        ["cases/0/basis/holds dari jawaban tidak tertulis di halaman"],
    ]
