//! `face inspect` and `face compare`: what the face engine sees, in numbers.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::camera::CameraError;
use crate::domain::face::{FaceState, FaceTemplate};
use crate::domain::fault::Fault;
use crate::domain::match_policy::{Decision, MatchPolicy};
use crate::domain::quality::Gates;
use crate::face::{FaceEngine, FaceError};

/// `face inspect IMAGE...`
#[derive(Clone, Debug)]
pub struct InspectArgs {
    /// JPEG or PNG files.
    pub images: Vec<PathBuf>,
    /// One JSON object a line instead of words.
    pub json: bool,
}

/// `face compare A B`
#[derive(Clone, Debug)]
pub struct CompareArgs {
    /// One photo.
    pub a: PathBuf,
    /// The other photo.
    pub b: PathBuf,
    /// JSON instead of words.
    pub json: bool,
}

/// `face compare --pairs PAIRS.csv --out SCORES.csv`
#[derive(Clone, Debug)]
pub struct PairsArgs {
    /// CSV with a header that names `file_a` and `file_b`.
    pub pairs: PathBuf,
    /// Folder the files are relative to; default: the folder of `pairs`.
    pub root: Option<PathBuf>,
    /// CSV to write: `file_a,file_b,score,decision,fault`.
    pub out: PathBuf,
}

