//! Words → samples: an engine turns a sentence into a WAV, which is trimmed, brought to one level and kept on disk.
//!
//! A session never waits for it. [`Speaker`] works on a thread of its own, in the order in which words are needed;
//! what is not ready when it is due is shown and not heard.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use crate::sound::WordsWanted;
use crate::sound::score::Words;

mod cache;
mod engine;
mod polish;
mod recording;

pub use engine::Engine;

/// What became of the voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VoiceState {
    /// Words are spoken by this engine.
    Speaks(String),
    /// They are not: why, and what to do.
    Silent(String),
}

/// Gives words their sound, in the background.
#[derive(Debug)]
pub struct Speaker {
    requests: Sender<WordsWanted>,
    /// What became of the voice, when it changes.
    pub states: Receiver<VoiceState>,
}

impl Speaker {
    /// Starts with the best engine on this machine. Sentences are kept below `cache`; recordings are looked for in
    /// `folder`, that of the routine's file.
    #[must_use]
    pub fn start(cache: Option<PathBuf>, folder: Option<PathBuf>) -> Self {
        let (requests, wanted) = channel();
        let (tell, states) = channel();
        let started = std::thread::Builder::new().name("voice".into()).spawn({
            let tell = tell.clone();
            move || {
                Worker { engine: Engine::best(), cache: cache::Cache::at(cache), folder, tell }.work(&wanted);
            }
        });
        if let Err(error) = started {
            let _ = tell.send(VoiceState::Silent(format!("No voice: {error}.")));
        }
        Self { requests, states }
    }

    /// Asks for words; the newest request comes first.
    pub fn request(&self, wanted: WordsWanted) {
        let _ = self.requests.send(wanted);
    }
}

struct Worker {
    engine: Option<Engine>,
    cache: cache::Cache,
    folder: Option<PathBuf>,
    tell: Sender<VoiceState>,
}

impl Worker {
    fn work(mut self, wanted: &Receiver<WordsWanted>) {
        let _ = self.tell.send(
            self.engine.as_ref().map_or_else(no_voice, |engine| VoiceState::Speaks(engine.name().to_owned())),
        );
        self.cache.prune();
        let mut queue: VecDeque<(Arc<Words>, u32)> = VecDeque::new();
        let mut failures = 0;
        loop {
            let request = if queue.is_empty() {
                match wanted.recv() {
                    Ok(request) => Some(request),
                    Err(_) => return,
                }
            } else {
                match wanted.try_recv() {
                    Ok(request) => Some(request),
                    Err(TryRecvError::Empty) => None,
                    Err(TryRecvError::Disconnected) => return,
                }
            };
            if let Some(request) = request {
                for words in request.words.into_iter().rev().filter(|words| words.clip().is_none()) {
                    queue.push_front((words, request.rate));
                }
                continue;
            }
            let Some((words, rate)) = queue.pop_front() else { continue };
            match self.sound_of(&words) {
                Ok(Some(clip)) => words.set(Arc::new(clip.at_rate(rate))),
                Ok(None) => {}
                Err(sentence) => {
                    failures += 1;
                    let _ = self.tell.send(VoiceState::Silent(sentence));
                    // An engine that fails again and again is not asked for every sentence of a long routine.
                    if failures >= 3 {
                        self.engine = None;
                    }
                }
            }
        }
    }

    /// The sound of words: a recording, a sentence made before, or a new one; nothing without an engine.
    fn sound_of(&self, words: &Words) -> Result<Option<crate::sound::clip::Clip>, String> {
        if let (Some(file), Some(folder)) = (&words.recording, &self.folder) {
            return recording::read(&folder.join(file)).map(polish::polished).map(Some);
        }
        let Some(engine) = &self.engine else { return Ok(None) };
        let key = engine.key(&words.text);
        if let Some(clip) = self.cache.get(&key) {
            return Ok(Some(clip));
        }
        let clip = polish::polished(engine.synthesise(&words.text)?);
        self.cache.put(&key, &clip);
        Ok(Some(clip))
    }
}

fn no_voice() -> VoiceState {
    VoiceState::Silent(
        "No voice was found, so words are shown and not spoken; install espeak-ng to hear them.".into(),
    )
}
