//! Repairs a damaged journal: the damaged file is set aside, and the newest good copy takes its place, unless an earlier
//! one knows far more.
//!
//! What that copy lacks is looked for in the copies that were made after it, and in what can still be read of the damaged
//! file. If two programs find the damage at the
//! same time, it is repaired once.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use rusqlite::{Connection, OpenFlags};

use super::backup::{self, JournalCopy};
use super::days::day_of;
use super::export::Everything;
use super::store::schema::disarm;
use super::{Deleted, Record, Store};
use crate::characters::shown;
use crate::storage::{self, StorageError, WriteOptions};

/// How long one program waits for another that is repairing.
const WAIT_AT_MOST: Duration = Duration::from_secs(10);

/// Why a damaged journal could not be repaired.
#[derive(Debug, thiserror::Error)]
pub enum RepairError {
    /// Another program is repairing it and does not finish.
    #[error("another program is repairing it")]
    Busy,
    /// The lock that keeps other programs away could not be taken.
    #[error("other programs can't be locked out: {0}")]
    Lock(#[source] std::io::Error),
    /// A file cannot be read, written or renamed.
    #[error(transparent)]
    Files(#[from] StorageError),
}

/// The result of a repair. Displayed as a sentence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repaired {
    /// Where the damaged file is kept.
    kept_as: PathBuf,
    /// The date of the copy that was restored; `None` if a new journal was begun.
    restored: Option<NaiveDate>,
    /// How many entries were salvaged from the damaged file.
    saved: usize,
}

impl std::fmt::Display for Repaired {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("The journal was damaged: ")?;
        match self.restored {
            Some(date) => write!(f, "the backup of {} was restored", date.format("%-d %B %Y"))?,
            None => f.write_str("a new one was started")?,
        }
        match self.saved {
            0 => {}
            1 => f.write_str(", and 1 entry was recovered")?,
            more => write!(f, ", and {more} entries were recovered")?,
        }
        write!(f, ". The damaged file is kept as {}.", shown(&self.kept_as))
    }
}

/// Repairs a damaged journal. Returns `None` if another program has done so already.
///
/// # Errors
/// [`RepairError`]; the damaged file is then in its place.
pub(super) fn repair(journal: &Path, today: NaiveDate) -> Result<Option<Repaired>, RepairError> {
    let _lock = lock(journal)?;
    if is_whole(journal) {
        return Ok(None);
    }
    let kept_as = free_name(journal, today);
    let good = good_copies(journal);
    let copy = best(&good).cloned();
    // A rollback journal belongs to the damaged file, not to the one that replaces it.
    let beside = |path: &Path| PathBuf::from(format!("{}-journal", path.display()));
    if beside(journal).exists() {
        storage::rename(&beside(journal), &beside(&kept_as))?;
    }
    set_aside(journal, &kept_as, copy.as_ref())?;
    let later = good.iter().filter(|(other, _)| copy.as_ref().is_some_and(|restored| other > restored));
    let from_copies: usize = later.filter_map(|(other, _)| take_missing(&other.path, journal)).sum();
    let restored = copy.map(|copy| copy.date);
    let saved = from_copies + salvage(&kept_as, journal, restored.map(|date| date.min(today))).unwrap_or(0);
    Ok(Some(Repaired { kept_as, restored, saved }))
}

/// Takes the lock against other programs that are repairing; it is released with the file.
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

/// Whether the journal is intact. An empty file is not: there are copies, so it has lost everything.
fn is_whole(path: &Path) -> bool {
    if storage::check_plain(path).is_err() || path.metadata().is_ok_and(|meta| meta.len() == 0) {
        return false;
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE);
    connection.is_ok_and(|connection| {
        disarm(&connection).is_ok() && backup::check(&connection, "integrity_check", path).is_ok()
    })
}

/// The copies that can replace the journal, each with how many entries it has; what was deleted and can be brought back
/// counts.
fn good_copies(journal: &Path) -> Vec<(JournalCopy, u32)> {
    let entries = |path: &Path| -> Option<u32> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
        disarm(&connection).ok()?;
        backup::check(&connection, "quick_check", path).ok()?;
        if !Store::is_known(&connection) {
            return None;
        }
        let count = |table: &str| {
            let count = format!("SELECT count(*) FROM {table}");
            // A copy of an earlier version lacks the newer tables.
            connection.query_row(&count, [], |row| row.get::<_, u32>(0)).unwrap_or(0)
        };
        Some(["session", "attack", "assessment"].map(count).iter().sum())
    };
    let copies = backup::list(journal).into_iter();
    copies.filter_map(|copy| entries(&copy.path).map(|entries| (copy, entries))).collect()
}

