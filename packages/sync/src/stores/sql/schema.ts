/**
 * The tables, as migrations: each is applied once, in order, and never edited after a release.
 * Instants are REAL: epoch milliseconds. SQLite keeps whole ones as integers on disk.
 */

const FIRST = `
-- Who owns the file. Every write of an owner checks that its epoch still stands.
CREATE TABLE owner (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  epoch INTEGER NOT NULL,
  last_read INTEGER NOT NULL
) STRICT;
INSERT INTO owner (id, epoch, last_read) VALUES (1, 0, 0);

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How many rows a queue holds, so that nobody counts a backlog of millions. Kept by the triggers below.
CREATE TABLE tallies (
  name TEXT PRIMARY KEY,
  rows INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO tallies (name) VALUES
  ('raw:waiting'), ('raw:taken'), ('raw:parked'), ('raw:understood'),
  ('bells'),
  ('message:pending'), ('message:delivered'), ('message:dead'), ('message:withheld'), ('message:superseded');

CREATE TABLE raw (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  received_at REAL NOT NULL,
  automation_id TEXT,
  headers TEXT NOT NULL,
  body TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'taken', 'parked', 'understood')),
  reason TEXT
) STRICT;
CREATE INDEX raw_status ON raw (status, seq);
CREATE TRIGGER raw_added AFTER INSERT ON raw BEGIN
  UPDATE tallies SET rows = rows + 1 WHERE name = 'raw:' || NEW.status;
END;
CREATE TRIGGER raw_moved AFTER UPDATE OF status ON raw BEGIN
  UPDATE tallies SET rows = rows - 1 WHERE name = 'raw:' || OLD.status;
  UPDATE tallies SET rows = rows + 1 WHERE name = 'raw:' || NEW.status;
END;
CREATE TRIGGER raw_gone AFTER DELETE ON raw BEGIN
  UPDATE tallies SET rows = rows - 1 WHERE name = 'raw:' || OLD.status;
END;

-- What rang for a key since it was last taken; bell is JSON.
CREATE TABLE bells (
  key TEXT PRIMARY KEY,
  due_at REAL NOT NULL,
  bell TEXT NOT NULL
) STRICT;
CREATE INDEX bells_due ON bells (due_at, key);
CREATE TRIGGER bells_added AFTER INSERT ON bells BEGIN
  UPDATE tallies SET rows = rows + 1 WHERE name = 'bells';
END;
CREATE TRIGGER bells_gone AFTER DELETE ON bells BEGIN
  UPDATE tallies SET rows = rows - 1 WHERE name = 'bells';
END;

-- The read in flight for a key, with the bell it answers. Few at a time.
CREATE TABLE reads (
  key TEXT PRIMARY KEY,
  read INTEGER NOT NULL,
  bell TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE states (
  key TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  wake_at REAL
) STRICT;
CREATE INDEX states_wake ON states (wake_at, key) WHERE wake_at IS NOT NULL;

CREATE TABLE names (
  name TEXT NOT NULL,
  key TEXT NOT NULL REFERENCES states (key) ON DELETE CASCADE,
  PRIMARY KEY (name, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX names_key ON names (key);

CREATE TABLE incidents (
  class TEXT NOT NULL,
  subject TEXT NOT NULL,
  severity TEXT NOT NULL,
  owner TEXT NOT NULL,
  detail TEXT NOT NULL,
  first_seen_at REAL NOT NULL,
  last_seen_at REAL NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (class, subject)
) STRICT, WITHOUT ROWID;

-- Findings that stand for a key now. An incident closes when its last key lets go of it.
CREATE TABLE standing (
  key TEXT NOT NULL REFERENCES states (key) ON DELETE CASCADE,
  class TEXT NOT NULL,
  subject TEXT NOT NULL,
  PRIMARY KEY (key, class, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_subject ON standing (class, subject);

-- Outbox and ledger in one. stage says where a pending message is; null: settled.
--   behind: another of its lane goes first · resting: its lane's head, not due yet
--   ready: its lane's head, due · in-flight: taken
-- body is the only column with personal data; about is the message without it.
CREATE TABLE messages (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  account TEXT NOT NULL,
  lane TEXT NOT NULL,
  mode TEXT NOT NULL,
  order_reference TEXT,
  coalesces INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'delivered', 'dead', 'withheld', 'superseded')),
  stage TEXT CHECK (stage IN ('behind', 'resting', 'ready', 'in-flight')),
  reason TEXT,
  enqueued_at REAL NOT NULL,
  due_at REAL NOT NULL,
  expires_at REAL,
  settled_at REAL,
  attempts INTEGER NOT NULL DEFAULT 0,
  crashes INTEGER NOT NULL DEFAULT 0,
  is_ambiguous INTEGER NOT NULL DEFAULT 0,
  about TEXT NOT NULL,
  body TEXT NOT NULL,
  CHECK ((status = 'pending') = (stage IS NOT NULL))
) STRICT;
CREATE INDEX messages_ready ON messages (account, kind, mode, seq) WHERE stage = 'ready';
CREATE INDEX messages_due ON messages (stage, due_at) WHERE stage IS NOT NULL;
CREATE INDEX messages_lane ON messages (account, lane, seq) WHERE stage IS NOT NULL;
CREATE INDEX messages_oldest ON messages (enqueued_at) WHERE stage IS NOT NULL;
CREATE INDEX messages_order ON messages (order_reference, seq) WHERE order_reference IS NOT NULL;
CREATE TRIGGER messages_added AFTER INSERT ON messages BEGIN
  UPDATE tallies SET rows = rows + 1 WHERE name = 'message:' || NEW.status;
END;
CREATE TRIGGER messages_moved AFTER UPDATE OF status ON messages WHEN OLD.status <> NEW.status BEGIN
  UPDATE tallies SET rows = rows - 1 WHERE name = 'message:' || OLD.status;
  UPDATE tallies SET rows = rows + 1 WHERE name = 'message:' || NEW.status;
END;
CREATE TRIGGER messages_gone AFTER DELETE ON messages BEGIN
  UPDATE tallies SET rows = rows - 1 WHERE name = 'message:' || OLD.status;
END;
`;

/** The version a file has is the number of migrations it went through. */
export const MIGRATIONS: readonly string[] = [FIRST];
