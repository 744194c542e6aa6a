//! The journal's file: SQLite with a versioned schema.
//!
//! A rollback journal with full synchronisation, not a write-ahead log. Such a log is faster for many writers and
//! readers at once, but a record a second is all that is ever written here, and it cannot be used on a network share,
//! needs two more files that must be kept together with the first, and goes on writing without a word after the file
//! was moved away. A rollback journal is as safe on a share as on a local disk, leaves one whole file after each
//! record, and refuses to write into a file that was moved. Two programs at once wait for each other.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{Local, Utc};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{Attack, Record, backup};
use crate::storage::{self, ReadError, StorageError, check_plain};

mod attacks;
mod followups;
mod query;
mod rows;
mod schema;
mod summaries;
mod trash;

pub use followups::Due;
pub use query::{Day, Filter, Mark};

/// How long one program waits for another that is writing.
const BUSY_WITHIN: Duration = Duration::from_secs(5);

/// Why the journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite says no.
    #[error("the journal {path} cannot be used: {source}")]
    Sqlite {
        /// The file.
        path: String,
        /// Why.
        source: rusqlite::Error,
    },
    /// The folder or the file cannot be made.
    #[error("the journal cannot be made: {0}")]
    NotMade(#[source] StorageError),
    /// What has its name is no file, or leads to none.
    #[error("the journal {} cannot be used: {why}; move it away, or bring back what belongs there", path.display())]
    NoFile {
        /// What should be the file.
        path: PathBuf,
        /// What it is.
        why: ReadError,
    },
    /// It was written by a newer program.
    #[error(
        "the journal {path} was written by a newer Stillpoint; use that one, so that nothing in it is lost"
    )]
    Newer {
        /// The file.
        path: String,
    },
    /// It is some other program's file.
    #[error("the file {path} is not a journal of Stillpoint; move it away")]
    Foreign {
        /// The file.
        path: String,
    },
    /// SQLite has looked through it and found a fault.
    #[error("the journal {path} is damaged: {what}")]
    Damaged {
        /// The file.
        path: String,
        /// The fault, in SQLite's words.
        what: String,
    },
    /// No copy of it can be made.
    #[error("no copy of the journal can be made: {0}")]
    NoCopy(#[source] StorageError),
}

impl StoreError {
    /// Whether the file itself is broken, so that waiting will not help.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. })
            || matches!(self.code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
    }

    /// Whether the file was moved away since it was opened: another program has mended it.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        let extended = match self {
            Self::Sqlite { source, .. } => source.sqlite_error().map(|error| error.extended_code),
            _ => None,
        };
        extended == Some(rusqlite::ffi::SQLITE_READONLY_DBMOVED)
    }

    /// Whether what was to be written is at fault, not the file.
    #[must_use]
    pub fn is_of_the_entry(&self) -> bool {
        self.code() == Some(ErrorCode::ConstraintViolation)
    }

    fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Sqlite { source, .. } => source.sqlite_error_code(),
            _ => None,
        }
    }
}

