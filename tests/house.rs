//! The rules of the house that the compiler does not know: who may import whom, what the pure rooms
//! must not touch, and how long a file may get. `ARCHITECTURE.md` tells the same in words.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;

/// Every room with the rooms it may import; its own files are always allowed.
const ROOMS: &[(&str, Allowed)] = &[
    ("domain", Allowed::Only(&[])),
    ("net", Allowed::Only(&[])),
    ("pixels", Allowed::Only(&[])),
    ("text", Allowed::Only(&["domain"])),
    ("flow", Allowed::Only(&["domain"])),
    ("camera", Allowed::Only(&["domain", "pixels"])),
    ("printing", Allowed::Only(&["domain"])),
    ("speech", Allowed::Only(&["domain"])),
    ("store", Allowed::Only(&["domain"])),
    ("face", Allowed::Only(&["domain", "net", "pixels"])),
    ("register", Allowed::Only(&["domain", "store"])),
    ("documents", Allowed::Only(&["domain", "text", "pixels"])),
    ("doctor", Allowed::Only(&["domain", "text", "camera", "face", "printing", "speech", "store"])),
    (
        "work",
        Allowed::Only(&[
            "domain",
            "text",
            "flow",
            "pixels",
            "camera",
            "face",
            "register",
            "store",
            "documents",
            "printing",
            "speech",
        ]),
    ),
    ("ui", Allowed::Only(&["domain", "text"])),
    ("pages", Allowed::Only(&["domain", "text", "flow", "ui"])),
    ("console", Allowed::Only(&["domain", "text", "flow", "ui"])),
    ("app", Allowed::All),
    ("wiring", Allowed::All),
    ("config", Allowed::All),
    ("cli", Allowed::All),
    ("main", Allowed::All),
    ("lib", Allowed::All),
];

enum Allowed {
    Only(&'static [&'static str]),
    All,
}

/// Paths that belong to certain rooms alone: (path, rooms that may name it, why).
const KEPT_IN: &[(&str, &[&str], &str)] = &[
    ("v4l", &["camera"], "devices are reached through camera::CameraSource"),
    ("nokhwa", &["camera"], "devices are reached through camera::CameraSource"),
    ("rusqlite", &["store"], "the store is the only room that speaks SQL"),
    ("rten", &[], "it is for tests only; networks run in net"),
    ("ipp", &["printing"], "printers are reached through printing::Printer"),
    ("printpdf", &["documents"], "documents are laid out in one room"),
    ("qrcode", &["documents", "ui"], "codes are drawn by the documents and on the screen"),
    ("image::ImageReader", &["pixels"], "pictures are opened in one place, within bounds"),
    ("image::ImageDecoder", &["pixels"], "pictures are opened in one place, within bounds"),
    ("image::load_from_memory", &["pixels"], "pictures are opened in one place, within bounds"),
    ("eframe", &["app", "ui", "cli"], "the window belongs to the app"),
    ("clap", &["cli"], "arguments are read in one room"),
];

/// Paths that pure rooms must not name: (rooms, path, why).
const BARRED: &[(&[&str], &str, &str)] = &[
    (PURE, "std::fs", "a pure room does no input or output"),
    (PURE, "std::net", "a pure room does no input or output"),
    (PURE, "std::process", "a pure room starts no programs"),
    (PURE, "std::thread", "a pure room starts no threads"),
    (PURE, "std::time::Instant", "time comes in as a value"),
    (PURE, "std::time::SystemTime", "time comes in as a value"),
    (&["domain", "flow", "text", "camera", "face", "store", "register", "printing"], "egui", "only the screen draws"),
    (&["pages", "ui", "console"], "std::fs", "a page does no input or output"),
    (&["pages", "ui", "console"], "std::thread", "a page starts no threads"),
    (&["pages", "ui", "console"], "std::time::Instant", "time comes in as a value"),
];

const PURE: &[&str] = &["domain", "flow"];

/// The only file that may say `unsafe`, or allow it.
const UNSAFE_FILE: &str = "src/net/simd.rs";

/// Longest file under `src/`, in lines.
const LONGEST_FILE: usize = 600;

/// A path as one file names it, resolved to the crate's root where it points into this crate.
struct Named {
    line: usize,
    /// `true`: `segments` starts at the root of this crate.
    inside: bool,
    segments: Vec<String>,
}

/// Collects every path of one file: `use` trees, paths in code, and paths inside macro calls.
struct Paths {
    /// The module being walked, from the crate's root.
    module: Vec<String>,
    found: Vec<Named>,
}

