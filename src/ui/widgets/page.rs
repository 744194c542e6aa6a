//! A page to read: a column that scrolls above a fixed key line.

use egui::{Rect, Stroke, Ui, UiBuilder};

use super::super::keys::{Binding, Key, takes};
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::key_line::{key_line_height, key_line_ui, key_row};
use super::row::ROW;

/// The most of a page's height that its keys may take.
const MOST_KEYS: f32 = 0.5;
/// The width of a column of text.
const COLUMN: f32 = 640.0;

/// The margin around a page, depending on its size.
#[must_use]
pub fn margin(ui: &Ui) -> f32 {
    let size = ui.max_rect().size();
    (size.min_elem() / 14.0).clamp(16.0, 48.0).round()
}

/// A page to read: one column that scrolls, with a fixed key line below. Returns what was clicked; keys are
/// handled beforehand with [`pressed`](super::super::keys::pressed).
pub fn page_ui<A: Copy>(
    ui: &mut Ui,
    palette: &Palette,
    name: &str,
    bindings: &[Binding<A>],
    content: impl FnOnce(&mut Ui) -> Option<A>,
) -> Option<A> {
    let margin = margin(ui);
    let whole = ui.max_rect();
    let inside = whole.shrink(margin);
    let width = inside.width().min(COLUMN);
    // Measured first, so that the column ends where the key line begins.
    let row = key_row(ui, bindings, egui::vec2(width, inside.height()), None);
    let whole_height = key_line_height(ui, bindings, width, row);
    // Where they would leave too little room to read, they come after what there is to read.
    let is_fixed = whole_height <= inside.height() * MOST_KEYS;
    let keys_height = if is_fixed { whole_height } else { 0.0 };
    let keys_rect = Rect::from_min_size(
        egui::pos2(inside.left() + (inside.width() - width) / 2.0, inside.bottom() - keys_height),
        egui::vec2(width, keys_height),
    );
    let column = Rect::from_min_max(
        egui::pos2(keys_rect.left(), inside.top()),
        egui::pos2(keys_rect.right(), if is_fixed { keys_rect.top() - 16.0 } else { inside.bottom() }),
    );
    let mut action = None;
    // The scroll bar is beside the column, not on top of it.
    let with_bar = column.with_max_x((column.right() + 20.0).min(whole.right() - 4.0));
    ui.scope_builder(UiBuilder::new().max_rect(with_bar), |ui| {
        let area = egui::ScrollArea::vertical().id_salt(name).auto_shrink(false);
        // A newly opened page starts at its top, wherever it was left.
        let area = if is_opened(ui, name) { area.vertical_scroll_offset(0.0) } else { area };
        let shown = area.show(ui, |ui| {
            ui.set_width(column.width());
            action = content(ui);
            if !is_fixed {
                ui.add_space(16.0);
                let place = ui.allocate_space(egui::vec2(width, whole_height)).1;
                ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
                    action = key_line_ui(ui, palette, bindings, palette.quiet, row).or(action.take());
                });
            }
            scroll_by_key(ui, column.height());
        });
        let (above, whole) = (shown.state.clamped_offset().y, shown.content_size.y);
        fade_edges(ui, palette, column, above, whole - above - shown.inner_rect.height());
    });
    if !is_fixed {
        return action;
    }
    let line = keys_rect.top() - 8.0;
    ui.painter().hline(keys_rect.x_range(), line, Stroke::new(1.5, palette.line));
    ui.scope_builder(UiBuilder::new().max_rect(keys_rect), |ui| {
        action = key_line_ui(ui, palette, bindings, palette.quiet, row).or(action.take());
    });
    action
}

/// The height over which what is cut at an edge fades there.
const FADE: f32 = 28.0;

/// Fades what goes on above and below the column, so that a line that is cut does not look like the last.
fn fade_edges(ui: &Ui, palette: &Palette, column: Rect, above: f32, below: f32) {
    let wide = column.expand2(egui::vec2(8.0, 0.0));
    for (hidden, edge, inwards) in [(above, column.top(), 1.0), (below, column.bottom(), -1.0)] {
        if hidden <= 1.0 {
            continue;
        }
        let mut mesh = egui::Mesh::default();
        let high = FADE.min(hidden) * inwards;
        for (y, colour) in [(edge, palette.ground), (edge + high, palette.ground.gamma_multiply(0.0))] {
            mesh.colored_vertex(egui::pos2(wide.left(), y), colour);
            mesh.colored_vertex(egui::pos2(wide.right(), y), colour);
        }
        mesh.add_triangle(0, 1, 2);
        mesh.add_triangle(1, 3, 2);
        ui.painter().add(egui::Shape::mesh(mesh));
    }
}

/// Whether the page was not shown in the previous frame.
fn is_opened(ui: &Ui, name: &str) -> bool {
    let now = ui.ctx().cumulative_frame_nr();
    let id = ui.scope_id().with((name, "shown"));
    let before = ui.data_mut(|data| data.get_temp_mut_or_default::<Option<u64>>(id).replace(now));
    before.is_none_or(|before| before + 1 < now)
}

/// Scrolls by key, so that a page can be read to its end without a mouse. A focused widget gets the arrow keys
/// first.
fn scroll_by_key(ui: &Ui, height: f32) {
    if ui.ctx().text_edit_focused() {
        return;
    }
    let nothing_is_focused = ui.memory(egui::Memory::focused).is_none();
    // A little of what was read stays visible.
    let by_page = height * 0.85;
    for (key, down, with_focus) in [
        (Key::End, f32::MAX / 4.0, false),
        (Key::Home, -f32::MAX / 4.0, false),
        (Key::PageDown, by_page, true),
        (Key::PageUp, -by_page, true),
        (Key::Down, ROW, false),
        (Key::Up, -ROW, false),
    ] {
        if (with_focus || nothing_is_focused) && takes(ui, key) {
            let still = egui::style::ScrollAnimation::none();
            ui.scroll_with_delta_animation(egui::vec2(0.0, -down), still);
        }
    }
}

/// A heading above a part of the page.
pub fn section_ui(ui: &mut Ui, palette: &Palette, title: &str) {
    ui.add_space(24.0);
    words_ui(ui, title, Role::Strong, palette.quiet);
}
