//! The state of an attack while it is being noted or corrected, and how its times are moved.

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::super::medicine::MedicineDraft;
use crate::journal::{Attack, Aura, KnownMedicine};
use crate::settings::questions::questions_of;

/// How far one key press moves the start or the end. Nobody remembers it more precisely.
pub(super) const STEP: TimeDelta = TimeDelta::minutes(15);

/// An attack that began longer ago than this is being noted afterwards. Our limit.
const AFTERWARDS: TimeDelta = TimeDelta::hours(2);

/// An attack while it is being noted.
#[derive(Clone, Debug, Default)]
pub struct AttackState {
    /// The attack so far.
    pub attack: Attack,
    /// The present, which `started` and `ended` never exceed.
    pub now: DateTime<FixedOffset>,
    /// Whether it had been noted before.
    pub is_known: bool,
    /// Medicines that were noted before.
    pub known: Vec<KnownMedicine>,
    /// Medicine that is being added.
    pub medicine: MedicineDraft,
    /// What came with it and is none of the usual factors, separated by commas.
    pub other_factors: String,
    /// Whether the details are unfolded.
    pub is_detailed: bool,
    /// What stood before its corrections, a line each.
    pub corrections: Vec<String>,
    /// The yes-or-no questions that the person wants to be asked.
    pub questions: Vec<String>,
    /// The same while they are being changed, with commas between them.
    pub questions_draft: Option<String>,
    /// What was noted of the attack before, as a suggestion; not offered once it was taken.
    pub last: Option<Attack>,
    /// What was known when the page was opened, to tell whether anything has been entered.
    pub opened_with: Attack,
    /// When what is shown was left here, if nobody has saved it yet.
    pub left: Option<DateTime<FixedOffset>>,
}

impl AttackState {
    /// An attack that begins now.
    #[must_use]
    pub fn beginning(id: String, now: DateTime<FixedOffset>, pain: Option<u8>, aura: bool) -> Self {
        let aura = if aura { Aura::Yes } else { Aura::Unsaid };
        let attack = Attack { id, started: now, peak: pain, aura, ..Attack::default() };
        Self { opened_with: attack.clone(), attack, now, ..Self::default() }
    }

    /// An attack that had been noted before. It is not over until somebody says so: who opens it may only want to add a
    /// medicine.
    #[must_use]
    pub fn noted_before(attack: Attack, now: DateTime<FixedOffset>) -> Self {
        Self { opened_with: attack.clone(), attack, now, is_known: true, ..Self::default() }
    }

    /// Whether what was left without saving belongs here: a change of a known attack belongs to that one alone, and a new
    /// attack is whatever new one was being noted.
    #[must_use]
    pub fn takes(&self, (_, attack, is_known): &(DateTime<FixedOffset>, Attack, bool)) -> bool {
        self.is_known == *is_known && (!is_known || attack.id == self.attack.id)
    }

    /// The same as it was left without saving at a time, if that belongs here.
    #[must_use]
    pub fn with_draft(mut self, draft: Option<(DateTime<FixedOffset>, Attack, bool)>) -> Self {
        if let Some((left, attack, _)) = draft.filter(|draft| self.takes(draft)) {
            self.attack = attack;
            self.left = Some(left);
        }
        self
    }

    /// What has been entered and not saved.
    #[must_use]
    pub fn draft(&self) -> Option<Attack> {
        Some(self.to_attack()).filter(|attack| *attack != self.opened_with)
    }

    /// Back to what was known when the page was opened.
    pub(super) fn start_again(&mut self) {
        self.attack = self.opened_with.clone();
        self.medicine = MedicineDraft::default();
        self.other_factors.clear();
        self.left = None;
    }

    /// The same, with the medicines that were noted before.
    #[must_use]
    pub fn with_known(self, known: Vec<KnownMedicine>) -> Self {
        Self { known, ..self }
    }

    /// The same, with what was noted of the attack before to be suggested.
    #[must_use]
    pub fn with_last(self, last: Option<&Attack>) -> Self {
        Self { last: last.cloned(), ..self }
    }

    /// The same, with the questions that the person wants to be asked.
    #[must_use]
    pub fn with_questions(self, questions: &[String]) -> Self {
        Self { questions: questions.to_vec(), ..self }
    }

