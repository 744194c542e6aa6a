//! The journal's file: SQLite with a versioned schema.
//!
//! A rollback journal with full synchronisation, not a write-ahead log: it is as safe on a network share as on a local
//! disk, and a record a second is all that is ever written. Two programs at once wait for each other.

use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Utc};
use rusqlite::{Connection, Row, Transaction, params};

use super::{Feeling, Outcome, Record, StepRecord};
use crate::time::Span;

/// Marks the file as ours: "Stpt".
const APPLICATION_ID: i32 = 0x5374_7074;
/// The schema that this program writes.
const VERSION: i32 = 1;
/// A running session writes once a second; one that has not for this long has ended without a word.
const SILENT_FOR_MILLIS: i64 = 15_000;

const SCHEMA_1: &str = "
    CREATE TABLE session (
        id TEXT NOT NULL PRIMARY KEY,
        routine TEXT NOT NULL,
        title TEXT NOT NULL,
        kind TEXT NOT NULL,
        phase TEXT,
        started TEXT NOT NULL,
        started_unix_millis INTEGER NOT NULL,
        ended TEXT,
        outcome TEXT NOT NULL,
        pain_before INTEGER CHECK (pain_before BETWEEN 0 AND 10),
        pain_after INTEGER CHECK (pain_after BETWEEN 0 AND 10),
        feeling TEXT,
        note TEXT NOT NULL,
        planned_millis INTEGER NOT NULL,
        done_millis INTEGER NOT NULL,
        written_unix_millis INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX session_started ON session (started_unix_millis);
    CREATE TABLE step (
        session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        planned_millis INTEGER NOT NULL,
        done_millis INTEGER NOT NULL,
        PRIMARY KEY (session, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE change (
        session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        sentence TEXT NOT NULL,
        PRIMARY KEY (session, position)
    ) STRICT, WITHOUT ROWID;
";

/// Why the journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite says no.
    #[error("the journal {path} cannot be used: {source}")]
    Sqlite {
        /// The file.
        path: String,
        /// Why.
        source: rusqlite::Error,
    },
    /// The folder or the file cannot be made.
    #[error("the journal {path} cannot be made: {source}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// It was written by a newer program.
    #[error(
        "the journal {path} was written by a newer Stillpoint; use that one, so that nothing in it is lost"
    )]
    Newer {
        /// The file.
        path: String,
    },
    /// It is some other program's file.
    #[error("the file {path} is not a journal of Stillpoint; move it away")]
    Foreign {
        /// The file.
        path: String,
    },
}

/// The open journal.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: String,
}

impl Store {
    /// Opens the journal for writing, and makes it, readable for this person alone, if it is not there.
    ///
    /// # Errors
    /// [`StoreError`], with the file's name and the reason.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let name = path.display().to_string();
        create_private(path).map_err(|source| StoreError::Io { path: name.clone(), source })?;
        let connection = Connection::open(path).map_err(|source| sqlite(&name, source))?;
        let mut store = Self { connection, path: name };
        store.prepare().map_err(|source| store.fault(source))??;
        Ok(store)
    }

    /// Opens the journal for reading; nothing if there is none yet.
    ///
    /// # Errors
    /// [`StoreError`], with the file's name and the reason.
    pub fn open_to_read(path: &Path) -> Result<Option<Self>, StoreError> {
        if path.exists() { Self::open(path).map(Some) } else { Ok(None) }
    }

    fn prepare(&mut self) -> rusqlite::Result<Result<(), StoreError>> {
        self.connection.busy_timeout(Duration::from_secs(5))?;
        self.connection.pragma_update(None, "journal_mode", "TRUNCATE")?;
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        // The version is looked at and raised in one transaction: two programs may open a new file at once.
        let transaction =
            self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let pragma = |name: &str| transaction.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        let (version, application) = (pragma("user_version")?, pragma("application_id")?);
        let tables: i64 =
            transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if version > VERSION {
            return Ok(Err(StoreError::Newer { path: self.path.clone() }));
        }
        if tables > 0 && application != APPLICATION_ID {
            return Ok(Err(StoreError::Foreign { path: self.path.clone() }));
        }
        if version < 1 {
            transaction.execute_batch(SCHEMA_1)?;
        }
        if version != VERSION {
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", VERSION)?;
        }
        transaction.commit()?;
        Ok(Ok(()))
    }

    /// Writes a record, in place of an earlier state of it.
    ///
    /// # Errors
    /// [`StoreError`] if it could not be written; then nothing of it was.
    pub fn save(&mut self, record: &Record) -> Result<(), StoreError> {
        let saved = self.connection.transaction().and_then(|transaction| {
            save(&transaction, record)?;
            transaction.commit()
        });
        saved.map_err(|source| self.fault(source))
    }

    /// The newest records first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn newest(&self, limit: u32) -> Result<Vec<Record>, StoreError> {
        self.read("SELECT * FROM session ORDER BY started_unix_millis DESC, id DESC LIMIT ?1", params![limit])
            .map_err(|source| self.fault(source))
    }

    /// One record.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn get(&self, id: &str) -> Result<Option<Record>, StoreError> {
        let found = self.read("SELECT * FROM session WHERE id = ?1", params![id]);
        Ok(found.map_err(|source| self.fault(source))?.pop())
    }

    /// Marks sessions as interrupted whose program has ended without a word.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be written.
    pub fn close_abandoned(&mut self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let running = Outcome::Running.name();
        let before = now.timestamp_millis() - SILENT_FOR_MILLIS;
        let closed = self.connection.execute(
            "UPDATE session SET outcome = ?1 WHERE outcome = ?2 AND written_unix_millis < ?3",
            params![Outcome::Interrupted.name(), running, before],
        );
        closed.map(|_| ()).map_err(|source| self.fault(source))
    }

    fn read(&self, query: &str, params: impl rusqlite::Params) -> rusqlite::Result<Vec<Record>> {
        let mut statement = self.connection.prepare_cached(query)?;
        let mut records: Vec<Record> = statement.query_map(params, record_of)?.collect::<Result<_, _>>()?;
        let mut steps = self.connection.prepare_cached(
            "SELECT name, planned_millis, done_millis FROM step WHERE session = ?1 ORDER BY position",
        )?;
        let mut changes = self
            .connection
            .prepare_cached("SELECT sentence FROM change WHERE session = ?1 ORDER BY position")?;
        for record in &mut records {
            record.steps = steps.query_map([&record.id], step_of)?.collect::<Result<_, _>>()?;
            record.changes = changes.query_map([&record.id], |row| row.get(0))?.collect::<Result<_, _>>()?;
        }
        Ok(records)
    }

    fn fault(&self, source: rusqlite::Error) -> StoreError {
        sqlite(&self.path, source)
    }
}

