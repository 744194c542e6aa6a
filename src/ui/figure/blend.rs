//! Shapes that grow together: rounded limbs, blended like soft clay, and the one outline around them.
//!
//! A hand is made of bones of different thickness. Where two of them meet, skin runs smoothly from one to the other;
//! where two fingers lie beside each other it does not. So each shape is a distance, blends are smooth minimums of
//! distances, and the outline is where the distance is zero.

use super::curve::P;

/// A straight piece with round ends, whose thickness may change from one end to the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limb {
    /// Where it begins.
    pub from: P,
    /// Where it ends.
    pub to: P,
    /// The radius at either end.
    pub radii: [f32; 2],
}

impl Limb {
    /// The distance from a point to its surface; negative inside.
    fn distance(&self, [x, y]: P) -> f32 {
        let (along, point) =
            ([self.to[0] - self.from[0], self.to[1] - self.from[1]], [x - self.from[0], y - self.from[1]]);
        let length = (along[0] * along[0] + along[1] * along[1]).max(f32::EPSILON);
        let share = ((point[0] * along[0] + point[1] * along[1]) / length).clamp(0.0, 1.0);
        let radius = self.radii[0] + (self.radii[1] - self.radii[0]) * share;
        (point[0] - along[0] * share).hypot(point[1] - along[1] * share) - radius
    }

    fn reaches(&self) -> [P; 2] {
        let radius = self.radii[0].max(self.radii[1]);
        let low = [0, 1].map(|axis| self.from[axis].min(self.to[axis]) - radius);
        [low, [0, 1].map(|axis| self.from[axis].max(self.to[axis]) + radius)]
    }
}

/// Limbs that grow together.
#[derive(Clone, Debug, Default)]
pub struct Blend<'a> {
    /// Groups of limbs. Within a group they keep a crease between them; groups grow together.
    pub groups: Vec<Vec<Limb>>,
    /// How far groups grow together, in units of the drawing.
    pub softness: f32,
    /// All that is outside this closed outline is hidden, further away than [`Self::around`].
    pub within: Option<&'a [P]>,
    /// How far the shape may stand out of [`Self::within`].
    pub around: f32,
}

impl Blend<'_> {
    fn distance(&self, point: P) -> f32 {
        let creased =
            |group: &Vec<Limb>| group.iter().map(|limb| limb.distance(point)).fold(f32::MAX, f32::min);
        let blended = self
            .groups
            .iter()
            .map(creased)
            .fold(f32::MAX, |one, other| smooth_min(one, other, self.softness));
        match self.within {
            // The edge that is cut is rounded as well.
            Some(outline) => -smooth_min(-blended, self.around - outside(outline, point), 3.0),
            None => blended,
        }
    }

    /// The outlines around it, each closed, without repeating its first point; `step` is the distance between two points
    /// at which it is looked at.
    #[must_use]
    pub fn outlines(&self, step: f32) -> Vec<Vec<P>> {
        let reaches: Vec<[P; 2]> = self.groups.iter().flatten().map(Limb::reaches).collect();
        let low = [0, 1].map(|axis| reaches.iter().map(|r| r[0][axis]).fold(f32::MAX, f32::min) - 2.0 * step);
        let high =
            [0, 1].map(|axis| reaches.iter().map(|r| r[1][axis]).fold(f32::MIN, f32::max) + 2.0 * step);
        if reaches.is_empty() {
            return Vec::new();
        }
        Grid::of(low, high, step, |point| self.distance(point)).outlines()
    }
}

/// The smaller of two distances, rounded where they are nearly equal.
fn smooth_min(one: f32, other: f32, softness: f32) -> f32 {
    if softness <= 0.0 || one >= f32::MAX {
        return one.min(other);
    }
    let near = (softness - (one - other).abs()).max(0.0) / softness;
    one.min(other) - near * near * softness / 4.0
}

