-- Who did it, and what came of it. NULL only in rows of older programs, which keep the older form of their
-- hash: rows are never written anew.
ALTER TABLE audit ADD COLUMN actor_kind TEXT;
ALTER TABLE audit ADD COLUMN actor_id INTEGER CHECK ((actor_id IS NULL) = (actor_kind IS NULL));
ALTER TABLE audit ADD COLUMN second_id INTEGER CHECK ((second_id IS NULL) = (actor_kind IS NULL));
ALTER TABLE audit ADD COLUMN outcome TEXT CHECK ((outcome IS NULL) = (actor_kind IS NULL));
CREATE TRIGGER audit_names_its_actor BEFORE INSERT ON audit WHEN NEW.actor_kind IS NULL
BEGIN SELECT RAISE(ABORT, 'audit rows say who did it'); END;
CREATE INDEX audit_by_time ON audit (at);

-- The day's head of the audit log, signed. The entry that follows it in the log says that it was signed, so
-- that a signature taken away is missed.
CREATE TABLE audit_signatures (
    day        TEXT NOT NULL UNIQUE,
    entries    INTEGER PRIMARY KEY CHECK (entries > 0),
    hash       BLOB NOT NULL CHECK (length(hash) = 32),
    signature  BLOB NOT NULL CHECK (length(signature) = 64),
    public_key BLOB NOT NULL CHECK (length(public_key) = 32)
) STRICT;
CREATE TRIGGER audit_signatures_are_not_changed BEFORE UPDATE ON audit_signatures
BEGIN SELECT RAISE(ABORT, 'signatures stay as they are'); END;
CREATE TRIGGER audit_signatures_are_not_erased BEFORE DELETE ON audit_signatures
BEGIN SELECT RAISE(ABORT, 'signatures stay as they are'); END;
