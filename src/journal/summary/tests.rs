//! Statistics compared with naive implementations, and the words they may use.

use proptest::prelude::*;

use super::months::{Group, Month, SessionDay, months};
use super::*;
use crate::journal::store::tests_support::at;
use crate::journal::{Attack, MedicineClass};

fn alike(before: u8, after: u8, count: u32) -> Alike {
    Alike { routine: "neck".into(), phase: None, before: Some(before), after: Some(after), count }
}

#[test]
fn nothing_is_said_of_fewer_than_five_answers() {
    let unanswered = Alike { after: None, ..alike(6, 0, 90) };
    let four = &noticed(&[alike(8, 2, 4), unanswered.clone()])[0];
    assert_eq!((four.sessions, four.answered, four.change), (94, 4, None));
    let five = &noticed(&[alike(8, 2, 5), unanswered])[0];
    assert_eq!(five.change.map(|change| change.median.middle), Some(-6.0));
}

#[test]
fn noticeable_is_two_points_and_thirty_percent() {
    for (before, after, expected) in [
        (6, 4, true),
        (10, 7, true),
        (7, 5, false), // 29 %
        (10, 8, false),
        (2, 1, false),
        (2, 0, true),
        (0, 0, false),
        (4, 6, false),
    ] {
        let change = noticed(&[alike(before, after, 7)])[0].change.unwrap();
        assert_eq!(change.is_noticeable, expected, "{before} {after}");
        assert_eq!(change.plain().starts_with("noticeably"), expected);
    }
}

#[test]
fn what_fell_most_comes_first_and_what_cannot_be_said_last() {
    let summary = |routine: &str, before, after, count| Alike {
        routine: routine.into(),
        ..alike(before, after, count)
    };
    let all = [
        summary("few", 9, 1, 4),
        summary("fewer", 9, 1, 2),
        summary("rise", 3, 5, 9),
        summary("most", 8, 3, 9),
        summary("some", 8, 6, 9),
    ];
    let order: Vec<String> = noticed(&all).into_iter().map(|noticed| noticed.routine).collect();
    assert_eq!(order, ["most", "some", "rise", "few", "fewer"]);
}

fn pain() -> impl Strategy<Value = Option<u8>> {
    prop_oneof![1 => Just(None), 4 => (0_u8..=10).prop_map(Some)]
}

/// The median by sorting.
fn plain_median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    if values.len() % 2 == 1 { values[half] } else { f64::midpoint(values[half - 1], values[half]) }
}

