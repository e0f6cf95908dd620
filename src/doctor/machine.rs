//! Fonts, disk space, clock, display: what the machine itself has to bring.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use super::Looked;
use crate::domain::device_check::{Finding, Notice};
use crate::speech::Installed;

/// The shipped fonts.
#[must_use]
pub fn fonts() -> Looked {
    use crate::text::fonts as shipped;
    let fonts = [
        shipped::NOTO_SANS_SC_REGULAR,
        shipped::NOTO_SANS_SC_SEMIBOLD,
        shipped::SOURCE_SANS_REGULAR,
        shipped::SOURCE_SANS_SEMIBOLD,
    ];
    // TrueType starts with its version, 1.0.
    let broken = fonts.iter().filter(|f| !f.starts_with(&[0, 1, 0, 0])).count();
    if broken == 0 {
        Looked::well(Finding::of(Notice::FontsThere), "4 fonts in the program")
    } else {
        let remedy = "the program was built without its fonts: build it from a complete checkout";
        Looked::wrong(Finding::of(Notice::FontsBroken), format!("{broken} of 4 fonts are not fonts"), remedy)
    }
}

/// Below this the store still works, but somebody has to come soon.
const LOW: u64 = 1024 * 1024 * 1024;
/// Below this an enrollment may fail.
const FULL: u64 = 100 * 1024 * 1024;

/// Free space where the store lies, or will lie.
#[must_use]
pub fn disk_space(folder: &Path) -> Looked {
    judge_space(free_bytes(folder), folder)
}

fn judge_space(free: Option<u64>, folder: &Path) -> Looked {
    let shown = folder.display();
    let Some(free) = free else {
        let finding = Finding::of(Notice::SpaceUnknown);
        return Looked::wrong(finding, format!("not known for {shown}"), "look at it with `df -h`");
    };
    let size = format!("{} MiB", free / (1024 * 1024));
    let found = format!("{size} free for {shown}");
    let of = |notice| Finding::of(notice).with(size);
    if free < FULL {
        Looked::wrong(of(Notice::SpaceFull), found, "make room: enrollments can no longer be stored")
    } else if free < LOW {
        Looked::wrong(of(Notice::SpaceLow), found, "make room soon")
    } else {
        Looked::well(of(Notice::SpaceEnough), found)
    }
}

/// Bytes that may still be written below `folder`, which need not exist yet.
fn free_bytes(folder: &Path) -> Option<u64> {
    // The standard library cannot ask; `df` is part of every Debian.
    let existing = folder.ancestors().find(|f| f.is_dir())?;
    let out = Command::new("df").args(["-Pk", "--"]).arg(existing).output().ok()?;
    let text = String::from_utf8(out.stdout).ok()?;
    let kib: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    kib.checked_mul(1024)
}

/// Permits end on a day, and the audit log needs the right time.
#[must_use]
pub fn clock() -> Looked {
    let built = std::env::current_exe().and_then(std::fs::metadata).and_then(|m| m.modified()).ok();
    // Made by systemd-timesyncd once the time was set; chrony has its own.
    let synchronised = Path::new("/run/systemd/timesync/synchronized").exists() || chrony_is_synchronised();
    judge_clock(SystemTime::now(), built, synchronised)
}

fn chrony_is_synchronised() -> bool {
    let out = Command::new("chronyc").args(["-n", "tracking"]).output();
    out.is_ok_and(|o| o.status.success() && String::from_utf8_lossy(&o.stdout).contains("Leap status     : Normal"))
}

fn judge_clock(now: SystemTime, built: Option<SystemTime>, synchronised: bool) -> Looked {
    const TOLERANCE: Duration = Duration::from_hours(24);
    let shown = jiff::Zoned::now().strftime("%Y-%m-%d %H:%M %Z").to_string();
    let of = |notice| Finding::of(notice).with(shown.clone());
    match built {
        Some(built) if now + TOLERANCE < built => Looked::wrong(
            of(Notice::ClockWrong),
            format!("{shown}, before this program was made"),
            "set the time, and let systemd-timesyncd keep it",
        ),
        _ if synchronised => Looked::well(of(Notice::ClockKept), format!("{shown}, kept by the network")),
        _ => Looked::wrong(
            of(Notice::ClockAlone),
            format!("{shown}, not kept by the network"),
            "enable systemd-timesyncd, or compare the time every week",
        ),
    }
}

