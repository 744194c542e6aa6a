//! The picture of a step: which one, and how it is drawn.

use egui::{Pos2, Rect, Ui, UiBuilder};

use super::super::figure::{Figure, FigureColours, Subject, figure_ui};
use super::super::pacer::{self, pacer_ui};
use super::super::text::{digits_ui, galley_ui, laid_out};
use super::super::theme::{Palette, Role};
use super::{SessionRemarks, StepPicture, beat};
use crate::player::{Snapshot, State};
use crate::timeline::{SegmentKind, Timeline, phrases};

/// How far a plate extends beyond its picture.
const PLATE_AROUND: f32 = 16.0;
/// The font size of a breath's phase in the middle of a circle, as a share of its diameter, and at most.
const PHASE: f32 = 0.16;
const LARGEST_PHASE: f32 = 52.0;

/// The picture beside the words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Picture {
    /// The pacer of a breath.
    Pacer,
    /// The figure.
    Figure(Subject),
}

/// The picture of a step. While getting ready, changing sides or laying a pack on, it is that of the next step.
#[must_use]
pub fn of_step(timeline: &Timeline, index: usize) -> Option<Picture> {
    let here = timeline.segments().get(index)?;
    match here.kind {
        SegmentKind::Breathe(_) => Some(Picture::Pacer),
        SegmentKind::Guide { site, motion, hand, reversed, .. } => {
            let (side, motion) = (here.side, Some(motion));
            Some(Picture::Figure(Subject::Site { site, side, motion, hand, reversed }))
        }
        SegmentKind::Compress { pack, site } => Some(Picture::Figure(Subject::Compress { pack, site })),
        SegmentKind::Wait | SegmentKind::Switch | SegmentKind::GetReady | SegmentKind::Gap => {
            match (here.kind, of_step(timeline, next_step(timeline, index)?)?) {
                // A pack is wrapped before it is laid on.
                (SegmentKind::Wait, Picture::Figure(Subject::Compress { pack, .. })) => {
                    Some(Picture::Figure(Subject::Wrap { pack }))
                }
                (_, figure @ Picture::Figure(_)) => Some(figure),
                // Nobody is to breathe with a pacer before it moves.
                (_, Picture::Pacer) => None,
            }
        }
        SegmentKind::Rest | SegmentKind::End => None,
    }
}

fn next_step(timeline: &Timeline, index: usize) -> Option<usize> {
    let later = timeline.segments().iter().enumerate().skip(index + 1);
    later.into_iter().find(|(_, segment)| segment.is_step()).map(|(at, _)| at)
}

/// Every figure of a session, in the order in which it is first shown.
#[must_use]
pub fn figures(timeline: &Timeline) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    for index in 0..timeline.segments().len() {
        if let Some(Picture::Figure(subject)) = of_step(timeline, index) {
            let figure = Figure { lying: timeline.is_lying(), ..Figure::still(subject) };
            if !figures.contains(&figure) {
                figures.push(figure);
            }
        }
    }
    figures
}

/// Draws the picture of the step, or of the breath; a quieter one while the session is paused.
pub(super) fn picture_ui(
    ui: &mut Ui,
    palette: &Palette,
    rect: Rect,
    now: &Snapshot,
    remarks: &SessionRemarks,
) {
    let is_paused = now.state == State::Paused && !now.calls;
    match (remarks.picture, of_step(&now.timeline, now.index)) {
        (Some(supplied), _) => supplied_ui(ui, palette, rect, supplied, is_paused),
        (None, Some(Picture::Pacer)) => breath_ui(ui, palette, rect, now, remarks),
        (None, Some(Picture::Figure(subject))) => {
            let accent = if is_paused { palette.line } else { palette.text };
            let line = if is_paused { palette.line } else { palette.quiet };
            let colours = FigureColours { line, accent, ground: palette.ground };
            // The step that comes next is shown, too, before it begins: then there is nothing to move yet.
            let beat = if remarks.is_still { None } else { beat::beat(now) };
            let figure = Figure { subject, lying: now.timeline.is_lying(), beat };
            if beat.is_some() && beat::is_moving(now) && figure.moves() {
                ui.ctx().request_repaint_after(beat::FRAME);
            }
            ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
                figure_ui(ui, figure, rect.size(), &colours)
            });
        }
        (None, None) => {}
    }
}

