//! The breathing pacer: one slow circle that grows by a tenth while breathing in and shrinks while breathing
//! out.

use std::time::Duration;

use egui::{Color32, Rect, Stroke, Ui};

use super::theme::Palette;
use crate::player::Breath;
use crate::timeline::BreathPhase;

/// The shortest time between two frames, for the fastest movement: 30 frames a second.
const FASTEST: Duration = Duration::from_millis(34);
/// The longest time between two frames. At the ends of a breath, a frame a fifth of a second later looks the
/// same.
const SLOWEST: Duration = Duration::from_millis(200);
/// The largest radius, in points. A larger circle moves faster and lights up a dark room.
const LARGEST: f32 = 220.0;
/// The smallest visible movement, in points.
const VISIBLE: f32 = 0.5;
/// By how much the circle changes: never more than a tenth.
const CHANGE: f32 = 0.1;

/// The size of the circle, from 0 (empty) to 1 (full).
#[must_use]
#[allow(clippy::cast_possible_truncation)] // A share for drawing.
pub fn fullness(breath: &Breath) -> f32 {
    let share = (breath.elapsed.as_secs_f64() / breath.lasts.as_secs_f64().max(0.001)) as f32;
    // It starts and stops gently, like a breath.
    let eased = 0.5 - 0.5 * (std::f32::consts::PI * share.clamp(0.0, 1.0)).cos();
    match breath.phase {
        BreathPhase::Inhale => eased * 0.9,
        BreathPhase::TopUp => 0.9 + eased * 0.1,
        BreathPhase::Hold => 1.0,
        BreathPhase::Exhale => 1.0 - eased,
        BreathPhase::Rest => 0.0,
    }
}

/// Whether the circle moves during this phase.
const fn moves(phase: BreathPhase) -> bool {
    matches!(phase, BreathPhase::Inhale | BreathPhase::TopUp | BreathPhase::Exhale)
}

/// When the circle will have moved visibly; `None` while it stands still.
#[must_use]
pub fn next_frame(breath: &Breath, rect: Rect) -> Option<Duration> {
    if !moves(breath.phase) {
        return None;
    }
    let radius = |breath: &Breath| largest(rect) * CHANGE * fullness(breath);
    let now = radius(breath);
    let at = |later: Duration| {
        let elapsed = (breath.elapsed + later.into()).min(breath.lasts);
        radius(&Breath { elapsed, ..*breath })
    };
    let step = Duration::from_millis(8);
    let mut later = FASTEST;
    while later < SLOWEST && (at(later) - now).abs() < VISIBLE {
        later = (later + step).min(SLOWEST);
    }
    Some(later)
}

fn largest(rect: Rect) -> f32 {
    (rect.size().min_elem() / 2.0 - 4.0).min(LARGEST)
}

/// Draws the circle in the middle of `rect`. A hold is shown as a second, still ring, a rest as a still dot.
pub fn pacer_ui(ui: &Ui, palette: &Palette, rect: Rect, breath: Option<&Breath>) {
    let full = breath.map_or(0.0, fullness);
    let radius = largest(rect) * (1.0 - CHANGE + CHANGE * full);
    let painter = ui.painter();
    painter.circle(rect.center(), radius, palette.raised, Stroke::new(2.0, palette.quiet));
    match breath.map(|breath| breath.phase) {
        Some(BreathPhase::Hold) => {
            let ring = Stroke::new(2.0, palette.quiet);
            painter.circle(rect.center(), radius * 0.82, Color32::TRANSPARENT, ring);
        }
        Some(BreathPhase::Rest) | None => {
            painter.circle_filled(rect.center(), 5.0, palette.quiet);
        }
        Some(BreathPhase::Inhale | BreathPhase::TopUp | BreathPhase::Exhale) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::ExactDuration;

    fn at(phase: BreathPhase, millis: u64) -> f32 {
        fullness(&Breath {
            phase,
            elapsed: ExactDuration::from_millis(millis),
            lasts: ExactDuration::from_secs(4),
        })
    }

    #[test]
    fn the_circle_never_jumps_from_one_phase_to_the_next() {
        assert!((at(BreathPhase::Inhale, 4000) - at(BreathPhase::TopUp, 0)).abs() < 1e-6);
        assert!((at(BreathPhase::TopUp, 4000) - at(BreathPhase::Hold, 0)).abs() < 1e-6);
        assert!((at(BreathPhase::Hold, 4000) - at(BreathPhase::Exhale, 0)).abs() < 1e-6);
        assert!((at(BreathPhase::Exhale, 4000) - at(BreathPhase::Rest, 0)).abs() < 1e-6);
        assert!((at(BreathPhase::Rest, 4000) - at(BreathPhase::Inhale, 0)).abs() < 1e-6);
    }

    #[test]
    fn it_grows_with_the_breath_in_and_shrinks_with_the_breath_out() {
        for millis in (0..4000).step_by(100) {
            assert!(at(BreathPhase::Inhale, millis) < at(BreathPhase::Inhale, millis + 100));
            assert!(at(BreathPhase::Exhale, millis) > at(BreathPhase::Exhale, millis + 100));
        }
    }

    #[test]
    fn it_is_drawn_when_it_has_moved_and_never_while_it_stands() {
        let place = Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(400.0, 400.0));
        let breath = |phase, millis| Breath {
            phase,
            elapsed: ExactDuration::from_millis(millis),
            lasts: ExactDuration::from_secs(4),
        };
        assert_eq!(next_frame(&breath(BreathPhase::Hold, 500), place), None);
        assert_eq!(next_frame(&breath(BreathPhase::Rest, 500), place), None);
        let (gathering, fastest) = (
            next_frame(&breath(BreathPhase::Inhale, 0), place),
            next_frame(&breath(BreathPhase::Inhale, 2000), place),
        );
        assert_eq!(gathering, Some(SLOWEST));
        assert!(fastest < Some(Duration::from_millis(80)) && fastest >= Some(FASTEST), "{fastest:?}");
    }
}
