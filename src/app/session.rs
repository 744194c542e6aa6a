//! A session for real: the player, its sound, its voice and its journal, on a thread of their own.
//!
//! The thread sleeps until something is due. A window or a terminal sends commands and looks at a [`SessionView`]
//! whenever it likes; hidden, stalled or gone, it changes nothing in what is heard or written.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use parking_lot::Mutex;

use crate::journal::service::JournalWriter;
use crate::journal::{Feeling, Medicine, Record, Symptoms};
use crate::player::{PlayerCommand, Progress, Snapshot};
use crate::routine::Phase;
use crate::safety;
use crate::settings::Settings;
use crate::sound::Waker;
use crate::sound::clock::SessionClock;
use crate::time::ExactDuration;
use crate::timeline::Plan;

mod driver;
mod record;
pub mod spoken_rating;

use driver::Driver;
use spoken_rating::SpokenRating;

/// What somebody wants of a session.
#[derive(Clone, Debug)]
pub enum SessionCommand {
    /// Something for the player.
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
    Changed(Box<Changed>),
}

/// A routine as it is after its file was saved.
#[derive(Clone, Debug)]
pub struct Changed {
    /// What is played from now on.
    pub plan: Plan,
    /// The folder of its own recordings.
    pub folder: Option<PathBuf>,
}

/// Everything that a session is begun with.
pub struct SessionSetup {
    /// What is played.
    pub plan: Plan,
    /// Pain before, 0–10.
    pub pain_before: Option<u8>,
    /// The phase that the person named.
    pub phase: Option<Phase>,
    /// States of the moment that the person named.
    pub states: Vec<safety::State>,
    /// The length that was asked for, if one was.
    pub wished: Option<ExactDuration>,
    /// The place on the timeline at which an earlier session was interrupted, to go on from there.
    pub from: Option<ExactDuration>,
    /// Whether anything is heard.
    pub sound: bool,
    /// How it sounds.
    pub settings: Settings,
    /// Where synthesised sentences are kept.
    pub cache: Option<PathBuf>,
    /// The folder of the routine's own recordings.
    pub folder: Option<PathBuf>,
    /// Where the record goes; nowhere when an author listens.
    pub writer: Option<JournalWriter>,
    /// Called whenever something has changed that is shown.
    pub wake: Arc<dyn Fn() + Send + Sync>,
}

/// A session as others see it.
#[derive(Clone, Debug)]
pub struct SessionView {
    progress: Progress,
    /// The record as it is by now.
    pub record: Record,
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

/// What a session's thread is told.
enum SessionMessage {
    /// Somebody wants something.
    Command(SessionCommand),
    /// The device or the voice has something to say.
    News,
    /// Nobody holds the session any more.
    End,
}

/// A handle on a session; dropping it ends the session and keeps the partial record.
#[derive(Debug)]
pub struct Session {
    told: Sender<SessionMessage>,
    view: Arc<Mutex<SessionView>>,
    clock: Arc<Mutex<SessionClock>>,
    thread: Option<JoinHandle<()>>,
}

impl Session {
    /// Begins a session.
    ///
    /// # Errors
    /// If the system has no thread left.
    pub fn start(setup: SessionSetup) -> std::io::Result<Self> {
        let (told, taken) = channel();
        let news = Waker::by({
            let told = told.clone();
            move || {
                let _ = told.send(SessionMessage::News);
            }
        });
        let driver = Driver::new(setup, news);
        let (view, clock) = (Arc::clone(&driver.view), Arc::clone(driver.sound.clock()));
        let thread = std::thread::Builder::new().name("session".into()).spawn(move || driver.run(&taken))?;
        Ok(Self { told, view, clock, thread: Some(thread) })
    }

    /// Asks something of it.
    pub fn send(&self, command: SessionCommand) {
        let _ = self.told.send(SessionMessage::Command(command));
    }

    /// Asks something of the player.
    pub fn play(&self, command: PlayerCommand) {
        self.send(SessionCommand::Player(command));
    }

    /// What there is to show now.
    #[must_use]
    pub fn look(&self) -> (Snapshot, SessionView) {
        let view = self.view.lock().clone();
        let now = self.clock.lock().now();
        (view.progress.snapshot(now), view)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.told.send(SessionMessage::End);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests;
