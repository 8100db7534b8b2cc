"""A ledger as one schema of a PostgreSQL database: its tables, and the triggers by which the database guards them.

    stream     number, name                      one row for each stream
    topic      number, name                      one row for each event type
    source     number, name                      one row for each file or channel that facts came from
    event      position, stream, version, previous, recorded_at, slot, source, line, topic, state
    head       stream, version, position         the last event of each stream
    intake_offset  source, next, position        how far a channel was taken in (``ledger.channels``)
    leaves     last, first, entries              the entries of some events in a row, a line each (``ledger.entry``)
    checkpoint, cosignature, timestamp           what was signed about it (``ledger.signed``)
    tile, stream_head, stream_part, stream_kind, tree_progress       what follows from the leaves (``ledger.trees``)
    format     number                            which layout this is: the greatest number

``slot`` keeps the ids of the sources unique by open addressing (``drafts.slot_of``); it stands in the event's own row,
because here every further table costs a row header and an entry in the write-ahead log for each event. All else means
what it means in ``sqlite_file``, and ``log`` is the same view of it all.

The triggers refuse UPDATE, DELETE and TRUNCATE, an event that does not take the next position or goes back in time, a
head that does not move on to an event of its stream, and a channel that does not move on to a later offset. They look
at all rows of a statement at once: a foreign key asks for each row by itself, which made a bulk append three times
slower. They are ALWAYS triggers, so that a session that calls itself a replica is guarded too. Each append is announced
on the channel ``saksi``.

Formats 1 and 2 have neither leaves nor what follows from them; the owner of such a ledger makes it format 3 with
`saksi verify --repair-leaves`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import psycopg

SCHEMA = "saksi"
FORMAT = 3
OLDER_FORMATS = (1, 2)
CHANNEL = "saksi"

_NUMBERED = (("number", "bigint"), ("name", "text"))


class Table(NamedTuple):
    """A table: columns (none may be null, but ``slot``), primary key, and what else is unique."""

    columns: tuple[tuple[str, str], ...]
    key: str
    unique: str = ""


TREES = {
    "tile": Table((("level", "bigint"), ("place", "bigint"), ("root", "bytea"), ("hashes", "bytea")), "level, place"),
    "stream_head": Table((("key", "bytea"), ("version", "bigint"), ("history", "bytea")), "key"),
    "stream_part": Table(
        (("depth", "bigint"), ("prefix", "bigint"), ("streams", "bigint"), ("hash", "bytea")), "depth, prefix"
    ),
    "stream_kind": Table((("kind", "text"), ("streams", "bigint")), "kind"),
    "tree_progress": Table((("position", "bigint"),), "position"),
}
"""What follows from the leaves: worked out again at will, so nothing guards it."""

TABLES = {
    "format": Table((("number", "bigint"),), "number"),
    "stream": Table(_NUMBERED, "number", "name"),
    "topic": Table(_NUMBERED, "number", "name"),
    "source": Table(_NUMBERED, "number", "name"),
    "event": Table(
        (
            *(("position", "bigint"), ("stream", "bigint"), ("version", "bigint"), ("previous", "bigint")),
            *(("recorded_at", "bigint"), ("slot", "bigint"), ("source", "bigint"), ("line", "bigint")),
            *(("topic", "bigint"), ("state", "bytea")),
        ),
        "position",
        "slot",
    ),
    "head": Table((("stream", "bigint"), ("version", "bigint"), ("position", "bigint")), "stream"),
    "intake_offset": Table((("source", "bigint"), ("next", "bigint"), ("position", "bigint")), "source, next"),
    "leaves": Table((("last", "bigint"), ("first", "bigint"), ("entries", "bytea")), "last"),
    "checkpoint": Table((("size", "bigint"), ("note", "bytea")), "size"),
    "cosignature": Table((("size", "bigint"), ("key", "text"), ("line", "text")), "size, key"),
    "timestamp": Table((("size", "bigint"), ("authority", "text"), ("reply", "bytea")), "size, authority"),
    **TREES,
}
NULLABLE = "slot"
GUARDED = [name for name in TABLES if name not in TREES]

VIEW = """CREATE VIEW saksi.log AS
SELECT event.position, to_timestamp(recorded_at / 1e6) AS recorded_at, stream.name AS stream, version,
  source.name || CASE WHEN line = 0 THEN '' ELSE ':' || line END AS source, topic.name AS topic, state
FROM saksi.event JOIN saksi.stream ON stream.number = event.stream
  JOIN saksi.source ON source.number = event.source JOIN saksi.topic ON topic.number = event.topic"""

FUNCTIONS = {
    "append_only": """
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: no % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END""",
    "event_in_order": """
