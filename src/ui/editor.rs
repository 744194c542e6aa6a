//! The page on which a routine is built by hand: its steps as cards along time, the form of the one that is selected, and
//! the file as it changes meanwhile.

use std::collections::BTreeMap;

use egui::{Rect, Stroke, Ui, UiBuilder};

use super::actions::Action;
use super::figure::BodyMap;
use super::keys::{Binding, Key, pressed};
use super::text::{galley_ui, laid_out_in_line, words_ui};
use super::theme::{Palette, Role};
use super::widgets::{Row, choices_ui, key_line_height, key_line_ui, key_row, margin, row_ui};
use crate::editing::{Edit, Group, NewStep, StepPath};
use crate::routine::Language;

mod as_played;
mod breath;
pub mod cards;
mod data;
mod file_field;
mod form;
mod lists;
mod place;
pub(crate) mod scale;
mod source;
mod strip;
mod words;

pub use as_played::{AsPlayed, Length};
pub use cards::{Card, Direction, StepFacts};
use cards::{Chosen, cards_ui};
pub use data::{EditorAction, EditorData, Limits, Panel, TechniqueRow};
use form::form_ui;
pub use strip::Block;

/// The state of the page.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent of each other")]
pub struct EditorState {
    /// What stands beside the cards.
    pub panel: Panel,
    /// Whether the kinds of steps are shown that can be put in.
    pub shows_kinds: bool,
    /// Whether a narrow window shows the panel rather than the cards.
    pub shows_panel: bool,
    /// The changes that were made on the page, to be taken by its controller.
    pub queue: Vec<(Edit, Option<Group>)>,
    /// The field for which something is to be spoken into the microphone.
    pub records: Option<String>,
    /// Whether a slider was let go, or a field left: what comes next is a change of its own.
    pub is_move_done: bool,
    /// The whole text, if it was typed in.
    pub text: Option<String>,
    /// The place in the text where the cursor is, if it has moved there.
    pub cursor: Option<usize>,
    /// For whom and how long it is to be shown, if that was changed.
    pub wanted: Option<AsPlayed>,
    /// The alternative that is looked at, in place of the step itself.
    pub alternative: Option<StepPath>,
    /// The language of words.
    pub language: Language,
    /// The view of the body, if one was chosen.
    map: Option<BodyMap>,
    /// The list that is open in the form.
    open_list: Option<String>,
    /// What the open list is searched by.
    search: String,
    /// The field whose list has just been closed, and which gets the focus back.
    refocuses: Option<String>,
    /// What is being typed as words: the step, the field, the language and the text.
    typed: Option<((StepPath, String, Language), String)>,
    /// What is being typed elsewhere.
    plain: BTreeMap<(StepPath, String), String>,
    /// The field of words that was written in last.
    words_field: Option<String>,
    /// The card that is dragged.
    dragged: Option<StepPath>,
    /// Whether the focus is to come to the selected card.
    pub focuses_card: bool,
    /// Whether the focus is to come to the form.
    pub focuses_form: bool,
    /// Whether it has come to where the form begins, and is to go on to its first field.
    goes_on: bool,
    /// Whether something beside the cards has the focus.
    pub in_panel: bool,
    /// The file as it is in its field.
    source: source::SourceState,
}

impl EditorState {
    /// The state of a page that has just been opened: the first card has the focus.
    #[must_use]
    pub fn new() -> Self {
        Self { focuses_card: true, ..Self::default() }
    }

    /// Whether something is being dragged or typed, so that what depends on it can wait.
    #[must_use]
    pub const fn is_dragging(&self) -> bool {
        self.dragged.is_some()
    }

    /// Forgets what belongs to the step that was looked at.
    pub fn forget_step(&mut self) {
        self.map = None;
        self.open_list = None;
        self.search.clear();
        self.typed = None;
        self.words_field = None;
        self.alternative = None;
        self.plain.clear();
    }
}

/// The keys of the kinds of steps, in their order.
const KIND_KEYS: [char; 10] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];

