//! Draws on the screen: lines of one width, soft surfaces, dots and arrow heads.

use egui::epaint::{Mesh, PathShape, PathStroke};
use egui::{Color32, Painter, Pos2, Rect, Shape, pos2};

use super::FigureColours;
use super::curve::{self, P};
use super::views::{Drawing, Fade};

/// The transformation from a drawing to the screen.
pub struct Canvas<'a> {
    painter: &'a Painter,
    colours: FigureColours,
    centre: Pos2,
    middle: P,
    scale: f32,
    /// The shorter side of the screen area.
    size: f32,
    /// -1 if the whole drawing is mirrored.
    hand: f32,
    fade: Option<Fade>,
}

impl<'a> Canvas<'a> {
    /// A canvas for `drawing`, as large as fits into `rect` and centred.
    #[must_use]
    pub fn new(
        painter: &'a Painter,
        colours: FigureColours,
        rect: Rect,
        drawing: &Drawing,
        mirrored: bool,
    ) -> Self {
        let (min, max) = (drawing.min, drawing.max);
        let scale = (rect.width() / (max[0] - min[0])).min(rect.height() / (max[1] - min[1]));
        Self {
            painter,
            colours,
            centre: rect.center(),
            middle: curve::middle(&[min, max]),
            scale,
            size: rect.width().min(rect.height()),
            hand: if mirrored { -1.0 } else { 1.0 },
            fade: drawing.fade,
        }
    }

    /// The screen position of a point of the drawing.
    #[must_use]
    pub fn at(&self, point: P) -> Pos2 {
        let x = (point[0] - self.middle[0]) * self.hand;
        pos2(self.centre.x + x * self.scale, self.centre.y + (point[1] - self.middle[1]) * self.scale)
    }

    /// The width of outlines: 1.8 at the usual size, hardly more in larger figures.
    #[must_use]
    pub fn line_width(&self) -> f32 {
        (1.1 + self.size / 600.0).clamp(1.4, 2.2)
    }

    /// The background with `amount` (0–1) of the accent in it.
    #[must_use]
    pub fn tint(&self, amount: f32) -> Color32 {
        mix(self.colours.ground, self.colours.accent, amount)
    }

    /// An outline of the body.
    pub fn contour(&self, line: &[P], strength: f32, width: f32) {
        let color = mix(self.colours.ground, self.colours.line, strength);
        let width = self.line_width() * width;
        let Some(fade) = self.fade else { return self.stroke(line, width, color) };
        let (centre, from, to) = (self.at(fade.centre), fade.from * self.scale, fade.to * self.scale);
        let stroke = PathStroke::new_uv(width, move |_, at| {
            color.gamma_multiply(1.0 - ((at.distance(centre) - from) / (to - from)).clamp(0.0, 1.0))
        });
        let points = line.iter().map(|p| self.at(*p)).collect();
        self.painter.add(PathShape { points, closed: false, fill: Color32::TRANSPARENT, stroke });
    }

    /// A line of one colour.
    pub fn stroke(&self, line: &[P], width: f32, color: Color32) {
        let points = line.iter().map(|p| self.at(*p)).collect();
        self.painter.add(Shape::line(points, PathStroke::new(width, color)));
    }

    /// A filled shape with an edge.
    pub fn surface(&self, outline: &[P], fill: Color32, edge: Option<(f32, Color32)>) {
        let mut mesh = Mesh::default();
        for point in outline {
            mesh.colored_vertex(self.at(*point), fill);
        }
        for triangle in curve::triangles(outline) {
            // A flattened outline has a few hundred points.
            let [a, b, c] = triangle.map(|i| u32::try_from(i).unwrap_or_default());
            mesh.add_triangle(a, b, c);
        }
        self.painter.add(Shape::mesh(mesh));
        let (width, color) = edge.unwrap_or((1.0, fill));
        let points = outline.iter().map(|p| self.at(*p)).collect();
        self.painter.add(Shape::closed_line(points, PathStroke::new(width, color)));
    }

    /// A circle; the radius is in units of the drawing.
    pub fn ring(&self, at: P, radius: f32, width: f32, color: Color32) {
        self.painter.circle_stroke(self.at(at), radius * self.scale, (width, color));
    }

    /// A filled dot; the radius is in units of the drawing.
    pub fn dot(&self, at: P, radius: f32, color: Color32) {
        self.painter.circle_filled(self.at(at), radius * self.scale, color);
    }
}

/// Mixes `amount` (0–1) of `over` into `under`.
fn mix(under: Color32, over: Color32, amount: f32) -> Color32 {
    under.lerp_to_gamma(over, amount)
}
