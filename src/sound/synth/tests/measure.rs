//! What an ear would notice, in numbers.

use std::f64::consts::{PI, TAU};

use super::COARSE;

/// The energy of one frequency in a stretch, after Goertzel.
fn energy(samples: &[f64], frequency: f64, rate: u32) -> f64 {
    let turn = 2.0 * (TAU * frequency / f64::from(rate)).cos();
    let (one, two) = samples.iter().fold((0.0, 0.0), |(one, two), sample| (sample + turn * one - two, one));
    one * one + two * two - turn * one * two
}

/// The energy outside a band against all energy, in decibels: what is within is counted frequency by frequency, and the
/// rest is what is missing from the sum of squares.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
// Counts of frames and of frequencies, far below the limits of any type here.
pub fn outside(samples: &[f32], from: f64, to: f64, rate: u32) -> f64 {
    let samples: Vec<f64> = samples.iter().copied().map(f64::from).collect();
    let frames = samples.len() as f64;
    let width = f64::from(rate) / frames;
    let all: f64 = samples.iter().map(|sample| sample * sample).sum();
    let frequencies = (from / width).ceil() as u32..=(to / width).floor() as u32;
    // Twice, for the negative frequencies.
    let within: f64 =
        frequencies.map(|index| 2.0 * energy(&samples, f64::from(index) * width, rate) / frames).sum();
    10.0 * ((all - within).max(1e-12 * all) / all).log10()
}

/// The pitch around a time, from the zero crossings within 40 ms.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
// Frames within a cue.
pub(crate) fn pitch(samples: &[f32], at: f64, rate: u32) -> f64 {
    let frame = |at: f64| (at * f64::from(rate)) as usize;
    let stretch = &samples[frame(at - 0.020)..frame(at + 0.020)];
    let crossings: Vec<f64> = (0_u32..)
        .zip(stretch.windows(2))
        .filter(|(_, pair)| pair[0] < 0.0 && pair[1] >= 0.0)
        .map(|(index, pair)| f64::from(index) + f64::from(pair[0] / (pair[0] - pair[1])))
        .collect();
    f64::from(rate) * (crossings.len() - 1) as f64 / (crossings[crossings.len() - 1] - crossings[0])
}

/// How much of it reaches the ear: the energy where a tone at 6 dB more an octave is heard as equally loud, in decibels.
pub(crate) fn strength(samples: &[f32], rate: u32) -> f64 {
    // A difference from sample to sample is that very slope.
    let heard: f64 = samples.windows(2).map(|pair| f64::from(pair[1] - pair[0]).powi(2)).sum();
    10.0 * (heard * f64::from(rate)).log10()
}

/// Loudness by time (10 ms) and pitch (semitones from 189 Hz).
pub(crate) type Image = Vec<[f64; SEMITONES]>;

const SEMITONES: usize = 23;

/// The image of a sound at the coarse rate, through windows of 80 ms.
pub(crate) fn image(samples: &[f64]) -> Image {
    const WINDOW: u16 = 640;
    const HOP: usize = 80;
    let silence = vec![0.0; usize::from(WINDOW) / 2];
    let padded = [&silence, samples, &silence].concat();
    let look = |stretch: &[f64]| {
        let shaped: Vec<f64> = (0..WINDOW)
            .zip(stretch)
            .map(|(index, sample)| sample * (PI * f64::from(index) / f64::from(WINDOW)).sin().powi(2))
            .collect();
        let mut pitch = 200.0 * 2_f64.powf(-2.0 / 12.0);
        [(); SEMITONES].map(|()| {
            pitch *= 2_f64.powf(1.0 / 12.0);
            // Back to equal loudness from the level that the synthesis gives each pitch. Loudness grows about with the
            // 0.6th power of the amplitude.
            (energy(&shaped, pitch, COARSE).sqrt() * pitch).powf(0.6)
        })
    };
    padded.windows(usize::from(WINDOW)).step_by(HOP).map(look).collect()
}

/// The largest normalised correlation of two images over shifts of up to 150 ms and three semitones.
pub(crate) fn likeness(one: &Image, other: &Image) -> f64 {
    let whole = |image: &Image| image.iter().flatten().map(|value| value * value).sum::<f64>();
    let norm = (whole(one) * whole(other)).sqrt();
    let mut best = 0.0_f64;
    for later in -15..=15_isize {
        for higher in -3..=3_isize {
            let moved = |index: usize, by: isize| index.checked_add_signed(by);
            let mut sum = 0.0;
            for (time, row) in one.iter().enumerate() {
                let Some(facing) = moved(time, later).and_then(|time| other.get(time)) else { continue };
                for (semitone, value) in row.iter().enumerate() {
                    let there = moved(semitone, higher).and_then(|semitone| facing.get(semitone));
                    sum += value * there.copied().unwrap_or(0.0);
                }
            }
            best = best.max(sum / norm);
        }
    }
    best
}
