//! `face watch`: follows a face through a recording or a camera, counts its movements and, if asked
//! to, holds a liveness challenge over it.

use std::io::Write;
use std::time::Instant;

use serde_json::{Value, json};

use super::face::FaceCommandError;
use crate::camera::CameraError;
use crate::domain::face::FaceReading;
use crate::domain::fault::Fault;
use crate::domain::frame::Frame;
use crate::domain::liveness::{LivenessChallenge, LivenessStep, Prompt};
use crate::domain::presentation::{Schedule, mean};
use crate::face::FaceEngine;
use crate::face::events::{MovementCounter, MovementCounts};

/// `face watch`
#[derive(Clone, Debug, Default)]
pub struct WatchArgs {
    /// Movements to ask for, in this order; none: only count.
    pub prompts: Vec<Prompt>,
    /// One JSON object a line instead of words.
    pub json: bool,
}

/// What became of the challenge.
enum Verdict {
    /// No movements were asked for.
    NotAsked,
    /// Still on its way.
    Running(LivenessChallenge),
    Passed,
    Over(Fault),
}

/// Totals of one watch.
#[derive(Default)]
struct Totals {
    frames: u32,
    with_face: u32,
    engine_ms: f64,
    /// How live the face looked, a few frames a second.
    liveness: Vec<f32>,
    done: Vec<Prompt>,
}

/// Reads every frame of `frames`, prints a line for each and a summary at the end. A frame that did
/// not come in time is waited for; any other camera error ends the watch.
///
/// # Errors
/// If the engine or the camera fails, no frame came, or the output fails. A challenge that is not
/// passed is no error: the summary says so, and the answer is `false`.
pub fn watch(
    frames: &mut dyn Iterator<Item = Result<Frame, CameraError>>,
    args: &WatchArgs,
    out: &mut dyn Write,
) -> Result<bool, FaceCommandError> {
    let mut engine = FaceEngine::load()?;
    let mut counter = MovementCounter::new();
    let mut totals = Totals::default();
    let mut verdict = None;
    let mut schedule = Schedule::default();
    for frame in frames {
        let frame = match frame {
            Err(CameraError::Timeout) => continue,
            other => other?,
        };
        let began = Instant::now();
        let reading = engine.read(&frame)?;
        let ms = began.elapsed().as_secs_f64() * 1e3;
        totals.frames += 1;
        totals.with_face += u32::from(reading.face.is_some());
        totals.engine_ms += ms;
        if let Some(face) = schedule.due(&reading) {
            totals.liveness.extend(engine.look(&frame, face)?.score);
        }
        counter.read(&reading);
        let before = verdict.take().unwrap_or_else(|| match LivenessChallenge::of(&args.prompts, frame.at) {
            Some(challenge) => Verdict::Running(challenge),
            None => Verdict::NotAsked,
        });
        let now = advance(before, &reading, &mut totals.done);
        print_reading(&reading, ms, &now, args.json, out)?;
        verdict = Some(now);
    }
    let verdict = verdict.ok_or(FaceCommandError::NoFrames)?;
    print_summary(&totals, counter.counts(), &verdict, args, out)?;
    Ok(matches!(verdict, Verdict::NotAsked | Verdict::Passed))
}

fn advance(verdict: Verdict, reading: &FaceReading, done: &mut Vec<Prompt>) -> Verdict {
    let Verdict::Running(challenge) = verdict else { return verdict };
    done.clear();
    done.extend_from_slice(challenge.done());
    match challenge.advance(reading).step {
        LivenessStep::Continue(challenge) => {
            done.clear();
            done.extend_from_slice(challenge.done());
            Verdict::Running(challenge)
        }
        LivenessStep::Passed(proof) => {
            done.clear();
            done.extend_from_slice(proof.prompts());
            Verdict::Passed
        }
        LivenessStep::Over(fault) => Verdict::Over(fault),
    }
}

fn print_reading(
    reading: &FaceReading,
    ms: f64,
    verdict: &Verdict,
    as_json: bool,
    out: &mut dyn Write,
) -> Result<(), FaceCommandError> {
    let seconds = reading.at.millis() as f64 / 1e3;
    let asked = match verdict {
        Verdict::Running(challenge) => challenge.prompt().map(Prompt::word),
        _ => None,
    };
    if as_json {
        let face = reading.face.as_ref().map(super::face::face_json);
        writeln!(
            out,
            "{}",
            json!({ "seconds": seconds, "faces": reading.faces, "track": reading.track, "face": face, "asked": asked, "ms": ms })
        )?;
        return Ok(());
    }
    write!(out, "{seconds:8.3} s  ")?;
    match &reading.face {
        Some(face) => write!(out, "{}", super::face::face_words(face))?,
        None => write!(out, "no face")?,
    }
    if reading.faces > 1 {
        write!(out, "  {} faces", reading.faces)?;
    }
    if let Some(word) = asked {
        write!(out, "  asked: {word}")?;
    }
    writeln!(out)?;
    Ok(())
}

