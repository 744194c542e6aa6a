//! The errors of export and import.

use super::{LONGEST_ID, LONGEST_TEXT};
use crate::characters::escaped;

/// Why a journal could not be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// JSON could not be written.
    #[error("the journal can't be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// CSV could not be written.
    #[error("the journal can't be written as CSV: {0}")]
    Csv(#[from] csv::Error),
    /// CSV could not be completed.
    #[error("the journal can't be written as CSV: {0}")]
    Unfinished(#[from] std::io::Error),
    /// The text is not UTF-8.
    #[error("the journal can't be written as CSV: {0}")]
    NotText(#[from] std::string::FromUtf8Error),
}

/// Why a file could not be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is not JSON, or not a journal.
    #[error("this isn't a journal in JSON: {}", quoting(.0))]
    NotJson(#[from] serde_json::Error),
    /// It is not CSV.
    #[error("this isn't a CSV file: {}", quoting(.0))]
    NotCsv(#[from] csv::Error),
    /// A required column is missing.
    #[error("this isn't a journal in CSV: the column `{0}` is missing")]
    NoColumn(&'static str),
    /// It comes from a newer version of the program.
    #[error("this was written by a newer Stillpoint; update Stillpoint to import it")]
    Newer,
    /// It has entries that no journal can contain. Holds the first errors, at least one.
    #[error("{}", lines(.0))]
    Entries(Vec<EntryError>),
}

/// What a library says of a file, in which it may quote the file: on one line, and of much only the beginning and the end,
/// where the place stands.
fn quoting(error: &impl ToString) -> String {
    let text = error.to_string();
    let cut = |nth: Option<(usize, char)>| nth.map(|(at, _)| at);
    let (head, tail) = (cut(text.char_indices().nth(200)), cut(text.char_indices().nth_back(60)));
    match (head, tail) {
        (Some(head), Some(tail)) if head < tail => {
            format!("{}…{}", escaped(&text[..head]), escaped(&text[tail..]))
        }
        _ => escaped(&text).into_owned(),
    }
}

fn lines(errors: &[EntryError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n  ")
}

/// What is wrong with one entry.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// A row of CSV cannot be parsed.
    #[error("{}", quoting(.0))]
    Unreadable(#[from] csv::Error),
    /// A row of CSV has an invalid cell.
    #[error("line {line}: {source}")]
    Line {
        /// The line number, starting at 1.
        line: u64,
        /// What is wrong with it.
        source: LineError,
    },
    /// Ids become file names.
    #[error("`{0}` can't be an id; use at most {LONGEST_ID} letters, digits, - and _")]
    Id(String),
    /// A number exceeds its scale.
    #[error("{id}: {quantity} is {value}, but the highest value is {most}")]
    Scale {
        /// The id of the entry.
        id: String,
        /// What is rated.
        quantity: &'static str,
        /// The value that was found.
        value: u8,
        /// The largest valid value.
        most: u8,
    },
    /// A year outside 1900–2200.
    #[error("{id}: the year can't be {year}")]
    Year {
        /// The id of the entry.
        id: String,
        /// The year that was found.
        year: i32,
    },
    /// An id that is there more than once.
    #[error("more than one entry has the id `{0}`; each needs its own")]
    Twice(String),
    /// A text with a character that would affect what is shown beside it.
    #[error("{id}: some text contains {name}")]
    Hidden {
        /// The entry.
        id: String,
        /// What the character is called.
        name: String,
    },
    /// More steps, changes, packs or medicine than any entry has.
    #[error("{0}: it has more parts than any entry can have")]
    TooMany(String),
    /// Numbers that no such questionnaire can have.
    #[error("{0}: its numbers don't fit the questionnaire")]
    Numbers(String),
    /// A text that is too long, in the entry with this id.
    #[error("{0}: some text is longer than {LONGEST_TEXT} characters")]
    LongText(String),
}

/// What is wrong with a row of CSV.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// The first cell is neither `session`, `attack` nor `assessment`.
    #[error("`{0}` is neither a session nor an attack nor an assessment")]
    Entry(String),
    /// A cell has a value that is invalid in its column.
    #[error("`{cell}` isn't allowed in the column {column}")]
    Cell {
        /// The beginning of its text.
        cell: String,
        /// The name of the column.
        column: String,
    },
    /// Another line has the same id.
    #[error("it has the same id, `{id}`, as line {first}; each entry needs its own")]
    Twice {
        /// The id.
        id: String,
        /// The line before.
        first: u64,
    },
    /// The entry has no start time.
    #[error("it has no start time")]
    NoStart,
}