/// The program that speaks to visitors who ask for it.
#[must_use]
pub fn voice() -> Looked {
    match Installed::find() {
        Some(voice) => Looked::well(Finding::of(Notice::VoiceThere).with(voice.name()), voice.name()),
        None => Looked::wrong(
            Finding::of(Notice::VoiceAbsent),
            "no speech program",
            "install espeak-ng, or pages cannot be read aloud",
        ),
    }
}

/// The screen that the window will open on.
#[must_use]
pub fn display() -> Looked {
    let variable = |name| std::env::var(name).ok().filter(|v| !v.is_empty());
    judge_display(variable("WAYLAND_DISPLAY"), variable("DISPLAY"), Path::new("/tmp/.X11-unix"))
}

fn judge_display(wayland: Option<String>, x11: Option<String>, sockets: &Path) -> Looked {
    let there = |found: String| Looked::well(Finding::of(Notice::DisplayThere).with(found.clone()), found);
    let absent = |found: String, remedy: &str| Looked::wrong(Finding::of(Notice::DisplayAbsent), found, remedy);
    if let Some(name) = wayland {
        return there(format!("Wayland {name}"));
    }
    let Some(name) = x11 else {
        let remedy = "start the kiosk from a desktop session, or give DISPLAY; over ssh this is expected";
        return absent("none here".to_owned(), remedy);
    };
    let local = name.strip_prefix(':').and_then(|n| n.split('.').next());
    match local {
        Some(number) if !sockets.join(format!("X{number}")).exists() => {
            let found = format!("DISPLAY is {name}, but nothing listens there");
            absent(found, "log in to the desktop, or correct DISPLAY")
        }
        _ => there(format!("X11 {name}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::device_check::Health;

    #[test]
    fn disk_space_is_read_and_judged() {
        let here = free_bytes(Path::new("/no/such/folder/at/all")).expect("df answers for the root");
        assert!(here > 0);
        let state = |free| judge_space(free, Path::new("/x")).notice().health();
        assert_eq!(state(Some(FULL - 1)), Health::Fault);
        assert_eq!(state(Some(LOW - 1)), Health::Warning);
        assert_eq!(state(Some(LOW)), Health::Ok);
        assert_eq!(state(None), Health::Warning);
    }

    #[test]
    fn a_clock_before_the_program_was_made_is_a_fault() {
        let now = SystemTime::now();
        let days = |n: u64| Duration::from_secs(n * 24 * 3600);
        assert_eq!(judge_clock(now, Some(now + days(3)), true).notice().health(), Health::Fault);
        assert_eq!(judge_clock(now, Some(now - days(3)), true).notice().health(), Health::Ok);
        assert_eq!(judge_clock(now, None, false).notice().health(), Health::Warning);
    }

    #[test]
    fn a_display_that_nobody_serves_is_told() {
        let empty = tempfile::tempdir().expect("a folder");
        let judge = |w: Option<&str>, x: Option<&str>| {
            judge_display(w.map(Into::into), x.map(Into::into), empty.path()).notice().health()
        };
        assert_eq!(judge(None, None), Health::Warning);
        assert_eq!(judge(Some("wayland-0"), None), Health::Ok);
        assert_eq!(judge(None, Some(":99")), Health::Warning);
        std::fs::write(empty.path().join("X99"), "").expect("written");
        assert_eq!(judge(None, Some(":99.0")), Health::Ok);
        assert_eq!(judge(None, Some("elsewhere:0")), Health::Ok);
    }

    #[test]
    fn the_shipped_fonts_are_fonts() {
        assert_eq!(fonts().notice().health(), Health::Ok);
    }
}
