//! How often a week a routine is wished for: it is offered when it is time, and never owed.

use egui::{Key, Ui};

use super::super::actions::{Action, DetailsAction};
use super::super::parts::{choices_ui, section_ui, takes};
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};

/// The most that can be wished for.
const MOST: u8 = 7;

/// The next wish, by one key.
pub(super) fn key(ui: &Ui, times_a_week: u8) -> Option<Action> {
    takes(ui, Key::W).then_some(Action::Details(DetailsAction::Goal(if times_a_week < MOST {
        times_a_week + 1
    } else {
        0
    })))
}

pub(super) fn rhythm_ui(ui: &mut Ui, palette: &Palette, times_a_week: u8) -> Option<Action> {
    section_ui(ui, palette, "How often");
    ui.add_space(4.0);
    let when = "W  times a week; the first screen offers it when it is time";
    words_ui(ui, when, Role::Note, palette.quiet);
    ui.add_space(8.0);
    let name = |times: u8| if times == 0 { "none".to_owned() } else { times.to_string() };
    let choices: Vec<(u8, String)> = (0..=MOST).map(|times| (times, name(times))).collect();
    choices_ui(ui, palette, "Times a week", &choices, Some(times_a_week))
        .map(|given| Action::Details(DetailsAction::Goal(given)))
}
