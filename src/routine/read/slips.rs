//! Values that people write in other ways than a file does: which one was meant, and whether that is certain.

use std::ops::Range;

use crate::ron_reader::{ParseError, ProblemKind};
use crate::time::ExactDuration;

/// What a length of time was meant to be that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Meant {
    /// This, without doubt.
    Certainly(String),
    /// This or that.
    Either(String, String),
}

/// Units as people write them, in the languages of those who write, and as a file has them.
const UNITS: [(&str, &[&str]); 3] = [
    (
        "s",
        &[
            "s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden", "seg", "segundo",
            "segundos",
        ],
    ),
    ("m", &["m", "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos"]),
    ("h", &["h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "hora", "horas"]),
];

/// Why a text is no length of time, with what was meant where that can be known.
pub(super) fn length_problem(text: &str, otherwise: String) -> ParseError {
    if text.trim().is_empty() {
        return ParseError::says(
            ProblemKind::WrongType,
            "There is no time in the quotes; write it like \"90s\".",
        );
    }
    let short: String = text.chars().take(40).collect();
    match meant(text) {
        Some(Meant::Certainly(meant)) => {
            let what = format!("`{short}` isn't a length of time. Did you mean \"{meant}\"?");
            ParseError::says(ProblemKind::WrongType, what).mended(Some((text.to_owned(), meant)))
        }
        Some(Meant::Either(one, other)) => {
            let what = format!("`{short}` can be read in two ways. Write \"{one}\" or \"{other}\".");
            ParseError::says(ProblemKind::WrongType, what)
        }
        None => ParseError::says(ProblemKind::WrongType, otherwise),
    }
}

fn meant(text: &str) -> Option<Meant> {
    let text = text.trim().to_lowercase().replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ").replace('½', ".5");
    if text.len() > 40 {
        return None;
    }
    let is_length = |text: &str| text.parse::<ExactDuration>().is_ok();
    if !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()) {
        return Some(Meant::Either(format!("{text}s"), format!("{text}m")));
    }
    if let Some((one, other)) = text.split_once(':') {
        let is_number = |part: &str| part.len() <= 2 && part.parse::<u32>().is_ok();
        let (one, other) = (one, other.trim_start_matches('0'));
        let other = if other.is_empty() { "0" } else { other };
        return (is_number(one) && is_number(other)).then(|| match (one.trim_start_matches('0'), other) {
            ("", secs) => Meant::Certainly(format!("{secs}s")),
            (minutes, "0") => Meant::Either(format!("{minutes}m"), format!("{minutes}h")),
            (minutes, secs) => Meant::Either(format!("{minutes}m {secs}s"), format!("{minutes}h {secs}m")),
        });
    }
    let (parts, is_loose) = parts(&text)?;
    let written = parts.iter().map(|(number, unit)| format!("{number}{unit}")).collect::<Vec<_>>().join(" ");
    if is_loose || !is_length(&written) {
        return None;
    }
    // `1,5m` has a decimal comma; `1,30m` may have one, or be a minute and a half.
    if !text.contains(',') {
        return Some(Meant::Certainly(written));
    }
    let [(number, unit)] = &parts[..] else { return None };
    let (whole, fraction) = number.split_once('.')?;
    if fraction.len() == 1 && !text.contains(", ") {
        return Some(Meant::Certainly(written));
    }
    let smaller = if unit == "h" { "m" } else { "s" };
    (fraction.len() <= 2 && unit != "s" && !fraction.starts_with('0'))
        .then(|| Meant::Either(format!("{whole}{unit} {fraction}{smaller}"), written.clone()))
}

/// Lengths of time such as `1.30m`, which is 78 seconds and looks like a minute and a half: where they stand, without their
/// quotes, and what they may have been meant to be.
pub(crate) fn minutes_like_a_clock(text: &str) -> Vec<(Range<usize>, String)> {
    let is_digits =
        |part: &str| !part.is_empty() && part.len() <= 3 && part.chars().all(|c| c.is_ascii_digit());
    let mut found = Vec::new();
    for (at, _) in text.match_indices("m\"") {
        let Some(open) = text[..at].rfind('"') else { continue };
        let Some((minutes, secs)) = text[open + 1..at].split_once('.') else { continue };
        // A quarter and a half are written so by everybody.
        let is_clock =
            secs.len() == 2 && is_digits(secs) && secs < "60" && secs > "09" && !["25", "50"].contains(&secs);
        if is_digits(minutes) && is_clock {
            found.push((open + 1..at + 1, format!("{minutes}m {secs}s")));
        }
    }
    found
}

/// The numbers with the units behind them; and whether something stands between them that belongs to neither.
fn parts(text: &str) -> Option<(Vec<(String, String)>, bool)> {
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut is_loose = false;
    let mut rest = text;
    while !rest.is_empty() {
        let len = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(rest.len());
        let (number, after) = rest.split_at(len);
        if number.is_empty() || number.ends_with(['.', ',']) {
            return None;
        }
        let number = if number.starts_with('.') { format!("0{number}") } else { number.replace(',', ".") };
        let after = after.trim_start();
        let len = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (word, after) = after.split_at(len);
        let unit = match UNITS.iter().find(|(_, words)| words.contains(&word)) {
            Some((unit, _)) => (*unit).to_owned(),
            // `1m30`: the seconds after the minutes.
            None if word.is_empty() && parts.last().is_some_and(|(_, unit)| unit == "m") => "s".to_owned(),
            None => return None,
        };
        parts.push((number, unit));
        let after = after.trim_start();
        rest = after.strip_prefix("and ").or_else(|| after.strip_prefix("und ")).unwrap_or(after);
        is_loose |= rest.starts_with(',');
    }
    Some((parts, is_loose))
}

/// Why something is no length of time that is not in quotes, such as `30` or `30s`.
pub(super) fn unquoted_length(raw: &str) -> Option<ParseError> {
    let text = raw.trim();
    if !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.') {
        let what = format!("The unit is missing, and the quotes: write \"{text}s\" or \"{text}m\".");
        return Some(ParseError::says(ProblemKind::WrongType, what));
    }
    None
}

