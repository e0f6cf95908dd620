//! The shift report: what a shift did, counted, with the head of the audit log. As many sheets of A4 as it takes, with
//! nothing about holders on them.

use super::DocumentError;
use super::faces::{Fonts, Weight};
use super::layout::{Align, Area, MM, Page, Paragraph, Sheet, Style, ink};
use super::texts::Texts;
use crate::domain::language::Language;
use crate::domain::office::OfficeFacts;
use crate::domain::shift::ShiftReport;
use crate::text::shift_report::{self, ShiftPart};
use crate::text::{Args, PairText, Words};

const A4: (f32, f32) = (210.0 * MM, 297.0 * MM);
/// Paper's edge to text, left and right.
const MARGIN: f32 = 20.0 * MM;
const ROOM: f32 = A4.0 - 2.0 * MARGIN;
const TOP: f32 = 17.0 * MM;
/// Below this only the foot line stands.
const FOOT: f32 = A4.1 - 22.0 * MM;
/// Column of the Chinese texts; the English ones follow.
const CHINESE: f32 = 66.0 * MM;
/// Column of the counts, at the right.
const COUNTS: f32 = 16.0 * MM;
const ENGLISH: f32 = ROOM - CHINESE - COUNTS;
/// Between columns.
const GAP: f32 = 3.0 * MM;
/// Above and below the text of a line.
const AIR: f32 = 0.75 * MM;
/// From a part's end to the next one's heading.
const APART: f32 = 3.0 * MM;

/// Lays the report out.
///
/// # Errors
/// If a text cannot be drawn, or one of them alone is longer than a sheet.
pub(super) fn pages(
    report: &ShiftReport,
    office: &OfficeFacts,
    texts: &Texts,
    words: &Words,
    fonts: &Fonts,
) -> Result<Vec<Page>, DocumentError> {
    let mut paper = Paper { fonts, texts, words, demo: office.demo, done: Vec::new(), sheet: None, y: TOP };
    paper.head(report, office)?;
    for part in shift_report::parts(words, &report.counts) {
        paper.part(&part)?;
    }
    paper.end(report)?;
    paper.finish(report)
}

/// Sheets being filled from top to bottom.
struct Paper<'a> {
    fonts: &'a Fonts,
    texts: &'a Texts,
    words: &'a Words,
    demo: bool,
    /// The full ones.
    done: Vec<Sheet<'a>>,
    /// The one that is written on; none before the first line and after a full sheet.
    sheet: Option<Sheet<'a>>,
    /// Where its next line goes.
    y: f32,
}

/// One line of a part, measured: both languages in their columns, and the count.
struct Counted {
    chinese: Paragraph,
    english: Paragraph,
    count: Paragraph,
}

impl Counted {
    fn height(&self) -> f32 {
        self.chinese.height().max(self.english.height()).max(self.count.height()) + 2.0 * AIR
    }
}

impl<'a> Paper<'a> {
    fn said(&self, key: &str) -> PairText {
        self.words.pair(Language::Chinese, key, &Args::none())
    }

    /// A sheet that has `height` left, and where on it that goes.
    fn room(&mut self, height: f32) -> Result<(f32, &mut Sheet<'a>), DocumentError> {
        if self.y + height > FOOT - GAP {
            self.done.extend(self.sheet.take());
        }
        let sheet = match self.sheet.take() {
            Some(sheet) => sheet,
            None if TOP + height > FOOT - GAP => return Err(DocumentError::TooLong),
            None => {
                self.y = TOP;
                self.empty()?
            }
        };
        Ok((self.y, self.sheet.insert(sheet)))
    }

