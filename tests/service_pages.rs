//! The pages from the face check to the printed letter as visitors see and use them: pictures, and
//! what touch and keyboard do. Every page is reached by real events of a real visit.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

mod stage;

use egui::Vec2;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use esscard_kiosk::domain::card::Card;
use esscard_kiosk::domain::case::CaseTicket;
use esscard_kiosk::domain::fault::{Fault, Incident};
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::domain::letter::DocumentKind;
use esscard_kiosk::domain::liveness::Prompt;
use esscard_kiosk::domain::permit::{RegisterStatus, WorkPermit};
use esscard_kiosk::domain::print::PrintStage;
use esscard_kiosk::flow::effect::{Effect, Ending};
use esscard_kiosk::flow::event::{Event, ServiceKind};
use esscard_kiosk::flow::step::{CapturePhase, Step};
use esscard_kiosk::text::{Args, FaultText, Words};
use esscard_kiosk::ui;
use jiff::civil::date;

use stage::{
    LANDSCAPE, NAME, NUMBER, PORTRAIT, Reach, SERVICE_PAGES, Stage, harness, look_as_designed, neutral, permit,
    picture, sparse,
};

#[test]
fn pages_look_as_designed() {
    look_as_designed(&SERVICE_PAGES, |_, _| true);
}

/// Only the enlarged letter and the long list of the inquiry scroll at the usual size.
#[test]
fn pages_fit_their_screen() {
    for (name, stage) in SERVICE_PAGES {
        for size in [PORTRAIT, LANDSCAPE] {
            for language in Language::ALL {
                let harness = harness(size, stage(language));
                let more = Words::load().unwrap().get(language, "more_below", &Args::none());
                let scrolls = harness.query_by_role_and_label(Role::Button, &more).is_some();
                let may_scroll = name == "letter_enlarged" || name == "inquiry_sparse";
                assert!(!scrolls || may_scroll, "{} is too high for its screen", picture(name, size, language));
            }
        }
    }
}

/// Title, reason, way on and both ways out for whatever ends a face check, and never a score. With `ALL_PICTURES`
/// set each is drawn, too.
#[test]
fn every_cause_of_a_failed_check_is_explained_on_its_page() {
    let words = Words::load().unwrap();
    let dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("failed_checks");
    let everything = std::env::var_os("ALL_PICTURES").is_some();
    let causes =
        Fault::all().into_iter().filter(|fault| !fault.key().starts_with("pp_") && !fault.key().starts_with("m_"));
    for (fault, size) in causes.flat_map(|fault| [(fault, PORTRAIT), (fault, LANDSCAPE)]) {
        for language in Language::ALL {
            let stage = Stage::failed(language, fault);
            assert!(matches!(stage.visit.step, Step::CaptureFailed(_)), "{fault:?}");
            let mut harness = harness(size, stage);
            let shown: String = harness
                .query_all(egui_kittest::kittest::By::new())
                .flat_map(|node| {
                    let node = node.accesskit_node();
                    [node.label(), node.value(), node.description()]
                })
                .flatten()
                .fold(String::new(), |all, text| all + &text + "\n");
            let text = FaultText::of(&words, language, fault);
            for part in [&text.title, &text.why, &text.todo] {
                assert!(shown.contains(&part.primary), "{fault:?} {size:?} lacks: {}", part.primary);
                assert!(shown.contains(&part.secondary), "{fault:?} {size:?} lacks: {}", part.secondary);
            }
            for score in ["score", "0.", "%", "分数", "相似度"] {
                assert!(!shown.contains(score), "{fault:?} shows {score}: {shown}");
            }
            if everything {
                std::fs::create_dir_all(&dir).unwrap();
                let file = picture(&format!("{fault:?}").replace(['(', ')'], "_"), size, language);
                harness.render().unwrap().save(dir.join(format!("{file}.png"))).unwrap();
            }
        }
    }
}

fn english(size: Vec2, stage: Reach) -> Harness<'static, Stage> {
    harness(size, stage(Language::English))
}

fn press(harness: &mut Harness<'_, Stage>, label: &str) {
    harness.get_by_role_and_label(Role::Button, label).click();
    let _ = harness.try_run();
}

