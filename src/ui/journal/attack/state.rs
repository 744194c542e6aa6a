//! An attack as it is being noted, and how its times move.

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::journal::{Attack, Aura, Medicine, MedicineClass};

/// How far one press moves the start or the end: nobody remembers it more exactly.
pub(super) const STEP: TimeDelta = TimeDelta::minutes(15);

/// An attack as it is being noted.
#[derive(Clone, Debug, Default)]
pub struct AttackState {
    /// What is known so far.
    pub attack: Attack,
    /// The time.
    pub now: DateTime<FixedOffset>,
    /// Whether it was noted before.
    pub is_known: bool,
    /// Medicine that was taken now, in the person's words.
    pub medicine: String,
    /// What kind of medicine it is, if they say so.
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

    /// An attack that was noted before; one that can still be going on ends now.
    #[must_use]
    pub fn noted_before(mut attack: Attack, now: DateTime<FixedOffset>) -> Self {
        if attack.ended.is_none() && attack.holds(now) {
            attack.ended = Some(now);
        }
        Self { attack, now, is_known: true, ..Self::default() }
    }

    /// What is kept: with the medicine that was written last.
    #[must_use]
    pub fn to_attack(&self) -> Attack {
        let mut attack = self.attack.clone();
        let name = self.medicine.trim();
        if !name.is_empty() {
            attack.medicine.push(Medicine { name: name.to_owned(), taken: self.now, class: self.class });
        }
        attack
    }

    /// Earlier or later by a quarter of an hour: the end of a known attack, else the start; never after now, and no
    /// end before the start.
    pub(super) fn shift(&mut self, by: TimeDelta) {
        let (started, now) = (self.attack.started, self.now);
        match &mut self.attack.ended {
            Some(ended) => *ended = (*ended + by).clamp(started.min(now), now.max(started)),
            None => self.attack.started = (started + by).min(now),
        }
    }

    /// Takes back that it has ended, or lets it end now.
    pub(super) fn set_ongoing(&mut self, is_ongoing: bool) {
        self.attack.ended = (!is_ongoing).then_some(self.now);
    }
}
