//! What a person has chosen, always valid: a value that is unknown or wrong is replaced by the usual one, and told.
//!
//! Pure: where the file lies and when it is written is the app's affair.

use chrono::{DateTime, FixedOffset};

use crate::goals::{Experiment, Goal, StartedProgramme};
use crate::ron_reader::vocabulary::vocabulary;
use crate::ron_reader::{Parser, Problem};
use crate::routine::Language;
use crate::safety::FirstTime;
use crate::sound::Levels;
pub use crate::sound::ambience::Ambience;
use crate::time::ExactDuration;
use crate::timeline::Speech;
use crate::voice::{VoiceChoice, VoiceName};

pub mod questions;
mod values;

use values::{Coded, Reader, Since};

vocabulary! {
    /// The colours of the window.
    Theme, "theme":
    DimGreen = "dim green",
    Neutral = "neutral",
    Amber = "amber",
    Light = "light",
}

vocabulary! {
    /// Whether anything on the screen may move.
    Motion, "motion":
    /// As the system is set; still in aura and attack.
    Auto = "same as the system",
    Slow = "slow movement",
    Still = "nothing moves",
}

/// Everything that a person can choose, always within its bounds.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // Each is a choice of its own.
pub struct Settings {
    /// In which language routines are spoken and shown; as the system says if none is chosen.
    pub language: Option<Language>,
    /// Who speaks, and how fast.
    pub voice: VoiceChoice,
    /// How much is said.
    pub speech: Speech,
    /// How loud each part is.
    pub levels: Levels,
    /// What is heard under everything.
    pub ambience: Ambience,
    /// The sound device by its name; the system's own choice if nothing is named.
    pub device: Option<String>,
    /// The colours of the window, before `brightness` dims them.
    pub theme: Theme,
    /// How bright they are, in percent: 30 is as they were chosen, 10 the dimmest that can be read.
    pub brightness: u32,
    /// How large everything is, in percent.
    pub size: u32,
    /// Whether anything may move.
    pub motion: Motion,
    /// Whether a session in an attack begins with the eyes shut: a black screen, and the window one large button.
    pub eyes_shut: bool,
    /// Whether the voice asks how it is after a session.
    pub spoken_rating: bool,
    /// Whether two hours later a notice asks how it is then.
    pub ask_later: bool,
    /// Whether a notice in the evening tells of a routine that is wished for each week.
    pub daily_reminder: bool,
    /// Routines to be offered first, by their ids.
    pub favourites: Vec<String>,
    /// Whether the signs that no routine is for were shown once.
    pub red_flags_seen: bool,
    /// Whether what is said before the first massage was read.
    pub massage_explained: bool,
    /// Whether what is said before the first pack was read.
    pub pack_explained: bool,
    /// Since when "not like my usual attacks" stands: nothing starts until it is answered anew.
    pub not_usual_since: Option<DateTime<FixedOffset>>,
    /// The number to call in an emergency, as the person wrote it.
    pub emergency_number: String,
    /// What is asked about each attack, to be answered with yes or no: seven at most.
    pub attack_questions: Vec<String>,
    /// How often a week a routine is wished for.
    pub goals: Vec<Goal>,
    /// The self-experiment that goes on.
    pub experiment: Option<Experiment>,
    /// The programme that goes on.
    pub programme: Option<StartedProgramme>,
}

/// The dimmest and the brightest, in percent, and what it is unless chosen otherwise.
pub(crate) const BRIGHTNESS: (u32, u32, u32) = (10, 100, 30);
/// The smallest and the largest size of everything, in percent.
pub const SIZES: (u32, u32) = (75, 300);

