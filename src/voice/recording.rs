//! Sound files → samples.
//!
//! A sound file is somebody else's, or what a program has given. What it says of itself is looked at here first, against
//! how long it really is; the library that decodes it is handed the sound alone, without tags and pictures, and a fault of
//! that library is one of the file.

use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::path::Path;
use std::sync::Arc;

use rodio::{Decoder, Source as _};

use super::error::RecordingError;
use crate::faults;
use crate::sound::clip::{Clip, MOST_FRAMES};
use crate::storage::open_plain;
use crate::time::ExactDuration;

mod flac;
mod m4a;
mod mp3;
mod ogg;
mod span;
mod vorbis;
mod wav;

use span::Span;

/// The largest sound file: our limit, more than an hour of speech as FLAC.
pub(super) const MOST_BYTES: u64 = 64 << 20;
/// The rates that are played, in frames a second: from that of a telephone to that of a studio.
const RATES: std::ops::RangeInclusive<u32> = 8_000..=192_000;
/// As many channels as the largest arrangement of loudspeakers has that files know.
const MOST_CHANNELS: u16 = 8;
/// The longest recording: our limit.
pub(super) const LONGEST: ExactDuration = ExactDuration::from_mins(20);

/// What a sound file says of itself, once it is known to be possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Facts {
    /// Frames a second.
    rate: u32,
    channels: u16,
    /// How many frames there are, if it says so.
    frames: Option<u64>,
}

impl Facts {
    /// How long it lasts, if it says so.
    fn lasts(self) -> Option<ExactDuration> {
        let (frames, rate) = (self.frames?, u64::from(self.rate));
        Some(
            ExactDuration::from_secs(frames / rate) + ExactDuration::from_millis(frames % rate * 1000 / rate),
        )
    }

    /// The same, if it is within bounds.
    fn checked(self) -> Result<Self, RecordingError> {
        if !RATES.contains(&self.rate) {
            return Err(RecordingError::Rate(self.rate));
        }
        if self.channels == 0 || self.channels > MOST_CHANNELS {
            return Err(RecordingError::Channels(self.channels));
        }
        if self.frames.is_some_and(|frames| frames > self.most_frames()) {
            return Err(RecordingError::TooLong);
        }
        Ok(self)
    }

    fn most_frames(self) -> u64 {
        LONGEST.frames_at(self.rate).min(MOST_FRAMES)
    }
}

/// How long a sound file lasts, once it has been played to its end without keeping or hearing anything of it.
///
/// # Errors
/// [`RecordingError`] if it cannot be played.
pub fn recording_length(path: &Path) -> Result<ExactDuration, RecordingError> {
    let mut frames = 0;
    let facts = mono(open(path)?, |_| frames += 1)?;
    Ok(Facts { frames: Some(frames), ..facts }.lasts().unwrap_or_default())
}

/// Plays a sound file to its end without keeping or hearing anything of it.
///
/// # Errors
/// [`RecordingError`] if it cannot be played.
pub fn check_recording(bytes: &[u8]) -> Result<(), RecordingError> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(RecordingError::Unreadable(crate::storage::ReadError::TooLarge(MOST_BYTES)));
    }
    mono(Cursor::new(Arc::<[u8]>::from(bytes)), |_| {}).map(|_| ())
}

/// Reads a sound file as mono.
pub(super) fn read(path: &Path) -> Result<Clip, RecordingError> {
    clip(open(path)?)
}

/// The same of bytes.
pub(super) fn of_bytes(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Clip, RecordingError> {
    clip(Cursor::new(bytes))
}

fn clip<R: Bytes>(source: R) -> Result<Clip, RecordingError> {
    let mut samples = Vec::new();
    let facts = mono(source, |sample| samples.push(sample))?;
    Ok(Clip { rate: facts.rate, samples })
}

fn open(path: &Path) -> Result<File, RecordingError> {
    let file = open_plain(path).map_err(RecordingError::Unreadable)?;
    let length = file.metadata().map_err(|error| RecordingError::Unreadable(error.into()))?.len();
    if length > MOST_BYTES {
        return Err(RecordingError::Unreadable(crate::storage::ReadError::TooLarge(MOST_BYTES)));
    }
    Ok(file)
}

/// Something that a sound file can be read from.
trait Bytes: Read + Seek + Send + Sync + 'static {}
impl<T: Read + Seek + Send + Sync + 'static> Bytes for T {}

/// What a sound file says of itself, and the way to its samples.
fn opened<R: Bytes>(source: R) -> Result<(Facts, Decoder<Span<R>>), RecordingError> {
    let (facts, span) = span::of(source)?;
    let facts = facts.checked()?;
    let length = span.len();
    let open = || Decoder::builder().with_data(span).with_byte_len(length).with_seekable(true).build();
    let decoder = faults::contained(open)?.map_err(RecordingError::NoSound)?;
    // What it says of itself and what the library makes of it has to be the same.
    let found = faults::contained(|| (decoder.sample_rate().get(), decoder.channels().get()))?;
    if found == (facts.rate, facts.channels) {
        Ok((facts, decoder))
    } else {
        Err(RecordingError::Damaged("contradicts itself"))
    }
}

/// Gives every frame as one sample, up to the most that a recording may have.
fn mono<R: Bytes>(source: R, mut take: impl FnMut(f32)) -> Result<Facts, RecordingError> {
    let (facts, mut decoder) = opened(source)?;
    let channels = usize::from(facts.channels);
    #[allow(clippy::cast_precision_loss)] // A handful of channels.
    let of_all = 1.0 / channels as f32;
    let (mut frames, mut is_heard) = (0_u64, false);
    loop {
        let frame = faults::contained(|| {
            let mut sum = decoder.next()?;
            for _ in 1..channels {
                sum += decoder.next()?;
            }
            Some(sum * of_all)
        })?;
        let Some(sample) = frame else { break };
        frames += 1;
        if frames > facts.most_frames() {
            return Err(RecordingError::TooLong);
        }
        let sample = if sample.is_finite() { sample } else { 0.0 };
        is_heard |= sample != 0.0;
        take(sample);
    }
    if is_heard { Ok(facts) } else { Err(RecordingError::Silent) }
}

#[cfg(test)]
pub(super) mod tests;