/// The distance from a point to a closed outline; negative inside it.
fn outside(outline: &[P], [x, y]: P) -> f32 {
    let mut nearest = f32::MAX;
    let mut is_inside = false;
    for (a, b) in outline.iter().zip(outline.iter().cycle().skip(1)) {
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let share =
            (((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy).max(f32::EPSILON)).clamp(0.0, 1.0);
        nearest = nearest.min((x - a[0] - dx * share).hypot(y - a[1] - dy * share));
        if (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * dx {
            is_inside = !is_inside;
        }
    }
    if is_inside { -nearest } else { nearest }
}

/// Whether a point is inside a closed outline.
#[must_use]
pub fn is_inside(outline: &[P], point: P) -> bool {
    outside(outline, point) < 0.0
}

/// Distances at the corners of squares.
struct Grid {
    low: P,
    step: f32,
    wide: usize,
    high: usize,
    distances: Vec<f32>,
}

/// An edge between two corners: the corner at its upper or left end, and whether it runs down.
type Edge = (usize, bool);

impl Grid {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    fn of(low: P, high: P, step: f32, distance: impl Fn(P) -> f32) -> Self {
        let [wide, tall] =
            [0, 1].map(|axis| ((high[axis] - low[axis]) / step).ceil().clamp(1.0, 2_000.0) as usize + 1);
        let at = |column: usize, row: usize| [low[0] + step * column as f32, low[1] + step * row as f32];
        let distances = (0..tall).flat_map(|row| (0..wide).map(move |column| (column, row)));
        let distances = distances.map(|(column, row)| distance(at(column, row))).collect();
        Self { low, step, wide, high: tall, distances }
    }

    /// Where the distance is zero on an edge.
    #[allow(clippy::cast_precision_loss)]
    fn crossing(&self, (corner, runs_down): Edge) -> P {
        let next = corner + if runs_down { self.wide } else { 1 };
        let (here, there) = (self.distances[corner], self.distances[next]);
        let share = here / (here - there);
        let (column, row) = ((corner % self.wide) as f32, (corner / self.wide) as f32);
        let (column, row) = if runs_down { (column, row + share) } else { (column + share, row) };
        [self.low[0] + self.step * column, self.low[1] + self.step * row]
    }

    /// The lines along which the distance is zero, found square by square and put together.
    fn outlines(&self) -> Vec<Vec<P>> {
        let mut after: std::collections::BTreeMap<Edge, Edge> = std::collections::BTreeMap::new();
        for row in 0..self.high - 1 {
            for column in 0..self.wide - 1 {
                let corner = row * self.wide + column;
                for (from, to) in self.pieces(corner) {
                    after.insert(from, to);
                }
            }
        }
        let mut found = Vec::new();
        while let Some((first, mut next)) = after.pop_first() {
            let mut line = vec![self.crossing(first)];
            while next != first {
                line.push(self.crossing(next));
                // The shape ends before the grid does, so every line comes back to where it began.
                let Some(further) = after.remove(&next) else { break };
                next = further;
            }
            found.push(line);
        }
        found
    }

    /// The pieces of outline in a square, each from one of its edges to another, with the inside on the same hand.
    fn pieces(&self, corner: usize) -> Vec<(Edge, Edge)> {
        let around = [corner, corner + 1, corner + 1 + self.wide, corner + self.wide];
        let inside = around.map(|at| self.distances[at] < 0.0);
        // From corner to corner: above, right, below, left.
        let edges = [(corner, false), (corner + 1, true), (corner + self.wide, false), (corner, true)];
        let crossed = |leaves: bool| {
            (0..4).filter(move |&side| inside[side] == leaves && inside[(side + 1) % 4] != leaves)
        };
        let (outs, ins): (Vec<usize>, Vec<usize>) = (crossed(true).collect(), crossed(false).collect());
        // Leaving the shape on one edge, the outline comes back on the one before it, clockwise.
        outs.iter()
            .filter_map(|&out| {
                let back = ins.iter().copied().max_by_key(|&side| (side + 4 - out - 1) % 4)?;
                Some((edges[back], edges[out]))
            })
            .collect()
    }
}
