//! Quotes that are missing, or of another kind.

use std::ops::Range;

use super::{skip_blanks, string_len};
use crate::ron_reader::{Problem, ProblemKind};

/// Quotes of other kinds than the straight ones.
pub(super) const QUOTES: &str = "“”„‟‘’‚«»‹›″´＂❝❞'`";

/// A line on which a text has only one of its quotes. `at` is where the reader stopped, which is often further down.
pub(super) fn quote_missing(text: &str, at: &Range<usize>) -> Option<Problem> {
    let mut start = 0;
    for line in text[..].split_inclusive('\n') {
        let quotes = quotes_of(line);
        if quotes.len() % 2 == 1 {
            let (from, first) = (start + line.len() - line.trim_start().len(), quotes[0]);
            let here = from..start + line.trim_end().len();
            if from > at.end {
                return None;
            }
            let curly = line.char_indices().rev().find(|(place, c)| {
                QUOTES.contains(*c) && *c != '\'' && *place > first && ends_there(line, *place, *c)
            });
            let what = match curly {
                Some((_, c)) => {
                    format!("A text on this line begins with a straight quote and ends with `{c}`.")
                }
                None => "A quote is missing on this line.".to_owned(),
            };
            return Some(
                Problem::error(ProblemKind::Syntax, here, what).help("Put the whole text between two `\"`."),
            );
        }
        start += line.len();
    }
    None
}

/// The places of the quotes on a line, but for those that stand inside a text or a comment.
pub(super) fn quotes_of(line: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut is_escaped = false;
    for (at, c) in line.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if places.len() % 2 == 1 => is_escaped = true,
            '"' => places.push(at),
            '/' if places.len() % 2 == 0 && line[at..].starts_with("//") => break,
            _ => {}
        }
    }
    places
}

/// Whether a text can end with the character at a place of its line: only what follows a value follows it.
pub(super) fn ends_there(line: &str, at: usize, c: char) -> bool {
    let after = line[at + c.len_utf8()..].trim_start();
    after.is_empty() || after.starts_with([',', ')', ']', '}'])
}

/// Where the text in quotes begins that ends `text`.
pub(super) fn text_start(text: &str) -> Option<usize> {
    text[..text.len().checked_sub(1)?].rfind('"')
}

/// The text in quotes that ends `text` and runs over the end of a line, if there is one: its second quote is then
/// most likely the first one of the next text.
pub(super) fn text_over_lines(text: &str) -> Option<usize> {
    let mut last = 0..0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let blanks = rest.len() - skip_blanks(rest).len();
        if blanks > 0 {
            at += blanks;
        } else if rest.starts_with('"') {
            last = at..at + string_len(rest);
            at = last.end;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    (last.end == text.len() && text[last.clone()].contains('\n')).then_some(last.start)
}
