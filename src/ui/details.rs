//! A routine before the start: what it is, how long, what is needed, and when not; or, if it cannot be played, why.

use egui::{Key, Ui};

use super::Wish;
use super::parts::{
    KeyHint, choices_ui, next_thing_ui, page_ui, pain_choices, section_ui, takes, takes_pain,
};
use super::routines::capitalised;
use super::text::words_ui;
use super::theme::{Palette, Role};
use crate::routine::length::of_steps;
use crate::routine::{Phase, Vocabulary as _};
use crate::safety::SafeRoutine;
use crate::time::Span;
use crate::timeline::{Plan, Segment, compile, listing};

/// What is chosen on this page.
#[derive(Debug, Default)]
pub struct DetailsState {
    /// Pain before, if it was said.
    pub pain: Option<u8>,
    /// Where one is in the course of an attack, if it was said.
    pub phase: Option<Phase>,
    /// Whether it is offered first.
    pub is_favourite: bool,
    /// A sentence on why the wished length cannot be had.
    pub remark: Option<String>,
}

/// Shows a routine that can be played.
pub fn details_ui(ui: &mut Ui, palette: &Palette, plan: &Plan, state: &DetailsState) -> Option<Wish> {
    let keys = [
        KeyHint { key: "Enter", does: "start", wish: Wish::Start },
        KeyHint { key: "+", does: "longer", wish: Wish::MinutesBy(1) },
        KeyHint { key: "−", does: "shorter", wish: Wish::MinutesBy(-1) },
        KeyHint { key: "0–9", does: "pain now", wish: Wish::PainBefore(None) },
        KeyHint {
            key: "F",
            does: if state.is_favourite { "no favourite" } else { "favourite" },
            wish: Wish::ToggleFavourite,
        },
        KeyHint { key: "S", does: "save as sound", wish: Wish::SaveSound },
        KeyHint { key: "Esc", does: "back", wish: Wish::Leave },
    ];
    let pressed = key(ui);
    let clicked = page_ui(ui, palette, plan.routine().id(), &keys, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let wish = top_ui(ui, palette, plan, state);
        more_ui(ui, palette, plan);
        wish
    });
    pressed.or(clicked)
}

fn key(ui: &Ui) -> Option<Wish> {
    if let Some(pain) = takes_pain(ui) {
        return Some(Wish::PainBefore(Some(pain)));
    }
    let keys = [
        (Key::Enter, Wish::Start),
        (Key::Plus, Wish::MinutesBy(1)),
        (Key::Equals, Wish::MinutesBy(1)),
        (Key::Minus, Wish::MinutesBy(-1)),
        (Key::F, Wish::ToggleFavourite),
        (Key::S, Wish::SaveSound),
        (Key::Escape, Wish::Leave),
    ];
    keys.into_iter().find(|(key, _)| takes(ui, *key)).map(|(_, wish)| wish)
}

/// What is needed to decide: all of it without scrolling.
fn top_ui(ui: &mut Ui, palette: &Palette, plan: &Plan, state: &DetailsState) -> Option<Wish> {
    let routine: &SafeRoutine = plan.routine();
    let mut wish = None;
    words_ui(ui, &routine.title(), Role::Heading, palette.text);
    if let Some(about) = &routine.routine().about {
        words_ui(ui, &routine.text(&about.value), Role::Body, palette.text);
    }
    ui.add_space(8.0);
    words_ui(ui, &facts(plan), Role::Body, palette.quiet);
    if let Some(remark) = &state.remark {
        words_ui(ui, remark, Role::Note, palette.quiet);
    }
    for change in plan.changes() {
        words_ui(ui, change, Role::Body, palette.text);
    }
    ui.add_space(16.0);
    words_ui(ui, "Pain now, if you like to say", Role::Note, palette.quiet);
    ui.add_space(8.0);
    if let Some(pain) = choices_ui(ui, palette, "Pain now", &pain_choices(), state.pain) {
        wish = Some(Wish::PainBefore((state.pain != Some(pain)).then_some(pain)));
    }
    ui.add_space(16.0);
    words_ui(ui, "Where you are, if you like to say", Role::Note, palette.quiet);
    ui.add_space(8.0);
    let phases: Vec<(Phase, String)> =
        Phase::ALL.iter().map(|phase| (*phase, phase.plain().to_owned())).collect();
    if let Some(phase) = choices_ui(ui, palette, "Where you are", &phases, state.phase) {
        wish = Some(Wish::PhaseNow((state.phase != Some(phase)).then_some(phase)));
    }
    let advised_against =
        |phase: &Phase| routine.routine().avoids.iter().any(|avoided| avoided.value == *phase);
    if state.phase.as_ref().is_some_and(advised_against) {
        ui.add_space(8.0);
        let advice = "Advised against now. The reasons stand under “Take care”.";
        words_ui(ui, advice, Role::Body, palette.text);
    }
    ui.add_space(24.0);
    if next_thing_ui(ui, palette, "Start", "Enter").clicked() {
        wish = Some(Wish::Start);
    }
    wish
}

