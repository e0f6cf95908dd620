//! The permit register: how it stands, and importing a file that lies on a USB stick or in the import folder.

use egui::{Id, Ui};

use crate::domain::language::Language;
use crate::domain::reference::{LEAST_FACE_WIDTH, ReferenceFault};
use crate::domain::register_import::{
    CheckProgress, CheckSummary, FilesFound, ImportCounts, ImportFile, ImportFolder, ImportPlace, ImportRefusal,
    RegisterState,
};
use crate::domain::register_table::{COLUMNS, MAX_FAULTS, MAX_ROWS, PhotoFault, RowFault, RowReason, TableError};
use crate::flow::counter::event::CounterEvent;
use crate::flow::counter::register::{ImportStage, PAGE, Register, RegisterAct, bad_rows};
use crate::text::{Args, PairText, dates};
use crate::ui::areas::columns;
use crate::ui::banner::{Tone, banner};
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::icons::Icon;
use crate::ui::table::{Cell, Table};
use crate::ui::{Role, Theme, pair, progress};

use super::{ConsoleCx, find, frame};

/// What can be run instead.
const COMMAND: &str = "esscard-kiosk register import FILE.csv --photos FOLDER";

/// Shows the page.
pub(super) fn show(ui: &mut Ui, page: &Register, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    frame::title(ui, &cx.pair("q_nav4"), None);
    pair(ui, Role::Caption, &stands(page.state, cx));
    ui.add_space(theme.metrics.s3);
    match &page.stage {
        ImportStage::Choosing => choosing(ui, page, cx),
        ImportStage::Checking { file, progress, .. } => checking(ui, file, *progress, cx),
        ImportStage::Refused { file, why, from } => refused(ui, file, why, *from, cx),
        ImportStage::Checked { file, summary, writing, .. } => checked(ui, file, *summary, *writing, cx),
        ImportStage::Imported { file, counts } => imported(ui, file, *counts, cx),
    }
}

/// How the register stands.
fn stands(state: Option<RegisterState>, cx: &ConsoleCx<'_>) -> PairText {
    let Some(state) = state else { return cx.pair("q_reading") };
    let args = Args::none().number("n", state.permits);
    match state.last_import {
        None => cx.pair_of("rg_stands_never", &args),
        Some(at) => {
            let local = at.to_zoned(cx.zone.clone());
            let at = format!("{} {}", dates::iso(local.date()), dates::clock(local.time()));
            cx.pair_of("rg_stands", &args.text("at", at))
        }
    }
}

fn choosing(ui: &mut Ui, page: &Register, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let gap = theme.metrics.s2;
    if let Some((fault, incident)) = page.not_checked {
        let (text, number) = (cx.fault(fault), incident.map_or_else(String::new, |incident| format!(" ({incident})")));
        let told = PairText::new(
            format!("{}：{}{number}", text.title.primary, text.todo.primary),
            format!("{}: {}{number}", text.title.secondary, text.todo.secondary),
        );
        banner(ui, Tone::Error, &told);
        ui.add_space(theme.metrics.s3);
    }
    pair(ui, Role::Heading, &cx.pair("rg_choose"));
    ui.add_space(gap);
    pair(ui, Role::Caption, &cx.pair("rg_where"));
    ui.add_space(gap);
    pair(ui, Role::Caption, &cx.pair("rg_photos_rule"));
    ui.add_space(theme.metrics.s3);
    let mut event = None;
    match &page.files {
        None => {
            pair(ui, Role::Body, &cx.pair("rg_looking"));
        }
        Some(found) => event = files(ui, found, cx),
    }
    ui.add_space(theme.metrics.s3);
    let again = cx.pair("rg_again");
    let button = Button::outlined(&again).icon(Icon::ArrowCounterClockwise).busy(page.files.is_none());
    if button.show(ui).clicked() {
        event = Some(CounterEvent::Register(RegisterAct::LookAgain));
    }
    event
}

