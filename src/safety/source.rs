//! What a rule rests on, by kind: nothing has to look for words in a text in order to know whose choice a number is.

use std::fmt;

use serde::Deserialize;

/// What something rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Source {
    /// Published, and can be looked up: a paper, a guideline, a leaflet, a maker's label.
    Study(String),
    /// A cautious choice of this program, with nothing behind it but care.
    OurLimit,
    /// The same where only a part of something is meant: what the choice is about.
    OurLimitOn(String),
    /// The same, and what else is to be known: that others go further, or that the hints are weak.
    OurLimitBeside(String),
    /// Published, but for a part that is a choice of this program: the reference, then the part.
    Partly(String, String),
    /// Widely held without a study to name.
    Common(String),
    /// What the author of the routine wrote into it.
    Author,
}

impl Source {
    /// What an author named as a source in a routine's file.
    #[must_use]
    pub fn named(text: &str) -> Self {
        const OURS: &str = "our limit";
        let trimmed = text.trim();
        let lower = trimmed.to_lowercase();
        // Lower case has the same length here, or the slices below would be off.
        if lower == OURS {
            Self::OurLimit
        } else if lower.len() == trimmed.len() && lower.ends_with(OURS) {
            let about = trimmed[..trimmed.len() - OURS.len()].trim_end().trim_end_matches([':', ',', ';']);
            Self::OurLimitOn(about.to_owned())
        } else if let Some(about) = lower.strip_prefix(OURS).and_then(|rest| rest.strip_prefix(':'))
            && lower.len() == trimmed.len()
        {
            Self::OurLimitOn(trimmed[trimmed.len() - about.len()..].trim().to_owned())
        } else {
            Self::Study(trimmed.to_owned())
        }
    }

    /// Whether there is something to look up.
    #[must_use]
    pub const fn can_be_looked_up(&self) -> bool {
        match self {
            Self::Study(_) | Self::Partly(..) => true,
            Self::OurLimit
            | Self::OurLimitOn(_)
            | Self::OurLimitBeside(_)
            | Self::Common(_)
            | Self::Author => false,
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Study(text) | Self::Common(text) => f.write_str(text),
            Self::OurLimit => f.write_str("our limit"),
            Self::OurLimitOn(about) => write!(f, "{about}: our limit"),
            Self::OurLimitBeside(more) => write!(f, "our limit; {more}"),
            Self::Partly(study, ours) => write!(f, "{study}; {ours}: our limit"),
            Self::Author => f.write_str("the routine itself"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: &Source) {
        assert_eq!(Source::named(written), *expected);
    }

    #[test]
    fn an_author_says_whose_choice_it_is_in_plain_words() {
        check("our limit", &Source::OurLimit);
        check(" Our limit ", &Source::OurLimit);
        check("Pressures and seconds: our limit", &Source::OurLimitOn("Pressures and seconds".into()));
        check("Our limit: 60 s to start", &Source::OurLimitOn("60 s to start".into()));
        check("Lampl 2015, doi:1", &Source::Study("Lampl 2015, doi:1".into()));
        check("Nothing within our limits", &Source::Study("Nothing within our limits".into()));
        assert!(!Source::named("Times: our limit").can_be_looked_up());
        assert!(Source::named("NHS leaflet").can_be_looked_up());
    }
}
