//! When to stop what is being done: one key away in every session.

use egui::{Key, Ui};

use super::Wish;
use super::parts::{KeyHint, Row, page_ui, row_ui, section_ui, takes};
use super::text::{listed_ui, words_ui};
use super::theme::{Palette, Role};
use crate::player::Snapshot;
use crate::routine::Pack;
use crate::safety::{Doing, stop_signs};
use crate::timeline::What;

/// Shows the stop signs of the step; the session stands still meanwhile.
pub fn signs_ui(ui: &mut Ui, palette: &Palette, now: &Snapshot) -> Option<Wish> {
    let keys = [
        KeyHint { key: "Space", does: "go on", wish: Wish::HideSigns },
        KeyHint { key: "X", does: "this feels wrong: end", wish: Wish::FeelsWrong },
        KeyHint { key: "Esc", does: "back", wish: Wish::HideSigns },
    ];
    let pressed = [
        (Key::Space, Wish::HideSigns),
        (Key::Enter, Wish::HideSigns),
        (Key::Escape, Wish::HideSigns),
        (Key::Questionmark, Wish::HideSigns),
        (Key::X, Wish::FeelsWrong),
    ];
    let pressed = pressed.into_iter().find(|(key, _)| takes(ui, *key)).map(|(_, wish)| wish);
    let clicked = page_ui(ui, palette, "signs", &keys, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "When to stop", Role::Heading, palette.text);
        words_ui(ui, "The session stands still meanwhile.", Role::Note, palette.quiet);
        if let Some(signs) = doing(now).and_then(stop_signs) {
            list_ui(ui, palette, "Stop at once with", &signs.at_once);
            ui.add_space(8.0);
            words_ui(ui, &signs.then, Role::Body, palette.text);
            list_ui(ui, palette, "Stop and rest with", &signs.rest);
        } else {
            ui.add_space(16.0);
            let rest = "Stop whenever something feels wrong, or the headache grows.";
            words_ui(ui, rest, Role::Body, palette.text);
        }
        ui.add_space(24.0);
        let end =
            Row::new("This feels wrong: end").key("X").below("What you did is kept, and what to do is said.");
        row_ui(ui, palette, &end).clicked().then_some(Wish::FeelsWrong)
    });
    pressed.or(clicked)
}

fn list_ui(ui: &mut Ui, palette: &Palette, title: &str, signs: &[String]) {
    if signs.is_empty() {
        return;
    }
    section_ui(ui, palette, title);
    ui.add_space(4.0);
    for sign in signs {
        listed_ui(ui, sign, Role::Body, palette.text);
        ui.add_space(4.0);
    }
}

/// What is being done, as far as its stop signs differ; while one rests, lays a pack on or changes sides, what comes
/// next.
fn doing(now: &Snapshot) -> Option<Doing> {
    now.timeline.segments()[now.index..].iter().find_map(|segment| match segment.what {
        What::Guide { motion, .. } if motion.is_hands_on() => Some(Some(Doing::HandsOn)),
        What::Pack { pack: Pack::Cold, .. } => Some(Some(Doing::Cold)),
        What::Pack { pack: Pack::Warm, .. } => Some(Some(Doing::Warm)),
        What::Breathe(_) => Some(Some(Doing::Breathing)),
        What::Switch | What::Wait | What::Gap | What::GetReady | What::Rest => None,
        What::Guide { .. } | What::End => Some(None),
    })?
}
