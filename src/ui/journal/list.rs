//! The list of sessions and attacks, the newest first, filtered by words, routine, kind and phase.

use chrono::NaiveDate;
use egui::{Id, Ui, UiBuilder};

use super::super::Action;
use super::super::keys::{Binding, Key, begin_typing, key_of, pressed};
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{Row, field_ui, key_line_height, key_line_ui, key_row, page_ui, row_ui};
use super::{Entry, JournalAction, View};
use crate::journal::Filter;

mod entries;
mod filter;

use entries::entries_ui;
use filter::{filter_ui, filter_words};

/// How many entries Page Up and Page Down move by.
const SCREENFUL: usize = 6;

/// The data and the state of the list.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // Each is a matter of its own: folds, and what is still to come.
pub struct ListState {
    /// The day whose entries these are; `None` for the whole journal.
    pub day: Option<NaiveDate>,
    /// Today. Entries of the same year are shown without their year.
    pub today: NaiveDate,
    /// Which sessions are shown.
    pub filter: Filter,
    /// The title of the routine in the filter.
    pub routine: Option<String>,
    /// The entries that have been loaded.
    pub entries: Vec<Entry>,
    /// Whether all entries have been loaded.
    pub is_whole: bool,
    /// Whether entries beyond the loaded ones will soon be visible.
    pub wants_more: bool,
    /// The open attack, as a sentence.
    pub going_on: Option<String>,
    /// What has just happened, or what is in the way.
    pub remark: Option<String>,
    /// Whether `Z` restores something.
    pub can_undo: bool,
    /// The entry that Enter opens.
    pub chosen: usize,
    /// Whether the search field is shown.
    pub is_searching: bool,
    /// Whether the filter is unfolded.
    pub is_filtering: bool,
    /// Whether the chosen entry still has to scroll into view.
    moved: bool,
    /// Whether it is to be focused once it is visible.
    is_focus_owed: bool,
}

impl ListState {
    /// The list of one day, still empty.
    #[must_use]
    pub fn of_day(day: NaiveDate, remark: Option<String>) -> Self {
        Self { day: Some(day), remark, ..Self::default() }
    }

    fn is_filtered(&self) -> bool {
        self.filter != Filter::default()
    }

    fn take(&mut self, ui: &Ui, press: Press) -> Option<Action> {
        match press {
            Press::Ask(action) => return Some(action),
            Press::Choose(place) => {
                self.chosen = place.min(self.entries.len().saturating_sub(1));
                self.moved = true;
            }
            Press::Search => {
                self.is_searching = true;
                begin_typing(ui, words_id());
            }
            Press::Filter => self.is_filtering = !self.is_filtering,
            Press::ShowAll => {
                self.filter = Filter::default();
                (self.routine, self.is_searching, self.is_filtering) = (None, false, false);
            }
        }
        None
    }
}

/// What a key of this page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Returns an action to the window.
    Ask(Action),
    /// Chooses the entry at this index, or the last one.
    Choose(usize),
    /// Focuses the search field.
    Search,
    /// Unfolds or folds the filter.
    Filter,
    /// Removes all filters.
    ShowAll,
}

const NOTE_ATTACK: Press = Press::Ask(Action::Journal(JournalAction::NoteAttack));

/// The keys of this page. They are off while words are being typed.
#[must_use]
pub fn bindings(state: &ListState) -> Vec<Binding<Press>> {
    let mut bindings = line(state);
    if state.day.is_none() {
        bindings.extend(views());
        // J opened the journal.
        bindings.push(Binding::hidden(Key::Char('j'), Press::Ask(Action::Back)));
    }
    let chosen = state.chosen;
    bindings.extend(
        [
            (Key::Down, chosen.saturating_add(1)),
            (Key::Up, chosen.saturating_sub(1)),
            (Key::PageDown, chosen.saturating_add(SCREENFUL)),
            (Key::PageUp, chosen.saturating_sub(SCREENFUL)),
            (Key::Home, 0),
            (Key::End, usize::MAX),
        ]
        .map(|(key, chosen)| Binding::hidden(key, Press::Choose(chosen))),
    );
    bindings
}

