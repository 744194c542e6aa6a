//! What several pages share: the page itself, rows to choose from, and the line of keys.

use egui::{
    Align2, Color32, Key, Rect, Response, Role as Access, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo,
};

use super::help::keep_keys;
use super::text::{laid_out, words_ui};
use super::theme::{Palette, Role};

/// The width of a column of text.
const COLUMN: f32 = 640.0;
/// The height of a row that can be chosen: a target for a hand that is not steady.
const ROW: f32 = 64.0;

/// A key and what it does on this page.
#[derive(Clone, Copy, Debug)]
pub struct KeyHint<W> {
    /// The key as it is shown; `<` and `>` are drawn as arrows.
    pub key: &'static str,
    /// What it does.
    pub does: &'static str,
    /// What a click on it wishes.
    pub action: W,
}

/// The margin around a page, for the room that there is.
#[must_use]
pub fn margin(ui: &Ui) -> f32 {
    let size = ui.max_rect().size();
    (size.min_elem() / 14.0).clamp(16.0, 48.0).round()
}

/// A page to read: one column that scrolls, and a line of keys that stays below it.
pub fn page_ui<W: Copy>(
    ui: &mut Ui,
    palette: &Palette,
    name: &str,
    keys: &[KeyHint<W>],
    content: impl FnOnce(&mut Ui) -> Option<W>,
) -> Option<W> {
    let margin = margin(ui);
    let whole = ui.max_rect();
    let inside = whole.shrink(margin);
    let width = inside.width().min(COLUMN);
    // Measured first, so that the column ends where the keys begin.
    let keys_height = key_line_height(ui, keys, width);
    let keys_rect = Rect::from_min_size(
        egui::pos2(inside.left() + (inside.width() - width) / 2.0, inside.bottom() - keys_height),
        egui::vec2(width, keys_height),
    );
    let column = Rect::from_min_max(
        egui::pos2(keys_rect.left(), inside.top()),
        egui::pos2(keys_rect.right(), keys_rect.top() - 16.0),
    );
    let mut action = None;
    // The scroll bar stands beside the column, not on it.
    let with_bar = column.with_max_x((column.right() + 20.0).min(whole.right() - 4.0));
    ui.scope_builder(UiBuilder::new().max_rect(with_bar), |ui| {
        let area = egui::ScrollArea::vertical().id_salt(name).auto_shrink(false);
        // A page that is opened begins at its top, wherever it was left.
        let area = if is_opened(ui, name) { area.vertical_scroll_offset(0.0) } else { area };
        area.show(ui, |ui| {
            ui.set_width(column.width());
            action = content(ui);
            scroll_by_key(ui, column.height());
        });
    });
    let line = keys_rect.top() - 8.0;
    ui.painter().hline(keys_rect.x_range(), line, Stroke::new(1.5, palette.line));
    ui.scope_builder(UiBuilder::new().max_rect(keys_rect), |ui| {
        action = key_line_ui(ui, palette, keys, palette.quiet).or(action.take());
    });
    action
}

/// Whether a page was not shown in the frame before.
fn is_opened(ui: &Ui, name: &str) -> bool {
    let now = ui.ctx().cumulative_frame_nr();
    let id = ui.scope_id().with((name, "shown"));
    let before = ui.data_mut(|data| data.get_temp_mut_or_default::<Option<u64>>(id).replace(now));
    before.is_none_or(|before| before + 1 < now)
}

/// A page can be read to its end without a mouse; what has the keyboard takes the arrows first.
fn scroll_by_key(ui: &Ui, height: f32) {
    if ui.ctx().text_edit_focused() {
        return;
    }
    let nothing_is_focused = ui.memory(egui::Memory::focused).is_none();
    // A little of what was read stays in sight.
    let by_page = height * 0.85;
    for (key, down, with_focus) in [
        (Key::PageDown, by_page, true),
        (Key::PageUp, -by_page, true),
        (Key::ArrowDown, ROW, false),
        (Key::ArrowUp, -ROW, false),
    ] {
        if (with_focus || nothing_is_focused) && takes(ui, key) {
            let still = egui::style::ScrollAnimation::none();
            ui.scroll_with_delta_animation(egui::vec2(0.0, -down), still);
        }
    }
}