DECLARE
  added_first bigint; added_last bigint; added_rows bigint; earliest bigint; latest bigint;
  last_position bigint := 0; last_recorded_at bigint := 0;
BEGIN
  SELECT min(position), max(position), count(*), min(recorded_at), max(recorded_at)
    INTO added_first, added_last, added_rows, earliest, latest FROM added;
  IF added_rows = 0 THEN
    RETURN NULL;
  END IF;
  SELECT event.position, event.recorded_at INTO last_position, last_recorded_at
    FROM saksi.event WHERE event.position < added_first ORDER BY event.position DESC LIMIT 1;
  IF added_first <> coalesce(last_position, 0) + 1 OR added_last - added_first + 1 <> added_rows THEN
    RAISE EXCEPTION 'an event takes the next position of the ledger' USING ERRCODE = 'restrict_violation';
  END IF;
  IF earliest < coalesce(last_recorded_at, 0) OR (earliest <> latest AND EXISTS (
      SELECT FROM (SELECT recorded_at, lag(recorded_at) OVER (ORDER BY position) AS before FROM added) AS pair
      WHERE recorded_at < before)) THEN
    RAISE EXCEPTION 'an event is not recorded before the one before it' USING ERRCODE = 'restrict_violation';
  END IF;
  IF EXISTS (SELECT FROM (SELECT DISTINCT stream FROM added) AS used
      WHERE NOT EXISTS (SELECT FROM saksi.stream WHERE number = used.stream))
    OR EXISTS (SELECT FROM (SELECT DISTINCT source FROM added) AS used
      WHERE NOT EXISTS (SELECT FROM saksi.source WHERE number = used.source))
    OR EXISTS (SELECT FROM (SELECT DISTINCT topic FROM added) AS used
      WHERE NOT EXISTS (SELECT FROM saksi.topic WHERE number = used.topic)) THEN
    RAISE EXCEPTION 'an event has a stream, a source and a topic' USING ERRCODE = 'restrict_violation';
  END IF;
  PERFORM pg_notify('saksi', added_last::text);
  RETURN NULL;
END""",
    "head_in_stream": """
BEGIN
  IF EXISTS (SELECT FROM added AS head WHERE NOT EXISTS (
      SELECT FROM saksi.event WHERE event.position = head.position AND event.stream = head.stream
        AND event.version = head.version)) THEN
    RAISE EXCEPTION 'a head is an event of its stream' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END""",
    "head_goes_back": """
BEGIN
  RAISE EXCEPTION 'a head only moves on to a later event of its stream' USING ERRCODE = 'restrict_violation';
END""",
    "offset_moves_on": """
BEGIN
  IF EXISTS (SELECT FROM added WHERE NOT EXISTS (SELECT FROM saksi.source WHERE number = added.source)
      OR position > (SELECT coalesce(max(event.position), 0) FROM saksi.event)
      OR EXISTS (SELECT FROM saksi.intake_offset AS other WHERE other.source = added.source
        AND other.next > added.next)
      OR position < (SELECT other.position FROM saksi.intake_offset AS other WHERE other.source = added.source
        AND other.next < added.next ORDER BY other.next DESC LIMIT 1)) THEN
    RAISE EXCEPTION 'an offset only moves on, with the end of the ledger' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END""",
    "leaves_in_order": """
BEGIN
  IF EXISTS (SELECT FROM (SELECT first, last, lag(last) OVER (ORDER BY last) AS before FROM added) AS block
      WHERE last < first OR first <> 1 + coalesce(before, (SELECT other.last FROM saksi.leaves AS other
        WHERE other.last < block.last ORDER BY other.last DESC LIMIT 1), 0))
    OR (SELECT max(last) FROM added) > (SELECT coalesce(max(position), 0) FROM saksi.event)
    OR EXISTS (SELECT FROM saksi.leaves WHERE last > (SELECT max(last) FROM added)) THEN
    RAISE EXCEPTION 'leaves take the next positions of the ledger' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END""",
    "checkpoint_moves_on": """
BEGIN
  IF EXISTS (SELECT FROM added WHERE size < 1 OR size > (SELECT coalesce(max(last), 0) FROM saksi.leaves)
      OR EXISTS (SELECT FROM saksi.checkpoint AS other WHERE other.size > added.size)) THEN
    RAISE EXCEPTION 'a checkpoint is larger than the one before it, and no larger than the ledger'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END""",
    "signed_of_checkpoint": """
