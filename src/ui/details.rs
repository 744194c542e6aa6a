//! A routine before the start: what it is, how long, what is needed, and when not; or, if it cannot be played, why.

use egui::{Key, Ui};

use super::actions::{Action, DetailsAction};
use super::now::{now_key, now_ui, phase_ui};
use super::parts::{KeyHint, Row, next_thing_ui, page_ui, row_ui, section_ui, takes};
use super::text::words_ui;
use super::theme::{Palette, Role};
use crate::routine::length::of_steps;
use crate::safety::{Advice, Moment, SafeRoutine};
use crate::timeline::{Plan, listing};

mod goal;
mod more;

/// What is chosen on this page.
#[derive(Clone, Debug, Default)]
pub struct DetailsState {
    /// How it is now, as far as that is said.
    pub moment: Moment,
    /// Whether its file is the person's own.
    pub is_own: bool,
    /// Whether it is offered first.
    pub is_favourite: bool,
    /// How often a week it is wished for, 0–7.
    pub times_a_week: u8,
    /// What the person has to answer before a start, beside what the plan itself advises against.
    pub question: Option<String>,
    /// A sentence on why the wished length cannot be had.
    pub remark: Option<String>,
}

/// Shows a routine as it is planned for this person and moment, or the sentence on why it is not for now.
pub fn details_ui(
    ui: &mut Ui,
    palette: &Palette,
    routine: &SafeRoutine,
    planned: Result<&Plan, &str>,
    state: &DetailsState,
) -> Option<Action> {
    let advice = planned.ok().and_then(Plan::advice);
    let is_asked = advice.is_some() || (planned.is_ok() && state.question.is_some());
    let mut keys = Vec::new();
    if is_asked {
        keys.push(KeyHint {
            key: "A",
            does: "all the same",
            action: Action::Details(DetailsAction::StartAnyway),
        });
    } else if planned.is_ok() {
        keys.push(KeyHint { key: "Enter", does: "start", action: Action::Details(DetailsAction::Start) });
    }
    keys.extend([
        KeyHint { key: "+", does: "longer", action: Action::Details(DetailsAction::MinutesBy(1)) },
        KeyHint { key: "−", does: "shorter", action: Action::Details(DetailsAction::MinutesBy(-1)) },
        KeyHint {
            key: "F",
            does: if state.is_favourite { "no favourite" } else { "favourite" },
            action: Action::Details(DetailsAction::ToggleFavourite),
        },
        KeyHint { key: "S", does: "save as sound", action: Action::Details(DetailsAction::SaveSound) },
        KeyHint {
            key: "Y",
            does: if state.is_own { "its file" } else { "make it yours" },
            action: Action::Details(DetailsAction::Write),
        },
        KeyHint { key: "Esc", does: "back", action: Action::Back },
    ]);
    let pressed = key(ui, &state.moment, is_asked).or_else(|| goal::key(ui, state.times_a_week));
    let clicked = page_ui(ui, palette, routine.id(), &keys, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let action = top_ui(ui, palette, routine, planned, state);
        let now = how_it_is_ui(ui, palette, &state.moment);
        let goal = goal::rhythm_ui(ui, palette, state.times_a_week);
        more::more_ui(ui, palette, routine, planned.ok());
        action.or(now).or(goal)
    });
    pressed.or(clicked)
}

fn key(ui: &Ui, moment: &Moment, is_asked: bool) -> Option<Action> {
    if is_asked && takes(ui, Key::A) {
        return Some(Action::Details(DetailsAction::StartAnyway));
    }
    let keys = [
        (Key::Enter, Action::Details(DetailsAction::Start)),
        (Key::Plus, Action::Details(DetailsAction::MinutesBy(1))),
        (Key::Equals, Action::Details(DetailsAction::MinutesBy(1))),
        (Key::Minus, Action::Details(DetailsAction::MinutesBy(-1))),
        (Key::F, Action::Details(DetailsAction::ToggleFavourite)),
        (Key::S, Action::Details(DetailsAction::SaveSound)),
        (Key::Y, Action::Details(DetailsAction::Write)),
        (Key::Escape, Action::Back),
    ];
    let said = keys.into_iter().find(|(key, _)| takes(ui, *key)).map(|(_, action)| action);
    said.or_else(|| now_key(ui, moment))
}

