//! The short sounds and the phases of a breath: what a timeline can make heard besides words.

use crate::routine::Pattern;
use crate::time::ExactDuration;

/// The short sounds, each with one meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cue {
    /// One of the counts before the start.
    Count,
    /// The next step begins.
    Next,
    /// Change to the other side.
    Switch,
    /// Half of the step is over.
    Halfway,
    /// On to the next spot.
    Spot,
    /// Press now.
    Press,
    /// Let go now.
    Release,
    /// The step is about to end.
    Ending,
    /// Look at the skin under the pack.
    SkinCheck,
    /// Take the pack off.
    PackOff,
    /// Waiting for the key.
    Waiting,
    /// The session stands still.
    Paused,
    /// The session goes on after a pause.
    Resumed,
    /// The routine is over.
    End,
}

/// The parts of one breath, in the order in which they follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BreathPhase {
    /// Breathe in.
    Inhale,
    /// A second, short breath in.
    TopUp,
    /// Hold the breath after breathing in.
    Hold,
    /// Breathe out.
    Exhale,
    /// Hold the breath after breathing out.
    Rest,
}

impl BreathPhase {
    /// What is said and shown.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::Inhale => "In",
            Self::TopUp => "More",
            Self::Hold => "Hold",
            Self::Exhale => "Out",
            Self::Rest => "Rest",
        }
    }

    /// The phases of one breath that last at all, in order.
    #[must_use]
    pub fn of(pattern: Pattern) -> Vec<(Self, ExactDuration)> {
        [
            (Self::Inhale, pattern.inhale),
            (Self::TopUp, pattern.top_up),
            (Self::Hold, pattern.hold),
            (Self::Exhale, pattern.exhale),
            (Self::Rest, pattern.rest),
        ]
        .into_iter()
        .filter(|(_, lasts)| !lasts.is_zero())
        .collect()
    }
}

impl Cue {
    /// Every cue.
    pub const ALL: [Self; 14] = [
        Self::Count,
        Self::Next,
        Self::Switch,
        Self::Halfway,
        Self::Spot,
        Self::Press,
        Self::Release,
        Self::Ending,
        Self::SkinCheck,
        Self::PackOff,
        Self::Waiting,
        Self::Paused,
        Self::Resumed,
        Self::End,
    ];

    /// Its name in listings and file names: `pack-off`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Next => "next",
            Self::Switch => "switch",
            Self::Halfway => "halfway",
            Self::Spot => "spot",
            Self::Press => "press",
            Self::Release => "release",
            Self::Ending => "ending",
            Self::SkinCheck => "skin-check",
            Self::PackOff => "pack-off",
            Self::Waiting => "waiting",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::End => "end",
        }
    }
}
