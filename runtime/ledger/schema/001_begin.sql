-- What the runtime knows between two moments. Times are microseconds UTC; hashes are 16 bytes of XXH3.

CREATE TABLE runs (
  id            INTEGER PRIMARY KEY,
  contract      TEXT NOT NULL,
  semantic_hash TEXT NOT NULL,
  purpose       TEXT NOT NULL,                       -- backfill, replay
  state         TEXT NOT NULL CHECK (state IN ('open', 'finished', 'abandoned')),
  started_us    INTEGER NOT NULL,
  finished_us   INTEGER,
  resumed       INTEGER NOT NULL DEFAULT 0           -- how often it was taken up again
) STRICT;

-- How far each map has read in a run: the page that comes next.
CREATE TABLE cursors (
  run        INTEGER NOT NULL REFERENCES runs (id),
  map        TEXT NOT NULL,
  position   TEXT NOT NULL,
  complete   INTEGER NOT NULL CHECK (complete IN (0, 1)),
  PRIMARY KEY (run, map)
) STRICT, WITHOUT ROWID;

-- Which destination record a source record is, and what both sides last agreed on.
CREATE TABLE links (
  map               TEXT NOT NULL,
  source_key        TEXT NOT NULL,
  object            TEXT NOT NULL,
  remote_id         TEXT NOT NULL,
  payload_hash      BLOB,                            -- NULL: not known, to be written again
  associations_hash BLOB,
  changed_us        INTEGER NOT NULL,
  PRIMARY KEY (map, source_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_remote ON links (object, remote_id);

-- Who owns a match value. Per map, because two maps may feed one record, each its own properties.
CREATE TABLE claims (
  portal     TEXT NOT NULL,
  object     TEXT NOT NULL,
  property   TEXT NOT NULL,
  value      TEXT NOT NULL,
  map        TEXT NOT NULL,
  source_key TEXT NOT NULL,
  PRIMARY KEY (portal, object, property, value, map)
) STRICT, WITHOUT ROWID;
CREATE INDEX claims_by_source ON claims (map, source_key);

-- What is about to be sent. A row that outlives its process is resolved by reading the destination, never by guessing.
CREATE TABLE intents (
  map            TEXT NOT NULL,
  source_key     TEXT NOT NULL,
  run            INTEGER NOT NULL REFERENCES runs (id),
  operation      TEXT NOT NULL CHECK (operation IN ('create', 'update', 'upsert')),
  match_property TEXT NOT NULL,
  match_value    TEXT NOT NULL,
  remote_id      TEXT NOT NULL,                      -- of an update; of any once it is known to have landed
  payload        TEXT NOT NULL,
  payload_hash   BLOB NOT NULL,
  landed         INTEGER NOT NULL DEFAULT 0 CHECK (landed IN (0, 1)),
  PRIMARY KEY (map, source_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE letters (
  id           INTEGER PRIMARY KEY,
  map          TEXT NOT NULL,
  source_key   TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  verdict      TEXT NOT NULL CHECK (verdict IN ('invalid', 'rejected')),  -- refused by us, or by the destination
  code         TEXT NOT NULL,
  field        TEXT NOT NULL,
  place        TEXT NOT NULL,
  message      TEXT NOT NULL,
  payload      TEXT NOT NULL,                        -- private values masked
  attempts     INTEGER NOT NULL,
  first_us     INTEGER NOT NULL,
  last_us      INTEGER NOT NULL,
  http_status  INTEGER NOT NULL,
  request_id   TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX letters_open ON letters (map, source_key) WHERE state = 'open';

-- Wanted associations. They wait here until both ends exist.
CREATE TABLE associations (
  from_map   TEXT NOT NULL,
  from_key   TEXT NOT NULL,
  to_map     TEXT NOT NULL,
  to_key     TEXT NOT NULL,
  label      TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'refused', 'unwanted')),
  from_id    TEXT NOT NULL DEFAULT '',
  to_id      TEXT NOT NULL DEFAULT '',
  message    TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (from_map, from_key, to_map, to_key, label)
) STRICT, WITHOUT ROWID;
CREATE INDEX associations_by_state ON associations (state, from_map, to_map, label);
CREATE INDEX associations_by_target ON associations (to_map, to_key);

-- What became of every record that was read, batch by batch. Nothing is dropped silently.
CREATE TABLE counts (
  id        INTEGER PRIMARY KEY,
  run       INTEGER NOT NULL REFERENCES runs (id),
  map       TEXT NOT NULL,
  read      INTEGER NOT NULL,
  created   INTEGER NOT NULL,
  updated   INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  filtered  INTEGER NOT NULL,
  parked    INTEGER NOT NULL,
  merged    INTEGER NOT NULL,                        -- of unchanged: overtaken in their page, or the same destination record as another
  CHECK (read = created + updated + unchanged + filtered + parked),
  CHECK (merged <= unchanged)
) STRICT;
CREATE INDEX counts_by_run ON counts (run, map);
