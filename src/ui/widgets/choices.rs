//! Small choices side by side, and text fields.

use egui::{Response, Role as Access, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use super::super::text::{laid_out, words_ui};
use super::super::theme::{Palette, Role};
use super::focus_ring;
use crate::characters::take_out;

/// A row of choices of which at most one is chosen. Returns the one that was clicked.
pub fn choices_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    palette: &Palette,
    group: &str,
    choices: &[(T, String)],
    chosen: Option<T>,
) -> Option<T> {
    in_rows(ui, choices, |ui, (value, label)| {
        choice_ui(ui, palette, Access::RadioButton, group, label, chosen == Some(*value)).then_some(*value)
    })
}

/// A row of things to do; none of them stays chosen. Returns the one that was clicked.
pub fn steps_ui<T: Copy>(ui: &mut Ui, palette: &Palette, group: &str, steps: &[(T, String)]) -> Option<T> {
    in_rows(ui, steps, |ui, (value, label)| {
        choice_ui(ui, palette, Access::Button, group, label, false).then_some(*value)
    })
}

/// A row of choices that can be chosen independently. Returns the one that was clicked.
pub fn toggles_ui<T: Copy>(
    ui: &mut Ui,
    palette: &Palette,
    group: &str,
    choices: &[(T, String, bool)],
) -> Option<T> {
    in_rows(ui, choices, |ui, (value, label, is_chosen)| {
        choice_ui(ui, palette, Access::CheckBox, group, label, *is_chosen).then_some(*value)
    })
}

/// Lays out widgets side by side, in as many rows as they need.
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

/// Draws one choice; returns whether it was clicked.
fn choice_ui(
    ui: &mut Ui,
    palette: &Palette,
    role: Access,
    group: &str,
    label: &str,
    is_chosen: bool,
) -> bool {
    let colour = if is_chosen { palette.accent } else { palette.text };
    // In a narrow column, a long one is broken rather than cut off.
    let room = (ui.max_rect().width() - 24.0).max(48.0);
    let galley = laid_out(ui, label, Role::Body, Role::Body.size(), colour, room);
    let size = egui::vec2((galley.size().x + 22.0).max(48.0), (galley.size().y + 16.0).max(48.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = format!("{group}: {label}");
    response.widget_info(|| match role {
        Access::Button => WidgetInfo::labeled(role, true, name.clone()),
        _ => WidgetInfo::selected(role, true, is_chosen, name.clone()),
    });
    // The choice is shown by its outline and its fill, neither of them bright.
    if is_chosen {
        let outline = Stroke::new(2.0, palette.text);
        ui.painter().rect(rect, 12.0, palette.line, outline, StrokeKind::Inside);
    } else {
        let fill = if response.hovered() { palette.raised } else { egui::Color32::TRANSPARENT };
        ui.painter().rect(rect, 12.0, fill, Stroke::new(1.5, palette.line), StrokeKind::Inside);
    }
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colour);
    focus_ring(ui, &response, palette);
    response.clicked()
}

/// The numbers of the pain scale, as choices.
#[must_use]
pub fn pain_choices() -> Vec<(u8, String)> {
    (0..=10).map(|pain| (pain, pain.to_string())).collect()
}

/// A text field of one line, with its label above.
pub fn field_ui(ui: &mut Ui, palette: &Palette, id: egui::Id, label: &str, text: &mut String) {
    let label = words_ui(ui, label, Role::Note, palette.quiet);
    ui.add_space(4.0);
    let edit = egui::TextEdit::singleline(text).id(id).desired_width(f32::INFINITY).char_limit(400);
    let field = ui.add(edit.margin(egui::vec2(12.0, 10.0))).labelled_by(label.id);
    take_out(text);
    bring_into_sight(&field);
}

/// Scrolls to a field that has just got the focus.
pub fn bring_into_sight(field: &Response) {
    if field.gained_focus() {
        field.scroll_to_me_animation(None, egui::style::ScrollAnimation::none());
    }
}
