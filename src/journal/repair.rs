//! A damaged journal is set aside, and the newest good copy put in its place.
//!
//! What the damaged file still gives of what was written since that copy is taken over. Two programs that find the
//! damage at once mend it once.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use rusqlite::{Connection, OpenFlags};

use super::backup::{self, JournalCopy};
use super::{Record, Store};

/// How long one program waits for another that is mending.
const WAIT_AT_MOST: Duration = Duration::from_secs(10);

/// Mends a damaged journal; one sentence on what was done, or nothing if another program has done it.
///
/// # Errors
/// One sentence on why it could not be; then the damaged file is where it was.
pub(super) fn repair(journal: &Path, today: NaiveDate) -> Result<Option<String>, String> {
    let fault = |error: std::io::Error| {
        format!("the journal {} is damaged and cannot be mended: {error}", journal.display())
    };
    let _lock = lock(journal).map_err(fault)?;
    if is_whole(journal) {
        return Ok(None);
    }
    let aside = free_name(journal, today);
    let copy = backup::list(journal).into_iter().find(|copy| is_good(&copy.path));
    // A journal that was being written belongs to the damaged file, not to the one that takes its place.
    let beside = |path: &Path| PathBuf::from(format!("{}-journal", path.display()));
    if beside(journal).exists() {
        std::fs::rename(beside(journal), beside(&aside)).map_err(fault)?;
    }
    set_aside(journal, &aside, copy.as_ref()).map_err(fault)?;
    let since = copy.as_ref().map(|copy| copy.date);
    let saved = salvage(&aside, journal, since).unwrap_or(0);
    Ok(Some(told(&aside, copy.as_ref(), saved)))
}

fn told(aside: &Path, copy: Option<&JournalCopy>, saved: usize) -> String {
    let restored = copy.map_or("a new one was begun".to_owned(), |copy| {
        format!("the copy of {} was put back", copy.date.format("%-d %B %Y"))
    });
    let entries = |count: usize| if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
    let saved = if saved > 0 { format!(", {} saved from it", entries(saved)) } else { String::new() };
    format!("The journal was damaged: {restored}{saved}; the damaged file is kept as {}.", aside.display())
}

/// Waits for another program that is mending the same journal; the lock goes with the file.
fn lock(journal: &Path) -> std::io::Result<File> {
    let folder = backup::folder_of(journal);
    super::store::private_folder(&folder)?;
    let file = File::options().append(true).create(true).open(folder.join(".mending"))?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(std::fs::TryLockError::Error(error)) => return Err(error),
            Err(std::fs::TryLockError::WouldBlock) if begun.elapsed() > WAIT_AT_MOST => {
                return Err(std::io::Error::new(
                    std::io::ErrorKind::TimedOut,
                    "another program is mending it",
                ));
            }
            Err(std::fs::TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// Whether a journal has everything it should have; one that lost everything, though there are copies, has not.
fn is_whole(path: &Path) -> bool {
    if path.metadata().is_ok_and(|of| of.len() == 0) {
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
fn set_aside(journal: &Path, aside: &Path, copy: Option<&JournalCopy>) -> std::io::Result<()> {
    let Some(copy) = copy else { return std::fs::rename(journal, aside) };
    let folder = journal.parent().unwrap_or(Path::new("."));
    let restored = tempfile::Builder::new().prefix(".restored-").tempfile_in(folder)?;
    std::io::copy(&mut File::open(&copy.path)?, &mut restored.as_file())?;
    restored.as_file().sync_all()?;
    if std::fs::hard_link(journal, aside).is_err() {
        std::fs::rename(journal, aside)?;
    }
    restored.persist(journal).map_err(|error| error.error)?;
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
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
