//! Writing routines: the person's own files, and one of them with its problems and the score of its timeline.

use egui::{Id, Key, Ui};

use super::actions::{Action, Destination};
use super::parts::{KeyHint, Row, field_ui, move_between, page_ui, row_ui, takes};
use super::text::words_ui;
use super::theme::{Palette, Role};
use crate::time::Position;

pub mod file;
pub mod said;
pub mod score;

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
    SetAside,
    /// Take back what was put aside last.
    TakeBack,
    /// Look at this place of the timeline.
    Look(Position),
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
    pub can_take_back: bool,
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

/// Shows the person's own files.
pub fn files_ui(ui: &mut Ui, palette: &Palette, data: &FilesData, state: &mut FilesState) -> Option<Action> {
    let keys = keys(data, state);
    let field = Id::unique("name of a new routine");
    let pressed = key(ui, state, data.can_take_back);
    let clicked =
        page_ui(ui, palette, "writing", &keys, |ui| list_ui(ui, palette, data, state, field).map(Some));
    match pressed.or(clicked.flatten())? {
        Typed::Action(action) => Some(Action::Writing(action)),
        Typed::Leave => Some(Action::Go(Destination::Routines)),
        Typed::GiveUp => {
            state.name = None;
            // The list has the keyboard again.
            state.focused = false;
            None
        }
        Typed::New => {
            state.name.get_or_insert_default();
            ui.memory_mut(|memory| memory.request_focus(field));
            None
        }
    }
}

/// What a key or a click on it asks for.
#[derive(Clone, Copy)]
enum Typed {
    Action(WritingAction),
    New,
    GiveUp,
    Leave,
}

/// While a name is typed, letters are no keys.
fn keys(data: &FilesData, state: &FilesState) -> Vec<KeyHint<Option<Typed>>> {
    let action = |action| Some(Typed::Action(action));
    if state.name.is_some() {
        return vec![
            KeyHint { key: "Enter", does: "write it", action: action(WritingAction::Begin) },
            KeyHint { key: "Esc", does: "give up", action: Some(Typed::GiveUp) },
        ];
    }
    let mut keys = vec![
        KeyHint { key: "Enter", does: "open", action: None },
        KeyHint { key: "N", does: "new", action: Some(Typed::New) },
        KeyHint { key: "O", does: "show the folder", action: action(WritingAction::Folder) },
    ];
    if data.can_take_back {
        keys.push(KeyHint { key: "Z", does: "take back", action: action(WritingAction::TakeBack) });
    }
    keys.push(KeyHint { key: "Esc", does: "back", action: Some(Typed::Leave) });
    keys
}

fn key(ui: &Ui, state: &FilesState, can_take_back: bool) -> Option<Typed> {
    // The window library has taken the keyboard from the field by now, if Escape was pressed.
    if state.name.is_some() {
        let keys = [(Key::Escape, Typed::GiveUp), (Key::Enter, Typed::Action(WritingAction::Begin))];
        return keys.into_iter().find(|(key, _)| takes(ui, *key)).map(|(_, typed)| typed);
    }
    let keys =
        [(Key::N, Typed::New), (Key::O, Typed::Action(WritingAction::Folder)), (Key::Escape, Typed::Leave)];
    let found = keys.into_iter().find(|(key, _)| takes(ui, *key)).map(|(_, typed)| typed);
    found.or_else(|| (can_take_back && takes(ui, Key::Z)).then_some(Typed::Action(WritingAction::TakeBack)))
}

fn list_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &FilesData,
    state: &mut FilesState,
    field: Id,
) -> Option<Typed> {
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
            action = Some(Typed::Action(WritingAction::Open(index)));
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