BEGIN
  IF EXISTS (SELECT FROM added WHERE NOT EXISTS (SELECT FROM saksi.checkpoint WHERE size = added.size)) THEN
    RAISE EXCEPTION 'what is signed below a checkpoint needs the checkpoint' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END""",
}


class Trigger(NamedTuple):
    """A trigger: when it runs and on what, what it calls the rows that were added, or on which rows alone it runs."""

    table: str
    timing: str
    acts: tuple[str, ...]
    function: str
    added: str = ""
    when: str = ""

    @property
    def kind(self) -> int:
        """How the catalogue says when it runs (``pg_trigger.tgtype``)."""
        return bool(self.when) + (2 if self.timing == "BEFORE" else 0) + sum(_ACTS[act] for act in self.acts)

    @property
    def scope(self) -> str:
        """The clauses on rows: all that a statement added at once, or each for which a condition holds."""
        if self.when:
            return f"FOR EACH ROW WHEN ({self.when})"
        return f"{f'REFERENCING NEW TABLE AS {self.added} ' if self.added else ''}FOR EACH STATEMENT"


_ACTS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}

TRIGGERS = {
    **{
        f"{table}_append_only": Trigger(table, "BEFORE", ("UPDATE", "DELETE", "TRUNCATE"), "append_only")
        for table in GUARDED
        if table != "head"
    },
    "head_append_only": Trigger("head", "BEFORE", ("DELETE", "TRUNCATE"), "append_only"),
    "event_in_order": Trigger("event", "AFTER", ("INSERT",), "event_in_order", added="added"),
    "head_begins": Trigger("head", "AFTER", ("INSERT",), "head_in_stream", added="added"),
    "head_is_in_stream": Trigger("head", "AFTER", ("UPDATE",), "head_in_stream", added="added"),
    "head_moves_on": Trigger(
        *("head", "BEFORE", ("UPDATE",), "head_goes_back"),
        when="new.stream <> old.stream OR new.position <= old.position",
    ),
    "intake_offset_moves_on": Trigger("intake_offset", "AFTER", ("INSERT",), "offset_moves_on", added="added"),
    "leaves_in_order": Trigger("leaves", "AFTER", ("INSERT",), "leaves_in_order", added="added"),
    "checkpoint_moves_on": Trigger("checkpoint", "AFTER", ("INSERT",), "checkpoint_moves_on", added="added"),
    **{
        f"{table}_of_checkpoint": Trigger(table, "AFTER", ("INSERT",), "signed_of_checkpoint", added="added")
        for table in ("cosignature", "timestamp")
    },
}


def layout() -> list[str]:
    """The statements that lay a ledger out in a database that has none."""
    made = [statement for name in TABLES for statement in _table(name)]
    return [f"CREATE SCHEMA {SCHEMA}", *made, VIEW, *map(_function, FUNCTIONS), *_guards(TRIGGERS), *_BEGINNING]


_BEGINNING = [f"INSERT INTO {SCHEMA}.format VALUES ({FORMAT})"]


def missing(connection: psycopg.Connection[Any]) -> list[str]:
    """The statements that make a ledger of an older format one of this format, but for its leaves."""
    kept = _catalogued(connection)
    return [
        *(statement for name in TABLES if ("table", name) not in kept for statement in _table(name)),
        *(_function(name) for name in FUNCTIONS if ("function", name) not in kept),
        *_guards(name for name in TRIGGERS if ("trigger", name) not in kept),
        *_BEGINNING,
    ]


_STORED = {
    # A head moves with every append: with room on its page the new row needs no new entry in the index.
    "head": " WITH (fillfactor = 50)",
    # A block of entries is 3 KB, hashes for the most part: trying to compress it costs a fifth of an append.
    "leaves": " WITH (toast_tuple_target = 8160)",
}


def _table(name: str) -> Iterator[str]:
    table = TABLES[name]
    columns = [f"{column} {_declared(column, kind)}" for column, kind in table.columns]
    columns.append(f"PRIMARY KEY ({table.key})")
    columns += [f"UNIQUE ({table.unique})"] if table.unique else []
    yield f"CREATE TABLE {SCHEMA}.{name} ({', '.join(columns)}){_STORED.get(name, '')}"
    if name == "tree_progress":
        yield f"INSERT INTO {SCHEMA}.{name} VALUES (0)"


def _function(name: str) -> str:
    return (
        f"CREATE FUNCTION {SCHEMA}.{name}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path = pg_catalog, pg_temp AS $body${FUNCTIONS[name]}$body$"
    )


def _guards(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        trigger = TRIGGERS[name]
        yield (
            f"CREATE TRIGGER {name} {trigger.timing} {' OR '.join(trigger.acts)} ON {SCHEMA}.{trigger.table} "
            f"{trigger.scope} EXECUTE FUNCTION {SCHEMA}.{trigger.function}()"
        )
        yield f"ALTER TABLE {SCHEMA}.{trigger.table} ENABLE ALWAYS TRIGGER {name}"


def _declared(column: str, kind: str) -> str:
    # Names are in order of their code points, as in SQLite, whatever the collation of the database.
    collated = ' COLLATE "C"' if kind == "text" else ""
    return f"{kind}{collated}{'' if column == NULLABLE else ' NOT NULL'}"


def misfits(connection: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """What tables, functions and triggers of the ledger are not those of the format: gone, changed, or too many."""
    kept, expected = _catalogued(connection), _expected()
    found = [
        f"the {kind} {name} is not as the ledger's format lays it out"
        if (kind, name) in kept
        else f"the {kind} {name} is gone"
        for (kind, name), said in expected.items()
        if kept.get((kind, name)) != said
    ]
    found += [
        f"the {kind} {name} is not of the ledger's format"
        for kind, name in kept.keys() - expected.keys()
        if kind in ("trigger", "rule")
    ]
    return sorted(found)


def _expected() -> dict[tuple[str, str], tuple[object, ...]]:
    found: dict[tuple[str, str], tuple[object, ...]] = {("view", "log"): ()}
    for name, table in TABLES.items():
        columns = [f"{column} {_declared(column, kind)}" for column, kind in table.columns]
        unique = [f"u {table.unique}"] if table.unique else []
        found["table", name] = ([*columns], [f"p {table.key}", *unique])
    for name, body in FUNCTIONS.items():
        found["function", name] = (body, "plpgsql", False, ["search_path=pg_catalog, pg_temp"])
    for name, one in TRIGGERS.items():
        found["trigger", name] = (one.table, one.kind, one.function, "A", one.added, one.when.replace(" ", ""))
    return found


def _catalogued(connection: psycopg.Connection[tuple[object, ...]]) -> dict[tuple[str, str], tuple[object, ...]]:
    found: dict[tuple[str, str], tuple[object, ...]] = {}
    for statement in (_TABLES, _VIEWS, _FUNCTIONS, _TRIGGERS, _RULES):
        for kind, name, *said in connection.execute(statement):
            found[str(kind), str(name)] = tuple(said)
    return found


# A table that is not kept through a crash, has rows of its own policy, or rows in tables below it, is not the ledger's.
_TABLES = """SELECT 'table', relname,
  (SELECT array_agg(attname || ' ' || format_type(atttypid, atttypmod)
      || CASE WHEN collname IS NOT NULL THEN ' COLLATE "' || collname || '"' ELSE '' END
      || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END ORDER BY attnum)
    FROM pg_attribute LEFT JOIN pg_collation ON pg_collation.oid = attcollation
    WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped),
  (SELECT array_agg(contype::text || ' ' || (SELECT string_agg(attname, ', ' ORDER BY place)
      FROM unnest(conkey) WITH ORDINALITY AS part (number, place)
        JOIN pg_attribute ON attrelid = conrelid AND attnum = number) ORDER BY contype)
    FROM pg_constraint WHERE conrelid = pg_class.oid AND contype IN ('p', 'u'))
