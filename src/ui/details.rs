//! A routine before its start: what it is, how long it takes, what it needs and when not to do it; or why it
//! cannot be played.

use egui::Ui;

use super::actions::{Action, DetailsAction};
use super::keys::{Binding, Key, key_of, pressed};
use super::now::{self, now_ui, phase_ui, sore_ui};
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{Row, choices_ui, next_thing_ui, page_ui, row_ui, section_ui};
use crate::routine::length::of_steps;
use crate::safety::{Advice, Moment, SafeRoutine};
use crate::timeline::{Plan, listing};

mod goal;
mod more;

/// The state of the page.
#[derive(Clone, Debug, Default)]
pub struct DetailsState {
    /// How the person is now, as far as they have said.
    pub moment: Moment,
    /// Whether the routine comes from a file of the person's own.
    pub is_user_file: bool,
    /// Whether it is a favourite.
    pub is_favourite: bool,
    /// The weekly goal, 0–7; 0 for none.
    pub times_a_week: u8,
    /// Whether one voice speaks all of it; nothing if the narrator has all words of it, or none.
    pub one_voice: Option<bool>,
    /// That some or all of it is in another language than the chosen one.
    pub language: Option<String>,
    /// A question of the gate, besides what the plan itself advises against.
    pub question: Option<String>,
    /// The result of the last action, for example why a length is not possible.
    pub remark: Option<String>,
}

/// The keys of this page.
#[must_use]
pub fn bindings(planned: Result<&Plan, &str>, state: &DetailsState) -> Vec<Binding<Action>> {
    let mut bindings = Vec::new();
    match planned.map(|plan| plan.advice().is_some() || state.question.is_some()) {
        Ok(false) => bindings.push(Binding::new(Key::Enter, "start", Action::Details(DetailsAction::Start))),
        Ok(true) => {
            bindings.push(Binding::new(
                Key::Char('a'),
                "start anyway",
                Action::Details(DetailsAction::StartAnyway),
            ));
            bindings.push(NOTHING_TO_START);
        }
        Err(_) => bindings.push(NOTHING_TO_START),
    }
    let favourite = if state.is_favourite { "remove favourite" } else { "favourite" };
    let write = if state.is_user_file { "edit" } else { "make a copy" };
    bindings.extend([
        Binding::new(Key::Char('+'), "longer", Action::Details(DetailsAction::MinutesBy(1)))
            .also(&[Key::Char('=')]),
        Binding::new(Key::Char('-'), "shorter", Action::Details(DetailsAction::MinutesBy(-1))),
        Binding::new(Key::Char('f'), favourite, Action::Details(DetailsAction::ToggleFavourite)),
        Binding::new(Key::Char('s'), "save as audio", Action::Details(DetailsAction::SaveSound)),
        Binding::new(Key::Char('p'), "print", Action::Details(DetailsAction::Print)),
        Binding::new(Key::Char('y'), write, Action::Details(DetailsAction::Write)),
        Binding::new(Key::Escape, "back", Action::Back),
        Binding::hidden(goal::KEY, goal::next(state.times_a_week)),
    ]);
    bindings.extend(now::bindings(&state.moment));
    bindings
}

/// Enter only ever starts: it must not reach the choice or row that happens to have the focus.
const NOTHING_TO_START: Binding<Action> = Binding::hidden(Key::Enter, Action::Details(DetailsAction::Start));

/// Draws the plan for this person and moment, or the reason why there is none.
pub fn details_ui(
    ui: &mut Ui,
    palette: &Palette,
    routine: &SafeRoutine,
    planned: Result<&Plan, &str>,
    state: &DetailsState,
) -> Option<Action> {
    let bindings = bindings(planned, state);
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, routine.id(), &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let action = top_ui(ui, palette, routine, planned, state, &bindings);
        let now = how_it_is_ui(ui, palette, &state.moment);
        let voice = state.one_voice.and_then(|one_voice| voice_ui(ui, palette, one_voice));
        let goal = goal::goal_ui(ui, palette, state.times_a_week);
        let more = more::more_ui(ui, palette, routine, planned.ok());
        action.or(now).or(voice).or(goal).or(more)
    });
    pressed.or(clicked)
}

