"""Check-ins as attendance devices export them."""

from __future__ import annotations

import io
import os
from typing import Any

import pytest

from domain.errors import Refusal
from domain.events import CheckedIn
from ledger import lines
from ledger.attendance_csv import AttendanceCsv, UnreadableTable


def read(text: str | bytes, columns: dict[str, str] | None = None, **more: Any) -> list[tuple[int, Any]]:
    """The rows with their lines; a refusal stands for its row."""
    form = AttendanceCsv(columns, **more)
    data = text.encode() if isinstance(text, str) else text
    found: list[tuple[int, Any]] = []
    for batch in form.batches(io.BytesIO(data)):
        for line, row in batch:
            try:
                event = form.admit(row)
            except Refusal as refusal:
                found.append((line, refusal))
            else:
                if event is not None:
                    found.append((line, event))
    return found


def only(text: str, **more: Any) -> CheckedIn:
    ((_, event),) = read(text, **more)
    assert isinstance(event, CheckedIn), event
    return event


def code(text: str, **more: Any) -> str:
    ((_, refusal),) = read(text, **more)
    assert isinstance(refusal, Refusal), refusal
    return refusal.code


def test_a_table_of_a_device_becomes_check_ins() -> None:
    event = only(
        "NIP,Tanggal,Jam,Mesin,Lintang,Bujur,Akurasi,Lokasi\n"
        "198603152010011004,20/02/2026,07:12:09,kiosk-3,-0.5,117.15,8,Kantor\n",
        zone="WITA",
    )
    assert event.nip == "198603152010011004"
    assert event.occurred_at.isoformat() == "2026-02-20T07:12:09+08:00"
    assert (event.device, event.lat, event.lon, event.accuracy_m, event.place) == ("kiosk-3", -0.5, 117.15, 8, "office")


@pytest.mark.parametrize(
    "header",
    [
        "NIP,Tanggal/Waktu",
        "pin;Check Time",
        "User ID\tDateTime",
        "AC-No.|Tgl_Jam",
        "nomor induk,waktu",
        "Employee ID,Time",
    ],
)
def test_the_header_is_known_in_indonesian_and_english_under_any_delimiter(header: str) -> None:
    delimiter = next(sign for sign in ",;\t|" if sign in header)
    event = only(f"{header}\n7{delimiter}2026-02-20 07:12:09\n", zone="WIB")
    assert (event.nip, event.occurred_at.isoformat()) == ("7", "2026-02-20T07:12:09+07:00")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-02-20T07:12:09+08:00", "2026-02-20T07:12:09+08:00"),
        ("2026-02-20 07:12:09Z", "2026-02-20T07:12:09+00:00"),
        ("2026-02-20 07:12:09 +0900", "2026-02-20T07:12:09+09:00"),
        ("2026-02-20 07:12", "2026-02-20T07:12:00+08:00"),
        ("2026/2/3 7:12", "2026-02-03T07:12:00+08:00"),
        ("20/02/2026 07:12:09", "2026-02-20T07:12:09+08:00"),
        ("03/02/2026 07.12", "2026-02-03T07:12:00+08:00"),
        ("3-2-2026 07.12.09", "2026-02-03T07:12:09+08:00"),
        ("20.02.2026 19:12:09.5", "2026-02-20T19:12:09.500000+08:00"),
        ("20/02/2026 7:12:09 PM", "2026-02-20T19:12:09+08:00"),
        ("20/02/2026 12:00 am", "2026-02-20T00:00:00+08:00"),
    ],
)
def test_an_instant_is_day_first_and_local_unless_it_says_otherwise(said: str, meant: str) -> None:
    assert only(f"nip,waktu\n7,{said}\n", zone="Asia/Makassar").occurred_at.isoformat() == meant


@pytest.mark.parametrize(
    "said",
    ["", "kemarin", "2026-02-30 07:00", "13/13/2026 07:00", "20/02/2026 25:00", "20/02/2026"],
)
def test_what_is_no_date_and_time_is_refused(said: str) -> None:
    assert code(f"nip,waktu\n7,{said}\n", zone="WITA") == "wrong_field"


def test_a_time_without_an_offset_needs_the_zone_of_the_file() -> None:
    assert code("nip,waktu\n7,2026-02-20 07:12\n") == "instant_without_offset"


def test_columns_may_be_mapped_by_hand() -> None:
    event = only("A,B,C\n7,2026-02-20 07:12,x9\n", columns={"nip": "a", "occurred_at": "B", "id": "C"}, zone="WIT")
    assert (event.id, event.nip, event.occurred_at.isoformat()) == ("x9", "7", "2026-02-20T07:12:00+09:00")


