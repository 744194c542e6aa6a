//! A running session: player, sound, voice and journal on a thread of their own.
//!
//! It can only be started with an [`Approved`] plan, which only the gate in [`super::start`] creates. The
//! thread sleeps until something is due. It owns the record; a window or terminal sends commands and reads a
//! [`SessionView`] whenever it likes. A window that is hidden, stalled or gone changes nothing in what is heard
//! or recorded.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use parking_lot::Mutex;

use super::clock::Clock;
use super::start::Approved;
use crate::journal::service::JournalWriter;
use crate::journal::{Comfort, Feeling, Medicine, Record, Symptoms};
use crate::player::{PlayerCommand, Progress, Snapshot};
use crate::settings::Settings;
use crate::sound::Waker;
use crate::sound::clock::SessionClock;
use crate::time::Position;

mod driver;
mod record;
pub mod spoken_rating;

use driver::Driver;
use spoken_rating::SpokenRating;

/// A command to a session.
#[derive(Clone, Debug)]
pub enum SessionCommand {
    /// For the player. A session that has ended is only continued by [`Self::Continue`].
    Player(PlayerCommand),
    /// Mutes the sound or brings it back; time continues.
    ToggleMute,
    /// Plays this loud, in percent of the volume chosen in the settings, until the end of the session; 0 mutes.
    Volume(u8),
    /// Pain after the session, 0–10; `None` takes the answer back.
    RatePain(Option<u8>),
    /// How it compares with before; `None` takes the answer back.
    RateFeeling(Option<Feeling>),
    /// Starts the spoken rating; during it, picks the answer that was read out last.
    SpokenRating,
    /// Tells once what a tap on the blank screen does.
    TellGestures,
    /// How the step feels that is being done; said once more, it is taken back.
    Comfort(Comfort),
    /// It feels wrong: ends the session and records that.
    FeelsWrong,
    /// A note in the person's words.
    Note(String),
    /// Further details after the session.
    Details {
        /// Nausea and sensitivity to light, sound and touch.
        symptoms: Symptoms,
        /// Unwanted effects, in the person's words.
        unwanted: String,
        /// Medicine that was taken.
        medicine: Vec<Medicine>,
    },
    /// Applies changed settings.
    Settings(Box<Settings>),
    /// The routine was changed during playback: continue in it, at the nearest position.
    Reload(Box<Approved>),
    /// Continues a session that was ended early. The plan is the one being played already, so the session only needs the
    /// proof that the gate has approved it again.
    Continue(#[allow(dead_code)] Box<Approved>),
}

/// Everything a session needs to start.
pub struct SessionSetup {
    /// The plan, with the person and the moment that it was made for.
    pub approved: Approved,
    /// Whether there is any sound.
    pub sound: bool,
    /// Voice, speech and sound levels.
    pub settings: Settings,
    /// Where synthesised sentences are cached.
    pub cache: Option<PathBuf>,
    /// Where the record is saved; `None` when an author only listens.
    pub writer: Option<JournalWriter>,
    /// Called whenever the view has changed.
    pub wake: Arc<dyn Fn() + Send + Sync>,
    /// The clock; tests move it by hand.
    pub clock: Clock,
}

/// A session as others see it: a snapshot that is replaced as a whole, so that reading it is cheap.
#[derive(Clone, Debug)]
pub struct SessionView {
    progress: Progress,
    /// The record as of the last rating, pause or end. What changes every second is not in it.
    pub record: Arc<Record>,
    /// Whether the sound is muted.
    pub muted: bool,
    /// How loud it is when it is not muted, in percent of the volume chosen in the settings.
    pub volume: u8,
    /// Why nothing is heard, if so.
    pub sound_trouble: Option<String>,
    /// Why nothing is spoken, if so.
    pub voice_trouble: Option<String>,
    /// A reply to the last command, for example that a step may not get longer.
    pub remark: Option<String>,
    /// The question that the voice is asking after the end.
    pub spoken_rating: Option<SpokenRating>,
}

/// What a session's thread receives.
enum SessionMessage {
    /// A command from the window, the terminal or a media key.
    Command(SessionCommand),
    /// The device or the voice has changed its state.
    Wake,
    /// Answers once all earlier messages have been handled.
    #[cfg(test)]
    Barrier(Sender<()>),
    /// The handle was dropped.
    End,
}

/// The handle to a session. Dropping it ends the session and saves the partial record.
#[derive(Debug)]
pub struct Session {
    messages: Sender<SessionMessage>,
    view: Arc<Mutex<Arc<SessionView>>>,
    clock: Arc<Mutex<SessionClock>>,
    position: PositionReader,
    thread: Option<JoinHandle<()>>,
}

/// Reads from any thread how far a session has got.
#[derive(Clone)]
pub struct PositionReader(Arc<dyn Fn() -> Position + Send + Sync>);

impl PositionReader {
    /// How far it has got now.
    #[must_use]
    pub fn now(&self) -> Position {
        (self.0)()
    }

