//! What was noted in a time, reduced to days.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use rusqlite::params;

use super::super::query::date_of;
use super::super::{Store, StoreError};
use crate::journal::MedicineClass;
use crate::journal::summary::months::{Month, Noted, Overview, SessionDay, overview};

/// How long before a day the sessions began whose last answer can be of that day: a session of up to a day, and the
/// question of the next day, which is asked for 36 hours.
const ANSWERED_WITHIN: Days = Days::new(3);

impl Store {
    /// The months from the first to the last of two days. `now` is the provisional end of an open attack.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn months(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        now: DateTime<FixedOffset>,
    ) -> Result<Vec<Month>, StoreError> {
        Ok(self.overview(from, to, now)?.months)
    }

    /// The same, with the first day of the diary, and the most days with medicine in any 30 days.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn overview(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        now: DateTime<FixedOffset>,
    ) -> Result<Overview, StoreError> {
        let last = to + chrono::Months::new(1);
        let at = |date: NaiveDate| date.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc();
        let attacks = self.attacks(at(from) - Days::new(1), at(last) + Days::new(1))?;
        let read = || -> rusqlite::Result<Noted> {
            let class_of = |name: String| MedicineClass::ALL.into_iter().find(|class| class.name() == name);
            let medicine = self.medicine_days(from, last)?.into_iter();
            Ok(Noted {
                began: self.first_day()?,
                sessions: self.days_of_sessions(from, last)?,
                medicine: medicine.map(|(date, class, _)| (date, class.and_then(class_of))).collect(),
                painful: self.painful_days(from, last)?,
                attacks,
            })
        };
        let noted = read().map_err(|source| self.error(source))?;
        Ok(overview((from, to), &noted, now))
    }

    /// The day of the earliest entry.
    fn first_day(&self) -> rusqlite::Result<Option<NaiveDate>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT min(day) FROM (
                 SELECT (SELECT substr(started, 1, 10) FROM session INDEXED BY session_day
                     WHERE deleted_unix_millis IS NULL ORDER BY 1 LIMIT 1) AS day
                 UNION ALL
                 SELECT (SELECT substr(taken, 1, 10) FROM medicine INDEXED BY medicine_day
                     WHERE NOT EXISTS (SELECT 1 FROM session WHERE id = entry AND deleted_unix_millis IS NOT NULL)
                         AND NOT EXISTS (SELECT 1 FROM attack WHERE id = entry AND deleted_unix_millis IS NOT NULL)
                     ORDER BY 1 LIMIT 1)
                 UNION ALL
                 SELECT min(substr(started, 1, 10)) FROM attack WHERE deleted_unix_millis IS NULL
                 UNION ALL
                 SELECT min(substr(taken, 1, 10)) FROM assessment WHERE deleted_unix_millis IS NULL
             )",
        )?;
        let first: Option<String> = statement.query_row([], |row| row.get(0))?;
        Ok(first.and_then(|day| day.parse().ok()))
    }

    fn days_of_sessions(&self, from: NaiveDate, to: NaiveDate) -> rusqlite::Result<Vec<SessionDay>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT substr(started, 1, 10), phase IS 'Attack', sum(done_millis > 0) FROM session INDEXED BY session_day
             WHERE deleted_unix_millis IS NULL AND substr(started, 1, 10) BETWEEN ?1 AND ?2
             GROUP BY 1, 2",
        )?;
        let days = statement.query_map([from.to_string(), to.to_string()], |row| {
            let date = date_of(&row.get::<_, String>(0)?);
            Ok(SessionDay { date, in_attack: row.get(1)?, sessions: row.get(2)? })
        })?;
        days.collect()
    }

    /// The days on which pain above 0 was noted, each where it was felt: before at the start, after at the end, later
    /// when the question was answered.
    pub(super) fn painful_days(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> rusqlite::Result<BTreeSet<NaiveDate>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT substr(started, 1, 10) AS day FROM session INDEXED BY session_day
             WHERE deleted_unix_millis IS NULL AND substr(started, 1, 10) BETWEEN ?1 AND ?2 AND pain_before > 0
             UNION
             SELECT substr(coalesce(ended, started), 1, 10) FROM session INDEXED BY session_day
             WHERE deleted_unix_millis IS NULL AND substr(started, 1, 10) BETWEEN ?1 AND ?2 AND pain_after > 0
             UNION
             SELECT substr(answered, 1, 10)
             FROM session INDEXED BY session_day CROSS JOIN later ON later.session = session.id
             WHERE deleted_unix_millis IS NULL AND substr(started, 1, 10) BETWEEN ?1 AND ?2 AND pain > 0",
        )?;
        let earliest = from - ANSWERED_WITHIN;
        let days = statement.query_map(params![earliest.to_string(), to.to_string()], |row| {
            Ok(date_of(&row.get::<_, String>(0)?))
        })?;
        days.collect()
    }
}
