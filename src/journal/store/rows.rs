//! Conversion between records and rows.

use chrono::{DateTime, FixedOffset, Utc};
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, Transaction, params};

use crate::journal::{
    Applied, Comfort, Feeling, FollowUpAnswer, Medicine, MedicineClass, Outcome, Point, Record, StepRecord,
    Symptom, Symptoms,
};
use crate::time::ExactDuration;

/// Where an entry comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Provenance {
    /// It was recorded by this program while it happened.
    Local,
    /// It was imported from another journal.
    Imported,
}

/// The text that a search looks through.
pub(super) fn words_of(texts: &[&str]) -> String {
    texts.join("\n").to_lowercase()
}

pub(super) fn words_of_record(record: &Record) -> String {
    let medicine = record.medicine.iter().map(|medicine| medicine.name.as_str());
    let texts = [&*record.title, &*record.note, &*record.unwanted];
    words_of(&texts.into_iter().chain(medicine).collect::<Vec<_>>())
}

pub(super) fn is_there(connection: &Connection, table: &str, id: &str) -> rusqlite::Result<bool> {
    connection.prepare_cached(&format!("SELECT 1 FROM {table} WHERE id = ?1"))?.exists([id])
}

/// Whether an entry is there, or was deleted.
pub(super) fn here(connection: &Connection, table: &str, id: &str) -> rusqlite::Result<super::Here> {
    let query = format!("SELECT deleted_unix_millis IS NOT NULL FROM {table} WHERE id = ?1");
    let deleted = connection.prepare_cached(&query)?.query_row([id], |row| row.get(0)).optional()?;
    Ok(match deleted {
        None => super::Here::Unknown,
        Some(false) => super::Here::Known,
        Some(true) => super::Here::Deleted,
    })
}

pub(super) fn save(
    transaction: &Transaction<'_>,
    record: &Record,
    provenance: Provenance,
) -> rusqlite::Result<()> {
    let seen: Option<i64> =
        if provenance == Provenance::Local && !is_there(transaction, "session", &record.id)? {
            transaction.query_row("SELECT max(started_unix_millis) FROM session", [], |row| row.get(0))?
        } else {
            None
        };
    transaction
        .prepare_cached(
            "INSERT INTO session (id, routine, title, kind, phase, started, started_unix_millis, ended, outcome,
                 pain_before, pain_after, feeling, note, planned_millis, done_millis, written_unix_millis,
                 wished_millis, position_millis, let_go, unwanted, over_unix_millis, words, seen_unix_millis,
                 hands_on_millis, felt_wrong)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                 ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)
             ON CONFLICT (id) DO UPDATE SET title = excluded.title, kind = excluded.kind,
                 phase = excluded.phase, ended = excluded.ended,
                 outcome = excluded.outcome,
                 pain_before = excluded.pain_before, pain_after = excluded.pain_after,
                 feeling = excluded.feeling, note = excluded.note, planned_millis = excluded.planned_millis,
                 done_millis = excluded.done_millis, written_unix_millis = excluded.written_unix_millis,
                 wished_millis = excluded.wished_millis, position_millis = excluded.position_millis,
                 let_go = max(let_go, excluded.let_go), unwanted = excluded.unwanted,
                 over_unix_millis = excluded.over_unix_millis, words = excluded.words,
                 hands_on_millis = excluded.hands_on_millis, felt_wrong = excluded.felt_wrong",
        )?
        .execute(params![
            record.id,
            record.routine,
            record.title,
            record.kind,
            record.phase,
            record.started.to_rfc3339(),
            record.started.timestamp_millis(),
            record.ended.map(|ended| ended.to_rfc3339()),
            record.outcome.name(),
            record.pain_before,
            record.pain_after,
            record.feeling.map(Feeling::plain),
            record.note,
            millis(record.planned),
            millis(record.done),
            Utc::now().timestamp_millis(),
            record.requested_length.map(millis),
            millis(record.position),
            record.dismissed,
            record.unwanted,
            record.over_at().timestamp_millis(),
            words_of_record(record),
            seen,
            record.hands_on.map(millis),
            record.felt_wrong,
        ])?;
    // A running session is saved often; only a correction moves its start, which is in an index.
    if record.outcome != Outcome::Running {
        transaction
            .prepare_cached(
                "UPDATE session SET started = ?2, started_unix_millis = ?3 WHERE id = ?1 AND started <> ?2",
            )?
            .execute(params![record.id, record.started.to_rfc3339(), record.started.timestamp_millis()])?;
    }
    save_parts(transaction, record)?;
    save_medicine(transaction, &record.id, &record.medicine)
}