/// From this height on, there is always room for a remark.
const ROOM_FOR_REMARKS: f32 = 520.0;
/// The most of the page that its keys may take.
const MOST_KEYS: f32 = 0.25;
/// From this width on, the panel is beside the cards.
const WIDE: f32 = 860.0;

/// The keys of the page.
#[must_use]
pub fn bindings(data: &EditorData, state: &EditorState) -> Vec<Binding<EditorAction>> {
    use EditorAction as A;
    if let Some(is_there) = data.conflict {
        let mut bindings = vec![Binding::new(Key::Char('k'), "keep yours", A::KeepMine)];
        if is_there {
            bindings.push(Binding::new(Key::Char('t'), "take the file's", A::TakeTheirs));
        }
        bindings.push(Binding::new(Key::Escape, "back", A::Leave));
        return bindings;
    }
    if data.recording.is_some() {
        return vec![
            Binding::new(Key::Space, "stop and keep it", A::KeepRecording),
            Binding::new(Key::Escape, "throw it away", A::DropRecording),
        ];
    }
    if state.shows_kinds {
        let kinds = NewStep::ALL.into_iter().zip(KIND_KEYS);
        let mut bindings: Vec<_> =
            kinds.map(|(kind, digit)| Binding::hidden(Key::Char(digit), A::Insert(kind))).collect();
        bindings.push(Binding::new(Key::Escape, "cancel", A::ShowKinds(false)));
        return bindings;
    }
    let mut bindings = Vec::new();
    if data.is_playing {
        bindings.push(Binding::new(Key::Space, "stop", A::Listen));
    } else if !data.blocks.is_empty() {
        bindings.push(Binding::new(Key::Space, "listen from here", A::Listen));
        bindings.push(Binding::new(Key::Char('o'), "only this step", A::ListenToStep));
    }
    let add = if data.is_programme { A::InsertWeek } else { A::ShowKinds(true) };
    bindings.push(Binding::new(Key::Char('n'), "add", add));
    if data.selected.is_some() {
        bindings.extend([
            Binding::of_row(Key::Enter, "change"),
            Binding::new(Key::AltUp, "move", A::Move(Direction::Up)),
            Binding::new(Key::AltDown, "move", A::Move(Direction::Down)),
            Binding::hidden(Key::AltLeft, A::Move(Direction::Out)),
            Binding::hidden(Key::AltRight, A::Move(Direction::In)),
        ]);
        if !data.is_programme {
            bindings.push(Binding::new(Key::Char('x'), "save as a technique", A::AsTechnique));
        }
        // In the form, these would be about something that is not in sight.
        if !state.in_panel {
            bindings.push(Binding::new(Key::Char('c'), "copy", A::Copy));
            bindings.push(Binding::new(Key::Delete, "remove", A::Remove));
        }
    }
    if data.undo.0 {
        bindings.push(Binding::new(Key::Char('z'), "undo", A::Undo));
        bindings.push(Binding::hidden(Key::Ctrl('z'), A::Undo).while_typing_too());
    }
    if data.undo.1 {
        bindings.push(Binding::new(Key::Char('y'), "redo", A::Redo));
        bindings.push(Binding::hidden(Key::Ctrl('y'), A::Redo).while_typing_too());
    }
    if data.can_be_mended {
        bindings.push(Binding::new(Key::Char('f'), "fix what is certain", A::Mend));
    }
    let panels = Panel::of(data).iter().copied().zip('1'..='5');
    bindings.extend(panels.map(|(panel, digit)| Binding::hidden(Key::Char(digit), A::Show(panel))));
    let back = if state.in_panel || state.shows_panel { A::ToCards } else { A::Leave };
    let said = if back == A::Leave { "back" } else { "to the cards" };
    bindings.push(Binding::new(Key::Escape, said, back));
    bindings
}

