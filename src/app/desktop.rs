//! The desktop integration: media keys, keeping the machine awake, notifications, and the reduced-motion
//! preference.
//!
//! Each part runs on a thread of its own and does nothing where the system lacks it, so that no desktop can
//! ever hold up a window or a session.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use super::{PositionReader, Session};
use crate::player::State;
use crate::time::{ExactDuration, Position};

mod awake;
mod media;
mod motion;
mod notices;

pub use media::MediaRequest;

/// A position that differs from the expected one by more than this counts as a jump. Our limit.
const JUMP: ExactDuration = ExactDuration::from_secs(1);

/// A session as the desktop shows it, for example on the lock screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NowPlaying {
    /// The routine's title.
    pub title: String,
    /// The name of the step.
    pub step: String,
    /// Whether time passes; otherwise it is paused.
    pub running: bool,
    /// The length of the whole routine.
    pub length: ExactDuration,
    /// How far it has got.
    pub position: Position,
    /// How far it has got by the time that somebody asks.
    pub reader: PositionReader,
    /// How loud it is, in percent of the volume chosen in the settings; 0 if it is muted.
    pub volume: u8,
}

/// A notification for somebody who may not be looking at the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// A few words.
    pub title: String,
    /// A sentence or two.
    pub body: String,
}

/// The connection to the desktop.
#[derive(Debug)]
pub struct Desktop {
    playing: Option<(NowPlaying, Instant)>,
    listeners: Vec<Sender<Option<NowPlaying>>>,
    requests: Receiver<MediaRequest>,
    reduced_motion: Arc<OnceLock<bool>>,
    events: EventSink,
}

/// How the parts report to the window.
#[derive(Clone)]
#[cfg_attr(not(any(target_os = "linux", windows)), allow(dead_code))] // Nobody asks there.
struct EventSink {
    requests: Sender<MediaRequest>,
    wants_window: Arc<AtomicBool>,
    wants_end: Arc<AtomicBool>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl NowPlaying {
    /// What the desktop shows of a session; `None` before it starts and after it ends.
    #[must_use]
    pub fn of(session: &Session) -> Option<Self> {
        let (now, view) = session.view();
        matches!(now.state, State::Running | State::Paused).then(|| Self {
            title: now.timeline.title().to_owned(),
            step: now.segment().full_name(),
            running: now.state == State::Running,
            length: now.timeline.length(),
            position: now.at,
            reader: session.position_reader().clone(),
            volume: if view.muted { 0 } else { view.volume },
        })
    }

    /// The expected position after `elapsed`, if nobody does anything.
    fn position_after(&self, elapsed: Duration) -> Position {
        let moved = if self.running { elapsed.into() } else { ExactDuration::ZERO };
        (self.position + moved).min(Position::ZERO + self.length)
    }

    /// Whether this is the expected continuation of `before`, so that the desktop need not be told.
    fn continues(&self, before: &Self, elapsed: Duration) -> bool {
        !self.is_jump_from(before, elapsed) && *self == Self { position: self.position, ..before.clone() }
    }

    /// Whether the position is another than the one that time leads to.
    fn is_jump_from(&self, before: &Self, elapsed: Duration) -> bool {
        is_jump(before.position_after(elapsed), self.position)
    }
}

/// Whether two positions that should be the same differ by more than clocks do.
fn is_jump(expected: Position, found: Position) -> bool {
    expected.since(found).max(found.since(expected)) > JUMP
}

impl EventSink {
    #[cfg(any(target_os = "linux", windows))]
    fn asked(&self, request: MediaRequest) {
        let _ = self.requests.send(request);
        (self.wake)();
    }

    #[cfg(target_os = "linux")]
    fn wants_end(&self) {
        self.wants_end.store(true, Ordering::Release);
        (self.wake)();
    }

    #[cfg(target_os = "linux")]
    fn wants_window(&self) {
        self.wants_window.store(true, Ordering::Release);
        (self.wake)();
    }
}

impl std::fmt::Debug for EventSink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EventSink").field("wants_window", &self.wants_window).finish_non_exhaustive()
    }
}

