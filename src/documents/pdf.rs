//! A page as a PDF file: subset fonts, text that can be searched and copied, and the same bytes for the
//! same page.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{
    Codepoint, Color, DateTime, DictItem, ExternalStream, ExternalXObject, FontId, LinePoint, Mm, Op, PaintMode,
    ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt, Px, Rgb,
    TextItem, TextMatrix, WindingOrder, XObject, XObjectId, XObjectTransform,
};

use super::DocumentError;
use super::faces::Face;
use super::layout::{Area, Colour, Item, Line, MM, Page};
use super::photo::Photo;
use crate::domain::pdf::Pdf;
use crate::domain::time::Timestamp;

/// How far the control points of a quarter circle lie from its ends, in radii.
const KAPPA: f32 = 0.552_284_8;

/// Writes `pages` as a file. `title` has no personal data.
///
/// # Errors
/// If a font cannot be subset or embedded.
pub(super) fn write(pages: &[Page], title: &str, made: Timestamp) -> Result<Pdf, DocumentError> {
    let mut document = PdfDocument::new(title);
    let made = DateTime::from_unix_timestamp(made.as_second()).map_err(|e| DocumentError::Pdf(e.to_owned()))?;
    let info = &mut document.metadata.info;
    (info.creation_date, info.modification_date, info.metadata_date) = (made, made, made);
    concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).clone_into(&mut info.producer);

    for face in used_faces(pages) {
        let font = ParsedFont::from_bytes(face.bytes(), 0, &mut Vec::new())
            .ok_or_else(|| DocumentError::Font("a shipped font cannot be read".to_owned()))?;
        document.resources.fonts.map.insert(font_id(face), PdfFont::new(font));
    }

    // Pictures are the file's, not a page's: they are numbered through.
    let mut pictures = BTreeMap::new();
    for page in pages {
        let mut drawing = Drawing { height: page.height, ops: Vec::new(), pictures };
        for item in &page.items {
            drawing.item(item);
        }
        document.pages.push(PdfPage::new(Mm(page.width / MM), Mm(page.height / MM), drawing.ops));
        pictures = drawing.pictures;
    }
    document.resources.xobjects.map = pictures;

    let mut warnings = Vec::new();
    // A picture is embedded as it is: optimising would encode it a second time.
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    let mut file = document.to_lopdf_document(&options, &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(DocumentError::Pdf(warning.msg.clone()));
    }
    // Drawn at random by the library; the entry is optional, and a letter must not differ from its copy.
    file.trailer.remove(b"ID");
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|e| DocumentError::Pdf(e.to_string()))?;
    Ok(Pdf::new(bytes))
}

fn used_faces(pages: &[Page]) -> BTreeSet<Face> {
    pages
        .iter()
        .flat_map(|page| &page.items)
        .filter_map(|item| if let Item::Line(line) = item { Some(line) } else { None })
        .flat_map(|line| line.glyphs.iter().map(|g| g.face))
        .collect()
}

/// Six capitals, because the library makes them the subset's tag (ISO 32000-1, 9.6.4).
fn font_id(face: Face) -> FontId {
    let id = match face {
        Face::NotoRegular => "NOTREG",
        Face::NotoSemiBold => "NOTSEM",
        Face::SourceRegular => "SRCREG",
        Face::SourceSemiBold => "SRCSEM",
    };
    FontId(id.to_owned())
}

/// The page's operators; turns y around, since PDF counts from the bottom.
struct Drawing {
    height: f32,
    ops: Vec<Op>,
    pictures: BTreeMap<XObjectId, XObject>,
}

