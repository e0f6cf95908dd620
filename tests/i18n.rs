//! The catalogues: complete in both languages, all used, and in the tone of the house.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use esscard_kiosk::domain::case::VisitStage;
use esscard_kiosk::domain::device_check::{Health, Notice, Part};
use esscard_kiosk::domain::fault::Fault;
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::domain::liveness::Prompt;
use esscard_kiosk::domain::mrz::{CheckedField, MrzFault};
use esscard_kiosk::domain::papers::PapersIssue;
use esscard_kiosk::domain::quality::Hint;
use esscard_kiosk::domain::registration::FieldFault;
use esscard_kiosk::text::{Args, Words};
use proc_macro2::{TokenStream, TokenTree};

struct Message {
    file: String,
    text: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The messages of one language. Reads the files on its own, so that a file forgotten in the
/// program's list is found.
fn catalogue(language: Language) -> BTreeMap<String, Message> {
    let mut messages: BTreeMap<String, Message> = BTreeMap::new();
    for entry in std::fs::read_dir(root().join("assets/i18n").join(language.tag())).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut key = String::new();
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            if line.starts_with(' ') {
                let message = messages.get_mut(&key).unwrap();
                message.text.push('\n');
                message.text.push_str(line.trim());
            } else {
                let (name, text) = line.split_once('=').unwrap_or_else(|| panic!("{}: {line}", path.display()));
                name.trim().clone_into(&mut key);
                let twice = messages.insert(key.clone(), Message { file: file.clone(), text: text.trim().to_owned() });
                assert!(twice.is_none(), "{key} stands twice");
            }
        }
    }
    messages
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('$')
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap())
        .collect()
}

/// Every string literal of the sources, with the file it stands in.
fn literals() -> Vec<(PathBuf, String)> {
    fn walk(tokens: TokenStream, found: &mut Vec<String>) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => walk(group.stream(), found),
                TokenTree::Literal(literal) => {
                    if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                        found.push(text.value());
                    }
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }
    let mut all = Vec::new();
    for entry in walkdir::WalkDir::new(root().join("src")).follow_links(true) {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|e| e == "rs") {
            let mut found = Vec::new();
            walk(std::fs::read_to_string(&path).unwrap().parse().unwrap(), &mut found);
            all.extend(found.into_iter().map(|text| (path.clone(), text)));
        }
    }
    all
}