impl Desktop {
    /// Connects to the desktop in the background. `wake` is called from any thread when a key was pressed or
    /// the window is wanted.
    #[must_use]
    pub fn start(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (sender, requests) = channel();
        let events = EventSink {
            requests: sender,
            wants_window: Arc::default(),
            wants_end: Arc::default(),
            wake: Arc::new(wake),
        };
        let reduced_motion = Arc::default();
        // The library that talks to it gives up its threads where the system has no handle left for them.
        if !has_handles() {
            return Self { playing: None, listeners: Vec::new(), requests, reduced_motion, events };
        }
        let listeners = vec![
            spawn_listener("awake", |updates| awake::run(&updates)),
            #[cfg(any(target_os = "linux", windows))]
            spawn_listener("media-keys", {
                let events = events.clone();
                move |updates| media::run(&updates, &events)
            }),
        ];
        motion::ask(&reduced_motion, &events.wake);
        Self { playing: None, listeners, requests, reduced_motion, events }
    }

    /// Reports what is playing now. While something plays, media keys are received and the machine stays awake.
    /// Cheap to call often; call it at least whenever something changes.
    pub fn playing(&mut self, now: Option<NowPlaying>) {
        let known = match (&now, &self.playing) {
            (None, None) => true,
            (Some(now), Some((before, since))) => now.continues(before, since.elapsed()),
            (None, Some(_)) | (Some(_), None) => false,
        };
        if !known {
            for listener in &self.listeners {
                let _ = listener.send(now.clone());
            }
            self.playing = now.map(|now| (now, Instant::now()));
        }
    }

    /// What was asked since the last call, in order.
    pub fn requests(&self) -> impl Iterator<Item = MediaRequest> + '_ {
        self.requests.try_iter()
    }

    /// Whether the desktop has asked the program to end since the last call.
    #[must_use]
    pub fn take_wants_end(&self) -> bool {
        self.events.wants_end.swap(false, Ordering::AcqRel)
    }

    /// Whether somebody has asked for the window since the last call, for example by clicking a notification.
    #[must_use]
    pub fn take_wants_window(&self) -> bool {
        self.events.wants_window.swap(false, Ordering::AcqRel)
    }

    /// Shows a notification. A click on it asks for the window.
    pub fn notify(&self, notice: Notice) {
        notices::show(notice, self.events.clone());
    }

    /// Whether the person has asked the desktop for less motion; `None` while the desktop has not answered, or
    /// if it does not know.
    #[must_use]
    pub fn prefers_reduced_motion(&self) -> Option<bool> {
        self.reduced_motion.get().copied()
    }
}

/// The fewest files and connections that a program must be able to have open at once for a desktop: our limit. Systems
/// allow 256 and more.
#[cfg(target_os = "linux")]
const LEAST_HANDLES: u64 = 64;

/// Whether the system lets this program have as many handles as a desktop takes.
fn has_handles() -> bool {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, getrlimit};
        getrlimit(Resource::Nofile).current.is_none_or(|most| most >= LEAST_HANDLES)
    }
    #[cfg(not(target_os = "linux"))]
    true
}

/// Starts a thread that receives every change of what is playing.
fn spawn_listener(
    name: &str,
    run: impl FnOnce(Receiver<Option<NowPlaying>>) + Send + 'static,
) -> Sender<Option<NowPlaying>> {
    let (sender, updates) = channel();
    // Without a thread this part is missing, just as without a desktop.
    let _ = std::thread::Builder::new().name(name.into()).spawn(move || run(updates));
    sender
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: u64) -> NowPlaying {
        NowPlaying {
            title: "Neck and shoulders".into(),
            step: "Shoulder roll".into(),
            running: true,
            length: ExactDuration::from_mins(5),
            position: Position::ZERO + ExactDuration::from_secs(secs),
            reader: PositionReader::still(),
            volume: 100,
        }
    }

    #[track_caller]
    fn check_follows(now: &NowPlaying, expected: bool) {
        assert_eq!(now.continues(&at(10), Duration::from_secs(20)), expected, "{now:?}");
    }

    #[test]
    fn time_that_passes_is_no_news_and_all_else_is() {
        check_follows(&at(30), true);
        check_follows(&at(29), true);
        check_follows(&at(33), false);
        check_follows(&at(10), false);
        check_follows(&NowPlaying { running: false, ..at(30) }, false);
        check_follows(&NowPlaying { step: "Temples".into(), ..at(30) }, false);
    }

    #[test]
    fn what_is_paused_stays_and_nothing_goes_past_the_end() {
        let paused = NowPlaying { running: false, ..at(10) };
        assert_eq!(paused.position_after(Duration::from_mins(1)), paused.position);
        assert_eq!(
            at(10).position_after(Duration::from_hours(1)),
            Position::ZERO + ExactDuration::from_mins(5)
        );
    }
}