#[test]
fn the_services_open_under_the_guides_names_and_lead_back() {
    let names = [
        (ServiceKind::Inquiry, "Work permit inquiry", "工作许可信息查询"),
        (ServiceKind::QrCode, "Work permit QR code", "工作许可二维码"),
        (ServiceKind::Letter, "Download notification letter of work permit", "工作许可通知下载"),
    ];
    for (kind, en, zh) in names {
        for (language, name, back) in [(Language::English, en, "Back"), (Language::Chinese, zh, "返回")] {
            let mut harness = harness(LANDSCAPE, Stage::signed_in(language));
            press(&mut harness, name);
            let Step::Service(service) = &harness.state().visit.step else { panic!("{name} leads nowhere") };
            assert_eq!(service.kind, kind);
            press(&mut harness, back);
            assert!(matches!(harness.state().visit.step, Step::Card(_)), "{name}");
        }
    }
}

#[test]
fn a_passed_check_leads_to_the_card() {
    let mut harness = english(PORTRAIT, Stage::issuing);
    harness.get_by_label("Your face has been verified");
    harness.get_by_label("Preparing your card");
    let Stage { visit, now, .. } = harness.state_mut();
    let card = Card { permit: permit(NAME), enrollment: 1, enrolled_on: date(2026, 11, 22) };
    visit.handle(visit.ticket, Event::Enrolled(Box::new(card)), *now);
    let _ = harness.try_run();
    harness.get_by_label("Your card is ready");
    harness.get_by_role_and_label(Role::Button, "Work permit inquiry");
}

#[test]
fn a_card_that_fails_while_staff_are_asked_is_not_waited_for() {
    let mut harness = english(PORTRAIT, |l| {
        // The desk answers in order: first to the enrollment, then to the case.
        Stage::issuing(l)
            .on(Event::AskStaff)
            .on(Event::Failed(Fault::StoreUnavailable, Some(Incident(3))))
            .on(Event::CaseOpened(CaseTicket("K7F-204".into())))
    });
    harness.get_by_label("K7F-204");
    let Stage { visit, now, .. } = harness.state_mut();
    visit.handle(visit.ticket, Event::Back, *now);
    let _ = harness.try_run();
    let Step::Broken(broken) = &harness.state().visit.step else { panic!("waits for ever") };
    assert_eq!((broken.fault, broken.incident), (Fault::StoreUnavailable, Some(Incident(3))));
    press(&mut harness, "Try again");
    assert!(matches!(harness.state().effects.last(), Some(Effect::Enroll(_))));
}

/// A button's words stand on one line each; where they do not fit, the wider one gets the room.
#[test]
fn the_buttons_beneath_the_code_hold_their_words() {
    let harness = harness(LANDSCAPE, Stage::service(Language::Chinese, ServiceKind::QrCode));
    let hide = harness.get_by_role_and_label(Role::Button, "隐藏二维码").rect();
    let slip = harness.get_by_role_and_label(Role::Button, "打印二维码凭条").rect();
    // Seven characters of 19 points, icon, gap and padding.
    assert!(slip.width() >= 7.0 * 19.0 + 24.0 + 12.0 + 2.0 * 22.0, "{slip:?}");
    assert!(hide.right() < slip.left());
}

#[test]
fn finish_forgets_from_the_card_and_every_service() {
    for stage in [
        Stage::signed_in as Reach,
        |l| Stage::service(l, ServiceKind::Inquiry),
        |l| Stage::service(l, ServiceKind::QrCode),
        Stage::letter,
    ] {
        let mut harness = english(PORTRAIT, stage);
        press(&mut harness, "Finish");
        let effects = &harness.state().effects;
        assert!(matches!(effects.last(), Some(Effect::Forget(Ending::Finished))), "{effects:?}");
    }
}

#[test]
fn finish_waits_while_the_letter_is_printed() {
    for stage in [PrintStage::Prepared, PrintStage::Sent, PrintStage::Printing] {
        let stage = Stage::letter(Language::English).printing(DocumentKind::Letter, stage);
        let mut harness = harness(LANDSCAPE, stage);
        assert!(harness.get_by_role_and_label(Role::Button, "Finish").accesskit_node().is_disabled());
        press(&mut harness, "Finish");
        assert!(harness.state().events.is_empty(), "{:?}", harness.state().events);
        press(&mut harness, "Stop printing");
        assert!(matches!(harness.state().effects.last(), Some(Effect::StopPrinting)));
    }
}

