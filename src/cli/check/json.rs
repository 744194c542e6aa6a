//! Problems as JSON for editors. The names of the fields are documented in the command's help and must stay.

use serde::Serialize;

use crate::ron_reader::{Problem, Problems, Severity};

#[derive(Serialize)]
struct JsonProblem<'a> {
    file: &'a str,
    #[serde(flatten)]
    place: Place,
    severity: &'static str,
    kind: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    note: Option<Note<'a>>,
}

#[derive(Serialize)]
struct Note<'a> {
    #[serde(flatten)]
    place: Place,
    message: &'a str,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// The problems of all files, in one line.
pub(super) fn array<'a>(files: impl Iterator<Item = &'a Problems>) -> String {
    let all: Vec<JsonProblem<'_>> = files
        .flat_map(|problems| problems.list.iter().map(move |problem| json_problem(problems, problem)))
        .collect();
    // Strings and numbers can always be serialised.
    serde_json::to_string(&all).unwrap_or_default() + "\n"
}

fn json_problem<'a>(problems: &'a Problems, problem: &'a Problem) -> JsonProblem<'a> {
    let place = |at: &std::ops::Range<usize>| {
        let (line, column) = problems.line_and_column(at.start);
        let (end_line, end_column) = problems.line_and_column(at.end);
        Place { line, column, end_line, end_column }
    };
    JsonProblem {
        file: &problems.file,
        place: place(&problem.span),
        severity: match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        kind: problem.kind.name(),
        message: &problem.message,
        help: problem.help.as_deref(),
        note: problem.also.as_ref().map(|(at, message)| Note { place: place(at), message }),
    }
}
