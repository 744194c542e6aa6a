//! Queries for the list, for one record, and for a month.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, params, params_from_iter};

use super::{Store, StoreError, rows};
use crate::journal::course::Course;
use crate::journal::days::{day_of, instants_of};
use crate::journal::{Attack, MedicineClass, Outcome, Record, running};
use crate::routine::Phase;
use crate::safety::guard::PackRest;
use crate::time::ExactDuration;

/// Which sessions a list shows: those that match every field that is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The routine's id.
    pub routine: Option<String>,
    /// The kind, by its name in the file format.
    pub kind: Option<String>,
    /// The phase, by its name in the file format.
    pub phase: Option<String>,
    /// Words that have to occur in title, note, unwanted effects or medicine, in any order and case.
    pub words: String,
}

impl Filter {
    /// Whether a record matches.
    #[must_use]
    pub fn matches(&self, record: &Record) -> bool {
        let named =
            |wanted: &Option<String>, actual: Option<&String>| wanted.is_none() || wanted.as_ref() == actual;
        let words = rows::words_of_record(record);
        named(&self.routine, Some(&record.routine))
            && named(&self.kind, Some(&record.kind))
            && named(&self.phase, record.phase.as_ref())
            && self.words.to_lowercase().split_whitespace().all(|word| words.contains(word))
    }
}

impl Filter {
    /// Whether an attack matches. It has neither routine nor kind, and its phase is the attack.
    #[must_use]
    pub fn matches_attack(&self, attack: &Attack) -> bool {
        let medicine = attack.medicine.iter().map(|medicine| medicine.name.as_str());
        let factors = attack.factors.iter().map(String::as_str);
        let words: Vec<&str> =
            ["attack", &attack.place, &attack.note].into_iter().chain(medicine).chain(factors).collect();
        let words = rows::words_of(&words);
        let is_attack = self.phase.as_deref().is_none_or(|phase| phase == Phase::Attack.name());
        is_attack
            && self.routine.is_none()
            && self.kind.is_none()
            && self.words.to_lowercase().split_whitespace().all(|word| words.contains(word))
    }
}

/// A position in the list: right after a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    started_unix_millis: i64,
    id: String,
}

impl Mark {
    /// The position after `record`, so that the next page continues there whatever is added meanwhile.
    #[must_use]
    pub fn after(record: &Record) -> Self {
        Self { started_unix_millis: record.started.timestamp_millis(), id: record.id.clone() }
    }
}

/// A day in a month view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The local date.
    pub date: NaiveDate,
    /// How many sessions began on it.
    pub sessions: u32,
    /// The total time spent.
    pub done: ExactDuration,
    /// The worst pain of its sessions and of the attacks that began on it, 0–10.
    pub worst_pain: Option<u8>,
    /// Whether there was an attack: one that was noted, or a session in the attack phase.
    pub attack: bool,
    /// How often medicine was taken.
    pub medicine: u32,
}

impl Day {
    fn empty(date: NaiveDate) -> Self {
        Self { date, sessions: 0, done: ExactDuration::ZERO, worst_pain: None, attack: false, medicine: 0 }
    }
}

