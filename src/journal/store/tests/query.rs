//! Pages of the list, and months.

use super::*;
use crate::journal::Record;

fn session(id: &str, started: &str) -> Record {
    Record { started: at(started), outcome: Outcome::Completed, ..record(id) }
}

fn ids(records: &[Record]) -> Vec<&str> {
    records.iter().map(|record| record.id.as_str()).collect()
}

#[test]
fn pages_follow_each_other_without_gap_or_repeat_whatever_is_added_meanwhile() {
    let (_folder, mut store) = journal();
    for number in 0..9 {
        // Three at a time within the same second.
        let started = at("2026-03-01T08:00:00+01:00") + TimeDelta::hours(number / 3);
        store
            .save(&Record { started, ..session(&format!("{number}"), "2026-03-01T08:00:00+01:00") })
            .unwrap();
    }
    let mut seen: Vec<Record> = Vec::new();
    loop {
        let mark = seen.last().map(Mark::after);
        let page = store.page(&Filter::default(), mark.as_ref(), 2).unwrap();
        if page.is_empty() {
            break;
        }
        seen.extend(page);
        store.save(&session("late", "2026-04-01T08:00:00+02:00")).unwrap();
    }
    assert_eq!(ids(&seen), ["8", "7", "6", "5", "4", "3", "2", "1", "0"]);
}

#[test]
fn a_filter_holds_all_that_it_names() {
    let (_folder, mut store) = journal();
    let mut noted = session("1", "2026-03-01T08:00:00+01:00");
    noted.note = "STIFF Neck, 100 % sure; it_s".into();
    let mut other = session("2", "2026-03-02T08:00:00+01:00");
    (other.routine, other.kind, other.phase) = ("cold".into(), "Cold".into(), None);
    other.unwanted = "übel".into();
    other.medicine = full_record("x").medicine;
    store.save(&noted).unwrap();
    store.save(&other).unwrap();
    let check = |filter: Filter, expected: &[&str]| {
        assert_eq!(ids(&store.page(&filter, None, 9).unwrap()), expected, "{filter:?}");
    };
    let some = |text: &str| Some(text.to_owned());
    let words = |words: &str| Filter { words: words.into(), ..Filter::default() };
    check(Filter::default(), &["2", "1"]);
    check(Filter { routine: some("neck"), ..Filter::default() }, &["1"]);
    check(Filter { kind: some("Cold"), ..Filter::default() }, &["2"]);
    check(Filter { phase: some("Between"), ..Filter::default() }, &["1"]);
    check(Filter { routine: some("cold"), phase: some("Between"), ..Filter::default() }, &[]);
    check(words("  sure stiff "), &["1"]);
    check(words("100 %"), &["1"]);
    check(words("it_s"), &["1"]);
    check(words("its"), &[]);
    check(words("Übel"), &["2"]);
    check(words("white"), &["2"]);
}

#[test]
fn a_month_shows_the_days_on_which_there_was_anything() {
    let (_folder, mut store) = journal();
    let mut strong = session("1", "2026-03-01T00:30:00+01:00");
    strong.pain_after = Some(9);
    store.save(&strong).unwrap();
    store.save(&session("2", "2026-03-01T23:30:00+01:00")).unwrap();
    let mut in_attack = session("3", "2026-03-31T23:30:00+02:00");
    in_attack.phase = Some("Attack".into());
    store.save(&in_attack).unwrap();
    store.save(&session("4", "2026-04-01T00:30:00+02:00")).unwrap();
    store.save(&session("5", "2026-02-28T23:59:00+01:00")).unwrap();
    let mut noted = attack("a", "2026-03-09T22:00:00+01:00");
    noted.ended = Some(at("2026-03-10T02:00:00+01:00"));
    for medicine in &mut noted.medicine {
        medicine.taken = at("2026-03-10T01:00:00+01:00");
    }
    store.save_attack(&noted).unwrap();
    let days = store.month(2026, 3, at("2026-05-01T00:00:00+02:00")).unwrap();
    let shown: Vec<_> = days
        .iter()
        .map(|day| (day.date.to_string(), day.sessions, day.worst_pain, day.attack, day.medicine))
        .collect();
    let day = |date: &str| format!("2026-03-{date}");
    assert_eq!(
        shown,
        [
            (day("01"), 2, Some(9), false, 0),
            (day("09"), 0, Some(7), true, 0),
            (day("10"), 0, None, true, 2),
            (day("31"), 1, Some(6), true, 0),
        ]
    );
    assert_eq!(days[0].done, ExactDuration::from_millis(3000));
    assert_eq!(store.month(2026, 13, at("2026-05-01T00:00:00+02:00")).unwrap(), []);
}
