//! A session as a sound file: the words first, then the file.

use std::path::PathBuf;

use crate::settings::Settings;
use crate::sound::render::{self, Sounding};
use crate::time::Span;
use crate::timeline::{Plan, compile_for};
use crate::voice::{Voice, VoiceState};

/// A file cannot be told that somebody is ready, so it waits this long.
const WAIT_IN_A_FILE: Span = Span::from_secs(30);
/// How much of the progress the words are: they take time only when they are made for the first time.
const WORDS_PART: f32 = 0.3;

/// What is to be saved, and how.
#[derive(Clone, Debug)]
pub struct Saving {
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
}

/// Writes the file; what is said on the way are remarks, such as that there is no voice.
///
/// # Errors
/// One sentence; then nothing is left of the file.
pub fn save(saving: &Saving, mut progress: impl FnMut(f32) -> bool) -> Result<Vec<String>, String> {
    let timeline = compile_for(&saving.plan, saving.settings.speech).with_waits_of(WAIT_IN_A_FILE);
    let (score, words) = render::score_for_file(&timeline);
    let voice = Voice::new(&saving.settings.voice, saving.cache.clone(), saving.folder.clone());
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
        if let Err(sentence) = voice.give_sound(one, render::FILE_RATE)
            && !remarks.contains(&sentence)
        {
            remarks.push(sentence);
        }
        if !progress(share(done)) {
            return Err("the file was given up; nothing was written".into());
        }
    }
    let sounding = Sounding { levels: saving.settings.levels, ambience: saving.settings.ambience };
    let chapters = render::chapters(&timeline);
    render::to_file(&saving.path, timeline.title(), score, &chapters, &sounding, |part| {
        progress(WORDS_PART + (1.0 - WORDS_PART) * part)
    })
    .map_err(|error| error.to_string())?;
    Ok(remarks)
}