fn files(ui: &mut Ui, found: &FilesFound, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let gap = Theme::of(ui.ctx()).metrics.s3;
    if found.folder == ImportFolder::Unreadable {
        banner(ui, Tone::Attention, &cx.pair("rg_folder_unread"));
        ui.add_space(gap);
    }
    if found.files.is_empty() {
        card::card(ui, Ground::Surface, |ui| {
            pair(ui, Role::Body, &cx.pair("rg_none"));
            ui.add_space(Theme::of(ui.ctx()).metrics.s2);
            pair(ui, Role::Label, &PairText::same(COMMAND));
        });
        return None;
    }
    if found.more {
        let n = i64::try_from(found.files.len()).unwrap_or(i64::MAX);
        banner(ui, Tone::Information, &cx.pair_of("rg_more", &Args::none().number("n", n)));
        ui.add_space(gap);
    }
    let names = ["rg_file", "rg_place", "rg_size", "rg_date", "rg_photos"].map(|key| cx.pair(key));
    // A date stands on one line.
    let shares = Theme::of(ui.ctx()).pick([2.4, 1.9, 1.1, 1.8, 1.9], [2.6, 2.2, 1.0, 1.4, 2.0]);
    let heads: Vec<_> = names.iter().zip(shares).map(|(name, share)| (name.into(), share)).collect();
    let texts: Vec<[PairText; 5]> = found.files.iter().map(|file| texts(file, cx)).collect();
    let cells: Vec<Vec<Cell<'_>>> = texts
        .iter()
        .map(|row| {
            let mut cells: Vec<Cell<'_>> = row.iter().map(|text| Cell::Text(text.into())).collect();
            cells[0] = Cell::Strong((&row[0]).into());
            cells
        })
        .collect();
    let pressed = Table::new(Id::unique("files to import"), &heads).show(ui, &cells, None)?;
    found.files.get(pressed).map(|file| CounterEvent::Register(RegisterAct::Check(file.number)))
}

fn texts(file: &ImportFile, cx: &ConsoleCx<'_>) -> [PairText; 5] {
    let local = file.modified.to_zoned(cx.zone.clone());
    let time = PairText::new(dates::iso(local.date()), dates::clock(local.time()));
    let photos = file.photos.as_ref().map_or_else(|| cx.pair("rg_beside"), |folder| PairText::same(folder.as_str()));
    [PairText::same(file.name.as_str()), place(file, cx), PairText::same(size(file.bytes)), time, photos]
}

/// Where a file lies, with the folders down to it.
fn place(file: &ImportFile, cx: &ConsoleCx<'_>) -> PairText {
    let place = match &file.place {
        ImportPlace::Folder => cx.pair("rg_in_folder"),
        ImportPlace::Stick(label) => cx.pair_of("rg_on_stick", &Args::none().text("name", label.as_str())),
    };
    if file.within.is_empty() {
        return place;
    }
    PairText::new(format!("{} / {}", place.primary, file.within), format!("{} / {}", place.secondary, file.within))
}

/// A size as people compare files by.
fn size(bytes: u64) -> String {
    const KB: u64 = 1000;
    const MB: u64 = KB * KB;
    if bytes >= MB {
        format!("{}.{} MB", bytes / MB, bytes % MB * 10 / MB)
    } else {
        format!("{} KB", bytes.div_ceil(KB))
    }
}

/// The file that all of this is about.
fn about(ui: &mut Ui, file: &ImportFile, cx: &ConsoleCx<'_>) {
    pair(ui, Role::Heading, &PairText::same(file.name.as_str()));
    let [_, place, size, ..] = texts(file, cx);
    let line = PairText::new(
        format!("{}，{}", place.primary, size.primary),
        format!("{}, {}", place.secondary, size.secondary),
    );
    pair(ui, Role::Caption, &line);
}

fn checking(
    ui: &mut Ui,
    file: &ImportFile,
    progress: Option<CheckProgress>,
    cx: &ConsoleCx<'_>,
) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let mut event = None;
    card::card(ui, Ground::Surface, |ui| {
        pair(ui, Role::Label, &cx.pair("rg_checking"));
        ui.add_space(theme.metrics.s2);
        about(ui, file, cx);
        ui.add_space(theme.metrics.s3);
        progress::bar(ui, progress.map_or(0.0, CheckProgress::share));
        ui.add_space(theme.metrics.s2);
        pair(ui, Role::Body, &how_far(progress, cx));
        ui.add_space(theme.metrics.s3);
        pair(ui, Role::Caption, &cx.pair("rg_stay"));
        ui.add_space(theme.metrics.s3);
        let cancel = cx.pair("rg_cancel");
        if Button::outlined(&cancel).icon(Icon::X).show(ui).clicked() {
            event = Some(CounterEvent::Back);
        }
    });
    event
}

fn how_far(progress: Option<CheckProgress>, cx: &ConsoleCx<'_>) -> PairText {
    match progress {
        None | Some(CheckProgress::Reading { all: 0, .. }) => cx.pair("rg_opening"),
        Some(CheckProgress::Reading { rows, all, photos }) => {
            let args = Args::none().number("n", number(rows)).number("all", number(all));
            cx.pair_of("rg_rows", &args.number("photos", number(photos)))
        }
        Some(CheckProgress::Comparing { rows, all }) => {
            cx.pair_of("rg_comparing", &Args::none().number("n", number(rows)).number("all", number(all)))
        }
    }
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn refused(
    ui: &mut Ui,
    file: &ImportFile,
    why: &ImportRefusal,
    from: usize,
    cx: &ConsoleCx<'_>,
) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    about(ui, file, cx);
    ui.add_space(theme.metrics.s3);
    banner(ui, Tone::Error, &refusal(why, cx));
    ui.add_space(theme.metrics.s3);
    let rows = bad_rows(why);
    let shown = rows.get(from..).unwrap_or_default();
    let shown = shown.get(..PAGE).unwrap_or(shown);
    let mut event = None;
    if !shown.is_empty() {
        bad(ui, shown, cx);
        ui.add_space(theme.metrics.s3);
    }
    if rows.len() > PAGE {
        event = turning(ui, from, rows.len(), cx);
        ui.add_space(theme.metrics.s3);
    }
    event.or(other(ui, cx))
}

