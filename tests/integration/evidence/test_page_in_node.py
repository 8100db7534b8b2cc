"""What the page of a dossier checks, run by Node: all holds with a key from outside; every tampering is named."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import re
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import evidence.dossier
from evidence.dossier.embedding import embedded
from evidence.dossier.page import html
from ledger.checkpoint import Checkpoint
from ledger.note import Note, parse
from schemas.published import CATALOGUE, fingerprint_of
from tests.integration.node import require_node
from tests.unit.evidence.dossiers import BUDI, KEY, ORIGIN, STORY, STRANGER, WITNESS, Log, story

Data = dict[str, Any]
GOOD: Data = json.loads(embedded(story()))
BOTH = f"{KEY.public}\n{WITNESS.public}"
VERIFY = Path(evidence.dossier.__file__ or "").parent / "verify.js"


def examined(cases: Sequence[tuple[Data, str, str]], folder: Path) -> list[Data]:
    require_node()
    file = folder / "cases.json"
    file.write_text(json.dumps(cases))
    command = ["node", str(Path(__file__).parent / "examine.js"), str(VERIFY), str(file)]
    environment = {**os.environ, "NODE_NO_WARNINGS": "1"}
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True, env=environment)
    reports: list[Data] = json.loads(ran.stdout)
    return reports


# Tamperings: each changes the data of a good page, and says how the sentence about it begins or what it holds


def at(position: int) -> int:
    """The index of the entry of a position."""
    return next(index for index, entry in enumerate(GOOD["entries"]) if json.loads(entry)["n"] == position)


def of(stream: str) -> list[int]:
    """The indexes of the entries of a stream."""
    return [index for index, entry in enumerate(GOOD["entries"]) if json.loads(entry)["id"] == stream]


def note(data: Data) -> str:
    return b64decode(data["checkpoint"]).decode()


def put_note(data: Data, text: str) -> None:
    data["checkpoint"] = b64encode(text.encode()).decode()


def entry(index: int, **fields: Any) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        changed = {**json.loads(data["entries"][index]), **fields}
        data["entries"][index] = json.dumps(changed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    return change


def flipped(text: str, place: int) -> str:
    data = bytearray(b64decode(text))
    data[place] ^= 1
    return b64encode(data).decode()


def drop(*indexes: int) -> Callable[[Data], None]:
    """Leave entries out with all that belongs to them."""

    def change(data: Data) -> None:
        for name in ("entries", "events", "proofs"):
            data[name] = [one for index, one in enumerate(data[name]) if index not in indexes]

    return change


def without_stream(name: str) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        drop(*of(name))(data)
        data["streams"] = [one for one in data["streams"] if one["stream"] != name]

    return change


def stream(name: str, change: Callable[[Data], Any]) -> Callable[[Data], None]:
    return lambda data: change(next(one for one in data["streams"] if one["stream"] == name))


def swapped(name: str, one: int, other: int) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        data[name][one], data[name][other] = data[name][other], data[name][one]

    return change


def noted(old: str, new: str) -> Callable[[Data], None]:
    return lambda data: put_note(data, note(data).replace(old, new, 1))


def signed_anew(checkpoint: Checkpoint, key: Any) -> Callable[[Data], None]:
    return lambda data: put_note(data, bytes(checkpoint.signed(key)).decode())


def answered(change: Callable[[Data], Any], digest: bool = False) -> Callable[[Data], None]:
    def changed(data: Data) -> None:
        change(data["answer"])
        if digest:
            rest = {key: value for key, value in data["answer"].items() if key != "digest"}
            text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            data["answer"]["digest"] = f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"

    return changed


def item(name: str, index: int, value: Any) -> Callable[[Data], None]:
    return lambda data: data[name].__setitem__(index, value)


def edited(name: str, change: Callable[[Any], Any]) -> Callable[[Data], None]:
    return lambda data: data.__setitem__(name, change(data[name]))


CHECKPOINT = Checkpoint.of(parse(b64decode(GOOD["checkpoint"])))
OLD = Checkpoint(ORIGIN, 150, b64decode(GOOD["consistency"][1]["root"]))
MINE = of(f"employee-{BUDI}")
MIDDLE, LAST = MINE[len(MINE) // 2], MINE[-1]
SEAL = len(GOOD["entries"]) - 1
POLICY = "policy-kaltim-wfa-friday"

TAMPERINGS: list[tuple[str, Callable[[Data], Any], str]] = [
    ("the size of the checkpoint", noted("\n180\n", "\n179\n"), "tanda tangan"),
    ("zeros before the size", noted("\n180\n", "\n0180\n"), "bukan titik periksa"),
    ("the origin", noted(ORIGIN, "saksi.lain.go.id"), "tanda tangan"),
    ("the root", noted(b64encode(CHECKPOINT.root).decode(), b64encode(OLD.root).decode()), "tanda tangan"),
    ("another line in the checkpoint", noted("\n180\n", "\n180\nlain\n"), "bukan titik periksa"),
    ("the signature", noted("— " + ORIGIN + " vAsJ", "— " + ORIGIN + " vAsK"), "tidak satu pun"),
    ("the last sign of the signature", lambda data: put_note(data, _bent(note(data), ORIGIN)), "tanda tangan"),
    ("the cosignature", lambda data: put_note(data, _bent(note(data), WITNESS.public.name)), "tanda tangan witness"),
    ("the checkpoint cut short", lambda data: put_note(data, note(data)[:-20]), "bukan nota"),
    ("the checkpoint without signatures", lambda data: put_note(data, CHECKPOINT.text), "bukan nota"),
    ("a foreign key signed", signed_anew(CHECKPOINT, STRANGER), "tidak satu pun"),
    ("an old checkpoint", signed_anew(OLD, KEY), "di luar titik periksa"),
    ("a checkpoint that is no UTF-8", edited("checkpoint", lambda _: "//8="), "bukan teks UTF-8"),
    ("when an entry was recorded", entry(MIDDLE, recorded="2026-02-20T00:00:00.000000Z"), "tidak menuju akar"),
    ("the position of an entry", entry(LAST, n=999), "di luar titik periksa"),
    ("the version of an entry", entry(MIDDLE, version=99), "tidak menuju akar"),
    ("the stream of an entry", entry(MIDDLE, id="employee-1"), "tidak menuju akar"),
    ("the topic of an entry", entry(MIDDLE, topic="saksi.LeaveGranted"), "tidak menuju akar"),
    ("one more key in an entry", entry(MIDDLE, more=1), "tidak berbentuk"),
    ("a space in an entry", item("entries", MIDDLE, GOOD["entries"][MIDDLE].replace(",", ", ", 1)), "tidak berbentuk"),
    ("an entry with a key twice", item("entries", 0, GOOD["entries"][0].replace("{", '{"v":1,', 1)), "tidak berbentuk"),
    ("an entry that is no JSON", item("entries", MIDDLE, "{"), "bukan JSON"),
    ("two entries swapped", swapped("entries", 3, 4), "tidak berada sesudah"),
    (
        "an entry twice",
        lambda data: [data[name].insert(5, data[name][4]) for name in ("entries", "events", "proofs")],
        "tidak berada sesudah",
    ),
    ("an entry left out alone", edited("entries", lambda some: some[:MIDDLE] + some[MIDDLE + 1 :]), "banyaknya bukti"),
    (
        "an event left out alone",
        edited("events", lambda some: some[:MIDDLE] + some[MIDDLE + 1 :]),
        "banyaknya peristiwa",
    ),
    ("one of a stream left out in the middle", drop(MIDDLE), f"aliran employee-{BUDI} memiliki"),
    ("one of a stream left out at the end", drop(LAST), f"aliran employee-{BUDI} memiliki"),
    ("one of a stream left out at the beginning", drop(MINE[0]), f"aliran employee-{BUDI} memiliki"),
    ("all entries left out", drop(*range(len(GOOD["entries"]))), "bukan segel"),
    ("the seal left out", drop(SEAL), "bukan segel"),
    ("all of a stream left out, but not its proof", drop(*MINE), f"aliran employee-{BUDI} memiliki"),
    ("a stream left out", without_stream(f"employee-{BUDI}"), f"employee-{BUDI} tidak disertakan"),
    ("a policy left out", without_stream(POLICY), "ada kebijakan yang dihilangkan"),
    ("a calendar left out", without_stream("calendar-id"), "calendar-id tidak disertakan"),
    (
        "the proof that there is no calendar left out",
        without_stream("calendar-diskominfo"),
        "calendar-diskominfo tidak",
    ),
    ("a unit above left out", without_stream("unit-kaltim"), "unit-kaltim tidak disertakan"),
    ("the highest superior left out", without_stream("staff-197001011995031001"), "staff-197001011995031001 tidak"),
    ("the keys left out", without_stream("ledger-keys"), "ledger-keys tidak disertakan"),
    ("the proof of a stream left out", edited("streams", lambda some: some[:-1]), "tidak memiliki bukti kelengkapan"),
    ("the proof of a stream twice", edited("streams", lambda some: some + some[:1]), "disebut dua kali"),
    ("a stream said to be absent", stream(POLICY, lambda one: one.update(found=None)), "tidak menuju akar pohon"),
    (
        "a stream said to be shorter",
        stream(POLICY, lambda one: one["found"].update(version=7)),
        "tidak menuju akar pohon",
    ),
    (
        "the history of a stream",
        stream(POLICY, lambda one: one["found"].update(history="00" * 32)),
        "tidak menuju akar pohon",
    ),
    (
        "a sibling on the way to a stream",
        stream(POLICY, lambda one: one["siblings"].__setitem__(0, "11" * 32)),
        "tidak menuju akar pohon",
    ),
    ("a sibling too few", stream(POLICY, lambda one: one["siblings"].pop()), "akar pohon"),
    (
        "another stream's proof",
        stream(
            POLICY,
            lambda one: one.update(
                next(dict(two, stream=POLICY) for two in GOOD["streams"] if two["stream"] == "unit-id")
            ),
        ),
        POLICY,
    ),
    ("a bit of an event", item("events", MIDDLE, flipped(GOOD["events"][MIDDLE], 20)), "isi peristiwa pada posisi"),
    (
        "the schema named by an event",
        item("events", MIDDLE, flipped(GOOD["events"][MIDDLE], 4)),
        "isi peristiwa pada posisi",
    ),
    (
        "an event cut short",
        item("events", MIDDLE, b64encode(b64decode(GOOD["events"][MIDDLE])[:-1]).decode()),
        "isi peristiwa",
    ),
    ("two events swapped", swapped("events", MIDDLE, LAST), "isi peristiwa pada posisi"),
    ("a bit of a hash in the proofs", edited("hashes", lambda text: flipped(text, 40)), "tidak menuju akar"),
    (
        "hashes cut short",
        edited("hashes", lambda text: b64encode(b64decode(text)[:-1]).decode()),
        "hash tidak berukuran",
    ),
    ("a hash that is not there", lambda data: data["proofs"][3].__setitem__(0, 100_000), "bukti tidak utuh"),
    ("a hash before the first", lambda data: data["proofs"][3].__setitem__(0, -1), "bukti tidak utuh"),
    ("a proof too short", lambda data: data["proofs"][3].pop(), "terlalu pendek"),
    ("a proof too long", lambda data: data["proofs"][3].append(0), "terlalu panjang"),
    ("two proofs swapped", swapped("proofs", 3, MIDDLE), ""),
    ("a schema left out", edited("schemas", lambda some: dict(list(some.items())[1:])), "skema peristiwa"),
    (
        "a schema changed",
        edited(
            "schemas", lambda some: {name: text.replace('"occurred_at"', '"occurred"') for name, text in some.items()}
        ),
        "skema peristiwa",
    ),
    (
        "the root of an earlier checkpoint",
        lambda data: data["consistency"][0].update(root=GOOD["consistency"][1]["root"]),
        "dua riwayat",
    ),
    ("the size of an earlier checkpoint", lambda data: data["consistency"][0].update(size=65), ""),
    ("an earlier checkpoint of nothing", lambda data: data["consistency"][0].update(size=0), "tidak lebih awal"),
    ("an earlier checkpoint that is later", lambda data: data["consistency"][0].update(size=181), "tidak lebih awal"),
    ("a consistency proof too short", lambda data: data["consistency"][1]["proof"].pop(), "150"),
    (
        "a consistency proof too long",
        lambda data: data["consistency"][1]["proof"].append(GOOD["consistency"][1]["root"]),
        "150",
    ),
    (
        "a consistency proof of other hashes",
        lambda data: data["consistency"][1]["proof"].__setitem__(0, GOOD["consistency"][1]["root"]),
        "dua riwayat",
    ),
    ("the state of the answer", answered(lambda one: one["strikes"].update(state="clear")), "jawabannya telah diubah"),
    ("a day of the answer", answered(lambda one: one["days"][7].update(status="present")), "jawabannya telah diubah"),
    ("a day left out of the answer", answered(lambda one: one["days"].pop()), "jawabannya telah diubah"),
    (
        "the digest of the answer",
        answered(lambda one: one.update(digest="sha256:" + "0" * 64)),
        "jawabannya telah diubah",
    ),
    (
        "an answer to another instant",
        answered(lambda one: one.update(as_of="2026-03-01T00:00:00+08:00"), True),
        "bukan jawaban",
    ),
    (
        "an answer known later than the checkpoint",
        answered(lambda one: one.update(known_at=999), True),
        "bukan jawaban",
    ),
    (
        "somebody else's answer",
        lambda data: (answered(lambda one: one.update(nip="1"), True)(data), data["question"].update(nip="1")),
        "employee-1 tidak disertakan",
    ),
    ("data of another shape", lambda data: data.update(proofs=None), "rusak"),
]


def _bent(text: str, signer: str) -> str:
    """The note with a bit of a signature turned."""
    parsed = parse(text.encode())
    bent = [
        type(one)(one.name, one.key_hash, one.signed[:-1] + bytes([one.signed[-1] ^ 1])) if one.name == signer else one
        for one in parsed.signatures
    ]
    return bytes(Note(parsed.text, tuple(bent))).decode()


def test_a_good_page_is_proved_with_a_key_from_outside_and_names_counts_keys_and_what_it_left(tmp_path: Path) -> None:
    (report,) = examined([(GOOD, BOTH, "all")], tmp_path)
    assert (report["state"], report["wrong"]) == ("proved", [])
    checked = " ".join(report["checked"])
    for said in (
        "180 entri",
        "1 benar (kunci yang Anda tempelkan); 1 saksi turut menandatangani",
        f"Entri: {len(GOOD['entries'])} terbukti",
        f"Peristiwa: {len(GOOD['events'])} sesuai",
        "Segel: 1, pada posisi 180, mencakup semua 179",
        "Aliran: 11 lengkap dari versi pertama sampai terakhir, 4 terbukti tidak ada; 3 dari 3 kebijakan",
        "Titik periksa terdahulu: 2 terbukti",
        GOOD["answer"]["digest"],
    ):
        assert said in checked
    assert [key.partition(":")[0] for key in report["keys"]] == [KEY.public.label, WITNESS.public.label]
    left = " ".join(report["unchecked"])
    assert "--replay" in left
    assert "tidak dapat membacanya" in left


@pytest.mark.parametrize(
    ("pasted", "subtle", "said"),
    [
        ("", "all", "kunci dari DALAM berkas ini"),
        (str(WITNESS.public), "all", "kunci dari DALAM berkas ini"),
        ("bukan kunci", "all", "ini bukan kunci publik"),
        (str(KEY.public).replace("+bc0b0962+", "+bc0b0963+"), "all", "tidak memiliki sidik"),
        (BOTH, "none", "peramban ini tidak menyediakan"),
        (BOTH, "no-ed25519", "peramban ini tidak menyediakan"),
    ],
)
def test_without_a_key_from_outside_or_without_ed25519_nothing_is_green(
    pasted: str, subtle: str, said: str, tmp_path: Path
) -> None:
    (report,) = examined([(GOOD, pasted, subtle)], tmp_path)
    assert (report["state"], report["wrong"]) == ("unproved", [])
    assert said in " ".join(report["checked"] + report["unchecked"])


def test_a_foreign_key_is_told_who_is_written_as_the_signer(tmp_path: Path) -> None:
    (report,) = examined([(GOOD, str(STRANGER.public), "all")], tmp_path)
    assert report["state"] == "false"
    assert report["wrong"][0].startswith(f"tidak satu pun dari {STRANGER.public.label}")
    assert KEY.public.label in report["wrong"][0]


def test_every_tampering_is_found_and_named(tmp_path: Path) -> None:
    cases = []
    for name, change, _ in TAMPERINGS:
        data = copy.deepcopy(GOOD)
        change(data)
        assert data != GOOD, name
        cases.append((data, BOTH, "all"))
    reports = examined(cases, tmp_path)
    assert len(TAMPERINGS) >= 60
    missed = [
        (name, report["state"], report["wrong"])
        for (name, _, said), report in zip(TAMPERINGS, reports, strict=True)
        if report["state"] != "false" or said not in report["wrong"][0]
    ]
    assert missed == []


def test_a_bit_anywhere_in_an_event_a_proof_or_a_signature_is_found(tmp_path: Path) -> None:
    cases = []
    for place in range(0, len(b64decode(GOOD["hashes"])), 97):
        cases.append(({**GOOD, "hashes": flipped(GOOD["hashes"], place)}, BOTH, "all"))
    for index in range(0, len(GOOD["events"]), 3):
        changed = [*GOOD["events"]]
        changed[index] = flipped(changed[index], len(b64decode(changed[index])) - 1)
        cases.append(({**GOOD, "events": changed}, BOTH, "all"))
    assert {report["state"] for report in examined(cases, tmp_path)} == {"false"}


def test_what_an_operator_leaves_out_and_seals_is_found_by_the_gap_that_it_leaves(tmp_path: Path) -> None:
    log = Log(STORY.read_bytes().split(b"\n"))
    gap = json.loads(embedded(log.dossier(BUDI, left_out=["e-00122"])))
    (report,) = examined([(gap, BOTH, "all")], tmp_path)
    assert report["state"] == "false"
    assert "tidak memuat versi" in report["wrong"][0]


def test_a_seal_of_fewer_events_than_there_are_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log(STORY.read_bytes().split(b"\n"))
    sealed = log.sealed_upto
    monkeypatch.setattr(type(log), "sealed_upto", sealed - 1)
    (report,) = examined([(json.loads(embedded(log.dossier(BUDI))), BOTH, "all")], tmp_path)
    assert report["wrong"][0] == f"segel mencakup {sealed - 1} entri, bukan {sealed}"


def test_a_forged_answer_with_a_digest_of_its_own_is_not_found_here_and_the_page_says_so(tmp_path: Path) -> None:
    forged = copy.deepcopy(GOOD)
    answered(lambda one: one["strikes"].update(state="clear", allegations=[]), digest=True)(forged)
    (report,) = examined([(forged, BOTH, "all")], tmp_path)
    assert report["state"] == "proved"
    assert any("putusan memang mengikuti dari fakta" in line and "--replay" in line for line in report["unchecked"])


def test_the_digest_of_odd_texts_is_the_ledgers(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in STORY.read_bytes().split(b"\n") if line]
    odd = '\u20ac \U0001f600 " \\ / \x7f \u2028 \x08\x0c\x1f é </script>'
    for line in lines:
        if line["type"] == "PolicyEnacted":
            line["document"]["regulation"] = odd
    data = json.loads(embedded(Log(json.dumps(line) for line in lines).dossier(BUDI)))
    (report,) = examined([(data, BOTH, "all")], tmp_path)
    assert report["state"] == "proved", report["wrong"]


def test_fingerprints_of_all_published_schemas_are_worked_out_as_avro_has_them(tmp_path: Path) -> None:
    require_node()
    file = tmp_path / "schemas.json"
    file.write_text(json.dumps([schema.text().decode() for schema in CATALOGUE.schemas]))
    program = (
        f"const {{ fingerprintOf }} = require({json.dumps(str(VERIFY))});"
        f"const texts = JSON.parse(require('fs').readFileSync({json.dumps(str(file))}, 'utf8'));"
        "console.log(JSON.stringify(texts.map((text) => fingerprintOf(JSON.parse(text)))));"
    )
    ran = subprocess.run(["node", "-e", program], capture_output=True, text=True, check=True, timeout=60)
    found = json.loads(ran.stdout)
    assert found == [fingerprint_of(schema.document()).hex() for schema in CATALOGUE.schemas]
    assert found == [schema.fingerprint.hex() for schema in CATALOGUE.schemas]


WRITTEN = """
const { visible } = require(process.argv[1]);
const { data, cases } = JSON.parse(require("fs").readFileSync(process.argv[2], "utf8"));
const page = (found) => ({ querySelectorAll: () => found });
console.log(JSON.stringify(cases.map((found) => visible(data, page(found)))));
"""


def test_what_is_written_on_the_page_is_held_to_the_answer_that_was_checked(tmp_path: Path) -> None:
    require_node()
    written = [
        {"dataset": {"says": says, **({"words": words} if words else {})}, "textContent": text}
        for says, words, text in re.findall(r'data-says="([^"]*)"(?: data-words="(\w+)")?>([^<]*)<', html(story()))
    ]
    state = next(one for one in written if one["dataset"]["says"] == "strikes/state")
    day = next(one for one in written if one["dataset"]["says"] == "days/7/status")
    cases = [
        written,
        [{**one, "textContent": "bersih"} if one is state else one for one in written],
        [{**one, "textContent": "hadir"} if one is day else one for one in written],
        [one for one in written if one is not state],
        [one for one in written if one is not day],
        [*written, day],
    ]
    file = tmp_path / "written.json"
    file.write_text(json.dumps({"data": GOOD, "cases": cases}))
    command = ["node", "-e", WRITTEN, str(VERIFY), str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert [report["wrong"] for report in json.loads(ran.stdout)] == [
        [],
        ['yang tertulis "bersih" seharusnya "diduga"'],
        ['yang tertulis "hadir" seharusnya "sebagian"'],
        ["strikes/state dari jawaban tidak tertulis di halaman"],
        ["days/7/status dari jawaban tidak tertulis di halaman"],
        ["days/7/status tertulis dua kali"],
    ]