fn print_summary(
    totals: &Totals,
    counts: MovementCounts,
    verdict: &Verdict,
    args: &WatchArgs,
    out: &mut dyn Write,
) -> Result<(), FaceCommandError> {
    let words: Vec<&str> = totals.done.iter().map(|p| p.word()).collect();
    let stopped_at = args.prompts.get(totals.done.len()).map(|p| p.word());
    let (name, fault) = match verdict {
        Verdict::NotAsked => ("counted", None),
        Verdict::Passed => ("passed", None),
        Verdict::Running(_) => ("unfinished", None),
        Verdict::Over(fault) => ("refused", Some(*fault)),
    };
    let per_frame = totals.engine_ms / f64::from(totals.frames.max(1));
    if args.json {
        let mut summary = json!({
            "frames": totals.frames,
            "frames_with_face": totals.with_face,
            "counts": counts,
            "prompts_passed": words,
            "verdict": name,
            "fault": fault,
            "ms_per_frame": per_frame,
            "liveness_mean": mean(&totals.liveness),
            "liveness_frames": totals.liveness.len(),
        });
        if !matches!(verdict, Verdict::Passed) {
            summary["stopped_at"] = Value::from(stopped_at);
        }
        writeln!(out, "{summary}")?;
        return Ok(());
    }
    writeln!(out, "frames {}, with a face {}, {per_frame:.1} ms a frame", totals.frames, totals.with_face)?;
    writeln!(
        out,
        "blinks {}, mouth openings {}, turns left {} right {}, looks up {} down {}",
        counts.blinks, counts.mouth_openings, counts.turns_left, counts.turns_right, counts.looks_up, counts.looks_down
    )?;
    if let Some(mean) = mean(&totals.liveness) {
        writeln!(out, "looks live {mean:.2} (0-1) in {} frames", totals.liveness.len())?;
    }
    write!(out, "verdict: {name}")?;
    if !args.prompts.is_empty() {
        write!(out, "; movements passed: {}", if words.is_empty() { "none".to_string() } else { words.join(", ") })?;
        if let (false, Some(word)) = (matches!(verdict, Verdict::Passed), stopped_at) {
            write!(out, "; stopped at: {word}")?;
        }
        if let Some(fault) = fault {
            write!(out, "; cause: {}", super::face::fault_word(Some(fault)))?;
        }
    }
    writeln!(out)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::frame::FrameId;
    use crate::domain::time::Moment;

    fn grey(id: u64) -> Frame {
        Frame::new(FrameId(id), Moment::from_millis(id * 40), 64, 48, vec![90; 64 * 48 * 3]).unwrap()
    }

    #[test]
    fn frames_without_a_face_are_counted_and_pass_nothing() {
        let args = WatchArgs { prompts: vec![Prompt::Blink], json: true };
        let mut out = Vec::new();
        let mut frames = [Ok(grey(0)), Err(CameraError::Timeout), Ok(grey(1))].into_iter();
        assert!(!watch(&mut frames, &args, &mut out).unwrap());
        let text = String::from_utf8(out).unwrap();
        let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
        assert_eq!(text.lines().count(), 3);
        assert_eq!((&last["frames"], &last["frames_with_face"]), (&json!(2), &json!(0)));
        assert_eq!((&last["verdict"], &last["stopped_at"]), (&json!("unfinished"), &json!("blink")));
    }

    #[test]
    fn a_camera_that_fails_ends_the_watch() {
        let mut frames = [Ok(grey(0)), Err(CameraError::Stalled)].into_iter();
        let ended = watch(&mut frames, &WatchArgs::default(), &mut Vec::new());
        assert!(matches!(ended, Err(FaceCommandError::Camera(CameraError::Stalled))));
        let ended = watch(&mut std::iter::empty(), &WatchArgs::default(), &mut Vec::new());
        assert!(matches!(ended, Err(FaceCommandError::NoFrames)));
    }
}
