//! Words → samples.
//!
//! What the program and its own routines say is spoken by the narrator, whose recordings come with the program. A routine
//! may bring a recording of its own, which then takes the place of its words. Everything else is spoken by an engine: it
//! turns a sentence into a WAV, which is kept on disk. All are trimmed and brought to one level.
//!
//! A session never waits for it. [`Speaker`] works on a thread of its own, in the order in which words are needed;
//! what is not ready when it is due is shown and not heard.

use std::cell::Cell;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use crate::faults;
use crate::paths::inside::file_inside;
use crate::routine::Language;
use crate::sound::clip::Clip;
use crate::sound::score::Words;
use crate::sound::{Waker, WordsWanted};

mod cache;
mod choice;
mod engine;
mod error;
pub mod microphone;
pub mod narrator;
mod normalize;
mod recording;

pub use choice::{Narrator, VoiceChoice, VoiceName};
pub use engine::Engine;
pub use error::{RecordingError, VoiceError};
pub use recording::{check_recording, recording_length};

/// An engine that fails this often is not asked for every sentence of a long routine.
const MOST_FAILURES: u32 = 3;

/// What became of the voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum VoiceState {
    /// Words are spoken by this voice.
    Speaks(String),
    /// Some are not: why, and what to do.
    Partly(String),
    /// None are: why, and what to do.
    Silent(String),
}

/// A voice: the narrator if chosen, the engines, what they said before, and the recordings beside a routine.
#[derive(Debug)]
pub(crate) struct Voice {
    choice: VoiceChoice,
    engines: Vec<Engine>,
    /// Whether a message has said that some words have no voice.
    told: Cell<bool>,
    /// Whether one of the words so far has no recording, while one voice is to speak all of them.
    is_engine_alone: Cell<bool>,
    cache: cache::Cache,
    folder: Option<PathBuf>,
}

impl Voice {
    /// The chosen voice. Sentences are kept below `cache`; recordings are looked for in `folder`, that of the
    /// routine's file.
    #[must_use]
    pub fn new(choice: &VoiceChoice, cache: Option<PathBuf>, folder: Option<PathBuf>) -> Self {
        Self {
            choice: choice.clone(),
            engines: Engine::found(choice),
            told: Cell::new(false),
            is_engine_alone: Cell::new(false),
            cache: cache::Cache::at(cache),
            folder,
        }
    }

    /// Gives words their sound at a rate: the recording that the routine names, the narrator's, a sentence made before, or
    /// a new one. Without any of them they get none.
    ///
    /// # Errors
    /// [`VoiceError`] if the routine's recording or the engine gives no sound, and once if some words have no voice.
    pub(crate) fn give_sound(&self, words: &Words, rate: u32) -> Result<(), VoiceError> {
        if words.spoken().is_none()
            && let Some(clip) = self.sound_of(words)?
        {
            let there =
                clip.at_rate(rate).map_err(|error| VoiceError::Rate { text: words.text.clone(), error })?;
            words.set(&there);
        }
        Ok(())
    }

    /// Looks through words that belong together, before they are given their sound: if one voice is to speak all of them
    /// and the narrator cannot, an engine does.
    pub(crate) fn consider(&self, words: &[Arc<Words>]) {
        let lacks = |words: &Arc<Words>| {
            let can_say = |narrator| narrator::can_say(narrator, words.language, &words.text);
            words.recording.is_none() && !self.choice.narrator().is_some_and(can_say)
        };
        if self.choice.one_voice && words.iter().any(lacks) {
            self.is_engine_alone.set(true);
        }
    }

    /// What became of it.
    #[must_use]
    pub fn state(&self) -> VoiceState {
        let no_voice =
            "No voice was found, so you'll see the words but not hear them. Install espeak-ng to hear them.";
        let engine = || Engine::best(&self.engines, &self.choice, Language::En);
        match (self.choice.narrator(), engine()) {
            (Some(narrator), _) => VoiceState::Speaks(narrator.plain().to_owned()),
            (None, Some(engine)) => VoiceState::Speaks(engine.title().to_owned()),
            (None, None) => VoiceState::Silent(no_voice.to_owned()),
        }
    }

    /// What is told of a trouble with some words: the narrator has all others.
    fn trouble(&self, sentence: String) -> VoiceState {
        if self.choice.narrator().is_some() {
            VoiceState::Partly(sentence)
        } else {
            VoiceState::Silent(sentence)
        }
    }

