//! Round trips, and imports that are refused.

use super::*;
use crate::journal::store::tests_support::{at, full_record, record};
use crate::journal::{Assessment, Aura, Deleted, Scale, Store};
use crate::time::ExactDuration;

fn everything() -> Everything {
    let attack = Attack {
        id: "a".into(),
        started: at("2026-03-28T22:00:00+01:00"),
        ended: Some(at("2026-03-29T12:00:00.5+02:00")),
        peak: Some(8),
        place: "left, behind the \"eye\"".into(),
        aura: Aura::Yes,
        aura_minutes: Some(75),
        symptoms: full_record("x").symptoms_before,
        factors: vec!["period".into(), "slept badly, again".into()],
        absent: vec!["skipped a meal".into()],
        medicine: full_record("x").medicine,
        note: "=1+1; line\r\nbreak".into(),
    };
    let open = Attack { id: "b".into(), started: at("2026-04-28T22:00:00+02:00"), ..Attack::default() };
    let begun = Record { outcome: Outcome::Stopped, ..record("2") };
    let taken = at("2026-03-30T12:00:00+02:00");
    let assessments = vec![
        Assessment { id: "m".into(), taken, scale: Scale::Midas([1, 2, 3, 4, 5, 60, 7]) },
        Assessment { id: "h".into(), taken: taken + chrono::TimeDelta::hours(1), scale: Scale::Hit6(62) },
    ];
    Everything { sessions: vec![full_record("1"), begun], attacks: vec![attack, open], assessments }
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
    assert_eq!(here.import(&all, Deleted::Stays).unwrap().new, 6);
    let taken = here.everything().unwrap();
    let brought = from_csv(&to_csv(&taken).unwrap()).unwrap();
    assert_eq!(there.import(&brought, Deleted::Stays).unwrap().new, 6);
    assert_eq!(there.import(&brought, Deleted::Stays).unwrap().new, 0);
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
            "line 2: `yesterday` isn't allowed in the column started",
            "line 3: `meal` is neither a session nor an attack nor an assessment",
            "line 4: `many` isn't allowed in the column pain_before",
            "line 5: `[1]` isn't allowed in the column steps",
        ]
    );
    assert!(from_csv("a,b\n1,2\n").unwrap_err().to_string().contains("the column `entry` is missing"));
    assert!(from_json("{}").unwrap_err().to_string().contains("isn't a journal in JSON"));
    let json = to_json(&Everything { sessions: vec![record("1")], ..Everything::default() }).unwrap();
    for (long, most) in [("", 400), (&*"x".repeat(100_000), 500)] {
        let forged = json.replace("\"Running\"", &format!("\"a\\nForged\\u001b[8m{long}\""));
        let told = from_json(&forged).unwrap_err().to_string();
        assert!(told.contains("`a\\nForged\\u{1b}[8m") && told.chars().count() < most, "{told}");
        assert!(!told.contains(['\n', '\u{1b}']) && told.contains(" at line "), "{told}");
    }
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
    assert!(refused(&|record| record.id = "../../x".into()).contains("can't be an id"));
    assert!(refused(&|record| record.id = ".x".into()).contains("can't be an id"));
    assert!(
        refused(&|record| record.pain_after = Some(11)).contains("pain is 11, but the highest value is 10")
    );
    assert!(refused(&|record| record.symptoms_after.light = Some(4)).contains("a symptom is 4"));
    assert!(refused(&|record| record.follow_ups[0].pain = Some(99)).contains("pain is 99"));
    assert!(
        refused(&|record| record.started = at("9999-03-29T01:59:30+01:00"))
            .contains("the year can't be 9999")
    );
    assert!(refused(&|record| record.note = "x".repeat(LONGEST_TEXT + 1)).contains("longer than"));
}

#[test]
fn a_session_that_was_going_on_elsewhere_does_not_go_on_here() {
    let all = Everything { sessions: vec![record("1")], ..Everything::default() };
    assert_eq!(from_json(&to_json(&all).unwrap()).unwrap().sessions[0].outcome, Outcome::Interrupted);
}

type Change = fn(&mut Everything, String);

#[test]
fn every_text_is_looked_at_and_what_is_long_is_counted_in_letters() {
    let both = |all: &Everything| {
        let csv = from_csv(&to_csv(all).unwrap());
        let json = from_json(&to_json(all).unwrap());
        [csv, json].map(|read| read.map_err(|error| error.to_string()))
    };
    // As long as a text can be, in letters of four bytes.
    let mut long = everything();
    long.sessions[0].note = "𝄞".repeat(LONGEST_TEXT);
    long.attacks[0].note = format!("{}\n\tb", "ü".repeat(LONGEST_TEXT - 3));
    for read in both(&long) {
        assert_eq!(read.unwrap(), long);
    }
    let of_sessions: [Change; 12] = [
        |all, text| all.sessions[0].title = text,
        |all, text| all.sessions[0].routine = text,
        |all, text| all.sessions[0].kind = text,
        |all, text| all.sessions[0].phase = Some(text),
        |all, text| all.sessions[0].steps[0].name = text,
        |all, text| all.sessions[0].changes[0] = text,
        |all, text| all.sessions[0].states[0] = text,
        |all, text| all.sessions[0].applied[0].site = text,
        |all, text| all.sessions[0].medicine[0].name = text,
        |all, text| all.sessions[0].unwanted = text,
        |all, text| all.attacks[0].place = text,
        |all, text| all.attacks[0].note = text,
    ];
    for (place, change) in of_sessions.into_iter().enumerate() {
        let hidden = "a\u{1b}]52;c;eA==\u{7}".to_owned();
        for (text, expected) in
            [(hidden, "contains an escape character"), ("𝄞".repeat(LONGEST_TEXT + 1), "longer than")]
        {
            let mut all = everything();
            change(&mut all, text);
            for read in both(&all) {
                let told = read.unwrap_err();
                assert!(told.contains(expected), "{place}: {told}");
                assert!(crate::characters::first_hidden(&told.replace("\n  ", "")).is_none(), "{told:?}");
            }
        }
    }
    let mut all = everything();
    all.sessions[0].changes = vec!["a".into(); MOST_PARTS + 1];
    assert!(both(&all).into_iter().all(|read| read.unwrap_err().contains("more parts than any entry")));
}

