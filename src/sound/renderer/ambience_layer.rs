//! The ambience: a loop under everything, faded in and out.

use std::sync::Arc;

use super::super::clip::Clip;
use super::BLOCK;

/// How long a bed takes to come and to go.
const FADE_SECS: f32 = 2.0;

/// What plays, and what is to play once it has gone.
#[derive(Default)]
pub(super) struct AmbienceLayer {
    playing: Option<Arc<Clip>>,
    next: Option<Arc<Clip>>,
    /// Whether `next` is wished, be it nothing.
    changes: bool,
    /// The place in the loop.
    offset: usize,
    gain: f32,
}

impl AmbienceLayer {
    /// Plays another loop once this one has faded; gives back one that was still waiting.
    pub(super) fn change(&mut self, next: Option<Arc<Clip>>) -> Option<Arc<Clip>> {
        self.changes = true;
        std::mem::replace(&mut self.next, next)
    }

    /// Whether nothing of it is heard, nor will be before something is changed.
    pub(super) const fn is_silent(&self) -> bool {
        self.playing.is_none() && !self.changes
    }

    /// Adds the loop to a block while the score is `moving`, with a gain that goes `from` one value `to` another; gives
    /// back a loop that has ended.
    #[allow(clippy::cast_precision_loss)] // Rates and blocks are exact in a float.
    pub(super) fn mix(
        &mut self,
        block: &mut [f32; BLOCK],
        moving: bool,
        from: f32,
        to: f32,
        rate: u32,
    ) -> Option<Arc<Clip>> {
        let mut ended = None;
        if self.changes && self.gain <= 0.0 {
            self.changes = false;
            ended = std::mem::replace(&mut self.playing, self.next.take());
            self.offset = 0;
        }
        let target = if moving && !self.changes { 1.0 } else { 0.0 };
        let Some(clip) = self.playing.as_ref().filter(|clip| !clip.samples.is_empty()) else {
            self.gain = 0.0;
            return ended;
        };
        if self.gain <= 0.0 && target <= 0.0 {
            return ended;
        }
        let step = 1.0 / (FADE_SECS * rate as f32);
        for (i, out) in block.iter_mut().enumerate() {
            self.gain += (target - self.gain).clamp(-step, step);
            let eased = self.gain * self.gain * (3.0 - 2.0 * self.gain);
            let level = from + (to - from) * i as f32 / BLOCK as f32;
            *out += clip.samples[self.offset % clip.samples.len()] * eased * level;
            self.offset = (self.offset + 1) % clip.samples.len();
        }
        ended
    }
}
