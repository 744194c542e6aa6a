//! Brackets that are missing, one too many, or of another kind.

use super::{skip_blanks, string_len};
use crate::ron_reader::{Problem, ProblemKind};

/// Brackets and signs of another kind than a file has.
pub(super) fn other_bracket(text: &str) -> Option<Problem> {
    const OTHER: [(char, char); 8] = [
        ('（', '('),
        ('）', ')'),
        ('［', '['),
        ('］', ']'),
        ('｛', '{'),
        ('｝', '}'),
        ('：', ':'),
        ('，', ','),
    ];
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let blanks = rest.len() - skip_blanks(rest).len();
        let c = rest.chars().next()?;
        if blanks > 0 {
            at += blanks;
        } else if c == '"' {
            at += string_len(rest);
        } else if let Some((other, own)) = OTHER.iter().find(|(other, _)| *other == c) {
            let what = format!("`{other}` is another character than `{own}`.");
            let problem = Problem::error(ProblemKind::Syntax, at..at + c.len_utf8(), what);
            return Some(problem.help(format!("Write `{own}`.")).mended(*other, *own));
        } else {
            at += c.len_utf8();
        }
    }
    None
}

/// A list or a step whose opening bracket is missing: a closing one is there without it, and before it there is a name with
/// nothing behind its `:`, or a step with nothing behind its name.
pub(super) fn opening_bracket_missing(text: &str) -> Option<Problem> {
    let extra = one_too_many(text)?;
    let closing = text[extra..].chars().next()?;
    let mut start = 0;
    for line in text[..extra].split_inclusive('\n') {
        let code = line.split("//").next().unwrap_or_default().trim_end();
        let end = start + code.len();
        let next = skip_blanks(&text[start + line.len()..]);
        let name_len = next.find(|c: char| !c.is_alphanumeric()).unwrap_or(next.len());
        let begins_step =
            next.starts_with(|c: char| c.is_ascii_uppercase()) && next[name_len..].starts_with('(');
        let word = code.trim_start();
        let missing = if closing == ']' && code.ends_with(':') && begins_step {
            Some((code, '['))
        } else if closing == ')'
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.chars().all(char::is_alphanumeric)
            && next[next.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(next.len())..]
                .starts_with(':')
        {
            Some((word, '('))
        } else {
            None
        };
        if let Some((before, bracket)) = missing {
            let name = before.trim();
            let what = format!("A `{bracket}` is missing after `{name}`.");
            let mut problem = Problem::error(ProblemKind::Syntax, end - 1..end, what);
            problem.also = Some((extra..extra + 1, "closed here".into()));
            return Some(problem.help(format!("Write `{name} {bracket}`.").replace(" (", "(")));
        }
        start += line.len();
    }
    None
}

/// The closing bracket without which all brackets would match, if there is one.
pub(super) fn one_too_many(text: &str) -> Option<usize> {
    let closing = brackets(text, None).err()?;
    let c = text[closing..].chars().next()?;
    (matches!(c, ')' | ']' | '}') && brackets(text, Some(closing)).is_ok()).then_some(closing)
}

/// Whether every bracket has its other half, but for the one at `without`; else the place of the first that has not: of
/// a closing one where it stands, of an opening one where the text ends.
pub(super) fn brackets(text: &str, without: Option<usize>) -> Result<(), usize> {
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

/// The last opening bracket that nothing closes, if there is one.
pub(super) fn unclosed(text: &str) -> Option<usize> {
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
