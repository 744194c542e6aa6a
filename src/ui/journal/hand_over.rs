//! Handing over: the journal as files to take along, and files taken in.

use egui::{Id, Key, Ui};

use super::super::Action;
use super::super::parts::{KeyHint, Row, field_ui, page_ui, row_ui, section_ui, takes};
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::{Format, JournalAction, View, begin_typing, is_typing};

/// What can be written, each with its key.
const FORMATS: [(Key, &str, Format, &str, &str); 4] = [
    (
        Key::D,
        "D",
        Format::Report,
        "A page for the doctor",
        "Three months on at most two sheets, for any browser",
    ),
    (Key::C, "C", Format::Csv, "A table", "CSV, for LibreOffice or Excel"),
    (Key::J, "J", Format::Json, "Everything for another Stillpoint", "JSON"),
    (
        Key::P,
        "P",
        Format::Calendar,
        "Planned sessions",
        "A calendar file (.ics), from what you wish for each week",
    ),
];

/// What the page is given, and what is typed on it.
#[derive(Clone, Debug, Default)]
pub struct HandOverState {
    /// Where files are put.
    pub folder: String,
    /// The file to take in.
    pub path: String,
    /// A sentence on what was done, or on what is in the way.
    pub remark: Option<String>,
}

fn path_id() -> Id {
    Id::unique("the file to take in")
}

/// Asks what to write or take in.
pub fn hand_over_ui(ui: &mut Ui, palette: &Palette, state: &mut HandOverState) -> Option<Action> {
    let keys = [
        KeyHint { key: "I", does: "take in a file", action: None },
        KeyHint { key: "Esc", does: "back", action: Some(Action::Journal(JournalAction::Show(View::List))) },
    ];
    let typing = ui.memory(egui::Memory::focused) == Some(path_id());
    let pressed = if typing && takes(ui, Key::Enter) {
        Some(Action::Journal(JournalAction::TakeIn))
    } else if is_typing(ui, path_id()) {
        None
    } else {
        key(ui)
    };
    let clicked = page_ui(ui, palette, "hand over", &keys, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "Hand over", Role::Heading, palette.text);
        if let Some(remark) = &state.remark {
            ui.add_space(8.0);
            words_ui(ui, remark, Role::Body, palette.text);
        }
        ui.add_space(8.0);
        words_ui(ui, &format!("Files are put into {}.", state.folder), Role::Note, palette.quiet);
        ui.add_space(8.0);
        let mut action = None;
        for (_, key, format, title, below) in FORMATS {
            if row_ui(ui, palette, &Row::new(title).key(key).below(below)).clicked() {
                action = Some(Some(Action::Journal(JournalAction::HandOver(format))));
            }
        }
        section_ui(ui, palette, "Take in");
        ui.add_space(8.0);
        let what = "A CSV or JSON file that was handed over: drop it on the window, or write where it is";
        field_ui(ui, palette, path_id(), what, &mut state.path);
        if !state.path.trim().is_empty() {
            ui.add_space(8.0);
            let row = Row::new("Take it in").key("Enter").below("Nothing comes in twice.");
            if row_ui(ui, palette, &row).clicked() {
                action = Some(Some(Action::Journal(JournalAction::TakeIn)));
            }
        }
        ui.add_space(24.0);
        action
    });
    pressed.or(clicked.flatten())
}

fn key(ui: &Ui) -> Option<Action> {
    if let Some((_, _, format, _, _)) = FORMATS.into_iter().find(|(key, ..)| takes(ui, *key)) {
        return Some(Action::Journal(JournalAction::HandOver(format)));
    }
    if takes(ui, Key::I) {
        begin_typing(ui, path_id());
    }
    takes(ui, Key::Escape).then_some(Action::Journal(JournalAction::Show(View::List)))
}
