//! Quiet beds, generated: loops without a seam.
//!
//! Noise is made a little longer than the loop, and its end is laid over its beginning; tones have a whole number of
//! turns in the loop. Both are the same on every machine and at every start.

use std::f64::consts::TAU;

use super::clip::{Clip, amplitude};
use crate::ron_reader::vocabulary::vocabulary;

/// How long a loop is: long enough that nobody hears it come round.
const LOOP_SECS: u32 = 24;
/// How much of the end is mixed over the beginning.
const SEAM_SECS: u32 = 2;
/// The loudness of every bed (RMS), and what no sample passes.
const LOUDNESS_DB: f32 = -46.0;
const PEAK_DB: f32 = -30.0;

vocabulary! {
    /// The sound in the background of a session.
    #[derive(Default)]
    Ambience, "background sound":
    #[default]
    Silence = "none",
    BrownNoise = "brown noise",
    SoftRain = "soft rain",
    LowDrone = "low hum",
}

impl Ambience {
    /// One loop of the bed; nothing for silence.
    #[must_use]
    pub fn ambience_layer(self, rate: u32) -> Option<Clip> {
        let samples = match self {
            Self::Silence => return None,
            Self::BrownNoise => seamless(&brown(rate), rate),
            Self::SoftRain => seamless(&rain(rate), rate),
            Self::LowDrone => drone(rate),
        };
        Some(levelled(samples, rate))
    }
}

/// Even noise between −1 and 1, the same at every start (xorshift).
struct Noise(u64);

impl Noise {
    #[allow(clippy::cast_precision_loss)] // 53 bits fit.
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

/// A filter of one pole.
#[derive(Default)]
struct LowPass(f64);

impl LowPass {
    fn next(&mut self, input: f64, cutoff_hz: f64, rate: u32) -> f64 {
        let share = 1.0 - (-TAU * cutoff_hz / f64::from(rate)).exp();
        self.0 += (input - self.0) * share;
        self.0
    }
}

fn length(rate: u32) -> usize {
    ((LOOP_SECS + SEAM_SECS) * rate) as usize
}

/// Noise that falls by 6 dB an octave from 60 Hz on, without what only moves the membrane.
fn brown(rate: u32) -> Vec<f64> {
    let (mut noise, mut low, mut lower, mut rumble) =
        (Noise(0x5EED_0001), LowPass::default(), LowPass::default(), LowPass::default());
    let sample = |_| {
        let white = noise.next();
        let brown = low.next(white, 60.0, rate);
        let soft = lower.next(brown, 600.0, rate);
        soft - rumble.next(soft, 25.0, rate)
    };
    (0..length(rate)).map(sample).collect()
}

/// A gentle band of noise whose strength wanders slowly, with single drops in it.
fn rain(rate: u32) -> Vec<f64> {
    let (mut noise, mut drops) = (Noise(0x5EED_0002), Noise(0x5EED_0003));
    let (mut top, mut bottom, mut wander, mut drop) =
        (LowPass::default(), LowPass::default(), LowPass::default(), LowPass::default());
    let mut ring = 0.0;
    let sample = |_| {
        let white = noise.next();
        let band = top.next(white, 1_400.0, rate) - bottom.next(white, 250.0, rate);
        let strength = 1.0 + 6.0 * wander.next(drops.next(), 0.3, rate).abs().min(0.1);
        // Some thirty drops a second, each a short swell rather than a click.
        if drops.next() > 1.0 - 60.0 / f64::from(rate) {
            ring = 1.0;
        }
        ring *= 1.0 - 60.0 / f64::from(rate);
        band * (strength + 2.0 * drop.next(ring, 40.0, rate))
    };
    (0..length(rate)).map(sample).collect()
}

/// A few low tones, each with its own slow swell, all with whole turns in the loop.
#[allow(clippy::cast_possible_truncation)] // Between −1 and 1.
fn drone(rate: u32) -> Vec<f32> {
    let turns = |hz: f64| (hz * f64::from(LOOP_SECS)).round();
    let voices = [(110.0, 1.0, 1.0), (164.8, 0.5, 2.0), (220.0, 0.35, 3.0), (82.4, 0.6, 1.0)];
    let sample = |i: u32| {
        let share = f64::from(i) / f64::from(LOOP_SECS * rate);
        let one = |(hz, level, swells): &(f64, f64, f64)| {
            let swell = 0.75 + 0.25 * (TAU * (swells * share + hz / 100.0)).sin();
            level * swell * (TAU * turns(*hz) * share).sin()
        };
        voices.iter().map(one).sum::<f64>() as f32
    };
    (0..LOOP_SECS * rate).map(sample).collect()
}

/// A loop of noise: what comes after its end is faded out over its beginning.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // Between −1 and 1; a few seconds.
fn seamless(noise: &[f64], rate: u32) -> Vec<f32> {
    let (count, seam) = ((LOOP_SECS * rate) as usize, (SEAM_SECS * rate) as usize);
    let sample = |i: usize| {
        if i >= seam {
            return noise[i] as f32;
        }
        // Of equal power, since the two are unrelated.
        let angle = i as f64 / seam as f64 * TAU / 4.0;
        (noise[i] * angle.sin() + noise[count + i] * angle.cos()) as f32
    };
    (0..count).map(sample).collect()
}

/// At the loudness of beds, without passing the peak.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // Between −1 and 1; a few seconds.
fn levelled(mut samples: Vec<f32>, rate: u32) -> Clip {
    let power: f64 = samples.iter().map(|sample| f64::from(*sample).powi(2)).sum();
    let rms = (power / samples.len().max(1) as f64).sqrt() as f32;
    let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    let gain = (amplitude(LOUDNESS_DB) / rms.max(1e-9)).min(amplitude(PEAK_DB) / peak.max(1e-9));
    for sample in &mut samples {
        *sample *= gain;
    }
    Clip { rate, samples }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron_reader::Vocabulary as _;

    #[test]
    fn every_bed_comes_round_without_a_seam() {
        for ambience_layer in Ambience::ALL.iter().copied() {
            let Some(clip) = ambience_layer.ambience_layer(16_000) else { continue };
            let jump = |a: &[f32]| (a[1] - a[0]).abs();
            let inside = clip.samples.windows(2).map(jump).fold(0.0, f32::max);
            let around = (clip.samples[0] - clip.samples[clip.samples.len() - 1]).abs();
            assert!(around <= inside, "{ambience_layer:?}: {around} over {inside}");
        }
    }

    #[test]
    fn every_bed_is_quiet_even_and_the_same_each_time() {
        for ambience_layer in Ambience::ALL.iter().copied() {
            let Some(clip) = ambience_layer.ambience_layer(16_000) else { continue };
            let peak = clip.samples.iter().fold(0.0_f32, |a, b| a.max(b.abs()));
            assert!(peak <= amplitude(PEAK_DB) + 1e-6, "{ambience_layer:?}");
            let rms = |part: &[f32]| (part.iter().map(|s| s * s).sum::<f32>() / 32_000.0).sqrt();
            let parts: Vec<f32> = clip.samples.chunks_exact(32_000).map(rms).collect();
            let (least, most) = parts.iter().fold((f32::MAX, 0.0_f32), |(l, m), p| (l.min(*p), m.max(*p)));
            assert!(most < least * 2.5, "{ambience_layer:?}: {least} to {most}");
            assert_eq!(ambience_layer.ambience_layer(16_000), Some(clip));
        }
    }
}
