//! Attacks in the journal.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::{Store, StoreError, rows};
use crate::journal::{Attack, Aura, KnownMedicine, MedicineClass, Symptom, Symptoms};

pub(super) fn save(transaction: &Transaction<'_>, attack: &Attack) -> rusqlite::Result<()> {
    let Symptoms { nausea, light, sound, touch, function, bothersome } = attack.symptoms;
    transaction
        .prepare_cached(
            "INSERT INTO attack VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, NULL, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
             ON CONFLICT (id) DO UPDATE SET started = excluded.started,
                 started_unix_millis = excluded.started_unix_millis, ended = excluded.ended,
                 over_unix_millis = excluded.over_unix_millis, peak = excluded.peak, place = excluded.place,
                 aura = excluded.aura, note = excluded.note, written_unix_millis = excluded.written_unix_millis,
                 aura_minutes = excluded.aura_minutes, nausea = excluded.nausea, light = excluded.light,
                 sound = excluded.sound, touch = excluded.touch, function = excluded.function,
                 bothersome = excluded.bothersome",
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
            attack.aura_minutes,
            nausea,
            light,
            sound,
            touch,
            function,
            bothersome.map(Symptom::plain),
        ])?;
    save_factors(transaction, attack)?;
    rows::save_medicine(transaction, &attack.id, &attack.medicine)
}

/// Saves what came before or with an attack, and what did not. What the person has removed is deleted.
fn save_factors(transaction: &Transaction<'_>, attack: &Attack) -> rusqlite::Result<()> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO factor VALUES (?1, ?2, ?3, ?4) ON CONFLICT (attack, position)
         DO UPDATE SET name = excluded.name, present = excluded.present",
    )?;
    let present = attack.factors.iter().map(|name| (name, true));
    let absent = attack.absent.iter().map(|name| (name, false));
    for (position, (name, is_present)) in (0_i64..).zip(present.chain(absent)) {
        insert.execute(params![attack.id, position, name, is_present])?;
    }
    let count = i64::try_from(attack.factors.len() + attack.absent.len()).unwrap_or(i64::MAX);
    transaction
        .prepare_cached("DELETE FROM factor WHERE attack = ?1 AND position >= ?2")?
        .execute(params![attack.id, count])?;
    Ok(())
}

/// One attack with everything that belongs to it.
pub(super) fn read_one(connection: &Connection, id: &str) -> rusqlite::Result<Option<Attack>> {
    let mut statement = connection.prepare_cached("SELECT * FROM attack WHERE id = ?1")?;
    let attack = statement.query_row([id], attack_of).optional()?;
    attack.map(|attack| with_parts(connection, attack)).transpose()
}

fn with_parts(connection: &Connection, mut attack: Attack) -> rusqlite::Result<Attack> {
    attack.medicine = rows::read_medicine(connection, &attack.id)?;
    let mut factors =
        connection.prepare_cached("SELECT name, present FROM factor WHERE attack = ?1 ORDER BY position")?;
    for factor in factors.query_map([&attack.id], |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (name, is_present) = factor?;
        if is_present { &mut attack.factors } else { &mut attack.absent }.push(name);
    }
    Ok(attack)
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
            let attacks: Vec<Attack> = statement.query_map(range, attack_of)?.collect::<Result<_, _>>()?;
            attacks.into_iter().map(|attack| with_parts(&self.connection, attack)).collect()
        };
        read().map_err(|source| self.error(source))
    }

    /// The latest attack if its end has not been noted, however long ago it began.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn open_attack(&self, now: DateTime<Utc>) -> Result<Option<Attack>, StoreError> {
        Ok(self.last_attack(now)?.filter(|attack| attack.ended.is_none()))
    }

    /// The attack that began last.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn last_attack(&self, now: DateTime<Utc>) -> Result<Option<Attack>, StoreError> {
        let read = || -> rusqlite::Result<Option<Attack>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT * FROM attack WHERE started_unix_millis <= ?1 AND deleted_unix_millis IS NULL
                 ORDER BY started_unix_millis DESC, id DESC LIMIT 1",
            )?;
            let last = statement.query_row(params![now.timestamp_millis()], attack_of).optional()?;
            // With everything that belongs to it: whoever ends it saves all of it.
            last.map(|attack| with_parts(&self.connection, attack)).transpose()
        };
        read().map_err(|source| self.error(source))
    }

    /// The medicines that were noted in sessions and attacks, the latest first, each with the class that it was given last.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn known_medicines(&self, limit: u32) -> Result<Vec<KnownMedicine>, StoreError> {
        let read = || -> rusqlite::Result<Vec<KnownMedicine>> {
            // The bare columns are those of the row with the maximum.
            let mut statement = self.connection.prepare_cached(
                "SELECT what, class, max(substr(taken, 1, 16)) FROM medicine
                 WHERE NOT EXISTS (SELECT 1 FROM session WHERE id = entry AND deleted_unix_millis IS NOT NULL)
                     AND NOT EXISTS (SELECT 1 FROM attack WHERE id = entry AND deleted_unix_millis IS NOT NULL)
                 GROUP BY lower(what) ORDER BY 3 DESC LIMIT ?1",
            )?;
            let rows = statement.query_map([limit], |row| {
                let class: Option<String> = row.get(1)?;
                let class =
                    class.and_then(|name| MedicineClass::ALL.into_iter().find(|one| one.name() == name));
                Ok(KnownMedicine { name: row.get(0)?, class })
            })?;
            rows.collect()
        };
        read().map_err(|source| self.error(source))
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
        aura_minutes: row.get("aura_minutes")?,
        symptoms: rows::symptoms_of(row)?,
        factors: Vec::new(),
        absent: Vec::new(),
        medicine: Vec::new(),
        note: row.get("note")?,
    })
}
