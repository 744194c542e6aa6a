//! Programs that turn a sentence into a WAV.

use std::ffi::OsString;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use wait_timeout::ChildExt as _;

use super::error::EngineError;
use super::recording;
use crate::routine::Language;
use crate::sound::clip::Clip;

/// A sentence takes an engine 10 to 600 ms; one that takes longer than this hangs.
const AT_MOST: Duration = Duration::from_secs(8);
/// The speed at which engines speak that are told a factor instead of words a minute.
const USUAL_WORDS_PER_MINUTE: u32 = 175;
/// The most that an engine may give for one sentence: minutes of sound.
const MOST_BYTES: u64 = 64 << 20;

/// Which voice speaks, as chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceChoice {
    /// The engine by name; the best one found if none is named.
    pub engine: Option<String>,
    /// A command that reads a sentence and writes a WAV, for the engine `command`.
    pub command: Option<String>,
    /// How fast, in words a minute; engines are told it in their own terms.
    pub words_per_minute: u32,
}

impl VoiceChoice {
    /// Nobody follows slower speech.
    pub(crate) const SLOWEST: u32 = 80;
    /// Nobody in pain follows faster speech.
    pub(crate) const FASTEST: u32 = 260;
}

impl Default for VoiceChoice {
    /// Slower than everyday speech, as for somebody who listens with a headache.
    fn default() -> Self {
        Self { engine: None, command: None, words_per_minute: 145 }
    }
}

/// One way of speaking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    kind: Kind,
    program: PathBuf,
    words_per_minute: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    EspeakNg,
    Flite,
    Festival,
    MacSay,
    WindowsSpeech,
    /// The person's own command line, run by the system's shell.
    Command(String),
}

impl Kind {
    /// In the order in which they are preferred; only those that can exist on this system.
    fn all(command: Option<&str>) -> Vec<Self> {
        let own = command.map(|line| Self::Command(line.to_owned()));
        let known = if cfg!(target_os = "macos") {
            vec![Self::MacSay, Self::EspeakNg]
        } else if cfg!(windows) {
            vec![Self::WindowsSpeech, Self::EspeakNg]
        } else {
            vec![Self::EspeakNg, Self::Festival, Self::Flite]
        };
        own.into_iter().chain(known).collect()
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::EspeakNg => "espeak-ng",
            Self::Flite => "flite",
            Self::Festival => "festival",
            Self::MacSay => "say",
            Self::WindowsSpeech => "windows",
            Self::Command(_) => "command",
        }
    }

    const fn title(&self) -> &'static str {
        match self {
            Self::EspeakNg => "eSpeak",
            Self::Flite => "Flite",
            Self::Festival => "Festival",
            Self::MacSay => "macOS",
            Self::WindowsSpeech => "Windows",
            Self::Command(_) => "your own command",
        }
    }

    const fn program(&self) -> &'static str {
        match self {
            Self::EspeakNg => "espeak-ng",
            Self::Flite => "flite",
            Self::Festival => "text2wave",
            Self::MacSay => "say",
            Self::WindowsSpeech => "powershell.exe",
            Self::Command(_) if cfg!(windows) => "cmd.exe",
            Self::Command(_) => "sh",
        }
    }

    /// Whether the program knows the language. Whether a voice for it is installed shows only when it is asked to speak.
    const fn speaks(&self, language: Language) -> bool {
        !matches!((self, language), (Self::Flite | Self::Festival, other) if !matches!(other, Language::En))
    }

    /// The arguments with which it reads the words from its input and writes them to `wav`; the person's own command
    /// writes to its output.
    fn arguments(&self, wav: &Path, words_per_minute: u32, language: Language) -> Vec<OsString> {
        let stretch = || {
            let percent = USUAL_WORDS_PER_MINUTE * 100 / words_per_minute.max(1);
            format!("{}.{:02}", percent / 100, percent % 100)
        };
        let text = |arguments: &[&str]| arguments.iter().map(OsString::from).collect::<Vec<_>>();
        let mut arguments = match self {
            Self::EspeakNg => {
                let voice = if language == Language::En { "en-gb" } else { language.code() };
                text(&["-v", voice, "-s", &words_per_minute.to_string(), "--stdin", "-w"])
            }
            Self::Flite => {
                text(&["--setf", &format!("duration_stretch={}", stretch()), "-f", "/dev/stdin", "-o"])
            }
            Self::Festival => {
                text(&["-eval", &format!("(Parameter.set 'Duration_Stretch {})", stretch()), "-", "-o"])
            }
            Self::MacSay => {
                let rate = words_per_minute.to_string();
                let mut all = text(&["-r", &rate, "-f", "-", "--data-format=LEI16@22050"]);
                all.extend(mac_voice(language).iter().flat_map(|voice| text(&["-v", voice])));
                all.push("-o".into());
                all
            }
            Self::WindowsSpeech => {
                // Its speed runs from −10 to 10, a step being some 15 words a minute.
                let rate = (i64::from(words_per_minute) - i64::from(USUAL_WORDS_PER_MINUTE)) / 15;
                let script = format!(
                    "Add-Type -AssemblyName System.Speech; \
                     [Console]::InputEncoding = New-Object System.Text.UTF8Encoding $false; \
                     $s = New-Object System.Speech.Synthesis.SpeechSynthesizer; $s.Rate = {}; \
                     $s.SelectVoiceByHints('NotSet', 'NotSet', 0, [Globalization.CultureInfo]'{}'); \
                     $s.SetOutputToWaveFile($args[0]); $s.Speak([Console]::In.ReadToEnd()); $s.Dispose()",
                    rate.clamp(-10, 10),
                    language.code()
                );
                text(&["-NoProfile", "-NonInteractive", "-Command", &format!("& {{ {script} }}")])
            }
            Self::Command(line) => {
                let line = line.replace("{language}", language.code());
                return text(&[if cfg!(windows) { "/C" } else { "-c" }, &line]);
            }
        };
        arguments.push(wav.into());
        arguments
    }
}

