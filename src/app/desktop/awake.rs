//! Keeps the machine from dimming, locking and sleeping by itself during a session.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use keepawake::KeepAwake;

use super::NowPlaying;

/// How long a paused session keeps the machine awake: our limit.
const PAUSED_AT_MOST: Duration = Duration::from_mins(10);

/// Until when the machine is kept awake, free of any clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    /// No session goes on.
    Now,
    /// It runs.
    Further,
    /// It is paused.
    At(Instant),
}

impl Until {
    /// After what is played has changed.
    fn then(self, running: Option<bool>, now: Instant) -> Self {
        match (running, self) {
            (None, _) => Self::Now,
            (Some(true), _) => Self::Further,
            // Steps can be changed in a pause: that does not make it longer.
            (Some(false), Self::At(at)) => Self::At(at),
            (Some(false), Self::Now | Self::Further) => Self::At(now + PAUSED_AT_MOST),
        }
    }

    fn is_wanted(self, now: Instant) -> bool {
        match self {
            Self::Now => false,
            Self::Further => true,
            Self::At(at) => now < at,
        }
    }
}

/// Follows what is played for as long as there is somebody to say so.
pub(super) fn follow(news: &Receiver<Option<NowPlaying>>) {
    let mut until = Until::Now;
    let mut held = Held::default();
    loop {
        let next = match until {
            Until::At(at) if held.wanted => news.recv_timeout(at.saturating_duration_since(Instant::now())),
            _ => news.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match next {
            Ok(playing) => until = until.then(playing.map(|playing| playing.running), Instant::now()),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        held.set(until.is_wanted(Instant::now()));
    }
}

/// What the system was asked for.
#[derive(Default)]
struct Held {
    wanted: bool,
    parts: Vec<KeepAwake>,
}

impl Held {
    fn set(&mut self, wanted: bool) {
        if wanted && !self.wanted {
            self.parts = kept_awake();
        }
        if !wanted {
            self.release();
        }
        self.wanted = wanted;
    }

    fn release(&mut self) {
        for part in self.parts.drain(..) {
            // The library panics when whoever was asked is not there any more; then there is nothing to take back.
            let _ = catch_unwind(AssertUnwindSafe(|| drop(part)));
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.release();
    }
}

fn kept_awake() -> Vec<KeepAwake> {
    // On Linux the display and the machine are kept awake by two services, and either may be absent.
    let parts: &[(bool, bool)] =
        if cfg!(target_os = "linux") { &[(true, false), (false, true)] } else { &[(true, true)] };
    let ask = |(display, idle): &(bool, bool)| {
        let mut asked = keepawake::Builder::default();
        asked.display(*display).idle(*idle).reason("A session is going on");
        asked.app_name("Stillpoint").app_reverse_domain("stillpoint").create().ok()
    };
    parts.iter().filter_map(ask).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_keeps_awake_while_it_runs_and_ten_minutes_into_a_pause() {
        let start = Instant::now();
        let later = |mins| start + Duration::from_mins(mins);
        let running = Until::Now.then(Some(true), start);
        assert!(running.is_wanted(later(600)));
        let paused = running.then(Some(false), later(1));
        assert!(paused.is_wanted(later(10)));
        assert!(!paused.is_wanted(later(11)));
        assert!(!paused.then(Some(false), later(5)).is_wanted(later(11)), "another step in the same pause");
        assert!(paused.then(Some(true), later(30)).is_wanted(later(30)), "it goes on");
        assert!(!running.then(None, later(2)).is_wanted(later(2)), "its end");
    }
}
