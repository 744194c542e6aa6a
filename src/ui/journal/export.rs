//! The page for exporting the journal to files, and for importing them.

use egui::{Id, Ui};

use super::super::Action;
use super::super::keys::{Binding, Key, begin_typing, key_of, pressed};
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{Row, field_ui, page_ui, row_ui, section_ui};
use super::{Format, JournalAction, View};

/// The export formats, each with its key, title and description.
const FORMATS: [(char, Format, &str, &str); 4] = [
    (
        'd',
        Format::Report,
        "A page for your doctor",
        "Two printed pages for a typical three months, to open in a browser",
    ),
    ('c', Format::Csv, "A table", "CSV, for LibreOffice or Excel"),
    ('j', Format::Json, "Everything, for Stillpoint on another computer", "JSON"),
    ('p', Format::Calendar, "Planned sessions", "A calendar file (.ics), from your weekly goals"),
];

/// The data and the state of the page.
#[derive(Clone, Debug, Default)]
pub struct ExportState {
    /// The folder for exported files.
    pub folder: String,
    /// The path of the file to import.
    pub path: String,
    /// What was done, or what is in the way.
    pub remark: Option<String>,
    /// The remark that was last on the screen.
    pub seen: Option<String>,
    /// The page for the doctor that was saved last.
    pub saved: Option<std::path::PathBuf>,
}

fn path_id() -> Id {
    Id::unique("the file to import")
}

/// What a key of this page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Returns an action of the journal.
    Ask(JournalAction),
    /// Focuses the field for the path.
    NameFile,
}

const OPEN: Press = Press::Ask(JournalAction::OpenExported);
const PRINT: Press = Press::Ask(JournalAction::PrintExported);
const IMPORT: Press = Press::Ask(JournalAction::Import);

/// The keys of this page. While a path is being typed, Enter imports the file and the others are off.
#[must_use]
pub fn bindings(state: &ExportState) -> Vec<Binding<Press>> {
    let saved = [('o', "open the page", OPEN), ('r', "print", PRINT)]
        .map(|(key, does, press)| Binding::new(Key::Char(key), does, press))
        .into_iter()
        .filter(|_| state.saved.is_some());
    let formats = FORMATS
        .into_iter()
        .map(|(key, format, ..)| Binding::hidden(Key::Char(key), Press::Ask(JournalAction::Export(format))));
    let others = [
        Binding::new(Key::Char('i'), "import", Press::NameFile),
        Binding::hidden(Key::Enter, IMPORT).while_typing_only(),
        Binding::new(Key::Escape, "back", Press::Ask(JournalAction::Show(View::List))),
    ];
    formats.chain(saved).chain(others).collect()
}

fn take(ui: &Ui, press: Press) -> Option<Action> {
    match press {
        Press::Ask(action) => return Some(Action::Journal(action)),
        Press::NameFile => begin_typing(ui, path_id()),
    }
    None
}

/// Draws the page.
pub fn export_ui(ui: &mut Ui, palette: &Palette, state: &mut ExportState) -> Option<Action> {
    let bindings = bindings(state);
    let pressed = pressed(ui, &bindings).and_then(|press| take(ui, press));
    let clicked = page_ui(ui, palette, "export", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "Export", Role::Heading, palette.text);
        if let Some(remark) = &state.remark {
            ui.add_space(8.0);
            let shown = words_ui(ui, remark, Role::Body, palette.text);
            // The file to import is named below: the answer comes into sight.
            if state.seen != state.remark {
                ui.scroll_to_rect_animation(shown.rect, None, egui::style::ScrollAnimation::none());
            }
        }
        state.seen.clone_from(&state.remark);
        let mut action = None;
        if state.saved.is_some() {
            ui.add_space(8.0);
            for (press, title, below) in [
                (OPEN, "Open the page", "In your browser"),
                (PRINT, "Print", "In your browser, which will ask which printer to use"),
            ] {
                let row = Row::new(title).key(key_of(&bindings, &press));
                if row_ui(ui, palette, &row.below(below)).clicked() {
                    action = Some(press);
                }
            }
        }
        ui.add_space(8.0);
        words_ui(ui, &format!("Files are saved in {}.", state.folder), Role::Note, palette.quiet);
        ui.add_space(8.0);
        for (_, format, title, below) in FORMATS {
            let write = Press::Ask(JournalAction::Export(format));
            let row = Row::new(title).key(key_of(&bindings, &write)).below(below);
            if row_ui(ui, palette, &row).clicked() {
                action = Some(write);
            }
        }
        section_ui(ui, palette, "Import");
        ui.add_space(8.0);
        let label = "Drop an exported CSV or JSON file, or a backup, on the window, or type its path";
        field_ui(ui, palette, path_id(), label, &mut state.path);
        if !state.path.trim().is_empty() {
            ui.add_space(8.0);
            let row = Row::new("Import").key(key_of(&bindings, &IMPORT));
            if row_ui(ui, palette, &row.below("Entries you already have are skipped.")).clicked() {
                action = Some(IMPORT);
            }
        }
        ui.add_space(24.0);
        action
    });
    pressed.or_else(|| clicked.and_then(|press| take(ui, press)))
}
