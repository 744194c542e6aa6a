//! Summaries as the file gives them: what lies around a session, where the diary begins, and what was answered later.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};

use super::super::Store;
use super::super::tests_support::{at, entries};
use crate::journal::summary::StepComfort;
use crate::journal::summary::endpoints::Share;
use crate::journal::summary::medicine::Group;
use crate::journal::summary::months::Kept;
use crate::journal::{
    Assessment, Attack, Comfort, Everything, FollowUpAnswer, Medicine, MedicineClass, Outcome, Point, Record,
    Scale, StepRecord,
};
use crate::time::ExactDuration;

const START: &str = "2026-03-10T12:00:00+01:00";

fn store(everything: &Everything) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("journal.sqlite")).unwrap();
    store.import(everything, crate::journal::Deleted::Stays).unwrap();
    (folder, store)
}

fn session(id: &str, started: DateTime<FixedOffset>) -> Record {
    Record {
        id: id.into(),
        routine: "cold".into(),
        phase: Some("Attack".into()),
        started,
        ended: Some(started + TimeDelta::minutes(30)),
        outcome: Outcome::Completed,
        pain_before: Some(8),
        pain_after: Some(5),
        ..Record::default()
    }
}

fn dose(taken: DateTime<FixedOffset>, class: Option<MedicineClass>) -> Medicine {
    Medicine { name: "tablet".into(), taken, class }
}

fn attack(id: &str, started: DateTime<FixedOffset>, medicine: Vec<Medicine>) -> Attack {
    let ended = Some(started + TimeDelta::hours(5));
    Attack { id: id.into(), started, ended, medicine, ..Attack::default() }
}

fn answer(point: Point, answered: DateTime<FixedOffset>, pain: Option<u8>) -> FollowUpAnswer {
    FollowUpAnswer { point, answered, pain, feeling: None, declined: pain.is_none() }
}

/// Five sessions an hour, a day and more apart, so that each dose can only be around the first.
fn sessions() -> Vec<Record> {
    (0..5).map(|number| session(&format!("s{number}"), at(START) + TimeDelta::days(number))).collect()
}

#[test]
fn medicine_is_around_a_session_from_two_hours_before_to_two_hours_after() {
    let triptan = Some(MedicineClass::Triptan);
    for (minutes, class, expected) in [
        (-121, triptan, 0),
        (-120, triptan, 1),
        (10, triptan, 1),
        (150, triptan, 1),
        (151, triptan, 0),
        (0, None, 1),
        (0, Some(MedicineClass::Gepant), 1),
        (0, Some(MedicineClass::Preventive), 0),
    ] {
        // In another offset, as on a journey: what counts is the time, not its text.
        let zone = FixedOffset::east_opt(7 * 3600).unwrap();
        let taken = (at(START) + TimeDelta::minutes(minutes)).with_timezone(&zone);
        let of_attack = attack("a", at("2026-03-09T08:00:00+01:00"), vec![dose(taken, class)]);
        let mut of_session = sessions();
        of_session[4].medicine = vec![dose(taken, class)];
        for (kind, entries) in
            [("attack", entries(&sessions(), &[of_attack])), ("session", entries(&of_session, &[]))]
        {
            let (_folder, store) = store(&entries);
            let found = &store.noticed().unwrap()[0];
            assert_eq!((found.answered, found.with_medicine), (5, expected), "{kind} {minutes} {class:?}");
        }
    }
}

#[test]
fn a_session_counts_once_however_much_was_taken_and_deleted_entries_do_not() {
    let taken = |minutes| dose(at(START) + TimeDelta::minutes(minutes), None);
    let twice = attack("a", at(START), vec![taken(0), taken(20)]);
    let deleted = attack("b", at(START), vec![taken(24 * 60)]);
    let mut sessions = sessions();
    sessions[0].medicine = vec![taken(5)];
    let (_folder, mut store) = store(&entries(&sessions, &[twice, deleted]));
    let with_medicine = |store: &Store| store.noticed().unwrap()[0].with_medicine;
    assert_eq!(with_medicine(&store), 2);
    store.delete("b", at(START).to_utc()).unwrap();
    assert_eq!(with_medicine(&store), 1);
    store.delete("s0", at(START).to_utc()).unwrap();
    assert_eq!(with_medicine(&store), 0);
}

#[test]
fn the_diary_begins_with_its_earliest_entry_of_any_kind() {
    let assessment =
        Assessment { id: "q".into(), taken: at("2026-01-05T10:00:00+01:00"), scale: Scale::Hit6(50) };
    let early_dose = dose(at("2026-02-03T23:30:00+01:00"), Some(MedicineClass::Simple));
    let everything = Everything {
        sessions: vec![session("s", at("2026-04-07T10:00:00+02:00"))],
        attacks: vec![attack("a", at("2026-03-06T10:00:00+01:00"), vec![early_dose])],
        assessments: vec![assessment],
    };
    let (_folder, mut store) = store(&everything);
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let kept = |store: &Store| {
        let now = at("2026-04-30T10:00:00+02:00");
        let overview = store.overview(day("2025-12-01"), day("2026-04-30"), now).unwrap();
        (overview.began, overview.months.iter().filter(|month| month.kept == Kept::No).count())
    };
    for (began, unkept, deleted) in [("2026-01-05", 1, "q"), ("2026-02-03", 2, "a"), ("2026-04-07", 4, "s")] {
        assert_eq!(kept(&store), (Some(day(began)), unkept), "before {deleted} is deleted");
        store.delete(deleted, at(START).to_utc()).unwrap();
    }
    assert_eq!(kept(&store), (None, 5));
}

