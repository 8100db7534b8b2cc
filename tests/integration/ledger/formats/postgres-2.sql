CREATE SCHEMA saksi;
CREATE TABLE saksi.format (number bigint NOT NULL, PRIMARY KEY (number));
CREATE TABLE saksi.stream (number bigint NOT NULL, name text COLLATE "C" NOT NULL, PRIMARY KEY (number), UNIQUE (name));
CREATE TABLE saksi.topic (number bigint NOT NULL, name text COLLATE "C" NOT NULL, PRIMARY KEY (number), UNIQUE (name));
CREATE TABLE saksi.source (number bigint NOT NULL, name text COLLATE "C" NOT NULL, PRIMARY KEY (number), UNIQUE (name));
CREATE TABLE saksi.event (position bigint NOT NULL, stream bigint NOT NULL, version bigint NOT NULL, previous bigint NOT NULL, recorded_at bigint NOT NULL, slot bigint, source bigint NOT NULL, line bigint NOT NULL, topic bigint NOT NULL, state bytea NOT NULL, PRIMARY KEY (position), UNIQUE (slot));
CREATE TABLE saksi.head (stream bigint NOT NULL, version bigint NOT NULL, position bigint NOT NULL, PRIMARY KEY (stream)) WITH (fillfactor = 50);
CREATE VIEW saksi.log AS
SELECT event.position, to_timestamp(recorded_at / 1e6) AS recorded_at, stream.name AS stream, version,
  source.name || CASE WHEN line = 0 THEN '' ELSE ':' || line END AS source, topic.name AS topic, state
FROM saksi.event JOIN saksi.stream ON stream.number = event.stream
  JOIN saksi.source ON source.number = event.source JOIN saksi.topic ON topic.number = event.topic;
CREATE FUNCTION saksi.append_only() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: no % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END$body$;
CREATE FUNCTION saksi.event_in_order() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $body$
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
END$body$;
CREATE FUNCTION saksi.head_in_stream() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
  IF EXISTS (SELECT FROM added AS head WHERE NOT EXISTS (
      SELECT FROM saksi.event WHERE event.position = head.position AND event.stream = head.stream
        AND event.version = head.version)) THEN
    RAISE EXCEPTION 'a head is an event of its stream' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END$body$;
CREATE FUNCTION saksi.head_goes_back() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
  RAISE EXCEPTION 'a head only moves on to a later event of its stream' USING ERRCODE = 'restrict_violation';
END$body$;
CREATE TRIGGER format_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON saksi.format FOR EACH STATEMENT EXECUTE FUNCTION saksi.append_only();
ALTER TABLE saksi.format ENABLE ALWAYS TRIGGER format_append_only;
CREATE TRIGGER stream_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON saksi.stream FOR EACH STATEMENT EXECUTE FUNCTION saksi.append_only();
ALTER TABLE saksi.stream ENABLE ALWAYS TRIGGER stream_append_only;
CREATE TRIGGER topic_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON saksi.topic FOR EACH STATEMENT EXECUTE FUNCTION saksi.append_only();
ALTER TABLE saksi.topic ENABLE ALWAYS TRIGGER topic_append_only;
CREATE TRIGGER source_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON saksi.source FOR EACH STATEMENT EXECUTE FUNCTION saksi.append_only();
ALTER TABLE saksi.source ENABLE ALWAYS TRIGGER source_append_only;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON saksi.event FOR EACH STATEMENT EXECUTE FUNCTION saksi.append_only();
ALTER TABLE saksi.event ENABLE ALWAYS TRIGGER event_append_only;
CREATE TRIGGER head_append_only BEFORE DELETE OR TRUNCATE ON saksi.head FOR EACH STATEMENT EXECUTE FUNCTION saksi.append_only();
ALTER TABLE saksi.head ENABLE ALWAYS TRIGGER head_append_only;
CREATE TRIGGER event_in_order AFTER INSERT ON saksi.event REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION saksi.event_in_order();
ALTER TABLE saksi.event ENABLE ALWAYS TRIGGER event_in_order;
CREATE TRIGGER head_begins AFTER INSERT ON saksi.head REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION saksi.head_in_stream();
ALTER TABLE saksi.head ENABLE ALWAYS TRIGGER head_begins;
CREATE TRIGGER head_is_in_stream AFTER UPDATE ON saksi.head REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION saksi.head_in_stream();
ALTER TABLE saksi.head ENABLE ALWAYS TRIGGER head_is_in_stream;
CREATE TRIGGER head_moves_on BEFORE UPDATE ON saksi.head FOR EACH ROW WHEN (new.stream <> old.stream OR new.position <= old.position) EXECUTE FUNCTION saksi.head_goes_back();
ALTER TABLE saksi.head ENABLE ALWAYS TRIGGER head_moves_on;
CREATE TABLE saksi.intake_offset (source bigint NOT NULL, next bigint NOT NULL, position bigint NOT NULL, PRIMARY KEY (source, next));
CREATE FUNCTION saksi.offset_moves_on() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $body$
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
END$body$;
CREATE TRIGGER intake_offset_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON saksi.intake_offset FOR EACH STATEMENT EXECUTE FUNCTION saksi.append_only();
ALTER TABLE saksi.intake_offset ENABLE ALWAYS TRIGGER intake_offset_append_only;
CREATE TRIGGER intake_offset_moves_on AFTER INSERT ON saksi.intake_offset REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION saksi.offset_moves_on();
ALTER TABLE saksi.intake_offset ENABLE ALWAYS TRIGGER intake_offset_moves_on;
INSERT INTO saksi.format VALUES (2);