fn sqlite(path: &str, source: rusqlite::Error) -> StoreError {
    StoreError::Sqlite { path: path.to_owned(), source }
}

/// What a person writes about their health is for their eyes: mode 0600, in a folder of 0700.
fn create_private(path: &Path) -> std::io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let mut folder = std::fs::DirBuilder::new();
    let mut file = std::fs::File::options();
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
        folder.mode(0o700);
        file.mode(0o600);
    }
    if let Some(parent) = path.parent() {
        folder.recursive(true).create(parent)?;
    }
    file.append(true).create(true).open(path).map(|_| ())
}

fn save(transaction: &Transaction<'_>, record: &Record) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO session VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
             ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, outcome = excluded.outcome,
                 pain_before = excluded.pain_before, pain_after = excluded.pain_after,
                 feeling = excluded.feeling, note = excluded.note, planned_millis = excluded.planned_millis,
                 done_millis = excluded.done_millis, written_unix_millis = excluded.written_unix_millis",
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
        ])?;
    let mut step = transaction.prepare_cached(
        "INSERT INTO step VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (session, position) DO UPDATE
             SET name = excluded.name, planned_millis = excluded.planned_millis, done_millis = excluded.done_millis
             WHERE done_millis <> excluded.done_millis OR planned_millis <> excluded.planned_millis",
    )?;
    for (position, of) in (0_i64..).zip(&record.steps) {
        step.execute(params![record.id, position, of.name, millis(of.planned), millis(of.done)])?;
    }
    let mut change = transaction.prepare_cached("INSERT OR IGNORE INTO change VALUES (?1, ?2, ?3)")?;
    for (position, sentence) in (0_i64..).zip(&record.changes) {
        change.execute(params![record.id, position, sentence])?;
    }
    Ok(())
}

fn millis(span: Span) -> i64 {
    i64::try_from(span.millis()).unwrap_or(i64::MAX)
}

fn record_of(row: &Row<'_>) -> rusqlite::Result<Record> {
    let time = |column: &str| -> rusqlite::Result<Option<DateTime<FixedOffset>>> {
        let text: Option<String> = row.get(column)?;
        Ok(text.and_then(|text| DateTime::parse_from_rfc3339(&text).ok()))
    };
    let since_epoch: i64 = row.get("started_unix_millis")?;
    let outcome: String = row.get("outcome")?;
    let feeling: Option<String> = row.get("feeling")?;
    Ok(Record {
        id: row.get("id")?,
        routine: row.get("routine")?,
        title: row.get("title")?,
        kind: row.get("kind")?,
        phase: row.get("phase")?,
        started: time("started")?.unwrap_or_else(|| {
            DateTime::from_timestamp_millis(since_epoch).unwrap_or_default().fixed_offset()
        }),
        ended: time("ended")?,
        outcome: Outcome::ALL.into_iter().find(|o| o.name() == outcome).unwrap_or(Outcome::Interrupted),
        pain_before: row.get("pain_before")?,
        pain_after: row.get("pain_after")?,
        feeling: feeling.and_then(|name| Feeling::ALL.into_iter().find(|feeling| feeling.plain() == name)),
        note: row.get("note")?,
        planned: span(row.get("planned_millis")?),
        done: span(row.get("done_millis")?),
        steps: Vec::new(),
        changes: Vec::new(),
    })
}

fn step_of(row: &Row<'_>) -> rusqlite::Result<StepRecord> {
    Ok(StepRecord { name: row.get(0)?, planned: span(row.get(1)?), done: span(row.get(2)?) })
}

fn span(millis: i64) -> Span {
    Span::from_millis(u64::try_from(millis).unwrap_or(0))
}

#[cfg(test)]
pub(crate) mod tests_support {
    use super::*;

    pub(crate) fn record(id: &str) -> Record {
        Record {
            id: id.into(),
            routine: "neck".into(),
            title: "Neck".into(),
            kind: "Massage".into(),
            phase: Some("Between".into()),
            started: DateTime::parse_from_rfc3339("2026-03-29T01:59:30+01:00").unwrap(),
            ended: None,
            outcome: Outcome::Running,
            pain_before: Some(6),
            pain_after: None,
            feeling: None,
            note: String::new(),
            planned: Span::from_secs(300),
            done: Span::from_millis(1500),
            steps: vec![StepRecord {
                name: "A".into(),
                planned: Span::from_secs(30),
                done: Span::from_millis(1500),
            }],
            changes: vec!["B instead of A.".into()],
        }
    }
}

#[cfg(test)]
mod tests;
