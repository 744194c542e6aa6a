//! Why words have no sound.

use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

use rodio::decoder::DecoderError;

use crate::characters::shown;
use crate::paths::inside::InsideError;
use crate::routine::Language;

/// Why words have no sound. Each is a whole sentence for the person who listens.
#[derive(Debug, thiserror::Error)]
pub enum VoiceError {
    /// The recording that a routine names for them cannot be played.
    #[error("{} {error}", shown(path))]
    Recording {
        /// Its file.
        path: PathBuf,
        /// What is wrong with it.
        error: RecordingError,
    },
    /// The engine was asked and gave nothing that can be played.
    #[error("The voice {engine} did not speak: {error}.")]
    Engine {
        /// Its name.
        engine: &'static str,
        /// What went wrong.
        error: EngineError,
    },
    /// There is an engine, but none that speaks the language of the words.
    #[error(
        "The voice {engine} does not speak {}, so such words are shown and not spoken; install espeak-ng to hear them.",
        language.plain()
    )]
    NoVoiceFor {
        /// The preferred engine.
        engine: &'static str,
        /// The language of the words.
        language: Language,
    },
}

/// Why an engine gave no sound.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Its program could not be started, waited for, or given a place to write to.
    #[error(transparent)]
    System(#[from] io::Error),
    /// Its program reported a failure.
    #[error("it ended with {0}")]
    Failed(ExitStatus),
    /// Its program was still running after this time, and was ended.
    #[error("it took longer than {} seconds", .0.as_secs_f32())]
    TooSlow(Duration),
    /// Its program ended, but something that it started still holds its output open.
    #[error("its output does not end")]
    OutputStaysOpen,
    /// What it wrote cannot be played.
    #[error("what it gave {0}")]
    Recording(RecordingError),
}

/// What is wrong with a sound file, as the end of a sentence that begins with its name.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// It is not where a routine's recording may be.
    #[error(transparent)]
    Place(InsideError),
    /// The system does not let it be read.
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
    /// It is in no format that is known here.
    #[error("is no sound: {0}")]
    NoSound(DecoderError),
    /// It can be decoded, but every sample of it is zero.
    #[error("holds no sound")]
    Silent,
}