/// The voice that every Mac has for a language; for English the one that was chosen in the system's settings.
const fn mac_voice(language: Language) -> Option<&'static str> {
    match language {
        Language::En => None,
        Language::De => Some("Anna"),
        Language::Es => Some("Mónica"),
        Language::Fr => Some("Thomas"),
        Language::It => Some("Alice"),
        Language::Pt => Some("Joana"),
        Language::Nl => Some("Xander"),
        Language::Pl => Some("Zosia"),
        Language::Sv => Some("Alva"),
        Language::Da => Some("Sara"),
    }
}

impl Engine {
    /// Every engine on this machine, the best first.
    #[must_use]
    pub fn found(choice: &VoiceChoice) -> Vec<Self> {
        let command = choice.command.as_deref().filter(|command| !command.trim().is_empty());
        let words_per_minute = choice.words_per_minute.clamp(VoiceChoice::SLOWEST, VoiceChoice::FASTEST);
        let engine = |kind: Kind| {
            let program = find(kind.program())?;
            Some(Self { kind, program, words_per_minute })
        };
        Kind::all(command).into_iter().filter_map(engine).collect()
    }

    /// The chosen one, or the best where none is chosen or the chosen one is not there.
    #[must_use]
    pub fn chosen(choice: &VoiceChoice) -> Option<Self> {
        Self::preferred(choice).into_iter().next()
    }

    /// Every engine on this machine, the chosen one first: the others speak the languages that it does not.
    #[must_use]
    pub(super) fn preferred(choice: &VoiceChoice) -> Vec<Self> {
        let mut found = Self::found(choice);
        found.sort_by_key(|engine| Some(engine.name()) != choice.engine.as_deref());
        found
    }

    /// Whether it can speak a language.
    pub(super) const fn speaks(&self, language: Language) -> bool {
        self.kind.speaks(language)
    }

    /// What it is called in the settings file and on the command line.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.kind.name()
    }

    /// What people call it: in the window and in messages.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        self.kind.title()
    }

    /// The program that is run for each sentence.
    #[must_use]
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// What makes the sound of a text: the engine, its speed, the language, and the words.
    pub(super) fn key(&self, text: &str, language: Language) -> String {
        let command = if let Kind::Command(line) = &self.kind { line.as_str() } else { "" };
        format!("3|{}|{command}|{}|{}|{text}", self.name(), self.words_per_minute, language.code())
    }

    /// Says a text into samples.
    ///
    /// # Errors
    /// [`EngineError`] if its program cannot be run, fails, hangs, or gives no sound.
    pub(crate) fn synthesise(&self, text: &str, language: Language) -> Result<Clip, EngineError> {
        self.synthesise_within(text, language, AT_MOST)
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
        let mut command = Command::new(&self.program);
        in_its_own_group(&mut command);
        let mut child = command
            .args(self.kind.arguments(&wav, self.words_per_minute, language))
            .env("STILLPOINT_LANGUAGE", language.code())
            .stdin(Stdio::piped())
            .stdout(if gives_output { Stdio::piped() } else { Stdio::null() })
            .stderr(Stdio::null())
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

/// Starts the program in a process group of its own, so that it can be ended with all that it has started: a person's own
/// command is often a script.
fn in_its_own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
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

fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
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
        Engine::chosen(&choice).unwrap()
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
        assert!(arguments(&Kind::WindowsSpeech, Language::De).contains("[Globalization.CultureInfo]'de'"));
        assert!(Kind::Festival.speaks(Language::En) && !Kind::Festival.speaks(Language::De));
        let engine = command("x");
        assert_ne!(engine.key("Hand", Language::En), engine.key("Hand", Language::De));
    }

    #[test]
    fn what_is_chosen_and_not_there_is_replaced_by_the_best() {
        let choice = VoiceChoice {
            engine: Some("nonsense".into()),
            command: Some("cat".into()),
            ..VoiceChoice::default()
        };
        assert_eq!(Engine::chosen(&choice).map(|engine| engine.name()), Some("command"));
    }
}
