//! Text on the screen: it has a role, a colour and a width, and nothing else.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, Galley, Response, Role as Access, Sense, Ui, Vec2, WidgetInfo};

use super::theme::Role;

/// The longest line, in characters. In longer ones, the eye loses its way back.
const LONGEST_LINE: f32 = 55.0;

/// Text laid out at `size`, in lines of at most `width`.
#[must_use]
pub fn laid_out(ui: &Ui, text: &str, role: Role, size: f32, colour: Color32, width: f32) -> Arc<Galley> {
    laid_out_in_rows(ui, text, role, size, colour, width, usize::MAX)
}

/// Text in a single line, for what is skimmed rather than read. What does not fit is cut off with an ellipsis.
#[must_use]
pub fn laid_out_in_line(ui: &Ui, text: &str, role: Role, colour: Color32, width: f32) -> Arc<Galley> {
    let mut job = job(text, role, role.size(), colour);
    job.wrap.max_width = width;
    job.wrap.max_rows = 1;
    ui.painter().layout_job(job)
}

/// Text in at most `rows` rows. What does not fit is cut off with an ellipsis.
#[must_use]
pub fn laid_out_in_rows(
    ui: &Ui,
    text: &str,
    role: Role,
    size: f32,
    colour: Color32,
    width: f32,
    rows: usize,
) -> Arc<Galley> {
    let mut job = job(text, role, size, colour);
    // The average letter is about half as wide as the font is high.
    job.wrap.max_width = width.min(size * 0.5 * LONGEST_LINE);
    job.wrap.max_rows = rows;
    ui.painter().layout_job(job)
}

fn job(text: &str, role: Role, size: f32, colour: Color32) -> LayoutJob {
    let format = TextFormat {
        font_id: role.font_of_size(size),
        line_height: Some((size * role.leading()).round()),
        color: colour,
        ..TextFormat::default()
    };
    LayoutJob::single_section(text.to_owned(), format)
}

/// Draws text in the current column.
pub fn words_ui(ui: &mut Ui, text: &str, role: Role, colour: Color32) -> Response {
    let galley = laid_out(ui, text, role, role.size(), colour, ui.available_width());
    let response = galley_ui(ui, galley, text);
    if role == Role::Heading {
        // A screen reader goes from heading to heading, and is told of a new page by its own.
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(egui::accesskit::Role::Heading);
            node.set_label(text);
            node.set_live(egui::accesskit::Live::Polite);
        });
    }
    response
}

/// Draws a list item: a dash, and the text with all its lines aligned.
pub fn listed_ui(ui: &mut Ui, text: &str, role: Role, colour: Color32) -> Response {
    // The dash is recognised by its shape and place; it needs no colour.
    let dash = laid_out(ui, "–", role, role.size(), colour, f32::INFINITY);
    let indent = (dash.size().x + role.size() * 0.5).round();
    let words = laid_out(ui, text, role, role.size(), colour, ui.available_width() - indent);
    let size = words.size() + Vec2::new(indent, 0.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::empty());
    ui.painter().galley(rect.min, dash, colour);
    ui.painter().galley(rect.min + Vec2::new(indent, 0.0), words, colour);
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, text));
    response
}

/// Draws text that has been laid out before.
pub fn galley_ui(ui: &mut Ui, galley: Arc<Galley>, text: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::empty());
    ui.painter().galley(rect.min, galley, Color32::PLACEHOLDER);
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, text));
    response
}

/// The same number with zeros that are not crossed through: large, a slash looks like a sign of its own. The font has no
/// other zero, so the letter takes its place on the screen; screen readers are given the digit.
#[must_use]
pub fn unslashed(number: &str) -> String {
    number.replace('0', "O")
}

/// A sentence with times such as `10:00`, whose zeros are not crossed through.
#[must_use]
pub fn unslashed_times(text: &str) -> String {
    let is_time = |word: &str| word.contains(':') && word.contains(|c: char| c.is_ascii_digit());
    text.split_inclusive(' ')
        .map(|word| if is_time(word) { unslashed(word) } else { word.to_owned() })
        .collect()
}

/// Draws digits that do not jump: each is in a cell as wide as the widest.
pub fn digits_ui(ui: &mut Ui, text: &str, size: f32, colour: Color32) -> Response {
    let cell = |c: char| -> Arc<Galley> {
        ui.painter().layout_no_wrap(c.to_string(), Role::Timer.font_of_size(size), colour)
    };
    let widest = "0123456789".chars().map(|digit| cell(digit).size().x).fold(0.0, f32::max);
    let cells: Vec<(Arc<Galley>, f32)> = unslashed(text)
        .chars()
        .map(|c| {
            let galley = cell(c);
            let width = if c.is_ascii_digit() || c == 'O' { widest } else { galley.size().x };
            (galley, width)
        })
        .collect();
    let size = Vec2::new(cells.iter().map(|(_, width)| width).sum(), size * Role::Timer.leading());
    let (rect, response) = ui.allocate_exact_size(size, Sense::empty());
    let mut left = rect.left();
    for (galley, width) in cells {
        let inset = (width - galley.size().x) / 2.0;
        let place = egui::pos2(left + inset, rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(place, galley, Color32::PLACEHOLDER);
        left += width;
    }
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, text));
    response
}
