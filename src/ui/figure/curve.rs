//! The geometry behind the figure: smooth curves and filled surfaces from a few points.
//!
//! A contour is stored as the points that it passes through. Between them runs a cubic spline without jumps in
//! its curvature, which makes a line of few points look as if it was drawn in one stroke. A point that is given
//! twice is a corner.

/// A point of a drawing, in the units of that drawing.
pub type P = [f32; 2];

/// The longest straight piece of a flattened curve, in units of the drawing.
const PIECE: f32 = 2.0;

/// How many points a closed curve is extended by at its seam, so that the seam is as smooth as the rest.
const OVERLAP: usize = 4;

/// The smooth line through `points`, flattened, with a corner wherever a point is repeated.
#[must_use]
pub fn open(points: &[P]) -> Vec<P> {
    let mut line: Vec<P> = Vec::new();
    let mut run: Vec<P> = Vec::new();
    for &point in points {
        if run.last() == Some(&point) {
            extend(&mut line, &spline(&run, 0, run.len().saturating_sub(1)));
            run.clear();
        }
        run.push(point);
    }
    extend(&mut line, &spline(&run, 0, run.len().saturating_sub(1)));
    line
}

/// The smooth closed line through `points`, flattened; the first point is not repeated at the end.
///
/// A closed line with corners is treated as an open one that ends where it began.
#[must_use]
pub fn closed(points: &[P]) -> Vec<P> {
    let has_corner = points.windows(2).any(|two| distance(two[0], two[1]) <= 0.0);
    let mut line = if has_corner || points.len() < 3 {
        let mut whole = points.to_vec();
        whole.extend(points.first());
        open(&whole)
    } else {
        let n = points.len();
        let before = n - OVERLAP % n;
        let around: Vec<P> = points.iter().cycle().skip(before).take(n + 2 * OVERLAP).copied().collect();
        spline(&around, OVERLAP, OVERLAP + n)
    };
    if line.len() > 1 && line.first() == line.last() {
        line.pop();
    }
    line
}

/// Appends `more` without repeating the point at which it begins.
fn extend(line: &mut Vec<P>, more: &[P]) {
    let doubled = usize::from(line.last().is_some() && line.last() == more.first());
    line.extend_from_slice(&more[doubled..]);
}

/// The natural cubic spline through `points`, flattened between the indices `from` and `to`.
///
/// Parametrised by the square root of the chord lengths (centripetal), which avoids overshooting between
/// unevenly spaced points.
fn spline(points: &[P], from: usize, to: usize) -> Vec<P> {
    if points.len() < 3 {
        return points.to_vec();
    }
    let steps: Vec<f32> = points.windows(2).map(|two| distance(two[0], two[1]).sqrt().max(1e-3)).collect();
    let bend = second_derivatives(points, &steps);
    let mut line = vec![points[from]];
    for i in from..to.min(points.len() - 1) {
        let pieces = (distance(points[i], points[i + 1]) / PIECE).ceil().clamp(4.0, 32.0);
        let mut piece = 1.0;
        while piece < pieces {
            let after = piece / pieces;
            let before = 1.0 - after;
            line.push([0, 1].map(|axis| {
                let straight = before * points[i][axis] + after * points[i + 1][axis];
                let sway =
                    (before.powi(3) - before) * bend[i][axis] + (after.powi(3) - after) * bend[i + 1][axis];
                straight + sway * steps[i].powi(2) / 6.0
            }));
            piece += 1.0;
        }
        line.push(points[i + 1]);
    }
    line
}

/// Solves the tridiagonal system of the natural spline for both axes at once.
fn second_derivatives(points: &[P], steps: &[f32]) -> Vec<P> {
    let n = points.len();
    let mut bend = vec![[0.0; 2]; n];
    let mut factor = vec![0.0; n];
    for i in 1..n - 1 {
        let (before, after) = (steps[i - 1], steps[i]);
        let pivot = 2.0 * (before + after) - before * factor[i - 1];
        factor[i] = after / pivot;
        bend[i] = [0, 1].map(|axis| {
            let slope_after = (points[i + 1][axis] - points[i][axis]) / after;
            let slope_before = (points[i][axis] - points[i - 1][axis]) / before;
            (6.0 * (slope_after - slope_before) - before * bend[i - 1][axis]) / pivot
        });
    }
    for i in (1..n - 1).rev() {
        let next = bend[i + 1];
        bend[i] = [0, 1].map(|axis| bend[i][axis] - factor[i] * next[axis]);
    }
    bend
}

