//! The list of routines: by need, favourites first, each with a small figure, and searched by typing.

use egui::{Id, Ui};

use super::actions::{Action, Destination};
use super::figure::{FigureColours, draw};
use super::keys::{Binding, Key, begin_typing, pressed};
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{Row, field_ui, move_between, page_ui, picture_rect, row_ui, section_ui};
use crate::library::{Entry, Library, Origin};
use crate::safety::SafeRoutine;
use crate::timeline::listing;

pub mod needs;

use needs::{Need, is_called, matches, subject};

/// The state of the list.
#[derive(Debug, Default)]
pub struct RoutinesState {
    /// Whether the first row has had the focus.
    focused: bool,
    /// The library index of the row to focus.
    return_to: Option<usize>,
    /// The words that are searched for.
    pub words: String,
    /// Whether the search field is shown.
    is_searching: bool,
    /// The library index of the row that has the focus, if it is that of a routine that can be played.
    row: Option<usize>,
    /// How many remarks stood above the rows.
    remarks: usize,
}

impl RoutinesState {
    /// A list that focuses the row that was left.
    #[must_use]
    pub fn returning_to(row: Option<usize>) -> Self {
        Self { return_to: row, ..Self::default() }
    }

    fn take(&mut self, ui: &Ui, press: Press) -> Option<Action> {
        match press {
            Press::Ask(action) => return Some(action),
            Press::Search => {
                self.is_searching = true;
                begin_typing(ui, words_id());
            }
            Press::ShowAll => {
                self.words.clear();
                self.is_searching = false;
            }
        }
        None
    }
}

fn words_id() -> Id {
    Id::unique("the words that are looked for among the routines")
}

/// What a key of this page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Returns an action to the window.
    Ask(Action),
    /// Focuses the search field.
    Search,
    /// Clears the search.
    ShowAll,
}

/// The keys of this page. They are off while words are being typed.
#[must_use]
pub fn bindings(state: &RoutinesState) -> Vec<Binding<Press>> {
    let go = |destination| Press::Ask(Action::Go(destination));
    let escape = if state.words.is_empty() {
        Binding::new(Key::Escape, "back", go(Destination::Home))
    } else {
        Binding::new(Key::Escape, "show all", Press::ShowAll)
    };
    let print =
        state.row.map(|row| Binding::new(Key::Char('p'), "print", Press::Ask(Action::PrintRoutine(row))));
    let mut bindings = vec![
        Binding::of_row(Key::Enter, "open"),
        Binding::new(Key::Char('/'), "search", Press::Search),
        Binding::new(Key::Char('j'), "journal", go(Destination::Journal)),
        Binding::new(Key::Char('w'), "your routines", go(Destination::UserFiles)),
        Binding::new(Key::Char(','), "settings", go(Destination::Settings)),
    ];
    bindings.extend(print);
    bindings.push(escape);
    bindings
}

/// The data of the list.
#[derive(Clone, Copy, Debug)]
pub struct RoutinesData<'a> {
    /// The routines.
    pub library: &'a Library,
    /// The ids of the favourites.
    pub favourites: &'a [String],
    /// Notices to show.
    pub remarks: &'a [String],
}

/// Draws every routine by need, those with problems last.
pub fn routines_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: RoutinesData<'_>,
    state: &mut RoutinesState,
) -> Option<Action> {
    let bindings = bindings(state);
    let is_in_field = |ui: &Ui| ui.memory(|memory| memory.has_focus(words_id()));
    let was_in_field = is_in_field(ui);
    let pressed = pressed(ui, &bindings).and_then(|press| state.take(ui, press));
    if was_in_field && !is_in_field(ui) {
        // Enter has left the field: the next Enter opens what was found first.
        state.focused = false;
    }
    let clicked =
        page_ui(ui, palette, "routines", &bindings, |ui| list_ui(ui, palette, data, state).map(Press::Ask));
    pressed.or_else(|| clicked.and_then(|press| state.take(ui, press)))
}

type Rows = Vec<(usize, egui::Response)>;

