//! The program where something else lies than should, where the system sets limits, and where its terminal goes away.

use std::fs;
use std::process::{Child, Command, Output, Stdio};

use rustix::fd::OwnedFd;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Action, tcflow};
use stillpoint::journal::Outcome;

use crate::person::{Person, wait_for};
use crate::terminal::{LONG, SHORT, check_refused, stderr, stdout};

/// A session in a terminal that is not the one of the tests.
struct InTerminal {
    person: Person,
    child: Child,
    /// The end that an emulator has.
    emulator: OwnedFd,
    terminal: OwnedFd,
}

impl InTerminal {
    /// Once it is in the journal that it runs.
    fn play() -> Self {
        let person = Person::new();
        let file = person.file("long.ron", LONG);
        let emulator = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&emulator).unwrap();
        unlockpt(&emulator).unwrap();
        let name = ptsname(&emulator, Vec::new()).unwrap();
        let terminal = fs::File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
        let end = || Stdio::from(terminal.try_clone().unwrap());
        let mut command = person.command(&["play", &file, "--terminal", "--silent"]);
        let child = command.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
        drop(command);
        wait_for("the session in the journal", || (!person.records().is_empty()).then_some(()));
        Self { person, child, emulator, terminal: terminal.into() }
    }

    /// How it ended, and that it is written down as let go.
    #[track_caller]
    fn check_closed(mut child: Child, person: &Person, code: i32) {
        let status = wait_for("the end", || child.try_wait().unwrap());
        assert_eq!(status.code(), Some(code));
        let records = person.records();
        assert_eq!((records.len(), records[0].outcome), (1, Outcome::Closed));
        assert!(records[0].ended.is_some());
    }
}

#[test]
fn a_terminal_that_goes_away_ends_the_session_and_it_is_written_down() {
    let InTerminal { person, child, emulator, terminal } = InTerminal::play();
    drop((emulator, terminal));
    InTerminal::check_closed(child, &person, 129);
}

#[test]
fn a_terminal_that_takes_nothing_more_does_not_keep_a_signal_from_ending_the_session() {
    let InTerminal { person, child, emulator, terminal } = InTerminal::play();
    tcflow(&terminal, Action::OOff).unwrap();
    let process = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(process, rustix::process::Signal::TERM).unwrap();
    InTerminal::check_closed(child, &person, 143);
    drop((emulator, terminal));
}

#[test]
fn what_is_no_journal_is_told() {
    for (make, told) in [
        ("mkfifo \"$0\"", "it is a pipe, not a file"),
        ("ln -s nowhere/x \"$0\"", "it is a link to a missing file"),
        ("ln -s /dev/zero \"$0\"", "it is a device, not a file"),
        ("mkdir \"$0\"", "it is a folder, not a file"),
    ] {
        let person = Person::new();
        let file = person.file("short.ron", SHORT);
        fs::create_dir_all(person.path("data/stillpoint")).unwrap();
        let journal = person.path("data/stillpoint/journal.sqlite");
        assert!(Command::new("sh").args(["-c", make]).arg(&journal).status().unwrap().success());
        // Nobody is there to say that it may start although nothing can be looked up.
        let output = person.run(&["play", &file, "--terminal", "--silent"]);
        let said = format!("{}{}", stdout(&output), stderr(&output));
        assert!(said.contains(told) && !said.contains("Saved in the journal"), "{said}");
        assert_eq!(output.status.code(), Some(2), "{said}");
        check_refused(&person.run(&["journal"]), 2, &[told]);
    }
}

#[test]
fn what_is_not_in_the_journal_is_not_said_to_be_written() {
    let person = Person::new();
    let file = person.file("short.ron", SHORT);
    // A file where the folder should be keeps out even those who may write everywhere.
    person.file("data", "");
    let printed = stdout(&person.run(&["play", &file, "--terminal", "--silent"]));
    assert!(!printed.contains("Saved in the journal"), "{printed}");
    assert!(printed.trim_end().ends_with("until they can be saved."), "{printed}");
    // What was done waits for the next start.
    assert_eq!(fs::read_dir(person.path("run/stillpoint/unsaved")).unwrap().count(), 1, "{printed}");
}

#[test]
fn broken_settings_are_told_by_every_command() {
    let person = Person::new();
    let file = person.file("short.ron", SHORT);
    let settings = person.path("config/stillpoint/settings.ron");
    let commands: [&[&str]; 9] = [
        &["list"],
        &["show", &file],
        &["words", &file],
        &["check", &file],
        &["rules"],
        &["voices"],
        &["journal"],
        &["fmt", "--check", &file],
        &["play", &file, "--terminal", "--silent"],
    ];
    for (make, told) in [
        (
            "echo '(size: huge)' > \"$0\"",
            "Something is wrong in your settings, so the defaults are used there.",
        ),
        ("mkfifo \"$0\"", "it is a pipe, not a file"),
        ("ln -s /dev/zero \"$0\"", "it is a device, not a file"),
        ("mkdir \"$0\"", "it is a folder, not a file"),
    ] {
        fs::remove_file(&settings).unwrap();
        assert!(Command::new("sh").args(["-c", make]).arg(&settings).status().unwrap().success());
        for arguments in commands {
            let said = stderr(&person.run(arguments));
            assert_eq!(said.matches(told).count(), 1, "{arguments:?}: {said}");
        }
    }
}

