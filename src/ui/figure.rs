//! The figure: a place on the body, and what is done there.
//!
//! Contours, regions and signs are stored as points and drawn as vectors, so the figure is sharp at any size
//! and uses the colours of the theme. Nothing in it moves.

use egui::{Align2, Color32, FontId, Painter, Rect, Response, Sense, Ui, Vec2, WidgetInfo, accesskit::Role};

use crate::routine::{CompressKind, Motion, Side, Site};

mod bodies;
mod canvas;
mod curve;
mod hands;
mod heads;
mod motion;
mod pack;
mod sites;
mod views;

use canvas::Canvas;
use sites::{Spot, on_half};
use views::{Form, View, Weight};

/// The colours of the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureColours {
    /// Contours and words.
    pub line: Color32,
    /// The site and the signs.
    pub accent: Color32,
    /// The background.
    pub ground: Color32,
}

/// What the figure shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A site, and what is done there.
    Site {
        /// The site on the body.
        site: Site,
        /// The side; both if there is none.
        side: Option<Side>,
        /// The motion; only the site is shown if there is none.
        motion: Option<Motion>,
    },
    /// A compress on a site.
    Compress {
        /// Cold or warm.
        pack: CompressKind,
        /// The site that it covers.
        site: Site,
    },
}

/// Draws the subject as large as fits into `size`.
pub fn figure_ui(ui: &mut Ui, subject: Subject, size: Vec2, colours: &FigureColours) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name(subject)));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter_at(rect);
    draw(&painter, rect, subject, *colours);
    let (view, shown_side) = shown(subject);
    if let Some(word) = word(view, shown_side) {
        let drawing = view.drawing();
        let canvas = canvas_of(&painter, rect, subject, *colours);
        let at = if view.one_sided() || chosen_halves(view, shown_side).contains(&1.0) {
            drawing.word
        } else {
            curve::mirror(drawing.word)
        };
        painter.text(canvas.at(at), Align2::CENTER_CENTER, word, FontId::proportional(15.0), colours.line);
    }
    response
}

fn canvas_of(painter: &Painter, rect: Rect, subject: Subject, colours: FigureColours) -> Canvas<'_> {
    let (view, shown_side) = shown(subject);
    let is_mirrored = view.one_sided() && shown_side == Some(Side::Right);
    Canvas::new(painter, colours, rect, view.drawing(), is_mirrored)
}

/// Draws the subject into `rect` without words, for example small beside a row that names it.
pub fn draw(painter: &Painter, rect: Rect, subject: Subject, colours: FigureColours) {
    let (view, shown_side) = shown(subject);
    let drawing = view.drawing();
    let canvas = canvas_of(painter, rect, subject, colours);
    let unit = (drawing.max[1] - drawing.min[1]) / 240.0;
    let chosen = chosen_halves(view, shown_side);

    if let Subject::Site { site, motion, .. } = subject {
        regions(&canvas, sites::spot(site, motion), chosen);
    }
    contours(&canvas, view);
    match subject {
        Subject::Site { site, motion: Some(motion), .. } => {
            signs(&canvas, sites::spot(site, Some(motion)), motion, chosen, unit);
        }
        Subject::Compress { site, .. } => pack::draw(&canvas, sites::spot(site, None), unit),
        Subject::Site { .. } => {}
    }
}

/// The figure in words, for a screen reader.
#[must_use]
pub fn name(subject: Subject) -> String {
    match subject {
        Subject::Site { site, side, motion } => {
            let side = match side {
                Some(Side::Both) => ", both sides".to_owned(),
                Some(side) => format!(", {} side", side.plain()),
                None => String::new(),
            };
            let motion = motion.map(|motion| format!(", {}", motion.plain())).unwrap_or_default();
            format!("Figure: {}{side}{motion}", site.plain())
        }
        Subject::Compress { pack, site } => format!("Figure: {}, {}", pack.plain(), site.plain()),
    }
}

/// The view of the subject, and the side that is meant.
const fn shown(subject: Subject) -> (View, Option<Side>) {
    match subject {
        Subject::Site { site, side, motion } => (sites::spot(site, motion).view, side),
        Subject::Compress { site, .. } => (sites::spot(site, None).view, None),
    }
}

/// The halves of the drawing that are meant: 1 is the viewer's right, -1 the left.
const fn chosen_halves(view: View, side: Option<Side>) -> &'static [f32] {
    match side {
        // A view from the side is mirrored as a whole.
        _ if view.one_sided() => &[1.0],
        None | Some(Side::Both) => &[1.0, -1.0],
        Some(Side::Left) if view.left_is_left() => &[-1.0],
        Some(Side::Right) if !view.left_is_left() => &[-1.0],
        Some(Side::Left | Side::Right) => &[1.0],
    }
}

/// The word below the figure, where the picture alone does not show which side is meant.
const fn word(view: View, side: Option<Side>) -> Option<&'static str> {
    match side {
        Some(side @ (Side::Left | Side::Right)) => Some(side.plain()),
        Some(Side::Both) if view.one_sided() => Some("both sides"),
        Some(Side::Both) | None => None,
    }
}

fn contours(canvas: &Canvas, view: View) {
    for layer in view.drawing().layers {
        for part in layer.parts {
            let (strength, width) = match part.weight {
                Weight::Full => (1.0, 1.0),
                Weight::Light => (0.5, 0.85),
            };
            for line in part.lines(layer.place) {
                canvas.contour(&line, strength, width);
            }
        }
    }
}

fn regions(canvas: &Canvas, spot: &Spot, chosen: &[f32]) {
    for outline in spot.regions(chosen) {
        canvas.surface(&outline, canvas.tint(0.4), Some((canvas.line_width() * 0.8, canvas.tint(0.68))));
    }
}

fn signs(canvas: &Canvas, spot: &Spot, motion: Motion, chosen: &[f32], unit: f32) {
    // A site on the midline has one sign. So does a region across the midline that is tensed or released as a
    // whole.
    let in_the_middle = spot.tips.iter().all(|tip| tip[0] == 0.0);
    let one = spot.form == Form::Loop
        && chosen.len() == 2
        && (in_the_middle || matches!(motion, Motion::Tense | Motion::Release));
    let halves = if one { &[1.0] } else { chosen };
    for half in halves {
        let tips = on_half(*half, spot.tips);
        let region = spot.regions(if one { chosen } else { std::slice::from_ref(half) }).concat();
        let mark = motion::Mark {
            tips: &tips,
            along: [spot.along[0] * half, spot.along[1]],
            bounds: curve::bounds(&region),
            side: *half,
            mirrored: halves.len() == 2,
            between_arms: spot.form == Form::Loop && matches!(spot.view, View::Torso | View::TorsoBack),
            profile: spot.view == View::Profile,
            unit,
        };
        motion::draw(canvas, motion, &mark);
    }
}

#[cfg(test)]
mod tests;
