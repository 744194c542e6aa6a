//! The list of routines.

use egui::Ui;

use super::actions::{Action, Destination};
use super::keys::{Binding, Key, pressed};
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{Row, move_between, page_ui, row_ui, section_ui};
use crate::library::{Entry, Library, Origin};
use crate::ron_reader::Vocabulary;
use crate::routine::Kind;
use crate::timeline::listing;

/// The state of the list.
#[derive(Debug, Default)]
pub struct RoutinesState {
    /// Whether the first row has had the focus.
    focused: bool,
    /// The library index of the row to focus.
    return_to: Option<usize>,
}

impl RoutinesState {
    /// A list that focuses the row that was left.
    #[must_use]
    pub const fn returning_to(row: Option<usize>) -> Self {
        Self { focused: false, return_to: row }
    }
}

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Action>> {
    vec![
        Binding::of_row(Key::Enter, "open"),
        Binding::new(Key::Char('j'), "journal", Action::Go(Destination::Journal)),
        Binding::new(Key::Char('w'), "your routines", Action::Go(Destination::UserFiles)),
        Binding::new(Key::Char(','), "settings", Action::Go(Destination::Settings)),
        Binding::new(Key::Escape, "back", Action::Go(Destination::Home)),
    ]
}

/// Draws every routine by kind, those with problems last.
pub fn routines_ui(
    ui: &mut Ui,
    palette: &Palette,
    library: &Library,
    remarks: &[String],
    state: &mut RoutinesState,
) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings);
    let clicked =
        page_ui(ui, palette, "routines", &bindings, |ui| list_ui(ui, palette, library, remarks, state));
    pressed.or(clicked)
}

fn list_ui(
    ui: &mut Ui,
    palette: &Palette,
    library: &Library,
    remarks: &[String],
    state: &mut RoutinesState,
) -> Option<Action> {
    ui.spacing_mut().item_spacing.y = 0.0;
    words_ui(ui, "Routines", Role::Heading, palette.text);
    words_ui(ui, "Self-care for people with migraine. Not medical advice.", Role::Note, palette.quiet);
    for remark in remarks.iter().chain(library.notes()) {
        ui.add_space(8.0);
        words_ui(ui, remark, Role::Note, palette.quiet);
    }
    let mut action = None;
    let mut rows = Vec::new();
    let entries = library.entries().iter().enumerate();
    for kind in Kind::ALL {
        let of_kind =
            |(_, entry): &(usize, &Entry)| entry.routine.as_ref().is_some_and(|r| r.kind() == *kind);
        let mut of_kind: Vec<(usize, &Entry)> = entries.clone().filter(of_kind).collect();
        // Short ones first, because those are the ones people do.
        of_kind.sort_by_key(|(_, entry)| entry.routine.as_ref().map(|routine| routine.range().written));
        if of_kind.is_empty() {
            continue;
        }
        heading_ui(ui, palette, kind.plain());
        for (index, entry) in of_kind {
            let Some(routine) = &entry.routine else { continue };
            let owner = if matches!(entry.origin, Origin::File(_)) { "Yours. " } else { "" };
            let suits: Vec<&str> = routine.routine().suits.iter().map(|phase| phase.value.plain()).collect();
            let below = format!("{owner}{}", capitalised(&suits.join(", ")));
            let minutes = listing::minutes(routine.range().written);
            let response = row_ui(ui, palette, &Row::new(&routine.title()).below(&below).right(&minutes));
            if response.clicked() {
                action = Some(Action::Go(Destination::Details(index)));
            }
            rows.push((index, response));
        }
    }
    let broken: Vec<(usize, &Entry)> = entries.filter(|(_, entry)| entry.routine.is_none()).collect();
    if !broken.is_empty() {
        heading_ui(ui, palette, "with errors");
        for (index, entry) in broken {
            let first =
                entry.problems.list.first().map(|problem| problem.message.as_str()).unwrap_or_default();
            let response = row_ui(ui, palette, &Row::new(&entry.id).below(first).right("details"));
            if response.clicked() {
                action = Some(Action::Go(Destination::Details(index)));
            }
            rows.push((index, response));
        }
    }
    if !library.programmes().is_empty() {
        ui.add_space(24.0);
        let below = "Plans over several weeks, one step at a time.";
        let response = row_ui(ui, palette, &Row::new("Programmes").below(below));
        if response.clicked() {
            action = Some(Action::Go(Destination::Programmes));
        }
        rows.push((usize::MAX, response));
    }
    let wanted = state.return_to.take();
    let first = rows.iter().position(|(index, _)| Some(*index) == wanted);
    let responses: Vec<&egui::Response> = rows.iter().map(|(_, row)| row).collect();
    move_between(ui, &responses, &mut state.focused, first);
    action
}

fn heading_ui(ui: &mut Ui, palette: &Palette, title: &str) {
    section_ui(ui, palette, &capitalised(title));
    ui.add_space(4.0);
}

/// The text with its first letter in upper case.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
