//! A session as a sound file: the words first, then the file.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};

use crate::characters::shown;
use crate::settings::Settings;
use crate::sound::render::{self, Sounding};
use crate::storage::{StorageError, WriteOptions, is_stream};
use crate::time::ExactDuration;
use crate::timeline::{Plan, compile_for};
use crate::voice::{Voice, VoiceState};

/// A file cannot be told that somebody is ready, so it waits this long.
const WAIT_IN_A_FILE: ExactDuration = ExactDuration::from_secs(30);
/// How much of the progress the words are: they take time only when they are made for the first time.
const WORDS_PART: f32 = 0.3;

/// What is to be saved, and how.
#[derive(Clone, Debug)]
pub struct AudioExport {
    /// What is played.
    pub plan: Plan,
    /// The voice, the words and the levels.
    pub settings: Settings,
    /// The folder of the routine's own recordings.
    pub folder: Option<PathBuf>,
    /// Where synthesised sentences are kept.
    pub cache: Option<PathBuf>,
    /// The file.
    pub path: PathBuf,
    /// Whether it takes the place of a file that is there.
    pub replace: bool,
}

/// Writes the file; what is said on the way are remarks, such as that there is no voice.
///
/// # Errors
/// [`AudioExportError`]; then nothing is left of the file.
pub fn save(
    export: &AudioExport,
    mut progress: impl FnMut(f32) -> bool,
) -> Result<Vec<String>, AudioExportError> {
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

/// Why a session was not written to a file.
#[derive(Debug, thiserror::Error)]
pub enum AudioExportError {
    /// Whoever was told how far it is wanted no more of it.
    #[error("the file was given up; nothing was written")]
    GivenUp,
    /// It cannot be rendered, or the file cannot be written.
    #[error(transparent)]
    Render(#[from] render::RenderError),
}

/// How a file that is written in the background comes along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// How much is done, in percent.
    Part(u32),
    /// It ended: one sentence on how.
    Done(String),
}

/// Writes the file in the background; its folder is made if it is not there.
#[must_use]
pub fn spawn(export: AudioExport) -> Receiver<News> {
    let (tell, news) = channel();
    let told = tell.clone();
    let work = move || {
        if let Some(folder) = export.path.parent() {
            // What is wrong with the folder shows when the file is written.
            let _ = std::fs::create_dir_all(folder);
        }
        // Nobody listens any more once the page is left: then the file is still written.
        let saved = save(&export, |part| {
            let _ = tell.send(News::Part(crate::settings::percent(part)));
            true
        });
        let sentence = match saved {
            Ok(remarks) => {
                let saved = format!("Saved as {}.", shown(&export.path));
                std::iter::once(saved).chain(remarks).collect::<Vec<_>>().join(" ")
            }
            Err(sentence) => format!("It was not saved: {sentence}."),
        };
        let _ = tell.send(News::Done(sentence));
    };
    if let Err(error) = std::thread::Builder::new().name("saving".into()).spawn(work) {
        let _ = told.send(News::Done(format!("It was not saved: {error}.")));
    }
    news
}