#[test]
fn pain_counts_on_the_day_on_which_it_was_felt() {
    let started = at("2026-03-10T23:50:00+01:00");
    let plain =
        |id: &str| Record { phase: None, pain_before: Some(0), pain_after: Some(0), ..session(id, started) };
    let later = answer(Point::NextDay, at("2026-03-12T09:00:00+01:00"), Some(2));
    for (record, expected) in [
        (plain("none"), vec![]),
        (Record { pain_before: Some(1), ..plain("before") }, vec![10]),
        (Record { pain_after: Some(1), ..plain("after") }, vec![11]),
        (Record { follow_ups: vec![later], ..plain("later") }, vec![12]),
    ] {
        let (_folder, store) = store(&entries(std::slice::from_ref(&record), &[]));
        let headache = |day: u32| {
            let date = NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
            store.painful_days(date, date).unwrap().contains(&date)
        };
        let found: Vec<u32> = (9..14).filter(|day| headache(*day)).collect();
        assert_eq!(found, expected, "{}", record.id);
    }
}

#[test]
fn endpoints_are_those_of_sessions_in_an_attack_within_the_range() {
    let started = at(START);
    let answers = |early, late| {
        vec![
            answer(Point::TwoHours, started + TimeDelta::hours(3), early),
            answer(Point::NextDay, started + TimeDelta::hours(25), late),
        ]
    };
    let of = |id: &str, hours, phase: Option<&str>, follow_ups| Record {
        phase: phase.map(str::to_owned),
        follow_ups,
        ..session(id, started + TimeDelta::hours(hours))
    };
    let sessions = [
        of("free", 0, Some("Attack"), answers(Some(0), Some(0))),
        of("in a noted one", 30, None, answers(Some(3), None)),
        of("between", 100, Some("Between"), answers(Some(0), Some(0))),
        of("declined", 120, Some("Attack"), answers(None, None)),
        of("earlier", -24 * 20, Some("Attack"), answers(Some(0), Some(0))),
    ];
    let noted = attack("a", started + TimeDelta::hours(29), vec![dose(started, None)]);
    let (_folder, store) = store(&entries(&sessions, &[noted]));
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let found = store.endpoints(day("2026-03-01"), day("2026-03-31")).unwrap();
    let share = |number, of, with_medicine| Share { number, of, with_medicine };
    assert_eq!(
        (found.answered, found.pain_free, found.relief, found.sustained),
        (share(2, 3, 1), share(1, 2, 1), share(2, 2, 1), share(1, 1, 1))
    );
}

#[test]
fn a_class_of_a_later_version_counts_as_unknown() {
    let (_folder, store) = store(&entries(&[], &[attack("a", at(START), vec![dose(at(START), None)])]));
    store.connection.execute("UPDATE medicine SET class = 'of tomorrow'", []).unwrap();
    let day = at(START).date_naive();
    let month = store.months(day, day, at(START)).unwrap().remove(0);
    assert_eq!((month.medicine_days, month.days(Group::Unsaid)), (1, 1));
}

#[test]
fn how_steps_felt_is_counted_by_their_names_without_deleted_sessions() {
    let felt = |id: &str, rated: &[(&str, Option<Comfort>)]| {
        let step = |(name, comfort): &(&str, Option<Comfort>)| StepRecord {
            name: (*name).into(),
            planned: ExactDuration::from_secs(30),
            done: ExactDuration::from_secs(30),
            comfort: *comfort,
        };
        let steps = rated.iter().map(step).collect();
        Record { steps, ..session(id, at("2026-05-04T10:00:00+02:00")) }
    };
    let (good, bad) = (Some(Comfort::Good), Some(Comfort::Bad));
    let sessions = vec![
        felt("1", &[("Temples", bad), ("Scalp", good), ("Rest", None)]),
        felt("2", &[("Temples", good), ("Scalp", None)]),
        felt("3", &[("Temples", bad)]),
        felt("4", &[("Scalp", bad)]),
    ];
    let (_folder, mut store) = store(&Everything { sessions, ..Everything::default() });
    store.delete("4", at("2026-05-05T10:00:00+02:00").to_utc()).unwrap();
    let step = |name: &str, good, bad| StepComfort { name: name.into(), good, bad };
    assert_eq!(store.comfort().unwrap(), [step("Temples", 1, 2), step("Scalp", 1, 0)]);
}
