//! Is everything there that a kiosk needs: what was found of each part, and what to do where it is not well.

use serde::Serialize;

/// A part that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Camera,
    Printer,
    Store,
    /// Room where the store lies.
    DiskSpace,
    Clock,
    /// The networks of the face check.
    Models,
    /// Texts of every language that is offered.
    Languages,
    Fonts,
    Display,
    /// What reads pages aloud.
    Voice,
}

impl Part {
    /// As staff see them: what they can mend first.
    pub const ALL: [Self; 10] = [
        Self::Camera,
        Self::Printer,
        Self::Store,
        Self::DiskSpace,
        Self::Clock,
        Self::Voice,
        Self::Models,
        Self::Languages,
        Self::Fonts,
        Self::Display,
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::Printer => "printer",
            Self::Store => "store",
            Self::DiskSpace => "disk space",
            Self::Clock => "clock",
            Self::Models => "models",
            Self::Languages => "languages",
            Self::Fonts => "fonts",
            Self::Display => "display",
            Self::Voice => "voice",
        }
    }

    /// The catalogue's key of its name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Camera => "dc_camera",
            Self::Printer => "dc_printer",
            Self::Store => "dc_store",
            Self::DiskSpace => "dc_space",
            Self::Clock => "dc_clock",
            Self::Models => "dc_models",
            Self::Languages => "dc_languages",
            Self::Fonts => "dc_fonts",
            Self::Display => "dc_display",
            Self::Voice => "dc_voice",
        }
    }
}

/// How one part is. A later one is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// Nothing to do.
    Ok,
    /// Works, but somebody should look at it.
    Warning,
    /// Does not work.
    Fault,
}

impl Health {
    /// The stored form, in the audit log: never change a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Fault => "fault",
        }
    }

    /// The catalogue's key of its name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Ok => "dc_ok",
            Self::Warning => "dc_look",
            Self::Fault => "dc_fault",
        }
    }
}

/// What staff at the counter can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Advice {
    UncoverLens,
    MoreLight,
    PlugCamera,
    ReplugCamera,
    FreeCamera,
    OwnCamera,
    LoadPaper,
    ClearJam,
    CloseCover,
    ChangeToner,
    SwitchOnPrinter,
    RestartPrinter,
    /// A supervisor has to read the permits in.
    ImportRegister,
    /// Leave the machine as it is, and report.
    KeepAndReport,
    /// Nobody is to be enrolled until somebody has come.
    StopAndCall,
    CheckAgain,
    /// Room has to be made soon.
    CallSoon,
    CompareTime,
    /// Beyond what staff can do.
    Call,
}

impl Advice {
    /// The catalogue's key of what is told.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::UncoverLens => "dd_uncover",
            Self::MoreLight => "dd_light",
            Self::PlugCamera => "dd_plug",
            Self::ReplugCamera => "dd_replug",
            Self::FreeCamera => "dd_free",
            Self::OwnCamera => "dd_own",
            Self::LoadPaper => "dd_paper",
            Self::ClearJam => "dd_jam",
            Self::CloseCover => "dd_cover",
            Self::ChangeToner => "dd_toner",
            Self::SwitchOnPrinter => "dd_switch_on",
            Self::RestartPrinter => "dd_restart",
            Self::ImportRegister => "dd_import",
            Self::KeepAndReport => "dd_keep",
            Self::StopAndCall => "dd_stop",
            Self::CheckAgain => "dd_again",
            Self::CallSoon => "dd_soon",
            Self::CompareTime => "dd_time",
            Self::Call => "dd_call",
        }
    }
}

/// What was found of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    CameraWorks,
    /// A recording plays in its place.
    RecordingPlays,
    CameraBlack,
    CameraSlow,
    CameraAbsent,
    CameraBusy,
    CameraDenied,
    CameraStalled,
    CameraGarbled,
    /// There is one that this kiosk does not admit.
    CameraForeign,
    RecordingUnplayable,
    PrinterReady,
    /// Documents are kept as files.
    PrinterCollects,
    PrinterOutOfPaper,
    PrinterJammed,
    PrinterOpen,
    PrinterToner,
    PrinterOffline,
    PrinterUnknown,
    PrinterRefuses,
    /// The files cannot be written.
    PrinterClosed,
    StoreSound,
    RegisterEmpty,
    StoreMissing,
    StoreDamaged,
    /// The audit log is not as it was written.
    StoreChanged,
    /// It could not be read just now.
    StoreUnread,
    SpaceEnough,
    SpaceLow,
    SpaceFull,
    SpaceUnknown,
    ClockKept,
    /// Nothing sets it.
    ClockAlone,
    ClockWrong,
    ModelsSound,
    /// No network looks out for pictures of a face.
    ModelsUnguarded,
    ModelsDamaged,
    LanguagesComplete,
    LanguagesLacking,
    LanguagesUnread,
    TextsDamaged,
    FontsThere,
    FontsBroken,
    DisplayThere,
    DisplayAbsent,
    VoiceThere,
    VoiceAbsent,
    /// The look itself did not come to its end.
    NotLooked(Part),
}

