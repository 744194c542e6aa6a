//! The months of the page, and their days with medicine.

use chrono::NaiveDate;

use super::super::{Report, to_html};
use super::{check, date, month, overview, report};
use crate::journal::MedicineClass;
use crate::journal::summary::medicine::{Group, Most};
use crate::journal::summary::months::{Kept, Overview};

#[test]
fn headache_and_migraine_days_are_told_apart_and_many_are_marked() {
    let months = vec![month("2026-02-01", 15, &[]), month("2026-03-01", 14, &[])];
    let html = to_html(&Report { overview: overview(months, vec![]), ..report() });
    check(
        &html,
        &[
            "Headache diary, 1 January 2026 to 31 March 2026",
            "<td>Feb 2026</td><td><b>15 (15 or more)</b></td><td>5</td><td>3</td><td>11</td><td>9</td>",
            "<td>Mar 2026</td><td>14</td><td>5</td><td>3</td><td>11</td><td>9</td>",
            "A migraine day is a day with a noted attack, a session in the attack phase, a triptan or an",
        ],
    );
}

#[test]
fn months_before_the_diary_are_not_kept_and_partial_ones_say_so() {
    let began = date("2026-02-02");
    let mut months = report().overview.months;
    (months[0].kept, months[1].kept) = (Kept::No, Kept::Since(began));
    let overview = Overview { began: Some(began), months, most: vec![] };
    let html = to_html(&Report { overview, range: (date("2026-01-01"), date("2026-03-22")), ..report() });
    check(
        &html,
        &[
            "<td>Jan 2026</td><td class=\"words\" colspan=\"5\">no record</td>",
            "<td>Jan 2026</td><td class=\"words\" colspan=\"10\">no record</td>",
            "<td>Feb 2026, from 2nd</td><td>7</td>",
            "<td>Mar 2026, to 22nd</td><td>7</td>",
            "The diary begins on 2 February 2026; there is no record of earlier days.",
        ],
    );
}

#[test]
fn medicine_is_listed_by_class_with_its_limits() {
    let all: Vec<(Group, u32)> = Group::ALL.into_iter().zip(1..).collect();
    let html = to_html(&Report {
        overview: overview(vec![month("2026-03-01", 7, &all)], vec![]),
        own_medicines: vec![
            ("Sumatriptan".into(), Some(MedicineClass::Triptan)),
            ("Propranolol".into(), Some(MedicineClass::Preventive)),
            ("drops".into(), None),
        ],
        ..report()
    });
    check(
        &html,
        &[
            "<p>Medicine: Sumatriptan (triptan), Propranolol (preventive), drops</p>",
            "<td>Limit (ICHD-3)</td><td>15 days</td><td>10 days</td><td>10 days</td><td>10 days</td><td>10 days</td>\
             <td>10 days</td><td>none</td><td>none</td><td>none</td><td>none</td>",
            "<td>Mar 2026</td><td>1</td><td>2</td><td>3</td><td>4</td><td>5</td><td>6</td><td>7</td><td>8</td>\
             <td>9</td><td>10</td>",
        ],
    );
}

#[test]
fn which_months_and_which_thirty_days_reach_a_limit_is_said_soberly() {
    use Group::{Mixture, Simple, Triptan, Unsaid};
    let most = |group, days| Most { group, days, last: date("2026-03-14") };
    let months = |counts: &[(u32, Group, u32)]| {
        let firsts = (0..).map(|number| date("2026-01-01") + chrono::Months::new(number));
        let of = |(first, (headache, group, days)): (NaiveDate, &(u32, Group, u32))| {
            month(&first.to_string(), *headache, &[(*group, *days)])
        };
        firsts.zip(counts).map(of).collect::<Vec<_>>()
    };
    for (months, most, expected) in [
        (months(&[(7, Simple, 11), (7, Triptan, 7)]), vec![], vec![]),
        (
            months(&[(16, Triptan, 10), (7, Triptan, 9), (7, Triptan, 12)]),
            vec![most(Triptan, 12)],
            vec![
                "Triptans on 10 days or more: Jan 2026 (10), Mar 2026 (12). Triptans on 8 or 9 days: Feb 2026 (9). \
                 Headache on 15 days or more: Jan 2026 (16).",
            ],
        ),
        (
            months(&[(7, Simple, 12), (7, Simple, 15)]),
            vec![],
            vec![
                "Simple painkillers on 15 days or more: Feb 2026 (15). Simple painkillers on 12 to 14 days: Jan 2026 \
                 (12).",
            ],
        ),
        (months(&[(7, Unsaid, 8)]), vec![], vec!["not noted on 8 days or more: Jan 2026 (8)."]),
        (
            months(&[(7, Mixture, 6), (7, Mixture, 6)]),
            vec![most(Mixture, 11)],
            vec![
                "A mixture of classes on 11 of the 30 days to 14 Mar 2026.",
                "<td class=\"words\">11 (to 14 Mar)</td>",
            ],
        ),
        (
            months(&[
                (15, Triptan, 10),
                (15, Triptan, 10),
                (15, Triptan, 11),
                (20, Triptan, 13),
                (3, Triptan, 10),
            ]),
            vec![],
            vec!["Together with headache on 15 days or more in 4 months in a row, Jan 2026 to Apr 2026."],
        ),
    ] {
        let html = to_html(&Report { overview: overview(months, most), ..report() });
        check(&html, &expected);
        let about = html.contains("don't stop suddenly on your own");
        assert_eq!(about, !expected.is_empty(), "{expected:?}");
    }
}
