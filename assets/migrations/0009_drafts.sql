-- Entries that a visitor keeps until midnight: sealed under a key made from the pepper and the code they took along,
-- of which only a keyed hash is here. Opened once, on the same day, or erased.
CREATE TABLE drafts (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    code_hash BLOB NOT NULL UNIQUE CHECK (length(code_hash) = 32),
    day       TEXT NOT NULL,
    nonce     BLOB NOT NULL CHECK (length(nonce) = 12),
    sealed    BLOB NOT NULL
) STRICT;
CREATE INDEX drafts_by_day ON drafts (day);

-- Wrong codes in a row. When they were tried is known only to the running program: after a restart a lock begins again.
CREATE TABLE draft_tries (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    wrong    INTEGER NOT NULL CHECK (wrong >= 0)
) STRICT;
