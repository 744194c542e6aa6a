//! Export and import of the journal as files, shared by the window and the command line.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveTime, TimeDelta};

use crate::characters::shown;
use crate::goals::Goal;
use crate::journal::backup::copy_to;
use crate::journal::calendar::{Planned, to_ics};
use crate::journal::days::{day_of, instants_of};
use crate::journal::export::{self, Everything, ExportError, ImportError};
use crate::journal::report::Report;
use crate::journal::{Imported, JournalError, Store, StoreError};
use crate::library::Library;
use crate::paper::asking_to_print;
use crate::pending::Unanswered;
use crate::plural::counted;
use crate::ron_reader::Vocabulary as _;
use crate::routine::Phase;
use crate::storage::{self, StorageError, WriteOptions, read_plain};
use crate::time::ExactDuration;

/// The most medicines that the page for the doctor lists: our limit.
const MEDICINES: u32 = 20;

/// The largest file that can be imported. Our limit: thirty years of daily sessions.
const MOST_BYTES: u64 = 64 << 20;
/// How many days ahead sessions are planned.
const PLANNED_DAYS: u64 = 56;
/// The length in the calendar of a routine that no longer exists.
const UNKNOWN_LENGTH: ExactDuration = ExactDuration::from_mins(10);

/// The ending of a copy of the journal.
const COPY: &str = "sqlite";

/// Why the journal could not be exported or imported.
#[derive(Debug, thiserror::Error)]
pub enum JournalFileError {
    /// The journal could not be read or written.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The journal cannot be written in this format.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The file or its folder cannot be written.
    #[error(transparent)]
    Unwritable(#[from] StorageError),
    /// The file to import cannot be read.
    #[error("{} can't be read: {source}", shown(path))]
    Unreadable {
        /// The file to import.
        path: PathBuf,
        /// The error of the system.
        source: std::io::Error,
    },
    /// The file does not contain a journal, or contains errors.
    #[error("nothing was imported from {}:\n  {source}", shown(path))]
    Refused {
        /// The file to import.
        path: PathBuf,
        /// What is wrong in it.
        source: ImportError,
    },
    /// The file has the ending of a copy of the journal and is none that can be read; this says why.
    #[error("nothing was imported: {0}")]
    NoCopy(String),
    /// The ending of the file's name is unknown.
    #[error("`.{ending}` isn't supported; use {known}")]
    UnknownEnding {
        /// The ending, without its dot.
        ending: String,
        /// The known endings, as a phrase.
        known: &'static str,
    },
    /// The journal is empty, so there is nothing to report.
    #[error("the journal is empty, so there is nothing to report")]
    Empty,
    /// The background thread ended without an answer.
    #[error("the file couldn't be finished: {0}")]
    Unfinished(#[from] Unanswered),
}

/// Writes a private file (mode 0600), completely or not at all. An existing file stays unless `replace` is set; a device or
/// a pipe is written to.
///
/// # Errors
/// [`JournalFileError::Unwritable`]
pub fn write_private(path: &Path, text: &str, replace: bool) -> Result<(), JournalFileError> {
    let options = WriteOptions::private().into_streams();
    let options = if replace { options } else { options.create_new() };
    Ok(options.write(path, text.as_bytes())?)
}

/// Writes a private file under its name or, if that is taken, under the next free one; returns its path.
///
/// # Errors
/// [`JournalFileError::Unwritable`]
pub fn write_beside(path: &Path, text: &str) -> Result<PathBuf, JournalFileError> {
    let path = storage::free_name(path);
    WriteOptions::private().make_folder().create_new().write(&path, text.as_bytes())?;
    Ok(path)
}

/// Opens a page in the browser.
///
/// # Errors
/// A sentence, if nothing opens it.
pub fn open_page(path: &Path) -> Result<(), String> {
    // No test opens a browser.
    if cfg!(test) {
        return Ok(());
    }
    open::that_detached(path).map_err(|error| {
        tracing::warn!(%error, "the page cannot be opened");
        format!("No web browser was found. The page is in {}.", shown(path))
    })
}

/// How long a page that is opened to be printed asks for the printer: browsers take their time to start.
pub const TO_BE_PRINTED: TimeDelta = TimeDelta::minutes(1);

/// Opens a page so that the browser asks for the printer, if it comes to it before `until`, in milliseconds since 1970.
///
/// # Errors
/// [`JournalFileError`] if the page cannot be read or written again; within it a sentence, if nothing opens it.
pub fn print_page(path: &Path, until: i64) -> Result<Result<(), String>, JournalFileError> {
    let unreadable = |source| JournalFileError::Unreadable { path: path.to_path_buf(), source };
    let bytes = read_plain(path, MOST_BYTES).map_err(|error| unreadable(error.into()))?;
    let page = String::from_utf8_lossy(&bytes);
    WriteOptions::private().write(path, asking_to_print(&page, until).as_bytes())?;
    Ok(open_page(path))
}

/// Reads an exported journal, or a copy of one: what `backups` holds, and the journal's own file.
///
/// # Errors
/// [`JournalFileError::Unreadable`], [`JournalFileError::UnknownEnding`], [`JournalFileError::Refused`],
/// [`JournalFileError::Journal`]
pub fn read(path: &Path) -> Result<Everything, JournalFileError> {
    let unreadable = |source| JournalFileError::Unreadable { path: path.to_path_buf(), source };
    if ending(path) == COPY {
        return read_copy(path);
    }
    let bytes = read_plain(path, MOST_BYTES).map_err(|error| unreadable(error.into()))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        unreadable(std::io::Error::new(std::io::ErrorKind::InvalidData, "it isn't UTF-8 text"))
    })?;
    let read = match ending(path).as_str() {
        "csv" => export::from_csv(&text),
        "json" => export::from_json(&text),
        other => {
            return Err(JournalFileError::UnknownEnding {
                ending: other.to_owned(),
                known: ".csv, .json or .sqlite",
            });
        }
    };
    read.map_err(|source| JournalFileError::Refused { path: path.to_path_buf(), source })
}

