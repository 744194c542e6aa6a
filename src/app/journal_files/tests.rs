//! The report as it is made from a journal.

use chrono::{Datelike as _, TimeDelta};

use super::*;
use crate::journal::report::to_html;
use crate::journal::store::tests_support::{at, entries};
use crate::journal::{Attack, Medicine, MedicineClass};

/// Somebody who takes a triptan on many days, and notes in September what the year was like, from a calendar in the
/// kitchen: all as medicine of one attack, each dose with its own day.
#[test]
fn a_year_of_overuse_that_is_noted_late_is_told_month_by_month() {
    let now = at("2026-09-20T12:00:00+02:00");
    let dose = |date: NaiveDate, class| Medicine {
        name: "tablet".into(),
        taken: date.and_hms_opt(9, 0, 0).unwrap().and_utc().fixed_offset(),
        class: Some(class),
    };
    let days = |month, days: std::ops::RangeInclusive<u32>, class| {
        days.map(move |day| dose(NaiveDate::from_ymd_opt(2026, month, day).unwrap(), class))
    };
    let mut medicine: Vec<Medicine> = vec![dose("2025-12-30".parse().unwrap(), MedicineClass::Preventive)];
    medicine.extend((1..=5).flat_map(|month| days(month, 1..=16, MedicineClass::Triptan)));
    medicine.extend(days(6, 22..=30, MedicineClass::Triptan).chain(days(7, 1..=4, MedicineClass::Triptan)));
    medicine.extend(days(8, 1..=6, MedicineClass::Triptan).chain(days(8, 7..=11, MedicineClass::Simple)));
    let attack = Attack { id: "a".into(), started: now - TimeDelta::hours(3), medicine, ..Attack::default() };
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("journal.sqlite")).unwrap();
    store.import(&entries(&[], &[attack]), crate::journal::Deleted::Stays).unwrap();

    let report = report(&store, 12, now).unwrap();
    let counts: Vec<(u32, u32, bool)> = report
        .overview
        .months
        .iter()
        .map(|month| (month.first.month(), month.headache_days, month.is_kept()))
        .collect();
    assert_eq!(
        counts,
        [
            (10, 0, false),
            (11, 0, false),
            (12, 0, true),
            (1, 16, true),
            (2, 16, true),
            (3, 16, true),
            (4, 16, true),
            (5, 16, true),
            (6, 9, true),
            (7, 4, true),
            (8, 6, true),
            (9, 1, true),
        ]
    );
    let html = to_html(&report);
    for part in [
        "Triptans on 10 days or more: Jan 2026 (16), Feb 2026 (16), Mar 2026 (16), Apr 2026 (16), May 2026 (16). \
         Triptans on 8 or 9 days: Jun 2026 (9).",
        "Together with headache on 15 days or more in 5 months in a row, Jan 2026 to May 2026.",
        "A mixture of classes on 10 days or more: Aug 2026 (11).",
        "Headache on 15 days or more: Jan 2026 (16)",
        "<td>Nov 2025</td><td class=\"words\" colspan=\"10\">no record</td>",
        "Dec 2025, from 30th",
        "The diary begins on 30 December 2025",
        "don't stop suddenly on your own",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn a_copy_of_the_journal_is_read_like_an_export_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let attack = Attack { id: "a".into(), started: at("2026-09-20T12:00:00+02:00"), ..Attack::default() };
    Store::open(&path).unwrap().save_attack(&attack).unwrap();
    let before = std::fs::read(&path).unwrap();
    assert_eq!(read(&path).unwrap().attacks, [attack]);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    std::fs::write(&path, [0x5A; 4096]).unwrap();
    let told = read(&path).unwrap_err().to_string();
    assert!(told.contains(&format!("{}", path.display())), "{told}");
}

#[test]
fn a_calendar_that_is_given_a_later_file_moves_its_events_and_loses_those_that_are_no_longer_planned() {
    let folder = tempfile::tempdir().unwrap();
    let remembered = folder.path().join("calendar.json");
    let library = Library::open(None);
    let goal = |times_a_week| Goal { routine: "longer-exhale".into(), times_a_week };
    let evening = NaiveTime::from_hms_opt(19, 0, 0).unwrap();
    let day = |day: u32| NaiveDate::from_ymd_opt(2026, 9, day).unwrap();
    let export = |goals: &[Goal], done: &[NaiveDate], on: u32| {
        let done: Vec<BTreeSet<NaiveDate>> = goals.iter().map(|_| done.iter().copied().collect()).collect();
        let planned = planned(goals, &done, &library, day(on));
        let now = at(&format!("2026-09-{on:02}T12:00:00+02:00"));
        (planned.iter().map(Planned::uid).collect::<Vec<_>>(), calendar(&planned, evening, now, &remembered))
    };
    let (first, text) = export(&[goal(2)], &[day(1), day(4)], 6);
    assert_eq!(first[0], "longer-exhale-3@stillpoint");
    assert!(!text.contains("CANCELLED"), "{text}");
    // The next one is done a day early: it is taken back, and those after it keep their ids.
    let (second, text) = export(&[goal(2)], &[day(1), day(4), day(6)], 6);
    assert_eq!(second[0], "longer-exhale-4@stillpoint");
    assert_eq!(second[..4], first[1..5]);
    let cancelled =
        |text: &str| text.split("BEGIN:VEVENT").filter(|event| event.contains("CANCELLED")).count();
    let gone =
        text.split("BEGIN:VEVENT").find(|event| event.contains("STATUS:CANCELLED")).unwrap_or_default();
    assert!(gone.contains(&first[0]), "{text}");
    // The goal is given up: everything that is to come is taken back, also in a third file.
    for _ in 0..2 {
        let (none, text) = export(&[], &[], 7);
        assert!(none.is_empty());
        assert!(cancelled(&text) >= second.len(), "{} of {}", cancelled(&text), second.len());
    }
}

#[test]
fn what_an_import_found_is_told_in_whole_sentences() {
    let check = |imported_: Imported, back: bool, expected: &str| {
        assert_eq!(imported(&imported_, back, "Once more?"), expected);
    };
    check(Imported { new: 1, ..Imported::default() }, false, "Imported 1 entry.");
    check(
        Imported { new: 0, known: 2, changed: 1, deleted: vec!["a".into()] },
        false,
        "Nothing is new. 2 entries are in the journal already. 1 entry is different in the journal and stays as it is \
         there. 1 entry was deleted here and stays deleted. Once more?",
    );
    check(
        Imported { new: 3, changed: 2, deleted: vec!["a".into(), "b".into()], ..Imported::default() },
        true,
        "Imported 3 entries. 2 entries are different in the journal and stay as they are there. 2 entries were deleted \
         here and are back.",
    );
}
