//! A hand with its arm, as it reaches a place: built from bones, so that every hand has the same proportions.
//!
//! The unit of a hand is a hundredth of its length; a hand is four fifths as long as a head is high.

use super::blend::{Blend, Limb, is_inside};
use super::curve::{self, P};
use super::picture::Picture;
use super::sites::on_half;

/// How a hand reaches a place.
///
/// Angles are in degrees on the drawing: 0 is to the right, 90 down.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// Where the tip of one finger is, or would be if it were straight.
    pub tip: P,
    /// Which finger: from the first to the little one, then the thumb.
    pub of: usize,
    /// The direction from the wrist to the fingers.
    pub towards: f32,
    /// 1 if the thumb is clockwise of the fingers, -1 if it is on the other side.
    pub thumb_on: f32,
    /// How far each finger is seen, from the first to the little one: less if it points towards or away from the viewer,
    /// or is bent; and by how much it is turned towards the thumb.
    pub fingers: [Finger; 4],
    /// The thumb, in the same way.
    pub thumb: Finger,
    /// How large the hand is, in units of the drawing for one of its own.
    pub size: f32,
    /// The elbow, and then the shoulder if the arm is seen as far.
    pub arm: &'static [P],
    /// Outside this closed outline the hand is hidden.
    pub within: Option<&'static [P]>,
    /// Which fingers press, from the first to the little one and the thumb.
    pub pads: &'static [usize],
    /// How much of it is seen.
    pub shown: Shown,
}

/// How much of a hand is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All of it, from the back.
    Back,
    /// All of it, behind what it holds.
    Behind,
    /// Only the thumb, in front of what it holds.
    Thumb,
}

/// How a finger is held.
#[derive(Clone, Copy, Debug)]
pub struct Finger {
    /// How much of its length is seen, 0–1.
    pub seen: f32,
    /// By how many degrees it is turned towards the thumb.
    pub turned: f32,
    /// By how many degrees its end is bent further in the same direction.
    pub bent: f32,
}

impl Finger {
    /// A finger of which so much is seen.
    pub const fn seen(seen: f32) -> Self {
        Self { seen, turned: 0.0, bent: 0.0 }
    }

    /// The same, turned towards the thumb.
    pub const fn turned(self, turned: f32) -> Self {
        Self { turned, ..self }
    }

    /// The same, with its end bent further.
    pub const fn bent(self, bent: f32) -> Self {
        Self { bent, ..self }
    }
}

/// A finger of a hand that lies flat: where it begins, along the hand and across it, how long it is, and its radius at
/// either end.
struct Bone {
    begins: P,
    length: f32,
    radii: [f32; 2],
    /// By how much it is turned towards the thumb when nothing else is said.
    turned: f32,
}

const FINGERS: [Bone; 4] = [
    Bone { begins: [51.5, 14.0], length: 39.0, radii: [6.9, 5.3], turned: 3.0 },
    Bone { begins: [54.0, 4.4], length: 43.5, radii: [7.0, 5.4], turned: 0.5 },
    Bone { begins: [52.0, -5.2], length: 40.0, radii: [6.7, 5.1], turned: -2.5 },
    Bone { begins: [46.5, -14.0], length: 31.0, radii: [6.0, 4.7], turned: -6.5 },
];
const THUMB: Bone = Bone { begins: [31.0, 20.5], length: 34.0, radii: [7.9, 5.9], turned: 24.0 };

/// The middle of the hand: from the wrist to the knuckles, and the ball of the thumb.
const PALM: [(P, P, [f32; 2]); 5] = [
    ([2.0, 5.5], [49.0, 13.0], [10.0, 8.2]),
    ([2.0, 2.0], [51.0, 4.4], [10.0, 8.5]),
    ([2.0, -2.0], [49.0, -5.0], [10.0, 8.3]),
    ([2.0, -5.5], [43.0, -13.5], [10.0, 7.6]),
    ([8.0, 8.0], [31.0, 20.5], [9.5, 8.6]),
];

/// The radius of the wrist, of the forearm below the elbow, and of the upper arm.
const WRIST: f32 = 13.2;
const FOREARM: f32 = 19.0;
const UPPER_ARM: f32 = 23.0;

/// How finely outlines are followed, in units of a head.
const STEP: f32 = 1.25;

impl Reach {
    fn axis(&self) -> P {
        let angle = self.towards.to_radians();
        [angle.cos(), angle.sin()]
    }

