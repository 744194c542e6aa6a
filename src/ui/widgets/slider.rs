//! A value between limits, to be dragged or moved with the arrow keys.

use egui::{Rect, Response, Role as Access, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::keys::{Key, takes};
use super::super::text::{laid_out, words_ui};
use super::super::theme::{Palette, Role};
use super::focus_ring;

/// One of several values in order, some of which cannot be chosen.
#[derive(Clone, Copy, Debug)]
pub struct Slider<'a> {
    /// What it is.
    pub label: &'a str,
    /// The value in words.
    pub value: &'a str,
    /// Which one it is; nothing while none is chosen.
    pub at: Option<usize>,
    /// How many there are.
    pub count: usize,
    /// The first and the last that can be chosen.
    pub between: (usize, usize),
    /// Why it cannot go further than where it is; empty if it can.
    pub why: &'a str,
}

/// What somebody did with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slid {
    /// The value that is wanted now.
    pub to: Option<usize>,
    /// Whether a move has come to its end.
    pub is_done: bool,
}

/// The height of the line, large enough for an unsteady hand.
const HEIGHT: f32 = 40.0;
const KNOB: f32 = 9.0;

/// Draws it with its label and value above.
pub fn slider_ui(ui: &mut Ui, palette: &Palette, slider: &Slider<'_>) -> Slid {
    let width = ui.available_width();
    let value = laid_out(ui, slider.value, Role::Body, Role::Body.size(), palette.text, width);
    let label_width = width - value.size().x - 16.0;
    let label =
        laid_out(ui, slider.label, Role::Note, Role::Note.size(), palette.quiet, label_width.max(80.0));
    let is_beside = label.size().x + value.size().x + 16.0 <= width;
    let high = if is_beside { label.size().y.max(value.size().y) } else { label.size().y + value.size().y };
    let (rect, _) = ui.allocate_exact_size(vec2(width, high), Sense::empty());
    let value_at = if is_beside {
        pos2(rect.right() - value.size().x, rect.bottom() - value.size().y)
    } else {
        pos2(rect.left(), rect.bottom() - value.size().y)
    };
    let label_top = if is_beside { rect.bottom() - label.size().y - 2.0 } else { rect.top() };
    ui.painter().galley(pos2(rect.left(), label_top), label, palette.quiet);
    ui.painter().galley(value_at, value, palette.text);
    let (line, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click_and_drag());
    let slid = moved(ui, slider, line, &response);
    describe(&response, slider);
    paint(ui, palette, slider, line, &response);
    if !slider.why.is_empty() {
        words_ui(ui, slider.why, Role::Note, palette.quiet);
        ui.add_space(4.0);
    }
    slid
}

#[allow(clippy::cast_precision_loss)] // A few hundred values.
fn place(line: Rect, index: usize, count: usize) -> f32 {
    let last = count.saturating_sub(1).max(1) as f32;
    line.left() + KNOB + (line.width() - 2.0 * KNOB) * index as f32 / last
}

fn moved(ui: &Ui, slider: &Slider<'_>, line: Rect, response: &Response) -> Slid {
    let (least, most) = slider.between;
    let mut slid = Slid { is_done: response.drag_stopped(), ..Slid::default() };
    if (response.dragged() || response.clicked())
        && let Some(pointer) = response.interact_pointer_pos()
    {
        let nearest = (0..slider.count).min_by(|one, other| {
            let far = |index: &usize| (place(line, *index, slider.count) - pointer.x).abs();
            far(one).total_cmp(&far(other))
        });
        slid.to = nearest.map(|index| index.clamp(least, most));
        slid.is_done |= response.clicked();
        response.request_focus();
    }
    if response.has_focus() {
        let arrows = egui::EventFilter { horizontal_arrows: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        let here = slider.at;
        let to = if takes(ui, Key::Left) {
            Some(here.map_or(least, |here| here.saturating_sub(1)))
        } else if takes(ui, Key::Right) {
            Some(here.map_or(least, |here| here + 1))
        } else if takes(ui, Key::Home) {
            Some(least)
        } else if takes(ui, Key::End) {
            Some(most)
        } else {
            None
        };
        if let Some(to) = to {
            slid.to = Some(to.clamp(least, most));
        }
    }
    slid.to = slid.to.filter(|to| Some(*to) != slider.at);
    slid
}

fn describe(response: &Response, slider: &Slider<'_>) {
    let name = format!("{}: {}", slider.label, slider.value);
    #[allow(clippy::cast_precision_loss)] // A few hundred values.
    response.widget_info(|| WidgetInfo {
        label: Some(name.clone()),
        value: slider.at.map(|at| at as f64),
        ..WidgetInfo::new(Access::Slider)
    });
}

fn paint(ui: &Ui, palette: &Palette, slider: &Slider<'_>, line: Rect, response: &Response) {
    let painter = ui.painter();
    let middle = line.center().y;
    let x = |index: usize| place(line, index, slider.count);
    let (least, most) = slider.between;
    painter.hline(line.shrink2(vec2(KNOB, 0.0)).x_range(), middle, Stroke::new(2.0, palette.line));
    painter.hline(x(least)..=x(most), middle, Stroke::new(3.0, palette.quiet));
    // Where it ends before the end of the line.
    for (limit, end) in [(least, 0), (most, slider.count.saturating_sub(1))] {
        if limit != end {
            let ends = (middle - 7.0)..=(middle + 7.0);
            painter.vline(x(limit), ends, Stroke::new(3.0, palette.quiet));
        }
    }
    if let Some(at) = slider.at {
        let radius = if response.hovered() || response.dragged() { KNOB } else { KNOB - 1.0 };
        painter.circle_filled(pos2(x(at), middle), radius, palette.text);
    }
    focus_ring(ui, response, palette);
}