/// Where each hint goes in a line that wraps, and how high the whole is.
fn key_places<W>(ui: &Ui, keys: &[KeyHint<W>], width: f32) -> (Vec<(f32, f32, f32)>, f32) {
    let gap = 28.0;
    let height = 32.0;
    let (mut x, mut y) = (0.0, 0.0);
    let paths = keys
        .iter()
        .map(|hint| {
            let hint_width = key_width(ui, hint.key) + 8.0 + text_width(ui, hint.does);
            if x > 0.0 && x + hint_width > width {
                (x, y) = (0.0, y + height);
            }
            let place = (x, y, hint_width);
            x += hint_width + gap;
            place
        })
        .collect();
    (paths, y + height)
}

/// How high the line of keys is at a width.
#[must_use]
pub fn key_line_height<W>(ui: &Ui, keys: &[KeyHint<W>], width: f32) -> f32 {
    key_places(ui, keys, width).1
}

fn text_width(ui: &Ui, text: &str) -> f32 {
    laid_out(ui, text, Role::Note, Role::Note.size(), Color32::WHITE, f32::INFINITY).size().x
}

fn key_width(ui: &Ui, key: &str) -> f32 {
    if matches!(key, "<" | ">") { 20.0 } else { text_width(ui, key) }
}

/// The keys of a page, each with what it does; a click does the same.
pub fn key_line_ui<W: Copy>(
    ui: &mut Ui,
    palette: &Palette,
    keys: &[KeyHint<W>],
    colour: Color32,
) -> Option<W> {
    keep_keys(ui, keys);
    let area = ui.max_rect();
    let (paths, height) = key_places(ui, keys, area.width());
    let mut action = None;
    for (hint, (x, y, width)) in keys.iter().zip(paths) {
        let rect = Rect::from_min_size(area.min + egui::vec2(x, y), egui::vec2(width, 32.0));
        // The area to hit is larger than the words.
        let response =
            ui.interact(rect.expand2(egui::vec2(12.0, 0.0)), ui.scope_id().with(hint.does), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Access::Button, true, hint.does));
        let strong = if response.hovered() { palette.text } else { colour };
        let key_width = key_width(ui, hint.key);
        match hint.key {
            "<" | ">" => arrow(ui, rect.left(), rect.center().y, hint.key == ">", strong),
            key => text_at(ui, rect.left(), rect.center().y, key, strong),
        }
        text_at(ui, rect.left() + key_width + 8.0, rect.center().y, hint.does, colour);
        focus_ring(ui, &response, palette);
        if response.clicked() {
            action = Some(hint.action);
        }
    }
    ui.allocate_space(egui::vec2(area.width(), height));
    action
}

fn text_at(ui: &Ui, left: f32, middle: f32, text: &str, colour: Color32) {
    let galley = laid_out(ui, text, Role::Note, Role::Note.size(), colour, f32::INFINITY);
    ui.painter().galley(egui::pos2(left, middle - galley.size().y / 2.0), galley, colour);
}

/// The fonts have no arrows, so they are drawn.
fn arrow(ui: &Ui, left: f32, middle: f32, to_right: bool, colour: Color32) {
    let (tail, head) = if to_right { (left + 2.0, left + 18.0) } else { (left + 18.0, left + 2.0) };
    let back = if to_right { -5.0 } else { 5.0 };
    let stroke = Stroke::new(1.5, colour);
    let tip = egui::pos2(head, middle);
    ui.painter().line_segment([egui::pos2(tail, middle), tip], stroke);
    for up in [-4.5, 4.5] {
        ui.painter().line_segment([tip + egui::vec2(back, up), tip], stroke);
    }
}

