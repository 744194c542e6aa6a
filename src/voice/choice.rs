//! Which voice speaks, as a person chooses it.

use crate::ron_reader::Vocabulary as _;
use crate::ron_reader::vocabulary::vocabulary;
use crate::routine::Language;

vocabulary! {
    /// A narrator, whose recordings come with the program.
    #[derive(Default)]
    Narrator, "narrator":
    #[default]
    Woman = "narrator (woman)",
    Man = "narrator (man)",
}

impl Narrator {
    /// The voice of the recordings in a language, as the manifest names it; nothing where there is none. Where there is only
    /// one voice, it speaks for both.
    pub(super) const fn voice(self, language: Language) -> Option<&'static str> {
        match (language, self) {
            (Language::En, Self::Woman) => Some("bf_emma"),
            (Language::En, Self::Man) => Some("bm_fable"),
            (Language::Es, Self::Woman | Self::Man) => Some("ef_dora"),
            (
                Language::De
                | Language::Fr
                | Language::It
                | Language::Pt
                | Language::Nl
                | Language::Pl
                | Language::Sv
                | Language::Da,
                Self::Woman | Self::Man,
            ) => None,
        }
    }

    /// The name by which it is chosen.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Woman => "woman",
            Self::Man => "man",
        }
    }
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VoiceName {
    /// A narrator; what has no recording is spoken by the best engine.
    Narrator(Narrator),
    /// An engine by its name; the best one if it is not there.
    Engine(String),
}

impl VoiceName {
    /// The voice of this name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let narrator = Narrator::ALL.iter().find(|narrator| narrator.code() == name);
        narrator.map_or_else(|| Self::Engine(name.to_owned()), |narrator| Self::Narrator(*narrator))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Narrator(narrator) => narrator.code(),
            Self::Engine(name) => name,
        }
    }
}

/// Which voice speaks, as chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceChoice {
    /// Who speaks.
    pub voice: VoiceName,
    /// Whether an engine speaks all of a session of which the narrator has not every word.
    pub one_voice: bool,
    /// A command that reads a sentence and writes a WAV, for the engine `command`.
    pub command: Option<String>,
    /// How fast engines speak, in words a minute; they are told it in their own terms. The narrator's recordings are as
    /// they are.
    pub words_per_minute: u32,
}

impl VoiceChoice {
    /// Nobody follows slower speech.
    pub(crate) const SLOWEST: u32 = 80;
    /// Nobody in pain follows faster speech.
    pub(crate) const FASTEST: u32 = 260;

    /// The narrator, if one is chosen.
    #[must_use]
    pub const fn narrator(&self) -> Option<Narrator> {
        match &self.voice {
            VoiceName::Narrator(narrator) => Some(*narrator),
            VoiceName::Engine(_) => None,
        }
    }

    /// The same with another voice.
    #[must_use]
    pub fn with(self, name: &str) -> Self {
        Self { voice: VoiceName::named(name), ..self }
    }
}

impl Default for VoiceChoice {
    /// Slower than everyday speech, as for somebody who listens with a headache.
    fn default() -> Self {
        Self {
            voice: VoiceName::Narrator(Narrator::Woman),
            one_voice: false,
            command: None,
            words_per_minute: 145,
        }
    }
}
