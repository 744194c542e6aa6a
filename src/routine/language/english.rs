//! English words behind placeholders.

use super::Terms;
use crate::routine::{CompressKind, Motion, Side, Site};
use crate::time::Units;

pub(super) static TERMS: Terms = Terms {
    units: Units::ENGLISH,
    side: Side::plain,
    side_stem: Side::plain,
    on,
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
    question: "question",
    steps: "steps",
};

const fn on(site: Site) -> &'static str {
    match site {
        Site::Shoulders | Site::Trapezius => "on the shoulders",
        Site::UpperBack => "on the upper back",
        Site::NeckBack => "on the back of the neck",
        // No packs take turns anywhere else (our limit).
        Site::Levator
        | Site::Suboccipital
        | Site::Sternocleidomastoid
        | Site::Temples
        | Site::Forehead
        | Site::Brow
        | Site::BetweenBrows
        | Site::Masseter
        | Site::Mastoid
        | Site::Scalp
        | Site::Crown
        | Site::HandWeb
        | Site::InnerWrist
        | Site::Face
        | Site::Eyes
        | Site::Jaw
        | Site::Hands
        | Site::Forearms
        | Site::UpperArms
        | Site::Chest
        | Site::Belly
        | Site::Back
        | Site::Hips
        | Site::Thighs
        | Site::Calves
        | Site::Feet
        | Site::WholeBody => "there",
    }
}
