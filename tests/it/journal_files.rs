//! What is handed over from the command line: tables, calendars, a page for the doctor, and attacks noted in a moment.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use stillpoint::journal::{Aura, Everything, Outcome, Record, Store};

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
        store
            .import(
                &Everything { sessions: (0..40).map(session).collect(), ..Everything::default() },
                stillpoint::journal::Deleted::Stays,
            )
            .unwrap();
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
        assert!(told.starts_with("Saved 40 sessions and 1 attack in "), "{told}");
        let other = Person::new();
        assert!(other.asks(&["journal", "import", &file]).starts_with("Imported 41 entries."));
        assert!(
            other
                .asks(&["journal", "import", &file])
                .starts_with("Nothing is new. 41 entries are in the journal already.")
        );
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
    assert!(said(&output).contains("nothing was imported") && said(&output).contains("line 3: `x`"));
    assert!(person.journal().is_none());
    let output = person.run(&["journal", "export", "out.xls"]);
    assert!(said(&output).contains("use .csv, .json or .ics"), "{}", said(&output));
}

#[test]
fn the_doctors_page_is_one_file() {
    let person = Person::new().with_sessions();
    person.asks(&["journal", "note-attack", "--medicine", "tablet", "--class", "triptan"]);
    let file = person.path("page.html").display().to_string();
    person.asks(&["journal", "report", &file, "--months", "2"]);
    let html = fs::read_to_string(&file).unwrap();
    let routine = "Cold on the forehead</td><td>attack</td><td>40 of 40</td><td>1 of 40</td>";
    for part in [routine, "noticeably less pain", "tablet", "Migraine days"] {
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
    assert!(
        said(&none)
            .contains("there is no open attack in the journal; `stillpoint journal note-attack` notes one"),
        "{}",
        said(&none)
    );
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
    assert!(said(&later).contains("can't have ended before it began"));

    person.asks(&["journal", "delete", &attack.id]);
    assert_eq!(person.journal().unwrap().all_attacks().unwrap(), []);
    assert_eq!(person.asks(&["journal", "undelete", &attack.id]), "It's back in the journal.\n");
    assert_eq!(person.journal().unwrap().all_attacks().unwrap().len(), 1);
}

#[test]
fn planned_sessions_become_a_calendar() {
    let person = Person::new();
    let file = person.path("plan.ics").display().to_string();
    let output = person.run(&["journal", "export", &file]);
    assert!(said(&output).contains("you have no weekly goals yet"));
    person.file("config/stillpoint/settings.ron", "(rhythms: [(\"longer-exhale\", 2)])");
    let told = person.asks(&["journal", "export", &file, "--at", "07:30"]);
    assert!(told.starts_with("Saved 16 sessions in "), "{told}");
    let calendar = fs::read_to_string(&file).unwrap();
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 16);
    assert!(calendar.contains("T073000"));
}

