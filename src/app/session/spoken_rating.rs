//! The spoken rating: the voice reads the possible answers slowly, and the one big key picks the latest.
//!
//! Uses neither clock nor sound: times come in as arguments, and the words to speak are returned.

use std::time::Duration;

use crate::journal::Feeling;
use crate::timeline::Phrases;

/// The pause after a question, before the first answer is read.
const QUESTION: Duration = Duration::from_millis(5500);
/// The time for each answer: to be spoken, considered, and picked by a slow hand.
const ANSWER: Duration = Duration::from_millis(2600);
/// The top of the pain scale.
const WORST: u8 = 10;

/// A question of the rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Pain now, 0–10.
    Pain,
    /// How it compares with before.
    Feeling,
}

/// An answer that was picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picked {
    /// On the pain scale, 0–10.
    Pain(u8),
    /// How it compares with before.
    Feeling(Feeling),
}

/// A rating that is under way.
#[derive(Clone, Copy, Debug)]
pub struct SpokenRating {
    phrases: &'static Phrases,
    question: Question,
    /// The answer that was read last.
    last: Option<u8>,
    /// When the next answer is read.
    next: Duration,
}

impl SpokenRating {
    /// Starts with the pain question; also returns its words. `now` may come from any clock that never goes
    /// backwards.
    #[must_use]
    pub fn begin(now: Duration, phrases: &'static Phrases) -> (Self, String) {
        Self::ask(phrases, Question::Pain, now)
    }

    fn ask(phrases: &'static Phrases, question: Question, now: Duration) -> (Self, String) {
        let words = match question {
            Question::Pain => phrases.how_is_the_pain,
            Question::Feeling => phrases.compared_with_before,
        };
        (Self { phrases, question, last: None, next: now + QUESTION }, words.to_owned())
    }

    /// The current question.
    #[must_use]
    pub const fn question(&self) -> Question {
        self.question
    }

    /// The answer that was read last, in words.
    #[must_use]
    pub fn last_answer(&self) -> Option<String> {
        self.last.map(|last| self.answer(last))
    }

    /// When the next answer is read.
    #[must_use]
    pub const fn next(&self) -> Duration {
        self.next
    }

    fn answer(&self, index: u8) -> String {
        match self.question {
            Question::Pain => index.to_string(),
            Question::Feeling => {
                self.phrases.feelings[usize::from(index).min(Feeling::ALL.len() - 1)].to_owned()
            }
        }
    }

    fn highest(&self) -> u8 {
        match self.question {
            Question::Pain => WORST,
            Question::Feeling => 2,
        }
    }

    /// What to speak now. Ends when all answers have been read and none was picked.
    pub fn advance(&mut self, now: Duration) -> Prompt {
        if now < self.next {
            return Prompt::Nothing;
        }
        let answer = self.last.map_or(0, |last| last + 1);
        if answer > self.highest() {
            return Prompt::Over;
        }
        self.last = Some(answer);
        self.next = now + ANSWER;
        Prompt::Say(self.answer(answer))
    }

    /// Picks the answer that was read last, if there was one, and starts the next question, if there is one.
    #[must_use]
    pub fn pick(&self, now: Duration) -> Option<(Picked, Option<(Self, String)>)> {
        let last = self.last?;
        Some(match self.question {
            Question::Pain => {
                let (next, words) = Self::ask(self.phrases, Question::Feeling, now);
                (Picked::Pain(last), Some((next, format!("{} {words}", self.phrases.pain(last)))))
            }
            Question::Feeling => {
                let feeling = Feeling::ALL[usize::from(last).min(Feeling::ALL.len() - 1)];
                (Picked::Feeling(feeling), None)
            }
        })
    }
}

/// What is due after some time has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Nothing yet.
    Nothing,
    /// Words to speak.
    Say(String),
    /// All answers were read and none was picked.
    Over,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::Language;
    use crate::timeline::phrases;

    fn english() -> &'static Phrases {
        phrases::of(Language::En)
    }

    #[test]
    fn it_asks_in_the_language_of_the_session() {
        let (mut spoken_rating, words) = SpokenRating::begin(secs(0), phrases::of(Language::De));
        assert!(words.starts_with("Wie stark ist der Schmerz jetzt?"));
        let now = until(&mut spoken_rating, "3");
        let (mut spoken_rating, words) = spoken_rating.pick(now).unwrap().1.unwrap();
        assert!(words.starts_with("Schmerz 3. Und"), "{words}");
        until(&mut spoken_rating, "gleich");
    }

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    /// Advances until `answer` is read; returns when that was.
    fn until(spoken_rating: &mut SpokenRating, answer: &str) -> Duration {
        loop {
            let now = spoken_rating.next();
            match spoken_rating.advance(now) {
                Prompt::Say(words) if words == answer => return now,
                Prompt::Over => panic!("{answer} was never said"),
                Prompt::Nothing | Prompt::Say(_) => {}
            }
        }
    }

    #[test]
    fn the_number_that_was_said_last_is_picked_and_the_comparison_follows() {
        let (mut spoken_rating, words) = SpokenRating::begin(secs(10), english());
        assert_eq!(words, "How is the pain now? Press Space when you hear your number.");
        assert!(spoken_rating.pick(secs(11)).is_none(), "nothing was said yet");
        let now = until(&mut spoken_rating, "4");
        assert_eq!(spoken_rating.advance(now + secs(1)), Prompt::Nothing);
        let (picked, next) = spoken_rating.pick(now + secs(1)).unwrap();
        assert_eq!(picked, Picked::Pain(4));
        let (mut spoken_rating, words) = next.unwrap();
        assert!(words.starts_with("Pain 4. And compared"));
        let now = until(&mut spoken_rating, "the same");
        let (picked, next) = spoken_rating.pick(now).unwrap();
        assert!(picked == Picked::Feeling(Feeling::Same) && next.is_none());
    }

    #[test]
    fn it_ends_by_itself_after_the_last_answer() {
        let (mut spoken_rating, _) = SpokenRating::begin(secs(0), english());
        let now = until(&mut spoken_rating, "10");
        assert_eq!(spoken_rating.advance(now + ANSWER), Prompt::Over);
    }

    #[test]
    fn a_late_call_skips_no_answer() {
        let (mut spoken_rating, _) = SpokenRating::begin(secs(0), english());
        assert_eq!(spoken_rating.advance(secs(3600)), Prompt::Say("0".into()));
        assert_eq!(spoken_rating.advance(secs(3600)), Prompt::Nothing);
    }
}