#[test]
fn what_somebody_says_about_themselves_is_read_from_a_file_alone() {
    let person = Person::new();
    let about_me = person.path("config/stillpoint/about-me.ron");
    assert!(Command::new("mkfifo").arg(&about_me).status().unwrap().success());
    // Nothing was read, so that every answer counts as yes.
    let output = person.run(&["show", "temples"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("it is a pipe, not a file"), "{}", stderr(&output));
}

#[test]
fn imports_and_packs_are_plain_files() {
    let person = Person::new();
    for name in ["a.json", "a.stillpoint"] {
        let pipe = person.path(name);
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let command = if name == "a.json" { "journal import" } else { "unpack --show" };
        let arguments: Vec<&str> = command.split(' ').chain([pipe.to_str().unwrap()]).collect();
        check_refused(&person.run(&arguments), 2, &[name, "it is a pipe, not a file"]);
    }
}

/// Plays a short session under limits of the system.
fn play_under(limits: &str, arguments: &[&str]) -> (Person, Output) {
    let person = Person::new();
    let file = person.file("short.ron", SHORT);
    let output = under(limits, &person, &[&["play", &file, "--terminal"], arguments].concat());
    (person, output)
}

/// Runs the program for a person under limits of the system.
fn under(limits: &str, person: &Person, arguments: &[&str]) -> Output {
    let play = person.command(arguments);
    // A sound device that swallows all that it is given.
    let devices = person.file("asound.conf", "pcm.!default { type null }\nctl.!default { type null }\n");
    let mut limited = Command::new("sh");
    limited.env("ALSA_CONFIG_PATH", devices);
    limited
        .args(["-c", &format!("{limits}; exec \"$0\" \"$@\"")])
        .arg(play.get_program())
        .args(play.get_args());
    for (name, value) in play.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    limited.stdin(Stdio::null()).output().unwrap()
}

#[test]
fn a_limit_on_the_size_of_files_is_told_and_ends_nothing() {
    // In blocks of 512 bytes, of which a journal needs more.
    let (_, output) = play_under("ulimit -f 8", &["--silent"]);
    let printed = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{printed}{}", stderr(&output));
    assert!(printed.contains("0:00 left  The end"), "{printed}");
    assert!(
        printed.contains("Your sessions are kept in") && !printed.contains("Saved in the journal"),
        "{printed}"
    );
}

#[test]
fn what_waits_to_be_written_is_told_where_it_is_missing() {
    let person = Person::new();
    let file = person.file("short.ron", SHORT);
    person.run(&["play", &file, "--terminal", "--silent"]);
    // Larger than the journal may become, so that it can be read and not written.
    let full = "ulimit -f 8";
    under(full, &person, &["play", &file, "--terminal", "--silent"]);
    for arguments in [["journal", "export"], ["journal", "report"]] {
        let made = person.path(if arguments[1] == "export" { "a.json" } else { "a.html" });
        let arguments = [&arguments[..], &[made.to_str().unwrap()]].concat();
        let output = under(full, &person, &arguments);
        let said = stderr(&output);
        assert!(said.contains("isn't in this file; it's waiting in "), "{arguments:?}: {said}");
        assert!(made.is_file(), "{arguments:?}: {said}");
        fs::remove_file(&made).unwrap();
        let said = stderr(&under("true", &person, &arguments));
        assert_eq!(said, "", "{arguments:?}: it has been written by now");
        under(full, &person, &["play", &file, "--terminal", "--silent"]);
    }
}

#[test]
fn a_session_with_few_file_handles_goes_on_without_a_fault() {
    for handles in [11, 13, 16] {
        let (person, output) = play_under(&format!("ulimit -n {handles}"), &[]);
        let (printed, said) = (stdout(&output), stderr(&output));
        assert_eq!(output.status.code(), Some(0), "{handles}: {printed}{said}");
        assert!(printed.contains("0:00 left  The end"), "{handles}: {printed}");
        assert!(!said.contains("there was a fault") && !said.contains("panicked"), "{handles}: {said}");
        assert_eq!(person.records().len(), 1, "{handles}: {printed}{said}");
    }
}

#[test]
fn arguments_are_told_on_one_line_with_what_would_act_written_out() {
    let person = Person::new();
    for (given, told) in [
        ("a\nForged", "a\\nForged"),
        ("a\rb", "a\\u{d}b"),
        ("\u{9b}31m", "\\u{9b}31m"),
        ("a\u{202e}b\u{2028}", "a\\u{202e}b\\u{2028}"),
        ("\u{1b}]0;x\u{7}", "\\u{1b}]0;x\\u{7}"),
    ] {
        let option = format!("--{given}");
        let commands: [&[&str]; 12] = [
            &[given],
            &["list", given],
            &["list", &option],
            &["help", given],
            &["play", given],
            &["play", "temples", "--state", given],
            &["play", "temples", "--minutes", given],
            &["new", "x", "--from", given],
            &["pack", given],
            &["journal", given],
            &["journal", "delete", given],
            &["journal", "note-attack", "--taken", given],
        ];
        for arguments in commands {
            let output = person.run(arguments);
            let said = stderr(&output);
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
            assert!(said.contains(told) && !said.contains(given), "{arguments:?}: {said:?}");
        }
    }
}
