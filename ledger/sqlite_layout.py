"""The layout of a ledger in an SQLite file, and the triggers by which the database guards it.

    stream     number, name                      one row for each stream
    topic      number, name                      one row for each event type
    source     number, name                      one row for each file or channel that facts came from
    event      position, stream, version, previous, recorded_at, source, line, topic, state
    source_id  slot, position                    the ids of the sources, by open addressing (``drafts.slot_of``)
    head       stream, version, position         the last event of each stream
    intake_offset  source, next, position        how far a channel was taken in (``ledger.channels``)
    leaves     last, first, entries              the entries of some events in a row, a line each (``ledger.entry``)
    checkpoint size, note                        each checkpoint as it was signed (``ledger.checkpoint``)
    cosignature size, key, line                  what witnesses have signed below it since
    timestamp  size, authority, reply            what time-stamping authorities answered (RFC 3161)

``event.previous`` is the position of the event before it in its stream, 0 for the first. ``recorded_at`` is in
microseconds since 1970 (UTC). ``log`` is a view of it all with names, for whoever opens the file by hand.

The database itself refuses to change or delete what is recorded, to replace it (``INSERT OR REPLACE`` deletes without
asking a DELETE trigger, so the INSERT triggers guard against that), and to leave a hole in the positions. A head may
only move on to a later event of its stream, a channel only to a later offset, a checkpoint to a larger one. The guards
that run on every append raise FAIL, not ABORT: an ABORT would make SQLite keep a journal for each statement, and they
let no row through anyway.

What follows from the leaves is kept beside them, as far as it was worked out (``ledger.trees``):

    tile          level, place, root, hashes     the Merkle tree over the leaves (``ledger.tiles``)
    stream_head   key, version, history          the heads of streams as the tree of streams has them
    stream_kind   kind, streams                  how many streams there are of each kind
    stream_part   depth, prefix, streams, hash   its upper parts (``ledger.stream_tree``)
    tree_progress position                       up to where these three go

Formats 1 and 2 have neither leaves nor what follows from them; `saksi verify --repair-leaves` makes them format 3.
"""

from __future__ import annotations

import sqlite3

APPLICATION_ID = 0x53414B53  # "SAKS"
FORMAT = 3
OLDER_FORMATS = (1, 2)

_APPEND_ONLY = ("stream", "topic", "source", "event", "source_id", "leaves", "checkpoint", "cosignature", "timestamp")

