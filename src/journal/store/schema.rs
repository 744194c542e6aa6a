//! The schema in all its versions, and the migrations between them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction, params};

use super::StoreError;
use super::rows::words_of;

/// Marks the file as ours: "Stpt".
pub(super) const APPLICATION_ID: i32 = 0x5374_7074;
/// The version that this program writes.
pub(in crate::journal) const VERSION: i32 = 6;

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

// `over_unix_millis` is `Record::over_at`. `words` is the text that a search looks through, in lower case.
// `seen_unix_millis` is the latest start of a session that the journal knew when this one was first saved here,
// and null for an imported one: a session before it was begun while the clock was wrong. `deleted_unix_millis`
// is when it was deleted.
const SCHEMA_2: &str = "
    ALTER TABLE session ADD COLUMN wished_millis INTEGER;
    ALTER TABLE session ADD COLUMN position_millis INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE session ADD COLUMN let_go INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE session ADD COLUMN unwanted TEXT NOT NULL DEFAULT '';
    ALTER TABLE session ADD COLUMN over_unix_millis INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE session ADD COLUMN words TEXT NOT NULL DEFAULT '';
    ALTER TABLE session ADD COLUMN seen_unix_millis INTEGER;
    ALTER TABLE session ADD COLUMN deleted_unix_millis INTEGER;
    CREATE TABLE state (
        session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (session, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE symptoms (
        session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        after INTEGER NOT NULL CHECK (after IN (0, 1)),
        nausea INTEGER CHECK (nausea BETWEEN 0 AND 3),
        light INTEGER CHECK (light BETWEEN 0 AND 3),
        sound INTEGER CHECK (sound BETWEEN 0 AND 3),
        touch INTEGER CHECK (touch BETWEEN 0 AND 3),
        function INTEGER CHECK (function BETWEEN 0 AND 3),
        bothersome TEXT,
        PRIMARY KEY (session, after)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE later (
        session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        point TEXT NOT NULL,
        answered TEXT NOT NULL,
        pain INTEGER CHECK (pain BETWEEN 0 AND 10),
        feeling TEXT,
        declined INTEGER NOT NULL,
        PRIMARY KEY (session, point)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE applied (
        session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        pack TEXT NOT NULL,
        site TEXT NOT NULL,
        from_time TEXT NOT NULL,
        from_unix_millis INTEGER NOT NULL,
        lasted_millis INTEGER NOT NULL,
        written_unix_millis INTEGER NOT NULL,
        PRIMARY KEY (session, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX applied_from ON applied (from_unix_millis);
    CREATE TABLE attack (
        id TEXT NOT NULL PRIMARY KEY,
        started TEXT NOT NULL,
        started_unix_millis INTEGER NOT NULL,
        ended TEXT,
        over_unix_millis INTEGER NOT NULL,
        peak INTEGER CHECK (peak BETWEEN 0 AND 10),
        place TEXT NOT NULL,
        aura TEXT NOT NULL,
        note TEXT NOT NULL,
        written_unix_millis INTEGER NOT NULL,
        deleted_unix_millis INTEGER
    ) STRICT;
    CREATE INDEX attack_started ON attack (started_unix_millis);
    CREATE TABLE medicine (
        entry TEXT NOT NULL,
        position INTEGER NOT NULL,
        what TEXT NOT NULL,
        taken TEXT NOT NULL,
        class TEXT,
        PRIMARY KEY (entry, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX medicine_day ON medicine (substr(taken, 1, 10));
    CREATE INDEX session_routine ON session (routine, started_unix_millis);
    CREATE INDEX session_day ON session (substr(started, 1, 10), phase) WHERE deleted_unix_millis IS NULL;
    CREATE INDEX session_pain ON session (routine, phase, pain_before, pain_after)
        WHERE deleted_unix_millis IS NULL;
    CREATE INDEX session_running ON session (written_unix_millis) WHERE outcome = 'running';
    CREATE INDEX session_deleted ON session (deleted_unix_millis) WHERE deleted_unix_millis IS NOT NULL;
    CREATE INDEX attack_deleted ON attack (deleted_unix_millis) WHERE deleted_unix_millis IS NOT NULL;
";

// The few sessions that began before what the journal knew at that time, because the clock was wrong.
const SCHEMA_3: &str = "
    CREATE INDEX session_behind ON session (seen_unix_millis) WHERE seen_unix_millis > started_unix_millis;
";

// More about attacks, questionnaires, and what stood in an entry before it was corrected (`content` is JSON).
const SCHEMA_4: &str = "
    ALTER TABLE session ADD COLUMN hands_on_millis INTEGER;
    ALTER TABLE session ADD COLUMN felt_wrong INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE attack ADD COLUMN aura_minutes INTEGER CHECK (aura_minutes BETWEEN 0 AND 65535);
    ALTER TABLE attack ADD COLUMN nausea INTEGER CHECK (nausea BETWEEN 0 AND 3);
    ALTER TABLE attack ADD COLUMN light INTEGER CHECK (light BETWEEN 0 AND 3);
    ALTER TABLE attack ADD COLUMN sound INTEGER CHECK (sound BETWEEN 0 AND 3);
    ALTER TABLE attack ADD COLUMN touch INTEGER CHECK (touch BETWEEN 0 AND 3);
    ALTER TABLE attack ADD COLUMN function INTEGER CHECK (function BETWEEN 0 AND 3);
    ALTER TABLE attack ADD COLUMN bothersome TEXT;
    CREATE TABLE factor (
        attack TEXT NOT NULL REFERENCES attack (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (attack, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE assessment (
        id TEXT NOT NULL PRIMARY KEY,
        taken TEXT NOT NULL,
        taken_unix_millis INTEGER NOT NULL,
        scale TEXT NOT NULL,
        numbers TEXT NOT NULL,
        written_unix_millis INTEGER NOT NULL,
        deleted_unix_millis INTEGER
    ) STRICT;
    CREATE TABLE revision (
        entry TEXT NOT NULL,
        number INTEGER NOT NULL,
        replaced TEXT NOT NULL,
        content TEXT NOT NULL,
        PRIMARY KEY (entry, number)
    ) STRICT, WITHOUT ROWID;
";

// How steps felt while they were done.
const SCHEMA_5: &str = "
    ALTER TABLE step ADD COLUMN comfort TEXT;
    CREATE INDEX step_comfort ON step (name, comfort) WHERE comfort IS NOT NULL;
";

// Yes-or-no questions about an attack that were answered with no stand beside what came with it.
const SCHEMA_6: &str = "
    ALTER TABLE factor ADD COLUMN present INTEGER NOT NULL DEFAULT 1 CHECK (present IN (0, 1));
";

/// What a file is, according to its header and its list of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It has no tables yet.
    Empty,
    /// A journal of an earlier version.
    Older(i32),
    /// A journal as this program writes it.
    Current,
}

/// Keeps whatever somebody has put into a file's schema from doing anything: triggers do not fire, views are not read,
/// and what is left can call nothing that reaches out of the file.
pub(in crate::journal) fn disarm(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    Ok(())
}

/// Reads the version. The inner error is for files that this program must not use.
pub(super) fn found(connection: &Connection, path: &str) -> rusqlite::Result<Result<Found, StoreError>> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (version, application) = (pragma("user_version")?, pragma("application_id")?);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(if version > VERSION && application == APPLICATION_ID {
        Err(StoreError::Newer { path: path.to_owned() })
    } else if tables > 0 && application != APPLICATION_ID {
        Err(StoreError::Foreign { path: path.to_owned() })
    } else if version < 1 && tables == 0 {
        Ok(Found::Empty)
    } else if version < 1 {
        let what = format!("its tables have version {version}, which doesn't exist");
        Err(StoreError::Altered { path: path.to_owned(), what })
    } else if let Some(what) = altered(connection, version)? {
        Err(StoreError::Altered { path: path.to_owned(), what })
    } else if version == VERSION {
        Ok(Found::Current)
    } else {
        Ok(Found::Older(version))
    })
}

/// What a table is made of: its columns in their order, each with its type and whether it is needed, part of the key, or
/// computed.
type Columns = Vec<(String, String, bool, i64, i64)>;

/// A schema: the tables, and the names of everything beside them.
struct Schema {
    tables: BTreeMap<String, Columns>,
    others: BTreeSet<String>,
}

impl Schema {
    fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let mut schema = Self { tables: BTreeMap::new(), others: BTreeSet::new() };
        let mut listed = connection.prepare(
            "SELECT type, name FROM sqlite_schema WHERE substr(name, 1, 7) <> 'sqlite_' ORDER BY name",
        )?;
        let listed = listed.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        for of in listed {
            let (kind, name) = of?;
            if kind == "table" {
                let columns = columns(connection, &name)?;
                schema.tables.insert(name, columns);
            } else {
                schema.others.insert(format!("{kind} {name}"));
            }
        }
        Ok(schema)
    }

    /// As this version of the program makes it. Built once, because every opening of a journal compares with it.
    fn current() -> rusqlite::Result<&'static Self> {
        static CURRENT: OnceLock<Schema> = OnceLock::new();
        if let Some(schema) = CURRENT.get() {
            return Ok(schema);
        }
        let schema = Self::of_version(VERSION)?;
        Ok(CURRENT.get_or_init(|| schema))
    }

    /// As a version of the program made it.
    fn of_version(version: i32) -> rusqlite::Result<Self> {
        let mut made = Connection::open_in_memory()?;
        let transaction = made.transaction()?;
        migrate_to(&transaction, 0, version)?;
        Self::of(&transaction)
    }
}

fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Columns> {
    let mut columns = connection
        .prepare("SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo(?1) ORDER BY cid")?;
    let columns = columns
        .query_map([table], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?;
    columns.collect()
}

/// How the tables of a file differ from those of its version, if they do. Tables of somebody else's do not matter: nothing
/// reads them.
fn altered(connection: &Connection, version: i32) -> rusqlite::Result<Option<String>> {
    let older;
    let expected = if version == VERSION {
        Schema::current()?
    } else {
        older = Schema::of_version(version)?;
        &older
    };
    for (table, expected) in &expected.tables {
        let found = columns(connection, table)?;
        let is_table = connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)",
            [table],
            |row| row.get::<_, bool>(0),
        )?;
        if !is_table {
            return Ok(Some(format!("it has no table `{table}`")));
        }
        if let Some((column, ..)) = expected.iter().find(|column| !found.contains(column)) {
            return Ok(Some(format!("the column `{column}` of its table `{table}` is missing or different")));
        }
        if found != *expected {
            return Ok(Some(format!("its table `{table}` has different columns")));
        }
    }
    Ok(None)
}

/// Takes out what would act by itself and is none of the program's: triggers, views, and indexes that compute. What they
/// were, one after the other.
pub(super) fn clear_away(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let known = &Schema::current()?.others;
    let strange: Vec<String> =
        Schema::of(connection)?.others.into_iter().filter(|one| !known.contains(one)).collect();
    for one in &strange {
        let (kind, name) = one.split_once(' ').unwrap_or((one, ""));
        // The kind is SQLite's own word; a name may be anything.
        connection.execute_batch(&format!("DROP {kind} IF EXISTS \"{}\"", name.replace('"', "\"\"")))?;
    }
    Ok(strange)
}

/// The same without changing anything: what there is that does not belong.
pub(super) fn strange(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(!Schema::of(connection)?.others.is_subset(&Schema::current()?.others))
}

/// Brings a journal of `from` to the version that this program writes.
pub(super) fn migrate(transaction: &Transaction<'_>, from: i32) -> rusqlite::Result<()> {
    migrate_to(transaction, from, VERSION)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)
}

/// The tables of each version after `from`, up to `to`.
fn migrate_to(transaction: &Transaction<'_>, from: i32, to: i32) -> rusqlite::Result<()> {
    let is_due = |version: i32| (from + 1..=to).contains(&version);
    if is_due(1) {
        transaction.execute_batch(SCHEMA_1)?;
    }
    if is_due(2) {
        transaction.execute_batch(SCHEMA_2)?;
        fill_2(transaction)?;
    }
    if is_due(3) {
        transaction.execute_batch(SCHEMA_3)?;
    }
    if is_due(4) {
        transaction.execute_batch(SCHEMA_4)?;
        // Until now it was only told by how these words began.
        transaction.execute(
            "UPDATE session SET felt_wrong = 1 WHERE outcome = 'stopped' AND unwanted LIKE 'It felt wrong.%'",
            [],
        )?;
    }
    if is_due(5) {
        transaction.execute_batch(SCHEMA_5)?;
    }
    if is_due(6) {
        transaction.execute_batch(SCHEMA_6)?;
    }
    Ok(())
}

/// Fills the new columns of version 2 for existing sessions.
fn fill_2(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    // The position was not recorded before; the time spent comes close.
    transaction.execute(
        "UPDATE session SET position_millis = done_millis, over_unix_millis = coalesce(
             CAST(round(unixepoch(ended, 'subsec') * 1000) AS INTEGER), started_unix_millis + done_millis)",
        [],
    )?;
    let mut noted = transaction.prepare("SELECT id, title, note FROM session")?;
    let mut fill = transaction.prepare("UPDATE session SET words = ?2 WHERE id = ?1")?;
    let mut rows = noted.query([])?;
    while let Some(row) = rows.next()? {
        let (id, title, note): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        fill.execute(params![id, words_of(&[&title, &note])])?;
    }
    Ok(())
}
