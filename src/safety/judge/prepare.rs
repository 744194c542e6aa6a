//! What is only there for something else: nobody fetches a pack, or lies down on balls, that are then left out.

use super::{any, is_pack};
use crate::routine::{Motion, Step, StepKind};

/// Takes out of the steps before it whatever prepared a step that is not done as it was written.
pub(super) fn take_back(kept: &mut Vec<Step>, written: &Step, becomes: Option<&Step>, next: Option<&Step>) {
    let needs = |step: &Step| any(std::slice::from_ref(step), &needs_preparing);
    let is_for_the_next = next.is_some_and(needs);
    if !needs(written) || becomes.is_some_and(needs) || is_for_the_next {
        return;
    }
    while kept.last().is_some_and(prepares) {
        kept.pop();
    }
}

/// Whether something has to lie there before it begins.
fn needs_preparing(kind: &StepKind) -> bool {
    let on_balls =
        |kind: &StepKind| matches!(kind, StepKind::Guide(guide) if guide.motion.value == Motion::LeanOn);
    is_pack(kind) || on_balls(kind)
}

/// Whether a step is nothing but a wait for the person, with or without a rest beside it.
fn prepares(step: &Step) -> bool {
    let waits = |kind: &StepKind| matches!(kind, StepKind::Wait { .. });
    let does =
        |kind: &StepKind| !waits(kind) && kind.children().is_empty() && !matches!(kind, StepKind::Rest(_));
    let step = std::slice::from_ref(step);
    any(step, &waits) && !any(step, &does)
}
