//! Records written, read, written over and refused, in files of their own.

use super::tests_support::record;
use super::*;

fn journal() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("a/b/journal.sqlite")).unwrap();
    (folder, store)
}

#[test]
fn a_record_is_read_as_it_was_written() {
    let (_folder, mut store) = journal();
    store.save(&record("1")).unwrap();
    assert_eq!(store.newest(10).unwrap(), [record("1")]);
    assert_eq!(store.get("1").unwrap(), Some(record("1")));
    assert_eq!(store.get("2").unwrap(), None);
}

#[test]
fn a_later_state_takes_the_place_of_an_earlier_one() {
    let (_folder, mut store) = journal();
    store.save(&record("1")).unwrap();
    let mut later = record("1");
    later.outcome = Outcome::Completed;
    later.ended = Some(DateTime::parse_from_rfc3339("2026-03-29T03:04:30+02:00").unwrap());
    later.pain_after = Some(4);
    later.feeling = Some(Feeling::Better);
    later.note = "warm; drop table session;'--".into();
    later.steps[0].done = Span::from_secs(30);
    store.save(&later).unwrap();
    assert_eq!(store.newest(10).unwrap(), [later]);
}

#[test]
fn the_newest_comes_first_whatever_the_offset() {
    let (_folder, mut store) = journal();
    let mut before = record("1");
    before.started = DateTime::parse_from_rfc3339("2026-10-25T02:30:00+02:00").unwrap();
    let mut after = record("2");
    after.started = DateTime::parse_from_rfc3339("2026-10-25T02:10:00+01:00").unwrap();
    store.save(&after).unwrap();
    store.save(&before).unwrap();
    let ids: Vec<String> = store.newest(10).unwrap().into_iter().map(|record| record.id).collect();
    assert_eq!(ids, ["2", "1"]);
}

#[test]
fn a_session_whose_program_is_gone_is_closed_as_interrupted() {
    let (_folder, mut store) = journal();
    store.save(&record("1")).unwrap();
    store.close_abandoned(Utc::now()).unwrap();
    assert_eq!(store.get("1").unwrap().unwrap().outcome, Outcome::Running);
    store.close_abandoned(Utc::now() + chrono::TimeDelta::seconds(60)).unwrap();
    assert_eq!(store.get("1").unwrap().unwrap().outcome, Outcome::Interrupted);
}

#[test]
fn pain_off_the_scale_is_refused_and_nothing_of_it_written() {
    let (_folder, mut store) = journal();
    let mut wrong = record("1");
    wrong.pain_after = Some(11);
    assert!(store.save(&wrong).is_err());
    assert_eq!(store.newest(10).unwrap(), []);
}

#[test]
fn a_newer_journal_and_a_foreign_file_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let newer = folder.path().join("newer.sqlite");
    drop(Store::open(&newer).unwrap());
    Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Store::open(&newer), Err(StoreError::Newer { .. })));

    let foreign = folder.path().join("foreign.sqlite");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    assert!(matches!(Store::open(&foreign), Err(StoreError::Foreign { .. })));

    let text = folder.path().join("text.sqlite");
    std::fs::write(&text, "these are no tables, and long enough to be looked at".repeat(30)).unwrap();
    assert!(matches!(Store::open(&text), Err(StoreError::Sqlite { .. })));
}

#[test]
fn two_at_once_see_each_other() {
    let (folder, mut store) = journal();
    let mut other = Store::open(&folder.path().join("a/b/journal.sqlite")).unwrap();
    store.save(&record("1")).unwrap();
    other.save(&record("2")).unwrap();
    assert_eq!(store.newest(10).unwrap().len(), 2);
}

#[cfg(unix)]
#[test]
fn only_this_person_can_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, _store) = journal();
    let mode = |path: &str| folder.path().join(path).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("a/b/journal.sqlite"), mode("a/b")), (0o600, 0o700));
}
