//! The attacks of the page.

use chrono::{DateTime, Days, TimeDelta};

use super::super::{Report, to_html};
use super::{attack, check, report};
use crate::journal::course::Course;
use crate::journal::store::tests_support::{at, record};
use crate::journal::{
    Attack, Aura, FollowUpAnswer, Medicine, MedicineClass, Outcome, Point, Record, Symptoms,
};

/// The lines of attacks without sessions.
fn alone(attacks: Vec<Attack>) -> Vec<Course> {
    attacks.into_iter().map(Course::from).collect()
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
                medicine("Sumatriptan 50 mg", MedicineClass::Triptan),
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
        &to_html(&Report { attacks: alone(attacks), ..report() }),
        &[
            "<td class=\"words\">80 h, over 72 h</td><td>8</td><td class=\"words\">left</td><td class=\"words\">75 min, over 60</td>\
             <td class=\"words\">moderate, severe, none</td>\
             <td class=\"words\">Sumatriptan 50 mg after 10 min (2 times); Propranolol (preventive) after 10 min</td>\
             <td class=\"words\">period, too little sleep</td>",
            &format!("<td class=\"words\" colspan=\"8\">Note: {long}\nsecond line</td>"),
            "<td class=\"words\">over 72 h</td><td>8</td><td class=\"words\">left</td><td class=\"words\">60 min</td><td class=\"words\">–, mild, –</td>",
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
    let html = to_html(&Report { attacks: alone(attacks), ..report() });
    check(
        &html,
        &[
            "13 earlier attacks aren't listed: without a note, at most 72 h long, and without an aura over 60 min. \
             An export of the journal has all of them.",
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
    let with_session = |attack: Attack| {
        let session = Record { started: attack.started, ..record("cold") };
        let is_with = ["1", "2"].contains(&attack.id.as_str());
        let now = attack.started;
        Course::of(attack, is_with.then_some(session).into_iter().collect(), &[], Vec::new(), now)
    };
    let attacks = attacks.into_iter().map(with_session).collect();
    check(
        &to_html(&Report { attacks, ..report() }),
        &[
            "<td>All</td><td>4</td><td>2 h 30 min (of 3)</td><td>7 (of 3)</td>\
             <td>1 of 2 answered</td>",
            "<td>2</td><td>1 h 30 min</td><td>5.5</td><td>1 of 2 answered</td>",
            "<td>Without</td><td>2</td><td>10 h (of 1)</td><td>9 (of 1)</td><td></td>",
        ],
    );
}

#[test]
fn what_was_done_stands_along_the_attack() {
    let started = at("2026-03-01T22:00:00+01:00");
    let session = |title: &str, minutes: i64, phase: &str| Record {
        title: title.into(),
        phase: Some(phase.into()),
        started: started + TimeDelta::minutes(minutes),
        outcome: Outcome::Completed,
        pain_before: Some(7),
        pain_after: Some(5),
        ..record(title)
    };
    let mut cold = session("Cold", 40, "Attack");
    cold.follow_ups = vec![FollowUpAnswer {
        point: Point::TwoHours,
        answered: started + TimeDelta::minutes(200),
        pain: Some(3),
        feeling: None,
        declined: false,
    }];
    let sessions = vec![session("Breathing", -14 * 60, "Prodrome"), cold];
    let course = Course::of(attack("1"), sessions, &[], Vec::new(), started + TimeDelta::days(9));
    let html = to_html(&Report { attacks: vec![course], ..report() });
    check(
        &html,
        &[
            "Warning signs, Breathing 14 h before: pain 7, then 5; ",
            "Cold after 40 min: pain 7, then 5, pain 3 two hours later",
        ],
    );
}
