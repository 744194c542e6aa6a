//! The program itself, as a person or a script at a terminal has it: what it prints, how it exits, what it keeps.

use std::fs;
use std::io::{BufRead as _, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use chrono::{TimeDelta, Utc};
use stillpoint::journal::{Applied, Attack, Everything, Feeling, Outcome, Record, Store};
use stillpoint::library::Library;
use stillpoint::time::ExactDuration;

use crate::person::{Person, wait_for};

/// Two seconds of steps, of which the second has no words.
pub const SHORT: &str = "(format: 1, title: \"Two seconds\", kind: Mixed, suits: [Between], evidence: Traditional, \
     needs: [\"A chair\"], cautions: [\"Stop if it hurts.\"], steps: [\
         Rest(name: \"Sit\", lasts: \"1s\", say: \"Sit.\"),\
         Rest(name: \"Stand\", lasts: \"1s\", say: \"Stand.\"),\
     ])";

/// Longer than any test waits.
pub const LONG: &str = "(format: 1, title: \"Two minutes\", kind: Mixed, suits: [Between], evidence: Traditional, \
     steps: [Rest(name: \"Sit\", lasts: \"2m\", say: \"Sit.\")])";

impl Person {
    /// Plays a file without sound, up to the line that `is_it` knows.
    fn play_until(&self, file: &str, is_it: impl Fn(&str) -> bool) -> Playing {
        let mut command = self.command(&["play", file, "--terminal", "--silent"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut playing = Playing { child, lines };
        let mut seen = Vec::new();
        while !seen.last().is_some_and(|line: &String| is_it(line)) {
            let line = playing.lines.next().unwrap_or_else(|| panic!("it ended after {seen:#?}"));
            seen.push(line.unwrap());
        }
        playing
    }
}

/// A session in a process, killed without a word when it is dropped; its output stays open until then.
struct Playing {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Drop for Playing {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Holds that it fails with this exit code and one sentence in which all of these occur, and prints nothing else.
#[track_caller]
pub fn check_refused(output: &Output, code: i32, with: &[&str]) {
    let said = stderr(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert_eq!(stdout(output), "");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.starts_with("stillpoint: "), "{said}");
    for part in with {
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn a_session_is_printed_step_by_step_and_lies_in_the_journal_when_it_is_over() {
    let person = Person::new();
    let file = person.file("short.ron", SHORT);
    let output = person.run(&["play", &file, "--terminal", "--silent", "--pain", "6"]);
    let printed = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{printed}{}", stderr(&output));
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(
        lines,
        [
            "Two seconds, 2 s",
            "  You'll need: A chair",
            "  Stop if it hurts.",
            "  Evidence: Traditional; little evidence. Not medical advice.",
            "",
            "0:02 left  Get ready  Two seconds. 10 seconds.",
            "0:02 left  Sit  Sit.",
            "0:01 left  Stand  Stand.",
            "0:00 left  The end  That's all. Rest for as long as you like.",
            "Saved in the journal.",
        ]
    );

    let journal = person.run(&["journal"]);
    let listed = stdout(&journal);
    assert_eq!(listed.lines().count(), 1, "{listed}");
    assert!(listed.contains("Two seconds  2 s of 2 s, completed, pain before: 6"), "{listed}");
    let record = &person.records()[0];
    assert_eq!(
        (record.outcome, record.done, record.planned),
        (Outcome::Completed, record.planned, record.done)
    );
    let in_full = stdout(&person.run(&["journal", "--show", &record.id]));
    assert!(
        in_full.contains("0:01 of 0:01     Sit") && in_full.contains("0:01 of 0:01     Stand"),
        "{in_full}"
    );
}

#[test]
fn a_killed_session_is_in_the_journal_up_to_its_last_second() {
    let person = Person::new();
    let file = person.file("long.ron", LONG);
    let playing = person.play_until(&file, |line| line.contains("Sit."));
    let (id, done) = wait_for("the first second of the step", || person.progress());
    let record = person.records().remove(0);
    assert_eq!((&record.id, record.outcome, record.ended), (&id, Outcome::Running, None));
    let mut store = Store::open(&person.path("data/stillpoint/journal.sqlite")).unwrap();
    store.close_abandoned(Utc::now() + TimeDelta::days(1)).unwrap();
    assert_eq!(store.newest(10).unwrap()[0].outcome, Outcome::Running, "its program still plays it");
    drop(playing);

    store.close_abandoned(Utc::now()).unwrap();
    let left = store.newest(10).unwrap();
    assert_eq!((left.len(), left[0].outcome), (1, Outcome::Interrupted));
    assert!(left[0].done >= done);
    assert_eq!(left[0].steps.iter().map(|step| step.done).sum::<ExactDuration>(), left[0].done);
    assert_eq!(person.progress(), None, "what was appended is in the journal");
}

#[test]
fn a_session_that_the_system_asks_to_end_is_closed_in_the_journal() {
    for (signal, code) in [("HUP", 129), ("INT", 130), ("TERM", 143)] {
        let person = Person::new();
        let file = person.file("long.ron", LONG);
        let mut playing = person.play_until(&file, |line| line.contains("Get ready"));
        let process = playing.child.id().to_string();
        // The shell's own: a small system has no other.
        let mut kill = Command::new("sh");
        assert!(kill.args(["-c", "kill -s $0 $1", signal, &process]).status().unwrap().success());
        assert_eq!(playing.child.wait().unwrap().code(), Some(code), "{signal}");
        let rest: Vec<String> = playing.lines.by_ref().map(Result::unwrap).collect();
        assert_eq!(rest, ["Stopped. What you did is saved in the journal."], "{signal}");
        let records = person.records();
        assert_eq!(records.len(), 1, "{signal}");
        assert_eq!((records[0].outcome, records[0].ended.is_some()), (Outcome::Closed, true), "{signal}");
    }
}

#[test]
fn a_journal_that_cannot_be_written_is_told_and_the_session_is_written_by_the_next_start() {
    let person = Person::new();
    let file = person.file("long.ron", LONG);
    // A file where the folder should be keeps out even those who may write everywhere.
    person.file("data", "");
    let playing = person.play_until(&file, |line| line.ends_with("can be saved."));
    let spooled = || fs::read_dir(person.path("run/stillpoint/unsaved")).ok()?.next();
    let _kept = wait_for("what is kept meanwhile", spooled);
    drop(playing);

    fs::remove_file(person.path("data")).unwrap();
    let _next = person.play_until(&file, |line| line.contains("Get ready"));
    let mended = wait_for("the session before", || {
        person.records().into_iter().find(|record| record.outcome == Outcome::Interrupted)
    });
    assert_eq!(mended.title, "Two minutes");
}

#[test]
fn without_a_display_one_sentence_names_the_way_without_a_window() {
    let person = Person::new();
    check_refused(&person.run(&[]), 2, &["no window can be opened", "--terminal"]);
    check_refused(
        &person.run(&["play", "neck-and-shoulders-5"]),
        2,
        &["no window can be opened", "--terminal"],
    );
}

/// What is in the journal of somebody who had cold on the forehead half an hour ago, and of somebody whose attack has
/// gone on for days.
fn journal(person: &Person, sessions: &[Record], attacks: &[Attack]) {
    let path = person.path("data/stillpoint/journal.sqlite");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let (sessions, attacks) = (sessions.to_vec(), attacks.to_vec());
    let everything = Everything { sessions, attacks, ..Everything::default() };
    Store::open(&path).unwrap().import(&everything, stillpoint::journal::Deleted::Stays).unwrap();
}

fn cold_half_an_hour_ago() -> Record {
    let from = Utc::now().fixed_offset() - TimeDelta::minutes(40);
    let (pack, site, lasted) = ("Cold".into(), "Forehead".into(), ExactDuration::from_mins(10));
    Record {
        id: "cold".into(),
        routine: "cold-forehead".into(),
        started: from,
        ended: Some(from + TimeDelta::minutes(10)),
        outcome: Outcome::Completed,
        applied: vec![Applied { pack, site, from, lasted }],
        ..Record::default()
    }
}

#[test]
fn a_terminal_is_held_by_the_same_gate_as_a_window() {
    let play = |person: &Person, more: &[&str]| {
        let arguments = [&["play", "--terminal", "--silent"], more].concat();
        let output = person.run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
        (stdout(&output), stderr(&output))
    };
    let (shown, told) = play(&Person::newcomer(), &["longer-exhale"]);
    assert!(
        shown.contains("A sudden, severe headache") && told.contains("in a terminal or in the window"),
        "{told}"
    );

    let person = Person::new();
    person.file(
        "config/stillpoint/settings.ron",
        "(red_flags_seen: true, pack_explained: true, emergency_number: \"112\", not_usual_since: \"2026-11-03T07:15:00+01:00\")",
    );
    let (shown, _) = play(&person, &["longer-exhale"]);
    assert!(shown.contains("isn't like your usual attacks") && shown.contains("112"), "{shown}");

    let person = Person::new();
    let started = Utc::now().fixed_offset() - TimeDelta::hours(80);
    journal(&person, &[], &[Attack { id: "long".into(), started, ..Attack::default() }]);
    assert!(play(&person, &["longer-exhale"]).1.contains("more than 72 hours"));

    let person = Person::new();
    journal(&person, &[cold_half_an_hour_ago()], &[]);
    assert!(play(&person, &["cold-forehead"]).1.contains("You can cool the forehead again in"));

    let person = Person::new();
    let (_, told) = play(&person, &["full-hour", "--phase", "attack"]);
    assert!(told.contains("not recommended right now") && told.contains("--anyway"), "{told}");
    person.file("config/stillpoint/about-me.ron", "(Raynaud: Yes)");
    let (_, told) = play(&person, &["cold-forehead"]);
    assert!(told.contains("fingers turn white") && !told.contains("again in"), "{told}");

    // A journal that cannot be read has not said that nothing was done.
    let person = Person::new();
    fs::create_dir_all(person.path("data/stillpoint/journal.sqlite")).unwrap();
    let (shown, told) = play(&person, &["longer-exhale"]);
    assert!(shown.contains("Stillpoint can't check what you did recently"), "{shown}");
    assert!(told.contains("in a terminal or in the window"), "{told}");
}

#[test]
fn an_unknown_routine_gets_a_suggestion() {
    let person = Person::new();
    for command in ["play", "show", "words"] {
        let output = person.run(&[command, "neck-and-sholders-5"]);
        check_refused(&output, 2, &["`neck-and-sholders-5`", "did you mean `neck-and-shoulders-5`?"]);
    }
    let far = person.run(&["show", "xyz"]);
    check_refused(&far, 2, &["`stillpoint list` lists them all"]);
    assert!(!stderr(&far).contains("did you mean"));
}

#[test]
fn a_length_out_of_reach_names_the_nearest() {
    let person = Person::new();
    let shipped = Library::open(None);
    let range = shipped.find("neck-and-shoulders-10").unwrap().routine.as_ref().unwrap().range();
    for (minutes, nearest) in [("60", range.longest), ("1", range.shortest)] {
        let output = person.run(&["show", "neck-and-shoulders-10", "--minutes", minutes]);
        let named = format!("the nearest length that its steps allow is {nearest}");
        check_refused(&output, 2, &["can't last", &named]);
    }
    let fits = person.run(&["show", "neck-and-shoulders-10", "--minutes", "8"]);
    assert!(stdout(&fits).contains("“Neck and shoulders. 8 minutes.”"));
    assert_eq!(fits.status.code(), Some(0));
}

#[test]
fn check_exits_by_what_it_found() {
    let person = Person::new();
    let good = person.file("good.ron", SHORT);
    let broken = person.file("broken.ron", &SHORT.replace("1s", "one second"));

    let fine = person.run(&["check", &good]);
    assert_eq!((fine.status.code(), stdout(&fine).as_str()), (Some(0), "1 file checked, no errors.\n"));
    let found = person.run(&["check", &good, &broken]);
    assert_eq!(
        (found.status.code(), stdout(&found).as_str()),
        (Some(1), "2 files checked, 1 with errors.\n")
    );
    assert!(stderr(&found).contains("one second"));
    check_refused(&person.run(&["check", "not-there.ron"]), 2, &["not-there.ron"]);
}

#[test]
fn the_list_names_what_can_be_played_and_what_cannot() {
    let person = Person::new();
    person.file("data/stillpoint/routines/mine.ron", SHORT);
    person.file("data/stillpoint/routines/broken.ron", "(");
    let output = person.run(&["list"]);
    let listed = stdout(&output);
    assert_eq!(output.status.code(), Some(0));
    let line = |id: &str| listed.lines().find(|line| line.starts_with(id)).unwrap_or_default();
    assert!(line("neck-and-shoulders-5").ends_with("5 min  Neck and shoulders"), "{listed}");
    assert!(line("mine").ends_with("2 s  Two seconds  (yours)"), "{listed}");
    assert!(line("broken").contains("has errors: `stillpoint check` shows them"), "{listed}");
}

#[test]
fn the_journal_is_empty_at_first_and_says_so() {
    let person = Person::new();
    let output = person.run(&["journal"]);
    assert_eq!(
        (output.status.code(), stdout(&output).as_str()),
        (Some(0), "There is nothing in the journal yet.\n")
    );
    assert!(!person.path("data").exists(), "looking leaves nothing behind");
}

#[test]
fn the_journal_lists_sessions_and_attacks_by_their_time_each_on_one_line() {
    let person = Person::new();
    let attack = Attack {
        id: "bad".into(),
        started: Utc::now().fixed_offset() - TimeDelta::minutes(20),
        peak: Some(7),
        place: "left temple".into(),
        note: "two\nlines".into(),
        ..Attack::default()
    };
    let session = Record { title: "Cold".into(), note: "one\r\n\r\ntwo".into(), ..cold_half_an_hour_ago() };
    journal(&person, &[session], &[attack]);
    let listed = stdout(&person.run(&["journal"]));
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines.len(), 2, "{listed}");
    assert!(
        lines[0].ends_with("  Attack, end not noted, worst pain 7, left temple  “two lines”  [bad]"),
        "{listed}"
    );
    assert!(lines[1].contains("  Cold  ") && lines[1].ends_with("  “one two”  [cold]"), "{listed}");
    assert_eq!(stdout(&person.run(&["journal", "--last", "1"])), format!("{}\n", lines[0]));

    let noted = person.run(&[
        "journal",
        "correct",
        "bad",
        "--aura",
        "yes",
        "--medicine",
        "Ibuprofen",
        "--class",
        "simple",
    ]);
    assert_eq!(noted.status.code(), Some(0), "{}", stderr(&noted));
    let in_full = stdout(&person.run(&["journal", "--show", "bad"]));
    assert!(in_full.contains("  It began · with aura\n"), "{in_full}");
    assert!(in_full.contains("  Ibuprofen, simple painkiller\n"), "{in_full}");
    check_refused(&person.run(&["journal", "--show", "good"]), 2, &["no entry `good`"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_behind_the_output_says_what_was_done() {
    let person = Person::new();
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = person.command(&["journal", "note-attack", "--peak", "6"]);
    let output = command.stdout(full).stderr(Stdio::piped()).output().unwrap();
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("Noted: an attack since") && said.contains("can't be written"), "{said}");
    assert!(stdout(&person.run(&["journal"])).contains("worst pain 6"));
}

#[test]
fn a_locale_without_a_language_wins_over_a_list_of_languages() {
    let person = Person::new();
    let title = |locale: &str| {
        let mut command = person.command(&["show", "longer-exhale"]);
        command.env("LANGUAGE", "de").env("LC_ALL", locale);
        stdout(&command.output().unwrap()).lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(title("en_US.UTF-8"), "Länger ausatmen");
    assert_eq!(title("C"), "Longer exhale");
    assert_eq!(title("C.UTF-8"), "Longer exhale");
}

#[test]
fn the_version_says_when_it_was_built_and_what_it_reads() {
    let person = Person::new();
    let short = stdout(&person.run(&["-V"]));
    assert_eq!(short, format!("stillpoint {}\n", env!("CARGO_PKG_VERSION")));
    let long = stdout(&person.run(&["--version"]));
    assert!(long.starts_with(&short) && long.contains("\nBuilt on "), "{long}");
    assert!(long.contains("routine files up to format 1 and journals up to version"), "{long}");
}

#[test]
fn every_command_says_what_it_does() {
    let person = Person::new();
    for (arguments, says) in [
        (vec!["--help"], "Guided self-care routines"),
        (vec!["list", "--help"], "List the routines"),
        (vec!["show", "--help"], "second by second"),
        (vec!["words", "--help"], "a sentence a line"),
        (vec!["play", "--help"], "Play a routine"),
        (vec!["journal", "--help"], "what you did and how it felt"),
        (vec!["check", "--help"], "Look for problems"),
    ] {
        let output = person.run(&arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(stdout(&output).lines().next().unwrap_or_default().contains(says), "{}", stdout(&output));
    }
}

#[test]
fn a_reader_that_went_away_is_no_fault() {
    let person = Person::new();
    let file = person.file("long.ron", LONG);
    for arguments in [
        &["list"][..],
        &["show", "neck-and-shoulders-5"],
        &["journal"],
        &["check", &file],
        &["play", &file, "--terminal", "--silent"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = person.command(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        let said = stderr(&output);
        assert!(!said.contains("panicked"), "{arguments:?}: {said}");
        let expected = if arguments[0] == "play" { Some(2) } else { Some(0) };
        assert_eq!(output.status.code(), expected, "{arguments:?}: {said}");
    }
    // The session that nobody saw is there all the same.
    assert_eq!(person.records()[0].outcome, Outcome::Closed);
}

/// The keys, through a terminal that is none.
mod keys {
    use super::*;
    use rexpect::session::{PtySession, spawn_command};

    const MILLIS: Option<u64> = Some(60_000);
    // What is looked for is ASCII: the terminal is read byte by byte.

    /// A session in a terminal, once it is drawn.
    fn play(person: &Person) -> PtySession {
        let file = person.file("long.ron", LONG);
        let mut command = person.command(&["play", &file, "--terminal", "--silent", "--pain", "6"]);
        // What the terminal gives it, not what a script would.
        command.stdin(Stdio::inherit());
        let mut terminal = spawn_command(command, MILLIS).unwrap();
        terminal.exp_string("Esc end").unwrap();
        terminal
    }

    #[track_caller]
    fn press(terminal: &mut PtySession, keys: &str, then: &str) {
        terminal.send(keys).unwrap();
        terminal.flush().unwrap();
        terminal.exp_string(then).unwrap();
    }

    #[track_caller]
    fn check_record(person: &Person, expected: (Option<u8>, Option<Feeling>, &str)) {
        let records = person.records();
        assert_eq!(records.len(), 1);
        let record = &records[0];
        assert_eq!((record.outcome, record.pain_before), (Outcome::Stopped, Some(6)));
        assert!(record.ended.is_some());
        assert_eq!((record.pain_after, record.feeling, record.note.as_str()), expected);
    }

    #[test]
    fn space_pauses_and_goes_on_q_ends_and_one_key_each_rates() {
        let person = Person::new();
        let mut terminal = play(&person);
        press(&mut terminal, " ", "Press Space to resume.");
        press(&mut terminal, " ", "Space pause");
        press(&mut terminal, "m", "Press M to unmute.");
        press(&mut terminal, "q", "How is the pain now?");
        press(&mut terminal, "3", "Better (b), the same (s) or worse (w)?");
        press(&mut terminal, "b", "Any notes?");
        press(&mut terminal, "warme Hände!\u{7F}\r", "Saved in the journal.");
        terminal.exp_eof().unwrap();
        check_record(&person, (Some(3), Some(Feeling::Better), "warme Hände"));
    }

    #[test]
    fn an_arrow_skips_control_c_ends_and_every_question_can_be_skipped() {
        let person = Person::new();
        let mut terminal = play(&person);
        press(&mut terminal, "\u{1B}[C", "Sit.");
        press(&mut terminal, "\u{3}", "How is the pain now?");
        press(&mut terminal, "x\r", "Better (b), the same (s) or worse (w)?");
        press(&mut terminal, "\r", "Any notes?");
        press(&mut terminal, "\r", "Saved in the journal.");
        terminal.exp_eof().unwrap();
        check_record(&person, (None, None, ""));
    }

    #[test]
    fn a_wish_to_end_ends_the_questions_too() {
        let person = Person::new();
        let mut terminal = play(&person);
        press(&mut terminal, "q", "How is the pain now?");
        press(&mut terminal, "3", "worse (w)?");
        terminal.process_mut().signal(rexpect::process::Signal::SIGHUP).unwrap();
        terminal.exp_string("Saved in the journal.").unwrap();
        terminal.exp_eof().unwrap();
        check_record(&person, (Some(3), None, ""));
    }

    #[test]
    fn somebody_new_answers_the_warning_signs_once_and_the_session_starts() {
        let person = Person::newcomer();
        let file = person.file("long.ron", LONG);
        for answers in [&["maybe\r", "y\r"][..], &[]] {
            let mut command = person.command(&["play", &file, "--terminal", "--silent"]);
            command.stdin(Stdio::inherit());
            let mut terminal = spawn_command(command, MILLIS).unwrap();
            for answer in answers {
                terminal.exp_string("(y/n)").unwrap();
                terminal.send(answer).unwrap();
                terminal.flush().unwrap();
            }
            terminal.exp_string("Esc end").unwrap();
        }
    }

    #[test]
    fn whoever_is_not_sure_starts_nothing_until_it_is_answered_anew() {
        let person = Person::newcomer();
        for _ in 0..2 {
            let mut command = person.command(&["play", "longer-exhale", "--terminal", "--silent"]);
            command.stdin(Stdio::inherit());
            let mut terminal = spawn_command(command, MILLIS).unwrap();
            terminal.exp_string("(y/n)").unwrap();
            press(&mut terminal, "n\r", "see a doctor today");
            terminal.exp_eof().unwrap();
        }
        let kept = fs::read_to_string(person.path("config/stillpoint/settings.ron")).unwrap();
        assert!(kept.contains("not_usual_since"), "{kept}");
        assert_eq!(person.records(), []);
    }

    #[test]
    fn ten_has_a_key_of_its_own() {
        let person = Person::new();
        let mut terminal = play(&person);
        press(&mut terminal, "\u{1B}", "How is the pain now?");
        press(&mut terminal, "t", "worse (w)?");
        press(&mut terminal, "w", "Any notes?");
        press(&mut terminal, "\r", "Saved in the journal.");
        terminal.exp_eof().unwrap();
        check_record(&person, (Some(10), Some(Feeling::Worse), ""));
    }
}

#[test]
fn the_words_of_a_routine_are_printed_with_their_times_and_those_of_its_length() {
    let person = Person::new();
    let words = |minutes: &str| stdout(&person.run(&["words", "letting-go", "--minutes", minutes]));
    let lines: Vec<String> = words("5").lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "    0:00.200  Letting go. 5 minutes.");
    assert!(lines.iter().all(|line| line.contains(':') && !line.contains('[')), "sentences alone: {lines:?}");
    assert!(lines.last().unwrap().ends_with("That's all. Rest for as long as you like."), "{lines:?}");
    let german = person.run(&["words", "letting-go", "--language", "de"]);
    assert!(stdout(&german).contains("Loslassen. 5 Minuten."), "{}", stdout(&german));
}

#[test]
fn techniques_are_listed_like_routines() {
    let listed = stdout(&Person::new().run(&["list", "--techniques"]));
    let lines: Vec<&str> = listed.lines().collect();
    assert!(lines.len() > 50 && lines.iter().any(|line| line.starts_with("trap-squeeze ")), "{listed}");
    assert_eq!(Person::new().run(&["list", "--techniques", "--programmes"]).status.code(), Some(2));
}