/// Shows where the keyboard is.
pub fn focus_ring(ui: &Ui, response: &Response, palette: &Palette) {
    if response.has_focus() {
        let stroke = Stroke::new(1.5, palette.quiet);
        ui.painter().rect_stroke(response.rect.expand(2.0), 12.0, stroke, StrokeKind::Outside);
    }
}

/// What stands on a row that can be chosen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'a> {
    key: &'a str,
    title: &'a str,
    below: &'a str,
    right: &'a str,
    is_large: bool,
    is_next: bool,
    has_room_for_a_word: bool,
}

impl<'a> Row<'a> {
    /// A row with its main words.
    #[must_use]
    pub fn new(title: &'a str) -> Self {
        Self { title, ..Self::default() }
    }

    /// The key that does the same, in front of the words.
    #[must_use]
    pub const fn key(self, key: &'a str) -> Self {
        Self { key, ..self }
    }

    /// Words that matter less, below.
    #[must_use]
    pub const fn below(self, below: &'a str) -> Self {
        Self { below, ..self }
    }

    /// Room in front of the words for a key with a name, so that rows with and without one stand in line.
    #[must_use]
    pub const fn with_room_for_a_word(self) -> Self {
        Self { has_room_for_a_word: true, ..self }
    }

    /// A few words on the right.
    #[must_use]
    pub const fn right(self, right: &'a str) -> Self {
        Self { right, ..self }
    }

    /// In large letters: for the few answers to the one question of a page.
    #[must_use]
    pub const fn large(self) -> Self {
        Self { is_large: true, ..self }
    }

    /// What you would do next: in the accent.
    #[must_use]
    pub const fn next(self) -> Self {
        Self { is_next: true, ..self }
    }

    /// For a screen reader.
    fn name(&self) -> String {
        let parts = [self.title, self.below, self.right];
        parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
    }
}

/// The columns for keys of one letter, and for keys with a name.
const KEY_LETTER: f32 = 32.0;
const KEY_WORD: f32 = 60.0;
/// The size of the words on a large row.
const LARGE_ROW_TEXT: f32 = 24.0;

/// A row that can be chosen: a key and words on the left, a few words on the right.
pub fn row_ui(ui: &mut Ui, palette: &Palette, row: &Row<'_>) -> Response {
    let width = ui.available_width();
    let inset = 16.0;
    let note = |text: &str, width| laid_out(ui, text, Role::Note, Role::Note.size(), palette.quiet, width);
    let key_galley = note(row.key, f32::INFINITY);
    // Keys of one letter stand in a column of their own.
    let least = if row.has_room_for_a_word { KEY_WORD } else { KEY_LETTER };
    let has_key = row.has_room_for_a_word || !row.key.is_empty();
    let key_room = if has_key { (key_galley.size().x + 16.0).max(least) } else { 0.0 };
    let right_galley = note(row.right, f32::INFINITY);
    let room = width - 2.0 * inset - key_room - right_galley.size().x - 16.0;
    let colour = if row.is_next { palette.accent } else { palette.text };
    let title_galley = if row.is_large {
        laid_out(ui, row.title, Role::Step, LARGE_ROW_TEXT, colour, room)
    } else {
        laid_out(ui, row.title, Role::Body, Role::Body.size(), colour, room)
    };
    let below_galley = note(row.below, room);
    let below_height = if row.below.is_empty() { 0.0 } else { below_galley.size().y };
    let height = (title_galley.size().y + below_height + 16.0).max(ROW);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(width, height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Access::Button, true, row.name()));
    if response.has_focus() {
        ui.painter().rect_filled(rect, 12.0, palette.raised);
        ui.painter().vline(rect.left() + 1.0, rect.shrink(14.0).y_range(), Stroke::new(3.0, palette.accent));
        response.scroll_to_me(None);
    }
    let top = rect.center().y - f32::midpoint(title_galley.size().y, below_height);
    let title_bottom = top + title_galley.size().y;
    let left = rect.left() + inset + key_room;
    let key_top = f32::midpoint(top, title_bottom) - key_galley.size().y / 2.0;
    ui.painter().galley(egui::pos2(rect.left() + inset, key_top), key_galley, palette.quiet);
    ui.painter().galley(egui::pos2(left, top), title_galley, colour);
    if !row.below.is_empty() {
        ui.painter().galley(egui::pos2(left, title_bottom), below_galley, palette.quiet);
    }
    let right_place = Align2::RIGHT_CENTER
        .anchor_size(egui::pos2(rect.right() - inset, rect.center().y), right_galley.size());
    ui.painter().galley(right_place.min, right_galley, palette.quiet);
    response
}

