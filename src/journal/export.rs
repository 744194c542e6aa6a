//! Export and import of the journal as text for other programs: JSON and CSV. Pure.
//!
//! Both formats contain everything and are stable: fields are added, never renamed or removed. An import is
//! checked as a whole, and all errors are reported. Entries are identified by their ids, so that nothing is
//! imported twice.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::characters::{escaped, is_hidden, name_of};

use super::parts::MOST_PARTS;
use super::{Assessment, Attack, Medicine, Outcome, Record, Symptoms};

mod csv;
mod error;

pub use csv::{COLUMNS, from_csv, to_csv};
pub use error::{EntryError, ExportError, ImportError, LineError};

/// The version of both formats.
const FORMAT: u32 = 1;
/// The most errors that are reported.
const MAX_REPORTED: usize = 20;
/// The longest text of an entry, in characters: as much as can be given on a command line, so that whatever is noted
/// here can be brought elsewhere.
pub const LONGEST_TEXT: usize = 131_072;
const LONGEST_ID: usize = 100;

/// Says that a text is UTF-8: without it Excel takes an ü for two letters, and some editors put it before every file.
const MARK: char = '\u{FEFF}';

/// All entries of a journal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Everything {
    /// The sessions.
    pub sessions: Vec<Record>,
    /// The attacks.
    pub attacks: Vec<Attack>,
    /// The questionnaires.
    #[serde(default)]
    pub assessments: Vec<Assessment>,
}

impl Everything {
    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sessions.len() + self.attacks.len() + self.assessments.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What stands in the file. Not flattened: that would first put a file of anybody's into memory as it is, twenty times as
/// large.
#[derive(Serialize, Deserialize)]
struct Json<'a> {
    /// Marks the file as a journal, and gives its version.
    stillpoint_journal: u32,
    sessions: Cow<'a, [Record]>,
    attacks: Cow<'a, [Attack]>,
    #[serde(default)]
    assessments: Cow<'a, [Assessment]>,
}

/// Exports as JSON: an object with the lists `sessions`, `attacks` and `assessments`.
///
/// # Errors
/// [`ExportError`]
pub fn to_json(everything: &Everything) -> Result<String, ExportError> {
    let Everything { sessions, attacks, assessments } = everything;
    let json = Json {
        stillpoint_journal: FORMAT,
        sessions: sessions.into(),
        attacks: attacks.into(),
        assessments: assessments.into(),
    };
    Ok(serde_json::to_string_pretty(&json)?)
}

/// Imports what [`to_json`] exported.
///
/// # Errors
/// [`ImportError`] with everything that is wrong.
pub fn from_json(text: &str) -> Result<Everything, ImportError> {
    let read: Json = serde_json::from_str(text.strip_prefix(MARK).unwrap_or(text))?;
    if read.stillpoint_journal > FORMAT {
        return Err(ImportError::Newer);
    }
    checked(Everything {
        sessions: read.sessions.into_owned(),
        attacks: read.attacks.into_owned(),
        assessments: read.assessments.into_owned(),
    })
}

