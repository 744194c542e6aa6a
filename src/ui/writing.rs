//! The pages for writing routines: the person's own files, and one of them with its problems and its
//! transcript.

use egui::{Id, Ui};

use super::actions::{Action, Destination};
use super::keys::{Binding, Key, pressed};
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{Row, field_ui, move_between, page_ui, row_ui};
use crate::time::Position;

pub mod file;
pub(crate) mod score;
pub mod transcript;

/// Actions of these pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WritingAction {
    /// Show the list of files.
    Show,
    /// Open the file at this index of the list.
    Open(usize),
    /// Create a file with the name that was typed.
    Begin,
    /// Build the routine by hand.
    Build,
    /// Put it on paper.
    Print,
    /// Put it into one file with all that belongs to it.
    Pack,
    /// Open the file in the person's editor.
    Edit,
    /// Open the folder in the file manager.
    Folder,
    /// Remove the file from the library: it is renamed and stays in its folder.
    Remove,
    /// Restore the file that was removed last.
    Restore,
    /// Move the playhead.
    MoveTo(Position),
    /// Mend every slip of which it is certain what was meant.
    Mend,
    /// Do what the file says, as a session.
    Play,
    /// Play from the playhead, or stop.
    Listen,
}

/// A file as a row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// The title, or the file name if there is none.
    pub title: String,
    /// The state of the file.
    pub below: String,
    /// How long it takes.
    pub right: String,
}

/// The data of the list.
#[derive(Clone, Debug, Default)]
pub struct FilesData {
    /// The folder of the files.
    pub folder: String,
    /// One row for each file.
    pub rows: Vec<FileRow>,
    /// What has just happened, or what is in the way.
    pub remark: Option<String>,
    /// Whether `Z` restores something.
    pub can_restore: bool,
}

/// The state of the list.
#[derive(Clone, Debug, Default)]
pub struct FilesState {
    /// Whether a row has had the focus.
    pub focused: bool,
    /// The row to focus.
    pub return_to: Option<usize>,
    /// The name of a new file while it is being typed.
    pub name: Option<String>,
    /// Whether that is to be a programme.
    pub is_programme: bool,
}

/// What a key of the list does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Returns an action of these pages.
    Ask(WritingAction),
    /// Shows the field for the name of a new routine, or of a new programme.
    New {
        /// Whether it is a programme.
        is_programme: bool,
    },
    /// Hides that field.
    GiveUp,
    /// Returns to the list of routines.
    Leave,
}

/// The keys of the list. While a name is being typed, it has two keys of its own. They work even without the
/// focus, because the window library removes the focus on Escape before the page is asked.
#[must_use]
pub fn bindings(data: &FilesData, state: &FilesState) -> Vec<Binding<Press>> {
    if state.name.is_some() {
        return vec![
            Binding::new(Key::Enter, "create", Press::Ask(WritingAction::Begin)).while_typing_too(),
            Binding::new(Key::Escape, "cancel", Press::GiveUp).while_typing_too(),
        ];
    }
    let mut bindings = vec![
        Binding::of_row(Key::Enter, "open"),
        Binding::new(Key::Char('n'), "new", Press::New { is_programme: false }),
        Binding::new(Key::Char('m'), "new programme", Press::New { is_programme: true }),
        Binding::new(Key::Char('o'), "open the folder", Press::Ask(WritingAction::Folder)),
    ];
    if data.can_restore {
        bindings.push(Binding::new(Key::Char('z'), "undo", Press::Ask(WritingAction::Restore)));
    }
    bindings.push(Binding::new(Key::Escape, "back", Press::Leave));
    bindings
}

/// Draws the list of files.
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
            // The list gets the focus back.
            state.focused = false;
        }
        Press::New { is_programme } => {
            state.is_programme = is_programme;
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
        &format!("Saved in {}. Changes take effect when you save.", data.folder),
        Role::Note,
        palette.quiet,
    );
    if let Some(remark) = &data.remark {
        ui.add_space(8.0);
        words_ui(ui, remark, Role::Note, palette.text);
    }
    if let Some(name) = &mut state.name {
        ui.add_space(16.0);
        let label = if state.is_programme { "Name of the new programme" } else { "Name of the new routine" };
        field_ui(ui, palette, field, label, name);
    }
    ui.add_space(16.0);
    if data.rows.is_empty() {
        let none = "You have none yet. Press N to start one that explains itself line by line. To change one that comes \
                    with Stillpoint, open it and press Y to make a copy, which replaces it.";
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
