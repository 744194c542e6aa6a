//! Files of earlier versions, as SQL text, and what they become.

use super::*;

/// A journal of version 1: its tables, a session that was ended and rated after a change of the clock, an
/// interrupted one, and one that was running.
const VERSION_1: &str = r"
    PRAGMA application_id = 1400139892;
    PRAGMA user_version = 1;
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
    INSERT INTO session VALUES ('20260329T005930000000-1', 'neck', 'Neck', 'Massage', 'Between',
        '2026-03-29T01:59:30+01:00', 1774745970000, '2026-03-29T03:04:30.250+02:00', 'completed', 6, 4, 'better',
        'WARME Hände', 300000, 300000, 1774746270000);
    INSERT INTO session VALUES ('20260330T005930000000-1', 'cold', 'Cold', 'Cold', NULL,
        '2026-03-30T02:59:30+02:00', 1774832370000, NULL, 'interrupted', NULL, NULL, NULL, '', 600000, 61500,
        1774832432000);
    INSERT INTO session VALUES ('20260331T005930000000-1', 'cold', 'Cold', 'Cold', NULL,
        '2026-03-31T02:59:30+02:00', 1774918770000, NULL, 'running', NULL, NULL, NULL, '', 600000, 1500,
        1774918772000);
    INSERT INTO step VALUES ('20260329T005930000000-1', 0, 'A', 30000, 30000);
    INSERT INTO change VALUES ('20260329T005930000000-1', 0, 'B instead of A.');
";

fn old_journal() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    Connection::open(&path).unwrap().execute_batch(VERSION_1).unwrap();
    (folder, path)
}

#[test]
fn a_journal_of_version_1_is_read_whole() {
    let (_folder, path) = old_journal();
    let mut store = Store::open(&path).unwrap();
    let mut expected = record("20260329T005930000000-1");
    expected.ended = Some(at("2026-03-29T03:04:30.250+02:00"));
    expected.outcome = Outcome::Completed;
    (expected.pain_after, expected.feeling) = (Some(4), Some(Feeling::Better));
    expected.note = "WARME Hände".into();
    (expected.done, expected.position) = (ExactDuration::from_mins(5), ExactDuration::from_mins(5));
    expected.steps[0].done = ExactDuration::from_secs(30);
    assert_eq!(store.get("20260329T005930000000-1").unwrap(), Some(expected));

    let found =
        |words: &str| store.page(&Filter { words: words.into(), ..Filter::default() }, None, 9).unwrap();
    assert_eq!(found("hände warme").len(), 1, "what was noted before can be searched");
    let soon = at("2026-03-30T09:00:00+02:00").to_utc();
    let offered = store.interrupted(soon).unwrap().unwrap();
    assert_eq!(
        (offered.id.as_str(), offered.position),
        ("20260330T005930000000-1", ExactDuration::from_millis(61_500))
    );
    let due: Vec<_> = store.due_questions(soon).unwrap().into_iter().map(|due| due.record.id).collect();
    assert_eq!(due, ["20260330T005930000000-1", "20260329T005930000000-1"]);

    store.close_abandoned(Utc::now()).unwrap();
    assert_eq!(store.get("20260331T005930000000-1").unwrap().unwrap().outcome, Outcome::Interrupted);
}

#[test]
fn a_journal_of_version_2_is_read_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    Connection::open(&path).unwrap().execute_batch(include_str!("version_2.sql")).unwrap();
    let store = Store::open(&path).unwrap();
    let all = store.everything().unwrap();
    let [session] = &all.sessions[..] else { panic!("{:?}", all.sessions) };
    assert_eq!((session.note.as_str(), session.unwanted.as_str()), ("Größer als sonst", "red skin"));
    assert_eq!((session.pain_before, session.pain_after), (Some(6), Some(4)));
    assert_eq!((session.symptoms_before.light, session.follow_ups[0].pain), (Some(3), Some(2)));
    assert_eq!((session.steps.len(), session.changes.len(), session.states.len()), (1, 1, 1));
    assert_eq!((all.attacks[0].peak, all.attacks[0].place.as_str()), (Some(7), "left"));
    let now = at("2026-03-29T12:00:00+02:00").to_utc();
    assert_eq!(store.applied_since(now - TimeDelta::days(1), now, None).unwrap(), session.applied);
    drop(store);
    let new = folder.path().join("new.sqlite");
    drop(Store::open(&new).unwrap());
    assert_eq!(tables(&path), tables(&new));
}

