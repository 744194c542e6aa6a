//! Owns everything that acts: the way to a session, the session's thread, the window, and what window and terminal both
//! need.
//!
//! A key in the window becomes an [`crate::ui::Action`]; `dispatch` hands it to the controller of its page, which
//! changes the `model` and gives back an effect; [`start`] is the only way from there to a [`Session`].

use std::path::Path;
use std::time::Duration;

use crate::characters::shown;
use crate::pending::{Pending, Unanswered};

pub mod about_me;
pub mod audio_export;
pub mod clock;
pub mod crash_report;
mod daily_reminder;
pub mod desktop;
mod dispatch;
mod hot_reload;
pub mod journal_files;
pub mod log;
mod model;
mod pages;
mod pictures;
pub mod preferences;
mod reminder;
pub mod session;
pub mod signals;
mod sound_preview;
pub mod start;
pub mod window;

pub use session::{Session, SessionCommand, SessionSetup, SessionView};

/// How soon an answer from another thread is looked for again.
const SOON: Duration = Duration::from_millis(30);

/// Does something on a thread of its own, so that the window's goes on.
#[cfg(not(test))]
fn spawn<T, E>(name: &str, act: impl FnOnce() -> Result<T, E> + Send + 'static) -> Pending<T, E>
where
    T: Send + 'static,
    E: From<Unanswered> + Send + 'static,
{
    Pending::spawn(name, act)
}

/// The same at once: a test waits for nothing.
#[cfg(test)]
fn spawn<T, E>(_name: &str, act: impl FnOnce() -> Result<T, E> + Send + 'static) -> Pending<T, E>
where
    T: Send + 'static,
    E: From<Unanswered> + Send + 'static,
{
    let (answer, pending) = Pending::new();
    answer.give(act());
    pending
}

/// What went wrong, as a sentence.
fn sentence(error: &impl std::fmt::Display) -> String {
    let said = crate::ui::routines::capitalised(error.to_string().trim_end());
    if said.ends_with('.') { said } else { said + "." }
}

/// A path with the person's home as `~`.
fn shown_path(path: &Path) -> String {
    log::without_home(&shown(path))
}
