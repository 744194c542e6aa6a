//! The key line: keys with their descriptions, which can also be clicked.

use egui::{Color32, Rect, Role as Access, Sense, Stroke, Ui, Vec2, WidgetInfo};

use super::super::keys::{Binding, Hint, Key, Surface, hints};
use super::super::text::laid_out;
use super::super::theme::{Palette, Role};
use super::focus_ring;

/// The height of one line of keys where there is room: as large as a target should be for a hand that is not sure.
const KEY_LINE: f32 = 44.0;
/// The lowest that a line can be read at.
const LOWEST: f32 = 24.0;
/// The share of a page that its keys may take before their lines become lower.
const SHARE: f32 = 0.3;
/// The gap between entries, and the gap between a key and its description.
const APART: f32 = 28.0;
const BESIDE: f32 = 8.0;
/// The width of a drawn arrow.
const ARROW: f32 = 20.0;

/// The position of an entry: from the left and the top, the width of the key, and the whole width.
struct Placed {
    x: f32,
    y: f32,
    key: f32,
    whole: f32,
}

/// The position of each entry in a line that wraps, and the height of the whole.
fn layout<A>(ui: &Ui, hints: &[Hint<A>], width: f32, row: f32) -> (Vec<Placed>, f32) {
    let (mut x, mut y) = (0.0, 0.0);
    let placed = hints
        .iter()
        .map(|hint| {
            let key = if arrow_of(hint).is_some() { ARROW } else { text_width(ui, &hint.label()) };
            let whole = key + BESIDE + text_width(ui, hint.does);
            if x > 0.0 && x + whole > width {
                (x, y) = (0.0, y + row);
            }
            let place = Placed { x, y, key, whole };
            x += whole + APART;
            place
        })
        .collect();
    (placed, y + row)
}

/// The height of the key line at a width, with rows of a height.
#[must_use]
pub fn key_line_height<A: Copy>(ui: &Ui, bindings: &[Binding<A>], width: f32, row: f32) -> f32 {
    layout(ui, &hints(bindings, Surface::Window), width, row).1
}

/// The height of one line of keys on a page: `usual`, or lower where the lines would take too much of it.
#[must_use]
pub fn key_row<A: Copy>(ui: &Ui, bindings: &[Binding<A>], page: Vec2, usual: Option<f32>) -> f32 {
    let rows = key_line_height(ui, bindings, page.x, 1.0).max(1.0);
    (page.y * SHARE / rows).clamp(LOWEST, usual.unwrap_or(KEY_LINE)).floor()
}

fn text_width(ui: &Ui, text: &str) -> f32 {
    laid_out(ui, text, Role::Note, Role::Note.size(), Color32::WHITE, f32::INFINITY).size().x
}

/// Draws the keys with their descriptions. A click does the same as the key.
pub fn key_line_ui<A: Copy>(
    ui: &mut Ui,
    palette: &Palette,
    bindings: &[Binding<A>],
    colour: Color32,
    row: f32,
) -> Option<A> {
    let area = ui.max_rect();
    let hints = hints(bindings, Surface::Window);
    let (placed, height) = layout(ui, &hints, area.width(), row);
    let mut action = None;
    for (hint, Placed { x, y, key, whole }) in hints.iter().zip(placed) {
        let rect = Rect::from_min_size(area.min + egui::vec2(x, y), egui::vec2(whole, row));
        // Several keys with an action each, or a key of the row that has the focus: there is nothing to click.
        if hint.action.is_none() {
            let response = ui.interact(rect, ui.scope_id().with(hint.does), Sense::empty());
            response.widget_info(|| WidgetInfo::labeled(Access::Label, true, hint.does));
            text_at(ui, rect.left(), rect.center().y, &hint.label(), colour);
            text_at(ui, rect.left() + key + BESIDE, rect.center().y, hint.does, colour);
            continue;
        }
        // The area to click is larger than the words.
        let response = ui.interact(
            rect.expand2(egui::vec2(APART / 2.0, 0.0)),
            ui.scope_id().with(hint.does),
            Sense::click(),
        );
        response.widget_info(|| WidgetInfo::labeled(Access::Button, true, hint.does));
        if response.hovered() {
            let behind = rect.expand2(egui::vec2(APART / 2.0 - 2.0, 0.0)).shrink2(egui::vec2(0.0, row * 0.1));
            ui.painter().rect_filled(behind, 10.0, palette.raised);
        }
        let strong = if response.hovered() { palette.text } else { colour };
        match arrow_of(hint) {
            Some(to_right) => arrow(ui, rect.left(), rect.center().y, to_right, strong),
            None => text_at(ui, rect.left(), rect.center().y, &hint.label(), strong),
        }
        text_at(ui, rect.left() + key + BESIDE, rect.center().y, hint.does, colour);
        focus_ring(ui, &response, palette);
        if response.clicked() {
            action = hint.action;
        }
    }
    ui.allocate_space(egui::vec2(area.width(), height));
    action
}

fn text_at(ui: &Ui, left: f32, middle: f32, text: &str, colour: Color32) {
    let galley = laid_out(ui, text, Role::Note, Role::Note.size(), colour, f32::INFINITY);
    ui.painter().galley(egui::pos2(left, middle - galley.size().y / 2.0), galley, colour);
}

/// Whether the key is an arrow to the right (`true`) or to the left (`false`).
fn arrow_of<A>(hint: &Hint<A>) -> Option<bool> {
    let is_only = |key| hint.keys == [key];
    (is_only(Key::Left) || is_only(Key::Right)).then(|| is_only(Key::Right))
}

/// Draws an arrow, because the fonts have none.
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
