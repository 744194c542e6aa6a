//! The list: the newest first, filtered by words, routine, kind and phase. Only the rows in sight are laid out, and
//! the next ones are asked for before they are reached.

use chrono::{Datelike as _, NaiveDate};
use egui::{Id, Key, Rect, Response, Role as Access, Sense, Stroke, Ui, UiBuilder, WidgetInfo};

use super::super::Action;
use super::super::parts::{
    KeyHint, Row, choices_ui, field_ui, focus_ring, key_line_height, key_line_ui, page_ui, row_ui, takes,
};
use super::super::routines::capitalised;
use super::super::text::{laid_out_in_line, words_ui};
use super::super::theme::{Palette, Role};
use super::{Entry, JournalAction, View, begin_typing, is_typing};
use crate::journal::Filter;
use crate::ron_reader::Vocabulary as _;
use crate::routine::{Kind, Phase};

/// The height of an entry: all are alike, so that the place of each is known without laying it out.
const HEIGHT: f32 = 72.0;
/// A column narrower than this has the time of an entry below its title, not beside it.
const NARROW: f32 = 480.0;
/// So many entries before the end of what is there, more are asked for.
const AHEAD: usize = 60;

/// What the list remembers.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // Each is a matter of its own: folds, and what is still to come.
pub struct ListState {
    /// The day whose entries these are; the whole journal if none.
    pub day: Option<NaiveDate>,
    /// Today; the year is told of entries from other years alone.
    pub today: NaiveDate,
    /// Which sessions are shown.
    pub filter: Filter,
    /// The title of the routine that it is filtered by.
    pub routine: Option<String>,
    /// The entries that are there so far.
    pub entries: Vec<Entry>,
    /// Whether these are all.
    pub is_whole: bool,
    /// Whether more will soon be in sight than are there.
    pub wants_more: bool,
    /// An attack that goes on.
    pub going_on: Option<String>,
    /// A sentence on what has just happened, or on what is in the way.
    pub remark: Option<String>,
    /// Whether `Z` brings something back.
    pub can_undo: bool,
    /// The entry that Enter opens.
    pub chosen: usize,
    /// Whether words are being typed.
    pub is_searching: bool,
    /// Whether the filters are unfolded.
    pub is_filtering: bool,
    /// Whether the chosen entry is to be brought into sight.
    moved: bool,
    /// Whether it is to have the keyboard once it is there.
    is_focus_owed: bool,
}

impl ListState {
    /// The list of one day, without entries yet.
    #[must_use]
    pub fn of_day(day: NaiveDate, remark: Option<String>) -> Self {
        Self { day: Some(day), remark, ..Self::default() }
    }

    fn is_filtered(&self) -> bool {
        self.filter != Filter::default()
    }
}

const fn view(view: View) -> Action {
    Action::Journal(JournalAction::Show(view))
}

/// The pages that the list leads to, each with its key.
const VIEWS: [KeyHint<Action>; 5] = [
    KeyHint { key: "M", does: "month", action: view(View::Month) },
    KeyHint { key: "C", does: "charts", action: view(View::Charts) },
    KeyHint { key: "W", does: "what helped", action: view(View::Helped) },
    KeyHint { key: "X", does: "compare two", action: view(View::Experiment) },
    KeyHint { key: "E", does: "hand over", action: view(View::HandOver) },
];

/// The way to them, under the heading: it goes out of sight with it, so that a small window has room for entries.
fn views_ui(ui: &mut Ui, palette: &Palette) -> Option<Action> {
    let height = key_line_height(ui, &VIEWS, ui.available_width());
    let line = ui.allocate_space(egui::vec2(ui.available_width(), height)).1;
    let action = ui
        .scope_builder(UiBuilder::new().max_rect(line), |ui| key_line_ui(ui, palette, &VIEWS, palette.quiet));
    action.inner
}

fn words_id() -> Id {
    Id::unique("the words that are looked for")
}

