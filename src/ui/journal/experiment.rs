//! The self-experiment: two routines, and chance says in each attack which of them is offered.

use egui::{Key, Ui};

use super::super::Action;
use super::super::parts::{KeyHint, Row, next_thing_ui, page_ui, row_ui, section_ui, takes, toggles_ui};
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::helped::{interval_ui, signed};
use super::{JournalAction, View};
use crate::journal::summary::experiment::Comparison;
use crate::journal::summary::{CANNOT_SHOW, FEWEST};

/// What the page is given, and what is chosen on it.
#[derive(Clone, Debug, Default)]
pub struct ExperimentState {
    /// The routines for an attack: id and title.
    pub routines: Vec<(String, String)>,
    /// Those that are chosen, at most two, by their places.
    pub chosen: Vec<usize>,
    /// The comparison that goes on: both titles, and since when.
    pub running: Option<(String, String, String)>,
    /// What it shows so far.
    pub comparison: Option<Comparison>,
    /// Whether a comparison that was ended can be gone on with.
    pub can_undo: bool,
    /// A sentence on what has just happened, or on what is in the way.
    pub remark: Option<String>,
}

/// Shows the comparison, or asks which two.
pub fn experiment_ui(ui: &mut Ui, palette: &Palette, state: &mut ExperimentState) -> Option<Action> {
    let diary = |action| Some(Action::Journal(action));
    let mut keys = Vec::new();
    if state.running.is_some() {
        keys.push(KeyHint { key: "X", does: "end it", action: diary(JournalAction::EndExperiment) });
    } else if state.chosen.len() == 2 {
        keys.push(KeyHint { key: "Enter", does: "begin", action: diary(JournalAction::BeginExperiment) });
    }
    if state.can_undo {
        keys.push(KeyHint { key: "Z", does: "go on with it", action: diary(JournalAction::Undo) });
    }
    keys.push(KeyHint { key: "Esc", does: "back", action: diary(JournalAction::Show(View::List)) });
    let pressed = key(ui, state);
    let clicked = page_ui(ui, palette, "compare two", &keys, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "Compare two", Role::Heading, palette.text);
        ui.add_space(8.0);
        if let Some(remark) = &state.remark {
            words_ui(ui, remark, Role::Body, palette.text);
        }
        let action = match state.running.clone() {
            Some((first, second, since)) => running_ui(ui, palette, state, &first, &second, &since),
            None => choose_ui(ui, palette, state),
        };
        ui.add_space(24.0);
        action.map(Some)
    });
    pressed.or(clicked.flatten())
}

fn key(ui: &Ui, state: &ExperimentState) -> Option<Action> {
    let nothing_is_focused = ui.memory(egui::Memory::focused).is_none();
    if state.running.is_some() && takes(ui, Key::X) {
        return Some(Action::Journal(JournalAction::EndExperiment));
    }
    if state.can_undo && takes(ui, Key::Z) {
        return Some(Action::Journal(JournalAction::Undo));
    }
    let can_begin = state.running.is_none() && state.chosen.len() == 2;
    if can_begin && nothing_is_focused && takes(ui, Key::Enter) {
        return Some(Action::Journal(JournalAction::BeginExperiment));
    }
    super::view_key(ui)
}

fn running_ui(
    ui: &mut Ui,
    palette: &Palette,
    state: &ExperimentState,
    first: &str,
    second: &str,
    since: &str,
) -> Option<Action> {
    words_ui(ui, &format!("{first}, and {second}, since {since}."), Role::Body, palette.text);
    let how = "In each attack that you note, chance says which of the two the first screen offers. You are free to do \
               something else; then too it counts as drawn. Of each attack the first session counts.";
    words_ui(ui, how, Role::Note, palette.quiet);
    section_ui(ui, palette, "So far");
    ui.add_space(4.0);
    let comparison = state.comparison.unwrap_or_default();
    for (title, count) in [(first, comparison.first), (second, comparison.second)] {
        let attacks = if count == 1 { "1 attack".into() } else { format!("{count} attacks") };
        words_ui(ui, &format!("{title}: {attacks}, drawn and answered"), Role::Body, palette.text);
    }
    ui.add_space(12.0);
    match &comparison.difference {
        None => {
            let few = format!("Nothing is shown until each has {FEWEST}.");
            words_ui(ui, &few, Role::Body, palette.quiet);
        }
        Some(difference) => {
            words_ui(ui, &in_words(first, second, difference.middle), Role::Body, palette.text);
            ui.add_space(8.0);
            interval_ui(ui, palette, difference);
            let holds = format!(
                "Difference in points, with its interval, which holds the true one in {:.0} of 100 cases (Mann-Whitney, \
                 Hodges and Lehmann). If it reaches across 0, the two may be alike.",
                difference.holds * 100.0
            );
            words_ui(ui, &holds, Role::Note, palette.quiet);
        }
    }
    words_ui(ui, CANNOT_SHOW, Role::Note, palette.quiet);
    ui.add_space(16.0);
    let end = Row::new("End it").key("X").below("What was noted stays.");
    row_ui(ui, palette, &end).clicked().then_some(Action::Journal(JournalAction::EndExperiment))
}

fn in_words(first: &str, second: &str, middle: f64) -> String {
    let points = signed(middle.abs()).replace('+', "");
    match middle {
        middle if middle < 0.0 => format!("With {first}, pain fell {points} points more than with {second}."),
        middle if middle > 0.0 => format!("With {second}, pain fell {points} points more than with {first}."),
        _ => "Pain changed alike with both.".to_owned(),
    }
}

fn choose_ui(ui: &mut Ui, palette: &Palette, state: &mut ExperimentState) -> Option<Action> {
    let why = "Which of two suits you better in an attack? Choose two. In each attack that you note, chance says which \
               the first screen offers, so that the difference is not one of when you chose which.";
    words_ui(ui, why, Role::Body, palette.text);
    ui.add_space(16.0);
    let choices: Vec<(usize, String, bool)> = state
        .routines
        .iter()
        .enumerate()
        .map(|(place, (_, title))| (place, title.clone(), state.chosen.contains(&place)))
        .collect();
    if let Some(place) = toggles_ui(ui, palette, "Compare", &choices) {
        if state.chosen.contains(&place) {
            state.chosen.retain(|other| *other != place);
        } else {
            // The one that was chosen first gives way to a third.
            state.chosen.drain(..state.chosen.len().saturating_sub(1));
            state.chosen.push(place);
        }
    }
    if state.chosen.len() < 2 {
        return None;
    }
    ui.add_space(24.0);
    next_thing_ui(ui, palette, "Begin", "Enter")
        .clicked()
        .then_some(Action::Journal(JournalAction::BeginExperiment))
}
