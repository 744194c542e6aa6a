//! What a person has chosen, always valid: a value that is unknown or wrong is replaced by the usual one, and told.
//!
//! Pure: where the file lies and when it is written is the app's affair.

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::routine::syntax::{Fields, Reading};
use crate::routine::{Language, Problem, vocabulary};
use crate::sound::Levels;
pub use crate::sound::ambience::Ambience;
use crate::time::Span;
use crate::timeline::Speech;
use crate::voice::VoiceChoice;

mod values;

use values::{AmbienceNamed, Bounded, Coded, Compared, Ids, Named, Rhythms, Started, YesNo};

vocabulary::vocabulary! {
    /// The colours of the window.
    Theme, "theme":
    DimGreen = "dim green",
    Neutral = "neutral",
    Amber = "amber",
    Light = "light",
}

vocabulary::vocabulary! {
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
    pub by_ear: bool,
    /// Whether two hours later a notice asks how it is then.
    pub ask_later: bool,
    /// Whether a notice in the evening tells of a routine that is wished for each week.
    pub tell_of_wishes: bool,
    /// Routines to be offered first, by their ids.
    pub favourites: Vec<String>,
    /// Whether the signs that no routine is for were shown once.
    pub red_flags_seen: bool,
    /// The number to call in an emergency, as the person wrote it.
    pub emergency_number: String,
    /// How often a week a routine is wished for.
    pub rhythms: Vec<Rhythm>,
    /// The self-experiment that goes on.
    pub experiment: Option<Experiment>,
    /// The programme that goes on.
    pub programme: Option<Begun>,
}

/// A programme that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Its id.
    pub programme: String,
    /// Sessions from this day on count.
    pub on: NaiveDate,
}

/// A wish such as "twice a week".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// The routine's id.
    pub routine: String,
    /// How often, 1–7.
    pub times_a_week: u8,
}

/// Two routines that the person compares: for each attack, chance says which of them is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Experiment {
    /// The id of one.
    pub first: String,
    /// The id of the other.
    pub second: String,
    /// Attacks from this time on count.
    pub since: DateTime<FixedOffset>,
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
            by_ear: true,
            ask_later: true,
            tell_of_wishes: false,
            favourites: Vec::new(),
            red_flags_seen: false,
            emergency_number: String::new(),
            rhythms: Vec::new(),
            experiment: None,
            programme: None,
        }
    }
}