/// Saves the lists of a session. Rows that have not changed are not written again, because a session is saved with
/// each of its steps.
fn save_parts(transaction: &Transaction<'_>, record: &Record) -> rusqlite::Result<()> {
    let mut insert_step = transaction.prepare_cached(
        "INSERT INTO step VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (session, position) DO UPDATE
             SET name = excluded.name, planned_millis = excluded.planned_millis, done_millis = excluded.done_millis,
                 comfort = excluded.comfort
             WHERE done_millis <> excluded.done_millis OR planned_millis <> excluded.planned_millis
                 OR comfort IS NOT excluded.comfort OR name <> excluded.name",
    )?;
    for (position, step) in (0_i64..).zip(&record.steps) {
        insert_step.execute(params![
            record.id,
            position,
            step.name,
            millis(step.planned),
            millis(step.done),
            step.comfort.map(Comfort::name)
        ])?;
    }
    let mut insert_change = transaction.prepare_cached("INSERT OR IGNORE INTO change VALUES (?1, ?2, ?3)")?;
    for (position, sentence) in (0_i64..).zip(&record.changes) {
        insert_change.execute(params![record.id, position, sentence])?;
    }
    let mut insert_state = transaction.prepare_cached("INSERT OR IGNORE INTO state VALUES (?1, ?2, ?3)")?;
    for (position, name) in (0_i64..).zip(&record.states) {
        insert_state.execute(params![record.id, position, name])?;
    }
    let mut insert_symptoms = transaction.prepare_cached(
        "INSERT INTO symptoms VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (session, after) DO UPDATE
             SET nausea = excluded.nausea, light = excluded.light, sound = excluded.sound, touch = excluded.touch,
                 function = excluded.function, bothersome = excluded.bothersome",
    )?;
    let is_said =
        [&record.symptoms_before, &record.symptoms_after].map(|symptoms| *symptoms != Symptoms::default());
    if !is_said.contains(&true) && record.outcome != Outcome::Running {
        transaction.prepare_cached("DELETE FROM symptoms WHERE session = ?1")?.execute([&record.id])?;
    }
    for (after, symptoms) in [(0, &record.symptoms_before), (1, &record.symptoms_after)] {
        if is_said.contains(&true) {
            let bothersome = symptoms.bothersome.map(Symptom::plain);
            insert_symptoms.execute(params![
                record.id,
                after,
                symptoms.nausea,
                symptoms.light,
                symptoms.sound,
                symptoms.touch,
                symptoms.function,
                bothersome
            ])?;
        }
    }
    let mut insert_answer = transaction.prepare_cached(
        "INSERT INTO later VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (session, point) DO UPDATE
             SET answered = excluded.answered, pain = excluded.pain, feeling = excluded.feeling,
                 declined = excluded.declined",
    )?;
    for answer in &record.follow_ups {
        let feeling = answer.feeling.map(Feeling::plain);
        let answered = answer.answered.to_rfc3339();
        insert_answer.execute(params![
            record.id,
            answer.point.name(),
            answered,
            answer.pain,
            feeling,
            answer.declined
        ])?;
    }
    let mut insert_applied = transaction.prepare_cached(
        "INSERT INTO applied VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (session, position) DO UPDATE
             SET pack = excluded.pack, site = excluded.site, from_time = excluded.from_time,
                 from_unix_millis = excluded.from_unix_millis, lasted_millis = excluded.lasted_millis,
                 written_unix_millis = excluded.written_unix_millis
             WHERE lasted_millis <> excluded.lasted_millis OR from_unix_millis <> excluded.from_unix_millis",
    )?;
    for (position, applied) in (0_i64..).zip(&record.applied) {
        insert_applied.execute(params![
            record.id,
            position,
            applied.pack,
            applied.site,
            applied.from.to_rfc3339(),
            applied.from.timestamp_millis(),
            millis(applied.lasted),
            Utc::now().timestamp_millis(),
        ])?;
    }
    Ok(())
}

