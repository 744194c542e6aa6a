//! The yes-or-no questions that a person answers about each attack.

use crate::characters::is_hidden;

/// The most of them: what is asked in every attack has to be answered in seconds. Our limit.
pub const MOST_QUESTIONS: usize = 7;
/// The longest, in characters. Our limit.
const LONGEST: usize = 40;

/// Those that are asked unless a person has chosen others.
#[must_use]
pub fn usual() -> Vec<String> {
    ["period", "slept badly", "skipped a meal", "stress"].map(str::to_owned).to_vec()
}

/// Those in a text with commas between them, each once, no more and no longer than can be.
#[must_use]
pub fn questions_of(text: &str) -> Vec<String> {
    within_limits(text.split(','))
}

/// The questions that a text says, as far as they are within the limits.
pub(super) fn within_limits<'a>(questions: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for question in questions {
        let words: String = question.chars().filter(|c| !is_hidden(*c)).collect();
        let words: String = words.trim().chars().take(LONGEST).collect();
        let words = words.trim_end().to_owned();
        if !words.is_empty() && !kept.contains(&words) && kept.len() < MOST_QUESTIONS {
            kept.push(words);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_within_their_limits_whatever_is_typed() {
        assert_eq!(questions_of(" period,, period ,slept\u{202e} badly"), ["period", "slept badly"]);
        assert_eq!(questions_of(""), [""; 0]);
        let many: Vec<String> = (0..20).map(|number| format!("{number}{}", "x".repeat(99))).collect();
        let kept = questions_of(&many.join(","));
        assert_eq!(kept.len(), MOST_QUESTIONS);
        assert!(kept.iter().all(|question| question.chars().count() == LONGEST));
        assert_eq!(questions_of(&usual().join(", ")), usual());
    }
}
