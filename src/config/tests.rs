use super::*;

fn parse(text: &str) -> Result<Config, String> {
    Config::parse(text, Path::new("/srv/kiosk.toml")).map_err(|e| e.to_string())
}

/// The example with one piece of text replaced.
fn example_with(old: &str, new: &str) -> String {
    assert!(EXAMPLE.contains(old), "the example has no {old:?}");
    EXAMPLE.replacen(old, new, 1)
}

fn complaint(old: &str, new: &str) -> String {
    parse(&example_with(old, new)).expect_err("refused")
}

#[test]
fn the_example_is_a_valid_configuration() {
    let config = parse(EXAMPLE).expect("valid");
    assert!(!config.office.demo);
    assert_eq!(config.office.app_address, None);
    assert_eq!(
        config.camera,
        CameraSettings { source: CameraChoice::Auto, width: 640, height: 480, fps: 30, coding: None, usb: None }
    );
    assert_eq!(config.printer.destination, PrinterChoice::Queue("ipp://localhost:631/printers/office".into()));
    assert_eq!(config.printer.slip_paper, SlipPaper::Roll80mm);
    assert_eq!(config.screen, ScreenSettings { fullscreen: true, size: None, language: Language::Chinese });
    assert_eq!(config.presentation, PresentationChoice::Shipped);
    assert_eq!(config.idle, IdleSettings { warn_s: 45, end_s: 75 });
    assert_eq!(config.retention, Retention { enrollment_days: 1826, pending_days: 30, case_days: 30 });
    assert_eq!(config.office.case_days, 60, "what the consent text says");
}

