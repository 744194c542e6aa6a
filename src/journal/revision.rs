//! Corrections: what stood in an entry before it was corrected is kept, and can be restored. Pure.

use crate::customs::written;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::{Attack, Aura, FollowUpAnswer, Medicine, Record, Symptoms};

/// An entry as it stood before a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// When it was corrected.
    pub replaced: DateTime<FixedOffset>,
    /// What stood until then.
    pub entry: Revised,
}

/// The kinds of entries that can be corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Revised {
    /// A session; what cannot be corrected, such as its steps, is left out.
    Session(Box<Record>),
    /// An attack.
    Attack(Box<Attack>),
}

impl Revised {
    /// A session as it is kept.
    #[must_use]
    pub fn session(record: &Record) -> Self {
        let without = Record {
            steps: Vec::new(),
            changes: Vec::new(),
            states: Vec::new(),
            applied: Vec::new(),
            ..record.clone()
        };
        Self::Session(Box::new(without))
    }
}

/// Whether a value that was given is another one now, or gone. Giving one for the first time is no correction.
fn differs<T: PartialEq>(old: Option<&T>, new: Option<&T>) -> bool {
    old.is_some() && old != new
}

/// Whether something was taken out of a text, rather than added to its end.
fn is_rewritten(old: &str, new: &str) -> bool {
    !new.starts_with(old.trim_end())
}

fn is_in<T: PartialEq>(list: &[T]) -> impl Fn(&T) -> bool {
    |one| list.contains(one)
}

impl Record {
    /// What stood in `self` and does not stand in `new`, a phrase each: `pain after 6`, `note “warm”`.
    #[must_use]
    pub fn replaced_by(&self, new: &Self) -> Vec<String> {
        let mut stood = Vec::new();
        times(&mut stood, (self.started, self.ended), (new.started, new.ended));
        pain(&mut stood, "pain before", self.pain_before, new.pain_before);
        pain(&mut stood, "pain after", self.pain_after, new.pain_after);
        if differs(self.feeling.as_ref(), new.feeling.as_ref()) {
            stood.extend(self.feeling.map(|feeling| feeling.plain().to_owned()));
        }
        symptoms(&mut stood, "before", &self.symptoms_before, &new.symptoms_before);
        symptoms(&mut stood, "after", &self.symptoms_after, &new.symptoms_after);
        let answers = self.follow_ups.iter().filter(|answer| !is_in(&new.follow_ups)(answer));
        stood.extend(answers.map(answered));
        text(&mut stood, "unwanted effects", &self.unwanted, &new.unwanted);
        medicine(&mut stood, &self.medicine, &new.medicine);
        text(&mut stood, "note", &self.note, &new.note);
        stood
    }

    /// Brings back what stood before a correction. What was recorded by the program itself stays.
    pub fn restore(&mut self, earlier: &Self) {
        self.started = earlier.started;
        self.ended = earlier.ended;
        self.pain_before = earlier.pain_before;
        self.pain_after = earlier.pain_after;
        self.feeling = earlier.feeling;
        self.symptoms_before = earlier.symptoms_before.clone();
        self.symptoms_after = earlier.symptoms_after.clone();
        self.follow_ups.clone_from(&earlier.follow_ups);
        self.unwanted.clone_from(&earlier.unwanted);
        self.medicine.clone_from(&earlier.medicine);
        self.note.clone_from(&earlier.note);
    }
}

impl Attack {
    /// What stood in `self` and does not stand in `new`, a phrase each.
    #[must_use]
    pub fn replaced_by(&self, new: &Self) -> Vec<String> {
        let mut stood = Vec::new();
        times(&mut stood, (self.started, self.ended), (new.started, new.ended));
        pain(&mut stood, "worst pain", self.peak, new.peak);
        if !self.place.is_empty() && self.place != new.place {
            stood.push(self.place.clone());
        }
        match self.aura {
            Aura::Unsaid => {}
            Aura::No | Aura::Yes if self.aura == new.aura => {}
            Aura::No => stood.push("no aura".into()),
            Aura::Yes => stood.push("aura".into()),
        }
        if differs(self.aura_minutes.as_ref(), new.aura_minutes.as_ref()) {
            stood.extend(self.aura_minutes.map(|minutes| format!("aura of {minutes} min")));
        }
        symptoms(&mut stood, "at worst", &self.symptoms, &new.symptoms);
        stood.extend(self.factors.iter().filter(|factor| !is_in(&new.factors)(factor)).cloned());
        let absent = self.absent.iter().filter(|factor| !is_in(&new.absent)(factor));
        stood.extend(absent.map(|factor| format!("{factor}: no")));
        medicine(&mut stood, &self.medicine, &new.medicine);
        text(&mut stood, "note", &self.note, &new.note);
        stood
    }
}

