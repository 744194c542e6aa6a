//! What a person has said about themselves: 22 questions, each yes, no, or left open.

use std::collections::{BTreeMap, BTreeSet};

use crate::ron_reader::Parser;
use crate::ron_reader::Problem;
use crate::ron_reader::Vocabulary;
use crate::ron_reader::closest;
use crate::ron_reader::vocabulary::vocabulary;

use super::conditions::conditions;

vocabulary! {
    /// Something about a person that changes what is safe for them.
    Condition, "condition":
    Pregnancy = "pregnancy",
    BloodClot = "blood clot",
    BleedingRisk = "bleeding disorder or blood thinners",
    HeadNeckArtery = "stroke, or artery problem in the head or neck",
    ConnectiveTissue = "very loose joints or weak connective tissue",
    HeadNeckInjury = "recent head or neck injury or surgery",
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
    ImplantOrCancer = "implant or cancer in the head or neck",
    MedicinePatch = "medicine patch",
    FaceNerveJaw = "nerve pain in the face, or a painful jaw",
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

/// The answers of a person; a question without one is open, and counts as no. One whose answer was given and cannot be
/// read any more is [lost](Self::lost): it counts as yes until it is answered again.
///
/// The cautions that a routine gives everybody are shown whatever is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    answers: BTreeMap<Condition, Answer>,
    lost: BTreeSet<Condition>,
}

/// How a lost answer is written in the file, so that it stays lost when other answers are saved.
const LOST: &str = "Unreadable";

impl FromIterator<Condition> for Profile {
    /// A person with these conditions, every other question left open.
    fn from_iter<I: IntoIterator<Item = Condition>>(conditions: I) -> Self {
        let answers = conditions.into_iter().map(|condition| (condition, Answer::Yes)).collect();
        Self { answers, ..Self::default() }
    }
}

impl Profile {
    /// Somebody who has answered, and nothing of it can be read.
    #[must_use]
    pub fn all_lost() -> Self {
        Self { lost: Condition::ALL.iter().copied().collect(), ..Self::default() }
    }

    /// The questions that were answered, perhaps with yes, by an answer that cannot be read any more.
    pub fn lost(&self) -> impl Iterator<Item = Condition> + '_ {
        self.lost.iter().copied()
    }

    /// Whether this was answered, and the answer is lost.
    #[must_use]
    pub fn is_lost(&self, condition: Condition) -> bool {
        self.lost.contains(&condition)
    }

    /// The answer to a question, if there is one.
    #[must_use]
    pub fn answer(&self, condition: Condition) -> Option<Answer> {
        self.answers.get(&condition).copied()
    }

    /// Answers a question, or leaves it open.
    pub fn set(&mut self, condition: Condition, answer: Option<Answer>) {
        self.lost.remove(&condition);
        match answer {
            Some(answer) => self.answers.insert(condition, answer),
            None => self.answers.remove(&condition),
        };
    }

    /// Whether this was answered with yes, or may have been.
    #[must_use]
    pub fn has(&self, condition: Condition) -> bool {
        self.answer(condition) == Some(Answer::Yes) || self.is_lost(condition)
    }

    /// Everything that was answered with yes, or may have been.
    pub fn conditions(&self) -> impl Iterator<Item = Condition> + '_ {
        Condition::ALL.iter().copied().filter(|condition| self.has(*condition))
    }

    /// How many questions have an answer.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.answers.len()
    }

    /// Reads the file of answers. What cannot be read comes with its place, and is [lost](Self::lost): it counts as yes
    /// until it is answered again. Where not even the brackets are right, that is every answer that does not stand there
    /// beyond doubt.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Problem>) {
        let mut parser = Parser::of(text);
        let Some(mut fields) = parser.whole("the answers") else {
            return (saved_from(text), parser.problems);
        };
        let mut profile = Self::default();
        let all = fields.all();
        for (condition, name) in Condition::ALL.iter().zip(Condition::NAMES) {
            let times = all.iter().filter(|(other, _)| other == name).count();
            let is_lost = fields.raw(name).is_some_and(|raw| raw.trim() == LOST);
            let answer = if is_lost { None } else { fields.optional::<Answer>(name, &mut parser) };
            match (times, answer) {
                (0, _) => {}
                (1, Some(answer)) => profile.set(*condition, Some(answer.value)),
                // Given twice, it is not known which of them was meant.
                (_, None | Some(_)) => profile.lose(*condition),
            }
        }
        // A name that is almost that of a question was meant to be it.
        for (name, raw) in all.iter().filter(|(name, _)| !Condition::NAMES.contains(name)) {
            let meant = closest(name, Condition::NAMES.iter().copied());
            let meant = Condition::ALL.iter().zip(Condition::NAMES).find(|(_, name)| meant == Some(**name));
            // Of any other it is not known what it was an answer to, so it may be each that has none. A no matters to none.
            let perhaps = match meant {
                Some((condition, _)) => std::slice::from_ref(condition),
                None if raw.trim() == Answer::No.name() => &[],
                None => Condition::ALL,
            };
            for condition in perhaps {
                if profile.answer(*condition).is_none() {
                    profile.lose(*condition);
                }
            }
        }
        fields.finish(&mut parser);
        (profile, parser.problems)
    }

    fn lose(&mut self, condition: Condition) {
        self.answers.remove(&condition);
        self.lost.insert(condition);
    }

    /// The file that reads back as these answers.
    #[must_use]
    pub fn write(&self) -> String {
        let head = "// Your answers about yourself in Stillpoint. A missing line is a question that you haven't answered.\n(\n";
        let line = |(condition, answer): (&Condition, &Answer)| {
            format!("    {}: {},\n", condition.name(), answer.name())
        };
        let lost = self.lost.iter().map(|condition| format!("    {}: {LOST},\n", condition.name()));
        format!("{head}{})\n", self.answers.iter().map(line).chain(lost).collect::<String>())
    }
}