/// Draws the page.
pub fn editor_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    state: &mut EditorState,
) -> Option<Action> {
    if data.conflict.is_some() && ui.ctx().text_edit_focused() {
        // The answer is a key, not a letter of what is being typed.
        ui.memory_mut(|memory| memory.focused().inspect(|field| memory.surrender_focus(*field)));
    }
    let bindings = bindings(data, state);
    let pressed = pressed(ui, &bindings);
    let margin = margin(ui).min(32.0);
    let inside = ui.max_rect().shrink(margin);
    let row = key_row(ui, &bindings, egui::vec2(inside.width(), inside.height()), Some(36.0));
    let keys_height = key_line_height(ui, &bindings, inside.width(), row);
    // Where they would leave too little room, they come after what is above them.
    let is_fixed = keys_height <= inside.height() * MOST_KEYS;
    let keys_top = if is_fixed { inside.bottom() - keys_height } else { inside.bottom() + 14.0 };
    let body = inside.with_max_y(keys_top - 14.0);
    let mut action = None;
    let mut head_bottom = body.top();
    ui.scope_builder(UiBuilder::new().max_rect(body), |ui| {
        action = head_ui(ui, palette, data);
        head_bottom = ui.min_rect().bottom() + 12.0;
    });
    let body = body.with_min_y(head_bottom.min(body.bottom()));
    let mut keys_ui = |ui: &mut Ui| key_line_ui(ui, palette, &bindings, palette.quiet, row);
    let after: After<'_> = if is_fixed { None } else { Some((keys_height, &mut keys_ui)) };
    action = columns_ui(ui, palette, data, state, (body, after)).or(action);
    if is_fixed {
        let keys_rect = inside.with_min_y(keys_top);
        ui.painter().hline(keys_rect.x_range(), keys_rect.top() - 6.0, Stroke::new(1.5, palette.line));
        ui.scope_builder(UiBuilder::new().max_rect(keys_rect), |ui| {
            action = key_line_ui(ui, palette, &bindings, palette.quiet, row).or(action.take());
        });
    }
    let has_more = !state.queue.is_empty()
        || state.text.is_some()
        || state.records.is_some()
        || state.wanted.is_some()
        || state.cursor.is_some()
        || state.is_move_done;
    let action = pressed.or(action).or(has_more.then_some(EditorAction::TakeQueue));
    action.map(Action::Editor)
}

fn head_ui(ui: &mut Ui, palette: &Palette, data: &EditorData) -> Option<EditorAction> {
    ui.spacing_mut().item_spacing.y = 2.0;
    words_ui(ui, &data.title, Role::Heading, palette.text);
    // In one line, so that nothing moves while it is saved.
    let summary = laid_out_in_line(ui, &data.summary, Role::Note, palette.quiet, ui.available_width());
    galley_ui(ui, summary, &data.summary);
    if let Some(is_there) = data.conflict {
        let what = if is_there {
            "The file was changed elsewhere, in the same lines as here. Press K to keep what is here (the other stays beside \
             it, with ~ at the end of its name), or T to take what is in the file."
        } else {
            "The file is gone. Press K to save what is here as a new one."
        };
        words_ui(ui, what, Role::Body, palette.text);
    }
    if let Some(remark) = &data.remark {
        words_ui(ui, remark, Role::Note, palette.text);
    } else if ui.max_rect().height() > ROOM_FOR_REMARKS {
        // So that nothing moves when there is one.
        ui.add_space((Role::Note.size() * Role::Note.leading()).round());
    }
    ui.add_space(6.0);
    strip::strip_ui(ui, palette, data)
}

/// What comes after the content where there is too little room for it to have a place of its own: its height, and how it is
/// drawn.
type After<'a> = Option<(f32, &'a mut dyn FnMut(&mut Ui) -> Option<EditorAction>)>;

