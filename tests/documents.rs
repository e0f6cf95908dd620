//! The letter and the slip as files and as pictures: read back by the tools that others will use.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use esscard_kiosk::documents::{self, DocumentError, Stationery};
use esscard_kiosk::domain::audit::AuditEvent;
use esscard_kiosk::domain::audit_log::AuditHead;
use esscard_kiosk::domain::card::Card;
use esscard_kiosk::domain::case::AssistCause;
use esscard_kiosk::domain::fault::Fault;
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::domain::letter::{DocumentKind, DocumentRequest, PagePicture, SlipPaper};
use esscard_kiosk::domain::name::PersonName;
use esscard_kiosk::domain::office::OfficeFacts;
use esscard_kiosk::domain::pdf::Pdf;
use esscard_kiosk::domain::permit::{BothLanguages, PermitNumber, RegisterStatus, TalentCategory, Title, WorkPermit};
use esscard_kiosk::domain::shift::{ShiftCounts, ShiftReport};
use esscard_kiosk::domain::staff::StaffNumber;
use esscard_kiosk::domain::time::Timestamp;
use esscard_kiosk::text::{FaultText, Words};

const NUMBER: &str = "SP2026041700012345";
/// 66 characters: the longest name, with every letter that only the second font has.
const LONGEST: &str = "Şükrü-Ağaoğlu İrem Ilgın Łukaszewska-Kőműves Dvořák ĆĆŽŠ Ășțțaşđżź";

fn both(zh: &str, en: &str) -> BothLanguages {
    BothLanguages { zh: zh.to_owned(), en: en.to_owned() }
}

fn office(demo: bool) -> OfficeFacts {
    OfficeFacts {
        authority: both("演示主管机关", "Demo Competent Authority"),
        office: both("演示办理机构", "Demo enrollment office"),
        phone: "000-0000".to_owned(),
        demo,
        ..OfficeFacts::default()
    }
}

/// A drawn picture in place of a person: a head and shoulders.
fn photo() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(480, 640, |x, y| {
        let (dx, dy) = (f64::from(x) - 240.0, f64::from(y) - 260.0);
        let head = (dx / 105.0).powi(2) + (dy / 135.0).powi(2) < 1.0;
        let shoulders = (dx / 215.0).powi(2) + ((f64::from(y) - 640.0) / 230.0).powi(2) < 1.0;
        if head || shoulders { image::Rgb([0x9C, 0xAF, 0xB1]) } else { image::Rgb([0xDC, 0xE5, 0xE3]) }
    });
    let mut file = Vec::new();
    picture.write_to(&mut std::io::Cursor::new(&mut file), image::ImageFormat::Png).unwrap();
    file
}

fn permit() -> WorkPermit {
    WorkPermit {
        number: PermitNumber::parse(NUMBER).unwrap(),
        name: PersonName::parse("ELENA MARIA VIDAL-ORTEGA").unwrap(),
        title: Some(Title::Ms),
        category: TalentCategory::B,
        citizenship: both("演示国", "Demoland"),
        passport_number: "XDA123456".to_owned(),
        employer: both("演示精密机械有限公司", "Demo Precision Machinery Co., Ltd."),
        workplace: both("演示市", "Demo City"),
        occupation: both("机械工程师", "Mechanical engineer"),
        valid_from: "2025-07-01".parse().unwrap(),
        valid_until: "2027-06-30".parse().unwrap(),
        issued_on: "2025-06-20".parse().unwrap(),
        file_number: "DEMO-2025-004711".to_owned(),
        approver: both("演示主管机关", "Demo Competent Authority"),
        family_members: "Ana Vidal (daughter)".into(),
        status: RegisterStatus::InForce,
        photo: Some(Arc::from(photo())),
    }
}

fn request(kind: DocumentKind, permit: WorkPermit) -> DocumentRequest {
    let enrolled_on = "2026-11-22".parse().unwrap();
    // Late in the evening in UTC, the next morning at the office.
    let at: Timestamp = "2026-11-22T20:00:00Z".parse().unwrap();
    DocumentRequest { kind, card: Card { permit, enrollment: 1, enrolled_on }, at }
}

fn roll() -> Stationery {
    Stationery { slip_paper: SlipPaper::Roll80mm, ..Stationery::shipped().unwrap() }
}

/// Runs a tool on the document; `None`, and a note, if the tool is not installed.
fn tool(name: &str, arguments: &[&str], input: &[u8]) -> Option<(bool, String)> {
    let child =
        Command::new(name).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let Ok(mut child) = child else {
        assert!(std::env::var_os("ESSCARD_TESTS_COMPLETE").is_none(), "{name} is not installed");
        println!("skipped: {name} is not installed");
        return None;
    };
    // The tool may stop reading early; its answer tells.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Some((
        output.status.success(),
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr),
    ))
}

