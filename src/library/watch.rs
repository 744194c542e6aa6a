//! Keeps the library up to date: rereads it in the background whenever a user file is saved.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

use super::changes::{Changes, Stop};
use super::{Library, Loader};
use crate::routine::Language;

/// The nice value of the reading thread: half of the way to the lowest priority.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

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
        let latest: Arc<Latest> = Arc::default();
        // Watching begins before reading, so that no change is missed.
        let mut changes = Changes::of(folder.iter().cloned().collect());
        let stop = changes.stopper();
        let give = {
            let latest = Arc::clone(&latest);
            move || {
                make_way();
                let mut loader = Loader::new(folder).in_language(language);
                let mut given = None;
                loop {
                    let library = loader.load();
                    if given != Some(loader.changes()) {
                        given = Some(loader.changes());
                        *latest.library.lock() = Some(Arc::new(library));
                        latest.is_there.notify_all();
                        wake();
                    }
                    changes.poll_too(loader.has_links());
                    if !changes.wait() {
                        break;
                    }
                }
            }
        };
        let _ = std::thread::Builder::new().name("library".into()).spawn(give);
        Self { latest, stop }
    }

    /// A library that has not been taken yet.
    #[must_use]
    pub fn latest(&self) -> Option<Arc<Library>> {
        self.latest.library.lock().take()
    }

    /// The same, waiting for up to `patience`.
    #[must_use]
    pub(crate) fn latest_within(&self, patience: Duration) -> Option<Arc<Library>> {
        let until = Instant::now() + patience;
        let mut library = self.latest.library.lock();
        while library.is_none() && !self.latest.is_there.wait_until(&mut library, until).timed_out() {}
        library.take()
    }
}

/// Lowers the priority of this thread and its children, so that drawing the first page comes first.
fn make_way() {
    // Only Linux has priorities for single threads. Elsewhere, the first page takes longer with many routines.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, NICENESS);
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop.stop();
    }
}
