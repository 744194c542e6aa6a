//! Rating by ear: the voice says the answers slowly, and the one big key picks the one that was said last.
//!
//! Free of any clock and of any sound: the time comes in, what is to be said goes out.

use std::time::Duration;

use crate::journal::Feeling;
use crate::timeline::Phrases;

/// How long the question has before the first answer is said.
const QUESTION: Duration = Duration::from_millis(5500);
/// How long each answer has: to be said, to be weighed, and for a slow hand.
const ANSWER: Duration = Duration::from_millis(2600);
/// The highest pain.
const WORST: u8 = 10;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Pain now, 0–10.
    Pain,
    /// How it is compared with before.
    Feeling,
}

/// What a person has picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picked {
    /// A number on the pain scale.
    Pain(u8),
    /// How it is compared with before.
    Feeling(Feeling),
}

/// A question that is being asked by voice.
#[derive(Clone, Copy, Debug)]
pub struct SpokenRating {
    phrases: &'static Phrases,
    question: Question,
    /// The answer that was said last.
    last: Option<u8>,
    /// When the next thing is said.
    next: Duration,
}

impl SpokenRating {
    /// Begins with the pain, `now` on any clock that does not go back; with the words of the question.
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

    /// The question.
    #[must_use]
    pub const fn question(&self) -> Question {
        self.question
    }

    /// The answer that was said last, in words.
    #[must_use]
    pub fn last_answer(&self) -> Option<String> {
        self.last.map(|last| self.answer(last))
    }

    /// When something is said next.
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

    /// What is to be said by now; once all answers were said and none was picked, it is over.
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

    /// Takes the answer that was said last, if one was; and goes on to the next question, if there is one.
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

/// What comes of the time that has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Nothing new.
    Nothing,
    /// These words.
    Say(String),
    /// Every answer was said, and none picked.
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
        assert!(words.starts_with("Wie ist der Schmerz jetzt?"));
        let now = until(&mut spoken_rating, "3");
        let (mut spoken_rating, words) = spoken_rating.pick(now).unwrap().1.unwrap();
        assert!(words.starts_with("Schmerz 3. Und"), "{words}");
        until(&mut spoken_rating, "gleich");
    }

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    /// Lets it count until it has said `answer`; when that was.
    fn until(spoken_rating: &mut SpokenRating, answer: &str) -> Duration {
        loop {
            let now = spoken_rating.next();
            match spoken_rating.advance(now) {
                Prompt::Say(words) if words == answer => return now,
                Prompt::Over => panic!("{answer} was never said"),
                _ => {}
            }
        }
    }

    #[test]
    fn the_number_that_was_said_last_is_picked_and_the_comparison_follows() {
        let (mut spoken_rating, words) = SpokenRating::begin(secs(10), english());
        assert_eq!(words, "How is the pain now? Press Space at your number.");
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
