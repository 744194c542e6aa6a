//! One sound that is being played, and its fade.

use std::sync::Arc;

use super::super::breath::{BreathTone, Sine};
use super::super::clip::Clip;
use super::super::score::Words;
use super::Bus;

pub(super) struct Voice {
    pub(super) playing: Playing,
    pub(super) bus: Bus,
    /// Frames of it that were played.
    pub(super) offset: u64,
    /// Frames of silence before it begins, within the block in which it is due.
    pub(super) delay: usize,
    pub(super) fade: Fade,
}

pub(super) enum Playing {
    Clip(Arc<Clip>),
    Words(Arc<Words>),
    Breath(BreathTone),
}

/// The gain of a voice: it moves to `target` by `step` a frame.
#[derive(Clone, Copy)]
pub(super) struct Fade {
    pub(super) gain: f32,
    pub(super) target: f32,
    pub(super) step: f32,
}

impl Playing {
    pub(super) fn sample(&self, offset: u64, sine: &Sine) -> Option<f32> {
        match self {
            Self::Clip(clip) => clip.samples.get(usize::try_from(offset).ok()?).copied(),
            Self::Words(words) => words.spoken()?.sample(offset),
            Self::Breath(tone) if offset < tone.frames() => Some(tone.sample(offset, sine)),
            Self::Breath(_) => None,
        }
    }
}

impl Fade {
    pub(super) fn next(&mut self) -> f32 {
        self.gain += (self.target - self.gain).clamp(-self.step, self.step);
        // Eased at both ends, so that a fade has no corner.
        self.gain * self.gain * (3.0 - 2.0 * self.gain)
    }

    pub(super) fn is_silent(&self) -> bool {
        self.target <= 0.0 && self.gain <= 0.0
    }
}