#[test]
fn every_line_of_the_example_that_is_commented_out_is_valid_too() {
    let mut text = String::new();
    for line in EXAMPLE.lines() {
        match line.strip_prefix('#') {
            Some(setting) if setting.starts_with(|c: char| c.is_ascii_lowercase()) => {
                let key = setting.split(' ').next().unwrap_or_default();
                // The alternative takes the place of what stands above it.
                let replaced: &[&str] = match key {
                    "recording" => &["device"],
                    "kind" => &["kind", "queue"],
                    _ => &[],
                };
                for old in replaced {
                    let at = text.rfind(&format!("\n{old} =")).expect("above") + 1;
                    text.insert(at, '#');
                }
                text.push_str(setting);
            }
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    let config = parse(&text.replace("demo_banner = false", "demo_banner = true")).expect("valid");
    assert_eq!(config.camera.source, CameraChoice::Recording("/srv/visitor.mjpg".into()));
    assert_eq!(config.printer.destination, PrinterChoice::Folder("/var/lib/esscard-kiosk/printed".into()));
    assert_eq!(config.screen.size, Some(ScreenSize { width: 1080, height: 1920 }));
    assert_eq!(config.office.app_address.as_deref(), Some("https://example.org/app"));
    assert_eq!(config.import_folder.as_deref(), Some(Path::new("/srv/permits")));
}

#[test]
fn files_of_permits_come_from_removable_media_and_a_folder_that_is_named() {
    assert_eq!(parse(EXAMPLE).expect("valid").import_folder, None);
    let with = |value: &str| {
        parse(&example_with("#import_folder = \"/srv/permits\"", &format!("import_folder = \"{value}\"")))
            .map(|config| config.import_folder)
    };
    assert_eq!(with("permits"), Ok(Some("/srv/permits".into())));
    assert!(with("").is_err_and(|said| said.contains("register.import_folder is empty")));
}

#[test]
fn a_recording_needs_the_demo_banner() {
    let said = complaint("device = \"auto\"", "recording = \"visitor.mjpg\"");
    assert!(said.contains("demo_banner = true"), "{said}");
}

#[test]
fn the_presentation_network_is_the_shipped_one_none_or_a_file() {
    let with = |value: &str| {
        let text = example_with("#presentation = \"shipped\"", &format!("presentation = \"{value}\""));
        parse(&text).map(|config| config.presentation)
    };
    assert_eq!(with("none"), Ok(PresentationChoice::None));
    assert_eq!(with("own/net.toml"), Ok(PresentationChoice::File("/srv/own/net.toml".into())));
    assert!(with("").is_err_and(|said| said.contains("face.presentation is empty")));
}

#[test]
fn complaints_name_file_line_field_and_what_to_do() {
    let said = complaint("phone = \"000-0000\"", "phone = \"\"");
    let line = 1 + EXAMPLE.lines().position(|l| l.starts_with("phone")).expect("there");
    assert!(said.starts_with(&format!("/srv/kiosk.toml, line {line}: office.phone is empty")), "{said}");

    for (old, new, wanted) in [
        ("#warn_s = 45", "warn_s = 75", "idle.warn_s"),
        ("picture_days = 30", "picture_days = 4000", "0 to 1825 days"),
        ("picture_days = 30", "picture_days = -1", "config example"),
        ("kind = \"ipp\"", "kind = \"laser\"", "\"ipp\" for a print queue"),
        ("kind = \"ipp\"", "kind = \"folder\"", "needs printer.folder"),
        ("queue = \"ipp://localhost:631/printers/office\"", "queue = \"office\"", "lpstat -e"),
        ("slip_paper = \"80mm\"", "slip_paper = \"58mm\"", "\"80mm\" or \"A4\""),
        ("#language = \"zh-CN\"", "language = \"fr\"", "or a language of languages.folder"),
        ("#folder = \"languages\"", "folder = \"\"", "languages.folder"),
        ("device = \"auto\"", "device = \"/dev/video0\"", "0 for /dev/video0"),
        ("enrollment_days = 1826", "enrollment_days = 40000", "0 to 36500"),
        ("enrollment_days = 1826", "", "enrollment_days"),
        ("width = 640", "width = 1", "160 to 4096"),
        ("#app_address = \"https://example.org/app\"", "app_address = \"example.org/应用\"", "https://"),
        ("#size = \"1080x1920\"", "size = \"big\"", "1080x1920"),
        ("[idle]", "[idel]", "idel"),
        ("phone = \"000-0000\"", "", "phone"),
    ] {
        let said = complaint(old, new);
        assert!(said.contains(wanted), "{new}: {said}");
        assert!(said.contains(", line "), "{new}: {said}");
        assert!(!said.contains('\n'), "one sentence: {said}");
    }
}

#[test]
fn paths_start_at_the_folder_of_the_file() {
    let config = parse(&example_with("folder = \"/var/lib/esscard-kiosk\"", "folder = \"data\"")).expect("valid");
    assert_eq!(config.store_folder, Path::new("/srv/data"));
}

#[test]
fn a_missing_or_endless_file_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = Config::find(Some(&folder.path().join("none.toml"))).expect_err("missing").to_string();
    assert!(missing.contains("cannot be read"), "{missing}");
    let endless = folder.path().join("endless.toml");
    std::fs::write(&endless, "# \n".repeat(30_000)).expect("written");
    let said = Config::read(&endless).expect_err("too long").to_string();
    assert!(said.contains("longer than"), "{said}");
}

#[test]
fn what_the_file_decides_cannot_be_chosen_on_the_kiosk() {
    let fixed = |text: &str| parse(text).expect("valid").fixed;
    assert_eq!(fixed(EXAMPLE), Fixed::default());
    let none = Fixed::default();
    for (old, new, wanted) in [
        ("device = \"auto\"", "device = 2", Fixed { camera: true, ..none }),
        ("#usb = \"046d:0825\"", "usb = \"046d:0825\"", Fixed { camera: true, ..none }),
        ("#language = \"zh-CN\"", "language = \"zh-CN\"", Fixed { language: true, ..none }),
        ("#end_s = 75", "end_s = 75", Fixed { rest: true, ..none }),
    ] {
        assert_eq!(fixed(&example_with(old, new)), wanted, "{new}");
    }
}

#[test]
fn sizes_are_read() {
    assert_eq!(ScreenSize::parse("1080x1920"), Ok(ScreenSize { width: 1080, height: 1920 }));
    for bad in ["", "1080", "1080x", "x", "0x0", "99999x99999", "-1x5", "axb"] {
        assert!(ScreenSize::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn the_coding_of_pictures_can_be_named() {
    let config = parse(&example_with("#coding = \"auto\"", "coding = \"nv12\"")).expect("valid");
    assert_eq!(config.camera.coding, Some(Coding::Nv12));
    let error = complaint("#coding = \"auto\"", "coding = \"h264\"");
    assert!(error.contains("camera.coding is \"h264\"; write"), "{error}");
}

#[test]
fn a_camera_can_be_pinned() {
    let text = EXAMPLE.replace("#usb = \"046d:0825\"", "usb = \"046d:0825:A1\"");
    let config = Config::parse(&text, Path::new("/")).expect("a good file");
    assert_eq!(config.camera.usb.map(|id| id.to_string()).as_deref(), Some("046d:0825:A1"));
    let bad = text.replace("046d:0825:A1", "046d0825");
    let error = Config::parse(&bad, Path::new("/")).expect_err("no identity");
    assert!(error.to_string().contains("camera.usb must be like"), "{error}");
}
