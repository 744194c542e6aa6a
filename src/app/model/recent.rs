//! What the first screen knows of the journal: recent sessions, what was interrupted, and the follow-up
//! questions that are due.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

use crate::app::start::history;
use crate::journal::course::Course;
use crate::journal::store::Due;
use crate::journal::{Attack, JournalService, KnownMedicine, Lookback, Pending, Record};
use crate::library::Library;
use crate::safety::History;
use crate::safety::guard::pack_rests;

/// How many of the newest sessions the offers are based on.
const NEWEST: u32 = 200;
/// The same during a programme: enough for eight weeks at seven sessions a day.
const NEWEST_IN_A_PROGRAMME: u32 = 400;
/// How far back the first screen has to know what was done.
const LOOKBACK: TimeDelta = TimeDelta::hours(48);

/// How many medicines are one key away.
const MEDICINES: u32 = 8;

/// The journal's answers so far, and the queries that are still pending.
#[derive(Default)]
pub struct Recent {
    pending_records: Option<Pending<Vec<Record>>>,
    pending_interrupted: Option<Pending<Option<Record>>>,
    pending_due: Option<Pending<Vec<Due>>>,
    pending_lookback: Option<Pending<Lookback>>,
    pending_last_attack: Option<Pending<Option<Attack>>>,
    pending_medicines: Option<Pending<Vec<KnownMedicine>>>,
    records: Vec<Record>,
    /// The session that was interrupted and can be continued.
    pub interrupted: Option<Record>,
    /// The attack whose end has not been noted, however long ago it began.
    pub attack: Option<Attack>,
    /// The line of that attack, of what was done in the last two days.
    pub course: Option<Course>,
    /// The attack that began last, whether or not it is over.
    pub last_attack: Option<Attack>,
    /// Medicines that were noted before, the latest first.
    pub medicines: Vec<KnownMedicine>,
    /// What was done in the last two days, once the journal has answered.
    pub history: Option<History>,
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
        self.pending_lookback = Some(journal.lookback(now - LOOKBACK, now, None));
        self.pending_last_attack = Some(journal.query(move |store| store.last_attack(now)));
        self.pending_medicines = Some(journal.known_medicines(MEDICINES));
    }

    /// The recent sessions, the newest first.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Takes the answers that have arrived; `true` if there were any.
    pub fn poll(&mut self, library: &Library, now: DateTime<FixedOffset>) -> bool {
        // If the journal cannot be read, its service reports that. The earlier answers stay.
        let records = take_answer(&mut self.pending_records).map(|records| self.records = records).is_some();
        let interrupted =
            take_answer(&mut self.pending_interrupted).map(|record| self.interrupted = record).is_some();
        let due = take_answer(&mut self.pending_due).map(|due| self.due = due).is_some();
        let lookback = take_answer(&mut self.pending_lookback).map(|back| {
            let history = history(&back, library, now);
            let rests = pack_rests(&history, now);
            self.history = Some(history);
            let of = |attack| Course::of(attack, back.sessions.clone(), &[], rests, now);
            self.course = back.open_attack.clone().map(of);
            self.attack = back.open_attack;
        });
        let last = take_answer(&mut self.pending_last_attack).map(|last| self.last_attack = last).is_some();
        let medicines =
            take_answer(&mut self.pending_medicines).map(|medicines| self.medicines = medicines).is_some();
        records || interrupted || due || lookback.is_some() || last || medicines
    }

    /// Takes in an attack that was just saved.
    pub fn note_attack(&mut self, attack: &Attack) {
        self.attack = Some(attack.clone()).filter(|attack| attack.ended.is_none());
        self.course = None;
        let is_last = self.last_attack.as_ref().is_none_or(|last| last.started <= attack.started);
        if is_last {
            self.last_attack = Some(attack.clone());
        }
    }

    /// Whether an attack may still be going on: one that has no end, and has not lasted longer than attacks do.
    pub fn goes_on(&self, now: DateTime<FixedOffset>) -> bool {
        self.attack.as_ref().is_some_and(|attack| attack.holds(now))
    }

    /// Whether an answer is still pending.
    pub const fn is_awaited(&self) -> bool {
        self.pending_records.is_some()
            || self.pending_interrupted.is_some()
            || self.pending_due.is_some()
            || self.pending_lookback.is_some()
            || self.pending_last_attack.is_some()
            || self.pending_medicines.is_some()
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