/// Everything needed for a decision, without scrolling.
fn top_ui(
    ui: &mut Ui,
    palette: &Palette,
    routine: &SafeRoutine,
    planned: Result<&Plan, &str>,
    state: &DetailsState,
    bindings: &[Binding<Action>],
) -> Option<Action> {
    words_ui(ui, &routine.title(), Role::Heading, palette.text);
    if let Some(about) = &routine.routine().about {
        words_ui(ui, &routine.text(&about.value), Role::Body, palette.text);
    }
    ui.add_space(8.0);
    words_ui(ui, &facts(routine, planned.ok()), Role::Body, palette.quiet);
    words_ui(ui, &format!("{}.", routine.evidence().plain()), Role::Note, palette.quiet);
    for note in state.language.iter().chain(&state.remark) {
        words_ui(ui, note, Role::Note, palette.quiet);
    }
    let plan = match planned {
        Ok(plan) => plan,
        Err(why) => {
            section_ui(ui, palette, "Not now");
            words_ui(ui, why, Role::Body, palette.text);
            return None;
        }
    };
    // Before the changes, which can fill a page: this is what decides.
    if let Some(advice) = plan.advice() {
        advice_ui(ui, palette, advice);
    }
    if !plan.changes().is_empty() || !plan.cautions().is_empty() {
        section_ui(ui, palette, "For you, right now");
        for sentence in plan.changes().iter().chain(plan.cautions().iter().map(|caution| &caution.sentence)) {
            words_ui(ui, sentence, Role::Body, palette.text);
            ui.add_space(6.0);
        }
    }
    ui.add_space(24.0);
    // Beside the way to start: what is done depends on it.
    let sore = routine.asks_for_the_sore_side().then(|| {
        let chosen = sore_ui(ui, palette, &state.moment);
        ui.add_space(24.0);
        chosen
    });
    sore.flatten().or(start_ui(ui, palette, plan, state, bindings))
}

/// The way to start, or what has to be decided first.
fn start_ui(
    ui: &mut Ui,
    palette: &Palette,
    plan: &Plan,
    state: &DetailsState,
    bindings: &[Binding<Action>],
) -> Option<Action> {
    if plan.advice().is_some() {
        return anyway_ui(ui, palette, "It's your decision.", bindings);
    }
    if let Some(question) = &state.question {
        return question_ui(ui, palette, question, bindings);
    }
    let key = key_of(bindings, &Action::Details(DetailsAction::Start));
    next_thing_ui(ui, palette, "Start", key).clicked().then_some(Action::Details(DetailsAction::Start))
}

/// A question of the gate; starting anyway answers it.
fn question_ui(
    ui: &mut Ui,
    palette: &Palette,
    question: &str,
    bindings: &[Binding<Action>],
) -> Option<Action> {
    words_ui(ui, "Before you start", Role::Strong, palette.text);
    words_ui(ui, question, Role::Body, palette.text);
    ui.add_space(12.0);
    anyway_ui(ui, palette, "", bindings)
}

/// The reason against it, and a better offer.
fn advice_ui(ui: &mut Ui, palette: &Palette, advice: &Advice) {
    ui.add_space(24.0);
    words_ui(ui, "Not recommended right now", Role::Strong, palette.text);
    words_ui(ui, &advice.why, Role::Body, palette.text);
    if let Some(offer) = advice.offer() {
        words_ui(ui, &offer, Role::Body, palette.text);
    }
}

/// The row that starts it anyway.
fn anyway_ui(ui: &mut Ui, palette: &Palette, below: &str, bindings: &[Binding<Action>]) -> Option<Action> {
    let anyway = Action::Details(DetailsAction::StartAnyway);
    let row = Row::new("Start anyway").key(key_of(bindings, &anyway)).below(below);
    row_ui(ui, palette, &row).clicked().then_some(anyway)
}

/// Minutes, posture and needs, in one line.
fn facts(routine: &SafeRoutine, plan: Option<&Plan>) -> String {
    let length = plan.map_or(routine.range().written, |plan| of_steps(plan.steps()).written);
    let mut facts = vec![listing::minutes(length)];
    facts.extend(routine.routine().posture.as_ref().map(|posture| posture.value.plain().to_owned()));
    facts.extend(routine.routine().needs.iter().map(|need| routine.text(&need.value)));
    facts.join(" · ")
}

/// The narrator has not recorded every word: who speaks?
fn voice_ui(ui: &mut Ui, palette: &Palette, one_voice: bool) -> Option<Action> {
    section_ui(ui, palette, "Voice");
    let why = "The narrator has recorded only some of these words. Another voice can speak the rest, or all of them.";
    words_ui(ui, why, Role::Note, palette.quiet);
    ui.add_space(8.0);
    let choices = [(false, "two voices".to_owned()), (true, "one voice throughout".to_owned())];
    choices_ui(ui, palette, "Voice", &choices, Some(one_voice))
        .map(|one_voice| Action::Details(DetailsAction::OneVoice(one_voice)))
}

fn how_it_is_ui(ui: &mut Ui, palette: &Palette, moment: &Moment) -> Option<Action> {
    section_ui(ui, palette, "How are you now?");
    ui.add_space(8.0);
    let phase = phase_ui(ui, palette, moment.phase);
    ui.add_space(16.0);
    phase.or(now_ui(ui, palette, moment))
}
