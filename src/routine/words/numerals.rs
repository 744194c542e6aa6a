//! Numbers that are written out in words, before a unit or something that is counted: `forty seconds`, `drei Atemzüge`.
//!
//! Only these are looked for. "One hand", "two fingers" and "a minute" name no number that the data hold.

use super::Language;

/// The numerals and the things that are counted, in a language; nothing for those that are not known well enough.
struct Numerals {
    /// Numerals as whole words.
    whole: &'static [&'static str],
    /// How words for tens begin or end: `forty`, `vierzig`.
    tens: &'static [&'static str],
    /// What is counted, in the plural, and singulars that follow a half.
    counted: &'static [&'static str],
    /// Words that may stand between: `forty or fifty`, `cuarenta y cinco`.
    between: &'static [&'static str],
}

const ENGLISH: Numerals = Numerals {
    whole: &[
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "hundred",
    ],
    tens: &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
    counted: &[
        "second",
        "seconds",
        "minute",
        "minutes",
        "hours",
        "times",
        "breaths",
        "rounds",
        "repetitions",
    ],
    between: &["or", "to", "and", "more", "slow"],
};

const GERMAN: Numerals = Numerals {
    whole: &[
        "zwei",
        "drei",
        "vier",
        "f\u{fc}nf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zw\u{f6}lf",
        "dreizehn",
        "vierzehn",
        "f\u{fc}nfzehn",
        "sechzehn",
        "siebzehn",
        "achtzehn",
        "neunzehn",
        "hundert",
    ],
    tens: &["zwanzig", "drei\u{df}ig", "vierzig", "f\u{fc}nfzig", "sechzig", "siebzig", "achtzig", "neunzig"],
    counted: &["sekunden", "minuten", "stunden", "mal", "atemz\u{fc}ge", "runden", "wiederholungen"],
    between: &["oder", "bis", "und", "weitere", "langsame"],
};

const SPANISH: Numerals = Numerals {
    whole: &[
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "once",
        "doce",
        "trece",
        "catorce",
        "quince",
        "diecis\u{e9}is",
        "diecisiete",
        "dieciocho",
        "diecinueve",
        "veinte",
        "cien",
    ],
    tens: &["veinti", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"],
    counted: &["segundos", "minutos", "horas", "veces", "respiraciones", "rondas", "repeticiones"],
    between: &["o", "a", "y"],
};

const fn numerals(language: Language) -> Option<&'static Numerals> {
    match language {
        Language::En => Some(&ENGLISH),
        Language::De => Some(&GERMAN),
        Language::Es => Some(&SPANISH),
        Language::Fr
        | Language::It
        | Language::Pt
        | Language::Nl
        | Language::Pl
        | Language::Sv
        | Language::Da => None,
    }
}

/// The first number of a text that is written out before what it counts, with that. In a title, only lengths of time are
/// looked for by others; a title's own words are not.
pub(super) fn number_in_words(language: Language, text: &str, is_title: bool) -> Option<String> {
    let numerals = numerals(language).filter(|_| !is_title)?;
    // Punctuation ends what belongs together; a hyphen does not.
    for phrase in text.split(['.', ',', ';', ':', '!', '?', '(', ')', '\u{2013}', '\u{2014}']) {
        let words: Vec<&str> = phrase.split(|c: char| c.is_whitespace() || c == '-').collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let is_numeral = |word: &String| {
            let has = |ten: &str| word.starts_with(ten) || word.ends_with(ten);
            numerals.whole.contains(&word.as_str()) || numerals.tens.iter().any(|ten| has(ten))
        };
        let Some(from) = lower.iter().position(is_numeral) else { continue };
        for begin in from..lower.len() {
            if !is_numeral(&lower[begin]) {
                continue;
            }
            let goes_on = |word: &&String| is_numeral(word) || numerals.between.contains(&word.as_str());
            let end = begin + lower[begin..].iter().take_while(goes_on).count();
            if lower.get(end).is_some_and(|word| numerals.counted.contains(&word.as_str())) {
                return Some(words[begin..=end].join(" "));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: Language, text: &str, expected: Option<&str>) {
        assert_eq!(number_in_words(language, text, false).as_deref(), expected, "{text}");
    }

    #[test]
    fn a_number_before_what_it_counts_is_found_in_three_languages() {
        check(Language::En, "Squeeze it for forty seconds.", Some("forty seconds"));
        check(Language::En, "Hold for forty-five seconds, then let go.", Some("forty five seconds"));
        check(Language::En, "Do this three more times.", Some("three more times"));
        check(Language::En, "Ten slow breaths", Some("Ten slow breaths"));
        check(Language::De, "Halte f\u{fc}nfundvierzig Sekunden.", Some("f\u{fc}nfundvierzig Sekunden"));
        check(Language::De, "Drei Mal, ohne Eile.", Some("Drei Mal"));
        check(Language::Es, "Aguanta cuarenta y cinco segundos.", Some("cuarenta y cinco segundos"));
        check(Language::Es, "Hazlo tres veces.", Some("tres veces"));
    }

    #[test]
    fn what_counts_nothing_that_the_data_hold_is_left_alone() {
        for text in
            ["Lay two fingers on it.", "Wait a minute.", "One hand, then the other.", "Often, or many times."]
        {
            check(Language::En, text, None);
        }
        check(Language::De, "Mit zwei Fingern, noch einmal.", None);
        check(Language::Es, "Pon dos dedos. Otra vez.", None);
        check(Language::Fr, "Quarante secondes", None);
        assert_eq!(number_in_words(Language::En, "Five minutes", true), None);
    }
}