FROM pg_class WHERE relnamespace = 'saksi'::regnamespace AND relkind = 'r' AND relpersistence = 'p'
  AND NOT relrowsecurity AND NOT relhassubclass"""
_VIEWS = "SELECT 'view', relname FROM pg_class WHERE relnamespace = 'saksi'::regnamespace AND relkind = 'v'"
_FUNCTIONS = """SELECT 'function', proname, prosrc, lanname::text, prosecdef, proconfig
FROM pg_proc JOIN pg_language ON pg_language.oid = prolang
WHERE pronamespace = 'saksi'::regnamespace AND prorettype = 'trigger'::regtype"""
_GUARDED = ", ".join(f"'{name}'" for name in GUARDED)
_TRIGGERS = f"""SELECT 'trigger', tgname, relname::text, tgtype::int, proname::text, tgenabled::text,
  coalesce(tgnewtable, '')::text,
  coalesce(translate(substring(pg_get_triggerdef(pg_trigger.oid) from ' WHEN (.*) EXECUTE '), '()" ', ''), '')
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE relnamespace = 'saksi'::regnamespace AND pronamespace = relnamespace
  AND relname IN ({_GUARDED})
  AND NOT tgisinternal"""
_RULES = f"""SELECT 'rule', rulename FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class
WHERE relnamespace = 'saksi'::regnamespace
  AND relname IN ({_GUARDED})"""