/// The copy that is restored: the newest, which knows what was corrected and deleted last. One that has less than half of
/// the entries of another was made of a journal that had been begun anew; then it is the one with most. Copies without a
/// number have a date that cannot be trusted, and are compared by what they know.
fn best(good: &[(JournalCopy, u32)]) -> Option<&JournalCopy> {
    let most = good.iter().max_by_key(|(copy, entries)| (*entries, copy))?;
    let newest = good.iter().filter(|(copy, _)| copy.number > 0).max().unwrap_or(most);
    let chosen = if newest.1.saturating_mul(2) < most.1 { most } else { newest };
    Some(&chosen.0)
}

/// Takes over from a copy what the journal lacks altogether, also among what was deleted; returns how many entries.
fn take_missing(copy: &Path, journal: &Path) -> Option<usize> {
    let source = Store::open_damaged(copy).ok()?;
    let mut repaired = Store::open(journal).ok()?;
    let sessions = source.readable_since(i64::MIN, false).into_iter().map(|(record, _)| record).collect();
    Some(import_one_by_one(&mut repaired, sessions, &source))
}

/// One that cannot be taken over keeps no other from it; returns how many entries were new.
fn import_one_by_one(repaired: &mut Store, sessions: Vec<Record>, source: &Store) -> usize {
    let sessions =
        sessions.into_iter().map(|one| Everything { sessions: vec![one], ..Everything::default() });
    let attacks = source.all_attacks().unwrap_or_default().into_iter();
    let attacks = attacks.map(|one| Everything { attacks: vec![one], ..Everything::default() });
    let assessments = source.assessments().unwrap_or_default().into_iter();
    let assessments = assessments.map(|one| Everything { assessments: vec![one], ..Everything::default() });
    let imported =
        sessions.chain(attacks).chain(assessments).map(|one| repaired.import(&one, Deleted::Stays));
    imported.flatten().map(|imported| imported.new).sum()
}

/// An unused file name beside the journal.
fn free_name(journal: &Path, today: NaiveDate) -> PathBuf {
    let name = |count: u32| {
        let number = if count == 0 { String::new() } else { format!("-{}", count + 1) };
        journal.with_file_name(format!("journal.damaged-{today}{number}.sqlite"))
    };
    (0..999).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(999))
}

/// Renames the damaged file and puts the copy in its place. Where the file system has hard links, there is a
/// journal at every moment.
fn set_aside(journal: &Path, kept_as: &Path, copy: Option<&JournalCopy>) -> Result<(), StorageError> {
    let Some(copy) = copy else { return storage::rename(journal, kept_as) };
    let mut restored = WriteOptions::private().begin(journal)?;
    let unreadable = |source| StorageError::Read { path: copy.path.clone(), source };
    let mut source = storage::open_plain(&copy.path).map_err(|error| unreadable(error.into()))?;
    std::io::copy(&mut source, &mut restored).map_err(|source| restored.failed(source))?;
    let has_two_names = std::fs::hard_link(journal, kept_as).is_ok();
    if !has_two_names {
        storage::rename(journal, kept_as)?;
    }
    restored.commit().inspect_err(|_| {
        // A damaged journal is better than none.
        let _ = if has_two_names { Ok(()) } else { storage::rename(kept_as, journal) };
    })
}

/// Salvages the readable entries that the new journal lacks, and later versions of those that it has; returns how many there
/// were.
fn salvage(damaged: &Path, journal: &Path, since: Option<NaiveDate>) -> Option<usize> {
    let source = Store::open_damaged(damaged).ok()?;
    let mut repaired = Store::open(journal).ok()?;
    let mut found: BTreeMap<String, (Record, bool)> = BTreeMap::new();
    for from_the_end in [false, true] {
        let readable = source.readable_since(i64::MIN, from_the_end).into_iter();
        found.extend(readable.map(|(record, is_whole)| (record.id.clone(), (record, is_whole))));
    }
    let is_recent = |record: &Record| {
        // One day earlier: an entry may be of another zone than the copy.
        since.is_none_or(|since| day_of(record.over_at()) >= since - chrono::Days::new(1))
    };
    let (mut replaced, mut lacking) = (0, Vec::new());
    for (record, is_whole) in found.into_values() {
        match repaired.get(&record.id) {
            // An entry that exists in the copy, too, is only replaced by a complete one that differs and can be newer.
            Ok(Some(there)) if is_whole && there != record && is_recent(&record) => {
                replaced += usize::from(repaired.save(&record).is_ok());
            }
            Ok(Some(_)) | Err(_) => {}
            Ok(None) => lacking.push(record),
        }
    }
    Some(replaced + import_one_by_one(&mut repaired, lacking, &source))
}