/// Triangles that fill the closed line `outline`, as indices into it, found by ear clipping.
///
/// The painter only fills convex shapes, and a jaw or the ridge of a shoulder is not convex.
#[must_use]
pub fn triangles(outline: &[P]) -> Vec<[usize; 3]> {
    let mut left: Vec<usize> = (0..outline.len()).collect();
    if area(outline) < 0.0 {
        left.reverse();
    }
    let mut found = Vec::with_capacity(outline.len());
    let mut at = 0;
    let mut fruitless = 0;
    while left.len() > 2 && fruitless < left.len() {
        let n = left.len();
        at %= n;
        let ear = [left[(at + n - 1) % n], left[at], left[(at + 1) % n]];
        if is_ear(outline, &left, ear) {
            found.push(ear);
            left.remove(at);
            fruitless = 0;
            // Skips a vertex, so that the triangles do not become a fan of slivers.
            at += 1;
        } else {
            at += 1;
            fruitless += 1;
        }
    }
    found
}

fn is_ear(outline: &[P], left: &[usize], ear: [usize; 3]) -> bool {
    let [a, b, c] = ear.map(|i| outline[i]);
    turn(a, b, c) >= 0.0
        && !left.iter().any(|i| {
            let p = outline[*i];
            !ear.contains(i) && turn(a, b, p) > 0.0 && turn(b, c, p) > 0.0 && turn(c, a, p) > 0.0
        })
}

/// Twice the signed area of the triangle.
fn turn(a: P, b: P, c: P) -> f32 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// The signed area of a closed line.
#[must_use]
pub fn area(outline: &[P]) -> f32 {
    let next = outline.iter().cycle().skip(1);
    outline.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f32>() / 2.0
}

/// The centroid of the points.
#[must_use]
pub fn middle(points: &[P]) -> P {
    let count: f32 = points.iter().map(|_| 1.0).sum();
    let sum = points.iter().fold([0.0, 0.0], |sum, p| [sum[0] + p[0], sum[1] + p[1]]);
    if count > 0.0 { sum.map(|total| total / count) } else { sum }
}

/// The smallest and the largest coordinates.
#[must_use]
pub fn bounds(points: &[P]) -> (P, P) {
    points.iter().fold(([f32::MAX; 2], [f32::MIN; 2]), |(min, max), p| {
        ([min[0].min(p[0]), min[1].min(p[1])], [max[0].max(p[0]), max[1].max(p[1])])
    })
}

/// The same point on the other side of the body.
#[must_use]
pub const fn mirror(point: P) -> P {
    [-point[0], point[1]]
}

fn distance(a: P, b: P) -> f32 {
    (b[0] - a[0]).hypot(b[1] - a[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [P; 4] = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]];

    #[test]
    fn a_line_passes_through_its_points() {
        let line = open(&[[0.0, 0.0], [10.0, 5.0], [20.0, 0.0]]);
        assert_eq!(line.first(), Some(&[0.0, 0.0]));
        assert_eq!(line.last(), Some(&[20.0, 0.0]));
        assert!(line.contains(&[10.0, 5.0]));
        assert!(line.windows(2).all(|two| distance(two[0], two[1]) > 0.0), "no piece is empty");
    }

    #[test]
    fn a_closed_line_through_a_square_is_nearly_a_circle() {
        let line = closed(&SQUARE);
        for point in line {
            let radius = distance(point, [5.0, 5.0]);
            assert!((radius - 50_f32.sqrt()).abs() < 0.4, "{point:?} is {radius} from the middle");
        }
    }

    #[test]
    fn triangles_cover_a_concave_shape_once() {
        let arrow: [P; 4] = [[0.0, 0.0], [10.0, 10.0], [20.0, 0.0], [10.0, 30.0]];
        for shape in [arrow.to_vec(), arrow.iter().rev().copied().collect()] {
            let covered: f32 = triangles(&shape).iter().map(|t| area(&t.map(|i| shape[i])).abs()).sum();
            assert!((covered - area(&shape).abs()).abs() < 1e-3, "{covered}");
        }
    }

    #[test]
    fn a_corner_stays_sharp() {
        let corner = [10.0, 0.0];
        let line = open(&[[0.0, 0.0], corner, corner, [10.0, 10.0]]);
        assert_eq!(line, [[0.0, 0.0], corner, [10.0, 10.0]]);
    }
}
