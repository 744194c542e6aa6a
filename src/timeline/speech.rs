//! How much of a timeline is said.

use crate::ron_reader::vocabulary::vocabulary;
use crate::time::ExactDuration;

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Speech {
    /// How many of the words are said.
    pub amount: SpeechAmount,
    /// How often the time left is told, if at all.
    pub time_left_every: Option<ExactDuration>,
    /// Whether it is told at the start what a tap on the blank screen does.
    pub tells_gestures: bool,
}

vocabulary! {
    /// Which words are said.
    #[derive(Default)]
    SpeechAmount, "amount of speech":
    #[default]
    Everything = "every word",
    /// The names of steps, changes of side, and what keeps the skin safe.
    Names = "step names and changes",
    /// Cues and breath tones.
    Cues = "sounds only",
    /// Not even those, but for the cue that a pack has to come off.
    Nothing = "nothing",
}

impl SpeechAmount {
    /// Whether any words are said.
    #[must_use]
    pub(crate) const fn has_words(self) -> bool {
        matches!(self, Self::Everything | Self::Names)
    }
}
