//! Which photos the quality gate lets through, and what it says of the others.

use std::path::Path;

use esscard_kiosk::domain::quality::Gates;
use esscard_kiosk::face::FaceEngine;

use super::manifest::Entry;

/// Kinds of stills that tell something about the gates.
const KINDS: [&str; 6] = ["quality", "partial_face", "several_faces", "no_face", "not_a_live_face", "mrz_negative"];

/// One still.
pub struct Gated {
    /// [`Entry::number`].
    pub number: String,
    pub kind: String,
    pub faces: usize,
    /// Names of the checks that failed, with what was measured.
    pub failed: Vec<(&'static str, f32)>,
    /// What the photo would be refused for; `None`: let through.
    pub fault: Option<String>,
}

pub fn gated(
    root: &Path,
    entries: &[Entry],
    engine: &mut FaceEngine,
) -> Result<Vec<Gated>, Box<dyn std::error::Error>> {
    let gates = Gates::default();
    let mut rows = Vec::new();
    for entry in entries.iter().filter(|e| KINDS.contains(&e.kind.as_str())) {
        let bytes = std::fs::read(root.join(&entry.file))?;
        let (number, kind) = (entry.number(), entry.kind.clone());
        let row = match engine.inspect_photo(&bytes) {
            Ok(found) => match found.first() {
                Some(face) => Gated {
                    number,
                    kind,
                    faces: found.len(),
                    failed: gates
                        .checks(&face.quality, found.len())
                        .iter()
                        .filter(|check| !check.pass)
                        .map(|check| (check.name, check.value))
                        .collect(),
                    fault: gates.judge_photo(face, found.len()).map(|fault| format!("{fault:?}")),
                },
                None => Gated { number, kind, faces: 0, failed: Vec::new(), fault: Some("no face".into()) },
            },
            Err(error) => Gated { number, kind, faces: 0, failed: Vec::new(), fault: Some(error.to_string()) },
        };
        rows.push(row);
    }
    Ok(rows)
}
