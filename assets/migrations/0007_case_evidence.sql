-- What staff look at to decide a case: kept only with consent to face recognition, and erased when the case
-- is closed. The readings are those of the picture, or of the last frame where no picture was kept.
CREATE TABLE case_faces (
    case_id              INTEGER PRIMARY KEY REFERENCES cases (id),
    picture              BLOB,
    score                REAL,
    faces                INTEGER,
    inter_eye_px         REAL,
    face_share           REAL,
    inside               INTEGER CHECK (inside IN (0, 1)),
    luminance            REAL,
    background_luminance REAL,
    evenness             REAL,
    overexposed          REAL,
    underexposed         REAL,
    sharpness            REAL,
    mouth_seen           REAL,
    glare                REAL
) STRICT;

-- Captures made, how the last of them ended, who is looking at the case, and what was decided. Staff are named
-- by their row's id, as in the audit log.
ALTER TABLE cases ADD COLUMN tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0);
ALTER TABLE cases ADD COLUMN finding TEXT CHECK (finding IN ('unclear', 'refused', 'not_sure', 'attack'));
ALTER TABLE cases ADD COLUMN claimed_by INTEGER;
ALTER TABLE cases ADD COLUMN claimed_at TEXT;
ALTER TABLE cases ADD COLUMN decided TEXT CHECK (decided IN ('approved', 'refused', 'retake'));
ALTER TABLE cases ADD COLUMN reason TEXT
    CHECK (reason IN ('not_same_person', 'documents_do_not_fit', 'data_differ', 'visitor_gone'));
