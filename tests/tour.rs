//! A tour of all pages in both languages, for those who want to see the program without running it:
//! `make tour` draws it into `docs/tour.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

mod stage;

use std::fmt::Write as _;
use std::path::Path;

use esscard_kiosk::domain::language::Language;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, resize};

use stage::{LANDSCAPE, PAGES, PORTRAIT, SERVICE_PAGES, harness};

/// Pictures of the tour are drawn so many times smaller.
const SMALLER: u32 = 2;
/// JPEG quality: text stays sharp, and the whole tour small.
const QUALITY: u8 = 82;

#[test]
#[ignore = "draws pictures for docs/tour.md: make tour"]
fn the_tour_is_drawn() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let folder = docs.join("tour");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let mut text = String::from(
        "# All pages\n\nDrawn by `make tour` from the pages themselves, with a fictional visitor: the upright kiosk in English, the \
         laptop in Chinese. The other language always stands beneath.\n",
    );
    for (page, reach) in PAGES.into_iter().chain(SERVICE_PAGES) {
        let mut row = Vec::new();
        for (size, language) in [(PORTRAIT, Language::English), (LANDSCAPE, Language::Chinese)] {
            let picture = harness(size, reach(language)).render().unwrap();
            let (width, height) = (picture.width() / SMALLER, picture.height() / SMALLER);
            let small = resize(&picture, width, height, FilterType::Lanczos3);
            let name = format!("{page}-{}.jpg", language.tag());
            let file = std::fs::File::create(folder.join(&name)).unwrap();
            let rgb = image::DynamicImage::ImageRgba8(small).into_rgb8();
            JpegEncoder::new_with_quality(file, QUALITY).encode_image(&rgb).unwrap();
            // Both beside each other at the same height.
            let shown = if size == PORTRAIT { 270 } else { 480 };
            row.push(format!("<img src=\"tour/{name}\" width=\"{shown}\" alt=\"{page}, {}\">", language.tag()));
        }
        let title = page.replace('_', " ");
        writeln!(text, "\n## {title}\n\n{}", row.join("\n")).unwrap();
    }
    std::fs::write(docs.join("tour.md"), text).unwrap();
}