    /// What was like this last time, as far as nothing is said of it yet: where it hurt, whether there was an aura, and the
    /// symptoms. Not the pain, and not the medicine: what was taken has to be said by who took it.
    #[must_use]
    pub fn suggestion(&self) -> Option<Attack> {
        let last = self.last.as_ref()?;
        let mut taken = self.attack.clone();
        if taken.place.is_empty() {
            taken.place.clone_from(&last.place);
        }
        if taken.aura == Aura::Unsaid {
            taken.aura = last.aura;
        }
        let (now, before) = (&mut taken.symptoms, &last.symptoms);
        now.nausea = now.nausea.or(before.nausea);
        now.light = now.light.or(before.light);
        now.sound = now.sound.or(before.sound);
        now.touch = now.touch.or(before.touch);
        now.function = now.function.or(before.function);
        now.bothersome = now.bothersome.or(before.bothersome);
        (taken != self.attack).then_some(taken)
    }

    /// What the suggestion would say, in a few words each.
    #[must_use]
    pub fn suggested_words(&self) -> Vec<String> {
        let Some(suggestion) = self.suggestion() else { return Vec::new() };
        let place = (suggestion.place != self.attack.place).then(|| suggestion.place.clone());
        let aura = (suggestion.aura != self.attack.aura).then_some(suggestion.aura);
        let aura = aura.and_then(|aura| match aura {
            Aura::Yes => Some("aura".to_owned()),
            Aura::No => Some("no aura".to_owned()),
            Aura::Unsaid => None,
        });
        let said = self.attack.symptoms.plain();
        let symptoms = suggestion.symptoms.plain().into_iter().filter(|symptom| !said.contains(symptom));
        place.into_iter().chain(aura).chain(symptoms).collect()
    }

    /// Takes what was like this last time.
    pub(super) fn take_suggestion(&mut self) {
        if let Some(suggestion) = self.suggestion() {
            self.attack = suggestion;
        }
    }

    /// Sets the end to the present, to be moved if it was earlier.
    pub fn end_now(&mut self) {
        self.set_ongoing(false);
    }

    /// Picks the medicine that was noted last, or the next one.
    pub fn pick_medicine(&mut self) {
        self.medicine.pick_next(&self.known);
    }

    /// The yes-or-no questions, if they were changed on this page.
    #[must_use]
    pub fn changed_questions(&self) -> Option<Vec<String>> {
        let changed = questions_of(self.questions_draft.as_ref()?);
        (changed != self.questions).then_some(changed)
    }