/// Why nothing of a file was imported.
fn refusal(why: &ImportRefusal, cx: &ConsoleCx<'_>) -> PairText {
    let key = why.key();
    match why {
        ImportRefusal::Unreadable | ImportRefusal::TooLarge | ImportRefusal::Table(TableError::NoRows) => cx.pair(key),
        ImportRefusal::Table(TableError::NotUtf8 { line: n } | TableError::UnknownColumn(n)) => {
            cx.pair_of(key, &Args::none().number("n", number(*n)))
        }
        ImportRefusal::Table(TableError::MissingColumn(column) | TableError::DoubleColumn(column)) => {
            with_column(key, column, cx)
        }
        ImportRefusal::Table(TableError::TooManyRows) => cx.pair_of(key, &Args::none().number("n", number(MAX_ROWS))),
        ImportRefusal::Table(TableError::Rows(faults)) => {
            let key = if faults.len() >= MAX_FAULTS { "rg_refused_many" } else { "rg_refused" };
            cx.pair_of(key, &Args::none().number("n", number(faults.len())))
        }
    }
}

fn bad(ui: &mut Ui, rows: &[RowFault], cx: &ConsoleCx<'_>) {
    let names = ["rg_line", "rg_column", "rg_reason"].map(|key| cx.pair(key));
    let heads: Vec<_> = names.iter().zip([0.6, 1.7, 4.0]).map(|(name, share)| (name.into(), share)).collect();
    let texts: Vec<[PairText; 3]> = rows
        .iter()
        .map(|row| {
            let column = heading(row.column).unwrap_or_else(|| cx.pair("rg_whole_row"));
            [PairText::same(row.line.to_string()), column, reason(&row.reason, cx)]
        })
        .collect();
    let cells: Vec<Vec<Cell<'_>>> = texts
        .iter()
        .map(|[line, column, why]| vec![Cell::Strong(line.into()), Cell::Text(column.into()), Cell::Text(why.into())])
        .collect();
    // Nothing opens: the file is corrected where it was made.
    let _ = Table::new(Id::unique("bad rows"), &heads).still().show(ui, &cells, None);
}

/// A column's heading in Chinese and English; `None` for the whole row.
fn heading(column: &str) -> Option<PairText> {
    COLUMNS.iter().find(|(en, _)| *en == column).map(|(en, zh)| PairText::new(*zh, *en))
}

/// A text with a column's heading in its own language.
fn with_column(key: &str, column: &str, cx: &ConsoleCx<'_>) -> PairText {
    let heading = heading(column).unwrap_or_else(|| PairText::same(column));
    cx.words.pair_with(Language::Chinese, key, |language| {
        let name = if language == Language::Chinese { &heading.primary } else { &heading.secondary };
        Args::none().text("column", name.as_str())
    })
}

/// What is wrong with a row.
fn reason(reason: &RowReason, cx: &ConsoleCx<'_>) -> PairText {
    let n = |n: usize| Args::none().number("n", number(n));
    let args = match reason {
        RowReason::BothEmpty { other } => return with_column(reason.key(), other, cx),
        RowReason::Cells { found, wanted } => n(*found).number("m", number(*wanted)),
        RowReason::Repeated { line } => Args::none().number("n", i64::try_from(*line).unwrap_or(i64::MAX)),
        RowReason::TooLong { most } => n(*most),
        RowReason::DigitZero { at } | RowReason::Character { at } => n(*at),
        RowReason::NotADate { form } => Args::none().text("form", *form),
        RowReason::Photo(PhotoFault::Reference(ReferenceFault::Small(width))) => {
            Args::none().number("n", *width as i64).number("m", LEAST_FACE_WIDTH as i64)
        }
        RowReason::Empty
        | RowReason::Control
        | RowReason::Unreadable
        | RowReason::Category
        | RowReason::Status
        | RowReason::Title
        | RowReason::EndsFirst
        | RowReason::Photo(_) => Args::none(),
    };
    cx.pair_of(reason.key(), &args)
}

