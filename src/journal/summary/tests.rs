//! Statistics compared with naive implementations, and the words they may use.

use proptest::prelude::*;

use super::*;

fn alike(before: u8, after: u8, count: u32) -> Alike {
    Alike { routine: "neck".into(), before: Some(before), after: Some(after), count, ..Alike::default() }
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
fn a_change_is_named_by_where_its_interval_lies() {
    let all_of = |after| [alike(6, after, 9)];
    let spread = |low, middle, high| [alike(6, low, 3), alike(6, middle, 3), alike(6, high, 3)];
    for (sessions, expected) in [
        (&all_of(3)[..], "noticeably less pain"),
        (&all_of(5), "a little less pain, not noticeably"),
        (&all_of(6), "about the same pain"),
        (&all_of(8), "more pain"),
        (&spread(1, 3, 5), "noticeably less pain"),
        (&spread(2, 3, 7), "unclear"),
        (&spread(2, 3, 6), "unclear"),
        (&spread(5, 8, 9), "unclear"),
        (&spread(6, 8, 9), "unclear"),
    ] {
        let change = noticed(sessions)[0].change.unwrap();
        assert_eq!(change.plain(), expected, "{:?}", change.median);
    }
}

#[test]
fn medicine_is_counted_for_answered_sessions_alone() {
    let with = |alike, with_medicine| Alike { with_medicine, ..alike };
    let unanswered = Alike { after: None, ..alike(6, 0, 7) };
    let all = [with(alike(6, 4, 5), 3), with(alike(6, 3, 2), 1), with(unanswered, 7)];
    assert_eq!((noticed(&all)[0].answered, noticed(&all)[0].with_medicine), (7, 4));
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
            routine: names[*routine].into(), phase: phases[*phase].clone(), before: *before, after: *after, count: 1, with_medicine: 0,
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
            routine: names[*routine].into(), phase: phases[*phase].clone(), before: *before, after: *after, count: 1, with_medicine: 0,
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
}
