//! Everything that acts: the start gate, the session's thread, the window, and what the window and the terminal
//! share.
//!
//! A key in the window becomes an [`crate::ui::Action`]; `dispatch` hands it to the controller of its page, which
//! changes the `model` and gives back an effect; [`start`] is the only way from there to a [`Session`].

use std::path::Path;
use std::time::Duration;

use crate::characters::shown;
use crate::pending::{Pending, Unanswered};

pub(crate) mod about_me;
pub(crate) mod audio_export;
pub(crate) mod clock;
pub mod crash_report;
mod daily_reminder;
pub(crate) mod desktop;
mod dispatch;
mod drafts;
mod hot_reload;
pub(crate) mod journal_files;
pub(crate) mod log;
mod model;
mod pages;
mod pictures;
pub(crate) mod preferences;
mod reminder;
pub(crate) mod session;
pub(crate) mod sheet_file;
pub(crate) mod signals;
mod sound_preview;
pub(crate) mod start;
pub(crate) mod window;

pub(crate) use session::{PositionReader, Session, SessionCommand, SessionSetup, SessionView};

/// How soon to check again for an answer from another thread.
const SOON: Duration = Duration::from_millis(30);

/// Runs `act` on a thread of its own, so that the window's thread is not held up.
#[cfg(not(test))]
fn spawn<T, E>(name: &str, act: impl FnOnce() -> Result<T, E> + Send + 'static) -> Pending<T, E>
where
    T: Send + 'static,
    E: From<Unanswered> + Send + 'static,
{
    Pending::spawn(name, act)
}

/// Runs it at once, so that no test has to wait.
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

/// An error as a whole sentence.
fn sentence(error: &impl std::fmt::Display) -> String {
    let sentence = crate::ui::routines::capitalised(error.to_string().trim_end());
    if sentence.ends_with('.') { sentence } else { sentence + "." }
}

/// A path with the person's home folder shortened to `~`.
fn shown_path(path: &Path) -> String {
    log::without_home(&shown(path))
}
