//! What is handed over from the command line: tables, calendars, a page for the doctor, and attacks noted in a moment.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use stillpoint::journal::{Aura, Outcome, Record, Store};

use crate::person::Person;

fn said(output: &std::process::Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap() + &String::from_utf8(output.stderr.clone()).unwrap()
}

impl Person {
    #[track_caller]
    fn asks(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        said(&output)
    }

    /// Sessions of a few months, with pain before and after.
    fn with_sessions(self) -> Self {
        let now = chrono::Local::now().fixed_offset();
        let session = |number: u8| Record {
            id: format!("s-{number}"),
            routine: "cold-forehead".into(),
            title: "Cold on the forehead".into(),
            phase: Some("Attack".into()),
            started: now - chrono::Days::new(u64::from(number)),
            outcome: Outcome::Completed,
            pain_before: Some(8),
            pain_after: Some(5),
            note: "a, \"b\"\nc".into(),
            ..Record::default()
        };
        let mut store = Store::open(&self.path("data/stillpoint/journal.sqlite")).unwrap();
        store.import(&(0..40).map(session).collect::<Vec<_>>(), &[]).unwrap();
        self
    }
}

#[test]
fn what_is_exported_is_imported_once_on_another_machine() {
    let person = Person::new().with_sessions();
    person.asks(&["journal", "note-attack", "--peak", "7", "--where", "left"]);
    for ending in ["csv", "json"] {
        let file = person.path(&format!("out.{ending}")).display().to_string();
        let told = person.asks(&["journal", "export", &file]);
        assert!(told.starts_with("40 sessions and 1 attack written to "), "{told}");
        let other = Person::new();
        assert!(other.asks(&["journal", "import", &file]).starts_with("41 of 41 entries were new"));
        assert!(other.asks(&["journal", "import", &file]).starts_with("0 of 41 entries were new"));
        let (here, there) = (person.journal().unwrap(), other.journal().unwrap());
        assert_eq!(here.everything().unwrap(), there.everything().unwrap());
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let columns = person.asks(&["journal", "export", "--columns"]);
    assert!(columns.contains("pain_before          session: 0-10"), "{columns}");
}

#[test]
fn a_file_that_is_wrong_is_refused_as_a_whole() {
    let person = Person::new();
    let file = person
        .file("in.csv", "entry,id,started,pain_before\nsession,1,2026-03-01T08:00:00Z,6\nsession,2,x,y\n");
    let output = person.run(&["journal", "import", &file]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("nothing was taken") && said(&output).contains("line 3: `x`"));
    assert!(person.journal().is_none());
    let output = person.run(&["journal", "export", "out.xls"]);
    assert!(said(&output).contains(".csv, .json and .ics are"), "{}", said(&output));
}

#[test]
fn the_doctors_page_is_one_file() {
    let person = Person::new().with_sessions();
    person.asks(&["journal", "note-attack", "--medicine", "tablet", "--class", "triptan"]);
    let file = person.path("page.html").display().to_string();
    person.asks(&["journal", "report", &file, "--months", "2"]);
    let html = fs::read_to_string(&file).unwrap();
    for part in ["<td>Cold on the forehead</td><td>attack</td><td>40</td>", "noticeably less pain", "tablet"]
    {
        assert!(html.contains(part), "{part}");
    }
    let empty = Person::new();
    let output = empty.run(&["journal", "report", &file]);
    assert!(said(&output).contains("the journal is empty"));
}

#[test]
fn an_attack_is_noted_in_a_moment_and_ended_in_another() {
    let person = Person::new();
    let none = person.run(&["journal", "note-attack", "--over"]);
    assert!(said(&none).contains("no attack is noted that goes on"), "{}", said(&none));
    let told = person.asks(&["journal", "note-attack", "--aura", "yes"]);
    assert!(told.starts_with("Noted: an attack since "), "{told}");
    person.asks(&["journal", "note-attack", "--over", "--peak", "8", "--medicine", "tablet"]);
    let attacks = person.journal().unwrap().all_attacks().unwrap();
    assert_eq!(attacks.len(), 1);
    let attack = &attacks[0];
    assert_eq!((attack.peak, attack.aura, attack.medicine.len()), (Some(8), Aura::Yes, 1));
    assert!(attack.ended.is_some_and(|ended| ended >= attack.started));
    let later = person.run(&[
        "journal",
        "note-attack",
        "--started",
        "2026-03-02 10:00",
        "--ended",
        "2026-03-01 10:00",
    ]);
    assert!(said(&later).contains("cannot have ended before it began"));

    person.asks(&["journal", "delete", &attack.id]);
    assert_eq!(person.journal().unwrap().all_attacks().unwrap(), []);
    assert_eq!(person.asks(&["journal", "undelete", &attack.id]), "It is back.\n");
    assert_eq!(person.journal().unwrap().all_attacks().unwrap().len(), 1);
}

#[test]
fn planned_sessions_become_a_calendar() {
    let person = Person::new();
    let file = person.path("plan.ics").display().to_string();
    let output = person.run(&["journal", "export", &file]);
    assert!(said(&output).contains("no routine has a rhythm yet"));
    person.file("config/stillpoint/settings.ron", "(rhythms: [(\"longer-exhale\", 2)])");
    let told = person.asks(&["journal", "export", &file, "--at", "07:30"]);
    assert!(told.starts_with("16 sessions written to "), "{told}");
    let calendar = fs::read_to_string(&file).unwrap();
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 16);
    assert!(calendar.contains("T073000"));
}