/// The schema of a file.
fn tables(path: &Path) -> Vec<(String, String)> {
    let connection = Connection::open(path).unwrap();
    let mut statement =
        connection.prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_migrated_journal_has_the_tables_of_a_new_one() {
    let (folder, path) = old_journal();
    let new = folder.path().join("new.sqlite");
    drop((Store::open(&path).unwrap(), Store::open(&new).unwrap()));
    assert_eq!(tables(&path), tables(&new));
}

#[test]
fn a_migration_that_cannot_be_finished_leaves_the_file_as_it_was() {
    let (_folder, path) = old_journal();
    let connection = Connection::open(&path).unwrap();
    // A table that blocks one of version 2.
    connection.execute_batch("CREATE TABLE attack (id)").unwrap();
    let before: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
    assert!(Store::open(&path).is_err());
    let version: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let after: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
    assert_eq!((version, after), (1, before));
}

/// What somebody may have put into a journal, and what it would do.
const STRANGE: &str = "
    CREATE TRIGGER gone AFTER INSERT ON session BEGIN DELETE FROM session; END;
    CREATE TRIGGER \"a \"\"b\"\"; DROP TABLE session; --\" AFTER UPDATE ON session BEGIN DELETE FROM attack; END;
    CREATE VIEW peek AS SELECT * FROM session;
    CREATE INDEX computing ON session (length(zeroblob(1000)));
";

fn names(path: &Path) -> Vec<String> {
    tables(path).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn what_would_act_by_itself_in_the_file_does_nothing_and_is_taken_out() {
    let folder = tempfile::tempdir().unwrap();
    let clean = folder.path().join("clean.sqlite");
    drop(Store::open(&clean).unwrap());
    for (name, make) in [("new", None), ("old", Some(VERSION_1))] {
        let path = folder.path().join(name);
        match make {
            None => drop(std::fs::copy(&clean, &path).unwrap()),
            Some(sql) => Connection::open(&path).unwrap().execute_batch(sql).unwrap(),
        }
        let strange =
            if make.is_some() { STRANGE.replace("DELETE FROM attack", "SELECT 1") } else { STRANGE.into() };
        Connection::open(&path).unwrap().execute_batch(&strange).unwrap();
        let mut store = Store::open(&path).unwrap();
        let told = store.take_remark().unwrap();
        for part in ["trigger gone", "view peek", "index computing", "Stillpoint removed it: "] {
            assert!(told.contains(part), "{told}");
        }
        assert_eq!(store.take_remark(), None, "once");
        store.save(&record("1")).unwrap();
        store.save(&record("1")).unwrap();
        assert!(store.get("1").unwrap().is_some(), "{name}");
        drop(store);
        assert_eq!(names(&path), names(&clean), "{name}");
        assert_eq!(Store::open(&path).unwrap().take_remark(), None);
    }
}

#[test]
fn in_a_file_that_is_open_already_a_trigger_does_not_fire_either() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let mut store = Store::open(&path).unwrap();
    // As the program does it: Windows deletes no file that somebody has open.
    let strange = format!("PRAGMA journal_mode = PERSIST;\n{STRANGE}");
    Connection::open(&path).unwrap().execute_batch(&strange).unwrap();
    store.save(&record("1")).unwrap();
    store.save(&record("1")).unwrap();
    assert!(store.get("1").unwrap().is_some());
    // What belongs to a session still goes with it.
    store.delete("1", Utc::now() - TimeDelta::days(40)).unwrap();
    store.purge(Utc::now()).unwrap();
    let steps: i64 = store.connection.query_row("SELECT count(*) FROM step", [], |row| row.get(0)).unwrap();
    assert_eq!(steps, 0);
}

#[test]
fn a_file_whose_tables_are_others_than_its_version_says_is_refused_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let clean = folder.path().join("clean.sqlite");
    drop(Store::open(&clean).unwrap());
    for (place, (change, expected)) in [
        ("DROP TABLE step", "it has no table `step`"),
        ("ALTER TABLE attack DROP COLUMN note", "the column `note` of its table `attack` is missing"),
        ("ALTER TABLE attack ADD COLUMN more TEXT", "its table `attack` has different columns"),
        (
            "ALTER TABLE session ADD COLUMN x INTEGER AS (length(zeroblob(9)))",
            "its table `session` has different",
        ),
        ("DROP TABLE change; CREATE VIEW change AS SELECT 1 AS session", "it has no table `change`"),
        ("PRAGMA user_version = 1", "its table `session` has different columns"),
        ("PRAGMA user_version = 0", "its tables have version 0, which doesn't exist"),
    ]
    .into_iter()
    .enumerate()
    {
        let path = folder.path().join(format!("{place}.sqlite"));
        std::fs::copy(&clean, &path).unwrap();
        Connection::open(&path).unwrap().execute_batch(change).unwrap();
        let before = std::fs::read(&path).unwrap();
        let refused = Store::open(&path).unwrap_err();
        assert!(matches!(refused, StoreError::Altered { .. }), "{change}: {refused}");
        assert!(refused.to_string().contains(expected) && !refused.is_damage(), "{change}: {refused}");
        assert_eq!(std::fs::read(&path).unwrap(), before, "{change}");
    }
    // An old one that lacks what its version has is not migrated half.
    let (_folder, path) = old_journal();
    Connection::open(&path).unwrap().execute_batch("ALTER TABLE session DROP COLUMN feeling").unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::Altered { .. })));
}

#[test]
fn medicine_never_appears_at_another_entry_of_the_same_id() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("journal.sqlite")).unwrap();
    let attack =
        |id: &str| Attack { id: id.into(), medicine: full_record("x").medicine, ..Attack::default() };
    store.save(&record("session")).unwrap();
    store.save_attack(&attack("attack")).unwrap();
    let is_same = |refused: Result<(), StoreError>| matches!(refused, Err(StoreError::SameId { .. }));
    assert!(is_same(store.save_attack(&attack("session"))));
    assert!(is_same(store.save(&record("attack"))));
    assert!(is_same(
        store
            .import(&entries(&[], &[attack("new"), attack("session")]), crate::journal::Deleted::Stays)
            .map(|_| ())
    ));
    assert!(is_same(
        store.import(&entries(&[record("attack")], &[]), crate::journal::Deleted::Stays).map(|_| ())
    ));
    assert!(is_same(
        store
            .import(&entries(&[record("both")], &[attack("both")]), crate::journal::Deleted::Stays)
            .map(|_| ())
    ));
    assert_eq!(store.all_attacks().unwrap().len(), 1, "all or none");
    assert_eq!(store.get("session").unwrap().unwrap().medicine, []);
}
