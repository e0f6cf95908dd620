//! `make face-report`: how good the face check is, on photos and recordings of real people, as one page
//! that stands alone: `target/face-report/index.html`.
//!
//! ```text
//! cargo bench --bench face_report -- [FOLDER]
//! ```
//!
//! FOLDER (default `../shared/data`) holds a `MANIFEST.csv`. Nothing of it is copied but the figures: the
//! page shows no faces and calls photos by their line in the list, so it can be passed on.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command for developers; the page is its result")]

mod gates;
mod imitations;
mod manifest;
mod movements;
mod page;
mod plots;
mod presentation;
mod statistics;
mod templates;
mod verification;

use std::path::{Path, PathBuf};

use esscard_kiosk::face::FaceEngine;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Cargo adds `--bench`.
    let root =
        std::env::args().skip(1).find(|a| !a.starts_with("--")).map_or(home.join("../shared/data"), PathBuf::from);
    if !root.join("MANIFEST.csv").is_file() {
        println!("skipped: there is no {}", root.join("MANIFEST.csv").display());
        return Ok(());
    }
    let entries = manifest::read(&root)?;
    let mut engine = FaceEngine::load()?;
    eprintln!("presentations ...");
    let presented = presentation::all(&root, &entries, &mut engine)?;
    let folder = home.join("target/face-report");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("presentation.csv"), presentation::csv(&presented))?;
    let policy = engine.presentation_policy().ok_or("no presentation network")?;
    let presentations = presentation::table(&presented, policy);
    eprintln!("photos ...");
    let (portraits, faceless) = verification::portraits(&root, &entries, &mut engine)?;
    eprintln!("damaged references ...");
    let damaged = verification::damaged(&root, &portraits, &mut engine)?;
    eprintln!("templates ...");
    let templates = templates::table(&root, &entries, &mut engine)?;
    eprintln!("quality gates ...");
    let gated = gates::gated(&root, &entries, &mut engine)?;
    eprintln!("recordings ...");
    let recordings = movements::recordings(&root, &mut engine)?;
    let report = page::Report {
        portraits: &portraits,
        faceless: &faceless,
        damaged: &damaged,
        templates,
        gated: &gated,
        recordings,
        presentations,
    };
    let file = folder.join("index.html");
    std::fs::write(&file, page::html(&report)?)?;
    println!("{}", page::words(&report));
    println!("The page: {}", file.display());
    Ok(())
}
