//! The self-experiment: for each attack, one of two routines is picked at random and suggested.

use egui::Ui;

use super::super::Action;
use super::super::keys::{Binding, Key, key_of, pressed};
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{Row, next_thing_ui, page_ui, row_ui, section_ui, toggles_ui};
use super::noticed::{interval_ui, signed};
use super::{JournalAction, back_to_list};
use crate::journal::summary::experiment::Comparison;
use crate::journal::summary::{CANNOT_SHOW, FEWEST};
use crate::plural::counted;

/// The data and the state of the page.
#[derive(Clone, Debug, Default)]
pub struct ExperimentState {
    /// The routines for an attack, as id and title.
    pub routines: Vec<(String, String)>,
    /// The indices of the chosen ones, at most two.
    pub chosen: Vec<usize>,
    /// The running experiment: both titles, and the date of its start.
    pub running: Option<(String, String, String)>,
    /// The results so far.
    pub comparison: Option<Comparison>,
    /// Whether an experiment that was ended can be resumed.
    pub can_undo: bool,
    /// What has just happened, or what is in the way.
    pub remark: Option<String>,
}

const BEGIN: Action = Action::Journal(JournalAction::BeginExperiment);
const END: Action = Action::Journal(JournalAction::EndExperiment);

/// The keys of this page.
#[must_use]
pub fn bindings(state: &ExperimentState) -> Vec<Binding<Action>> {
    let mut bindings = Vec::new();
    if state.running.is_some() {
        bindings.push(Binding::new(Key::Char('x'), "end", END));
    } else if state.chosen.len() == 2 {
        // A focused choice is toggled by Enter.
        bindings.push(Binding::new(Key::Enter, "start", BEGIN).unless_focused());
    }
    if state.can_undo {
        let undo = Action::Journal(JournalAction::Undo);
        bindings.push(Binding::new(Key::Char('z'), "resume", undo));
    }
    bindings.push(back_to_list());
    bindings
}

/// Draws the results, or the choice of two routines.
pub fn experiment_ui(ui: &mut Ui, palette: &Palette, state: &mut ExperimentState) -> Option<Action> {
    let bindings = bindings(state);
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "compare two", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "Compare two routines", Role::Heading, palette.text);
        ui.add_space(8.0);
        if let Some(remark) = &state.remark {
            words_ui(ui, remark, Role::Body, palette.text);
        }
        let action = match state.running.clone() {
            Some((first, second, since)) => {
                running_ui(ui, palette, state, [&first, &second, &since], &bindings)
            }
            None => choose_ui(ui, palette, state),
        };
        ui.add_space(24.0);
        action
    });
    pressed.or(clicked)
}

fn running_ui(
    ui: &mut Ui,
    palette: &Palette,
    state: &ExperimentState,
    [first, second, since]: [&str; 3],
    bindings: &[Binding<Action>],
) -> Option<Action> {
    words_ui(ui, &format!("{first} and {second}, since {since}."), Role::Body, palette.text);
    let how = "For each attack you note, one of the two is picked at random and suggested first. You can always do \
               something else; the attack still counts for the one that was picked. Only the first session in each \
               attack counts.";
    words_ui(ui, how, Role::Note, palette.quiet);
    section_ui(ui, palette, "So far");
    ui.add_space(4.0);
    let comparison = state.comparison.unwrap_or_default();
    for (title, count) in [(first, comparison.first), (second, comparison.second)] {
        let attacks = counted(count as usize, "attack", "attacks");
        words_ui(ui, &format!("{title}: picked and rated in {attacks}"), Role::Body, palette.text);
    }
    ui.add_space(12.0);
    match &comparison.difference {
        None => {
            let few = format!("You'll see results once each has been rated in {FEWEST} attacks.");
            words_ui(ui, &few, Role::Body, palette.quiet);
        }
        Some(difference) => {
            words_ui(ui, &in_words(first, second, difference.middle), Role::Body, palette.text);
            ui.add_space(8.0);
            interval_ui(ui, palette, difference, "Difference between the changes");
            let holds = format!(
                "The difference in points, with its interval, which contains the true value in {:.0} of 100 cases (Mann-Whitney, \
                 Hodges and Lehmann). If the interval includes 0, there may be no difference.",
                difference.holds * 100.0
            );
            words_ui(ui, &holds, Role::Note, palette.quiet);
        }
    }
    words_ui(ui, CANNOT_SHOW, Role::Note, palette.quiet);
    ui.add_space(16.0);
    let end = Row::new("End").key(key_of(bindings, &END)).below("Your entries stay in the journal.");
    row_ui(ui, palette, &end).clicked().then_some(END)
}

fn in_words(first: &str, second: &str, middle: f64) -> String {
    let points = signed(middle.abs()).replace('+', "");
    let points = format!("{points} {}", if points == "1" { "point" } else { "points" });
    match middle {
        middle if middle < 0.0 => {
            format!("With {first}, pain fell by {points} more than with {second}.")
        }
        middle if middle > 0.0 => {
            format!("With {second}, pain fell by {points} more than with {first}.")
        }
        _ => "Pain changed by the same amount with both.".to_owned(),
    }
}

fn choose_ui(ui: &mut Ui, palette: &Palette, state: &mut ExperimentState) -> Option<Action> {
    let why = "Which of two routines suits you better in an attack? Choose two. For each attack you note, one of them is \
               picked at random and suggested first, so that your own choice can't tip the result.";
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
            // A third choice replaces the first.
            state.chosen.drain(..state.chosen.len().saturating_sub(1));
            state.chosen.push(place);
        }
    }
    if state.chosen.len() < 2 {
        return None;
    }
    ui.add_space(24.0);
    next_thing_ui(ui, palette, "Start", Some(Key::Enter)).clicked().then_some(BEGIN)
}
