//! A compress lying on a site.

use super::canvas::Canvas;
use super::curve::{self, P};
use super::sites::Spot;
use super::views::Form;

/// A compress is about as large as a hand. If a pair of regions begins closer to the midline than this, one
/// compress covers both.
const ONE_ACROSS: f32 = 24.0;

/// Draws one compress, or one on each side if the regions are far apart.
pub fn draw(canvas: &Canvas, spot: &Spot, unit: f32) {
    let nearest = spot.outlines.iter().copied().flatten().map(|p| p[0]).fold(f32::MAX, f32::min);
    match spot.form {
        Form::Pair if nearest > ONE_ACROSS => {
            for half in [1.0, -1.0] {
                cushion(canvas, &spot.regions(&[half]).concat(), [spot.along[0] * half, spot.along[1]], unit);
            }
        }
        Form::Alone => cushion(canvas, &spot.regions(&[1.0]).concat(), spot.along, unit),
        Form::Pair | Form::Arch | Form::Loop => {
            cushion(canvas, &spot.regions(&[1.0, -1.0]).concat(), [1.0, 0.0], unit);
        }
    }
}

/// A soft rectangle along `axis` that covers `region`, with a seam.
fn cushion(canvas: &Canvas, region: &[P], axis: P, unit: f32) {
    let length = axis[0].hypot(axis[1]).max(f32::EPSILON);
    let [ax, ay] = axis.map(|a| a / length);
    let turned: Vec<P> = region.iter().map(|[x, y]| [x * ax + y * ay, y * ax - x * ay]).collect();
    let (min, max) = curve::bounds(&turned);
    let [cx, cy] = curve::middle(&[min, max]);
    let size = [0, 1].map(|axis| ((max[axis] - min[axis]) / 2.0 + 2.0 * unit).max(9.0 * unit));
    let edge = |inset: f32| -> Vec<P> {
        let around = soft_rectangle(size.map(|half| half - inset));
        around.iter().map(|[x, y]| [(cx + x) * ax - (cy + y) * ay, (cx + x) * ay + (cy + y) * ax]).collect()
    };
    canvas.surface(&edge(0.0), canvas.tint(0.42), Some((canvas.line_width() * 0.9, canvas.tint(0.8))));
    let mut seam = edge(4.0 * unit);
    seam.extend(seam.first().copied());
    canvas.stroke(&seam, canvas.line_width() * 0.7, canvas.tint(0.58));
}

/// A rounded rectangle whose sides bulge a little, like a filled bag.
fn soft_rectangle([a, b]: P) -> Vec<P> {
    let [near, far] = [0.78, 0.9];
    let corner = |sx: f32, sy: f32| [[sx * far * a, sy * near * b], [sx * near * a, sy * far * b]];
    let ([one, two], [three, four]) = (corner(1.0, 1.0), corner(-1.0, 1.0));
    let ([five, six], [seven, eight]) = (corner(-1.0, -1.0), corner(1.0, -1.0));
    curve::closed(&[[a, 0.0], one, two, [0.0, b], four, three, [-a, 0.0], five, six, [0.0, -b], eight, seven])
}