#[test]
fn nothing_is_written_over_unasked_and_a_device_stays_one() {
    use std::os::unix::fs::{FileTypeExt as _, symlink};
    let person = Person::new().with_sessions();
    let commands: [(&str, &[&str]); 5] = [
        ("out.csv", &["journal", "export"]),
        ("out.json", &["journal", "export"]),
        ("out.html", &["journal", "report"]),
        ("out.stillpoint", &["pack", "temples", "-o"]),
        ("out.wav", &["render", "longer-exhale", "--minutes", "4", "--speech", "cues", "-o"]),
    ];
    for (name, command) in commands {
        let file = person.file(name, "mine");
        let target = person.file(&format!("target-{name}"), "mine");
        let link = person.path(&format!("link-{name}")).display().to_string();
        symlink(&target, &link).unwrap();
        let dangling = person.path(&format!("dangling-{name}")).display().to_string();
        symlink("nowhere", &dangling).unwrap();
        let null = person.path(&format!("null-{name}")).display().to_string();
        symlink("/dev/null", &null).unwrap();
        for path in [&file, &link, &dangling, &null] {
            let output = person.run(&[command, &[path]].concat());
            let told = said(&output);
            assert_eq!(output.status.code(), Some(2), "{path}: {told}");
            assert!(told.contains("already exists") && told.contains("--replace"), "{told}");
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
        person.asks(&[command, &[&file, "--replace"]].concat());
        assert_ne!(fs::read(&file).unwrap(), b"mine");
        // The link goes, not what it leads to.
        person.asks(&[command, &[&link, "--replace"]].concat());
        assert!(!fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "mine");
        // Through a link to a device: neither is replaced.
        let output = person.run(&[command, &[&null, "--replace"]].concat());
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(fs::symlink_metadata(&null).unwrap().is_symlink());

        // A pipe is written into, and stays one.
        let pipe = person.path(&format!("pipe-{name}"));
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read(pipe).unwrap()
        });
        person.asks(&[command, &[pipe.to_str().unwrap()]].concat());
        assert!(!reader.join().unwrap().is_empty(), "{name}");
        assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
    }
    // What the program was given as its output.
    let output = person.run(&["journal", "export", "/dev/stdout", "--as", "csv"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let table = String::from_utf8(output.stdout).unwrap();
    assert!(table.starts_with("\u{feff}entry,id,") && !table.contains("Saved"), "{table}");
    assert!(
        String::from_utf8(output.stderr).unwrap().contains("Saved 40 sessions and 0 attacks in /dev/stdout")
    );
    person.asks(&["journal", "report", "/dev/null"]);
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn a_note_as_long_as_a_command_line_can_give_it_comes_back() {
    let person = Person::new();
    let note = "x".repeat(131_000);
    person.asks(&["journal", "note-attack", "--note", &note]);
    let file = person.path("out.csv").display().to_string();
    person.asks(&["journal", "export", &file]);
    let other = Person::new();
    assert!(other.asks(&["journal", "import", &file]).starts_with("Imported 1 entry."));
    let output = person.run(&["journal", "note-attack", "--note", "a\u{1b}[2J"]);
    assert!(said(&output).contains("it contains an escape character"), "{}", said(&output));
}

#[test]
fn an_id_of_two_entries_is_refused_with_its_reason() {
    let person = Person::new();
    let entry =
        "\"id\": \"same\", \"started\": \"2026-03-01T10:00:00+01:00\", \"ended\": null, \"note\": \"\"";
    let text = format!(
        "{{\"stillpoint_journal\": 1, \"sessions\": [{{{entry}, \"routine\": \"r\", \"title\": \"T\", \"kind\": \
         \"Massage\", \"phase\": null, \"outcome\": \"Completed\", \"pain_before\": null, \"pain_after\": null, \
         \"feeling\": null, \"planned\": \"5m\", \"done\": \"5m\", \"steps\": [], \"changes\": []}}], \
         \"attacks\": [{{{entry}, \"peak\": null, \"place\": \"\", \"aura\": \"Unsaid\", \"medicine\": []}}]}}"
    );
    let output = person.run(&["journal", "import", &person.file("in.json", &text)]);
    assert!(said(&output).contains("more than one entry has the id `same`"), "{}", said(&output));
    assert!(person.journal().is_none());
}

#[test]
fn medicine_that_is_noted_afterwards_is_on_its_own_day() {
    let person = Person::new();
    for (day, taken) in [("2026-03-02", None), ("2026-03-09", Some("2026-03-09 11:30"))] {
        let started = format!("{day} 09:00");
        let mut arguments = vec!["journal", "note-attack", "--started", &started, "--medicine", "tablet"];
        arguments.extend(taken.iter().flat_map(|taken| ["--taken", taken]));
        person.asks(&arguments);
    }
    let attacks = person.journal().unwrap().all_attacks().unwrap();
    let taken: Vec<String> =
        attacks.iter().map(|attack| attack.medicine[0].taken.format("%Y-%m-%d %H:%M").to_string()).collect();
    assert_eq!(taken, ["2026-03-09 11:30", "2026-03-02 09:00"]);
    let future = person.run(&["journal", "note-attack", "--medicine", "x", "--taken", "2199-01-01 00:00"]);
    assert_eq!(future.status.code(), Some(2), "{}", said(&future));
}

#[test]
fn an_entry_is_corrected_undone_and_exported_as_corrected() {
    let person = Person::new().with_sessions();
    let told = person.asks(&["journal", "correct", "s-3", "--pain-after", "9", "--medicine", "tea"]);
    assert!(told.starts_with("Saved. Before: pain after 5."), "{told}");
    let csv = person.path("out.csv").display().to_string();
    person.asks(&["journal", "export", &csv]);
    let pain = |person: &Person| person.journal().unwrap().get("s-3").unwrap().unwrap().pain_after;
    assert_eq!(pain(&person), Some(9));
    assert_eq!(fs::read_to_string(&csv).unwrap().matches("\"\"what\"\":\"\"tea\"\"").count(), 1);
    assert!(person.asks(&["journal", "correct", "s-3", "--undo"]).contains("undone"));
    assert_eq!(pain(&person), Some(5));
    for (arguments, code) in [
        (&["journal", "correct", "s-3", "--undo"][..], 2),
        (&["journal", "correct", "nothing", "--note", "x"], 2),
        (&["journal", "correct", "s-3", "--remove-medicine", "coffee"], 2),
    ] {
        let output = person.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{}", said(&output));
    }
}

#[test]
fn a_questionnaire_is_answered_and_listed() {
    let person = Person::new();
    let told = person.asks(&["journal", "questionnaire", "--midas", "3,4,2,0,5,30,7", "--hit6", "62"]);
    assert!(
        told.contains("MIDAS 14, moderate disability") && told.contains("HIT-6 62, severe impact"),
        "{told}"
    );
    let listed = person.asks(&["journal", "questionnaire"]);
    assert!(listed.contains("MIDAS 14") && listed.contains("HIT-6 62"), "{listed}");
    for wrong in [&["--midas", "91,0,0,0,0,0,0"][..], &["--hit6", "12"], &["--midas", "1,2"]] {
        let output = person.run(&[&["journal", "questionnaire"], wrong].concat());
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    }
}
