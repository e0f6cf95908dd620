//! A speech program of the system, found when the program starts: `espeak-ng`, or `spd-say` of
//! speech-dispatcher.
//!
//! The text goes to its standard input, never to its arguments: those can be read by every process of
//! the machine, and the text may hold personal data. One process speaks one utterance, so that it can
//! be stopped at once.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{SpeechError, Utterance, Voice};
use crate::domain::speech::{Level, VoiceState};

/// Bytes of a speech program's complaints that are looked at.
const COMPLAINTS: u64 = 4096;
/// How long a server that speaks is given to be told to stop.
const CANCEL_WITHIN: Duration = Duration::from_secs(1);
/// How often it is looked whether it was.
const CANCEL_LOOK: Duration = Duration::from_millis(10);

/// A speech program this house knows how to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Program {
    EspeakNg,
    SpdSay,
}

impl Program {
    /// In the order they are looked for: `espeak-ng` stops at once and says when there is no sound.
    const ALL: [Self; 2] = [Self::EspeakNg, Self::SpdSay];

    fn name(self) -> &'static str {
        match self {
            Self::EspeakNg => "espeak-ng",
            Self::SpdSay => "spd-say",
        }
    }

    fn arguments(self, utterance: &Utterance) -> Vec<String> {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        match self {
            Self::EspeakNg => {
                let language = language_of_espeak(&utterance.language);
                // 100 and 175 are the program's own.
                let volume = of(utterance.volume, ["40", "100", "180"]);
                let rate = of(utterance.rate, ["120", "175", "240"]);
                words(&["--stdin", "-v", &language, "-a", volume, "-s", rate])
            }
            Self::SpdSay => {
                let language = utterance.language.split('-').next().unwrap_or("en");
                let [volume, rate] = [utterance.volume, utterance.rate].map(|level| of(level, ["-50", "0", "50"]));
                words(&["--pipe-mode", "--wait", "-l", language, "-i", volume, "-r", rate])
            }
        }
    }
}

/// `espeak-ng` calls Mandarin `cmn`; other languages go by their first tag.
fn language_of_espeak(tag: &str) -> String {
    match tag.split('-').next() {
        Some("zh") => "cmn".to_owned(),
        Some(first) if !first.is_empty() && first.chars().all(|c| c.is_ascii_alphabetic()) => first.to_lowercase(),
        _ => "en".to_owned(),
    }
}

