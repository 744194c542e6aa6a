//! The journal's file: SQLite with a versioned schema.
//!
//! It uses a rollback journal with full synchronisation instead of a write-ahead log. Such a log is faster with
//! many concurrent readers and writers, but here one record a second is all that is ever written. It also does
//! not work on network shares, needs two more files that must stay together with the first, and silently
//! continues to write after the file was moved away. A rollback journal is as safe on a share as on a local
//! disk, leaves one complete file after each record, and refuses to write into a file that was moved. Two
//! programs wait for each other.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{Local, Utc};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::export::Everything;
use super::{Assessment, Record, backup};
use crate::characters::{escaped, shown};
use crate::storage::{self, ReadError, StorageError, check_plain};

mod assessments;
mod attacks;
mod followups;
mod query;
mod revisions;
mod rows;
pub(in crate::journal) mod schema;
mod summaries;
mod trash;

pub use followups::Due;
pub use query::{Day, Filter, Mark};

/// How long one program waits while another is writing.
const BUSY_WITHIN: Duration = Duration::from_secs(5);

/// What becomes of entries that are imported and were deleted here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deleted {
    /// They stay deleted.
    Stays,
    /// They are in the journal again, as they were when they were deleted.
    ComesBack,
}

/// What an import found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// How many entries the journal did not know.
    pub new: usize,
    /// How many it has in the same form.
    pub known: usize,
    /// How many it has in another form, which stays.
    pub changed: usize,
    /// The ids of those that were deleted here and can be brought back.
    pub deleted: Vec<String>,
}

impl Imported {
    /// Counts an entry; returns whether it is to be saved.
    fn counts(
        &mut self,
        here: Here,
        id: &str,
        is_same: impl FnOnce() -> rusqlite::Result<bool>,
    ) -> rusqlite::Result<bool> {
        match here {
            Here::Unknown => self.new += 1,
            Here::Deleted => self.deleted.push(id.to_owned()),
            Here::Known if is_same()? => self.known += 1,
            Here::Known => self.changed += 1,
        }
        Ok(here == Here::Unknown)
    }
}

/// Whether the journal has an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Here {
    Unknown,
    Known,
    Deleted,
}

/// Why the journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// An error of SQLite.
    #[error("the journal {path} can't be used: {source}")]
    Sqlite {
        /// The path of the file.
        path: String,
        /// The error of SQLite.
        source: rusqlite::Error,
    },
    /// The folder or the file cannot be created.
    #[error("the journal can't be created: {0}")]
    NotMade(#[source] StorageError),
    /// Its path is not that of a file, or is a broken link.
    #[error("the journal {} can't be used: {why}; move it away, or restore the right file", path.display())]
    NoFile {
        /// What should be the file.
        path: PathBuf,
        /// What it is.
        why: ReadError,
    },
    /// It was written by a newer version of the program.
    #[error(
        "the journal {path} was written by a newer Stillpoint; update Stillpoint, so that nothing in it is lost"
    )]
    Newer {
        /// The path of the file.
        path: String,
    },
    /// The file belongs to another program.
    #[error("the file {path} isn't a Stillpoint journal; move it away")]
    Foreign {
        /// The path of the file.
        path: String,
    },
    /// Its tables are not those of its version: nothing is changed in it.
    #[error(
        "the journal {path} has been changed by another program: {what}; move it away, or restore a backup"
    )]
    Altered {
        /// The file.
        path: String,
        /// How it differs.
        what: String,
    },
    /// A check by SQLite has found damage.
    #[error("the journal {path} is damaged: {message}")]
    Damaged {
        /// The path of the file.
        path: String,
        /// The first damage, as SQLite describes it.
        message: String,
    },
    /// An entry has the same id as one of the other kind, so their details would be mixed up.
    #[error("a session and an attack have the same id `{id}`; each entry needs its own")]
    SameId {
        /// The id.
        id: String,
    },
    /// It cannot be copied.
    #[error("the journal can't be backed up: {0}")]
    NoCopy(#[source] StorageError),
}

impl StoreError {
    /// Whether the file itself is broken, so that waiting does not help.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. })
            || matches!(self.code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
    }