/// What a key looks like in the sources: `h_title`, `pp_out_why`. Keys of a single word cannot be
/// told from other words here; a page that asks for one in vain shows it in its picture.
fn looks_like_key(text: &str) -> bool {
    text.find('_').is_some_and(|first| (1..=5).contains(&first))
        && text
            .split('_')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

fn is_page(path: &Path) -> bool {
    path.starts_with(root().join("src/pages"))
}

/// Keys that domain values name.
fn keys_of_values() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for fault in Fault::all() {
        keys.extend(["", "_why", "_do"].map(|part| format!("{}{part}", fault.key())));
    }
    for issue in PapersIssue::ALL {
        keys.extend(["", "_why", "_do"].map(|part| format!("{}{part}", issue.key())));
    }
    for notice in Notice::all() {
        keys.insert(notice.key().to_owned());
        keys.extend(notice.advice().map(|advice| advice.key().to_owned()));
    }
    keys.extend(Part::ALL.map(|part| part.key().to_owned()));
    keys.extend([Health::Ok, Health::Warning, Health::Fault].map(|health| health.key().to_owned()));
    keys.extend(Prompt::ALL.map(|p| p.key().to_owned()));
    keys.extend(Hint::ALL.map(|h| h.key().to_owned()));
    let fields = [
        FieldFault::NameEmpty,
        FieldFault::NameCharacter { at: 0, c: '7' },
        FieldFault::NameZero { at: 0 },
        FieldFault::NameLong,
        FieldFault::NumberEmpty,
        FieldFault::NumberCharacter { at: 0, c: '#' },
        FieldFault::PasswordLength { chars: 3 },
        FieldFault::PasswordKinds,
        FieldFault::PasswordCommon,
        FieldFault::PasswordOwn,
        FieldFault::PasswordCharacter,
    ];
    keys.extend(fields.map(|f| f.key().to_owned()));
    let lines = [
        MrzFault::Empty,
        MrzFault::Character { at: 0, c: 'Ü' },
        MrzFault::NotUpper,
        MrzFault::Length { chars: 45 },
        MrzFault::NameDigit { at: 9 },
        MrzFault::NoName,
        MrzFault::CheckDigit(CheckedField::Whole),
    ];
    keys.extend(lines.map(|f| f.key().to_owned()));
    let stages = [
        VisitStage::Home,
        VisitStage::Guide,
        VisitStage::Login,
        VisitStage::Registration,
        VisitStage::Consent,
        VisitStage::FaceRecognition,
        VisitStage::Issuing,
        VisitStage::Card,
    ];
    keys.extend(stages.map(|s| s.key().to_owned()));
    keys
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_values() {
    let (zh, en) = (catalogue(Language::Chinese), catalogue(Language::English));
    let keys = |of: &BTreeMap<String, Message>| of.keys().cloned().collect::<BTreeSet<_>>();
    let lopsided: Vec<_> = keys(&zh).symmetric_difference(&keys(&en)).cloned().collect();
    assert!(lopsided.is_empty(), "in one language only: {lopsided:?}");
    for (key, message) in &zh {
        assert_eq!(placeholders(&message.text), placeholders(&en[key].text), "{key}");
        assert_eq!(message.file, en[key].file, "{key} stands in two different files");
    }
}

#[test]
fn the_program_reads_every_file_of_the_catalogues() {
    let words = Words::load().unwrap();
    for language in Language::ALL {
        for key in catalogue(language).keys() {
            assert!(words.has(language, key), "{key} is not in the program");
        }
    }
}

#[test]
fn every_fault_prompt_hint_and_stage_has_its_texts() {
    let words = Words::load().unwrap();
    let missing: Vec<_> =
        keys_of_values().into_iter().filter(|key| Language::ALL.iter().any(|l| !words.has(*l, key))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_text_that_a_page_asks_for_exists() {
    let words = Words::load().unwrap();
    let missing: Vec<_> = literals()
        .into_iter()
        .filter(|(path, text)| is_page(path) && looks_like_key(text) && !words.has(Language::English, text))
        .map(|(path, text)| format!("{}: {text}", path.display()))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_text_is_used() {
    let mut used: BTreeSet<String> = literals().into_iter().map(|(_, text)| text).collect();
    // Headings of the consent name their text by a suffix.
    let under_headings: Vec<_> = used
        .iter()
        .filter(|key| key.starts_with("c_") || key.starts_with("cf_"))
        .map(|key| format!("{key}_t"))
        .collect();
    used.extend(under_headings);
    used.extend(keys_of_values());
    let unused: Vec<_> = catalogue(Language::English)
        .into_iter()
        .filter(|(key, _)| !used.contains(key))
        .map(|(key, message)| format!("{}: {key}", message.file))
        .collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn english_keeps_the_tone() {
    const NEVER: [&str; 22] = [
        "oops",
        "invalid",
        "illegal",
        "failed",
        "error",
        "biometric",
        "biometrics",
        "user",
        "users",
        "pin",
        "passcode",
        "applicant",
        "operator",
        "admin",
        "abort",
        "exit",
        "receipt",
        "blacklisted",
        "company",
        "sponsor",
        "licence",
        "visa",
    ];
    for (key, message) in catalogue(Language::English) {
        let text = &message.text;
        assert!(
            !text.contains(['!', '\u{2018}', '\u{2019}', '\u{201C}', '\u{201D}', '…', '×', '→', '！', '，', '。']),
            "{key}: {text}"
        );
        // The DEMO banner has the deck's own dot, which the banner draws as a shape.
        assert!(key == "demo" || !text.contains('·'), "{key}: {text}");
        let words: BTreeSet<_> = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect();
        // Staff have PINs, visitors have passwords.
        let of_staff = |word: &str| word == "pin" && message.file == "console";
        let found: Vec<_> = NEVER.iter().filter(|word| words.contains(**word) && !of_staff(word)).collect();
        assert!(found.is_empty(), "{key}: {found:?} in {text}");
    }
}

#[test]
fn chinese_keeps_the_tone() {
    const NEVER: [&str; 23] = [
        "非法",
        "错误代码",
        "用户",
        "生物特征",
        "生物识别",
        "抱歉",
        "哦",
        "刷脸",
        "登陆",
        "口令",
        "客服",
        "管理员",
        "老外",
        "外宾",
        "小票",
        "电子卡",
        "就业证",
        "许可证号",
        "吊销",
        "作废",
        "终止",
        "人工兜底",
        "你",
    ];
    let is_hanzi = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    for (key, message) in catalogue(Language::Chinese) {
        let text = &message.text;
        // The guide's English names keep their apostrophe.
        let own = text.replace("foreigner's", "");
        assert!(!own.contains(['!', '！', '"', '\'', '–']), "{key}: {text}");
        let found: Vec<_> = NEVER.iter().filter(|word| text.contains(**word)).collect();
        assert!(found.is_empty(), "{key}: {found:?} in {text}");
        let chars: Vec<char> = text.chars().collect();
        for three in chars.windows(3) {
            let [before, gap, after] = three else { continue };
            let torn = *gap == ' '
                && (is_hanzi(*before) && after.is_ascii_digit() || before.is_ascii_digit() && is_hanzi(*after));
            assert!(!torn, "{key}: a gap between a digit and a hanzi in {text}");
            assert!(!(is_hanzi(*before) && [',', '?', ';', ':'].contains(gap)), "{key}: half-width {gap} in {text}");
        }
    }
}

#[test]
fn titles_of_faults_end_without_a_period() {
    let words = Words::load().unwrap();
    for fault in Fault::all() {
        for language in Language::ALL {
            let title = words.get(language, fault.key(), &Args::none());
            assert!(!title.ends_with(['.', '。']), "{title}");
        }
    }
}
