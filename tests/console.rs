//! The staff's pages: pictures upright and lying, nothing cut off or too small, each driven by what staff press, and
//! none of them reachable without signing in.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

mod counter;
mod inspect;

use std::time::Duration;

use counter::{AT, LANDSCAPE, PAGES, PORTRAIT, Stage, harness, supervisor};
use egui::accesskit::Role;
use egui::{Rect, Vec2, pos2};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, SnapshotResults};
use esscard_kiosk::domain::account::SignInRefusal;
use esscard_kiosk::domain::device_check::{Finding, Notice, Part};
use esscard_kiosk::domain::fault::Fault;
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::domain::print::PrintStage;
use esscard_kiosk::domain::register_import::{CheckEnd, CheckNumber, FileNumber, ImportCounts, ImportRefusal};
use esscard_kiosk::domain::register_table::TableError;
use esscard_kiosk::domain::review::CaseDecision;
use esscard_kiosk::domain::settings::{Rest, SettingChange};
use esscard_kiosk::domain::shift::ShiftSpan;
use esscard_kiosk::domain::staff::{Act, Denied, Role as StaffRole};
use esscard_kiosk::flow::counter::effect::{CounterEffect, CounterJob, ImportJob};
use esscard_kiosk::flow::counter::event::{CounterEvent, NoLeave, NotDone};
use esscard_kiosk::flow::counter::register::{ImportStage, RegisterAct, RegisterAnswer};
use esscard_kiosk::flow::counter::{CounterPage, Section};
use esscard_kiosk::text::{Args, Words};
use esscard_kiosk::ui::keyboard;
use inspect::{Demands, Judge};

/// No page is that long.
const MOST_VIEWS: usize = 30;

fn label(key: &str) -> String {
    Words::load().unwrap().get(Language::Chinese, key, &Args::none())
}

fn press_on(harness: &mut Harness<'_, Stage>, key: &str, mut each: impl FnMut(&Harness<'_, Stage>)) -> bool {
    let label = label(key);
    for _ in 0..MOST_VIEWS {
        each(harness);
        if harness.query_all_by_role_and_label(Role::Button, &label).count() == 0 {
            return true;
        }
        harness.get_by_role_and_label(Role::Button, &label).click();
        let _ = harness.try_run();
    }
    false
}

fn judge(harness: &mut Harness<'_, Stage>, shape: Vec2) -> Vec<String> {
    let mut judge = Judge::new(Demands {
        window: Rect::from_min_size(pos2(0.0, 0.0), shape),
        target: if shape == PORTRAIT { 60.0 } else { 44.0 },
        reach: None,
    });
    if keyboard::is_open(&harness.ctx) {
        judge.looks_while_typing(&harness.ctx, &harness.output().shapes);
        harness.get_by_role_and_label(Role::Button, &label("k_done")).click();
        let _ = harness.try_run();
    }
    let begins = press_on(harness, "more_above", |_| ());
    let ends = press_on(harness, "more_below", |harness| judge.looks(&harness.ctx, &harness.output().shapes));
    assert!(begins && ends, "scrolls for ever");
    judge.found()
}

