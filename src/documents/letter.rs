//! The notification letter, and the inquiry, which is set like it: one sheet of A4.

use std::sync::Arc;

use jiff::{ToSpan, Unit};

use super::faces::{Fonts, Weight};
use super::layout::{Align, Area, Item, MM, Page, Paragraph, Sheet, Style, ink};
use super::photo::{self, Photo};
use super::qr::{self, Modules, QUIET_ZONE};
use super::texts::{Foot, InquiryTexts, LetterTexts, Pair, Texts};
use super::{DocumentError, local_date};
use crate::domain::letter::{DocumentKind, DocumentRequest};
use crate::domain::office::OfficeFacts;
use crate::domain::permit::{BothLanguages, Standing, Title, WorkPermit};

const A4: (f32, f32) = (210.0 * MM, 297.0 * MM);
/// Paper's edge to text, left and right.
const MARGIN: f32 = 20.0 * MM;
const TOP: f32 = 17.0 * MM;
/// Below this only the foot line stands.
const FOOT: f32 = A4.1 - 22.0 * MM;
const ROOM: f32 = A4.0 - 2.0 * MARGIN;
/// Column of the labels.
const LABELS: f32 = 42.0 * MM;
const PHOTO_WIDTH: f32 = 32.0 * MM;
/// Between a table's text and the photo.
const GUTTER: f32 = 7.0 * MM;
const CODE_SIDE: f32 = 31.0 * MM;
const WATERMARK_ANGLE: f32 = 20.0;

/// How tightly the table is set: tried in turn until everything fits on the page.
const DENSITIES: [f32; 5] = [1.0, 0.92, 0.84, 0.76, 0.68];

/// Lays the letter out.
///
/// # Errors
/// If a value cannot be drawn, does not fit even when set tightly, or the photo cannot be read.
pub(super) fn page(
    request: &DocumentRequest,
    office: &OfficeFacts,
    texts: &Texts,
    fonts: &Fonts,
) -> Result<Page, DocumentError> {
    let photo = request.card.permit.photo.as_deref().map(Photo::open).transpose()?.map(Arc::new);
    let mut rows = rows(&request.card.permit, &texts.letter);
    if request.kind == DocumentKind::Inquiry {
        // As on the screen: how it stands comes first, and of the passport's number only the end is shown.
        for row in rows.iter_mut().filter(|row| row.label == &texts.letter.label.passport) {
            if let Some(tail) = request.card.permit.passport_tail() {
                row.value = Value::One(format!("*****{tail}"));
            }
        }
        let standing = standing(&request.card.permit, request, &texts.inquiry);
        rows.insert(0, Row { label: &texts.inquiry.status, value: Value::Both(both(&standing)) });
    }
    for density in DENSITIES {
        let mut letter = Letter { sheet: Sheet::new(fonts, A4.0, A4.1), texts, office, density };
        if letter.fill(request, &rows, photo.as_ref())? {
            return Ok(letter.sheet.finish());
        }
    }
    Err(DocumentError::TooLong)
}

/// One row of the table.
struct Row<'t> {
    label: &'t Pair,
    value: Value,
}

/// What stands in a row.
enum Value {
    /// Once, whatever the language: names, numbers, dates.
    One(String),
    /// In both languages.
    Both(BothLanguages),
    /// With the letter set out large.
    Category(char, BothLanguages),
}

fn rows<'t>(permit: &WorkPermit, texts: &'t LetterTexts) -> Vec<Row<'t>> {
    let one = |text: &str| {
        if text.trim().is_empty() { Value::Both(both(&texts.none)) } else { Value::One(text.trim().to_owned()) }
    };
    let two = |text: &BothLanguages| match (text.zh.trim(), text.en.trim()) {
        ("", "") => Value::Both(both(&texts.none)),
        (only, "") | ("", only) => Value::One(only.to_owned()),
        (zh, en) if zh == en => Value::One(zh.to_owned()),
        (zh, en) => Value::Both(BothLanguages { zh: zh.to_owned(), en: en.to_owned() }),
    };
    let letter = permit.category.letter();
    let category = Value::Category(letter, both(&texts.value.category.with("category", &letter.to_string())));
    let validity = texts
        .value
        .validity
        .replace("{from}", &permit.valid_from.to_string())
        .replace("{until}", &permit.valid_until.to_string());
    let title = match permit.title {
        Some(Title::Mr) => both(&texts.value.mr),
        Some(Title::Ms) => both(&texts.value.ms),
        None => BothLanguages::default(),
    };
    let label = &texts.label;
    [
        (&label.name, one(permit.name.as_str())),
        (&label.title, two(&title)),
        (&label.number, one(permit.number.as_str())),
        (&label.category, category),
        (&label.passport, one(&permit.passport_number)),
        (&label.citizenship, two(&permit.citizenship)),
        (&label.employer, two(&permit.employer)),
        (&label.place, two(&permit.workplace)),
        (&label.occupation, two(&permit.occupation)),
        (&label.validity, Value::One(validity)),
        (&label.period, Value::Both(period(permit, texts))),
        (&label.approver, two(&permit.approver)),
        (&label.issued, Value::One(permit.issued_on.to_string())),
        (&label.family, one(&permit.family_members)),
    ]
    .into_iter()
    .map(|(label, value)| Row { label, value })
    .collect()
}

