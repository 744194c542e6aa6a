//! A person for whom the program itself is started: a home of their own, and what the journal there says afterwards.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use stillpoint::journal::{Record, Store};
use stillpoint::time::ExactDuration;
use tempfile::TempDir;

/// How long something that has to come may take on a machine that does a lot besides.
const AT_MOST: Duration = Duration::from_mins(1);

/// Somebody with a home of their own, and no screen.
pub struct Person {
    home: TempDir,
}

impl Person {
    /// Somebody who has answered the danger signs, and has chosen nothing else.
    pub fn new() -> Self {
        let person = Self::newcomer();
        person.file(
            "config/stillpoint/settings.ron",
            "(red_flags_seen: true, massage_explained: true, pack_explained: true)",
        );
        person
    }

    /// Somebody who opens the program for the first time.
    pub fn newcomer() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("run")).unwrap();
        Self { home }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stillpoint"));
        command.args(arguments).stdin(Stdio::null());
        command.env("HOME", self.home.path());
        for (name, folder) in [
            ("XDG_DATA_HOME", "data"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_RUNTIME_DIR", "run"),
        ] {
            command.env(name, self.path(folder));
        }
        for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DBUS_SESSION_BUS_ADDRESS"] {
            command.env_remove(name);
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub fn journal(&self) -> Option<Store> {
        Store::open_to_read(&self.path("data/stillpoint/journal.sqlite")).unwrap()
    }

    /// How far the session has got that runs now, as it was appended last.
    pub fn progress(&self) -> Option<(String, ExactDuration)> {
        let file = std::fs::read_dir(self.path("data/stillpoint/running")).ok()?.flatten().next()?.path();
        let text = std::fs::read_to_string(&file).ok()?;
        let line = text.lines().next_back()?;
        let value: serde_json::Value = serde_json::from_str(line).ok()?;
        let done = serde_json::from_value(value.get("done")?.clone()).ok()?;
        Some((file.file_stem()?.to_str()?.to_owned(), done))
    }

    pub fn records(&self) -> Vec<Record> {
        self.journal().map(|store| store.newest(10).unwrap()).unwrap_or_default()
    }
}

/// What `look` finds, as soon as it finds something.
#[track_caller]
pub fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < AT_MOST, "{what} did not come");
        std::thread::sleep(Duration::from_millis(50));
    }
}