    fn sound_of(&self, words: &Words) -> Result<Option<Clip>, VoiceError> {
        if let (Some(file), Some(folder)) = (&words.recording, &self.folder) {
            let read = file_inside(folder, file)
                .map_err(RecordingError::Place)
                .and_then(|path| recording::read(&path).map(normalize::normalized));
            let path = folder.join(file);
            return read.map(Some).map_err(|error| VoiceError::Recording { path, error });
        }
        let language = words.language;
        let engine = Engine::best(&self.engines, &self.choice, language);
        let is_narrated = engine.is_none() || !self.is_engine_alone.get();
        if is_narrated && let Some(clip) = self.narrated(words) {
            return Ok(Some(clip));
        }
        let Some(engine) = engine else {
            return if self.told.replace(true) { Ok(None) } else { Err(VoiceError::NoVoiceFor { language }) };
        };
        let key = engine.key(&words.text, language);
        if let Some(clip) = self.cache.get(&key) {
            return Ok(Some(clip));
        }
        let said = engine.synthesise(&words.text, language);
        let said = said.map_err(|error| VoiceError::Engine { engine: engine.title(), error })?;
        let clip = normalize::normalized(said);
        let kept = self.cache.put(&key, &clip);
        Ok(Some(kept.unwrap_or(clip)))
    }

    /// The narrator's recordings of words. One that cannot be played is noted in the log, and an engine has its turn.
    fn narrated(&self, words: &Words) -> Option<Clip> {
        narrator::say(self.choice.narrator()?, words.language, &words.text).unwrap_or_else(|(file, error)| {
            tracing::warn!(file, %error, "a recording of the narrator can't be played; another voice speaks instead");
            None
        })
    }
}

/// Gives words their sound, in the background.
#[derive(Debug)]
pub(crate) struct Speaker {
    requests: Sender<WordsWanted>,
    /// What became of the voice, when it changes.
    pub states: Receiver<VoiceState>,
}

impl Speaker {
    /// Starts to look for the chosen voice, and wakes after each state; the other arguments are those of
    /// [`Voice::new`].
    #[must_use]
    pub fn start(choice: VoiceChoice, cache: Option<PathBuf>, folder: Option<PathBuf>, wake: Waker) -> Self {
        let (requests, wanted) = channel();
        let (tell, states) = channel();
        let work = {
            let tell = tell.clone();
            move || {
                let worker = Worker { voice: Voice::new(&choice, cache, folder), tell, wake };
                worker.work(&wanted, Voice::give_sound);
            }
        };
        if let Err(error) = std::thread::Builder::new().name("voice".into()).spawn(work) {
            let _ = tell.send(VoiceState::Silent(format!("The voice couldn't start: {error}.")));
        }
        Self { requests, states }
    }

    /// Asks for words; the newest request comes first.
    pub(crate) fn request(&self, wanted: WordsWanted) {
        let _ = self.requests.send(wanted);
    }
}

struct Worker {
    voice: Voice,
    tell: Sender<VoiceState>,
    wake: Waker,
}

impl Worker {
    fn tell(&self, state: VoiceState) {
        let _ = self.tell.send(state);
        self.wake.wake();
    }

    /// Until nobody wants words any more; `give` gives them their sound.
    fn work(
        mut self,
        wanted: &Receiver<WordsWanted>,
        give: impl Fn(&Voice, &Words, u32) -> Result<(), VoiceError>,
    ) {
        self.tell(self.voice.state());
        self.voice.cache.prune();
        let mut queue: VecDeque<(Arc<Words>, u32)> = VecDeque::new();
        let mut failures = 0;
        loop {
            let request = if queue.is_empty() {
                wanted.recv().map_err(|_| TryRecvError::Disconnected)
            } else {
                wanted.try_recv()
            };
            match request {
                Ok(request) => {
                    self.voice.consider(&request.all);
                    for words in request.words.into_iter().rev().filter(|words| words.spoken().is_none()) {
                        queue.push_front((words, request.rate));
                    }
                    continue;
                }
                Err(TryRecvError::Disconnected) => return,
                Err(TryRecvError::Empty) => {}
            }
            let Some((words, rate)) = queue.pop_front() else { continue };
            // Whatever happens over these words, the next ones are spoken.
            let given = faults::survived(|| give(&self.voice, &words, rate));
            if let Err(error) = given.unwrap_or_else(|_| Err(VoiceError::Fault(words.text.clone()))) {
                failures += 1;
                self.tell(self.voice.trouble(error.to_string()));
                if failures >= MOST_FAILURES {
                    self.voice.engines.clear();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
