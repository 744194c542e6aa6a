//! Slips with brackets, quotes and commas: what the author most likely did, and where, in plain words.
//!
//! The RON reader stops where it can go no further, which is often far below the place where something is missing.

use std::ops::Range;

use super::{Problem, ProblemKind};

/// Quotes of other kinds than the straight ones.
const QUOTES: &str = "“”„‟‘’‚«»'`";

/// What is wrong with the syntax of a text, in plain words.
pub(crate) fn syntax_problem(text: &str, error: &ron::error::SpannedError) -> Problem {
    let start = byte_of(text, &error.span.start);
    let end = byte_of(text, &error.span.end).max(start);
    if skip_blanks(text).is_empty() && !matches!(error.code, ron::Error::UnclosedBlockComment) {
        let what =
            if text.trim().is_empty() { "The file is empty." } else { "The file contains only comments." };
        return Problem::error(ProblemKind::Syntax, 0..0, what)
            .help("Start from a copy, for example `stillpoint new NAME --from neck-and-shoulders-5`.");
    }
    // The reader may stop at the blank before the part that it does not know.
    let next = text[start..].trim_start_matches(' ').chars().next().unwrap_or(' ');
    let (what, help) = match &error.code {
        ron::Error::ExceededRecursionLimit => (
            "Brackets are nested too deeply here.",
            "Move the inner steps into a technique, and `Use` it here.",
        ),
        ron::Error::ExpectedStringEnd => {
            ("This text has no closing quote.", "Add a `\"` where the text ends.")
        }
        ron::Error::TrailingCharacters => {
            ("There is something after the end of the routine.", "Remove it, or move it inside the brackets.")
        }
        ron::Error::UnclosedBlockComment => {
            ("This comment is never closed.", "Add `*/` where the comment ends.")
        }
        ron::Error::ExpectedStructLike | ron::Error::ExpectedNamedStructLike(_) => (
            "A routine is written as `(name: value, …)`.",
            "Start the file with `(`, end it with `)`, and write names without quotes.",
        ),
        ron::Error::InvalidEscape(_) => (
            "A single `\\` has a special meaning in text.",
            "To write a backslash itself, double it: `\\\\`.",
        ),
        _ if QUOTES.contains(next) || text[..start].ends_with(|c| QUOTES.contains(c)) => {
            ("Text needs straight double quotes.", "Write it as `\"text\"`.")
        }
        _ if next == '#' || text[..start].ends_with('#') => {
            ("`#` doesn't start a comment here.", "Start comments with `//`.")
        }
        code => return unfinished(text, start..end, code),
    };
    let kind = match error.code {
        ron::Error::ExceededRecursionLimit => ProblemKind::Limit,
        _ => ProblemKind::Syntax,
    };
    Problem::error(kind, start..end, what).help(help)
}

/// A mistake that only shows up later: a bracket or a quote that is missing further up.
fn unfinished(text: &str, at: Range<usize>, code: &ron::Error) -> Problem {
    if let Some(start) = text_over_lines(&text[..at.start]) {
        let mut problem =
            Problem::error(ProblemKind::Syntax, start..start + 1, "This text isn't closed on its line.");
        problem.also = Some((at, "it probably ends before this".into()));
        return problem.help("Add a `\"` where it ends.");
    }
    if let Some(open) = unclosed(text) {
        let (bracket, closing) = match text[open..].chars().next() {
            Some('[') => ('[', ']'),
            Some('{') => ('{', '}'),
            _ => ('(', ')'),
        };
        let mut problem =
            Problem::error(ProblemKind::Syntax, open..open + 1, format!("This `{bracket}` is never closed."));
        problem.also = Some((at, "noticed here".into()));
        return problem.help(format!("Add a `{closing}` where it ends."));
    }
    let before = text[..at.start].chars().next_back();
    let next = text[at.start..].chars().next();
    if before.is_some_and(|c| c.is_ascii_digit()) && next.is_some_and(char::is_alphabetic) {
        let problem = Problem::error(ProblemKind::Syntax, at, "A number can't have letters after it.");
        return problem.help(
            "Write a length of time in quotes, such as \"90s\". The seconds of a breath have no unit: `inhale: 4`.",
        );
    }
    match code {
        ron::Error::ExpectedComma
        | ron::Error::ExpectedStructLikeEnd
        | ron::Error::ExpectedArrayEnd
        | ron::Error::ExpectedMapEnd => missing_comma(text, at),
        ron::Error::ExpectedMapColon => {
            Problem::error(ProblemKind::Syntax, at, "A `:` is missing between a name and its value.")
                .help("Write it as `name: value`.")
        }
        ron::Error::ExpectedIdentifier => {
            Problem::error(ProblemKind::Syntax, at, "A field's name is missing here.")
                .help("Write it as `name: value`.")
        }
        other => {
            let what = format!("This can't be read: {}.", other.to_string().trim_end_matches('.'));
            Problem::error(ProblemKind::Syntax, at, what)
                .help("Look for a missing quote, comma or bracket just before it.")
        }
    }
}

