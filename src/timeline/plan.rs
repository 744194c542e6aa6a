//! What is done this time: the alternatives that the moment asks for, and the wished length.

use std::sync::Arc;

use crate::routine::Step;
use crate::routine::length::{self, OutOfReach};
use crate::safety::{self, Advice, Change, Changed, Judgement, Moment, Profile, SafeRoutine, Verdict};
use crate::time::ExactDuration;

/// What a plan was made from, besides its routine: enough to make it again when the routine changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanRequest {
    /// What the person answered about themselves.
    pub profile: Profile,
    /// How it is now, as far as they said.
    pub moment: Moment,
    /// The length that they asked for. A plan may be shorter or longer without it: steps are left out for the person
    /// and the moment.
    pub length: Option<ExactDuration>,
}

/// A routine as it is to be played this time.
#[derive(Clone, Debug)]
pub struct Plan {
    request: PlanRequest,
    routine: Arc<SafeRoutine>,
    steps: Vec<Step>,
    changes: Vec<Change>,
    sentences: Vec<String>,
    cautions: Vec<Change>,
    advice: Option<Advice>,
    breathing: ExactDuration,
}

/// Why a routine cannot be played as requested.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The steps' limits do not allow the length.
    #[error("`{routine}` can't last {}; the nearest length that its steps allow is {}", .reach.wished, .reach.nearest)]
    OutOfReach {
        /// The id of the routine.
        routine: String,
        /// The length requested and the nearest possible one.
        reach: OutOfReach,
    },
    /// What the person and the moment leave of it makes no sense.
    #[error("`{routine}` isn't suitable right now. {why}")]
    NotNow {
        /// The id of the routine.
        routine: String,
        /// The reason, one sentence.
        why: String,
    },
    /// What is played would add up to more than the rules allow.
    #[error("at this length, `{routine}` has {what}, so choose a shorter length")]
    TooMuch {
        /// The id of the routine.
        routine: String,
        /// What passes which limit: `3m of massage on the temples in total; the limit is 2m`.
        what: String,
    },
}

impl Plan {
    /// What it was made from.
    #[must_use]
    pub const fn request(&self) -> &PlanRequest {
        &self.request
    }

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
        &self.sentences
    }

    /// What differs from the routine as written, each with its reason.
    #[must_use]
    pub fn changed(&self) -> &[Change] {
        &self.changes
    }

    /// What to know beforehand, for this person and moment.
    #[must_use]
    pub fn cautions(&self) -> &[Change] {
        &self.cautions
    }

    /// How long all breathing may last together, also when more time is asked for while it plays.
    #[must_use]
    pub const fn breathing(&self) -> ExactDuration {
        self.breathing
    }

    /// Why it is advised against, if it is: such a plan is played only with [`Moment::insist`].
    #[must_use]
    pub const fn advice(&self) -> Option<&Advice> {
        self.advice.as_ref()
    }
}

/// Plans a routine for a person and a moment, `wished` long if that is said.
///
/// # Errors
/// [`PlanError`] if it is not for now, or if the wished length is out of reach.
pub fn plan(
    routine: &Arc<SafeRoutine>,
    profile: &Profile,
    moment: &Moment,
    wished: Option<ExactDuration>,
) -> Result<Plan, PlanError> {
    let id = || routine.id().to_owned();
    let Judgement { mut steps, changes, cautions, breathing, verdict } =
        safety::judge(routine, profile, moment);
    let advice = match verdict {
        Verdict::NotNow { why, .. } => return Err(PlanError::NotNow { routine: id(), why }),
        Verdict::AdvisedAgainst(advice) => Some(advice),
        Verdict::Go => None,
    };
    if let Some(wished) = wished {
        length::fit(&mut steps, wished).map_err(|reach| PlanError::OutOfReach { routine: id(), reach })?;
    } else if changes.iter().any(|change| change.what == Changed::Swapped) && !is_shorter(&changes) {
        // Alternatives may have lengths of their own: as far as they can give way, the whole stays as long as it was.
        let _ = length::fit(&mut steps, routine.range().written);
    }
    // A reviewed routine cannot come to this at any length; what is really played is held against the limits all the same.
    if let Some(what) = safety::too_much(&steps) {
        return Err(PlanError::TooMuch { routine: id(), what });
    }
    let sentences = changes.iter().map(|change| change.sentence.clone()).collect();
    let request = PlanRequest { profile: profile.clone(), moment: moment.clone(), length: wished };
    Ok(Plan { request, routine: Arc::clone(routine), steps, changes, sentences, cautions, advice, breathing })
}

/// Whether less is done than was written, so that it lasts less long as well.
fn is_shorter(changes: &[Change]) -> bool {
    changes.iter().any(|change| matches!(change.what, Changed::LeftOut | Changed::Shorter(_)))
}
