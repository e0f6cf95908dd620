//! The printer's test page: what to look at on one sheet of A4, with nothing about any person on it.

use super::DocumentError;
use super::faces::{Fonts, Weight};
use super::layout::{Align, Area, Colour, Item, MM, Page, Sheet, Style, ink};
use super::letter::put_code;
use super::qr::Modules;
use super::texts::Texts;
use crate::domain::language::Language;
use crate::domain::office::OfficeFacts;
use crate::domain::time::Timestamp;
use crate::text::{Args, Words, dates};

const A4: (f32, f32) = (210.0 * MM, 297.0 * MM);
/// What printers usually leave white at the edges.
const EDGE: f32 = 6.0 * MM;
const MARGIN: f32 = 20.0 * MM;
const ROOM: f32 = A4.0 - 2.0 * MARGIN;
const TOP: f32 = 22.0 * MM;
/// Between what is to be looked at.
const APART: f32 = 9.0 * MM;
/// Side of a patch.
const PATCH: f32 = 15.0 * MM;
/// Share of ink of each patch, in percent.
const PATCHES: [u8; 8] = [5, 10, 20, 35, 50, 65, 80, 100];
const CODE_SIDE: f32 = 32.0 * MM;
/// What the code says: nothing that leads anywhere.
const CODE: &str = "ESSCARD-KIOSK TEST PAGE";
/// Letters of both scripts, those of the second font too.
const SAMPLE: &str = "工作许可 社会保障 0123456789 ABCDEFGHIJKLM abcdefghijklm Şğİłőřșțćž";

/// Lays the page out.
///
/// # Errors
/// If a text cannot be drawn.
pub(super) fn page(
    at: Timestamp,
    office: &OfficeFacts,
    texts: &Texts,
    words: &Words,
    fonts: &Fonts,
) -> Result<Page, DocumentError> {
    let mut paper = Paper { sheet: Sheet::new(fonts, A4.0, A4.1), words, y: TOP };
    let whole = Area { x: EDGE, y: EDGE, width: A4.0 - 2.0 * EDGE, height: A4.1 - 2.0 * EDGE };
    paper.sheet.put(Item::Outline { area: whole, width: 1.0, colour: ink::BLACK });
    if office.demo {
        let centre = (A4.0 / 2.0, A4.1 * 0.82);
        paper.sheet.banner(&texts.demo.mark, Weight::SemiBold, ink::WATERMARK, centre, A4.0 * 0.6, 20.0)?;
    }
    paper.both("tp_title", Style::strong(24.0), Style::second(13.0))?;
    paper.y += 3.0 * MM;
    paper.sheet.rule(MARGIN, paper.y, ROOM, 1.4, ink::PRIMARY);
    paper.y += 5.0 * MM;
    paper.said("tp_why")?;
    paper.y += APART;
    paper.said("tp_frame")?;
    paper.y += APART;
    paper.said("tp_text")?;
    for size in [8.0, 10.5, 14.0] {
        paper.y += 1.5 * MM;
        paper.y += paper.sheet.text(SAMPLE, Style::regular(size), MARGIN, paper.y, ROOM, Align::Left)?;
    }
    paper.y += APART;
    paper.said("tp_patches")?;
    paper.y += 2.5 * MM;
    paper.patches();
    paper.y += APART;
    paper.said("tp_code")?;
    paper.y += 8.0 * MM;
    put_code(&mut paper.sheet, Modules::of(CODE)?, MARGIN + 5.0 * MM, paper.y, CODE_SIDE);
    let local = jiff::tz::Offset::constant(8).to_datetime(at);
    let printed =
        texts.letter.foot.printed.with("date", &format!("{} {}", dates::iso(local.date()), dates::clock(local.time())));
    let foot = A4.1 - MARGIN;
    let line = format!("{}  {}", printed.zh, printed.en);
    paper.sheet.text(&line, Style::second(8.0), MARGIN, foot, ROOM, Align::Left)?;
    Ok(paper.sheet.finish())
}

/// The sheet, filled from top to bottom.
struct Paper<'a> {
    sheet: Sheet<'a>,
    words: &'a Words,
    y: f32,
}

impl Paper<'_> {
    fn said(&mut self, key: &str) -> Result<(), DocumentError> {
        self.both(key, Style::strong(11.0), Style::second(9.5))
    }

    fn both(&mut self, key: &str, first: Style, second: Style) -> Result<(), DocumentError> {
        let pair = self.words.pair(Language::Chinese, key, &Args::none());
        self.y += self.sheet.text(&pair.primary, first, MARGIN, self.y, ROOM, Align::Left)?;
        self.y += self.sheet.text(&pair.secondary, second, MARGIN, self.y, ROOM, Align::Left)?;
        Ok(())
    }

    /// From light to dark, in black and in the ink of titles: an empty cartridge shows.
    fn patches(&mut self) {
        for colour in [ink::BLACK, ink::PRIMARY] {
            let mut x = MARGIN;
            for percent in PATCHES {
                let area = Area { x, y: self.y, width: PATCH, height: PATCH };
                self.sheet.fill(area, 0.0, thinned(colour, percent));
                x += PATCH + 4.0 * MM;
            }
            self.y += PATCH + 3.0 * MM;
        }
    }
}

/// So many percent of `colour` on white.
fn thinned(colour: Colour, percent: u8) -> Colour {
    let of = |value: u8| {
        let white = (255 - u16::from(value)) * (100 - u16::from(percent)) / 100;
        value.saturating_add(u8::try_from(white).unwrap_or(u8::MAX))
    };
    Colour(of(colour.0), of(colour.1), of(colour.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patches_go_from_nearly_white_to_the_ink_itself() {
        assert_eq!(thinned(ink::PRIMARY, 100), ink::PRIMARY);
        assert_eq!(thinned(ink::BLACK, 0), ink::PAPER);
        let greys: Vec<u8> = PATCHES.iter().map(|percent| thinned(ink::BLACK, *percent).0).collect();
        assert!(greys.windows(2).all(|pair| pair[0] > pair[1]), "{greys:?}");
    }

    #[test]
    fn everything_stands_within_the_frame() {
        let (texts, words) = (Texts::shipped().unwrap(), Words::load().unwrap());
        let fonts = Fonts::open().unwrap();
        for demo in [false, true] {
            let office = OfficeFacts { demo, ..OfficeFacts::default() };
            let page = page(Timestamp::UNIX_EPOCH, &office, &texts, &words, &fonts).unwrap();
            let lowest = page.items.iter().filter_map(|item| match item {
                Item::Code { y, side, .. } => Some(y + side),
                Item::Fill { area, .. } => Some(area.y + area.height),
                _ => None,
            });
            assert!(lowest.fold(0.0, f32::max) < A4.1 - MARGIN, "the foot line is free");
        }
    }
}
