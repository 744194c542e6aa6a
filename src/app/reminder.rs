//! Wakes the window when a follow-up question is due, by the wall clock. One thread serves all sessions.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use chrono::{DateTime, Utc};
use eframe::egui;

use super::clock::Clock;
use crate::storage::WriteOptions;

/// How long the thread sleeps at most while a time is to come. The clock of its sleep stands still while the machine sleeps;
/// once that has woken, a question whose time has passed is asked after this time at the latest.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Longer than a question waits for its answer, so that nobody tells of it any more.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(24 * 7);

/// The times at which the window should look for due questions.
#[derive(Debug, Default)]
pub(super) struct Reminder {
    is_due: Arc<AtomicBool>,
    times: Option<Sender<DateTime<Utc>>>,
}

impl Reminder {
    /// Schedules another wake-up at `time`.
    pub(super) fn wake_at(&mut self, time: DateTime<Utc>, clock: &Clock, ctx: &egui::Context) {
        let times = self.times.get_or_insert_with(|| {
            let (times, requests) = channel();
            let (ctx, is_due, clock) = (ctx.clone(), Arc::clone(&self.is_due), clock.clone());
            let wake = move || {
                is_due.store(true, Ordering::Release);
                ctx.request_repaint();
            };
            let now = move || clock.now().to_utc();
            // Without a thread, the question still appears on the first screen.
            let wait = move || wait(&requests, &now, LOOK_EVERY, &wake);
            let _ = std::thread::Builder::new().name("later".into()).spawn(wait);
            times
        });
        let _ = times.send(time);
    }

    /// Whether a scheduled time has come since the last call.
    pub(super) fn take_due(&self) -> bool {
        self.is_due.swap(false, Ordering::AcqRel)
    }
}

/// Whether this is the first window that tells of something; `name` is that of a file which says so to the others.
pub(super) fn is_first_to_tell(folder: &Path, name: &str) -> bool {
    let options = WriteOptions::private().make_private_folder().create_new().unsynced();
    let mark = folder.join(name);
    // If the mark cannot be written, every window tells.
    let is_first = options.write(&mark, b"").is_ok() || !mark.exists();
    for old in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let written = old.metadata().and_then(|meta| meta.modified()).ok();
        if written.and_then(|written| written.elapsed().ok()).is_some_and(|age| age > FORGOTTEN_AFTER) {
            let _ = std::fs::remove_file(old.path());
        }
    }
    is_first
}

/// Calls `wake` at each time, until all senders are gone.
fn wait(
    requests: &Receiver<DateTime<Utc>>,
    now: &dyn Fn() -> DateTime<Utc>,
    look_every: Duration,
    wake: &dyn Fn(),
) {
    let mut times: Vec<DateTime<Utc>> = Vec::new();
    loop {
        let left = times.iter().min().map(|next| (*next - now()).to_std().unwrap_or_default());
        let request = match left {
            Some(left) => requests.recv_timeout(left.min(look_every)),
            None => requests.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match request {
            Ok(time) => times.push(time),
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                let (now, before) = (now(), times.len());
                times.retain(|time| *time > now);
                if times.len() < before {
                    wake();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use chrono::TimeDelta;
    use parking_lot::Mutex;

    use super::*;

    #[test]
    fn every_time_wakes_once_by_the_wall_clock_and_the_thread_ends_with_the_window() {
        let begin = Utc::now();
        let clock = Arc::new(Mutex::new(begin));
        let (times, requests) = channel();
        let (woken, heard) = mpsc::channel();
        let read = Arc::clone(&clock);
        let waits = std::thread::spawn(move || {
            let now = move || *read.lock();
            wait(&requests, &now, Duration::from_millis(1), &|| woken.send(now()).unwrap());
        });
        let (soon, later) = (begin + TimeDelta::hours(2), begin + TimeDelta::hours(24));
        for time in [later, soon, soon] {
            times.send(time).unwrap();
        }
        // The machine sleeps for five hours, of which the thread knows nothing.
        *clock.lock() = begin + TimeDelta::hours(5);
        assert_eq!(heard.recv_timeout(Duration::from_mins(1)).unwrap(), begin + TimeDelta::hours(5));
        *clock.lock() = later;
        assert_eq!(heard.recv_timeout(Duration::from_mins(1)).unwrap(), later);
        drop(times);
        waits.join().unwrap();
        assert!(heard.try_recv().is_err(), "two times at once wake once");
    }

    #[test]
    fn of_several_windows_one_tells_and_without_a_place_for_the_mark_all() {
        let folder = tempfile::tempdir().unwrap();
        let marks = folder.path().join("told");
        assert!(is_first_to_tell(&marks, "one-two-hours"));
        assert!(!is_first_to_tell(&marks, "one-two-hours"));
        assert!(is_first_to_tell(&marks, "one-next-day"));
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert!(is_first_to_tell(&file.join("told"), "x") && is_first_to_tell(&file.join("told"), "x"));
    }
}
