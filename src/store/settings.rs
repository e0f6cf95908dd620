//! What a supervisor chose on the kiosk.

use rusqlite::params;

use super::{Result, Store, audit, staff};
use crate::domain::audit::{AuditEntry, AuditEvent, AuditSubject};
use crate::domain::settings::SettingChange;
use crate::domain::staff::{Act, Authority};
use crate::domain::time::Timestamp;

impl Store {
    /// Everything that was chosen. What this program does not know, from a newer one say, is left out.
    ///
    /// # Errors
    /// If the database fails.
    pub fn settings(&self) -> Result<Vec<SettingChange>> {
        let mut statement = self.db.prepare("SELECT setting, value FROM settings ORDER BY setting")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let known = rows.iter().filter_map(|(setting, value)| {
            let change = SettingChange::of_stored(setting, value);
            if change.is_none() {
                tracing::warn!(setting, "a stored setting is not known to this program and left out");
            }
            change
        });
        Ok(known.collect())
    }

    /// Keeps a choice in place of the one before.
    ///
    /// # Errors
    /// [`super::StoreError::OtherAct`] unless leave is for [`Act::ChangeSettings`]; [`super::StoreError::LeaveEnded`];
    /// or the database fails. The choice before holds then.
    pub fn change_setting(&mut self, leave: &Authority, change: &SettingChange, at: Timestamp) -> Result<()> {
        self.write(|db| {
            staff::allowed(db, leave, Act::ChangeSettings)?;
            let word = change.setting().word();
            db.execute(
                "INSERT INTO settings VALUES (?1, ?2) ON CONFLICT (setting) DO UPDATE SET value = excluded.value",
                params![word, change.value()],
            )?;
            audit::append(db, AuditEntry::new(AuditEvent::SettingChanged, AuditSubject::Kiosk).with(word).by(leave), at)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::audit_log::AuditFilter;
    use crate::domain::language::Language;
    use crate::domain::settings::{CameraKey, Rest};
    use crate::store::StoreError;
    use crate::store::fixtures::{at, leave, store_with};

    #[test]
    fn the_last_choice_holds_and_each_is_noted() {
        let mut store = store_with([]);
        assert_eq!(store.settings().unwrap(), []);
        let leave = leave(&mut store, Act::ChangeSettings);
        let camera = SettingChange::Camera(CameraKey::parse("046d:0825"));
        for change in [SettingChange::Rest(Rest::Short), camera.clone(), SettingChange::Rest(Rest::Long)] {
            store.change_setting(&leave, &change, at()).unwrap();
        }
        assert_eq!(store.settings().unwrap(), [camera, SettingChange::Rest(Rest::Long)]);
        let filter = AuditFilter { event: Some(AuditEvent::SettingChanged), ..AuditFilter::default() };
        let words: Vec<_> = store.audit_rows(&filter, false, 9).unwrap().into_iter().map(|row| row.detail).collect();
        assert_eq!(words, ["rest", "camera", "rest"]);
        store.db.execute("INSERT INTO settings VALUES ('colour', 'red')", []).unwrap();
        assert_eq!(store.settings().unwrap().len(), 2, "unknown ones are left out");
    }

    #[test]
    fn only_leave_for_settings_changes_them() {
        let mut store = store_with([]);
        let other = leave(&mut store, Act::ManageStaff);
        let refused = store.change_setting(&other, &SettingChange::Language(Language::English), at());
        assert!(matches!(refused, Err(StoreError::OtherAct)));
        assert_eq!(store.settings().unwrap(), []);
    }
}
