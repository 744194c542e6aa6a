//! The whole routine as a strip along time.

use egui::{CornerRadius, Rect, Role as Access, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::super::theme::Palette;
use super::{EditorAction, EditorData};
use crate::time::{ExactDuration, Position};

const HEIGHT: f32 = 34.0;

/// A stretch of time in which a step is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// When it begins.
    pub start: Position,
    /// When it ends.
    pub end: Position,
    /// Its card; nothing for what the program adds.
    pub card: Option<usize>,
}

/// Draws the strip; a click goes there.
pub fn strip_ui(ui: &mut Ui, palette: &Palette, data: &EditorData) -> Option<EditorAction> {
    let end = data.blocks.last()?.end;
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click_and_drag());
    let now = data.playhead.from_start().clock();
    response.widget_info(|| {
        WidgetInfo::labeled(
            Access::Image,
            true,
            format!("The routine along time, at {now} of {}", end.from_start().clock()),
        )
    });
    #[allow(clippy::cast_possible_truncation)] // Points on a screen.
    let x = |at: Position| {
        let share = at.from_start().as_secs_f64() / end.from_start().as_secs_f64().max(1e-9);
        rect.left() + rect.width() * share.min(1.0) as f32
    };
    for block in &data.blocks {
        let is_selected = block.card.is_some() && block.card == data.selected;
        let area =
            Rect::from_x_y_ranges(x(block.start)..=x(block.end), rect.y_range()).shrink2(vec2(0.75, 7.0));
        let (fill, line) =
            if is_selected { (palette.line, palette.text) } else { (palette.raised, palette.line) };
        if block.card.is_some() {
            let stroke = Stroke::new(if is_selected { 2.0 } else { 1.0 }, line);
            ui.painter().rect(area, CornerRadius::same(4), fill, stroke, StrokeKind::Inside);
        }
    }
    ui.painter().vline(x(data.playhead), rect.y_range(), Stroke::new(2.0, palette.accent));
    let pointer = response.interact_pointer_pos()?;
    let share = f64::from(((pointer.x - rect.left()) / rect.width()).clamp(0.0, 1.0));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A part of a thousand.
    let part = ExactDuration::from_nanos((share * 1000.0) as u64);
    let at = end.from_start().scaled(part, ExactDuration::from_nanos(1000));
    Some(EditorAction::MoveTo(Position::ZERO + at))
}
