//! Rows to choose from, and moving between them.

use egui::{Align2, Response, Role as Access, Sense, Stroke, Ui, WidgetInfo};

use super::super::keys::{Key, takes};
use super::super::text::laid_out;
use super::super::theme::{Palette, Role};

/// The height of a row: large enough for an unsteady hand.
pub const ROW: f32 = 64.0;

/// The contents of a row.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'a> {
    key: Option<Key>,
    title: &'a str,
    below: &'a str,
    right: &'a str,
    is_large: bool,
    is_next: bool,
    room: Room,
}

/// What there is room for in front of the title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Room {
    /// The key that does the same, if it has one.
    #[default]
    Key,
    /// A key with a name.
    Word,
    /// A small picture.
    Picture,
}

impl<'a> Row<'a> {
    /// A row with its title.
    #[must_use]
    pub fn new(title: &'a str) -> Self {
        Self { title, ..Self::default() }
    }

    /// Shows the key that does the same in front of the title.
    #[must_use]
    pub const fn key(self, key: Option<Key>) -> Self {
        Self { key, ..self }
    }

    /// Adds less important words below the title.
    #[must_use]
    pub const fn below(self, below: &'a str) -> Self {
        Self { below, ..self }
    }

    /// Reserves room in front of the title for a key with a name, so that rows with and without one are
    /// aligned.
    #[must_use]
    pub const fn with_room_for_a_word(self) -> Self {
        Self { room: Room::Word, ..self }
    }

    /// Reserves room in front of the title for a small picture; [`picture_rect`] says where.
    #[must_use]
    pub const fn with_room_for_a_picture(self) -> Self {
        Self { room: Room::Picture, ..self }
    }

    /// Adds a few words on the right.
    #[must_use]
    pub const fn right(self, right: &'a str) -> Self {
        Self { right, ..self }
    }

    /// Uses large letters, for the few answers to the one question of a page.
    #[must_use]
    pub const fn large(self) -> Self {
        Self { is_large: true, ..self }
    }

    /// Marks what you would do next, in the accent colour.
    #[must_use]
    pub const fn next(self) -> Self {
        Self { is_next: true, ..self }
    }

    /// The name for a screen reader.
    fn name(&self) -> String {
        let parts = [self.title, self.below, self.right];
        parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
    }
}

/// The widths of the columns for keys of one letter, and for keys with a name.
const KEY_LETTER: f32 = 32.0;
const KEY_WORD: f32 = 60.0;
/// The room at either end of a row.
const INSET: f32 = 16.0;
/// The width and height of the picture in front of a row.
const PICTURE: f32 = 52.0;
/// The narrowest column in which words can be read.
const NARROWEST: f32 = 130.0;
/// The font size of a large row.
const LARGE_ROW_TEXT: f32 = 24.0;

