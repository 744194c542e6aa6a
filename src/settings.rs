//! What a person has chosen, always valid: a value that is unknown or wrong is replaced by the usual one, and told.
//!
//! Pure: where the file lies and when it is written is the app's affair.

use chrono::{DateTime, FixedOffset};

use crate::goals::{Experiment, Goal, StartedProgramme};
use crate::ron_reader::vocabulary::vocabulary;
use crate::ron_reader::{Fields, Parser, Problem};
use crate::routine::Language;
use crate::sound::Levels;
pub use crate::sound::ambience::Ambience;
use crate::time::ExactDuration;
use crate::timeline::Speech;
use crate::voice::VoiceChoice;

mod values;

use values::{AmbienceNamed, Bounded, Coded, Compared, Goals, Ids, Moment, Named, Started, YesNo};

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
    Auto = "as the system says",
    Slow = "slow movement",
    Still = "nothing moves",
}

/// Every choice.
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
    /// The colours.
    pub theme: Theme,
    /// How bright they are, in percent: 30 is as they were chosen, 10 the dimmest that can be read.
    pub brightness: u32,
    /// How large everything is, in percent.
    pub size: u32,
    /// Whether anything may move.
    pub motion: Motion,
    /// Whether the voice asks how it is after a session.
    pub spoken_rating: bool,
    /// Whether two hours later a notice asks how it is then.
    pub ask_later: bool,
    /// Whether a notice in the evening tells of a routine that is wished for each week.
    pub tell_of_wishes: bool,
    /// Routines to be offered first, by their ids.
    pub favourites: Vec<String>,
    /// Whether the signs that no routine is for were shown once.
    pub red_flags_seen: bool,
    /// Since when "not like my usual attacks" stands: nothing starts until it is answered anew.
    pub not_usual_since: Option<DateTime<FixedOffset>>,
    /// The number to call in an emergency, as the person wrote it.
    pub emergency_number: String,
    /// How often a week a routine is wished for.
    pub goals: Vec<Goal>,
    /// The self-experiment that goes on.
    pub experiment: Option<Experiment>,
    /// The programme that goes on.
    pub programme: Option<StartedProgramme>,
}

