//! The state of an attack while it is being noted or corrected, and how its times are moved.

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::super::medicine::MedicineDraft;
use crate::journal::{Attack, Aura, KnownMedicine};

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
            if !attack.factors.iter().any(|known| known == factor) {
                attack.factors.push(factor.to_owned());
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

    /// Adds or removes a factor.
    pub(super) fn toggle_factor(&mut self, factor: &str) {
        let before = self.attack.factors.len();
        self.attack.factors.retain(|known| known != factor);
        if self.attack.factors.len() == before {
            self.attack.factors.push(factor.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn factors_are_toggled_and_typed_once_each() {
        let mut state = AttackState::default();
        state.toggle_factor("period");
        state.toggle_factor("stress");
        state.toggle_factor("stress");
        state.other_factors = " red wine, period,, late night ".into();
        assert_eq!(state.to_attack().factors, ["period", "red wine", "late night"]);
    }
}
