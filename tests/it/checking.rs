//! `stillpoint check` from the outside: what editors, terminals and scripts are told.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::person::Person;

const GOOD: &str = "(format: 1, title: \"Mine\", kind: Mixed, suits: [Between], evidence: Traditional, \
                    sources: [\"mine\"], steps: [Rest(lasts: \"30s\")])";

fn checked(person: &Person, arguments: &[&str]) -> (i32, Value) {
    let output = person.run(&[&["check", "--json"], arguments].concat());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn editors_are_told_everything_in_fields_that_stay() {
    let person = Person::new();
    let good = person.file("good.ron", GOOD);
    assert_eq!(checked(&person, &[&good]), (0, json!([])));
    let bad = person.file(
        "bad.ron",
        &GOOD.replace(
            "Rest(lasts: \"30s\")",
            "\n  Rst(lasts: \"30s\"),\n  Rest(lasts: \"30s\", say: \"é\", sya: \"b\")",
        ),
    );
    let expected = json!([
        {
            "file": bad, "line": 2, "column": 3, "end_line": 2, "end_column": 6, "severity": "error",
            "kind": "unknown-name", "message": "There is no step called `Rst`.", "help": "Did you mean `Rest`?", "note": null,
        },
        {
            "file": bad, "line": 3, "column": 32, "end_line": 3, "end_column": 35, "severity": "error",
            "kind": "unknown-field", "message": "`Rest` has no field called `sya`.", "help": "There is a `say` already; keep one of them.", "note": null,
        },
    ]);
    assert_eq!(checked(&person, &[&bad]), (1, expected));
    let open = person.file("open.ron", "(format: 1, steps: [\n  Rest(lasts: \"5s\"),\n");
    let expected = json!([{
        "file": open, "line": 1, "column": 20, "end_line": 1, "end_column": 21, "severity": "error",
        "kind": "syntax", "message": "This `[` is never closed.", "help": "Add a `]` where it ends.",
        "note": { "line": 2, "column": 21, "end_line": 3, "end_column": 1, "message": "noticed here" },
    }]);
    assert_eq!(checked(&person, &[&open]), (1, expected));
    let unsuited = person.file("warned.ron", &GOOD.replace("suits: [Between], ", ""));
    let (code, told) = checked(&person, &[&good, &unsuited]);
    assert_eq!((code, &told[0]["severity"], &told[1]), (0, &json!("warning"), &Value::Null));
}

#[test]
fn without_a_terminal_there_are_no_colours() {
    let person = Person::new();
    let bad = person.file("bad.ron", "(");
    let output = person.run(&["check", &bad]);
    assert!(!output.stderr.contains(&0x1B));
    assert_eq!(output.stdout, b"1 file checked, 1 with errors.\n");
}

/// What a terminal is shown, with a variable set or not.
#[track_caller]
fn shown_in_a_terminal(no_color: Option<&str>) -> String {
    let person = Person::new();
    let bad = person.file("bad.ron", "(");
    let mut command = person.command(&["check", &bad]);
    command.env("TERM", "xterm").env_remove("NO_COLOR");
    if let Some(value) = no_color {
        command.env("NO_COLOR", value);
    }
    let mut session = rexpect::session::spawn_command(command, Some(60_000)).unwrap();
    session.exp_eof().unwrap()
}

#[test]
fn a_terminal_has_colours_unless_nobody_wants_them() {
    assert!(shown_in_a_terminal(None).contains("\u{1b}["));
    assert!(shown_in_a_terminal(Some("")).contains("\u{1b}["));
    assert!(!shown_in_a_terminal(Some("1")).contains("\u{1b}["));
}

#[test]
fn every_save_is_checked_while_one_watches() {
    let person = Person::new();
    let path = person.file("mine.ron", GOOD);
    let mut command = person.command(&["check", "--watch", "--json", &path]);
    let mut watching = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut told = BufReader::new(watching.stdout.take().unwrap()).lines();
    assert_eq!(told.next().unwrap().unwrap(), "[]");
    std::fs::write(&path, "(").unwrap();
    assert!(told.next().unwrap().unwrap().contains("is never closed"));
    // As most editors save: another file in its place.
    let beside = person.file("mine.ron~", GOOD);
    std::fs::rename(beside, &path).unwrap();
    assert_eq!(told.next().unwrap().unwrap(), "[]");
    watching.kill().unwrap();
    watching.wait().unwrap();
}

#[test]
fn a_path_that_is_not_there_is_told() {
    let output = Person::new().run(&["check", "nowhere.ron"]);
    assert_eq!(output.status.code(), Some(2));
    let mut told = String::new();
    output.stderr.as_slice().read_to_string(&mut told).unwrap();
    assert_eq!(
        told,
        "stillpoint: there is no file or folder nowhere.ron; give the path or the id of a routine\n"
    );
}

#[test]
fn bash_completes_the_ids_of_routines() {
    let person = Person::new();
    let folder = person.path("completions").display().to_string();
    assert!(person.run(&["generate", "completions", &folder]).status.success());
    let script = format!(
        "source {folder}/bash-completion/completions/stillpoint; COMP_WORDS=(stillpoint play longer-); COMP_CWORD=2; \
         _stillpoint_with_ids stillpoint longer- play; echo \"${{COMPREPLY[@]}}\""
    );
    let program =
        std::path::Path::new(env!("CARGO_BIN_EXE_stillpoint")).parent().unwrap().display().to_string();
    let path = format!("{program}:{}", std::env::var("PATH").unwrap());
    let mut command = std::process::Command::new("bash");
    command.args(["-c", &script]).env("PATH", path).env("HOME", person.path(""));
    // Not every system has this shell.
    let Ok(output) = command.output() else { return };
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "longer-exhale");
}
