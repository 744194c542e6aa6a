//! The very first start: what this is, what speaks, and what can be said beforehand. It is shown once.

use egui::{Key, Ui};

use super::actions::{Action, Destination};
use super::parts::{KeyHint, Row, next_thing_ui, page_ui, row_ui, takes};
use super::text::words_ui;
use super::theme::{Palette, Role};

const WHAT: &str = "Guided self-care for people with migraine: massage of head, neck and shoulders, cold and warm packs, \
                    breathing, relaxation. A quiet voice says what to do, and soft sounds say when, so that you can \
                    close your eyes.";
const WHOSE: &str = "Not medical advice. There is no account, and nothing leaves this machine.";
const NO_VOICE: &str = "No voice was found on this machine. The sounds and the screen lead you; with the package \
                        espeak-ng installed, Stillpoint speaks from the next start on.";

/// Shows it; `voice` is the name of what speaks, if anything does.
pub fn welcome_ui(ui: &mut Ui, palette: &Palette, voice: Option<&str>) -> Option<Action> {
    let keys = [
        KeyHint { key: "Enter", does: "begin", action: Action::Go(Destination::Home) },
        KeyHint { key: "A", does: "about you", action: Action::Go(Destination::AboutMe) },
        KeyHint { key: ",", does: "settings", action: Action::Go(Destination::Settings) },
        KeyHint { key: "F1", does: "help", action: Action::ShowHelp },
    ];
    let pressed = [
        (Key::Enter, Action::Go(Destination::Home)),
        (Key::A, Action::Go(Destination::AboutMe)),
        (Key::Comma, Action::Go(Destination::Settings)),
        (Key::Escape, Action::Go(Destination::Home)),
    ];
    let pressed = pressed.into_iter().find(|(key, _)| takes(ui, *key)).map(|(_, action)| action);
    let clicked = page_ui(ui, palette, "welcome", &keys, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "Stillpoint", Role::Heading, palette.text);
        ui.add_space(8.0);
        words_ui(ui, WHAT, Role::Body, palette.text);
        ui.add_space(12.0);
        words_ui(ui, WHOSE, Role::Body, palette.text);
        ui.add_space(12.0);
        let speaks = voice.map(|voice| {
            format!("{voice} speaks. The settings have other voices, and how fast and how loud.")
        });
        words_ui(ui, speaks.as_deref().unwrap_or(NO_VOICE), Role::Note, palette.quiet);
        ui.add_space(24.0);
        let begin =
            next_thing_ui(ui, palette, "Begin", "Enter").clicked().then_some(Action::Go(Destination::Home));
        ui.add_space(16.0);
        let about = Row::new("About you").key("A");
        let about = about.below("Questions that make every routine fit you; all of them may stay open.");
        let about = row_ui(ui, palette, &about).clicked().then_some(Action::Go(Destination::AboutMe));
        ui.add_space(16.0);
        begin.or(about)
    });
    pressed.or(clicked)
}
