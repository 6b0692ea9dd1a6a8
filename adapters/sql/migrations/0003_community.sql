-- The community as its admins set it up: one sealed row.

CREATE TABLE community (
    id        TEXT PRIMARY KEY,
    sealed    BLOB NOT NULL
) WITHOUT ROWID;
