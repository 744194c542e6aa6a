//! A session for real: the player, its sound, its voice and its journal, on a thread of their own.
//!
//! It is started with an [`Approved`] plan alone, which only the gate of [`super::start`] gives. The thread sleeps until
//! something is due. It owns the record; a window or a terminal sends commands and looks at a [`SessionView`], which is
//! derived from it, whenever it likes. Hidden, stalled or gone, they change nothing in what is heard or written.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use parking_lot::Mutex;

use super::clock::Clock;
use super::start::Approved;
use crate::journal::service::JournalWriter;
use crate::journal::{Feeling, Medicine, Record, Symptoms};
use crate::player::{PlayerCommand, Progress, Snapshot};
use crate::settings::Settings;
use crate::sound::Waker;
use crate::sound::clock::SessionClock;

mod driver;
mod record;
pub mod spoken_rating;

use driver::Driver;
use spoken_rating::SpokenRating;

/// What somebody wants of a session.
#[derive(Clone, Debug)]
pub enum SessionCommand {
    /// Something for the player. A session that is over is continued by [`Self::Continue`] alone.
    Player(PlayerCommand),
    /// Silence, or sound again; time goes on.
    ToggleMute,
    /// Pain after, 0–10, or not said.
    RatePain(Option<u8>),
    /// How it is compared with before, or not said.
    RateFeeling(Option<Feeling>),
    /// Begins to ask by voice how it is; once it asks, picks the answer that was said last.
    SpokenRating,
    /// It feels wrong: end, and write that down.
    FeelsWrong,
    /// In the person's words.
    Note(String),
    /// What else was said after it.
    Details {
        /// How it is otherwise.
        symptoms: Symptoms,
        /// Unwanted effects, in the person's words.
        unwanted: String,
        /// Medicine that was taken.
        medicine: Vec<Medicine>,
    },
    /// Other choices, from now on.
    Settings(Box<Settings>),
    /// The routine was changed while it is played: it goes on in the new one, at the nearest place.
    Reload(Box<Approved>),
    /// The session was ended before its time and goes on.
    Continue(Box<Approved>),
}

/// Everything that a session is started with.
pub struct SessionSetup {
    /// What is played, and for whom and what.
    pub approved: Approved,
    /// Whether anything is heard.
    pub sound: bool,
    /// How it sounds.
    pub settings: Settings,
    /// Where synthesised sentences are kept.
    pub cache: Option<PathBuf>,
    /// Where the record goes; nowhere when an author listens.
    pub writer: Option<JournalWriter>,
    /// Called whenever something has changed that is shown.
    pub wake: Arc<dyn Fn() + Send + Sync>,
    /// The time.
    pub clock: Clock,
}

/// A session as others see it: a copy that is replaced as a whole, so that looking costs nothing.
#[derive(Clone, Debug)]
pub struct SessionView {
    progress: Progress,
    /// The record when it was last rated, paused or ended; what passes from second to second is not in it.
    pub record: Arc<Record>,
    /// Whether it was made silent.
    pub muted: bool,
    /// Why nothing is heard, if that is so.
    pub sound_trouble: Option<String>,
    /// Why nothing is spoken, if that is so.
    pub voice_trouble: Option<String>,
    /// An answer to the last command, such as that a step may not become longer.
    pub remark: Option<String>,
    /// What is being asked by voice after the end.
    pub spoken_rating: Option<SpokenRating>,
}

/// What reaches a session's thread.
enum SessionMessage {
    /// Somebody wants something.
    Command(SessionCommand),
    /// The device or the voice has something to say.
    News,
    /// Somebody waits until all that was sent before is done.
    #[cfg(test)]
    Barrier(Sender<()>),
    /// Nobody holds the session any more.
    End,
}

/// A handle on a session; dropping it ends the session and keeps the partial record.
#[derive(Debug)]
pub struct Session {
    messages: Sender<SessionMessage>,
    view: Arc<Mutex<Arc<SessionView>>>,
    clock: Arc<Mutex<SessionClock>>,
    thread: Option<JoinHandle<()>>,
}

impl Session {
    /// Begins a session.
    ///
    /// # Errors
    /// If the system has no thread left.
    pub fn start(setup: SessionSetup) -> std::io::Result<Self> {
        let (messages, received) = channel();
        let news = Waker::by({
            let messages = messages.clone();
            move || {
                let _ = messages.send(SessionMessage::News);
            }
        });
        let driver = Driver::new(setup, news);
        let (view, clock) = (Arc::clone(driver.shared_view()), Arc::clone(driver.session_clock()));
        let thread =
            std::thread::Builder::new().name("session".into()).spawn(move || driver.run(&received))?;
        Ok(Self { messages, view, clock, thread: Some(thread) })
    }

    /// Asks something of it.
    pub fn send(&self, command: SessionCommand) {
        let _ = self.messages.send(SessionMessage::Command(command));
    }

    /// Asks something of the player.
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

    /// What there is to show now.
    #[must_use]
    pub fn view(&self) -> (Snapshot, Arc<SessionView>) {
        let view = Arc::clone(&self.view.lock());
        let now = self.clock.lock().now();
        (view.progress.snapshot(now), view)
    }
}

#[cfg(test)]
impl Session {
    /// Waits until all that was asked before is done, and shown.
    pub(crate) fn settle(&self) {
        let (tell, done) = channel();
        let _ = self.messages.send(SessionMessage::Barrier(tell));
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
