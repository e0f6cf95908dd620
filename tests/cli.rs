//! The program as it is started: arguments, exit status, and what it says.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use std::path::Path;
use std::process::{Command, Output};

/// The program with no configuration of the machine it is tested on.
fn kiosk(home: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_esscard-kiosk"))
        .args(arguments)
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env_remove("ESSCARD_LOG")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("the program starts")
}

fn home() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// A configuration whose devices are files, so that no test opens a camera of this machine.
fn write_config(folder: &Path) -> std::path::PathBuf {
    let text = stdout(&kiosk(folder, &["config", "example"]))
        .replace("demo_banner = false", "demo_banner = true")
        .replace("device = \"auto\"", "recording = \"visitor.mjpg\"")
        .replace("kind = \"ipp\"", "kind = \"folder\"")
        .replace("queue = \"ipp://localhost:631/printers/office\"", "folder = \"printed\"")
        .replace("folder = \"/var/lib/esscard-kiosk\"", "folder = \"data\"");
    let path = folder.join("kiosk.toml");
    std::fs::write(&path, text).expect("written");
    std::fs::write(folder.join("visitor.mjpg"), [0xff, 0xd8, 0xff, 0xd9]).expect("written");
    path
}

#[test]
fn help_names_every_command_and_the_exit_status() {
    let home = home();
    let output = kiosk(home.path(), &["--help"]);
    assert_eq!(output.status.code(), Some(0));
    let said = stdout(&output);
    for word in [
        "demo",
        "doctor",
        "face",
        "register",
        "enrollments",
        "cases",
        "accounts",
        "audit",
        "staff",
        "letter",
        "config",
        "Exit status",
        "--config",
    ] {
        assert!(said.contains(word), "no {word} in:\n{said}");
    }
}

