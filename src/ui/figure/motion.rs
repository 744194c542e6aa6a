//! The signs of motions: dots for fingertips, and one arrow, ring or bar.

use std::f32::consts::TAU;

use super::curve::{self, P};
use super::picture::{Picture, Tone};
use crate::routine::Motion;

/// The radius of the mark of a fingertip, in units of a sign.
pub const TIP: f32 = 2.2;

/// Where a sign is drawn, and how large its unit is.
#[allow(clippy::struct_excessive_bools)] // Each is a fact of its own.
pub struct Mark<'a> {
    /// The positions of the fingertips.
    pub tips: &'a [P],
    /// The direction of the stroke, and how far it reaches to either side.
    pub along: P,
    /// The smallest and the largest coordinates of the region.
    pub bounds: (P, P),
    /// 1 on the viewer's right half, -1 on the left.
    pub side: f32,
    /// Whether the other half has the same sign, so that there is no room between them.
    pub mirrored: bool,
    /// Whether the arms hang beside the region.
    pub between_arms: bool,
    /// Whether the view shows the face from the side, where a nod and a roll are visible.
    pub profile: bool,
    /// Whether the motion goes the other way round.
    pub reversed: bool,
    /// Whether the region is a muscle of the neck, which the head stretches.
    pub of_the_neck: bool,
    /// Whether the hand itself is drawn.
    pub with_hand: bool,
    /// How far from the region the sign of tensing stands, in units of a sign.
    pub away: f32,
    /// The length of one unit, in units of the drawing.
    pub unit: f32,
}

/// Draws the sign of `motion`.
pub fn draw(picture: &mut Picture, motion: Motion, mark: &Mark) {
    let u = mark.unit;
    let mut pen = Pen { picture, unit: u };
    let [x, y] = mark.touched();
    if !mark.with_hand && !matches!(motion, Motion::Stroke | Motion::LeanOn) && motion.is_hands_on() {
        pen.tips(mark.tips);
    }
    match motion {
        Motion::Circle => {
            let radius = mark.ring();
            // Both hands circle upwards on the outside, so left and right are mirror images.
            let (from, to) = if mark.reversed { (-0.18, 0.64) } else { (-0.32, -1.14) };
            pen.arrow(&arc([x, y], [mark.side * radius, radius], from, to));
        }
        Motion::Press | Motion::Resist => pen.ring([x, y], mark.ring()),
        // The hand that lies there says it.
        Motion::Hold if mark.with_hand => {}
        Motion::Hold => {
            let below = mark.bounds.1[1] + 5.0 * u;
            pen.line(&[[x - 5.0 * u, below], [x + 5.0 * u, below]]);
        }
        Motion::Stroke => {
            let mut ray = mark.ray(mark.centre(), -1.0, 1.0);
            if mark.reversed {
                ray.reverse();
            }
            if !mark.with_hand {
                pen.tips(&ray[..1]);
            }
            pen.arrow(&ray);
        }
        Motion::Shift => {
            let beside = [x, mark.tips.iter().map(|tip| tip[1]).fold(y, f32::max) + 6.0 * u];
            pen.arrow(&mark.ray(beside, 0.0, 1.0));
            pen.arrow(&mark.ray(beside, 0.0, -1.0));
        }
        Motion::Squeeze => {
            let [nx, ny] = mark.across();
            for way in [-u, u] {
                pen.arrow(&[20.0, 8.5].map(|far| [x + nx * far * way, y + ny * far * way]));
            }
        }
        Motion::Lift => {
            let [nx, ny] = mark.across();
            pen.arrow(&[7.0, 22.0].map(|far| [x + nx * far * u, y + ny * far * u]));
        }
        // Over the top towards the back, the face being on the left.
        Motion::Roll if mark.profile => {
            let (from, to) = if mark.reversed { (0.98, 0.4) } else { (0.52, 1.1) };
            pen.arrow(&arc([mark.centre()[0] - 1.0, mark.bounds.0[1] + 14.0], [31.0, 27.0], from, to));
        }
        Motion::Roll => {
            let [middle, _] = mark.centre();
            let above = [middle, mark.bounds.0[1] - 6.0 * u];
            pen.arrow(&arc(above, [mark.side * 17.0 * u, 13.0 * u], 0.53, 1.02));
        }
        // About the joint between head and neck.
        Motion::Nod if mark.profile => pen.arrow(&arc([10.0, 60.0], [70.0, 70.0], 0.465, 0.385)),
        Motion::Nod => pen.arrow(&arc(mark.centre(), [10.0 * u, 10.0 * u], 0.62, 0.38)),
        // Around the forehead, on the side that can be seen, towards the shoulder.
        Motion::Turn => pen.arrow(&arc([0.0, 22.0], [mark.side * 44.0, 14.0], 0.4, 0.05)),
        // Over the top of the head, which sinks to the side.
        Motion::Tilt => pen.arrow(&over_the_head(mark.side)),
        // Straight back, from before the chin, the face being on the left.
        Motion::ChinTuck => pen.arrow(&[[-57.0, 95.0], [-40.0, 95.0]]),
        Motion::Shrug => {
            let ([middle, _], top) = (mark.centre(), mark.bounds.0[1]);
            pen.arrow(&[-4.0, -22.0].map(|far| [middle, top + far * u]));
        }
        // Towards the spine.
        Motion::BladeSqueeze => {
            let ([_, y], edge) = (mark.centre(), mark.outer_edge());
            pen.arrow(&[24.0, 6.0].map(|far| [edge + mark.side * far * u, y]));
        }
        Motion::Stretch => pen.stretch(mark),
        // A ball as large as a tennis ball.
        Motion::LeanOn => {
            let [middle, y] = mark.centre();
            pen.ring([middle + 2.5, y + 12.4], 12.2);
        }
        Motion::Tense | Motion::Release => {
            pen.chevrons(mark, if motion == Motion::Tense { -2.0 } else { 2.0 });
        }
        Motion::Attend => {}
    }
}

