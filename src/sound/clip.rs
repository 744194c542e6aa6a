//! A sound in memory: mono, at one rate.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{
    Async, FixedAsync, Resampler, SincInterpolationParameters, SincInterpolationType, WindowFunction,
};

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
    #[must_use]
    pub fn at_rate(&self, rate: u32) -> Self {
        if rate == self.rate || self.samples.is_empty() || self.rate == 0 {
            return Self { rate, samples: self.samples.clone() };
        }
        let samples = resampled(&self.samples, f64::from(rate) / f64::from(self.rate)).unwrap_or_default();
        Self { rate, samples }
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
        let there = Clip { rate: 22_050, samples: tone(22_050) }.at_rate(48_000);
        assert!(there.samples.len().abs_diff(48_000) < 8);
        let error = |(a, b): (&f32, &f32)| (a - b).abs();
        let worst =
            there.samples.iter().zip(&tone(48_000)).skip(500).take(47_000).map(error).fold(0.0, f32::max);
        // Within half a frame at this pitch.
        assert!(worst < 0.01, "{worst}");
    }

    #[test]
    fn nothing_stays_nothing() {
        assert_eq!(Clip::default().at_rate(48_000).samples, [0.0_f32; 0]);
    }
}