    /// Of a session that does not move.
    #[cfg(test)]
    pub(super) fn still() -> Self {
        static STILL: std::sync::LazyLock<PositionReader> =
            std::sync::LazyLock::new(|| PositionReader(Arc::new(|| Position::ZERO)));
        STILL.clone()
    }
}

/// Two are the same if they are of the same session.
impl PartialEq for PositionReader {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for PositionReader {}

impl std::fmt::Debug for PositionReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("PositionReader").field(&self.now()).finish()
    }
}

impl Session {
    /// Starts a session.
    ///
    /// # Errors
    /// If no thread can be created.
    pub fn start(setup: SessionSetup) -> std::io::Result<Self> {
        let (messages, received) = channel();
        let waker = Waker::by({
            let messages = messages.clone();
            move || {
                let _ = messages.send(SessionMessage::Wake);
            }
        });
        let driver = Driver::new(setup, waker);
        let (view, clock) = (Arc::clone(driver.shared_view()), Arc::clone(driver.session_clock()));
        let thread =
            std::thread::Builder::new().name("session".into()).spawn(move || driver.run(&received))?;
        let position = {
            let (view, clock) = (Arc::clone(&view), Arc::clone(&clock));
            PositionReader(Arc::new(move || snapshot(&view, &clock).0.at))
        };
        Ok(Self { messages, view, clock, position, thread: Some(thread) })
    }

    /// Sends a command.
    pub fn send(&self, command: SessionCommand) {
        let _ = self.messages.send(SessionMessage::Command(command));
    }

    /// Sends a command for the player.
    pub fn play(&self, command: PlayerCommand) {
        self.send(SessionCommand::Player(command));
    }

    /// A way to end it from another thread, for when whoever holds it cannot: as if it were dropped.
    pub fn closer(&self) -> impl Fn() + Send + use<> {
        let messages = self.messages.clone();
        move || {
            let _ = messages.send(SessionMessage::End);
        }
    }

    /// The player's snapshot at this moment, and the view.
    #[must_use]
    pub fn view(&self) -> (Snapshot, Arc<SessionView>) {
        snapshot(&self.view, &self.clock)
    }

    /// Reads its position from any thread, also after it has ended.
    #[must_use]
    pub const fn position_reader(&self) -> &PositionReader {
        &self.position
    }
}

fn snapshot(view: &Mutex<Arc<SessionView>>, clock: &Mutex<SessionClock>) -> (Snapshot, Arc<SessionView>) {
    let view = Arc::clone(&view.lock());
    let now = clock.lock().now();
    (view.progress.snapshot(now), view)
}

#[cfg(test)]
impl Session {
    /// Waits until everything sent so far has been handled and published.
    pub(crate) fn settle(&self) {
        let (barrier, done) = channel();
        let _ = self.messages.send(SessionMessage::Barrier(barrier));
        let _ = done.recv();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.messages.send(SessionMessage::End);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
