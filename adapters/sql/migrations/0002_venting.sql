-- Venting: threads, their posts and lines, drafts, bans, the custodians' trail.
-- No column tells a time finer than a day; names of threads, posts and drafts are random.

CREATE TABLE vents (
    id        TEXT PRIMARY KEY,
    day       TEXT NOT NULL,
    name      BLOB NOT NULL UNIQUE,
    proof     BLOB,
    locator   BLOB UNIQUE,
    verifier  BLOB,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;

CREATE TABLE vent_posts (
    id        TEXT PRIMARY KEY,
    thread    TEXT NOT NULL REFERENCES vents (id) ON DELETE CASCADE,
    stage     TEXT NOT NULL,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;
CREATE INDEX vent_posts_of ON vent_posts (thread);
CREATE INDEX vent_posts_in ON vent_posts (stage) WHERE stage IN ('held', 'waiting');

CREATE TABLE vent_lines (
    id        TEXT PRIMARY KEY,
    thread    TEXT NOT NULL REFERENCES vents (id) ON DELETE CASCADE,
    seq       INTEGER NOT NULL,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;
CREATE INDEX vent_lines_of ON vent_lines (thread, seq);

CREATE TABLE vent_drafts (
    id        TEXT PRIMARY KEY,
    day       TEXT NOT NULL,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;

CREATE TABLE pairs (
    id        TEXT PRIMARY KEY,
    day       TEXT NOT NULL,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;

CREATE TABLE bans (
    id        TEXT PRIMARY KEY,
    number    INTEGER NOT NULL UNIQUE,
    mark      BLOB NOT NULL,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;

CREATE TABLE unseals (
    id        TEXT PRIMARY KEY,
    day       TEXT NOT NULL,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;

CREATE TABLE audit (
    number    INTEGER PRIMARY KEY,
    sealed    BLOB NOT NULL,
    mac       BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
);

ALTER TABLE postings ADD COLUMN ref BLOB;
CREATE INDEX postings_ref ON postings (ref) WHERE ref IS NOT NULL;