/// The keys in the key line.
fn line(state: &ListState) -> Vec<Binding<Press>> {
    let open = Press::Ask(Action::Journal(JournalAction::Open(state.chosen)));
    let open = if state.entries.is_empty() {
        Binding::of_row(Key::Enter, "open")
    } else {
        // A focused entry is opened by its own Enter.
        Binding::new(Key::Enter, "open", open).unless_focused()
    };
    // A journal without entries has nothing to open, to search or to filter.
    let is_empty = state.entries.is_empty() && state.is_whole && !state.is_filtered();
    let mut bindings = if is_empty { Vec::new() } else { vec![open] };
    if state.day.is_none() {
        let attack = if state.going_on.is_some() { "the attack" } else { "note an attack" };
        bindings.push(Binding::new(Key::Char('a'), attack, NOTE_ATTACK));
        if !is_empty {
            bindings.extend([
                Binding::new(Key::Char('/'), "search", Press::Search),
                Binding::new(Key::Char('f'), "filter", Press::Filter),
            ]);
        }
    }
    if state.can_undo {
        let undo = Press::Ask(Action::Journal(JournalAction::Undo));
        bindings.push(Binding::new(Key::Char('z'), "undo", undo));
    }
    let back = match state.day {
        Some(_) => Press::Ask(Action::Journal(JournalAction::Show(View::Month))),
        None if state.is_filtered() => Press::ShowAll,
        None => Press::Ask(Action::Back),
    };
    bindings.push(Binding::new(Key::Escape, "back", back));
    bindings
}

/// The keys that open the other pages.
fn views() -> [Binding<Press>; 6] {
    let view = |key, does, view| {
        Binding::new(Key::Char(key), does, Press::Ask(Action::Journal(JournalAction::Show(view))))
    };
    [
        view('m', "month", View::Month),
        view('c', "charts", View::Charts),
        view('w', "what you noticed", View::Noticed),
        view('x', "compare two", View::Experiment),
        view('q', "questionnaire", View::Questionnaire),
        view('e', "export", View::Export),
    ]
}

/// The same below the heading. It scrolls with the page, so that small windows have room for entries.
fn views_ui(ui: &mut Ui, palette: &Palette) -> Option<Press> {
    let views = views();
    let row = key_row(ui, &views, egui::vec2(ui.available_width(), f32::INFINITY), None);
    let height = key_line_height(ui, &views, ui.available_width(), row);
    let line = ui.allocate_space(egui::vec2(ui.available_width(), height)).1;
    let builder = UiBuilder::new().max_rect(line);
    ui.scope_builder(builder, |ui| key_line_ui(ui, palette, &views, palette.quiet, row)).inner
}

fn words_id() -> Id {
    Id::unique("the words to search for")
}

/// Draws the list.
pub fn list_ui(ui: &mut Ui, palette: &Palette, state: &mut ListState) -> Option<Action> {
    let bindings = bindings(state);
    let pressed = pressed(ui, &bindings).and_then(|press| state.take(ui, press));
    let clicked = page_ui(ui, palette, "journal", &line(state), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let top = top_ui(ui, palette, state, &bindings);
        let opened = entries_ui(ui, palette, state);
        top.or(opened.map(|action| Press::Ask(Action::Journal(action))))
    });
    pressed.or_else(|| clicked.and_then(|press| state.take(ui, press)))
}

fn top_ui(
    ui: &mut Ui,
    palette: &Palette,
    state: &mut ListState,
    bindings: &[Binding<Press>],
) -> Option<Press> {
    let day = state.day.map(|day| day.format("%A %-d %B %Y").to_string());
    words_ui(ui, day.as_deref().unwrap_or("Journal"), Role::Heading, palette.text);
    let mut action = None;
    if state.day.is_none() {
        ui.add_space(4.0);
        action = views_ui(ui, palette);
    }
    if let Some(remark) = &state.remark {
        words_ui(ui, remark, Role::Body, palette.text);
    }
    ui.add_space(8.0);
    if let Some(since) = state.going_on.as_ref().filter(|_| state.day.is_none()) {
        let row = Row::new(since).key(key_of(bindings, &NOTE_ATTACK)).below("Has it ended?");
        if row_ui(ui, palette, &row).clicked() {
            action = Some(NOTE_ATTACK);
        }
    }
    if state.day.is_some() {
        return action;
    }
    if state.is_searching {
        field_ui(ui, palette, words_id(), "Search titles, notes and medicine", &mut state.filter.words);
        ui.add_space(8.0);
    }
    if state.is_filtering {
        filter_ui(ui, palette, state);
    } else if let Some(filter_words) = filter_words(state) {
        words_ui(ui, &filter_words, Role::Note, palette.quiet);
    }
    ui.add_space(8.0);
    action
}
