//! The programmes: what each is, its weeks, and what comes next in the running one.

use egui::{Response, Ui};

use super::actions::{Action, Destination, ProgrammeAction};
use super::keys::{Binding, Key, pressed};
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{Row, move_between, page_ui, row_ui, section_ui};
use crate::library::Origin;
use crate::library::programme::{Programme, ProgrammeFile};
use crate::routine::Language;

/// The keys of this page.
#[must_use]
pub fn bindings(can_undo: bool) -> Vec<Binding<Action>> {
    let mut bindings = vec![
        Binding::of_row(Key::Enter, "choose"),
        Binding::new(Key::Escape, "back", Action::Go(Destination::Routines)),
    ];
    if can_undo {
        let undo = Action::Programme(ProgrammeAction::Undo);
        bindings.push(Binding::new(Key::Char('u'), "go back to the one before", undo));
    }
    bindings
}

/// Draws every programme; `running` is the index of the running one, and what comes next in it; `can_undo` whether one was
/// left or replaced.
pub fn programmes_ui(
    ui: &mut Ui,
    palette: &Palette,
    files: &[ProgrammeFile],
    running: Option<&(usize, String)>,
    remark: Option<&str>,
    can_undo: bool,
    focused: &mut bool,
) -> Option<Action> {
    let bindings = bindings(can_undo);
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "programmes", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "Programmes", Role::Heading, palette.text);
        let no_debt = "A week lasts until you've done it. You can't miss anything or fall behind.";
        words_ui(ui, no_debt, Role::Note, palette.quiet);
        if let Some(remark) = remark {
            ui.add_space(8.0);
            words_ui(ui, remark, Role::Note, palette.quiet);
        }
        let mut rows: Vec<(Response, Action)> = Vec::new();
        // The one that is being followed comes first, then the person's own.
        let is_shipped = |file: &ProgrammeFile| file.origin == Origin::BuiltIn;
        let mut order: Vec<(usize, &ProgrammeFile)> = files.iter().enumerate().collect();
        order
            .sort_by_key(|(index, file)| (running.is_none_or(|(place, _)| place != index), is_shipped(file)));
        for (index, file) in order {
            match &file.programme {
                Some(programme) => {
                    let next = running.filter(|(place, _)| *place == index).map(|(_, next)| next.as_str());
                    rows.push(programme_ui(ui, palette, programme, next, running.is_some(), index));
                    let print = row_ui(
                        ui,
                        palette,
                        &Row::new("Print").below("With its routines, for a folder or a wall."),
                    );
                    rows.push((print, Action::Programme(ProgrammeAction::Print(index))));
                }
                None => broken_ui(ui, palette, file),
            }
        }
        ui.add_space(24.0);
        let responses: Vec<&Response> = rows.iter().map(|(row, _)| row).collect();
        move_between(ui, &responses, focused, None);
        rows.iter().find(|(row, _)| row.clicked()).map(|(_, action)| *action)
    });
    pressed.or(clicked)
}

fn programme_ui(
    ui: &mut Ui,
    palette: &Palette,
    programme: &Programme,
    next: Option<&str>,
    is_any_running: bool,
    index: usize,
) -> (Response, Action) {
    section_ui(ui, palette, &programme.title);
    ui.add_space(4.0);
    words_ui(ui, &programme.about, Role::Body, palette.text);
    if let Some(by) = programme.by() {
        words_ui(ui, &by, Role::Note, palette.quiet);
    }
    ui.add_space(8.0);
    let (title, below, action) = match next {
        Some(next) => ("Leave", next, Action::Programme(ProgrammeAction::Leave)),
        None if is_any_running => (
            "Start",
            "Replaces the programme you're following now.",
            Action::Programme(ProgrammeAction::Begin(index)),
        ),
        None => (
            "Start",
            "Between attacks, it's suggested first.",
            Action::Programme(ProgrammeAction::Begin(index)),
        ),
    };
    let row = row_ui(ui, palette, &Row::new(title).below(below));
    ui.add_space(8.0);
    for (place, week) in programme.weeks.iter().enumerate() {
        let line = format!("{}: {}", programme.week_name(place, Language::En), week.about);
        words_ui(ui, &line, Role::Body, palette.text);
        words_ui(ui, &week.plan(Language::En), Role::Note, palette.quiet);
        ui.add_space(4.0);
    }
    ui.add_space(8.0);
    for source in &programme.sources {
        words_ui(ui, source, Role::Note, palette.quiet);
    }
    (row, action)
}

fn broken_ui(ui: &mut Ui, palette: &Palette, file: &ProgrammeFile) {
    section_ui(ui, palette, &file.id);
    ui.add_space(4.0);
    words_ui(ui, "This file has errors:", Role::Body, palette.text);
    ui.add_space(4.0);
    words_ui(ui, &file.problems.lines(), Role::Note, palette.quiet);
}