fn columns_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    state: &mut EditorState,
    (body, after): (Rect, After<'_>),
) -> Option<EditorAction> {
    // Each thing that is looked at begins at its top.
    let step = data.form.as_ref().map(|form| form.step.clone());
    let panel = egui::Id::unique(("panel", state.panel, state.shows_kinds, step));
    let cards = egui::Id::unique("cards");
    if body.width() < WIDE {
        if !state.shows_panel && !state.shows_kinds {
            return column_ui(ui, body, cards, after, |ui| steps_ui(ui, palette, data, state));
        }
        return column_ui(ui, body, panel, after, |ui| {
            let name = data.selected.and_then(|index| data.cards.get(index)).map(|card| &card.facts.name);
            if let Some(name) = name.filter(|_| state.panel == Panel::Step && !state.shows_kinds) {
                words_ui(ui, name, Role::Strong, palette.text);
                ui.add_space(8.0);
            }
            let chosen = tabs_of_panels_ui(ui, palette, data, state);
            panel_ui(ui, palette, data, state).or(chosen)
        });
    }
    let middle = body.left() + (body.width() * 0.46).round();
    let left = body.with_max_x(middle - 16.0);
    let mut action = column_ui(ui, left, cards, None, |ui| steps_ui(ui, palette, data, state));
    let right = body.with_min_x(middle + 16.0);
    let mut top = right.top();
    ui.scope_builder(UiBuilder::new().max_rect(right).id_salt("tabs"), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        action = tabs_of_panels_ui(ui, palette, data, state).or(action.take());
        top = ui.min_rect().bottom();
    });
    let right = right.with_min_y(top.min(right.bottom()));
    column_ui(ui, right, panel, after, |ui| panel_ui(ui, palette, data, state)).or(action)
}

fn column_ui(
    ui: &mut Ui,
    rect: Rect,
    id: egui::Id,
    after: After<'_>,
    content: impl FnOnce(&mut Ui) -> Option<EditorAction>,
) -> Option<EditorAction> {
    let mut result = None;
    ui.scope_builder(UiBuilder::new().max_rect(rect).id_salt(id), |ui| {
        let bar = 16.0;
        egui::ScrollArea::vertical().id_salt(id).auto_shrink(false).show(ui, |ui| {
            ui.set_width(rect.width() - bar);
            result = content(ui);
            if let Some((height, keys_ui)) = after {
                ui.add_space(16.0);
                let place = ui.allocate_space(egui::vec2(rect.width() - bar, height)).1;
                ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
                    result = keys_ui(ui).or(result.take());
                });
            }
        });
    });
    result
}

fn steps_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    state: &mut EditorState,
) -> Option<EditorAction> {
    if data.cards.is_empty() {
        let what = if data.errors > 0 {
            "The file can't be read as it is now, so there are no steps to show. What is wrong stands under 4 Problems, and the text under 3 File."
        } else {
            "There are no steps yet. Press N to put one in."
        };
        words_ui(ui, what, Role::Body, palette.text);
        return None;
    }
    match cards_ui(ui, palette, &data.cards, (data.selected, data.heard), state)? {
        Chosen::Card(index) => Some(EditorAction::Select(index)),
        Chosen::Form(_) => {
            state.focuses_form = true;
            Some(EditorAction::Show(Panel::Step))
        }
        Chosen::Moved(edit) => {
            state.queue.push((edit, None));
            state.focuses_card = true;
            None
        }
    }
}

fn panel_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    state: &mut EditorState,
) -> Option<EditorAction> {
    ui.spacing_mut().item_spacing.y = 0.0;
    if state.shows_kinds {
        return kinds_ui(ui, palette);
    }
    let mut action = None;
    if state.panel != Panel::File {
        landing_ui(ui, state);
    }
    match state.panel {
        Panel::Step => {
            if let Some(form) = &data.form {
                tabs_ui(ui, palette, data, state);
                form_ui(ui, palette, data, form, state);
            } else {
                words_ui(ui, "Choose a step, or press N to put one in.", Role::Body, palette.text);
            }
        }
        Panel::Routine => {
            if let Some(form) = &data.whole {
                form_ui(ui, palette, data, form, state);
            }
        }
        Panel::File => {
            let hint = "What you type here is on the cards at once. Esc goes back to them.";
            words_ui(ui, hint, Role::Note, palette.quiet);
            ui.add_space(4.0);
            source::source_ui(ui, data, state);
        }
        Panel::Problems => {
            let said = if data.problems.is_empty() { "Nothing is wrong with it." } else { "" };
            words_ui(ui, said, Role::Body, palette.text);
            super::problems::problems_ui(ui, palette, &data.problems);
            if data.can_be_mended {
                ui.add_space(16.0);
                let fix = [(EditorAction::Mend, "Fix what is certain".to_owned())];
                action = super::widgets::steps_ui(ui, palette, "Problems", &fix).or(action);
            }
        }
        Panel::AsPlayed => as_played::as_played_ui(ui, palette, data, state),
    }
    action
}

