//! Saving, reading, replacing and refusing records, each test with a file of its own.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;

use super::tests_support::{at, entries, full_record, record};
use super::*;
use crate::journal::revision::Revised;
use crate::journal::{Assessment, Attack, Scale};
use crate::journal::{Feeling, Outcome};
use crate::time::ExactDuration;

mod followups;
mod migrations;
mod query;

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
    let full = full_record("3");
    store.save(&full).unwrap();
    assert_eq!(store.get("3").unwrap(), Some(full));
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
    later.steps[0].done = ExactDuration::from_secs(30);
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
fn a_session_that_was_running_when_the_clock_was_set_back_is_closed_too() {
    let (_folder, mut store) = journal();
    store.save(&record("1")).unwrap();
    store.close_abandoned(Utc::now() - TimeDelta::minutes(5)).unwrap();
    assert_eq!(
        store.get("1").unwrap().unwrap().outcome,
        Outcome::Running,
        "two machines may differ a little"
    );
    store.close_abandoned(Utc::now() - TimeDelta::days(2)).unwrap();
    assert_eq!(store.get("1").unwrap().unwrap().outcome, Outcome::Interrupted);
}

#[test]
fn an_interrupted_session_ended_at_its_last_sign_of_life_in_its_own_time_zone() {
    let (_folder, mut store) = journal();
    let before = Utc::now().timestamp_millis();
    store.save(&record("1")).unwrap();
    store.keep_alive([&"1".to_owned(), &"2".to_owned()].into_iter()).unwrap();
    let after = Utc::now().timestamp_millis();
    store.close_abandoned(Utc::now() + TimeDelta::seconds(60)).unwrap();
    let ended = store.get("1").unwrap().unwrap().ended.unwrap();
    assert!((before..=after).contains(&ended.timestamp_millis()));
    assert_eq!(ended.timezone(), record("1").started.timezone());
}

#[test]
fn answers_given_in_another_program_and_what_was_let_go_stay() {
    let (_folder, mut store) = journal();
    let full = full_record("1");
    store.save(&full).unwrap();
    let mut stale = full.clone();
    (stale.follow_ups, stale.dismissed, stale.applied) = (Vec::new(), false, Vec::new());
    store.save(&stale).unwrap();
    assert_eq!(store.get("1").unwrap(), Some(full.clone()));
    let mut changed = full.clone();
    changed.follow_ups[0].pain = Some(9);
    changed.medicine.truncate(1);
    store.save(&changed).unwrap();
    assert_eq!(store.get("1").unwrap(), Some(changed));
}

#[test]
fn what_is_imported_twice_is_there_once_and_changes_nothing() {
    let (_folder, mut store) = journal();
    let (mut local, attack) = (full_record("1"), attack("a", "2026-03-29T00:00:00+01:00"));
    store.save(&local).unwrap();
    local.note = "changed elsewhere".into();
    let records = [local, full_record("2")];
    let everything = entries(&records, std::slice::from_ref(&attack));
    let mut import = |deleted| store.import(&everything, deleted).unwrap();
    assert_eq!(import(Deleted::Stays), Imported { new: 2, changed: 1, ..Imported::default() });
    assert_eq!(import(Deleted::Stays), Imported { known: 2, changed: 1, ..Imported::default() });
    // What was deleted here is told, and comes back if that is wished.
    assert!(store.delete("2", Utc::now()).unwrap());
    let found = Imported { known: 1, changed: 1, deleted: vec!["2".into()], ..Imported::default() };
    assert_eq!(store.import(&everything, Deleted::Stays).unwrap(), found);
    let listed = |store: &Store| store.newest(9).unwrap().len();
    assert_eq!(listed(&store), 1);
    assert_eq!(store.import(&everything, Deleted::ComesBack).unwrap(), found);
    assert_eq!(listed(&store), 2);
    assert_eq!(store.get("1").unwrap(), Some(full_record("1")));
    let mut wrong = full_record("4");
    wrong.pain_before = Some(11);
    assert!(
        store
            .import(&entries(&[full_record("3"), wrong], &[]), crate::journal::Deleted::Stays)
            .unwrap_err()
            .is_of_the_entry()
    );
    assert_eq!(store.newest(10).unwrap().len(), 2, "all or none");
}

fn attack(id: &str, started: &str) -> Attack {
    let medicine = full_record("x").medicine;
    Attack { id: id.into(), started: at(started), peak: Some(7), medicine, ..Attack::default() }
}

