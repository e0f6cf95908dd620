//! The commands and their arguments, as clap reads them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::app::autoplay::{Means, Scenario};
use crate::camera::clip::FrameRate;
use crate::config::ScreenSize;
use crate::domain::case::CaseOutcome;
use crate::domain::display::TextSize;
use crate::domain::language::Language;
use crate::domain::liveness::Prompt;
use crate::domain::staff::{Role, StaffNumber};

const EXAMPLES: &str = "\
Start here:
  esscard-kiosk demo                       see a whole visit, with a recorded person as the visitor
  esscard-kiosk demo --webcam              the same with you in front of the webcam
  esscard-kiosk config example > kiosk.toml
  esscard-kiosk --config kiosk.toml doctor
  esscard-kiosk --config kiosk.toml register import permits.csv --photos photos/
  esscard-kiosk --config kiosk.toml staff add S01 --role supervisor
  esscard-kiosk --config kiosk.toml        run the kiosk

Exit status: 0 done, 1 something failed (one sentence on stderr says what to do), 2 wrong arguments.
The log goes to stderr and holds no personal data; ESSCARD_LOG=debug makes it talk more.";

/// Enrollment kiosk for the Electronic Social Security Card of foreigners with a work permit.
///
/// Without a command it runs the kiosk with the configuration from --config, or else from
/// /etc/esscard-kiosk/kiosk.toml, or else from esscard-kiosk/kiosk.toml in the user's
/// configuration folder ($XDG_CONFIG_HOME).
#[derive(Debug, Parser)]
#[command(name = "esscard-kiosk", bin_name = "esscard-kiosk", version, after_help = EXAMPLES, disable_help_subcommand = true, max_term_width = 100)]
pub struct Arguments {
    /// Configuration of the kiosk.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// What to do; without a command the kiosk runs.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do besides running the kiosk.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show a whole visit with fictional people, without any configuration.
    ///
    /// A register of specimen permits, a store and a key of its own, a DEMO banner on every page, and a
    /// recorded person as the visitor. The face check is the real one: nothing is waved through.
    Demo(DemoArguments),
    /// Show every widget in every state, for those who build pages.
    Gallery {
        /// Size of the window in points, e.g. 1080x1920 or 1366x768.
        #[arg(long, value_name = "WxH", value_parser = ScreenSize::parse)]
        size: Option<ScreenSize>,
        /// Language shown large: zh-CN or en.
        #[arg(long, value_name = "TAG", value_parser = language, default_value = "en")]
        language: Language,
    },
    /// Check camera, printer, store, models, fonts, disk space, clock and display.
    ///
    /// One line for each: ok, warning or fault, and what to do. Ends with 1 only if there is a fault.
    Doctor {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Look at pictures, clips or the camera with the face engine.
    #[command(subcommand)]
    Face(FaceCommand),
    /// Fill the permit register and look at it.
    #[command(subcommand)]
    Register(RegisterCommand),
    /// Look at enrollments.
    #[command(subcommand)]
    Enrollments(EnrollmentsCommand),
    /// Look at the cases that wait for staff, and close them.
    #[command(subcommand)]
    Cases(CasesCommand),
    /// Help holders who cannot log in.
    #[command(subcommand)]
    Accounts(AccountsCommand),
    /// Add, list, disable and reset counter staff.
    #[command(subcommand)]
    Staff(StaffCommand),
    /// Look at the audit log, check it, and write it into a file.
    #[command(subcommand)]
    Audit(super::audit::AuditCommand),
    /// Write the notification letter of a permit in force as PDF.
    Letter(LetterArguments),
    /// Check the texts of every language.
    #[command(subcommand, name = "i18n")]
    I18n(I18nCommand),
    /// Print a configuration file to start from.
    #[command(subcommand)]
    Config(ConfigCommand),
}

/// The specimens of `assets/demo/register.csv`, by what they show. A test holds them against the register.
pub const SPECIMENS: &str = "\
Who is in the demo's register (number, name as on the passport):
  SP2026030200004107  Łukasz Đorđević-Núñez        category A, letters with marks
  SP2026041700012345  Marco Aurelio Vidal-Ortega   category B
  SP2026052800031262  Maximilian Bartholomäus Konstantin von Hohenbrunn-Altenschwarzburg
                                                   category C, a very long name
  SP2025110300000816  Erik Mustermann              registered already, password specimen-2026
  SP2023092100001375  Tomás O’Sample               expired
  SP2025061800006623  Jane Specimen                revoked
  SP2026061100007734  Đặng Thị Mỹ Linh             not in force yet; no photo, so staff verify
  SP2024070900002290  İpek Yıldız                  expires soon; no photo
  SP2026012600005518  Demowati                     a single name; no photo
  SP2026020500009946  Anne-Sophie Lefèvre-Démo     a hyphen; no photo
  SP2026033100008459  Ivan Exemplarov              no photo
  SP2026050600010081  Aroha Te Whare-Tauira        no photo
The face check knows the recorded person, or with --webcam the one before the camera, as the first three.
Counter staff: officer A01, supervisors S01 and S02, each with the secret counter-2026.";

/// How the demo runs.
#[derive(Args, Debug)]
#[command(after_long_help = SPECIMENS)]
pub struct DemoArguments {
    /// Use this machine's camera instead of the recorded person; the reference photo is taken at the start.
    #[arg(long)]
    pub webcam: bool,
    /// A scripted visitor makes the whole visit in the real window, then a JSON summary is printed.
    ///
    /// Saves one PNG a page, the letter and the QR code. Ends with 1 if anything fails and names the step.
    #[arg(long)]
    pub autoplay: bool,
    /// What the scripted visit shows: visitor (the whole visit), or staff (the face does not match, two members of staff verify
    /// by documents, and later one prints again and withdraws the consent).
    #[arg(long, value_name = "NAME", value_parser = scenario, requires = "autoplay", default_value = "visitor")]
    pub scenario: Scenario,
    /// What the scripted visitor acts with: both, touch (the screen alone) or keyboard (no pointer at all).
    #[arg(long, value_name = "MEANS", value_parser = means, requires = "autoplay", default_value = "both")]
    pub by: Means,
    /// Text size that the scripted visitor chooses, in percent: 100, 125, 150 or 200.
    #[arg(long, value_name = "PERCENT", value_parser = text_size, requires = "autoplay", default_value = "100")]
    pub text: TextSize,
    /// Where printed letters go, into its folder `printed`, and with --autoplay the pictures too
    /// [default: the folder of --data, or else esscard-demo; with --autoplay esscard-demo].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Keep the demo's store here [default: a new one each time, deleted at the end].
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Size of the window in points, e.g. 1080x1920 or 1366x768.
    #[arg(long, value_name = "WxH", value_parser = ScreenSize::parse)]
    pub size: Option<ScreenSize>,
    /// Language the visit starts in: zh-CN, en, or one of --languages.
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub language: Option<Language>,
    /// A folder of further languages, as languages.folder of the configuration.
    #[arg(long, value_name = "DIR")]
    pub languages: Option<PathBuf>,
}

/// What the face engine looks at.
#[derive(Debug, Subcommand)]
pub enum FaceCommand {
    /// Read pictures: faces, pose, eyes, mouth and quality, one line a picture.
    Inspect {
        /// JPEG or PNG files.
        #[arg(required = true, value_name = "IMAGE")]
        images: Vec<PathBuf>,
        /// Print JSON, one object a line.
        #[arg(long)]
        json: bool,
    },
    /// Compare the faces of two pictures, or of a list of pairs.
    Compare(CompareArguments),
    /// Follow the face in a clip or in front of the camera, and run a liveness challenge.
    ///
    /// A clip is a folder of pictures or a Motion-JPEG stream (.mjpg). One line a frame, then a summary.
    Watch(WatchArguments),
}

/// Two pictures, or a list of pairs.
#[derive(Args, Debug)]
pub struct CompareArguments {
    /// The first picture.
    #[arg(value_name = "A", required_unless_present = "pairs", requires = "second", conflicts_with = "pairs")]
    pub first: Option<PathBuf>,
    /// The second picture.
    #[arg(value_name = "B")]
    pub second: Option<PathBuf>,
    /// A CSV file whose columns file_a and file_b name the pictures.
    #[arg(long, value_name = "PAIRS.csv", requires = "out")]
    pub pairs: Option<PathBuf>,
    /// Where the file names of --pairs start [default: the folder of PAIRS.csv].
    #[arg(long, value_name = "DIR", requires = "pairs")]
    pub root: Option<PathBuf>,
    /// Where the scores are written: file_a, file_b, score, decision, fault.
    #[arg(long, value_name = "SCORES.csv", requires = "pairs")]
    pub out: Option<PathBuf>,
    /// Print JSON.
    #[arg(long, conflicts_with = "pairs")]
    pub json: bool,
}

/// A clip or the camera.
#[derive(Args, Debug)]
pub struct WatchArguments {
    /// A folder of pictures or a .mjpg file.
    #[arg(value_name = "CLIP", required_unless_present = "camera", conflicts_with = "camera")]
    pub clip: Option<PathBuf>,
    /// Watch a camera: N for /dev/videoN, without N the first that delivers pictures.
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = false)]
    pub camera: Option<Option<u32>>,
    /// Pictures a second of the clip.
    #[arg(long, value_name = "F", value_parser = frame_rate, default_value = "25")]
    pub fps: FrameRate,
    /// Movements asked for, in this order: left, right, up, down, blink, mouth.
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = prompt)]
    pub prompts: Vec<Prompt>,
    /// Stop watching a camera after so many seconds [default: 30].
    #[arg(long, value_name = "S", requires = "camera", value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub seconds: Option<u32>,
    /// Print JSON, one object a line.
    #[arg(long)]
    pub json: bool,
}

