//! The errors of the journal.

use super::StoreError;
use super::repair::RepairError;
use crate::pending::Unanswered;

/// Why the journal could not answer. The cases are distinct because they mean different things to the caller: a
/// journal that cannot be read is not an empty one.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The file cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file is damaged and could not be repaired.
    #[error("{damage}; it can't be repaired: {source}")]
    Unrepaired {
        /// What is wrong with it.
        damage: Box<StoreError>,
        /// What keeps it from being repaired.
        source: RepairError,
    },
    /// The service has ended, so there will be no answer.
    #[error("the journal has stopped working; restart Stillpoint")]
    Gone,
    /// The service did not answer in time: its disk is slow, hangs, or is in use by another program.
    #[error("the journal isn't responding; its disk may be busy")]
    NoAnswer,
}

impl JournalError {
    /// Whether the entry that was to be written is at fault, not the journal.
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
