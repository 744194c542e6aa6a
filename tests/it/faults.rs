//! A fault of the program itself: what it leaves behind, and what the next start says. And what the log says of a day.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use stillpoint::app::crash_report;
use stillpoint::paths::Paths;

use crate::person::{Person, wait_for};

const SHORT: &str = "(format: 1, title: \"My secret routine\", kind: Mixed, suits: [Between], evidence: Traditional, \
     steps: [Rest(name: \"Sit\", lasts: \"1s\", say: \"Sit.\")])";

/// The fault, in a program of its own: this test binary, started by the other test.
#[test]
#[ignore = "it is a fault; the other test starts it"]
fn a_fault() {
    crash_report::watch(Paths::state().unwrap());
    let caught = stillpoint::faults::contained(|| panic!("a library's own"));
    assert!(caught.is_err());
    let note = "my secret note";
    let folder = directories::UserDirs::new().unwrap().home_dir().join("x");
    panic!("{} cannot hold `{note}`, {note}", folder.display());
}

fn files(person: &Person) -> Vec<PathBuf> {
    let folder = fs::read_dir(person.path("state/stillpoint")).unwrap();
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn a_fault_leaves_a_report_without_anything_private_and_the_next_start_says_so_once() {
    let person = Person::new();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["faults::a_fault", "--exact", "--ignored", "--nocapture"]);
    child
        .env("XDG_STATE_HOME", person.path("state"))
        .env("HOME", person.path(""))
        .env_remove("RUST_BACKTRACE");
    let output = child.output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        said.matches("stillpoint: the program ran into an error; a report is in ").count(),
        1,
        "{said}"
    );
    assert!(!said.contains("secret"), "{said}");

    let left = files(&person);
    let report = left.iter().find(|path| path.extension().is_some_and(|ending| ending == "txt")).unwrap();
    assert_eq!(left.len(), 2, "{left:?}");
    assert_eq!(fs::metadata(report).unwrap().permissions().mode() & 0o777, 0o600);
    let text = fs::read_to_string(report).unwrap();
    for part in [
        "version  0.",
        "system   linux ",
        "thread   faults::a_fault",
        "place    tests/it/faults.rs:",
        "what     ~/x cannot hold …",
        ": a_fault\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    for private in ["secret", &person.path("").display().to_string(), "/registry/", "a library's own"] {
        assert!(!text.contains(private), "{private}\n{text}");
    }

    let file = person.file("short.ron", SHORT);
    let mut play = person.command(&["play", &file, "--terminal", "--silent"]);
    let mut child = play.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut told = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut told).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let sentence =
        "stillpoint: Stillpoint ran into an error last time. A report, without anything about you, is in ";
    assert!(told.starts_with(sentence) && told.contains(&*report.display().to_string()), "{told}");
    assert_eq!(crash_report::take_unreported(&person.path("state/stillpoint")), None);
}

/// Starts a program, and kills it as soon as something is there.
fn start_until(command: &mut Command, what: &str, is_there: impl Fn() -> bool) {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_for(what, || is_there().then_some(()));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn the_log_says_what_happened_and_nothing_about_the_person() {
    let person = Person::new();
    let file = person.file("secret.ron", SHORT);
    let file_of_log = person.path("state/stillpoint/stillpoint.log");
    let mut play = person.command(&["play", &file, "--terminal", "--silent", "--pain", "7"]);
    start_until(&mut play, "the begin of a session in the log", || {
        fs::read_to_string(&file_of_log).is_ok_and(|log| log.contains("a session begins"))
    });
    let left = files(&person);
    assert_eq!(left, [file_of_log]);
    assert_eq!(fs::metadata(&left[0]).unwrap().permissions().mode() & 0o777, 0o600);
    let log = fs::read_to_string(&left[0]).unwrap();
    let said: Vec<&str> = log.lines().map(|line| line.split_once("stillpoint::").unwrap().1).collect();
    assert!(said.contains(&"app::session::driver: a session begins"), "{log}");
    for private in ["secret", "Sit", "7 ", &person.path("").display().to_string()] {
        assert!(!said.iter().any(|line| line.contains(private)), "{private}\n{log}");
    }

    let other = Person::new();
    let mut play = other.command(&["play", &file, "--terminal", "--silent"]);
    start_until(play.env("STILLPOINT_LOG", "off"), "a journal", || {
        other.path("data/stillpoint/journal.sqlite").exists()
    });
    assert!(!other.path("state").exists());
}

#[test]
fn damaged_answers_fail_safe_and_are_told_until_they_are_given_again() {
    let person = Person::new();
    let show = |arguments: &[&str]| {
        let output = person.run(&[&["show", "cold-forehead"], arguments].concat());
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (text(&output.stdout), text(&output.stderr))
    };
    let careful = show(&["--with", "raynaud"]).1;
    assert_ne!(careful, show(&[]).1, "the answer matters");
    let raynaud_alone = careful.lines().next().unwrap().to_owned();
    // One answer that cannot be read counts as yes and is named; a file that cannot be read is all answers.
    for damaged in ["(Raynaud: yes)", "(raynaud: Yes)", "(Raynaud: Yes", "Raynaud: Yes)", ""] {
        person.file("config/stillpoint/about-me.ron", damaged);
        let told = show(&[]).1;
        assert!(told.contains("Please answer these again under About me: "), "{damaged}: {told}");
        assert!(told.contains("`cold-forehead` isn't suitable right now"), "{damaged}: {told}");
        if damaged.starts_with('(') && damaged.ends_with(')') {
            assert!(told.contains("About me: fingers that turn white"), "{damaged}: {told}");
            assert!(told.contains(&raynaud_alone), "{damaged}: {told}");
        }
    }
    fs::remove_file(person.path("config/stillpoint/about-me.ron")).unwrap();
    fs::create_dir(person.path("config/stillpoint/about-me.ron")).unwrap();
    let told = show(&[]).1;
    assert!(
        told.contains("isn't suitable right now") && told.contains("Please answer these again"),
        "{told}"
    );
}