/// Saves the medicine of a session or an attack. Doses that the person has removed are deleted.
pub(super) fn save_medicine(
    transaction: &Transaction<'_>,
    entry: &str,
    medicine: &[Medicine],
) -> rusqlite::Result<()> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO medicine VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (entry, position) DO UPDATE
             SET what = excluded.what, taken = excluded.taken, class = excluded.class
             WHERE what <> excluded.what OR taken <> excluded.taken OR class IS NOT excluded.class",
    )?;
    for (position, dose) in (0_i64..).zip(medicine) {
        let class = dose.class.map(MedicineClass::name);
        insert.execute(params![entry, position, dose.name, dose.taken.to_rfc3339(), class])?;
    }
    let count = i64::try_from(medicine.len()).unwrap_or(i64::MAX);
    transaction
        .prepare_cached("DELETE FROM medicine WHERE entry = ?1 AND position >= ?2")?
        .execute(params![entry, count])?;
    Ok(())
}

/// The records found by a query on `session`.
pub(super) fn read(
    connection: &Connection,
    query: &str,
    params: impl rusqlite::Params,
) -> rusqlite::Result<Vec<Record>> {
    let mut statement = connection.prepare_cached(query)?;
    let mut records: Vec<Record> = statement.query_map(params, record_of)?.collect::<Result<_, _>>()?;
    for record in &mut records {
        read_parts(connection, record)?;
    }
    Ok(records)
}

/// The sessions that were written since a time and not deleted, as far as a damaged file can be read from one of its ends, and
/// whether each is complete.
pub(super) fn readable_since(connection: &Connection, since: i64, from_the_end: bool) -> Vec<(Record, bool)> {
    let order = if from_the_end { "DESC" } else { "ASC" };
    let query = format!(
        "SELECT * FROM session WHERE +written_unix_millis >= ?1 AND deleted_unix_millis IS NULL ORDER BY rowid {order}"
    );
    let Ok(mut statement) = connection.prepare(&query) else { return Vec::new() };
    let Ok(rows) = statement.query_map([since], record_of) else { return Vec::new() };
    let records: Vec<Record> = rows.map_while(Result::ok).collect();
    let with_parts = |mut record| {
        let is_whole = read_parts(connection, &mut record).is_ok();
        (record, is_whole)
    };
    records.into_iter().map(with_parts).collect()
}

/// The rows of `query` that belong to `entry`.
fn of_entry<T>(
    connection: &Connection,
    query: &str,
    entry: &dyn ToSql,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    connection.prepare_cached(query)?.query_map([entry], read)?.collect()
}

fn read_parts(connection: &Connection, record: &mut Record) -> rusqlite::Result<()> {
    let id: &dyn ToSql = &record.id;
    record.steps = of_entry(
        connection,
        "SELECT name, planned_millis, done_millis, comfort FROM step WHERE session = ?1 ORDER BY position",
        id,
        |row| {
            let (planned, done) = (span(row.get(1)?), span(row.get(2)?));
            Ok(StepRecord { name: row.get(0)?, planned, done, comfort: comfort_of(row.get(3)?) })
        },
    )?;
    record.changes = of_entry(
        connection,
        "SELECT sentence FROM change WHERE session = ?1 ORDER BY position",
        id,
        |row| row.get(0),
    )?;
    record.states =
        of_entry(connection, "SELECT name FROM state WHERE session = ?1 ORDER BY position", id, |row| {
            row.get(0)
        })?;
    let symptoms = of_entry(connection, "SELECT * FROM symptoms WHERE session = ?1", id, |row| {
        Ok((row.get::<_, bool>("after")?, symptoms_of(row)?))
    })?;
    record.follow_ups = of_entry(
        connection,
        "SELECT point, answered, pain, feeling, declined FROM later WHERE session = ?1",
        id,
        answer_of,
    )?
    .into_iter()
    .flatten()
    .collect();
    record.follow_ups.sort_by_key(|answer| answer.point);
    record.applied = of_entry(
        connection,
        "SELECT pack, site, from_time, from_unix_millis, lasted_millis FROM applied
             WHERE session = ?1 ORDER BY position",
        id,
        applied_of,
    )?;
    record.medicine = read_medicine(connection, &record.id)?;
    for (after, symptoms) in symptoms {
        *(if after { &mut record.symptoms_after } else { &mut record.symptoms_before }) = symptoms;
    }
    Ok(())
}

