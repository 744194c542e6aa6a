//! The figure: a place on the body, the hands on it, and what is done there.
//!
//! Contours, regions, hands and signs are stored as numbers and drawn as vectors, so the figure is sharp at any size
//! and uses the colours of the theme. Everything up to [`Picture`] is pure; `paint.rs` puts it on the screen and
//! `sheet.rs` writes it as SVG.

use std::sync::Arc;

use egui::{
    Align2, Color32, FontId, Id, Painter, Rect, Response, Sense, Ui, Vec2, WidgetInfo, accesskit::Role,
};

mod blend;
mod bodies;
mod curve;
mod grips;
mod hands;
mod heads;
mod map;
mod motion;
mod pack;
mod paint;
mod picture;
mod reach;
mod scene;
mod sheet;
mod sites;
mod views;

pub use map::{Area, BodyMap, body_map_ui};
use paint::Canvas;
pub use picture::Picture;
pub use scene::{Beat, Subject};

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

/// What is shown, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The site, and what is done there.
    pub subject: Subject,
    /// Whether the person lies down.
    pub lying: bool,
    /// How far the motion has come, if the hands may move.
    pub beat: Option<Beat>,
}

impl Figure {
    /// A figure in which nothing moves.
    #[must_use]
    pub const fn still(subject: Subject) -> Self {
        Self { subject, lying: false, beat: None }
    }

    /// Whether there is anything in it that moves with the sounds.
    #[must_use]
    pub fn moves(self) -> bool {
        let [one, other] = [0.1, 0.3].map(|turn| self.subject.moved(Beat { turn, pressed: turn }));
        self.subject.has_hands() && (one[0] - other[0]).hypot(one[1] - other[1]) > 0.0
    }

    /// The figure as SVG, `height` pixels high.
    #[must_use]
    pub fn svg(self, height: f32) -> String {
        sheet::svg(&self.subject.picture(self.lying), height, self.subject.word())
    }
}

/// Draws the figure as large as fits into `size`.
pub fn figure_ui(ui: &mut Ui, figure: Figure, size: Vec2, colours: &FigureColours) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, figure.subject.name()));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter_at(rect);
    let picture = kept(&painter, figure);
    let canvas = Canvas::new(&painter, &picture, *colours, rect);
    canvas.paint(figure.beat.map_or([0.0, 0.0], |beat| figure.subject.moved(beat)));
    if let Some((word, at)) = figure.subject.word() {
        let font = FontId::proportional(15.0);
        // Never cut off at the edge of the picture.
        let galley = painter.layout_no_wrap(word.to_owned(), font.clone(), colours.line);
        let room = rect.shrink2(galley.size() / 2.0);
        let at = if room.is_negative() { rect.center() } else { room.clamp(canvas.at(at)) };
        painter.text(at, Align2::CENTER_CENTER, word, font, colours.line);
    }
    response
}

/// Draws the subject into `rect` without words, for example small beside a row that names it.
pub fn draw(painter: &Painter, rect: Rect, subject: Subject, colours: FigureColours) {
    let picture = kept(painter, Figure::still(subject));
    Canvas::new(painter, &picture, colours, rect).paint([0.0, 0.0]);
}

/// The picture of a figure. It is kept while it is on the screen, because the outline of a hand takes a few
/// milliseconds to find.
fn kept(painter: &Painter, figure: Figure) -> Arc<Picture> {
    let id = Id::unique(("figure", figure.subject, figure.lying));
    painter.ctx().data_mut(|data| {
        data.get_temp_mut_or_insert_with(id, || Arc::new(figure.subject.picture(figure.lying))).clone()
    })
}

#[cfg(test)]
mod tests;
