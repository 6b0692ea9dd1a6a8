-- Which accounts are one person's: one list under a random name, written anew at each change under a key
-- of that writing, as private rooms are. No column of any other row joins two accounts.

CREATE TABLE links (
    id        TEXT PRIMARY KEY,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home'
) WITHOUT ROWID;

-- The second account of who was banned while it was linked, as a mark like the first; drawn by lot where
-- there is none, so that no row tells which it is.
ALTER TABLE bans ADD COLUMN also BLOB;
UPDATE bans SET also = randomblob(16);
