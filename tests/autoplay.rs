//! A scripted visitor makes a whole visit in the real window; what it leaves behind is looked at.
//!
//! Needs `xvfb-run`; the letter and the QR code are read with `pdftotext` and `zbarimg`. Each test
//! says what it could not look at when one of them is missing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use esscard_kiosk::register::demo::HELD;
use serde_json::Value;

/// The pages of the visit in the order in which they are pictured.
const PAGES: [&str; 15] = [
    "home",
    "get-app",
    "login",
    "portal",
    "before",
    "registration-empty",
    "registration",
    "consent",
    "face-recognition",
    "card",
    "inquiry",
    "qr-code",
    "letter",
    "letter-printed",
    "done",
];

struct Played {
    status: ExitStatus,
    stdout: String,
    stderr: String,
}

/// Whether `tool` is installed; says so if it is not.
fn has(tool: &str) -> bool {
    let found = Command::new(tool).arg("--help").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !found {
        assert!(std::env::var_os("ESSCARD_TESTS_COMPLETE").is_none(), "{tool} is not installed");
        println!("skipped: {tool} is not installed");
    }
    found
}

/// Runs the demo with its scripted visitor on a screen of its own, as big as the window.
fn play(home: &Path, out: &Path, size: &str, language: &str, way: &[&str]) -> Played {
    let output = Command::new("xvfb-run")
        .args(["-a", "-s", &format!("-screen 0 {size}x24"), env!("CARGO_BIN_EXE_esscard-kiosk")])
        .args(["demo", "--autoplay", "--size", size, "--language", language, "--out"])
        .arg(out)
        .args(way)
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("ESSCARD_LOG")
        .output()
        .expect("the program starts");
    Played {
        status: output.status,
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// What `tool` prints.
fn printed_by(tool: &str, arguments: &[&str], file: &Path) -> String {
    let mut command = Command::new(tool);
    command.args(arguments).arg(file);
    if tool == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().expect("the tool starts");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The last JSON object that was printed.
fn summary(played: &Played) -> Value {
    let start = played.stdout.find('{').unwrap_or_else(|| panic!("no JSON in {:?}", played.stdout));
    serde_json::from_str(&played.stdout[start..]).expect("JSON is the last thing printed")
}

fn path(value: &Value) -> PathBuf {
    PathBuf::from(value.as_str().unwrap_or_else(|| panic!("no file: {value}")))
}

/// Every page has a picture of the whole window that shows something.
fn look_at_pages(summary: &Value, width: u32, height: u32) {
    let steps = summary["steps"].as_array().expect("a list of steps");
    let pages: Vec<&str> = steps.iter().filter_map(|s| s["page"].as_str()).collect();
    assert_eq!(pages, PAGES);
    let mut before: Option<image::RgbImage> = None;
    for step in steps {
        let page = &step["page"];
        let picture = image::open(path(&step["screenshot"])).expect("a picture").into_rgb8();
        assert_eq!(picture.dimensions(), (width, height), "{page}");
        let first = *picture.get_pixel(0, 0);
        let other = picture.pixels().filter(|p| **p != first).count();
        assert!(other > picture.pixels().len() / 100, "{page} shows nothing: {other} pixels differ");
        if let Some(before) = &before {
            assert!(*before != picture, "{page} looks like the page before");
        }
        before = Some(picture);
    }
}

fn look_at_letter(file: &Path, name: &str, number: &str) {
    let bytes = std::fs::read(file).expect("a letter");
    assert!(bytes.starts_with(b"%PDF-"));
    if !has("pdftotext") {
        return;
    }
    let text = printed_by("pdftotext", &["-raw"], file);
    // Lines may break anywhere between two words.
    let tight = |text: &str| text.split_whitespace().collect::<String>();
    let text = tight(&text);
    let wanted =
        [name, number, "Category B", "B类", "外国人工作许可通知", "Notification Letter", "工作许可号码", "Citizenship"];
    for wanted in wanted {
        assert!(text.contains(&tight(wanted)), "no {wanted:?} in the letter:\n{text}");
    }
}

/// What a visit may cost.
struct Most {
    taps: u64,
    keys: u64,
}

fn whole_visit(width: u32, height: u32, language: &str, way: &[&str], most: Most) {
    if !has("xvfb-run") {
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("out");
    let played = play(home.path(), &out, &format!("{width}x{height}"), language, way);
    assert_eq!(played.status.code(), Some(0), "{}\n{}", played.stderr, played.stdout);
    let summary = summary(&played);
    assert_eq!(summary["enrolled"], true, "{summary}");
    assert_eq!(summary["verdict"], "accept", "{summary}");
    assert!(summary.get("fault").is_none(), "{summary}");
    let visitor = HELD[1];
    assert_eq!(summary["permit"], visitor.number);
    // By touch alone no key is pressed, by keyboard alone nothing is touched, and neither takes more than it did.
    let spent = ["taps", "keys"].map(|what| summary[what].as_u64().expect("a count"));
    assert!(spent[0] <= most.taps && spent[1] <= most.keys, "{} taps, {} keys", spent[0], spent[1]);
    look_at_pages(&summary, width, height);
    look_at_letter(&path(&summary["letter"]), visitor.name, visitor.number);
    if has("zbarimg") {
        let read = printed_by("zbarimg", &["--quiet", "--raw"], &path(&summary["qr"]));
        assert_eq!(read.trim(), visitor.number, "what a scanner reads on the screen");
    }
    // The log may be read by others than the visitor.
    for private in [visitor.name, visitor.number, "Sunny-Harbour7"] {
        assert!(!played.stderr.contains(private), "the log tells {private}");
    }
}

#[test]
fn a_visitor_enrolls_on_an_upright_screen_in_english() {
    whole_visit(1080, 1920, "en", &[], Most { taps: u64::MAX, keys: u64::MAX });
}

#[test]
fn a_visitor_enrolls_on_a_wide_screen_in_chinese() {
    whole_visit(1366, 768, "zh-CN", &[], Most { taps: u64::MAX, keys: u64::MAX });
}

#[test]
fn a_visitor_enrolls_by_keyboard_alone() {
    whole_visit(1366, 768, "en", &["--by", "keyboard"], Most { taps: 0, keys: 106 });
}

#[test]
fn a_visitor_enrolls_by_touch_alone_at_double_text() {
    whole_visit(1080, 1920, "zh-CN", &["--by", "touch", "--text", "200"], Most { taps: 139, keys: 0 });
}

/// What staff do for a visitor whose face does not match, in the order in which it is pictured.
const HELPED: [&str; 15] = [
    "staff-sign-in",
    "staff-queue",
    "staff-rehearse",
    "face-failure",
    "staff",
    "staff-sign-in",
    "staff-assist",
    "staff-verify",
    "staff-confirm",
    "card",
    "qr-code",
    "staff-sign-in",
    "staff-found",
    "staff-reprinted",
    "staff-withdrawn",
];

#[test]
fn two_of_staff_help_a_visitor_whose_face_does_not_match() {
    if !has("xvfb-run") {
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let (out, data) = (home.path().join("out"), home.path().join("data"));
    let kept = ["--scenario", "staff", "--data", data.to_str().expect("UTF-8")];
    let played = play(home.path(), &out, "1366x768", "en", &kept);
    assert_eq!(played.status.code(), Some(0), "{}\n{}", played.stderr, played.stdout);
    let summary = summary(&played);
    assert_eq!((&summary["enrolled"], &summary["verdict"]), (&true.into(), &"refuse".into()), "{summary}");
    let steps = summary["steps"].as_array().expect("a list of steps");
    let pages: Vec<&str> = steps.iter().filter_map(|s| s["page"].as_str()).collect();
    assert_eq!(pages, HELPED);
    look_at_letter(&path(&summary["letter"]), HELD[1].name, HELD[1].number);
    // Who answered for it: two for the override, one for the rest.
    let output = Command::new(env!("CARGO_BIN_EXE_esscard-kiosk"))
        .args(["audit", "list", "--json", "--data"])
        .arg(&data)
        .env("HOME", home.path())
        .output()
        .expect("the program starts");
    let log = String::from_utf8(output.stdout).expect("UTF-8");
    for event in ["assisted", "verified_by_document", "enrolled", "printed", "consent_withdrawn", "rehearsed"] {
        assert!(log.contains(&format!("\"{event}\"")), "no {event} in the audit log:\n{log}");
    }
    for private in [HELD[1].name, HELD[1].number, "Sunny-Harbour7", "counter-2026"] {
        assert!(!played.stderr.contains(private), "the log tells {private}");
        assert!(!log.contains(private), "the audit log tells {private}");
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_told_in_a_sentence() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("a file");
    std::fs::write(&file, "in the way").expect("written");
    let output = Command::new(env!("CARGO_BIN_EXE_esscard-kiosk"))
        .args(["demo", "--autoplay", "--out"])
        .arg(file.join("out"))
        .env("HOME", home.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("cannot be made") && said.contains("a file"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn a_demo_that_is_told_to_end_leaves_no_store_behind() {
    if !has("xvfb-run") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let temporary = home.path().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    // Ended once in the middle of its start and once with its window open.
    for rest in ["0", "4"] {
        let script = r#""$0" demo --out "$1/demo" >"$1/said" 2>"$1/log" & demo=$!
            tries=0
            while ! grep -q "goes to" "$1/said" && [ $tries -lt 300 ]; do sleep 0.1; tries=$((tries + 1)); done
            sleep "$2"; kill -TERM $demo; wait $demo"#;
        let status = Command::new("xvfb-run")
            .args(["-a", "-s", "-screen 0 1366x768x24 -nolisten tcp", "sh", "-c", script])
            .arg(env!("CARGO_BIN_EXE_esscard-kiosk"))
            .arg(home.path())
            .arg(rest)
            .env("HOME", home.path())
            .env("XDG_RUNTIME_DIR", home.path())
            .env("TMPDIR", &temporary)
            .env_remove("WAYLAND_DISPLAY")
            .status()
            .unwrap();
        let log = std::fs::read_to_string(home.path().join("log")).unwrap();
        assert_eq!(status.code(), Some(0), "{log}");
        let said = std::fs::read_to_string(home.path().join("said")).unwrap();
        assert!(said.contains(&home.path().join("demo/printed").display().to_string()), "{said}");
        let left: Vec<_> = std::fs::read_dir(&temporary)
            .unwrap()
            .filter_map(|entry| Some(entry.ok()?.file_name()))
            .filter(|name| !name.to_string_lossy().starts_with("xvfb-run"))
            .collect();
        assert!(left.is_empty(), "{left:?}");
    }
}
