//! Words with placeholders: sentences never repeat a number that the data holds.

use std::collections::BTreeMap;

use crate::routine::Marked;
use crate::routine::Problem;
use crate::time::Span;

/// A text of an author, with placeholders such as `{lasts}` or `{side}`; `{{` and `}}` stand for the brackets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Placeholder(String),
}

/// What stands behind the placeholders of one step.
pub type Values = BTreeMap<&'static str, String>;

impl Words {
    /// Reads a text; the error says which bracket is wrong.
    ///
    /// # Errors
    /// A `{` without its `}`, a lone `}`, or a placeholder that is no plain name.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(bracket) = rest.find(['{', '}']) {
            plain.push_str(&rest[..bracket]);
            let from = &rest[bracket..];
            if let Some(after) = from.strip_prefix("{{") {
                plain.push('{');
                rest = after;
            } else if let Some(after) = from.strip_prefix("}}") {
                plain.push('}');
                rest = after;
            } else if from.starts_with('}') {
                return Err("A `}` has no `{` before it; write `}}` for the bracket itself.".into());
            } else {
                let Some(end) = from.find('}') else {
                    return Err("A `{` has no `}` after it; write `{{` for the bracket itself.".into());
                };
                let name = &from[1..end];
                if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                    return Err(format!(
                        "`{{{name}}}` is no placeholder: its name has lower-case letters only."
                    ));
                }
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                }
                pieces.push(Piece::Placeholder(name.to_owned()));
                rest = &from[end + 1..];
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Self(pieces))
    }

    /// A text of the program's own, without placeholders.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self(vec![Piece::Text(text.into())])
    }

    /// The names of its placeholders.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Placeholder(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// Whether nothing but blanks is in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|piece| matches!(piece, Piece::Text(text) if text.trim().is_empty()))
    }

    /// Whether a digit stands in the text itself, where a placeholder belongs.
    #[must_use]
    pub fn has_digit(&self) -> bool {
        self.0
            .iter()
            .any(|piece| matches!(piece, Piece::Text(text) if text.contains(|c: char| c.is_numeric())))
    }

    /// The text with every placeholder filled: from the step's own data first, then from the author's numbers.
    #[must_use]
    pub fn fill(&self, values: &Values, numbers: &BTreeMap<String, String>) -> String {
        let mut filled = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Placeholder(name) => {
                    let value = values.get(name.as_str()).or_else(|| numbers.get(name));
                    filled.push_str(value.map_or("", String::as_str));
                }
            }
        }
        capitalised(filled)
    }

    /// The problems of these words where `known` placeholders are at hand.
    pub(super) fn problems<'a>(
        words: &'a Marked<Self>,
        known: &'a [&'a str],
    ) -> impl Iterator<Item = Problem> + 'a {
        let unknown = words.value.placeholders().filter(|name| !known.contains(name)).map(|name| {
            let what = format!("Nothing stands behind the placeholder `{{{name}}}` here.");
            let problem = Problem::error(words.at.clone(), what);
            match name {
                "side" | "other_side" => {
                    problem.help("It is known inside `EachSide`, or where the step has a `side`.")
                }
                "round" | "of_rounds" => problem.help("It is known inside `Repeat`."),
                _ => {
                    problem.help("No placeholder is at hand here.").did_you_mean(name, known.iter().copied())
                }
            }
        });
        let digit = words.value.has_digit().then(|| {
            let what = "These words repeat a number.";
            Problem::error(words.at.clone(), what).help(
                "Write a placeholder such as `{lasts}`, or name the number in `numbers: {\"name\": …}` and write \
                 `{name}`, so that words and data cannot disagree.",
            )
        });
        let blank = words.value.is_blank().then(|| {
            Problem::error(words.at.clone(), "There are no words in this text.")
                .help("Write some, or leave it out.")
        });
        unknown.chain(digit).chain(blank)
    }
}

/// About how long it takes to say something at normal speed: fitted to what espeak-ng takes for the sentences of the
/// shipped routines at 145 words a minute, so that hardly any of them takes longer.
#[must_use]
pub fn speech_estimate(text: &str) -> Span {
    let count = |wanted: fn(char) -> bool| text.chars().filter(|c| wanted(*c)).count() as u64;
    let (letters, pauses) = (count(|_| true), count(|c| ",.;:".contains(c)));
    // A digit is a whole word when it is said.
    let digits = count(|c| c.is_ascii_digit());
    Span::from_millis(300 + letters * 60 + pauses * 200 + digits * 200)
}

/// A sentence may begin with a placeholder, which is lower-case: its first letter is raised.
fn capitalised(text: String) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(chars).collect(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, &str>) {
        let values = Values::from([("side", "left".to_owned()), ("lasts", "5 seconds".to_owned())]);
        let numbers = BTreeMap::from([("fingers".to_owned(), "2".to_owned())]);
        let filled = Words::parse(text).map(|words| words.fill(&values, &numbers));
        assert_eq!(filled.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn placeholders_are_filled() {
        check("Press the {side} side for {lasts}.", Ok("Press the left side for 5 seconds."));
        check("{side} side, {fingers} fingers.", Ok("Left side, 2 fingers."));
        check("{{like this}}", Ok("{like this}"));
        check("", Ok(""));
    }

    #[test]
    fn broken_brackets_are_named() {
        check("a } b", Err("A `}` has no `{` before it; write `}}` for the bracket itself."));
        check("a { b", Err("A `{` has no `}` after it; write `{{` for the bracket itself."));
        check("a {Side}", Err("`{Side}` is no placeholder: its name has lower-case letters only."));
        check("a {}", Err("`{}` is no placeholder: its name has lower-case letters only."));
    }
}
