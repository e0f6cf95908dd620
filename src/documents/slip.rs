//! The slip: the permit's QR code to take along, for a roll of 80 mm or a sheet of A4.

use super::faces::{Fonts, Weight};
use super::layout::{Align, Area, Item, MM, Page, Sheet, Style, ink};
use super::letter::put_code;
use super::qr;
use super::texts::Texts;
use super::{DocumentError, local_date};
use crate::domain::letter::{DocumentRequest, SlipPaper};
use crate::domain::office::OfficeFacts;

/// Width of the slip itself, on either paper.
const WIDTH: f32 = 80.0 * MM;
/// Receipt printers leave 4 mm on both sides.
const MARGIN: f32 = 5.0 * MM;
const ROOM: f32 = WIDTH - 2.0 * MARGIN;
const CODE_SIDE: f32 = 44.0 * MM;
const A4: (f32, f32) = (210.0 * MM, 297.0 * MM);
/// Where the slip lies on A4.
const ON_A4: (f32, f32) = ((A4.0 - WIDTH) / 2.0, 20.0 * MM);

/// Lays the slip out; on a roll the page is as long as its content.
///
/// # Errors
/// If a value cannot be drawn or the number not be encoded.
pub(super) fn page(
    request: &DocumentRequest,
    office: &OfficeFacts,
    texts: &Texts,
    paper: SlipPaper,
    fonts: &Fonts,
) -> Result<Page, DocumentError> {
    let (x, y) = match paper {
        SlipPaper::Roll80mm => (0.0, 0.0),
        SlipPaper::A4 => ON_A4,
    };
    // Laid out twice: how long the slip is depends on its text, and the watermark lies beneath that.
    let mut draft = Sheet::new(fonts, WIDTH, A4.1);
    let bottom = fill(&mut draft, request, office, texts, (x, y))?;
    let height = bottom - y;

    let mut sheet = match paper {
        SlipPaper::Roll80mm => Sheet::new(fonts, WIDTH, height),
        SlipPaper::A4 => Sheet::new(fonts, A4.0, A4.1),
    };
    if office.demo {
        // Below the code, whose white ground would hide it.
        let centre = (x + WIDTH / 2.0, y + height * 0.77);
        sheet.banner(&texts.demo.mark, Weight::SemiBold, ink::WATERMARK, centre, WIDTH * 0.86, 18.0)?;
    }
    fill(&mut sheet, request, office, texts, (x, y))?;
    if paper == SlipPaper::A4 {
        sheet.put(Item::Outline { area: Area { x, y, width: WIDTH, height }, width: 0.6, colour: ink::FRAME });
    }
    Ok(sheet.finish())
}

/// Places the slip's content with its corner at `at`; returns where it ends.
fn fill(
    sheet: &mut Sheet<'_>,
    request: &DocumentRequest,
    office: &OfficeFacts,
    texts: &Texts,
    at: (f32, f32),
) -> Result<f32, DocumentError> {
    let permit = &request.card.permit;
    let x = at.0 + MARGIN;
    let mut y = at.1 + 5.0 * MM;
    y += sheet.text(&texts.slip.title.zh, Style::strong(14.0), x, y, ROOM, Align::Balanced)?;
    y += sheet.text(&texts.slip.title.en, Style::second(9.5), x, y, ROOM, Align::Balanced)?;
    y += 2.5 * MM;
    sheet.rule(x, y, ROOM, 1.2, ink::PRIMARY);
    // The code's quiet zone must not touch the rule.
    y += 9.5 * MM;

    let code = qr::permit_code(&permit.number)?;
    put_code(sheet, code, at.0 + (WIDTH - CODE_SIDE) / 2.0, y, CODE_SIDE);
    y += CODE_SIDE + 6.5 * MM;
    if office.demo {
        y += sheet.text(&texts.demo.under_code, Style::strong(9.0).ink(ink::DEMO), x, y, ROOM, Align::Centre)?;
        y += 1.5 * MM;
    }

    y += sheet.text(permit.number.as_str(), Style::strong(14.0), x, y, ROOM, Align::Centre)?;
    y += 0.5 * MM;
    y += sheet.text(permit.name.as_str(), Style::strong(10.5), x, y, ROOM, Align::Balanced)?;
    let category = texts.letter.value.category.with("category", &permit.category.letter().to_string());
    let validity = texts
        .letter
        .value
        .validity
        .replace("{from}", &permit.valid_from.to_string())
        .replace("{until}", &permit.valid_until.to_string());
    y += sheet.text(&format!("{}  {}", category.zh, category.en), Style::regular(9.5), x, y, ROOM, Align::Centre)?;
    y += sheet.text(&validity, Style::regular(9.5), x, y, ROOM, Align::Centre)?;
    y += 3.0 * MM;

    sheet.rule(x, y, ROOM, 0.6, ink::LINE);
    y += 2.0 * MM;
    y += sheet.text(&texts.slip.say.zh, Style::regular(8.5), x, y, ROOM, Align::Balanced)?;
    y += sheet.text(&texts.slip.say.en, Style::second(8.0), x, y, ROOM, Align::Balanced)?;
    y += 1.0 * MM;
    let printed = texts.letter.foot.printed.with("date", &local_date(request.at).to_string());
    y += sheet.text(&format!("{}  {}", printed.zh, printed.en), Style::second(7.5), x, y, ROOM, Align::Balanced)?;
    if office.demo {
        y += 1.0 * MM;
        y += sheet.text(&texts.demo.foot.zh, Style::strong(8.0).ink(ink::DEMO), x, y, ROOM, Align::Balanced)?;
        y += sheet.text(&texts.demo.foot.en, Style::regular(7.5).ink(ink::DEMO), x, y, ROOM, Align::Balanced)?;
    }
    Ok(y + 5.0 * MM)
}
