//! What would be heard, written to a file: the same score and the same renderer as on a device, faster than real time.
//!
//! Memory does not grow with length: a block is rendered, written and forgotten. The file appears under its name only
//! when it is whole.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::ambience::Ambience;
use super::clip::sixteen_bits;
use super::output::Levels;
use super::renderer::{BLOCK, Bus, FrameTransport, Message, renderer};
use super::score::{CueBank, Score, Words};
use crate::characters::shown;
use crate::storage::{StorageError, WriteOptions};
use crate::time::ExactDuration;
use crate::timeline::Timeline;

mod flac;
mod wav;

/// The rate of files, in frames a second.
pub const FILE_RATE: u32 = 48_000;
/// What is written after the end, for the last words to come to theirs.
const TAIL: ExactDuration = ExactDuration::from_secs(1);

/// How a session sounds, apart from its timeline.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sounding {
    /// How loud each part is.
    pub levels: Levels,
    /// What is heard under everything.
    pub ambience: Ambience,
}

/// A place in a file with a name: one for each step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// The frame at which it begins.
    pub frame: u64,
    /// The name of the step that begins there.
    pub name: String,
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The name ends with neither `.wav` nor `.flac`.
    #[error("the name {0} ends in neither .wav nor .flac; give it one of these extensions")]
    UnknownFormat(String),
    /// The file cannot be written.
    #[error("the file {0}")]
    Unwritable(#[from] StorageError),
    /// It was cancelled.
    #[error("saving was cancelled; nothing was written")]
    GivenUp,
}

/// Something that takes mono samples of 16 bits and becomes a file.
trait FrameSink {
    fn write(&mut self, samples: &[i16]) -> io::Result<()>;
    /// Ends the file; the title and the chapters are for players that show them.
    fn finish(self: Box<Self>, title: &str, chapters: &[Chapter]) -> io::Result<()>;
}

/// The score of a timeline at the rate of files, and the words that need a sound before it is rendered.
#[must_use]
pub fn score_for_file(timeline: &Timeline) -> (Score, Vec<Arc<Words>>) {
    Score::of(timeline, &CueBank::at_rate(FILE_RATE), &[])
}

/// Where each step begins.
#[must_use]
pub fn chapters(timeline: &Timeline) -> Vec<Chapter> {
    let steps = timeline.segments().iter().filter(|segment| segment.is_step());
    steps
        .map(|segment| Chapter { frame: segment.start.frame_at(FILE_RATE), name: segment.full_name() })
        .collect()
}

/// Writes a score to `path`, as WAV or FLAC by its ending, with these `options`. `progress` gets
/// the share that is done, 0–1, and cancels by returning `false`.
///
/// # Errors
/// [`RenderError`]; then nothing is left of the file.
pub fn to_file(
    path: &Path,
    options: WriteOptions,
    title: &str,
    score: Score,
    chapters: &[Chapter],
    sounding: &Sounding,
    mut progress: impl FnMut(f32) -> bool,
) -> Result<(), RenderError> {
    let name = shown(path);
    let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    let is_flac = match ending.as_deref().and_then(std::ffi::OsStr::to_str) {
        Some("wav") => false,
        Some("flac") => true,
        _ => return Err(RenderError::UnknownFormat(name)),
    };
    let output = options.begin(path)?;
    let (file, fault) = (output.file()?, |source| output.failed(source));
    let mut sink: Box<dyn FrameSink> = if is_flac {
        Box::new(flac::FlacSink::new(file, title, chapters).map_err(fault)?)
    } else {
        Box::new(wav::WavSink::new(file).map_err(fault)?)
    };
    let mut last_told = -1.0;
    let written = blocks(score, sounding, |samples, part| {
        sink.write(samples).map_err(fault)?;
        if part - last_told >= 0.002 {
            last_told = part;
            if !progress(part) {
                return Err(RenderError::GivenUp);
            }
        }
        Ok(())
    });
    written?;
    sink.finish(title, chapters).map_err(fault)?;
    output.commit()?;
    progress(1.0);
    Ok(())
}

/// Renders a score block by block; `take` gets each with the part that is done.
fn blocks<E>(
    score: Score,
    sounding: &Sounding,
    mut take: impl FnMut(&[i16], f32) -> Result<(), E>,
) -> Result<(), E> {
    let (mut control, mut renderer) = renderer(score.rate);
    let last_frame = score.end_frame + TAIL.frames_at(score.rate);
    let levels = sounding.levels;
    for (bus, level) in [
        (Bus::Voice, levels.voice),
        (Bus::Cues, levels.cues),
        (Bus::Breath, levels.breath),
        (Bus::Ambience, levels.ambience),
        (Bus::Main, levels.main),
    ] {
        control.set_level(bus, level);
    }
    control.send(Message::Ambience(sounding.ambience.ambience_layer(score.rate).map(Arc::new)));
    control.send(Message::Score(Arc::new(score)));
    control.send(Message::Transport(FrameTransport { running: true, since: 0, from: 0 }));
    let mut block = [0.0; BLOCK];
    let mut whole = [0_i16; BLOCK];
    let mut done: u64 = 0;
    while done < last_frame {
        renderer.render(&mut block);
        control.collect();
        for (out, sample) in whole.iter_mut().zip(block) {
            *out = sixteen_bits(sample);
        }
        done += BLOCK as u64;
        #[allow(clippy::cast_precision_loss)] // A part, to be shown.
        let part = (done as f32 / last_frame as f32).min(1.0);
        take(&whole, part)?;
    }
    Ok(())
}