TREES = [
    """CREATE TABLE tile (
  level INTEGER NOT NULL,
  place INTEGER NOT NULL,
  root BLOB NOT NULL,
  hashes BLOB NOT NULL,
  PRIMARY KEY (level, place)
) WITHOUT ROWID""",
    """CREATE TABLE stream_head (
  key BLOB PRIMARY KEY,
  version INTEGER NOT NULL,
  history BLOB NOT NULL
) WITHOUT ROWID""",
    """CREATE TABLE stream_part (
  depth INTEGER NOT NULL,
  prefix INTEGER NOT NULL,
  streams INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (depth, prefix)
) WITHOUT ROWID""",
    "CREATE TABLE stream_kind (kind TEXT PRIMARY KEY, streams INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE tree_progress (position INTEGER NOT NULL)",
    "INSERT INTO tree_progress VALUES (0)",
]
"""What follows from the leaves. ``saksi verify`` lays it out in a place of its own to work it out again."""
TABLES = [
    "CREATE TABLE stream (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE topic (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE source (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    """CREATE TABLE event (
  position INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL REFERENCES stream,
  version INTEGER NOT NULL,
  previous INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES source,
  line INTEGER NOT NULL,
  topic INTEGER NOT NULL REFERENCES topic,
  state BLOB NOT NULL
)""",
    "CREATE TABLE source_id (slot INTEGER PRIMARY KEY, position INTEGER NOT NULL)",
    """CREATE TABLE head (
  stream INTEGER PRIMARY KEY REFERENCES stream,
  version INTEGER NOT NULL,
  position INTEGER NOT NULL
)""",
    """CREATE TABLE intake_offset (
  source INTEGER NOT NULL REFERENCES source,
  next INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (source, next)
)""",
    "CREATE TABLE leaves (last INTEGER PRIMARY KEY, first INTEGER NOT NULL, entries BLOB NOT NULL)",
    "CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note BLOB NOT NULL)",
    """CREATE TABLE cosignature (
  size INTEGER NOT NULL REFERENCES checkpoint,
  key TEXT NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (size, key)
)""",
    """CREATE TABLE timestamp (
  size INTEGER NOT NULL REFERENCES checkpoint,
  authority TEXT NOT NULL,
  reply BLOB NOT NULL,
  PRIMARY KEY (size, authority)
)""",
    *TREES,
    """CREATE VIEW log AS
SELECT position, strftime('%Y-%m-%dT%H:%M:%fZ', recorded_at / 1e6, 'unixepoch') AS recorded_at, stream.name AS stream,
  version, source.name || CASE WHEN line THEN ':' || line ELSE '' END AS source, topic.name AS topic, state
FROM event JOIN stream ON stream.number = stream
  JOIN source ON source.number = source JOIN topic ON topic.number = topic""",
]
TRIGGERS = [
    *(
        f"""CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no {act} on {table}'); END"""
        for table in _APPEND_ONLY
        for act in ("UPDATE", "DELETE")
    ),
    *(
        f"""CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE number = new.number OR name = new.name)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no REPLACE in {table}'); END"""  # noqa: S608
        for table in ("stream", "topic", "source")
    ),
    """CREATE TRIGGER source_id_no_replace BEFORE INSERT ON source_id
WHEN EXISTS (SELECT 1 FROM source_id WHERE slot = new.slot)
BEGIN SELECT RAISE(FAIL, 'the slot is taken'); END""",
    """CREATE TRIGGER event_in_order BEFORE INSERT ON event
WHEN new.position IS NOT 1 + (SELECT coalesce(max(position), 0) FROM event)
BEGIN SELECT RAISE(FAIL, 'an event takes the next position of the ledger'); END""",
    """CREATE TRIGGER head_no_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no DELETE on head'); END""",
    """CREATE TRIGGER head_no_replace BEFORE INSERT ON head
WHEN EXISTS (SELECT 1 FROM head WHERE stream = new.stream)
BEGIN SELECT RAISE(FAIL, 'the ledger is append-only: no REPLACE in head'); END""",
    """CREATE TRIGGER head_moves_on BEFORE UPDATE ON head
WHEN new.stream <> old.stream OR new.position <= old.position OR NOT EXISTS (
  SELECT 1 FROM event WHERE position = new.position AND stream = new.stream AND version = new.version)
BEGIN SELECT RAISE(FAIL, 'a head only moves on to a later event of its stream'); END""",
    *(
        f"""CREATE TRIGGER intake_offset_no_{act.lower()} BEFORE {act} ON intake_offset
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no {act} on intake_offset'); END"""
        for act in ("UPDATE", "DELETE")
    ),
    """CREATE TRIGGER intake_offset_moves_on BEFORE INSERT ON intake_offset
WHEN new.position > (SELECT coalesce(max(position), 0) FROM event) OR EXISTS (
  SELECT 1 FROM (SELECT next, position FROM intake_offset WHERE source = new.source ORDER BY next DESC LIMIT 1) AS last
  WHERE new.next <= last.next OR new.position < last.position)
BEGIN SELECT RAISE(FAIL, 'an offset only moves on, with the end of the ledger'); END""",
    """CREATE TRIGGER leaves_in_order BEFORE INSERT ON leaves
WHEN new.first IS NOT 1 + (SELECT coalesce(max(last), 0) FROM leaves) OR new.last IS NULL OR new.last < new.first
  OR new.last > (SELECT coalesce(max(position), 0) FROM event)
BEGIN SELECT RAISE(FAIL, 'leaves take the next positions of the ledger'); END""",
    """CREATE TRIGGER checkpoint_moves_on BEFORE INSERT ON checkpoint
WHEN new.size > (SELECT coalesce(max(last), 0) FROM leaves)
  OR new.size <= (SELECT coalesce(max(size), 0) FROM checkpoint)
BEGIN SELECT RAISE(FAIL, 'a checkpoint is larger than the one before it, and no larger than the ledger'); END""",
    *(
        f"""CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE size = new.size AND {column} = new.{column})
BEGIN SELECT RAISE(FAIL, 'the ledger is append-only: no REPLACE in {table}'); END"""  # noqa: S608
        for table, column in (("cosignature", "key"), ("timestamp", "authority"))
    ),
]


def missing(connection: sqlite3.Connection) -> list[str]:
    """The statements that make a ledger of an older format one of this format, but for its leaves."""
    kept = {name for _, name in _layout(connection)}
    return [statement for statement in (*TABLES, *TRIGGERS) if not kept & {_name_in(statement)}]


def _name_in(statement: str) -> str:
    """What a statement makes, or fills."""
    return statement.split(maxsplit=3)[2].partition("(")[0]


def misfits(connection: sqlite3.Connection) -> list[str]:
    """What tables and triggers of the file are not those of the format: gone, changed, or triggers too many."""
    model = sqlite3.connect(":memory:")
    for statement in (*TABLES, *TRIGGERS):
        model.execute(statement)
    kept, expected = _layout(connection), _layout(model)
    model.close()
    found = [
        f"the {kind} {name} is not as the ledger's format lays it out"
        if (kind, name) in kept
        else f"the {kind} {name} is gone"
        for (kind, name), said in expected.items()
        if kept.get((kind, name)) != said
    ]
    ours = {name for kind, name in expected if kind == "table"}
    found += [
        f"the trigger {name} on {table} is not of the ledger's format"
        for (kind, name), (table, _) in kept.items()
        if kind == "trigger" and table in ours and (kind, name) not in expected
    ]
    return found


def _layout(connection: sqlite3.Connection) -> dict[tuple[str, str], tuple[str, str | None]]:
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return {(kind, name): (table, sql) for kind, name, table, sql in rows}
