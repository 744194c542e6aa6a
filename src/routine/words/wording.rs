//! What an author's text can get wrong: placeholders, numbers, and the forms of words around a placeholder.

use std::ops::Range;

use super::numerals::number_in_words;
use super::{Language, MOST_LETTERS, Piece, pieces};
use crate::ron_reader::{Problem, ProblemKind, closest, is_certain, is_slip_of};
use crate::routine::Side;

/// The placeholders that have a value where a side is chosen.
const SIDES: [&str; 4] = ["side", "other_side", "side_stem", "other_side_stem"];

/// Everything that is wrong with a text in a language where `known` placeholders are at hand.
pub(super) fn problems(
    at: &Range<usize>,
    language: Language,
    text: &str,
    known: &[&str],
    is_title: bool,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let letters = text.chars().count();
    if letters > MOST_LETTERS {
        let what = format!("This text is {letters} characters long.");
        let help = format!(
            "Write at most {MOST_LETTERS}: nobody can follow a longer text, and no voice can speak it in time."
        );
        return vec![Problem::error(ProblemKind::Limit, at.clone(), what).help(help)];
    }
    for piece in pieces(text) {
        let Piece::Placeholder(name) = piece else { continue };
        if known.contains(&name) {
            continue;
        }
        let what = format!("The placeholder `{{{name}}}` has no value here.");
        let problem = Problem::error(ProblemKind::Words, at.clone(), what);
        problems.push(match name {
            _ if SIDES.contains(&name) => {
                problem.help("It has one in a step inside `EachSide`, or where the step has a `side`.")
            }
            "round" | "of_rounds" => problem.help("It has one in a step inside `Repeat`."),
            _ if closest(name, known.iter().copied()).is_none() => problem.help(format!(
                "Give it one, such as `numbers: {{\"{name}\": 2}}`, or write one of these: {}.",
                known.join(", ")
            )),
            _ => {
                let problem = problem.help("There are no placeholders here.");
                let problem = problem.did_you_mean(name, known.iter().copied());
                // The name alone may stand in the text as a word, too.
                match closest(name, known.iter().copied())
                    .filter(|near| is_certain(name, near) || is_slip_of(name, near))
                {
                    Some(near) => problem.mended(format!("{{{name}}}"), format!("{{{near}}}")),
                    None => problem,
                }
            }
        });
    }
    let is_text = |holds: &dyn Fn(&str) -> bool, piece| match piece {
        Piece::Text(text) => holds(text),
        Piece::Placeholder(_) => false,
    };
    if let Some(problem) = other_brackets(at, text, known) {
        problems.push(problem);
    }
    if language == Language::En
        && let Some(other) = other_language(text)
    {
        let (plain, code) = (other.plain(), other.code());
        let what = format!("These words look {plain}, and are spoken as English.");
        let help = format!("Write `{{\"en\": \"…\", \"{code}\": \"…\"}}`, with the English words too.");
        problems.push(Problem::note(ProblemKind::Language, at.clone(), what).help(help));
    }
    if let Some((name, unit)) = unit_said_twice(text) {
        let what = format!("`{{{name}}}` is spoken with its unit already.");
        problems.push(
            Problem::warning(ProblemKind::Words, at.clone(), what).help(format!("Remove `{unit}` after it.")),
        );
    }
    let has_number = |text: &str| {
        if is_title { names_a_length(text) } else { text.contains(|c: char| c.is_numeric()) }
    };
    if pieces(text).any(|piece| is_text(&has_number, piece)) {
        let what = "These words contain a number.";
        problems.push(Problem::error(ProblemKind::Words, at.clone(), what).help(placeholder_help(known)));
    }
    if let Some(said) = pieces(text).find_map(|piece| match piece {
        Piece::Text(text) => number_in_words(language, text, is_title),
        Piece::Placeholder(_) => None,
    }) {
        let what = format!(
            "\u{201c}{said}\u{201d} is a number in words, which stays the same when the data change."
        );
        problems.push(Problem::warning(ProblemKind::Words, at.clone(), what).help(placeholder_help(known)));
    }
    problems.extend(wrong_form_of_a_side(at, language, text));
    if pieces(text).all(|piece| is_text(&|text| text.trim().is_empty(), piece)) {
        let problem = Problem::error(ProblemKind::Words, at.clone(), "This text has no words.");
        problems.push(problem.help("Write some, or remove it."));
    }
    problems
}

/// A placeholder in other signs than its own, which would be spoken as it stands.
fn other_brackets(at: &Range<usize>, text: &str, known: &[&str]) -> Option<Problem> {
    // Nearly every text has none of these.
    if !text.contains(['[', '<', '%', '$']) && !text.contains("{{") {
        return None;
    }
    let in_signs = |name: &str| {
        let all = [
            format!("[{name}]"),
            format!("<{name}>"),
            format!("%{name}%"),
            format!("${name}"),
            format!("{{{{{name}}}}}"),
        ];
        all.into_iter().find(|other| text.contains(other.as_str()))
    };
    let (name, other) = known.iter().find_map(|name| Some((name, in_signs(name)?)))?;
    let what = format!("`{other}` would be spoken as it stands.");
    let help = format!("Placeholders are in curly brackets: `{{{name}}}`.");
    Some(Problem::error(ProblemKind::Words, at.clone(), what).help(help))
}

