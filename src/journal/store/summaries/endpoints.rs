//! The sessions that were begun in an attack, with what was answered about them later.

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use rusqlite::named_params;

use super::super::{Store, StoreError, rows};
use super::medicine::{SESSIONS_WITH_MEDICINE, around};
use crate::journal::attack::attack_at;
use crate::journal::summary::endpoints::{EndpointSession, Endpoints, endpoints};

/// A session with pain: when it began, whether in the attack phase, and its answers.
type Painful = (DateTime<FixedOffset>, bool, EndpointSession);

impl Store {
    /// The endpoints of the sessions that began between two days in an attack, either noted or as their phase.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn endpoints(&self, from: NaiveDate, to: NaiveDate) -> Result<Endpoints, StoreError> {
        let at = |date: NaiveDate| date.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc();
        let attacks = self.attacks(at(from) - Days::new(1), at(to) + Days::new(2))?;
        let sessions = self.painful_sessions(from, to).map_err(|source| self.error(source))?.into_iter();
        let in_attack = sessions
            .filter(|(started, is_phase, _)| *is_phase || attack_at(&attacks, *started).is_some())
            .map(|(_, _, session)| session);
        Ok(endpoints(&in_attack.collect::<Vec<_>>()))
    }

    fn painful_sessions(&self, from: NaiveDate, to: NaiveDate) -> rusqlite::Result<Vec<Painful>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT started_unix_millis, phase IS 'Attack', pain_before,
                 (SELECT pain FROM later WHERE session = id AND point = 'two_hours' AND NOT declined),
                 (SELECT pain FROM later WHERE session = id AND point = 'next_day' AND NOT declined),
                 session.rowid IN ({SESSIONS_WITH_MEDICINE})
             FROM session INDEXED BY session_day
             WHERE deleted_unix_millis IS NULL AND substr(started, 1, 10) BETWEEN :from AND :to AND pain_before > 0"
        ))?;
        let (around, longest) = around();
        let (from, to) = (from.to_string(), to.to_string());
        let params = named_params! { ":from": from, ":to": to, ":around": around, ":longest": longest };
        let sessions = statement.query_map(params, |row| {
            let session = EndpointSession {
                before: row.get(2)?,
                two_hours: row.get(3)?,
                next_day: row.get(4)?,
                with_medicine: row.get(5)?,
            };
            Ok((rows::at_millis(row.get(0)?), row.get(1)?, session))
        })?;
        sessions.collect()
    }
}
