//! Days by class: what counts as what, and the most in any 30 days.

use super::*;

const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();

fn day(number: u64) -> NaiveDate {
    FIRST + Days::new(number)
}

fn taken(days: impl IntoIterator<Item = u64>, class: MedicineClass) -> Vec<MedicineDay> {
    days.into_iter().map(|number| (day(number), Some(class))).collect()
}

#[test]
fn each_group_has_the_limits_of_its_class() {
    let limits = Group::ALL.map(|group| (group, group.overuse_from(), group.warns_from()));
    assert_eq!(
        limits,
        [
            (Group::Simple, Some(15), Some(12)),
            (Group::Triptan, Some(10), Some(8)),
            (Group::Ergot, Some(10), Some(8)),
            (Group::Opioid, Some(10), Some(8)),
            (Group::Combination, Some(10), Some(8)),
            (Group::Mixture, Some(10), Some(8)),
            (Group::Gepant, None, None),
            (Group::Antiemetic, None, None),
            (Group::Other, None, None),
            (Group::Unsaid, None, Some(8)),
        ]
    );
}

#[test]
fn every_class_has_a_group_but_what_is_taken_regularly() {
    let without: Vec<MedicineClass> =
        MedicineClass::ALL.into_iter().filter(|class| Group::of(Some(*class)).is_none()).collect();
    assert_eq!(without, [MedicineClass::Preventive]);
    let days = MedicineDays::new(&taken(0..30, MedicineClass::Preventive));
    assert_eq!(days.count_any((day(0), day(30))), 0);
}

#[test]
fn a_mixture_needs_two_classes_of_the_criteria() {
    use MedicineClass::{Gepant, Simple, Triptan};
    for (second, expected) in [
        (taken([1, 20], Triptan), 0),
        (taken([1, 20], Simple), 5),
        (taken([20], Gepant), 0),
        (vec![(day(20), None)], 0),
        (taken([40], Simple), 0),
    ] {
        let days = MedicineDays::new(&[taken([0, 1, 2, 3], Triptan), second.clone()].concat());
        assert_eq!(days.count(Group::Mixture, (day(0), day(30))), expected, "{second:?}");
    }
}

#[test]
fn the_most_in_thirty_days_is_found_across_the_end_of_a_month() {
    for (days, expected) in [
        (vec![], None),
        (vec![5], Some((1, 5))),
        ((20..40).collect(), Some((20, 39))),
        (vec![0, 29], Some((2, 29))),
        (vec![0, 30], Some((1, 30))),
        ((0..90).collect(), Some((30, 89))),
        ((50..130).collect(), Some((30, 99))),
    ] {
        let medicine = MedicineDays::new(&taken(days.clone(), MedicineClass::Triptan));
        let found = medicine.most_in_window(Group::Triptan, (day(0), day(99)));
        let expected = expected.map(|(days, last)| Most { group: Group::Triptan, days, last: day(last) });
        assert_eq!(found, expected, "{days:?}");
    }
}

#[test]
fn what_lies_before_the_range_is_in_no_window() {
    let medicine = MedicineDays::new(&taken(0..40, MedicineClass::Simple));
    let found = medicine.most_in_window(Group::Simple, (day(31), day(99)));
    assert_eq!(found.map(|most| (most.days, most.last)), Some((9, day(39))));
}

#[test]
fn a_window_is_told_where_it_says_more_than_the_months() {
    let month = |days| Month { days_of: [(Group::Triptan, days)].into(), ..Month::empty(FIRST) };
    for (days, in_a_month, is_told) in [(8, 8, true), (7, 7, false), (7, 6, true)] {
        let medicine = MedicineDays::new(&taken(0..days, MedicineClass::Triptan));
        let told = most_in_windows(&medicine, &[month(in_a_month)], (day(0), day(60)));
        assert_eq!(told.len(), usize::from(is_told), "{days} {in_a_month}");
    }
    let gepants = MedicineDays::new(&taken(0..30, MedicineClass::Gepant));
    assert_eq!(most_in_windows(&gepants, &[], (day(0), day(60))), []);
}