/// The language that a text is written in by its letters and its commonest words, if that is not English.
fn other_language(text: &str) -> Option<Language> {
    const GERMAN: [&str; 12] =
        ["und", "dich", "dir", "dein", "deine", "deinen", "nicht", "auf", "mit", "langsam", "beide", "ruh"];
    const SPANISH: [&str; 10] =
        ["los", "las", "una", "con", "tus", "tu", "despacio", "hacia", "suelta", "siéntate"];
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).collect();
    let count = |known: &[&str]| words.iter().filter(|word| known.contains(word)).count();
    if lower.contains(['ä', 'ö', 'ü', 'ß']) || count(&GERMAN) > 1 {
        Some(Language::De)
    } else if lower.contains(['¿', '¡', 'ñ']) || count(&SPANISH) > 1 {
        Some(Language::Es)
    } else {
        None
    }
}

/// A placeholder of a length of time that is followed by the unit that it has itself.
fn unit_said_twice(text: &str) -> Option<(&str, &str)> {
    const LENGTHS: [&str; 6] = ["lasts", "at_most", "press", "release", "warm", "cold"];
    const UNITS: [&str; 14] = [
        "s", "sec", "second", "seconds", "min", "minute", "minutes", "sekunde", "sekunden", "minuten",
        "segundo", "segundos", "minuto", "minutos",
    ];
    let pieces: Vec<Piece<'_>> = pieces(text).collect();
    pieces.windows(2).find_map(|pair| match pair {
        [Piece::Placeholder(name), Piece::Text(after)] if LENGTHS.contains(name) => {
            let word = after.trim_start().split(|c: char| !c.is_alphabetic()).next()?;
            UNITS.contains(&word.to_lowercase().as_str()).then_some((*name, word))
        }
        _ => None,
    })
}

/// Whether a problem is that a side is named where none is chosen.
pub(crate) fn lacks_a_side(problem: &Problem) -> bool {
    SIDES
        .iter()
        .any(|name| problem.message.ends_with(&format!("The placeholder `{{{name}}}` has no value here.")))
}

/// The first word of a text that names a side. "Right" has other meanings in English before some words.
pub(super) fn named_side(language: Language, text: &str) -> Option<&str> {
    const NOT_A_SIDE: [&str; 6] = ["now", "away", "after", "before", "there", "here"];
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_side = |(at, word): &(usize, &&str)| {
        let word = word.to_lowercase();
        let next = words.get(at + 1).map(|next| next.to_lowercase()).unwrap_or_default();
        match language {
            Language::En => word == "left" || word == "right" && !NOT_A_SIDE.contains(&next.as_str()),
            Language::De => {
                ["links", "rechts"].contains(&word.as_str())
                    || word.starts_with("linke")
                    || word.starts_with("rechte")
            }
            Language::Es => word.starts_with("izquierd") || word.starts_with("derech"),
            Language::Fr
            | Language::It
            | Language::Pt
            | Language::Nl
            | Language::Pl
            | Language::Sv
            | Language::Da => false,
        }
    };
    words.iter().enumerate().find(is_side).map(|(_, word)| *word)
}

/// What to write instead of a number: a placeholder that has a value there, if there is one.
fn placeholder_help(known: &[&str]) -> String {
    const NUMBERS: [&str; 7] = ["inhale", "lasts", "minutes", "at_most", "times", "cycles", "spots"];
    let own = "name the number in `numbers: {\"name\": …}` and write `{name}`, so that words and steps always agree.";
    match NUMBERS.iter().find(|number| known.contains(number)) {
        Some(number) => format!("Write a placeholder such as `{{{number}}}`, or {own}"),
        None => own.replacen("name", "Name", 1),
    }
}

/// Whether a number stands before a unit of time.
pub(crate) fn names_a_length(text: &str) -> bool {
    const UNITS: [&str; 9] = ["s", "sec", "sek", "seg", "min", "h", "hour", "stunde", "hora"];
    let lower = text.to_lowercase();
    let mut rest = lower.as_str();
    while let Some(at) = rest.find(|c: char| c.is_numeric()) {
        let after = rest[at..].trim_start_matches(|c: char| c.is_numeric() || matches!(c, '.' | ','));
        let word: String = after
            .trim_start_matches([' ', '-', '\u{a0}'])
            .chars()
            .take_while(|c| c.is_alphabetic())
            .collect();
        let is_short = |unit: &&&str| unit.len() <= 1;
        let starts = |unit: &&str| word.starts_with(unit);
        if UNITS.iter().filter(is_short).any(|unit| word == *unit)
            || UNITS.iter().filter(|unit| !is_short(unit)).any(starts)
        {
            return true;
        }
        rest = after;
    }
    false
}

