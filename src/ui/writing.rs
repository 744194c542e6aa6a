//! Writing routines: the person's own files, and one of them with its problems and the score of its timeline.

use egui::{Id, Ui};

use super::actions::{Action, Destination};
use super::keys::{Binding, Key, pressed};
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{Row, field_ui, move_between, page_ui, row_ui};
use crate::time::Position;

pub mod file;
pub mod score;
pub mod transcript;

/// What these pages want to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WritingAction {
    /// The person's own files.
    Show,
    /// The file at this place of the list.
    Open(usize),
    /// Begin a new file with the name that was typed.
    Begin,
    /// Open the file in the person's editor.
    Edit,
    /// Show the folder.
    Folder,
    /// Put the file aside: it counts no longer, and stays where it is under another name.
    Remove,
    /// Take back what was put aside last.
    Restore,
    /// Look at this place of the timeline.
    MoveTo(Position),
    /// Hear it from the place that is looked at, or stop.
    Listen,
}

/// A file as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// Its title, or its name where it has none.
    pub title: String,
    /// Its state.
    pub below: String,
    /// How long it lasts.
    pub right: String,
}

/// What the list is given.
#[derive(Clone, Debug, Default)]
pub struct FilesData {
    /// Where the files lie.
    pub folder: String,
    /// The files.
    pub rows: Vec<FileRow>,
    /// A sentence on what has just happened, or on what is in the way.
    pub remark: Option<String>,
    /// Whether `Z` takes something back.
    pub can_restore: bool,
}

/// What the list remembers.
#[derive(Clone, Debug, Default)]
pub struct FilesState {
    /// Whether a row has had the keyboard.
    pub focused: bool,
    /// The row to give the keyboard to.
    pub return_to: Option<usize>,
    /// The name of a new file as it is being typed.
    pub name: Option<String>,
}

/// What a key of the list asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Something of these pages.
    Ask(WritingAction),
    /// A field for the name of a new file.
    New,
    /// No new file after all.
    GiveUp,
    /// Back to the list of routines.
    Leave,
}

/// The keys of the list. While a name is typed there are two of their own, even if the field has lost the keyboard:
/// on Escape the window library takes it away before the page is asked.
#[must_use]
pub fn bindings(data: &FilesData, state: &FilesState) -> Vec<Binding<Press>> {
    if state.name.is_some() {
        return vec![
            Binding::new(Key::Enter, "write it", Press::Ask(WritingAction::Begin)).while_typing_too(),
            Binding::new(Key::Escape, "give up", Press::GiveUp).while_typing_too(),
        ];
    }
    let mut bindings = vec![
        Binding::of_row(Key::Enter, "open"),
        Binding::new(Key::Char('n'), "new", Press::New),
        Binding::new(Key::Char('o'), "show the folder", Press::Ask(WritingAction::Folder)),
    ];
    if data.can_restore {
        bindings.push(Binding::new(Key::Char('z'), "take back", Press::Ask(WritingAction::Restore)));
    }
    bindings.push(Binding::new(Key::Escape, "back", Press::Leave));
    bindings
}

/// Shows the person's own files.
pub fn files_ui(ui: &mut Ui, palette: &Palette, data: &FilesData, state: &mut FilesState) -> Option<Action> {
    let field = Id::unique("name of a new routine");
    let bindings = bindings(data, state);
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "writing", &bindings, |ui| list_ui(ui, palette, data, state, field));
    match pressed.or(clicked)? {
        Press::Ask(action) => return Some(Action::Writing(action)),
        Press::Leave => return Some(Action::Go(Destination::Routines)),
        Press::GiveUp => {
            state.name = None;
            // The list has the keyboard again.
            state.focused = false;
        }
        Press::New => {
            state.name.get_or_insert_default();
            ui.memory_mut(|memory| memory.request_focus(field));
        }
    }
    None
}

fn list_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &FilesData,
    state: &mut FilesState,
    field: Id,
) -> Option<Press> {
    ui.spacing_mut().item_spacing.y = 0.0;
    words_ui(ui, "Your own routines", Role::Heading, palette.text);
    words_ui(
        ui,
        &format!("They lie in {}. Every save counts at once.", data.folder),
        Role::Note,
        palette.quiet,
    );
    if let Some(remark) = &data.remark {
        ui.add_space(8.0);
        words_ui(ui, remark, Role::Note, palette.text);
    }
    if let Some(name) = &mut state.name {
        ui.add_space(16.0);
        field_ui(ui, palette, field, "The name of the new routine", name);
    }
    ui.add_space(16.0);
    if data.rows.is_empty() {
        let none = "There are none yet. N begins one that is explained line by line. To change a shipped one, open \
                    it and press Y: its copy takes its place.";
        words_ui(ui, none, Role::Body, palette.text);
        return None;
    }
    let mut action = None;
    let mut rows = Vec::new();
    for (index, row) in data.rows.iter().enumerate() {
        let response = row_ui(ui, palette, &Row::new(&row.title).below(&row.below).right(&row.right));
        if response.clicked() {
            action = Some(Press::Ask(WritingAction::Open(index)));
        }
        rows.push(response);
    }
    let first = state.return_to.take();
    let responses: Vec<&egui::Response> = rows.iter().collect();
    if state.name.is_none() {
        move_between(ui, &responses, &mut state.focused, first);
    }
    action
}
