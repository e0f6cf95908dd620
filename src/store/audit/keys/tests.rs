use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use super::*;
use crate::domain::audit::AuditActor;
use crate::domain::audit_log::{AuditFilter, AuditProof};
use crate::domain::staff::{By, StaffMember};
use crate::store::StorePaths;
use crate::store::audit::tests::{change as changed, day, found, printed, rechain};
use crate::store::fixtures::{FAST, at, leave};

/// A store on disk whose log was signed once, and leave to change the key.
struct Kept {
    home: tempfile::TempDir,
    store: Store,
    leave: Authority,
}

impl Kept {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open_with(&StorePaths::in_folder(home.path()), FAST).unwrap();
        store.append_audit(printed(1), at()).unwrap();
        store.sign_audit(day(1), at()).unwrap().unwrap();
        let leave = leave(&mut store, Act::RotateKeys);
        Self { home, store, leave }
    }

    fn rotate(&mut self) -> KeyChange {
        self.store.rotate_audit_key(&self.leave, at()).unwrap()
    }

    fn proof(&self) -> AuditProof {
        self.store.audit_proof().unwrap()
    }

    fn file(&self) -> PathBuf {
        self.home.path().join("keys/audit.signing")
    }
}

fn put(file: &Path, key: &[u8]) {
    fs::write(file, key).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn what_every_key_signed_in_its_time_fits() {
    let mut kept = Kept::new();
    let before = kept.proof();
    let first = kept.rotate();
    assert_eq!((Some(first.old_key), first.head), (before.public_key, before.head));
    kept.store.append_audit(printed(2), at()).unwrap();
    kept.store.sign_audit(day(2), at()).unwrap().unwrap();
    let second = kept.rotate();
    kept.store.sign_audit(day(3), at()).unwrap().unwrap();
    kept.store = Store::open_with(&StorePaths::in_folder(kept.home.path()), FAST).unwrap();
    let proof = kept.proof();
    assert_eq!(proof.key_changes, [first, second]);
    assert_eq!((second.old_key, proof.public_key), (first.new_key, Some(second.new_key)));
    let signed: Vec<_> = proof.signatures.iter().map(|signature| signature.public_key).collect();
    assert_eq!(signed, [first.old_key, first.new_key, second.new_key]);
    assert!(signed.iter().all(|key| proof.knows(key)) && !proof.knows(&[7; 32]));
    assert_eq!(proof.handed_over(&first.old_key), Some(&first));
    assert!(!ready(&kept.file()).exists());
    assert_eq!(fs::metadata(kept.file()).unwrap().permissions().mode() & 0o777, 0o600);
    let filter = AuditFilter { event: Some(AuditEvent::AuditKeyChanged), ..AuditFilter::default() };
    let entries = kept.store.audit_rows(&filter, false, 9).unwrap();
    assert_eq!(entries.iter().map(|row| row.number - 1).collect::<Vec<_>>(), [first, second].map(|c| c.head.entries));
    assert!(
        entries.iter().all(|row| row.actor == Some(AuditActor::from(&kept.leave)) && kept.leave.second().is_some())
    );
}

#[test]
fn a_key_can_be_changed_before_it_signed_anything_and_in_memory() {
    let home = tempfile::tempdir().unwrap();
    let on_disk = Store::open_with(&StorePaths::in_folder(home.path()), FAST).unwrap();
    for mut store in [on_disk, Store::in_memory().unwrap()] {
        let leave = leave(&mut store, Act::RotateKeys);
        let changes = [(); 2].map(|()| store.rotate_audit_key(&leave, at()).unwrap());
        assert_eq!(store.audit_proof().unwrap().key_changes, changes);
        assert_eq!(found(&store), "sound, 1 unsigned", "both keys signed what was there");
        store.sign_audit(day(1), at()).unwrap().unwrap();
        store.audit_proof().unwrap();
    }
}

#[test]
fn a_change_that_was_cut_off_is_finished_or_never_was() {
    let mut kept = Kept::new();
    let old = fs::read(kept.file()).unwrap();
    // Before it was written: what lies ready is no key of this log.
    put(&ready(&kept.file()), &[9; 32]);
    let first = kept.proof();
    kept.store.sign_audit(day(2), at()).unwrap().unwrap();
    assert_eq!(kept.proof().public_key, first.public_key);
    // After it was written, before the new key took the old one's place.
    let change = kept.rotate();
    let new = fs::read(kept.file()).unwrap();
    put(&ready(&kept.file()), &new);
    put(&kept.file(), &old);
    kept.store.sign_audit(day(3), at()).unwrap().unwrap();
    assert_eq!(kept.proof().public_key, Some(change.new_key));
    assert!(fs::read(kept.file()).unwrap() == new && !ready(&kept.file()).exists());
}

#[test]
fn a_lost_key_hands_nothing_over_and_an_older_one_is_told() {
    let mut kept = Kept::new();
    let old = fs::read(kept.file()).unwrap();
    fs::remove_file(kept.file()).unwrap();
    let entries = |kept: &Kept| chain_length(&kept.store);
    let before = entries(&kept);
    let lost = kept.store.rotate_audit_key(&kept.leave, at()).unwrap_err();
    assert!(matches!(lost, StoreError::SigningKeyMissing(_)));
    let said = lost.to_string();
    assert!(said.contains("Restore the key file from its backup") && said.contains("no new key"), "{said}");
    assert_eq!(entries(&kept), before, "nothing was written");
    assert!(!kept.file().exists(), "and no key was made over what the lost one signed");
    put(&kept.file(), &old);
    kept.rotate();
    put(&kept.file(), &old);
    assert!(matches!(kept.store.audit_proof(), Err(StoreError::OtherSigningKey(_))));
    assert!(matches!(kept.store.sign_audit(day(2), at()), Err(StoreError::OtherSigningKey(_))));
    fs::remove_file(kept.file()).unwrap();
    assert!(matches!(kept.store.audit_proof(), Err(StoreError::SigningKeyMissing(_))));
}

fn chain_length(store: &Store) -> i64 {
    store.db.query_row("SELECT count(*) FROM audit", [], |row| row.get(0)).unwrap()
}

/// Entries 1 (printed), 2 (signed), 3 and 4 (staff), 5 (key changed), 6 (printed).
fn rotated() -> Kept {
    let mut kept = Kept::new();
    assert_eq!(kept.rotate().head.entries, 4);
    kept.store.append_audit(printed(6), at()).unwrap();
    assert_eq!(found(&kept.store), "sound, 2 unsigned");
    kept
}

#[test]
fn every_tampering_with_a_change_is_found() {
    let not_as_signed = "1 to 4 not as signed on 2026-06-01";
    for (sql, told) in [
        ("UPDATE audit_keys SET by_old = by_new", not_as_signed),
        ("UPDATE audit_keys SET by_new = by_old", not_as_signed),
        ("UPDATE audit_keys SET day = '2026-06-02'", "1 to 4 not as signed on 2026-06-02"),
        ("UPDATE audit_keys SET hash = zeroblob(32)", not_as_signed),
        ("UPDATE audit_keys SET old_key = zeroblob(32)", not_as_signed),
        ("UPDATE audit_keys SET entries = 3", "1 to 3 not as signed on 2026-06-01"),
        ("UPDATE audit_keys SET entries = 99", "broken at 7"),
        // Without the change, what the old key signed is of a stranger.
        ("DELETE FROM audit_keys", "1 to 1 not as signed on 2026-06-01"),
        ("DELETE FROM audit_keys; DELETE FROM audit_signatures", "signature of 2 missing"),
    ] {
        let kept = rotated();
        changed(&kept.store, sql);
        assert_eq!(found(&kept.store), told, "{sql}");
    }
    let kept = rotated();
    changed(&kept.store, "UPDATE audit_keys SET new_key = old_key");
    assert!(found(&kept.store).contains("not the key that signs the audit log now"), "{}", found(&kept.store));
}

#[test]
fn what_was_signed_over_cannot_be_written_anew() {
    let mut kept = rotated();
    changed(&kept.store, "UPDATE audit SET subject_id = 99 WHERE number = 3");
    rechain(&kept.store.db, 3);
    assert_eq!(found(&kept.store), "1 to 4 not as signed on 2026-06-01");
    assert!(matches!(kept.store.sign_audit(day(2), at()), Err(StoreError::AuditNotAsSigned { to: 4, .. })));
    // Nor the entry that says who signed for it be taken away.
    let kept = rotated();
    changed(&kept.store, "DELETE FROM audit WHERE number = 5");
    rechain(&kept.store.db, 5);
    assert_eq!(found(&kept.store), "broken at 5");
}

#[test]
fn only_two_with_leave_for_it_change_the_key() {
    let mut kept = Kept::new();
    let members: Vec<StaffMember> = kept
        .store
        .list_staff()
        .unwrap()
        .into_iter()
        .map(|row| StaffMember { id: row.id, number: row.number, role: row.role, must_change: false })
        .collect();
    let before = kept.proof();
    for act in Act::ALL.into_iter().filter(|act| *act != Act::RotateKeys) {
        let other = Authority::of(act, &members[0], Some(&members[1])).unwrap();
        assert!(matches!(kept.store.rotate_audit_key(&other, at()), Err(StoreError::OtherAct)), "{act:?}");
    }
    assert_eq!(kept.proof(), before);
    kept.store.disable_staff(&members[1].number, By::Command, at()).unwrap();
    let before = kept.proof();
    assert!(matches!(kept.store.rotate_audit_key(&kept.leave, at()), Err(StoreError::LeaveEnded)));
    assert_eq!(kept.proof(), before);
}