    /// A place on the hand, along it from the wrist and across it towards the thumb, in the drawing.
    fn at(&self, [along, across]: P) -> P {
        let [ax, ay] = self.axis();
        let [tx, ty] = [-ay * self.thumb_on, ax * self.thumb_on];
        let [far, aside] = self.straight();
        let (along, across) = ((along - far) * self.size, (across - aside) * self.size);
        [self.tip[0] + ax * along + tx * across, self.tip[1] + ay * along + ty * across]
    }

    /// Where the finger whose tip is given ends, along the hand and across it, if it is not foreshortened.
    fn straight(&self) -> P {
        let bone = FINGERS.get(self.of).unwrap_or(&THUMB);
        let held = self.fingers.get(self.of).unwrap_or(&self.thumb);
        let turned = (bone.turned + held.turned).to_radians();
        let further = turned + held.bent.to_radians();
        let [near, far] = [bone.length * 0.52, bone.length * 0.48];
        [
            bone.begins[0] + near * turned.cos() + far * further.cos(),
            bone.begins[1] + near * turned.sin() + far * further.sin(),
        ]
    }

    fn finger(&self, bone: &Bone, held: Finger) -> [P; 3] {
        let from = self.at(bone.begins);
        let piece = |from: P, share: f32, turned: f32| {
            let angle = (self.towards + turned * self.thumb_on).to_radians();
            let length = (bone.length - bone.radii[1]).max(0.0) * held.seen * share * self.size;
            [from[0] + angle.cos() * length, from[1] + angle.sin() * length]
        };
        let turned = bone.turned + held.turned;
        let middle = piece(from, 0.52, turned);
        [from, middle, piece(middle, 0.48, turned + held.bent)]
    }

    /// Where the pads of the fingers that press touch the skin.
    #[must_use]
    pub fn pressed(&self) -> Vec<P> {
        let held: Vec<P> = self.held().map(|(bone, held)| self.finger(bone, held)[2]).collect();
        self.pads.iter().filter_map(|pad| held.get(*pad).copied()).collect()
    }

    fn held(&self) -> impl Iterator<Item = (&'static Bone, Finger)> {
        FINGERS.iter().zip(self.fingers).chain([(&THUMB, self.thumb)])
    }

    fn limbs(&self) -> Vec<Vec<Limb>> {
        let sized = |radii: [f32; 2]| radii.map(|radius| radius * self.size);
        let mut fingers = Vec::new();
        for (bone, held) in FINGERS.iter().zip(self.fingers) {
            if held.seen <= 0.0 {
                continue;
            }
            let [from, middle, to] = self.finger(bone, held);
            let between = f32::midpoint(bone.radii[0], bone.radii[1]);
            fingers.push(Limb { from, to: middle, radii: sized([bone.radii[0], between]) });
            fingers.push(Limb { from: middle, to, radii: sized([between, bone.radii[1]]) });
        }
        let thumb = || {
            let [from, middle, to] = self.finger(&THUMB, self.thumb);
            let between = f32::midpoint(THUMB.radii[0], THUMB.radii[1]);
            vec![
                Limb { from, to: middle, radii: sized([THUMB.radii[0], between]) },
                Limb { from: middle, to, radii: sized([between, THUMB.radii[1]]) },
            ]
        };
        if self.shown == Shown::Thumb {
            return vec![thumb()];
        }
        let mut groups = vec![fingers];
        // The ball of the thumb is hidden with it.
        let palm = PALM
            .iter()
            .take(if self.thumb.seen > 0.0 { PALM.len() } else { PALM.len() - 1 })
            .map(|&(from, to, radii)| Limb { from: self.at(from), to: self.at(to), radii: sized(radii) });
        groups.push(palm.collect());
        if self.thumb.seen > 0.0 {
            groups.push(thumb());
        }
        let mut from = self.at([0.0, 0.0]);
        let mut radius = WRIST;
        for (joint, thick) in self.arm.iter().zip([FOREARM, UPPER_ARM]) {
            groups.push(vec![Limb { from, to: *joint, radii: sized([radius, thick]) }]);
            (from, radius) = (*joint, thick);
        }
        groups
    }