/// The document's text in the order in which it was written.
fn text_of(pdf: &Pdf) -> Option<String> {
    let (ok, text) = tool("pdftotext", &["-raw", "-", "-"], pdf.bytes())?;
    assert!(ok, "{text}");
    Some(text)
}

/// The QR code's payload as read from the picture.
fn decode(picture: &PagePicture) -> Vec<String> {
    let rgb = image::RgbImage::from_raw(picture.width, picture.height, picture.rgb.to_vec()).unwrap();
    let luma = image::DynamicImage::ImageRgb8(rgb).into_luma8();
    let mut grey =
        rqrr::PreparedImage::prepare_from_greyscale(luma.width() as usize, luma.height() as usize, |x, y| {
            luma.get_pixel(u32::try_from(x).unwrap(), u32::try_from(y).unwrap()).0[0]
        });
    grey.detect_grids().into_iter().map(|g| g.decode().unwrap().1).collect()
}

fn assert_valid(pdf: &Pdf) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("document.pdf");
    std::fs::write(&file, pdf.bytes()).unwrap();
    if let Some((ok, said)) = tool("qpdf", &["--check", file.to_str().unwrap()], &[]) {
        assert!(ok && !said.contains("WARNING"), "{said}");
    }
}

/// The page as poppler draws it, `dpi` dots an inch.
fn drawn(pdf: &Pdf, dpi: u32) -> Option<image::RgbImage> {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("page");
    let (ok, said) =
        tool("pdftoppm", &["-r", &dpi.to_string(), "-png", "-singlefile", "-", to.to_str().unwrap()], pdf.bytes())?;
    assert!(ok, "{said}");
    Some(image::open(dir.path().join("page.png")).unwrap().into_rgb8())
}

/// Keeps the pages for a person to look at, if asked to.
fn keep(name: &str, bytes: &[u8]) {
    if let Some(dir) = std::env::var_os("ESSCARD_KEEP_PAGES") {
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(Path::new(&dir).join(name), bytes).unwrap();
    }
}

fn keep_picture(name: &str, p: &PagePicture) {
    let mut file = Vec::new();
    let picture = image::RgbImage::from_raw(p.width, p.height, p.rgb.to_vec()).unwrap();
    picture.write_to(&mut std::io::Cursor::new(&mut file), image::ImageFormat::Png).unwrap();
    keep(name, &file);
}

#[test]
fn the_letter_says_everything_in_both_languages() {
    let pdf = documents::letter(&request(DocumentKind::Letter, permit()), &office(true)).unwrap();
    keep("letter.pdf", pdf.bytes());
    assert!(pdf.bytes().len() < 200_000, "{} bytes", pdf.bytes().len());
    assert_valid(&pdf);
    let Some(text) = text_of(&pdf) else { return };
    for part in [
        "中华人民共和国外国人工作许可通知",
        "Notification Letter of Foreigner's Work Permit",
        "People's Republic of China",
        "ELENA MARIA VIDAL-ORTEGA",
        NUMBER,
        "B类",
        "Category B",
        "XDA123456",
        "演示国",
        "Demoland",
        "演示精密机械有限公司",
        "Demo Precision Machinery Co., Ltd.",
        "演示市",
        "机械工程师",
        "Mechanical engineer",
        "2025-07-01 — 2027-06-30",
        "24个月",
        "24 months",
        "演示主管机关",
        "女士",
        "Ms",
        "Family members",
        "Ana Vidal (daughter)",
        "2025-06-20",
        "DEMO-2025-004711",
        "2026-11-23",
        "SPECIMEN",
        "样张",
        "本文件为演示样张，不具任何效力。",
        "This document is a specimen and has no validity.",
    ] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
}

#[test]
fn outside_of_the_demo_nothing_is_a_specimen() {
    let pdf = documents::letter(&request(DocumentKind::Letter, permit()), &office(false)).unwrap();
    keep("letter-real.pdf", pdf.bytes());
    let Some(text) = text_of(&pdf) else { return };
    assert!(!text.contains("SPECIMEN") && !text.contains("样张"), "{text}");
    assert!(text.contains("ELENA"));
}

