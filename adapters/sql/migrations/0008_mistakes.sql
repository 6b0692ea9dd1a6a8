-- What somebody says is wrong with a service, until a person has looked: sealed, of nobody.

CREATE TABLE mistakes (
    id        TEXT PRIMARY KEY,
    number    INTEGER NOT NULL,
    day       TEXT NOT NULL,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;