/// A side in German before the noun that it belongs to, or in Spanish behind one of the other gender: `{side}` has one form.
fn wrong_form_of_a_side(at: &Range<usize>, language: Language, text: &str) -> Option<Problem> {
    let all: Vec<Piece<'_>> = pieces(text).collect();
    let told =
        |what: String, help: String| Some(Problem::warning(ProblemKind::Words, at.clone(), what).help(help));
    // Where the stem is the word itself, as in English, there are no endings.
    let terms = language.terms()?;
    let (said, stem) = ((terms.side)(Side::Left), (terms.side_stem)(Side::Left));
    if said == stem {
        return None;
    }
    for (place, piece) in all.iter().enumerate() {
        let Piece::Placeholder(name @ ("side" | "other_side" | "side_stem" | "other_side_stem")) = piece
        else {
            continue;
        };
        let text_at = |at: Option<usize>| match at.and_then(|at| all.get(at)) {
            Some(Piece::Text(text)) => *text,
            Some(Piece::Placeholder(_)) | None => "",
        };
        let (before, after) = (text_at(place.checked_sub(1)), text_at(Some(place + 1)));
        let ending: String = after.chars().take_while(|c| c.is_alphabetic()).collect();
        if let Some(whole) = name.strip_suffix("_stem") {
            if ending.is_empty() {
                return told(
                    format!("`{{{name}}}` is said as \u{201c}{stem}\u{201d}."),
                    format!(
                        "Write its ending behind it, such as `{{{name}}}{}`, or write `{{{whole}}}`.",
                        example(language)
                    ),
                );
            }
            continue;
        }
        if !ending.is_empty() {
            return told(
                format!("`{{{name}}}{ending}` is said as \u{201c}{said}{ending}\u{201d}."),
                format!("An ending belongs to the stem: `{{{name}_stem}}{ending}`."),
            );
        }
        match language {
            Language::De => {
                let noun: String = after
                    .strip_prefix(' ')
                    .unwrap_or_default()
                    .chars()
                    .take_while(|c| c.is_alphabetic())
                    .collect();
                if noun.starts_with(char::is_uppercase) {
                    return told(
                        format!("`{{{name}}} {noun}` is said as \u{201c}links {noun}\u{201d}."),
                        format!(
                            "Write the stem with its ending: `{{{name}_stem}}e {noun}` or `{{{name}_stem}}en {noun}`."
                        ),
                    );
                }
            }
            Language::Es => {
                let noun = before
                    .strip_suffix(' ')
                    .and_then(|before| before.split(' ').next_back())
                    .unwrap_or_default();
                if noun.ends_with('o') && noun != "mano" && noun.len() > 3 {
                    return told(
                        format!("`{noun} {{{name}}}` is said as \u{201c}{noun} izquierda\u{201d}."),
                        format!("Write the stem with its ending: `{noun} {{{name}_stem}}o`."),
                    );
                }
            }
            Language::En
            | Language::Fr
            | Language::It
            | Language::Pt
            | Language::Nl
            | Language::Pl
            | Language::Sv
            | Language::Da => {}
        }
    }
    None
}

/// An ending that a stem can have.
const fn example(language: Language) -> &'static str {
    if matches!(language, Language::De) { "e" } else { "o" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_has_the_form_that_its_noun_wants() {
        let told =
            |language, text| wrong_form_of_a_side(&(0..1), language, text).map(|problem| problem.message);
        let german = "`{side} Seite` is said as \u{201c}links Seite\u{201d}.";
        assert_eq!(told(Language::De, "Kreise auf der {side} Seite.").as_deref(), Some(german));
        for (text, what) in [
            ("zur {side}en Seite", "`{side}en` is said as \u{201c}linksen\u{201d}."),
            ("die {other_side}e Hand", "`{other_side}e` is said as \u{201c}linkse\u{201d}."),
            ("nach {side_stem}.", "`{side_stem}` is said as \u{201c}link\u{201d}."),
        ] {
            assert_eq!(told(Language::De, text).as_deref(), Some(what));
        }
        for text in ["zur {side_stem}en Seite", "nach {side}.", "auf der {other_side_stem}en Seite"] {
            assert_eq!(told(Language::De, text), None, "{text}");
        }
        assert!(told(Language::Es, "el lado {side_stem}").is_some());
        assert_eq!(told(Language::Es, "el lado {side_stem}o"), None);
        assert_eq!(told(Language::En, "your {side_stem} hand"), None);
        assert_eq!(told(Language::De, "Kreise {side} am Nacken, {side}. Weiter {side}"), None);
        assert_eq!(told(Language::De, "auf der {side_stem}en Seite"), None);
        let spanish = "`hombro {side}` is said as \u{201c}hombro izquierda\u{201d}.";
        assert_eq!(told(Language::Es, "Aprieta el hombro {side}.").as_deref(), Some(spanish));
        assert_eq!(told(Language::Es, "La mano {side}, a la {side}."), None);
        assert_eq!(told(Language::En, "The {side} Shoulder"), None);
    }
}