#[test]
fn what_an_editor_puts_before_a_file_does_not_matter() {
    let all = everything();
    assert_eq!(from_json(&format!("\u{FEFF}{}", to_json(&all).unwrap())).unwrap(), all);
    assert_eq!(from_csv(&format!("\u{FEFF}{}", to_csv(&all).unwrap())).unwrap(), all);
}

#[test]
fn an_id_belongs_to_one_entry_alone() {
    let text = "entry,id,started\nsession,1,2026-03-29T01:59:30Z\nattack,2,2026-03-29T01:59:30Z\n\
        attack,1,2026-03-29T01:59:30Z\nattack,2,2026-03-29T01:59:30Z\n";
    assert_eq!(
        from_csv(text).unwrap_err().to_string(),
        "line 4: it has the same id, `1`, as line 2; each entry needs its own\n  \
         line 5: it has the same id, `2`, as line 3; each entry needs its own"
    );
    let mut all = everything();
    all.attacks[0].id = "1".into();
    let twice = "more than one entry has the id `1`; each needs its own";
    assert_eq!(from_json(&to_json(&all).unwrap()).unwrap_err().to_string(), twice);
    all = everything();
    all.sessions.push(all.sessions[0].clone());
    assert_eq!(from_json(&to_json(&all).unwrap()).unwrap_err().to_string(), twice);
}

/// A file as a spreadsheet of another country saves it.
#[track_caller]
fn check_read(text: &str, expected: &Everything) {
    assert_eq!(&from_csv(text).unwrap(), expected);
}

#[test]
fn what_spreadsheets_of_other_countries_save_is_read() {
    let session = Record {
        pain_before: Some(4),
        planned: ExactDuration::from_millis(3_412),
        outcome: Outcome::Completed,
        ..record("1")
    };
    let attack = Attack {
        id: "2".into(),
        started: session.started,
        peak: Some(7),
        place: "left; temple, eye".into(),
        note: "line one\nline two, \"quoted\"; semi\ttab".into(),
        ..Attack::default()
    };
    let all = Everything { sessions: vec![session], attacks: vec![attack], ..Everything::default() };
    let text = to_csv(&all).unwrap();
    check_read(&text, &all);
    let saved_with = |delimiter: u8, comma: bool| {
        let mut rows = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.trim_start_matches(MARK).as_bytes());
        let mut writer = ::csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(::csv::Terminator::CRLF)
            .from_writer(Vec::new());
        for row in rows.records() {
            let row = row.unwrap();
            let cells = row.iter().map(|cell| match cell {
                "4" if comma => "4,0".to_owned(),
                "3.412" if comma => "3,412".to_owned(),
                other => other.to_owned(),
            });
            writer.write_record(cells).unwrap();
        }
        format!("{MARK}{}", String::from_utf8(writer.into_inner().unwrap()).unwrap())
    };
    for (delimiter, comma) in [(b',', false), (b',', true), (b';', true), (b'\t', true)] {
        check_read(&saved_with(delimiter, comma), &all);
    }
}

#[test]
fn a_number_that_can_mean_two_things_is_refused() {
    let text = to_csv(&Everything { sessions: vec![record("1")], ..Everything::default() }).unwrap();
    for ambiguous in ["1.200", "\"1,200\"", "1.000"] {
        let text = text.replacen(",1.5,", &format!(",{ambiguous},"), 1);
        let told = from_csv(&text).unwrap_err().to_string();
        assert!(told.contains("done_seconds"), "{told}");
    }
}

#[test]
fn a_fault_is_told_at_its_line_however_lines_end() {
    let sessions: Vec<Record> = ["a", "b", "c", "d"].iter().map(|id| record(id)).collect();
    let text = to_csv(&Everything { sessions, ..Everything::default() }).unwrap();
    // The fourth session is on the fifth line.
    let wrong = text.replace(",d,", ",d/e,").replace("\r\n", "\n");
    let wrong = wrong.replacen("\nsession,d/e", "\nnonsense,d", 1);
    for text in [wrong.clone(), wrong.replace('\n', "\r\n")] {
        let told = from_csv(&text).unwrap_err().to_string();
        assert!(told.contains("line 5: "), "{told}");
    }
}