def test_a_mapped_column_goes_before_one_that_has_the_right_name() -> None:
    event = only("nip,Nomor,waktu\n1,7,2026-02-20T07:12:00Z\n", columns={"nip": "Nomor"})
    assert event.nip == "7"


@pytest.mark.parametrize(
    ("columns", "zone", "said"),
    [({"nipp": "x"}, None, "no field 'nipp'"), ({"nip": "x"}, None, "no column 'x'"), ({}, "WIX", "no time zone")],
)
def test_a_wrong_mapping_or_zone_is_told(columns: dict[str, str], zone: str | None, said: str) -> None:
    with pytest.raises(UnreadableTable, match=said):
        read("nip,waktu\n", columns, zone=zone)


@pytest.mark.parametrize("zone", ["localtime", "posixrules", "Europe/London", "UTC", "", "../zones"])
def test_only_the_zones_of_indonesia_are_zones(zone: str) -> None:
    with pytest.raises(UnreadableTable, match="no time zone of Indonesia"):
        AttendanceCsv(zone=zone)


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("WIB", "+07:00"),
        ("wita", "+08:00"),
        ("WIT", "+09:00"),
        ("Asia/Jakarta", "+07:00"),
        ("Asia/Pontianak", "+07:00"),
        ("Asia/Makassar", "+08:00"),
        ("Asia/Jayapura", "+09:00"),
    ],
)
def test_the_zones_of_indonesia_have_two_kinds_of_names(zone: str, offset: str) -> None:
    assert only("nip,waktu\n7,2026-02-20 07:12\n", zone=zone).occurred_at.isoformat()[-6:] == offset


@pytest.mark.parametrize("table", ["", "\n", "nama,tanggal\nA,2026-02-20\n", "nip,tanggal\n", '{"type":"CheckedIn"}\n'])
def test_a_file_whose_header_is_of_no_use_is_told(table: str) -> None:
    with pytest.raises(UnreadableTable, match="header"):
        read(table)


def test_a_spreadsheet_saved_in_another_encoding_is_told() -> None:
    with pytest.raises(UnreadableTable, match="UTF-8"):
        read("nip,waktu\n7,2026-02-20\n".encode("utf-16"))


def test_a_row_has_the_same_id_in_every_export_and_tells_nothing_of_the_person() -> None:
    row = "nip,waktu,mesin\n198603152010011004,2026-02-20 07:12,k\n"
    first, again = only(row, zone="WITA"), only(row.replace("waktu", "Check Time"), zone="Asia/Makassar")
    assert first.id == again.id
    assert first.nip not in first.id
    others = [
        only(row.replace("07:12", "07:13"), zone="WITA"),
        only(row, zone="WIB"),
        only(row.replace(",k", ",l"), zone="WITA"),
        only(row.replace("1004,", "1005,"), zone="WITA"),
    ]
    assert len({first.id, *(other.id for other in others)}) == 5


def test_a_check_in_written_in_another_way_is_the_same_fact() -> None:
    header = "nip,waktu,mesin,tempat,lat\n"
    written = ["2026-02-20 07:12:09+08:00,k,office,-0.5", '20/02/2026 07.12.09 +0800,k,Kantor,"-0,50"']
    assert len({only(f"{header}7,{row}\n").id for row in written}) == 1


def test_check_ins_that_say_different_things_have_different_ids() -> None:
    header = "nip,waktu,mesin,tempat,lat,akurasi\n"
    rows = [
        "2026-02-20T07:12:09+08:00,k,office,-0.5,8",
        "2026-02-20T07:12:09+08:00,k,remote,-0.5,8",
        "2026-02-20T07:12:09+08:00,k,,-0.5,8",
        "2026-02-20T07:12:09+08:00,k,office,-0.6,8",
        "2026-02-20T07:12:09+08:00,k,office,-0.5,9",
        "2026-02-20T06:12:09+07:00,k,office,-0.5,8",
    ]
    assert len({only(f"{header}7,{row}\n").id for row in rows}) == len(rows)


def test_a_device_may_be_given_for_the_whole_file() -> None:
    rows = "nip,waktu,mesin\n7,2026-02-20T07:12:00Z,a\n7,2026-02-20T07:12:00Z,\n"
    assert [event.device for _, event in read(rows, device="lobby")] == ["a", "lobby"]


def test_refused_rows_have_their_line() -> None:
    rows = 'nip,waktu,mesin\n7,2026-02-20T07:12:00Z,"a, b"\n\n,2026-02-20T07:12:00Z,c\n7,x,d\n'
    found = read(rows)
    assert [line for line, _ in found] == [2, 4, 5]
    assert [getattr(what, "code", "") for _, what in found] == ["", "missing_field", "wrong_field"]


