"""Check-ins as attendance devices export them: a table with a header, a row for each check-in.

    NIP,Tanggal,Jam,Mesin
    198603152010011004,20/02/2026,07:12:09,kiosk-3

The header says which column is which, under the names that devices use in Indonesian and English (``NAMES``), or under
names that the caller maps. A time without an offset is read at the wall clock of the zone given for the file. Dates are
day first where they do not begin with the year. A row is one line: a cell may be quoted, but
has no newline in it. A row without an id gets one made of all that it says, so the same file, or an overlapping export,
gives duplicates and not events again, however its rows are written; rows that say different things are different facts.
"""

from __future__ import annotations

import csv
import hashlib
import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timezone
from itertools import chain
from typing import BinaryIO

import msgspec

from domain.admission import admit
from domain.errors import INSTANT_WITHOUT_OFFSET, MALFORMED_JSON, MISSING_FIELD, WRONG_FIELD, Refusal, SaksiError
from domain.events import AnyEvent
from domain.zones import ABBREVIATIONS
from domain.zones import zone as zone_of
from ledger.lines import batches_of_lines, legible, refuse_cut_line

DELIMITERS = ",;\t|"
ZONES = {
    **{name: name for name in ABBREVIATIONS},
    "WIB": "Asia/Jakarta",
    "WITA": "Asia/Makassar",
    "WIT": "Asia/Jayapura",
}
"""The zones of Indonesia, by what a file's zone may be called."""

NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "event id", "id transaksi", "no transaksi", "transaction id", "log id"),
    "nip": (
        *("nip", "nip nik", "nomor induk", "nomor induk pegawai", "no induk", "nik", "id pegawai", "employee id"),
        *("employee no", "emp no", "user id", "userid", "pin", "ac no", "no id", "personnel id", "person id"),
    ),
    "occurred_at": (
        *(
            "occurred at",
            "datetime",
            "date time",
            "timestamp",
            "tanggal waktu",
            "tgl jam",
            "tanggal jam",
            "waktu absen",
        ),
        *("waktu scan", "scan time", "check time", "checktime", "scan date", "tanggal scan", "waktu presensi"),
    ),
    "date": ("date", "tanggal", "tgl"),
    "time": ("time", "jam", "pukul", "waktu"),
    "place": ("place", "tempat", "lokasi", "lokasi kerja"),
    "lat": ("lat", "latitude", "lintang"),
    "lon": ("lon", "lng", "long", "longitude", "bujur"),
    "accuracy_m": ("accuracy m", "accuracy", "akurasi", "akurasi m"),
    "device": (
        "device",
        "device id",
        "mesin",
        "perangkat",
        "terminal",
        "sn",
        "serial number",
        "nama mesin",
        "id mesin",
    ),
}
"""By field of ``CheckedIn`` (``date`` and ``time`` together are ``occurred_at``), the names of its column."""

PLACES = {
    **dict.fromkeys(("office", "kantor", "wfo"), "office"),
    **dict.fromkeys(("remote", "rumah", "luar kantor", "wfh", "wfa"), "remote"),
    **dict.fromkeys(("unknown", "tidak diketahui"), "unknown"),
}

_YEAR_FIRST = r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
_DAY_FIRST = r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})"
_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d{1,6})\d*)?)?"
_HALF = r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
_OFFSET = r"\s*(?P<offset>[Zz]|[+-]\d{2}:?\d{2})?"
_INSTANT = re.compile(rf"\s*(?:{_YEAR_FIRST}|{_DAY_FIRST})[T\s]\s*{_TIME}{_HALF}{_OFFSET}\s*")


class UnreadableTable(SaksiError):
    """The file is no table of check-ins."""

    code = "unreadable_table"