/// How the permit stands on the day of the request.
fn standing(permit: &WorkPermit, request: &DocumentRequest, texts: &InquiryTexts) -> Pair {
    let (words, days) = match permit.standing(local_date(request.at)) {
        Standing::Valid { days_left } => (&texts.valid, i64::from(days_left)),
        Standing::ExpiresSoon { days_left } => (&texts.soon, i64::from(days_left)),
        Standing::Future { .. } => (&texts.future, 0),
        Standing::Expired { .. } => (&texts.expired, 0),
        Standing::Revoked => (&texts.revoked, 0),
    };
    words.with("days", &days.to_string())
}

/// Where to ask: the office and its telephone, as far as they are configured.
pub(super) fn contact(office: &OfficeFacts, texts: &Foot) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let (zh, en) = (&office.office.zh, &office.office.en);
    if !zh.is_empty() || !en.is_empty() {
        pairs.push(Pair {
            zh: texts.office.with("office", if zh.is_empty() { en } else { zh }).zh,
            en: texts.office.with("office", if en.is_empty() { zh } else { en }).en,
        });
    }
    if !office.phone.is_empty() {
        pairs.push(texts.phone.with("phone", &office.phone));
    }
    pairs
}

fn both(pair: &Pair) -> BothLanguages {
    BothLanguages { zh: pair.zh.clone(), en: pair.en.clone() }
}

/// How long the permit runs, both days included: whole months, and days if some are left over.
fn period(permit: &WorkPermit, texts: &LetterTexts) -> BothLanguages {
    let span = permit
        .valid_until
        .checked_add(1.day())
        .and_then(|end| permit.valid_from.until((Unit::Month, end)))
        .unwrap_or_default();
    let (months, days) = (span.get_months().max(0), span.get_days().max(0));
    let months_text =
        if months == 1 { texts.value.month.clone() } else { texts.value.months.with("months", &months.to_string()) };
    let days_text = if days == 1 { texts.value.day.clone() } else { texts.value.days.with("days", &days.to_string()) };
    match (months, days) {
        (_, 0) => both(&months_text),
        (0, _) => both(&days_text),
        _ => BothLanguages {
            zh: format!("{}{}", months_text.zh, days_text.zh),
            en: format!("{} {}", months_text.en, days_text.en),
        },
    }
}

struct Letter<'a> {
    sheet: Sheet<'a>,
    texts: &'a Texts,
    office: &'a OfficeFacts,
    density: f32,
}

