//! Round trips, and imports that are refused.

use super::*;
use crate::journal::store::tests_support::{at, full_record, record};
use crate::journal::{Aura, Store};

fn everything() -> Everything {
    let attack = Attack {
        id: "a".into(),
        started: at("2026-03-28T22:00:00+01:00"),
        ended: Some(at("2026-03-29T12:00:00.5+02:00")),
        peak: Some(8),
        place: "left, behind the \"eye\"".into(),
        aura: Aura::Yes,
        medicine: full_record("x").medicine,
        note: "=1+1; line\r\nbreak".into(),
    };
    let open = Attack { id: "b".into(), started: at("2026-04-28T22:00:00+02:00"), ..Attack::default() };
    let begun = Record { outcome: Outcome::Stopped, ..record("2") };
    Everything { sessions: vec![full_record("1"), begun], attacks: vec![attack, open] }
}

#[test]
fn everything_goes_out_and_comes_back() {
    let all = everything();
    assert_eq!(from_json(&to_json(&all).unwrap()).unwrap(), all);
    assert_eq!(from_csv(&to_csv(&all).unwrap()).unwrap(), all);
    assert_eq!(from_csv(&to_csv(&Everything::default()).unwrap()).unwrap(), Everything::default());
}

#[test]
fn a_journal_that_is_brought_to_another_machine_is_the_same_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut here = Store::open(&folder.path().join("here.sqlite")).unwrap();
    let mut there = Store::open(&folder.path().join("there.sqlite")).unwrap();
    let all = everything();
    assert_eq!(here.import(&all.sessions, &all.attacks).unwrap(), 4);
    let taken = here.everything().unwrap();
    let brought = from_csv(&to_csv(&taken).unwrap()).unwrap();
    assert_eq!(there.import(&brought.sessions, &brought.attacks).unwrap(), 4);
    assert_eq!(there.import(&brought.sessions, &brought.attacks).unwrap(), 0);
    assert_eq!(there.everything().unwrap(), taken);
}

#[test]
fn no_cell_is_a_formula_and_excel_is_told_the_encoding() {
    let mut all = everything();
    let texts = ["=HYPERLINK(\"x\")", "+1", "-1", "@x", "\tx", "'=1", "''+1", "'quoted'", "1 = 1", "Größe"];
    all.sessions = (0..)
        .zip(texts)
        .map(|(id, text): (u32, &str)| Record {
            outcome: Outcome::Stopped,
            note: text.into(),
            title: text.into(),
            ..record(&id.to_string())
        })
        .collect();
    let csv = to_csv(&all).unwrap();
    assert!(csv.starts_with("\u{FEFF}entry,"));
    let mut reader = ::csv::Reader::from_reader(csv.trim_start_matches('\u{FEFF}').as_bytes());
    for cell in reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()) {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
    assert_eq!(from_csv(&csv).unwrap(), all);
}

#[test]
fn columns_in_any_order_and_cells_as_other_programs_write_them_are_read() {
    let text = "\u{FEFF}started,new,id,entry,pain_before,two_hours_declined\n\
        2026-03-29T01:59:30+01:00,?,1,session,6.0,\n2026-03-29T01:59:30Z,?,2,attack,,\n";
    let read = from_csv(text).unwrap();
    assert_eq!((read.sessions[0].pain_before, read.sessions[0].started), (Some(6), record("1").started));
    assert_eq!(read.attacks[0].id, "2");
}

#[test]
fn everything_that_is_wrong_is_told_with_its_line() {
    let text = "entry,id,started,pain_before,steps\nsession,1,yesterday,,\nmeal,2,,,\n\
        session,3,2026-03-29T01:59:30+01:00,many,\nsession,4,2026-03-29T01:59:30+01:00,,[1]\n";
    let ImportError::Entries(wrong) = from_csv(text).unwrap_err() else { panic!("they are entries") };
    assert_eq!(
        wrong.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "line 2: `yesterday` cannot stand in the column started",
            "line 3: `meal` is neither a session nor an attack",
            "line 4: `many` cannot stand in the column pain_before",
            "line 5: `[1]` cannot stand in the column steps",
        ]
    );
    assert!(from_csv("a,b\n1,2\n").unwrap_err().to_string().contains("no column `entry`"));
    assert!(from_json("{}").unwrap_err().to_string().contains("not a journal in JSON"));
    let newer = "{\"stillpoint_journal\": 2, \"sessions\": [], \"attacks\": []}";
    assert!(matches!(from_json(newer), Err(ImportError::Newer)));
}

#[test]
fn what_no_journal_can_hold_is_refused() {
    let refused = |change: &dyn Fn(&mut Record)| {
        let mut all = everything();
        change(&mut all.sessions[0]);
        from_json(&to_json(&all).unwrap()).unwrap_err().to_string()
    };
    assert!(refused(&|record| record.id = "../../x".into()).contains("cannot be an id"));
    assert!(refused(&|record| record.id = ".x".into()).contains("cannot be an id"));
    assert!(refused(&|record| record.pain_after = Some(11)).contains("pain is 11, at most 10"));
    assert!(refused(&|record| record.symptoms_after.light = Some(4)).contains("a symptom is 4"));
    assert!(refused(&|record| record.follow_ups[0].pain = Some(99)).contains("pain is 99"));
    assert!(refused(&|record| record.started = at("9999-03-29T01:59:30+01:00")).contains("the year 9999"));
    assert!(refused(&|record| record.note = "x".repeat(200_000)).contains("longer than"));
}

#[test]
fn a_session_that_was_going_on_elsewhere_does_not_go_on_here() {
    let all = Everything { sessions: vec![record("1")], attacks: Vec::new() };
    assert_eq!(from_json(&to_json(&all).unwrap()).unwrap().sessions[0].outcome, Outcome::Interrupted);
}
