//! What to read before the first time: when to do it, cautions, every step, and the evidence.

use egui::Ui;

use super::super::actions::{Action, Destination};
use super::super::routines::capitalised;
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{Row, row_ui, section_ui};
use crate::routine::Kind;
use crate::safety::SafeRoutine;
use crate::time::ExactDuration;
use crate::timeline::{Plan, Segment, compile};

/// Draws the lower part of the page, for reading before the first time.
pub(super) fn more_ui(
    ui: &mut Ui,
    palette: &Palette,
    routine: &SafeRoutine,
    plan: Option<&Plan>,
) -> Option<Action> {
    let source = routine.routine();
    section_ui(ui, palette, "When");
    let phases = |phases: &[crate::ron_reader::Spanned<crate::routine::Phase>]| {
        phases.iter().map(|phase| phase.value.plain()).collect::<Vec<_>>().join(", ")
    };
    words_ui(ui, &format!("Good for: {}.", phases(&source.suits)), Role::Body, palette.text);
    if !source.avoids.is_empty() {
        words_ui(ui, &format!("Not for: {}.", phases(&source.avoids)), Role::Body, palette.text);
    }
    let cautions = routine.cautions();
    if !cautions.is_empty() {
        section_ui(ui, palette, "Please note");
        for caution in cautions {
            words_ui(ui, &caution, Role::Body, palette.text);
            ui.add_space(8.0);
        }
    }
    if let Some(plan) = plan {
        steps_ui(ui, palette, plan);
        reasons_ui(ui, palette, plan);
    }
    section_ui(ui, palette, "Evidence");
    words_ui(ui, &format!("{}.", routine.evidence().plain()), Role::Body, palette.text);
    for origin in &source.sources {
        words_ui(ui, &capitalised(&origin.value.plain_in(source.language)), Role::Note, palette.quiet);
    }
    let mut action = None;
    if routine.kind() == Kind::Massage {
        ui.add_space(16.0);
        let row =
            Row::new("Massage by a therapist").below("What to expect, and how to find a good therapist");
        action = row_ui(ui, palette, &row).clicked().then_some(Action::Go(Destination::Massage));
    }
    ui.add_space(24.0);
    action
}

fn steps_ui(ui: &mut Ui, palette: &Palette, plan: &Plan) {
    section_ui(ui, palette, "Step by step");
    for segment in compile(plan).segments().iter().filter(|segment| segment.is_step()) {
        words_ui(ui, &headline(segment), Role::Body, palette.text);
        if !segment.words.is_empty() {
            words_ui(ui, &segment.words, Role::Note, palette.quiet);
        }
        ui.add_space(8.0);
    }
}

/// The sources of the changes to the plan.
fn reasons_ui(ui: &mut Ui, palette: &Palette, plan: &Plan) {
    let changes = plan.changed().iter().chain(plan.cautions());
    let mut sources: Vec<String> = changes.map(|change| change.source.to_string()).collect();
    sources.sort_unstable();
    sources.dedup();
    if !sources.is_empty() {
        section_ui(ui, palette, "Sources for the changes");
        for source in sources {
            words_ui(ui, &capitalised(&source), Role::Note, palette.quiet);
        }
    }
}

fn headline(segment: &Segment) -> String {
    let lasts = if segment.lasts >= ExactDuration::from_secs(60) {
        segment.lasts.clock()
    } else {
        segment.lasts.to_string()
    };
    format!("{}, {lasts}", segment.full_name())
}
