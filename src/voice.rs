//! Words → samples: an engine turns a sentence into a WAV, which is trimmed, brought to one level and kept on disk.
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
mod engine;
mod error;
mod normalize;
mod recording;

pub use engine::{Engine, VoiceChoice};
pub use error::{RecordingError, VoiceError};
pub use recording::{check_recording, recording_length};

/// An engine that fails this often is not asked for every sentence of a long routine.
const MOST_FAILURES: u32 = 3;

/// What became of the voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum VoiceState {
    /// Words are spoken by this engine.
    Speaks(String),
    /// They are not: why, and what to do.
    Silent(String),
}

/// A voice: an engine, what it said before, and the recordings beside a routine.
#[derive(Debug)]
pub(crate) struct Voice {
    /// The chosen one first.
    engines: Vec<Engine>,
    /// Whether a message has said that a language has no voice.
    told: Cell<bool>,
    cache: cache::Cache,
    folder: Option<PathBuf>,
}

impl Voice {
    /// The chosen voice. Sentences are kept below `cache`; recordings are looked for in `folder`, that of the
    /// routine's file.
    #[must_use]
    pub fn new(choice: &VoiceChoice, cache: Option<PathBuf>, folder: Option<PathBuf>) -> Self {
        Self {
            engines: Engine::preferred(choice),
            told: Cell::new(false),
            cache: cache::Cache::at(cache),
            folder,
        }
    }

    /// Gives words their sound at a rate: a recording, a sentence made before, or a new one. Without an engine they
    /// get none.
    ///
    /// # Errors
    /// [`VoiceError`] if the recording or the engine gives no sound, and once if no engine speaks the language.
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

    /// What became of it.
    #[must_use]
    pub fn state(&self) -> VoiceState {
        let no_voice =
            "No voice was found, so you'll see the words but not hear them. Install espeak-ng to hear them.";
        match self.engines.first() {
            Some(engine) => VoiceState::Speaks(engine.name().to_owned()),
            None => VoiceState::Silent(no_voice.to_owned()),
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
        let Some(engine) = self.engines.iter().find(|engine| engine.speaks(language)) else {
            return self.no_voice_for(language).map_or(Ok(None), Err);
        };
        let key = engine.key(&words.text, language);
        if let Some(clip) = self.cache.get(&key) {
            return Ok(Some(clip));
        }
        let said = engine.synthesise(&words.text, language);
        let said = said.map_err(|error| VoiceError::Engine { engine: engine.title(), error })?;
        let clip = normalize::normalized(said);
        self.cache.put(&key, &clip);
        Ok(Some(clip))
    }

    /// That no engine speaks a language, said once; nothing where there is no engine at all, which [`Self::state`] says.
    fn no_voice_for(&self, language: Language) -> Option<VoiceError> {
        let engine = self.engines.first()?.title();
        (!self.told.replace(true)).then_some(VoiceError::NoVoiceFor { engine, language })
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
                self.tell(VoiceState::Silent(error.to_string()));
                if failures >= MOST_FAILURES {
                    self.voice.engines.clear();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_over_some_words_is_told_and_the_next_are_spoken() {
        let (requests, wanted) = channel();
        let (tell, states) = channel();
        let all = ["One.", "Two.", "Three."].map(|text| Arc::new(Words::new(text, Language::En, None)));
        requests.send(WordsWanted { words: all.to_vec(), rate: 48_000 }).unwrap();
        let requests = Cell::new(Some(requests));
        let choice = VoiceChoice { command: Some("true".into()), ..VoiceChoice::default() };
        let worker = Worker { voice: Voice::new(&choice, None, None), tell, wake: Waker::by(|| {}) };
        worker.work(&wanted, |_, words, rate| {
            assert_ne!(words.text, "Two.", "a fault of the program");
            words.set(&Clip { rate, samples: vec![0.5; 100] });
            if words.text == "Three." {
                requests.take();
            }
            Ok(())
        });
        assert_eq!(all.map(|words| words.spoken().is_some()), [true, false, true]);
        let told: Vec<VoiceState> = states.iter().collect();
        let expected = "The voice crashed at the words “Two.” and was restarted.";
        assert_eq!(told.last(), Some(&VoiceState::Silent(expected.into())), "{told:?}");
    }
}