/// A missing comma or bracket, marked at the end of the text before it, where it has to be added.
fn missing_comma(text: &str, at: Range<usize>) -> Problem {
    if text[at.start..].trim_start().starts_with(';') {
        return Problem::error(ProblemKind::Syntax, at, "Entries are separated by commas, not by `;`.")
            .help("Replace it with a comma.");
    }
    let before = text[..at.start].trim_end();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let Some((last, c)) = before.char_indices().next_back().filter(|_| !line.contains("//")) else {
        return Problem::error(ProblemKind::Syntax, at, "Something is missing before this.")
            .help("Add a comma or a closing bracket.");
    };
    let ends_a_text =
        c == '"' && text[at.start..].starts_with(char::is_alphanumeric) && before.len() == at.start;
    let help = if ends_a_text {
        "Add a comma or a closing bracket. To put a quote inside a text, write `\\\"`."
    } else {
        "Add a comma or a closing bracket."
    };
    Problem::error(ProblemKind::Syntax, last..before.len(), "Something is missing after this.").help(help)
}

/// The text in quotes that ends `text` and runs over the end of a line, if there is one: its second quote is then
/// most likely the first one of the next text.
fn text_over_lines(text: &str) -> Option<usize> {
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

/// The last opening bracket that nothing closes, if there is one.
fn unclosed(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let c = rest.chars().next()?;
        let comment = skip_blanks(rest).len();
        if comment < rest.len() {
            at = text.len() - comment;
            continue;
        }
        match c {
            '"' => at += string_len(rest),
            '(' | '[' | '{' => {
                open.push((c, at));
                at += 1;
            }
            ')' | ']' | '}' => {
                let matching =
                    open.last().is_some_and(|(o, _)| matches!((o, c), ('(', ')') | ('[', ']') | ('{', '}')));
                if !matching {
                    return open.last().map(|(_, at)| *at);
                }
                open.pop();
                at += 1;
            }
            _ => at += c.len_utf8(),
        }
    }
    open.last().map(|(_, at)| *at)
}

/// The length of the text in quotes at the start of `rest`, quotes included.
pub(crate) fn string_len(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// `rest` without the blanks and comments at its start.
pub(crate) fn skip_blanks(mut rest: &str) -> &str {
    loop {
        let trimmed = rest.trim_start();
        let after_comment = if trimmed.starts_with("//") {
            trimmed.find('\n').map_or("", |end| &trimmed[end..])
        } else if trimmed.starts_with("/*") {
            &trimmed[block_comment_len(trimmed)..]
        } else {
            return trimmed;
        };
        rest = after_comment;
    }
}

/// The length of the block comment at the start of `rest`; one comment can hold another.
fn block_comment_len(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(next) = rest[at..].find(['/', '*']).map(|next| at + next) {
        at = next + 1;
        if rest[next..].starts_with("/*") {
            (depth, at) = (depth + 1, next + 2);
        } else if rest[next..].starts_with("*/") {
            (depth, at) = (depth.saturating_sub(1), next + 2);
            if depth == 0 {
                return at;
            }
        }
    }
    rest.len()
}

/// The byte of a line and column that count characters from 1.
fn byte_of(text: &str, position: &ron::error::Position) -> usize {
    let line_start = match position.line {
        0 | 1 => 0,
        line => text.match_indices('\n').nth(line - 2).map_or(text.len(), |(at, _)| at + 1),
    };
    let chars = text[line_start..].char_indices().nth(position.col.saturating_sub(1));
    chars.map_or(text.len(), |(at, _)| line_start + at)
}
