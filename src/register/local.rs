//! The register as the kiosk's own store holds it.

use super::{PermitRegister, RegisterError};
use crate::domain::permit::{PermitNumber, WorkPermit};
use crate::store::Store;

impl PermitRegister for Store {
    fn find(&mut self, number: &PermitNumber) -> Result<Option<WorkPermit>, RegisterError> {
        self.permit(number).map_err(|error| RegisterError::Unavailable(error.to_string()))
    }
}
