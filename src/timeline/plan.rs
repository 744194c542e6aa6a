//! What is done this time: the alternatives that the moment asks for, and the wished length.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::routine::length::{self, OutOfReach};
use crate::routine::values::{Surroundings, of_step};
use crate::routine::{Action, Phase, Step, When};
use crate::safety::{self, SafeRoutine, rules};
use crate::time::Span;

/// How it is now, as far as somebody said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Where they are in the course of an attack.
    pub phase: Option<Phase>,
    /// States for which steps can offer something else.
    pub states: BTreeSet<When>,
}

/// A routine as it is to be played this time.
#[derive(Clone, Debug)]
pub struct Plan {
    routine: Arc<SafeRoutine>,
    steps: Vec<Step>,
    changes: Vec<String>,
}

/// Why a routine cannot be played as wished.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The steps' limits do not allow the length.
    #[error("`{routine}` cannot last {}; the nearest that its steps allow is {}", .reach.wished, .reach.nearest)]
    OutOfReach {
        /// The id of the routine.
        routine: String,
        /// What was wished and what is possible.
        reach: OutOfReach,
    },
    /// At this length there would be more massage than the rules allow.
    #[error(
        "at {wished} `{routine}` has {hands_on} of hands-on massage, and at most {most} are allowed; choose less"
    )]
    TooMuchHandsOn {
        /// The id of the routine.
        routine: String,
        /// The wished length.
        wished: Span,
        /// How much massage that has.
        hands_on: Span,
        /// How much is allowed.
        most: Span,
    },
}

impl Plan {
    /// The routine that it plays.
    #[must_use]
    pub const fn routine(&self) -> &Arc<SafeRoutine> {
        &self.routine
    }

    /// What is done, with every length settled.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What differs from the routine as written, a sentence each.
    #[must_use]
    pub fn changes(&self) -> &[String] {
        &self.changes
    }
}

impl Moment {
    fn wants(&self, when: When) -> bool {
        self.states.contains(&when) || (when == When::Aura && self.phase == Some(Phase::Aura))
    }
}

/// Plans a routine for a moment, `wished` long if that is said.
///
/// # Errors
/// [`PlanError`] if the wished length is out of reach.
pub fn plan(routine: &Arc<SafeRoutine>, moment: &Moment, wished: Option<Span>) -> Result<Plan, PlanError> {
    let mut changes = Vec::new();
    let mut steps = swapped(&routine.routine().steps, moment, &mut changes);
    if let Some(wished) = wished {
        length::fit(&mut steps, wished)
            .map_err(|reach| PlanError::OutOfReach { routine: routine.id().to_owned(), reach })?;
    } else if !changes.is_empty() {
        // Alternatives may have lengths of their own: as far as they can give way, the whole stays as long as it was.
        let _ = length::fit(&mut steps, routine.range().written);
    }
    // Checked without a wish too, since alternatives can be massage where the steps themselves are not.
    let (hands_on, most) = (safety::hands_on(&steps), rules().hands_on.longest);
    if hands_on > most {
        let wished = wished.unwrap_or_else(|| length::of_steps(&steps).written);
        return Err(PlanError::TooMuchHandsOn { routine: routine.id().to_owned(), wished, hands_on, most });
    }
    Ok(Plan { routine: Arc::clone(routine), steps, changes })
}

/// The steps with every alternative that the moment asks for in place.
fn swapped(steps: &[Step], moment: &Moment, changes: &mut Vec<String>) -> Vec<Step> {
    steps.iter().map(|step| one_swapped(step, moment, changes)).collect()
}

fn one_swapped(step: &Step, moment: &Moment, changes: &mut Vec<String>) -> Step {
    if let Some(instead) = step.instead.iter().find(|instead| moment.wants(instead.when.value)) {
        let change = format!(
            "{} is replaced by {}, because of: {}.",
            plain_name(step),
            plain_name(&instead.step).to_lowercase(),
            instead.when.value.plain()
        );
        if !changes.contains(&change) {
            changes.push(change);
        }
        return one_swapped(&instead.step, moment, changes);
    }
    let mut step = step.clone();
    match &mut step.action {
        Action::Repeat(repeat) => repeat.steps = swapped(&repeat.steps, moment, changes),
        Action::EachSide(each) => each.steps = swapped(&each.steps, moment, changes),
        Action::Group(group) => group.steps = swapped(&group.steps, moment, changes),
        _ => {}
    }
    step
}

/// A step's name, or what it does, for a sentence.
fn plain_name(step: &Step) -> String {
    let values = of_step(step, Surroundings::default());
    if let Some(name) = &step.name {
        return name.value.fill(&values, &step.numbers);
    }
    match &step.action {
        Action::Group(group) => group.title.fill(&values, &step.numbers),
        action => super::compile::default_name(action),
    }
}