/// Whoever is told the time left more often than this hears nothing else. It is told in whole minutes.
const LEAST_OFTEN: ExactDuration = ExactDuration::from_mins(1);

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: None,
            voice: VoiceChoice::default(),
            speech: Speech::default(),
            levels: Levels::default(),
            ambience: Ambience::default(),
            device: None,
            theme: Theme::DimGreen,
            brightness: BRIGHTNESS.2,
            size: 100,
            motion: Motion::Auto,
            eyes_shut: false,
            spoken_rating: true,
            ask_later: true,
            daily_reminder: false,
            favourites: Vec::new(),
            red_flags_seen: false,
            massage_explained: false,
            pack_explained: false,
            not_usual_since: None,
            emergency_number: String::new(),
            attack_questions: questions::usual(),
            goals: Vec::new(),
            experiment: None,
            programme: None,
        }
    }
}

impl Settings {
    /// Reads a settings file; what is wrong in it comes with its place, and the usual value stands instead.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Problem>) {
        let usual = Self::default();
        let mut parser = Parser::of(text);
        let Some(fields) = parser.whole("the settings") else { return (usual, parser.problems) };
        let mut file = Reader { fields, parser };
        // Taken in the order of the file; without `..`, so that a setting that is not read does not compile.
        let settings = Self {
            language: file.optional("language").map(|Coded(language)| language),
            voice: VoiceChoice {
                voice: file.text("voice").map_or(usual.voice.voice, |name| VoiceName::named(&name)),
                one_voice: file.or("one_voice", usual.voice.one_voice),
                command: file.text("voice_command"),
                words_per_minute: file
                    .number::<{ VoiceChoice::SLOWEST }, { VoiceChoice::FASTEST }>("voice_speed")
                    .unwrap_or(usual.voice.words_per_minute),
            },
            speech: Speech {
                amount: file.or("speech", usual.speech.amount),
                time_left_every: file
                    .optional("time_left_every")
                    .map(|every: ExactDuration| LEAST_OFTEN * every.count_of(LEAST_OFTEN).max(1)),
                tells_gestures: false,
            },
            levels: Levels {
                main: file.level("level_all", usual.levels.main),
                voice: file.level("level_voice", usual.levels.voice),
                cues: file.level("level_cues", usual.levels.cues),
                breath: file.level("level_breath", usual.levels.breath),
                ambience: file.level("level_ambience", usual.levels.ambience),
            },
            ambience: file.or("ambience", usual.ambience),
            device: file.text("device"),
            theme: file.or("theme", usual.theme),
            brightness: file
                .number::<{ BRIGHTNESS.0 }, { BRIGHTNESS.1 }>("brightness")
                .unwrap_or(usual.brightness),
            size: file.number::<{ SIZES.0 }, { SIZES.1 }>("size").unwrap_or(usual.size),
            motion: file.or("motion", usual.motion),
            spoken_rating: file.or("by_ear", usual.spoken_rating),
            ask_later: file.or("ask_later", usual.ask_later),
            daily_reminder: file.or("tell_of_wishes", usual.daily_reminder),
            red_flags_seen: file.or("red_flags_seen", usual.red_flags_seen),
            eyes_shut: file.or("eyes_shut", usual.eyes_shut),
            massage_explained: file.or("massage_explained", usual.massage_explained),
            pack_explained: file.or("pack_explained", usual.pack_explained),
            not_usual_since: file.optional("not_usual_since").map(|Since(since)| since),
            favourites: file.or("favourites", usual.favourites),
            emergency_number: file
                .text("emergency_number")
                .map_or(usual.emergency_number, |number| number.chars().take(40).collect()),
            attack_questions: file
                .optional::<Vec<String>>("attack_questions")
                .map_or(usual.attack_questions, |asked| {
                    questions::within_limits(asked.iter().map(String::as_str))
                }),
            goals: file.or("rhythms", usual.goals),
            experiment: file.optional("experiment"),
            programme: file.optional("programme"),
        };
        (settings, file.finish())
    }

    /// The file that reads back as these settings.
    #[must_use]
    pub fn write(&self) -> String {
        // Without `..`, so that a setting that is not written does not compile.
        let Self {
            language,
            voice: VoiceChoice { voice: voice_name, one_voice, command, words_per_minute },
            // What a session tells at its start is decided with it, not kept.
            speech: Speech { amount, time_left_every, tells_gestures: _ },
            levels: Levels { main, voice, cues, breath, ambience: ambience_level },
            ambience,
            device,
            theme,
            brightness,
            size,
            motion,
            spoken_rating,
            ask_later,
            daily_reminder,
            favourites,
            red_flags_seen,
            eyes_shut,
            massage_explained,
            pack_explained,
            not_usual_since,
            emergency_number,
            attack_questions,
            goals,
            experiment,
            programme,
        } = self;
        let mut lines = vec![
            "// Your settings in Stillpoint. If a line is missing, the default is used.".to_owned(),
            "(".into(),
        ];
        let mut line = |name: &str, value: String| lines.push(format!("    {name}: {value},"));
        let quoted = |text: &String| format!("{text:?}");
        if let Some(language) = language {
            line("language", format!("{:?}", language.code()));
        }
        line("voice", format!("{:?}", voice_name.name()));
        line("one_voice", one_voice.to_string());
        if let Some(command) = command {
            line("voice_command", quoted(command));
        }
        line("voice_speed", words_per_minute.to_string());
        line("speech", amount.name().into());
        if let Some(every) = time_left_every {
            line("time_left_every", format!("\"{every}\""));
        }
        for (name, level) in [
            ("level_all", main),
            ("level_voice", voice),
            ("level_cues", cues),
            ("level_breath", breath),
            ("level_ambience", ambience_level),
        ] {
            line(name, percent(*level).to_string());
        }
        line("ambience", ambience.name().into());
        if let Some(device) = device {
            line("device", quoted(device));
        }
        line("theme", theme.name().into());
        line("brightness", brightness.to_string());
        line("size", size.to_string());
        line("motion", motion.name().into());
        line("by_ear", spoken_rating.to_string());
        line("ask_later", ask_later.to_string());
        line("tell_of_wishes", daily_reminder.to_string());
        line("red_flags_seen", red_flags_seen.to_string());
        line("eyes_shut", eyes_shut.to_string());
        line("massage_explained", massage_explained.to_string());
        line("pack_explained", pack_explained.to_string());
        if let Some(since) = not_usual_since {
            line("not_usual_since", format!("\"{}\"", since.to_rfc3339()));
        }
        line("favourites", format!("{favourites:?}"));
        line("emergency_number", quoted(emergency_number));
        line("attack_questions", format!("{attack_questions:?}"));
        if !goals.is_empty() {
            let goal = |Goal { routine, times_a_week }: &Goal| format!("({routine:?}, {times_a_week})");
            line("rhythms", format!("[{}]", goals.iter().map(goal).collect::<Vec<_>>().join(", ")));
        }
        if let Some(Experiment { first, second, since }) = experiment {
            line("experiment", format!("({first:?}, {second:?}, \"{}\")", since.to_rfc3339()));
        }
        if let Some(StartedProgramme { programme, on }) = programme {
            line("programme", format!("({programme:?}, \"{on}\")"));
        }
        lines.push(")".into());
        lines.join("\n") + "\n"
    }
}

