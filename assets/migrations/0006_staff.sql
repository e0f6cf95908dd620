-- Counter staff. A row is never erased and its number never given twice: the audit log points at it.
CREATE TABLE staff (
    id          INTEGER PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    role        TEXT NOT NULL CHECK (role IN ('officer', 'supervisor')),
    -- Empty once disabled.
    secret      TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('active', 'disabled')),
    must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
    created_at  TEXT NOT NULL
) STRICT;
CREATE TRIGGER staff_are_not_erased BEFORE DELETE ON staff BEGIN SELECT RAISE(ABORT, 'staff are disabled, not erased'); END;

-- When a holder withdrew the consent.
ALTER TABLE consents ADD COLUMN withdrawn_at TEXT;
