//! Export and import of the journal as text for other programs: JSON and CSV. Pure.
//!
//! Both formats contain everything and are stable: fields are added, never renamed or removed. An import is
//! checked as a whole, and all errors are reported. Entries are identified by their ids, so that nothing is
//! imported twice.

use chrono::{DateTime, Datelike as _, FixedOffset};
use serde::{Deserialize, Serialize};

use super::{Attack, Medicine, Outcome, Record, Symptoms};

mod csv;
mod error;

pub use csv::{COLUMNS, from_csv, to_csv};
pub use error::{EntryError, ExportError, ImportError, LineError};

/// The version of both formats.
const FORMAT: u32 = 1;
/// The most errors that are reported.
const MAX_REPORTED: usize = 20;
/// Longer texts and ids do not come from a journal.
const LONGEST_TEXT: usize = 100_000;
const LONGEST_ID: usize = 100;

/// All entries of a journal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Everything {
    /// The sessions.
    pub sessions: Vec<Record>,
    /// The attacks.
    pub attacks: Vec<Attack>,
}

#[derive(Serialize, Deserialize)]
struct Json {
    /// Marks the file as a journal, and gives its version.
    stillpoint_journal: u32,
    #[serde(flatten)]
    everything: Everything,
}

/// Exports as JSON: an object with the lists `sessions` and `attacks`.
///
/// # Errors
/// [`ExportError`]
pub fn to_json(everything: &Everything) -> Result<String, ExportError> {
    let json = Json { stillpoint_journal: FORMAT, everything: everything.clone() };
    Ok(serde_json::to_string_pretty(&json)?)
}

/// Imports what [`to_json`] exported.
///
/// # Errors
/// [`ImportError`] with everything that is wrong.
pub fn from_json(text: &str) -> Result<Everything, ImportError> {
    let read: Json = serde_json::from_str(text)?;
    if read.stillpoint_journal > FORMAT {
        return Err(ImportError::Newer);
    }
    checked(read.everything)
}

/// Checks every entry against the limits of the journal.
fn checked(mut everything: Everything) -> Result<Everything, ImportError> {
    let of_sessions = everything.sessions.iter().filter_map(|record| check_session(record).err());
    let of_attacks = everything.attacks.iter().filter_map(|attack| check_attack(attack).err());
    let wrong: Vec<EntryError> = of_sessions.chain(of_attacks).take(MAX_REPORTED).collect();
    if !wrong.is_empty() {
        return Err(ImportError::Entries(wrong));
    }
    for record in &mut everything.sessions {
        // A session that was running elsewhere is not running here.
        if record.outcome == Outcome::Running {
            record.outcome = Outcome::Interrupted;
        }
    }
    Ok(everything)
}

fn check_session(record: &Record) -> Result<(), EntryError> {
    let scales = |symptoms: &Symptoms| {
        [symptoms.nausea, symptoms.light, symptoms.sound, symptoms.touch, symptoms.function]
    };
    let symptoms = scales(&record.symptoms_before).into_iter().chain(scales(&record.symptoms_after));
    let answers = record.follow_ups.iter().map(|answer| answer.pain);
    check_id(&record.id)?;
    check_scale(&record.id, "pain", 10, [record.pain_before, record.pain_after].into_iter().chain(answers))?;
    check_scale(&record.id, "a symptom", 3, symptoms)?;
    let times = [record.started]
        .into_iter()
        .chain(record.ended)
        .chain(record.applied.iter().map(|applied| applied.from));
    check_times(&record.id, times.chain(record.follow_ups.iter().map(|answer| answer.answered)))?;
    check_texts(
        &record.id,
        [&record.note, &record.unwanted, &record.title, &record.routine],
        &record.medicine,
    )
}

fn check_attack(attack: &Attack) -> Result<(), EntryError> {
    check_id(&attack.id)?;
    check_scale(&attack.id, "the peak", 10, [attack.peak].into_iter())?;
    check_times(&attack.id, [attack.started].into_iter().chain(attack.ended))?;
    check_texts(&attack.id, [&attack.note, &attack.place], &attack.medicine)
}

/// Ids become file names in the spool.
fn check_id(id: &str) -> Result<(), EntryError> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if id.is_empty() || id.len() > LONGEST_ID || id.starts_with('.') || !id.chars().all(is_plain) {
        let shown: String = id.chars().take(40).collect();
        return Err(EntryError::Id(shown));
    }
    Ok(())
}

fn check_scale(
    id: &str,
    quantity: &'static str,
    most: u8,
    mut values: impl Iterator<Item = Option<u8>>,
) -> Result<(), EntryError> {
    match values.find(|value| value.is_some_and(|value| value > most)).flatten() {
        Some(value) => Err(EntryError::Scale { id: id.to_owned(), quantity, value, most }),
        None => Ok(()),
    }
}

fn check_times(id: &str, mut times: impl Iterator<Item = DateTime<FixedOffset>>) -> Result<(), EntryError> {
    match times.find(|time| !(1900..=2200).contains(&time.year())) {
        Some(time) => Err(EntryError::Year { id: id.to_owned(), year: time.year() }),
        None => Ok(()),
    }
}

fn check_texts<const N: usize>(
    id: &str,
    texts: [&String; N],
    medicine: &[Medicine],
) -> Result<(), EntryError> {
    let mut all = texts.into_iter().chain(medicine.iter().map(|medicine| &medicine.name));
    if all.any(|text| text.len() > LONGEST_TEXT) {
        return Err(EntryError::LongText(id.to_owned()));
    }
    check_times(id, medicine.iter().map(|medicine| medicine.taken))
}

#[cfg(test)]
mod tests;