fn of(level: Level, steps: [&'static str; 3]) -> &'static str {
    let [low, middle, high] = steps;
    match level {
        Level::Low => low,
        Level::Middle => middle,
        Level::High => high,
    }
}

/// The speech program of this machine.
pub struct Installed {
    program: Program,
    path: PathBuf,
    child: Option<Child>,
}

impl Installed {
    /// The first known program in the search path.
    #[must_use]
    pub fn find() -> Option<Self> {
        let search = std::env::var_os("PATH")?;
        let folders: Vec<PathBuf> = std::env::split_paths(&search).collect();
        Self::find_in(&folders)
    }

    fn find_in(folders: &[PathBuf]) -> Option<Self> {
        Program::ALL.into_iter().find_map(|program| {
            let path = folders.iter().map(|folder| folder.join(program.name())).find(|path| is_program(path))?;
            Some(Self { program, path, child: None })
        })
    }

    /// Its name, for those who look after the machine.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.program.name()
    }

    /// Tells the server of speech-dispatcher, which goes on speaking when its client is gone, to stop.
    /// Waits until it was told: what is said next would be cancelled instead.
    fn cancel(&self) {
        let asked = Command::new(&self.path)
            .arg("--cancel")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        // Where it cannot be started, the next utterance will say so.
        let Ok(mut asked) = asked else { return };
        let until = Instant::now() + CANCEL_WITHIN;
        while matches!(asked.try_wait(), Ok(None)) {
            if Instant::now() >= until {
                end(&mut asked);
                return;
            }
            std::thread::sleep(CANCEL_LOOK);
        }
    }
}

/// Ends a process that may have ended by itself.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

impl Voice for Installed {
    fn begin(&mut self, utterance: &Utterance) -> Result<(), SpeechError> {
        self.stop();
        let failed = |detail| SpeechError::Start { program: self.program.name(), detail };
        let mut child = Command::new(&self.path)
            .args(self.program.arguments(utterance))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        // A few hundred bytes: they fit the pipe, and nothing waits.
        let given = match child.stdin.take() {
            Some(mut input) => input.write_all(utterance.text.as_bytes()),
            None => Ok(()),
        };
        self.child = Some(child);
        match given {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                self.stop();
                Err(SpeechError::Start { program: self.program.name(), detail: error })
            }
            // It ended before it had read all: `is_speaking` tells why.
            _ => Ok(()),
        }
    }

    fn is_speaking(&mut self) -> Result<bool, SpeechError> {
        let Some(child) = &mut self.child else { return Ok(false) };
        let failed = |detail| SpeechError::Failed { program: self.program.name(), detail };
        let Some(status) = child.try_wait().map_err(|error| failed(error.to_string()))? else { return Ok(true) };
        let mut complaints = Vec::new();
        if let Some(errors) = child.stderr.take() {
            // What it managed to complain of is enough; a pipe that cannot be read changes nothing.
            let _ = errors.take(COMPLAINTS).read_to_end(&mut complaints);
        }
        self.child = None;
        // `espeak-ng` ends with 0 even where there is no sound device. What it wrote is not repeated:
        // it could quote what was to be said.
        let complained = String::from_utf8_lossy(&complaints).lines().any(|line| line.starts_with("error:"));
        if !status.success() {
            return Err(failed(status.to_string()));
        }
        if complained {
            return Err(failed("no sound can be played".to_owned()));
        }
        Ok(false)
    }

    fn stop(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        let ended = matches!(child.try_wait(), Ok(Some(_)));
        end(&mut child);
        if self.program == Program::SpdSay && !ended {
            self.cancel();
        }
    }

    fn state(&self) -> VoiceState {
        VoiceState::Ready
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        self.stop();
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::time::{Duration, Instant};

    use super::*;

    fn utterance(text: &str, language: &str) -> Utterance {
        Utterance { text: text.into(), language: language.into(), volume: Level::Middle, rate: Level::Middle }
    }

    /// A folder with a program named `espeak-ng` that runs `script`.
    fn pretend(script: &str) -> (tempfile::TempDir, Installed) {
        pretend_to_be("espeak-ng", script)
    }

    fn pretend_to_be(name: &str, script: &str) -> (tempfile::TempDir, Installed) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        let voice = Installed::find_in(&[folder.path().to_owned()]).unwrap();
        (folder, voice)
    }

    fn settle(voice: &mut Installed) -> Result<(), SpeechError> {
        let until = Instant::now() + Duration::from_secs(20);
        while voice.is_speaking()? {
            assert!(Instant::now() < until, "it never ends");
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    #[test]
    fn the_text_goes_to_standard_input_and_not_to_the_arguments() {
        let (folder, mut voice) = pretend(r#"cat > "$(dirname "$0")/said"; echo "$@" > "$(dirname "$0")/arguments""#);
        voice.begin(&utterance("Look up", "en")).unwrap();
        settle(&mut voice).unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join("said")).unwrap(), "Look up");
        let arguments = std::fs::read_to_string(folder.path().join("arguments")).unwrap();
        assert_eq!(arguments.trim(), "--stdin -v en -a 100 -s 175");
    }

    #[test]
    fn a_program_without_sound_is_a_failure_though_it_ends_well() {
        let (_folder, mut voice) = pretend("cat > /dev/null; echo 'error: No such file or directory' >&2");
        voice.begin(&utterance("Look up", "en")).unwrap();
        assert!(matches!(settle(&mut voice), Err(SpeechError::Failed { .. })));
        // The next one is tried all the same.
        assert!(!voice.is_speaking().unwrap());
    }

    #[test]
    fn it_falls_silent_at_once() {
        let (_folder, mut voice) = pretend("exec sleep 600");
        voice.begin(&utterance("Look up", "en")).unwrap();
        assert!(voice.is_speaking().unwrap());
        let before = Instant::now();
        voice.stop();
        assert!(!voice.is_speaking().unwrap());
        assert!(before.elapsed() < Duration::from_mins(1));
    }

    /// Speaks until it is killed and notes what it was called with.
    const SPEAKS: &str = r#"echo "$1" >> "$(dirname "$0")/called"; [ "$1" = --cancel ] || exec sleep 600"#;

    /// Waits until the program has noted its call.
    fn called(folder: &tempfile::TempDir) -> String {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let called = std::fs::read_to_string(folder.path().join("called")).unwrap_or_default();
            if called.ends_with('\n') {
                return called;
            }
            assert!(Instant::now() < until, "it was never called");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn the_server_of_speech_dispatcher_is_told_to_stop_too() {
        let (folder, mut voice) = pretend_to_be("spd-say", SPEAKS);
        voice.begin(&utterance("Look up", "en")).unwrap();
        called(&folder);
        voice.stop();
        assert_eq!(called(&folder), "--pipe-mode\n--cancel\n");
        // Nothing is being said: nothing to cancel.
        voice.stop();
        assert_eq!(called(&folder), "--pipe-mode\n--cancel\n");
        let (folder, mut voice) = pretend(SPEAKS);
        voice.begin(&utterance("Look up", "en")).unwrap();
        called(&folder);
        voice.stop();
        assert_eq!(called(&folder), "--stdin\n");
    }

    #[test]
    fn a_server_that_does_not_answer_is_not_waited_for() {
        let (_folder, mut voice) = pretend_to_be("spd-say", "exec sleep 600");
        voice.begin(&utterance("Look up", "en")).unwrap();
        let before = Instant::now();
        voice.stop();
        assert!(before.elapsed() < Duration::from_mins(1));
        assert!(!voice.is_speaking().unwrap());
    }

    #[test]
    fn every_language_has_a_voice_name_and_no_tag_becomes_an_option() {
        assert_eq!(language_of_espeak("zh-CN"), "cmn");
        assert_eq!(language_of_espeak("en"), "en");
        assert_eq!(language_of_espeak("fr-CA"), "fr");
        assert_eq!(language_of_espeak("--path=x"), "en");
        assert_eq!(language_of_espeak(""), "en");
    }

    #[test]
    fn a_file_that_cannot_be_run_is_no_speech_program() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("espeak-ng"), "").unwrap();
        assert!(Installed::find_in(&[folder.path().to_owned()]).is_none());
    }
}