#[test]
fn the_longest_name_is_never_cut() {
    assert_eq!(LONGEST.chars().count(), 66);
    let mut long = permit();
    long.name = PersonName::parse(LONGEST).unwrap();
    long.employer = both(
        "演示市国际精密机械与自动化技术联合研究开发及进出口贸易（集团）股份有限公司第三分公司",
        "Demo City International Precision Machinery and Automation Technology Joint Research, Development, Import and Export (Group) Co., Ltd., Third Branch",
    );
    let request = request(DocumentKind::Letter, long);
    let pdf = documents::letter(&request, &office(true)).unwrap();
    keep("letter-longest.pdf", pdf.bytes());
    keep_picture("letter-longest.png", &documents::preview(&request, &office(true), 1240).unwrap());
    assert_valid(&pdf);
    let Some(text) = text_of(&pdf) else { return };
    for word in LONGEST.split(' ').flat_map(|w| w.split('-')) {
        assert!(text.contains(word), "{word} is missing in:\n{text}");
    }
    let joined: String = text.split_whitespace().collect();
    assert!(joined.contains("ThirdBranch") && joined.contains("第三分公司"), "{text}");
}

#[test]
fn a_value_too_long_for_any_page_is_told_and_not_cut() {
    let mut long = permit();
    long.employer = both(&"演示精密机械有限公司".repeat(400), "");
    let error = documents::letter(&request(DocumentKind::Letter, long), &office(false)).unwrap_err();
    assert!(matches!(error, DocumentError::TooLong));
}

#[test]
fn what_cannot_be_drawn_is_told_and_does_not_vanish() {
    let mut rare = permit();
    rare.employer = both("\u{20BB7}野家", "");
    let error = documents::letter(&request(DocumentKind::Letter, rare), &office(false)).unwrap_err();
    assert!(matches!(error, DocumentError::Glyph { code_point: 0x20BB7 }));
    let mut torn = permit();
    torn.photo = Some(Arc::from(&photo()[..500]));
    let error = documents::letter(&request(DocumentKind::Letter, torn), &office(false)).unwrap_err();
    assert!(matches!(error, DocumentError::Photo));
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    let request = request(DocumentKind::Letter, permit());
    let (one, two) =
        (documents::make(&request, &office(true)).unwrap(), documents::make(&request, &office(true)).unwrap());
    assert!(one.bytes() == two.bytes());
}

#[test]
fn the_preview_looks_like_the_printed_page() {
    for kind in DocumentKind::ALL {
        let name = kind.word();
        let request = request(kind, permit());
        let pdf = roll().make(&request, &office(true)).unwrap();
        let Some(printed) = drawn(&pdf, 100) else { return };
        let preview = roll().preview(&request, &office(true), printed.width()).unwrap();
        keep_picture(&format!("{name}.png"), &preview);
        assert!(preview.height.abs_diff(printed.height()) <= 1, "{} {}", preview.height, printed.height());
        // Edges are smoothed differently; so compare the means of blocks of 8 x 8 pixels.
        let block = |rgb: &[u8], width: u32, bx: u32, by: u32| -> f64 {
            let mut sum = 0.0;
            for y in by * 8..by * 8 + 8 {
                for x in bx * 8..bx * 8 + 8 {
                    let at = (y * width + x) as usize * 3;
                    sum += rgb[at..at + 3].iter().map(|&v| f64::from(v)).sum::<f64>();
                }
            }
            sum / 192.0
        };
        let rows = preview.height.min(printed.height()) / 8;
        let (mut worst, mut total, mut count) = (0.0_f64, 0.0, 0.0);
        for by in 0..rows {
            for bx in 0..preview.width / 8 {
                let differs = (block(&preview.rgb, preview.width, bx, by)
                    - block(printed.as_raw(), printed.width(), bx, by))
                .abs();
                worst = worst.max(differs);
                total += differs;
                count += 1.0;
            }
        }
        println!("{name}: mean difference {:.2}, worst block {worst:.1} of 255", total / count);
        assert!(total / count < 4.0, "{name} differs by {:.2} on average", total / count);
        assert!(worst < 70.0, "a block of {name} differs by {worst:.1}");
    }
}

#[test]
fn the_code_is_read_from_screen_and_paper() {
    for kind in [DocumentKind::Letter, DocumentKind::Slip, DocumentKind::Inquiry] {
        for demo in [true, false] {
            let request = request(kind, permit());
            let preview = roll().preview(&request, &office(demo), 1240).unwrap();
            assert_eq!(decode(&preview), [NUMBER]);
            let pdf = roll().make(&request, &office(demo)).unwrap();
            let Some(page) = drawn(&pdf, 150) else { continue };
            let mut png = Vec::new();
            page.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
            let dir = tempfile::tempdir().unwrap();
            let file = dir.path().join("page.png");
            std::fs::write(&file, png).unwrap();
            let Some((ok, read)) = tool("zbarimg", &["--quiet", "--raw", file.to_str().unwrap()], &[]) else {
                continue;
            };
            assert!(ok, "{read}");
            assert_eq!(read.lines().next(), Some(NUMBER));
        }
    }
}

