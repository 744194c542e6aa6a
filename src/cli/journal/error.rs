//! Why a command on the journal was not done.

use crate::app::journal_files::JournalFileError;
use crate::journal::JournalError;
use crate::journal::export::ExportError;

/// What is said on the standard error.
#[derive(Debug, thiserror::Error)]
pub(super) enum CommandError {
    /// The journal did not give or take what it was asked for.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A file cannot be written or read.
    #[error(transparent)]
    File(#[from] JournalFileError),
    /// There is no session or attack with that id.
    #[error("there is no session `{0}`; `stillpoint journal` lists them")]
    NoEntry(String),
    /// No routine has a weekly goal.
    #[error(
        "no routine has a rhythm yet, so nothing is planned; write for example `rhythms: [(\"longer-exhale\", 2)],` \
         into the settings"
    )]
    NothingPlanned,
    /// The times of an attack cannot be.
    #[error("it cannot have ended before it began")]
    EndsBeforeItBegins,
    /// There is no attack to be ended.
    #[error("no attack is noted that goes on")]
    NoAttack,
    /// What every command can fail with: a person without a home folder, an output that is closed.
    #[error("{0}")]
    Usual(String),
}

impl From<ExportError> for CommandError {
    fn from(error: ExportError) -> Self {
        Self::File(error.into())
    }
}

impl From<String> for CommandError {
    fn from(sentence: String) -> Self {
        Self::Usual(sentence)
    }
}
