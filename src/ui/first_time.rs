//! What is said once, before the first massage and before the first pack; one key goes on.

use egui::Ui;

use super::actions::{Action, FirstTimeAction};
use super::keys::{Binding, Key, key_of, pressed};
use super::text::{listed_ui, words_ui};
use super::theme::{Palette, Role};
use super::widgets::{next_thing_ui, page_ui};
use crate::safety::FirstTime;

const UNDERSTOOD: Action = Action::FirstTime(FirstTimeAction::Understood);
const QUESTIONS: Action = Action::FirstTime(FirstTimeAction::AboutMe);

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Action>> {
    vec![
        Binding::new(Key::Enter, "I've read this: start", UNDERSTOOD),
        Binding::new(Key::Char('a'), "about me", QUESTIONS),
        Binding::new(Key::Escape, "back", Action::Back),
    ]
}

/// Draws the lines.
pub fn first_time_ui(ui: &mut Ui, palette: &Palette, which: FirstTime) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings);
    let introduction = which.introduction();
    let clicked = page_ui(ui, palette, "first time", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, &introduction.title, Role::Heading, palette.text);
        ui.add_space(16.0);
        for line in &introduction.lines {
            listed_ui(ui, &line.line, Role::Body, palette.text);
            ui.add_space(8.0);
        }
        ui.add_space(16.0);
        let go_on = next_thing_ui(ui, palette, "I have read this: start", key_of(&bindings, &UNDERSTOOD));
        ui.add_space(16.0);
        let once = "You'll see this only once. To read it again, open the settings, then About Stillpoint, then \
                    Massage by a therapist. Not medical advice.";
        words_ui(ui, once, Role::Note, palette.quiet);
        go_on.clicked().then_some(UNDERSTOOD)
    });
    pressed.or(clicked)
}
