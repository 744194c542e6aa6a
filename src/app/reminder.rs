//! Wakes the window when a follow-up question is due. One thread serves all sessions, and sleeps until the next
//! time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use eframe::egui;

/// The times at which the window should look for due questions.
#[derive(Debug, Default)]
pub(super) struct Reminder {
    is_due: Arc<AtomicBool>,
    times: Option<Sender<Instant>>,
}

impl Reminder {
    /// Schedules another wake-up after `left`.
    pub(super) fn wake_in(&mut self, left: Duration, ctx: &egui::Context) {
        let times = self.times.get_or_insert_with(|| {
            let (times, requests) = channel();
            let (ctx, is_due) = (ctx.clone(), Arc::clone(&self.is_due));
            let wake = move || {
                is_due.store(true, Ordering::Release);
                ctx.request_repaint();
            };
            // Without a thread, the question still appears on the first screen.
            let _ = std::thread::Builder::new().name("later".into()).spawn(move || wait(&requests, &wake));
            times
        });
        let _ = times.send(Instant::now() + left);
    }

    /// Whether a scheduled time has come since the last call.
    pub(super) fn take_due(&self) -> bool {
        self.is_due.swap(false, Ordering::AcqRel)
    }
}

/// Calls `wake` at each time, until all senders are gone.
fn wait(requests: &Receiver<Instant>, wake: &dyn Fn()) {
    let mut times: Vec<Instant> = Vec::new();
    loop {
        let left = times.iter().min().map(|next| next.saturating_duration_since(Instant::now()));
        let request = match left {
            Some(left) => requests.recv_timeout(left),
            None => requests.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match request {
            Ok(time) => times.push(time),
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                let now = Instant::now();
                times.retain(|time| *time > now);
                wake();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn every_time_wakes_once_and_the_thread_ends_with_the_window() {
        let (times, requests) = channel();
        let (woken, heard) = mpsc::channel();
        let waits = std::thread::spawn(move || wait(&requests, &|| woken.send(Instant::now()).unwrap()));
        let soon = Instant::now() + Duration::from_millis(20);
        let never = Instant::now() + Duration::from_hours(1);
        for time in [never, soon, soon] {
            times.send(time).unwrap();
        }
        let woken = heard.recv_timeout(Duration::from_mins(1)).unwrap();
        assert!(woken >= soon);
        drop(times);
        waits.join().unwrap();
        assert!(heard.try_recv().is_err(), "two times at once wake once");
    }
}
