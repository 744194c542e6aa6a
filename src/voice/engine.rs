//! Programs that turn a sentence into a WAV.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use wait_timeout::ChildExt as _;

use super::error::EngineError;
use super::{VoiceChoice, recording};
use crate::routine::Language;
use crate::sound::clip::Clip;

mod kept;
mod kind;
#[cfg(windows)]
mod system;

use kept::Kept;
use kind::{Kind, Place};

/// A sentence takes an engine 10 to 600 ms; one that takes longer than this hangs.
const AT_MOST: Duration = Duration::from_secs(8);
/// The most that an engine may give for one sentence: minutes of sound.
const MOST_BYTES: u64 = 64 << 20;

/// Has Windows open no console for a program (`CREATE_NO_WINDOW` of `CreateProcess`).
#[cfg(windows)]
const NO_WINDOW: u32 = 0x0800_0000;

/// One way of speaking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    kind: Kind,
    /// Nothing where it is a part of the system.
    program: Option<PathBuf>,
    words_per_minute: u32,
    kept: Kept,
}

impl Engine {
    /// Every engine on this machine, the best first.
    #[must_use]
    pub fn found(choice: &VoiceChoice) -> Vec<Self> {
        let words_per_minute = choice.words_per_minute.clamp(VoiceChoice::SLOWEST, VoiceChoice::FASTEST);
        let engine = |kind: Kind| {
            let program = match kind.place() {
                Place::Program(program) => Some(program),
                Place::System => None,
                Place::Nowhere => return None,
            };
            Some(Self { kind, program, words_per_minute, kept: Kept::default() })
        };
        let mut found: Vec<Self> = Kind::all(choice).into_iter().filter_map(engine).collect();
        found.sort_by_key(|engine| engine.kind.rank(Language::En));
        found
    }

    /// The chosen one, or the best for a language where none is chosen, or where the chosen one is not there or does
    /// not speak it.
    #[must_use]
    pub fn best<'a>(found: &'a [Self], choice: &VoiceChoice, language: Language) -> Option<&'a Self> {
        let speaks = found.iter().filter(|engine| engine.speaks(language));
        speaks.min_by_key(|engine| (choice.voice.name() != engine.name(), engine.kind.rank(language)))
    }

    /// Whether it can speak a language.
    pub(super) fn speaks(&self, language: Language) -> bool {
        self.kind.speaks(language)
    }

    /// What it is called where it is chosen by name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.kind.name()
    }

    /// What people call it.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        self.kind.title()
    }

    /// The program that is run for its sentences; nothing where it is a part of the system.
    #[must_use]
    pub fn program(&self) -> Option<&Path> {
        self.program.as_deref()
    }

    /// What makes the sound of a text: the engine, its speed, the language, and the words.
    pub(super) fn key(&self, text: &str, language: Language) -> String {
        let command = if let Kind::Command(line) = &self.kind { line.as_str() } else { "" };
        let voice = if let Kind::Narrator(_, voice) = &self.kind { voice } else { self.name() };
        format!("4|{voice}|{command}|{}|{}|{text}", self.words_per_minute, language.code())
    }

    /// Says a text into samples.
    ///
    /// # Errors
    /// [`EngineError`] if its program cannot be run, fails, hangs, or gives no sound.
    pub(crate) fn synthesise(&self, text: &str, language: Language) -> Result<Clip, EngineError> {
        #[cfg(windows)]
        if self.kind == Kind::WindowsSpeech {
            let wav = system::say(&speakable(text), language, self.words_per_minute)?;
            return recording::of_bytes(wav).map_err(EngineError::Recording);
        }
        if matches!(self.kind, Kind::Narrator(..)) {
            let command = || self.command(Path::new(""), language);
            return self.kept.say(command, &speakable(text), language, self.words_per_minute);
        }
        self.synthesise_within(text, language, AT_MOST)
    }

    /// The program with its arguments, in a process group of its own, so that it can be ended with all that it has
    /// started: a person's own command is often a script.
    fn command(&self, wav: &Path, language: Language) -> Command {
        // What has no program is not run.
        let mut command = Command::new(self.program.as_deref().unwrap_or(Path::new("")));
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        #[cfg(windows)]
        std::os::windows::process::CommandExt::creation_flags(&mut command, NO_WINDOW);
        let arguments = self.kind.arguments(wav, self.words_per_minute, language);
        // The shell of Windows reads its line as it is written, without the quotes of other programs.
        #[cfg(windows)]
        if matches!(self.kind, Kind::Command(_)) {
            for argument in &arguments {
                std::os::windows::process::CommandExt::raw_arg(&mut command, argument);
            }
        } else {
            command.args(&arguments);
        }
        #[cfg(not(windows))]
        command.args(&arguments);
        command.env("STILLPOINT_LANGUAGE", language.code()).stdin(Stdio::piped()).stderr(Stdio::null());
        command
    }

    fn synthesise_within(
        &self,
        text: &str,
        language: Language,
        at_most: Duration,
    ) -> Result<Clip, EngineError> {
        let folder = tempfile::tempdir()?;
        let wav = folder.path().join("words.wav");
        let gives_output = matches!(self.kind, Kind::Command(_));
        let mut child = self
            .command(&wav, language)
            .stdout(if gives_output { Stdio::piped() } else { Stdio::null() })
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            let words = format!("{}\n", speakable(text));
            // On a thread of its own: one that does not read its input would be waited for. It says so by failing, or by
            // taking too long; then it is ended, and with it the writing.
            let write = move || {
                let _ = input.write_all(words.as_bytes());
            };
            let writing = std::thread::Builder::new().name("words".into()).spawn(write);
            writing.inspect_err(|_| end_with_its_children(&mut child))?;
        }
        // Read on a thread of its own: an engine whose output nobody reads would wait for us while we wait for it.
        let output = child.stdout.take().map(|output| {
            let (tell, bytes) = channel();
            let read = move || {
                let mut bytes = Vec::new();
                let read = output.take(MOST_BYTES).read_to_end(&mut bytes).map(|_| bytes);
                let _ = tell.send(read);
            };
            std::thread::Builder::new().name("spoken".into()).spawn(read).map(|_| bytes)
        });
        let begun = Instant::now();
        // Without a thread it is ended at once.
        let output = output.transpose().inspect_err(|_| end_with_its_children(&mut child))?;
        wait(&mut child, at_most)?;
        if let Some(output) = output {
            // Not for ever: something that it has started may keep its output open.
            let left = at_most.saturating_sub(begun.elapsed());
            let read = output.recv_timeout(left).map_err(|_| {
                end_with_its_children(&mut child);
                EngineError::OutputStaysOpen
            })?;
            std::fs::write(&wav, read?)?;
        }
        recording::read(&wav).map_err(EngineError::Recording)
    }
}