impl Settings {
    /// Reads a settings file; what is wrong in it comes with its place, and the usual value stands instead.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Problem>) {
        let mut reading = Reading::of(text);
        let mut settings = Self::default();
        let Some(mut fields) = reading.whole("the settings") else { return (settings, reading.problems) };
        let reading = &mut reading;
        settings.language = fields.optional::<Coded>("language", reading).map(|coded| coded.value.0);
        settings.voice.engine = fields.optional("voice", reading).map(|name| name.value);
        settings.voice.command = fields.optional("voice_command", reading).map(|command| command.value);
        if let Some(speed) = fields
            .optional::<Bounded<{ VoiceChoice::SLOWEST }, { VoiceChoice::FASTEST }>>("voice_speed", reading)
        {
            settings.voice.words_per_minute = speed.value.0;
        }
        if let Some(Named(amount)) = fields.optional("speech", reading).map(|amount| amount.value) {
            settings.speech.amount = amount;
        }
        settings.speech.time_left_every =
            fields.optional::<Span>("time_left_every", reading).map(|every| every.value);
        if settings.speech.time_left_every.is_some_and(|every| every < Span::from_secs(30)) {
            settings.speech.time_left_every = None;
        }
        for (name, level) in [
            ("level_all", &mut settings.levels.main),
            ("level_voice", &mut settings.levels.voice),
            ("level_cues", &mut settings.levels.cues),
            ("level_breath", &mut settings.levels.breath),
            ("level_ambience", &mut settings.levels.ambience),
        ] {
            if let Some(percent) = fields.optional::<Bounded<0, 100>>(name, reading) {
                *level = share(percent.value.0);
            }
        }
        if let Some(AmbienceNamed(ambience)) = fields.optional("ambience", reading).map(|named| named.value) {
            settings.ambience = ambience;
        }
        settings.device = fields.optional("device", reading).map(|name| name.value);
        settings.read_screen(&mut fields, reading);
        if let Some(Rhythms(rhythms)) = fields.optional("rhythms", reading).map(|rhythms| rhythms.value) {
            settings.rhythms = rhythms;
        }
        settings.experiment =
            fields.optional::<Compared>("experiment", reading).map(|compared| compared.value.0);
        settings.programme = fields.optional::<Started>("programme", reading).map(|begun| begun.value.0);
        fields.finish(reading);
        (settings, std::mem::take(&mut reading.problems))
    }

    /// What is seen, and what is asked.
    fn read_screen<'a>(&mut self, fields: &mut Fields<'a>, reading: &mut Reading<'a>) {
        if let Some(theme) = fields.optional("theme", reading) {
            self.theme = theme.value;
        }
        if let Some(bright) =
            fields.optional::<Bounded<{ BRIGHTNESS.0 }, { BRIGHTNESS.1 }>>("brightness", reading)
        {
            self.brightness = bright.value.0;
        }
        if let Some(size) = fields.optional::<Bounded<{ SIZES.0 }, { SIZES.1 }>>("size", reading) {
            self.size = size.value.0;
        }
        if let Some(motion) = fields.optional("motion", reading) {
            self.motion = motion.value;
        }
        for (name, choice) in [
            ("by_ear", &mut self.by_ear),
            ("ask_later", &mut self.ask_later),
            ("tell_of_wishes", &mut self.tell_of_wishes),
            ("red_flags_seen", &mut self.red_flags_seen),
        ] {
            if let Some(YesNo(yes)) = fields.optional(name, reading).map(|yes| yes.value) {
                *choice = yes;
            }
        }
        if let Some(Ids(ids)) = fields.optional("favourites", reading).map(|ids| ids.value) {
            self.favourites = ids;
        }
        if let Some(number) = fields.optional::<String>("emergency_number", reading) {
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
        line("by_ear", self.by_ear.to_string());
        line("ask_later", self.ask_later.to_string());
        line("tell_of_wishes", self.tell_of_wishes.to_string());
        line("red_flags_seen", self.red_flags_seen.to_string());
        line("favourites", format!("{:?}", self.favourites));
        line("emergency_number", quoted(&self.emergency_number));
        if !self.rhythms.is_empty() {
            let wish = |rhythm: &Rhythm| format!("({:?}, {})", rhythm.routine, rhythm.times_a_week);
            line("rhythms", format!("[{}]", self.rhythms.iter().map(wish).collect::<Vec<_>>().join(", ")));
        }
        if let Some(Experiment { first, second, since }) = &self.experiment {
            line("experiment", format!("({first:?}, {second:?}, \"{}\")", since.to_rfc3339()));
        }
        if let Some(Begun { programme, on }) = &self.programme {
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
            speech: Speech { amount: SpeechAmount::Names, time_left_every: Some(Span::from_mins(2)) },
            levels: Levels { main: 0.5, voice: 0.25, cues: 0.0, breath: 1.0, ambience: 0.1 },
            ambience: Ambience::SoftRain,
            device: Some("Speakers \\ \"left\"".into()),
            theme: Theme::Amber,
            brightness: 10,
            size: 200,
            motion: Motion::Still,
            by_ear: false,
            ask_later: false,
            tell_of_wishes: true,
            favourites: vec!["a".into(), "b \"c\"".into()],
            red_flags_seen: true,
            emergency_number: "112".into(),
            rhythms: vec![
                Rhythm { routine: "neck".into(), times_a_week: 2 },
                Rhythm { routine: "longer-exhale".into(), times_a_week: 7 },
            ],
            programme: Some(Begun { programme: "training-ramp".into(), on: "2026-11-02".parse().unwrap() }),
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
        let told: Vec<&str> = problems.iter().map(|problem| problem.what.as_str()).collect();
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
