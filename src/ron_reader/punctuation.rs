//! Slips with brackets, quotes and commas: what the author most likely did, and where, in plain words.
//!
//! The RON reader stops where it can go no further, which is often far below the place where something is missing.

use std::ops::Range;

use super::{Problem, ProblemKind};

mod brackets;
mod names;
mod numbers;
mod quotes;

use brackets::{one_too_many, opening_bracket_missing, other_bracket, unclosed};
use names::{name_with_a_blank, not_joined, unknown_part};
use numbers::{not_a_number, number_with_letters};
use quotes::{QUOTES, ends_there, quote_missing, text_over_lines};

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
    if let Some(problem) = blank_or_comment(text, start) {
        return problem;
    }
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
        ron::Error::InvalidEscape(_) if names_a_file(&text[..start]) => {
            ("A `\\` between folder and file is only understood by some systems.", "Write `/` there.")
        }
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

/// Whether a text ends in the value of a field that names a file.
fn names_a_file(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or_default();
    let last = line.rfind(':').map_or("", |colon| &line[..colon]);
    ["picture", "recording"].iter().any(|name| last.ends_with(name))
}

/// A mistake that only shows up later: a bracket or a quote that is missing further up.
fn unfinished(text: &str, at: Range<usize>, code: &ron::Error) -> Problem {
    if let Some(start) = text_over_lines(&text[..at.start]) {
        let line = &text[start..start + text[start..].find('\n').unwrap_or(text.len() - start)];
        if let Some((place, curly)) = line
            .char_indices()
            .rev()
            .find(|(at, c)| QUOTES.contains(*c) && *c != '\'' && ends_there(line, *at, *c))
        {
            let here = start + place..start + place + curly.len_utf8();
            let what = format!("This text begins with a straight quote and ends with `{curly}`.");
            return Problem::error(ProblemKind::Syntax, here, what)
                .help("Write `\"` at both ends.")
                .mended(curly, "\"");
        }
        let mut problem =
            Problem::error(ProblemKind::Syntax, start..start + 1, "This text isn't closed on its line.");
        problem.also = Some((at, "it probably ends before this".into()));
        return problem.help("Add a `\"` where it ends.");
    }
    if let Some(problem) = quote_missing(text, &at).or_else(|| other_bracket(text)) {
        return problem;
    }
    if let Some(problem) = opening_bracket_missing(text) {
        return problem;
    }
    if let Some(extra) = one_too_many(text) {
        let what = format!("This `{}` is one too many.", &text[extra..=extra]);
        return Problem::error(ProblemKind::Syntax, extra..extra + 1, what).help("Remove it.");
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
    if let Some(problem) = not_a_number(text, at.start).or_else(|| name_with_a_blank(text, &at)) {
        return problem;
    }
    let before = text[..at.start].chars().next_back();
    let next = text[at.start..].chars().next();
    if before.is_some_and(|c| c.is_ascii_digit()) && next.is_some_and(char::is_alphabetic) {
        return number_with_letters(text, at);
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
        ron::Error::ExpectedIdentifier if text[at.start..].starts_with('"') => {
            let end = at.start + string_len(&text[at.start..]);
            if !skip_blanks(&text[end..]).starts_with(':') {
                let what = "This text has no name before it.";
                return Problem::error(ProblemKind::Syntax, at.start..end, what)
                    .help("Write what it is, such as `say: \"…\"`.");
            }
            let name = text[at.start..end].trim_matches('"');
            let help = format!("Write it as `{name}: value`.");
            let what = "The name of a field has no quotes.";
            Problem::error(ProblemKind::Syntax, at.start..end, what)
                .help(help)
                .mended(&text[at.start..end], name)
        }
        ron::Error::ExpectedIdentifier => {
            Problem::error(ProblemKind::Syntax, at, "A field's name is missing here.")
                .help("Write it as `name: value`.")
        }
        _ => unknown_part(text, at),
    }
}

/// Blanks that look like ordinary ones, or like nothing, and are none in a file.
const INVISIBLE: [(char, &str); 8] = [
    ('\u{a0}', "a no-break space"),
    ('\u{202f}', "a narrow no-break space"),
    ('\u{2007}', "a figure space"),
    ('\u{2009}', "a thin space"),
    ('\u{3000}', "an ideographic space"),
    ('\u{200b}', "a zero-width space"),
    ('\u{2060}', "a word joiner"),
    ('\u{feff}', "a byte order mark"),
];

/// A blank that only looks like one, or a comment with one slash.
fn blank_or_comment(text: &str, at: usize) -> Option<Problem> {
    let rest = &text[at..];
    let next = rest.trim_start_matches(' ');
    let place = at + rest.len() - next.len();
    if let Some((c, name)) = INVISIBLE.iter().find(|(c, _)| next.starts_with(*c)) {
        let code = u32::from(*c);
        let (what, help) = if c.is_whitespace() {
            let what = format!("There is {name} here (U+{code:04X}), which looks like an ordinary one.");
            (what, "Replace it with an ordinary space.")
        } else {
            (format!("There is an invisible character here: {name} (U+{code:04X})."), "Remove it.")
        };
        let here = place..place + c.len_utf8();
        let instead = if c.is_whitespace() { " " } else { "" };
        return Some(Problem::error(ProblemKind::Syntax, here, what).help(help).mended(*c, instead));
    }
    // The reader takes the slash for the start of a comment, and stops behind it.
    let slash = if next.starts_with('/') { Some(place) } else { text[..at].strip_suffix('/').map(str::len) };
    let slash = slash.filter(|slash| text[*slash..].starts_with('/') && !text[*slash..].starts_with("//"))?;
    if text[..slash].ends_with('/') || text[slash..].starts_with("/*") {
        return None;
    }
    let line = &text[text[..slash].rfind('\n').map_or(0, |end| end + 1)..slash];
    let here = slash..slash + 1;
    // Behind a value it may be meant as "or", and what follows must not be lost.
    if !matches!(line.trim_end().chars().next_back(), None | Some(',' | '(' | '[' | ')' | ']')) {
        let problem = Problem::error(ProblemKind::Syntax, here, "There is a `/` behind a value.");
        return Some(problem.help("Only one value is allowed here; keep one. A comment begins with `//`."));
    }
    let problem = Problem::error(ProblemKind::Syntax, here, "A comment begins with two slashes.");
    Some(problem.help("Write `//`.").mended("/", "//"))
}

/// A missing comma or bracket, marked at the end of the text before it, where it has to be added.
fn missing_comma(text: &str, at: Range<usize>) -> Problem {
    if text[at.start..].trim_start().starts_with(';') {
        return Problem::error(ProblemKind::Syntax, at, "Entries are separated by commas, not by `;`.")
            .help("Replace it with a comma.");
    }
    if let Some(problem) = not_joined(text, &at) {
        return problem;
    }
    let before = without_comments(&text[..at.start]);
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

/// A text without the blanks and comments at its end.
fn without_comments(text: &str) -> &str {
    let mut at = 0;
    let mut end = 0;
    while at < text.len() {
        let rest = &text[at..];
        let blanks = rest.len() - skip_blanks(rest).len();
        if blanks > 0 {
            at += blanks;
        } else {
            at += if rest.starts_with('"') {
                string_len(rest)
            } else {
                rest.chars().next().map_or(1, char::len_utf8)
            };
            end = at;
        }
    }
    &text[..end.min(text.len())]
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
pub(crate) fn block_comment_len(rest: &str) -> usize {
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
