//! What the first screen knows of the journal: recent sessions, what was interrupted, and the follow-up
//! questions that are due.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

use crate::journal::store::Due;
use crate::journal::{Attack, JournalService, Pending, Record};

/// How many of the newest sessions the offers are based on.
const NEWEST: u32 = 200;
/// The same during a programme: enough for eight weeks at seven sessions a day.
const NEWEST_IN_A_PROGRAMME: u32 = 400;
/// An attack that began longer ago counts as over, even if nobody noted its end.
pub const LONGEST_ATTACK: TimeDelta = TimeDelta::hours(72);

/// The journal's answers so far, and the queries that are still pending.
#[derive(Default)]
pub struct Recent {
    pending_records: Option<Pending<Vec<Record>>>,
    pending_interrupted: Option<Pending<Option<Record>>>,
    pending_due: Option<Pending<Vec<Due>>>,
    pending_attacks: Option<Pending<Vec<Attack>>>,
    records: Vec<Record>,
    /// The session that was interrupted and can be continued.
    pub interrupted: Option<Record>,
    /// The attack that is still open.
    pub attack: Option<Attack>,
    /// The follow-up questions that are due.
    pub due: Vec<Due>,
}

impl Recent {
    /// Sends the queries again. The earlier answers stay until the new ones arrive.
    pub fn ask(&mut self, journal: &JournalService, is_in_a_programme: bool, now: DateTime<Utc>) {
        self.pending_records =
            Some(journal.newest(if is_in_a_programme { NEWEST_IN_A_PROGRAMME } else { NEWEST }));
        self.pending_interrupted = Some(journal.interrupted(now));
        self.pending_due = Some(journal.due_questions(now));
        self.pending_attacks = Some(journal.attacks(now - LONGEST_ATTACK, now));
    }

    /// The recent sessions, the newest first.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Takes the answers that have arrived; `true` if there were any.
    pub fn poll(&mut self, now: DateTime<FixedOffset>) -> bool {
        // If the journal cannot be read, its service reports that. The earlier answers stay.
        let records = take_answer(&mut self.pending_records).map(|records| self.records = records).is_some();
        let interrupted =
            take_answer(&mut self.pending_interrupted).map(|record| self.interrupted = record).is_some();
        let due = take_answer(&mut self.pending_due).map(|due| self.due = due).is_some();
        let attacks =
            take_answer(&mut self.pending_attacks).map(|attacks| self.attack = open_attack(&attacks, now));
        records || interrupted || due || attacks.is_some()
    }

    /// Whether an answer is still pending.
    pub const fn is_awaited(&self) -> bool {
        self.pending_records.is_some()
            || self.pending_interrupted.is_some()
            || self.pending_due.is_some()
            || self.pending_attacks.is_some()
    }
}

/// The attack that is still open, if there is one.
pub fn open_attack(attacks: &[Attack], now: DateTime<FixedOffset>) -> Option<Attack> {
    let open = attacks.iter().filter(|attack| attack.ended.is_none() && attack.holds(now));
    open.max_by_key(|attack| attack.started).cloned()
}

/// An answer that has arrived. On an error, which the journal reports itself, the earlier answer stays.
fn take_answer<T: Default>(answer: &mut Option<Pending<T>>) -> Option<T> {
    Pending::poll_in(answer)?.ok()
}