impl Settings {
    /// Whether what is said before this was read.
    #[must_use]
    pub const fn is_explained(&self, which: FirstTime) -> bool {
        match which {
            FirstTime::Massage => self.massage_explained,
            FirstTime::Pack => self.pack_explained,
        }
    }

    /// Notes that what is said before this was read.
    pub const fn set_explained(&mut self, which: FirstTime) {
        match which {
            FirstTime::Massage => self.massage_explained = true,
            FirstTime::Pack => self.pack_explained = true,
        }
    }
}

/// A level as people set it, 0–100.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between 0 and 100.
pub(crate) fn percent(level: f32) -> u32 {
    (level.clamp(0.0, 1.0) * 100.0).round() as u32
}

/// A level as the sound takes it, 0–1.
#[must_use]
#[allow(clippy::cast_precision_loss)] // Between 0 and 100.
pub fn share(percent: u32) -> f32 {
    percent.min(100) as f32 / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron_reader::ProblemKind;
    use crate::timeline::SpeechAmount;

    #[test]
    fn settings_read_back_as_they_were_written() {
        let chosen = Settings {
            language: Some(Language::De),
            voice: VoiceChoice {
                voice: VoiceName::Engine("command".into()),
                one_voice: true,
                command: Some("piper --model \"a b.onnx\" -f -".into()),
                words_per_minute: 120,
            },
            speech: Speech {
                amount: SpeechAmount::Names,
                time_left_every: Some(ExactDuration::from_mins(2)),
                tells_gestures: false,
            },
            levels: Levels { main: 0.5, voice: 0.25, cues: 0.0, breath: 1.0, ambience: 0.1 },
            ambience: Ambience::SoftRain,
            device: Some("Speakers \\ \"left\"".into()),
            theme: Theme::Amber,
            brightness: 10,
            size: 200,
            motion: Motion::Still,
            spoken_rating: false,
            ask_later: false,
            daily_reminder: true,
            favourites: vec!["a".into(), "b \"c\"".into()],
            red_flags_seen: true,
            eyes_shut: true,
            massage_explained: true,
            pack_explained: true,
            not_usual_since: Some(DateTime::parse_from_rfc3339("2026-11-03T07:15:00+01:00").unwrap()),
            emergency_number: "112".into(),
            attack_questions: vec!["red wine".into(), "\"late\" night".into()],
            goals: vec![
                Goal { routine: "neck".into(), times_a_week: 2 },
                Goal { routine: "longer-exhale".into(), times_a_week: 7 },
            ],
            programme: Some(StartedProgramme {
                programme: "training-ramp".into(),
                on: "2026-11-02".parse().unwrap(),
            }),
            experiment: Some(Experiment {
                first: "cold".into(),
                second: "neck".into(),
                since: DateTime::parse_from_rfc3339("2026-11-01T08:30:00+01:00").unwrap(),
            }),
        };
        for settings in [chosen, Settings::default()] {
            assert_eq!(Settings::read(&settings.write()), (settings, vec![]));
        }
    }

    #[test]
    fn wrong_and_unknown_values_are_told_and_the_rest_is_kept() {
        let text = "(language: \"dee\", voice_speed: 9000, speech: Shout, level_voice: -1, level_cues: 40, volume: 3, ambience: SoftRain)";
        let (settings, problems) = Settings::read(text);
        let mut kinds: Vec<ProblemKind> = problems.iter().map(|problem| problem.kind).collect();
        kinds.sort_unstable();
        let expected = [
            ProblemKind::UnknownField,
            ProblemKind::WrongType,
            ProblemKind::UnknownName,
            ProblemKind::UnknownName,
            ProblemKind::OutOfRange,
        ];
        assert_eq!(kinds, expected, "{problems:?}");
        assert_eq!(settings.voice.words_per_minute, VoiceChoice::default().words_per_minute);
        assert_eq!((settings.levels.cues, settings.levels.voice), (0.4, 1.0));
        assert_eq!(settings.ambience, Ambience::SoftRain);
    }

    #[test]
    fn a_wish_or_a_comparison_that_cannot_be_is_told() {
        for text in [
            "(rhythms: [(\"neck\", 0)])",
            "(rhythms: [(\"neck\", 8)])",
            "(rhythms: 2)",
            "(experiment: (\"neck\", \"neck\", \"2026-11-01T08:30:00+01:00\"))",
            "(experiment: (\"neck\", \"cold\", \"lately\"))",
        ] {
            let (settings, problems) = Settings::read(text);
            assert_eq!((settings, problems.len()), (Settings::default(), 1), "{text}");
        }
    }

    #[test]
    fn a_file_that_is_no_settings_at_all_gives_the_usual() {
        for text in ["", "\u{0}\u{1}", "[1, 2]", "(", "()"] {
            assert_eq!(Settings::read(text).0, Settings::default(), "{text:?}");
        }
    }
}