/// What a notice means for the kiosk. What is not well always says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Well,
    Look(Advice),
    Broken(Advice),
}

impl Notice {
    /// Every notice, for tests of the catalogues.
    #[must_use]
    pub fn all() -> Vec<Self> {
        use Notice as N;
        let mut all = vec![
            N::CameraWorks,
            N::RecordingPlays,
            N::CameraBlack,
            N::CameraSlow,
            N::CameraAbsent,
            N::CameraBusy,
            N::CameraDenied,
            N::CameraStalled,
            N::CameraGarbled,
            N::CameraForeign,
            N::RecordingUnplayable,
            N::PrinterReady,
            N::PrinterCollects,
            N::PrinterOutOfPaper,
            N::PrinterJammed,
            N::PrinterOpen,
            N::PrinterToner,
            N::PrinterOffline,
            N::PrinterUnknown,
            N::PrinterRefuses,
            N::PrinterClosed,
            N::StoreSound,
            N::RegisterEmpty,
            N::StoreMissing,
            N::StoreDamaged,
            N::StoreChanged,
            N::StoreUnread,
            N::SpaceEnough,
            N::SpaceLow,
            N::SpaceFull,
            N::SpaceUnknown,
            N::ClockKept,
            N::ClockAlone,
            N::ClockWrong,
            N::ModelsSound,
            N::ModelsUnguarded,
            N::ModelsDamaged,
            N::LanguagesComplete,
            N::LanguagesLacking,
            N::LanguagesUnread,
            N::TextsDamaged,
            N::FontsThere,
            N::FontsBroken,
            N::DisplayThere,
            N::DisplayAbsent,
            N::VoiceThere,
            N::VoiceAbsent,
        ];
        all.extend(Part::ALL.map(N::NotLooked));
        all
    }

