//! What a visitor typed is gone from the program's memory when the visit is over.
//!
//! The real window on a screen of its own, driven by the keyboard alone, which also shows that no
//! step of the way needs a finger. Needs Linux (`/proc`), `Xvfb` and `xdotool`; says so and passes
//! without them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use esscard_kiosk::register::demo::HELD;
use esscard_kiosk::store::{Store, StorePaths};

/// A page change and its drawing are over after this long, on a busy machine too.
const PAUSE: Duration = Duration::from_millis(500);
/// Longest wait for the memory to show what is expected.
const PATIENCE: Duration = Duration::from_secs(20);
/// Longest wait for the face check of the recorded person.
const FACE_CHECK: Duration = Duration::from_mins(1);
/// Most of the memory read at once.
const CHUNK: usize = 4 << 20;
/// Characters in a row that count as the text itself: a freed block may lose its first bytes only.
const TELLING: usize = 8;

/// Whether `tool` is installed; says so if it is not.
fn has(tool: &str) -> bool {
    let found = Command::new(tool).arg("-help").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !found {
        assert!(std::env::var_os("ESSCARD_TESTS_COMPLETE").is_none(), "{tool} is not installed");
        println!("skipped: {tool} is not installed");
    }
    found
}

/// Ends its process with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may be over already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The kiosk's demo on a screen of its own.
struct Kiosk {
    // Dropped first: the program ends before its screen.
    program: Running,
    _screen: Running,
    display: String,
}

impl Kiosk {
    fn start(home: &Path) -> Self {
        let mut screen = Running(
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("Xvfb starts"),
        );
        let mut number = String::new();
        let told = screen.0.stdout.take().expect("a pipe");
        BufReader::new(told).read_line(&mut number).expect("Xvfb names its display");
        let display = format!(":{}", number.trim());
        let program = Running(
            Command::new(env!("CARGO_BIN_EXE_esscard-kiosk"))
                .args(["demo", "--language", "en", "--size", "1366x768", "--data"])
                .arg(home)
                .env("HOME", home)
                .env("XDG_CONFIG_HOME", home.join("config"))
                .env("DISPLAY", &display)
                .env_remove("WAYLAND_DISPLAY")
                .env_remove("ESSCARD_LOG")
                .stderr(Stdio::null())
                .spawn()
                .expect("the program starts"),
        );
        let kiosk = Self { program, _screen: screen, display };
        kiosk.xdotool(&["search", "--sync", "--onlyvisible", "--name", "Social Security", "windowfocus"]);
        std::thread::sleep(4 * PAUSE);
        kiosk
    }

    fn xdotool(&self, arguments: &[&str]) {
        let status = Command::new("xdotool")
            .args(arguments)
            .env("DISPLAY", &self.display)
            .stdout(Stdio::null())
            .status()
            .expect("xdotool starts");
        assert!(status.success(), "xdotool {:?}", arguments.first());
    }

    /// Presses the keys one after the other, looking at each answer.
    fn press(&self, keys: &[&str]) {
        for key in keys {
            self.xdotool(&["key", key]);
            std::thread::sleep(PAUSE);
        }
    }

    fn write(&self, text: &str) {
        self.xdotool(&["type", "--delay", "30", text]);
        std::thread::sleep(PAUSE);
    }

    /// From the home page to the filled form: login, portal, the questions, registration, three fields.
    fn fill_in(&self, typed: &Typed) {
        // None of the questions before the form: its way on has the focus.
        self.press(&["Tab", "Return", "Tab", "Return", "Tab", "Return", "Return"]);
        self.write(&typed.name);
        self.press(&["Return"]);
        self.write(&typed.number);
        self.press(&["Return"]);
        self.write(&typed.password);
    }

    /// Which of `traces` are in the memory that the program can write.
    fn holds(&self, traces: &Traces) -> Vec<String> {
        let folder = format!("/proc/{}", self.program.0.id());
        let maps = std::fs::read_to_string(format!("{folder}/maps")).expect("the program runs");
        let memory = File::open(format!("{folder}/mem")).expect("the memory of a child can be read");
        let mut buffer = vec![0; CHUNK];
        let (mut found, mut read) = (Vec::new(), 0);
        for line in maps.lines() {
            let mut fields = line.split_whitespace();
            let (Some(range), Some(rights)) = (fields.next(), fields.next()) else { continue };
            let Some((from, to)) = range.split_once('-') else { continue };
            if !rights.starts_with("rw") {
                continue;
            }
            let name = fields.nth(3).unwrap_or("anonymous");
            let bound = |hex| u64::from_str_radix(hex, 16).expect("an address");
            let (mut at, to) = (bound(from), bound(to));
            while at < to {
                let length = CHUNK.min(usize::try_from(to - at).unwrap());
                // Memory of a device cannot be read, and memory may go away meanwhile.
                if memory.read_exact_at(&mut buffer[..length], at).is_err() {
                    break;
                }
                read += length;
                traces.find(&buffer[..length], |trace| found.push(format!("{trace} in {name}")));
                // What lies across two chunks is seen in the next one.
                at += if length == CHUNK { (CHUNK - traces.longest) as u64 } else { length as u64 };
            }
        }
        assert!(read > 32 << 20, "only {read} bytes were looked at");
        found.sort();
        found.dedup();
        found
    }

    /// Waits until every text of the visitor is found: otherwise finding none later means nothing.
    fn shows(&self, traces: &Traces) {
        let started = Instant::now();
        loop {
            let found = self.holds(traces);
            let all = traces.whose().all(|whose| found.iter().any(|f| f.starts_with(whose)));
            if all {
                println!("while typed: {found:?}");
                return;
            }
            assert!(started.elapsed() < PATIENCE, "not typed, or not found: {found:?}");
        }
    }

