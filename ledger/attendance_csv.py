"""Check-ins as attendance devices export them: a table with a header, a row for each check-in.

    NIP,Tanggal,Jam,Mesin
    198603152010011004,20/02/2026,07:12:09,kiosk-3

The header says which column is which, under the names that devices use in Indonesian and English (``NAMES``), or under
names that the caller maps. A time without an offset is read at the wall clock of the zone given for the file. Dates are
day first where they do not begin with the year. A row without an id gets one made of device, nip and instant,
so the same file, or an overlapping export, gives duplicates and not events again.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timezone
from itertools import chain
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import msgspec

from domain.admission import admit
from domain.errors import INSTANT_WITHOUT_OFFSET, MALFORMED_JSON, MISSING_FIELD, WRONG_FIELD, Refusal, SaksiError
from domain.events import AnyEvent
from ledger.lines import batches_of_lines

DELIMITERS = ",;\t|"
ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}

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
    """The form of such a file. ``columns`` maps fields to names of columns; ``zone`` is an IANA name, WIB, WITA or WIT.

    ``device`` is the device of rows that name none. Raises ``UnreadableTable`` if the zone or a field is unknown.
    """

    def __init__(
        self, columns: Mapping[str, str] | None = None, *, zone: str | None = None, device: str | None = None
    ) -> None:
        self._mapping = dict(columns or {})
        self._device = device
        self._columns: dict[str, int] = {}
        for field in self._mapping:
            if field not in NAMES:
                raise UnreadableTable(f"a check-in has no field {field!r}", f"the fields are {', '.join(NAMES)}")
        try:
            self._zone = ZoneInfo(ZONES.get(zone.upper(), zone)) if zone else None
        except (KeyError, OSError, ValueError):
            raise UnreadableTable(
                f"{zone!r} is no time zone", "give WIB, WITA, WIT or a name like Asia/Makassar"
            ) from None

    def batches(self, stream: BinaryIO) -> Iterator[list[tuple[int, list[str]]]]:
        """The rows below the header, with the line each begins on. Raises ``UnreadableTable``."""
        lines = _Lines(stream)
        rows = _numbered(csv.reader(lines, delimiter=_delimiter(lines.first)))
        _, header = next(rows, (0, []))
        self._columns = self._read_header(header)
        batch = []
        for row in rows:
            batch.append(row)
            if lines.at_pause:
                yield batch
                batch = []
        if batch:
            yield batch

    def admit(self, item: list[str]) -> AnyEvent | None:
        """The check-in of a row. Raises ``Refusal``."""
        if not any(cell.strip() for cell in item):
            return None
        if not _is_text(item):
            raise Refusal("the row is not UTF-8", "export the table as UTF-8", MALFORMED_JSON)
        cells = {
            field: value
            for field, index in self._columns.items()
            if index < len(item) and (value := item[index].strip())
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
        event["id"] = cells.get("id") or _made_id(device or "", cells["nip"], instant)
        return admit(msgspec.json.encode(event))

    def text(self, item: list[str]) -> str:
        """The row as CSV."""
        written = io.StringIO()
        csv.writer(written, lineterminator="").writerow(item)
        return written.getvalue().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")

    def _read_header(self, header: list[str]) -> dict[str, int]:
        places = {_plain(name): index for index, name in reversed(list(enumerate(header)))}
        columns: dict[str, int] = {}
        for field, names in NAMES.items():
            if field in self._mapping:
                name = _plain(self._mapping[field])
                if name not in places:
                    raise UnreadableTable(
                        f"the table has no column {self._mapping[field]!r} for {field}",
                        f"its columns are {', '.join(header)}",
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
                "the table's header names no column for the nip or none for the time of the check-in"
                + (f": {', '.join(header)}" if header else ""),
                "map them, such as nip=PIN and occurred_at=Waktu",
            )
        return columns

    def _instant(self, cells: dict[str, str]) -> datetime:
        said = cells.get("occurred_at") or f"{cells.get('date', '')} {cells.get('time', '')}"
        match = _INSTANT.fullmatch(said)
        if match is None:
            raise Refusal(
                f"{said.strip()!r} is no date and time", "write 2026-02-20 07:12:09 or 20/02/2026 07.12", WRONG_FIELD
            )
        try:
            local = _local(match)
            if match["offset"]:
                return datetime.fromisoformat(f"{local.isoformat()}{match['offset'].upper()}")
        except ValueError as error:
            raise Refusal(f"{said.strip()!r} is no date and time: {error}", "correct the value", WRONG_FIELD) from None
        if self._zone is None:
            raise Refusal(f"{said.strip()!r} has no offset", "give the zone of the file", INSTANT_WITHOUT_OFFSET)
        offset = local.replace(tzinfo=self._zone).utcoffset()
        return local.replace(tzinfo=UTC if offset is None else timezone(offset))


class _Lines:
    """The lines of a stream as text, one after the other; ``at_pause`` says that the one given last ended a batch."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = self._read(stream)
        self.at_pause = False
        self.first = next(self._lines, "")
        self._lines = chain([self.first], self._lines)

    def _read(self, stream: BinaryIO) -> Iterator[str]:
        for batch in batches_of_lines(stream):
            last = len(batch) - 1
            for index, line in enumerate(batch):
                self.at_pause = index == last
                yield line.decode("utf-8", "surrogateescape") + "\n"

    def __iter__(self) -> Iterator[str]:
        return self._lines


def _is_text(row: list[str]) -> bool:
    try:
        "".join(row).encode()
    except UnicodeEncodeError:
        return False
    return True


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line each begins on. What cannot be taken apart (a quote without end) is a row of one cell."""
    line = 0
    while True:
        before = line
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            row = [f"({error})"]
        line = reader.line_num
        yield before + 1, row


def _delimiter(header: str) -> str:
    if "\0" in header:
        raise UnreadableTable("the table is not UTF-8 text", "export it as CSV in UTF-8")
    try:
        return csv.Sniffer().sniff(header, DELIMITERS).delimiter
    except csv.Error:
        return max(DELIMITERS, key=header.count)


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
    """A number, also with a decimal comma."""
    try:
        return float(said.replace(",", "."))
    except ValueError:
        raise Refusal(f"{said!r} is no number - at `$.{field}`", "correct the value", WRONG_FIELD) from None


def _made_id(device: str, nip: str, instant: datetime) -> str:
    """The same check-in has the same id in every export; who it is about cannot be read from it."""
    named = "\0".join((device, nip, instant.astimezone(UTC).isoformat()))
    return f"check-in-{hashlib.sha256(named.encode()).hexdigest()[:32]}"
