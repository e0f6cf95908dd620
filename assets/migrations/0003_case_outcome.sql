-- How a case ended, and the day on which it was closed (for its erasure).
ALTER TABLE cases ADD COLUMN outcome TEXT CHECK (outcome IN ('enrolled', 'helped', 'refused', 'left'));
ALTER TABLE cases ADD COLUMN closed_on TEXT;
CREATE INDEX cases_by_closing ON cases (closed_on) WHERE closed_on IS NOT NULL;
CREATE INDEX cases_by_number ON cases (permit_number) WHERE closed_at IS NULL;
