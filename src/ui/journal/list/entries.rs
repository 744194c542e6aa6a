//! The entries. Only the visible ones are laid out, and more are requested before they are reached.

use crate::customs::written;
use chrono::Datelike as _;
use egui::{Id, Rect, Response, Role as Access, Sense, Stroke, Ui, WidgetInfo};

use super::super::super::text::{laid_out_in_line, words_ui};
use super::super::super::theme::{Palette, Role};
use super::super::super::widgets::focus_ring;
use super::super::{Entry, JournalAction};
use super::ListState;

/// The height of an entry. All are equal, so that each position is known without layout.
const HEIGHT: f32 = 72.0;
/// In a narrower column, the time of an entry is below its title instead of beside it.
const NARROW: f32 = 480.0;
/// How many entries before the end of the loaded ones more are requested.
const AHEAD: usize = 60;

/// Draws the visible entries, and notes whether more are needed.
pub(super) fn entries_ui(ui: &mut Ui, palette: &Palette, state: &mut ListState) -> Option<JournalAction> {
    if state.entries.is_empty() && state.is_whole {
        let nothing = if state.day.is_some() {
            "No entries on this day."
        } else if state.is_filtered() {
            "No matches. Press Esc to show everything."
        } else {
            "Nothing here yet. Every session is saved here, even if you stop early."
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
            action = Some(JournalAction::Open(index));
        }
        if state.chosen == index && state.is_focus_owed {
            // Otherwise the window library would move the focus on from here by itself.
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
            response.request_focus();
            state.is_focus_owed = false;
        }
    }
    // Requested only once: an entry that is higher than the view is never completely visible.
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

/// `Sun 22 Nov, 19:14`; on the page of a day only the time, unless it began on another day.
fn when(entry: &Entry, state: &ListState) -> String {
    let began = entry.started;
    let form = if state.day == Some(began.date_naive()) {
        "%H:%M"
    } else if began.year() == state.today.year() {
        "%a %-d %b, %H:%M"
    } else {
        "%a %-d %b %Y, %H:%M"
    };
    written(began, form)
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
    let name = format!("{}, {}, {}", entry.title, written(entry.started, "%a %-d %b %Y, %H:%M"), entry.below);
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

/// The chosen entry shows the focus by its own appearance.
fn focus_ring_of_chosen(ui: &Ui, response: &Response, palette: &Palette, is_chosen: bool) {
    if !is_chosen {
        focus_ring(ui, response, palette);
    }
}