    /// Draws it in front of what is there; in the other half of the drawing if `half` is -1.
    pub fn draw(&self, picture: &mut Picture, half: f32) {
        let blend =
            Blend { groups: self.limbs(), softness: 7.0 * self.size, within: self.within, around: 3.0 };
        for outline in blend.outlines(STEP) {
            if self.shown == Shown::Thumb {
                // Open at its base, where it comes from behind.
                picture.cover(on_half(half, &outline));
                let [from, _, to] = self.finger(&THUMB, self.thumb);
                let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
                let on = |p: &P| ((p[0] - from[0]) * dx + (p[1] - from[1]) * dy) / (dx * dx + dy * dy) > 0.1;
                let n = outline.len();
                let start = (0..n).find(|i| !on(&outline[(*i + n - 1) % n]) && on(&outline[*i])).unwrap_or(0);
                let open: Vec<P> =
                    outline.iter().cycle().skip(start).take(n).copied().take_while(|p| on(p)).collect();
                picture.contour(on_half(half, &open), 1.0, 1.0);
            } else {
                picture.skin(on_half(half, &outline));
            }
        }
        let nails = if self.shown == Shown::Behind { Vec::new() } else { self.nails() };
        let creases = if self.shown == Shown::Thumb { Vec::new() } else { self.creases() };
        for line in creases.into_iter().chain(nails) {
            let shown: Vec<P> = match self.within {
                Some(outline) => line.into_iter().filter(|p| is_inside(outline, *p)).collect(),
                None => line,
            };
            if shown.len() > 1 {
                picture.contour(on_half(half, &shown), 0.55, 0.8);
            }
        }
    }

    /// The lines between fingers that lie beside each other, along the shorter one of the two.
    fn creases(&self) -> Vec<Vec<P>> {
        let shown: Vec<(&Bone, [P; 3])> = FINGERS
            .iter()
            .zip(self.fingers)
            .filter(|(_, held)| held.seen > 0.15)
            .map(|(bone, held)| (bone, self.finger(bone, held)))
            .collect();
        shown.windows(2).map(|two| self.crease(&two[0], &two[1])).collect()
    }

    fn crease(&self, one: &(&Bone, [P; 3]), other: &(&Bone, [P; 3])) -> Vec<P> {
        let length = |(_, [from, middle, to]): &(&Bone, [P; 3])| apart(*from, *middle) + apart(*middle, *to);
        let (short, long) = if length(one) < length(other) { (one, other) } else { (other, one) };
        let (bone, joints) = short;
        let mut line = Vec::new();
        for (from, to, begins, ends) in [(joints[0], joints[1], 0.3, 1.0), (joints[1], joints[2], 0.0, 1.1)] {
            for step in [0.0_f32, 0.25, 0.5, 0.75, 1.0] {
                let share: f32 = begins + (ends - begins) * step;
                let at = between(from, to, share);
                let aside = nearest(at, &long.1);
                let far = apart(at, aside);
                // Where they part, the outline runs between them.
                if far < 2.15 * bone.radii[1].max(5.2) * self.size {
                    line.push(between(at, aside, 0.5));
                }
            }
        }
        line
    }

    fn nails(&self) -> Vec<Vec<P>> {
        let is_seen = |(at, (_, held)): &(usize, (&Bone, Finger))| {
            held.seen > 0.65 && (self.shown != Shown::Thumb || *at == FINGERS.len())
        };
        self.held()
            .enumerate()
            .filter(is_seen)
            .map(|(_, (bone, held))| {
                let [_, middle, to] = self.finger(bone, held);
                let length = apart(middle, to).max(f32::EPSILON);
                let [ax, ay] = [(to[0] - middle[0]) / length, (to[1] - middle[1]) / length];
                let radius = bone.radii[1] * self.size;
                let at = |along: f32, across: f32| {
                    [to[0] + (ax * along - ay * across) * radius, to[1] + (ay * along + ax * across) * radius]
                };
                curve::open(&[
                    at(0.55, -0.55),
                    at(-0.35, -0.6),
                    at(-0.6, 0.0),
                    at(-0.35, 0.6),
                    at(0.55, 0.55),
                ])
            })
            .collect()
    }
}

fn between(from: P, to: P, share: f32) -> P {
    [0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * share)
}

fn apart(one: P, other: P) -> f32 {
    (one[0] - other[0]).hypot(one[1] - other[1])
}

/// The point of a bent line that is nearest to `at`.
fn nearest(at: P, joints: &[P; 3]) -> P {
    let on = |from: P, to: P| {
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let share = ((at[0] - from[0]) * dx + (at[1] - from[1]) * dy) / (dx * dx + dy * dy).max(f32::EPSILON);
        between(from, to, share.clamp(0.0, 1.0))
    };
    let [one, other] = [on(joints[0], joints[1]), on(joints[1], joints[2])];
    if apart(at, one) < apart(at, other) { one } else { other }
}