/// Waits for the program, but not for ever.
fn wait(child: &mut Child, at_most: Duration) -> Result<(), EngineError> {
    let Some(status) = child.wait_timeout(at_most)? else {
        end_with_its_children(child);
        return Err(EngineError::TooSlow(at_most));
    };
    if status.success() { Ok(()) } else { Err(EngineError::Failed(status)) }
}

fn end_with_its_children(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// The text as an engine says it right: numbers that are joined by hyphens, as in "4-7-8 breathing", one after the other
/// rather than with the names of the hyphens between them.
fn speakable(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let is_digit = |at: Option<usize>| at.and_then(|at| signs.get(at)).is_some_and(char::is_ascii_digit);
    let mut said = String::with_capacity(text.len());
    for (at, sign) in signs.iter().enumerate() {
        if matches!(sign, '-' | '–') && is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)) {
            said.push_str(", ");
        } else {
            said.push(*sign);
        }
    }
    said
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)] // Helpers of tests may fail as tests do.
mod tests {
    use super::*;

    #[test]
    fn joined_numbers_are_said_one_after_the_other() {
        for (written, said) in [
            ("4-7-8 breathing. 4 minutes.", "4, 7, 8 breathing. 4 minutes."),
            ("4–7–8", "4, 7, 8"),
            ("a long-held breath - and 5 - more", "a long-held breath - and 5 - more"),
        ] {
            assert_eq!(speakable(written), said);
        }
    }

    fn command(line: &str) -> Engine {
        let choice = VoiceChoice { command: Some(line.into()), ..VoiceChoice::default() };
        Engine::best(&Engine::found(&choice), &choice, Language::En).cloned().unwrap()
    }

    #[track_caller]
    fn check_fails(line: &str, part: &str) {
        let error = command(line).synthesise("Hello.", Language::En).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }

    #[test]
    fn a_command_of_ones_own_is_fed_the_words_and_gives_a_wav() {
        let folder = tempfile::tempdir().unwrap();
        let (wav, heard) = (folder.path().join("a.wav"), folder.path().join("heard"));
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: 8_000,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::create(&wav, spec).unwrap();
        (0..800_i16).for_each(|i| writer.write_sample(i * 10).unwrap());
        writer.finalize().unwrap();
        let clip = command(&format!(
            "cat > '{0}'; echo {{language}} $STILLPOINT_LANGUAGE >> '{0}'; cat '{1}'",
            heard.display(),
            wav.display()
        ))
        .synthesise("It's {a}.", Language::De)
        .unwrap();
        assert_eq!((clip.rate, clip.samples.len()), (8_000, 800));
        assert_eq!(std::fs::read_to_string(heard).unwrap().trim(), "It's {a}.\nde de");
    }