/// An arrow over the top of the head to a side of it.
fn over_the_head(side: f32) -> Vec<P> {
    arc([0.0, 92.0], [side * 96.0, 96.0], -0.225, -0.135)
}

impl Mark<'_> {
    /// Where the region ends on its own side.
    fn outer_edge(&self) -> f32 {
        if self.side < 0.0 { self.bounds.0[0] } else { self.bounds.1[0] }
    }

    /// The middle of the region.
    fn centre(&self) -> P {
        curve::middle(&[self.bounds.0, self.bounds.1])
    }

    /// The centre of the fingertips, or of the region if there are none.
    fn touched(&self) -> P {
        if self.tips.is_empty() { self.centre() } else { curve::middle(self.tips) }
    }

    /// The radius of a ring around the fingertips, or around the middle one if they are far apart.
    fn ring(&self) -> f32 {
        let [x, y] = self.touched();
        let spread = self.tips.iter().map(|tip| (tip[0] - x).hypot(tip[1] - y)).fold(0.0, f32::max);
        let close = 7.5 * self.unit;
        if spread < close {
            spread + close
        } else if self.with_hand {
            13.0 * self.unit
        } else {
            close
        }
    }

    /// A piece of the stroke, from one distance from `middle` to another.
    fn ray(&self, middle: P, from: f32, to: f32) -> [P; 2] {
        [from, to].map(|t| [middle[0] + self.along[0] * t, middle[1] + self.along[1] * t])
    }

    /// Across the stroke, away from the midline.
    fn across(&self) -> P {
        let length = self.along[0].hypot(self.along[1]).max(f32::EPSILON);
        let normal = [-self.along[1] / length, self.along[0] / length];
        if normal[0] * self.side < 0.0 { normal.map(|n| -n) } else { normal }
    }
}

/// Part of an ellipse, with angles in turns; clockwise from the right when `to` is greater and `radii` are
/// positive.
fn arc(centre: P, radii: P, from: f32, to: f32) -> Vec<P> {
    let at = |t: f32| {
        let angle = TAU * (from + (to - from) * t);
        [centre[0] + radii[0] * angle.cos(), centre[1] + radii[1] * angle.sin()]
    };
    curve::open(&[0.0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0].map(at))
}

/// Draws an arrow along a line.
pub fn arrow(picture: &mut Picture, line: &[P], unit: f32) {
    Pen { picture, unit }.arrow(line);
}

/// What signs are drawn with.
struct Pen<'a> {
    picture: &'a mut Picture,
    unit: f32,
}

impl Pen<'_> {
    fn tips(&mut self, tips: &[P]) {
        for tip in tips {
            self.picture.dot(*tip, TIP * self.unit, Tone::Accent(1.0));
        }
    }

    fn line(&mut self, points: &[P]) {
        self.picture.line(points.to_vec(), 1.1, Tone::Accent(1.0));
    }

    fn ring(&mut self, centre: P, radius: f32) {
        self.picture.ring(centre, radius, 1.1, Tone::Accent(1.0));
    }

    /// A line with a head at its end.
    fn arrow(&mut self, line: &[P]) {
        self.line(line);
        let (back, wide) = (4.2 * self.unit, 3.3 * self.unit);
        // On a curved line, the head points along its last stretch rather than along its last piece.
        let Some(tip) = line.last() else { return };
        let far = |p: &&P| (tip[0] - p[0]).hypot(tip[1] - p[1]) > back * 0.7;
        let Some(before) = line.iter().rev().find(far) else { return };
        let length = (tip[0] - before[0]).hypot(tip[1] - before[1]);
        let [dx, dy] = [(tip[0] - before[0]) / length, (tip[1] - before[1]) / length];
        self.line(&[
            [tip[0] - dx * back - dy * wide, tip[1] - dy * back + dx * wide],
            *tip,
            [tip[0] - dx * back + dy * wide, tip[1] - dy * back - dx * wide],
        ]);
    }

    /// The head sinks away from a muscle of the neck; chest and back widen.
    fn stretch(&mut self, mark: &Mark) {
        if mark.of_the_neck {
            self.arrow(&over_the_head(-mark.side));
        } else {
            let ([_, y], edge) = (mark.centre(), mark.outer_edge());
            self.arrow(&[6.0, 24.0].map(|far| [edge + mark.side * far * self.unit, y]));
        }
    }

    /// A chevron beside the region on the outside, or on both sides if there is room. They point outwards by
    /// `reach`.
    fn chevrons(&mut self, mark: &Mark, reach: f32) {
        let u = self.unit;
        let (min, max) = mark.bounds;
        let centre = mark.centre();
        let away = mark.away;
        for way in [-1.0, 1.0] {
            if mark.mirrored && way * mark.side < 0.0 {
                continue;
            }
            // Beside the region, or above and below it.
            let axis = usize::from(mark.between_arms);
            let edge = if way < 0.0 { min[axis] } else { max[axis] };
            let tip = edge + way * (away + reach) * u;
            let end = edge + way * (away - reach) * u;
            let line = [(end, -6.0), (tip, 0.0), (end, 6.0)].map(|(out, aside)| {
                let aside = centre[1 - axis] + aside * u;
                if axis == 0 { [out, aside] } else { [aside, out] }
            });
            self.line(&line);
        }
    }
}
