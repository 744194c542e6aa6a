//! Records for tests to start with.

use chrono::{DateTime, FixedOffset};

use crate::journal::export::Everything;
use crate::journal::{
    Applied, Attack, Comfort, Feeling, FollowUpAnswer, Medicine, MedicineClass, Outcome, Point, Record,
    StepRecord, Symptom, Symptoms,
};
use crate::time::ExactDuration;

pub(crate) fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// A session that has just begun.
pub(crate) fn record(id: &str) -> Record {
    Record {
        id: id.into(),
        routine: "neck".into(),
        title: "Neck".into(),
        kind: "Massage".into(),
        phase: Some("Between".into()),
        started: at("2026-03-29T01:59:30+01:00"),
        pain_before: Some(6),
        planned: ExactDuration::from_secs(300),
        done: ExactDuration::from_millis(1500),
        steps: vec![StepRecord {
            name: "A".into(),
            planned: ExactDuration::from_secs(30),
            done: ExactDuration::from_millis(1500),
            comfort: None,
        }],
        changes: vec!["B instead of A.".into()],
        ..Record::default()
    }
}

/// A session with all optional fields filled in.
pub(crate) fn full_record(id: &str) -> Record {
    Record {
        ended: Some(at("2026-03-29T03:04:30+02:00")),
        outcome: Outcome::Stopped,
        pain_after: Some(4),
        feeling: Some(Feeling::Better),
        note: "warm; drop table session;'--\n\"HÄNDE\", = 1".into(),
        steps: vec![StepRecord {
            name: "A".into(),
            planned: ExactDuration::from_secs(30),
            done: ExactDuration::from_millis(1500),
            comfort: Some(Comfort::Bad),
        }],
        requested_length: Some(ExactDuration::from_mins(5)),
        states: vec!["TouchHurts".into(), "Nauseous".into()],
        position: ExactDuration::from_millis(61_500),
        dismissed: true,
        felt_wrong: true,
        hands_on: Some(ExactDuration::from_secs(40)),
        symptoms_before: Symptoms {
            nausea: Some(0),
            light: Some(1),
            sound: Some(2),
            touch: Some(3),
            function: Some(3),
            bothersome: Some(Symptom::Light),
        },
        symptoms_after: Symptoms { light: Some(1), ..Symptoms::default() },
        follow_ups: vec![
            FollowUpAnswer {
                point: Point::TwoHours,
                answered: at("2026-03-29T06:00:00+02:00"),
                pain: Some(2),
                feeling: Some(Feeling::Same),
                declined: false,
            },
            FollowUpAnswer {
                point: Point::NextDay,
                answered: at("2026-03-30T06:00:00+02:00"),
                pain: None,
                feeling: None,
                declined: true,
            },
        ],
        unwanted: "A little dizzy.".into(),
        medicine: vec![
            Medicine {
                name: "the small white one, 2".into(),
                taken: at("2026-03-29T01:30:00+01:00"),
                class: Some(MedicineClass::Triptan),
            },
            Medicine { name: "tea".into(), taken: at("2026-03-29T01:40:00+01:00"), class: None },
        ],
        applied: vec![Applied {
            pack: "Cold".into(),
            site: "Forehead".into(),
            from: at("2026-03-29T01:59:40+01:00"),
            lasted: ExactDuration::from_mins(10),
        }],
        ..record(id)
    }
}

/// Entries to import.
pub(crate) fn entries(sessions: &[Record], attacks: &[Attack]) -> Everything {
    Everything { sessions: sessions.to_vec(), attacks: attacks.to_vec(), ..Everything::default() }
}