/// The arrow keys go from row to row; at first the first row has the keyboard, or the one at `first`.
///
/// The window library moves the keyboard with the arrows too, to whatever lies there: a row keeps them for itself.
pub fn move_between(ui: &Ui, rows: &[&Response], focused: &mut bool, first: Option<usize>) {
    let (down, up) = (takes(ui, Key::ArrowDown), takes(ui, Key::ArrowUp));
    let here = rows.iter().position(|row| row.has_focus());
    if let Some(here) = here {
        let arrows = egui::EventFilter { vertical_arrows: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(rows[here].id, arrows));
    }
    let next = if !std::mem::replace(focused, true) {
        // A row can keep its arrows only from the frame after it got the keyboard.
        ui.ctx().request_repaint();
        first.unwrap_or(0)
    } else if down || up {
        match here {
            None => 0,
            Some(here) if down => (here + 1).min(rows.len().saturating_sub(1)),
            Some(here) => here.saturating_sub(1),
        }
    } else {
        return;
    };
    if let Some(row) = rows.get(next) {
        // Else the window library would go on from here by itself.
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
        row.request_focus();
    }
}

/// The one thing that you would do next: in the accent, with its key.
pub fn next_thing_ui(ui: &mut Ui, palette: &Palette, label: &str, key: &str) -> Response {
    let galley = laid_out(ui, label, Role::Strong, Role::Strong.size(), palette.accent, f32::INFINITY);
    let key_galley = laid_out(ui, key, Role::Note, Role::Note.size(), palette.quiet, f32::INFINITY);
    let button = egui::vec2((galley.size().x + 64.0).max(160.0), ROW);
    let size = button + egui::vec2(16.0 + key_galley.size().x, 0.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Access::Button, true, label));
    let face = Rect::from_min_size(rect.min, button);
    // An outline: a filled face in the accent would be the brightest thing in a dark room.
    let outline = Stroke::new(2.0, palette.accent);
    ui.painter().rect(face, 12.0, palette.raised, outline, StrokeKind::Inside);
    ui.painter().galley(face.center() - galley.size() / 2.0, galley, palette.accent);
    let beside = egui::pos2(face.right() + 16.0, face.center().y - key_galley.size().y / 2.0);
    ui.painter().galley(beside, key_galley, palette.quiet);
    if response.has_focus() {
        ui.painter().rect_stroke(
            face.expand(4.0),
            14.0,
            Stroke::new(1.5, palette.quiet),
            StrokeKind::Outside,
        );
    }
    response
}

/// A row of small choices of which at most one is chosen; gives the one that was clicked.
pub fn choices_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    palette: &Palette,
    what: &str,
    choices: &[(T, String)],
    chosen: Option<T>,
) -> Option<T> {
    in_rows(ui, choices, |ui, (value, label)| {
        choice_ui(ui, palette, Access::RadioButton, what, label, chosen == Some(*value)).then_some(*value)
    })
}