#[test]
fn the_letter_is_printed_and_printed_again() {
    for size in [PORTRAIT, LANDSCAPE] {
        let mut harness = english(size, Stage::letter);
        press(&mut harness, "Print");
        let Some(Effect::Print(request)) = harness.state().effects.last() else { panic!("nothing is printed") };
        assert_eq!(request.kind, DocumentKind::Letter);
        let mut again = english(size, |l| Stage::letter(l).printing(DocumentKind::Letter, PrintStage::Done));
        again.get_by_label("Printed. Please take your paper.");
        press(&mut again, "Print again");
        assert!(matches!(again.state().effects.last(), Some(Effect::Print(_))));
    }
}

#[test]
fn the_enlarged_letter_scrolls_by_a_button_and_back_closes_it() {
    let mut harness = english(LANDSCAPE, Stage::letter);
    press(&mut harness, "Enlarge");
    let name = "Notification Letter of Foreigner's Work Permit in the People's Republic of China";
    let before = harness.get_by_label(name).rect();
    assert!(before.width() > 1000.0, "{before:?}");
    press(&mut harness, "More below");
    assert!(harness.get_by_label(name).rect().top() < before.top() - 100.0);
    press(&mut harness, "Back");
    assert!(harness.get_by_label(name).rect().width() < 400.0);
    assert!(matches!(harness.state().visit.step, Step::Service(_)));
    press(&mut harness, "Enlarge");
    let again = harness.get_by_label(name).rect();
    assert!((again.top() - before.top()).abs() < 1.0, "a page opens at its top: {again:?}");
}

#[test]
fn the_code_on_the_screen_is_the_number_and_is_hidden_at_a_touch() {
    let mut harness = english(PORTRAIT, |l| Stage::service(l, ServiceKind::QrCode));
    let read = |harness: &mut Harness<'_, Stage>| {
        let picture = harness.render().unwrap();
        let grey = image::DynamicImage::ImageRgba8(picture).into_luma8();
        let (width, height) = grey.dimensions();
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
            grey.get_pixel(x as u32, y as u32).0[0]
        });
        prepared.detect_grids().first().map(|grid| grid.decode().unwrap().1)
    };
    assert_eq!(read(&mut harness).as_deref(), Some(NUMBER));
    press(&mut harness, "Hide the code");
    assert_eq!(read(&mut harness), None);
    press(&mut harness, "Show the code");
    assert_eq!(read(&mut harness).as_deref(), Some(NUMBER));
    press(&mut harness, "Print a slip");
    let Some(Effect::Print(request)) = harness.state().effects.last() else { panic!("nothing is printed") };
    assert_eq!(request.kind, DocumentKind::Slip);
}

#[test]
fn the_code_can_be_hidden_while_its_slip_prints() {
    for size in [PORTRAIT, LANDSCAPE] {
        let stage = Stage::service(Language::English, ServiceKind::QrCode);
        let mut harness = harness(size, stage.printing(DocumentKind::Slip, PrintStage::Printing));
        harness.get_by_role_and_label(Role::Button, "Stop printing");
        let note = harness.query_by_label("The code contains your work permit number.");
        assert_eq!(note.is_some(), size == PORTRAIT, "landscape has no room for it");
        press(&mut harness, "Hide the code");
        harness.get_by_label("The code is hidden");
        harness.get_by_role_and_label(Role::Button, "Show the code");
    }
}

#[test]
fn the_passport_number_is_never_told_whole() {
    let harness = english(PORTRAIT, |l| Stage::service(l, ServiceKind::Inquiry));
    harness.get_by_label("Passport number: 4821");
    for node in harness.query_all(egui_kittest::kittest::By::new()) {
        let label = node.accesskit_node().label().unwrap_or_default();
        assert!(!label.contains("X12344821"), "{label}");
    }
}

