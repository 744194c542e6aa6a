//! HTML for the report: the page around it, and tables.

use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::paper;
pub(super) use crate::paper::escaped;

/// Numbers, dates and other short cells up to this length are never wrapped.
const ONE_LINE: usize = 20;

const STYLE: &str = "
    @page { size: A4; margin: 12mm 14mm; }
    body { font: 9.5pt/1.3 Arial, Helvetica, sans-serif; color: #111; background: #fff; max-width: 182mm; margin: 8mm auto; }
    h1 { font-size: 14pt; margin: 0 0 1mm; } h2 { font-size: 11pt; margin: 3mm 0 0.5mm; }
    p { margin: 0.7mm 0; } .quiet { color: #444; font-size: 8.5pt; }
    table { border-collapse: collapse; width: 100%; font-size: 8.5pt; break-inside: avoid; }
    table.long { break-inside: auto; }
    th, td { text-align: left; padding: 0.3mm 2mm 0.3mm 0; border-bottom: 0.2mm solid #999; vertical-align: top; }
    td { white-space: nowrap; } td.words { white-space: pre-line; overflow-wrap: anywhere; }
    th { font-weight: 600; } tr { break-inside: avoid; } h2, thead { break-after: avoid; }
    @media print { body { margin: 0; max-width: none; } }
";

/// The whole page around its contents.
pub(super) fn page(contents: &str) -> String {
    paper::page("en", "Headache diary", STYLE, "Print", contents)
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    /// A number, a date, or a few words.
    Short(String),
    /// A number that stands out.
    Marked(String),
    /// Words of any length, with their line breaks.
    Words(String),
    /// Words across several columns.
    Across(usize, String),
}

impl Cell {
    fn to_html(&self, tag: &str) -> String {
        let (attributes, text) = match self {
            Self::Short(text) if text.chars().count() > ONE_LINE => {
                (" class=\"words\"".to_owned(), escaped(text))
            }
            Self::Short(text) => (String::new(), escaped(text)),
            Self::Marked(text) => (String::new(), format!("<b>{}</b>", escaped(text))),
            Self::Words(text) => (" class=\"words\"".to_owned(), escaped(text)),
            Self::Across(columns, text) => (format!(" class=\"words\" colspan=\"{columns}\""), escaped(text)),
        };
        format!("<{tag}{attributes}>{text}</{tag}>")
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Short(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Short(text.to_owned())
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Short(number.to_string())
    }
}

/// A table that stays on one page, if it fits on one.
pub(super) fn table(heads: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) -> String {
    let cells =
        |cells: &[Cell], tag: &str| -> String { cells.iter().map(|cell| cell.to_html(tag)).collect() };
    let heads: Vec<Cell> = heads.iter().map(|head| Cell::Short((*head).to_owned())).collect();
    let mut table = format!("<table><thead><tr>{}</tr></thead><tbody>\n", cells(&heads, "th"));
    for row in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(table, "<tr>{}</tr>", cells(&row, "td"));
    }
    table + "</tbody></table>"
}

/// A table that may go on over the end of a page.
pub(super) fn long_table(heads: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) -> String {
    table(heads, rows).replacen("<table>", "<table class=\"long\">", 1)
}

/// A heading with what comes under it.
pub(super) fn section(title: &str, parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    format!("<h2>{}</h2>\n{}", escaped(title), parts.join("\n"))
}

/// A paragraph of small print.
pub(super) fn quiet(text: &str) -> String {
    format!("<p class=\"quiet\">{}</p>", escaped(text))
}

/// `3 March 2026`.
pub(super) fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// `3 Mar 2026`.
pub(super) fn short_day(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}
