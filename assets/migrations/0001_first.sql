-- The permit register, as imported from the authority.
CREATE TABLE permits (
    number          TEXT PRIMARY KEY,
    name            TEXT NOT NULL,
    category        TEXT NOT NULL CHECK (category IN ('A', 'B', 'C')),
    nationality_zh  TEXT NOT NULL,
    nationality_en  TEXT NOT NULL,
    passport_number TEXT NOT NULL,
    employer_zh     TEXT NOT NULL,
    employer_en     TEXT NOT NULL,
    workplace_zh    TEXT NOT NULL,
    workplace_en    TEXT NOT NULL,
    occupation_zh   TEXT NOT NULL,
    occupation_en   TEXT NOT NULL,
    valid_from      TEXT NOT NULL,
    valid_until     TEXT NOT NULL CHECK (valid_until >= valid_from),
    issued_on       TEXT NOT NULL,
    file_number     TEXT NOT NULL,
    status          TEXT NOT NULL CHECK (status IN ('in_force', 'revoked')),
    photo           BLOB
) STRICT;

CREATE TABLE accounts (
    id            INTEGER PRIMARY KEY,
    permit_number TEXT NOT NULL UNIQUE REFERENCES permits (number),
    password      TEXT NOT NULL,
    created_at    TEXT NOT NULL
) STRICT;

CREATE TABLE enrollments (
    id          INTEGER PRIMARY KEY,
    account_id  INTEGER NOT NULL UNIQUE REFERENCES accounts (id),
    enrolled_at TEXT NOT NULL,
    enrolled_on TEXT NOT NULL,
    category    TEXT NOT NULL CHECK (category IN ('A', 'B', 'C')),
    method      TEXT NOT NULL CHECK (method IN ('face', 'staff')),
    decision    TEXT NOT NULL CHECK (decision IN ('accept', 'staff', 'refuse')),
    score       REAL NOT NULL,
    prompts     TEXT NOT NULL
) STRICT;

-- What the visitor showed at the counter: pending until staff close it. Never face data.
CREATE TABLE cases (
    id            INTEGER PRIMARY KEY,
    ticket        TEXT NOT NULL UNIQUE,
    stage         TEXT NOT NULL,
    cause         TEXT,
    incident      TEXT,
    permit_number TEXT,
    opened_at     TEXT NOT NULL,
    closed_at     TEXT
) STRICT;

CREATE TABLE consents (
    id            INTEGER PRIMARY KEY,
    enrollment_id INTEGER REFERENCES enrollments (id),
    case_id       INTEGER REFERENCES cases (id),
    text_version  TEXT NOT NULL,
    text_sha256   TEXT NOT NULL,
    language      TEXT NOT NULL,
    at            TEXT NOT NULL,
    choice        TEXT NOT NULL CHECK (choice IN ('face', 'staff'))
) STRICT;

-- The captured picture, until its day of erasure.
CREATE TABLE faces (
    enrollment_id INTEGER PRIMARY KEY REFERENCES enrollments (id),
    picture       BLOB NOT NULL,
    erase_on      TEXT NOT NULL
) STRICT;
CREATE INDEX faces_by_erasure ON faces (erase_on);

-- Failed sign-ins in a row. The key is a keyed hash of the number, so that a number without an
-- account is counted alike and is not stored.
CREATE TABLE lockouts (
    number_key BLOB PRIMARY KEY CHECK (length(number_key) = 32),
    failures   INTEGER NOT NULL CHECK (failures >= 0),
    last_at    TEXT NOT NULL
) STRICT;
CREATE INDEX lockouts_by_age ON lockouts (last_at);

-- AUTOINCREMENT remembers the highest number, so that rows cut off at the end are noticed.
CREATE TABLE audit (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    at           TEXT NOT NULL,
    event        TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id   INTEGER NOT NULL,
    detail       TEXT NOT NULL,
    hash         BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows stay as they are'); END;
CREATE TRIGGER audit_is_not_erased BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows stay as they are'); END;