def test_a_stray_quote_costs_one_row_and_never_those_below_it() -> None:
    devices = ['"kiosk-3', "kiosk-3", "kiosk-3", 'kiosk-4"', "kiosk-3"]
    rows = "".join(f"7,2026-02-20T07:1{n}:00Z,{device}\n" for n, device in enumerate(devices))
    (line, refusal), *others = read("nip,waktu,mesin\n" + rows)
    assert (line, refusal.code) == (2, "malformed_json")
    assert [(line, event.device) for line, event in others] == [
        (3, "kiosk-3"),
        (4, "kiosk-3"),
        (5, 'kiosk-4"'),
        (6, "kiosk-3"),
    ]


@pytest.mark.parametrize("row", ['7;2026-02-20T07:12:00Z;"kiosk-3', '7;"2026-02-20T07:12:00Z"x;k'])
def test_a_refused_row_is_shown_as_it_was_read(row: str) -> None:
    form = AttendanceCsv()
    ((_, item),) = next(form.batches(io.BytesIO(f"nip;waktu;mesin\n{row}\n".encode())))
    with pytest.raises(Refusal, match="no CSV"):
        form.admit(item)
    assert form.text(item) == row


def test_a_header_with_an_open_quote_is_told() -> None:
    with pytest.raises(UnreadableTable, match="header"):
        read('nip,waktu,"mesin\n7,2026-02-20T07:12:00Z,k\n')


def test_a_row_that_is_too_long_is_refused_and_does_not_stop_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LINE_BYTES", 100)
    monkeypatch.setattr(lines, "CHUNK_BYTES", 10)
    row = "7,2026-02-20T07:12:00Z"
    found = read(f"nip,waktu,mesin\n{row},{'k' * 100}\n{row},k\n")
    assert [(line, getattr(what, "code", "")) for line, what in found] == [(2, "malformed_json"), (3, "")]


def test_a_byte_order_mark_crlf_and_a_last_row_without_newline_are_fine() -> None:
    found = read(b"\xef\xbb\xbfNIP;Waktu\r\n7;2026-02-20T07:12:00Z\r\n8;2026-02-20T07:12:00Z")
    assert [event.nip for _, event in found] == ["7", "8"]


def test_a_row_that_is_not_utf8_is_refused_and_shown_as_it_is() -> None:
    form = AttendanceCsv()
    rows = [row for batch in form.batches(io.BytesIO(b"nip,waktu\n7\xff,2026-02-20T07:12:00Z\n")) for _, row in batch]
    with pytest.raises(Refusal, match="UTF-8"):
        form.admit(rows[0])
    assert form.text(rows[0]) == "7\\xff,2026-02-20T07:12:00Z"


def test_a_quote_without_end_is_refused_and_does_not_stop_the_reading() -> None:
    found = read('nip,waktu\n7,2026-02-20T07:12:00Z\n8,"' + "x" * 200_000 + "\n9,2026-02-20T07:12:00Z\n")
    assert found[0][1].nip == "7"
    assert isinstance(found[1][1], Refusal)


@pytest.mark.parametrize(
    ("cells", "expected"), [("91,0", "wrong_field"), ("x,0", "wrong_field"), ("0,181", "wrong_field")]
)
def test_a_place_that_cannot_be_is_refused(cells: str, expected: str) -> None:
    assert code(f"nip,waktu,lat,lon\n7,2026-02-20T07:12:00Z,{cells}\n") == expected


@pytest.mark.parametrize("said", ["nan", "NaN", "inf", "-inf", "Infinity", "1e999"])
@pytest.mark.parametrize("field", ["lat", "lon", "accuracy_m"])
def test_a_number_that_is_not_finite_is_refused(field: str, said: str) -> None:
    assert code(f"nip,waktu,{field}\n7,2026-02-20T07:12:00Z,{said}\n") == "wrong_field"


def test_a_decimal_comma_is_a_comma() -> None:
    assert only("nip;waktu;lat\n7;2026-02-20T07:12:00Z;-0,5\n").lat == -0.5


def test_a_short_row_is_a_row_without_its_last_cells() -> None:
    assert code("waktu,nip\n2026-02-20T07:12:00Z\n") == "missing_field"


def test_a_pipe_that_pauses_gives_the_rows_it_has() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb", buffering=0) as source:
        source.write(b"nip,waktu\n7,2026-02-20T07:12:00Z\n")
        batches = AttendanceCsv().batches(stream)
        assert [line for line, _ in next(batches)] == [2]
        source.write(b"8,2026-02-20T07:12:00Z\n")
        assert [line for line, _ in next(batches)] == [3]