    fn has_forgotten(&self, traces: &Traces) {
        let started = Instant::now();
        loop {
            let found = self.holds(traces);
            if found.is_empty() {
                return;
            }
            assert!(started.elapsed() < PATIENCE, "still in memory after the visit: {found:?}");
        }
    }
}

struct Typed {
    name: String,
    number: String,
    password: String,
}

/// The texts as they may lie in memory.
struct Traces {
    /// Bytes, and what they are a trace of.
    needles: Vec<(Vec<u8>, &'static str)>,
    /// By the first two bytes: whether a needle begins like this.
    begins: Vec<bool>,
    longest: usize,
}

impl Traces {
    /// Every stretch of the texts as typed, in capitals, in small letters and in groups of four, in
    /// UTF-8, UTF-16 and UTF-32.
    fn of(texts: &[(&'static str, &str, usize)]) -> Self {
        let mut needles = Vec::new();
        for (whose, text, telling) in texts {
            let chars: Vec<char> = text.chars().collect();
            let grouped = chars.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ");
            for form in [(*text).to_owned(), text.to_uppercase(), text.to_lowercase(), grouped] {
                let form: Vec<char> = form.chars().collect();
                for stretch in form.windows(*telling) {
                    let text = String::from_iter(stretch);
                    needles.push((text.clone().into_bytes(), *whose));
                    needles.push((text.encode_utf16().flat_map(u16::to_le_bytes).collect(), *whose));
                    needles.push((stretch.iter().flat_map(|c| u32::from(*c).to_le_bytes()).collect(), *whose));
                }
            }
        }
        needles.sort();
        needles.dedup();
        let mut begins = vec![false; 1 << 16];
        for (needle, _) in &needles {
            begins[pair(needle[0], needle[1])] = true;
        }
        let longest = needles.iter().map(|(needle, _)| needle.len()).max().unwrap_or(0);
        Self { needles, begins, longest }
    }

    fn whose(&self) -> impl Iterator<Item = &'static str> {
        self.needles.iter().map(|(_, whose)| *whose)
    }

    fn find(&self, memory: &[u8], mut tell: impl FnMut(&'static str)) {
        for (at, start) in memory.windows(2).enumerate() {
            if self.begins[pair(start[0], start[1])]
                && let Some((_, whose)) = self.needles.iter().find(|(needle, _)| memory[at..].starts_with(needle))
            {
                tell(whose);
            }
        }
    }
}

fn pair(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

/// As many random characters of `alphabet`: they stand nowhere else.
fn drawn(alphabet: &str, count: usize) -> String {
    let alphabet: Vec<char> = alphabet.chars().collect();
    (0..count).map(|_| alphabet[rand::random_range(0..alphabet.len())]).collect()
}

#[test]
fn nothing_typed_is_left_in_memory_after_a_visit() {
    if !(has("Xvfb") && has("xdotool")) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let kiosk = Kiosk::start(home.path());
    unknown_visitor_gives_up(&kiosk);
    holder_enrolls(&kiosk, home.path());
}

fn unknown_visitor_gives_up(kiosk: &Kiosk) {
    let digits = drawn("0123456789", 16);
    let typed = Typed {
        name: format!("Q{}", drawn("bcdfghjklmnpqrstvwxz", 14)),
        number: format!("SP{digits}"),
        password: format!("{}7{}", drawn("bcdfghjkmnpqrstvwxz", 8), drawn("bcdfghjkmnpqrstvwxz", 6)),
    };
    let traces = Traces::of(&[
        ("the name", &typed.name, TELLING),
        ("the number", &digits, TELLING),
        ("the password", &typed.password, TELLING),
    ]);
    assert!(kiosk.holds(&traces).is_empty(), "found before anything was typed");
    kiosk.fill_in(&typed);
    kiosk.shows(&traces);
    // Enter in the last field sends the form. On the refusal: try again, ask staff, back, cancel.
    kiosk.press(&["Return", "Tab", "Tab", "Tab", "Tab", "Return"]);
    // The dialog stands on "Keep going".
    kiosk.press(&["Tab", "Return"]);
    kiosk.has_forgotten(&traces);
}

/// The whole way to the card: the permit comes out of the register, the enrollment goes in.
fn holder_enrolls(kiosk: &Kiosk, data: &Path) {
    let typed = Typed {
        name: HELD[1].name.to_owned(),
        number: HELD[1].number.to_owned(),
        password: format!("{}7{}", drawn("bcdfghjkmnpqrstvwxz", 8), drawn("bcdfghjkmnpqrstvwxz", 6)),
    };
    // Name and number are fictional, but not random: only long stretches are theirs alone.
    let traces = Traces::of(&[
        ("the name", &typed.name, 12),
        ("the number", &typed.number, 12),
        ("the password", &typed.password, TELLING),
    ]);
    assert!(kiosk.holds(&traces).is_empty(), "the visit before left the register's rows in memory");
    kiosk.fill_in(&typed);
    kiosk.shows(&traces);
    // On the consent: full text, tick, verify by face.
    kiosk.press(&["Return", "Tab", "Tab", "Return", "Tab", "Return"]);
    let store = Store::open(&StorePaths::in_folder(data)).expect("the demo's store");
    let started = Instant::now();
    while !store.enrollments().unwrap().iter().any(|row| row.number.contains("2345")) {
        assert!(started.elapsed() < FACE_CHECK, "the holder got no card");
        std::thread::sleep(PAUSE);
    }
    std::thread::sleep(2 * PAUSE);
    // On the card: three services, take-home sheet, finish.
    kiosk.press(&["Tab", "Tab", "Tab", "Tab", "Tab", "Return"]);
    kiosk.has_forgotten(&traces);
}
