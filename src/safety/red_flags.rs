//! Signs that no routine is for: `red_flags.ron`, read once.

use std::sync::LazyLock;

use serde::Deserialize;

use super::source::Source;

/// Signs that no routine is for, and the question that asks for them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedFlags {
    /// Asked lightly; no, or not sure, blocks a start.
    pub question: String,
    /// Help is needed now.
    pub emergency: Flags,
    /// Somebody should look at it today.
    pub same_day: Flags,
}

/// Some signs, and what to do with any of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flags {
    /// What to do.
    pub say: String,
    /// The signs.
    pub signs: Vec<Sign>,
}

/// One sign.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// In plain words.
    pub sign: String,
    /// What it rests on.
    pub source: Source,
}

static RED_FLAGS: LazyLock<RedFlags> = LazyLock::new(|| {
    // The file is part of the program, and a test reads it: what is tested once cannot fail later.
    #[allow(clippy::expect_used)]
    ron::from_str(include_str!("red_flags.ron")).expect("src/safety/red_flags.ron is tested to be readable")
});

/// The red flags.
#[must_use]
pub fn red_flags() -> &'static RedFlags {
    &RED_FLAGS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_is_a_sentence_with_a_source_to_look_up() {
        let flags = red_flags();
        assert_eq!((flags.emergency.signs.len(), flags.same_day.signs.len()), (8, 8));
        for list in [&flags.emergency, &flags.same_day] {
            assert!(list.say.contains("Don't start a session."));
            for of in &list.signs {
                assert!(of.sign.ends_with('.') && of.source.can_be_looked_up(), "{}", of.sign);
            }
        }
    }
}
