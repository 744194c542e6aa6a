//! English words behind placeholders.

use super::Terms;
use crate::routine::{CompressKind, Motion, Side, Site};
use crate::time::Units;

pub(super) static TERMS: Terms = Terms {
    units: Units::ENGLISH,
    side: Side::plain,
    site: Site::plain,
    pack: CompressKind::plain,
    motion: Motion::plain,
    pack_on: "{pack} on the {site}",
    contrast: "warm and cold on the {site}",
    breathing: "breathing {pattern}",
    phases: ["in", "more in", "hold", "out", "rest"],
    only_let_go: "Let this part go loose. Don't tense it.",
    softer_breath: "Breathe with the tones: {inhale} in, {exhale} out.",
    rest: "rest",
    ready: "when you're ready",
    steps: "steps",
};
