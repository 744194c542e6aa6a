//! The journal's pages: the list, one session, a month, what the months and the routines show, an attack, handing over.

use chrono::{DateTime, FixedOffset};

use super::Action;
use super::keys::{Binding, Key};
use crate::journal::{Attack, Outcome, Record};
use crate::timeline::listing;

pub mod attack;
pub mod charts;
pub mod experiment;
pub mod export;
pub mod list;
pub mod month;
pub mod noticed;
pub mod session;

/// The pages that the list leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The list.
    List,
    /// A month, day by day.
    Month,
    /// Pain by routine, and the months.
    Charts,
    /// What was followed by less pain.
    Noticed,
    /// Two routines compared by chance.
    Experiment,
    /// Files to take along and to bring back.
    Export,
}

/// What the journal can be written out as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table.
    Csv,
    /// For programs.
    Json,
    /// A page for the doctor.
    Report,
    /// Planned sessions.
    Calendar,
}

/// What the journal's pages want to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalAction {
    /// Another of the pages.
    Show(View),
    /// Back to the list or the day from which this was opened.
    Back,
    /// The entry at this place of the list.
    Open(usize),
    /// The sessions of the routine that is shown.
    SameRoutine,
    /// Another month: so many later.
    MonthBy(i32),
    /// Everything of the chosen day.
    ListDay,
    /// Note an attack; one that goes on is shown, to be ended.
    NoteAttack,
    /// Keep what was noted of an attack.
    SaveAttack,
    /// Delete what is shown.
    Delete,
    /// Bring back what was deleted or ended last.
    Undo,
    /// Write the journal to a file.
    Export(Format),
    /// Take in the file that was named.
    Import,
    /// Compare the two that were chosen.
    BeginExperiment,
    /// Compare them no longer.
    EndExperiment,
}

/// One line of a list: a session, or an attack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// The routine's title, or that it is an attack.
    pub title: String,
    /// When it began.
    pub started: DateTime<FixedOffset>,
    /// How it was.
    pub below: String,
    /// Whether it is an attack.
    pub is_attack: bool,
}

impl Entry {
    /// A session in a line.
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

    /// An attack in a line.
    #[must_use]
    pub fn of_attack(attack: &Attack) -> Self {
        let ended = attack.ended.map_or("no end noted".to_owned(), |ended| {
            let minutes = (ended - attack.started).num_minutes().max(0);
            if minutes < 60 { format!("{minutes} min") } else { format!("{} h", (minutes + 30) / 60) }
        });
        let peak = attack.peak.map(|peak| format!("worst pain {peak}"));
        let place = (!attack.place.is_empty()).then(|| attack.place.clone());
        let medicine = attack.medicine.iter().map(|medicine| medicine.name.clone());
        let below: Vec<String> = [ended].into_iter().chain(peak).chain(place).chain(medicine).collect();
        Self {
            id: attack.id.clone(),
            title: "Attack".into(),
            started: attack.started,
            below: below.join(" · "),
            is_attack: true,
        }
    }
}

/// `5 min`, `3 min of 5 min, in part`, `not begun`.
fn done(record: &Record) -> String {
    if record.done.is_zero() && record.outcome != Outcome::Running {
        return "not begun".to_owned();
    }
    let (done, planned) = (listing::minutes(record.done), listing::minutes(record.planned));
    if record.outcome == Outcome::Completed && done == planned {
        return done;
    }
    format!("{done} of {planned}, {}", record.outcome.plain())
}

/// The way from one of the other pages back to the list; J, which led to the journal, does the same.
fn back_to_list() -> Binding<Action> {
    Binding::new(Key::Escape, "back", Action::Journal(JournalAction::Show(View::List)))
        .also(&[Key::Char('j')])
}
