//! How far a motion has come, so that the hands in the figure move with the sounds.

use std::time::Duration;

use super::super::figure::Beat;
use crate::player::{Snapshot, State};
use crate::routine::Motion;
use crate::time::ExactDuration;
use crate::timeline::SegmentKind;

/// How long one circle takes, and a stroke that no sound marks.
const CIRCLE: ExactDuration = ExactDuration::from_secs(4);
const STROKE: ExactDuration = ExactDuration::from_secs(5);
/// How long a hand takes to close, and to open again.
const CLOSING: f32 = 1.0;

/// The time between two frames: what moves is slow, so more would not be seen.
pub(super) const FRAME: Duration = Duration::from_millis(125);

/// How far the motion of the present step has come; nothing if it is no motion of hands.
pub(super) fn beat(now: &Snapshot) -> Option<Beat> {
    let segment = now.segment();
    let SegmentKind::Guide { motion, .. } = segment.kind else { return None };
    if !motion.is_hands_on() {
        return None;
    }
    let elapsed = now.at.since(segment.start);
    let script = &segment.script;
    let round = match motion {
        // Each sound begins a stroke.
        Motion::Stroke if !script.spots.is_empty() => {
            let begun = script.spots.iter().rev().copied().find(|spot| *spot <= elapsed);
            let begun = begun.unwrap_or(ExactDuration::ZERO);
            let ends = script.spots.iter().copied().find(|spot| *spot > elapsed).unwrap_or(segment.lasts);
            return Some(Beat { turn: share(elapsed.minus(begun), ends.minus(begun)), pressed: 1.0 });
        }
        Motion::Stroke => STROKE,
        Motion::Circle
        | Motion::Press
        | Motion::Hold
        | Motion::Shift
        | Motion::Squeeze
        | Motion::Lift
        | Motion::Roll
        | Motion::Nod
        | Motion::Turn
        | Motion::Tilt
        | Motion::ChinTuck
        | Motion::Shrug
        | Motion::BladeSqueeze
        | Motion::Stretch
        | Motion::Resist
        | Motion::LeanOn
        | Motion::Tense
        | Motion::Release
        | Motion::Attend => CIRCLE,
    };
    Some(Beat {
        turn: share(past(elapsed, round), round),
        pressed: pressed(elapsed.minus(script.lead), script.rhythm),
    })
}

/// Whether a session shows movement now: a paused hand stands still.
pub(super) fn is_moving(now: &Snapshot) -> bool {
    now.state == State::Running && !now.is_waiting()
}

/// What is left of a time after whole rounds.
fn past(elapsed: ExactDuration, round: ExactDuration) -> ExactDuration {
    elapsed.minus(round * elapsed.count_of(round))
}

#[allow(clippy::cast_possible_truncation)] // A share for drawing.
fn share(part: ExactDuration, whole: ExactDuration) -> f32 {
    (part.as_secs_f64() / whole.as_secs_f64().max(0.001)).clamp(0.0, 1.0) as f32
}

/// How far the hand is closed, 0–1, with press and release in turn.
#[allow(clippy::cast_possible_truncation)] // A share for drawing.
fn pressed(elapsed: ExactDuration, rhythm: Option<(ExactDuration, ExactDuration)>) -> f32 {
    let Some((press, release)) = rhythm else { return 1.0 };
    let into = past(elapsed, press + release);
    let ramp = |since: ExactDuration| {
        let share = (since.as_secs_f64() as f32 / CLOSING).clamp(0.0, 1.0);
        0.5 - 0.5 * (std::f32::consts::PI * share).cos()
    };
    if into < press { ramp(into) } else { 1.0 - ramp(into.minus(press)) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::player::tests::timeline_of;
    use crate::player::{Player, PlayerCommand};
    use crate::time::Position;

    fn beat_at(step: &str, millis: u64) -> Option<Beat> {
        let timeline = timeline_of(&format!(
            "(format: 1, title: \"T\", kind: Massage, suits: [Between], evidence: Traditional, steps: [{step}])"
        ));
        let start = timeline.segments().iter().find(|segment| segment.is_step()).unwrap().start;
        let mut player = Player::new(Arc::clone(&timeline), ExactDuration::ZERO);
        player.handle(PlayerCommand::Start, Position::ZERO);
        player.handle(PlayerCommand::Seek(start + ExactDuration::from_millis(millis)), Position::ZERO);
        beat(&player.snapshot(Position::ZERO))
    }

    #[test]
    fn a_hand_closes_and_opens_with_the_sounds() {
        let squeeze = "Guide(site: Trapezius, side: Left, motion: Squeeze, pressure: 3, lasts: \"32s\", \
                       rhythm: (press: \"5s\", release: \"3s\"), spots: 2)";
        let pressed = |millis| beat_at(squeeze, millis).unwrap().pressed;
        assert!(pressed(0) < 0.01 && pressed(2_000) > 0.99 && pressed(4_900) > 0.99);
        assert!(pressed(5_500) > 0.2 && pressed(5_500) < 0.8);
        assert!(pressed(7_900) < 0.01 && pressed(10_000) > 0.99, "and again");
    }

    #[test]
    fn each_sound_begins_a_stroke() {
        let stroke = "Guide(site: Brow, side: Both, motion: Stroke, pressure: 2, lasts: \"30s\", spots: 6)";
        let turn = |millis| beat_at(stroke, millis).unwrap().turn;
        assert!(turn(0) < 0.01 && turn(4_900) > 0.9 && turn(5_100) < 0.1);
        assert!((turn(12_500) - 0.5).abs() < 0.01);
    }

    #[test]
    fn what_no_hand_does_has_no_beat() {
        assert_eq!(beat_at("Guide(site: Hands, motion: Release, lasts: \"30s\")", 1_000), None);
        assert_eq!(beat_at("Rest(lasts: \"30s\")", 1_000), None);
    }
}
