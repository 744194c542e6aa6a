//! Keeps the file as it is on the page: a moment after the last change, whole or not at all, and never over what somebody else
//! has written there.

use std::path::{Path, PathBuf};

use crate::app::spawn;
use crate::library::user_files::{Saved, UserFilesError, save, save_over};
use crate::pending::{Pending, Unanswered};
use crate::time::ExactDuration;

/// How long nothing has to change before it is saved: our limit, short enough that a crash costs no more than a second or
/// two of work, long enough that a slider that is dragged is saved once.
pub const AFTER: ExactDuration = ExactDuration::from_millis(800);
/// How long it may go on changing before it is saved all the same.
const AT_LEAST_EVERY: ExactDuration = ExactDuration::from_secs(3);

/// Why a text could not be saved.
#[derive(Debug, thiserror::Error)]
pub enum SavingError {
    #[error(transparent)]
    File(#[from] UserFilesError),
    #[error("saving {0}")]
    Unanswered(#[from] Unanswered),
}

/// The file, and what is known to be in it.
#[derive(Debug)]
pub struct Saving {
    path: PathBuf,
    /// What was in the file when it was last read or written.
    base: String,
    /// When the text first and last differed from the file, by the uptime.
    changed: Option<(ExactDuration, ExactDuration)>,
    writing: Option<(String, Pending<Saved, SavingError>)>,
    /// Whether the version before is still to be kept.
    keeps: bool,
    /// Why nothing is saved until somebody has decided.
    pub conflict: Option<Conflict>,
}

/// What is in the file is not what is here, and cannot be put together with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// This is in it.
    Changed(String),
    /// It is gone.
    Gone,
}

impl Conflict {
    /// Whether there is a file.
    pub const fn is_there(&self) -> bool {
        matches!(self, Self::Changed(_))
    }
}

/// What became of the file.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What was here is in it.
    Saved,
    /// It has changes from elsewhere as well: they belong into the text that was sent.
    Merged { sent: String, both: String, had_changes: bool },
    /// It has other changes in the same lines.
    Conflict,
    /// It could not be written: why, as a sentence.
    Failed(String),
}

impl Saving {
    pub const fn new(path: PathBuf, base: String) -> Self {
        Self { path, base, changed: None, writing: None, keeps: true, conflict: None }
    }

    /// Whether everything is in the file.
    pub const fn is_done(&self) -> bool {
        self.changed.is_none() && self.writing.is_none()
    }

    /// Whether it is being written right now.
    pub const fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// Notes that the text has changed.
    pub fn note(&mut self, text: &str, now: ExactDuration) {
        let first = self.changed.map_or(now, |(first, _)| first);
        let is_same = text == self.base && self.writing.is_none();
        self.changed = (!is_same).then_some((first, now));
    }

    /// How long until it is to be saved; nothing if there is nothing to save.
    pub fn due_in(&self, now: ExactDuration) -> Option<ExactDuration> {
        let (first, last) = self.changed.filter(|_| self.writing.is_none() && self.conflict.is_none())?;
        let due = (last + AFTER).min(first + AT_LEAST_EVERY);
        Some(due.minus(now))
    }

    /// Begins to save a text.
    pub fn start(&mut self, text: &str) {
        self.changed = None;
        if text != self.base {
            self.look(text);
        }
    }

    /// Looks whether the file was changed elsewhere, and saves the text if it is not what is in there.
    pub fn look(&mut self, text: &str) {
        let (path, base, sent, keeps) = (self.path.clone(), self.base.clone(), text.to_owned(), self.keeps);
        let pending = spawn("save", move || Ok(save(&path, &base, &sent, keeps)?));
        self.writing = Some((text.to_owned(), pending));
    }

    /// Begins to write a text over whatever is in the file, which is kept beside it.
    pub fn write_over(&mut self, text: &str) {
        let (path, sent) = (self.path.clone(), text.to_owned());
        let pending = spawn("save", move || {
            save_over(&path, &sent)?;
            Ok(Saved::Saved)
        });
        self.changed = None;
        self.writing = Some((text.to_owned(), pending));
    }

    /// Takes the answer, if there is one by now.
    pub fn poll(&mut self) -> Option<Outcome> {
        let (_, pending) = self.writing.as_ref()?;
        let answer = pending.poll()?;
        let (sent, _) = self.writing.take()?;
        Some(match answer {
            Ok(Saved::Saved) => {
                self.keeps &= self.base == sent;
                self.base = sent;
                self.conflict = None;
                Outcome::Saved
            }
            Ok(Saved::Merged(both)) => {
                let had_changes = sent != self.base;
                self.base.clone_from(&both);
                Outcome::Merged { sent, both, had_changes }
            }
            Ok(Saved::Conflict { theirs }) => {
                self.conflict = Some(theirs.map_or(Conflict::Gone, Conflict::Changed));
                Outcome::Conflict
            }
            Err(error) => Outcome::Failed(crate::app::sentence(&error)),
        })
    }

    /// Takes what is in the file for what is here as well.
    pub fn accept(&mut self, text: String) {
        self.base = text;
        (self.changed, self.conflict) = (None, None);
    }

    /// Saves at once, when the page is left without an answer to wait for; what cannot be put together with the file is kept
    /// beside it. Returns where, if so.
    pub fn save_now(&mut self, text: &str) -> Option<PathBuf> {
        if let Some((sent, pending)) = self.writing.take()
            && let Ok(Saved::Saved) = pending.recv()
        {
            self.base = sent;
        }
        if text == self.base {
            return None;
        }
        let saved = save(&self.path, &self.base, text, self.keeps);
        if matches!(saved, Ok(Saved::Saved | Saved::Merged(_))) {
            return None;
        }
        let aside = beside(&self.path);
        let written = crate::storage::WriteOptions::shared().write(&aside, text.as_bytes());
        if let Err(error) = &written {
            tracing::error!(%error, "what was built could not be saved");
        }
        written.ok().map(|()| aside)
    }
}

/// Where a text is kept that its file does not take: `evening.ron.mine`.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".mine");
    path.with_file_name(name)
}