/// A row of small choices of which any can be chosen, each with whether it is; gives the one that was clicked.
pub fn toggles_ui<T: Copy>(
    ui: &mut Ui,
    palette: &Palette,
    what: &str,
    choices: &[(T, String, bool)],
) -> Option<T> {
    in_rows(ui, choices, |ui, (value, label, is_chosen)| {
        choice_ui(ui, palette, Access::CheckBox, what, label, *is_chosen).then_some(*value)
    })
}

/// Small things side by side, in as many rows as they need.
fn in_rows<C, T>(ui: &mut Ui, choices: &[C], mut show: impl FnMut(&mut Ui, &C) -> Option<T>) -> Option<T> {
    let mut clicked = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(8.0, 8.0);
        for choice in choices {
            clicked = show(ui, choice).or(clicked.take());
        }
    });
    clicked
}

/// One small choice; whether it was clicked.
fn choice_ui(ui: &mut Ui, palette: &Palette, role: Access, what: &str, label: &str, is_chosen: bool) -> bool {
    let colour = if is_chosen { palette.accent } else { palette.text };
    let galley = laid_out(ui, label, Role::Body, Role::Body.size(), colour, f32::INFINITY);
    let size = egui::vec2((galley.size().x + 22.0).max(48.0), (galley.size().y + 16.0).max(48.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(role, true, is_chosen, format!("{what}: {label}")));
    // Told by its outline and its face, neither of them bright.
    if is_chosen {
        let outline = Stroke::new(2.0, palette.text);
        ui.painter().rect(rect, 12.0, palette.line, outline, StrokeKind::Inside);
    } else {
        ui.painter().rect_stroke(rect, 12.0, Stroke::new(1.5, palette.line), StrokeKind::Inside);
    }
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colour);
    focus_ring(ui, &response, palette);
    response.clicked()
}

/// A field for a line of words, with what belongs in it above.
pub fn field_ui(ui: &mut Ui, palette: &Palette, id: egui::Id, label: &str, text: &mut String) {
    let label = words_ui(ui, label, Role::Note, palette.quiet);
    ui.add_space(4.0);
    let edit = egui::TextEdit::singleline(text).id(id).desired_width(f32::INFINITY).char_limit(400);
    let field = ui.add(edit.margin(egui::vec2(12.0, 10.0))).labelled_by(label.id);
    bring_into_sight(&field);
}

/// A field that has just got the keyboard comes into sight.
pub fn bring_into_sight(field: &Response) {
    if field.gained_focus() {
        field.scroll_to_me_animation(None, egui::style::ScrollAnimation::none());
    }
}

/// A heading above a part of a page.
pub fn section_ui(ui: &mut Ui, palette: &Palette, title: &str) {
    ui.add_space(24.0);
    words_ui(ui, title, Role::Strong, palette.quiet);
}

/// Whether a key was pressed; it is taken, so that a focused widget does not see it too.
#[must_use]
pub fn takes(ui: &Ui, key: Key) -> bool {
    // Some keyboards need Shift for it, others do not.
    let modifiers = if key == Key::Questionmark { egui::Modifiers::SHIFT } else { egui::Modifiers::NONE };
    ui.input_mut(|input| {
        input.consume_key(modifiers, key)
            || key == Key::Questionmark && input.consume_key(egui::Modifiers::NONE, key)
    })
}

/// The digits, as pain is rated by one key: 0–9, and T for ten.
#[must_use]
pub fn takes_pain(ui: &Ui) -> Option<u8> {
    const DIGITS: [Key; 11] = [
        Key::Num0,
        Key::Num1,
        Key::Num2,
        Key::Num3,
        Key::Num4,
        Key::Num5,
        Key::Num6,
        Key::Num7,
        Key::Num8,
        Key::Num9,
        Key::T,
    ];
    (0_u8..).zip(DIGITS).find(|(_, key)| takes(ui, *key)).map(|(pain, _)| pain)
}

/// The numbers of the pain scale as choices.
#[must_use]
pub fn pain_choices() -> Vec<(u8, String)> {
    (0..=10).map(|pain| (pain, pain.to_string())).collect()
}