impl Letter<'_> {
    /// Places everything; `false` if it does not fit at this density.
    fn fill(
        &mut self,
        request: &DocumentRequest,
        rows: &[Row<'_>],
        photo: Option<&Arc<Photo>>,
    ) -> Result<bool, DocumentError> {
        if self.office.demo {
            // First, so that it lies beneath everything that must be read.
            let centre = (A4.0 / 2.0, A4.1 * 0.55);
            self.sheet.banner(
                &self.texts.demo.mark,
                Weight::SemiBold,
                ink::WATERMARK,
                centre,
                A4.0 * 0.8,
                WATERMARK_ANGLE,
            )?;
        }
        let y = self.head(request)?;
        let y = self.opening(y, request)?;
        let y = self.table(y, rows, photo)?;
        // The foot hangs on the page, not on the table, so that every letter ends alike.
        let top = FOOT - CODE_SIDE - 8.0 * MM;
        self.foot(request, top)?;
        Ok(y + 3.0 * MM <= top)
    }

    /// A distance in millimetres that shrinks when the page is full.
    fn mm(&self, length: f32) -> f32 {
        length * MM * self.density
    }

    /// Text shrinks half as much as the distances.
    fn sized(&self, style: Style) -> Style {
        Style { size: style.size * f32::midpoint(1.0, self.density), ..style }
    }

    /// File number, title in both languages, rule. Returns where it ends, as the parts below do.
    fn head(&mut self, request: &DocumentRequest) -> Result<f32, DocumentError> {
        let texts = &self.texts.letter;
        let mut y = TOP;
        let file_number = request.card.permit.file_number.trim();
        if !file_number.is_empty() {
            let label = &texts.label.file_number;
            let line = format!("{} {}  {file_number}", label.zh, label.en);
            y += self.sheet.text(&line, Style::second(8.5), MARGIN, y, ROOM, Align::Right)?;
        }
        y += self.mm(6.0);
        let title = if request.kind == DocumentKind::Inquiry { &self.texts.inquiry.title } else { &texts.title };
        y += self.sheet.text(&title.zh, Style::strong(22.0), MARGIN, y, ROOM, Align::Balanced)?;
        y += self.mm(0.8);
        let narrow = ROOM * 0.74;
        y += self.sheet.text(
            &title.en,
            Style::second(11.5),
            MARGIN + (ROOM - narrow) / 2.0,
            y,
            narrow,
            Align::Balanced,
        )?;
        y += self.mm(4.5);
        self.sheet.rule(MARGIN, y, ROOM, 1.4, ink::PRIMARY);
        Ok(y + 1.4)
    }

    fn opening(&mut self, y: f32, request: &DocumentRequest) -> Result<f32, DocumentError> {
        let texts = &self.texts.letter;
        let mut y = y + self.mm(4.5);
        let opening = if request.kind == DocumentKind::Inquiry {
            self.texts.inquiry.opening.with("date", &local_date(request.at).to_string())
        } else {
            let greeting = format!("{} {}", texts.greeting.zh, texts.greeting.en);
            y += self.sheet.text(&greeting, self.sized(Style::strong(10.0)), MARGIN, y, ROOM, Align::Left)?;
            y += self.mm(0.8);
            texts.opening.clone()
        };
        y += self.sheet.text(&opening.zh, self.sized(Style::regular(9.5)), MARGIN, y, ROOM, Align::Left)?;
        y += self.sheet.text(&opening.en, self.sized(Style::second(9.0)), MARGIN, y, ROOM, Align::Left)?;
        Ok(y + self.mm(2.0))
    }

    fn table(&mut self, top: f32, rows: &[Row<'_>], photo: Option<&Arc<Photo>>) -> Result<f32, DocumentError> {
        let frame = Area {
            x: MARGIN + ROOM - PHOTO_WIDTH,
            y: top + self.mm(3.0),
            width: PHOTO_WIDTH,
            height: PHOTO_WIDTH / photo::ASPECT,
        };
        self.photo(frame, photo)?;
        let mut y = top;
        for row in rows {
            let beside_photo = y < frame.y + frame.height + 1.0 * MM;
            let room = if beside_photo { ROOM - PHOTO_WIDTH - GUTTER } else { ROOM };
            y = self.row(row, y, room)?;
            self.sheet.rule(MARGIN, y, room, 0.6, ink::LINE);
        }
        Ok(y)
    }

    fn row(&mut self, row: &Row<'_>, y: f32, room: f32) -> Result<f32, DocumentError> {
        let pad = self.mm(1.75);
        let gap = 3.0 * MM;
        let labels = LABELS - gap;
        let zh = self.sheet.paragraph(&row.label.zh, self.sized(Style::regular(9.0)), labels, Align::Left)?;
        let en = self.sheet.paragraph(&row.label.en, self.sized(Style::second(8.0)), labels, Align::Left)?;
        let value_x = MARGIN + LABELS;
        let value_room = room - LABELS;
        let strong = self.sized(Style::strong(11.5));
        let mut indent = 0.0;
        let values = match &row.value {
            Value::One(text) => vec![self.sheet.paragraph(text, strong, value_room, Align::Left)?],
            Value::Both(texts) => self.both(texts, strong, value_room)?,
            Value::Category(_, texts) => {
                indent = strong.size * 2.0 + gap;
                self.both(texts, strong, value_room - indent)?
            }
        };

        let label_height = zh.height() + en.height();
        let between = self.mm(0.7);
        let value_height = values.iter().map(|p| p.height() + between).sum::<f32>() - between;
        let mut height = label_height.max(value_height);
        if let Value::Category(letter, _) = &row.value {
            let side = strong.size * 2.0;
            height = height.max(side);
            self.chip(*letter, Area { x: value_x, y: y + pad + (height - side) / 2.0, width: side, height: side })?;
        }

        let mut label_y = y + pad + (height - label_height) / 2.0;
        label_y += self.sheet.place(&zh, MARGIN, label_y, labels, Align::Left);
        self.sheet.place(&en, MARGIN, label_y, labels, Align::Left);
        let mut value_y = y + pad + (height - value_height) / 2.0;
        for value in &values {
            value_y += self.sheet.place(value, value_x + indent, value_y, value_room - indent, Align::Left) + between;
        }
        Ok(y + height + 2.0 * pad)
    }

    /// Both languages on one line if they fit, else one beneath the other.
    fn both(&self, texts: &BothLanguages, style: Style, room: f32) -> Result<Vec<Paragraph>, DocumentError> {
        let together = self.sheet.paragraph(&format!("{}  {}", texts.zh, texts.en), style, room, Align::Left)?;
        if together.lines() == 1 {
            return Ok(vec![together]);
        }
        let second = Style { size: style.size * 0.9, ..style };
        Ok(vec![
            self.sheet.paragraph(&texts.zh, style, room, Align::Left)?,
            self.sheet.paragraph(&texts.en, second, room, Align::Left)?,
        ])
    }

    /// The category's letter, white on a filled square.
    fn chip(&mut self, letter: char, area: Area) -> Result<(), DocumentError> {
        self.sheet.fill(area, area.width * 0.2, ink::PRIMARY);
        let style = Style::strong(area.height * 0.72).ink(ink::PAPER);
        let p = self.sheet.paragraph(&letter.to_string(), style, area.width, Align::Centre)?;
        self.sheet.place(&p, area.x, area.y + (area.height - p.height()) / 2.0, area.width, Align::Centre);
        Ok(())
    }

    fn photo(&mut self, frame: Area, photo: Option<&Arc<Photo>>) -> Result<(), DocumentError> {
        if let Some(photo) = photo {
            self.sheet.put(Item::Photo { area: frame, photo: Arc::clone(photo) });
        } else {
            let label = &self.texts.letter.label.photo;
            let text = format!("{} {}", label.zh, label.en);
            self.sheet.text(
                &text,
                Style::second(9.0),
                frame.x,
                frame.y + frame.height / 2.0 - 6.0,
                frame.width,
                Align::Centre,
            )?;
        }
        self.sheet.put(Item::Outline { area: frame, width: 0.6, colour: ink::FRAME });
        if self.office.demo {
            let height = 6.0 * MM;
            let band = Area { y: frame.y + frame.height - height, height, ..frame };
            self.sheet.fill(band, 0.0, ink::DEMO);
            let p = self.sheet.paragraph(
                &self.texts.demo.mark,
                Style::strong(9.0).ink(ink::PAPER),
                band.width,
                Align::Centre,
            )?;
            self.sheet.place(&p, band.x, band.y + (height - p.height()) / 2.0, band.width, Align::Centre);
        }
        Ok(())
    }

    fn foot(&mut self, request: &DocumentRequest, top: f32) -> Result<(), DocumentError> {
        let texts = &self.texts.letter.foot;
        let modules = qr::permit_code(&request.card.permit.number)?;
        let x = MARGIN + ROOM - CODE_SIDE;
        put_code(&mut self.sheet, modules, x, top, CODE_SIDE);
        if self.office.demo {
            let style = Style::strong(8.0).ink(ink::DEMO);
            self.sheet.text(
                &self.texts.demo.under_code,
                style,
                x,
                top + CODE_SIDE + 1.5 * MM,
                CODE_SIDE,
                Align::Centre,
            )?;
        }

        let room = ROOM - CODE_SIDE - 12.0 * MM;
        let mut pairs = vec![texts.code.clone()];
        pairs.extend(contact(self.office, texts));
        if self.office.demo {
            pairs.push(self.texts.demo.foot.clone());
        }
        let last = pairs.len() - 1;
        let mut lines = Vec::new();
        for (n, pair) in pairs.iter().enumerate() {
            let marked = self.office.demo && n == last;
            let zh = if marked { Style::strong(9.0).ink(ink::DEMO) } else { Style::regular(8.5) };
            let en = if marked { Style::regular(8.5).ink(ink::DEMO) } else { Style::second(8.0) };
            lines.push((self.sheet.paragraph(&pair.zh, zh, room, Align::Left)?, 0.0));
            lines.push((self.sheet.paragraph(&pair.en, en, room, Align::Left)?, 1.6 * MM));
        }
        // The text ends level with the code.
        let height: f32 = lines.iter().map(|(p, after)| p.height() + after).sum();
        let mut y = top + CODE_SIDE + 1.6 * MM - height;
        for (p, after) in &lines {
            y += self.sheet.place(p, MARGIN, y, room, Align::Left) + after;
        }

        self.sheet.rule(MARGIN, FOOT, ROOM, 0.6, ink::LINE);
        let printed = texts.printed.with("date", &local_date(request.at).to_string());
        let line = format!("{}  {}", printed.zh, printed.en);
        self.sheet.text(&line, Style::second(8.0), MARGIN, FOOT + 1.8 * MM, ROOM, Align::Left)?;
        Ok(())
    }
}

/// A code on white, its quiet zone kept free of whatever lies beneath.
pub(super) fn put_code(sheet: &mut Sheet<'_>, modules: Modules, x: f32, y: f32, side: f32) {
    let quiet = side / modules.side() as f32 * QUIET_ZONE as f32;
    let white = Area { x: x - quiet, y: y - quiet, width: side + 2.0 * quiet, height: side + 2.0 * quiet };
    sheet.fill(white, 0.0, ink::PAPER);
    sheet.put(Item::Code { x, y, side, modules });
}