pub(super) fn read_medicine(connection: &Connection, entry: &str) -> rusqlite::Result<Vec<Medicine>> {
    of_entry(
        connection,
        "SELECT what, taken, class FROM medicine WHERE entry = ?1 ORDER BY position",
        &entry,
        |row| {
            let class: Option<String> = row.get(2)?;
            Ok(Medicine {
                name: row.get(0)?,
                taken: time_of(&row.get::<_, String>(1)?).unwrap_or_default(),
                class: class
                    .and_then(|name| MedicineClass::ALL.into_iter().find(|class| class.name() == name)),
            })
        },
    )
}

fn record_of(row: &Row<'_>) -> rusqlite::Result<Record> {
    let since_epoch: i64 = row.get("started_unix_millis")?;
    let outcome: String = row.get("outcome")?;
    let ended: Option<String> = row.get("ended")?;
    let requested: Option<i64> = row.get("wished_millis")?;
    Ok(Record {
        id: row.get("id")?,
        routine: row.get("routine")?,
        title: row.get("title")?,
        kind: row.get("kind")?,
        phase: row.get("phase")?,
        started: time_of(&row.get::<_, String>("started")?).unwrap_or_else(|| at_millis(since_epoch)),
        ended: ended.and_then(|text| time_of(&text)),
        outcome: Outcome::ALL
            .into_iter()
            .find(|known| known.name() == outcome)
            .unwrap_or(Outcome::Interrupted),
        pain_before: row.get("pain_before")?,
        pain_after: row.get("pain_after")?,
        feeling: feeling_of(row.get("feeling")?),
        note: row.get("note")?,
        planned: span(row.get("planned_millis")?),
        done: span(row.get("done_millis")?),
        requested_length: requested.map(span),
        position: span(row.get("position_millis")?),
        dismissed: row.get("let_go")?,
        unwanted: row.get("unwanted")?,
        felt_wrong: row.get("felt_wrong")?,
        hands_on: row.get::<_, Option<i64>>("hands_on_millis")?.map(span),
        ..Record::default()
    })
}

pub(super) fn symptoms_of(row: &Row<'_>) -> rusqlite::Result<Symptoms> {
    let bothersome: Option<String> = row.get("bothersome")?;
    Ok(Symptoms {
        nausea: row.get("nausea")?,
        light: row.get("light")?,
        sound: row.get("sound")?,
        touch: row.get("touch")?,
        function: row.get("function")?,
        bothersome: bothersome
            .and_then(|name| Symptom::ALL.into_iter().find(|symptom| symptom.plain() == name)),
    })
}

/// `None` for a point in time that this version does not know.
fn answer_of(row: &Row<'_>) -> rusqlite::Result<Option<FollowUpAnswer>> {
    let point: String = row.get(0)?;
    let Some(point) = Point::ALL.into_iter().find(|known| known.name() == point) else { return Ok(None) };
    Ok(Some(FollowUpAnswer {
        point,
        answered: time_of(&row.get::<_, String>(1)?).unwrap_or_default(),
        pain: row.get(2)?,
        feeling: feeling_of(row.get(3)?),
        declined: row.get(4)?,
    }))
}

pub(super) fn applied_of(row: &Row<'_>) -> rusqlite::Result<Applied> {
    let since_epoch: i64 = row.get(3)?;
    Ok(Applied {
        pack: row.get(0)?,
        site: row.get(1)?,
        from: time_of(&row.get::<_, String>(2)?).unwrap_or_else(|| at_millis(since_epoch)),
        lasted: span(row.get(4)?),
    })
}

pub(super) fn comfort_of(name: Option<String>) -> Option<Comfort> {
    name.and_then(|name| Comfort::ALL.into_iter().find(|comfort| comfort.name() == name))
}

fn feeling_of(name: Option<String>) -> Option<Feeling> {
    name.and_then(|name| Feeling::ALL.into_iter().find(|feeling| feeling.plain() == name))
}

pub(super) fn time_of(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

pub(super) fn at_millis(since_epoch: i64) -> DateTime<FixedOffset> {
    DateTime::from_timestamp_millis(since_epoch).unwrap_or_default().fixed_offset()
}

pub(super) fn millis(span: ExactDuration) -> i64 {
    i64::try_from(span.millis()).unwrap_or(i64::MAX)
}

pub(super) fn span(millis: i64) -> ExactDuration {
    ExactDuration::from_millis(u64::try_from(millis).unwrap_or(0))
}