/// Draws a row: key and words on the left, a few words on the right.
pub fn row_ui(ui: &mut Ui, palette: &Palette, row: &Row<'_>) -> Response {
    let width = ui.available_width();
    let note = |text: &str, width| laid_out(ui, text, Role::Note, Role::Note.size(), palette.quiet, width);
    let key = row.key.map(Key::label).unwrap_or_default();
    let key_galley = note(&key, f32::INFINITY);
    // Keys of one letter have a column of their own.
    let key_room = match row.room {
        Room::Picture => PICTURE + 16.0,
        Room::Word => (key_galley.size().x + 16.0).max(KEY_WORD),
        Room::Key if row.key.is_some() => (key_galley.size().x + 16.0).max(KEY_LETTER),
        Room::Key => 0.0,
    };
    let right_galley = note(row.right, f32::INFINITY);
    let beside = width - 2.0 * INSET - key_room - right_galley.size().x - 16.0;
    // Where the words on the right leave too little room, they come after those below.
    let is_narrow = beside < NARROWEST && !row.right.is_empty();
    let room = if is_narrow { width - 2.0 * INSET - key_room } else { beside }.max(1.0);
    let joined =
        [row.below, row.right].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let row = if is_narrow { &Row { below: &joined, right: "", ..*row } } else { row };
    let right_galley = if is_narrow { note("", f32::INFINITY) } else { right_galley };
    let colour = if row.is_next { palette.accent } else { palette.text };
    let title_galley = if row.is_large && room >= NARROWEST {
        laid_out(ui, row.title, Role::Step, LARGE_ROW_TEXT, colour, room)
    } else {
        laid_out(ui, row.title, Role::Body, Role::Body.size(), colour, room)
    };
    let below_galley = note(row.below, room);
    let below_height = if row.below.is_empty() { 0.0 } else { below_galley.size().y };
    let height = (title_galley.size().y + below_height + 16.0).max(ROW);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(width, height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Access::Button, true, row.name()));
    if response.hovered() && !response.has_focus() {
        ui.painter().rect_filled(rect, 12.0, palette.raised);
    }
    if response.has_focus() {
        ui.painter().rect_filled(rect, 12.0, palette.raised);
        ui.painter().vline(rect.left() + 1.0, rect.shrink(14.0).y_range(), Stroke::new(3.0, palette.accent));
        if response.gained_focus() {
            response.scroll_to_me_animation(None, egui::style::ScrollAnimation::none());
        }
    }
    let top = rect.center().y - f32::midpoint(title_galley.size().y, below_height);
    let title_bottom = top + title_galley.size().y;
    let left = rect.left() + INSET + key_room;
    let key_top = f32::midpoint(top, title_bottom) - key_galley.size().y / 2.0;
    ui.painter().galley(egui::pos2(rect.left() + INSET, key_top), key_galley, palette.quiet);
    ui.painter().galley(egui::pos2(left, top), title_galley, colour);
    if !row.below.is_empty() {
        ui.painter().galley(egui::pos2(left, title_bottom), below_galley, palette.quiet);
    }
    let right_place = Align2::RIGHT_CENTER
        .anchor_size(egui::pos2(rect.right() - INSET, rect.center().y), right_galley.size());
    ui.painter().galley(right_place.min, right_galley, palette.quiet);
    response
}

/// Where the picture of a row belongs that has room for one.
#[must_use]
pub fn picture_rect(row: &Response) -> egui::Rect {
    let left = row.rect.left() + INSET;
    egui::Rect::from_center_size(
        egui::pos2(left + PICTURE / 2.0, row.rect.center().y),
        egui::vec2(PICTURE, PICTURE),
    )
}

/// Whether a key was pressed that has a meaning of its own while words are being typed.
fn takes_unless_typing(ui: &Ui, key: Key) -> bool {
    !ui.ctx().text_edit_focused() && takes(ui, key)
}

/// Moves the focus between rows with the arrow keys, and to either end with Home and End. At first, the first row has the focus, or the one at
/// `first`.
///
/// The window library also moves the focus with the arrow keys, to whatever is there, so the
/// rows keep these keys to themselves.
pub fn move_between(ui: &Ui, rows: &[&Response], focused: &mut bool, first: Option<usize>) {
    let (down, up) = (takes(ui, Key::Down), takes(ui, Key::Up));
    let (to_first, to_last) = (takes_unless_typing(ui, Key::Home), takes_unless_typing(ui, Key::End));
    let here = rows.iter().position(|row| row.has_focus());
    if let Some(here) = here {
        let arrows = egui::EventFilter { vertical_arrows: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(rows[here].id, arrows));
    }
    let next = if !std::mem::replace(focused, true) {
        // A row can only lock its arrow keys in the frame after it got the focus.
        ui.ctx().request_repaint();
        first.unwrap_or(0)
    } else if to_first {
        0
    } else if to_last {
        rows.len().saturating_sub(1)
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
        // Otherwise the window library would move the focus on from here by itself.
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
        row.request_focus();
        // Only when the focus moves: in every frame, it would pull back whoever scrolls with the wheel.
        row.scroll_to_me_animation(None, egui::style::ScrollAnimation::none());
    }
}