/// Why a number cannot be read that was written in quotes, with words, or with a part.
pub(super) fn number_problem(raw: &str) -> Option<ParseError> {
    let text = raw.trim();
    let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let digits: String = inside?.trim().chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return None;
    }
    let what = format!("Write the number without quotes: `{digits}`.");
    let fault = ParseError::says(ProblemKind::WrongType, what);
    let is_all = inside.is_some_and(|inside| inside.trim() == digits);
    Some(fault.mended(is_all.then(|| (text.to_owned(), digits))))
}

/// Why a number cannot be read that has a part after the point.
pub(super) fn whole_number_problem(raw: &str) -> Option<ParseError> {
    let (whole, part) = raw.trim().split_once('.')?;
    let (whole, is_number) = (whole.parse::<u32>().ok()?, part.chars().all(|c| c.is_ascii_digit()));
    let what = format!("Only whole numbers are allowed here: {whole} or {}.", whole.checked_add(1)?);
    is_number.then(|| ParseError::says(ProblemKind::WrongType, what))
}

/// How a text ends that is the name of a file.
const FILES: [&str; 11] = [
    ".svg\"", ".png\"", ".jpg\"", ".jpeg\"", ".wav\"", ".flac\"", ".ogg\"", ".oga\"", ".mp3\"", ".m4a\"",
    ".ron\"",
];

/// What is wrong with something that should be text, in more exact words than `fault` where its author has meant it so.
pub(super) fn of_text(raw: &str, fault: ParseError) -> ParseError {
    text_problem(raw).unwrap_or(fault)
}

fn text_problem(raw: &str) -> Option<ParseError> {
    let text = raw.trim();
    let says = |what: &str| Some(ParseError::says(ProblemKind::WrongType, what));
    // A path of Windows, in which what follows the backslash has become part of a sign.
    if text.starts_with('"')
        && text.contains('\\')
        && FILES.iter().any(|end| text.to_lowercase().ends_with(end))
    {
        let path = text.replace("\\\\", "/").replace('\\', "/");
        let fault =
            ParseError::says(ProblemKind::WrongType, format!("Write `/` between folder and file: {path}."));
        return Some(fault.mended(Some((text.to_owned(), path))));
    }
    match text.chars().next()? {
        '\'' => says("Use double quotes: \"text\"."),
        '[' => {
            says("Only one text is allowed here; choose one, or write them as one sentence after the other.")
        }
        '(' if text.contains(':') => says(
            "Put the languages in curly brackets, each with its code in quotes: {\"en\": \"text\", \"de\": \"Text\"}.",
        ),
        _ => None,
    }
}

/// Why something is neither `true` nor `false`.
pub(crate) fn yes_or_no_problem(raw: &str) -> ParseError {
    let word = raw.trim().trim_matches('"').to_lowercase();
    let meant = match word.as_str() {
        "true" | "yes" | "on" | "ja" | "sí" | "si" => "true",
        "false" | "no" | "off" | "nein" => "false",
        _ => return ParseError::default(),
    };
    let what = format!("Write `{meant}`, in small letters and without quotes.");
    ParseError::says(ProblemKind::WrongType, what).mended(Some((raw.trim().to_owned(), meant.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_that_look_like_those_of_a_clock_are_found() {
        let text = "lasts: \"1.30m\", flex: (\"1.25m\", \"2.5m\"), then: \"1.05m\", x: \"room 1.30m\"";
        let found = minutes_like_a_clock(text);
        assert_eq!(found.len(), 1);
        assert_eq!((&text[found[0].0.clone()], found[0].1.as_str()), ("1.30m", "1m 30s"));
    }

    #[test]
    fn a_length_that_leaves_no_doubt_is_known_and_one_that_leaves_some_is_asked_about() {
        let certainly = |text: &str| Some(Meant::Certainly(text.into()));
        let either = |one: &str, other: &str| Some(Meant::Either(one.into(), other.into()));
        for (written, expected) in [
            ("30 s", certainly("30s")),
            ("30\u{a0}s", certainly("30s")),
            ("30 seconds", certainly("30s")),
            ("2 minutes", certainly("2m")),
            ("10 min", certainly("10m")),
            ("1 hour", certainly("1h")),
            ("30 Sekunden", certainly("30s")),
            ("30S", certainly("30s")),
            ("1m30", certainly("1m 30s")),
            ("1m and 30s", certainly("1m 30s")),
            ("1 min 30 sec", certainly("1m 30s")),
            ("½m", certainly("0.5m")),
            ("1,5m", certainly("1.5m")),
            ("0:30", certainly("30s")),
            ("1:30", either("1m 30s", "1h 30m")),
            ("1,30m", either("1m 30s", "1.30m")),
            ("1,30 m", either("1m 30s", "1.30m")),
            ("30", either("30s", "30m")),
            ("1, 30s", None),
            ("1,000s", None),
            ("1 0s", None),
            ("1 5s", None),
            ("a while", None),
            ("", None),
        ] {
            assert_eq!(meant(written), expected, "{written}");
        }
    }
}