#[test]
fn the_slip_fits_both_papers() {
    let request = request(DocumentKind::Slip, permit());
    let size = |pdf: &Pdf| tool("pdfinfo", &["-"], pdf.bytes()).map(|(_, said)| said);
    for (paper, width, name) in [(SlipPaper::Roll80mm, "226.77", "slip.pdf"), (SlipPaper::A4, "595.27", "slip-a4.pdf")]
    {
        let stationery = Stationery { slip_paper: paper, ..Stationery::shipped().unwrap() };
        let pdf = stationery.make(&request, &office(true)).unwrap();
        keep(name, pdf.bytes());
        assert_valid(&pdf);
        if let Some(said) = size(&pdf) {
            assert!(said.contains(&format!("Page size:       {width}")), "{said}");
            assert!(said.contains("Pages:           1"), "{said}");
        }
        let Some(text) = text_of(&pdf) else { continue };
        for part in
            [NUMBER, "ELENA MARIA VIDAL-ORTEGA", "工作许可二维码", "Work permit QR code", "SPECIMEN", "Category B"]
        {
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
    }
}

#[test]
fn the_take_home_sheet_says_what_to_do_and_nothing_of_its_holder() {
    let address = "https://example.org/esscard/app";
    let office = OfficeFacts { app_address: Some(address.to_owned()), ..office(false) };
    let request = request(DocumentKind::TakeHome, permit());
    let pdf = documents::make(&request, &office).unwrap();
    keep("take-home.pdf", pdf.bytes());
    assert_valid(&pdf);
    let preview = documents::preview(&request, &office, 1240).unwrap();
    keep_picture("take-home.png", &preview);
    assert_eq!(decode(&preview), [address]);
    let Some(text) = text_of(&pdf) else { return };
    for part in [
        "办理须知",
        "Take-home sheet",
        "电子社保卡",
        "esscard",
        "Huawei AppGallery",
        "Login portal for foreigner's holding work permit",
        "Forgot your password?",
        "忘记密码",
        "请在10日内申报",
        "report it within 10 days",
        "Demo enrollment office",
        "000-0000",
    ] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    for personal in ["ELENA", "VIDAL", NUMBER, "XDA123456", "Precision"] {
        assert!(!text.contains(personal), "{personal} stands in:\n{text}");
    }
}

#[test]
fn without_an_address_the_sheet_has_the_names_to_search_for() {
    for app_address in [None, Some(format!("https://example.org/{}", "long".repeat(60)))] {
        let office = OfficeFacts { app_address, ..office(true) };
        let request = request(DocumentKind::TakeHome, permit());
        assert!(decode(&documents::preview(&request, &office, 1240).unwrap()).is_empty());
        let pdf = documents::make(&request, &office).unwrap();
        keep("take-home-search.pdf", pdf.bytes());
        let Some(text) = text_of(&pdf) else { return };
        assert!(text.contains("Search for one of these names") && text.contains("esscard"), "{text}");
        assert!(text.contains("This document is a specimen"), "{text}");
    }
}

#[test]
fn the_printed_inquiry_shows_how_the_permit_stands_and_hides_the_passport() {
    let expired = WorkPermit { valid_until: "2026-11-01".parse().unwrap(), ..permit() };
    let revoked = WorkPermit { status: RegisterStatus::Revoked, ..permit() };
    for (permit, words) in [
        (permit(), ["有效，剩余219天", "Valid (days left: 219)"]),
        (expired, ["已过期", "Expired"]),
        (revoked, ["已注销", "Revoked"]),
    ] {
        let pdf = documents::make(&request(DocumentKind::Inquiry, permit), &office(true)).unwrap();
        keep("inquiry.pdf", pdf.bytes());
        assert_valid(&pdf);
        let Some(text) = text_of(&pdf) else { return };
        for part in words.into_iter().chain([
            "工作许可信息查询",
            "Work permit inquiry",
            "*****3456",
            "not the notification letter",
        ]) {
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
        assert!(!text.contains("XDA123456"), "{text}");
        assert!(!text.contains("Dear holder"), "{text}");
    }
}

fn shift_report(causes: Vec<(Option<AssistCause>, u32)>, events: Vec<(AuditEvent, u32)>) -> ShiftReport {
    let words = |list: &[(&str, u32)]| list.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect();
    let at: Timestamp = "2026-11-23T09:30:05Z".parse().unwrap();
    let counts = ShiftCounts {
        from: "2026-11-22T16:00:00Z".parse().unwrap(),
        to: at,
        enrolled: words(&[("face", 41), ("staff", 6)]),
        causes,
        printed: words(&[("letter", 38), ("slip", 12)]),
        reprinted: words(&[("letter", 2)]),
        by_two: vec![(AuditEvent::VerifiedByDocument, 3), (AuditEvent::AuditExported, 1)],
        sign_ins: 7,
        sign_ins_refused: 2,
        events,
        head: AuditHead { entries: 1234, hash: std::array::from_fn(|n| u8::try_from(n * 7).unwrap()) },
    };
    ShiftReport { counts, by: StaffNumber::parse("S01").unwrap(), at }
}

/// How many sheets a file has.
fn sheets(pdf: &Pdf) -> Option<String> {
    let (_, said) = tool("pdfinfo", &["-"], pdf.bytes())?;
    said.lines().find_map(|line| Some(line.strip_prefix("Pages:")?.trim().to_owned()))
}

#[test]
fn the_shift_report_counts_in_both_languages_and_ends_with_the_head() {
    let causes =
        vec![(Some(AssistCause::Fault(Fault::MatchUnclear)), 5), (Some(AssistCause::ChoseStaff), 3), (None, 1)];
    let events = vec![(AuditEvent::Enrolled, 47), (AuditEvent::Started, 1), (AuditEvent::StaffSignedIn, 7)];
    let report = shift_report(causes, events);
    for demo in [true, false] {
        let pdf = roll().shift_report(&report, &office(demo)).unwrap();
        keep(&format!("shift-{demo}.pdf"), pdf.bytes());
        assert_valid(&pdf);
        assert!(roll().shift_report(&report, &office(demo)).unwrap().bytes() == pdf.bytes(), "the same bytes");
        assert_eq!(sheets(&pdf).unwrap_or_else(|| "1".to_owned()), "1");
        let Some(text) = text_of(&pdf) else { return };
        for part in [
            "班次报告",
            "Shift report",
            "演示办理机构",
            "Demo enrollment office",
            // The office's own times.
            "2026-11-23 00:00:00 — 2026-11-23 17:30:05",
            "S01",
            "人脸识别",
            "Face recognition",
            "41",
            "47",
            "Another reason",
            "Handed to staff because something did not work",
            "Printed again by staff",
            "Confirmed against the face comparison",
            "程序已启动",
            "1234",
            "SHA-256",
            "0007 0e15 1c23 2a31 383f 464d 545b 6269",
            "7077 7e85 8c93 9aa1 a8af b6bd c4cb d2d9",
            "签字",
            "Page 1 of 1",
        ] {
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
        assert_eq!(text.contains("SPECIMEN") && text.contains("不具任何效力"), demo, "{text}");
        // Counted above, so not once more at the end.
        assert_eq!(text.matches("An enrollment was written").count(), 0, "{text}");
    }
}

#[test]
fn the_shift_report_goes_on_to_as_many_sheets_as_it_needs() {
    let causes = Fault::all().into_iter().map(|fault| (Some(AssistCause::Fault(fault)), 1)).collect();
    let report = shift_report(causes, AuditEvent::ALL.into_iter().map(|event| (event, 1)).collect());
    let pdf = roll().shift_report(&report, &office(true)).unwrap();
    keep("shift-long.pdf", pdf.bytes());
    assert_valid(&pdf);
    let (Some(text), Some(sheets)) = (text_of(&pdf), sheets(&pdf)) else { return };
    let many: usize = sheets.parse().unwrap();
    assert!(many > 2, "{many}");
    let joined: String = text.split_whitespace().collect();
    let words = Words::load().unwrap();
    for fault in Fault::all() {
        let title = FaultText::of(&words, Language::Chinese, fault).title;
        for text in [title.primary, title.secondary] {
            let said: String = text.split_whitespace().collect();
            assert!(joined.contains(&said), "{fault:?}: {text} is missing");
        }
    }
    for page in 1..=many {
        assert!(text.contains(&format!("Page {page} of {many}")), "{text}");
    }
    let last = text.trim_end_matches('\u{c}').rsplit('\u{c}').next().unwrap();
    assert!(last.contains("SHA-256") && last.contains("Signature"), "the head and where to sign: {last}");
    assert_eq!(text.matches("SPECIMEN").count(), many, "every sheet is marked");
}

#[test]
fn a_preview_of_no_size_is_refused() {
    let request = request(DocumentKind::Slip, permit());
    for width in [0, 100_000] {
        assert!(matches!(documents::preview(&request, &office(true), width), Err(DocumentError::PictureSize(_))));
    }
}