/// Minutes, posture and what is needed, in one line.
fn facts(plan: &Plan) -> String {
    let routine = plan.routine();
    let mut facts = vec![listing::minutes(of_steps(plan.steps()).written)];
    facts.extend(routine.routine().posture.as_ref().map(|posture| posture.value.plain().to_owned()));
    facts.extend(routine.routine().needs.iter().map(|need| routine.text(&need.value)));
    facts.join(" · ")
}

/// What can be read before the first time.
fn more_ui(ui: &mut Ui, palette: &Palette, plan: &Plan) {
    let routine: &SafeRoutine = plan.routine();
    let source = routine.routine();
    section_ui(ui, palette, "When");
    let phases = |phases: &[crate::routine::Marked<crate::routine::Phase>]| {
        phases.iter().map(|phase| phase.value.plain()).collect::<Vec<_>>().join(", ")
    };
    words_ui(ui, &format!("Suits: {}.", phases(&source.suits)), Role::Body, palette.text);
    if !source.avoids.is_empty() {
        words_ui(ui, &format!("Better not: {}.", phases(&source.avoids)), Role::Body, palette.text);
    }
    let cautions = routine.cautions();
    if !cautions.is_empty() {
        section_ui(ui, palette, "Take care");
        for caution in cautions {
            words_ui(ui, &caution, Role::Body, palette.text);
            ui.add_space(8.0);
        }
    }
    section_ui(ui, palette, "Step by step");
    for segment in compile(plan).segments().iter().filter(|segment| segment.is_step()) {
        words_ui(ui, &headline(segment), Role::Body, palette.text);
        if !segment.words.is_empty() {
            words_ui(ui, &segment.words, Role::Note, palette.quiet);
        }
        ui.add_space(8.0);
    }
    section_ui(ui, palette, "What is known");
    words_ui(ui, &format!("{}.", routine.evidence().plain()), Role::Body, palette.text);
    for origin in &source.sources {
        words_ui(ui, &capitalised(&origin.value), Role::Note, palette.quiet);
    }
    ui.add_space(24.0);
}

fn headline(segment: &Segment) -> String {
    let lasts =
        if segment.lasts >= Span::from_secs(60) { segment.lasts.clock() } else { segment.lasts.to_string() };
    format!("{}, {lasts}", segment.full_name())
}

/// Shows why a routine cannot be played: its problems, as [`crate::routine::Problems::snippets`] writes them.
pub fn problems_ui(ui: &mut Ui, palette: &Palette, id: &str, problems: &str) -> Option<Wish> {
    let keys = [KeyHint { key: "Esc", does: "back", wish: Wish::ShowRoutines }];
    let pressed = takes(ui, Key::Escape).then_some(Wish::ShowRoutines);
    let clicked = page_ui(ui, palette, id, &keys, |ui| {
        words_ui(ui, id, Role::Heading, palette.text);
        words_ui(ui, "This routine cannot be played until its file is mended.", Role::Body, palette.text);
        ui.add_space(16.0);
        // Broken rather than cut: the place of a problem stands at the end of its line.
        ui.add(egui::Label::new(egui::RichText::new(problems).monospace()).wrap().selectable(true));
        None
    });
    pressed.or(clicked)
}
