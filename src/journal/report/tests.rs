//! The page for the doctor, part by part.

use std::collections::BTreeMap;

use chrono::{Days, TimeDelta};

use super::*;
use crate::journal::store::tests_support::{at, full_record};
use crate::journal::summary::endpoints::Share;
use crate::journal::summary::medicine::{Group, Most};
use crate::journal::summary::months::{Kept, Month};
use crate::journal::summary::{Alike, noticed};
use crate::journal::{Aura, Medicine, Scale, Symptoms};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn month(first: &str, headache_days: u32, days_of: &[(Group, u32)]) -> Month {
    Month {
        first: date(first),
        kept: Kept::Whole,
        sessions: 9,
        attacks: 3,
        migraine_days: 5,
        headache_days,
        medicine_days: 11,
        days_of: days_of.iter().copied().collect::<BTreeMap<_, _>>(),
    }
}

fn overview(months: Vec<Month>, most: Vec<Most>) -> Overview {
    Overview { began: Some(date("2025-06-01")), months, most }
}

fn report() -> Report {
    let alike = |routine: &str, count| Alike {
        routine: routine.into(),
        phase: Some("Attack".into()),
        before: Some(8),
        after: Some(5),
        count,
        with_medicine: 4,
    };
    let noticed = noticed(&[alike("cold", 7), alike("few", 4)]);
    Report {
        range: (date("2026-01-01"), date("2026-03-31")),
        made: at("2026-04-01T08:00:00+02:00"),
        own_medicines: Vec::new(),
        overview: overview(
            vec![month("2026-01-01", 7, &[]), month("2026-02-01", 7, &[]), month("2026-03-01", 7, &[])],
            Vec::new(),
        ),
        attacks: vec![attack("1")],
        with_session: BTreeSet::new(),
        endpoints: Endpoints::default(),
        assessments: Vec::new(),
        noticed: noticed.into_iter().map(|of| (of.routine.clone(), "attack".into(), of)).collect(),
        unwanted: Vec::new(),
    }
}

fn attack(id: &str) -> Attack {
    Attack {
        id: id.into(),
        started: at("2026-03-01T22:00:00+01:00"),
        ended: Some(at("2026-03-02T23:30:00+01:00")),
        peak: Some(8),
        place: "left".into(),
        aura: Aura::Yes,
        medicine: full_record("x").medicine,
        ..Attack::default()
    }
}

