//! About Stillpoint: what it is, what it is not, and what it rests on.

use egui::{Key, Ui};

use super::actions::{Action, Destination};
use super::parts::{KeyHint, page_ui, section_ui, takes};
use super::text::words_ui;
use super::theme::{Palette, Role};

/// Shows what the program is; `sources` are what its routines and rules name.
pub fn about_ui(ui: &mut Ui, palette: &Palette, sources: &[String]) -> Option<Action> {
    let keys = [
        KeyHint { key: "?", does: "is this dangerous?", action: Action::Go(Destination::Danger) },
        KeyHint { key: "Esc", does: "back", action: Action::Back },
    ];
    let pressed = [(Key::Questionmark, Action::Go(Destination::Danger)), (Key::Escape, Action::Back)];
    let pressed = pressed.into_iter().find(|(key, _)| takes(ui, *key)).map(|(_, action)| action);
    let clicked = page_ui(ui, palette, "about", &keys, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let version = format!("Stillpoint {}", env!("CARGO_PKG_VERSION"));
        words_ui(ui, &version, Role::Heading, palette.text);
        for paragraph in [
            "Guided self-care for adults with migraine: self-massage, cold and warm packs, breathing, relaxation.",
            "This is not medical advice, and it promises no effect. No clinician has reviewed the routines, the \
             safety rules or their numbers. What is marked “our limit” is our own careful choice without a source.",
            "Never put off a medicine that was prescribed for you because of a routine.",
            "Nothing leaves this machine: there is no account and no network. What you write stays in your journal.",
        ] {
            ui.add_space(12.0);
            words_ui(ui, paragraph, Role::Body, palette.text);
        }
        section_ui(ui, palette, "What routines and rules rest on");
        ui.add_space(8.0);
        for source in sources {
            words_ui(ui, source, Role::Note, palette.quiet);
            ui.add_space(4.0);
        }
        section_ui(ui, palette, "Licences");
        words_ui(
            ui,
            "Stillpoint: MIT. Typeface: Atkinson Hyperlegible Next, OFL.",
            Role::Note,
            palette.quiet,
        );
        ui.add_space(24.0);
        None
    });
    pressed.or(clicked)
}
