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
        let line = &text[start..start + text[start..].find('\n').unwrap_or(text.len() - start)];
        if let Some((place, curly)) =
            line.char_indices().rev().find(|(_, c)| QUOTES.contains(*c) && *c != '\'')
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
        ron::Error::ExpectedIdentifier if text[at.start..].starts_with('"') => {
            let end = at.start + string_len(&text[at.start..]);
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
        other => {
            let what = format!("This can't be read: {}.", other.to_string().trim_end_matches('.'));
            Problem::error(ProblemKind::Syntax, at, what)
                .help("Look for a missing quote, comma or bracket just before it.")
        }
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
    let what = "A comment begins with two slashes.";
    let problem = Problem::error(ProblemKind::Syntax, slash..slash + 1, what);
    Some(problem.help("Write `//`.").mended("/", "//"))
}

/// A range, or a number with a comma in it, where one number is wanted.
fn not_a_number(text: &str, at: usize) -> Option<Problem> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | ',' | '.' | ' ');
    let begin =
        text[..at].char_indices().rev().take_while(|(_, c)| is_part(*c)).last().map_or(at, |(at, _)| at);
    let end = text[at..].find(|c| !is_part(c)).map_or(text.len(), |far| at + far);
    let written = text[begin..end].trim_matches([' ', ',']);
    let start = begin + text[begin..end].find(written).unwrap_or(0);
    let here = start..start + written.len();
    let is_number =
        |part: &str| !part.trim().is_empty() && part.trim().chars().all(|c| c.is_ascii_digit() || c == '.');
    let both = |(one, other): (&str, &str)| is_number(one) && is_number(other);
    if written.split_once(['-', '–']).is_some_and(both) {
        let what = format!("`{written}` is a range, and one number is wanted here.");
        let first = written.split(['-', '–']).next().unwrap_or_default().trim();
        return Some(
            Problem::error(ProblemKind::WrongType, here, what)
                .help(format!("Choose one, such as `{first}`.")),
        );
    }
    let with_comma = written.split_once(',').filter(|(_, after)| !after.starts_with(' '));
    if with_comma.is_some_and(both) {
        let what = format!("`{written}` has a comma in it.");
        let help = format!(
            "Write decimals with a point: `{}`. Where only whole numbers are allowed, leave out the point and what \
             follows it.",
            written.replace(',', ".")
        );
        return Some(Problem::error(ProblemKind::WrongType, here, what).help(help));
    }
    None
}

/// A name that was written as two words, each beginning with a capital letter: `Each Side(`.
fn name_with_a_blank(text: &str, at: &Range<usize>) -> Option<Problem> {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_uppercase()) && word.chars().all(char::is_alphanumeric)
    };
    let line_start = text[..at.start].rfind('\n').map_or(0, |end| end + 1);
    let line = text[line_start..].split(['\n', '(']).next()?;
    let words: Vec<&str> = line.split_whitespace().collect();
    let [one, other] = words[..] else { return None };
    if !is_word(one) || !is_word(other) || !text[line_start..].starts_with(&format!("{line}(")) {
        return None;
    }
    let start = line_start + line.find(one)?;
    let what = "A name is one word.";
    let help = format!("Did you mean `{one}{other}`?");
    let here = start..line_start + line.trim_end().len();
    let problem = Problem::error(ProblemKind::UnknownName, here.clone(), what).help(help);
    Some(problem.mended(&text[here], format!("{one}{other}")))
}

/// The closing bracket without which all brackets would match, if there is one.
fn one_too_many(text: &str) -> Option<usize> {
    let closing = brackets(text, None).err()?;
    let c = text[closing..].chars().next()?;
    (matches!(c, ')' | ']' | '}') && brackets(text, Some(closing)).is_ok()).then_some(closing)
}

/// Whether every bracket has its other half, but for the one at `without`; else the place of the first that has not: of
/// a closing one where it stands, of an opening one where the text ends.
fn brackets(text: &str, without: Option<usize>) -> Result<(), usize> {
    let mut open = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let after = skip_blanks(rest).len();
        if after < rest.len() {
            at = text.len() - after;
            continue;
        }
        let c = rest.chars().next().unwrap_or(' ');
        match c {
            '"' => at += string_len(rest),
            _ if Some(at) == without => at += 1,
            '(' | '[' | '{' => {
                open.push(c);
                at += 1;
            }
            ')' | ']' | '}' => {
                if !matches!((open.pop(), c), (Some('('), ')') | (Some('['), ']') | (Some('{'), '}')) {
                    return Err(at);
                }
                at += 1;
            }
            _ => at += c.len_utf8(),
        }
    }
    if open.is_empty() { Ok(()) } else { Err(text.len()) }
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
