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
    /// The sound is there, but not for the device or the file that it is to be heard from.
    #[error("The words \u{201c}{}\u{201d} cannot be spoken: {error}.", beginning(text))]
    Rate {
        /// The words.
        text: String,
        /// Why.
        error: ClipError,
    },
    /// The program failed over the words; a report of it was left.
    #[error("The voice failed over the words \u{201c}{}\u{201d} and was started again.", beginning(.0))]
    Fault(String),
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

/// Enough of a sentence to know it by.
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
    /// It is no file, or too large, or the  system does not let it be read.
    #[error("cannot be read: {0}")]
    Unreadable(ReadError),
    /// It is in no format that is known here.
    #[error("is no sound: {0}")]
    NoSound(DecoderError),
    /// What it says of itself cannot be: what, in words.
    #[error("is damaged: it {0}")]
    Damaged(&'static str),
    /// The library that decodes it failed.
    #[error("is damaged: {0}")]
    Fault(#[from] Fault),
    /// Its rate, in frames a second, is one at which nothing is played.
    #[error("has {0} samples a second; save it with 44100 or 48000")]
    Rate(u32),
    /// It has none, or more channels than are played.
    #[error("has {0} channels; save it with one or two")]
    Channels(u16),
    /// It lasts longer than any recording may.
    #[error("is too long; a recording may last {} minutes", LONGEST.secs_left() / 60)]
    TooLong,
    /// It can be decoded, but every sample of it is zero.
    #[error("holds no sound")]
    Silent,
}
