//! How much headache gets in the way of life: the MIDAS questions, and the total of a HIT-6.
//!
//! Both are optional and answered every three months at most; doctors ask for them.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// The days that MIDAS looks back on.
pub const MIDAS_DAYS: u16 = 90;
/// The lowest and the highest total of a HIT-6 (doi:10.1186/s10194-018-0899-2).
pub const HIT6: (u16, u16) = (36, 78);
/// How long an assessment is up to date: three months.
const VALID_FOR: TimeDelta = TimeDelta::days(90);

/// The five questions whose days are added up (Stewart 2001, free to use), and the two that give the context.
pub const MIDAS_QUESTIONS: [&str; 7] = [
    "On how many days in the last 3 months did you miss work or school because of your headaches?",
    "On how many more days did you get no more than half done at work or school?",
    "On how many days did you do no household work because of your headaches?",
    "On how many more days did you get no more than half of your household work done?",
    "On how many days did you miss family, social or leisure activities because of your headaches?",
    "On how many days in the last 3 months did you have a headache?",
    "How strong were these headaches on average, 0 to 10?",
];
/// How many of the questions count towards the total.
const COUNTED: usize = 5;

/// One completed questionnaire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// Globally unique among all entries.
    pub id: String,
    /// When it was filled in, in local time.
    pub taken: DateTime<FixedOffset>,
    /// The questionnaire and its answers.
    pub scale: Scale,
}

/// The questionnaires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scale {
    /// MIDAS, with the answers in the order of [`MIDAS_QUESTIONS`].
    Midas([u16; 7]),
    /// HIT-6: only the total, because its questions may not be copied.
    Hit6(u16),
}

impl Default for Scale {
    fn default() -> Self {
        Self::Midas([0; 7])
    }
}

impl Scale {
    /// The name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Midas(_) => "midas",
            Self::Hit6(_) => "hit6",
        }
    }

    /// The answers as numbers: seven for MIDAS, the total for HIT-6.
    #[must_use]
    pub fn numbers(&self) -> Vec<u16> {
        match self {
            Self::Midas(answers) => answers.to_vec(),
            Self::Hit6(total) => vec![*total],
        }
    }

    /// The questionnaire with these numbers, if they are possible.
    #[must_use]
    pub fn of(name: &str, numbers: &[u16]) -> Option<Self> {
        let scale = match (name, numbers) {
            ("midas", numbers) => Self::Midas(numbers.try_into().ok()?),
            ("hit6", [total]) => Self::Hit6(*total),
            _ => return None,
        };
        scale.is_possible().then_some(scale)
    }

    /// Whether every number is within the bounds of its question.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        match self {
            Self::Midas(answers) => answers.iter().zip(MIDAS_MOST).all(|(answer, most)| *answer <= most),
            Self::Hit6(total) => (HIT6.0..=HIT6.1).contains(total),
        }
    }

    /// The total.
    #[must_use]
    pub fn total(&self) -> u16 {
        match self {
            Self::Midas(answers) => answers.iter().take(COUNTED).sum(),
            Self::Hit6(total) => *total,
        }
    }

    /// The total in words, by the limits of each questionnaire (doi:10.1186/s10194-018-0899-2).
    #[must_use]
    pub fn grade(&self) -> &'static str {
        match (self, self.total()) {
            (Self::Midas(_), 0..=5) => "little or no disability",
            (Self::Midas(_), 6..=10) => "mild disability",
            (Self::Midas(_), 11..=20) => "moderate disability",
            (Self::Midas(_), 21..) => "severe disability",
            (Self::Hit6(_), ..=49) => "little or no impact",
            (Self::Hit6(_), 50..=55) => "some impact",
            (Self::Hit6(_), 56..=59) => "substantial impact",
            (Self::Hit6(_), 60..) => "severe impact",
        }
    }

    /// The name as doctors know it.
    #[must_use]
    pub const fn plain(&self) -> &'static str {
        match self {
            Self::Midas(_) => "MIDAS",
            Self::Hit6(_) => "HIT-6",
        }
    }
}

/// The highest answer to each question of MIDAS.
pub const MIDAS_MOST: [u16; 7] = [MIDAS_DAYS, MIDAS_DAYS, MIDAS_DAYS, MIDAS_DAYS, MIDAS_DAYS, MIDAS_DAYS, 10];

impl Assessment {
    /// An id for an assessment made at `time` by the process with this number.
    #[must_use]
    pub fn id_at(time: DateTime<Utc>, process: u32) -> String {
        format!("{}-{process:x}-assessment", time.format("%Y%m%dT%H%M%S%6f"))
    }

    /// Whether it is still up to date.
    #[must_use]
    pub fn is_up_to_date(&self, now: DateTime<FixedOffset>) -> bool {
        now - self.taken < VALID_FOR
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_and_grades_are_those_of_the_questionnaires() {
        let midas = |first| Scale::Midas([first, 0, 0, 0, 0, 80, 9]);
        for (total, grade) in [
            (5, "little or no disability"),
            (6, "mild disability"),
            (11, "moderate disability"),
            (20, "moderate disability"),
            (21, "severe disability"),
        ] {
            assert_eq!((midas(total).total(), midas(total).grade()), (total, grade));
        }
        for (total, grade) in [
            (49, "little or no impact"),
            (50, "some impact"),
            (56, "substantial impact"),
            (60, "severe impact"),
        ] {
            assert_eq!(Scale::Hit6(total).grade(), grade, "{total}");
        }
    }

    #[test]
    fn only_possible_numbers_are_a_questionnaire() {
        assert_eq!(
            Scale::of("midas", &[90, 0, 0, 0, 0, 90, 10]),
            Some(Scale::Midas([90, 0, 0, 0, 0, 90, 10]))
        );
        for (name, numbers) in [
            ("midas", &[91, 0, 0, 0, 0, 0, 0][..]),
            ("midas", &[0, 0, 0, 0, 0, 0, 11]),
            ("midas", &[1]),
            ("hit6", &[35]),
            ("hit6", &[79]),
            ("hit6", &[]),
            ("other", &[1]),
        ] {
            assert_eq!(Scale::of(name, numbers), None, "{name} {numbers:?}");
        }
    }
}
