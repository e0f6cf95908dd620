-- What a supervisor chose on the kiosk where its configuration file leaves the choice.
CREATE TABLE settings (
    setting TEXT PRIMARY KEY,
    value   TEXT NOT NULL CHECK (length(value) <= 200)
) STRICT;