impl Drawing {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Line(line) => self.line(line),
            Item::Fill { area, radius, colour } => {
                let ring = self.rounded(area, *radius);
                self.paint(vec![ring], *colour);
            }
            Item::Outline { area, width, colour } => {
                // Two rings wound against each other: a frame that is filled, so that it needs no pen.
                let inner = Area {
                    x: area.x + width,
                    y: area.y + width,
                    width: area.width - 2.0 * width,
                    height: area.height - 2.0 * width,
                };
                let mut hole = self.rounded(&inner, 0.0);
                hole.points.reverse();
                let ring = self.rounded(area, 0.0);
                self.paint(vec![ring, hole], *colour);
            }
            Item::Photo { area, photo } => self.photo(area, photo),
            Item::Code { x, y, side, modules } => {
                let module = side / modules.side() as f32;
                let rings = modules
                    .runs()
                    .map(|(column, row, length)| {
                        let area = Area {
                            x: x + column as f32 * module,
                            y: y + row as f32 * module,
                            width: length as f32 * module,
                            height: module,
                        };
                        self.rounded(&area, 0.0)
                    })
                    .collect();
                // One path for the whole code: neighbouring rows leave no hairline between them.
                self.paint(rings, super::layout::ink::BLACK);
            }
        }
    }

    fn line(&mut self, line: &Line) {
        let (sin, cos) = line.angle.to_radians().sin_cos();
        self.ops.push(Op::SetFillColor { col: colour(line.colour) });
        self.ops.push(Op::StartTextSection);
        let mut along = 0.0;
        for run in line.glyphs.chunk_by(|a, b| a.face == b.face) {
            let Some(face) = run.first().map(|g| g.face) else { continue };
            let size = line.size * face.scale();
            let (x, y) = (line.x + along * cos, self.height - line.baseline + along * sin);
            self.ops.push(Op::SetFont { font: PdfFontHandle::External(font_id(face)), size: Pt(size) });
            self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Raw([cos, sin, -sin, cos, x, y]) });
            let glyphs = run.iter().map(|g| Codepoint::with_cid(g.id, 0.0, searched_for(g.c).to_string())).collect();
            self.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
            along += run.iter().map(|g| g.advance).sum::<f32>() * line.size;
        }
        self.ops.push(Op::EndTextSection);
    }

    fn photo(&mut self, area: &Area, photo: &Photo) {
        let id = XObjectId(format!("PHOTO{}", self.pictures.len()));
        let name = |n: &str| DictItem::Name(n.as_bytes().to_vec());
        let dict = [
            ("Type", name("XObject")),
            ("Subtype", name("Image")),
            ("Width", DictItem::Int(i64::from(photo.width))),
            ("Height", DictItem::Int(i64::from(photo.height))),
            ("ColorSpace", name("DeviceRGB")),
            ("BitsPerComponent", DictItem::Int(8)),
            ("Filter", name("DCTDecode")),
        ];
        let stream = ExternalStream {
            dict: dict.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
            content: photo.jpeg.clone(),
            compress: false,
        };
        let size = |pixels: u32| Some(Px(pixels as usize));
        let picture = ExternalXObject { stream, width: size(photo.width), height: size(photo.height), dpi: None };
        self.pictures.insert(id.clone(), XObject::External(picture));
        let transform = XObjectTransform {
            translate_x: Some(Pt(area.x)),
            translate_y: Some(Pt(self.height - area.y - area.height)),
            scale_x: Some(area.width),
            scale_y: Some(area.height),
            no_auto_scale: true,
            ..XObjectTransform::default()
        };
        self.ops.push(Op::UseXobject { id, transform });
    }

    fn paint(&mut self, rings: Vec<PolygonRing>, with: Colour) {
        self.ops.push(Op::SetFillColor { col: colour(with) });
        let polygon = Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::NonZero };
        self.ops.push(Op::DrawPolygon { polygon });
    }

    fn rounded(&self, area: &Area, radius: f32) -> PolygonRing {
        let (left, right) = (area.x, area.x + area.width);
        let (top, bottom) = (self.height - area.y, self.height - area.y - area.height);
        let at = |x: f32, y: f32, bezier: bool| LinePoint { p: Point { x: Pt(x), y: Pt(y) }, bezier };
        if radius <= 0.0 {
            let corners = [(left, bottom), (right, bottom), (right, top), (left, top)];
            return PolygonRing { points: corners.map(|(x, y)| at(x, y, false)).to_vec() };
        }
        let (r, k) = (radius, radius * (1.0 - KAPPA));
        let points = vec![
            at(left + r, bottom, false),
            at(right - r, bottom, false),
            at(right - k, bottom, true),
            at(right, bottom + k, true),
            at(right, bottom + r, false),
            at(right, top - r, false),
            at(right, top - k, true),
            at(right - k, top, true),
            at(right - r, top, false),
            at(left + r, top, false),
            at(left + k, top, true),
            at(left, top - k, true),
            at(left, top - r, false),
            at(left, bottom + r, false),
            at(left, bottom + k, true),
            at(left + k, bottom, true),
            at(left + r, bottom, false),
        ];
        PolygonRing { points }
    }
}

/// What a search for this character will look for: a space that does not break is still a space.
fn searched_for(c: char) -> char {
    if c == '\u{A0}' { ' ' } else { c }
}

fn colour(c: Colour) -> Color {
    let part = |v: u8| f32::from(v) / 255.0;
    Color::Rgb(Rgb { r: part(c.0), g: part(c.1), b: part(c.2), icc_profile: None })
}