    /// Whether the file was moved since it was opened, because another program has repaired it.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        let extended = match self {
            Self::Sqlite { source, .. } => source.sqlite_error().map(|error| error.extended_code),
            Self::NotMade(_)
            | Self::NoFile { .. }
            | Self::Newer { .. }
            | Self::Foreign { .. }
            | Self::Altered { .. }
            | Self::Damaged { .. }
            | Self::SameId { .. }
            | Self::NoCopy(_) => None,
        };
        extended == Some(rusqlite::ffi::SQLITE_READONLY_DBMOVED)
    }

    /// Whether the entry is at fault, not the file.
    #[must_use]
    pub fn is_of_the_entry(&self) -> bool {
        matches!(self, Self::SameId { .. }) || self.code() == Some(ErrorCode::ConstraintViolation)
    }

    fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Sqlite { source, .. } => source.sqlite_error_code(),
            Self::NotMade(_)
            | Self::NoFile { .. }
            | Self::Newer { .. }
            | Self::Foreign { .. }
            | Self::Altered { .. }
            | Self::Damaged { .. }
            | Self::SameId { .. }
            | Self::NoCopy(_) => None,
        }
    }
}

/// An open journal.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// What was found in it that does not belong there, a sentence.
    remark: Option<String>,
}

impl Store {
    /// Opens the journal, or creates it, readable only by this person. An older version is migrated. A
    /// read-only file can still be read.
    ///
    /// # Errors
    /// [`StoreError`], with the file's name and the reason.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let name = shown(path);
        check_place(path)?;
        create_private(path).map_err(StoreError::NotMade)?;
        let connection = Connection::open(path).map_err(|source| sqlite(&name, source))?;
        let mut store = Self { connection, path: path.to_owned(), remark: None };
        store.prepare().map_err(|source| store.error(source))??;
        Ok(store)
    }

    /// Opens the journal, unless there is none.
    ///
    /// # Errors
    /// [`StoreError`], with the file's name and the reason.
    pub fn open_to_read(path: &Path) -> Result<Option<Self>, StoreError> {
        if is_something_there(path) { Self::open(path).map(Some) } else { Ok(None) }
    }

    fn prepare(&mut self) -> rusqlite::Result<Result<(), StoreError>> {
        schema::disarm(&self.connection)?;
        self.connection.busy_timeout(BUSY_WITHIN)?;
        self.connection.set_prepared_statement_cache_capacity(48);
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        let name = shown(&self.path);
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
                // Checked again within the transaction: two programs may open a new file at the same time.
                let transaction =
                    self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
                match schema::found(&transaction, &name)? {
                    Err(refused) => return Ok(Err(refused)),
                    Ok(schema::Found::Current) => {}
                    Ok(schema::Found::Empty) => schema::migrate(&transaction, 0)?,
                    Ok(schema::Found::Older(version)) => schema::migrate(&transaction, version)?,
                }
                transaction.commit()?;
                self.clear_away()?;
                return Ok(Ok(()));
            }
        }
        self.set_journal_mode()?;
        self.clear_away()?;
        Ok(Ok(()))
    }

    /// Takes out what somebody has put into the file that would act by itself.
    fn clear_away(&mut self) -> rusqlite::Result<()> {
        if !schema::strange(&self.connection)? {
            return Ok(());
        }
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate);
        let cleared = transaction.and_then(|transaction| {
            let cleared = schema::clear_away(&transaction)?;
            transaction.commit()?;
            Ok(cleared)
        });
        let path = shown(&self.path);
        self.remark = Some(match cleared {
            Ok(cleared) => {
                let cleared = escaped(&cleared.join(", ")).into_owned();
                format!(
                    "The journal {path} contained something that Stillpoint didn't put there. Stillpoint removed it: {cleared}."
                )
            }
            // In a file that may only be read it stays, and does nothing.
            Err(_) => format!(
                "The journal {path} contains something that Stillpoint didn't put there. It has no effect here."
            ),
        });
        Ok(())
    }

    /// What is to be told of the file since it was opened, once.
    pub(super) fn take_remark(&mut self) -> Option<String> {
        self.remark.take()
    }

    fn copy_before_change_from(&self, version: i32) -> Result<(), StoreError> {
        let why = format!("-version-{version}");
        backup::make(&self.connection, &self.path, Local::now().date_naive(), &why)
    }

    /// Opens a damaged file to read what it still gives; nothing of it is changed.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be opened at all.
    pub(super) fn open_damaged(path: &Path) -> Result<Self, StoreError> {
        let opened = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
        let connection = opened.map_err(|source| sqlite(&shown(path), source))?;
        schema::disarm(&connection).map_err(|source| sqlite(&shown(path), source))?;
        Ok(Self { connection, path: path.to_owned(), remark: None })
    }

    /// The sessions that were written since a time (in milliseconds since 1970), as far as they can be read
    /// from one end of the file, and whether each is complete.
    pub(super) fn readable_since(&self, since: i64, from_the_end: bool) -> Vec<(Record, bool)> {
        rows::readable_since(&self.connection, since, from_the_end)
    }

    /// Whether an open file is a journal that this version can read.
    pub(super) fn is_known(connection: &Connection) -> bool {
        matches!(schema::found(connection, ""), Ok(Ok(schema::Found::Older(_) | schema::Found::Current)))
    }

    fn set_journal_mode(&self) -> rusqlite::Result<()> {
        self.connection.pragma_update(None, "journal_mode", "TRUNCATE")
    }

    /// Saves a record, replacing an earlier version. Answers that another program has saved meanwhile stay, and
    /// so do packs that were on the skin.
    ///
    /// # Errors
    /// [`StoreError`] if it could not be written; then nothing was.
    pub fn save(&mut self, record: &Record) -> Result<(), StoreError> {
        self.check_kind("attack", [&record.id])?;
        self.in_transaction(|transaction| rows::save(transaction, record, rows::Provenance::Local))
    }

    /// Imports those entries that are not here yet (not even deleted), all or none; returns what was found.
    ///
    /// # Errors
    /// [`StoreError`] if one could not be written, [`StoreError::SameId`] if one has the id of an entry of the other
    /// kind; then none was.
    pub fn import(&mut self, everything: &Everything, deleted: Deleted) -> Result<Imported, StoreError> {
        let Everything { sessions: records, attacks, assessments } = everything;
        self.check_kind("attack", records.iter().map(|record| &record.id))?;
        self.check_kind("session", attacks.iter().map(|attack| &attack.id))?;
        let of_sessions: BTreeSet<&String> = records.iter().map(|record| &record.id).collect();
        if let Some(both) = attacks.iter().find(|attack| of_sessions.contains(&attack.id)) {
            return Err(StoreError::SameId { id: both.id.clone() });
        }
        let known: Vec<Assessment> = if assessments.is_empty() { Vec::new() } else { self.assessments()? };
        self.in_transaction(|transaction| {
            let mut imported = Imported::default();
            for record in records {
                let here = rows::here(transaction, "session", &record.id)?;
                let is_same = || {
                    let query = "SELECT * FROM session WHERE id = ?1";
                    Ok(rows::read(transaction, query, [&record.id])?.first() == Some(record))
                };
                if imported.counts(here, &record.id, is_same)? {
                    rows::save(transaction, record, rows::Provenance::Imported)?;
                }
            }
            for attack in attacks {
                let here = rows::here(transaction, "attack", &attack.id)?;
                let is_same = || Ok(attacks::read_one(transaction, &attack.id)?.as_ref() == Some(attack));
                if imported.counts(here, &attack.id, is_same)? {
                    attacks::save(transaction, attack)?;
                }
            }
            for assessment in assessments {
                let here = rows::here(transaction, "assessment", &assessment.id)?;
                let is_same = || Ok(known.contains(assessment));
                if imported.counts(here, &assessment.id, is_same)? {
                    assessments::save(transaction, assessment)?;
                }
            }
            if deleted == Deleted::ComesBack {
                for id in &imported.deleted {
                    trash::bring_back(transaction, id)?;
                }
            }
            Ok(imported)
        })
    }

    /// Marks these sessions as still running, though there is nothing new to save.
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

    /// Refuses ids that an entry of the other kind has.
    fn check_kind<'a>(
        &self,
        other: &str,
        ids: impl IntoIterator<Item = &'a String>,
    ) -> Result<(), StoreError> {
        for id in ids {
            if rows::is_there(&self.connection, other, id).map_err(|source| self.error(source))? {
                return Err(StoreError::SameId { id: id.clone() });
            }
        }
        Ok(())
    }

    fn in_transaction<T>(
        &mut self,
        act: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        // Immediate, because a transaction that reads first and then writes would fail if another program
        // writes in between.
        let begun = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate);
        let done = begun.and_then(|transaction| {
            let done = act(&transaction)?;
            transaction.commit()?;
            Ok(done)
        });
        done.map_err(|source| self.error(source))
    }

    fn error(&self, source: rusqlite::Error) -> StoreError {
        sqlite(&shown(&self.path), source)
    }
}

fn sqlite(path: &str, source: rusqlite::Error) -> StoreError {
    StoreError::Sqlite { path: path.to_owned(), source }
}

/// What people write about their health is private: mode 0600, in a folder of mode 0700.
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
