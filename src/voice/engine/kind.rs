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
    /// Windows' own speech, within the program.
    WindowsSpeech,
    /// The person's own command line, run by the system's shell.
    Command(String),
}

/// Where an engine is on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a program of its own.
    Program(PathBuf),
    /// In the system itself.
    #[cfg_attr(not(windows), allow(dead_code))] // Only Windows has such a one.
    System,
    /// It is not here.
    Nowhere,
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

    /// Where it is.
    pub fn place(&self) -> Place {
        let name = match self {
            Self::Narrator(folder, _) => {
                let python = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python3" };
                return Some(folder.join(python)).filter(|python| python.is_file()).into();
            }
            Self::WindowsSpeech => return windows_speech(),
            Self::EspeakNg => "espeak-ng",
            Self::Flite => "flite",
            Self::Festival { .. } => "text2wave",
            Self::MacSay => "say",
            Self::Command(_) if cfg!(windows) => "cmd",
            Self::Command(_) => "sh",
        };
        let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).map(|folder| folder.join(&name)).find(|file| file.is_file()).into()
    }

    /// Whether the program knows the language. Whether a voice for it is installed shows only when it is asked to speak.
    pub fn speaks(&self, language: Language) -> bool {
        match self {
            Self::Flite | Self::Festival { .. } => matches!(language, Language::En),
            Self::Narrator(..) => matches!(language, Language::En | Language::Es),
            #[cfg(windows)]
            Self::WindowsSpeech => super::system::speaks(language),
            #[cfg(not(windows))]
            Self::WindowsSpeech => false,
            Self::EspeakNg | Self::MacSay | Self::Command(_) => true,
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
            // No program is run.
            Self::WindowsSpeech => return Vec::new(),
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
            Self::Command(line) => {
                let line = line.replace("{language}", language.code());
                if cfg!(windows) {
                    // With `/S`, exactly the outer quotes are taken away.
                    return text(&["/D", "/S", "/C", &format!("\"{line}\"")]);
                }
                return text(&["-c", &line]);
            }
        };
        arguments.push(wav.into());
        arguments
    }
}

impl From<Option<PathBuf>> for Place {
    fn from(program: Option<PathBuf>) -> Self {
        program.map_or(Self::Nowhere, Self::Program)
    }
}

#[cfg(windows)]
fn windows_speech() -> Place {
    if super::system::speaks_at_all() { Place::System } else { Place::Nowhere }
}

#[cfg(not(windows))]
const fn windows_speech() -> Place {
    Place::Nowhere
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