#[track_caller]
fn check(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn nothing_runs_in_it_and_nothing_is_fetched() {
    let hostile = "<script>alert(1)</script> & \u{202e}\"left\"";
    let attacks = vec![Attack {
        place: hostile.into(),
        note: hostile.into(),
        factors: vec![hostile.into()],
        ..attack("1")
    }];
    let unwanted = vec![(date("2026-03-02"), hostile.into(), hostile.into())];
    let html =
        to_html(&Report { attacks, unwanted, own_medicines: vec![(hostile.into(), None)], ..report() });
    let written = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; \\u{202e}&quot;left&quot;";
    assert_eq!(html.matches(written).count(), 6);
    for forbidden in ["<script", "http://", "https://", "url(", "src="] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
}

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
            "A migraine day is a day of a noted attack, of a session in the attack phase, or with a triptan",
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
            "<td>Jan 2026</td><td class=\"words\" colspan=\"5\">not kept</td>",
            "<td>Jan 2026</td><td class=\"words\" colspan=\"10\">not kept</td>",
            "<td>Feb 2026, from 2nd</td><td>7</td>",
            "<td>Mar 2026, to 22nd</td><td>7</td>",
            "The diary begins on 2 February 2026; earlier days were not kept",
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
            "<td>Limit, a month</td><td>15 days</td><td>10 days</td><td>10 days</td><td>10 days</td><td>10 days</td>\
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
                "Triptans on 10 days or more: Jan 2026 (10), Mar 2026 (12). Triptans on 8 to 9 days: Feb 2026 (9). \
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
                "A mixture of these classes on 11 of the 30 days to 14 Mar 2026.",
                "<td class=\"words\">11 to 14 Mar</td>",
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

#[test]
fn unusual_attacks_are_marked_in_words_and_notes_are_whole() {
    let long = "word ".repeat(300);
    let medicine = |name: &str, class| Medicine {
        name: name.into(),
        taken: at("2026-03-01T22:10:00+01:00"),
        class: Some(class),
    };
    let attacks = vec![
        Attack {
            ended: Some(at("2026-03-05T06:00:00+01:00")),
            aura_minutes: Some(75),
            symptoms: Symptoms { nausea: Some(2), light: Some(3), sound: Some(0), ..Symptoms::default() },
            factors: vec!["period".into(), "too little sleep".into()],
            medicine: vec![
                medicine("Sumatriptan 50 mg", MedicineClass::Triptan),
                medicine("Propranolol", MedicineClass::Preventive),
            ],
            note: format!("{long}\nsecond line "),
            ..attack("1")
        },
        Attack {
            ended: Some(at("2026-03-04T22:10:00+01:00")),
            aura_minutes: Some(60),
            symptoms: Symptoms { light: Some(1), ..Symptoms::default() },
            ..attack("2")
        },
    ];
    check(
        &to_html(&Report { attacks, ..report() }),
        &[
            "<td>80 h, over 72 h</td><td>8</td><td class=\"words\">left</td><td>75 min, over 60</td>\
             <td class=\"words\">moderate, severe, none</td>\
             <td class=\"words\">Sumatriptan 50 mg, Propranolol (preventive)</td>\
             <td class=\"words\">period, too little sleep</td>",
            &format!("<td class=\"words\" colspan=\"8\">Note: {long}\nsecond line</td>"),
            "<td>over 72 h</td><td>8</td><td class=\"words\">left</td><td>60 min</td><td class=\"words\">–, mild, –</td>",
        ],
    );
}

#[test]
fn what_is_not_listed_is_counted_and_nothing_unusual_is_left_out() {
    let mut attacks: Vec<Attack> = (0..40_u64)
        .map(|number| {
            let plain = attack(&number.to_string());
            Attack { started: plain.started - Days::new(2 * number), ended: None, ..plain }
        })
        .collect();
    attacks[30].note = "a note from long ago".into();
    attacks[35].aura_minutes = Some(90);
    attacks[36].ended = Some(attacks[36].started + TimeDelta::hours(100));
    let html = to_html(&Report { attacks, ..report() });
    check(
        &html,
        &[
            "And 13 more, from earlier: none over 72 h, with an aura over 60 min, or with a note. The export of the \
             journal holds them all.",
            "a note from long ago",
            "90 min, over 60",
            "100 h, over 72 h",
        ],
    );
    assert_eq!(html.matches("end not noted").count(), 26);
}

#[test]
fn attacks_are_summed_up_with_and_without_a_session() {
    let attack = |id: &str, minutes: Option<i64>, peak, aura| Attack {
        id: id.into(),
        ended: minutes.map(|minutes| DateTime::default() + TimeDelta::minutes(minutes)),
        peak,
        aura,
        ..Attack::default()
    };
    let attacks = vec![
        attack("1", Some(150), Some(4), Aura::Yes),
        attack("2", Some(30), Some(7), Aura::No),
        attack("3", None, Some(9), Aura::Unsaid),
        attack("4", Some(600), None, Aura::Unsaid),
    ];
    let with_session = ["1", "2"].map(str::to_owned).into();
    check(
        &to_html(&Report { attacks, with_session, ..report() }),
        &[
            "<td>All</td><td>4</td><td>2 h 30 min (of 3)</td><td>7 (of 3)</td>\
             <td class=\"words\">1 of 2 where it was said</td>",
            "<td>2</td><td>1 h 30 min</td><td>5.5</td><td class=\"words\">1 of 2 where it was said</td>",
            "<td>Without</td><td>2</td><td>10 h (of 1)</td><td>9 (of 1)</td><td></td>",
        ],
    );
}

#[test]
fn endpoints_are_told_as_so_many_of_so_many() {
    let share = |number, of, with_medicine| Share { number, of, with_medicine };
    let endpoints = Endpoints {
        answered: share(14, 20, 9),
        pain_free: share(3, 14, 2),
        relief: share(6, 12, 5),
        sustained: share(0, 8, 0),
    };
    let html = to_html(&Report { endpoints, ..report() });
    check(
        &html,
        &[
            "of all begun with pain</td><td>14 of 20</td><td>9 of 14</td>",
            "<td class=\"words\">Pain-free two hours later</td><td>3 of 14</td><td>2 of 3</td>",
            "from 4 or more of 10 to 3 or less</td><td>6 of 12</td><td>5 of 6</td>",
            "of those answered both times</td><td>0 of 8</td><td></td>",
            "Asked 2 to 8 hours and 20 to 36 hours after the end. 4 or more counts as moderate or severe, which is our",
        ],
    );
    assert!(!to_html(&report()).contains("After sessions in an attack"));
}

#[test]
fn the_latest_of_each_questionnaire_stands_beside_the_one_before() {
    let taken =
        |day: &str, scale| Assessment { id: day.into(), taken: at(&format!("{day}T10:00:00+01:00")), scale };
    let midas = |first| Scale::Midas([first, 4, 0, 0, 0, 21, 6]);
    let assessments = vec![
        taken("2025-06-01", midas(30)),
        taken("2025-12-01", midas(20)),
        taken("2025-12-02", Scale::Hit6(60)),
        taken("2026-03-01", midas(8)),
        taken("2026-05-01", midas(0)),
    ];
    let html = to_html(&Report { assessments: assessments.clone(), ..report() });
    check(
        &html,
        &[
            "<td>MIDAS</td><td>1 Mar 2026</td><td class=\"words\">12, moderate disability</td><td>21 days</td><td>6</td>\
           <td class=\"words\">1 Dec 2025: 24, severe disability</td>",
        ],
    );
    assert!(!html.contains("HIT-6"), "its latest is older than what the page is about");
    let range = (date("2025-12-01"), date("2026-02-28"));
    check(
        &to_html(&Report { assessments, range, ..report() }),
        &["<td>HIT-6</td><td>2 Dec 2025</td><td class=\"words\">60, severe impact</td><td></td><td></td>"],
    );
}

#[test]
fn sessions_are_told_with_their_medicine_and_never_from_four_answers() {
    let html = to_html(&report());
    check(
        &html,
        &[
            "<td class=\"words\">cold</td><td>attack</td><td>7 of 7</td><td>4 of 7</td><td>−3</td><td>−3 to −3</td>\
             <td class=\"words\">noticeably less pain</td>",
            "before/after scores can't show the routine caused it",
            "With medicine: taken from 2 hours before the start to 2 hours after the end, our limit.",
        ],
    );
    assert!(!html.contains(">few<"), "nothing is said of four answers");
}

#[test]
fn every_unwanted_effect_is_there_in_full() {
    let words = "dizzy ".repeat(90);
    let unwanted: Vec<_> = (0..20).map(|_| (date("2026-03-02"), "Neck".to_owned(), words.clone())).collect();
    let html = to_html(&Report { unwanted, ..report() });
    assert_eq!(html.matches(words.trim()).count(), 20);
}

#[test]
fn an_empty_diary_says_so() {
    let nothing = Report {
        attacks: vec![],
        noticed: vec![],
        unwanted: vec![],
        overview: Overview::default(),
        ..report()
    };
    let html = to_html(&nothing);
    check(&html, &["No attack was noted.", "Too few sessions", "The diary has no entry yet."]);
}
