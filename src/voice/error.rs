//! Why words have no sound.

use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

use rodio::decoder::DecoderError;

use super::recording::LONGEST;
use crate::characters::shown;
use crate::faults::Fault;
use crate::paths::inside::InsideError;
use crate::routine::Language;
use crate::sound::clip::ClipError;
use crate::storage::ReadError;

/// Why words can't be heard. Each message is a whole sentence for the listener.
#[derive(Debug, thiserror::Error)]
pub enum VoiceError {
    /// The recording that a routine names for them cannot be played.
    #[error("{} {error}.", shown(path))]
    Recording {
        /// Its file.
        path: PathBuf,
        /// What is wrong with it.
        error: RecordingError,
    },
    /// The engine was asked and gave nothing that can be played.
    #[error("The voice ({engine}) didn't speak: {error}.")]
    Engine {
        /// Its name.
        engine: &'static str,
        /// What went wrong.
        error: EngineError,
    },
    /// The sound cannot be converted for the device or the file that it is meant for.
    #[error("The words \u{201c}{}\u{201d} can't be spoken: {error}.", beginning(text))]
    Rate {
        /// The words.
        text: String,
        /// Why.
        error: ClipError,
    },
    /// The program panicked over the words; there is a crash report.
    #[error("The voice crashed at the words \u{201c}{}\u{201d} and was restarted.", beginning(.0))]
    Fault(String),
    /// Some words have no recording, and no engine on this machine speaks their language.
    #[error(
        "Some of the words have no recording, and no voice for {} was found on this computer, so you'll see them but \
         not hear them. Install espeak-ng to hear them.",
        language.plain()
    )]
    NoVoiceFor {
        /// The language of the words.
        language: Language,
    },
}

/// Enough of a sentence to recognise it.
fn beginning(text: &str) -> String {
    let cut = text.char_indices().nth(40).map(|(at, _)| at);
    cut.map_or_else(|| text.to_owned(), |at| format!("{}…", &text[..at]))
}

/// Why an engine gave no sound.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Its program could not be started, waited for, or given a place to write to.
    #[error(transparent)]
    System(#[from] io::Error),
    /// Its program reported a failure.
    #[error("its program failed with {0}")]
    Failed(ExitStatus),
    /// Its program was still running after this time, and was ended.
    #[error("it took longer than {} seconds", .0.as_secs_f32())]
    TooSlow(Duration),
    /// Its program is kept running, and ended before it answered.
    #[error("its program ended")]
    Ended,
    /// Its program ended, but something that it started still holds its output open.
    #[error("its output never ended")]
    OutputStaysOpen,
    /// The speech of Windows reported this.
    #[cfg(windows)]
    #[error("Windows said: {0}")]
    Windows(String),
    /// The speech of Windows has no voice for the language any more.
    #[cfg(windows)]
    #[error("there is no voice for this language; Windows has voices in its settings, under “Speech”")]
    NoVoice,
    /// What it wrote cannot be played.
    #[error("its output {0}")]
    Recording(RecordingError),
}

/// What is wrong with a sound file, as the end of a sentence that begins with its name.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// It is not where a routine's recording may be.
    #[error(transparent)]
    Place(InsideError),
    /// It is not a file, or too large, or the system refuses to read it.
    #[error("can't be read: {0}")]
    Unreadable(ReadError),
    /// Its format is unknown.
    #[error("isn't a sound file: {0}")]
    NoSound(DecoderError),
    /// It contradicts itself; this says how.
    #[error("is damaged: it {0}")]
    Damaged(&'static str),
    /// The library that decodes it failed.
    #[error("is damaged: {0}")]
    Fault(#[from] Fault),
    /// Its rate, in frames a second, is one at which nothing is played.
    #[error("has {0} samples a second; save it at 44100 or 48000")]
    Rate(u32),
    /// It has none, or more channels than are played.
    #[error("has {0} channels; save it with one or two")]
    Channels(u16),
    /// It lasts longer than any recording may.
    #[error("is too long; a recording can last at most {} minutes", LONGEST.secs_left() / 60)]
    TooLong,
    /// It can be decoded, but every sample of it is zero.
    #[error("is silent")]
    Silent,
}
