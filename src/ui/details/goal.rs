//! The weekly goal of a routine: it is offered when it is time, and is never a debt.

use egui::Ui;

use super::super::actions::{Action, DetailsAction};
use super::super::keys::Key;
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{choices_ui, section_ui};

/// The highest goal, in times a week.
const MOST: u8 = 7;

/// The key that steps through all goals.
pub(super) const KEY: Key = Key::Char('w');

/// One more than now; after the highest goal, none.
pub(super) const fn next(times_a_week: u8) -> Action {
    Action::Details(DetailsAction::Goal(if times_a_week < MOST { times_a_week + 1 } else { 0 }))
}

pub(super) fn goal_ui(ui: &mut Ui, palette: &Palette, times_a_week: u8) -> Option<Action> {
    section_ui(ui, palette, "Weekly goal");
    ui.add_space(4.0);
    let when = format!(
        "{}  sets how many times a week. The first screen suggests the routine when it's due.",
        KEY.label()
    );
    words_ui(ui, &when, Role::Note, palette.quiet);
    ui.add_space(8.0);
    let name = |times: u8| if times == 0 { "none".to_owned() } else { times.to_string() };
    let choices: Vec<(u8, String)> = (0..=MOST).map(|times| (times, name(times))).collect();
    choices_ui(ui, palette, "Times a week", &choices, Some(times_a_week))
        .map(|given| Action::Details(DetailsAction::Goal(given)))
}