/// What is needed to decide: all of it without scrolling.
fn top_ui(
    ui: &mut Ui,
    palette: &Palette,
    routine: &SafeRoutine,
    planned: Result<&Plan, &str>,
    state: &DetailsState,
) -> Option<Action> {
    words_ui(ui, &routine.title(), Role::Heading, palette.text);
    if let Some(about) = &routine.routine().about {
        words_ui(ui, &routine.text(&about.value), Role::Body, palette.text);
    }
    ui.add_space(8.0);
    words_ui(ui, &facts(routine, planned.ok()), Role::Body, palette.quiet);
    words_ui(ui, &format!("{}.", routine.evidence().plain()), Role::Note, palette.quiet);
    if let Some(remark) = &state.remark {
        words_ui(ui, remark, Role::Note, palette.quiet);
    }
    let plan = match planned {
        Ok(plan) => plan,
        Err(why) => {
            section_ui(ui, palette, "Not now");
            words_ui(ui, why, Role::Body, palette.text);
            return None;
        }
    };
    if !plan.changes().is_empty() || !plan.cautions().is_empty() {
        section_ui(ui, palette, "For you, now");
        for sentence in plan.changes().iter().chain(plan.cautions().iter().map(|caution| &caution.sentence)) {
            words_ui(ui, sentence, Role::Body, palette.text);
            ui.add_space(6.0);
        }
    }
    ui.add_space(24.0);
    match (plan.advice(), &state.question) {
        (Some(advice), _) => advice_ui(ui, palette, advice),
        (None, Some(question)) => question_ui(ui, palette, question),
        (None, None) => next_thing_ui(ui, palette, "Start", "Enter")
            .clicked()
            .then_some(Action::Details(DetailsAction::Start)),
    }
}

/// What has to be answered first; starting all the same answers it.
fn question_ui(ui: &mut Ui, palette: &Palette, question: &str) -> Option<Action> {
    words_ui(ui, "Before you start", Role::Strong, palette.text);
    words_ui(ui, question, Role::Body, palette.text);
    ui.add_space(12.0);
    let row = Row::new("Start all the same").key("A");
    row_ui(ui, palette, &row).clicked().then_some(Action::Details(DetailsAction::StartAnyway))
}

/// What is advised against is told with its reason and a better offer; it can be chosen all the same.
fn advice_ui(ui: &mut Ui, palette: &Palette, advice: &Advice) -> Option<Action> {
    words_ui(ui, "Advised against now", Role::Strong, palette.text);
    words_ui(ui, &advice.why, Role::Body, palette.text);
    if let Some(offer) = advice.offer() {
        words_ui(ui, &offer, Role::Body, palette.text);
    }
    ui.add_space(12.0);
    let row = Row::new("Start all the same").key("A").below("You decide; the reason stays the same.");
    row_ui(ui, palette, &row).clicked().then_some(Action::Details(DetailsAction::StartAnyway))
}

/// Minutes, posture and what is needed, in one line.
fn facts(routine: &SafeRoutine, plan: Option<&Plan>) -> String {
    let length = plan.map_or(routine.range().written, |plan| of_steps(plan.steps()).written);
    let mut facts = vec![listing::minutes(length)];
    facts.extend(routine.routine().posture.as_ref().map(|posture| posture.value.plain().to_owned()));
    facts.extend(routine.routine().needs.iter().map(|need| routine.text(&need.value)));
    facts.join(" · ")
}

fn how_it_is_ui(ui: &mut Ui, palette: &Palette, moment: &Moment) -> Option<Action> {
    section_ui(ui, palette, "How is it now?");
    ui.add_space(8.0);
    let phase = phase_ui(ui, palette, moment.phase);
    ui.add_space(16.0);
    phase.or(now_ui(ui, palette, moment))
}
