//! The journal as files: what is written for whom, and what is taken in. The window and the command line share it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};

use crate::goals::Goal;
use crate::journal::calendar::Planned;
use crate::journal::export::{self, Everything, ExportError, ImportError};
use crate::journal::report::Report;
use crate::journal::{JournalError, Store, StoreError};
use crate::library::Library;
use crate::pending::Unanswered;
use crate::ron_reader::Vocabulary as _;
use crate::routine::Phase;
use crate::storage::{StorageError, WriteOptions, read_plain};
use crate::time::ExactDuration;

/// The largest file that is taken in: our limit, thirty years of sessions every day.
const MOST_BYTES: u64 = 64 << 20;
/// For how many days sessions are planned ahead.
const PLANNED_DAYS: u64 = 56;
/// The length that is put into the calendar for a routine that is not there any more.
const UNKNOWN_LENGTH: ExactDuration = ExactDuration::from_mins(10);

/// Why the journal was not written to a file, or nothing was taken from one.
#[derive(Debug, thiserror::Error)]
pub enum JournalFileError {
    /// The journal did not give or take what it was asked for.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The journal cannot be put into a text.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The file or its folder cannot be written.
    #[error(transparent)]
    Unwritable(#[from] StorageError),
    /// The file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file holds no journal, or one with something wrong in it.
    #[error("nothing was taken from {}:\n  {source}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: ImportError,
    },
    /// The name of the file does not say what it holds.
    #[error("`.{ending}` is not known; {known} are")]
    UnknownEnding {
        /// How the name ends.
        ending: String,
        /// The endings that are known, in words.
        known: &'static str,
    },
    /// There is nothing to make a page for the doctor of.
    #[error("the journal is empty; there is nothing to tell")]
    Empty,
    /// Whoever was to do it in the background did not come to an end.
    #[error("the file was not finished: {0}")]
    Unfinished(#[from] Unanswered),
}

/// Writes a file with what is private, whole or not at all.
///
/// # Errors
/// [`JournalFileError::Unwritable`]
pub fn write_private(path: &Path, text: &str) -> Result<(), JournalFileError> {
    Ok(WriteOptions::private().write(path, text.as_bytes())?)
}

/// What a file that was handed over holds.
///
/// # Errors
/// [`JournalFileError::Unreadable`], [`JournalFileError::UnknownEnding`], [`JournalFileError::Refused`]
pub fn read(path: &Path) -> Result<Everything, JournalFileError> {
    let unreadable = |source| JournalFileError::Unreadable { path: path.to_path_buf(), source };
    let bytes = read_plain(path, MOST_BYTES).map_err(|error| unreadable(error.into()))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        unreadable(std::io::Error::new(std::io::ErrorKind::InvalidData, "it is no text in UTF-8"))
    })?;
    let read = match ending(path).as_str() {
        "csv" => export::from_csv(&text),
        "json" => export::from_json(&text),
        other => {
            return Err(JournalFileError::UnknownEnding {
                ending: other.to_owned(),
                known: ".csv and .json",
            });
        }
    };
    read.map_err(|source| JournalFileError::Refused { path: path.to_path_buf(), source })
}

/// How the name of a file ends, in small letters.
#[must_use]
pub fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// The page for the doctor of so many months, this one among them.
///
/// # Errors
/// [`StoreError`] if the journal cannot be read.
pub fn report(store: &Store, months: u32, now: DateTime<FixedOffset>) -> Result<Report, StoreError> {
    let today = now.date_naive();
    let this_month = today.with_day(1).unwrap_or(today);
    let from = this_month - chrono::Months::new(months.saturating_sub(1));
    let start = from.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc() - chrono::Days::new(1);
    let mut attacks = store.attacks(start, now.to_utc())?;
    attacks.retain(|attack| attack.started.date_naive() >= from);
    let mut noticed = Vec::new();
    for of in store.noticed()? {
        let title = store.title_of(&of.routine)?.unwrap_or_else(|| of.routine.clone());
        noticed.push((title, phase(of.phase.as_deref()), of));
    }
    let unwanted = store.unwanted(from, today)?;
    let months = store.months(from, today, now)?;
    let mut with_session = BTreeSet::new();
    for attack in &attacks {
        if store.has_session_in(attack)? {
            with_session.insert(attack.id.clone());
        }
    }
    Ok(Report { range: (from, today), made: now, months, attacks, with_session, noticed, unwanted })
}

/// A phase in plain words.
#[must_use]
pub fn phase(name: Option<&str>) -> String {
    let known = Phase::ALL.iter().find(|phase| Some(phase.name()) == name);
    known.map_or("not said", |phase| phase.plain()).to_owned()
}

/// The days since a week ago on which each routine was done: what [`planned`] goes on from.
///
/// # Errors
/// [`StoreError`] if the journal cannot be read.
pub fn done_lately(
    store: &Store,
    goals: &[Goal],
    today: NaiveDate,
) -> Result<Vec<BTreeSet<NaiveDate>>, StoreError> {
    let week_ago = today - chrono::Days::new(7);
    goals.iter().map(|goal| store.days_of_routine(&goal.routine, week_ago)).collect()
}

/// The sessions of the next weeks, as they are wished for.
#[must_use]
pub fn planned(
    goals: &[Goal],
    done: &[BTreeSet<NaiveDate>],
    library: &Library,
    today: NaiveDate,
) -> Vec<Planned> {
    let mut planned = Vec::new();
    // Where there is no journal yet, nothing was done.
    let nothing = BTreeSet::new();
    for (index, goal) in goals.iter().enumerate() {
        let done = done.get(index).unwrap_or(&nothing);
        let known = library.find(&goal.routine).and_then(|entry| entry.routine.as_ref());
        let title = known.map_or(goal.routine.clone(), |routine| routine.title());
        let lasts = known.map_or(UNKNOWN_LENGTH, |routine| routine.range().written);
        let days = goal.days_ahead(done, today, PLANNED_DAYS).into_iter();
        let routine = &goal.routine;
        planned.extend(days.map(|date| Planned {
            routine: routine.clone(),
            title: title.clone(),
            date,
            lasts,
        }));
    }
    planned.sort_by_key(|session| session.date);
    planned
}

/// `1 session`, `12 sessions`.
#[must_use]
pub fn sessions(count: usize) -> String {
    if count == 1 { "1 session".into() } else { format!("{count} sessions") }
}

/// `1 attack`, `12 attacks`.
#[must_use]
pub fn attacks(count: usize) -> String {
    if count == 1 { "1 attack".into() } else { format!("{count} attacks") }
}