/// Checks every entry against the limits of the journal.
/// Holds that a journal can contain all of it.
pub(crate) fn checked(mut everything: Everything) -> Result<Everything, ImportError> {
    let of_sessions = everything.sessions.iter().filter_map(|record| check_session(record).err());
    let of_attacks = everything.attacks.iter().filter_map(|attack| check_attack(attack).err());
    let of_assessments = everything.assessments.iter().filter_map(|done| check_assessment(done).err());
    let wrong = of_sessions.chain(of_attacks).chain(of_assessments).chain(check_ids(&everything));
    let wrong: Vec<EntryError> = wrong.take(MAX_REPORTED).collect();
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

/// The ratings of symptoms, 0–3.
fn severities(symptoms: &Symptoms) -> [Option<u8>; 5] {
    [symptoms.nausea, symptoms.light, symptoms.sound, symptoms.touch, symptoms.function]
}

fn check_assessment(assessment: &Assessment) -> Result<(), EntryError> {
    check_id(&assessment.id)?;
    check_times(&assessment.id, std::iter::once(assessment.taken))?;
    if assessment.scale.is_possible() { Ok(()) } else { Err(EntryError::Numbers(assessment.id.clone())) }
}

fn check_session(record: &Record) -> Result<(), EntryError> {
    let symptoms = severities(&record.symptoms_before).into_iter().chain(severities(&record.symptoms_after));
    let answers = record.follow_ups.iter().map(|answer| answer.pain);
    check_id(&record.id)?;
    check_scale(&record.id, "pain", 10, [record.pain_before, record.pain_after].into_iter().chain(answers))?;
    check_scale(&record.id, "a symptom", 3, symptoms)?;
    let times = [record.started]
        .into_iter()
        .chain(record.ended)
        .chain(record.applied.iter().map(|applied| applied.from));
    check_times(&record.id, times.chain(record.follow_ups.iter().map(|answer| answer.answered)))?;
    check_medicine(&record.id, &record.medicine)?;
    let lists = [record.steps.len(), record.changes.len(), record.states.len(), record.applied.len()];
    if lists.into_iter().chain([record.follow_ups.len()]).any(|parts| parts > MOST_PARTS) {
        return Err(EntryError::TooMany(record.id.clone()));
    }
    let plain = [&record.title, &record.routine, &record.kind].into_iter().chain(&record.phase);
    let plain = plain.chain(record.steps.iter().map(|step| &step.name)).chain(&record.states);
    check_texts(&record.id, plain.chain(record.applied.iter().flat_map(|of| [&of.pack, &of.site])), "\t")?;
    check_texts(&record.id, [&record.note, &record.unwanted].into_iter().chain(&record.changes), OF_NOTES)
}

fn check_attack(attack: &Attack) -> Result<(), EntryError> {
    check_id(&attack.id)?;
    check_scale(&attack.id, "the worst pain", 10, [attack.peak].into_iter())?;
    check_scale(&attack.id, "a symptom", 3, severities(&attack.symptoms).into_iter())?;
    if attack.factors.len().max(attack.absent.len()) > MOST_PARTS {
        return Err(EntryError::TooMany(attack.id.clone()));
    }
    check_times(&attack.id, [attack.started].into_iter().chain(attack.ended))?;
    check_medicine(&attack.id, &attack.medicine)?;
    let texts = [&attack.note, &attack.place].into_iter().chain(&attack.factors).chain(&attack.absent);
    check_texts(&attack.id, texts, OF_NOTES)
}

/// Each id that is there more than once: told apart by it, one entry would take what belongs to the other.
fn check_ids(everything: &Everything) -> Vec<EntryError> {
    let sessions = everything.sessions.iter().map(|record| &record.id);
    let attacks = everything.attacks.iter().map(|attack| &attack.id);
    let assessments = everything.assessments.iter().map(|assessment| &assessment.id);
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<&String> =
        sessions.chain(attacks).chain(assessments).filter(|id| !seen.insert(*id)).collect();
    twice.into_iter().map(|id| EntryError::Twice(id.clone())).collect()
}

/// Whether a text can be the id of an entry: ids become file names in the spool.
pub(super) fn is_id(id: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    !id.is_empty() && id.len() <= LONGEST_ID && !id.starts_with('.') && id.chars().all(is_plain)
}

fn check_id(id: &str) -> Result<(), EntryError> {
    if !is_id(id) {
        let shown: String = id.chars().take(40).collect();
        return Err(EntryError::Id(escaped(&shown).into_owned()));
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

/// What may stand in words of the person's beside what is seen: their lines.
const OF_NOTES: &str = "\t\n\r";

fn check_texts<'a>(
    id: &str,
    texts: impl IntoIterator<Item = &'a String>,
    allowed: &str,
) -> Result<(), EntryError> {
    for text in texts {
        if text.len() > LONGEST_TEXT && text.chars().count() > LONGEST_TEXT {
            return Err(EntryError::LongText(id.to_owned()));
        }
        if let Some(c) = text.chars().find(|c| is_hidden(*c) && !allowed.contains(*c)) {
            return Err(EntryError::Hidden { id: id.to_owned(), name: name_of(c) });
        }
    }
    Ok(())
}

fn check_medicine(id: &str, medicine: &[Medicine]) -> Result<(), EntryError> {
    if medicine.len() > MOST_PARTS {
        return Err(EntryError::TooMany(id.to_owned()));
    }
    check_times(id, medicine.iter().map(|medicine| medicine.taken))?;
    check_texts(id, medicine.iter().map(|of| &of.name), OF_NOTES)
}

#[cfg(test)]
mod tests;
