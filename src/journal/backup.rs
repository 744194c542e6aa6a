//! Automatic copies of the journal: one on each day with changes, and one before each migration of the schema.
//! They are in the folder `backups` beside it.
//!
//! The seven newest copies are kept, and the newest of each of the last twelve months. A copy is consistent
//! whatever other programs write meanwhile. It is checked before it counts, and exists completely or not at
//! all.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{Datelike as _, NaiveDate};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::StoreError;
use super::store::schema::disarm;
use crate::characters::shown;
use crate::storage::{UNFINISHED, WriteOptions, check_plain};

/// How many of the newest copies are kept.
const NEWEST: usize = 7;
/// For how many months the newest copy is kept.
const MONTHS: i32 = 12;
/// How often copying is tried while another program is writing, and the time between two tries.
const TRIES: u32 = 20;
const TRY_EVERY: Duration = Duration::from_millis(250);
/// The prefix of unfinished copies in earlier versions of the program.
const EARLIER_UNFINISHED: &str = ".unfinished-";

/// A copy of the journal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct JournalCopy {
    /// The day on which it was made.
    pub date: NaiveDate,
    /// The file.
    pub path: PathBuf,
}

/// The folder with the copies of a journal.
#[must_use]
pub fn folder_of(journal: &Path) -> PathBuf {
    journal.with_file_name("backups")
}

/// The existing copies, the newest first.
#[must_use]
pub fn list(journal: &Path) -> Vec<JournalCopy> {
    let Ok(listed) = std::fs::read_dir(folder_of(journal)) else { return Vec::new() };
    let copy = |path: PathBuf| -> Option<JournalCopy> {
        let name = path.file_name()?.to_str()?;
        let date = name.strip_prefix("journal-")?.strip_suffix(".sqlite")?.get(..10)?.parse().ok()?;
        // What only has the name of a copy is none: a pipe would be waited for.
        check_plain(&path).is_ok().then_some(JournalCopy { date, path })
    };
    let mut copies: Vec<JournalCopy> = listed.flatten().filter_map(|entry| copy(entry.path())).collect();
    copies.sort_by(|one, other| other.cmp(one));
    copies
}

/// Copies an open journal; `why` becomes part of the file name.
///
/// # Errors
/// [`StoreError`]; it [is damage](StoreError::is_damage) if the journal itself is broken.
pub(super) fn make(
    source: &Connection,
    journal: &Path,
    date: NaiveDate,
    why: &str,
) -> Result<(), StoreError> {
    let path = folder_of(journal).join(format!("journal-{date}{why}.sqlite"));
    let unfinished =
        WriteOptions::private().make_private_folder().begin(&path).map_err(StoreError::NoCopy)?;
    let sqlite = |source| StoreError::Sqlite { path: shown(journal), source };
    {
        let mut copy = Connection::open(unfinished.unfinished_path()).map_err(sqlite)?;
        disarm(&copy).map_err(sqlite)?;
        // The copy only counts once it is complete and on the disk, so a rollback journal would be wasted.
        copy.pragma_update(None, "journal_mode", "OFF").map_err(sqlite)?;
        copy.pragma_update(None, "synchronous", "OFF").map_err(sqlite)?;
        copy_pages(source, &mut copy).map_err(sqlite)?;
        check(&copy, "quick_check", journal)?;
    }
    unfinished.commit().map_err(StoreError::NoCopy)?;
    sweep(journal, date);
    Ok(())
}

fn copy_pages(source: &Connection, copy: &mut Connection) -> rusqlite::Result<()> {
    let backup = Backup::new(source, copy)?;
    for _ in 0..TRIES {
        if backup.step(-1)? == StepResult::Done {
            return Ok(());
        }
        std::thread::sleep(TRY_EVERY);
    }
    Err(rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY),
        Some("another program keeps writing to it".into()),
    ))
}

/// Has SQLite check an open file; `how` is `quick_check` or `integrity_check`.
pub(super) fn check(connection: &Connection, how: &str, path: &Path) -> Result<(), StoreError> {
    let found = connection.pragma_query_value(None, how, |row| row.get::<_, String>(0));
    let path = shown(path);
    match found {
        Ok(found) if found == "ok" => Ok(()),
        Ok(found) => {
            Err(StoreError::Damaged { path, message: found.lines().next().unwrap_or_default().to_owned() })
        }
        Err(source) => Err(StoreError::Sqlite { path, source }),
    }
}