#[test]
fn nothing_is_cut_off_or_covered() {
    let mut wrong = Vec::new();
    for (name, reach) in PAGES {
        for shape in [PORTRAIT, LANDSCAPE] {
            let mut harness = harness(shape, reach());
            for fault in judge(&mut harness, shape) {
                wrong.push(format!("{name} {shape:?}: {fault}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_look_as_designed() {
    let mut results = SnapshotResults::new();
    for (name, reach) in PAGES {
        for (shape, word) in [(PORTRAIT, "portrait"), (LANDSCAPE, "landscape")] {
            let mut harness = harness(shape, reach());
            harness.snapshot(format!("console/{name}_{word}"));
            results.extend_harness(&mut harness);
        }
    }
}

/// Nothing is done for whoever presses after the sign-in has ended.
#[test]
fn what_is_pressed_after_the_end_only_ends() {
    let mut stage = Stage::case(false).later(Duration::from_mins(6));
    stage.effects.clear();
    let stage = stage.on(CounterEvent::Decide(CaseDecision::Approved));
    let decided =
        |effect: &CounterEffect| matches!(effect, CounterEffect::Ask(job) if matches!(**job, CounterJob::Decide(..)));
    assert!(!stage.effects.iter().any(decided), "{:?}", stage.effects);
    assert!(stage.effects.iter().any(|effect| matches!(effect, CounterEffect::Close)));
}

/// What could not be done is told on the page, not behind what lies over it.
#[test]
fn what_was_not_done_is_seen() {
    let stage = Stage::case(true).on(CounterEvent::Decide(CaseDecision::Approved));
    let stage = stage.on(CounterEvent::NotDone(NotDone::LeaveEnded));
    assert!(stage.counter.confirm.is_none() && stage.counter.trouble.is_some());
}

/// A choice is in force for the whole kiosk, and one that the file decided is not asked for.
#[test]
fn a_setting_is_chosen_and_takes_effect() {
    let chosen = CounterEvent::ChooseSetting(SettingChange::Rest(Rest::Long));
    let mut stage = Stage::settings().on(CounterEvent::CamerasFound(counter::cameras()));
    stage.effects.clear();
    let mut stage = harness_pressing(stage, &rest_choice(Rest::Long));
    let asked = |stage: &Stage| {
        stage.effects.iter().any(|effect| {
            matches!(effect, CounterEffect::Ask(job) if matches!(&**job, CounterJob::ChangeSetting(_, SettingChange::Rest(Rest::Long))))
        })
    };
    assert!(asked(&stage), "{:?}", stage.effects);
    stage.send(CounterEvent::SettingChanged(SettingChange::Rest(Rest::Long)));
    assert!(stage.effects.iter().any(|effect| matches!(effect, CounterEffect::ApplySetting(_))));
    let stage = stage.on(CounterEvent::Open(Section::Queue)).on(CounterEvent::Open(Section::Settings));
    let CounterPage::Settings(page) = &stage.counter.page else { panic!("not the settings") };
    assert_eq!(page.sheet.rest, Rest::Long.seconds(), "also when the page is opened again");

    let fixed = PAGES.iter().find(|(name, _)| *name == "settings_fixed").unwrap().1();
    let stage = fixed.on(chosen);
    assert!(!asked(&stage));
}

/// Nobody looks through the camera once the page is left, however it is left.
#[test]
fn the_camera_is_let_go_with_the_page() {
    let let_go = |stage: Stage| {
        stage.effects.iter().rev().find_map(|effect| match effect {
            CounterEffect::WatchCamera(on) => Some(!on),
            _ => None,
        })
    };
    let looking = || Stage::settings().on(CounterEvent::WatchCamera(true));
    assert_eq!(let_go(looking()), Some(false));
    assert_eq!(let_go(looking().on(CounterEvent::Open(Section::Queue))), Some(true));
    assert_eq!(let_go(looking().on(CounterEvent::Leave)), Some(true));
    assert_eq!(let_go(looking().later(Duration::from_mins(6)).on(CounterEvent::Tick)), Some(true));
    assert_eq!(let_go(looking().on(CounterEvent::CameraLost(Fault::CameraStalled, None))), Some(true));
}

fn rest_choice(rest: Rest) -> String {
    let (warn, end) = rest.seconds();
    let args = Args::none().number("warn", i64::from(warn)).number("end", i64::from(end));
    Words::load().unwrap().get(Language::Chinese, "se_rest_choice", &args)
}

/// The stage after the radio button of this name was pressed.
fn harness_pressing(stage: Stage, label: &str) -> Stage {
    let mut harness = harness(LANDSCAPE, stage);
    harness.get_by_role_and_label(Role::RadioButton, label).click();
    let _ = harness.try_run();
    let words = Words::load().unwrap();
    let (counter, now) = (Stage::new().counter, harness.state().now);
    std::mem::replace(harness.state_mut(), Stage { words, counter, now, effects: Vec::new() })
}

/// Every control has a name that can be heard.
#[test]
fn every_control_has_a_name() {
    for (name, reach) in PAGES {
        let harness = harness(LANDSCAPE, reach());
        for role in [Role::Button, Role::TextInput, Role::PasswordInput, Role::RadioButton, Role::CheckBox] {
            for node in harness.query_all_by_role(role) {
                use egui_kittest::kittest::NodeT as _;
                let named = node.accesskit_node().label().is_some_and(|label| !label.is_empty());
                assert!(named, "{name}: a {role:?} without a name");
            }
        }
    }
}

/// Whatever is asked of the console before anybody signed in, only the sign-in page stands there.
#[test]
fn no_page_is_reachable_without_signing_in() {
    let outside = |stage: &Stage| matches!(stage.counter.page, CounterPage::SignIn(_));
    for section in Section::ALL {
        let stage = Stage::new().on(CounterEvent::Open(section));
        assert!(outside(&stage), "{section:?}");
        assert!(stage.effects.is_empty(), "{section:?}: {:?}", stage.effects);
    }
    for event in [
        CounterEvent::QueueRead(counter::queue()),
        CounterEvent::Decide(CaseDecision::Approved),
        CounterEvent::FoundRead(Vec::new()),
        CounterEvent::AuditRead(Vec::new()),
        CounterEvent::Register(RegisterAct::Check(FileNumber(1))),
        CounterEvent::RegisterTold(RegisterAnswer::Files(counter::files())),
        CounterEvent::Submit,
        CounterEvent::CheckDevices,
        CounterEvent::PrintTest,
        CounterEvent::TryVoice,
        CounterEvent::WithdrawConsent,
        CounterEvent::DrawPin,
        CounterEvent::CountShift(ShiftSpan::Today),
        CounterEvent::ShiftCounted(Box::new(counter::shift_report())),
        CounterEvent::PrintShift,
    ] {
        let stage = Stage::new().on(event);
        assert!(outside(&stage));
        assert!(stage.effects.is_empty(), "{:?}", stage.effects);
    }
    // A PIN that somebody else drew opens nothing but its change.
    let mut fresh = supervisor();
    fresh.must_change = true;
    for section in Section::ALL {
        let stage = Stage::new().on(CounterEvent::SignedIn(fresh.clone())).on(CounterEvent::Open(section));
        assert!(matches!(stage.counter.page, CounterPage::OwnSecret(_)), "{section:?}");
    }
    // After the rest the console closes, whatever page it was on, and no answer brings it back.
    for (name, reach) in PAGES {
        let mut stage = reach().later(Duration::from_mins(6));
        stage.effects.clear();
        let stage = stage.on(CounterEvent::Tick);
        assert!(stage.effects.iter().any(|effect| matches!(effect, CounterEffect::Close)), "{name} stays open");
        assert!(stage.counter.member().is_none(), "{name}");
    }
}

#[test]
fn officers_see_their_sections_only() {
    for role in StaffRole::ALL {
        let stage = Stage::signed_in(role);
        for section in Section::ALL {
            let may = role.may(section.act());
            assert_eq!(stage.counter.sections().contains(&section), may, "{role:?} {section:?}");
            let opened = Stage::signed_in(role).on(CounterEvent::Open(section));
            assert_eq!(opened.counter.section() == Some(section), may, "{role:?} {section:?}");
        }
    }
}

#[test]
fn signing_in_is_typed_and_sent_once() {
    let mut stage = Stage::new();
    let CounterPage::SignIn(page) = &mut stage.counter.page else { panic!() };
    page.number.insert(0, "s-01");
    page.secret.insert(0, "482913");
    let mut harness = harness(LANDSCAPE, stage);
    harness.get_by_role_and_label(Role::Button, &label("st_enter")).click();
    let _ = harness.try_run();
    let asked = |harness: &Harness<'_, Stage>| {
        let jobs = harness.state().effects.iter();
        jobs.filter(|effect| matches!(effect, CounterEffect::Ask(job) if matches!(**job, CounterJob::SignIn { .. })))
            .count()
    };
    assert_eq!(asked(&harness), 1);
    let state = harness.state_mut();
    state.send(CounterEvent::SignInRefused(SignInRefusal::Wait { seconds: 15 }));
    let _ = harness.try_run();
    assert!(matches!(&harness.state().counter.page, CounterPage::SignIn(page) if page.secret.is_empty()));
    harness.state_mut().send(CounterEvent::Submit);
    assert_eq!(asked(&harness), 1, "nothing is sent while one has to wait");
    harness.state_mut().moment(Duration::from_secs(16));
    harness.state_mut().send(CounterEvent::Tick);
    let CounterPage::SignIn(page) = &mut harness.state_mut().counter.page else { panic!() };
    page.secret.insert(0, "482913");
    harness.state_mut().send(CounterEvent::Submit);
    assert_eq!(asked(&harness), 2);
}

#[test]
fn a_case_the_comparison_refused_is_approved_by_two() {
    let stage = Stage::case(true).on(CounterEvent::Decide(CaseDecision::Approved));
    let confirm = stage.counter.confirm.as_ref().expect("two have to sign");
    assert_eq!(confirm.act, Act::OverrideMatch);
    let decided = |stage: &Stage| {
        let jobs = stage.effects.iter();
        jobs.filter(|effect| matches!(effect, CounterEffect::Ask(job) if matches!(**job, CounterJob::Decide(..))))
            .count()
    };
    assert_eq!(decided(&stage), 0);
    // An answer to the page beneath does not take away what is being signed.
    let stage = stage.on(CounterEvent::QueueRead(counter::queue()));
    assert!(stage.counter.confirm.is_some());
    let stage = stage.on(CounterEvent::NotAuthorized(NoLeave::Denied(Denied::SamePerson)));
    assert_eq!(decided(&stage), 0);
    let leave = counter::two(Act::OverrideMatch);
    let stage = stage.on(CounterEvent::Authorized(leave));
    assert_eq!(decided(&stage), 1);
    assert!(stage.counter.confirm.is_none());
    // What is only unclear is decided at once.
    let stage = Stage::case(false).on(CounterEvent::Decide(CaseDecision::Approved));
    assert_eq!((decided(&stage), stage.counter.confirm.is_none()), (1, true));
}

/// A score stands on no page before a case is decided.
#[test]
fn no_score_is_shown_before_deciding() {
    use egui_kittest::kittest::NodeT as _;
    for needs_two in [false, true] {
        let harness = harness(LANDSCAPE, Stage::case(needs_two));
        for node in harness.query_all(egui_kittest::kittest::By::new()) {
            let label = node.accesskit_node().label().unwrap_or_default();
            assert!(!label.contains("0."), "{label}");
        }
    }
}

/// A period is chosen, the desk counts, and what it counted is printed, with what the printer needs told.
#[test]
fn a_shift_is_counted_shown_and_printed() {
    let opened = Stage::signed_in(StaffRole::Officer).on(CounterEvent::Open(Section::Shift));
    let mut harness = harness(LANDSCAPE, opened);
    let press = |harness: &mut Harness<'_, Stage>, role: Role, key: &str| {
        harness.get_by_role_and_label(role, &label(key)).click();
        let _ = harness.try_run();
    };
    let told = |harness: &mut Harness<'_, Stage>, event: CounterEvent| {
        harness.state_mut().send(event);
        let _ = harness.try_run();
    };
    press(&mut harness, Role::RadioButton, "sh_yesterday");
    let asked: Vec<_> = harness
        .state()
        .effects
        .iter()
        .filter_map(|effect| match effect {
            CounterEffect::Ask(job) => match &**job {
                CounterJob::ShiftCounts(leave, from, to) => Some((leave.act(), from.to_string(), to.to_string())),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let (from, to) = ("2026-11-21T16:00:00Z".to_owned(), "2026-11-22T16:00:00Z".to_owned());
    assert_eq!(asked, [(Act::ShiftReport, from, to)], "the office's day");
    assert!(harness.query_by_role_and_label(Role::Button, &label("sh_print")).is_none(), "nothing to print yet");

    let report = counter::shift_report();
    told(&mut harness, CounterEvent::ShiftCounted(Box::new(report.clone())));
    for shown in [report.counts.head.hash_in_groups(), "S01".to_owned(), label("x_prompt"), label("sh_override")] {
        assert!(harness.query_all_by_label(&shown).count() > 0, "{shown}");
    }
    press(&mut harness, Role::Button, "sh_print");
    let printed =
        harness.state().effects.iter().any(|effect| matches!(effect, CounterEffect::PrintShift(of) if **of == report));
    assert!(printed);
    told(&mut harness, CounterEvent::ShiftPrintMoved(PrintStage::Attention(Fault::PrinterOutOfPaper)));
    assert!(harness.query_all_by_label(&label(Fault::PrinterOutOfPaper.key())).count() > 0);
    told(&mut harness, CounterEvent::ShiftPrintMoved(PrintStage::Done));
    assert!(harness.query_all_by_label(&label("fi_printed")).count() > 0);
}

/// The page checks when it is opened, shows each finding as it comes, and checks again when it is asked to.
#[test]
fn the_findings_of_a_check_are_shown_as_they_come() {
    use egui_kittest::kittest::By;
    let runs = |harness: &Harness<'_, Stage>| {
        let effects = harness.state().effects.iter();
        let runs = effects.filter_map(|effect| match effect {
            CounterEffect::CheckDevices(leave, run) if leave.act() == Act::CheckDevices => Some(*run),
            _ => None,
        });
        runs.collect::<Vec<_>>()
    };
    let rows = |harness: &Harness<'_, Stage>, state: &str| {
        let state = label(state);
        harness.query_all(By::new().role(Role::Label).label_contains(&state)).count()
    };
    let mut harness = harness(PORTRAIT, Stage::signed_in(StaffRole::Officer));
    harness.state_mut().effects.clear();
    harness.get_by_role_and_label(Role::Button, &label("q_nav6")).click();
    let _ = harness.try_run();
    let first = runs(&harness);
    assert_eq!(first.len(), 1, "checked once when it is opened");
    assert_eq!(rows(&harness, "dc_looking"), Part::ALL.len());
    for (n, finding) in counter::parts(&[Notice::PrinterOutOfPaper]).into_iter().enumerate() {
        harness.state_mut().send(CounterEvent::PartFound(first[0], finding));
        let _ = harness.try_run();
        assert_eq!(rows(&harness, "dc_looking"), Part::ALL.len() - n - 1);
    }
    {
        use egui_kittest::kittest::NodeT as _;
        let name = label("dc_printer");
        let printer = harness.get(By::new().role(Role::Label).label_contains(&name));
        let heard = printer.accesskit_node().value().unwrap();
        for key in ["dc_fault", "df_paper", "dd_paper"] {
            assert!(heard.contains(&label(key)), "{key} is missing in {heard}");
        }
    }
    harness.get_by_role_and_label(Role::Button, &label("dc_check")).click();
    let _ = harness.try_run();
    assert_eq!(runs(&harness).len(), 1, "one check at a time");
    harness.state_mut().send(CounterEvent::DevicesChecked(first[0]));
    let _ = harness.try_run();
    harness.get_by_role_and_label(Role::Button, &label("dc_check")).click();
    let _ = harness.try_run();
    let both = runs(&harness);
    assert_eq!(both.len(), 2);
    // What comes late of the first says nothing about the second.
    harness.state_mut().send(CounterEvent::PartFound(first[0], Finding::of(Notice::CameraAbsent)));
    let _ = harness.try_run();
    assert_eq!(rows(&harness, "dc_looking"), Part::ALL.len());
    // Leaving in the midst, and being signed out, break nothing.
    harness.state_mut().send(CounterEvent::Open(Section::Queue));
    harness.state_mut().send(CounterEvent::PartFound(both[1], Finding::of(Notice::CameraAbsent)));
    harness.state_mut().send(CounterEvent::DevicesChecked(both[1]));
    let _ = harness.try_run();
    assert_eq!(harness.state().counter.section(), Some(Section::Queue));
    harness.state_mut().send(CounterEvent::Leave);
    harness.state_mut().send(CounterEvent::PartFound(both[1], Finding::of(Notice::CameraAbsent)));
    assert!(harness.state().counter.member().is_none());
}

#[test]
fn an_answer_to_an_earlier_sign_in_is_ignored() {
    let mut stage = Stage::new();
    let before = esscard_kiosk::flow::counter::CounterTicket(stage.counter.ticket.0 + 1);
    let now = stage.now;
    let effects = stage.counter.handle(before, CounterEvent::SignedIn(supervisor()), now, AT.parse().unwrap());
    assert!(effects.is_empty());
    assert!(stage.counter.member().is_none());
}

fn imports(stage: &Stage) -> Vec<&ImportJob> {
    let jobs = stage.effects.iter();
    jobs.filter_map(|effect| if let CounterEffect::Import(job) = effect { Some(job) } else { None }).collect()
}

fn import_stage(stage: &Stage) -> &ImportStage {
    let CounterPage::Register(page) = &stage.counter.page else { panic!("not the page of the register") };
    &page.stage
}

fn press(harness: &mut Harness<'_, Stage>, key: &str) {
    harness.get_by_role_and_label(Role::Button, &label(key)).click();
    let _ = harness.try_run();
}

#[test]
fn a_file_is_chosen_checked_signed_for_and_imported_once() {
    let mut harness = harness(LANDSCAPE, Stage::register(counter::files()));
    harness.get_by_label_contains("permits-2026-11.csv").click();
    let _ = harness.try_run();
    let check = CheckNumber(1);
    assert!(
        matches!(imports(harness.state())[..], [ImportJob::Look(_), ImportJob::Check(_, FileNumber(1), n)] if *n == check)
    );
    // What is told of another check changes nothing.
    let state = harness.state_mut();
    state.send(CounterEvent::RegisterTold(RegisterAnswer::Ended(CheckNumber(9), CheckEnd::Good(counter::summary()))));
    assert!(matches!(import_stage(state), ImportStage::Checking { .. }));
    state.send(CounterEvent::RegisterTold(RegisterAnswer::Ended(check, CheckEnd::Good(counter::summary()))));
    let _ = harness.try_run();
    press(&mut harness, "rg_import");
    let confirm = harness.state().counter.confirm.as_ref().expect("signed again");
    assert_eq!(confirm.act, Act::ImportRegister);
    let written = |stage: &Stage| imports(stage).iter().filter(|job| matches!(job, ImportJob::Write(..))).count();
    assert_eq!(written(harness.state()), 0, "nothing is written before somebody signs");
    let leave = esscard_kiosk::domain::staff::Authority::of(Act::ImportRegister, &supervisor(), None).unwrap();
    harness.state_mut().send(CounterEvent::Authorized(leave));
    let _ = harness.try_run();
    assert_eq!(written(harness.state()), 1);
    // While the desk writes, neither a second import nor leaving it half done.
    for event in [CounterEvent::Submit, CounterEvent::Back] {
        harness.state_mut().send(event);
    }
    assert!(harness.state().counter.confirm.is_none());
    assert!(matches!(import_stage(harness.state()), ImportStage::Checked { writing: true, .. }));
    let counts = ImportCounts { added: 95, changed: 13, same: 2298 };
    harness.state_mut().send(CounterEvent::RegisterTold(RegisterAnswer::Imported(check, counts)));
    let _ = harness.try_run();
    harness.get_by_label_contains(&label("rg_done"));
    assert!(matches!(import_stage(harness.state()), ImportStage::Imported { counts: now, .. } if *now == counts));
    assert_eq!(written(harness.state()), 1);
    press(&mut harness, "rg_other");
    assert!(matches!(import_stage(harness.state()), ImportStage::Choosing));
}

#[test]
fn a_check_is_cancelled_at_once_and_its_answer_ignored() {
    let mut harness = harness(PORTRAIT, Stage::register_checking());
    press(&mut harness, "rg_cancel");
    assert!(matches!(import_stage(harness.state()), ImportStage::Choosing));
    assert!(matches!(imports(harness.state()).last(), Some(ImportJob::Forget)));
    harness.get_by_label_contains("permits-2026-11.csv").click();
    let _ = harness.try_run();
    let late = CheckEnd::Good(counter::summary());
    harness.state_mut().send(CounterEvent::RegisterTold(RegisterAnswer::Ended(CheckNumber(1), late)));
    assert!(matches!(import_stage(harness.state()), ImportStage::Checking { check: CheckNumber(2), .. }));
}

/// Nothing that was checked is kept when its page is left, or nobody is signed in any more.
#[test]
fn what_was_checked_goes_with_the_page() {
    let forgotten = |stage: &Stage| matches!(imports(stage).last(), Some(ImportJob::Forget));
    for stage in [Stage::register_checked(), Stage::register_checking()] {
        assert!(!forgotten(&stage));
        let stage = stage.on(CounterEvent::Open(Section::Queue));
        assert!(forgotten(&stage));
        // A number is not given twice, so that a late answer finds nobody.
        let stage = stage.on(CounterEvent::Open(Section::Register));
        let stage = stage.told(RegisterAnswer::Files(counter::files()));
        let stage = stage.on(CounterEvent::Register(RegisterAct::Check(FileNumber(1))));
        assert!(matches!(import_stage(&stage), ImportStage::Checking { check: CheckNumber(2), .. }));
    }
    for end in [CounterEvent::Leave, CounterEvent::Tick] {
        let stage = Stage::register_checked();
        let rest = if matches!(end, CounterEvent::Tick) { Duration::from_mins(6) } else { Duration::ZERO };
        assert!(forgotten(&stage.later(rest).on(end)));
    }
}

#[test]
fn bad_rows_are_turned_and_nothing_can_be_imported_of_them() {
    let mut harness = harness(LANDSCAPE, Stage::register_refused(counter::bad_rows()));
    harness.get_by_label_contains("2, 整行");
    assert_eq!(harness.query_all_by_role_and_label(Role::Button, &label("rg_import")).count(), 0);
    harness.state_mut().send(CounterEvent::Submit);
    assert!(harness.state().counter.confirm.is_none());
    for from in [0, 8, 16, 24] {
        assert!(matches!(import_stage(harness.state()), ImportStage::Refused { from: now, .. } if *now == from));
        harness.state_mut().send(CounterEvent::Register(RegisterAct::Later));
    }
    assert!(matches!(import_stage(harness.state()), ImportStage::Refused { from: 24, .. }), "there are no more");
    harness.state_mut().send(CounterEvent::Register(RegisterAct::Earlier));
    assert!(matches!(import_stage(harness.state()), ImportStage::Refused { from: 16, .. }));
    // Whoever corrected the file finds it as it is now.
    harness.state_mut().send(CounterEvent::Back);
    assert!(matches!(imports(harness.state()).last(), Some(ImportJob::Look(_))));
}

/// Every reason has words in both languages that name its place, and no text is left without its values.
#[test]
fn every_reason_is_told_in_both_languages() {
    let words = Words::load().unwrap();
    let ImportRefusal::Table(TableError::Rows(faults)) = counter::bad_rows() else { panic!() };
    for key in faults.iter().map(|fault| fault.reason.key()) {
        for language in [Language::Chinese, Language::English] {
            assert!(words.has(language, key), "{key}");
        }
    }
    let mut harness = harness(LANDSCAPE, Stage::register_refused(counter::bad_rows()));
    let mut told = String::new();
    for _ in 0..4 {
        use egui_kittest::kittest::NodeT as _;
        for node in harness.query_all(egui_kittest::kittest::By::new()) {
            let node = node.accesskit_node();
            told.push_str(&node.label().or(node.value()).unwrap_or_default());
        }
        harness.state_mut().send(CounterEvent::Register(RegisterAct::Later));
        let _ = harness.try_run();
    }
    assert!(!told.contains("{$") && !told.contains("rr_") && !told.contains("rp_"), "{told}");
    assert!(told.contains("第8行") && told.contains("41像素"), "{told}");
}

#[test]
fn a_worker_that_cannot_take_a_job_leaves_the_page_usable() {
    use esscard_kiosk::domain::fault::Fault;
    let stage = Stage::register_checking().on(CounterEvent::Failed(Fault::Busy, None));
    assert!(matches!(import_stage(&stage), ImportStage::Choosing));
    let leave = esscard_kiosk::domain::staff::Authority::of(Act::ImportRegister, &supervisor(), None).unwrap();
    let stage = Stage::register_checked().on(CounterEvent::Submit).on(CounterEvent::Authorized(leave));
    let stage = stage.on(CounterEvent::Failed(Fault::StoreUnavailable, None));
    assert!(matches!(import_stage(&stage), ImportStage::Checked { writing: false, .. }), "it can be signed for again");
    let stage = Stage::signed_in(StaffRole::Supervisor).on(CounterEvent::Open(Section::Register));
    let stage = stage.on(CounterEvent::Failed(Fault::Busy, None));
    let CounterPage::Register(page) = &stage.counter.page else { panic!() };
    assert!(page.files.is_some(), "one can look again");
}
