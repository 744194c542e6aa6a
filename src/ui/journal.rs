//! The journal's pages: the list, a session, a month, the charts, what was noticed, an attack, the experiment,
//! export and import.

use chrono::{DateTime, FixedOffset};

use super::Action;
use super::keys::{Binding, Key};
use crate::customs::written;
use crate::journal::revision::{Revised, Revision};
use crate::journal::{Attack, Outcome, Record};
use crate::timeline::listing;

pub mod attack;
pub mod charts;
pub mod correction;
pub mod course;
pub mod experiment;
pub mod export;
pub mod list;
pub mod medicine;
pub mod month;
pub mod noticed;
pub mod questionnaire;
pub mod session;
pub mod symptoms;

/// The pages that the list leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The list.
    List,
    /// A month, day by day.
    Month,
    /// Pain by routine, and the months in charts.
    Charts,
    /// The routines that were followed by less pain.
    Noticed,
    /// The self-experiment.
    Experiment,
    /// Export and import.
    Export,
    /// MIDAS and HIT-6.
    Questionnaire,
}

/// The formats of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CSV, one table.
    Csv,
    /// JSON, for other programs.
    Json,
    /// The report for the doctor.
    Report,
    /// Planned sessions, for a calendar.
    Calendar,
}

/// Actions of the journal's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalAction {
    /// Open another of these pages.
    Show(View),
    /// Back to the list or the day from which this was opened.
    Back,
    /// Open the entry in this row of the list.
    Open(usize),
    /// List only the sessions of the open routine.
    SameRoutine,
    /// Go this many months forward.
    MonthBy(i32),
    /// List everything of the chosen day.
    ListDay,
    /// Note an attack, or open the one that goes on.
    NoteAttack,
    /// Say when the open attack was over.
    EndAttack,
    /// Note medicine for the open attack.
    AddMedicine,
    /// Go to what is offered in an attack.
    HelpNow,
    /// Save the attack that was noted.
    SaveAttack,
    /// Correct the open session or attack.
    Correct,
    /// Save the corrected session.
    SaveCorrection,
    /// Back to the session without saving.
    CancelCorrection,
    /// Take back the latest correction of the open entry.
    UndoCorrection,
    /// Save the answers of the questionnaire.
    SaveQuestionnaire,
    /// Delete the open entry.
    Delete,
    /// Restore what was deleted or ended last.
    Undo,
    /// Export the journal in this format.
    Export(Format),
    /// Open the file that was exported last with the program that the system has for it.
    OpenExported,
    /// Open it so that it asks to be printed.
    PrintExported,
    /// Import the file whose path was entered.
    Import,
    /// Begin comparing the two chosen routines.
    BeginExperiment,
    /// End the comparison.
    EndExperiment,
}

/// An entry of the list: a session or an attack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// The routine's title, or "Attack".
    pub title: String,
    /// When it began.
    pub started: DateTime<FixedOffset>,
    /// How long it was and how it felt.
    pub below: String,
    /// Whether it is an attack.
    pub is_attack: bool,
}

impl Entry {
    /// The entry of a session.
    #[must_use]
    pub fn of_session(record: &Record) -> Self {
        let felt = record.felt().map(|felt| format!(" · {felt}")).unwrap_or_default();
        let note = record.note.split_whitespace().collect::<Vec<_>>().join(" ");
        let note = if note.is_empty() { note } else { format!(" · “{note}”") };
        Self {
            id: record.id.clone(),
            title: record.title.clone(),
            started: record.started,
            below: format!("{}{felt}{note}", done(record)),
            is_attack: false,
        }
    }

    /// The entry of an attack.
    #[must_use]
    pub fn of_attack(attack: &Attack) -> Self {
        Self {
            id: attack.id.clone(),
            title: "Attack".into(),
            started: attack.started,
            below: attack.in_short().join(" · "),
            is_attack: true,
        }
    }
}

/// `15 min ago, Monday 14:05`; with the date if it was longer ago.
fn time_ago(at: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    let minutes = (now - at).num_minutes().max(0);
    let ago = match (minutes / 60, minutes % 60) {
        (0, 0) => "just now".to_owned(),
        (0, minutes) => format!("{minutes} min ago"),
        (hours @ 1..=48, 0) => format!("{hours} h ago"),
        (hours @ 1..=48, minutes) => format!("{hours} h {minutes} min ago"),
        _ => return written(at, "%-d %B %Y, %H:%M"),
    };
    format!("{ago}, {}", written(at, "%A %H:%M"))
}

/// What stood in an entry before its corrections, a line each, the latest first.
#[must_use]
pub fn corrections_in_words(revisions: &[Revision], current: &Revised) -> Vec<String> {
    let mut newer = current;
    let mut lines = Vec::new();
    for revision in revisions {
        let stood = match (&revision.entry, newer) {
            (Revised::Session(old), Revised::Session(new)) => old.replaced_by(new),
            (Revised::Attack(old), Revised::Attack(new)) => old.replaced_by(new),
            (Revised::Session(_), Revised::Attack(_)) | (Revised::Attack(_), Revised::Session(_)) => {
                Vec::new()
            }
        };
        let day = written(revision.replaced, "%-d %B %Y, %H:%M");
        lines.push(format!("Until {day}: {}", stood.join(", ")));
        newer = &revision.entry;
    }
    lines
}

/// `5 min`, `3 min of 5 min, partly done`, `not started`.
fn done(record: &Record) -> String {
    if record.done.is_zero() && record.outcome != Outcome::Running {
        return "not started".to_owned();
    }
    let (done, planned) = (listing::minutes(record.done), listing::minutes(record.planned));
    if record.outcome == Outcome::Completed && done == planned {
        return done;
    }
    format!("{done} of {planned}, {}", record.outcome.plain())
}

/// The key that leads from one of the other pages back to the list. J, which opened the journal, does the same.
fn back_to_list() -> Binding<Action> {
    Binding::new(Key::Escape, "back", Action::Journal(JournalAction::Show(View::List)))
        .also(&[Key::Char('j')])
}
