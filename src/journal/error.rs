//! What a question to the journal can fail with.

use super::StoreError;
use super::repair::RepairError;
use crate::pending::Unanswered;

/// Why the journal did not do what it was asked. Each is told apart, because each means something else to whoever asked:
/// a journal that cannot be read does not say that nothing is in it.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The file cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file is damaged and could not be repaired.
    #[error("{damage}; it cannot be repaired: {source}")]
    Unrepaired {
        /// What is wrong with it.
        damage: Box<StoreError>,
        /// What keeps it from being repaired.
        source: RepairError,
    },
    /// The service has ended: no answer will come.
    #[error("the journal's own thread has ended; start Stillpoint again")]
    Gone,
    /// The service did not answer in the time that there was: its disk is slow, hangs, or is used by another program.
    #[error("the journal does not answer; its disk may be busy")]
    NoAnswer,
}

impl JournalError {
    /// Whether what was to be written is at fault, not the journal.
    #[must_use]
    pub fn is_of_the_entry(&self) -> bool {
        match self {
            Self::Store(error) => error.is_of_the_entry(),
            Self::Unrepaired { .. } | Self::Gone | Self::NoAnswer => false,
        }
    }
}

impl From<Unanswered> for JournalError {
    fn from(unanswered: Unanswered) -> Self {
        match unanswered {
            Unanswered::Gone => Self::Gone,
            Unanswered::NoAnswer => Self::NoAnswer,
        }
    }
}
