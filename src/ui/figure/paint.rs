//! Paints a picture on the screen.

use egui::epaint::{Mesh, PathShape, PathStroke};
use egui::{Color32, Painter, Pos2, Rect, Shape, pos2};

use super::FigureColours;
use super::curve::{self, P};
use super::picture::{Ink, Picture, Tone};

/// Where a picture is painted.
pub struct Canvas<'a> {
    painter: &'a Painter,
    picture: &'a Picture,
    colours: FigureColours,
    centre: Pos2,
    scale: f32,
    /// The shorter side of the screen area.
    size: f32,
}

impl<'a> Canvas<'a> {
    /// A canvas for `picture`, as large as fits into `rect` and centred.
    #[must_use]
    pub fn new(painter: &'a Painter, picture: &'a Picture, colours: FigureColours, rect: Rect) -> Self {
        let [wide, high] = picture.size();
        let scale = (rect.width() / wide).min(rect.height() / high);
        Self {
            painter,
            picture,
            colours,
            centre: rect.center(),
            scale,
            size: rect.width().min(rect.height()),
        }
    }

    /// The screen position of a point of the drawing.
    #[must_use]
    pub fn at(&self, point: P) -> Pos2 {
        let [x, y] = self.picture.placed(point);
        pos2(self.centre.x + x * self.scale, self.centre.y + y * self.scale)
    }

    /// The width of outlines: 1.8 at the usual size, hardly more in larger figures.
    fn line_width(&self) -> f32 {
        (1.1 + self.size / 600.0).clamp(1.4, 2.2)
    }

    fn colour(&self, tone: Tone) -> Color32 {
        let (over, amount) = match tone {
            Tone::Line(amount) => (self.colours.line, amount),
            Tone::Accent(amount) => (self.colours.accent, amount),
        };
        self.colours.ground.lerp_to_gamma(over, amount)
    }

    /// Paints the picture, with the hands `moved` away from where they are drawn in the viewer's right half.
    pub fn paint(&self, moved: P) {
        for (index, ink) in self.picture.inks.iter().enumerate() {
            let half = self.picture.moves_in(index).unwrap_or(0.0);
            let by = [moved[0] * half, moved[1] * half.abs()];
            self.ink(ink, |[x, y]| self.at([x + by[0], y + by[1]]));
        }
    }

    fn ink(&self, ink: &Ink, at: impl Fn(P) -> Pos2) {
        match ink {
            Ink::Line { points, width, tone, fades } => {
                let (width, colour) = (self.line_width() * width, self.colour(*tone));
                let points: Vec<Pos2> = points.iter().map(|p| at(*p)).collect();
                self.painter.add(self.line(points, width, colour, *fades));
            }
            Ink::Surface { outline, tone, fades: _ } => {
                let fill = self.colour(*tone);
                let mut mesh = Mesh::default();
                for point in outline {
                    mesh.colored_vertex(at(*point), fill);
                }
                for triangle in curve::triangles(outline) {
                    // A flattened outline has a few hundred points.
                    let [a, b, c] = triangle.map(|i| u32::try_from(i).unwrap_or_default());
                    mesh.add_triangle(a, b, c);
                }
                self.painter.add(Shape::mesh(mesh));
            }
            Ink::Ring { at: centre, radius, width, tone } => {
                let stroke = (self.line_width() * width, self.colour(*tone));
                self.painter.circle_stroke(at(*centre), radius * self.scale, stroke);
            }
            Ink::Dot { at: centre, radius, tone } => {
                self.painter.circle_filled(at(*centre), radius * self.scale, self.colour(*tone));
            }
        }
    }

    fn line(&self, points: Vec<Pos2>, width: f32, colour: Color32, fades: bool) -> Shape {
        let Some(fade) = self.picture.fade.filter(|_| fades) else {
            return Shape::line(points, PathStroke::new(width, colour));
        };
        let (centre, from, to) = (self.at(fade.centre), fade.from * self.scale, fade.to * self.scale);
        let stroke = PathStroke::new_uv(width, move |_, at| {
            colour.gamma_multiply(1.0 - ((at.distance(centre) - from) / (to - from)).clamp(0.0, 1.0))
        });
        Shape::Path(PathShape { points, closed: false, fill: Color32::TRANSPARENT, stroke })
    }
}