/// Why a face command ended with a fault.
#[derive(Debug, thiserror::Error)]
pub enum FaceCommandError {
    /// The engine.
    #[error(transparent)]
    Face(#[from] FaceError),
    /// The camera or recording.
    #[error(transparent)]
    Camera(#[from] CameraError),
    /// No frame came at all.
    #[error("the recording holds no frames")]
    NoFrames,
    /// Files that could not be read; each was named in the output.
    #[error("{0} of the files could not be read as photos; see the lines above")]
    Unreadable(usize),
    /// One file that could not be read.
    #[error("{path}: {cause}")]
    File {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        cause: String,
    },
    /// The CSV of pairs is not usable.
    #[error("{path}: {cause}")]
    Pairs {
        /// The file.
        path: PathBuf,
        /// What went wrong, with the line.
        cause: String,
    },
    /// The output cannot be written.
    #[error("the output cannot be written: {0}")]
    Output(#[from] std::io::Error),
}

/// Most pairs one CSV may list.
const MAX_PAIRS: usize = 1_000_000;

/// Prints one line an image: its faces, the quality checks of the largest, and the fault or null.
///
/// # Errors
/// If the engine cannot be loaded, a file is no photo (after all files were tried), or the output fails.
pub fn inspect(args: &InspectArgs, out: &mut dyn Write) -> Result<(), FaceCommandError> {
    let mut engine = FaceEngine::load()?;
    let gates = Gates::default();
    let mut unreadable = 0;
    for path in &args.images {
        let faces = photo_bytes(path).and_then(|bytes| Ok(engine.inspect_photo(&bytes)?));
        let faces = match faces {
            Ok(faces) => faces,
            Err(e @ (FaceCommandError::File { .. } | FaceCommandError::Face(FaceError::Photo(_)))) => {
                unreadable += 1;
                if args.json {
                    writeln!(out, "{}", json!({ "file": path, "error": e.to_string() }))?;
                } else {
                    writeln!(out, "{}: {e}", path.display())?;
                }
                continue;
            }
            Err(e) => return Err(e),
        };
        let fault = match faces.first() {
            Some(largest) => gates.judge_photo(largest, faces.len()),
            None => Some(Fault::NoFace),
        };
        if args.json {
            let with_checks = |face: &FaceState| {
                let mut json = face_json(face);
                json["checks"] = checks_json(face, faces.len(), &gates);
                json
            };
            let list: Vec<Value> = faces.iter().map(with_checks).collect();
            writeln!(out, "{}", json!({ "file": path, "faces": list, "fault": fault }))?;
        } else {
            write!(out, "{}: {} face{}", path.display(), faces.len(), if faces.len() == 1 { "" } else { "s" })?;
            for face in &faces {
                write!(out, "; {}", face_words(face))?;
            }
            if let Some(face) = faces.first() {
                for check in gates.checks(&face.quality, faces.len()) {
                    write!(out, "; {} {:.2} {}", check.name, check.value, if check.pass { "ok" } else { "FAIL" })?;
                }
            }
            writeln!(out, "; fault {}", fault_word(fault))?;
        }
    }
    if unreadable > 0 { Err(FaceCommandError::Unreadable(unreadable)) } else { Ok(()) }
}

/// Compares the largest faces of two photos and prints score and decision.
///
/// # Errors
/// If a photo cannot be read or holds no face, or the engine fails.
pub fn compare_two(args: &CompareArgs, out: &mut dyn Write) -> Result<(), FaceCommandError> {
    let mut engine = FaceEngine::load()?;
    let mut templates = Vec::with_capacity(2);
    for path in [&args.a, &args.b] {
        let bytes = photo_bytes(path)?;
        let (template, _) = engine.portrait_template(&bytes).map_err(|e| match e {
            FaceError::NoFace | FaceError::Photo(_) => {
                FaceCommandError::File { path: path.clone(), cause: e.to_string() }
            }
            other => other.into(),
        })?;
        templates.push(template);
    }
    let score = templates[0].similarity(&templates[1]);
    let decision = MatchPolicy::default().decide(score);
    if args.json {
        writeln!(out, "{}", json!({ "a": args.a, "b": args.b, "score": score, "decision": decision }))?;
    } else {
        writeln!(out, "score {score:.4}, {}", decision_word(decision))?;
    }
    Ok(())
}

/// Compares every pair of a CSV; each file is embedded once. Writes the scores and prints a summary
/// (with errors, where the CSV has a column `same`).
///
/// # Errors
/// If the CSV cannot be read or written, or the engine fails. A file that is no photo or holds no
/// face gives a row without a score and with a fault.
pub fn compare_pairs(args: &PairsArgs, out: &mut dyn Write) -> Result<(), FaceCommandError> {
    let broken = |cause: String| FaceCommandError::Pairs { path: args.pairs.clone(), cause };
    let root = args.root.clone().or_else(|| args.pairs.parent().map(Path::to_path_buf)).unwrap_or_default();
    let mut reader = csv::Reader::from_path(&args.pairs).map_err(|e| broken(e.to_string()))?;
    let header = reader.headers().map_err(|e| broken(e.to_string()))?.clone();
    let column = |name: &str| header.iter().position(|h| h.trim() == name);
    let (Some(column_a), Some(column_b)) = (column("file_a"), column("file_b")) else {
        return Err(broken("the first line must name the columns file_a and file_b".into()));
    };
    let column_same = column("same");
    let unwritable = |e: csv::Error| FaceCommandError::Pairs { path: args.out.clone(), cause: e.to_string() };
    let mut writer = csv::Writer::from_path(&args.out).map_err(unwritable)?;
    writer.write_record(["file_a", "file_b", "score", "decision", "fault"]).map_err(unwritable)?;
    let mut photos = Photos { engine: FaceEngine::load()?, root, known: HashMap::new() };
    let policy = MatchPolicy::default();
    let mut tally = PairTally::default();
    for row in reader.records().take(MAX_PAIRS) {
        let row = row.map_err(|e| broken(e.to_string()))?;
        let (Some(a), Some(b)) = (row.get(column_a), row.get(column_b)) else {
            return Err(broken("a row is too short".into()));
        };
        let score = match (photos.template(a)?, photos.template(b)?) {
            (Ok(a), Ok(b)) => Ok(a.similarity(&b)),
            (Err(fault), _) | (_, Err(fault)) => Err(fault),
        };
        let decision = score.ok().map(|s| policy.decide(s));
        let cells = [
            a.to_string(),
            b.to_string(),
            score.map_or(String::new(), |s| format!("{s:.6}")),
            decision.map_or(String::new(), |d| decision_word(d).to_string()),
            score.err().map_or(String::new(), |f| fault_word(Some(f))),
        ];
        writer.write_record(&cells).map_err(unwritable)?;
        tally.add(decision, column_same.and_then(|c| row.get(c)));
    }
    writer.flush()?;
    tally.print(out)
}

/// Templates of photos, each made once.
struct Photos {
    engine: FaceEngine,
    root: PathBuf,
    known: HashMap<String, Result<FaceTemplate, Fault>>,
}

impl Photos {
    /// The template, or why there is none.
    fn template(&mut self, file: &str) -> Result<Result<FaceTemplate, Fault>, FaceCommandError> {
        if let Some(known) = self.known.get(file) {
            return Ok(known.clone());
        }
        let made = match photo_bytes(&self.root.join(file)) {
            Ok(bytes) => match self.engine.portrait_template(&bytes) {
                Ok((template, _)) => Ok(template),
                Err(e @ (FaceError::NoFace | FaceError::Photo(_) | FaceError::Unaligned)) => Err(e.fault()),
                Err(e) => return Err(e.into()),
            },
            Err(_) => Err(Fault::RegisterUnavailable),
        };
        self.known.insert(file.to_string(), made.clone());
        Ok(made)
    }
}

/// Counts decisions, and errors where the truth is known.
#[derive(Default)]
struct PairTally {
    /// `[different, same, unknown][accept, staff, refuse, none]`
    counts: [[u32; 4]; 3],
}

impl PairTally {
    fn add(&mut self, decision: Option<Decision>, same: Option<&str>) {
        let truth = match same.map(str::trim) {
            Some("0") => 0,
            Some("1") => 1,
            _ => 2,
        };
        let answer = match decision {
            Some(Decision::Accept) => 0,
            Some(Decision::Staff) => 1,
            Some(Decision::Refuse) => 2,
            None => 3,
        };
        self.counts[truth][answer] += 1;
    }

    fn print(&self, out: &mut dyn Write) -> Result<(), FaceCommandError> {
        for (name, c) in ["different people", "same person", "truth not given"].iter().zip(self.counts) {
            let n: u32 = c.iter().sum();
            if n > 0 {
                writeln!(out, "{name}: n {n}, accept {}, staff {}, refuse {}, no score {}", c[0], c[1], c[2], c[3])?;
            }
        }
        Ok(())
    }
}

/// Reads a photo's bytes; a file too large to be a photo is refused before it is read.
fn photo_bytes(path: &Path) -> Result<Vec<u8>, FaceCommandError> {
    let failed = |cause: String| FaceCommandError::File { path: path.to_path_buf(), cause };
    let size = std::fs::metadata(path).map_err(|e| failed(e.to_string()))?.len();
    if size > crate::face::MAX_PHOTO_BYTES as u64 {
        return Err(failed("too large for a photo".into()));
    }
    std::fs::read(path).map_err(|e| failed(e.to_string()))
}

pub(super) fn face_words(face: &FaceState) -> String {
    let b = &face.bounds;
    format!(
        "box {:.0},{:.0} {:.0}x{:.0} score {:.2} yaw {:+.1} pitch {:+.1} roll {:+.1} eyes left {:.2} right {:.2} mouth {:.2} inter-eye {:.0} px",
        b.x,
        b.y,
        b.width,
        b.height,
        face.score,
        face.pose.yaw,
        face.pose.pitch,
        face.pose.roll,
        face.eyes.left,
        face.eyes.right,
        face.mouth,
        face.inter_eye_px
    )
}

/// The readings of one face.
pub(super) fn face_json(face: &FaceState) -> Value {
    let b = &face.bounds;
    json!({
        "box": [rounded(b.x), rounded(b.y), rounded(b.width), rounded(b.height)],
        "score": rounded(face.score),
        "yaw": rounded(face.pose.yaw),
        "pitch": rounded(face.pose.pitch),
        "roll": rounded(face.pose.roll),
        "eye_left": rounded(face.eyes.left),
        "eye_right": rounded(face.eyes.right),
        "mouth": rounded(face.mouth),
        "inter_eye_px": rounded(face.inter_eye_px),
    })
}

/// The quality checks of one face, each with value and pass.
fn checks_json(face: &FaceState, faces: usize, gates: &Gates) -> Value {
    let checks = gates.checks(&face.quality, faces).into_iter();
    checks.map(|c| (c.name.to_string(), json!({ "value": rounded(c.value), "pass": c.pass }))).collect()
}

/// Four decimals: more would be noise, and the shortest form of an f32 in JSON is long.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1e4).round() / 1e4
}

pub(super) fn fault_word(fault: Option<Fault>) -> String {
    fault.map_or_else(|| "none".to_string(), |f| json!(f).as_str().map_or_else(|| format!("{f:?}"), str::to_string))
}

fn decision_word(decision: Decision) -> &'static str {
    match decision {
        Decision::Accept => "accept",
        Decision::Staff => "staff",
        Decision::Refuse => "refuse",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_photo_is_named_and_does_not_stop_the_others() {
        let args = InspectArgs { images: vec!["no/such/a.jpg".into(), "no/such/b.jpg".into()], json: true };
        let mut out = Vec::new();
        let ended = inspect(&args, &mut out);
        assert!(matches!(ended, Err(FaceCommandError::Unreadable(2))));
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.lines().count(), 2);
        assert!(text.lines().all(|l| serde_json::from_str::<Value>(l).unwrap()["error"].is_string()));
    }
}
