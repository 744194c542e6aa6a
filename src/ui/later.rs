//! Some hours after a session: how is it now? It can be left unanswered for good.

use egui::{Key, Ui};

use super::actions::{Action, FollowUpAction};
use super::parts::{KeyHint, choices_ui, next_thing_ui, page_ui, pain_choices, takes, takes_pain};
use super::routines::capitalised;
use super::text::words_ui;
use super::theme::{Palette, Role};
use crate::journal::Feeling;

/// The answers so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LaterState {
    /// Which session is asked about: `Two hours after “Cold on the forehead”`.
    pub about: String,
    /// Pain now.
    pub pain: Option<u8>,
    /// Compared with before the session.
    pub feeling: Option<Feeling>,
}

/// Asks how it is now.
pub fn later_ui(ui: &mut Ui, palette: &Palette, state: &mut LaterState) -> Option<Action> {
    let keys = [
        KeyHint { key: "0–9, T", does: "pain", action: None },
        KeyHint { key: "B S W", does: "better, same, worse", action: None },
        KeyHint { key: "Enter", does: "done", action: Some(Action::FollowUp(FollowUpAction::Keep)) },
        KeyHint {
            key: "X",
            does: "do not ask again",
            action: Some(Action::FollowUp(FollowUpAction::Decline)),
        },
        KeyHint { key: "Esc", does: "not now", action: Some(Action::Back) },
    ];
    let pressed = key(ui, state);
    let clicked = page_ui(ui, palette, "later", &keys, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "How is it now?", Role::Heading, palette.text);
        words_ui(ui, &state.about, Role::Body, palette.quiet);
        ui.add_space(24.0);
        words_ui(ui, "Pain", Role::Note, palette.quiet);
        ui.add_space(8.0);
        if let Some(pain) = choices_ui(ui, palette, "Pain", &pain_choices(), state.pain) {
            state.pain = (state.pain != Some(pain)).then_some(pain);
        }
        ui.add_space(24.0);
        words_ui(ui, "Compared with before the session", Role::Note, palette.quiet);
        ui.add_space(8.0);
        let feelings = Feeling::ALL.map(|feeling| (feeling, capitalised(feeling.plain())));
        let said = choices_ui(ui, palette, "Compared with before the session", &feelings, state.feeling);
        if let Some(feeling) = said {
            state.feeling = (state.feeling != Some(feeling)).then_some(feeling);
        }
        ui.add_space(32.0);
        next_thing_ui(ui, palette, "Done", "Enter")
            .clicked()
            .then_some(Some(Action::FollowUp(FollowUpAction::Keep)))
    });
    pressed.or(clicked.flatten())
}

fn key(ui: &Ui, state: &mut LaterState) -> Option<Action> {
    if let Some(pain) = takes_pain(ui) {
        state.pain = Some(pain);
    }
    for (key, feeling) in [(Key::B, Feeling::Better), (Key::S, Feeling::Same), (Key::W, Feeling::Worse)] {
        if takes(ui, key) {
            state.feeling = Some(feeling);
        }
    }
    let keys = [
        (Key::Enter, Action::FollowUp(FollowUpAction::Keep)),
        (Key::X, Action::FollowUp(FollowUpAction::Decline)),
        (Key::Escape, Action::Back),
    ];
    keys.into_iter().find(|(key, _)| takes(ui, *key)).map(|(_, action)| action)
}
