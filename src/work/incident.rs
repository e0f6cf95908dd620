//! Each error is logged once, under a number that the visitor can show to staff.

use crate::domain::fault::{Fault, Incident};

/// Logs `error` with its causes and returns the number it stands under.
///
/// Errors of every room are written so that they carry no personal data.
pub fn log(fault: Fault, error: &dyn std::error::Error) -> Incident {
    let incident = Incident(rand::random::<u32>() & 0x3FFF_FFFF);
    let mut chain = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        chain.push_str(": ");
        chain.push_str(&cause.to_string());
        source = cause.source();
    }
    tracing::error!(incident = %incident, fault = fault.key(), "{chain}");
    incident
}
