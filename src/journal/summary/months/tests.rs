//! Months compared with a naive count, and those before the diary.

use proptest::prelude::*;

use super::*;
use crate::journal::MedicineClass;
use crate::journal::store::tests_support::at;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn range(from: &str, to: &str) -> (NaiveDate, NaiveDate) {
    (day(from), day(to))
}

proptest! {
    #[test]
    fn months_count_each_day_once_as_a_naive_count_does(
        sessions in prop::collection::btree_map(0..100_u64, (1..4_u32, any::<bool>()), 0..40),
        attacks in prop::collection::vec((0..100_i64, 0..90_i64), 0..8),
        medicine in prop::collection::vec((0..100_u64, 0..10_usize), 0..60),
        painful in prop::collection::btree_set(0..100_u64, 0..30),
    ) {
        let zero = at("2026-01-10T00:00:00+01:00");
        let day = |number: u64| zero.date_naive() + chrono::Days::new(number);
        let now = zero + chrono::TimeDelta::days(200);
        let noted = Noted {
            began: Some(day(0)),
            sessions: sessions.iter()
                .map(|(number, (sessions, in_attack))| SessionDay {
                    date: day(*number), sessions: *sessions, in_attack: *in_attack,
                }).collect(),
            attacks: attacks.iter().map(|(start, hours)| Attack {
                id: format!("{start}"),
                started: zero + chrono::TimeDelta::days(*start),
                ended: Some(zero + chrono::TimeDelta::days(*start) + chrono::TimeDelta::hours(*hours)),
                ..Attack::default()
            }).collect(),
            medicine: medicine.iter()
                .map(|(number, class)| (day(*number), MedicineClass::ALL.get(*class).copied())).collect(),
            painful: painful.iter().map(|number| day(*number)).collect(),
        };
        let found = overview((day(0), day(120)), &noted, now).months;
        prop_assert_eq!(found.len(), 5);
        for month in &found {
            let (mut migraine_days, mut headache_days, mut medicine_days) = (0, 0, 0);
            let mut days_of: BTreeMap<Group, u32> = BTreeMap::new();
            for date in month.first.iter_days().take_while(|date| *date <= month.last()) {
                let of_day: Vec<Option<Group>> = noted.medicine.iter()
                    .filter(|(taken, _)| *taken == date).map(|(_, class)| Group::of(*class)).collect();
                let is_migraine = noted.sessions.iter().any(|day| day.date == date && day.in_attack)
                    || noted.attacks.iter().any(|attack| {
                        attack.started.date_naive() <= date && date <= attack.ended.unwrap_or(now).date_naive()
                    })
                    || of_day.contains(&Some(Group::Triptan))
                    || of_day.contains(&Some(Group::Ergot));
                migraine_days += u32::from(is_migraine);
                headache_days += u32::from(is_migraine || noted.painful.contains(&date));
                medicine_days += u32::from(of_day.iter().any(Option::is_some));
                for group in Group::ALL {
                    let is_counted = of_day.iter().flatten().any(|other| {
                        *other == group || group == Group::Mixture && *other < Group::Mixture
                    });
                    *days_of.entry(group).or_default() += u32::from(is_counted);
                }
            }
            let classes = days_of.iter().filter(|(group, days)| **group < Group::Mixture && **days > 0).count();
            days_of.retain(|group, days| *days > 0 && (*group != Group::Mixture || classes > 1));
            let sessions: u32 = noted.sessions.iter()
                .filter(|day| (month.first..=month.last()).contains(&day.date)).map(|day| day.sessions).sum();
            prop_assert_eq!(month.sessions, sessions);
            prop_assert_eq!(
                (month.migraine_days, month.headache_days, month.medicine_days, &month.days_of),
                (migraine_days, headache_days, medicine_days, &days_of)
            );
        }
    }
}

#[test]
fn months_before_the_diary_are_not_kept_and_its_first_is_kept_in_part() {
    for (began, expected) in [
        (None, [Kept::No, Kept::No, Kept::No]),
        (Some("2026-04-01"), [Kept::No, Kept::No, Kept::No]),
        (Some("2026-03-31"), [Kept::No, Kept::No, Kept::Since(day("2026-03-31"))]),
        (Some("2026-02-02"), [Kept::No, Kept::Since(day("2026-02-02")), Kept::Whole]),
        (Some("2026-02-01"), [Kept::No, Kept::Whole, Kept::Whole]),
        (Some("2019-01-01"), [Kept::Whole, Kept::Whole, Kept::Whole]),
    ] {
        let noted = Noted { began: began.map(day), ..Noted::default() };
        let found =
            overview(range("2026-01-01", "2026-03-31"), &noted, at("2026-03-31T12:00:00+02:00")).months;
        assert_eq!(found.iter().map(|month| month.kept).collect::<Vec<_>>(), expected, "{began:?}");
    }
}

#[test]
fn any_pain_makes_a_headache_day_and_a_triptan_a_migraine_day() {
    let noted = Noted {
        began: Some(day("2026-01-01")),
        sessions: vec![SessionDay { date: day("2026-01-02"), sessions: 1, in_attack: false }],
        medicine: vec![
            (day("2026-01-05"), Some(MedicineClass::Triptan)),
            (day("2026-01-06"), Some(MedicineClass::Simple)),
            (day("2026-01-07"), Some(MedicineClass::Preventive)),
        ],
        painful: [day("2026-01-03"), day("2026-01-05")].into(),
        ..Noted::default()
    };
    let month =
        &overview(range("2026-01-01", "2026-01-31"), &noted, at("2026-02-01T12:00:00+01:00")).months[0];
    assert_eq!((month.headache_days, month.migraine_days, month.medicine_days), (2, 1, 2));
}
