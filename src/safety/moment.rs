//! How somebody is right now, as far as they have said.

use std::collections::BTreeSet;

use crate::ron_reader::vocabulary::vocabulary;
use crate::routine::{Phase, Side, When};

vocabulary! {
    /// A state of the moment that changes what is done.
    State, "state":
    Aura = "aura",
    TouchHurts = "touch hurts",
    Nauseous = "nauseous",
    Vomiting = "being sick",
    Drowsy = "drowsy or sedated",
    SoreLeft = "sorer on the left",
    SoreRight = "sorer on the right",
}

/// How somebody is right now, as far as they have said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Where they are in the course of an attack.
    pub phase: Option<Phase>,
    /// Everything else that they have said about this moment.
    pub states: BTreeSet<State>,
    /// Pain, 0–10; kept with the session, no rule depends on it.
    pub pain: Option<u8>,
    /// They want to go against the advice, knowing the reason. What the rules forbid stays forbidden.
    pub insist: bool,
    /// How much a programme asks for at most this time.
    pub limits: Limits,
}

/// How much is done at most, however much the routine has. It never makes anything stronger or longer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The strongest pressure or effort, 0–10.
    pub pressure: Option<u8>,
    /// The most repetitions of an exercise at a time.
    pub times: Option<u32>,
}

impl Moment {
    /// A moment in a phase.
    #[must_use]
    pub fn in_phase(phase: Phase) -> Self {
        Self { phase: Some(phase), ..Self::default() }
    }

    /// A moment with these states.
    #[must_use]
    pub fn with(states: impl IntoIterator<Item = State>) -> Self {
        Self { states: states.into_iter().collect(), ..Self::default() }
    }

    /// Adds or removes a state.
    pub fn set(&mut self, state: State, is_so: bool) {
        if is_so {
            self.states.insert(state);
        } else {
            self.states.remove(&state);
        }
    }

    /// Whether a state holds now. The aura is a phase as well as a state.
    #[must_use]
    pub fn is(&self, state: State) -> bool {
        self.states.contains(&state) || (state == State::Aura && self.phase == Some(Phase::Aura))
    }

    /// The side that is sore, if they have said one.
    #[must_use]
    pub fn sore(&self) -> Option<Side> {
        match (self.is(State::SoreLeft), self.is(State::SoreRight)) {
            (true, false) => Some(Side::Left),
            (false, true) => Some(Side::Right),
            (true, true) | (false, false) => None,
        }
    }

    /// Says which side is sore, or takes it back.
    pub fn set_sore(&mut self, side: Option<Side>) {
        self.set(State::SoreLeft, side == Some(Side::Left));
        self.set(State::SoreRight, side == Some(Side::Right));
    }

    /// Whether a routine's alternative is for now.
    #[must_use]
    pub fn wants(&self, when: When) -> bool {
        match when {
            When::TouchHurts => self.is(State::TouchHurts),
            When::Nauseous => self.is(State::Nauseous) || self.is(State::Vomiting),
            When::Aura => self.is(State::Aura),
        }
    }
}