#[test]
fn a_permits_standing_has_its_word_on_every_day() {
    let on = |permit: WorkPermit| {
        let stage = Stage::signed_in_with(Language::English, permit).on(Event::OpenService(ServiceKind::Inquiry));
        harness(LANDSCAPE, stage)
    };
    on(permit(NAME)).get_by_label("220 days left");
    on(sparse()).get_by_label("Expires soon");
    on(WorkPermit { valid_until: date(2026, 11, 22), ..permit(NAME) }).get_by_label("Today is the last day");
    for (permit, word, days) in [
        (WorkPermit { valid_until: date(2026, 11, 21), ..permit(NAME) }, "Expired", "Ended yesterday"),
        (WorkPermit { valid_until: date(2026, 11, 2), ..permit(NAME) }, "Expired", "Ended 20 days ago"),
        (WorkPermit { valid_from: date(2026, 12, 1), ..permit(NAME) }, "Not yet valid", "Begins in 9 days"),
        (WorkPermit { status: RegisterStatus::Revoked, ..permit(NAME) }, "Revoked", "No longer in force"),
    ] {
        let harness = on(permit);
        harness.get_by_label(word);
        harness.get_by_label(days);
        for node in harness.query_all(egui_kittest::kittest::By::new()) {
            let label = node.accesskit_node().label().unwrap_or_default();
            assert!(!label.contains("days left"), "{word}: {label}");
        }
    }
}

/// What the register may hold of a permit and the letter names: every field has its row.
#[test]
fn the_inquiry_shows_every_field_of_the_register() {
    let harness = english(PORTRAIT, |l| Stage::service(l, ServiceKind::Inquiry));
    for row in [
        "Name: ELENA MARIA VIDAL-ORTEGA",
        "Title: Ms",
        "Citizenship: Demoland",
        "Work permit number: SP2026041700012345",
        "Category: Category B",
        "Employer: Demo Precision Machinery Co., Ltd.",
        "Place of work: Demo City",
        "Occupation: Engineer",
        "Valid from: 1 July 2025",
        "Valid until: 30 June 2027",
        "Date of issue: 20 June 2025",
        "Approved by: Demo Competent Authority",
        "File number: DEMO-2025-0001",
        "Family members: Ana Vidal (daughter)",
    ] {
        harness.get_by_label(row);
    }
    let little = Stage::signed_in_with(Language::English, sparse()).on(Event::OpenService(ServiceKind::Inquiry));
    let little = self::harness(PORTRAIT, little);
    for label in ["Title", "Approved by", "File number", "Family members"] {
        little.get_by_label(&format!("{label}: No value in the register"));
    }
}

#[test]
fn a_waiting_printer_offers_no_retry_and_a_failed_one_does() {
    let mut waits = english(LANDSCAPE, |l| {
        Stage::letter(l).printing(DocumentKind::Letter, PrintStage::Attention(Fault::PrinterOutOfPaper))
    });
    waits.get_by_label("The printer is out of paper");
    waits.get_by_label("Your letter is kept until you finish.");
    assert!(waits.query_by_role_and_label(Role::Button, "Try again").is_none());
    press(&mut waits, "Continue without printing");
    assert!(matches!(waits.state().effects.last(), Some(Effect::StopPrinting)));
    let failed: Reach = |l| Stage::letter(l).printing(DocumentKind::Letter, PrintStage::Failed(Fault::PrinterOffline));
    let mut again = english(PORTRAIT, failed);
    press(&mut again, "Try again");
    assert!(matches!(again.state().effects.last(), Some(Effect::Print(_))));
    let mut on = english(PORTRAIT, failed);
    press(&mut on, "Continue without printing");
    assert!(matches!(on.state().visit.step, Step::Card(_)));
    let mut staff = english(PORTRAIT, failed);
    press(&mut staff, "Show this to staff");
    assert!(matches!(staff.state().visit.step, Step::Assisted(_)));
}

#[test]
fn a_letter_that_cannot_be_made_is_asked_for_again() {
    let mut harness = english(PORTRAIT, |l| {
        Stage::service(l, ServiceKind::Letter).on(Event::Failed(Fault::DocumentFailed, Some(Incident(5))))
    });
    harness.get_by_label("The document could not be made");
    press(&mut harness, "Try again");
    assert!(matches!(harness.state().effects.last(), Some(Effect::Preview(_))));
    harness.get_by_label("One moment, please");
}