/// The dimmest and the brightest, in percent, and what it is unless chosen otherwise.
pub const BRIGHTNESS: (u32, u32, u32) = (10, 100, 30);
/// The smallest and the largest size of everything, in percent.
pub const SIZES: (u32, u32) = (75, 300);

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
            spoken_rating: true,
            ask_later: true,
            tell_of_wishes: false,
            favourites: Vec::new(),
            red_flags_seen: false,
            not_usual_since: None,
            emergency_number: String::new(),
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
        let mut parser = Parser::of(text);
        let mut settings = Self::default();
        let Some(mut fields) = parser.whole("the settings") else { return (settings, parser.problems) };
        let parser = &mut parser;
        settings.language = fields.optional::<Coded>("language", parser).map(|coded| coded.value.0);
        settings.voice.engine = fields.optional("voice", parser).map(|name| name.value);
        settings.voice.command = fields.optional("voice_command", parser).map(|command| command.value);
        if let Some(speed) = fields
            .optional::<Bounded<{ VoiceChoice::SLOWEST }, { VoiceChoice::FASTEST }>>("voice_speed", parser)
        {
            settings.voice.words_per_minute = speed.value.0;
        }
        if let Some(Named(amount)) = fields.optional("speech", parser).map(|amount| amount.value) {
            settings.speech.amount = amount;
        }
        settings.speech.time_left_every =
            fields.optional::<ExactDuration>("time_left_every", parser).map(|every| every.value);
        if settings.speech.time_left_every.is_some_and(|every| every < ExactDuration::from_secs(30)) {
            settings.speech.time_left_every = None;
        }
        for (name, level) in [
            ("level_all", &mut settings.levels.main),
            ("level_voice", &mut settings.levels.voice),
            ("level_cues", &mut settings.levels.cues),
            ("level_breath", &mut settings.levels.breath),
            ("level_ambience", &mut settings.levels.ambience),
        ] {
            if let Some(percent) = fields.optional::<Bounded<0, 100>>(name, parser) {
                *level = share(percent.value.0);
            }
        }
        if let Some(AmbienceNamed(ambience)) = fields.optional("ambience", parser).map(|named| named.value) {
            settings.ambience = ambience;
        }
        settings.device = fields.optional("device", parser).map(|name| name.value);
        settings.read_screen(&mut fields, parser);
        if let Some(Goals(goals)) = fields.optional("rhythms", parser).map(|goals| goals.value) {
            settings.goals = goals;
        }
        settings.experiment =
            fields.optional::<Compared>("experiment", parser).map(|compared| compared.value.0);
        settings.programme = fields.optional::<Started>("programme", parser).map(|begun| begun.value.0);
        fields.finish(parser);
        (settings, std::mem::take(&mut parser.problems))
    }

    /// What is seen, and what is asked.
    fn read_screen<'a>(&mut self, fields: &mut Fields<'a>, parser: &mut Parser<'a>) {
        if let Some(theme) = fields.optional("theme", parser) {
            self.theme = theme.value;
        }
        if let Some(bright) =
            fields.optional::<Bounded<{ BRIGHTNESS.0 }, { BRIGHTNESS.1 }>>("brightness", parser)
        {
            self.brightness = bright.value.0;
        }
        if let Some(size) = fields.optional::<Bounded<{ SIZES.0 }, { SIZES.1 }>>("size", parser) {
            self.size = size.value.0;
        }
        if let Some(motion) = fields.optional("motion", parser) {
            self.motion = motion.value;
        }
        for (name, choice) in [
            ("by_ear", &mut self.spoken_rating),
            ("ask_later", &mut self.ask_later),
            ("tell_of_wishes", &mut self.tell_of_wishes),
            ("red_flags_seen", &mut self.red_flags_seen),
        ] {
            if let Some(YesNo(yes)) = fields.optional(name, parser).map(|yes| yes.value) {
                *choice = yes;
            }
        }
        if let Some(Ids(ids)) = fields.optional("favourites", parser).map(|ids| ids.value) {
            self.favourites = ids;
        }
        // Where the time cannot be read, it stands all the same: since the beginning of time.
        self.not_usual_since =
            fields.optional::<Moment>("not_usual_since", parser).map(|since| since.value.0);
        if let Some(number) = fields.optional::<String>("emergency_number", parser) {
            self.emergency_number = number.value.chars().take(40).collect();
        }
    }

    /// The file that reads back as these settings.
    #[must_use]
    pub fn write(&self) -> String {
        let mut lines = vec![
            "// What you chose in Stillpoint. A line that is missing means the usual.".to_owned(),
            "(".into(),
        ];
        let mut line = |name: &str, value: String| lines.push(format!("    {name}: {value},"));
        let quoted = |text: &String| format!("{text:?}");
        if let Some(language) = self.language {
            line("language", format!("{:?}", language.code()));
        }
        if let Some(engine) = &self.voice.engine {
            line("voice", quoted(engine));
        }
        if let Some(command) = &self.voice.command {
            line("voice_command", quoted(command));
        }
        line("voice_speed", self.voice.words_per_minute.to_string());
        line("speech", format!("{:?}", self.speech.amount));
        if let Some(every) = self.speech.time_left_every {
            line("time_left_every", format!("\"{every}\""));
        }
        for (name, level) in [
            ("level_all", self.levels.main),
            ("level_voice", self.levels.voice),
            ("level_cues", self.levels.cues),
            ("level_breath", self.levels.breath),
            ("level_ambience", self.levels.ambience),
        ] {
            line(name, percent(level).to_string());
        }
        line("ambience", format!("{:?}", self.ambience));
        if let Some(device) = &self.device {
            line("device", quoted(device));
        }
        line("theme", self.theme.name().into());
        line("brightness", self.brightness.to_string());
        line("size", self.size.to_string());
        line("motion", self.motion.name().into());
        line("by_ear", self.spoken_rating.to_string());
        line("ask_later", self.ask_later.to_string());
        line("tell_of_wishes", self.tell_of_wishes.to_string());
        line("red_flags_seen", self.red_flags_seen.to_string());
        if let Some(since) = self.not_usual_since {
            line("not_usual_since", format!("\"{}\"", since.to_rfc3339()));
        }
        line("favourites", format!("{:?}", self.favourites));
        line("emergency_number", quoted(&self.emergency_number));
        if !self.goals.is_empty() {
            let wish = |goal: &Goal| format!("({:?}, {})", goal.routine, goal.times_a_week);
            line("rhythms", format!("[{}]", self.goals.iter().map(wish).collect::<Vec<_>>().join(", ")));
        }
        if let Some(Experiment { first, second, since }) = &self.experiment {
            line("experiment", format!("({first:?}, {second:?}, \"{}\")", since.to_rfc3339()));
        }
        if let Some(StartedProgramme { programme, on }) = &self.programme {
            line("programme", format!("({programme:?}, \"{on}\")"));
        }
        lines.push(")".into());
        lines.join("\n") + "\n"
    }
}

/// A level as people set it, 0–100.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between 0 and 100.
pub fn percent(level: f32) -> u32 {
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
    use crate::timeline::SpeechAmount;

    #[test]
    fn settings_read_back_as_they_were_written() {
        let chosen = Settings {
            language: Some(Language::De),
            voice: VoiceChoice {
                engine: Some("command".into()),
                command: Some("piper --model \"a b.onnx\" -f -".into()),
                words_per_minute: 120,
            },
            speech: Speech {
                amount: SpeechAmount::Names,
                time_left_every: Some(ExactDuration::from_mins(2)),
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
            tell_of_wishes: true,
            favourites: vec!["a".into(), "b \"c\"".into()],
            red_flags_seen: true,
            not_usual_since: Some(DateTime::parse_from_rfc3339("2026-11-03T07:15:00+01:00").unwrap()),
            emergency_number: "112".into(),
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
        let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(problems.len(), 5, "{told:?}");
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