/// Shows the list.
pub fn list_ui(ui: &mut Ui, palette: &Palette, state: &mut ListState) -> Option<Action> {
    let attack = if state.going_on.is_some() { "attack: over?" } else { "note an attack" };
    let mut keys = vec![KeyHint { key: "Enter", does: "open", action: None }];
    if state.day.is_none() {
        keys.extend([
            KeyHint { key: "A", does: attack, action: Some(Action::Journal(JournalAction::NoteAttack)) },
            KeyHint { key: "/", does: "search", action: None },
            KeyHint { key: "F", does: "filter", action: None },
        ]);
    }
    if state.can_undo {
        keys.push(KeyHint {
            key: "Z",
            does: "bring back",
            action: Some(Action::Journal(JournalAction::Undo)),
        });
    }
    let back = if state.day.is_some() { view(View::Month) } else { Action::Back };
    keys.push(KeyHint { key: "Esc", does: "back", action: Some(back) });
    let pressed = key(ui, state, back);
    let clicked = page_ui(ui, palette, "journal", &keys, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let top = top_ui(ui, palette, state);
        top.or(entries_ui(ui, palette, state)).map(Some)
    });
    pressed.or(clicked.flatten())
}

fn key(ui: &Ui, state: &mut ListState, back: Action) -> Option<Action> {
    if is_typing(ui, words_id()) {
        return None;
    }
    let last = state.entries.len().saturating_sub(1);
    let to = [
        (Key::ArrowDown, state.chosen.saturating_add(1)),
        (Key::ArrowUp, state.chosen.saturating_sub(1)),
        (Key::PageDown, state.chosen.saturating_add(6)),
        (Key::PageUp, state.chosen.saturating_sub(6)),
        (Key::Home, 0),
        (Key::End, usize::MAX),
    ];
    if let Some((_, chosen)) = to.into_iter().find(|(key, _)| takes(ui, *key)) {
        state.chosen = chosen.min(last);
        state.moved = true;
    }
    if state.can_undo && takes(ui, Key::Z) {
        return Some(Action::Journal(JournalAction::Undo));
    }
    let on_another = ui.memory(egui::Memory::focused).is_some_and(|id| id != entry_id(state.chosen));
    if !state.entries.is_empty() && !on_another && takes(ui, Key::Enter) {
        return Some(Action::Journal(JournalAction::Open(state.chosen)));
    }
    if takes(ui, Key::Escape) {
        if state.day.is_none() && state.is_filtered() {
            state.filter = Filter::default();
            (state.routine, state.is_searching, state.is_filtering) = (None, false, false);
            return None;
        }
        return Some(back);
    }
    if state.day.is_some() {
        return None;
    }
    if takes(ui, Key::Slash) {
        state.is_searching = true;
        begin_typing(ui, words_id());
    }
    if takes(ui, Key::F) {
        state.is_filtering = !state.is_filtering;
    }
    let diary = [
        (Key::A, JournalAction::NoteAttack),
        (Key::M, JournalAction::Show(View::Month)),
        (Key::C, JournalAction::Show(View::Charts)),
        (Key::W, JournalAction::Show(View::Helped)),
        (Key::X, JournalAction::Show(View::Experiment)),
        (Key::E, JournalAction::Show(View::HandOver)),
    ];
    let said = diary.into_iter().find(|(key, _)| takes(ui, *key)).map(|(_, action)| Action::Journal(action));
    said.or_else(|| takes(ui, Key::J).then_some(Action::Back))
}

fn top_ui(ui: &mut Ui, palette: &Palette, state: &mut ListState) -> Option<Action> {
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
        let row = Row::new(since).key("A").below("Is it over?");
        if row_ui(ui, palette, &row).clicked() {
            action = Some(Action::Journal(JournalAction::NoteAttack));
        }
    }
    if state.day.is_some() {
        return action;
    }
    if state.is_searching {
        field_ui(ui, palette, words_id(), "Words in titles, notes and medicine", &mut state.filter.words);
        ui.add_space(8.0);
    }
    if state.is_filtering {
        filter_ui(ui, palette, state);
    } else if let Some(said) = said(state) {
        words_ui(ui, &said, Role::Note, palette.quiet);
    }
    ui.add_space(8.0);
    action
}

