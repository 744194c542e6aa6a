//! What makes a routine what it is, and what is left of it without that.

use crate::routine::{Kind, Step, StepKind};

/// What a routine of a kind cannot do without.
pub(super) fn is_essence(kind: Kind, action: &StepKind) -> bool {
    use crate::routine::CompressKind;
    match (kind, action) {
        (Kind::Massage, StepKind::Guide(guide)) => guide.motion.value.is_hands_on(),
        (Kind::Cold, StepKind::Compress(compress)) => compress.pack.value == CompressKind::Cold,
        (Kind::Warmth, StepKind::Compress(compress)) => compress.pack.value == CompressKind::Warm,
        (Kind::Relaxation | Kind::Mixed, StepKind::Guide(_))
        | (Kind::Breathing | Kind::Relaxation | Kind::Mixed, StepKind::Breathe(_))
        | (Kind::Mixed, StepKind::Compress(_))
        | (Kind::Cold | Kind::Warmth | Kind::Mixed, StepKind::Contrast(_)) => true,
        _ => false,
    }
}

/// Whether any of the steps, or of those inside them, does it.
pub(super) fn any(steps: &[Step], does: &dyn Fn(&StepKind) -> bool) -> bool {
    steps.iter().any(|step| does(&step.kind) || any(step.kind.children(), does))
}

/// Whether anything is done in the steps, as opposed to resting and waiting.
pub(super) fn does_something(steps: &[Step]) -> bool {
    any(steps, &|action| is_essence(Kind::Mixed, action))
}

pub(super) fn is_pack(action: &StepKind) -> bool {
    matches!(action, StepKind::Compress(_) | StepKind::Contrast(_))
}
