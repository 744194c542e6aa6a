//! How much of a timeline is said.

use crate::time::ExactDuration;

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Speech {
    /// Which words.
    pub amount: SpeechAmount,
    /// How often the time left is told, if at all.
    pub time_left_every: Option<ExactDuration>,
}

/// Which words are said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub enum SpeechAmount {
    /// Every word.
    #[default]
    Everything,
    /// The names of steps, changes of side, and what keeps the skin safe.
    Names,
    /// Cues and breath tones alone.
    Cues,
    /// Nothing but the cue that a pack has to come off.
    Nothing,
}

impl SpeechAmount {
    /// Every choice, from most to least.
    pub const ALL: [Self; 4] = [Self::Everything, Self::Names, Self::Cues, Self::Nothing];

    /// In plain words.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::Everything => "every word",
            Self::Names => "names and changes",
            Self::Cues => "sounds alone",
            Self::Nothing => "nothing",
        }
    }

    /// Whether any words are said.
    #[must_use]
    pub const fn has_words(self) -> bool {
        matches!(self, Self::Everything | Self::Names)
    }
}
