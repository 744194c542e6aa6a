//! Names and values with a sign in them, or none between them.

use std::ops::Range;

use super::quotes::text_start;
use super::skip_blanks;
use crate::ron_reader::{Problem, ProblemKind};

/// A name with a hyphen in it, around a place: one of a file, which has another sign there, or an id, which is in quotes.
pub(super) fn hyphenated(text: &str, at: usize) -> Option<Problem> {
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let begin = text[..at]
        .rfind(|c| !is_of_name(c))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..].find(|c: char| !is_of_name(c)).map_or(text.len(), |far| at + far);
    let word = &text[begin..end];
    if !word.starts_with(char::is_alphabetic) || !word.contains('-') || word.ends_with('-') {
        return None;
    }
    let problem = Problem::error(ProblemKind::Syntax, begin..end, format!("`{word}` has a `-` in it."));
    Some(if skip_blanks(&text[end..]).starts_with(':') {
        let name = word.replace('-', "_");
        problem.help(format!("The names of a file have `_` instead: `{name}`.")).mended(word, name)
    } else {
        let quoted = format!("\"{word}\"");
        problem.help(format!("Put it in quotes: `{quoted}`.")).mended(word, quoted)
    })
}

/// A part that nothing in a file begins with: a value that is not there, a name with a sign in it, a sign alone.
pub(super) fn unknown_part(text: &str, at: Range<usize>) -> Problem {
    let rest = text[at.start..].trim_start();
    let start = text.len() - rest.len();
    let before = text[..start].trim_end();
    if rest.starts_with([',', ')', ']', '}']) && before.ends_with(':') {
        let name = before[..before.len() - 1].rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next();
        let what = format!("There is no value after `{}:`.", name.unwrap_or_default());
        return Problem::error(ProblemKind::Syntax, before.len() - 1..before.len(), what)
            .help("Write one, or remove the name.");
    }
    // The reader may stop in the middle of a word, or behind it.
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let begin = text[..start]
        .rfind(|c| !is_of_name(c))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = text[start..].find(|c| !is_of_name(c)).map_or(text.len(), |far| start + far);
    let word = &text[begin..end];
    if let Some(problem) = hyphenated(text, start) {
        return problem;
    }
    if word.starts_with('-') {
        let here = start.min(begin)..start.min(begin) + 1;
        return Problem::error(ProblemKind::Syntax, here, "There is a `-` here that belongs to nothing.")
            .help("The entries of a list have commas between them and no dashes; comments begin with `//`.");
    }
    match rest.chars().next() {
        Some(c) if !is_of_name(c) || (c.is_numeric() && !c.is_ascii_digit()) => {
            let help = if c.is_numeric() {
                "Write numbers in digits, with a point: `0.5`."
            } else {
                "Put text in quotes, or begin a comment with `//`."
            };
            let what = format!("`{c}` can't be written here.");
            Problem::error(ProblemKind::Syntax, start..start + c.len_utf8(), what).help(help)
        }
        Some(_) | None => Problem::error(ProblemKind::Syntax, at, "This can't be read.")
            .help("Look for a missing quote, comma or bracket just before it."),
    }
}

/// A name that was written as two words, each beginning with a capital letter: `Each Side(`.
pub(super) fn name_with_a_blank(text: &str, at: &Range<usize>) -> Option<Problem> {
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
    let here = start..line_start + line.trim_end().len();
    let joined = format!("{one}{other}");
    let problem = Problem::error(ProblemKind::UnknownName, here.clone(), "A name is one word.");
    // The only step whose name has two words in it.
    if joined.eq_ignore_ascii_case("EachSide") {
        return Some(problem.help("Did you mean `EachSide`?").mended(&text[here], "EachSide"));
    }
    Some(problem.help(format!("Write it without a blank, if there is such a step: `{joined}`.")))
}

/// Two words where one is wanted, a name without its `:`, or names in square brackets: what looks like a missing comma.
pub(super) fn not_joined(text: &str, at: &Range<usize>) -> Option<Problem> {
    let before = text[..at.start].trim_end();
    let after = skip_blanks(&text[at.start..]);
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
    let word = before.rsplit(|c: char| !is_of_name(c)).next().unwrap_or_default();
    let start = before.len() - word.len();
    let ahead = text[..start].trim_end();
    let error = |here: Range<usize>, what: String| Problem::error(ProblemKind::Syntax, here, what);
    if after.starts_with('-')
        && let Some(problem) = hyphenated(text, before.len())
    {
        return Some(problem);
    }
    if word.starts_with(char::is_alphabetic) {
        // `lasts= "30s"`, `lasts "30s"`: the name of a field is followed by something else than a colon.
        let is_field =
            word.starts_with(|c: char| c.is_lowercase() || c == '_') && ahead.ends_with(['(', ',', '[']);
        if is_field && after.starts_with(':') && ahead.ends_with('[') {
            return Some(
                error(start..before.len(), "Names with values are in round brackets.".into())
                    .help(format!("Write round brackets inside the square ones: `[({word}: …)]`.")),
            );
        }
        if is_field && !after.starts_with([':', ',', ')']) {
            return Some(
                error(start..before.len(), format!("A `:` is missing after `{word}`."))
                    .help(format!("Write it as `{word}: value`.")),
            );
        }
        // `site: Neck Back`, `say: Sit back`: several words after a name.
        let next_len = after.find(|c: char| !is_of_name(c)).unwrap_or(after.len());
        let next = &after[..next_len];
        let follows = skip_blanks(&after[next_len..]);
        if ahead.ends_with(':') && next.starts_with(char::is_alphabetic) && !follows.starts_with([':', '(']) {
            let end = text.len() - after.len() + next_len;
            let is_name = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
            let help = if is_name(word) && is_name(next) {
                format!("A name is one word, such as `{word}{next}`; text is in quotes.")
            } else {
                "Put text in quotes: `\"…\"`.".to_owned()
            };
            return Some(error(start..end, format!("`{word} {next}` has a blank in it.")).help(help));
        }
    }
    if before.ends_with('"') && after.starts_with(':') {
        let open = text_start(before)?;
        let is_map = text[..open].trim_end().ends_with(['[', ':']);
        return is_map.then(|| {
            error(open..before.len(), "Names in quotes are in curly brackets.".into())
                .help("Write `{\"en\": \"…\", \"de\": \"…\"}`.")
        });
    }
    None
}
