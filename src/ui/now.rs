//! How it is now, asked lightly: pain, and the few states that change what is safe. Everything can be left out.

use egui::{Key, Ui};

use super::actions::{Action, Say};
use super::parts::{choices_ui, pain_choices, takes, takes_pain, toggles_ui};
use super::routines::capitalised;
use super::text::words_ui;
use super::theme::{Palette, Role};
use crate::ron_reader::Vocabulary as _;
use crate::routine::Phase;
use crate::safety::{Moment, State};

/// The states that are asked about, each with its key; an aura is one of the phases.
const STATES: [(State, Key, &str); 4] = [
    (State::TouchHurts, Key::H, "H"),
    (State::Nauseous, Key::N, "N"),
    (State::Vomiting, Key::V, "V"),
    (State::Drowsy, Key::D, "D"),
];

/// What a key says of now.
#[must_use]
pub fn now_key(ui: &Ui, moment: &Moment) -> Option<Action> {
    if let Some(pain) = takes_pain(ui) {
        return Some(Action::Say(Say::Pain(Some(pain))));
    }
    if takes(ui, Key::U) {
        return Some(Action::Say(Say::NotUsual));
    }
    let state = STATES.into_iter().find(|(_, key, _)| takes(ui, *key));
    state.map(|(state, ..)| Action::Say(Say::State(state, !moment.states.contains(&state))))
}

/// Where one is in the course of an attack.
pub fn phase_ui(ui: &mut Ui, palette: &Palette, chosen: Option<Phase>) -> Option<Action> {
    let phases: Vec<(Phase, String)> =
        Phase::ALL.iter().map(|phase| (*phase, capitalised(phase.plain()))).collect();
    let said = choices_ui(ui, palette, "How is it now?", &phases, chosen)?;
    Some(Action::Say(Say::Phase((chosen != Some(said)).then_some(said))))
}

/// Pain, and what else is so now.
pub fn now_ui(ui: &mut Ui, palette: &Palette, moment: &Moment) -> Option<Action> {
    let mut action = None;
    words_ui(ui, "Pain now, if you like to say", Role::Note, palette.quiet);
    ui.add_space(8.0);
    if let Some(pain) = choices_ui(ui, palette, "Pain now", &pain_choices(), moment.pain) {
        action = Some(Action::Say(Say::Pain((moment.pain != Some(pain)).then_some(pain))));
    }
    ui.add_space(16.0);
    words_ui(ui, "What else is so", Role::Note, palette.quiet);
    ui.add_space(8.0);
    let state = |(state, _, key): (State, Key, &str)| {
        (Some(state), format!("{key}  {}", state.plain()), moment.states.contains(&state))
    };
    let unusual = (None, "U  not like my usual attacks".to_owned(), false);
    let choices: Vec<(Option<State>, String, bool)> =
        STATES.into_iter().map(state).chain([unusual]).collect();
    match toggles_ui(ui, palette, "Now", &choices) {
        Some(Some(state)) => action = Some(Action::Say(Say::State(state, !moment.states.contains(&state)))),
        Some(None) => action = Some(Action::Say(Say::NotUsual)),
        None => {}
    }
    action
}