#[test]
fn the_face_check_names_the_movement_and_hides_what_is_to_come() {
    let stage = Stage::capturing(Language::English).straight();
    let CapturePhase::Acting { prompt, .. } = stage.phase() else { panic!() };
    let words = Words::load().unwrap();
    let harness = harness(PORTRAIT, stage);
    for other in Prompt::ALL {
        let text = words.get(Language::English, other.key(), &Args::none());
        assert_eq!(harness.query_by_label(&text).is_some(), other == prompt, "{text}");
    }
    assert!(harness.query_by_role(Role::Timer).is_some(), "no seconds left");
    assert_eq!(harness.query_all_by_label("Next").count(), 1);
    assert_eq!(harness.query_all_by_label("Not yet").count(), 1);
}

#[test]
fn the_phases_of_a_face_check_have_their_words() {
    let starting = english(PORTRAIT, Stage::capturing);
    starting.get_by_label("Facial recognition authentication");
    let settling = english(LANDSCAPE, |l| Stage::capturing(l).sees(neutral()));
    settling.get_by_label("Look straight at the camera");
    let returning = english(LANDSCAPE, |l| Stage::capturing(l).straight().moves());
    returning.get_by_label("Now look straight ahead again");
    let done: Reach = |l| (0..3).fold(Stage::capturing(l).straight(), |stage, _| stage.moves().straight());
    let checking = english(PORTRAIT, done);
    checking.get_by_label("Checking. Please hold still.");
    assert_eq!(checking.query_all_by_label("Done").count(), 3);
}

#[test]
fn leaving_the_face_check_for_staff_and_back_is_told_calmly() {
    let mut harness = english(PORTRAIT, Stage::capturing);
    press(&mut harness, "Verify with staff instead");
    assert!(matches!(harness.state().visit.step, Step::Assisted(_)));
    press(&mut harness, "Back to my visit");
    assert!(matches!(harness.state().visit.step, Step::Capturing(_)), "a fresh check, and no try spent");
    press(&mut harness, "Cancel");
    press(&mut harness, "Keep going");
    harness.get_by_label("The check was interrupted");
    press(&mut harness, "Try again");
    assert!(matches!(harness.state().visit.step, Step::Capturing(_)));
}

#[test]
fn both_ways_after_a_failed_check_are_equally_large_and_one_stays_at_the_end() {
    for size in [PORTRAIT, LANDSCAPE] {
        let harness = english(size, |l| Stage::failed(l, Fault::FaceDark));
        let again = harness.get_by_role_and_label(Role::Button, "Try again").rect();
        let staff = harness.get_by_role_and_label(Role::Button, "Verify with staff instead").rect();
        assert_eq!(again.size(), staff.size());
    }
    let mut last = english(PORTRAIT, |l| {
        let again = |stage: Stage| stage.on(Event::TryAgain).on(Event::Failed(Fault::FaceFar, None));
        again(again(Stage::failed(l, Fault::FaceFar)))
    });
    last.get_by_label("No tries left. Staff will verify you now.");
    assert!(last.query_by_role_and_label(Role::Button, "Try again").is_none());
    press(&mut last, "Verify with staff instead");
    assert!(matches!(last.state().visit.step, Step::Assisted(_)));
}

#[test]
fn the_photo_and_the_letter_are_gone_when_the_visitor_is_forgotten() {
    let mut harness = english(LANDSCAPE, Stage::letter);
    let textures = |harness: &Harness<'_, Stage>| {
        let manager = harness.ctx.tex_manager();
        let manager = manager.read();
        manager.allocated().filter(|(_, meta)| meta.name == "visitor's picture").count()
    };
    assert_eq!(textures(&harness), 1);
    press(&mut harness, "Back");
    assert_eq!(textures(&harness), 2);
    ui::forget::all(&harness.ctx);
    let ticket = harness.state().visit.ticket.next();
    let settings = Stage::new(Language::English);
    harness.state_mut().visit = settings.visit;
    harness.state_mut().visit.ticket = ticket;
    harness.run_steps(3);
    assert_eq!(textures(&harness), 0);
}