/// Reads a copy of a journal. It stays as it is, whatever its version: it is copied first, and that copy is brought up to
/// date.
fn read_copy(path: &Path) -> Result<Everything, JournalFileError> {
    let unreadable = |source| JournalFileError::Unreadable { path: path.to_path_buf(), source };
    let folder = tempfile::tempdir().map_err(unreadable)?;
    let copy = folder.path().join("journal.sqlite");
    let read = copy_to(path, &copy).and_then(|()| Store::open(&copy)).and_then(|store| store.everything());
    // What is wrong is wrong with the file that was given.
    let unusable =
        |error: StoreError| JournalFileError::NoCopy(error.to_string().replace(&shown(&copy), &shown(path)));
    let everything = read.map_err(unusable)?;
    let refused = |source| JournalFileError::Refused { path: path.to_path_buf(), source };
    export::checked(everything).map_err(refused)
}

/// The ending of a file's name, in lower case and without its dot.
#[must_use]
pub fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// The report for the doctor on the last `months` months, including the current one.
///
/// # Errors
/// [`StoreError`] if the journal cannot be read.
pub fn report(store: &Store, months: u32, now: DateTime<FixedOffset>) -> Result<Report, StoreError> {
    let today = now.date_naive();
    let this_month = today.with_day(1).unwrap_or(today);
    let from = this_month - chrono::Months::new(months.saturating_sub(1));
    let (start, _) = instants_of(from, today);
    let mut attacks = store.attacks(start, now.to_utc())?;
    attacks.retain(|attack| day_of(attack.started) >= from);
    let mut noticed = Vec::new();
    for routine in store.noticed()? {
        let title = store.title_of(&routine.routine)?.unwrap_or_else(|| routine.routine.clone());
        noticed.push((title, phase(routine.phase.as_deref()), routine));
    }
    let along = |attack| store.course(attack, Vec::new(), now);
    let attacks = attacks.into_iter().map(along).collect::<Result<_, _>>()?;
    let medicines = store.known_medicines(MEDICINES)?;
    Ok(Report {
        range: (from, today),
        made: now,
        own_medicines: medicines.into_iter().map(|one| (one.name, one.class)).collect(),
        overview: store.overview(from, today, now)?,
        attacks,
        endpoints: store.endpoints(from, today)?,
        assessments: store.assessments()?,
        noticed,
        unwanted: store.unwanted(from, today)?,
    })
}

/// A phase in plain words.
#[must_use]
pub fn phase(name: Option<&str>) -> String {
    let known = Phase::ALL.iter().find(|phase| Some(phase.name()) == name);
    known.map_or("not noted", |phase| phase.plain()).to_owned()
}

/// On which days the routine of each goal was done, ever.
///
/// # Errors
/// [`StoreError`] if the journal cannot be read.
pub fn days_done(store: &Store, goals: &[Goal]) -> Result<Vec<BTreeSet<NaiveDate>>, StoreError> {
    goals.iter().map(|goal| store.days_of_routine(&goal.routine, NaiveDate::default())).collect()
}

