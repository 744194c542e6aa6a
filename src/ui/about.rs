//! The about page: what Stillpoint is, what it is not, and the sources it relies on.

use egui::Ui;

use super::actions::{Action, Destination};
use super::keys::{Binding, Key, key_of, pressed};
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{Row, page_ui, row_ui, section_ui};
use crate::version::{BUILT, NUMBER};

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Action>> {
    vec![
        Binding::new(Key::Char('t'), "massage by a therapist", Action::Go(Destination::Massage)),
        Binding::new(Key::Char('?'), "is this dangerous?", Action::Go(Destination::Danger)),
        Binding::new(Key::Escape, "back", Action::Back),
    ]
}

/// Draws the page; `sources` are those of the shipped routines and rules.
pub fn about_ui(ui: &mut Ui, palette: &Palette, sources: &[String]) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "about", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, &format!("Stillpoint {NUMBER}"), Role::Heading, palette.text);
        words_ui(ui, &format!("Built on {BUILT}"), Role::Note, palette.quiet);
        for paragraph in [
            "Guided self-care for adults with migraine: self-massage, cold and warm packs, breathing and relaxation.",
            "This is not medical advice, and we can't promise that it helps. No clinician has reviewed the routines, the \
             safety rules or their numbers. “Our limit” marks a careful choice of our own, with no study behind it.",
            "Never delay a prescribed medicine for the sake of a routine.",
            "Everything stays on this computer: there is no account, and the program never goes online.",
        ] {
            ui.add_space(12.0);
            words_ui(ui, paragraph, Role::Body, palette.text);
        }
        ui.add_space(12.0);
        let massage = Action::Go(Destination::Massage);
        let row = Row::new("Massage by a therapist").key(key_of(&bindings, &massage));
        let row = row.below("What to expect, and how to find a good therapist");
        let chosen = row_ui(ui, palette, &row).clicked().then_some(massage);
        section_ui(ui, palette, "Sources for the routines and rules");
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
        chosen
    });
    pressed.or(clicked)
}
