//! The widgets that several pages share.

use egui::{Response, Stroke, StrokeKind, Ui};

use super::theme::Palette;

mod choices;
mod key_line;
mod next_thing;
mod page;
mod row;
mod slider;

pub use choices::{bring_into_sight, choices_ui, field_ui, pain_choices, steps_ui, toggles_ui};
pub use key_line::{key_line_height, key_line_ui, key_row};
pub use next_thing::next_thing_ui;
pub use page::{margin, page_ui, section_ui};
pub use row::{Row, move_between, picture_rect, row_ui};
pub use slider::{Slider, slider_ui};

/// Draws the focus ring, and brings what gets the focus into sight.
pub fn focus_ring(ui: &Ui, response: &Response, palette: &Palette) {
    bring_into_sight(response);
    if response.has_focus() {
        let stroke = Stroke::new(2.0, palette.text);
        ui.painter().rect_stroke(response.rect.expand(2.0), 12.0, stroke, StrokeKind::Outside);
    }
}