proptest! {
    #[test]
    fn groups_count_and_order_as_a_naive_summary_does(
        sessions in prop::collection::vec((0..3_usize, 0..2_usize, pain(), pain()), 0..120)
    ) {
        let names = ["cold", "neck", "rest"];
        let phases = [None, Some("Attack".to_owned())];
        let all: Vec<Alike> = sessions.iter().map(|(routine, phase, before, after)| Alike {
            routine: names[*routine].into(), phase: phases[*phase].clone(), before: *before, after: *after, count: 1,
        }).collect();
        let found = noticed(&all);
        prop_assert_eq!(found.iter().map(|summary| summary.sessions as usize).sum::<usize>(), all.len());
        for summary in found {
            let group: Vec<&Alike> =
                all.iter().filter(|a| a.routine == summary.routine && a.phase == summary.phase).collect();
            let changes: Vec<f64> = group
                .iter()
                .filter_map(|a| Some(f64::from(a.after?) - f64::from(a.before?)))
                .collect();
            prop_assert_eq!((summary.sessions as usize, summary.answered as usize), (group.len(), changes.len()));
            prop_assert_eq!(summary.change.is_some(), changes.len() >= 5);
            if let Some(change) = summary.change {
                let median = change.median;
                prop_assert!((median.middle - plain_median(changes.clone())).abs() < 1e-12);
                prop_assert!(median.low <= median.middle && median.middle <= median.high);
                prop_assert!(changes.contains(&median.low) && changes.contains(&median.high));
                let at_least = if changes.len() == 5 { 0.9375 } else { 0.95 };
                prop_assert!(median.holds >= at_least);
            }
        }
    }

    #[test]
    fn before_and_after_are_the_medians_of_all_phases_together(
        sessions in prop::collection::vec((0..3_usize, 0..2_usize, pain(), pain()), 0..120)
    ) {
        let names = ["cold", "neck", "rest"];
        let phases = [None, Some("Attack".to_owned())];
        let all: Vec<Alike> = sessions.iter().map(|(routine, phase, before, after)| Alike {
            routine: names[*routine].into(), phase: phases[*phase].clone(), before: *before, after: *after, count: 1,
        }).collect();
        let found = before_and_after(&all);
        prop_assert!(found.is_sorted_by_key(|summary| std::cmp::Reverse(summary.answered)));
        for name in names {
            let answered: Vec<(f64, f64)> = all.iter().filter(|alike| alike.routine == name)
                .filter_map(|alike| Some((f64::from(alike.before?), f64::from(alike.after?)))).collect();
            let summary = found.iter().find(|summary| summary.routine == name);
            prop_assert_eq!(summary.is_some(), answered.len() >= 5);
            if let Some(summary) = summary {
                prop_assert_eq!(summary.answered as usize, answered.len());
                let (before, after): (Vec<f64>, Vec<f64>) = answered.into_iter().unzip();
                prop_assert!((summary.before - plain_median(before)).abs() < 1e-12);
                prop_assert!((summary.after - plain_median(after)).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn months_count_each_day_once_as_a_naive_count_does(
        sessions in prop::collection::btree_map(0..100_u64, (1..4_u32, any::<bool>()), 0..40),
        attacks in prop::collection::vec((0..100_i64, 0..90_i64), 0..8),
        medicine in prop::collection::vec((0..100_u64, 0..7_usize), 0..60),
    ) {
        let zero = at("2026-01-10T00:00:00+01:00");
        let day = |number: u64| zero.date_naive() + chrono::Days::new(number);
        let now = zero + chrono::TimeDelta::days(200);
        let days: Vec<SessionDay> = sessions.iter()
            .map(|(number, (sessions, in_attack))| SessionDay {
                date: day(*number), sessions: *sessions, in_attack: *in_attack,
            }).collect();
        let noted: Vec<Attack> = attacks.iter().map(|(start, hours)| Attack {
            id: format!("{start}"),
            started: zero + chrono::TimeDelta::days(*start),
            ended: Some(zero + chrono::TimeDelta::days(*start) + chrono::TimeDelta::hours(*hours)),
            ..Attack::default()
        }).collect();
        let taken: Vec<_> = medicine.iter()
            .map(|(number, class)| (day(*number), MedicineClass::ALL.get(*class).copied())).collect();
        let range = (day(0), day(120));
        let found = months(range, &days, &noted, &taken, now);
        let in_month = |month: &Month, date: chrono::NaiveDate| {
            date >= month.first && date < month.first + chrono::Months::new(1)
        };
        prop_assert_eq!(found.len(), 5);
        for month in &found {
            let (mut attack_days, mut medicine_days, mut of_groups) = (0, 0, [0; 3]);
            for date in month.first.iter_days().take_while(|date| in_month(month, *date)) {
                let attack = days.iter().any(|day| day.date == date && day.in_attack)
                    || noted.iter().any(|attack| {
                        attack.started.date_naive() <= date
                            && date <= attack.ended.unwrap_or(now).date_naive()
                    });
                attack_days += u32::from(attack);
                let of_day: Vec<_> = taken.iter().filter(|(taken, _)| *taken == date).collect();
                medicine_days += u32::from(!of_day.is_empty());
                for (place, group) in Group::ALL.into_iter().enumerate() {
                    of_groups[place] +=
                        u32::from(of_day.iter().any(|(_, class)| Group::of(*class) == Some(group)));
                }
            }
            let sessions: u32 =
                days.iter().filter(|day| in_month(month, day.date)).map(|day| day.sessions).sum();
            prop_assert_eq!(month.sessions, sessions);
            prop_assert_eq!(
                (month.attack_days, month.medicine_days, month.days_of),
                (attack_days, medicine_days, of_groups)
            );
        }
    }
}

#[test]
fn many_days_with_medicine_are_told_from_eight_and_twelve_on() {
    let warns_from = Group::ALL.map(|group| (group.plain(), group.warns_from()));
    assert_eq!(
        warns_from,
        [
            ("simple painkillers", 12),
            ("triptans, ergots, opioids or combination painkillers", 8),
            ("medicine of a kind that was not noted", 8),
        ]
    );
}
