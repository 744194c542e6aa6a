//! The button for what you would do next.

use egui::{Rect, Response, Role as Access, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use super::super::keys::Key;
use super::super::text::laid_out;
use super::super::theme::{Palette, Role};
use super::row::ROW;

/// The button for what you would do next: in the accent colour, with its key.
pub fn next_thing_ui(ui: &mut Ui, palette: &Palette, label: &str, key: Option<Key>) -> Response {
    let galley = laid_out(ui, label, Role::Strong, Role::Strong.size(), palette.accent, f32::INFINITY);
    let key = key.map(Key::label).unwrap_or_default();
    let key_galley = laid_out(ui, &key, Role::Note, Role::Note.size(), palette.quiet, f32::INFINITY);
    let button = egui::vec2((galley.size().x + 64.0).max(160.0), ROW);
    let size = button + egui::vec2(16.0 + key_galley.size().x, 0.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Access::Button, true, label));
    let face = Rect::from_min_size(rect.min, button);
    // Only an outline: a filled button in the accent colour would be the brightest thing in a dark room.
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