/// Which store a command works on.
#[derive(Args, Debug)]
pub struct StoreArguments {
    /// Folder of the store [default: store.folder of the configuration]; for a demo, its --data folder.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

/// What to do with the permit register.
#[derive(Debug, Subcommand)]
pub enum RegisterCommand {
    /// Import permits from a CSV file: all rows or none.
    #[command(after_help = super::records::COLUMNS_HELP)]
    Import {
        /// The table; its first row names the columns.
        #[arg(value_name = "FILE.csv")]
        file: PathBuf,
        /// Folder with the reference photos that the column `photo` names.
        #[arg(long, value_name = "DIR")]
        photos: Option<PathBuf>,
        /// Check everything and write nothing.
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        store: StoreArguments,
    },
    /// Show one permit.
    Show {
        /// The permit's number.
        number: String,
        #[command(flatten)]
        store: StoreArguments,
    },
    /// List all permits.
    List {
        #[command(flatten)]
        store: StoreArguments,
    },
}

/// What to show of the enrollments.
#[derive(Debug, Subcommand)]
pub enum EnrollmentsCommand {
    /// List enrollments, newest first.
    List {
        /// List the cases that wait for staff instead, as `cases list` does.
        #[arg(long)]
        pending: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        store: StoreArguments,
    },
}

/// What to do with the visits that were handed to staff.
#[derive(Debug, Subcommand)]
pub enum CasesCommand {
    /// List the cases that wait for staff, oldest first.
    List {
        /// Print JSON; its times are UTC.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        store: StoreArguments,
    },
    /// Close a case. A case whose holder enrolls closes by itself.
    Close {
        /// The number that the visitor shows, e.g. K7F-4M9.
        ticket: String,
        /// How it ended: helped (settled), refused (documents or person do not fit), left (nobody came).
        #[arg(long, value_name = "OUTCOME", value_parser = outcome)]
        outcome: CaseOutcome,
        #[command(flatten)]
        store: StoreArguments,
    },
}

/// What to do for holders who cannot log in.
#[derive(Debug, Subcommand)]
pub enum AccountsCommand {
    /// Let a holder log in again after too many wrong passwords. Check the passport first.
    Unlock {
        /// The permit's number.
        number: String,
        #[command(flatten)]
        store: StoreArguments,
    },
}

/// What to do with the counter staff.
#[derive(Debug, Subcommand)]
pub enum StaffCommand {
    /// Add a member of staff and print the PIN for the first sign-in. The first one has to be a supervisor.
    Add {
        /// The number they sign in with: 2 to 12 letters and digits. Numbers are never given twice.
        #[arg(value_parser = staff_number)]
        number: StaffNumber,
        /// officer (assist, verify, review, reprint) or supervisor (that, and import, overrides, export, settings, staff).
        #[arg(long, value_name = "ROLE", value_parser = role, default_value = "officer")]
        role: Role,
        #[command(flatten)]
        store: StoreArguments,
    },
    /// List all staff by number, the disabled ones too.
    List {
        /// Print JSON; its times are UTC.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        store: StoreArguments,
    },
    /// Keep a member of staff from signing in, for good. The last supervisor stays.
    Disable {
        /// Their number.
        #[arg(value_parser = staff_number)]
        number: StaffNumber,
        #[command(flatten)]
        store: StoreArguments,
    },
    /// Print a new PIN for a member of staff and lift their lock.
    Reset {
        /// Their number.
        #[arg(value_parser = staff_number)]
        number: StaffNumber,
        #[command(flatten)]
        store: StoreArguments,
    },
}

/// Which letter, and where it goes.
#[derive(Args, Debug)]
pub struct LetterArguments {
    /// The permit's number.
    pub number: String,
    /// The PDF file to write; readable by this user only.
    #[arg(long, value_name = "letter.pdf")]
    pub out: PathBuf,
    #[command(flatten)]
    pub store: StoreArguments,
}

/// Looks after the texts.
#[derive(Debug, Subcommand)]
pub enum I18nCommand {
    /// List the keys that each catalogue lacks, and those that nobody asks for.
    ///
    /// Ends with 1 if a text is missing or a file cannot be read.
    Check {
        /// The folder of further languages [default: languages.folder of the configuration].
        #[arg(long, value_name = "DIR")]
        folder: Option<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Help with the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print a configuration file with a comment for every setting.
    Example,
    /// Check the configuration and say where it was found.
    Check,
}

fn text_size(percent: &str) -> Result<TextSize, String> {
    TextSize::ALL
        .into_iter()
        .find(|size| size.percent().to_string() == percent)
        .ok_or_else(|| "write 100, 125, 150 or 200".to_owned())
}

fn scenario(name: &str) -> Result<Scenario, String> {
    match name {
        "visitor" => Ok(Scenario::Visitor),
        "staff" => Ok(Scenario::Staff),
        _ => Err("visitor or staff".to_owned()),
    }
}

fn means(word: &str) -> Result<Means, String> {
    match word {
        "both" => Ok(Means::Both),
        "touch" => Ok(Means::Touch),
        "keyboard" => Ok(Means::Keyboard),
        _ => Err("write both, touch or keyboard".to_owned()),
    }
}

fn language(tag: &str) -> Result<Language, String> {
    Language::from_tag(tag).ok_or_else(|| "write a language tag such as zh-CN, en or vi".to_owned())
}

fn prompt(word: &str) -> Result<Prompt, String> {
    Prompt::from_word(word)
        .ok_or_else(|| "write a list of left, right, up, down, blink and mouth, with commas".to_owned())
}

fn outcome(word: &str) -> Result<CaseOutcome, String> {
    CaseOutcome::OF_STAFF
        .into_iter()
        .find(|outcome| outcome.word() == word)
        .ok_or_else(|| "write helped, refused or left".to_owned())
}

/// For arguments that name a member of staff.
///
/// # Errors
/// What a staff number looks like.
pub fn staff_number(typed: &str) -> Result<StaffNumber, String> {
    StaffNumber::parse(typed).map_err(|error| error.to_string())
}

fn role(word: &str) -> Result<Role, String> {
    Role::from_word(word).ok_or_else(|| "write officer or supervisor".to_owned())
}

fn frame_rate(text: &str) -> Result<FrameRate, String> {
    text.parse().ok().and_then(FrameRate::new).ok_or_else(|| "write 0.1 to 240 pictures a second".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_commands_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_camera_may_have_a_number() {
        let watch = |line: &str| match Arguments::try_parse_from(line.split(' ')).expect(line).command {
            Some(Command::Face(FaceCommand::Watch(watch))) => watch,
            other => panic!("{other:?}"),
        };
        assert_eq!(watch("k face watch --camera").camera, Some(None));
        assert_eq!(watch("k face watch --camera 2 --json").camera, Some(Some(2)));
        assert_eq!(watch("k face watch clip.mjpg --prompts left,blink").prompts, [Prompt::Left, Prompt::Blink]);
    }

    #[test]
    fn the_demos_help_names_every_specimen() {
        let table =
            std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo/register.csv")).expect("the register");
        let mut reader = csv::Reader::from_reader(table.as_slice());
        let mut people = 0;
        for row in reader.records() {
            let row = row.expect("a row");
            assert!(SPECIMENS.contains(&format!("  {}  {}", &row[0], &row[1])), "{}", &row[1]);
            people += 1;
        }
        assert_eq!(SPECIMENS.matches("  SP").count(), people);
        assert!(SPECIMENS.contains(crate::register::demo::ENROLLED_PASSWORD));
        assert!(SPECIMENS.contains(crate::app::demo::staff::SECRET));
        for (number, _) in crate::app::demo::staff::STAFF {
            assert!(SPECIMENS.contains(number), "{number}");
        }
    }
}
