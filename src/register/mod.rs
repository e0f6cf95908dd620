//! The permit register: what the authority knows of permits.

use crate::domain::permit::{PermitNumber, WorkPermit};

pub mod demo;
pub mod demo_files;
pub mod files;
pub mod import;
mod local;
mod table;

/// Why the register could not answer.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error("the permit register cannot be read: {0}")]
    Unavailable(String),
}

/// Answers for permits.
pub trait PermitRegister: Send {
    /// The permit with this number.
    ///
    /// # Errors
    /// If the register cannot be read.
    fn find(&mut self, number: &PermitNumber) -> Result<Option<WorkPermit>, RegisterError>;
}
