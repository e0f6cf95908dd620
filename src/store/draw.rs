//! Random characters that people read out and write down.

use super::{Result, StoreError};
use crate::domain::resume::CODE_CHARACTERS;

/// So many characters, each as likely as any other.
pub(super) fn characters(count: usize) -> Result<zeroize::Zeroizing<String>> {
    let mut drawn = zeroize::Zeroizing::new(String::with_capacity(count));
    while drawn.len() < count {
        let mut byte = [0];
        getrandom::fill(&mut byte).map_err(|error| StoreError::Random(error.to_string()))?;
        // Beyond the largest multiple of 22 some characters would come more often.
        if let Some(c) = CODE_CHARACTERS.get(usize::from(byte[0]) % CODE_CHARACTERS.len()).filter(|_| byte[0] < 242) {
            drawn.push(char::from(*c));
        }
    }
    Ok(drawn)
}