    fn empty(&self) -> Result<Sheet<'a>, DocumentError> {
        let mut sheet = Sheet::new(self.fonts, A4.0, A4.1);
        if self.demo {
            // First, so that it lies beneath everything that must be read.
            let centre = (A4.0 / 2.0, A4.1 * 0.55);
            sheet.banner(&self.texts.demo.mark, Weight::SemiBold, ink::WATERMARK, centre, A4.0 * 0.8, 20.0)?;
        }
        Ok(sheet)
    }

    /// Places a measured text over the whole width and moves on by its height.
    fn put(&mut self, text: &Paragraph) -> Result<(), DocumentError> {
        let (y, sheet) = self.room(text.height())?;
        sheet.place(text, MARGIN, y, ROOM, Align::Left);
        self.y += text.height();
        Ok(())
    }

    fn measured(&self, text: &str, style: Style, room: f32, align: Align) -> Result<Paragraph, DocumentError> {
        Sheet::new(self.fonts, A4.0, A4.1).paragraph(text, style, room, align)
    }

    /// Title and rule, then which office, over which span, when and by whom.
    fn head(&mut self, report: &ShiftReport, office: &OfficeFacts) -> Result<(), DocumentError> {
        let title = self.said("sh_title");
        let zh = self.measured(&title.primary, Style::strong(20.0), ROOM, Align::Left)?;
        let en = self.measured(&title.secondary, Style::second(12.0), ROOM, Align::Left)?;
        self.put(&zh)?;
        self.put(&en)?;
        self.y += 3.0 * MM;
        let (y, sheet) = self.room(1.4)?;
        sheet.rule(MARGIN, y, ROOM, 1.4, ink::PRIMARY);
        self.y += 1.4 + 2.5 * MM;
        let place = match (office.office.zh.trim(), office.office.en.trim()) {
            (zh, en) if zh == en => zh.to_owned(),
            (zh, en) => format!("{zh}  {en}").trim().to_owned(),
        };
        let place = (!place.is_empty()).then(|| (self.said("sh_office"), PairText::same(place)));
        for (name, value) in place.into_iter().chain(shift_report::facts(self.words, report)) {
            let label = format!("{}  {}", name.primary, name.secondary);
            let label = self.measured(&label, Style::second(9.0), CHINESE - GAP, Align::Left)?;
            let value = self.measured(&value.primary, Style::strong(10.5), ROOM - CHINESE, Align::Left)?;
            let height = label.height().max(value.height()) + AIR;
            let (y, sheet) = self.room(height)?;
            sheet.place(&label, MARGIN, y + (height - label.height()) / 2.0, CHINESE - GAP, Align::Left);
            sheet.place(&value, MARGIN + CHINESE, y + (height - value.height()) / 2.0, ROOM - CHINESE, Align::Left);
            self.y += height;
        }
        Ok(())
    }

    /// A heading with the total, and a line for each count. No heading stands alone at a sheet's end.
    fn part(&mut self, part: &ShiftPart) -> Result<(), DocumentError> {
        let style = Style::strong(10.5).ink(ink::PRIMARY);
        let line = format!("{}  {}", part.title.primary, part.title.secondary);
        let heading = self.measured(&line, style, ROOM - COUNTS, Align::Left)?;
        let total = self.measured(&part.total().to_string(), style, COUNTS, Align::Right)?;
        let lines = part.lines.iter().map(|(name, count)| self.counted(name, *count)).collect::<Result<Vec<_>, _>>()?;
        self.y += APART;
        let with_first = heading.height() + AIR + lines.first().map_or(0.0, Counted::height);
        let (y, sheet) = self.room(with_first)?;
        sheet.place(&heading, MARGIN, y, ROOM - COUNTS, Align::Left);
        sheet.place(&total, MARGIN + ROOM - COUNTS, y, COUNTS, Align::Right);
        let rule = y + heading.height() + AIR;
        sheet.rule(MARGIN, rule, ROOM, 0.6, ink::FRAME);
        self.y = rule + 0.6;
        for (n, line) in lines.iter().enumerate() {
            let height = line.height();
            let (y, sheet) = self.room(height)?;
            if n > 0 && y > TOP {
                sheet.rule(MARGIN, y, ROOM, 0.6, ink::LINE);
            }
            sheet.place(&line.chinese, MARGIN, y + AIR, CHINESE - GAP, Align::Left);
            sheet.place(&line.english, MARGIN + CHINESE, y + AIR, ENGLISH - GAP, Align::Left);
            sheet.place(&line.count, MARGIN + ROOM - COUNTS, y + AIR, COUNTS, Align::Right);
            self.y += height;
        }
        Ok(())
    }

    fn counted(&self, name: &PairText, count: u32) -> Result<Counted, DocumentError> {
        Ok(Counted {
            chinese: self.measured(&name.primary, Style::regular(9.5), CHINESE - GAP, Align::Left)?,
            english: self.measured(&name.secondary, Style::second(8.5), ENGLISH - GAP, Align::Left)?,
            count: self.measured(&count.to_string(), Style::strong(9.5), COUNTS, Align::Right)?,
        })
    }

    /// The log's head on a ground of its own, and where to sign. All of it stands on one sheet.
    fn end(&mut self, report: &ShiftReport) -> Result<(), DocumentError> {
        let head = &report.counts.head;
        let (pad, room) = (3.0 * MM, ROOM - 6.0 * MM);
        let (title, entries) = (self.said("sh_head"), self.said("sh_entries"));
        let about = shift_report::about_head(self.words, &report.counts);
        let groups = head.hash_in_groups();
        // Two lines of eight groups each.
        let (first, second) = groups.split_at(groups.len() / 2);
        let lines = [
            (format!("{}  {}", title.primary, title.secondary), Style::strong(10.5).ink(ink::PRIMARY)),
            (format!("{}  {}    {}", entries.primary, entries.secondary, head.entries), Style::strong(10.0)),
            (format!("SHA-256    {}", first.trim()), Style::strong(10.0)),
            (second.trim().to_owned(), Style::strong(10.0)),
            (about.primary, Style::regular(9.0)),
            (about.secondary, Style::second(8.5)),
        ];
        let lines = lines
            .iter()
            .map(|(text, style)| self.measured(text, *style, room, Align::Left))
            .collect::<Result<Vec<_>, _>>()?;
        let demo = if self.demo {
            let foot = &self.texts.demo.foot;
            vec![
                self.measured(&foot.zh, Style::strong(9.0).ink(ink::DEMO), ROOM, Align::Left)?,
                self.measured(&foot.en, Style::regular(8.5).ink(ink::DEMO), ROOM, Align::Left)?,
            ]
        } else {
            Vec::new()
        };
        let ground = lines.iter().map(Paragraph::height).sum::<f32>() + 2.0 * pad;
        let signing = 16.0 * MM;
        let whole = ground + signing + demo.iter().map(Paragraph::height).sum::<f32>() + 1.0 * MM;
        self.y += APART + 1.0 * MM;
        let words = [self.said("sh_signature"), self.said("sh_date")];
        let (top, sheet) = self.room(whole)?;
        sheet.fill(Area { x: MARGIN, y: top, width: ROOM, height: ground }, 2.0 * MM, ink::TINT);
        let mut y = top + pad;
        // The second half of the hash stands beneath the first.
        let indent = sheet.paragraph("SHA-256    ", Style::strong(10.0), room, Align::Left)?.width();
        for (n, line) in lines.iter().enumerate() {
            let x = MARGIN + pad + if n == 3 { indent } else { 0.0 };
            y += sheet.place(line, x, y, room, Align::Left);
        }
        // To be written on by hand: a wide line for the name, a short one for the date.
        let base = top + ground + 11.0 * MM;
        for (name, x, width) in [(&words[0], MARGIN, ROOM * 0.56), (&words[1], MARGIN + ROOM * 0.62, ROOM * 0.38)] {
            let label = format!("{}  {}", name.primary, name.secondary);
            let label = sheet.paragraph(&label, Style::second(9.0), width, Align::Left)?;
            sheet.place(&label, x, base - label.height() + 1.0 * MM, width, Align::Left);
            let left = x + label.width() + GAP;
            sheet.rule(left, base + 1.0 * MM, x + width - left, 0.6, ink::TEXT);
        }
        let mut y = base + 5.0 * MM;
        for line in &demo {
            y += sheet.place(line, MARGIN, y, ROOM, Align::Left);
        }
        Ok(())
    }

    /// The foot line of every sheet: what it belongs to, and which of how many it is.
    fn finish(mut self, report: &ShiftReport) -> Result<Vec<Page>, DocumentError> {
        self.done.extend(self.sheet.take());
        let title = self.said("sh_title");
        let [(_, span), ..] = shift_report::facts(self.words, report);
        let of = self.done.len();
        let mut pages = Vec::with_capacity(of);
        for (n, mut sheet) in self.done.into_iter().enumerate() {
            let args = Args::none().text("n", (n + 1).to_string()).text("m", of.to_string());
            let page = self.words.pair(Language::Chinese, "sh_page", &args);
            sheet.rule(MARGIN, FOOT, ROOM, 0.6, ink::LINE);
            let (y, style) = (FOOT + 1.8 * MM, Style::second(8.0));
            let line = format!("{}  {}    {}", title.primary, title.secondary, span.primary);
            sheet.text(&line, style, MARGIN, y, ROOM * 0.72, Align::Left)?;
            let line = format!("{}  {}", page.primary, page.secondary);
            sheet.text(&line, style, MARGIN + ROOM * 0.72, y, ROOM * 0.28, Align::Right)?;
            pages.push(sheet.finish());
        }
        Ok(pages)
    }
}
