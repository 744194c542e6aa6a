//! The state of an attack while it is being noted, and how its times are moved.

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::journal::{Attack, Aura, Medicine, MedicineClass};

/// How far one key press moves the start or the end. Nobody remembers it more precisely.
pub(super) const STEP: TimeDelta = TimeDelta::minutes(15);

/// An attack while it is being noted.
#[derive(Clone, Debug, Default)]
pub struct AttackState {
    /// The attack so far.
    pub attack: Attack,
    /// The present, which `started` and `ended` never exceed.
    pub now: DateTime<FixedOffset>,
    /// Whether it had been noted before.
    pub is_known: bool,
    /// Medicine taken now, in the person's words.
    pub medicine: String,
    /// The kind of medicine, if the person has said so.
    pub class: Option<MedicineClass>,
}

impl AttackState {
    /// An attack that begins now.
    #[must_use]
    pub fn beginning(id: String, now: DateTime<FixedOffset>, pain: Option<u8>, aura: bool) -> Self {
        let aura = if aura { Aura::Yes } else { Aura::Unsaid };
        Self {
            attack: Attack { id, started: now, peak: pain, aura, ..Attack::default() },
            now,
            ..Self::default()
        }
    }

    /// An attack that had been noted before. If it may still be going on, its end is set to now.
    #[must_use]
    pub fn noted_before(mut attack: Attack, now: DateTime<FixedOffset>) -> Self {
        if attack.ended.is_none() && attack.holds(now) {
            attack.ended = Some(now);
        }
        Self { attack, now, is_known: true, ..Self::default() }
    }

    /// The attack to save, including the medicine that was entered last.
    #[must_use]
    pub fn to_attack(&self) -> Attack {
        let mut attack = self.attack.clone();
        let name = self.medicine.trim();
        if !name.is_empty() {
            attack.medicine.push(Medicine { name: name.to_owned(), taken: self.now, class: self.class });
        }
        attack
    }

    /// Moves the end of a known attack that is over, otherwise the start. Neither goes beyond now, and the end
    /// never before the start.
    pub(super) fn shift(&mut self, by: TimeDelta) {
        let (started, now) = (self.attack.started, self.now);
        match &mut self.attack.ended {
            Some(ended) => *ended = (*ended + by).clamp(started.min(now), now.max(started)),
            None => self.attack.started = (started + by).min(now),
        }
    }

    /// Removes the end, or sets it to now.
    pub(super) fn set_ongoing(&mut self, is_ongoing: bool) {
        self.attack.ended = (!is_ongoing).then_some(self.now);
    }
}
