//! An engine that is kept running from one sentence to the next, because starting it takes longer than a sentence.
//!
//! It is asked with a line, `LANGUAGE<tab>SPEED<tab>TEXT`, and answers with a WAV after its length in four bytes.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use parking_lot::Mutex;

use super::super::recording;
use super::kind::USUAL_WORDS_PER_MINUTE;
use super::{EngineError, MOST_BYTES, end_with_its_children};
use crate::routine::Language;
use crate::sound::clip::Clip;

/// It reads a model of 90 MB before its first sentence.
const FIRST: Duration = Duration::from_secs(30);
/// A sentence takes it a third of the time that the sentence lasts; one that takes longer than this hangs.
const AT_MOST: Duration = Duration::from_secs(10);

/// The engine, once it has been asked; it ends with the last that holds it.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept(Arc<Mutex<Option<Running>>>);

/// Two engines are the same if they are started in the same way.
impl PartialEq for Kept {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Kept {}

#[derive(Debug)]
struct Running {
    child: Child,
    requests: ChildStdin,
    answers: Receiver<Vec<u8>>,
    has_answered: bool,
}

impl Kept {
    /// Says a text into samples; starts the engine if it does not run.
    pub(super) fn say(
        &self,
        command: impl FnOnce() -> Command,
        text: &str,
        language: Language,
        words_per_minute: u32,
    ) -> Result<Clip, EngineError> {
        let mut kept = self.0.lock();
        let mut running = kept.take().map_or_else(|| Running::start(command()), Ok)?;
        let wav = running.ask(text, language, words_per_minute)?;
        // Only one that answers is asked again.
        *kept = Some(running);
        recording::of_bytes(wav).map_err(EngineError::Recording)
    }
}

impl Running {
    fn start(mut command: Command) -> Result<Self, EngineError> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let Some((requests, output)) = pipes else {
            end_with_its_children(&mut child);
            return Err(EngineError::System(std::io::ErrorKind::BrokenPipe.into()));
        };
        let (tell, answers) = channel();
        let read = move || read_answers(output, |answer| tell.send(answer).is_ok());
        let reading = std::thread::Builder::new().name("narrator".into()).spawn(read);
        reading.inspect_err(|_| end_with_its_children(&mut child))?;
        Ok(Self { child, requests, answers, has_answered: false })
    }

    fn ask(&mut self, text: &str, language: Language, words_per_minute: u32) -> Result<Vec<u8>, EngineError> {
        // The model's own speed is that of everyday speech.
        let percent = words_per_minute * 100 / USUAL_WORDS_PER_MINUTE;
        let text = text.replace(char::is_whitespace, " ");
        let (whole, hundredths) = (percent / 100, percent % 100);
        let request = format!("{}\t{whole}.{hundredths:02}\t{text}\n", language.code());
        self.requests.write_all(request.as_bytes())?;
        self.requests.flush()?;
        let within = if self.has_answered { AT_MOST } else { FIRST };
        let answer = self.answers.recv_timeout(within).map_err(|error| match error {
            RecvTimeoutError::Timeout => EngineError::TooSlow(within),
            RecvTimeoutError::Disconnected => EngineError::Ended,
        })?;
        self.has_answered = true;
        Ok(answer)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        end_with_its_children(&mut self.child);
    }
}

/// Reads answers until there are no more, or nobody takes them.
fn read_answers(mut output: ChildStdout, mut take: impl FnMut(Vec<u8>) -> bool) {
    let mut length = [0; 4];
    while output.read_exact(&mut length).is_ok() {
        let length = u64::from(u32::from_le_bytes(length));
        let mut answer = Vec::new();
        let read = output.by_ref().take(length.min(MOST_BYTES)).read_to_end(&mut answer);
        if length > MOST_BYTES || read.ok() != usize::try_from(length).ok() || !take(answer) {
            return;
        }
    }
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)] // Helpers of tests may fail as tests do.
mod tests {
    use super::*;

    /// A shell that runs a script.
    fn engine(script: String) -> impl Fn() -> Command {
        move || {
            let mut command = Command::new("sh");
            command.args(["-c", &script]).stdin(Stdio::piped());
            command
        }
    }

    /// Answers every line with the same WAV of 100 samples, and counts how often it was started.
    fn answering(folder: &std::path::Path) -> String {
        let wav = folder.join("answer");
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: 8_000,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut bytes = std::io::Cursor::new(Vec::new());
        let mut writer = hound::WavWriter::new(&mut bytes, spec).unwrap();
        (0..100_i16).for_each(|i| writer.write_sample(i * 100).unwrap());
        writer.finalize().unwrap();
        let bytes = bytes.into_inner();
        let length = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        std::fs::write(&wav, [&length[..], &bytes].concat()).unwrap();
        let started = folder.join("started");
        format!("echo >> '{}'; while read line; do cat '{}'; done", started.display(), wav.display())
    }

    #[test]
    fn it_is_started_once_and_asked_again_and_again() {
        let folder = tempfile::tempdir().unwrap();
        let (kept, command) = (Kept::default(), engine(answering(folder.path())));
        for text in ["One.", "Two\nlines."] {
            let clip = kept.say(&command, text, Language::En, 145).unwrap();
            assert_eq!((clip.rate, clip.samples.len()), (8_000, 100));
        }
        assert_eq!(std::fs::read_to_string(folder.path().join("started")).unwrap(), "\n");
    }

    #[test]
    fn one_that_ends_or_gives_nothing_is_an_error_and_is_started_anew() {
        let kept = Kept::default();
        for script in ["exit 1", "read line", "read line; printf '\\0\\0\\0\\0'"] {
            kept.say(engine(script.into()), "One.", Language::En, 145).unwrap_err();
        }
        let folder = tempfile::tempdir().unwrap();
        assert!(kept.say(engine(answering(folder.path())), "One.", Language::En, 145).is_err());
        assert!(kept.say(engine(answering(folder.path())), "One.", Language::En, 145).is_ok());
    }

    #[test]
    fn it_ends_with_the_last_that_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let ended = folder.path().join("ended");
        let script = format!("{}; touch '{}'", answering(folder.path()), ended.display());
        let kept = Kept::default();
        kept.say(engine(script), "One.", Language::En, 145).unwrap();
        let child = kept.0.lock().as_ref().map(|running| running.child.id()).unwrap();
        let other = kept.clone();
        drop(kept);
        let is_there = || std::path::Path::new(&format!("/proc/{child}")).exists();
        assert!(!cfg!(target_os = "linux") || is_there());
        drop(other);
        assert!(!cfg!(target_os = "linux") || !is_there());
    }
}
