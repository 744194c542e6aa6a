//! Questionnaires in the journal.

use chrono::Utc;
use rusqlite::{Transaction, params};

use super::{Store, StoreError, rows};
use crate::journal::{Assessment, Scale};

pub(super) fn save(transaction: &Transaction<'_>, assessment: &Assessment) -> rusqlite::Result<()> {
    let numbers: Vec<String> = assessment.scale.numbers().iter().map(ToString::to_string).collect();
    transaction
        .prepare_cached(
            "INSERT INTO assessment VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL) ON CONFLICT (id) DO UPDATE
                 SET taken = excluded.taken, taken_unix_millis = excluded.taken_unix_millis,
                     scale = excluded.scale, numbers = excluded.numbers,
                     written_unix_millis = excluded.written_unix_millis",
        )?
        .execute(params![
            assessment.id,
            assessment.taken.to_rfc3339(),
            assessment.taken.timestamp_millis(),
            assessment.scale.name(),
            numbers.join(" "),
            Utc::now().timestamp_millis(),
        ])?;
    Ok(())
}

impl Store {
    /// Saves a questionnaire, replacing an earlier version.
    ///
    /// # Errors
    /// [`StoreError`] if it could not be written; then nothing was.
    pub fn save_assessment(&mut self, assessment: &Assessment) -> Result<(), StoreError> {
        self.in_transaction(|transaction| save(transaction, assessment))
    }

    /// Every questionnaire, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn assessments(&self) -> Result<Vec<Assessment>, StoreError> {
        let read = || -> rusqlite::Result<Vec<Option<Assessment>>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT id, taken, taken_unix_millis, scale, numbers FROM assessment
                 WHERE deleted_unix_millis IS NULL ORDER BY taken_unix_millis, id",
            )?;
            let rows = statement.query_map([], |row| {
                let since_epoch: i64 = row.get(2)?;
                let taken = rows::time_of(&row.get::<_, String>(1)?);
                let (name, numbers): (String, String) = (row.get(3)?, row.get(4)?);
                let numbers: Option<Vec<u16>> =
                    numbers.split(' ').map(|number| number.parse::<u16>().ok()).collect();
                let scale = numbers.and_then(|numbers| Scale::of(&name, &numbers));
                let (id, taken) = (row.get(0)?, taken.unwrap_or_else(|| rows::at_millis(since_epoch)));
                Ok(scale.map(|scale| Assessment { id, taken, scale }))
            })?;
            rows.collect()
        };
        // One that this version does not know is not shown, and stays.
        Ok(read().map_err(|source| self.error(source))?.into_iter().flatten().collect())
    }
}