impl Store {
    /// The newest records first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn newest(&self, limit: u32) -> Result<Vec<Record>, StoreError> {
        self.page(&Filter::default(), None, limit)
    }

    /// One record, even if it was deleted and can still be restored.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn get(&self, id: &str) -> Result<Option<Record>, StoreError> {
        let found = rows::read(&self.connection, "SELECT * FROM session WHERE id = ?1", params![id]);
        Ok(found.map_err(|source| self.error(source))?.pop())
    }

    /// The next `limit` records of a list, the newest first, from its beginning or after a mark.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn page(&self, filter: &Filter, after: Option<&Mark>, limit: u32) -> Result<Vec<Record>, StoreError> {
        let mut query = "SELECT * FROM session WHERE deleted_unix_millis IS NULL".to_owned();
        let mut values: Vec<Value> = Vec::new();
        for (column, wanted) in
            [("routine", &filter.routine), ("kind", &filter.kind), ("phase", &filter.phase)]
        {
            if let Some(wanted) = wanted {
                query.extend([" AND ", column, " = ?"]);
                values.push(Value::Text(wanted.clone()));
            }
        }
        for word in filter.words.to_lowercase().split_whitespace() {
            query += " AND instr(words, ?) > 0";
            values.push(Value::Text(word.to_owned()));
        }
        if let Some(mark) = after {
            query += " AND (started_unix_millis, id) < (?, ?)";
            values.extend([Value::Integer(mark.started_unix_millis), Value::Text(mark.id.clone())]);
        }
        query += " ORDER BY started_unix_millis DESC, id DESC LIMIT ?";
        values.push(Value::Integer(limit.into()));
        rows::read(&self.connection, &query, params_from_iter(values)).map_err(|source| self.error(source))
    }

    /// The sessions of a day, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn sessions_of(&self, day: NaiveDate) -> Result<Vec<Record>, StoreError> {
        let query = "SELECT * FROM session WHERE deleted_unix_millis IS NULL AND substr(started, 1, 10) = ?
                     ORDER BY started_unix_millis DESC, id DESC";
        rows::read(&self.connection, query, [day.to_string()]).map_err(|source| self.error(source))
    }

    /// The line of an attack through time, with everything around it; `rests` are the packs that rest now.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn course(
        &self,
        attack: Attack,
        rests: Vec<PackRest>,
        now: DateTime<FixedOffset>,
    ) -> Result<Course, StoreError> {
        let (from, to) = Course::reach(&attack);
        let others = self.attacks(from.to_utc(), to.to_utc())?;
        let sessions = rows::read(
            &self.connection,
            "SELECT * FROM session WHERE deleted_unix_millis IS NULL AND started_unix_millis BETWEEN ?1 AND ?2
             ORDER BY started_unix_millis, id",
            params![from.timestamp_millis(), to.timestamp_millis()],
        );
        let sessions = sessions.map_err(|source| self.error(source))?;
        Ok(Course::of(attack, sessions, &others, rests, now))
    }

    /// The days of a month that have any entry, in order. `now` is the provisional end of an open attack.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn month(&self, year: i32, month: u32, now: DateTime<FixedOffset>) -> Result<Vec<Day>, StoreError> {
        let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else { return Ok(Vec::new()) };
        let last = first + chrono::Months::new(1) - chrono::Days::new(1);
        let mut days = self.session_days(first, last).map_err(|source| self.error(source))?;
        let medicine = self.medicine_days(first, last).map_err(|source| self.error(source))?;
        // What is taken every day so that there are fewer attacks says nothing about a day.
        let of_attacks = medicine
            .into_iter()
            .filter(|(_, class, _)| class.as_deref() != Some(MedicineClass::Preventive.name()));
        for (date, _, count) in of_attacks {
            days.entry(date).or_insert_with(|| Day::empty(date)).medicine += count;
        }
        let (from, to) = instants_of(first, last);
        for attack in self.attacks(from, to)? {
            for date in attack.days(now).filter(|date| (first..=last).contains(date)) {
                let day = days.entry(date).or_insert_with(|| Day::empty(date));
                day.attack = true;
                if date == day_of(attack.started) {
                    day.worst_pain = day.worst_pain.max(attack.peak);
                }
            }
        }
        Ok(days.into_values().collect())
    }

    fn session_days(&self, first: NaiveDate, last: NaiveDate) -> rusqlite::Result<BTreeMap<NaiveDate, Day>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT substr(started, 1, 10), sum(done_millis > 0), sum(done_millis), max(pain_before), max(pain_after),
                 sum(phase IS 'Attack')
             FROM session WHERE deleted_unix_millis IS NULL AND substr(started, 1, 10) BETWEEN ?1 AND ?2
             GROUP BY 1",
        )?;
        let days = statement.query_map([first.to_string(), last.to_string()], |row| {
            let (before, after): (Option<u8>, Option<u8>) = (row.get(3)?, row.get(4)?);
            Ok(Day {
                date: date_of(&row.get::<_, String>(0)?),
                sessions: row.get(1)?,
                done: rows::span(row.get(2)?),
                worst_pain: before.max(after),
                attack: row.get::<_, i64>(5)? > 0,
                medicine: 0,
            })
        })?;
        days.map(|day| day.map(|day| (day.date, day))).collect()
    }

    /// The days on which medicine was taken, with its class and how often.
    pub(super) fn medicine_days(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> rusqlite::Result<Vec<(NaiveDate, Option<String>, u32)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT substr(taken, 1, 10), class, count(*) FROM medicine
             WHERE substr(taken, 1, 10) BETWEEN ?1 AND ?2
                 AND NOT EXISTS (SELECT 1 FROM session WHERE id = entry AND deleted_unix_millis IS NOT NULL)
                 AND NOT EXISTS (SELECT 1 FROM attack WHERE id = entry AND deleted_unix_millis IS NOT NULL)
             GROUP BY 1, 2",
        )?;
        let days = statement.query_map([first.to_string(), last.to_string()], |row| {
            Ok((date_of(&row.get::<_, String>(0)?), row.get(1)?, row.get(2)?))
        })?;
        days.collect()
    }

    /// Takes in the sessions whose program has ended unexpectedly, up to the last second that it appended, and marks them
    /// as interrupted.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be written.
    pub fn close_abandoned(&mut self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let (alive, left) = running::look(&self.path);
        for left in left {
            let read = |id: &String| {
                rows::read(&self.connection, "SELECT * FROM session WHERE id = ?1", params![id])
            };
            let known = read(&left.id).map_err(|source| self.error(source))?.pop();
            if let Some(mut record) = known.filter(|record| record.outcome == Outcome::Running) {
                if let Some(ended) = self.ended_at(&record).map_err(|source| self.error(source))? {
                    record.ended = Some(ended);
                }
                left.close(&mut record);
                self.save(&record)?;
            }
            left.remove();
        }
        self.close_silent(&alive, now)
    }

    /// When a session was last written to the journal, by its own clock.
    fn ended_at(&self, record: &Record) -> rusqlite::Result<Option<DateTime<FixedOffset>>> {
        let written: Option<i64> = self
            .connection
            .prepare_cached("SELECT written_unix_millis FROM session WHERE id = ?1")?
            .query_row([&record.id], |row| row.get(0))
            .optional()?;
        Ok(written.map(|at| rows::at_millis(at).with_timezone(&record.started.timezone())))
    }

    /// The same for sessions that have no file of their own: their program writes them to the journal again and again, and
    /// has ended when it no longer does.
    fn close_silent(&mut self, alive: &[String], now: DateTime<Utc>) -> Result<(), StoreError> {
        let silent = now.timestamp_millis() - SILENT_FOR_MILLIS;
        // Written in the future: the clock was set back since.
        let ahead = now.timestamp_millis() + AHEAD_BY_MILLIS;
        let find = "SELECT id, started, written_unix_millis FROM session
             WHERE outcome = 'running' AND (written_unix_millis < ?1 OR written_unix_millis > ?2)";
        let abandoned = self.connection.prepare_cached(find).and_then(|mut statement| {
            let rows = statement
                .query_map(params![silent, ahead], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            rows.collect::<Result<Vec<(String, String, i64)>, _>>()
        });
        let mut abandoned = abandoned.map_err(|source| self.error(source))?;
        abandoned.retain(|(id, ..)| !alive.contains(id));
        if abandoned.is_empty() {
            return Ok(());
        }
        self.in_transaction(|transaction| {
            let mut close = transaction.prepare_cached(
                "UPDATE session SET outcome = 'interrupted', ended = ?2, over_unix_millis = ?3
                 WHERE id = ?1 AND outcome = 'running' AND written_unix_millis = ?3",
            )?;
            for (id, started, written) in &abandoned {
                let zone = rows::time_of(started).map(|started| started.timezone());
                let written_at = rows::at_millis(*written);
                let ended = zone.map_or(written_at, |zone| written_at.with_timezone(&zone));
                close.execute(params![id, ended.to_rfc3339(), written])?;
            }
            Ok(())
        })
    }
}

/// A session without a file of its own is written once a second. After this silence, its program has ended unexpectedly.
const SILENT_FOR_MILLIS: i64 = 15_000;
/// By how much the clocks of two machines that share a home folder may differ.
const AHEAD_BY_MILLIS: i64 = 10 * 60_000;

/// A day as it is stored.
pub(super) fn date_of(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}