/// Maintains a journal: copies and checks it if it has changed since the last copy, otherwise only checks it.
/// Does nothing if there is a copy of today.
///
/// # Errors
/// [`StoreError`]; it [is damage](StoreError::is_damage) if the journal is broken.
pub fn maintain(journal: &Path, today: NaiveDate) -> Result<(), StoreError> {
    let newest = list(journal).into_iter().next();
    if check_plain(journal).is_err() || newest.as_ref().is_some_and(|copy| copy.date == today) {
        return Ok(());
    }
    let changed = |path: &Path| path.metadata().and_then(|meta| meta.modified()).ok();
    let is_copied = newest.is_some_and(|copy| changed(&copy.path) > changed(journal));
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sqlite = |source| StoreError::Sqlite { path: shown(journal), source };
    let source = Connection::open_with_flags(journal, flags).map_err(sqlite)?;
    disarm(&source).map_err(sqlite)?;
    source.busy_timeout(TRY_EVERY * TRIES).map_err(sqlite)?;
    if is_copied { check(&source, "quick_check", journal) } else { make(&source, journal, today, "") }
}

/// Deletes surplus copies, and unfinished ones of programs that were killed.
fn sweep(journal: &Path, today: NaiveDate) {
    let copies = list(journal);
    let dates: Vec<NaiveDate> = copies.iter().map(|copy| copy.date).collect();
    for (copy, _) in copies.iter().zip(kept(&dates, today)).filter(|(_, kept)| !kept) {
        let _ = std::fs::remove_file(&copy.path);
    }
    let an_hour_old = |entry: &std::fs::DirEntry| {
        let age = entry.metadata().and_then(|meta| meta.modified()).ok().and_then(|at| at.elapsed().ok());
        age.is_some_and(|age| age > Duration::from_hours(1))
    };
    let listed = std::fs::read_dir(folder_of(journal)).into_iter().flatten().flatten();
    for entry in listed.filter(an_hour_old) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if [UNFINISHED, EARLIER_UNFINISHED].iter().any(|beginning| name.starts_with(beginning)) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Which of the copies, the newest first, are kept.
fn kept(dates: &[NaiveDate], today: NaiveDate) -> Vec<bool> {
    let month = |date: NaiveDate| date.year() * 12 + i32::try_from(date.month0()).unwrap_or(0);
    let mut months = BTreeSet::new();
    let keep = |(place, date): (usize, &NaiveDate)| {
        let is_newest_of_month = months.insert(month(*date));
        place < NEWEST || (is_newest_of_month && month(today) - month(*date) < MONTHS)
    };
    dates.iter().enumerate().map(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::super::store::tests_support::record;
    use super::super::{Record, Store};
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn seven_copies_and_one_of_each_month_of_a_year_are_kept() {
        let today = day("2026-11-23");
        let mut dates: Vec<NaiveDate> = (0..500).map(|days| today - chrono::Days::new(days)).collect();
        for _ in 0..3 {
            let kept: Vec<NaiveDate> = kept(&dates, today)
                .into_iter()
                .zip(&dates)
                .filter(|(kept, _)| *kept)
                .map(|(_, d)| *d)
                .collect();
            assert_eq!(kept.len(), 7 + 11, "{kept:?}");
            assert_eq!(kept[6], day("2026-11-17"));
            assert_eq!((kept[7], kept[17]), (day("2026-10-31"), day("2025-12-31")));
            // Another sweep deletes nothing more.
            dates = kept;
        }
    }

    #[test]
    fn a_copy_a_day_holds_what_the_journal_holds_and_only_this_person_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        let mut store = Store::open(&path).unwrap();
        store.save(&record("1")).unwrap();
        maintain(&path, day("2026-11-22")).unwrap();
        store.save(&record("2")).unwrap();
        maintain(&path, day("2026-11-22")).unwrap();
        maintain(&path, day("2026-11-23")).unwrap();
        let ids = |copy: &JournalCopy| -> Vec<String> {
            Store::open(&copy.path).unwrap().newest(9).unwrap().into_iter().map(|r: Record| r.id).collect()
        };
        let copies = list(&path);
        assert_eq!(
            copies.iter().map(|copy| copy.date).collect::<Vec<_>>(),
            [day("2026-11-23"), day("2026-11-22")]
        );
        assert_eq!((ids(&copies[0]), ids(&copies[1])), (vec!["2".into(), "1".into()], vec!["1".into()]));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&copies[0].path), mode(&folder_of(&path))), (0o600, 0o700));
        }
        // Nothing has changed since, so there is no further copy.
        maintain(&path, day("2026-11-24")).unwrap();
        assert_eq!(list(&path).len(), 2);
    }
}
