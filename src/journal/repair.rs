//! A damaged journal is set aside, and the newest good copy put in its place.
//!
//! What the damaged file still gives of what was written since that copy is taken over. Two programs that find the
//! damage at once mend it once.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use rusqlite::{Connection, OpenFlags};

use super::backup::{self, JournalCopy};
use super::{Record, Store};
use crate::storage::{self, StorageError, WriteOptions};

/// How long one program waits for another that is mending.
const WAIT_AT_MOST: Duration = Duration::from_secs(10);

/// Why a damaged journal could not be repaired.
#[derive(Debug, thiserror::Error)]
pub enum RepairError {
    /// Another program is at it, and does not come to an end.
    #[error("another program is repairing it")]
    Busy,
    /// It cannot be made sure that no other program is at it.
    #[error("no other program can be kept from it meanwhile: {0}")]
    Lock(#[source] std::io::Error),
    /// A file cannot be read, written or renamed.
    #[error(transparent)]
    Files(#[from] StorageError),
}

/// What was done to a damaged journal. Shown as a sentence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repaired {
    /// Where the damaged file is kept.
    aside: PathBuf,
    /// The day of the copy that took its place; without one, a new journal was begun.
    restored: Option<NaiveDate>,
    /// How many entries were saved from the damaged file.
    saved: usize,
}

impl std::fmt::Display for Repaired {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("The journal was damaged: ")?;
        match self.restored {
            Some(date) => write!(f, "the copy of {} was put back", date.format("%-d %B %Y"))?,
            None => f.write_str("a new one was begun")?,
        }
        match self.saved {
            0 => {}
            1 => f.write_str(", 1 entry saved from it")?,
            more => write!(f, ", {more} entries saved from it")?,
        }
        write!(f, "; the damaged file is kept as {}.", self.aside.display())
    }
}

/// Mends a damaged journal; what was done, or nothing if another program has done it.
///
/// # Errors
/// [`RepairError`]; then the damaged file is where it was.
pub(super) fn repair(journal: &Path, today: NaiveDate) -> Result<Option<Repaired>, RepairError> {
    let _lock = lock(journal)?;
    if is_whole(journal) {
        return Ok(None);
    }
    let aside = free_name(journal, today);
    let copy = backup::list(journal).into_iter().find(|copy| is_good(&copy.path));
    // A journal that was being written belongs to the damaged file, not to the one that takes its place.
    let beside = |path: &Path| PathBuf::from(format!("{}-journal", path.display()));
    if beside(journal).exists() {
        storage::rename(&beside(journal), &beside(&aside))?;
    }
    set_aside(journal, &aside, copy.as_ref())?;
    let restored = copy.map(|copy| copy.date);
    let saved = salvage(&aside, journal, restored).unwrap_or(0);
    Ok(Some(Repaired { aside, restored, saved }))
}

/// Waits for another program that is mending the same journal; the lock goes with the file.
fn lock(journal: &Path) -> Result<File, RepairError> {
    let file = storage::append_private(&backup::folder_of(journal).join(".mending"))?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(RepairError::Lock(error)),
            Err(TryLockError::WouldBlock) if begun.elapsed() > WAIT_AT_MOST => return Err(RepairError::Busy),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// Whether a journal has everything it should have; one that lost everything, though there are copies, has not.
fn is_whole(path: &Path) -> bool {
    if storage::check_plain(path).is_err() || path.metadata().is_ok_and(|of| of.len() == 0) {
        return false;
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE);
    connection.is_ok_and(|connection| backup::check(&connection, "integrity_check", path).is_ok())
}

/// Whether a copy can take the journal's place.
fn is_good(path: &Path) -> bool {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    connection.is_ok_and(|connection| {
        backup::check(&connection, "quick_check", path).is_ok() && Store::is_known(&connection)
    })
}

/// A name beside the journal that nothing has.
fn free_name(journal: &Path, today: NaiveDate) -> PathBuf {
    let name = |count: u32| {
        let number = if count == 0 { String::new() } else { format!("-{}", count + 1) };
        journal.with_file_name(format!("journal.damaged-{today}{number}.sqlite"))
    };
    (0..999).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(999))
}

/// Gives the damaged file another name and puts the copy in its place: in one step where the disk knows two names for
/// one file, so that there is a journal at every moment.
fn set_aside(journal: &Path, aside: &Path, copy: Option<&JournalCopy>) -> Result<(), StorageError> {
    let Some(copy) = copy else { return storage::rename(journal, aside) };
    let mut restored = WriteOptions::private().begin(journal)?;
    let unreadable = |source| StorageError::Read { path: copy.path.clone(), source };
    let mut source = storage::open_plain(&copy.path).map_err(|error| unreadable(error.into()))?;
    std::io::copy(&mut source, &mut restored).map_err(|source| restored.failed(source))?;
    let has_two_names = std::fs::hard_link(journal, aside).is_ok();
    if !has_two_names {
        storage::rename(journal, aside)?;
    }
    restored.commit().inspect_err(|_| {
        // The damaged journal is better than none.
        let _ = if has_two_names { Ok(()) } else { storage::rename(aside, journal) };
    })
}

/// Takes over what the damaged file still gives and the new journal has not; how many entries that were.
fn salvage(damaged: &Path, journal: &Path, since: Option<NaiveDate>) -> Option<usize> {
    let source = Store::open_damaged(damaged).ok()?;
    let mut mended = Store::open(journal).ok()?;
    let since = since.and_then(|date| date.and_hms_opt(0, 0, 0)).map(|time| time.and_utc());
    // A day earlier: the date of a copy is the person's own, not UTC.
    let since = since.map_or(i64::MIN, |time| (time - chrono::Days::new(1)).timestamp_millis());
    let mut found: BTreeMap<String, (Record, bool)> = BTreeMap::new();
    for from_the_end in [false, true] {
        let readable = source.readable_since(since, from_the_end).into_iter();
        found.extend(readable.map(|(record, is_whole)| (record.id.clone(), (record, is_whole))));
    }
    let mut sessions = 0;
    for (record, is_whole) in found.into_values() {
        // One that the copy has too is replaced only by a whole one that says something else.
        let wanted =
            mended.get(&record.id).is_ok_and(|there| there.is_none_or(|there| is_whole && there != record));
        if wanted && mended.save(&record).is_ok() {
            sessions += 1;
        }
    }
    let attacks = source.all_attacks().map_or(0, |attacks| mended.import(&[], &attacks).unwrap_or(0));
    Some(sessions + attacks)
}
