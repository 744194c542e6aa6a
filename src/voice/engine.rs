//! Programs that turn a sentence into a WAV.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::recording;
use crate::sound::clip::Clip;

/// A sentence takes an engine 10 to 600 ms; one that takes longer than this hangs.
const AT_MOST: Duration = Duration::from_secs(8);
/// Words a minute: slower than speech, as for somebody who listens with a headache.
const SPEED: u32 = 145;

/// One way of speaking.
#[derive(Clone, Debug)]
pub struct Engine {
    kind: Kind,
    program: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    EspeakNg,
    Flite,
}

impl Kind {
    /// In the order in which they are preferred.
    const ALL: [Self; 2] = [Self::EspeakNg, Self::Flite];

    const fn program(self) -> &'static str {
        match self {
            Self::EspeakNg => "espeak-ng",
            Self::Flite => "flite",
        }
    }

    /// The arguments with which it reads the words from its input and writes them to `wav`.
    fn arguments(self, wav: &Path) -> Vec<std::ffi::OsString> {
        let mut arguments: Vec<std::ffi::OsString> = match self {
            Self::EspeakNg => {
                ["-v", "en-gb", "-s", &SPEED.to_string(), "--stdin", "-w"].map(Into::into).to_vec()
            }
            Self::Flite => {
                ["--setf", "duration_stretch=1.1", "-f", "/dev/stdin", "-o"].map(Into::into).to_vec()
            }
        };
        arguments.push(wav.into());
        arguments
    }
}

impl Engine {
    /// The best one on this machine.
    #[must_use]
    pub fn best() -> Option<Self> {
        Kind::ALL.into_iter().find_map(|kind| Some(Self { kind, program: find(kind.program())? }))
    }

    /// What it is called.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.kind.program()
    }

    /// What makes the sound of a text: the engine, its voice and speed, and the words.
    pub(super) fn key(&self, text: &str) -> String {
        format!("1|{}|{SPEED}|{text}", self.name())
    }

    /// Says a text into samples.
    ///
    /// # Errors
    /// A sentence on why there is no sound.
    pub fn synthesise(&self, text: &str) -> Result<Clip, String> {
        let fault = |why: String| format!("The voice {} did not speak: {why}.", self.name());
        let folder = tempfile::tempdir().map_err(|error| fault(error.to_string()))?;
        let wav = folder.path().join("words.wav");
        let mut child = Command::new(&self.program)
            .args(self.kind.arguments(&wav))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| fault(error.to_string()))?;
        if let Some(mut input) = child.stdin.take() {
            // An engine that does not read its input says so by failing.
            let _ = input.write_all(text.as_bytes());
        }
        wait(&mut child).map_err(fault)?;
        recording::read(&wav).map_err(fault)
    }
}

/// Waits for the program, but not for ever.
fn wait(child: &mut Child) -> Result<(), String> {
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("it ended with {status}")),
            Ok(None) if started.elapsed() < AT_MOST => std::thread::sleep(Duration::from_millis(3)),
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("it took longer than {} seconds", AT_MOST.as_secs()));
            }
            Err(error) => return Err(error.to_string()),
        }
    }
}

fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}
