/**
 * The tables, as migrations: each is applied once, in order, and never edited after a release.
 * Instants are REAL: epoch milliseconds. SQLite keeps whole ones as integers on disk.
 */

const FIRST = [
  // Who owns the store. Every write of an owner checks that its epoch still stands.
  `CREATE TABLE owner (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  epoch INTEGER NOT NULL,
  last_read INTEGER NOT NULL
) STRICT;
INSERT INTO owner (id, epoch, last_read) VALUES (1, 0, 0);`,
  `CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;`,
  // How many rows a queue holds (of messages: per account), so that nobody counts a backlog of millions. Kept by triggers,
  // but for messages that are settled: a statement settles a thousand, and counts them once.
  `CREATE TABLE tallies (
  name TEXT NOT NULL,
  account TEXT NOT NULL,
  rows INTEGER NOT NULL,
  PRIMARY KEY (name, account)
) STRICT, WITHOUT ROWID;`,
  // The key of all keyed hashes in here, itself encrypted under key_id (null: not). rotated_ref: rotation came so far.
  `CREATE TABLE vault (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  key_id TEXT,
  hash_key ANY NOT NULL,
  rotated_ref INTEGER NOT NULL
) STRICT;`,
  // Everything personal, and nothing personal elsewhere. ref is the holder's id * 8 + its kind:
  //   0 a raw body · 1 a bell · 2 a bell that is being read · 3 a state · 4 a message's body
  // data: text, or encrypted under key_id. hashes: those of the addresses it names, 16 bytes each.
  `CREATE TABLE personal (
  ref INTEGER PRIMARY KEY,
  key_id TEXT,
  data ANY NOT NULL,
  hashes BLOB
) STRICT;`,
  // The blind index: keyed hash of an address → where it is named.
  `CREATE TABLE subjects (
  hash BLOB NOT NULL,
  ref INTEGER NOT NULL,
  PRIMARY KEY (hash, ref)
) STRICT, WITHOUT ROWID;`,
  // Addresses that were forgotten: suppressed for ever.
  `CREATE TABLE tombstones (
  hash BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;`,
  // Ids of messages that were purged: never enqueued again.
  `CREATE TABLE told (
  hash BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE raw (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  received_at REAL NOT NULL,
  automation_id TEXT,
  headers TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'taken', 'parked', 'understood')),
  reason TEXT
) STRICT;
CREATE INDEX raw_status ON raw (status, seq);
CREATE TRIGGER raw_added AFTER INSERT ON raw BEGIN
  INSERT INTO tallies (name, account, rows) VALUES ('raw:' || NEW.status, '', 1)
  ON CONFLICT (name, account) DO UPDATE SET rows = rows + 1;
END;
CREATE TRIGGER raw_moved AFTER UPDATE OF status ON raw WHEN OLD.status <> NEW.status BEGIN
  UPDATE tallies SET rows = rows - 1 WHERE name = 'raw:' || OLD.status AND account = '';
  INSERT INTO tallies (name, account, rows) VALUES ('raw:' || NEW.status, '', 1)
  ON CONFLICT (name, account) DO UPDATE SET rows = rows + 1;
END;
CREATE TRIGGER raw_gone AFTER DELETE ON raw BEGIN
  UPDATE tallies SET rows = rows - 1 WHERE name = 'raw:' || OLD.status AND account = '';
END;`,
  // What rang for a key since it was last taken.
  `CREATE TABLE bells (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  queue TEXT NOT NULL,
  due_at REAL NOT NULL
) STRICT;
CREATE INDEX bells_due ON bells (due_at, key);
CREATE INDEX bells_turn ON bells (queue, due_at, key);
CREATE TRIGGER bells_added AFTER INSERT ON bells BEGIN
  INSERT INTO tallies (name, account, rows) VALUES ('bells', '', 1)
  ON CONFLICT (name, account) DO UPDATE SET rows = rows + 1;
END;
CREATE TRIGGER bells_gone AFTER DELETE ON bells BEGIN
  UPDATE tallies SET rows = rows - 1 WHERE name = 'bells' AND account = '';
END;`,
  // The read in flight for a key, which answers the bell it holds. Few at a time.
  `CREATE TABLE reads (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  read INTEGER NOT NULL
) STRICT;`,
  `CREATE TABLE states (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  wake_at REAL,
  written_at REAL NOT NULL,
  is_closed INTEGER NOT NULL
) STRICT;
CREATE INDEX states_wake ON states (wake_at, key) WHERE wake_at IS NOT NULL;
CREATE INDEX states_closed ON states (written_at, key) WHERE is_closed = 1;`,
  `CREATE TABLE names (
  name TEXT NOT NULL,
  key TEXT NOT NULL REFERENCES states (key) ON DELETE CASCADE,
  PRIMARY KEY (name, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX names_key ON names (key);`,
  // What happened to a key, numbered from 1; the latest 200.
  `CREATE TABLE trail (
  key TEXT NOT NULL REFERENCES states (key) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  at REAL NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (key, number)
) STRICT, WITHOUT ROWID;`,
  // closed_at: null while it is open.
  `CREATE TABLE incidents (
  class TEXT NOT NULL,
  subject TEXT NOT NULL,
  severity TEXT NOT NULL,
  owner TEXT NOT NULL,
  detail TEXT NOT NULL,
  first_seen_at REAL NOT NULL,
  last_seen_at REAL NOT NULL,
  count INTEGER NOT NULL,
  assignee TEXT,
  notes TEXT NOT NULL,
  closed_at REAL,
  closed_by TEXT CHECK (closed_by IN ('cleared', 'resolved')),
  notified_at REAL,
  escalated_at REAL,
  PRIMARY KEY (class, subject),
  CHECK ((closed_at IS NULL) = (closed_by IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX incidents_open ON incidents (class, subject) WHERE closed_at IS NULL;
CREATE INDEX incidents_closed ON incidents (closed_at, class, subject) WHERE closed_at IS NOT NULL;`,
  // Findings that stand for a key now. An incident closes when its last key lets go of it.
  `CREATE TABLE standing (
  key TEXT NOT NULL REFERENCES states (key) ON DELETE CASCADE,
  class TEXT NOT NULL,
  subject TEXT NOT NULL,
  PRIMARY KEY (key, class, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_subject ON standing (class, subject);`,
  `CREATE TABLE measures (
  name TEXT NOT NULL,
  hour REAL NOT NULL,
  count INTEGER NOT NULL,
  sum REAL NOT NULL,
  max REAL NOT NULL,
  last REAL NOT NULL,
  last_at REAL NOT NULL,
  PRIMARY KEY (name, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX measures_hour ON measures (hour, name);`,
  // What can be sent, or paused, apart from the rest: an account's events of one metric, its profiles, its stock.
  `CREATE TABLE tracks (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  kind TEXT NOT NULL,
  metric TEXT NOT NULL DEFAULT '',
  UNIQUE (account, kind, metric)
) STRICT;`,
  // metric '': the whole account.
  `CREATE TABLE pauses (
  account TEXT NOT NULL,
  metric TEXT NOT NULL,
  since REAL NOT NULL,
  by TEXT,
  reason TEXT,
  PRIMARY KEY (account, metric)
) STRICT, WITHOUT ROWID;`,
  // Outbox and ledger in one. stage says where a pending message is; null: settled.
  //   behind: another of its lane goes first · resting: its lane's head, not due yet · ready: its lane's head, due
  // heard_after, decided_after: ms. The body is personal, why it was decided is in grounds.
  // Taking one and settling it is what a backlog costs: an index whose WHERE names a column is written anew whenever that
  // column is set, so those that a change of stage does not concern ask for the status; and a CHECK of a list of words costs a fifth of it.
  `CREATE TABLE messages (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  track INTEGER NOT NULL,
  account TEXT NOT NULL,
  lane TEXT NOT NULL,
  mode TEXT NOT NULL,
  order_reference TEXT,
  coalesces INTEGER NOT NULL,
  status TEXT NOT NULL,
  stage TEXT,
  reason TEXT,
  event_at REAL NOT NULL,
  enqueued_at REAL NOT NULL,
  due_at REAL NOT NULL,
  expires_at REAL,
  settled_at REAL,
  attempts INTEGER NOT NULL DEFAULT 0,
  crashes INTEGER NOT NULL DEFAULT 0,
  is_ambiguous INTEGER NOT NULL DEFAULT 0,
  heard_after REAL,
  decided_after REAL,
  CHECK ((status = 'pending') = (stage IS NOT NULL))
) STRICT;
CREATE INDEX messages_ready ON messages (track, mode, seq, due_at) WHERE stage = 'ready';
CREATE INDEX messages_due ON messages (track, due_at) WHERE stage = 'resting';
CREATE INDEX messages_lane ON messages (account, lane, seq) WHERE status = 'pending';
CREATE INDEX messages_order ON messages (order_reference, seq) WHERE order_reference IS NOT NULL;
CREATE INDEX messages_settled ON messages (settled_at, seq) WHERE settled_at IS NOT NULL;
CREATE INDEX messages_stuck ON messages (seq) WHERE status IN ('dead', 'withheld');
CREATE INDEX messages_states ON messages (account, lane, seq) WHERE coalesces = 1;`,
  // Why each message was decided. Sending one neither reads nor writes it, so it does not lie between the rows that are.
  `CREATE TABLE grounds (
  seq INTEGER PRIMARY KEY,
  because TEXT NOT NULL
) STRICT;`,
  // Messages that are taken; each stays ready until it is settled. Few at a time: a take writes these few pages, and not the
  // rows of the messages and their indexes.
  `CREATE TABLE flights (
  seq INTEGER PRIMARY KEY
) STRICT;`,
  `CREATE TRIGGER messages_added AFTER INSERT ON messages BEGIN
  INSERT INTO tallies (name, account, rows) VALUES ('message:' || NEW.status, NEW.account, 1)
  ON CONFLICT (name, account) DO UPDATE SET rows = rows + 1;
END;
CREATE TRIGGER messages_gone AFTER DELETE ON messages BEGIN
  UPDATE tallies SET rows = rows - 1 WHERE name = 'message:' || OLD.status AND account = OLD.account;
  DELETE FROM grounds WHERE seq = OLD.seq;
END;`,
].join('\n');

/** The version a file has is the number of migrations it went through. */
export const MIGRATIONS: readonly string[] = [FIRST];