    #[test]
    fn an_engine_that_fails_gives_garbage_or_nothing_says_so() {
        check_fails("exit 3", "its program failed with exit status: 3");
        check_fails("echo this is no sound", "its output isn't a sound file");
        check_fails("true", "its output isn't a sound file");
        check_fails("no-such-program-anywhere", "its program failed with");
    }

    #[test]
    fn an_engine_that_hangs_is_given_up() {
        let briefly = Duration::from_millis(100);
        let hangs =
            |line: &str| command(line).synthesise_within("Hello.", Language::En, briefly).unwrap_err();
        assert_eq!(hangs("sleep 5").to_string(), "it took longer than 0.1 seconds");
        // What it has started ends with it.
        let folder = tempfile::tempdir().unwrap();
        let alive = folder.path().join("alive");
        let script = format!("(sleep 0.4; touch '{}') & wait", alive.display());
        assert!(matches!(hangs(&script), EngineError::TooSlow(_)));
        std::thread::sleep(Duration::from_millis(600));
        assert!(!alive.exists());
        assert!(matches!(hangs("sleep 5 &"), EngineError::OutputStaysOpen));
    }

    #[test]
    fn an_engine_that_does_not_read_its_words_is_given_up_in_the_same_time() {
        // More than a pipe holds.
        let words = "word ".repeat(100_000);
        let begun = Instant::now();
        let briefly = Duration::from_millis(100);
        let hangs = command("sleep 30").synthesise_within(&words, Language::En, briefly).unwrap_err();
        assert!(matches!(hangs, EngineError::TooSlow(_)), "{hangs}");
        assert!(begun.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn the_voice_follows_the_language() {
        let arguments = |kind: &Kind, language| {
            let all = kind.arguments(Path::new("a.wav"), 145, language);
            all.iter().map(|argument| argument.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
        };
        assert!(arguments(&Kind::EspeakNg, Language::De).starts_with("-v de -s 145"));
        assert!(arguments(&Kind::EspeakNg, Language::En).starts_with("-v en-gb "));
        assert!(arguments(&Kind::MacSay, Language::Es).ends_with("-v Mónica -o a.wav"));
        assert!(!arguments(&Kind::MacSay, Language::En).contains("-v"));
        let engine = command("x");
        assert_ne!(engine.key("Hand", Language::En), engine.key("Hand", Language::De));
    }

    /// Engines that are not there.
    fn engines(kinds: &[Kind]) -> Vec<Engine> {
        let engine = |kind: &Kind| Engine {
            kind: kind.clone(),
            program: None,
            words_per_minute: 145,
            kept: Kept::default(),
        };
        kinds.iter().map(engine).collect()
    }

    #[test]
    fn the_best_understood_engine_of_a_language_speaks_unless_one_is_chosen() {
        let (hts, diphone) = (Kind::Festival { has_hts: true }, Kind::Festival { has_hts: false });
        let found = engines(&[Kind::EspeakNg, diphone, Kind::Flite, hts]);
        let best = |found: &[Engine], choice: &VoiceChoice, language| {
            Engine::best(found, choice, language).map(|engine| engine.kind.clone())
        };
        let narrator = VoiceChoice::default();
        assert!(matches!(best(&found, &narrator, Language::En), Some(Kind::Festival { has_hts: true })));
        assert_eq!(best(&found[..3], &narrator, Language::En), Some(Kind::Flite));
        assert_eq!(best(&found, &narrator, Language::De), Some(Kind::EspeakNg));
        let chosen = |name: &str| VoiceChoice::default().with(name);
        assert_eq!(best(&found, &chosen("espeak-ng"), Language::En), Some(Kind::EspeakNg));
        // What is chosen and not there, or does not speak the language, is replaced by the best.
        assert_eq!(best(&found[..3], &chosen("nonsense"), Language::En), Some(Kind::Flite));
        assert_eq!(best(&found, &chosen("flite"), Language::De), Some(Kind::EspeakNg));
        assert_eq!(best(&found[1..], &narrator, Language::De), None);
        let own = engines(&[Kind::EspeakNg, Kind::Narrator("x".into(), "y"), Kind::Command("cat".into())]);
        assert_eq!(best(&own[..2], &narrator, Language::Es), Some(own[1].kind.clone()));
        assert_eq!(best(&own, &narrator, Language::En), Some(own[2].kind.clone()));
    }
}
