//! The stop signs: one key away in every session.

use egui::Ui;

use super::actions::{Action, SessionAction};
use super::keys::{Binding, Key, key_of, pressed};
use super::text::{listed_ui, words_ui};
use super::theme::{Palette, Role};
use super::widgets::{Row, page_ui, row_ui, section_ui};
use crate::player::Snapshot;
use crate::routine::CompressKind;
use crate::safety::{Doing, stop_signs};
use crate::timeline::SegmentKind;

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Action>> {
    vec![
        Binding::new(Key::Space, "resume", Action::Session(SessionAction::HideSigns)).also(&[Key::Enter]),
        Binding::new(Key::Char('x'), "this feels wrong, stop", Action::Session(SessionAction::FeelsWrong)),
        Binding::new(Key::Escape, "back", Action::Session(SessionAction::HideSigns)).also(&[Key::Char('?')]),
    ]
}

/// Draws the stop signs of the step. The session is paused meanwhile.
pub fn signs_ui(ui: &mut Ui, palette: &Palette, now: &Snapshot) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "signs", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "When to stop", Role::Heading, palette.text);
        words_ui(ui, "The session is paused meanwhile.", Role::Note, palette.quiet);
        if let Some(signs) = doing(now).and_then(stop_signs) {
            list_ui(ui, palette, "Stop at once if you notice", &signs.at_once);
            ui.add_space(8.0);
            words_ui(ui, &signs.then, Role::Body, palette.text);
            list_ui(ui, palette, "Stop and rest if you notice", &signs.rest);
        } else {
            ui.add_space(16.0);
            let rest = "Stop whenever something feels wrong, or the headache gets worse.";
            words_ui(ui, rest, Role::Body, palette.text);
        }
        ui.add_space(24.0);
        let key = key_of(&bindings, &Action::Session(SessionAction::FeelsWrong));
        let end = Row::new("This feels wrong, stop")
            .key(key)
            .below("What you did is saved, and you'll be told what to do.");
        row_ui(ui, palette, &end).clicked().then_some(Action::Session(SessionAction::FeelsWrong))
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

/// What the person is doing, as far as its stop signs differ. During a rest, a change of sides or a wait, it is
/// what comes next.
fn doing(now: &Snapshot) -> Option<Doing> {
    now.timeline.segments()[now.index..].iter().find_map(|segment| match segment.kind {
        SegmentKind::Guide { motion, .. } if motion.is_hands_on() => Some(Some(Doing::HandsOn)),
        SegmentKind::Compress { pack: CompressKind::Cold, .. } => Some(Some(Doing::Cold)),
        SegmentKind::Compress { pack: CompressKind::Warm, .. } => Some(Some(Doing::Warm)),
        SegmentKind::Breathe(_) => Some(Some(Doing::Breathing)),
        SegmentKind::Switch
        | SegmentKind::Wait
        | SegmentKind::Gap
        | SegmentKind::GetReady
        | SegmentKind::Rest => None,
        SegmentKind::Guide { .. } | SegmentKind::End => Some(None),
    })?
}