/// The bad rows before and after those shown.
fn turning(ui: &mut Ui, from: usize, all: usize, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let (earlier, later) = (cx.pair("rg_earlier"), cx.pair("rg_later"));
    let to = (from + PAGE).min(all);
    let args = Args::none().number("from", number(from + 1)).number("to", number(to)).number("all", number(all));
    pair(ui, Role::Caption, &cx.pair_of("rg_shown", &args));
    ui.add_space(theme.metrics.s2);
    let mut event = None;
    columns(ui, &[1.0, 1.0], theme.metrics.s2, |ui, side| {
        let width = ui.available_width();
        let (words, icon, there, act) = match side {
            0 => (&earlier, Icon::ArrowUp, from > 0, RegisterAct::Earlier),
            _ => (&later, Icon::ArrowDown, to < all, RegisterAct::Later),
        };
        if Button::outlined(words).icon(icon).enabled(there).width(width).show(ui).clicked() {
            event = Some(CounterEvent::Register(act));
        }
    });
    event
}

/// Back to the files.
fn other(ui: &mut Ui, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let words = cx.pair("rg_other");
    Button::outlined(&words).icon(Icon::ArrowLeft).show(ui).clicked().then_some(CounterEvent::Back)
}

fn checked(
    ui: &mut Ui,
    file: &ImportFile,
    summary: CheckSummary,
    writing: bool,
    cx: &ConsoleCx<'_>,
) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    about(ui, file, cx);
    ui.add_space(theme.metrics.s3);
    banner(ui, Tone::Information, &cx.pair(if writing { "rg_writing" } else { "rg_good" }));
    ui.add_space(theme.metrics.s3);
    counts_and_notes(ui, summary, cx);
    ui.add_space(theme.metrics.s3);
    let (back, import) = (cx.pair("rg_other"), cx.pair("rg_import"));
    let mut event = None;
    columns(ui, &[1.0, 1.0], theme.metrics.s2, |ui, side| {
        let width = ui.available_width();
        if side == 0 {
            if Button::outlined(&back).icon(Icon::ArrowLeft).enabled(!writing).width(width).show(ui).clicked() {
                event = Some(CounterEvent::Back);
            }
        } else if Button::filled(&import).icon(Icon::Database).busy(writing).width(width).show(ui).clicked() {
            event = Some(CounterEvent::Submit);
        }
    });
    event
}

/// What importing would do, and beside it what is worth a look before.
fn counts_and_notes(ui: &mut Ui, summary: CheckSummary, cx: &ConsoleCx<'_>) {
    let theme = Theme::of(ui.ctx());
    let notes: Vec<_> =
        [(summary.without_photo, "rg_no_photo", "rg_no_photo_why"), (summary.unusual, "rg_unusual", "rg_unusual_why")]
            .into_iter()
            .filter(|(n, ..)| *n > 0)
            .collect();
    let counts = |ui: &mut Ui| {
        card::card(ui, Ground::Surface, |ui| counted(ui, summary.counts, cx));
    };
    let worth_a_look = |ui: &mut Ui| {
        card::card(ui, Ground::Surface, |ui| {
            for (i, (n, name, why)) in notes.iter().enumerate() {
                ui.add_space(if i > 0 { theme.metrics.s3 } else { 0.0 });
                let args = Args::none().number("n", number(*n));
                pair(ui, Role::Label, &cx.pair_of(name, &args));
                ui.add_space(theme.metrics.s1);
                pair(ui, Role::Caption, &cx.pair(why));
            }
        });
    };
    if notes.is_empty() {
        counts(ui);
    } else if theme.is_portrait() {
        counts(ui);
        ui.add_space(theme.metrics.s3);
        worth_a_look(ui);
    } else {
        columns(ui, &[1.0, 1.9], theme.metrics.s3, |ui, side| if side == 0 { counts(ui) } else { worth_a_look(ui) });
    }
}

fn counted(ui: &mut Ui, counts: ImportCounts, cx: &ConsoleCx<'_>) {
    let ImportCounts { added, changed, same } = counts;
    let rows = [("rg_rows_all", added + changed + same), ("rg_new", added), ("rg_changed", changed), ("rg_same", same)];
    for (key, n) in rows {
        find::row(ui, &cx.pair(key), &PairText::same(n.to_string()));
    }
}

fn imported(ui: &mut Ui, file: &ImportFile, counts: ImportCounts, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    about(ui, file, cx);
    ui.add_space(theme.metrics.s3);
    banner(ui, Tone::Success, &cx.pair("rg_done"));
    ui.add_space(theme.metrics.s3);
    card::card(ui, Ground::Surface, |ui| counted(ui, counts, cx));
    ui.add_space(theme.metrics.s3);
    other(ui, cx)
}
