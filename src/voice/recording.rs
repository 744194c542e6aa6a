//! Sound files → samples.

use std::path::Path;

use rodio::{Decoder, Source as _};

use super::error::RecordingError;
use crate::sound::clip::Clip;
use crate::time::ExactDuration;

/// The longest recording: ten minutes at 48 kHz in stereo.
const MOST_SAMPLES: usize = 10 * 60 * 48_000 * 2;

/// How long a sound file lasts, where it says so itself: not every kind does.
#[must_use]
pub fn recording_length(path: &Path) -> Option<ExactDuration> {
    let decoder = Decoder::try_from(std::fs::File::open(path).ok()?).ok()?;
    let lasts = decoder.total_duration()?;
    Some(ExactDuration::from_nanos(u64::try_from(lasts.as_nanos()).ok()?))
}

/// Reads a sound file as mono.
pub(super) fn read(path: &Path) -> Result<Clip, RecordingError> {
    let file = std::fs::File::open(path).map_err(RecordingError::Unreadable)?;
    let decoder = Decoder::try_from(file).map_err(RecordingError::NoSound)?;
    let rate = decoder.sample_rate().get();
    let channels = usize::from(decoder.channels().get());
    let samples: Vec<f32> = decoder.take(MOST_SAMPLES).collect();
    #[allow(clippy::cast_precision_loss)] // A handful of channels.
    let mono = samples.chunks_exact(channels).map(|frame| frame.iter().sum::<f32>() / channels as f32);
    let samples: Vec<f32> = mono.map(|sample| if sample.is_finite() { sample } else { 0.0 }).collect();
    if samples.iter().all(|sample| *sample == 0.0) {
        return Err(RecordingError::Silent);
    }
    Ok(Clip { rate, samples })
}