/// The planned sessions of the next weeks, from the weekly goals and the days on which each was [done](days_done).
#[must_use]
pub fn planned(
    goals: &[Goal],
    done: &[BTreeSet<NaiveDate>],
    library: &Library,
    today: NaiveDate,
) -> Vec<Planned> {
    let mut planned = Vec::new();
    // Without a journal, nothing has been done yet.
    let nothing = BTreeSet::new();
    let week_ago = today - chrono::Days::new(7);
    for (index, goal) in goals.iter().enumerate() {
        let done = done.get(index).unwrap_or(&nothing);
        let recently = done.range(week_ago..).copied().collect();
        let known = library.find(&goal.routine).and_then(|entry| entry.routine.as_ref());
        let title = known.map_or(goal.routine.clone(), |routine| routine.title());
        let lasts = known.map_or(UNKNOWN_LENGTH, |routine| routine.range().written);
        let days = goal.days_ahead(&recently, today, PLANNED_DAYS).into_iter();
        let numbers = u32::try_from(done.len()).unwrap_or(u32::MAX).saturating_add(1)..;
        planned.extend(numbers.zip(days).map(|(number, date)| Planned {
            routine: goal.routine.clone(),
            title: title.clone(),
            number,
            date,
            lasts,
        }));
    }
    planned.sort_by_key(|session| session.date);
    planned
}

/// The most that is read of what was planned before.
const MOST_PLANNED: u64 = 1 << 20;

/// The calendar file of these plans, at a time of day. What an earlier file had and these plans lack is taken back, as long
/// as its day has not passed; `remembered` is where that is kept.
#[must_use]
pub fn calendar(planned: &[Planned], at: NaiveTime, now: DateTime<FixedOffset>, remembered: &Path) -> String {
    let dropped = dropped_since(day_of(now), planned, remembered);
    if let Ok(text) = serde_json::to_vec(&[planned, &dropped].concat()) {
        // Without it, the next file only takes less back.
        let _ = WriteOptions::private().write(remembered, &text);
    }
    to_ics(planned, &dropped, at, now.to_utc())
}

/// What was planned in an earlier file for a day after today, and no longer is.
#[must_use]
pub fn taken_back(planned: &[Planned], today: NaiveDate, remembered: &Path) -> Vec<Planned> {
    dropped_since(today + chrono::Days::new(1), planned, remembered)
}

/// What was planned in an earlier file for a day or a later one, and no longer is.
fn dropped_since(day: NaiveDate, planned: &[Planned], remembered: &Path) -> Vec<Planned> {
    let before = read_plain(remembered, MOST_PLANNED).ok();
    // What cannot be read takes nothing back.
    let before: Vec<Planned> = before.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
    let is_dropped =
        |old: &Planned| old.date >= day && planned.iter().all(|session| session.uid() != old.uid());
    before.into_iter().filter(is_dropped).collect()
}

/// Where it is kept what calendars were given, beside the journal.
#[must_use]
pub fn remembered(journal: &Path) -> PathBuf {
    journal.with_file_name("calendar.json")
}

/// `1 session`, `12 sessions`.
#[must_use]
pub fn sessions(count: usize) -> String {
    counted(count, "session", "sessions")
}

/// What was imported, in sentences: `Imported 3 entries. 2 entries are in the journal already.` `bring_back` says how to have what
/// was deleted here again.
#[must_use]
pub fn imported(imported: &Imported, brought_back: bool, bring_back: &str) -> String {
    let told = |count: usize, one: &str, more: &str| match count {
        0 => None,
        1 => Some(format!("1 entry {one}.")),
        count => Some(format!("{count} entries {more}.")),
    };
    let new = match imported.new {
        0 => "Nothing is new.".to_owned(),
        new => format!("Imported {}.", counted(new, "entry", "entries")),
    };
    let known = told(imported.known, "is in the journal already", "are in the journal already");
    let changed = told(
        imported.changed,
        "is different in the journal and stays as it is there",
        "are different in the journal and stay as they are there",
    );
    let deleted = imported.deleted.len();
    let deleted = if brought_back {
        told(deleted, "was deleted here and is back", "were deleted here and are back")
    } else {
        told(deleted, "was deleted here and stays deleted", "were deleted here and stay deleted")
            .map(|sentence| format!("{sentence} {bring_back}"))
    };
    [Some(new), known, changed, deleted].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// `1 attack`, `12 attacks`.
#[must_use]
pub fn attacks(count: usize) -> String {
    counted(count, "attack", "attacks")
}

#[cfg(test)]
mod tests;
