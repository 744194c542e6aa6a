//! The welcome page of the very first start: what this is, which voice speaks, and what can be answered
//! beforehand. It is shown once.

use egui::Ui;

use super::actions::{Action, Destination};
use super::keys::{Binding, Key, key_of, pressed};
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{Row, next_thing_ui, page_ui, row_ui};

const WHAT: &str = "Guided self-care for people with migraine: massage for the head, neck and shoulders, cold and warm packs, \
                    breathing and relaxation. A quiet voice tells you what to do, and soft sounds tell you when, so you \
                    can close your eyes.";
const WHOSE: &str = "This is not medical advice. There is no account, and everything stays on this computer.";
const NO_VOICE: &str = "No voice was found on this computer. The sounds and the screen will guide you. To hear the words, \
                        choose the narrator in the settings.";

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Action>> {
    vec![
        Binding::new(Key::Enter, "continue", Action::Go(Destination::Home)).also(&[Key::Escape]),
        Binding::new(Key::Char('a'), "about me", Action::Go(Destination::AboutMe)),
        Binding::new(Key::Char(','), "settings", Action::Go(Destination::Settings)),
        Binding::new(Key::F(1), "help", Action::ShowHelp),
    ]
}

/// Draws the page; `voice` is the name of the voice in use, if there is one.
pub fn welcome_ui(ui: &mut Ui, palette: &Palette, voice: Option<&str>) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "welcome", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "Stillpoint", Role::Heading, palette.text);
        ui.add_space(8.0);
        words_ui(ui, WHAT, Role::Body, palette.text);
        ui.add_space(12.0);
        words_ui(ui, WHOSE, Role::Body, palette.text);
        ui.add_space(12.0);
        let speaks = voice
            .map(|voice| format!("Voice: {voice}. You can change the voice and the volume in the settings."));
        words_ui(ui, speaks.as_deref().unwrap_or(NO_VOICE), Role::Note, palette.quiet);
        ui.add_space(24.0);
        let key = key_of(&bindings, &Action::Go(Destination::Home));
        let begin =
            next_thing_ui(ui, palette, "Continue", key).clicked().then_some(Action::Go(Destination::Home));
        ui.add_space(16.0);
        let about = Row::new("About me").key(key_of(&bindings, &Action::Go(Destination::AboutMe)));
        let about = about.below("Your answers adapt every routine to you. Every question is optional.");
        let about = row_ui(ui, palette, &about).clicked().then_some(Action::Go(Destination::AboutMe));
        ui.add_space(16.0);
        begin.or(about)
    });
    pressed.or(clicked)
}