/// What a text that is no file of answers any more still says beyond doubt.
fn saved_from(text: &str) -> Profile {
    let mut profile = Profile::all_lost();
    if text.contains("/*") {
        // Text inside a block comment is no answer.
        return profile;
    }
    let mut seen = BTreeSet::new();
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    for part in lines.flat_map(|line| line.split(['(', ')', ','])) {
        let Some((name, answer)) = part.split_once(':') else { continue };
        let known = Condition::ALL.iter().zip(Condition::NAMES).find(|(_, known)| **known == name.trim());
        let Some((condition, _)) = known else { continue };
        let answer = Answer::ALL.iter().zip(Answer::NAMES).find(|(_, known)| **known == answer.trim());
        match answer {
            Some((answer, _)) if seen.insert(*condition) => profile.set(*condition, Some(*answer)),
            Some(_) | None => {
                seen.insert(*condition);
                profile.lose(*condition);
            }
        }
    }
    profile
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

    #[track_caller]
    fn check(text: &str, yes: &[Condition], no: &[Condition], lost: &[Condition]) {
        let (profile, _) = Profile::read(text);
        let answered = |answer| -> Vec<Condition> {
            Condition::ALL.iter().copied().filter(|one| profile.answer(*one) == Some(answer)).collect()
        };
        let all_lost: Vec<Condition> = profile.lost().collect();
        assert_eq!((answered(Answer::Yes), answered(Answer::No)), (yes.to_vec(), no.to_vec()), "{text}");
        assert_eq!(all_lost, lost, "{text}");
        for condition in Condition::ALL {
            let counts = yes.contains(condition) || lost.contains(condition);
            assert_eq!(profile.has(*condition), counts, "{text}");
            assert_eq!(profile.conditions().any(|other| other == *condition), counts, "{text}");
        }
        // Whatever is lost stays so until it is answered, however often other answers are written.
        assert_eq!(Profile::read(&profile.write()), (profile, vec![]), "{text}");
    }

    #[test]
    fn an_answer_that_cannot_be_read_is_lost_alone_and_counts_as_yes() {
        use Condition::{Epilepsy, Raynaud};
        check("(Raynaud: yess, Epilepsy: No)", &[], &[Epilepsy], &[Raynaud]);
        check("(Raynaud: yes, Epilepsy: No)", &[], &[Epilepsy], &[Raynaud]);
        check("(raynaud: Yes, Epilepsy: No)", &[], &[Epilepsy], &[Raynaud]);
        check("(Raynoud: Yes, Epilepsy: No)", &[], &[Epilepsy], &[Raynaud]);
        check("(Raynaud: No, Raynaud: Yes)", &[], &[], &[Raynaud]);
        // A slip beside an answer that stands there takes nothing away from it.
        check("(Raynaud: Yes, raynaud: No)", &[Raynaud], &[], &[]);
        check("(Weather: No, Epilepsy: No)", &[], &[Epilepsy], &[]);
        // What nobody knows the meaning of may be the answer to whatever was not answered.
        let open: Vec<Condition> =
            Condition::ALL.iter().copied().filter(|one| ![Raynaud, Epilepsy].contains(one)).collect();
        for meant in ["Cold_fingers: Yes", "answers: (Raynaud: Yes)", "Weather: perhaps"] {
            check(&format!("(Raynaud: Yes, {meant}, Epilepsy: No)"), &[Raynaud], &[Epilepsy], &open);
        }
        let (profile, problems) = Profile::read("(Raynaud: yess, Epilepsy: No, Raynoud: Yes)");
        assert_eq!((problems.len(), profile.answered()), (2, 1), "{problems:?}");
    }

    #[test]
    fn of_a_damaged_file_what_stands_there_counts_and_all_else_is_lost() {
        use Condition::{Epilepsy, Raynaud};
        let but = |read: &[Condition]| -> Vec<Condition> {
            Condition::ALL.iter().copied().filter(|one| !read.contains(one)).collect()
        };
        let lost = but(&[Raynaud, Epilepsy]);
        check("(Raynaud: Yes, Epilepsy: No", &[Raynaud], &[Epilepsy], &lost);
        check("(\n    Raynaud: Yes,\n    Epilepsy: No,\n    Panic", &[Raynaud], &[Epilepsy], &lost);
        check("Raynaud: Yes,\n    Epilepsy: No,\n)\n", &[Raynaud], &[Epilepsy], &lost);
        check("(Raynaud: Yes Epilepsy: No)", &[], &[], &but(&[]));
        check("(// Epilepsy: No,\n Raynaud: Yes", &[Raynaud], &[], &but(&[Raynaud]));
        check("(/* Epilepsy: No, */ Raynaud: Yes", &[], &[], &but(&[]));
        check("(Raynaud: Yes, Raynaud: No, Epilepsy: No", &[], &[Epilepsy], &but(&[Epilepsy]));
        for nothing in ["", "\0\0\0\0", "hello", "("] {
            check(nothing, &[], &[], Condition::ALL);
        }
    }

    #[test]
    fn a_lost_answer_is_found_by_answering_or_by_leaving_it_open() {
        let mut profile = Profile::all_lost();
        profile.set(Condition::Raynaud, Some(Answer::No));
        profile.set(Condition::Epilepsy, None);
        assert!(!profile.has(Condition::Raynaud) && !profile.has(Condition::Epilepsy));
        assert_eq!(profile.lost().count(), Condition::ALL.len() - 2);
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