class AttendanceCsv:
    """The form of such a file. ``columns`` maps fields to names of columns; ``zone`` is one of ``ZONES``.

    ``device`` is the device of rows that name none. Raises ``UnreadableTable`` if the zone or a field is unknown.
    """

    def __init__(
        self, columns: Mapping[str, str] | None = None, *, zone: str | None = None, device: str | None = None
    ) -> None:
        self._mapping = dict(columns or {})
        self._device = device
        self._columns: dict[str, int] = {}
        self._delimiter = ","
        for field in self._mapping:
            if field not in NAMES:
                raise UnreadableTable(
                    "a check-in has no field '{field}'", "the fields are {fields}", field=field, fields=", ".join(NAMES)
                )
        self._zone = _zone(zone) if zone is not None else None

    def batches(self, stream: BinaryIO) -> Iterator[list[tuple[int, bytes]]]:
        """The rows below the header, each a line, with its number. Raises ``UnreadableTable``."""
        batches = batches_of_lines(stream)
        header, *lines = next(batches, [b""])
        self._read_header(header)
        first = 2
        for batch in chain([lines], batches):
            if batch:
                yield list(enumerate(batch, first))
            first += len(batch)

    def admit(self, item: bytes) -> AnyEvent | None:
        """The check-in of a row. Raises ``Refusal``."""
        row = self._row(item)
        if not any(cell.strip() for cell in row):
            return None
        cells = {
            field: value for field, index in self._columns.items() if index < len(row) and (value := row[index].strip())
        }
        if "nip" not in cells:
            raise Refusal("the row has no nip", "fill the column or leave the row out", MISSING_FIELD)
        instant = self._instant(cells)
        event: dict[str, object] = {"type": "CheckedIn", "nip": cells["nip"], "occurred_at": instant.isoformat()}
        if (device := cells.get("device", self._device)) is not None:
            event["device"] = device
        if "place" in cells:
            event["place"] = PLACES.get(cells["place"].lower(), cells["place"])
        for field in ("lat", "lon", "accuracy_m"):
            if field in cells:
                event[field] = _number(cells[field], field)
        return admit(msgspec.json.encode({**event, "id": cells.get("id") or _made_id(event)}))

    def text(self, item: bytes) -> str:
        """The row as it was read."""
        return legible(item)

    def _row(self, line: bytes) -> list[str]:
        """The cells of a line. Raises ``Refusal``.

        A row ends with its line, also where a quote is open: it would take the rows below it into one cell.
        """
        refuse_cut_line(line)
        try:
            return next(csv.reader([line.decode()], delimiter=self._delimiter, strict=True))
        except UnicodeDecodeError:
            raise Refusal("the row is not UTF-8", "export the table as UTF-8", MALFORMED_JSON) from None
        except csv.Error as error:
            raise Refusal(
                "the row is no CSV: {detail}",
                "close every quote on the line on which it opens",
                MALFORMED_JSON,
                detail=str(error),
            ) from None

    def _read_header(self, line: bytes) -> None:
        """Learn which column is which. Raises ``UnreadableTable``."""
        self._delimiter = _delimiter(line)
        try:
            header = self._row(line)
        except Refusal as refusal:
            raise UnreadableTable(
                "the table's header: {problem}", "{advice}", problem=refusal.said, advice=refusal.advice
            ) from None
        self._columns = self._columns_of(header)

    def _columns_of(self, header: list[str]) -> dict[str, int]:
        places = {_plain(name): index for index, name in reversed(list(enumerate(header)))}
        columns: dict[str, int] = {}
        for field, names in NAMES.items():
            if field in self._mapping:
                name = _plain(self._mapping[field])
                if name not in places:
                    raise UnreadableTable(
                        "the table has no column '{column}' for {field}",
                        "its columns are {columns}",
                        column=self._mapping[field],
                        field=field,
                        columns=", ".join(header),
                    )
                columns[field] = places[name]
                continue
            found = next((places[name] for name in names if name in places), None)
            if found is not None and found not in columns.values():
                columns[field] = found
        if "occurred_at" not in columns and "date" not in columns and "time" in columns:
            columns["occurred_at"] = columns.pop("time")  # a column "Waktu" or "Time" alone holds the whole instant
        if "nip" not in columns or not ("occurred_at" in columns or {"date", "time"} <= columns.keys()):
            raise UnreadableTable(
                "the table's header names no column for the nip or none for the time of the check-in: '{header}'",
                "map them, such as nip=PIN and occurred_at=Waktu",
                header=", ".join(header),
            )
        return columns

    def _instant(self, cells: dict[str, str]) -> datetime:
        said = cells.get("occurred_at") or f"{cells.get('date', '')} {cells.get('time', '')}"
        match = _INSTANT.fullmatch(said)
        if match is None:
            raise Refusal(
                "'{said}' is no date and time",
                "write 2026-02-20 07:12:09 or 20/02/2026 07.12",
                WRONG_FIELD,
                said=said.strip(),
            )
        try:
            local = _local(match)
            if match["offset"]:
                return datetime.fromisoformat(f"{local.isoformat()}{match['offset'].upper()}")
        except ValueError:
            raise Refusal(
                "there is no such day or time as '{said}'", "correct the value", WRONG_FIELD, said=said.strip()
            ) from None
        if self._zone is None:
            raise Refusal(
                "'{said}' has no offset", "give the zone of the file", INSTANT_WITHOUT_OFFSET, said=said.strip()
            )
        offset = local.replace(tzinfo=zone_of(self._zone)).utcoffset()
        return local.replace(tzinfo=UTC if offset is None else timezone(offset))


def _delimiter(header: bytes) -> str:
    if b"\0" in header:
        raise UnreadableTable("the table is not UTF-8 text", "export it as CSV in UTF-8")
    text = header.decode("utf-8", "replace")
    try:
        return csv.Sniffer().sniff(text, DELIMITERS).delimiter
    except csv.Error:
        return max(DELIMITERS, key=text.count)


def _zone(name: str) -> str:
    """Its IANA name: a form goes to another process, and a zone cannot."""
    found = ZONES.get(name) or ZONES.get(name.upper())
    if found is None:
        raise UnreadableTable(
            "'{name}' is no time zone of Indonesia", "give one of {zones}", name=name, zones=", ".join(ZONES)
        )
    return found


def _plain(name: str) -> str:
    """``Tanggal/Waktu``, ``tanggal_waktu`` and ``TANGGAL WAKTU.`` are the same name."""
    return " ".join(re.split(r"[\W_]+", name.lower())).strip()


def _local(match: re.Match[str]) -> datetime:
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("hour must be in 1..12")
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    return datetime(  # noqa: DTZ001  the zone follows
        int(match["year"] or match["y"]),
        int(match["month"] or match["m"]),
        int(match["day"] or match["d"]),
        hour,
        int(match["minute"]),
        int(match["second"] or 0),
        int((match["fraction"] or "0").ljust(6, "0")),
    )


def _number(said: str, field: str) -> float:
    """A finite number, also with a decimal comma. JSON has no other, and would make it null."""
    try:
        number = float(said.replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refusal(
            "'{said}' is no number - at `$.{field}`", "correct the value", WRONG_FIELD, said=said, field=field
        )
    return number


def _made_id(check_in: dict[str, object]) -> str:
    """The same check-in has the same id in every export; who it is about cannot be read from it.

    The instant has its offset in one spelling here and the place is one of three words, so what is left to differ is
    what the ledger would keep.
    """
    return f"check-in-{hashlib.sha256(msgspec.json.encode(check_in, order='sorted')).hexdigest()[:32]}"
