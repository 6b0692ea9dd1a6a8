-- Pictures of vents, drawn anew: each sealed under the key of its draft, then of its thread, and gone
-- with it. Like all of venting: no moment, no order, no name that was not drawn by lot.

CREATE TABLE vent_pictures (
    id        TEXT PRIMARY KEY,
    draft     TEXT REFERENCES vent_drafts (id) ON DELETE CASCADE,
    thread    TEXT REFERENCES vents (id) ON DELETE CASCADE,
    sealed    BLOB NOT NULL,
    community TEXT NOT NULL DEFAULT 'home',
    CHECK ((draft IS NULL) <> (thread IS NULL))
) WITHOUT ROWID;
CREATE INDEX vent_pictures_draft ON vent_pictures (draft) WHERE draft IS NOT NULL;
CREATE INDEX vent_pictures_thread ON vent_pictures (thread) WHERE thread IS NOT NULL;