type Times = (DateTime<FixedOffset>, Option<DateTime<FixedOffset>>);

fn times(stood: &mut Vec<String>, (old_start, old_end): Times, (new_start, new_end): Times) {
    if old_start != new_start {
        stood.push(format!("began {}", written(old_start, "%-d %B, %H:%M")));
    }
    if differs(old_end.as_ref(), new_end.as_ref()) {
        stood.extend(old_end.map(|end| format!("ended {}", written(end, "%-d %B, %H:%M"))));
    }
}

fn pain(stood: &mut Vec<String>, name: &str, old: Option<u8>, new: Option<u8>) {
    if differs(old.as_ref(), new.as_ref()) {
        stood.extend(old.map(|old| format!("{name} {old}")));
    }
}

fn symptoms(stood: &mut Vec<String>, when: &str, old: &Symptoms, new: &Symptoms) {
    let new = new.plain();
    stood
        .extend(old.plain().into_iter().filter(|one| !new.contains(one)).map(|one| format!("{when}: {one}")));
}

fn text(stood: &mut Vec<String>, name: &str, old: &str, new: &str) {
    if is_rewritten(old, new) {
        stood.push(format!("{name} “{}”", old.trim()));
    }
}

fn medicine(stood: &mut Vec<String>, old: &[Medicine], new: &[Medicine]) {
    let gone = old.iter().filter(|dose| !is_in(new)(dose));
    stood.extend(gone.map(|dose| format!("{}, {}", dose.name, written(dose.taken, "%-d %B, %H:%M"))));
}

fn answered(answer: &FollowUpAnswer) -> String {
    let pain = answer.pain.map(|pain| format!("pain {pain}"));
    let feeling = answer.feeling.map(|feeling| feeling.plain().to_owned());
    let parts: Vec<String> = pain.into_iter().chain(feeling).collect();
    let answer_given = if parts.is_empty() { "declined".to_owned() } else { parts.join(", ") };
    format!("{}: {answer_given}", answer.point.plain())
}

#[cfg(test)]
mod tests {
    use super::super::store::tests_support::{at, full_record};
    use super::*;

    #[test]
    fn giving_an_answer_is_no_correction_and_changing_one_is() {
        let given = full_record("1");
        let blank = Record {
            pain_after: None,
            feeling: None,
            unwanted: String::new(),
            note: String::new(),
            symptoms_after: Symptoms::default(),
            follow_ups: Vec::new(),
            medicine: Vec::new(),
            ..given.clone()
        };
        assert_eq!(blank.replaced_by(&given), [""; 0]);
        let longer = Record { note: format!("{}. And more.", given.note), ..given.clone() };
        assert_eq!(given.replaced_by(&longer), [""; 0], "words that are added replace nothing");
        let changed = Record {
            pain_after: Some(2),
            note: "cold".into(),
            started: at("2026-03-29T01:30:00+01:00"),
            ..given.clone()
        };
        let stood = given.replaced_by(&changed);
        assert_eq!(stood[..2], ["began 29 March, 01:59", "pain after 4"]);
        assert!(stood[2].starts_with("note “warm; drop"), "{stood:?}");
        // Taken back is replaced as well, all of it.
        assert_eq!(given.replaced_by(&blank).len(), 9, "{:?}", given.replaced_by(&blank));
    }

    #[test]
    fn what_stood_comes_back_and_what_was_done_stays() {
        let given = full_record("1");
        let mut changed = Record { pain_after: None, note: String::new(), ..given.clone() };
        let Revised::Session(kept) = Revised::session(&given) else { panic!("it is a session") };
        assert!(kept.steps.is_empty());
        changed.restore(&kept);
        assert_eq!(changed, given);
    }

    #[test]
    fn the_end_of_an_attack_is_no_correction_and_another_start_is() {
        let open = Attack { started: at("2026-03-01T08:00:00+01:00"), aura: Aura::Yes, ..Attack::default() };
        let ended = Attack { ended: Some(at("2026-03-01T20:00:00+01:00")), peak: Some(7), ..open.clone() };
        assert_eq!(open.replaced_by(&ended), [""; 0]);
        let corrected = Attack { started: at("2026-03-01T06:00:00+01:00"), aura: Aura::No, ..ended.clone() };
        assert_eq!(ended.replaced_by(&corrected), ["began 1 March, 08:00", "aura"]);
    }
}
