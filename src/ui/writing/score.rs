//! The drawing of a transcript: one row for each minute, with the steps, the lines for as long as they take,
//! and the sounds.

use egui::{
    Color32, CornerRadius, Painter, Pos2, Rangef, Rect, Role as Access, Sense, Shape, Stroke, StrokeKind, Ui,
    WidgetInfo,
};

use super::super::text::laid_out_in_rows;
use super::super::theme::{Palette, Role};
use super::file::{Playhead, name_of};
use super::transcript::{SpokenLine, Transcript};
use crate::routine::Side;
use crate::time::{ExactDuration, Position};
use crate::timeline::{BreathPhase, EventKind, Segment, SegmentKind};

/// The width of the column with the start times.
const TIMES: f32 = 52.0;
/// The heights of the lanes (steps, lines, sounds), and the gap below a row.
const LANES: [f32; 3] = [32.0, 28.0, 18.0];
const SPACE: f32 = 12.0;
/// The font size.
const LETTERS: f32 = 14.0;
/// Narrower blocks have no text, because nobody could read it.
const LEAST_FOR_LETTERS: f32 = 26.0;
/// From this width on, a row holds a minute, below it half a minute.
const WIDE: f32 = 460.0;
/// The height of a row for a long wait.
const SLIM: f32 = 28.0;

/// A row of the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// What happens from here on, for as long as a row holds.
    Full(Position),
    /// Part of a wait, between two positions.
    Waiting(Position, Position),
}

/// Draws the transcript. Returns the position that was clicked or dragged to.
pub fn score_ui(
    ui: &mut Ui,
    palette: &Palette,
    transcript: &Transcript,
    playhead: Playhead,
) -> Option<Position> {
    let width = ui.available_width();
    let holds =
        if width - TIMES >= WIDE { ExactDuration::from_secs(60) } else { ExactDuration::from_secs(30) };
    let mut moved_to = None;
    for line in lines(transcript, holds) {
        let (from, until, height) = match line {
            Line::Full(from) => (from, from + holds, LANES.iter().sum::<f32>() + SPACE),
            Line::Waiting(from, until) => (from, until, SLIM + SPACE),
        };
        let (rect, response) = ui.allocate_exact_size(egui::vec2(width, height), Sense::click_and_drag());
        response
            .widget_info(|| WidgetInfo::labeled(Access::Image, true, description(transcript, from, until)));
        let drawing = Drawing { ui, palette, area: rect.with_min_x(rect.left() + TIMES), from, until };
        let is_here = (from..until).contains(&playhead.at);
        if is_here && playhead.has_moved {
            ui.scroll_to_rect_animation(rect, None, egui::style::ScrollAnimation::none());
        }
        if ui.is_rect_visible(rect) {
            drawing.label(rect.left());
            match line {
                Line::Full(_) => drawing.full(transcript, playhead.at),
                Line::Waiting(..) => drawing.waiting(),
            }
            if is_here {
                drawing.cursor(playhead.at);
            }
        }
        if let Some(pointer) = response.interact_pointer_pos() {
            moved_to = Some(drawing.place(pointer.x).min(transcript.timeline.end()));
        }
    }
    moved_to
}

/// The rows. What lies completely within a wait is one row, however long it is.
fn lines(transcript: &Transcript, holds: ExactDuration) -> Vec<Line> {
    let timeline = &transcript.timeline;
    let mut lines = Vec::new();
    let mut from = Position::ZERO;
    while from < timeline.end() || lines.is_empty() {
        let segment = &timeline.segments()[timeline.index_at(from)];
        let whole = segment.end().since(from).count_of(holds);
        if segment.kind == SegmentKind::Wait && segment.start < from && whole >= 2 {
            let until = from + holds * whole;
            lines.push(Line::Waiting(from, until));
            from = until;
        } else {
            lines.push(Line::Full(from));
            from += holds;
        }
    }
    lines
}

/// A row in words, for a screen reader.
fn description(transcript: &Transcript, from: Position, until: Position) -> String {
    let segments = transcript.timeline.segments().iter().filter(|s| s.start < until && s.end() > from);
    let steps: Vec<String> = segments.map(name_of).collect();
    let spoken = transcript.lines.iter().filter(|line| (from..until).contains(&line.spoken.at));
    let spoken: Vec<String> = spoken.map(SpokenLine::text).collect();
    format!("From {}: {}. {}", from.from_start().clock(), steps.join(", "), spoken.join(" "))
}

/// A row while it is being drawn.
struct Drawing<'a> {
    ui: &'a Ui,
    palette: &'a Palette,
    area: Rect,
    from: Position,
    until: Position,
}

