//! The question some hours after a session: how is it now? It can be declined for good.

use egui::Ui;

use super::actions::{Action, FollowUpAction};
use super::keys::{self, Binding, Key, key_of, pressed};
use super::routines::capitalised;
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{choices_ui, next_thing_ui, page_ui, pain_choices};
use crate::journal::Feeling;

/// The answers so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowUpState {
    /// The session in question: `Two hours after “Cold on the forehead”`.
    pub about: String,
    /// Pain now.
    pub pain: Option<u8>,
    /// How it compares with before the session.
    pub feeling: Option<Feeling>,
}

/// What a key of this page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Returns an action to the window.
    Ask(Action),
    /// Sets the pain now, 0–10.
    Pain(u8),
    /// Compares with before the session.
    Feeling(Feeling),
}

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Press>> {
    let feeling = |key, feeling| Binding::new(key, "better, same, worse", Press::Feeling(feeling));
    let mut bindings = keys::pain(Some("pain"), Press::Pain);
    bindings.extend([
        feeling(Key::Char('b'), Feeling::Better),
        feeling(Key::Char('s'), Feeling::Same),
        feeling(Key::Char('w'), Feeling::Worse),
        Binding::new(Key::Enter, "save", SAVE),
        Binding::new(
            Key::Char('x'),
            "don't ask again",
            Press::Ask(Action::FollowUp(FollowUpAction::Decline)),
        ),
        Binding::new(Key::Escape, "not now", Press::Ask(Action::Back)),
    ]);
    bindings
}

const SAVE: Press = Press::Ask(Action::FollowUp(FollowUpAction::Save));

impl FollowUpState {
    fn take(&mut self, press: Press) -> Option<Action> {
        match press {
            Press::Ask(action) => return Some(action),
            Press::Pain(pain) => self.pain = Some(pain),
            Press::Feeling(feeling) => self.feeling = Some(feeling),
        }
        None
    }
}

/// Draws the questions.
pub fn follow_up_ui(ui: &mut Ui, palette: &Palette, state: &mut FollowUpState) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings).and_then(|press| state.take(press));
    let clicked = page_ui(ui, palette, "later", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "How are you now?", Role::Heading, palette.text);
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
        let chosen = choices_ui(ui, palette, "Compared with before the session", &feelings, state.feeling);
        if let Some(feeling) = chosen {
            state.feeling = (state.feeling != Some(feeling)).then_some(feeling);
        }
        ui.add_space(32.0);
        next_thing_ui(ui, palette, "Save", key_of(&bindings, &SAVE)).clicked().then_some(SAVE)
    });
    pressed.or_else(|| clicked.and_then(|press| state.take(press)))
}
