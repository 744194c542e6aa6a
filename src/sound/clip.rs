//! A sound in memory: mono, at one rate.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{
    Async, FixedAsync, Resampler, SincInterpolationParameters, SincInterpolationType, WindowFunction,
};

/// The most frames of a sound in memory: twenty minutes at 48 kHz, 230 MB. Converted, it may have twice as many.
pub(crate) const MOST_FRAMES: u64 = 20 * 60 * 48_000;
/// How far two rates may be apart: from the slowest that is read to the fastest that devices have.
const MOST_TIMES: f64 = 96.0;

/// Why a sound cannot be had at another rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClipError {
    /// It would have too many frames at this rate.
    #[error("they are too long for a device that plays {0} samples a second")]
    TooLong(u32),
    /// The rates are too far apart.
    #[error("{0} samples a second can't be converted to {1}")]
    Rates(u32, u32),
}

/// Mono samples between −1 and 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clip {
    /// Frames a second.
    pub rate: u32,
    /// One channel; full scale is 1.
    pub samples: Vec<f32>,
}

impl Clip {
    /// The same sound at another rate; the sound itself if the rates are equal or there is nothing to convert.
    ///
    /// # Errors
    /// [`ClipError`] if that would take more memory than any sound may; it is not asked for then.
    pub fn at_rate(&self, rate: u32) -> Result<Self, ClipError> {
        if rate == self.rate || self.samples.is_empty() {
            return Ok(Self { rate, samples: self.samples.clone() });
        }
        let ratio = f64::from(rate) / f64::from(self.rate);
        #[allow(clippy::cast_precision_loss)] // To compare.
        let frames = self.samples.len() as f64 * ratio;
        #[allow(clippy::cast_precision_loss)] // To compare.
        if frames > (2 * MOST_FRAMES) as f64 {
            return Err(ClipError::TooLong(rate));
        }
        if !(1.0 / MOST_TIMES..=MOST_TIMES).contains(&ratio) {
            return Err(ClipError::Rates(self.rate, rate));
        }
        let samples = resampled(&self.samples, ratio).ok_or(ClipError::Rates(self.rate, rate))?;
        Ok(Self { rate, samples })
    }

    /// The same sound so many times as loud.
    #[must_use]
    pub(crate) fn louder(&self, times: f32) -> Self {
        Self { rate: self.rate, samples: self.samples.iter().map(|sample| sample * times).collect() }
    }
}

/// A sample in 16 bits, as sound files have it.
#[must_use]
#[allow(clippy::cast_possible_truncation)] // Within the range of 16 bits.
pub(crate) fn sixteen_bits(sample: f32) -> i16 {
    (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16
}

/// `samples` with `ratio` times as many frames; nothing only for a ratio that no pair of real rates has.
fn resampled(samples: &[f32], ratio: f64) -> Option<Vec<f32>> {
    // Long enough for speech without an image above the old band; a sentence takes a few milliseconds.
    let parameters = SincInterpolationParameters {
        sinc_len: 64,
        f_cutoff: Some(0.92),
        oversampling_factor: 128,
        interpolation: SincInterpolationType::Linear,
        window: WindowFunction::BlackmanHarris2,
    };
    let mut resampler = Async::<f32>::new_sinc(ratio, 1.1, &parameters, 1024, 1, FixedAsync::Input).ok()?;
    let input = InterleavedSlice::new(samples, 1, samples.len()).ok()?;
    let output = resampler.process_all(&input, samples.len(), None).ok()?;
    Some(output.take_data())
}

/// The amplitude of a level in decibels below full scale.
#[must_use]
pub(crate) fn amplitude(decibels: f32) -> f32 {
    10_f32.powf(decibels / 20.0)
}

#[cfg(test)]
#[allow(clippy::cast_possible_truncation)] // Signals between −1 and 1.
mod tests {
    use super::*;

    #[test]
    fn a_resampled_tone_keeps_its_pitch_its_level_and_its_place() {
        let tone = |rate: u32| -> Vec<f32> {
            (0..rate)
                .map(|i| 0.5 * (std::f64::consts::TAU * 300.0 * f64::from(i) / f64::from(rate)).sin() as f32)
                .collect()
        };
        let there = Clip { rate: 22_050, samples: tone(22_050) }.at_rate(48_000).unwrap();
        assert!(there.samples.len().abs_diff(48_000) < 8);
        let error = |(a, b): (&f32, &f32)| (a - b).abs();
        let worst =
            there.samples.iter().zip(&tone(48_000)).skip(500).take(47_000).map(error).fold(0.0, f32::max);
        // Within half a frame at this pitch.
        assert!(worst < 0.01, "{worst}");
    }

    #[test]
    fn nothing_stays_nothing() {
        assert_eq!(Clip::default().at_rate(48_000).unwrap().samples, [0.0_f32; 0]);
    }

    #[test]
    fn what_would_take_too_much_memory_is_refused_before_any_is_asked_for() {
        let second = |rate| Clip { rate, samples: vec![0.5; 400_000] };
        assert_eq!(second(1).at_rate(48_000), Err(ClipError::TooLong(48_000)));
        assert_eq!(second(0).at_rate(48_000), Err(ClipError::TooLong(48_000)));
        let short = |rate| Clip { rate, samples: vec![0.5; 10] };
        assert_eq!(short(1).at_rate(48_000), Err(ClipError::Rates(1, 48_000)));
        assert_eq!(short(48_000).at_rate(0), Err(ClipError::Rates(48_000, 0)));
        assert!(short(8_000).at_rate(384_000).is_ok());
        assert!(short(192_000).at_rate(8_000).is_ok());
    }
}
