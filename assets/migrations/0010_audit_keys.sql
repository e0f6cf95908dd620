-- Changes of the key that signs the audit log. The old key hands over to the new one, and the new one takes over, each by a
-- signature over the log as it stood; the entry that follows in the log says so, and who signed for it.
CREATE TABLE audit_keys (
    entries INTEGER PRIMARY KEY CHECK (entries > 0),
    day     TEXT NOT NULL,
    hash    BLOB NOT NULL CHECK (length(hash) = 32),
    old_key BLOB NOT NULL CHECK (length(old_key) = 32),
    new_key BLOB NOT NULL UNIQUE CHECK (length(new_key) = 32),
    by_old  BLOB NOT NULL CHECK (length(by_old) = 64),
    by_new  BLOB NOT NULL CHECK (length(by_new) = 64)
) STRICT;
CREATE TRIGGER audit_keys_are_not_changed BEFORE UPDATE ON audit_keys
BEGIN SELECT RAISE(ABORT, 'changes of the key stay as they are'); END;
CREATE TRIGGER audit_keys_are_not_erased BEFORE DELETE ON audit_keys
BEGIN SELECT RAISE(ABORT, 'changes of the key stay as they are'); END;
