//! Password hashes: argon2id with a pepper.

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

use super::{Result, StoreError};
use crate::domain::secret::Secret;

/// What one hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Parallel lanes.
    pub lanes: u32,
}

impl PasswordCost {
    /// In force: 64 MiB, three passes.
    pub const STANDARD: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    /// OWASP's floor (Password Storage Cheat Sheet): the least that may be used at all.
    pub const FLOOR: Self = Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 };
}

/// Bytes of salt.
const SALT: usize = 16;

fn hasher(cost: PasswordCost, pepper: &[u8; 32]) -> Result<Argon2<'_>> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None).map_err(failed)?;
    Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params).map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> StoreError {
    StoreError::Password(error.to_string())
}

/// The PHC string to store.
pub(super) fn hash(password: &Secret, cost: PasswordCost, pepper: &[u8; 32]) -> Result<String> {
    let mut salt = [0; SALT];
    getrandom::fill(&mut salt).map_err(|error| StoreError::Random(error.to_string()))?;
    let hash = hasher(cost, pepper)?.hash_password_with_salt(password.as_str().as_bytes(), &salt).map_err(failed)?;
    Ok(hash.to_string())
}

/// Whether `password` is the one `stored` was made from. Without `stored` the same work is done for
/// nothing, so that the time does not tell whether a number has an account.
pub(super) fn fits(password: &Secret, stored: Option<&str>, cost: PasswordCost, pepper: &[u8; 32]) -> Result<bool> {
    let hasher = hasher(cost, pepper)?;
    let Some(stored) = stored else {
        let mut out = zeroize::Zeroizing::new([0; Params::DEFAULT_OUTPUT_LEN]);
        hasher.hash_password_into(password.as_str().as_bytes(), &[0; SALT], out.as_mut()).map_err(failed)?;
        return Ok(false);
    };
    let stored = PasswordHash::new(stored).map_err(failed)?;
    match hasher.verify_password(password.as_str().as_bytes(), &stored) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixtures::FAST;

    #[test]
    fn only_the_same_password_and_pepper_fit() {
        let password = Secret::copied("kite-42-moss", 16);
        let stored = hash(&password, FAST, &[1; 32]).unwrap();
        assert!(fits(&password, Some(&stored), FAST, &[1; 32]).unwrap());
        assert!(!fits(&Secret::copied("kite-42-mosS", 16), Some(&stored), FAST, &[1; 32]).unwrap());
        assert!(!fits(&password, Some(&stored), FAST, &[2; 32]).unwrap());
        assert!(!fits(&password, None, FAST, &[1; 32]).unwrap());
        assert_ne!(stored, hash(&password, FAST, &[1; 32]).unwrap(), "each hash has its own salt");
    }

    #[test]
    fn the_standard_cost_is_written_into_the_hash() {
        let stored = hash(&Secret::copied("kite-42-moss", 16), PasswordCost::STANDARD, &[1; 32]).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"), "{stored}");
    }
}