/// What the list is filtered by besides words.
fn said(state: &ListState) -> Option<String> {
    let Filter { kind, phase, .. } = &state.filter;
    let kind = kind.as_deref().and_then(Kind::named).map(|kind| kind.plain().to_owned());
    let phase = phase.as_deref().and_then(Phase::named).map(|phase| phase.plain().to_owned());
    let parts: Vec<String> = state.routine.clone().into_iter().chain(kind).chain(phase).collect();
    (!parts.is_empty()).then(|| format!("Only: {}. Esc shows all again.", parts.join(", ")))
}

fn filter_ui(ui: &mut Ui, palette: &Palette, state: &mut ListState) {
    let any = |text: &str| (None, text.to_owned());
    let kinds = Kind::ALL.iter().map(|kind| (Some(*kind), capitalised(kind.plain())));
    let kinds: Vec<(Option<Kind>, String)> = std::iter::once(any("Any")).chain(kinds).collect();
    let kind = state.filter.kind.as_deref().and_then(Kind::named).copied();
    words_ui(ui, "Kind", Role::Note, palette.quiet);
    ui.add_space(4.0);
    if let Some(kind) = choices_ui(ui, palette, "Kind", &kinds, Some(kind)) {
        state.filter.kind = kind.map(|kind| kind.name().to_owned());
    }
    ui.add_space(8.0);
    let any = (None, "Any".to_owned());
    let phases = Phase::ALL.iter().map(|phase| (Some(*phase), capitalised(phase.plain())));
    let phases: Vec<(Option<Phase>, String)> = std::iter::once(any).chain(phases).collect();
    let phase = state.filter.phase.as_deref().and_then(Phase::named).copied();
    words_ui(ui, "Phase", Role::Note, palette.quiet);
    ui.add_space(4.0);
    if let Some(phase) = choices_ui(ui, palette, "Phase", &phases, Some(phase)) {
        state.filter.phase = phase.map(|phase| phase.name().to_owned());
    }
    if let Some(title) = state.routine.clone() {
        ui.add_space(8.0);
        words_ui(ui, "Routine", Role::Note, palette.quiet);
        ui.add_space(4.0);
        let routines = [(false, "Any".to_owned()), (true, title)];
        if choices_ui(ui, palette, "Routine", &routines, Some(true)) == Some(false) {
            (state.filter.routine, state.routine) = (None, None);
        }
    }
    ui.add_space(8.0);
}

fn entries_ui(ui: &mut Ui, palette: &Palette, state: &mut ListState) -> Option<Action> {
    if state.entries.is_empty() && state.is_whole {
        let nothing = if state.day.is_some() {
            "Nothing was noted on this day."
        } else if state.is_filtered() {
            "Nothing like that. Esc shows all again."
        } else {
            "Nothing yet. Every session is kept here, whole or in part."
        };
        words_ui(ui, nothing, Role::Body, palette.quiet);
        return None;
    }
    let (width, sight) = (ui.available_width(), ui.clip_rect());
    #[allow(clippy::cast_precision_loss)] // A list of millions would be off by less than a point.
    let height = state.entries.len() as f32 * HEIGHT;
    let whole = ui.allocate_space(egui::vec2(width, height)).1;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Not below zero.
    let row = |y: f32| ((y - whole.top()) / HEIGHT).max(0.0) as usize;
    let seen = row(sight.top())..(row(sight.bottom()) + 1).min(state.entries.len());
    state.wants_more = !state.is_whole && seen.end + AHEAD > state.entries.len();
    #[allow(clippy::cast_precision_loss)]
    let place = |index: usize| {
        let min = whole.min + egui::vec2(0.0, index as f32 * HEIGHT);
        Rect::from_min_size(min, egui::vec2(width, HEIGHT))
    };
    let mut action = None;
    for index in seen {
        let entry = &state.entries[index];
        let when = when(entry, state);
        let response = entry_ui(ui, palette, entry, &when, index, place(index), state.chosen == index);
        if response.clicked() {
            action = Some(Action::Journal(JournalAction::Open(index)));
        }
        if state.chosen == index && state.is_focus_owed {
            // Else the window library would go on from here by itself.
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
            response.request_focus();
            state.is_focus_owed = false;
        }
    }
    // Asked once: where an entry is higher than what is in sight, it would never be wholly there.
    if std::mem::take(&mut state.moved) {
        ui.scroll_to_rect_animation(place(state.chosen), None, egui::style::ScrollAnimation::none());
        state.is_focus_owed = true;
        ui.ctx().request_repaint();
    }
    action
}

