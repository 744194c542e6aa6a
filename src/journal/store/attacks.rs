//! Attacks in the journal.

use chrono::{DateTime, Utc};
use rusqlite::{Row, Transaction, params};

use super::{Store, StoreError, rows};
use crate::journal::{Attack, Aura};

pub(super) fn save(transaction: &Transaction<'_>, attack: &Attack) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO attack VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, NULL)
             ON CONFLICT (id) DO UPDATE SET started = excluded.started,
                 started_unix_millis = excluded.started_unix_millis, ended = excluded.ended,
                 over_unix_millis = excluded.over_unix_millis, peak = excluded.peak, place = excluded.place,
                 aura = excluded.aura, note = excluded.note, written_unix_millis = excluded.written_unix_millis",
        )?
        .execute(params![
            attack.id,
            attack.started.to_rfc3339(),
            attack.started.timestamp_millis(),
            attack.ended.map(|ended| ended.to_rfc3339()),
            attack.over_at().timestamp_millis(),
            attack.peak,
            attack.place,
            attack.aura.name(),
            attack.note,
            Utc::now().timestamp_millis(),
        ])?;
    rows::save_medicine(transaction, &attack.id, &attack.medicine)
}

impl Store {
    /// Saves an attack, replacing an earlier version.
    ///
    /// # Errors
    /// [`StoreError`] if it could not be written; then nothing was.
    pub fn save_attack(&mut self, attack: &Attack) -> Result<(), StoreError> {
        self.check_kind("session", [&attack.id])?;
        self.in_transaction(|transaction| save(transaction, attack))
    }

    /// The attacks that overlap a range of time, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn attacks(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<Attack>, StoreError> {
        let read = || -> rusqlite::Result<Vec<Attack>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT * FROM attack WHERE started_unix_millis <= ?2 AND deleted_unix_millis IS NULL
                     AND max(over_unix_millis, started_unix_millis) >= ?1
                 ORDER BY started_unix_millis DESC, id DESC",
            )?;
            let range = params![from.timestamp_millis(), to.timestamp_millis()];
            let mut attacks: Vec<Attack> =
                statement.query_map(range, attack_of)?.collect::<Result<_, _>>()?;
            for attack in &mut attacks {
                attack.medicine = rows::read_medicine(&self.connection, &attack.id)?;
            }
            Ok(attacks)
        };
        read().map_err(|source| self.error(source))
    }

    /// The latest attack if its end has not been noted, however long ago it began.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn open_attack(&self, now: DateTime<Utc>) -> Result<Option<Attack>, StoreError> {
        let read = || -> rusqlite::Result<Option<Attack>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT * FROM attack WHERE started_unix_millis <= ?1 AND deleted_unix_millis IS NULL
                 ORDER BY started_unix_millis DESC, id DESC LIMIT 1",
            )?;
            let mut newest = statement.query_map(params![now.timestamp_millis()], attack_of)?;
            Ok(newest.next().transpose()?.filter(|attack| attack.ended.is_none()))
        };
        read().map_err(|source| self.error(source))
    }

    /// Whether a session was done during an attack, completely or in part.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn has_session_in(&self, attack: &Attack) -> Result<bool, StoreError> {
        let found = self.connection.prepare_cached(
            "SELECT 1 FROM session WHERE started_unix_millis BETWEEN ?1 AND ?2 AND done_millis > 0
                 AND deleted_unix_millis IS NULL",
        );
        let range = params![attack.started.timestamp_millis(), attack.over_at().timestamp_millis()];
        found.and_then(|mut statement| statement.exists(range)).map_err(|source| self.error(source))
    }

    /// Every attack, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn all_attacks(&self) -> Result<Vec<Attack>, StoreError> {
        self.attacks(DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC)
    }
}

fn attack_of(row: &Row<'_>) -> rusqlite::Result<Attack> {
    let since_epoch: i64 = row.get("started_unix_millis")?;
    let ended: Option<String> = row.get("ended")?;
    let aura: String = row.get("aura")?;
    Ok(Attack {
        id: row.get("id")?,
        started: rows::time_of(&row.get::<_, String>("started")?)
            .unwrap_or_else(|| rows::at_millis(since_epoch)),
        ended: ended.and_then(|text| rows::time_of(&text)),
        peak: row.get("peak")?,
        place: row.get("place")?,
        aura: Aura::ALL.into_iter().find(|known| known.name() == aura).unwrap_or_default(),
        medicine: Vec::new(),
        note: row.get("note")?,
    })
}
