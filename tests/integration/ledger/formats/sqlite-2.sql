CREATE TABLE stream (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE topic (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE source (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE event (
  position INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL REFERENCES stream,
  version INTEGER NOT NULL,
  previous INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES source,
  line INTEGER NOT NULL,
  topic INTEGER NOT NULL REFERENCES topic,
  state BLOB NOT NULL
);
CREATE TABLE source_id (slot INTEGER PRIMARY KEY, position INTEGER NOT NULL);
CREATE TABLE head (
  stream INTEGER PRIMARY KEY REFERENCES stream,
  version INTEGER NOT NULL,
  position INTEGER NOT NULL
);
CREATE VIEW log AS
SELECT position, strftime('%Y-%m-%dT%H:%M:%fZ', recorded_at / 1e6, 'unixepoch') AS recorded_at, stream.name AS stream,
  version, source.name || CASE WHEN line THEN ':' || line ELSE '' END AS source, topic.name AS topic, state
FROM event JOIN stream ON stream.number = stream
  JOIN source ON source.number = source JOIN topic ON topic.number = topic;
CREATE TRIGGER stream_no_update BEFORE UPDATE ON stream
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no UPDATE on stream'); END;
CREATE TRIGGER stream_no_delete BEFORE DELETE ON stream
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no DELETE on stream'); END;
CREATE TRIGGER topic_no_update BEFORE UPDATE ON topic
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no UPDATE on topic'); END;
CREATE TRIGGER topic_no_delete BEFORE DELETE ON topic
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no DELETE on topic'); END;
CREATE TRIGGER source_no_update BEFORE UPDATE ON source
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no UPDATE on source'); END;
CREATE TRIGGER source_no_delete BEFORE DELETE ON source
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no DELETE on source'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no UPDATE on event'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no DELETE on event'); END;
CREATE TRIGGER source_id_no_update BEFORE UPDATE ON source_id
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no UPDATE on source_id'); END;
CREATE TRIGGER source_id_no_delete BEFORE DELETE ON source_id
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no DELETE on source_id'); END;
CREATE TRIGGER stream_no_replace BEFORE INSERT ON stream
WHEN EXISTS (SELECT 1 FROM stream WHERE number = new.number OR name = new.name)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no REPLACE in stream'); END;
CREATE TRIGGER topic_no_replace BEFORE INSERT ON topic
WHEN EXISTS (SELECT 1 FROM topic WHERE number = new.number OR name = new.name)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no REPLACE in topic'); END;
CREATE TRIGGER source_no_replace BEFORE INSERT ON source
WHEN EXISTS (SELECT 1 FROM source WHERE number = new.number OR name = new.name)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no REPLACE in source'); END;
CREATE TRIGGER source_id_no_replace BEFORE INSERT ON source_id
WHEN EXISTS (SELECT 1 FROM source_id WHERE slot = new.slot)
BEGIN SELECT RAISE(FAIL, 'the slot is taken'); END;
CREATE TRIGGER event_in_order BEFORE INSERT ON event
WHEN new.position IS NOT 1 + (SELECT coalesce(max(position), 0) FROM event)
BEGIN SELECT RAISE(FAIL, 'an event takes the next position of the ledger'); END;
CREATE TRIGGER head_no_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no DELETE on head'); END;
CREATE TRIGGER head_no_replace BEFORE INSERT ON head
WHEN EXISTS (SELECT 1 FROM head WHERE stream = new.stream)
BEGIN SELECT RAISE(FAIL, 'the ledger is append-only: no REPLACE in head'); END;
CREATE TRIGGER head_moves_on BEFORE UPDATE ON head
WHEN new.stream <> old.stream OR new.position <= old.position OR NOT EXISTS (
  SELECT 1 FROM event WHERE position = new.position AND stream = new.stream AND version = new.version)
BEGIN SELECT RAISE(FAIL, 'a head only moves on to a later event of its stream'); END;
CREATE TABLE intake_offset (
  source INTEGER NOT NULL REFERENCES source,
  next INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (source, next)
);
CREATE TRIGGER intake_offset_no_update BEFORE UPDATE ON intake_offset
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no UPDATE on intake_offset'); END;
CREATE TRIGGER intake_offset_no_delete BEFORE DELETE ON intake_offset
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no DELETE on intake_offset'); END;
CREATE TRIGGER intake_offset_moves_on BEFORE INSERT ON intake_offset
WHEN new.position > (SELECT coalesce(max(position), 0) FROM event) OR EXISTS (
  SELECT 1 FROM (SELECT next, position FROM intake_offset WHERE source = new.source ORDER BY next DESC LIMIT 1) AS last
  WHERE new.next <= last.next OR new.position < last.position)
BEGIN SELECT RAISE(FAIL, 'an offset only moves on, with the end of the ledger'); END;
PRAGMA application_id=0x53414B53;
PRAGMA user_version=2;
