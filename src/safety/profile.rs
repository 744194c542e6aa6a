//! What a person has said about themselves: 22 questions, each yes, no, or left open.

use std::collections::BTreeMap;

use crate::ron_reader::Parser;
use crate::ron_reader::Problem;
use crate::ron_reader::Vocabulary;
use crate::ron_reader::vocabulary::vocabulary;

use super::conditions::conditions;

vocabulary! {
    /// Something about a person that changes what is safe for them.
    Condition, "condition":
    Pregnancy = "pregnancy",
    BloodClot = "blood clot",
    BleedingRisk = "bleeding disorder or blood thinners",
    HeadNeckArtery = "stroke or artery problem of head or neck",
    ConnectiveTissue = "very loose joints or weak connective tissue",
    HeadNeckInjury = "recent injury or surgery of head or neck",
    NeckSpine = "unstable or damaged neck",
    FeverInfection = "fever or infection",
    SkinProblem = "skin problem",
    SensationCirculation = "numb areas or poor circulation",
    Raynaud = "fingers that turn white in the cold",
    ColdReaction = "reaction to cold",
    HeartBloodPressure = "heart disease or high blood pressure",
    Fainting = "fainting",
    LungDisease = "lung disease",
    Epilepsy = "seizures",
    PanicTrauma = "panic or trauma",
    EyePressure = "eye problem",
    RecentInjection = "injections in the last day",
    ImplantOrCancer = "implant or cancer of head or neck",
    MedicinePatch = "medicine patch",
    FaceNerveJaw = "painful face nerve or jaw",
}

vocabulary! {
    /// An answer to one of the questions.
    Answer, "answer":
    Yes = "yes",
    No = "no",
}

impl Condition {
    /// The question, as it is asked.
    #[must_use]
    pub fn question(self) -> &'static str {
        conditions().conditions.iter().find(|of| of.when == self).map_or("", |of| of.ask.as_str())
    }
}

/// The answers of a person; a question without one is open, and counts as no.
///
/// The cautions that a routine gives everybody are shown whatever is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    answers: BTreeMap<Condition, Answer>,
}

impl FromIterator<Condition> for Profile {
    /// A person with these conditions, every other question left open.
    fn from_iter<I: IntoIterator<Item = Condition>>(conditions: I) -> Self {
        Self { answers: conditions.into_iter().map(|condition| (condition, Answer::Yes)).collect() }
    }
}

impl Profile {
    /// The answer to a question, if there is one.
    #[must_use]
    pub fn answer(&self, condition: Condition) -> Option<Answer> {
        self.answers.get(&condition).copied()
    }

    /// Answers a question, or leaves it open.
    pub fn set(&mut self, condition: Condition, answer: Option<Answer>) {
        match answer {
            Some(answer) => self.answers.insert(condition, answer),
            None => self.answers.remove(&condition),
        };
    }

    /// Whether this was answered with yes.
    #[must_use]
    pub fn has(&self, condition: Condition) -> bool {
        self.answer(condition) == Some(Answer::Yes)
    }

    /// Everything that was answered with yes.
    pub fn conditions(&self) -> impl Iterator<Item = Condition> + '_ {
        self.answers.iter().filter(|(_, answer)| **answer == Answer::Yes).map(|(condition, _)| *condition)
    }

    /// How many questions have an answer.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.answers.len()
    }

    /// Reads the file of answers. An answer that cannot be read counts as yes, and comes with its place.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Problem>) {
        let mut parser = Parser::of(text);
        let mut profile = Self::default();
        let Some(mut fields) = parser.whole("the answers") else { return (profile, parser.problems) };
        for (condition, name) in Condition::ALL.iter().zip(Condition::NAMES) {
            let there = fields.has(name);
            let answer = fields.optional::<Answer>(name, &mut parser).map(|answer| answer.value);
            profile.set(*condition, answer.or(there.then_some(Answer::Yes)));
        }
        fields.finish(&mut parser);
        (profile, parser.problems)
    }

    /// The file that reads back as these answers.
    #[must_use]
    pub fn write(&self) -> String {
        let head = "// What you answered about yourself in Stillpoint. A line that is missing is an open question.\n(\n";
        let line = |(condition, answer): (&Condition, &Answer)| {
            format!("    {}: {},\n", condition.name(), answer.name())
        };
        format!("{head}{})\n", self.answers.iter().map(line).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_read_back_as_they_were_written() {
        let mut profile: Profile = Condition::ALL.iter().copied().collect();
        profile.set(Condition::Raynaud, Some(Answer::No));
        profile.set(Condition::Epilepsy, None);
        for profile in [profile, Profile::default()] {
            assert_eq!(Profile::read(&profile.write()), (profile, vec![]));
        }
    }

    #[test]
    fn an_answer_that_cannot_be_read_counts_as_yes_and_is_told() {
        let (profile, problems) = Profile::read("(Raynaud: yess, Epilepsy: No, Raynoud: Yes)");
        assert!(profile.has(Condition::Raynaud));
        assert_eq!(profile.answer(Condition::Epilepsy), Some(Answer::No));
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert_eq!(profile.answered(), 2);
    }

    #[test]
    fn every_question_is_one_plain_question() {
        for condition in Condition::ALL {
            let question = condition.question();
            assert!(question.ends_with('?'), "{}: {question}", condition.name());
            assert_eq!(question.matches('?').count(), 1, "{question}");
        }
    }
}
