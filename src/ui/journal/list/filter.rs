//! The filters of the list besides words.

use egui::Ui;

use super::super::super::routines::capitalised;
use super::super::super::text::words_ui;
use super::super::super::theme::{Palette, Role};
use super::super::super::widgets::choices_ui;
use super::ListState;
use crate::journal::Filter;
use crate::ron_reader::Vocabulary as _;
use crate::routine::{Kind, Phase};

/// The active filters besides words, as a sentence.
pub(super) fn filter_words(state: &ListState) -> Option<String> {
    let Filter { kind, phase, .. } = &state.filter;
    let kind = kind.as_deref().and_then(Kind::named).map(|kind| kind.plain().to_owned());
    let phase = phase.as_deref().and_then(Phase::named).map(|phase| phase.plain().to_owned());
    let parts: Vec<String> = state.routine.clone().into_iter().chain(kind).chain(phase).collect();
    (!parts.is_empty()).then(|| format!("Showing only: {}. Press Esc to show everything.", parts.join(", ")))
}

/// Draws the unfolded filter.
pub(super) fn filter_ui(ui: &mut Ui, palette: &Palette, state: &mut ListState) {
    let any = |text: &str| (None, text.to_owned());
    let kinds = Kind::ALL.iter().map(|kind| (Some(*kind), capitalised(kind.plain())));
    let kinds: Vec<(Option<Kind>, String)> = std::iter::once(any("Any")).chain(kinds).collect();
    let kind = state.filter.kind.as_deref().and_then(Kind::named).copied();
    words_ui(ui, "Kind", Role::Note, palette.quiet);
    ui.add_space(4.0);
    if let Some(kind) = choices_ui(ui, palette, "Kind", &kinds, Some(kind)) {
        state.filter.kind = kind.map(|kind| kind.name().to_owned());
    }
    ui.add_space(8.0);
    let any = (None, "Any".to_owned());
    let phases = Phase::ALL.iter().map(|phase| (Some(*phase), capitalised(phase.plain())));
    let phases: Vec<(Option<Phase>, String)> = std::iter::once(any).chain(phases).collect();
    let phase = state.filter.phase.as_deref().and_then(Phase::named).copied();
    words_ui(ui, "Phase", Role::Note, palette.quiet);
    ui.add_space(4.0);
    if let Some(phase) = choices_ui(ui, palette, "Phase", &phases, Some(phase)) {
        state.filter.phase = phase.map(|phase| phase.name().to_owned());
    }
    if let Some(title) = state.routine.clone() {
        ui.add_space(8.0);
        words_ui(ui, "Routine", Role::Note, palette.quiet);
        ui.add_space(4.0);
        let routines = [(false, "Any".to_owned()), (true, title)];
        if choices_ui(ui, palette, "Routine", &routines, Some(true)) == Some(false) {
            (state.filter.routine, state.routine) = (None, None);
        }
    }
    ui.add_space(8.0);
}
