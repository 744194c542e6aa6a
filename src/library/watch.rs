//! Keeps the library up to date: rereads it in the background whenever a user file is saved.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

use super::changes::{Changes, Stop};
use super::{Library, Loader};
use crate::faults;
use crate::routine::Language;

/// The nice value of the reading thread: half of the way to the lowest priority.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// The message after reading failed.
const FAILED: &str = "Stillpoint ran into an error while reading your routines, and saved a crash report. You're seeing \
    an earlier version; Stillpoint will read your routines again when you save one of them.";

/// A library that was read, and what the next reading depends on.
struct Loaded {
    library: Library,
    changes: u64,
    has_links: bool,
}

/// Watches a person's folder until it is dropped.
#[derive(Debug)]
pub struct Watch {
    latest: Arc<Latest>,
    stop: Stop,
}

/// The newest library, until it is taken.
#[derive(Debug, Default)]
struct Latest {
    library: Mutex<Option<Arc<Library>>>,
    is_there: Condvar,
}

impl Watch {
    /// Reads the library in a language on a thread of its own, now and after every change. `wake` is called on
    /// that thread whenever a new library can be taken, within 300 ms of a save.
    ///
    /// If the folder does not exist, waits for it. If no thread can be started, no library ever comes.
    #[must_use]
    pub fn start(folder: Option<PathBuf>, language: Language, wake: impl Fn() + Send + 'static) -> Self {
        let watched = folder.iter().cloned().collect();
        let begin = move || {
            let mut loader = Loader::new(folder.clone()).in_language(language);
            Box::new(move || {
                let library = loader.load();
                Loaded { library, changes: loader.changes(), has_links: loader.has_links() }
            }) as Box<dyn FnMut() -> Loaded>
        };
        Self::start_with(watched, begin, wake)
    }

    /// The same with what reads the library, which is begun anew after it has failed.
    fn start_with(
        watched: Vec<PathBuf>,
        begin: impl Fn() -> Box<dyn FnMut() -> Loaded> + Send + 'static,
        wake: impl Fn() + Send + 'static,
    ) -> Self {
        let latest: Arc<Latest> = Arc::default();
        // Watched before it is read, so that nothing falls between.
        let mut changes = Changes::of(watched);
        let stop = changes.stopper();
        let give = {
            let latest = Arc::clone(&latest);
            let give = move |library: Library| {
                *latest.library.lock() = Some(Arc::new(library));
                latest.is_there.notify_all();
                wake();
            };
            move || {
                make_way();
                let mut load = begin();
                let (mut given, mut good): (Option<u64>, Option<Library>) = (None, None);
                loop {
                    if let Ok(loaded) = faults::survived(&mut load) {
                        if given != Some(loaded.changes) {
                            given = Some(loaded.changes);
                            good = Some(loaded.library.clone());
                            give(loaded.library);
                        }
                        changes.poll_too(loaded.has_links);
                    } else {
                        // What was read before is still right, or most of it; all is read anew at the next change.
                        let mut library = good.clone().unwrap_or_else(|| Library::open(None));
                        library.notes.push(FAILED.to_owned());
                        give(library);
                        (load, given) = (begin(), None);
                    }
                    if !changes.wait() {
                        break;
                    }
                }
            }
        };
        let _ = std::thread::Builder::new().name("library".into()).spawn(give);
        Self { latest, stop }
    }

    /// The library, if there is one that was not taken yet.
    #[must_use]
    pub fn latest(&self) -> Option<Arc<Library>> {
        self.latest.library.lock().take()
    }

    /// The same, waited for as long as `patience`.
    #[must_use]
    pub(crate) fn latest_within(&self, patience: Duration) -> Option<Arc<Library>> {
        let until = Instant::now() + patience;
        let mut library = self.latest.library.lock();
        while library.is_none() && !self.latest.is_there.wait_until(&mut library, until).timed_out() {}
        library.take()
    }
}

/// Lets all others go first, those that draw the first page above all, for as long as this thread and those that it starts
/// live.
fn make_way() {
    // A thread has a priority of its own on Linux alone; without it, the first page takes longer with many routines.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, NICENESS);
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop.stop();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    #[test]
    fn a_fault_while_reading_is_told_and_the_next_change_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let (count, fails) = (AtomicU64::new(0), Arc::new(AtomicBool::new(false)));
        let loads = Arc::new((count, Arc::clone(&fails)));
        let begin = move || {
            let loads = Arc::clone(&loads);
            Box::new(move || {
                let changes = loads.0.fetch_add(1, Ordering::Relaxed);
                assert!(!loads.1.load(Ordering::Relaxed), "a fault of the program");
                let mut library = Library::open(None);
                library.notes.push("read".to_owned());
                Loaded { library, changes, has_links: false }
            }) as Box<dyn FnMut() -> Loaded>
        };
        let watch = Watch::start_with(vec![folder.path().to_path_buf()], begin, || {});
        let is_told = |expected: bool| {
            let told = || watch.latest_within(PATIENCE).map(|library| library.notes.clone());
            while let Some(notes) = told() {
                assert_eq!(notes[0], "read", "what was read before is kept");
                if notes[1..].contains(&FAILED.to_owned()) == expected {
                    return true;
                }
            }
            false
        };
        assert!(is_told(false));
        fails.store(true, Ordering::Relaxed);
        std::fs::write(folder.path().join("a.ron"), "(").unwrap();
        assert!(is_told(true));
        fails.store(false, Ordering::Relaxed);
        std::fs::write(folder.path().join("a.ron"), "()").unwrap();
        assert!(is_told(false));
    }
}
