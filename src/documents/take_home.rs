//! The take-home sheet: how to get the app, what to do when the password is forgotten, what to report. One
//! sheet of A4 with nothing about its holder on it.

use super::faces::{Fonts, Weight};
use super::layout::{Align, Area, MM, Page, Sheet, Style, ink};
use super::letter::{contact, put_code};
use super::qr::Modules;
use super::texts::{Pair, Texts};
use super::{DocumentError, local_date};
use crate::domain::letter::DocumentRequest;
use crate::domain::office::OfficeFacts;

const A4: (f32, f32) = (210.0 * MM, 297.0 * MM);
const MARGIN: f32 = 20.0 * MM;
const ROOM: f32 = A4.0 - 2.0 * MARGIN;
const TOP: f32 = 20.0 * MM;
/// Below this only the foot line stands.
const FOOT: f32 = A4.1 - 22.0 * MM;
const CODE_SIDE: f32 = 40.0 * MM;
/// From the paper's edge to the words beside a number.
const INDENT: f32 = 11.0 * MM;

/// Lays the sheet out.
///
/// # Errors
/// If a text cannot be drawn, or the template's texts do not fit on the page.
pub(super) fn page(
    request: &DocumentRequest,
    office: &OfficeFacts,
    texts: &Texts,
    fonts: &Fonts,
) -> Result<Page, DocumentError> {
    let mut sheet = Sheet::new(fonts, A4.0, A4.1);
    if office.demo {
        let centre = (A4.0 / 2.0, A4.1 * 0.55);
        sheet.banner(&texts.demo.mark, Weight::SemiBold, ink::WATERMARK, centre, A4.0 * 0.8, 20.0)?;
    }
    let words = &texts.take_home;
    let mut y = TOP;
    y += sheet.text(&words.title.zh, Style::strong(24.0), MARGIN, y, ROOM, Align::Left)?;
    y += sheet.text(&words.title.en, Style::second(13.0), MARGIN, y, ROOM, Align::Left)?;
    y += 4.0 * MM;
    sheet.rule(MARGIN, y, ROOM, 1.4, ink::PRIMARY);
    y += 7.0 * MM;
    y = app(&mut sheet, office, texts, y)?;
    y = heading(&mut sheet, &words.phone, y)?;
    for (n, step) in words.steps.iter().enumerate() {
        y = numbered(&mut sheet, n + 1, step, y)?;
    }
    for (title, text) in [(&words.forgotten, &words.forgotten_text), (&words.duty, &words.duty_text)] {
        y = heading(&mut sheet, title, y)?;
        y += both(&mut sheet, text, MARGIN, y, ROOM)?;
    }
    y = heading(&mut sheet, &words.ask, y)?;
    for pair in contact(office, &texts.letter.foot) {
        y += both(&mut sheet, &pair, MARGIN, y, ROOM)? + 0.8 * MM;
    }
    if office.demo {
        y += sheet.text(&texts.demo.foot.zh, Style::strong(9.0).ink(ink::DEMO), MARGIN, y, ROOM, Align::Left)?;
        y += sheet.text(&texts.demo.foot.en, Style::regular(8.5).ink(ink::DEMO), MARGIN, y, ROOM, Align::Left)?;
    }
    if y > FOOT - 2.0 * MM {
        return Err(DocumentError::TooLong);
    }
    sheet.rule(MARGIN, FOOT, ROOM, 0.6, ink::LINE);
    let printed = texts.letter.foot.printed.with("date", &local_date(request.at).to_string());
    let line = format!("{} {}    {}  {}", words.nothing.zh, words.nothing.en, printed.zh, printed.en);
    sheet.text(&line, Style::second(8.0), MARGIN, FOOT + 1.8 * MM, ROOM, Align::Left)?;
    Ok(sheet.finish())
}

/// The code with the search terms beside it; the terms alone where there is no address.
fn app(sheet: &mut Sheet<'_>, office: &OfficeFacts, texts: &Texts, top: f32) -> Result<f32, DocumentError> {
    let words = &texts.take_home;
    // An address that is too long for a code that reads easily is searched for by name.
    let code = office.app_address.as_deref().and_then(|address| Modules::of(address).ok());
    let (x, room) = match &code {
        Some(_) => (MARGIN + CODE_SIDE + 12.0 * MM, ROOM - CODE_SIDE - 12.0 * MM),
        None => (MARGIN, ROOM),
    };
    let found = code.is_some();
    if let Some(code) = code {
        put_code(sheet, code, MARGIN + 2.0 * MM, top + 2.0 * MM, CODE_SIDE);
    }
    let mut y = top;
    y += sheet.text(&words.app.zh, Style::strong(15.0), x, y, room, Align::Left)?;
    y += sheet.text(&words.app.en, Style::second(10.5), x, y, room, Align::Left)?;
    y += 2.0 * MM;
    y += both(sheet, if found { &words.scan } else { &words.search }, x, y, room)?;
    y += 2.0 * MM;
    let mut left = x;
    for term in &words.terms {
        let style = Style::strong(14.0).ink(ink::PRIMARY);
        let wide = term.chars().map(|c| if c.is_ascii() { 0.6 } else { 1.0 }).sum::<f32>() * style.size + 6.0 * MM;
        let area = Area { x: left, y, width: wide, height: 9.0 * MM };
        sheet.fill(area, 1.6 * MM, ink::TINT);
        let p = sheet.paragraph(term, style, wide, Align::Centre)?;
        sheet.place(&p, left, y + (area.height - p.height()) / 2.0, wide, Align::Centre);
        left += wide + 4.0 * MM;
    }
    y += 11.0 * MM;
    y += both(sheet, &words.stores, x, y, room)?;
    let bottom = if found { top + CODE_SIDE + 6.0 * MM } else { top };
    Ok(y.max(bottom))
}

fn heading(sheet: &mut Sheet<'_>, title: &Pair, y: f32) -> Result<f32, DocumentError> {
    let y = y + 5.5 * MM;
    let line = format!("{}  {}", title.zh, title.en);
    let height = sheet.text(&line, Style::strong(12.5).ink(ink::PRIMARY), MARGIN, y, ROOM, Align::Left)?;
    Ok(y + height + 1.6 * MM)
}

fn numbered(sheet: &mut Sheet<'_>, number: usize, step: &Pair, y: f32) -> Result<f32, DocumentError> {
    let side = 6.5 * MM;
    sheet.fill(Area { x: MARGIN, y: y + 0.6 * MM, width: side, height: side }, side / 2.0, ink::PRIMARY);
    let style = Style::strong(11.0).ink(ink::PAPER);
    let p = sheet.paragraph(&number.to_string(), style, side, Align::Centre)?;
    sheet.place(&p, MARGIN, y + 0.6 * MM + (side - p.height()) / 2.0, side, Align::Centre);
    let height = both(sheet, step, MARGIN + INDENT, y, ROOM - INDENT)?;
    Ok(y + height.max(side + 1.0 * MM) + 1.6 * MM)
}

/// Both languages, one beneath the other; returns their height.
fn both(sheet: &mut Sheet<'_>, text: &Pair, x: f32, y: f32, room: f32) -> Result<f32, DocumentError> {
    let first = sheet.text(&text.zh, Style::regular(10.5), x, y, room, Align::Left)?;
    Ok(first + sheet.text(&text.en, Style::second(9.0), x, y + first, room, Align::Left)?)
}
