//! What stood in entries before they were corrected.

use chrono::{DateTime, Local};
use rusqlite::{Transaction, params};

use super::{Store, StoreError, attacks, rows};
use crate::journal::revision::{Revised, Revision};

fn keep(transaction: &Transaction<'_>, id: &str, entry: &Revised) -> rusqlite::Result<()> {
    let content = serde_json::to_string(entry)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    transaction.execute(
        "INSERT INTO revision SELECT ?1, 1 + coalesce(max(number), 0), ?2, ?3 FROM revision WHERE entry = ?1",
        params![id, Local::now().to_rfc3339(), content],
    )?;
    Ok(())
}

impl Store {
    /// Saves an entry that was corrected by the person. If that replaces something that they have said, the entry as it
    /// stood is kept.
    ///
    /// # Errors
    /// [`StoreError`] if it could not be written; then nothing is changed.
    pub fn correct(&mut self, corrected: &Revised) -> Result<(), StoreError> {
        self.in_transaction(|transaction| match corrected {
            Revised::Session(new) => {
                let query = "SELECT * FROM session WHERE id = ?1";
                if let Some(old) = rows::read(transaction, query, [&new.id])?.pop()
                    && !old.replaced_by(new).is_empty()
                {
                    keep(transaction, &old.id, &Revised::session(&old))?;
                }
                rows::save(transaction, new, rows::Provenance::Local)
            }
            Revised::Attack(new) => {
                if let Some(old) = attacks::read_one(transaction, &new.id)?
                    && !old.replaced_by(new).is_empty()
                {
                    keep(transaction, &new.id, &Revised::Attack(Box::new(old)))?;
                }
                attacks::save(transaction, new)
            }
        })
    }

    /// What stood in an entry before its corrections, the latest first.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn revisions(&self, id: &str) -> Result<Vec<Revision>, StoreError> {
        let read = || -> rusqlite::Result<Vec<Revision>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT replaced, content FROM revision WHERE entry = ?1 ORDER BY number DESC",
            )?;
            let rows =
                statement.query_map([id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
            let rows = rows.collect::<Result<Vec<_>, _>>()?;
            Ok(rows.iter().filter_map(|(replaced, content)| revision(replaced, content)).collect())
        };
        read().map_err(|source| self.error(source))
    }

    /// Keeps what stood in an entry, after it was changed bit by bit.
    ///
    /// # Errors
    /// [`StoreError`] if it could not be written.
    pub fn keep_revision(&mut self, stood: &Revised) -> Result<(), StoreError> {
        self.in_transaction(|transaction| match stood {
            Revised::Session(record) => keep(transaction, &record.id, &Revised::session(record)),
            Revised::Attack(attack) => keep(transaction, &attack.id, stood),
        })
    }

    /// Takes back the latest correction of an entry. Returns whether there was one.
    ///
    /// # Errors
    /// [`StoreError`] if it could not be written; then nothing is changed.
    pub fn undo_correction(&mut self, id: &str) -> Result<bool, StoreError> {
        let Some(latest) = self.revisions(id)?.into_iter().next() else { return Ok(false) };
        self.in_transaction(|transaction| {
            match &latest.entry {
                Revised::Session(earlier) => {
                    let current = rows::read(transaction, "SELECT * FROM session WHERE id = ?1", [id])?.pop();
                    let Some(mut record) = current else { return Ok(false) };
                    record.restore(earlier);
                    rows::save(transaction, &record, rows::Provenance::Imported)?;
                }
                Revised::Attack(earlier) => attacks::save(transaction, earlier)?,
            }
            transaction.execute(
                "DELETE FROM revision WHERE entry = ?1
                     AND number = (SELECT max(number) FROM revision WHERE entry = ?1)",
                [id],
            )?;
            Ok(true)
        })
    }
}

/// `None` for what a newer version has written.
fn revision(replaced: &str, content: &str) -> Option<Revision> {
    let replaced = DateTime::parse_from_rfc3339(replaced).ok()?;
    Some(Revision { replaced, entry: serde_json::from_str(content).ok()? })
}