fn entry_id(index: usize) -> Id {
    Id::unique(("an entry of the journal", index))
}

/// `Sun 22 Nov, 19:14`; on the page of a day, the time alone, unless it began on another.
fn when(entry: &Entry, state: &ListState) -> String {
    let began = entry.started;
    let form = match state.day {
        Some(day) if began.date_naive() == day => "%H:%M",
        _ if began.year() == state.today.year() => "%a %-d %b, %H:%M",
        _ => "%a %-d %b %Y, %H:%M",
    };
    began.format(form).to_string()
}

fn entry_ui(
    ui: &Ui,
    palette: &Palette,
    entry: &Entry,
    when: &str,
    index: usize,
    rect: Rect,
    is_chosen: bool,
) -> Response {
    let response = ui.interact(rect, entry_id(index), Sense::click());
    let name = format!("{}, {}, {}", entry.title, entry.started.format("%a %-d %b %Y, %H:%M"), entry.below);
    response.widget_info(|| WidgetInfo::labeled(Access::Button, true, &name));
    if response.has_focus() {
        let arrows = egui::EventFilter { vertical_arrows: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    }
    if is_chosen {
        ui.painter().rect_filled(rect.shrink2(egui::vec2(0.0, 3.0)), 12.0, palette.raised);
        let bar = rect.shrink(18.0).y_range();
        ui.painter().vline(rect.left() + 1.0, bar, Stroke::new(3.0, palette.accent));
    }
    focus_ring_of_chosen(ui, &response, palette, is_chosen);
    let inset = 12.0;
    let line = |text: &str, role: Role, colour, width: f32| laid_out_in_line(ui, text, role, colour, width);
    let room = rect.width() - 2.0 * inset;
    let is_narrow = rect.width() < NARROW;
    let (beside, below) =
        if is_narrow { ("", format!("{when} · {}", entry.below)) } else { (when, entry.below.clone()) };
    let when = line(beside, Role::Note, palette.quiet, room);
    let role = if entry.is_attack { Role::Strong } else { Role::Body };
    let title = line(&entry.title, role, palette.text, room - when.size().x - 12.0);
    let below = line(&below, Role::Note, palette.quiet, room);
    let top = rect.center().y - f32::midpoint(title.size().y, below.size().y);
    let when_at =
        egui::pos2(rect.right() - inset - when.size().x, top + (title.size().y - when.size().y) / 2.0 + 1.0);
    let title_height = title.size().y;
    ui.painter().galley(when_at, when, palette.quiet);
    ui.painter().galley(egui::pos2(rect.left() + inset, top), title, palette.text);
    ui.painter().galley(egui::pos2(rect.left() + inset, top + title_height), below, palette.quiet);
    response
}

/// The chosen entry shows where the keyboard is by its own look.
fn focus_ring_of_chosen(ui: &Ui, response: &Response, palette: &Palette, is_chosen: bool) {
    if !is_chosen {
        focus_ring(ui, response, palette);
    }
}