impl Drawing<'_> {
    fn painter(&self) -> &Painter {
        self.ui.painter()
    }

    #[allow(clippy::cast_possible_truncation)] // Points on a screen.
    fn x(&self, at: Position) -> f32 {
        let share = at.since(self.from).as_secs_f64() / self.until.since(self.from).as_secs_f64();
        self.area.left() + self.area.width() * share.min(1.0) as f32
    }

    /// The position at an x coordinate.
    fn place(&self, x: f32) -> Position {
        let share = f64::from(((x - self.area.left()) / self.area.width()).clamp(0.0, 1.0));
        let whole = self.until.since(self.from);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A part of a thousand.
        let part = ExactDuration::from_nanos((share * 1000.0) as u64);
        self.from + whole.scaled(part, ExactDuration::from_nanos(1000))
    }

    fn lane(&self, lane: usize) -> Rangef {
        let above: f32 = LANES[..lane].iter().sum();
        let top = self.area.top() + above;
        Rangef::new(top, top + LANES[lane])
    }

    fn block(&self, start: Position, end: Position, lane: usize) -> Option<Rect> {
        let is_in_line = start < self.until && end > self.from;
        let x = Rangef::new(self.x(start.max(self.from)), self.x(end.min(self.until)));
        is_in_line.then(|| Rect::from_x_y_ranges(x, self.lane(lane)).shrink2(egui::vec2(1.0, 2.0)))
    }

    fn letters(&self, text: &str, block: Rect, colour: Color32) {
        let inside = block.shrink2(egui::vec2(5.0, 0.0));
        if inside.width() < LEAST_FOR_LETTERS {
            return;
        }
        let galley = laid_out_in_rows(self.ui, text, Role::Note, LETTERS, colour, inside.width(), 1);
        let top = inside.center().y - galley.size().y / 2.0;
        self.painter().with_clip_rect(inside).galley(Pos2::new(inside.left(), top), galley, colour);
    }

    fn label(&self, left: f32) {
        let time = self.from.from_start().clock();
        let galley = laid_out_in_rows(self.ui, &time, Role::Note, LETTERS, self.palette.quiet, TIMES, 1);
        let top = self.area.top() + (LANES[0] - galley.size().y) / 2.0;
        self.painter().galley(Pos2::new(left, top), galley, self.palette.quiet);
    }

    fn full(&self, transcript: &Transcript, here: Position) {
        let current = transcript.timeline.index_at(here);
        for (index, segment) in transcript.timeline.segments().iter().enumerate() {
            if let Some(block) = self.block(segment.start, segment.end(), 0) {
                self.step(segment, block, index == current);
            }
        }
        for line in &transcript.lines {
            let start = line.spoken.at;
            if let Some(block) = self.block(start, start + line.lasts(), 1) {
                let (stroke, sign) = if line.has_room() {
                    (Stroke::new(1.0, self.palette.quiet), "")
                } else {
                    (Stroke::new(2.5, self.palette.text), "! ")
                };
                self.painter().rect_stroke(block, CornerRadius::same(4), stroke, StrokeKind::Inside);
                self.letters(&format!("{sign}{}", line.text()), block, self.palette.quiet);
            }
        }
        let events = transcript.timeline.events();
        let first = events.partition_point(|event| event.at < self.from);
        for event in events[first..].iter().take_while(|event| event.at < self.until) {
            self.sound(self.x(event.at), &event.kind);
        }
    }

    fn step(&self, segment: &Segment, block: Rect, is_current: bool) {
        let palette = self.palette;
        let corners = CornerRadius::same(6);
        if segment.is_step() {
            let stroke = Stroke::new(1.5, if is_current { palette.text } else { palette.line });
            self.painter().rect(block, corners, palette.raised, stroke, StrokeKind::Inside);
        }
        let bar = |y: f32| {
            let x = block.x_range().shrink(4.0);
            self.painter().hline(x, y, Stroke::new(3.0, palette.quiet));
        };
        match segment.side {
            Some(Side::Left) => bar(block.top() + 2.0),
            Some(Side::Right) => bar(block.bottom() - 2.0),
            Some(Side::Both) | None => {}
        }
        let colour = if segment.is_step() { palette.text } else { palette.quiet };
        self.letters(&name_of(segment), block, colour);
    }

    fn sound(&self, x: f32, kind: &EventKind) {
        let (lane, quiet) = (self.lane(2).shrink(3.0), self.palette.quiet);
        let middle = lane.center();
        let triangle = |tip: f32, base: f32, is_filled: bool| {
            let points = vec![Pos2::new(x, tip), Pos2::new(x + 4.0, base), Pos2::new(x - 4.0, base)];
            let stroke = Stroke::new(1.5, quiet);
            let fill = if is_filled { quiet } else { Color32::TRANSPARENT };
            self.painter().add(Shape::convex_polygon(points, fill, stroke));
        };
        match kind {
            EventKind::Cue(_) => {
                self.painter().vline(x, lane, Stroke::new(2.0, quiet));
            }
            EventKind::Breath { phase: BreathPhase::Inhale | BreathPhase::TopUp, .. } => {
                triangle(middle - 4.0, middle + 4.0, true);
            }
            EventKind::Breath { phase: BreathPhase::Exhale, .. } => {
                triangle(middle + 4.0, middle - 4.0, false);
            }
            EventKind::Breath { .. } => {
                self.painter().hline(Rangef::new(x - 4.0, x + 4.0), middle, Stroke::new(2.0, quiet));
            }
            EventKind::AwakeCheck { .. } => {
                self.painter().circle_stroke(Pos2::new(x, middle), 4.5, Stroke::new(1.5, quiet));
            }
            EventKind::Say { .. } => {}
        }
    }

    fn waiting(&self) {
        let length = self.until.since(self.from).spoken();
        let text = format!("… waits for Space, for up to {length} …");
        let block = self.area.with_max_y(self.area.top() + SLIM);
        self.letters(&text, block, self.palette.quiet);
    }

    fn cursor(&self, at: Position) {
        let bottom = self.area.bottom() - SPACE / 2.0;
        let x = self.x(at);
        self.painter().vline(x, Rangef::new(self.area.top(), bottom), Stroke::new(2.0, self.palette.accent));
    }
}
