//! Words that somebody speaks into the microphone, for a routine of their own: trimmed, brought to the level of all other
//! words, and written beside the routine. Nothing of it goes anywhere else.

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use rodio::Source as _;
use rodio::microphone::MicrophoneBuilder;

use super::normalize::normalized;
use crate::pending::{Pending, Unanswered};
use crate::sound::clip::{Clip, ClipError, sixteen_bits};
use crate::time::ExactDuration;

/// The longest that is recorded at a time: our limit, more than anybody says in one step.
const LONGEST: ExactDuration = ExactDuration::from_mins(3);
/// The rate of what is kept: all that a voice has, and that of the narrator.
const RATE: u32 = 24_000;
/// How long each piece is whose loudness is looked at.
const PIECE: ExactDuration = ExactDuration::from_millis(20);
/// So much louder than the room has to be what counts as speech.
const ABOVE_THE_ROOM: f32 = 3.0;
/// What is quieter than this is no speech, however quiet the room is: −50 dBFS.
const FAINTEST: f32 = 0.003;
/// The least that is speech: shorter sounds are knocks.
const SHORTEST: ExactDuration = ExactDuration::from_millis(200);
/// What is kept on either side, so that no breath is cut off.
const KEPT: ExactDuration = ExactDuration::from_millis(120);

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum MicrophoneError {
    /// There is none, or it cannot be used.
    #[error("no microphone can be used ({0}); plug one in, or allow it in the system's settings")]
    NoDevice(String),
    /// It gave nothing that could be words.
    #[error("nothing was heard; speak closer to the microphone, or turn it up in the system's settings")]
    Silent,
    /// What was recorded cannot be brought to the rate of what is kept.
    #[error(transparent)]
    Rate(#[from] ClipError),
    /// What was recorded cannot be written as a sound.
    #[error("the recording can't be written: {0}")]
    Unwritable(#[from] hound::Error),
    /// The thread that records ended.
    #[error("recording {0}")]
    Unanswered(#[from] Unanswered),
}

/// What goes on while it is recorded.
#[derive(Debug, Default)]
struct Shared {
    ends: AtomicBool,
    /// The loudest of the last moments, from 0 to 1, as the bits of a float.
    level: AtomicU32,
    frames: AtomicU64,
    rate: AtomicU32,
}

/// A recording that is being made. Dropped, it ends, and nothing is kept.
#[derive(Debug)]
pub struct Recorder {
    shared: Arc<Shared>,
    taken: Option<Pending<Clip, MicrophoneError>>,
}

impl Recorder {
    /// Begins to record from the microphone that the system names first.
    #[must_use]
    pub fn start() -> Self {
        let shared = Arc::new(Shared::default());
        let of_thread = Arc::clone(&shared);
        let taken = Pending::spawn("microphone", move || record(&of_thread));
        Self { shared, taken: Some(taken) }
    }

    /// How loud it is now, from 0 to 1.
    #[must_use]
    pub fn level(&self) -> f32 {
        f32::from_bits(self.shared.level.load(Ordering::Relaxed))
    }

    /// How long has been recorded.
    #[must_use]
    pub fn lasts(&self) -> ExactDuration {
        let rate = u64::from(self.shared.rate.load(Ordering::Relaxed).max(1));
        ExactDuration::from_millis(self.shared.frames.load(Ordering::Relaxed) * 1000 / rate)
    }

    /// Ends it; what was recorded comes through [`Self::poll`].
    pub fn end(&self) {
        self.shared.ends.store(true, Ordering::Relaxed);
    }

    /// What was recorded, once it has ended.
    pub fn poll(&mut self) -> Option<Result<Clip, MicrophoneError>> {
        Pending::poll_in(&mut self.taken)
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.end();
    }
}

fn record(shared: &Shared) -> Result<Clip, MicrophoneError> {
    let no_device = |error: &dyn std::fmt::Display| MicrophoneError::NoDevice(error.to_string());
    let builder = MicrophoneBuilder::new().default_device().map_err(|error| no_device(&error))?;
    let builder = builder.default_config().map_err(|error| no_device(&error))?;
    let mut microphone = builder.open_stream().map_err(|error| no_device(&error))?;
    let (rate, channels) = (microphone.sample_rate().get(), usize::from(microphone.channels().get()));
    shared.rate.store(rate, Ordering::Relaxed);
    let mut samples = Vec::new();
    let (most, every) = (LONGEST.frames_at(rate), u64::from(rate / 25).max(1));
    let mut loudest = 0.0_f32;
    #[allow(clippy::cast_precision_loss)] // A handful of channels.
    let share = 1.0 / channels as f32;
    while !shared.ends.load(Ordering::Relaxed) && (samples.len() as u64) < most {
        let mut sum = 0.0;
        for _ in 0..channels {
            let Some(sample) = microphone.next() else {
                return Err(MicrophoneError::NoDevice("it went away".to_owned()));
            };
            sum += sample;
        }
        let sample = (sum * share).clamp(-1.0, 1.0);
        samples.push(sample);
        loudest = loudest.max(sample.abs());
        let frames = samples.len() as u64;
        if frames.is_multiple_of(every) {
            shared.frames.store(frames, Ordering::Relaxed);
            shared.level.store(loudest.to_bits(), Ordering::Relaxed);
            loudest = 0.0;
        }
    }
    Ok(Clip { rate, samples })
}

/// The words of a recording as they are played: without the room before and after them, at the level of all words, as a WAV.
///
/// # Errors
/// [`MicrophoneError::Silent`] if there are none.
pub fn as_words(clip: &Clip) -> Result<Vec<u8>, MicrophoneError> {
    let clip = normalized(spoken_part(clip).ok_or(MicrophoneError::Silent)?.at_rate(RATE)?);
    let mut bytes = Cursor::new(Vec::new());
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: clip.rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::new(&mut bytes, spec)?;
    for sample in &clip.samples {
        writer.write_sample(sixteen_bits(*sample))?;
    }
    writer.finalize()?;
    Ok(bytes.into_inner())
}

/// From the first to the last piece that is louder than the room, and a little on either side; nothing if that is too short for
/// a word.
fn spoken_part(clip: &Clip) -> Option<Clip> {
    let Clip { rate, samples } = clip;
    #[allow(clippy::cast_precision_loss)] // A few hundred frames.
    let mean = samples.iter().sum::<f32>() / samples.len().max(1) as f32;
    let centred: Vec<f32> = samples.iter().map(|sample| sample - mean).collect();
    let frames =
        |length: ExactDuration| usize::try_from(length.frames_at(*rate)).unwrap_or(usize::MAX).max(1);
    let piece = frames(PIECE);
    #[allow(clippy::cast_precision_loss)] // A few hundred frames.
    let loudness = |part: &[f32]| (part.iter().map(|s| s * s).sum::<f32>() / part.len() as f32).sqrt();
    let pieces: Vec<f32> = centred.chunks(piece).map(loudness).collect();
    let mut sorted = pieces.clone();
    sorted.sort_by(f32::total_cmp);
    // The room is as loud as the quietest tenth.
    let room = sorted.get(sorted.len() / 10).copied().unwrap_or_default();
    let loudest = sorted.last().copied().unwrap_or_default();
    // In a recording that is all speech, even its quietest parts are.
    let threshold = (room * ABOVE_THE_ROOM).min(loudest * 0.2).max(FAINTEST);
    let is_spoken = |loudness: &f32| *loudness > threshold;
    let (first, last) = (pieces.iter().position(is_spoken)?, pieces.iter().rposition(is_spoken)?);
    if (last + 1 - first) * piece < frames(SHORTEST) {
        return None;
    }
    let from = (first * piece).saturating_sub(frames(KEPT));
    let to = ((last + 1) * piece + frames(KEPT)).min(centred.len());
    Some(Clip { rate: *rate, samples: centred.get(from..to)?.to_vec() })
}

#[cfg(test)]
#[allow(clippy::cast_possible_truncation)] // Signals between −1 and 1.
mod tests {
    use super::*;

    const RATE_OF_DEVICE: u32 = 44_100;

    /// Noise of a room, with a tone of `level` from one second to two; everything shifted, as cheap microphones do.
    fn recorded(noise: f32, level: f32) -> Clip {
        let mut state = 1_u32;
        let samples = (0..RATE_OF_DEVICE * 3).map(|i| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let hiss = (f64::from(state) / f64::from(u32::MAX) * 2.0 - 1.0) as f32 * noise;
            let is_spoken = (RATE_OF_DEVICE..RATE_OF_DEVICE * 2).contains(&i);
            let tone = if is_spoken { (f64::from(i) * 0.05).sin() as f32 * level } else { 0.0 };
            hiss + tone + 0.02
        });
        Clip { rate: RATE_OF_DEVICE, samples: samples.collect() }
    }

    #[track_caller]
    fn check_kept(noise: f32, level: f32) {
        let bytes = as_words(&recorded(noise, level)).unwrap();
        let (mut reader, mut peak, mut count) =
            (hound::WavReader::new(Cursor::new(bytes)).unwrap(), 0, 0_u32);
        assert_eq!((reader.spec().sample_rate, reader.spec().channels), (RATE, 1));
        for sample in reader.samples::<i16>() {
            peak = peak.max(sample.unwrap().unsigned_abs());
            count += 1;
        }
        let lasts = f64::from(count) / f64::from(RATE);
        assert!((1.0..1.35).contains(&lasts), "{noise} {level}: {lasts}");
        // A tone at −30 dBFS has its peak 3 dB above that.
        assert!((900..1700).contains(&peak), "{noise} {level}: {peak}");
    }

    #[test]
    fn loud_and_quiet_voices_in_quiet_and_noisy_rooms_become_the_same() {
        for (noise, level) in [(0.0005, 0.5), (0.001, 0.05), (0.01, 0.3), (0.0, 0.9)] {
            check_kept(noise, level);
        }
    }

    #[test]
    fn a_room_without_words_and_a_knock_are_told() {
        let is_silent = |clip: &Clip| matches!(as_words(clip), Err(MicrophoneError::Silent));
        assert!(is_silent(&recorded(0.001, 0.0)));
        assert!(is_silent(&Clip { rate: RATE_OF_DEVICE, samples: Vec::new() }));
        let mut knock = recorded(0.001, 0.0);
        for sample in &mut knock.samples[50_000..50_500] {
            *sample = 0.8;
        }
        assert!(is_silent(&knock));
    }
}