fn supplied_ui(ui: &Ui, palette: &Palette, rect: Rect, supplied: StepPicture, is_paused: bool) {
    let around = if supplied.is_on_plate { PLATE_AROUND.min(rect.size().min_elem() / 4.0) } else { 0.0 };
    let room = rect.shrink(around);
    let scale = (room.size() / supplied.size).min_elem();
    let place = Rect::from_center_size(room.center(), supplied.size * scale);
    if supplied.is_on_plate {
        ui.painter().rect_filled(place.expand(around), 12.0, palette.plate());
    }
    let whole = Rect::from_min_max(Pos2::ZERO, egui::pos2(1.0, 1.0));
    let tint = if is_paused { egui::Color32::from_white_alpha(80) } else { egui::Color32::WHITE };
    ui.painter().image(supplied.texture, place, whole, tint);
}

/// The pacer, with the phase and its seconds in the middle of it, where the eye rests. If nothing may move, the words and
/// the seconds alone.
fn breath_ui(ui: &mut Ui, palette: &Palette, rect: Rect, now: &Snapshot, remarks: &SessionRemarks) {
    let breath = now.breath();
    if !remarks.is_still {
        pacer_ui(ui, palette, rect, breath.as_ref());
    }
    let Some(breath) = breath else { return };
    if now.state == State::Running
        && !remarks.is_still
        && let Some(next) = pacer::next_frame(&breath, rect)
    {
        ui.ctx().request_repaint_after(next);
    }
    if now.state == State::Paused {
        return;
    }
    let phase = phrases::of(now.segment().language).breath(breath.phase);
    let count = breath.lasts.minus(breath.elapsed).secs_left().to_string();
    let diameter = rect.size().min_elem();
    let size = (diameter * PHASE).clamp(18.0, LARGEST_PHASE);
    let words = laid_out(ui, phase, Role::Step, size, palette.text, f32::INFINITY);
    let high = words.size().y;
    let middle = rect.center();
    let above = Rect::from_center_size(middle - egui::vec2(0.0, high * 0.55), words.size());
    let below = Rect::from_center_size(middle + egui::vec2(0.0, high * 0.75), egui::vec2(size * 2.0, high));
    ui.scope_builder(UiBuilder::new().max_rect(above), |ui| galley_ui(ui, words, phase));
    ui.scope_builder(UiBuilder::new().max_rect(below), |ui| {
        ui.vertical_centered(|ui| digits_ui(ui, &count, size, palette.text))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Library;
    use crate::safety::{Moment, Profile};
    use crate::timeline::{compile, plan};

    fn shown(id: &str) -> Vec<(SegmentKind, Option<Picture>)> {
        let library = Library::open(None);
        let routine = library.find(id).unwrap().routine.clone().unwrap();
        let timeline = compile(&plan(&routine, &Profile::default(), &Moment::default(), None).unwrap());
        let kinds = timeline.segments().iter().map(|segment| segment.kind).enumerate();
        kinds.map(|(index, kind)| (kind, of_step(&timeline, index))).collect()
    }

    #[test]
    fn a_pack_is_wrapped_while_it_is_waited_for() {
        let shown = shown("cold-forehead");
        let wait = shown.iter().position(|(kind, _)| *kind == SegmentKind::Wait).unwrap();
        assert!(matches!(shown[wait].1, Some(Picture::Figure(Subject::Wrap { .. }))));
        assert!(matches!(shown[wait + 1].1, Some(Picture::Figure(Subject::Compress { .. }))));
    }

    #[test]
    fn changing_sides_shows_the_side_that_comes() {
        let shown = shown("neck-and-shoulders-5");
        let switch = shown.iter().position(|(kind, _)| *kind == SegmentKind::Switch).unwrap();
        assert!(shown[switch].1.is_some());
        assert_eq!(shown[switch].1, shown[switch + 1].1);
    }

    #[test]
    fn no_pacer_is_shown_before_the_breath_begins() {
        for (kind, picture) in shown("breathing-ramp") {
            let breathes = matches!(kind, SegmentKind::Breathe(_));
            assert_eq!(picture == Some(Picture::Pacer), breathes, "{kind:?}");
        }
    }
}
