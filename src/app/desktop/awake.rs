//! Keeps the machine from dimming, locking and suspending during a session.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::NowPlaying;

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod linux;

#[cfg(not(target_os = "linux"))]
use elsewhere::KeptAwake;
#[cfg(target_os = "linux")]
use linux::KeptAwake;

/// How long a paused session keeps the machine awake. Our limit.
const PAUSED_AT_MOST: Duration = Duration::from_mins(10);

/// Until when the machine is kept awake. Reads no clock itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    /// No session is open.
    Now,
    /// A session is running.
    Further,
    /// A session is paused.
    At(Instant),
}

impl Until {
    /// The next state, after what is playing has changed.
    fn then(self, running: Option<bool>, now: Instant) -> Self {
        match (running, self) {
            (None, _) => Self::Now,
            (Some(true), _) => Self::Further,
            // Moving to another step during a pause does not extend it.
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

/// Runs until the sender is gone.
pub(super) fn run(updates: &Receiver<Option<NowPlaying>>) {
    let mut until = Until::Now;
    let mut kept: Option<KeptAwake> = None;
    loop {
        let next = match until {
            Until::At(at) if kept.is_some() => {
                updates.recv_timeout(at.saturating_duration_since(Instant::now()))
            }
            Until::At(_) | Until::Now | Until::Further => {
                updates.recv().map_err(|_| RecvTimeoutError::Disconnected)
            }
        };
        match next {
            Ok(playing) => until = until.then(playing.map(|playing| playing.running), Instant::now()),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        kept = until.is_wanted(Instant::now()).then(|| kept.take().unwrap_or_else(KeptAwake::ask));
    }
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