impl Paths {
    fn add(&mut self, line: usize, segments: &[String]) {
        let Some(first) = segments.first() else { return };
        let rest = |n: usize| segments[n..].to_vec();
        let (inside, segments) = match first.as_str() {
            "crate" | "esscard_kiosk" => (true, rest(1)),
            "self" if segments.len() > 1 => (true, [self.module.clone(), rest(1)].concat()),
            "super" => {
                let ups = segments.iter().take_while(|s| *s == "super").count();
                let kept = self.module.len().saturating_sub(ups);
                (true, [self.module[..kept].to_vec(), rest(ups)].concat())
            }
            _ => (false, segments.to_vec()),
        };
        self.found.push(Named { line, inside, segments });
    }

    fn add_use(&mut self, line: usize, before: &[String], tree: &syn::UseTree) {
        let with = |ident: &dyn ToString| [before, &[ident.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.add_use(line, &with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.add(line, &with(&name.ident)),
            syn::UseTree::Rename(rename) => self.add(line, &with(&rename.ident)),
            syn::UseTree::Glob(_) => self.add(line, &with(&"*")),
            syn::UseTree::Group(group) => group.items.iter().for_each(|t| self.add_use(line, before, t)),
        }
    }

    /// Macro arguments are not parsed by `syn`: every `a::b::c` among their tokens counts as a path.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut line = 0;
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.flush(line, &mut path);
                        line = ident.span().start().line;
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(p) if p.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.flush(line, &mut path);
                    colons = 0;
                    self.add_tokens(group.stream());
                }
                _ => {
                    self.flush(line, &mut path);
                    colons = 0;
                }
            }
        }
        self.flush(line, &mut path);
    }

    fn flush(&mut self, line: usize, path: &mut Vec<String>) {
        let path = std::mem::take(path);
        if path.len() > 1 {
            self.add(line, &path);
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let line = item.use_token.span.start().line;
        self.add_use(line, &[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if segments.len() > 1 {
            let line = path.segments[0].ident.span().start().line;
            self.add(line, &segments);
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        syn::visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.add_tokens(mac.tokens.clone());
        syn::visit::visit_macro(self, mac);
    }
}

/// `flow/step.rs` is the module `flow::step`, `flow/mod.rs` is `flow`, `lib.rs` is the root.
fn module_of(file: &Path) -> Vec<String> {
    let mut parts: Vec<String> =
        file.with_extension("").components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    if matches!(parts.last().map(String::as_str), Some("mod")) {
        parts.pop();
    }
    if parts == ["lib"] || parts == ["main"] {
        parts.clear();
    }
    parts
}

/// The room a file belongs to: its folder under `src/`, or its own name.
fn room_of(file: &Path) -> String {
    let first = file.components().next().expect("a file has a name");
    Path::new(first.as_os_str()).with_extension("").to_string_lossy().into_owned()
}

fn allowed_for(room: &str) -> Option<&'static Allowed> {
    ROOMS.iter().find(|(name, _)| *name == room).map(|(_, allowed)| allowed)
}

/// What is wrong with one file (`file` relative to `src/`).
fn complaints(file: &Path, source: &str) -> Vec<String> {
    let shown = file.display();
    let mut out = Vec::new();
    let lines = source.lines().count();
    if lines > LONGEST_FILE {
        out.push(format!("src/{shown}: {lines} lines; split it (at most {LONGEST_FILE})"));
    }
    let room = room_of(file);
    let Some(allowed) = allowed_for(&room) else {
        out.push(format!("src/{shown}: the room `{room}` is not in the table of tests/house.rs"));
        return out;
    };
    let tree = match syn::parse_file(source) {
        Ok(tree) => tree,
        Err(error) => {
            out.push(format!("src/{shown}: not parsed: {error}"));
            return out;
        }
    };
    let mut paths = Paths { module: module_of(file), found: Vec::new() };
    paths.visit_file(&tree);
    for named in &paths.found {
        let text = named.segments.join("::");
        let place = format!("src/{shown}:{}", named.line);
        if named.inside {
            let Some(target) = named.segments.first() else { continue };
            let fits = match allowed {
                Allowed::All => true,
                Allowed::Only(rooms) => *target == room || rooms.contains(&target.as_str()),
            };
            if !fits {
                out.push(format!("{place}: `{room}` may not import `{target}` (crate::{text})"));
            }
            continue;
        }
        let starts = |prefix: &str| text == prefix || text.starts_with(&format!("{prefix}::"));
        for (prefix, rooms, why) in KEPT_IN {
            // A room of the same name (a local module) cannot occur: rooms are not named after crates.
            if starts(prefix) && !rooms.contains(&room.as_str()) {
                out.push(format!("{place}: `{room}` may not name `{text}`: {why}"));
            }
        }
        for (rooms, prefix, why) in BARRED {
            if starts(prefix) && rooms.contains(&room.as_str()) {
                out.push(format!("{place}: `{room}` may not name `{text}`: {why}"));
            }
        }
    }
    out.sort();
    out.dedup();
    out
}

/// Lines of `tokens` that say `unsafe` or name its lint. The lint is `deny`, which any file could lift.
fn unsafe_lines(tokens: TokenStream) -> Vec<usize> {
    let mut lines = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if ident == "unsafe" || ident == "unsafe_code" => {
                lines.push(ident.span().start().line);
            }
            TokenTree::Group(group) => lines.extend(unsafe_lines(group.stream())),
            _ => {}
        }
    }
    lines
}

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn every_file_keeps_to_the_rules_of_the_house() {
    let root = source_folder();
    let mut checked = 0;
    let mut wrong = Vec::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.expect("src can be walked");
        if entry.path().extension().is_none_or(|e| e != "rs") {
            continue;
        }
        let source = std::fs::read_to_string(entry.path()).expect("sources can be read");
        let file = entry.path().strip_prefix(&root).expect("inside src");
        wrong.extend(complaints(file, &source));
        checked += 1;
    }
    assert!(checked > 30, "only {checked} files found under src/");
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn unsafe_stands_in_one_file() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for entry in walkdir::WalkDir::new(home.join(folder)).sort_by_file_name() {
            let entry = entry.expect("folders can be walked");
            let file = entry.path().strip_prefix(home).expect("inside the package");
            if file.extension().is_none_or(|e| e != "rs") || file == Path::new(UNSAFE_FILE) {
                continue;
            }
            let source = std::fs::read_to_string(entry.path()).expect("sources can be read");
            let tokens = source.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            wrong.extend(unsafe_lines(tokens).iter().map(|line| format!("{}:{line}", file.display())));
        }
    }
    assert!(wrong.is_empty(), "`unsafe` belongs into {UNSAFE_FILE} alone:\n{}\n", wrong.join("\n"));
}

