//! The tone of a breath: it rises with the breath in, stands while it is held, and falls with the breath out.
//!
//! Every sample follows from its place in the phase alone, so a tone that is joined in the middle is the same tone.

use crate::timeline::BreathPhase;

/// The tone at the bottom and at the top of a breath, in Hz: within the 200–600 Hz that sensitive ears bear best.
const LOW_HZ: f64 = 220.0;
const HIGH_HZ: f64 = 330.0;
/// Where the short second breath in of a sigh leads.
const HIGHER_HZ: f64 = 392.0;
/// The peak of the loudest phase: −30 dBFS.
const PEAK: f32 = 0.0316;
/// Fades at both ends of a phase, so that neighbours never click.
const FADE_SECS: f64 = 0.2;

/// One phase of one breath as a sound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreathTone {
    phase: BreathPhase,
    frames: u64,
    rate: u32,
}

impl BreathTone {
    /// A phase that lasts `frames` at `rate`.
    #[must_use]
    pub const fn new(phase: BreathPhase, frames: u64, rate: u32) -> Self {
        Self { phase, frames, rate }
    }

    /// How many frames it lasts.
    #[must_use]
    pub const fn frames(&self) -> u64 {
        self.frames
    }

    /// The sample at `offset` frames from the start of the phase.
    #[must_use]
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // A phase has at most millions of frames.
    pub fn sample(&self, offset: u64, sine: &Sine) -> f32 {
        if offset >= self.frames {
            return 0.0;
        }
        let rate = f64::from(self.rate.max(1));
        let (secs, lasts) = (offset as f64 / rate, self.frames as f64 / rate);
        let share = secs / lasts;
        let (from_hz, to_hz, level) = match self.phase {
            BreathPhase::Inhale => (LOW_HZ, HIGH_HZ, 0.35 + 0.65 * share),
            BreathPhase::TopUp => (HIGH_HZ, HIGHER_HZ, 1.0),
            BreathPhase::Hold => (HIGH_HZ, HIGH_HZ, 0.3),
            BreathPhase::Exhale => (HIGH_HZ, LOW_HZ, 1.0 - 0.75 * share),
            BreathPhase::Rest => (LOW_HZ, LOW_HZ, 0.12),
        };
        // The integral of a frequency that glides evenly, in turns.
        let turns = from_hz * secs + (to_hz - from_hz) * secs * secs / (2.0 * lasts);
        let fade_secs = FADE_SECS.min(lasts / 2.0);
        let edge = (secs.min(lasts - secs) / fade_secs).min(1.0);
        let fade = edge * edge * (3.0 - 2.0 * edge);
        sine.at(turns) * (level * fade) as f32 * PEAK
    }
}

/// A table of one turn of a sine, so that a sample costs a look-up.
#[derive(Debug)]
pub struct Sine([f32; Self::SIZE + 1]);

impl Default for Sine {
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // Small whole numbers.
    fn default() -> Self {
        Self(std::array::from_fn(|i| (std::f64::consts::TAU * i as f64 / Self::SIZE as f64).sin() as f32))
    }
}

impl Sine {
    const SIZE: usize = 2048;

    /// The sine of a number of turns.
    #[must_use]
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 ≤ place < SIZE.
    pub fn at(&self, turns: f64) -> f32 {
        let place = turns.rem_euclid(1.0) * Self::SIZE as f64;
        let index = (place as usize).min(Self::SIZE - 1);
        let part = (place - index as f64) as f32;
        self.0[index] + (self.0[index + 1] - self.0[index]) * part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: u32 = 48_000;

    #[test]
    fn every_phase_begins_and_ends_in_silence_and_stays_quiet() {
        let sine = Sine::default();
        for phase in [
            BreathPhase::Inhale,
            BreathPhase::TopUp,
            BreathPhase::Hold,
            BreathPhase::Exhale,
            BreathPhase::Rest,
        ] {
            for secs in [1, 4, 6] {
                let tone = BreathTone::new(phase, u64::from(RATE) * secs, RATE);
                let samples: Vec<f32> = (0..tone.frames()).map(|i| tone.sample(i, &sine)).collect();
                let step = samples.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
                let peak = samples.iter().fold(0.0_f32, |a, b| a.max(b.abs()));
                assert!(samples[0].abs() < 1e-6 && samples[samples.len() - 1].abs() < 1e-4);
                assert!(step < 0.003_16, "a jump of {step}");
                assert!(peak <= 0.0317, "a peak of {peak}");
            }
        }
    }

    #[test]
    fn the_table_is_a_sine() {
        let sine = Sine::default();
        for i in 0..10_000 {
            let turns = f64::from(i) * 0.013_7;
            assert!((f64::from(sine.at(turns)) - (turns * std::f64::consts::TAU).sin()).abs() < 1e-5);
        }
    }
}
