-- Tries at face recognition of the last minutes, and whether the number is locked for a while. Keyed as the
-- lockouts are. When they were made is known only to the running program: after a restart the time
-- begins again.
CREATE TABLE face_tries (
    number_key BLOB PRIMARY KEY CHECK (length(number_key) = 32),
    tries      INTEGER NOT NULL CHECK (tries >= 0),
    locked     INTEGER NOT NULL CHECK (locked IN (0, 1)),
    last_at    TEXT NOT NULL
) STRICT;
CREATE INDEX face_tries_by_age ON face_tries (last_at);
