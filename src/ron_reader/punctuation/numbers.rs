//! What stands where a number is wanted.

use std::ops::Range;

use crate::ron_reader::{Problem, ProblemKind};

/// A number with letters behind it: a length of time without quotes, or a count with a sign.
pub(super) fn number_with_letters(text: &str, at: Range<usize>) -> Problem {
    let before = text[..at.start].trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &text[before.len()..at.start];
    let end = text[at.start..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |far| at.start + far);
    let unit = &text[at.start..end];
    let here = before.len()..end;
    let problem = Problem::error(ProblemKind::Syntax, here.clone(), "A number can't have letters after it.");
    match unit.to_lowercase().as_str() {
        "s" | "m" | "h" | "ms" => {
            let quoted = format!("\"{number}{}\"", unit.to_lowercase());
            let help = "A length of time is in quotes; only the seconds of a breath have no unit: `inhale: 4`.";
            problem.help(format!("Write {quoted}. {help}"))
        }
        "x" | "times" => problem.help(format!("Write only the number: `{number}`.")).mended(&text[here], number),
        _ => problem.help(
            "Write only the number; a length of time is in quotes, such as \"90s\", and the seconds of a breath have no \
             unit: `inhale: 4`.",
        ),
    }
}

/// A range, or a number with a comma in it, where one number is wanted.
pub(super) fn not_a_number(text: &str, at: usize) -> Option<Problem> {
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
