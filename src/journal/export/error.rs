//! What is wrong with a journal that goes out or comes in.

use super::{LONGEST_ID, LONGEST_TEXT};

/// Why a journal cannot be put into a text.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// As JSON.
    #[error("the journal cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// As CSV.
    #[error("the journal cannot be written as CSV: {0}")]
    Csv(#[from] csv::Error),
    /// As CSV, at its end.
    #[error("the journal cannot be written as CSV: {0}")]
    Unfinished(#[from] std::io::Error),
    /// The text is not UTF-8.
    #[error("the journal cannot be written as CSV: {0}")]
    NotText(#[from] std::string::FromUtf8Error),
}

/// Why nothing was taken from a text.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is no JSON, or has another form.
    #[error("this is not a journal in JSON: {0}")]
    NotJson(#[from] serde_json::Error),
    /// It is no CSV.
    #[error("this is not CSV: {0}")]
    NotCsv(#[from] csv::Error),
    /// A column without which there is no journal.
    #[error("this is not a journal in CSV: it has no column `{0}`")]
    NoColumn(&'static str),
    /// It was written by a newer program.
    #[error("this was written by a newer Stillpoint; use that one")]
    Newer,
    /// Entries that no journal can hold: the first of them, at least one.
    #[error("{}", lines(.0))]
    Entries(Vec<EntryError>),
}

fn lines(errors: &[EntryError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n  ")
}

/// What is wrong with one entry.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// A line of CSV cannot be taken apart.
    #[error(transparent)]
    Unreadable(#[from] csv::Error),
    /// Something in a line of CSV.
    #[error("line {line}: {source}")]
    Line {
        /// The line, the first being 1.
        line: u64,
        /// What is wrong with it.
        source: LineError,
    },
    /// Ids become names of files.
    #[error("`{0}` cannot be an id: letters, digits, - and _ are, at most {LONGEST_ID}")]
    Id(String),
    /// A number beyond its scale.
    #[error("{id}: {what} is {value}, at most {most} can be")]
    Scale {
        /// The entry.
        id: String,
        /// What is rated.
        what: &'static str,
        /// The number.
        value: u8,
        /// The end of the scale.
        most: u8,
    },
    /// A time that nobody lived in.
    #[error("{id}: the year {year} cannot be")]
    Year {
        /// The entry.
        id: String,
        /// The year.
        year: i32,
    },
    /// An id that is there more than once.
    #[error("`{0}` is the id of more than one entry; each needs its own")]
    Twice(String),
    /// A text with a character that would act on what is shown beside it.
    #[error("{id}: there is {name} in a text")]
    Hidden {
        /// The entry.
        id: String,
        /// What the character is called.
        name: String,
    },
    /// More steps, changes, packs or medicine than any entry has.
    #[error("{0}: it has more parts than any entry")]
    TooMany(String),
    /// A text that is too long.
    #[error("{0}: a text is longer than {LONGEST_TEXT} characters")]
    LongText(String),
}

/// What is wrong with a line of CSV.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// The first cell names nothing that is known.
    #[error("`{0}` is neither a session nor an attack")]
    Entry(String),
    /// A cell that its column cannot have.
    #[error("`{cell}` cannot stand in the column {column}")]
    Cell {
        /// The beginning of the cell.
        cell: String,
        /// The name of the column.
        column: String,
    },
    /// Another line has the same id.
    #[error("its id `{id}` is that of line {first}, too; each entry needs its own")]
    Twice {
        /// The id.
        id: String,
        /// The line before.
        first: u64,
    },
    /// An entry needs a time.
    #[error("it does not say when it started")]
    NoStart,
}
