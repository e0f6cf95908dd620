//! A person's name as on the passport.

/// A name that the shipped fonts can draw: 1 to 66 characters, kept exactly as typed.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonName(String);

impl PersonName {
    /// Checks a typed name.
    ///
    /// # Errors
    /// What is wrong with it, for the field.
    pub fn parse(_typed: &str) -> Result<Self, super::registration::FieldFault> {
        todo!()
    }

    /// As typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonName(..)")
    }
}