    /// The questions as they are asked now: those of the person, and those that were answered in this attack.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        let own = self.changed_questions().unwrap_or_else(|| self.questions.clone());
        let answered = self.attack.factors.iter().chain(&self.attack.absent);
        let others: Vec<String> = answered.filter(|question| !own.contains(question)).cloned().collect();
        own.into_iter().chain(others).collect()
    }

    /// When medicine was taken, unless another time is chosen. Somebody who opens an attack that is still going on has
    /// just taken it; for one that is noted afterwards, the present would be the wrong day.
    #[must_use]
    pub fn usually_taken(&self) -> DateTime<FixedOffset> {
        let goes_on = self.attack.ended.is_none_or(|ended| ended == self.now);
        let is_fresh = self.is_known || self.now - self.attack.started <= AFTERWARDS;
        if goes_on && is_fresh { self.now } else { self.attack.started }
    }

    /// The attack to save, including the medicine and the factors that were entered last.
    #[must_use]
    pub fn to_attack(&self) -> Attack {
        let mut attack = self.attack.clone();
        attack.medicine.extend(self.medicine.dose(self.usually_taken()));
        let others = self.other_factors.split(',').map(str::trim).filter(|factor| !factor.is_empty());
        for factor in others {
            if attack.answer(factor) != Some(true) {
                attack.set_answer(factor, Some(true));
            }
        }
        attack.note = attack.note.trim().to_owned();
        if attack.aura != Aura::Yes {
            attack.aura_minutes = None;
        }
        attack
    }

    /// Moves the end of a known attack that is over, otherwise the start.
    pub(super) fn shift(&mut self, by: TimeDelta) {
        if self.attack.ended.is_some() { self.shift_end(by) } else { self.shift_start(by) }
    }

    /// Moves the start; never beyond now or beyond the end.
    pub(super) fn shift_start(&mut self, by: TimeDelta) {
        let latest = self.attack.ended.unwrap_or(self.now).min(self.now);
        self.attack.started = (self.attack.started + by).min(latest.max(self.attack.started));
    }

    /// Moves the end; never beyond now or before the start.
    pub(super) fn shift_end(&mut self, by: TimeDelta) {
        let (started, now) = (self.attack.started, self.now);
        if let Some(ended) = &mut self.attack.ended {
            *ended = (*ended + by).clamp(started.min(now), now.max(started));
        }
    }

    /// Removes the end, or sets it to now.
    pub(super) fn set_ongoing(&mut self, is_ongoing: bool) {
        self.attack.ended = (!is_ongoing).then_some(self.now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Medicine, Symptoms};

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    #[test]
    fn medicine_of_an_attack_that_is_noted_afterwards_is_not_taken_now() {
        let now = at("2026-03-08T20:00:00+01:00");
        let mut state = AttackState::beginning("a".into(), now, None, false);
        state.medicine.name = "Sumatriptan".into();
        state.shift(-TimeDelta::days(5));
        let attack = state.to_attack();
        assert_eq!(attack.medicine[0].taken, attack.started);
        // Of one that goes on, it was taken just now.
        let open = Attack { started: now - TimeDelta::hours(3), ..Attack::default() };
        let mut state = AttackState::noted_before(open, now);
        state.medicine.name = "Sumatriptan".into();
        assert_eq!(state.to_attack().medicine[0].taken, now);
        state.set_ongoing(false);
        state.shift_end(-TimeDelta::hours(1));
        assert_eq!(state.to_attack().medicine[0].taken, now - TimeDelta::hours(3));
    }

    #[test]
    fn no_time_passes_another_that_bounds_it() {
        let now = at("2026-03-08T20:00:00+01:00");
        let attack = Attack {
            started: now - TimeDelta::hours(10),
            ended: Some(now - TimeDelta::hours(4)),
            ..Attack::default()
        };
        let mut state = AttackState::noted_before(attack, now);
        state.shift_start(TimeDelta::days(1));
        assert_eq!(state.attack.started, now - TimeDelta::hours(4));
        state.shift_end(TimeDelta::days(1));
        assert_eq!(state.attack.ended, Some(now));
        state.shift_end(-TimeDelta::days(9));
        assert_eq!(state.attack.ended, Some(state.attack.started));
    }

    #[test]
    fn questions_are_answered_and_what_else_came_is_typed_once_each() {
        let mut state = AttackState::default().with_questions(&["period".into(), "stress".into()]);
        state.attack.set_answer("period", Some(true));
        state.attack.set_answer("stress", Some(true));
        state.attack.set_answer("stress", Some(false));
        state.other_factors = " red wine, period,, late night ".into();
        let attack = state.to_attack();
        assert_eq!(
            (attack.factors, attack.absent),
            (vec!["period".into(), "red wine".into(), "late night".into()], vec!["stress".into()])
        );
        // What is typed counts, whatever was answered before.
        state.other_factors = "stress".into();
        assert_eq!(state.to_attack().answer("stress"), Some(true));
        // A question that is no longer asked stays where it was answered.
        state.questions_draft = Some("sleep, period".into());
        assert_eq!(state.changed_questions(), Some(vec!["sleep".into(), "period".into()]));
        assert_eq!(state.asked(), ["sleep", "period", "stress"]);
    }

    #[test]
    fn what_was_like_this_last_time_is_one_key_away_and_never_pain_or_medicine() {
        let now = at("2026-03-08T20:00:00+01:00");
        let last = Attack {
            place: "left".into(),
            aura: Aura::No,
            peak: Some(9),
            symptoms: Symptoms { nausea: Some(2), light: Some(3), ..Symptoms::default() },
            medicine: vec![Medicine { name: "Sumatriptan".into(), taken: now, class: None }],
            factors: vec!["period".into()],
            ..Attack::default()
        };
        let mut state = AttackState::beginning("a".into(), now, Some(4), true).with_last(Some(&last));
        state.attack.symptoms.light = Some(1);
        assert_eq!(state.suggested_words(), ["left", "moderate nausea"], "what was said stays");
        state.take_suggestion();
        let attack = state.to_attack();
        assert_eq!((attack.place.as_str(), attack.aura, attack.peak), ("left", Aura::Yes, Some(4)));
        assert_eq!((attack.symptoms.nausea, attack.symptoms.light), (Some(2), Some(1)));
        assert!(attack.medicine.is_empty() && attack.factors.is_empty());
        assert_eq!(state.suggested_words(), [""; 0]);
    }
}
