//! What the program did, for somebody who looks for a fault: a file that never grows beyond a size, on this machine.
//!
//! Nothing private goes into it: no routine, no rating, no note, no answer, and the home folder is a `~`. The rooms up
//! to the player and the audio thread have nothing to say here.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;

use crate::storage;

/// Says how much is written: `off`, `error`, `warn`, `info` (usual), `debug` or `trace`.
pub const LEVEL_VARIABLE: &str = "STILLPOINT_LOG";
/// The file; what was in it before lies beside it under the name with `.old`.
const NAME: &str = "stillpoint.log";
/// The most that one of the two files holds: our limit, some months.
const MOST_BYTES: u64 = 256 << 10;

/// Writes what is told from now on below `folder`, which is made with the first line. Only the first call counts.
pub fn start(folder: &Path) {
    let chosen = std::env::var(LEVEL_VARIABLE).ok();
    let level = chosen.as_deref().map(str::parse::<LevelFilter>);
    let log = Arc::new(Log(Mutex::new(Bounded::at(folder.join(NAME), MOST_BYTES))));
    let written = tracing_subscriber::fmt::layer().with_writer(log);
    let targets = Targets::new().with_target(
        "stillpoint",
        *level.as_ref().and_then(|level| level.as_ref().ok()).unwrap_or(&LevelFilter::INFO),
    );
    let _ =
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(written).with(targets));
    if let Some(Err(_)) = level {
        tracing::warn!("{LEVEL_VARIABLE} says none of off, error, warn, info, debug and trace");
    }
}

/// Writes down that the journal cannot be written, or can again.
pub fn journal_trouble(trouble: &Option<String>) {
    if let Some(trouble) = trouble {
        tracing::warn!(trouble, "the journal cannot be written");
    } else {
        tracing::info!("the journal can be written again");
    }
}

/// Writes down what has happened to the journal.
pub fn journal_notice(notice: &String) {
    tracing::warn!(notice, "the journal");
}

/// The home folder as `~`: its name is most often the person's.
pub(super) fn without_home(text: &str) -> String {
    let person = directories::UserDirs::new();
    let home = person.as_ref().map(|person| person.home_dir().display().to_string());
    match home.as_deref().map(|home| home.trim_end_matches('/')) {
        Some(home) if !home.is_empty() => text.replace(home, "~"),
        _ => text.to_owned(),
    }
}

struct Log(Mutex<Bounded>);

impl Write for &Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A disk that is full costs lines of the log, and nothing else.
        let _ = self.0.lock().add(without_home(&String::from_utf8_lossy(bytes)).as_bytes());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file to which lines are added, private since when somebody used the program is their affair; before it grows beyond its size it takes the place of the older one.
struct Bounded {
    path: PathBuf,
    most: u64,
}

impl Bounded {
    const fn at(path: PathBuf, most: u64) -> Self {
        Self { path, most }
    }

    fn add(&self, line: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
        // Opened for each line: another window may write to it, or have begun a new one.
        let mut file = storage::append_private(&self.path)?;
        if file.metadata()?.len() + line.len() as u64 > self.most {
            drop(file);
            storage::rename(&self.path, &self.path.with_extension("log.old"))?;
            file = storage::append_private(&self.path)?;
        }
        let most = usize::try_from(self.most).unwrap_or(usize::MAX);
        file.write_all(line.get(..most).unwrap_or(line))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_never_grows_beyond_its_size_and_holds_the_newest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state").join(NAME);
        let log = Bounded::at(path.clone(), 1000);
        // Another window writes to the same file.
        let other = Bounded::at(path.clone(), 1000);
        let size = |path: &Path| path.metadata().map_or(0, |data| data.len());
        for number in 0..500 {
            log.add(format!("line {number}\n").as_bytes()).unwrap();
            other.add(format!("other {number}\n").as_bytes()).unwrap();
            assert!(size(&path) <= 1000 && size(&path.with_extension("log.old")) <= 1000);
        }
        log.add(&[b'x'; 5000]).unwrap();
        assert!(size(&path) <= 1000);
        let old = std::fs::read_to_string(path.with_extension("log.old")).unwrap();
        assert!(old.contains("line 499\n") && !old.contains("line 1\n"), "{old}");
        assert_eq!(std::fs::read_dir(folder.path().join("state")).unwrap().count(), 2);
    }

    #[test]
    fn the_home_folder_is_not_named() {
        let home = directories::UserDirs::new().unwrap().home_dir().display().to_string();
        assert_eq!(without_home(&format!("no {home}/a and {home}/b")), "no ~/a and ~/b");
    }
}
