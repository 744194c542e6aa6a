//! What a person reads once, before the first massage and before the first pack: `first_time.ron`, parsed once.

use std::sync::LazyLock;

use serde::Deserialize;

use super::source::Source;
use crate::routine::{Step, StepKind};

/// What is done for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstTime {
    /// Hands on the skin.
    Massage,
    /// A cold or warm pack.
    Pack,
}

/// What is said before it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Introduction {
    /// The heading.
    pub title: String,
    /// One line each.
    pub lines: Vec<Line>,
}

/// One line of an introduction.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What is said.
    pub line: String,
    /// What it rests on.
    pub source: Source,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Introductions {
    massage: Introduction,
    pack: Introduction,
}

static INTRODUCTIONS: LazyLock<Introductions> = LazyLock::new(|| {
    // The file is part of the program, and a test reads it: what is tested once cannot fail later.
    #[allow(clippy::expect_used)]
    ron::from_str(include_str!("first_time.ron")).expect("src/safety/first_time.ron is tested to be readable")
});

impl FirstTime {
    /// All of them, in the order in which they are asked about.
    pub const ALL: [Self; 2] = [Self::Massage, Self::Pack];

    /// What is said before it.
    #[must_use]
    pub fn introduction(self) -> &'static Introduction {
        match self {
            Self::Massage => &INTRODUCTIONS.massage,
            Self::Pack => &INTRODUCTIONS.pack,
        }
    }

    /// Whether it is part of some steps.
    #[must_use]
    pub fn is_in(self, steps: &[Step]) -> bool {
        steps.iter().any(|step| match (&step.kind, self) {
            (StepKind::Guide(guide), Self::Massage) => guide.motion.value.is_hands_on(),
            (StepKind::Compress(_) | StepKind::Contrast(_), Self::Pack) => true,
            (kind, _) => self.is_in(kind.children()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_sentence_and_both_name_when_to_stop() {
        for which in FirstTime::ALL {
            let introduction = which.introduction();
            assert!(introduction.title.starts_with("Before your first "));
            for line in &introduction.lines {
                assert!(
                    line.line.ends_with('.') && line.line.starts_with(char::is_uppercase),
                    "{}",
                    line.line
                );
            }
            let stops = |line: &Line| {
                line.line.starts_with("Stop if") || line.line.starts_with("Take the pack off if")
            };
            assert!(introduction.lines.iter().any(stops), "{which:?}");
        }
    }
}
