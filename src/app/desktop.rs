//! What joins a session to the desktop: media keys, a machine that stays awake, notices, and whether the person wants
//! things to move less.
//!
//! Every part lives on a thread of its own and is silently absent where the system does not offer it, so that no
//! desktop, or the lack of one, ever holds a window or a session up.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crate::player::{PlayerCommand, Snapshot, State, StopReason};
use crate::time::{ExactDuration, Position};

mod awake;
#[cfg(target_os = "linux")]
mod media;
#[cfg(target_os = "linux")]
mod motion;
mod notices;

/// A place this far from where a session would be by itself is a jump: our limit.
const JUMP: ExactDuration = ExactDuration::from_secs(1);

/// A session as the desktop shows it, on a lock screen for example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NowPlaying {
    /// The routine's title.
    pub title: String,
    /// The name of the step.
    pub step: String,
    /// Whether time passes; if not, it is paused.
    pub running: bool,
    /// How long the routine is.
    pub length: ExactDuration,
    /// The place in it.
    pub position: Position,
}

/// A key for sound: on a keyboard, a headset, a lock screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKey {
    /// The one key of a headset.
    PlayPause,
    /// Go on.
    Play,
    /// Stand still.
    Pause,
    /// End.
    Stop,
    /// The next step.
    Next,
    /// The step before.
    Previous,
}

/// Something to tell a person who may be looking elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// In a few words.
    pub title: String,
    /// In a sentence or two.
    pub body: String,
}

/// The desktop, as far as there is one.
#[derive(Debug)]
pub struct Desktop {
    playing: Option<(NowPlaying, Instant)>,
    listeners: Vec<Sender<Option<NowPlaying>>>,
    keys: Receiver<MediaKey>,
    reduced_motion: Arc<OnceLock<bool>>,
    events: EventSink,
}

/// How the parts say what happened.
#[derive(Clone)]
struct EventSink {
    keys: Sender<MediaKey>,
    wants_window: Arc<AtomicBool>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl NowPlaying {
    /// What the desktop shows of a session; nothing of one that has not begun or is over.
    #[must_use]
    pub fn of(now: &Snapshot) -> Option<Self> {
        matches!(now.state, State::Running | State::Paused).then(|| Self {
            title: now.timeline.title().to_owned(),
            step: now.segment().full_name(),
            running: now.state == State::Running,
            length: now.timeline.length(),
            position: now.at,
        })
    }

    /// Where it is after a while, if nobody does anything.
    fn position_after(&self, elapsed: Duration) -> Position {
        let moved = if self.running { elapsed.into() } else { ExactDuration::ZERO };
        (self.position + moved).min(Position::ZERO + self.length)
    }

    /// Whether this is what became of `before` by itself.
    fn continues(&self, before: &Self, elapsed: Duration) -> bool {
        let expected = before.position_after(elapsed);
        let off = expected.since(self.position).max(self.position.since(expected));
        off <= JUMP && *self == Self { position: self.position, ..before.clone() }
    }
}

impl MediaKey {
    /// What it means in a session.
    #[must_use]
    pub const fn command(self) -> PlayerCommand {
        match self {
            Self::PlayPause => PlayerCommand::BigKey,
            Self::Play => PlayerCommand::Resume,
            Self::Pause => PlayerCommand::Pause,
            Self::Stop => PlayerCommand::Stop(StopReason::Asked),
            Self::Next => PlayerCommand::Skip,
            Self::Previous => PlayerCommand::Back,
        }
    }
}

impl EventSink {
    #[cfg(target_os = "linux")]
    fn pressed(&self, key: MediaKey) {
        let _ = self.keys.send(key);
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
        f.debug_struct("Told").field("wants_window", &self.wants_window).finish_non_exhaustive()
    }
}

impl Desktop {
    /// Looks for a desktop, in the background. `wake` is called, from any thread, when it has something to say.
    #[must_use]
    pub fn start(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (sender, keys) = channel();
        let events = EventSink { keys: sender, wants_window: Arc::default(), wake: Arc::new(wake) };
        let reduced_motion = Arc::default();
        let listeners = vec![
            spawn_listener("awake", |updates| awake::run(&updates)),
            #[cfg(target_os = "linux")]
            spawn_listener("media-keys", {
                let events = events.clone();
                move |updates| media::run(&updates, &events)
            }),
        ];
        #[cfg(target_os = "linux")]
        motion::ask(&reduced_motion, &events.wake);
        Self { playing: None, listeners, keys, reduced_motion, events }
    }

    /// What is played now, or that nothing is. While something is, media keys are taken and the machine stays awake;
    /// it may be said as often as one likes, and at least when something changes.
    pub fn playing(&mut self, now: Option<NowPlaying>) {
        let known = match (&now, &self.playing) {
            (None, None) => true,
            (Some(now), Some((before, since))) => now.continues(before, since.elapsed()),
            _ => false,
        };
        if !known {
            for listener in &self.listeners {
                let _ = listener.send(now.clone());
            }
            self.playing = now.map(|now| (now, Instant::now()));
        }
    }

    /// The keys that were pressed since this was asked last, in order.
    pub fn pressed(&self) -> impl Iterator<Item = MediaKey> + '_ {
        self.keys.try_iter()
    }

    /// Whether somebody asked to see the window since this was asked last, by a click on a notice for example.
    #[must_use]
    pub fn take_wants_window(&self) -> bool {
        self.events.wants_window.swap(false, Ordering::AcqRel)
    }

    /// Shows a notice; a click on it wakes, and asks for the window.
    pub fn notify(&self, notice: Notice) {
        notices::show(notice, self.events.clone());
    }

    /// Whether the person told the desktop that things should move less; nothing if the desktop has not said so yet,
    /// or does not know.
    #[must_use]
    pub fn prefers_reduced_motion(&self) -> Option<bool> {
        self.reduced_motion.get().copied()
    }
}

/// Hands what is played to a thread of its own.
fn spawn_listener(
    name: &str,
    run: impl FnOnce(Receiver<Option<NowPlaying>>) + Send + 'static,
) -> Sender<Option<NowPlaying>> {
    let (sender, updates) = channel();
    // Without a thread the part is absent, as it would be without a desktop.
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
