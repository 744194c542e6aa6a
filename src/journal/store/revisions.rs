//! What stood in entries before they were corrected.

use chrono::{DateTime, Local};
use rusqlite::{Transaction, params};

use super::{Store, StoreError, attacks, rows};
use crate::journal::revision::{Revised, Revision};
use crate::journal::{Attack, Outcome, Record};

/// Keeps a session as it stands, if saving `new` replaces something that the person has said. While it is running,
/// or continued, nothing is corrected.
pub(super) fn keep_session(transaction: &Transaction<'_>, new: &Record) -> rusqlite::Result<()> {
    if new.outcome == Outcome::Running {
        return Ok(());
    }
    let query = "SELECT * FROM session WHERE id = ?1 AND outcome <> 'running'";
    let Some(old) = rows::read(transaction, query, [&new.id])?.pop() else { return Ok(()) };
    if old.replaced_by(new).is_empty() { Ok(()) } else { keep(transaction, &old.id, &Revised::session(&old)) }
}

/// Keeps an attack as it stands, if saving `new` replaces something that the person has said.
pub(super) fn keep_attack(transaction: &Transaction<'_>, new: &Attack) -> rusqlite::Result<()> {
    let Some(old) = attacks::read_one(transaction, &new.id)? else { return Ok(()) };
    if old.replaced_by(new).is_empty() {
        return Ok(());
    }
    keep(transaction, &new.id, &Revised::Attack(Box::new(old)))
}

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
                    rows::write(transaction, &record, rows::Provenance::Imported)?;
                }
                Revised::Attack(earlier) => attacks::write(transaction, earlier)?,
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
