//! The shapes for the entries of a day, and their legend.

use egui::{Align2, Pos2, Sense, Shape, Stroke, Ui, vec2};

use super::super::super::text::laid_out;
use super::super::super::theme::{Palette, Role};

/// The shapes for attacks, sessions and medicine. They differ by form, not by colour.
#[derive(Clone, Copy)]
pub(super) enum Sign {
    Attack,
    Session,
    Medicine,
}

impl Sign {
    pub(super) fn draw(self, ui: &Ui, palette: &Palette, at: Pos2) {
        let stroke = Stroke::new(2.0, palette.text);
        match self {
            Self::Attack => {
                let corners = [vec2(0.0, -6.0), vec2(6.0, 0.0), vec2(0.0, 6.0), vec2(-6.0, 0.0)];
                let corners = corners.map(|corner| at + corner).to_vec();
                ui.painter().add(Shape::convex_polygon(corners, palette.text, Stroke::NONE));
            }
            Self::Session => {
                ui.painter().circle_stroke(at, 5.0, stroke);
            }
            Self::Medicine => {
                ui.painter().line_segment([at - vec2(5.0, 0.0), at + vec2(5.0, 0.0)], stroke);
                ui.painter().line_segment([at - vec2(0.0, 5.0), at + vec2(0.0, 5.0)], stroke);
            }
        }
    }
}

/// Draws the legend.
pub(super) fn signs_ui(ui: &mut Ui, palette: &Palette) {
    ui.add_space(12.0);
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::empty());
    let mut left = line.left() + 8.0;
    for (sign, name) in [(Sign::Attack, "attack"), (Sign::Session, "session"), (Sign::Medicine, "medicine")] {
        sign.draw(ui, palette, egui::pos2(left, line.center().y));
        let galley = laid_out(ui, name, Role::Note, Role::Note.size(), palette.quiet, f32::INFINITY);
        let (at, width) = (egui::pos2(left + 14.0, line.center().y - galley.size().y / 2.0), galley.size().x);
        ui.painter().galley(at, galley, palette.quiet);
        left += width + 46.0;
    }
}

/// Draws a word centred on a point.
pub(super) fn word_at(ui: &Ui, middle: Pos2, text: &str, colour: egui::Color32) {
    let galley = laid_out(ui, text, Role::Note, Role::Note.size(), colour, f32::INFINITY);
    let place = Align2::CENTER_CENTER.anchor_size(middle, galley.size());
    ui.painter().galley(place.min, galley, colour);
}
