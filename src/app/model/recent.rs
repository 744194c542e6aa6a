//! What the first screen knows of the journal: what was done lately, what was left open, which questions are due.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

use crate::journal::store::Due;
use crate::journal::{Attack, JournalService, Pending, Record};

/// How many of the newest sessions decide what is offered.
const NEWEST: u32 = 200;
/// The same while a programme goes on: enough for eight weeks at seven a day.
const NEWEST_IN_A_PROGRAMME: u32 = 400;
/// An attack that began longer ago is over, whether its end was noted or not.
pub const LONGEST_ATTACK: TimeDelta = TimeDelta::hours(72);

/// The answers of the journal that are there, and those that are on their way.
#[derive(Default)]
pub struct Recent {
    pending_records: Option<Pending<Vec<Record>>>,
    pending_interrupted: Option<Pending<Option<Record>>>,
    pending_due: Option<Pending<Vec<Due>>>,
    pending_attacks: Option<Pending<Vec<Attack>>>,
    records: Vec<Record>,
    /// A session that ended without its person.
    pub interrupted: Option<Record>,
    /// An attack that goes on.
    pub attack: Option<Attack>,
    /// The questions that are due.
    pub due: Vec<Due>,
}

impl Recent {
    /// Asks anew; what is known stays until the answers are there.
    pub fn ask(&mut self, journal: &JournalService, is_in_a_programme: bool, now: DateTime<Utc>) {
        self.pending_records =
            Some(journal.newest(if is_in_a_programme { NEWEST_IN_A_PROGRAMME } else { NEWEST }));
        self.pending_interrupted = Some(journal.interrupted(now));
        self.pending_due = Some(journal.due_questions(now));
        self.pending_attacks = Some(journal.attacks(now - LONGEST_ATTACK, now));
    }

    /// What was done lately, the newest first.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Takes the journal's answers that are there by now; whether any was.
    pub fn poll(&mut self, now: DateTime<FixedOffset>) -> bool {
        // An unreadable journal is told by the service; what was known before stays.
        let records = take_answer(&mut self.pending_records).map(|records| self.records = records).is_some();
        let interrupted =
            take_answer(&mut self.pending_interrupted).map(|record| self.interrupted = record).is_some();
        let due = take_answer(&mut self.pending_due).map(|due| self.due = due).is_some();
        let attacks =
            take_answer(&mut self.pending_attacks).map(|attacks| self.attack = open_attack(&attacks, now));
        records || interrupted || due || attacks.is_some()
    }

    /// Whether an answer is still on its way.
    pub const fn is_awaited(&self) -> bool {
        self.pending_records.is_some()
            || self.pending_interrupted.is_some()
            || self.pending_due.is_some()
            || self.pending_attacks.is_some()
    }
}

/// The attack that goes on.
pub fn open_attack(attacks: &[Attack], now: DateTime<FixedOffset>) -> Option<Attack> {
    let open = attacks.iter().filter(|attack| attack.ended.is_none() && attack.holds(now));
    open.max_by_key(|attack| attack.started).cloned()
}

/// What the journal has answered. Where it could not, which it tells by itself, what was known before stays.
fn take_answer<T: Default>(answer: &mut Option<Pending<T>>) -> Option<T> {
    Pending::poll_in(answer)?.ok()
}
