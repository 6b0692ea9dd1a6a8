-- Privacy: private rooms without positions, people who left, erasures whose rows are gone.
-- No column tells a time: the day on which somebody's data goes is in the sealed part.

CREATE TABLE private_rooms (
    room      BLOB PRIMARY KEY,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;

CREATE TABLE leaving (
    member    BLOB PRIMARY KEY,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;

CREATE TABLE erased (
    mark      TEXT PRIMARY KEY,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;
