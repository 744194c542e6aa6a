//! How far running sessions have got, appended to their files by a thread of its own: one that waits for the disk with a
//! save must not hold up what waits for nothing.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use chrono::Local;

use super::spool::Entry;
use super::{Request, Shared};
use crate::journal::Record;
use crate::journal::running::RunningFile;

/// How long a running session may be without being written to the journal: what a power cut can cost.
const SAVED_EVERY: Duration = Duration::from_secs(30);

/// A session that runs in this program, with its file.
#[derive(Debug)]
pub(super) struct Running {
    file: RunningFile,
    /// When it was last written to the journal.
    saved: Instant,
    /// The number of the version that was appended last.
    appended: u64,
}

impl Running {
    fn is_saved_lately(&self) -> bool {
        self.saved.elapsed() < SAVED_EVERY
    }
}

impl Shared {
    /// Goes on from a session that was just written to the journal. False if it has no file of its own.
    pub(super) fn runs_on(&self, journal: &Path, record: &Record) -> bool {
        let mut running = self.running.lock();
        // Whoever appends holds the same lock, so that nothing newer is appended and forgotten in between.
        let is_newest = !self.pending.lock().entries.contains_key(&record.id);
        if let Some(of_session) = running.get_mut(&record.id) {
            of_session.saved = Instant::now();
            of_session.file.go_on_from(record, is_newest);
            return true;
        }
        let file = self.running_files.load(Ordering::Relaxed).then(|| RunningFile::begin(journal, record));
        let Some(file) = file.flatten() else { return false };
        running.insert(record.id.clone(), Running { file, saved: Instant::now(), appended: 0 });
        true
    }

    /// Takes away the file of a session that is over, and in the journal.
    pub(super) fn ended(&self, id: &str) {
        if let Some(of_session) = self.running.lock().remove(id) {
            of_session.file.end();
        }
    }

    /// Whether this version of an entry is appended, and that is enough.
    pub(super) fn is_appended(&self, entry: &Entry, version: u64) -> bool {
        let is_enough = |of: &Running| of.is_saved_lately() && of.appended >= version;
        matches!(entry, Entry::Progress(_)) && self.running.lock().get(entry.id()).is_some_and(is_enough)
    }

    /// Appends the newest version of each running session. True if one of them has to be written to the journal instead.
    fn append_progress(&self) -> bool {
        let mut has_to_be_saved = false;
        for (id, version, entry) in self.pending() {
            let (Some(record), is_progress) = (entry.session(), matches!(entry, Entry::Progress(_))) else {
                continue;
            };
            let mut running = self.running.lock();
            let Some(of_session) = running.get_mut(&id) else {
                has_to_be_saved |= is_progress;
                continue;
            };
            let now = Local::now().with_timezone(&record.started.timezone());
            let is_there = of_session.appended >= version || of_session.file.append(record, now);
            if is_there {
                of_session.appended = of_session.appended.max(version);
            }
            if !is_progress {
                continue;
            }
            if is_there && of_session.is_saved_lately() {
                self.written(&id, version);
            } else {
                // So that the journal's thread does not take it for one that is appended.
                of_session.saved = Instant::now().checked_sub(SAVED_EVERY).unwrap_or(of_session.saved);
                has_to_be_saved = true;
            }
        }
        has_to_be_saved
    }
}

/// Appends whenever there is something new, until nobody writes any more.
pub(super) fn append_all(shared: &Shared, saves: &Sender<Request>, progressed: &Receiver<()>) {
    while progressed.recv().is_ok() {
        // Several that came at once are one.
        while progressed.try_recv().is_ok() {}
        if shared.append_progress() {
            let _ = saves.send(Request::Saved);
        }
    }
}
