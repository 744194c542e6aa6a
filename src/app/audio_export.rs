//! Exports a session as a sound file: first the spoken words are synthesised, then the file is rendered.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};

use super::start::{ONLY_USED, is_technique};
use crate::characters::shown;
use crate::settings::Settings;
use crate::sound::render::{self, Sounding};
use crate::storage::{StorageError, WriteOptions, is_stream};
use crate::time::ExactDuration;
use crate::timeline::{Plan, compile_for};
use crate::voice::{Voice, VoiceState};

/// How long a waiting step lasts in a file, which cannot wait for a key.
const WAIT_IN_A_FILE: ExactDuration = ExactDuration::from_secs(30);
/// The share of the progress that goes to the words. They only take time when they are synthesised for the
/// first time.
const WORDS_PART: f32 = 0.3;

/// Everything an export needs.
#[derive(Clone, Debug)]
pub struct AudioExport {
    /// The session to render.
    pub plan: Plan,
    /// Voice, speech and sound levels.
    pub settings: Settings,
    /// The folder of the routine's own recordings.
    pub folder: Option<PathBuf>,
    /// Where synthesised sentences are cached.
    pub cache: Option<PathBuf>,
    /// Where to write it; the ending decides between WAV and FLAC.
    pub path: PathBuf,
    /// Whether it takes the place of a file that is there.
    pub replace: bool,
}

/// Writes the file. Returns remarks for the person, such as that no voice was found. `progress` receives a
/// share from 0 to 1 and returns `false` to cancel.
///
/// # Errors
/// [`AudioExportError`]; no file is left behind.
pub fn save(
    export: &AudioExport,
    mut progress: impl FnMut(f32) -> bool,
) -> Result<Vec<String>, AudioExportError> {
    if is_technique(export.plan.routine()) {
        return Err(AudioExportError::Technique);
    }
    // For other programs too: it is taken along on a telephone.
    let options = WriteOptions::shared().into_streams();
    let options = if export.replace { options } else { options.create_new() };
    // Told before the words are made, which takes long.
    if !export.replace && export.path.symlink_metadata().is_ok() && !is_stream(&export.path) {
        return Err(
            render::RenderError::from(StorageError::AlreadyThere { path: export.path.clone() }).into()
        );
    }
    let timeline = compile_for(&export.plan, export.settings.speech).for_a_file(WAIT_IN_A_FILE);
    let (score, words) = render::score_for_file(&timeline);
    let voice = Voice::new(&export.settings.voice, export.cache.clone(), export.folder.clone());
    let mut remarks = Vec::new();
    if let VoiceState::Silent(sentence) = voice.state()
        && !words.is_empty()
    {
        remarks.push(sentence);
    }
    let share = |done: usize| {
        #[allow(clippy::cast_precision_loss)] // A few hundred sentences.
        let part = done as f32 / words.len().max(1) as f32;
        part * WORDS_PART
    };
    voice.consider(&words);
    for (done, one) in words.iter().enumerate() {
        if let Err(sentence) = voice.give_sound(one, render::FILE_RATE).map_err(|error| error.to_string())
            && !remarks.contains(&sentence)
        {
            remarks.push(sentence);
        }
        if !progress(share(done)) {
            return Err(AudioExportError::GivenUp);
        }
    }
    let sounding = Sounding { levels: export.settings.levels, ambience: export.settings.ambience };
    let chapters = render::chapters(&timeline);
    render::to_file(&export.path, options, timeline.title(), score, &chapters, &sounding, |part| {
        progress(WORDS_PART + (1.0 - WORDS_PART) * part)
    })?;
    Ok(remarks)
}

/// Why a session could not be exported.
#[derive(Debug, thiserror::Error)]
pub enum AudioExportError {
    /// `progress` returned `false`.
    #[error("saving was cancelled; nothing was written")]
    GivenUp,
    /// A technique alone, which lacks what the routines around it give it.
    #[error("{ONLY_USED}")]
    Technique,
    /// Rendering failed, or the file could not be written.
    #[error(transparent)]
    Render(#[from] render::RenderError),
}

/// The progress of an export that runs in the background.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportProgress {
    /// How much is done, 0–100.
    Percent(u32),
    /// It ended; one sentence says how.
    Done(String),
}

/// Exports in the background. Creates the folder if it does not exist.
#[must_use]
pub fn spawn(export: AudioExport) -> Receiver<ExportProgress> {
    let (progress, updates) = channel();
    let failure = progress.clone();
    let work = move || {
        if let Some(folder) = export.path.parent() {
            // If the folder cannot be used, writing the file fails and says why.
            let _ = std::fs::create_dir_all(folder);
        }
        // When the page has been left, nobody receives this any more; the file is written all the same.
        let saved = save(&export, |part| {
            let _ = progress.send(ExportProgress::Percent(crate::settings::percent(part)));
            true
        });
        let sentence = match saved {
            Ok(remarks) => {
                let saved = format!("Saved in {}.", shown(&export.path));
                std::iter::once(saved).chain(remarks).collect::<Vec<_>>().join(" ")
            }
            Err(sentence) => format!("It couldn't be saved: {sentence}."),
        };
        let _ = progress.send(ExportProgress::Done(sentence));
    };
    if let Err(error) = std::thread::Builder::new().name("saving".into()).spawn(work) {
        let _ = failure.send(ExportProgress::Done(format!("It couldn't be saved: {error}.")));
    }
    updates
}
