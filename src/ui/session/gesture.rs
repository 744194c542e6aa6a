//! The whole window as one button, for closed eyes: a tap, two taps, or a hold, by mouse, touch and key alike.

use egui::{Event, Ui};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// One tap, told as soon as it ends: nobody waits for a second one that may not come.
    Tap,
    /// A second tap soon after.
    SecondTap,
    /// Held down.
    Hold,
}

/// How soon a second tap has to begin, in seconds.
const SOON: f64 = 0.45;
/// How long a hold lasts, in seconds: longer than a hand that is not sure stays down by accident.
const HELD: f64 = 1.2;

/// What the hand is doing, in the window's seconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gestures {
    down_since: Option<f64>,
    tapped_at: Option<f64>,
}

/// What the hand did since the last frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Touched {
    pressed: bool,
    released: bool,
}

impl Gestures {
    /// Follows the hand; asks for another frame while a hold may come of it.
    pub fn follow(&mut self, ui: &Ui) -> Option<Gesture> {
        let (now, touched) = ui.input(|input| (input.time, touched(&input.events)));
        let gesture = self.update(touched, now);
        if let Some(since) = self.down_since {
            let left = (since + HELD - now).max(0.01);
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
        }
        gesture
    }

    fn update(&mut self, touched: Touched, now: f64) -> Option<Gesture> {
        if touched.pressed {
            self.down_since.get_or_insert(now);
        }
        let since = self.down_since?;
        if now - since >= HELD {
            // What was held is over; the release that follows is no tap.
            *self = Self::default();
            return Some(Gesture::Hold);
        }
        if !touched.released {
            return None;
        }
        self.down_since = None;
        let is_second = self.tapped_at.take().is_some_and(|tapped| since - tapped <= SOON);
        if is_second {
            return Some(Gesture::SecondTap);
        }
        self.tapped_at = Some(now);
        Some(Gesture::Tap)
    }
}

/// Presses and releases of the mouse, a finger, Space or Enter.
fn touched(events: &[Event]) -> Touched {
    let mut touched = Touched::default();
    for event in events {
        let (Event::PointerButton { pressed: is_down, .. }
        | Event::Key {
            key: egui::Key::Space | egui::Key::Enter, pressed: is_down, repeat: false, ..
        }) = *event
        else {
            continue;
        };
        touched.pressed |= is_down;
        touched.released |= !is_down;
    }
    touched
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOWN: Touched = Touched { pressed: true, released: false };
    const UP: Touched = Touched { pressed: false, released: true };
    const QUICK: Touched = Touched { pressed: true, released: true };
    const NOTHING: Touched = Touched { pressed: false, released: false };

    fn told(hand: &[(f64, Touched)]) -> Vec<Gesture> {
        let mut gestures = Gestures::default();
        hand.iter().filter_map(|(now, touched)| gestures.update(*touched, *now)).collect()
    }

    #[test]
    fn a_tap_is_told_when_it_ends_and_a_second_one_follows_soon() {
        assert_eq!(told(&[(1.0, DOWN), (1.1, UP)]), [Gesture::Tap]);
        assert_eq!(told(&[(1.0, QUICK)]), [Gesture::Tap], "within one frame");
        let twice = [(1.0, DOWN), (1.1, UP), (1.3, DOWN), (1.4, UP)];
        assert_eq!(told(&twice), [Gesture::Tap, Gesture::SecondTap]);
        let apart = [(1.0, QUICK), (2.0, QUICK)];
        assert_eq!(told(&apart), [Gesture::Tap, Gesture::Tap]);
        let three = [(1.0, QUICK), (1.2, QUICK), (1.4, QUICK)];
        assert_eq!(told(&three), [Gesture::Tap, Gesture::SecondTap, Gesture::Tap]);
    }

    #[test]
    fn a_hold_is_told_once_and_its_release_is_no_tap() {
        let held = [(1.0, DOWN), (1.5, NOTHING), (2.3, NOTHING), (2.9, NOTHING), (3.0, UP)];
        assert_eq!(told(&held), [Gesture::Hold]);
        assert_eq!(told(&[(1.0, DOWN), (3.0, UP)]), [Gesture::Hold], "no frame came in between");
        assert_eq!(told(&[(1.0, UP)]), [], "pressed before this began");
    }

    #[test]
    fn what_the_keyboard_repeats_is_no_second_press() {
        let key = |pressed, repeat| Event::Key {
            key: egui::Key::Space,
            physical_key: None,
            pressed,
            repeat,
            modifiers: egui::Modifiers::NONE,
        };
        assert_eq!(touched(&[key(true, true)]), NOTHING);
        assert_eq!(touched(&[key(true, false)]), DOWN);
        assert_eq!(touched(&[key(false, false)]), UP);
    }
}