/// The open journal.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens the journal for writing, and makes it, readable for this person alone, if it is not there. One of an
    /// earlier version is brought to the present one. A file that may only be read can be read.
    ///
    /// # Errors
    /// [`StoreError`], with the file's name and the reason.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let name = path.display().to_string();
        check_place(path)?;
        create_private(path).map_err(StoreError::NotMade)?;
        let connection = Connection::open(path).map_err(|source| sqlite(&name, source))?;
        let mut store = Self { connection, path: path.to_owned() };
        store.prepare().map_err(|source| store.fault(source))??;
        Ok(store)
    }

    /// Opens the journal for reading; nothing if there is none yet.
    ///
    /// # Errors
    /// [`StoreError`], with the file's name and the reason.
    pub fn open_to_read(path: &Path) -> Result<Option<Self>, StoreError> {
        if is_something_there(path) { Self::open(path).map(Some) } else { Ok(None) }
    }

    fn prepare(&mut self) -> rusqlite::Result<Result<(), StoreError>> {
        self.connection.busy_timeout(BUSY_WITHIN)?;
        self.connection.set_prepared_statement_cache_capacity(48);
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        let name = self.path.display().to_string();
        match schema::found(&self.connection, &name)? {
            Err(refused) => return Ok(Err(refused)),
            Ok(schema::Found::Current) => {}
            Ok(found) => {
                self.set_journal_mode()?;
                if let schema::Found::Older(version) = found
                    && let Err(error) = self.copy_before_change_from(version)
                {
                    return Ok(Err(error));
                }
                // Looked at again in the transaction: two programs may open a new file at once.
                let transaction =
                    self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
                match schema::found(&transaction, &name)? {
                    Err(refused) => return Ok(Err(refused)),
                    Ok(schema::Found::Current) => {}
                    Ok(schema::Found::Empty) => schema::migrate(&transaction, 0)?,
                    Ok(schema::Found::Older(version)) => schema::migrate(&transaction, version)?,
                }
                transaction.commit()?;
                return Ok(Ok(()));
            }
        }
        self.set_journal_mode()?;
        Ok(Ok(()))
    }

    fn copy_before_change_from(&self, version: i32) -> Result<(), StoreError> {
        let why = format!("-version-{version}");
        backup::make(&self.connection, &self.path, Local::now().date_naive(), &why)
    }

    /// Opens a damaged file to read what it still gives; nothing of it is changed.
    ///
    /// # Errors
    /// [`StoreError`] if not even that can be done.
    pub(super) fn open_damaged(path: &Path) -> Result<Self, StoreError> {
        let opened = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
        let connection = opened.map_err(|source| sqlite(&path.display().to_string(), source))?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// The sessions written since a time, in milliseconds since 1970, as far as they can be read from one end of the
    /// file, and whether each is whole.
    pub(super) fn readable_since(&self, since: i64, from_the_end: bool) -> Vec<(Record, bool)> {
        rows::readable_since(&self.connection, since, from_the_end)
    }

    /// Whether an open file is a journal that this program can read.
    pub(super) fn is_known(connection: &Connection) -> bool {
        matches!(schema::found(connection, ""), Ok(Ok(schema::Found::Older(_) | schema::Found::Current)))
    }

    fn set_journal_mode(&self) -> rusqlite::Result<()> {
        self.connection.pragma_update(None, "journal_mode", "TRUNCATE")
    }

    /// Writes a record, in place of an earlier state of it. Answers that were given in another program meanwhile
    /// stay, and so do packs that lay on the skin.
    ///
    /// # Errors
    /// [`StoreError`] if it could not be written; then nothing of it was.
    pub fn save(&mut self, record: &Record) -> Result<(), StoreError> {
        self.in_transaction(|transaction| rows::save(transaction, record, rows::From::Here))
    }

    /// Writes entries from elsewhere, of those that are not here yet, deleted or not, all or none; how many were new.
    ///
    /// # Errors
    /// [`StoreError`] if one could not be written; then none was.
    pub fn import(&mut self, records: &[Record], attacks: &[Attack]) -> Result<usize, StoreError> {
        self.in_transaction(|transaction| {
            let mut new = 0;
            for record in records {
                if !rows::is_there(transaction, "session", &record.id)? {
                    rows::save(transaction, record, rows::From::Elsewhere)?;
                    new += 1;
                }
            }
            for attack in attacks {
                if !rows::is_there(transaction, "attack", &attack.id)? {
                    attacks::save(transaction, attack)?;
                    new += 1;
                }
            }
            Ok(new)
        })
    }

    /// Says that these sessions still go on, though nothing new is to be written of them.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be written.
    pub fn keep_alive<'a>(&mut self, ids: impl Iterator<Item = &'a String>) -> Result<(), StoreError> {
        self.in_transaction(|transaction| {
            let mut alive = transaction.prepare_cached(
                "UPDATE session SET written_unix_millis = ?2 WHERE id = ?1 AND outcome = 'running'",
            )?;
            for id in ids {
                alive.execute((id, Utc::now().timestamp_millis()))?;
            }
            Ok(())
        })
    }

    fn in_transaction<T>(
        &mut self,
        act: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        // Immediate: one that reads first and then writes would fail at once when another writes meanwhile.
        let begun = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate);
        let done = begun.and_then(|transaction| {
            let done = act(&transaction)?;
            transaction.commit()?;
            Ok(done)
        });
        done.map_err(|source| self.fault(source))
    }

    fn fault(&self, source: rusqlite::Error) -> StoreError {
        sqlite(&self.path.display().to_string(), source)
    }
}

fn sqlite(path: &str, source: rusqlite::Error) -> StoreError {
    StoreError::Sqlite { path: path.to_owned(), source }
}

/// What a person writes about their health is for their eyes: mode 0600, in a folder of 0700.
/// Whether there is a journal or something that is in its way: a link that leads to nothing is no new journal.
pub(super) fn is_something_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether a journal can be at a path, or is made there.
///
/// # Errors
/// [`StoreError::NoFile`]; what is there is not opened, since a pipe would be waited for.
pub(super) fn check_place(path: &Path) -> Result<(), StoreError> {
    match check_plain(path) {
        Ok(()) | Err(ReadError::Missing | ReadError::System(_)) => Ok(()),
        Err(why) => Err(StoreError::NoFile { path: path.to_owned(), why }),
    }
}

fn create_private(path: &Path) -> Result<(), StorageError> {
    if path.exists() { Ok(()) } else { storage::append_private(path).map(|_| ()) }
}

#[cfg(test)]
pub(crate) mod tests_support;

#[cfg(test)]
mod tests;
