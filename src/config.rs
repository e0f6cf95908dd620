//! `kiosk.toml` read and checked.
