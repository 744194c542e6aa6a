//! A picture before it is painted: lines, surfaces, dots and rings, from back to front, in units of its drawing.
//!
//! The same picture is painted on the screen and written as SVG, so that the two cannot differ.

use std::ops::Range;

use super::curve::{self, P};
use super::views::{Drawing, Fade};

/// What is drawn, from back to front.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The smallest coordinates.
    pub min: P,
    /// The largest coordinates.
    pub max: P,
    /// Where contours fade out.
    pub fade: Option<Fade>,
    /// Whether the whole is seen in a mirror.
    pub mirrored: bool,
    /// Whether the whole is laid down, the head on the viewer's left.
    pub laid: bool,
    /// What is drawn.
    pub inks: Vec<Ink>,
    /// Which of it moves with a hand, and in which half of the drawing: 1 is the viewer's right, -1 the left.
    pub hands: Vec<(Range<usize>, f32)>,
}

/// Something that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Ink {
    /// A line.
    Line {
        /// The points that it passes through.
        points: Vec<P>,
        /// Its width, 1 being that of an outline.
        width: f32,
        /// Its colour.
        tone: Tone,
        /// Whether it fades out at the edge of the drawing.
        fades: bool,
    },
    /// A filled shape without an edge.
    Surface {
        /// The closed outline; its first point is not repeated.
        outline: Vec<P>,
        /// Its colour.
        tone: Tone,
        /// Whether it fades out at the edge of the drawing.
        fades: bool,
    },
    /// A circle.
    Ring {
        /// Its centre.
        at: P,
        /// Its radius.
        radius: f32,
        /// The width of its line, 1 being that of an outline.
        width: f32,
        /// Its colour.
        tone: Tone,
    },
    /// A filled circle.
    Dot {
        /// Its centre.
        at: P,
        /// Its radius.
        radius: f32,
        /// Its colour.
        tone: Tone,
    },
}

/// A colour, as a share of one of the theme's colours in the background.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tone {
    /// Contours: 0 is the background, 1 the colour of lines.
    Line(f32),
    /// The site and the signs: 0 is the background, 1 the accent.
    Accent(f32),
}

impl Picture {
    /// An empty picture of a drawing.
    #[must_use]
    pub const fn new(drawing: &Drawing, mirrored: bool, laid: bool) -> Self {
        let (min, max, fade) = (drawing.min, drawing.max, drawing.fade);
        Self { min, max, fade, mirrored, laid, inks: Vec::new(), hands: Vec::new() }
    }

    /// Its width and height.
    #[must_use]
    pub fn size(&self) -> P {
        let [wide, high] = [0, 1].map(|axis| self.max[axis] - self.min[axis]);
        if self.laid { [high, wide] } else { [wide, high] }
    }

    /// In which half of the drawing an ink moves with a hand, if it does.
    #[must_use]
    pub fn moves_in(&self, ink: usize) -> Option<f32> {
        self.hands.iter().find(|(range, _)| range.contains(&ink)).map(|(_, half)| *half)
    }

    /// An outline of the body.
    pub fn contour(&mut self, points: Vec<P>, strength: f32, width: f32) {
        self.inks.push(Ink::Line { points, width, tone: Tone::Line(strength), fades: true });
    }

    /// A line of one colour.
    pub fn line(&mut self, points: Vec<P>, width: f32, tone: Tone) {
        self.inks.push(Ink::Line { points, width, tone, fades: false });
    }

    /// A filled shape, with an edge of the given width and colour if there is one.
    pub fn surface(&mut self, outline: Vec<P>, tone: Tone, edge: Option<(f32, Tone)>) {
        let around = edge.map(|edge| (closed(&outline), edge));
        self.inks.push(Ink::Surface { outline, tone, fades: false });
        if let Some((around, (width, tone))) = around {
            self.line(around, width, tone);
        }
    }

    /// Skin in front of what has been drawn so far: it hides it, and has a contour.
    pub fn skin(&mut self, outline: Vec<P>) {
        let around = closed(&outline);
        self.cover(outline);
        self.contour(around, 1.0, 1.0);
    }

    /// Hides what has been drawn so far inside a line.
    pub fn cover(&mut self, outline: Vec<P>) {
        self.inks.push(Ink::Surface { outline, tone: Tone::Line(0.0), fades: true });
    }

    /// A circle.
    pub fn ring(&mut self, at: P, radius: f32, width: f32, tone: Tone) {
        self.inks.push(Ink::Ring { at, radius, width, tone });
    }

    /// A filled circle.
    pub fn dot(&mut self, at: P, radius: f32, tone: Tone) {
        self.inks.push(Ink::Dot { at, radius, tone });
    }

    /// Where a point is after mirroring and laying down, from the middle of the drawing.
    #[must_use]
    pub fn placed(&self, [x, y]: P) -> P {
        let [mx, my] = curve::middle(&[self.min, self.max]);
        let [x, y] = [if self.mirrored { mx - x } else { x - mx }, y - my];
        if self.laid { [y, -x] } else { [x, y] }
    }

    /// How much of a contour is left at a point, from 0 to 1.
    #[must_use]
    pub fn left_at(&self, [x, y]: P) -> f32 {
        let Some(fade) = self.fade else { return 1.0 };
        let far = (x - fade.centre[0]).hypot(y - fade.centre[1]);
        1.0 - ((far - fade.from) / (fade.to - fade.from)).clamp(0.0, 1.0)
    }
}

/// A line around a closed outline.
fn closed(outline: &[P]) -> Vec<P> {
    outline.iter().chain(outline.first()).copied().collect()
}
