//! The page for the doctor, part by part.

use std::collections::BTreeMap;

use super::*;
use crate::journal::store::tests_support::{at, full_record};
use crate::journal::summary::endpoints::Share;
use crate::journal::summary::medicine::{Group, Most};
use crate::journal::summary::months::{Kept, Month};
use crate::journal::summary::{Alike, noticed};
use crate::journal::{Attack, Aura, Scale};

mod attacks;
mod medicine;

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
        attacks: vec![attack("1").into()],
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
fn nothing_that_was_entered_runs_in_it_and_nothing_is_fetched() {
    let hostile = "<script>alert(1)</script> & \u{202e}\"left\"";
    let attacks = vec![Attack {
        place: hostile.into(),
        note: hostile.into(),
        factors: vec![hostile.into()],
        ..attack("1")
    }];
    let unwanted = vec![(date("2026-03-02"), hostile.into(), hostile.into())];
    let attacks = attacks.into_iter().map(Course::from).collect();
    let html =
        to_html(&Report { attacks, unwanted, own_medicines: vec![(hostile.into(), None)], ..report() });
    let written = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; \\u{202e}&quot;left&quot;";
    assert_eq!(html.matches(written).count(), 6);
    assert_eq!(html.matches("<script").count(), 1, "the one that asks to print");
    for forbidden in ["http://", "https://", "url(", "src="] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
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
            "of all sessions started with pain</td><td>14 of 20</td><td>9 of 14</td>",
            "<td class=\"words\">Pain-free two hours later</td><td>3 of 14</td><td>2 of 3</td>",
            "from 4 or more out of 10 to 3 or less</td><td>6 of 12</td><td>5 of 6</td>",
            "of all sessions answered both times</td><td>0 of 8</td><td></td>",
            "Asked 2 to 8 hours and 20 to 36 hours after the end of the session. 4 or more counts as moderate or severe, which is our",
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
        &to_html(&Report { range, assessments, ..report() }),
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
            "before/after scores can't show that the routine caused the change",
            "With medicine: taken between 2 hours before the start and 2 hours after the end (our limit).",
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
    check(&html, &["No attack was noted.", "Too few sessions", "The diary has no entries yet."]);
}
