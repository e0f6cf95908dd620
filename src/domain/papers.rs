//! What visitors are asked before the form: papers that make a registration fail later.

/// What may be amiss with the papers at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PapersIssue {
    /// The notification letter, which has the number, is not at hand.
    NoLetter,
    /// There is only a plastic permit of the old kind, which the electronic register may not hold.
    OldPermit,
    /// The passport was renewed after the permit was issued.
    RenewedPassport,
}

impl PapersIssue {
    /// In the order they are asked for.
    pub const ALL: [Self; 3] = [Self::NoLetter, Self::OldPermit, Self::RenewedPassport];

    /// The catalogue's key of what it means, followed by `_why` and `_do`; also its stored form.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NoLetter => "m_noletter",
            Self::OldPermit => "m_old",
            Self::RenewedPassport => "m_renewed",
        }
    }
}
