//! What attacks were like in which a yes-or-no question was answered with yes, and with no.
//!
//! It describes and does not explain: the questions are asked in attacks only, so that nothing here says what brings one on.

use super::FEWEST;
use super::difference::difference;
use super::interval::{self, Interval};
use crate::journal::Attack;

/// Shown with every such comparison.
pub const ABOUT_ANSWERS: &str = "You answer these in attacks only, so this can't show what brings an attack on. Attacks also \
    differ in other ways at the same time.";

/// The newest attacks that are compared: more than anybody has in ten years, and every one is held against every other. Our
/// limit.
const MOST_ATTACKS: usize = 1500;

/// The attacks with one answer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AnsweredAttacks {
    /// How many there are.
    pub attacks: u32,
    /// For how many of them the worst pain is known.
    pub rated: u32,
    /// The median of their worst pain, 0–10.
    pub peak: Option<f64>,
    /// The median of their lengths in minutes, of those that are over.
    pub minutes: Option<f64>,
}

/// A question with the attacks in which it was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct AnsweredQuestion {
    /// The question.
    pub question: String,
    /// Those with yes.
    pub yes: AnsweredAttacks,
    /// Those with no.
    pub no: AnsweredAttacks,
    /// How much higher the worst pain was with yes, in points, with its interval; `None` until the worst pain is known in
    /// [`FEWEST`] attacks of either answer.
    pub difference: Option<Interval>,
}

impl AnsweredQuestion {
    /// The difference in plain words.
    #[must_use]
    pub fn plain(&self) -> &'static str {
        match self.difference {
            None => "too few answers",
            Some(Interval { low, .. }) if low > 0.0 => "the worst pain was higher with it",
            Some(Interval { high, .. }) if high < 0.0 => "the worst pain was lower with it",
            Some(Interval { low: 0.0, high: 0.0, .. }) => "about the same with and without it",
            Some(_) => "unclear",
        }
    }
}

/// Compares the attacks, the newest first, by the answers to each question. A question that nobody answered is left out.
#[must_use]
pub fn answered(attacks: &[Attack], questions: &[String]) -> Vec<AnsweredQuestion> {
    let attacks = &attacks[..attacks.len().min(MOST_ATTACKS)];
    let of_question = |question: &String| {
        let with = |answer: bool| {
            let is_so = move |attack: &&Attack| attack.answer(question) == Some(answer);
            attacks.iter().filter(is_so).collect::<Vec<_>>()
        };
        let (yes, no) = (with(true), with(false));
        let peaks = |attacks: &[&Attack]| {
            attacks.iter().filter_map(|attack| attack.peak.map(f64::from)).collect::<Vec<_>>()
        };
        let (with_it, without) = (peaks(&yes), peaks(&no));
        let is_enough = with_it.len().min(without.len()) >= FEWEST as usize;
        (!yes.is_empty() || !no.is_empty()).then(|| AnsweredQuestion {
            question: question.clone(),
            yes: summed_up(&yes),
            no: summed_up(&no),
            difference: is_enough.then(|| difference(&with_it, &without)).flatten(),
        })
    };
    questions.iter().filter_map(of_question).collect()
}

fn summed_up(attacks: &[&Attack]) -> AnsweredAttacks {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let peaks: Vec<(f64, u32)> =
        attacks.iter().filter_map(|attack| Some((f64::from(attack.peak?), 1))).collect();
    #[allow(clippy::cast_precision_loss)] // Minutes of some days.
    let minutes: Vec<(f64, u32)> =
        attacks.iter().filter_map(|attack| Some((attack.length()?.num_minutes() as f64, 1))).collect();
    let median = |values: Vec<(f64, u32)>| interval::of_median(values).map(|median| median.middle);
    AnsweredAttacks {
        attacks: count(attacks.len()),
        rated: count(peaks.len()),
        peak: median(peaks),
        minutes: median(minutes),
    }
}

/// How likely it is that at least one of so many intervals lies beside no difference by chance alone, in percent.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between 0 and 100.
pub fn by_chance_percent(intervals: usize) -> u32 {
    let all_hold = (1.0 - interval::MISSES).powi(i32::try_from(intervals).unwrap_or(i32::MAX));
    ((1.0 - all_hold) * 100.0).round() as u32
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn attacks(peaks: &[u8], answer: bool) -> Vec<Attack> {
        let attack = |(number, peak): (usize, &u8)| {
            let mut attack =
                Attack { id: format!("{answer}{number}"), peak: Some(*peak), ..Attack::default() };
            attack.ended = Some(attack.started + TimeDelta::hours(i64::from(*peak)));
            attack.set_answer("slept badly", Some(answer));
            attack
        };
        peaks.iter().enumerate().map(attack).collect()
    }

    fn compared(yes: &[u8], no: &[u8]) -> AnsweredQuestion {
        let all =
            [attacks(yes, true), attacks(no, false), vec![Attack { peak: Some(1), ..Attack::default() }]];
        let mut found = answered(&all.concat(), &["slept badly".to_owned(), "period".to_owned()]);
        assert_eq!(found.len(), 1, "a question without an answer is not shown");
        found.remove(0)
    }

    #[test]
    fn attacks_with_yes_are_held_against_those_with_no_and_the_others_are_left_out() {
        let found = compared(&[8, 9, 7, 8, 9, 8], &[4, 5, 3, 5, 4, 6]);
        assert_eq!((found.yes.attacks, found.yes.peak, found.yes.minutes), (6, Some(8.0), Some(480.0)));
        assert_eq!((found.no.attacks, found.no.peak), (6, Some(4.5)));
        let difference = found.difference.unwrap();
        // `np.median(np.subtract.outer(yes, no))` is 4.
        assert!((difference.middle - 4.0).abs() < 1e-9 && difference.low > 0.0, "{difference:?}");
        assert_eq!(found.plain(), "the worst pain was higher with it");
    }

    #[test]
    fn few_answers_say_nothing_and_an_unclear_difference_says_so() {
        assert_eq!(compared(&[9, 9, 9, 9], &[1, 1, 1, 1, 1]).plain(), "too few answers");
        assert_eq!(compared(&[9, 2, 5, 6, 7], &[8, 3, 4, 6, 7]).plain(), "unclear");
        assert_eq!(
            compared(&[2, 2, 3, 2, 1, 2], &[8, 9, 8, 7, 9, 9]).plain(),
            "the worst pain was lower with it"
        );
        assert_eq!(compared(&[5; 8], &[5; 8]).plain(), "about the same with and without it");
    }

    #[test]
    fn seven_questions_show_something_by_chance_in_three_of_ten_cases() {
        assert_eq!([1, 2, 7].map(by_chance_percent), [5, 10, 30]);
    }
}
