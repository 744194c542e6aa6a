//! What is offered again, what is asked later, and what was on the skin.

use super::*;
use crate::journal::{Applied, FollowUpAnswer, Point, Record};

const NOON: &str = "2026-03-10T12:00:00+01:00";

fn now() -> DateTime<Utc> {
    at(NOON).to_utc()
}

fn hours(hours: i64) -> TimeDelta {
    TimeDelta::hours(hours)
}

/// A session that ended this long before noon, a minute after it began.
fn ended(id: &str, before_noon: TimeDelta, outcome: Outcome) -> Record {
    let over = at(NOON) - before_noon;
    Record {
        started: over - TimeDelta::minutes(1),
        ended: Some(over),
        outcome,
        position: ExactDuration::from_secs(60),
        done: ExactDuration::from_secs(60),
        ..record(id)
    }
}

#[test]
fn only_what_broke_off_lately_and_was_not_let_go_is_offered_again() {
    let (_folder, mut store) = journal();
    let offered = |store: &Store| store.interrupted(now()).unwrap().map(|record| record.id);
    let mut at_its_end = ended("end", hours(1), Outcome::Closed);
    at_its_end.position = at_its_end.planned;
    let mut at_its_start = ended("start", hours(1), Outcome::Interrupted);
    at_its_start.position = ExactDuration::ZERO;
    for record in [
        ended("old", hours(13), Outcome::Interrupted),
        ended("stopped", hours(1), Outcome::Stopped),
        ended("done", hours(1), Outcome::Completed),
        at_its_end,
        at_its_start,
    ] {
        store.save(&record).unwrap();
    }
    assert_eq!(offered(&store), None);
    store.save(&ended("closed", hours(11), Outcome::Closed)).unwrap();
    assert_eq!(offered(&store).as_deref(), Some("closed"));
    let mut newest = ended("broke off", hours(2), Outcome::Interrupted);
    store.save(&newest).unwrap();
    assert_eq!(offered(&store).as_deref(), Some("broke off"));
    newest.dismissed = true;
    store.save(&newest).unwrap();
    assert_eq!(offered(&store).as_deref(), Some("closed"));
    store.delete("closed", now()).unwrap();
    assert_eq!(offered(&store), None);
}

#[test]
fn questions_are_due_in_their_time_until_they_are_answered_or_declined() {
    let (_folder, mut store) = journal();
    for (id, before_noon) in
        [("1h", 1), ("2h", 2), ("8h", 8), ("9h", 9), ("19h", 19), ("20h", 20), ("36h", 36), ("37h", 37)]
    {
        store.save(&ended(id, hours(before_noon), Outcome::Stopped)).unwrap();
    }
    store.save(&ended("running", hours(3), Outcome::Running)).unwrap();
    let mut nothing = ended("nothing", hours(3), Outcome::Stopped);
    nothing.done = ExactDuration::ZERO;
    store.save(&nothing).unwrap();
    let due = |store: &Store| -> Vec<(String, Point)> {
        store.due_questions(now()).unwrap().into_iter().map(|due| (due.record.id, due.point)).collect()
    };
    let expected = |all: &[(&str, Point)]| -> Vec<(String, Point)> {
        all.iter().map(|(id, point)| ((*id).to_owned(), *point)).collect()
    };
    let (two, next) = (Point::TwoHours, Point::NextDay);
    assert_eq!(due(&store), expected(&[("2h", two), ("8h", two), ("20h", next), ("36h", next)]));

    for (id, declined) in [("2h", false), ("20h", true)] {
        let mut record = store.get(id).unwrap().unwrap();
        let point = if declined { next } else { two };
        let answer = FollowUpAnswer { point, answered: at(NOON), pain: Some(3), feeling: None, declined };
        record.add_answer(answer);
        store.save(&record).unwrap();
    }
    assert_eq!(due(&store), expected(&[("8h", two), ("36h", next)]));
}

fn with_pack(id: &str, from: DateTime<Utc>) -> Record {
    let from = from.with_timezone(&at(NOON).timezone());
    let pack =
        Applied { pack: "Cold".into(), site: "Crown".into(), from, lasted: ExactDuration::from_mins(10) };
    Record { started: from, applied: vec![pack], ..ended(id, hours(0), Outcome::Stopped) }
}

/// How many minutes before now each pack counts from.
fn minutes_ago(store: &Store, since: TimeDelta) -> Vec<i64> {
    let applied = store.applied_since(now() - since, now(), None).unwrap();
    applied.iter().map(|applied| (now() - applied.from.to_utc()).num_minutes()).collect()
}

#[test]
fn packs_count_from_their_end_and_also_in_deleted_sessions() {
    let (_folder, mut store) = journal();
    store.save(&with_pack("1", now() - TimeDelta::minutes(125))).unwrap();
    store.save(&with_pack("2", now() - TimeDelta::minutes(131))).unwrap();
    store.save(&with_pack("3", now() - TimeDelta::minutes(30))).unwrap();
    store.delete("3", now()).unwrap();
    // Saved a minute apart in the reverse order, which a spool can still explain.
    assert!(minutes_ago(&store, hours(2)).contains(&125));
    assert!(minutes_ago(&store, hours(2)).contains(&30));
}

#[test]
fn a_pack_in_the_future_counts_as_just_now_until_a_later_session_bounds_it() {
    let (_folder, mut store) = journal();
    store.save(&with_pack("ahead", now() + TimeDelta::days(400))).unwrap();
    assert_eq!(minutes_ago(&store, hours(2)), [0]);
    // The clock was corrected, and a session begun.
    store.save(&Record { started: at(NOON) - hours(1), ..record("right") }).unwrap();
    assert_eq!(minutes_ago(&store, hours(2)), [60]);
    store.save(&Record { started: at(NOON) - TimeDelta::minutes(1), ..record("later") }).unwrap();
    assert_eq!(minutes_ago(&store, hours(2)), [60], "the first one bounds it");
}

#[test]
fn a_pack_from_before_what_the_journal_knew_counts_as_just_now() {
    let (_folder, mut store) = journal();
    store.save(&Record { started: at(NOON) - hours(30), ..record("before") }).unwrap();
    // The clock fell back by years.
    store.save(&with_pack("behind", now() - TimeDelta::days(2000))).unwrap();
    assert_eq!(minutes_ago(&store, hours(2)), [0]);
    // Another session at a wrong time proves nothing; one at a credible time does.
    store.save(&Record { started: at(NOON) - TimeDelta::days(1999), ..record("wrong too") }).unwrap();
    assert_eq!(minutes_ago(&store, hours(2)), [0]);
    store.save(&Record { started: at(NOON) - hours(5), ..record("right") }).unwrap();
    assert_eq!(minutes_ago(&store, hours(2)), [0; 0]);
    assert_eq!(minutes_ago(&store, hours(24)), [300]);
}

#[test]
fn imported_sessions_are_taken_at_their_word() {
    let (_folder, mut store) = journal();
    store.save(&Record { started: at(NOON) - hours(1), ..record("mine") }).unwrap();
    store
        .import(
            &entries(&[with_pack("theirs", now() - TimeDelta::days(30))], &[]),
            crate::journal::Deleted::Stays,
        )
        .unwrap();
    assert_eq!(minutes_ago(&store, hours(24)), [0; 0]);
    store
        .import(&entries(&[with_pack("today", now() - hours(3))], &[]), crate::journal::Deleted::Stays)
        .unwrap();
    assert_eq!(minutes_ago(&store, hours(24)), [180]);
}
