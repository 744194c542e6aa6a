//! The list of cues, each with its meaning, to listen to.

use egui::Ui;

use super::actions::{Action, CuesAction, Destination};
use super::keys::{Binding, Key, pressed};
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{Row, move_between, page_ui, row_ui};
use crate::timeline::Cue;

/// The meaning of a cue, and a description of its sound.
const fn meaning(cue: Cue) -> (&'static str, &'static str) {
    match cue {
        Cue::Count => ("About to start", "three short tones, one a second"),
        Cue::Next => ("The next step begins", "one soft tone"),
        Cue::Switch => ("Switch sides", "low, then high"),
        Cue::Halfway => ("Halfway through the step", "one tone that dips"),
        Cue::Spot => ("Move to the next spot", "a short tone, rising a little"),
        Cue::Press => ("Press now", "growing louder and rising"),
        Cue::Release => ("Let go now", "fading and falling"),
        Cue::Ending => ("The step is nearly over", "two quiet tones, both the same"),
        Cue::SkinCheck => ("Check your skin", "high, low, high"),
        Cue::PackOff => ("Take the pack off", "falling, twice"),
        Cue::Waiting => ("Waiting for you to press Space", "steady, then rising like a question"),
        Cue::Paused => ("Paused", "high, then low"),
        Cue::Resumed => ("Resumed", "low, then high, close together"),
        Cue::End => ("The end", "three tones, falling slowly"),
    }
}

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Action>> {
    vec![
        Binding::of_row(Key::Enter, "listen"),
        Binding::new(Key::Escape, "back", Action::Go(Destination::Settings)),
    ]
}

/// Draws every cue; Enter or a click plays it.
pub fn cues_ui(ui: &mut Ui, palette: &Palette, trouble: Option<&str>, focused: &mut bool) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "cues", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "Sound cues", Role::Heading, palette.text);
        let about = "Each sound has one meaning, so you can follow a session with your eyes closed.";
        words_ui(ui, about, Role::Note, palette.quiet);
        if let Some(trouble) = trouble {
            words_ui(ui, trouble, Role::Note, palette.quiet);
        }
        ui.add_space(16.0);
        let rows = Cue::ALL.map(|cue| {
            let (name, sounds) = meaning(cue);
            row_ui(ui, palette, &Row::new(name).below(sounds))
        });
        move_between(ui, &rows.each_ref(), focused, None);
        let clicked = Cue::ALL.into_iter().zip(&rows).find(|(_, row)| row.clicked());
        clicked.map(|(cue, _)| Action::Cues(CuesAction::Listen(cue)))
    });
    pressed.or(clicked)
}
