//! Aggregation inside the database, so that a hundred thousand sessions need not be read to be summed up.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{OptionalExtension as _, params};

use super::query::date_of;
use super::{Store, StoreError, rows};
use crate::goals::Experiment;
use crate::journal::export::Everything;
use crate::journal::summary::experiment::{Comparison, Scored};
use crate::journal::summary::{Alike, BeforeAfter, Noticed, StepComfort, before_and_after, noticed};

mod endpoints;
mod medicine;
mod months;

/// As many steps are listed with how they felt.
const MOST_STEPS: u32 = 30;
/// Listed with the unwanted effects.
const FELT_WRONG: &str = "Stopped because it felt wrong";

impl Store {
    /// The statistics of each routine in each phase.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn noticed(&self) -> Result<Vec<Noticed>, StoreError> {
        let read = || -> rusqlite::Result<Vec<Noticed>> {
            let mut alike = self.alike()?;
            medicine::count_around(&self.connection, &mut alike)?;
            Ok(noticed(&alike))
        };
        read().map_err(|source| self.error(source))
    }

    /// Pain before and after by routine.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn before_and_after(&self) -> Result<Vec<BeforeAfter>, StoreError> {
        self.alike().map(|alike| before_and_after(&alike)).map_err(|source| self.error(source))
    }

    /// The sessions in groups of equal ones, without their medicine.
    fn alike(&self) -> rusqlite::Result<Vec<Alike>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT routine, phase, pain_before, pain_after, count(*) FROM session INDEXED BY session_pain
             WHERE deleted_unix_millis IS NULL GROUP BY 1, 2, 3, 4",
        )?;
        let alike = statement.query_map([], |row| {
            Ok(Alike {
                routine: row.get(0)?,
                phase: row.get(1)?,
                before: row.get(2)?,
                after: row.get(3)?,
                count: row.get(4)?,
                with_medicine: 0,
            })
        })?;
        alike.collect()
    }

    /// The results of an experiment so far.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn compare(&self, experiment: &Experiment) -> Result<Comparison, StoreError> {
        let attacks = self.attacks(experiment.since.to_utc(), DateTime::<chrono::Utc>::MAX_UTC)?;
        let scored = self.scored_since(experiment.since).map_err(|source| self.error(source))?;
        Ok(experiment.compare(&attacks, &scored))
    }

    fn scored_since(&self, since: DateTime<FixedOffset>) -> rusqlite::Result<Vec<Scored>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT started_unix_millis, pain_before, pain_after FROM session
             WHERE deleted_unix_millis IS NULL AND started_unix_millis >= ?1",
        )?;
        let scored = statement.query_map(params![since.timestamp_millis()], |row| {
            let (before, after): (Option<u8>, Option<u8>) = (row.get(1)?, row.get(2)?);
            Ok(Scored { started: rows::at_millis(row.get(0)?), pain: before.zip(after) })
        })?;
        scored.collect()
    }

    /// All entries that are not deleted, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn everything(&self) -> Result<Everything, StoreError> {
        let (mut sessions, mut attacks) = (self.newest(u32::MAX)?, self.all_attacks()?);
        sessions.reverse();
        attacks.reverse();
        Ok(Everything { sessions, attacks, assessments: self.assessments()? })
    }

    /// How steps felt, by name: how often good and how often bad; those that were rated most often first.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn comfort(&self) -> Result<Vec<StepComfort>, StoreError> {
        let read = || -> rusqlite::Result<Vec<StepComfort>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT step.name, sum(comfort = 'good'), sum(comfort = 'bad') FROM step INDEXED BY step_comfort
                 JOIN session ON session.id = step.session
                 WHERE comfort IS NOT NULL AND session.deleted_unix_millis IS NULL
                 GROUP BY step.name ORDER BY count(*) DESC, step.name LIMIT ?1",
            )?;
            let steps = statement.query_map([MOST_STEPS], |row| {
                Ok(StepComfort { name: row.get(0)?, good: row.get(1)?, bad: row.get(2)? })
            })?;
            steps.collect()
        };
        read().map_err(|source| self.error(source))
    }

    /// The latest title of a routine.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn title_of(&self, routine: &str) -> Result<Option<String>, StoreError> {
        let newest = "SELECT title FROM session WHERE routine = ?1 ORDER BY started_unix_millis DESC LIMIT 1";
        self.connection
            .query_row(newest, [routine], |row| row.get(0))
            .optional()
            .map_err(|source| self.error(source))
    }

    /// Unwanted effects between two days, the newest first: the day, the routine's title and the person's
    /// words.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn unwanted(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<(NaiveDate, String, String)>, StoreError> {
        let read = || -> rusqlite::Result<Vec<_>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT substr(started, 1, 10), title, unwanted, felt_wrong FROM session
                 WHERE substr(started, 1, 10) BETWEEN ?1 AND ?2 AND (unwanted <> '' OR felt_wrong)
                     AND deleted_unix_millis IS NULL
                 ORDER BY started_unix_millis DESC",
            )?;
            let noted = statement.query_map([from.to_string(), to.to_string()], |row| {
                let words: String = row.get(2)?;
                let words = match (row.get(3)?, words.is_empty()) {
                    (true, true) => FELT_WRONG.to_owned(),
                    (true, false) => format!("{FELT_WRONG}. {words}"),
                    (false, _) => words,
                };
                Ok((date_of(&row.get::<_, String>(0)?), row.get(1)?, words))
            })?;
            noted.collect()
        };
        read().map_err(|source| self.error(source))
    }

    /// The days since `since` on which a routine was done, completely or in part.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn days_of_routine(
        &self,
        routine: &str,
        since: NaiveDate,
    ) -> Result<BTreeSet<NaiveDate>, StoreError> {
        let read = || -> rusqlite::Result<BTreeSet<NaiveDate>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT DISTINCT substr(started, 1, 10) FROM session
                 WHERE routine = ?1 AND started_unix_millis >= ?2 AND done_millis > 0
                     AND deleted_unix_millis IS NULL",
            )?;
            let from = since.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc() - chrono::Days::new(1);
            let days = statement.query_map(params![routine, from.timestamp_millis()], |row| {
                Ok(date_of(&row.get::<_, String>(0)?))
            })?;
            days.filter(|day| day.as_ref().is_ok_and(|day| *day >= since) || day.is_err()).collect()
        };
        read().map_err(|source| self.error(source))
    }
}

#[cfg(test)]
mod tests;
