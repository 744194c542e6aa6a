//! The questions about the moment: pain, and the few states that affect safety. Everything is optional.

use egui::Ui;

use super::actions::{Action, MomentAction};
use super::keys::{self, Binding, Key};
use super::routines::capitalised;
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{choices_ui, pain_choices, toggles_ui};
use crate::ron_reader::Vocabulary as _;
use crate::routine::{Phase, Side};
use crate::safety::{Moment, State};

/// The states, each with its key. An aura is one of the phases instead.
const STATES: [(State, Key); 4] = [
    (State::TouchHurts, Key::Char('h')),
    (State::Nauseous, Key::Char('n')),
    (State::Vomiting, Key::Char('v')),
    (State::Drowsy, Key::Char('d')),
];
const UNUSUAL: Key = Key::Char('u');

/// The keys of these questions, which the page shows beside the answers.
#[must_use]
pub fn bindings(moment: &Moment) -> Vec<Binding<Action>> {
    let state = |(state, key)| Binding::hidden(key, toggled(moment, state));
    let unusual = Binding::hidden(UNUSUAL, Action::Moment(MomentAction::NotUsual));
    let pain = keys::pain(None, |pain| Action::Moment(MomentAction::Pain(Some(pain))));
    pain.into_iter().chain([unusual]).chain(STATES.map(state)).collect()
}

fn toggled(moment: &Moment, state: State) -> Action {
    Action::Moment(MomentAction::State(state, !moment.states.contains(&state)))
}

/// Draws the phases of an attack.
pub fn phase_ui(ui: &mut Ui, palette: &Palette, chosen: Option<Phase>) -> Option<Action> {
    let phases: Vec<(Phase, String)> =
        Phase::ALL.iter().map(|phase| (*phase, capitalised(phase.plain()))).collect();
    let clicked = choices_ui(ui, palette, "How are you now?", &phases, chosen)?;
    Some(Action::Moment(MomentAction::Phase((chosen != Some(clicked)).then_some(clicked))))
}

/// Draws the question which side is sore, for a routine that begins with it.
pub fn sore_ui(ui: &mut Ui, palette: &Palette, moment: &Moment) -> Option<Action> {
    words_ui(ui, "Which side is sorer?", Role::Note, palette.quiet);
    ui.add_space(8.0);
    let sides = [Side::Left, Side::Right].map(|side| (side, side.plain().to_owned()));
    let clicked = choices_ui(ui, palette, "Which side is sorer?", &sides, moment.sore())?;
    let chosen = (moment.sore() != Some(clicked)).then_some(clicked);
    Some(Action::Moment(MomentAction::Sore(chosen)))
}

/// Draws the pain scale and the states of the moment.
pub fn now_ui(ui: &mut Ui, palette: &Palette, moment: &Moment) -> Option<Action> {
    let mut action = None;
    words_ui(ui, "Pain now (optional)", Role::Note, palette.quiet);
    ui.add_space(8.0);
    if let Some(pain) = choices_ui(ui, palette, "Pain now", &pain_choices(), moment.pain) {
        action = Some(Action::Moment(MomentAction::Pain((moment.pain != Some(pain)).then_some(pain))));
    }
    ui.add_space(16.0);
    words_ui(ui, "Anything else right now?", Role::Note, palette.quiet);
    ui.add_space(8.0);
    let state = |(state, key): (State, Key)| {
        (Some(state), format!("{}  {}", key.label(), state.plain()), moment.states.contains(&state))
    };
    let unusual = (None, format!("{}  not like my usual attacks", UNUSUAL.label()), false);
    let choices: Vec<(Option<State>, String, bool)> =
        STATES.into_iter().map(state).chain([unusual]).collect();
    match toggles_ui(ui, palette, "Now", &choices) {
        Some(Some(state)) => action = Some(toggled(moment, state)),
        Some(None) => action = Some(Action::Moment(MomentAction::NotUsual)),
        None => {}
    }
    action
}
