//! What stands behind the placeholders of a step: the one list that both the check and the spoken words use.

use super::words::Values;
use super::{Action, Side, Step};
use crate::time::Span;

/// What surrounds a step when it is played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The side that is being worked on.
    pub side: Option<Side>,
    /// The round of the innermost repeat, from 1, and how many there are.
    pub round: Option<(u32, u32)>,
}

/// The placeholders of a step and their texts.
#[must_use]
pub fn of_step(step: &Step, around: Surroundings) -> Values {
    let mut values = Values::new();
    let mut side = around.side;
    match &step.action {
        Action::Guide(guide) => {
            side = guide.side.as_ref().map(|side| side.value).or(side);
            values.insert("lasts", guide.length.lasts.value.spoken());
            values.insert("pressure", guide.pressure.value.to_string());
            values.insert("site", guide.site.value.plain().into());
            if let Some(spots) = &guide.spots {
                values.insert("spots", spots.value.to_string());
                let each = guide.length.lasts.value.divided(spots.value.into());
                values.insert("spot_time", each.floor_to_secs().spoken());
            }
            if let Some(rhythm) = &guide.rhythm {
                values.insert("press", rhythm.value.0.spoken());
                values.insert("release", rhythm.value.1.spoken());
            }
        }
        Action::Compress(compress) => {
            values.insert("lasts", compress.length.lasts.value.spoken());
            values.insert("site", compress.site.value.plain().into());
        }
        Action::Contrast(contrast) => {
            values.insert("warm", contrast.warm.value.spoken());
            values.insert("cold", contrast.cold.value.spoken());
            values.insert("rounds", contrast.rounds.value.to_string());
            values.insert("site", contrast.site.value.plain().into());
        }
        Action::Breathe(breathe) => {
            values.insert("lasts", breathe.length.lasts.value.spoken());
            let cycles = breathe.length.lasts.value.count_of(breathe.pattern.cycle());
            values.insert("cycles", cycles.to_string());
            let pattern = &breathe.pattern;
            for (name, span) in [
                ("inhale", pattern.inhale),
                ("top_up", pattern.top_up),
                ("hold", pattern.hold),
                ("exhale", pattern.exhale),
                ("rest", pattern.rest),
            ] {
                if span > Span::ZERO {
                    values.insert(name, span.decimal_secs());
                }
            }
        }
        Action::Rest(length) => {
            values.insert("lasts", length.lasts.value.spoken());
        }
        Action::Wait { at_most } => {
            values.insert("at_most", at_most.value.spoken());
        }
        Action::Repeat(repeat) => {
            values.insert("times", repeat.times.value.to_string());
        }
        Action::EachSide(_) | Action::Use(_) | Action::Group(_) => {}
    }
    if let Some(side @ (Side::Left | Side::Right)) = side {
        values.insert("side", side.plain().into());
        values.insert("other_side", side.other().plain().into());
    }
    if let Some((round, rounds)) = around.round {
        values.insert("round", round.to_string());
        values.insert("of_rounds", rounds.to_string());
    }
    values
}