#[test]
fn wrong_arguments_end_with_2() {
    let home = home();
    for arguments in [
        &["dance"][..],
        &["demo", "--size", "big"],
        &["demo", "--language", "fr"],
        &["face", "watch"],
        &["face", "watch", "clip.mjpg", "--prompts", "wink"],
        &["face", "compare", "only-one.png"],
        &["letter", "123"],
        &["cases", "close", "K7F-4M9"],
        &["cases", "close", "K7F-4M9", "--outcome", "enrolled"],
        &["accounts", "unlock"],
        &["audit", "list", "--event", "dance"],
        &["audit", "list", "--actor", "nobody"],
        &["audit", "list", "--last", "0"],
        &["audit", "verify", "--head", "12"],
        &["audit", "export", "audit.jsonl", "--by", "S01"],
    ] {
        let output = kiosk(home.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn without_a_configuration_it_says_how_to_make_one() {
    if Path::new(esscard_kiosk::config::SYSTEM_FILE).exists() {
        eprintln!("skipped: this machine has a configuration");
        return;
    }
    let home = home();
    let output = kiosk(home.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.contains("esscard-kiosk config example > kiosk.toml"), "{said}");
    assert_eq!(said.trim().lines().count(), 1, "one sentence: {said}");
}

#[test]
fn the_configuration_in_the_users_folder_is_found() {
    if Path::new(esscard_kiosk::config::SYSTEM_FILE).exists() {
        eprintln!("skipped: this machine has a configuration");
        return;
    }
    let home = home();
    let folder = home.path().join("config/esscard-kiosk");
    std::fs::create_dir_all(&folder).expect("made");
    let path = write_config(&folder);
    let output = kiosk(home.path(), &["config", "check"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains(&path.display().to_string()));
}

#[test]
fn a_broken_configuration_is_told_with_its_line() {
    let home = home();
    let path = write_config(home.path());
    let text = std::fs::read_to_string(&path).expect("read");
    std::fs::write(&path, text.replace("#warn_s = 45", "warn_s = \"soon\"")).expect("written");
    let output = kiosk(home.path(), &["--config", &path.display().to_string(), "config", "check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("kiosk.toml, line "), "{}", stderr(&output));
}

#[test]
fn doctor_reports_every_part() {
    let home = home();
    let path = write_config(home.path()).display().to_string();
    let output = kiosk(home.path(), &["--config", &path, "doctor", "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let parts: Vec<&str> =
        report["checks"].as_array().expect("a list").iter().filter_map(|c| c["part"].as_str()).collect();
    for part in ["configuration", "camera", "printer", "store", "models", "fonts", "disk space", "clock", "display"] {
        assert!(parts.contains(&part), "no {part} in {parts:?}");
    }
    for check in report["checks"].as_array().expect("a list") {
        assert_eq!(check["state"] == "ok", check["do"].is_null(), "what is not ok says what to do: {check}");
    }
    let faults = report["state"] == "fault";
    assert_eq!(output.status.code(), Some(i32::from(faults)), "{report}");
    assert!(!home.path().join("data").exists(), "doctor makes no store");
}

const PERMITS: &str = "\
number,name,category,citizenship_zh,employer_zh,workplace_zh,occupation_zh,valid_from,valid_until,issued_on,photo
SP2026040100011111,Erika Muster,B,演示国,演示大学,演示市,教师,2026-01-01,2099-12-31,2025-12-20,
";

#[test]
fn a_register_is_imported_shown_and_printed() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = home();
    let config = write_config(home.path()).display().to_string();
    let table = home.path().join("permits.csv");
    std::fs::write(&table, PERMITS).expect("written");
    let run = |arguments: &[&str]| kiosk(home.path(), &[&["--config", &config], arguments].concat());
    let table = table.display().to_string();

    let early = run(&["register", "list"]);
    assert_eq!(early.status.code(), Some(1));
    assert!(stderr(&early).contains("register import"), "{}", stderr(&early));

    let dry = run(&["register", "import", &table, "--dry-run"]);
    assert_eq!(dry.status.code(), Some(0), "{}", stderr(&dry));
    assert!(!home.path().join("data").exists(), "a dry run makes no store");

    let import = run(&["register", "import", &table]);
    assert_eq!(import.status.code(), Some(0), "{}", stderr(&import));
    assert!(stdout(&run(&["register", "list"])).contains("Erika Muster"));
    assert!(stdout(&run(&["register", "show", "SP2026040100011111"])).contains("Erika Muster"));
    assert_eq!(run(&["register", "show", "SP2026040100022222"]).status.code(), Some(1));
    assert_eq!(stdout(&run(&["enrollments", "list", "--json"])).trim(), "[]");
    assert_eq!(stdout(&run(&["enrollments", "list", "--pending", "--json"])).trim(), "[]");

    let case = run(&["cases", "close", "K7F-4M9", "--outcome", "left"]);
    assert_eq!((case.status.code(), stderr(&case).lines().count()), (Some(1), 1), "{}", stderr(&case));
    let unlock = run(&["accounts", "unlock", "SP2026040100011111"]);
    assert_eq!(unlock.status.code(), Some(0), "{}", stderr(&unlock));
    assert!(stdout(&unlock).contains("not locked"), "{}", stdout(&unlock));
    assert_eq!(run(&["accounts", "unlock", "SP2026040100022222"]).status.code(), Some(1));

    let letter = home.path().join("letter.pdf");
    let made = run(&["letter", "SP2026040100011111", "--out", &letter.display().to_string()]);
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    assert!(std::fs::read(&letter).expect("a letter").starts_with(b"%PDF-"));
    assert_eq!(std::fs::metadata(&letter).expect("a letter").permissions().mode() & 0o777, 0o600);

    // The same with the store named on its own; the office's facts still come from the configuration.
    let data = home.path().join("data").display().to_string();
    let again = run(&["letter", "SP2026040100011111", "--data", &data, "--out", &letter.display().to_string()]);
    assert_eq!(again.status.code(), Some(0), "{}", stderr(&again));

    for (from, to, word) in [("2099-12-31", "2026-02-28", "28"), (",2025-12-20,", ",2025-12-20,,revoked", "revoked")] {
        let header =
            if word == "revoked" { PERMITS.replace(",photo\n", ",photo,status\n") } else { PERMITS.to_owned() };
        std::fs::write(home.path().join("ended.csv"), header.replace(from, to)).expect("written");
        let ended = run(&["register", "import", &home.path().join("ended.csv").display().to_string()]);
        assert_eq!(ended.status.code(), Some(0), "{}", stderr(&ended));
        let refused =
            run(&["letter", "SP2026040100011111", "--out", &home.path().join("no.pdf").display().to_string()]);
        assert_eq!((refused.status.code(), stderr(&refused).contains(word)), (Some(1), true), "{}", stderr(&refused));
        assert!(!home.path().join("no.pdf").exists());
    }

    let bad = home.path().join("bad.csv");
    std::fs::write(&bad, PERMITS.replace("2099-12-31", "31.12.2099")).expect("written");
    let refused = run(&["register", "import", &bad.display().to_string()]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("line 2"), "{}", stderr(&refused));
}

#[test]
fn demo_and_kiosk_keep_out_of_each_others_store() {
    let home = home();
    let demo = write_config(home.path());
    let text = std::fs::read_to_string(&demo).expect("read");
    let public = home.path().join("public.toml");
    let public_text = text
        .replace("demo_banner = true", "demo_banner = false")
        .replace("recording = \"visitor.mjpg\"", "device = 255")
        .replace("folder = \"data\"", "folder = \"public\"");
    std::fs::write(&public, &public_text).expect("written");
    let table = home.path().join("permits.csv");
    std::fs::write(&table, PERMITS).expect("written");
    for config in [&demo, &public] {
        let config = config.display().to_string();
        let import = kiosk(home.path(), &["--config", &config, "register", "import", &table.display().to_string()]);
        assert_eq!(import.status.code(), Some(0), "{}", stderr(&import));
    }
    // Each configuration with the other's folder.
    std::fs::write(&demo, text.replace("folder = \"data\"", "folder = \"public\"")).expect("written");
    std::fs::write(&public, public_text.replace("folder = \"public\"", "folder = \"data\"")).expect("written");
    for (config, said) in [(&demo, "is a kiosk's store"), (&public, "is a demo's store")] {
        let config = config.display().to_string();
        for command in [
            &[][..],
            &["register", "list"],
            &["cases", "list"],
            &["accounts", "unlock", "SP2026040100011111"],
            &["register", "import", &table.display().to_string()],
        ] {
            let refused = kiosk(home.path(), &[&["--config", &config], command].concat());
            assert_eq!(refused.status.code(), Some(1), "{command:?}");
            assert!(stderr(&refused).contains(said), "{command:?}: {}", stderr(&refused));
        }
        let report = kiosk(home.path(), &["--config", &config, "doctor"]);
        assert!(stdout(&report).contains(said), "{}", stdout(&report));
    }
    let folder = |name: &str| home.path().join(name).display().to_string();
    let refused = kiosk(home.path(), &["demo", "--data", &folder("public")]);
    assert!(
        refused.status.code() == Some(1) && stderr(&refused).contains("is a kiosk's store"),
        "{}",
        stderr(&refused)
    );
    // Who names the folder means that store.
    let list = kiosk(home.path(), &["register", "list", "--data", &folder("data")]);
    assert!(stdout(&list).contains("Erika Muster"), "{}", stderr(&list));
}

#[test]
fn a_closed_pipe_is_no_crash() {
    let home = home();
    let mut child = Command::new(env!("CARGO_BIN_EXE_esscard-kiosk"))
        .args(["config", "example"])
        .env("HOME", home.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(stderr(&output).is_empty(), "{}", stderr(&output));
}

#[test]
fn the_texts_of_every_language_are_checked() {
    let home = home();
    let built_in = kiosk(home.path(), &["i18n", "check"]);
    assert_eq!(built_in.status.code(), Some(0), "{}", stderr(&built_in));
    assert!(stdout(&built_in).starts_with("zh-CN: 0 of "), "{}", stdout(&built_in));

    let folder = home.path().join("languages/vi");
    std::fs::create_dir_all(&folder).expect("made");
    std::fs::write(folder.join("all.ftl"), "lang_name = Tiếng Việt\nback = Quay lại ꙮ\nlong_gone = Không\n")
        .expect("written");
    let path = folder.parent().expect("a folder").to_str().expect("UTF-8").to_owned();
    let output = kiosk(home.path(), &["i18n", "check", "--folder", &path]);
    assert_eq!(output.status.code(), Some(1));
    let said = stdout(&output);
    for part in ["vi: ", "missing            staff", "unused             long_gone", "in no shipped font ꙮ"] {
        assert!(said.contains(part), "{part} is missing in:\n{said}");
    }
    assert!(!said.contains("missing            back"), "{said}");
    let json = kiosk(home.path(), &["i18n", "check", "--json", "--folder", &path]);
    let report: serde_json::Value = serde_json::from_str(&stdout(&json)).expect("JSON");
    assert_eq!(report["catalogues"][1]["tag"], "vi");
    assert_eq!(report["catalogues"][1]["unused"][0], "long_gone");

    let config = write_config(home.path());
    let text =
        std::fs::read_to_string(&config).expect("read").replace("#folder = \"languages\"", "folder = \"languages\"");
    std::fs::write(&config, text).expect("written");
    let doctor = stdout(&kiosk(home.path(), &["--config", config.to_str().expect("UTF-8"), "doctor"]));
    let line = doctor.lines().find(|line| line.contains(" languages ")).expect("a line");
    assert!(line.starts_with("warning") && line.contains("vi: ") && line.contains("missing"), "{line}");
}
