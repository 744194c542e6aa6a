//! Rows to choose from, and the way from one to the next.

use egui::{Align2, Response, Role as Access, Sense, Stroke, Ui, WidgetInfo};

use super::super::keys::{Key, takes};
use super::super::text::laid_out;
use super::super::theme::{Palette, Role};

/// The height of a row that can be chosen: a target for a hand that is not steady.
pub const ROW: f32 = 64.0;

/// What stands on a row that can be chosen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'a> {
    key: Option<Key>,
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

    /// The key that does the same, in front of the words, if there is one.
    #[must_use]
    pub const fn key(self, key: Option<Key>) -> Self {
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
    let key = row.key.map(Key::label).unwrap_or_default();
    let key_galley = note(&key, f32::INFINITY);
    // Keys of one letter stand in a column of their own.
    let least = if row.has_room_for_a_word { KEY_WORD } else { KEY_LETTER };
    let has_key = row.has_room_for_a_word || row.key.is_some();
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
    let (down, up) = (takes(ui, Key::Down), takes(ui, Key::Up));
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
