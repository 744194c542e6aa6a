//! The programs that can speak: what each is called, what it speaks, and how it is asked.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::paths::Paths;
use crate::routine::Language;
use crate::voice::VoiceChoice;

/// The speed at which engines speak that are told a factor instead of words a minute.
pub(super) const USUAL_WORDS_PER_MINUTE: u32 = 175;
/// Where the best voice of Festival is installed by the systems that have it.
const HTS: &str = "/usr/share/festival/voices/us/cmu_us_slt_arctic_hts";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The narrator's own voice, where the person has set it up: the model and a Python to run it, in this folder.
    Narrator(PathBuf, &'static str),
    EspeakNg,
    Flite,
    /// With its best voice, where that is installed.
    Festival {
        has_hts: bool,
    },
    MacSay,
    WindowsSpeech,
    /// The person's own command line, run by the system's shell.
    Command(String),
}

impl Kind {
    /// Those that can exist on this system.
    pub fn all(choice: &VoiceChoice) -> Vec<Self> {
        let command = choice.command.as_deref().filter(|command| !command.trim().is_empty());
        let own = command.map(|line| Self::Command(line.to_owned()));
        let voice = choice.narrator().unwrap_or_default().voice(Language::En).unwrap_or_default();
        let narrator = Paths::narrator().map(|folder| Self::Narrator(folder, voice));
        let known = if cfg!(target_os = "macos") {
            vec![Self::MacSay, Self::EspeakNg]
        } else if cfg!(windows) {
            vec![Self::WindowsSpeech, Self::EspeakNg]
        } else {
            vec![Self::EspeakNg, Self::Festival { has_hts: Path::new(HTS).exists() }, Self::Flite]
        };
        own.into_iter().chain(narrator).chain(known).collect()
    }

    /// How it ranks for a language, the best first, by how well a speech recogniser understood each; a person's own
    /// command comes first, since they chose it. `audio/README.md` has the figures.
    pub const fn rank(&self, language: Language) -> u8 {
        match (self, language) {
            (Self::Command(_), _) => 0,
            (Self::Narrator(..), _) => 1,
            (Self::MacSay | Self::WindowsSpeech, _) => 2,
            (Self::Festival { has_hts: true }, _) => 3,
            (Self::Flite, _) => 4,
            (Self::EspeakNg, _) => 5,
            (Self::Festival { has_hts: false }, _) => 6,
        }
    }

    pub const fn name(&self) -> &'static str {
        match self {
            Self::Narrator(..) => "narrator",
            Self::EspeakNg => "espeak-ng",
            Self::Flite => "flite",
            Self::Festival { .. } => "festival",
            Self::MacSay => "say",
            Self::WindowsSpeech => "windows",
            Self::Command(_) => "command",
        }
    }

    /// What people call it.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Narrator(..) => "the narrator's voice",
            Self::EspeakNg => "eSpeak",
            Self::Flite => "Flite",
            Self::Festival { .. } => "Festival",
            Self::MacSay => "macOS",
            Self::WindowsSpeech => "Windows",
            Self::Command(_) => "your own command",
        }
    }

    /// The program that is run, if it is there.
    pub fn program(&self) -> Option<PathBuf> {
        let name = match self {
            Self::Narrator(folder, _) => {
                return Some(folder.join("bin/python3")).filter(|python| python.is_file());
            }
            Self::EspeakNg => "espeak-ng",
            Self::Flite => "flite",
            Self::Festival { .. } => "text2wave",
            Self::MacSay => "say",
            Self::WindowsSpeech => "powershell.exe",
            Self::Command(_) if cfg!(windows) => "cmd.exe",
            Self::Command(_) => "sh",
        };
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
    }

    /// Whether the program knows the language. Whether a voice for it is installed shows only when it is asked to speak.
    pub const fn speaks(&self, language: Language) -> bool {
        match self {
            Self::Flite | Self::Festival { .. } => matches!(language, Language::En),
            Self::Narrator(..) => matches!(language, Language::En | Language::Es),
            Self::EspeakNg | Self::MacSay | Self::WindowsSpeech | Self::Command(_) => true,
        }
    }

    /// The arguments with which it reads the words from its input and writes them to `wav`; the person's own command
    /// writes to its output.
    pub fn arguments(&self, wav: &Path, words_per_minute: u32, language: Language) -> Vec<OsString> {
        let stretch = || {
            let percent = USUAL_WORDS_PER_MINUTE * 100 / words_per_minute.max(1);
            format!("{}.{:02}", percent / 100, percent % 100)
        };
        let text = |arguments: &[&str]| arguments.iter().map(OsString::from).collect::<Vec<_>>();
        let mut arguments = match self {
            Self::Narrator(folder, voice) => return vec![folder.join("speak.py").into(), voice.into()],
            Self::EspeakNg => {
                let voice = if language == Language::En { "en-gb" } else { language.code() };
                text(&["-v", voice, "-s", &words_per_minute.to_string(), "--stdin", "-w"])
            }
            Self::Flite => {
                let stretch = format!("duration_stretch={}", stretch());
                text(&["-voice", "slt", "--setf", &stretch, "-f", "/dev/stdin", "-o"])
            }
            Self::Festival { has_hts } => {
                let voice = if *has_hts { "(voice_cmu_us_slt_arctic_hts)" } else { "" };
                let stretch = format!("(Parameter.set 'Duration_Stretch {})", stretch());
                text(&["-eval", &format!("(begin {voice}{stretch})"), "-", "-o"])
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
