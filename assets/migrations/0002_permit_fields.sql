-- What the notification letter holds and the register lacked. A permit imported before knows none of
-- it until it is imported again.
ALTER TABLE permits ADD COLUMN title TEXT CHECK (title IN ('Mr', 'Ms'));
ALTER TABLE permits ADD COLUMN approver_zh TEXT NOT NULL DEFAULT '';
ALTER TABLE permits ADD COLUMN approver_en TEXT NOT NULL DEFAULT '';
ALTER TABLE permits ADD COLUMN family_members TEXT NOT NULL DEFAULT '';
-- One word for it everywhere, the letter's.
ALTER TABLE permits RENAME COLUMN nationality_zh TO citizenship_zh;
ALTER TABLE permits RENAME COLUMN nationality_en TO citizenship_en;
