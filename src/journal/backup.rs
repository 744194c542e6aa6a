//! Automatic copies of the journal: one on each day with changes, and one before each migration of the schema.
//! They are in the folder `backups` beside it.
//!
//! The seven newest copies are kept, and the newest of each of the last twelve months that have any. A copy is consistent
//! whatever other programs write meanwhile. It is checked before it counts, and exists completely or not at all.
//!
//! Which copy is the newest is said by its number, which only grows: clocks can be wrong. A date ahead of the clock decides
//! nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{Datelike as _, NaiveDate};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::StoreError;
use super::store::schema::disarm;
use crate::characters::shown;
use crate::storage::{UNFINISHED, WriteOptions, check_plain};

/// How many of the newest copies are kept.
const NEWEST: usize = 7;
/// For how many months the newest copy is kept. Those count that have a copy, so that one start with a clock that is years
/// ahead makes none of them old.
const MONTHS: usize = 12;
/// How often copying is tried while another program is writing, and the time between two tries.
const TRIES: u32 = 20;
const TRY_EVERY: Duration = Duration::from_millis(250);
/// The prefix of unfinished copies in earlier versions of the program.
const EARLIER_UNFINISHED: &str = ".unfinished-";

/// A copy of the journal. The greatest is the newest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct JournalCopy {
    /// Its place in the order in which copies were made; 0 for those of earlier versions of the program, which have a date
    /// alone.
    pub number: u32,
    /// The day on which it was made, by the clock of that time.
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
        let (number, date) = numbered(path.file_name()?.to_str()?)?;
        // What only has the name of a copy is none: a pipe would be waited for.
        check_plain(&path).is_ok().then_some(JournalCopy { number, date, path })
    };
    let mut copies: Vec<JournalCopy> = listed.flatten().filter_map(|entry| copy(entry.path())).collect();
    copies.sort_by(|one, other| other.cmp(one));
    copies
}

/// The number and the date in the name of a copy: `journal-n12-2026-11-28.sqlite`, and without a number
/// `journal-2026-11-28.sqlite`; after the date it may say why it was made.
fn numbered(name: &str) -> Option<(u32, NaiveDate)> {
    let name = name.strip_prefix("journal-")?.strip_suffix(".sqlite")?;
    let (number, rest) = match name.strip_prefix('n') {
        Some(numbered) => numbered.split_once('-').and_then(|(n, rest)| Some((n.parse().ok()?, rest)))?,
        None => (0, name),
    };
    Some((number, rest.get(..10)?.parse().ok()?))
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
    let number = list(journal).first().map_or(0, |newest| newest.number).saturating_add(1);
    let path = folder_of(journal).join(format!("journal-n{number}-{date}{why}.sqlite"));
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
    sweep(journal);
    Ok(())
}

/// Copies a journal's file to a new place as SQLite sees it, whatever is being written to it.
///
/// # Errors
/// [`StoreError`] if it is not a database that can be read.
pub(crate) fn copy_to(from: &Path, to: &Path) -> Result<(), StoreError> {
    let sqlite = |source| StoreError::Sqlite { path: shown(from), source };
    check_plain(from).map_err(|why| StoreError::NoFile { path: from.to_owned(), why })?;
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(sqlite)?;
    disarm(&source).map_err(sqlite)?;
    let mut copy = Connection::open(to).map_err(sqlite)?;
    copy_pages(&source, &mut copy).map_err(sqlite)
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
    // A file that was changed in the future was changed at an unknown time.
    let now = SystemTime::now();
    let changed =
        |path: &Path| path.metadata().and_then(|meta| meta.modified()).ok().filter(|changed| *changed <= now);
    let is_copied = newest.and_then(|copy| Some(changed(&copy.path)? > changed(journal)?)).unwrap_or(false);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sqlite = |source| StoreError::Sqlite { path: shown(journal), source };
    let source = Connection::open_with_flags(journal, flags).map_err(sqlite)?;
    disarm(&source).map_err(sqlite)?;
    source.busy_timeout(TRY_EVERY * TRIES).map_err(sqlite)?;
    if is_copied { check(&source, "quick_check", journal) } else { make(&source, journal, today, "") }
}

/// Deletes surplus copies, and unfinished ones of programs that were killed.
fn sweep(journal: &Path) {
    let copies = list(journal);
    let dates: Vec<NaiveDate> = copies.iter().map(|copy| copy.date).collect();
    for (copy, _) in copies.iter().zip(kept(&dates)).filter(|(_, kept)| !kept) {
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
fn kept(dates: &[NaiveDate]) -> Vec<bool> {
    let mut months = BTreeSet::new();
    let keep = |(place, date): (usize, &NaiveDate)| {
        let is_newest_of_month = months.insert((date.year(), date.month()));
        place < NEWEST || (is_newest_of_month && months.len() <= MONTHS)
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
            let kept: Vec<NaiveDate> =
                kept(&dates).into_iter().zip(&dates).filter(|(kept, _)| *kept).map(|(_, d)| *d).collect();
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
    #[test]
    fn one_start_with_a_clock_that_is_wrong_neither_stops_the_copies_nor_makes_them_old() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        let mut store = Store::open(&path).unwrap();
        // One of an earlier version, and one for each of ten months.
        std::fs::create_dir(folder_of(&path)).unwrap();
        for month in 1..=10 {
            store.save(&record(&month.to_string())).unwrap();
            maintain(&path, day(&format!("2026-{month:02}-03"))).unwrap();
        }
        let first = list(&path).pop().unwrap();
        let unnumbered = folder_of(&path).join("journal-2026-01-03.sqlite");
        std::fs::rename(&first.path, &unnumbered).unwrap();
        let set_changed = |path: &Path, at: SystemTime| {
            std::fs::File::options().write(true).open(path).unwrap().set_modified(at).unwrap();
        };
        store.save(&record("ahead")).unwrap();
        maintain(&path, day("2031-05-01")).unwrap();
        let ahead = list(&path)[0].clone();
        assert_eq!(ahead.date, day("2031-05-01"));
        set_changed(&ahead.path, SystemTime::now() + Duration::from_hours(40_000));

        store.save(&record("after")).unwrap();
        maintain(&path, day("2026-11-03")).unwrap();
        store.save(&record("the day after")).unwrap();
        maintain(&path, day("2026-11-04")).unwrap();
        let copies = list(&path);
        let newest: Vec<NaiveDate> = copies.iter().take(3).map(|copy| copy.date).collect();
        assert_eq!(newest, [day("2026-11-04"), day("2026-11-03"), day("2031-05-01")]);
        assert!(copies.windows(2).all(|pair| pair[0].number > pair[1].number), "{copies:?}");
        // Every month is still there.
        assert_eq!(copies.len(), 13, "{copies:?}");
        assert_eq!(copies[12].path, unnumbered);
    }
}
