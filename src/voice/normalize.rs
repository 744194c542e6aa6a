//! From what an engine gives to what is played: without the silence around it, at one loudness, without an edge.

use crate::sound::clip::{Clip, amplitude};

/// What is quieter than this at the ends is silence: −46 dBFS, above the noise that engines make.
const SILENCE: f32 = 0.005;
/// What is kept before and after the words.
const KEPT_BEFORE_MILLIS: u32 = 20;
const KEPT_AFTER_MILLIS: u32 = 80;
/// The loudness of the spoken part, and what no peak passes.
const LOUDNESS_DB: f32 = -30.0;
const PEAK_DB: f32 = -14.0;
const FADE_MILLIS: u32 = 25;

/// The clip as it is played.
pub(super) fn normalized(clip: Clip) -> Clip {
    let Clip { rate, samples } = clip;
    let frames = |millis: u32| (u64::from(millis) * u64::from(rate) / 1000) as usize;
    let loud = |sample: &f32| sample.abs() > SILENCE;
    let (Some(first), Some(last)) = (samples.iter().position(loud), samples.iter().rposition(loud)) else {
        return Clip { rate, samples };
    };
    let from = first.saturating_sub(frames(KEPT_BEFORE_MILLIS));
    let to = (last + frames(KEPT_AFTER_MILLIS)).min(samples.len());
    let mut samples = samples[from..to].to_vec();
    let gain = gain(&samples);
    let fade = frames(FADE_MILLIS).min(samples.len() / 2);
    let count = samples.len();
    for (i, sample) in samples.iter_mut().enumerate() {
        #[allow(clippy::cast_precision_loss)] // A few hundred frames.
        let edge = ((i.min(count - 1 - i)) as f32 / fade.max(1) as f32).min(1.0);
        *sample *= gain * edge * edge * (3.0 - 2.0 * edge);
    }
    Clip { rate, samples }
}

/// What brings the spoken part to one loudness without passing the peak.
fn gain(samples: &[f32]) -> f32 {
    let spoken = samples.iter().filter(|sample| sample.abs() > SILENCE);
    #[allow(clippy::cast_precision_loss)] // A sentence.
    let (sum, count) = spoken.fold((0.0_f64, 0_u32), |(sum, n), s| (sum + f64::from(s * s), n + 1));
    #[allow(clippy::cast_possible_truncation)] // Between 0 and 1.
    let rms = (sum / f64::from(count.max(1))).sqrt() as f32;
    let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    (amplitude(LOUDNESS_DB) / rms.max(1e-6)).min(amplitude(PEAK_DB) / peak.max(1e-6))
}

#[cfg(test)]
#[allow(clippy::cast_possible_truncation)] // Signals between −1 and 1.
mod tests {
    use super::*;

    fn speech(level: f32) -> Clip {
        let mut samples = vec![0.0; 10_000];
        samples.extend((0..20_000_u32).map(|i| level * (f64::from(i) * 0.05).sin() as f32));
        samples.extend(vec![0.0; 10_000]);
        Clip { rate: 22_050, samples }
    }

    #[test]
    fn loud_and_quiet_engines_end_at_the_same_loudness() {
        let peak = |clip: Clip| normalized(clip).samples.iter().fold(0.0_f32, |a, b| a.max(b.abs()));
        assert!((peak(speech(0.9)) - peak(speech(0.05))).abs() < 0.002);
        assert!(peak(speech(0.9)) <= amplitude(PEAK_DB) + 1e-6);
    }

    #[test]
    fn silence_around_the_words_goes_and_no_edge_is_left() {
        let clip = normalized(speech(0.5));
        assert!((20_000..23_000).contains(&clip.samples.len()));
        assert!(clip.samples[0].abs() < 1e-3 && clip.samples[clip.samples.len() - 1].abs() < 1e-3);
    }

    #[test]
    fn silence_stays_as_it_is() {
        let clip = Clip { rate: 8_000, samples: vec![0.0; 100] };
        assert_eq!(normalized(clip.clone()), clip);
    }
}
