//! Notices above the progress bar, in as many rows as the words of the step leave. The rest can be scrolled to.

use std::sync::Arc;

use egui::accesskit;
use egui::scroll_area::ScrollBarVisibility;
use egui::{Galley, Rect, Ui, UiBuilder};

use super::super::keys::{Key, takes};
use super::super::text::{galley_ui, laid_out};
use super::super::theme::{Palette, Role};

/// The width of the scroll bar, if there is more than fits.
const BAR: f32 = 16.0;

fn row() -> f32 {
    (Role::Note.size() * Role::Note.leading()).round()
}

fn galleys(ui: &Ui, palette: &Palette, troubles: &[String], width: f32) -> Vec<Arc<Galley>> {
    let size = Role::Note.size();
    let laid_out = |text: &String| laid_out(ui, text, Role::Note, size, palette.quiet, width - BAR);
    troubles.iter().map(laid_out).collect()
}

/// The height of the notices at the bottom of `above`: all of them, or as much as `leaves_enough` allows, but
/// at least one row.
pub(super) fn height(
    ui: &Ui,
    palette: &Palette,
    troubles: &[String],
    above: Rect,
    leaves_enough: impl Fn(f32) -> bool,
) -> f32 {
    if troubles.is_empty() {
        return 0.0;
    }
    let whole: f32 = galleys(ui, palette, troubles, above.width()).iter().map(|galley| galley.size().y).sum();
    let mut height = whole.min((above.height() / row()).floor() * row());
    while height > row() && !leaves_enough(height) {
        height -= row();
    }
    height.max(row())
}

/// Draws the notices. The arrow keys or the mouse wheel scroll them.
pub(super) fn troubles_ui(ui: &mut Ui, palette: &Palette, troubles: &[String], place: Rect) {
    if troubles.is_empty() {
        return;
    }
    ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        let area = egui::ScrollArea::vertical().id_salt("troubles").auto_shrink(false);
        // Otherwise it would never be lower than two and a half rows.
        area.min_scrolled_height(0.0).scroll_bar_visibility(ScrollBarVisibility::VisibleWhenNeeded).show(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (galley, text) in galleys(ui, palette, troubles, place.width()).into_iter().zip(troubles)
                {
                    let response = galley_ui(ui, galley, text);
                    // For screen readers, too, scrolled-away text must not overlap what is below.
                    let seen = response.rect.intersect(place);
                    let bounds = if seen.is_positive() { seen } else { Rect::from_pos(place.left_bottom()) };
                    ui.ctx().accesskit_node_builder(response.id, |node| {
                        node.set_bounds(bounds_of(bounds));
                        // Muted, or a lost device: said at once.
                        node.set_live(accesskit::Live::Polite);
                    });
                }
                for (key, rows) in [(Key::Down, -1.0), (Key::Up, 1.0)] {
                    if takes(ui, key) {
                        let still = egui::style::ScrollAnimation::none();
                        ui.scroll_with_delta_animation(egui::vec2(0.0, rows * row()), still);
                    }
                }
            },
        );
    });
}

fn bounds_of(rect: Rect) -> accesskit::Rect {
    let [left, top, right, bottom] = [rect.left(), rect.top(), rect.right(), rect.bottom()].map(f64::from);
    accesskit::Rect::new(left, top, right, bottom)
}
