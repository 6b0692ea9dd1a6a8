-- The house: what was seen, what is owed, incidents, duty, check-ins, preferences.
-- Every moment is a whole number of milliseconds since 1970 in UTC. Every sealed column is
-- encrypted under a key that is not in this file. Tags are keyed hashes.

CREATE TABLE facts (
    name      TEXT PRIMARY KEY,
    value     TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE seen (
    tag       BLOB PRIMARY KEY,
    day       TEXT NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;

CREATE TABLE cursors (
    room      BLOB PRIMARY KEY,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;

CREATE TABLE deliveries (
    key       TEXT PRIMARY KEY,
    seq       INTEGER NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('owed', 'paid', 'lost', 'cancelled')),
    priority  INTEGER NOT NULL,
    due       INTEGER NOT NULL,
    attempts  INTEGER NOT NULL DEFAULT 0,
    slot      TEXT,
    edits     INTEGER NOT NULL DEFAULT 0,
    sealed    BLOB,
    day       TEXT NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;
CREATE INDEX deliveries_owed ON deliveries (priority, seq) WHERE state = 'owed';
CREATE INDEX deliveries_seq ON deliveries (seq);
CREATE INDEX deliveries_slot ON deliveries (slot) WHERE slot IS NOT NULL;

CREATE TABLE postings (
    id        TEXT PRIMARY KEY,
    slot      TEXT NOT NULL,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;
CREATE INDEX postings_slot ON postings (slot);

CREATE TABLE closed (
    target    BLOB PRIMARY KEY,
    until     INTEGER NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;

CREATE TABLE incidents (
    id        TEXT PRIMARY KEY,
    number    INTEGER NOT NULL UNIQUE,
    subject   BLOB NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('open', 'taken', 'closed')),
    due       INTEGER,
    opened    INTEGER NOT NULL,
    closed    INTEGER,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home',
    CHECK ((state = 'closed') = (due IS NULL))
) WITHOUT ROWID;
CREATE UNIQUE INDEX incidents_open ON incidents (subject) WHERE state <> 'closed';
CREATE INDEX incidents_due ON incidents (due) WHERE state <> 'closed';
CREATE INDEX incidents_subject ON incidents (subject, closed);

CREATE TABLE incident_texts (
    id        TEXT PRIMARY KEY,
    incident  TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    seq       INTEGER NOT NULL,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;
CREATE INDEX incident_texts_of ON incident_texts (incident, seq);

CREATE TABLE incident_log (
    id        TEXT PRIMARY KEY,
    incident  TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    seq       INTEGER NOT NULL,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;
CREATE INDEX incident_log_of ON incident_log (incident, seq);

CREATE TABLE rota (
    member    BLOB PRIMARY KEY,
    since     INTEGER NOT NULL,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;

CREATE TABLE preferences (
    id        BLOB PRIMARY KEY,
    member    BLOB NOT NULL,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;
CREATE INDEX preferences_member ON preferences (member);

CREATE TABLE drafts (
    id        BLOB PRIMARY KEY,
    until     INTEGER NOT NULL,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;

CREATE TABLE checkins (
    id        TEXT PRIMARY KEY,
    member    BLOB NOT NULL,
    number    INTEGER NOT NULL,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;
CREATE UNIQUE INDEX checkins_member ON checkins (member, number);

CREATE TABLE reminders (
    member    BLOB PRIMARY KEY,
    due       INTEGER,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;
CREATE INDEX reminders_due ON reminders (due) WHERE due IS NOT NULL;
