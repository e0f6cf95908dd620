-- Where staff verified the holder there was no comparison: decision and score may be missing. The columns are made
-- anew, because what refers to the table's rows must not lose them.
ALTER TABLE enrollments ADD COLUMN made_decision TEXT CHECK (made_decision IN ('accept', 'staff', 'refuse'));
ALTER TABLE enrollments ADD COLUMN measured_score REAL;
UPDATE enrollments SET made_decision = decision, measured_score = score;
ALTER TABLE enrollments DROP COLUMN decision;
ALTER TABLE enrollments DROP COLUMN score;
ALTER TABLE enrollments RENAME COLUMN made_decision TO decision;
ALTER TABLE enrollments RENAME COLUMN measured_score TO score;