#[test]
fn what_is_deleted_can_be_brought_back_for_thirty_days() {
    let (_folder, mut store) = journal();
    let attack = attack("a", "2026-03-29T00:00:00+01:00");
    store.save(&full_record("1")).unwrap();
    store.save_attack(&attack).unwrap();
    let now = Utc::now();
    for id in ["1", "a"] {
        assert!(store.delete(id, now).unwrap());
        assert!(!store.delete(id, now).unwrap());
    }
    assert_eq!((store.newest(9).unwrap().len(), store.all_attacks().unwrap().len()), (0, 0));
    assert_eq!(store.month(2026, 3, now.into()).unwrap(), []);
    // Saving it again, as a running session does, does not restore it.
    store.save(&full_record("1")).unwrap();
    store.purge(now + TimeDelta::days(29)).unwrap();
    assert!(store.newest(9).unwrap().is_empty());
    assert!(store.undelete("1").unwrap() && store.undelete("a").unwrap() && !store.undelete("b").unwrap());
    assert_eq!(store.newest(9).unwrap(), [full_record("1")]);
    assert_eq!(store.all_attacks().unwrap(), [attack]);
    assert!(store.delete("1", now).unwrap() && store.delete("a", now).unwrap());
    store.purge(now + TimeDelta::days(31)).unwrap();
    assert!(!store.undelete("1").unwrap() && !store.undelete("a").unwrap());
    let left: i64 = store
        .connection
        .query_row("SELECT (SELECT count(*) FROM medicine) + (SELECT count(*) FROM step)", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(left, 0);
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

#[test]
fn what_stood_before_a_correction_is_kept_and_comes_back() {
    let (_folder, mut store) = journal();
    let session = |record: &Record| Revised::Session(Box::new(record.clone()));
    let first = Record { outcome: Outcome::Stopped, ..full_record("1") };
    store.save(&first).unwrap();
    // The same again, and more words, replace nothing; and what a session saves of itself is no correction.
    store.correct(&session(&first)).unwrap();
    store.save(&Record { pain_after: Some(1), ..first.clone() }).unwrap();
    store.save(&first).unwrap();
    assert_eq!(store.revisions("1").unwrap(), []);
    let second = Record {
        pain_after: Some(9),
        started: first.started - TimeDelta::hours(1),
        symptoms_before: crate::journal::Symptoms::default(),
        symptoms_after: crate::journal::Symptoms::default(),
        medicine: Vec::new(),
        ..first.clone()
    };
    store.correct(&session(&second)).unwrap();
    assert_eq!(store.get("1").unwrap(), Some(second.clone()), "a start is corrected as well");
    let third = Record { pain_after: None, note: "another".into(), ..second.clone() };
    store.correct(&session(&third)).unwrap();
    assert_eq!(store.everything().unwrap().sessions, [third]);
    assert_eq!(store.revisions("1").unwrap().len(), 2);
    assert!(store.undo_correction("1").unwrap());
    assert_eq!(store.get("1").unwrap(), Some(second));
    assert!(store.undo_correction("1").unwrap());
    assert_eq!(store.get("1").unwrap(), Some(first));
    assert!(!store.undo_correction("1").unwrap());

    let noted = attack("a", "2026-03-01T08:00:00+01:00");
    store.save_attack(&noted).unwrap();
    let corrected = Attack { peak: Some(9), medicine: Vec::new(), ..noted.clone() };
    store.correct(&Revised::Attack(Box::new(corrected))).unwrap();
    assert_eq!(store.revisions("a").unwrap().len(), 1);
    assert!(store.undo_correction("a").unwrap());
    assert_eq!(store.all_attacks().unwrap(), [noted]);
}

#[test]
fn a_questionnaire_is_kept_deleted_and_brought_back() {
    let (_folder, mut store) = journal();
    let taken = at("2026-03-01T08:00:00+01:00");
    let done = Assessment { id: "m".into(), taken, scale: Scale::Midas([3, 2, 1, 0, 4, 30, 6]) };
    store.save_assessment(&done).unwrap();
    assert_eq!(store.assessments().unwrap(), std::slice::from_ref(&done));
    assert!(store.delete("m", Utc::now()).unwrap());
    assert_eq!(store.assessments().unwrap(), []);
    assert!(store.undelete("m").unwrap());
    assert_eq!(store.assessments().unwrap(), [done]);
}
