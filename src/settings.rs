//! What a person has chosen, always valid: a value that is unknown or wrong is replaced by the usual one, and told.
//!
//! Pure: where the file lies and when it is written is the app's affair.

use chrono::{DateTime, FixedOffset};

use crate::routine::Problem;
use crate::routine::syntax::{Fault, Readable, Reading, plain};
use crate::sound::Levels;
pub use crate::sound::ambience::Ambience;
use crate::time::Span;
use crate::timeline::{Speech, SpeechAmount};
use crate::voice::VoiceChoice;

/// Every choice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
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
    /// How often a week a routine is wished for.
    pub rhythms: Vec<Rhythm>,
    /// The self-experiment that goes on.
    pub experiment: Option<Experiment>,
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

impl Settings {
    /// Reads a settings file; what is wrong in it comes with its place, and the usual value stands instead.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Problem>) {
        let mut reading = Reading::of(text);
        let mut settings = Self::default();
        let Some(mut fields) = reading.whole("the settings") else { return (settings, reading.problems) };
        let reading = &mut reading;
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
        if let Some(Rhythms(rhythms)) = fields.optional("rhythms", reading).map(|rhythms| rhythms.value) {
            settings.rhythms = rhythms;
        }
        settings.experiment =
            fields.optional::<Compared>("experiment", reading).map(|compared| compared.value.0);
        fields.finish(reading);
        (settings, std::mem::take(&mut reading.problems))
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
        if !self.rhythms.is_empty() {
            let wish = |rhythm: &Rhythm| format!("({:?}, {})", rhythm.routine, rhythm.times_a_week);
            line("rhythms", format!("[{}]", self.rhythms.iter().map(wish).collect::<Vec<_>>().join(", ")));
        }
        if let Some(Experiment { first, second, since }) = &self.experiment {
            line("experiment", format!("({first:?}, {second:?}, \"{}\")", since.to_rfc3339()));
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

/// A whole number within bounds.
struct Bounded<const LEAST: u32, const MOST: u32>(u32);

impl<const LEAST: u32, const MOST: u32> Readable for Bounded<LEAST, MOST> {
    fn expected() -> String {
        format!("a whole number from {LEAST} to {MOST}")
    }

    fn read(raw: &str) -> Result<Self, Fault> {
        let number: u32 = plain(raw)?;
        if (LEAST..=MOST).contains(&number) { Ok(Self(number)) } else { Err(Fault::default()) }
    }
}

struct Named(SpeechAmount);

impl Readable for Named {
    fn expected() -> String {
        "one of Everything, Names, Cues, Nothing".into()
    }

    fn read(raw: &str) -> Result<Self, Fault> {
        plain(raw).map(Self)
    }
}

struct AmbienceNamed(Ambience);

impl Readable for AmbienceNamed {
    fn expected() -> String {
        "one of Silence, BrownNoise, SoftRain, LowDrone".into()
    }

    fn read(raw: &str) -> Result<Self, Fault> {
        plain(raw).map(Self)
    }
}

/// No person keeps more wishes than this.
const MOST_RHYTHMS: usize = 20;

struct Rhythms(Vec<Rhythm>);

impl Readable for Rhythms {
    fn expected() -> String {
        "a list of routines and how often a week, 1 to 7, such as [(\"longer-exhale\", 2)]".into()
    }

    fn read(raw: &str) -> Result<Self, Fault> {
        let wishes: Vec<(String, u8)> = plain(raw)?;
        if wishes.len() > MOST_RHYTHMS || wishes.iter().any(|(_, times)| !(1..=7).contains(times)) {
            return Err(Fault::default());
        }
        let rhythm = |(routine, times_a_week)| Rhythm { routine, times_a_week };
        Ok(Self(wishes.into_iter().map(rhythm).collect()))
    }
}

struct Compared(Experiment);

impl Readable for Compared {
    fn expected() -> String {
        "two routines and a time, such as (\"cold-forehead\", \"longer-exhale\", \"2026-11-01T00:00:00+00:00\")".into()
    }

    fn read(raw: &str) -> Result<Self, Fault> {
        let (first, second, since): (String, String, String) = plain(raw)?;
        let since = DateTime::parse_from_rfc3339(&since).map_err(|_| Fault::default())?;
        if first == second { Err(Fault::default()) } else { Ok(Self(Experiment { first, second, since })) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_read_back_as_they_were_written() {
        let chosen = Settings {
            voice: VoiceChoice {
                engine: Some("command".into()),
                command: Some("piper --model \"a b.onnx\" -f -".into()),
                words_per_minute: 120,
            },
            speech: Speech { amount: SpeechAmount::Names, time_left_every: Some(Span::from_mins(2)) },
            levels: Levels { main: 0.5, voice: 0.25, cues: 0.0, breath: 1.0, ambience: 0.1 },
            ambience: Ambience::SoftRain,
            device: Some("Speakers \\ \"left\"".into()),
            rhythms: vec![
                Rhythm { routine: "neck".into(), times_a_week: 2 },
                Rhythm { routine: "longer-exhale".into(), times_a_week: 7 },
            ],
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
        let text = "(voice_speed: 9000, speech: Shout, level_voice: -1, level_cues: 40, volume: 3, ambience: SoftRain)";
        let (settings, problems) = Settings::read(text);
        let told: Vec<&str> = problems.iter().map(|problem| problem.what.as_str()).collect();
        assert_eq!(problems.len(), 4, "{told:?}");
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