    /// Part, the catalogue's key of what was found, and what it means.
    fn facts(self) -> (Part, &'static str, Verdict) {
        use Part::{Camera, Clock, DiskSpace, Display, Fonts, Languages, Models, Printer, Store, Voice};
        use Verdict::{Broken, Look, Well};
        match self {
            Self::CameraWorks => (Camera, "df_camera_works", Well),
            Self::RecordingPlays => (Camera, "df_recording", Well),
            Self::CameraBlack => (Camera, "df_black", Look(Advice::UncoverLens)),
            Self::CameraSlow => (Camera, "df_slow", Look(Advice::MoreLight)),
            Self::CameraAbsent => (Camera, "df_no_camera", Broken(Advice::PlugCamera)),
            Self::CameraBusy => (Camera, "df_camera_busy", Broken(Advice::FreeCamera)),
            Self::CameraDenied => (Camera, "df_camera_denied", Broken(Advice::Call)),
            Self::CameraStalled => (Camera, "df_stalled", Broken(Advice::ReplugCamera)),
            Self::CameraGarbled => (Camera, "df_garbled", Broken(Advice::ReplugCamera)),
            Self::CameraForeign => (Camera, "df_foreign", Broken(Advice::OwnCamera)),
            Self::RecordingUnplayable => (Camera, "df_unplayable", Broken(Advice::Call)),
            Self::PrinterReady => (Printer, "df_printer_ready", Well),
            Self::PrinterCollects => (Printer, "df_collects", Well),
            Self::PrinterOutOfPaper => (Printer, "df_paper", Broken(Advice::LoadPaper)),
            Self::PrinterJammed => (Printer, "df_jam", Broken(Advice::ClearJam)),
            Self::PrinterOpen => (Printer, "df_cover", Broken(Advice::CloseCover)),
            Self::PrinterToner => (Printer, "df_toner", Broken(Advice::ChangeToner)),
            Self::PrinterOffline => (Printer, "df_offline", Broken(Advice::SwitchOnPrinter)),
            Self::PrinterUnknown => (Printer, "df_no_printer", Broken(Advice::Call)),
            Self::PrinterRefuses => (Printer, "df_refuses", Broken(Advice::RestartPrinter)),
            Self::PrinterClosed => (Printer, "df_no_files", Broken(Advice::Call)),
            Self::StoreSound => (Store, "df_sound", Well),
            Self::RegisterEmpty => (Store, "df_no_permits", Look(Advice::ImportRegister)),
            Self::StoreMissing => (Store, "df_no_store", Broken(Advice::StopAndCall)),
            Self::StoreDamaged => (Store, "df_damaged", Broken(Advice::StopAndCall)),
            Self::StoreChanged => (Store, "df_changed", Broken(Advice::KeepAndReport)),
            Self::StoreUnread => (Store, "df_unread", Broken(Advice::CheckAgain)),
            Self::SpaceEnough => (DiskSpace, "df_space", Well),
            Self::SpaceLow => (DiskSpace, "df_space_low", Look(Advice::CallSoon)),
            Self::SpaceFull => (DiskSpace, "df_space_full", Broken(Advice::StopAndCall)),
            Self::SpaceUnknown => (DiskSpace, "df_space_unknown", Look(Advice::Call)),
            Self::ClockKept => (Clock, "df_clock_kept", Well),
            Self::ClockAlone => (Clock, "df_clock_alone", Look(Advice::CompareTime)),
            Self::ClockWrong => (Clock, "df_clock_wrong", Broken(Advice::StopAndCall)),
            Self::ModelsSound => (Models, "df_models", Well),
            Self::ModelsUnguarded => (Models, "df_unguarded", Look(Advice::Call)),
            Self::ModelsDamaged => (Models, "df_models_damaged", Broken(Advice::Call)),
            Self::LanguagesComplete => (Languages, "df_languages", Well),
            Self::LanguagesLacking => (Languages, "df_lacking", Look(Advice::CallSoon)),
            Self::LanguagesUnread => (Languages, "df_unread_texts", Look(Advice::CallSoon)),
            Self::TextsDamaged => (Languages, "df_texts_damaged", Broken(Advice::Call)),
            Self::FontsThere => (Fonts, "df_fonts", Well),
            Self::FontsBroken => (Fonts, "df_fonts_broken", Broken(Advice::Call)),
            Self::DisplayThere => (Display, "df_display", Well),
            Self::DisplayAbsent => (Display, "df_no_display", Look(Advice::Call)),
            Self::VoiceThere => (Voice, "df_voice", Well),
            Self::VoiceAbsent => (Voice, "df_no_voice", Look(Advice::CallSoon)),
            Self::NotLooked(part) => (part, "df_not_looked", Look(Advice::CheckAgain)),
        }
    }

    /// What it is about.
    #[must_use]
    pub fn part(self) -> Part {
        self.facts().0
    }

    /// The catalogue's key of what was found.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.facts().1
    }

    #[must_use]
    pub fn health(self) -> Health {
        match self.facts().2 {
            Verdict::Well => Health::Ok,
            Verdict::Look(_) => Health::Warning,
            Verdict::Broken(_) => Health::Fault,
        }
    }

    /// What to do; `None` exactly where all is well.
    #[must_use]
    pub fn advice(self) -> Option<Advice> {
        match self.facts().2 {
            Verdict::Well => None,
            Verdict::Look(advice) | Verdict::Broken(advice) => Some(advice),
        }
    }
}

/// What was found out about one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub notice: Notice,
    /// For whoever mends it: a size, a count, the address of a queue. No place in the file system, no secret.
    pub detail: Option<String>,
}

impl Finding {
    /// A finding of which there is no more to tell.
    #[must_use]
    pub fn of(notice: Notice) -> Self {
        Self { notice, detail: None }
    }

    /// With something for whoever mends it.
    #[must_use]
    pub fn with(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_can_be_well_and_not_well() {
        for part in Part::ALL {
            let of = |health| Notice::all().into_iter().any(|n| n.part() == part && n.health() == health);
            assert!(of(Health::Ok), "{part:?}");
            assert!(of(Health::Warning) || of(Health::Fault), "{part:?}");
        }
        for notice in Notice::all() {
            assert_eq!(notice.advice().is_none(), notice.health() == Health::Ok, "{notice:?}");
        }
    }

    #[test]
    fn no_two_notices_are_told_alike() {
        let mut keys: Vec<&str> =
            Notice::all().into_iter().filter(|n| !matches!(n, Notice::NotLooked(_))).map(Notice::key).collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }
}
