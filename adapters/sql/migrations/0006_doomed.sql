-- Keys that a commit destroyed, until they are gone from the key store as well: a process that dies
-- between the two finds them here at its next start. `mark` is a hash of the key, because a later key
-- may have the same name.

CREATE TABLE doomed (
    name      TEXT PRIMARY KEY,
    mark      BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;