fn tabs_of_panels_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    state: &EditorState,
) -> Option<EditorAction> {
    if state.shows_kinds {
        return None;
    }
    let name = |panel: Panel| match panel {
        Panel::Step if data.is_programme => "1 Week".to_owned(),
        Panel::Step => "1 Step".to_owned(),
        Panel::Routine if data.is_programme => "2 Programme".to_owned(),
        Panel::Routine => "2 Routine".to_owned(),
        Panel::File => "3 File".to_owned(),
        Panel::Problems if data.to_check == 0 => "4 Problems".to_owned(),
        Panel::Problems => format!("4 Problems ({})", data.to_check),
        Panel::AsPlayed => "5 As played".to_owned(),
    };
    let tabs: Vec<(Panel, String)> = Panel::of(data).iter().map(|panel| (*panel, name(*panel))).collect();
    let chosen = choices_ui(ui, palette, "Beside the steps", &tabs, Some(state.panel));
    ui.add_space(12.0);
    chosen.map(EditorAction::Show)
}

/// Where the focus lands when it comes to the panel by a key, before it goes on to what is first there.
fn landing_ui(ui: &mut Ui, state: &mut EditorState) {
    let id = egui::Id::unique("where the panel begins");
    let place = Rect::from_min_size(ui.cursor().min, egui::vec2(1.0, 1.0));
    let response = ui.interact(place, id, egui::Sense::focusable_noninteractive());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, "Beside the steps"));
    if std::mem::take(&mut state.goes_on) {
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::Next));
    }
    if std::mem::take(&mut state.focuses_form) {
        response.request_focus();
        state.goes_on = true;
        ui.ctx().request_repaint();
    }
}

/// The step itself, and what is done instead of it.
fn tabs_ui(ui: &mut Ui, palette: &Palette, data: &EditorData, state: &mut EditorState) {
    let here = data.form.as_ref().map(|form| form.step.clone());
    let chosen = data.tabs.iter().position(|(_, path)| *path == here && path.is_some());
    let tabs: Vec<(usize, String)> =
        data.tabs.iter().enumerate().map(|(i, (name, _))| (i, name.clone())).collect();
    if tabs.len() < 2 {
        return;
    }
    let Some(index) = choices_ui(ui, palette, "In which state", &tabs, chosen) else { return };
    let Some((when, path)) = data.tabs.get(index) else { return };
    if let Some(path) = path {
        state.forget_step();
        state.alternative = (index > 0).then(|| path.clone());
        // So that the form is made anew.
        state.is_move_done = true;
    } else if let Some(step) = data.tabs.first().and_then(|(_, path)| path.clone()) {
        let text = format!("(when: {when}, step: Rest(lasts: \"30s\", say: \"Rest instead.\"))");
        let part = crate::editing::Part::Instead;
        state.queue.push((Edit::Insert { of: step, part, index: usize::MAX, text }, None));
    }
}

fn kinds_ui(ui: &mut Ui, palette: &Palette) -> Option<EditorAction> {
    words_ui(ui, "Put in after the selected step", Role::Heading, palette.text);
    ui.add_space(8.0);
    let mut chosen = None;
    for (kind, digit) in NewStep::ALL.into_iter().zip(KIND_KEYS) {
        let row = Row::new(kind.title()).below(kind.about()).key(Some(Key::Char(digit)));
        if row_ui(ui, palette, &row).clicked() {
            chosen = Some(EditorAction::Insert(kind));
        }
    }
    chosen
}