fn list_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: RoutinesData<'_>,
    state: &mut RoutinesState,
) -> Option<Action> {
    let RoutinesData { library, favourites, remarks } = data;
    ui.spacing_mut().item_spacing.y = 0.0;
    let count = remarks.len() + library.notes().len();
    if std::mem::replace(&mut state.remarks, count) != count && state.row.is_some() {
        // Whatever has come above them, the same row has the focus.
        (state.return_to, state.focused) = (state.row, false);
    }
    words_ui(ui, "Routines", Role::Heading, palette.text);
    words_ui(ui, "Self-care for people with migraine. Not medical advice.", Role::Note, palette.quiet);
    for remark in remarks.iter().chain(library.notes()) {
        ui.add_space(8.0);
        words_ui(ui, remark, Role::Note, palette.quiet);
    }
    if state.is_searching || !state.words.is_empty() {
        ui.add_space(12.0);
        field_ui(ui, palette, words_id(), "Search", &mut state.words);
    }
    let found: Vec<(usize, &Entry)> =
        library.entries().iter().enumerate().filter(|(_, entry)| matches(entry, &state.words)).collect();
    let (mut action, mut rows) = (None, Rows::new());
    // The need of each routine is looked up once, because this is drawn in every frame.
    let playable: Vec<(Need, (usize, &Entry, &SafeRoutine))> = found
        .iter()
        .filter_map(|(index, entry)| {
            let routine = entry.routine.as_deref()?;
            Some((Need::of(routine, favourites), (*index, *entry, routine)))
        })
        .collect();
    // What is called by the words that were typed comes before what only mentions them.
    let (mut called, playable): (Vec<_>, Vec<_>) =
        playable.into_iter().partition(|(_, (_, _, routine))| is_called(routine, &state.words));
    called.sort_by_key(|(_, (_, _, routine))| routine.range().written);
    if !called.is_empty() {
        ui.add_space(8.0);
    }
    for (_, routine) in called {
        action = routine_ui(ui, palette, routine, &mut rows).or(action);
    }
    for need in Need::all() {
        let of_need = playable.iter().filter(|(of, _)| *of == need).map(|(_, routine)| *routine);
        let mut of_need: Vec<(usize, &Entry, &SafeRoutine)> = of_need.collect();
        // Short ones first, because those are the ones people do.
        of_need.sort_by_key(|(_, _, routine)| routine.range().written);
        if of_need.is_empty() {
            continue;
        }
        heading_ui(ui, palette, &need.plain());
        for (index, entry, routine) in of_need {
            action = routine_ui(ui, palette, (index, entry, routine), &mut rows).or(action);
        }
    }
    action = broken_ui(ui, palette, &found, &mut rows).or(action);
    let programmes = programmes_of(library, &state.words);
    if rows.is_empty() && programmes.is_none() {
        ui.add_space(24.0);
        words_ui(ui, "Nothing found. Esc shows all.", Role::Body, palette.quiet);
    }
    if let Some(below) = programmes {
        ui.add_space(24.0);
        let response = row_ui(ui, palette, &Row::new("Programmes").below(&below));
        if response.clicked() {
            action = Some(Action::Go(Destination::Programmes));
        }
        rows.push((usize::MAX, response));
    }
    let wanted = state.return_to.take();
    let first = rows.iter().position(|(index, _)| Some(*index) == wanted);
    let responses: Vec<&egui::Response> = rows.iter().map(|(_, row)| row).collect();
    move_between(ui, &responses, &mut state.focused, first);
    let focused = rows.iter().find(|(_, row)| row.has_focus()).map(|(index, _)| *index);
    let can_be_played =
        |index: &usize| library.entries().get(*index).is_some_and(|entry| entry.routine.is_some());
    state.row = focused.filter(can_be_played);
    action
}

/// What the row that leads to the programmes says, if the words that were typed lead there: those that are called by them,
/// and what they are if nothing was typed.
fn programmes_of(library: &Library, words: &str) -> Option<String> {
    let words = words.trim().to_lowercase();
    let of_words: Vec<&str> = library
        .programmes()
        .iter()
        .filter_map(|file| file.programme.as_ref())
        .filter(|programme| programme.title.to_lowercase().contains(&words))
        .map(|programme| programme.title.as_str())
        .collect();
    let about = || "Plans over several weeks, one step at a time.".to_owned();
    if library.programmes().is_empty() {
        None
    } else if words.is_empty() {
        Some(about())
    } else if !of_words.is_empty() {
        Some(of_words.join(", "))
    } else {
        "programmes".contains(&words).then(about)
    }
}

/// A routine with its figure.
fn routine_ui(
    ui: &mut Ui,
    palette: &Palette,
    (index, entry, routine): (usize, &Entry, &SafeRoutine),
    rows: &mut Rows,
) -> Option<Action> {
    let owner = if matches!(entry.origin, Origin::File(_)) { "Yours. " } else { "" };
    let suits: Vec<&str> = routine.routine().suits.iter().map(|phase| phase.value.plain()).collect();
    let below = format!("{owner}{}", capitalised(&suits.join(", ")));
    let minutes = listing::minutes(routine.range().written);
    let title = routine.title();
    let row = Row::new(&title).with_room_for_a_picture().below(&below).right(&minutes);
    let response = row_ui(ui, palette, &row);
    if ui.is_rect_visible(response.rect) {
        let rect = picture_rect(&response);
        let colours = FigureColours { line: palette.quiet, accent: palette.accent, ground: palette.ground };
        if let Some(subject) = subject(routine) {
            draw(&ui.painter_at(rect), rect, subject, colours);
        } else {
            // Breathing and what is done with the mind alone: the ring of the pacer.
            let stroke = egui::Stroke::new(1.5, palette.quiet);
            ui.painter().circle_stroke(rect.center(), rect.width() * 0.28, stroke);
        }
    }
    let action = response.clicked().then_some(Action::Go(Destination::Details(index)));
    rows.push((index, response));
    action
}

/// The files with errors.
fn broken_ui(ui: &mut Ui, palette: &Palette, found: &[(usize, &Entry)], rows: &mut Rows) -> Option<Action> {
    let mut action = None;
    let broken: Vec<&(usize, &Entry)> = found.iter().filter(|(_, entry)| entry.routine.is_none()).collect();
    if !broken.is_empty() {
        heading_ui(ui, palette, "with errors");
    }
    for (index, entry) in broken {
        let first = entry.problems.list.first().map(|problem| problem.message.as_str()).unwrap_or_default();
        let response = row_ui(ui, palette, &Row::new(&entry.id).below(first).right("details"));
        if response.clicked() {
            action = Some(Action::Go(Destination::Details(*index)));
        }
        rows.push((*index, response));
    }
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