#[test]
fn unsafe_is_found_in_every_form() {
    for form in [
        "#![allow(unsafe_code, reason = \"speed\")]",
        "mod inner { #[expect(unsafe_code)] fn f() {} }",
        "#[cfg_attr(unix, allow(unsafe_code))] fn f() {}",
        "fn f(p: *const u8) -> u8 { unsafe { *p } }",
        "macro_rules! m { () => { unsafe { f() } }; }",
        "#[unsafe(no_mangle)] fn f() {}",
    ] {
        assert_eq!(unsafe_lines(form.parse().unwrap()), [1], "not found once: {form}");
    }
    let fine = "/// Takes no `unsafe`.\nfn f() -> &'static str { \"unsafe\" }";
    assert_eq!(unsafe_lines(fine.parse().unwrap()), Vec::<usize>::new());
}

#[test]
fn a_forbidden_import_is_found_in_every_form() {
    let forms = [
        "use crate::store::accounts::Accounts;",
        "use crate::{domain::frame::Frame, store::Store};",
        "use super::super::store::Store;",
        "fn f() { crate::store::open(); }",
        "fn f(s: &crate::store::Store) {}",
        "fn f() { println!(\"{}\", crate::store::NAME); }",
        "mod inner { use super::super::super::store::Store; }",
        "use crate::*;",
        "use rusqlite::Connection;",
        "use image::{ImageReader, RgbImage};",
        "fn f() { let n = std::time::Instant::now(); }",
    ];
    for form in forms {
        assert!(!complaints(Path::new("flow/visit.rs"), form).is_empty(), "not found: {form}");
    }
    let fine =
        "use crate::domain::frame::Frame; use super::event::Event; use std::time::Duration; mod a { use super::b; }";
    assert_eq!(complaints(Path::new("flow/visit.rs"), fine), Vec::<String>::new());
    assert!(!complaints(Path::new("cellar/mod.rs"), "").is_empty(), "an unknown room is refused");
    assert!(
        !complaints(Path::new("flow/visit.rs"), &"\n".repeat(LONGEST_FILE + 1)).is_empty(),
        "a long file is refused"
    );
}

#[test]
fn the_architecture_page_shows_the_same_table() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md"))
        .expect("ARCHITECTURE.md is there");
    for (room, allowed) in ROOMS {
        let Allowed::Only(rooms) = allowed else { continue };
        if !source_folder().join(room).exists() {
            continue; // a room that is planned, not built
        }
        let list = if rooms.is_empty() { "nothing".to_owned() } else { rooms.join(", ") };
        let row = format!("| `{room}` | {list} |");
        assert!(page.contains(&row), "ARCHITECTURE.md lacks the row: {row}");
    }
}
