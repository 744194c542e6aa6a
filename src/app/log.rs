//! The log, for tracking down faults: a file on this machine that never grows beyond a limit.
//!
//! Nothing private is logged: no routine, rating, note or answer, and the home folder is shown as `~`. The
//! rooms up to the player and the audio thread do not log at all.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;

use crate::storage;

/// The environment variable with the log level: `off`, `error`, `warn`, `info` (the default), `debug` or
/// `trace`.
pub const LEVEL_VARIABLE: &str = "STILLPOINT_LOG";
/// The current log; the previous one has the same name with the ending `.old`.
const NAME: &str = "stillpoint.log";
/// The most bytes in each of the two files. Our limit; enough for some months.
const MOST_BYTES: u64 = 256 << 10;

/// Starts logging to a file in `folder`, which is created with the first line. Only the first call has an
/// effect.
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
        tracing::warn!("{LEVEL_VARIABLE} should be off, error, warn, info, debug or trace");
    }
}

/// Logs that the journal cannot be written, or can be written again.
#[allow(clippy::ref_option)] // As `Iterator::inspect` passes it.
pub fn journal_trouble(trouble: &Option<String>) {
    if let Some(trouble) = trouble {
        tracing::warn!(trouble, "the journal cannot be written");
    } else {
        tracing::info!("the journal can be written again");
    }
}

/// Logs what has happened to the journal.
pub fn journal_notice(notice: &String) {
    tracing::warn!(notice, "the journal");
}

/// Replaces the home folder by `~`, because its name is usually the person's own.
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
        // A full disk costs log lines and nothing else.
        let _ = self.0.lock().add(without_home(&String::from_utf8_lossy(bytes)).as_bytes());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file that lines are appended to. It is private, because it shows when somebody used the program. Before it
/// grows beyond its limit, it replaces the previous one.
struct Bounded {
    path: PathBuf,
    most: u64,
}

impl Bounded {
    const fn at(path: PathBuf, most: u64) -> Self {
        Self { path, most }
    }

    fn add(&self, line: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
        // Opened anew for each line: another window may be writing to it, or may have replaced it.
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
