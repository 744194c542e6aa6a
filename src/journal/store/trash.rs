//! Deleting and restoring entries.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Transaction, params};

use super::{Store, StoreError};

/// The tables of entries that can be deleted.
const TABLES: [&str; 3] = ["session", "attack", "assessment"];
/// For how long a deleted entry can be restored.
const KEPT_FOR: TimeDelta = TimeDelta::days(30);

impl Store {
    /// Deletes an entry; it can be restored for 30 days. Returns whether there was one.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be written.
    pub fn delete(&mut self, id: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
        self.set_deleted(id, Some(now.timestamp_millis()))
    }

    /// Restores a deleted entry. Returns whether there was one.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be written.
    pub fn undelete(&mut self, id: &str) -> Result<bool, StoreError> {
        self.set_deleted(id, None)
    }

    fn set_deleted(&mut self, id: &str, deleted: Option<i64>) -> Result<bool, StoreError> {
        self.in_transaction(|transaction| set_deleted(transaction, id, deleted))
    }

    /// Permanently removes what was deleted more than 30 days ago.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be written.
    pub fn purge(&mut self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let before = (now - KEPT_FOR).timestamp_millis();
        let due = self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM session WHERE deleted_unix_millis < ?1)
                 OR EXISTS (SELECT 1 FROM attack WHERE deleted_unix_millis < ?1)
                 OR EXISTS (SELECT 1 FROM assessment WHERE deleted_unix_millis < ?1)",
            [before],
            |row| row.get::<_, bool>(0),
        );
        // The file is only written if there is something to remove.
        if !due.map_err(|source| self.error(source))? {
            return Ok(());
        }
        self.in_transaction(|transaction| {
            for table in TABLES {
                for parts in ["medicine", "revision"] {
                    let remove = format!(
                        "DELETE FROM {parts} WHERE entry IN
                             (SELECT id FROM {table} WHERE deleted_unix_millis < ?1)"
                    );
                    transaction.execute(&remove, [before])?;
                }
                let remove = format!("DELETE FROM {table} WHERE deleted_unix_millis < ?1");
                transaction.execute(&remove, [before])?;
            }
            Ok(())
        })
    }
}

/// Restores a deleted entry.
pub(super) fn bring_back(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<bool> {
    set_deleted(transaction, id, None)
}

fn set_deleted(transaction: &Transaction<'_>, id: &str, deleted: Option<i64>) -> rusqlite::Result<bool> {
    let mut changed = 0;
    for table in TABLES {
        let update = format!(
            "UPDATE {table} SET deleted_unix_millis = ?2
             WHERE id = ?1 AND (deleted_unix_millis IS NULL) = (?2 IS NOT NULL)"
        );
        changed += transaction.execute(&update, params![id, deleted])?;
    }
    Ok(changed > 0)
}
