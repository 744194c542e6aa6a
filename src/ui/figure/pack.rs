//! A compress: lying on a site, and being wrapped.

use super::curve::{self, P};
use super::motion;
use super::picture::{Picture, Tone};
use super::sites::Spot;
use super::views::{Drawing, Form, Layer, Part, Placement, View, Weight, around};
use crate::routine::Site;

/// A compress is about as large as a hand. If a pair of regions begins closer to the midline than this, one
/// compress covers both.
const ONE_ACROSS: f32 = 24.0;

/// The widths and colours of a compress, its edge and its seam.
const BODY: Tone = Tone::Accent(0.42);
const EDGE: (f32, Tone) = (0.9, Tone::Accent(0.8));
const SEAM: (f32, Tone) = (0.7, Tone::Accent(0.58));

/// A compress that follows the shape of what it lies on.
struct Shaped {
    view: View,
    form: Form,
    outline: &'static [P],
    seam: &'static [P],
}

/// On the head like a cap.
#[rustfmt::skip]
const ON_THE_CROWN: Shaped = Shaped {
    view: View::Profile,
    form: Form::Alone,
    outline: &[
        [-25.0, 6.0], [-21.0, -1.5], [-10.0, -7.0], [4.0, -8.8], [19.0, -6.6], [32.0, 0.8], [40.5, 11.0], [40.0, 18.5],
        [33.0, 13.5], [20.0, 7.0], [3.0, 4.2], [-14.0, 6.8],
    ],
    seam: &[[-19.0, 1.8], [-9.0, -2.4], [4.0, -4.2], [18.0, -2.2], [29.5, 4.4], [35.5, 11.0]],
};

/// Across the back of the neck, with its ends hanging to the sides.
#[rustfmt::skip]
const ACROSS_THE_NECK: Shaped = Shaped {
    view: View::Nape,
    form: Form::Loop,
    outline: &[
        [0.0, 91.0], [14.0, 90.4], [23.0, 91.0], [28.0, 97.0], [32.5, 107.5], [42.0, 117.0], [52.0, 123.0], [52.5, 131.0], [43.0, 134.0], [28.0, 127.5], [14.0, 121.0], [0.0, 119.5],
    ],
    seam: &[[0.0, 95.0], [13.0, 94.4], [20.5, 95.4], [24.6, 100.0], [29.4, 110.0], [39.0, 120.0], [47.5, 125.4], [47.8, 128.6], [43.0, 129.8], [29.6, 123.8], [14.8, 117.2], [0.0, 115.5]],
};

/// One shawl around the neck and over both shoulders.
#[rustfmt::skip]
const SHAWL: Shaped = Shaped {
    view: View::Back,
    form: Form::Loop,
    outline: &[
        [0.0, 107.0], [14.0, 106.4], [26.0, 109.0], [42.0, 119.0], [64.0, 127.4], [84.0, 133.6], [96.0, 142.0],
        [98.5, 155.0], [92.0, 165.0], [78.0, 165.5], [56.0, 159.0], [30.0, 156.0], [0.0, 156.0],
    ],
    seam: &[
        [0.0, 111.4], [13.0, 110.8], [24.0, 113.2], [40.0, 123.2], [62.0, 131.6], [82.0, 138.0], [91.0, 145.0],
        [93.4, 154.4], [89.0, 160.6], [78.0, 161.0], [57.0, 154.6], [30.0, 151.6], [0.0, 151.6],
    ],
};

const fn shaped(site: Site) -> Option<&'static Shaped> {
    match site {
        Site::Crown | Site::Scalp => Some(&ON_THE_CROWN),
        Site::NeckBack | Site::Suboccipital => Some(&ACROSS_THE_NECK),
        Site::Shoulders | Site::Trapezius => Some(&SHAWL),
        Site::Levator
        | Site::Sternocleidomastoid
        | Site::Temples
        | Site::Forehead
        | Site::Brow
        | Site::BetweenBrows
        | Site::Masseter
        | Site::Mastoid
        | Site::UpperBack
        | Site::HandWeb
        | Site::InnerWrist
        | Site::Face
        | Site::Eyes
        | Site::Jaw
        | Site::Hands
        | Site::Forearms
        | Site::UpperArms
        | Site::Chest
        | Site::Belly
        | Site::Back
        | Site::Hips
        | Site::Thighs
        | Site::Calves
        | Site::Feet
        | Site::WholeBody => None,
    }
}

/// The view in which a compress is shown on `site`, whose own view is that of `spot`.
#[must_use]
pub const fn view(site: Site, spot: &Spot) -> View {
    match shaped(site) {
        Some(shaped) => shaped.view,
        None => spot.view,
    }
}

/// Draws one compress, or one on each side if the regions are far apart.
pub fn draw(picture: &mut Picture, site: Site, spot: &Spot, unit: f32) {
    if let Some(Shaped { form, outline, seam, .. }) = shaped(site) {
        if *form == Form::Loop {
            picture.surface(curve::closed(&around(outline)), BODY, Some(EDGE));
            let seam = curve::closed(&around(seam));
            picture.line(seam.iter().chain(seam.first()).copied().collect(), SEAM.0, SEAM.1);
        } else {
            picture.surface(curve::closed(outline), BODY, Some(EDGE));
            picture.line(curve::open(seam), SEAM.0, SEAM.1);
        }
        return;
    }
    let nearest = spot.outlines.iter().copied().flatten().map(|p| p[0]).fold(f32::MAX, f32::min);
    match spot.form {
        Form::Pair if nearest > ONE_ACROSS => {
            for half in [1.0, -1.0] {
                let region = spot.regions(&[half]).concat();
                cushion_over(picture, &region, [spot.along[0] * half, spot.along[1]], unit);
            }
        }
        Form::Alone => cushion_over(picture, &spot.regions(&[1.0]).concat(), spot.along, unit),
        Form::Pair | Form::Arch | Form::Loop => {
            cushion_over(picture, &spot.regions(&[1.0, -1.0]).concat(), [1.0, 0.0], unit);
        }
    }
}

/// A compress along `axis` that covers `region`.
fn cushion_over(picture: &mut Picture, region: &[P], axis: P, unit: f32) {
    let length = axis[0].hypot(axis[1]).max(f32::EPSILON);
    let axis = axis.map(|a| a / length);
    let turned: Vec<P> =
        region.iter().map(|[x, y]| [x * axis[0] + y * axis[1], y * axis[0] - x * axis[1]]).collect();
    let (min, max) = curve::bounds(&turned);
    let size = [0, 1].map(|at| ((max[at] - min[at]) / 2.0 + 2.0 * unit).max(9.0 * unit));
    cushion(picture, curve::middle(&[min, max]), size, axis, unit);
}

/// A soft rectangle with a seam; its middle is given along `axis` and across it.
fn cushion(picture: &mut Picture, [cx, cy]: P, size: P, [ax, ay]: P, unit: f32) {
    let edge = |inset: f32| -> Vec<P> {
        let around = soft_rectangle(size.map(|half| half - inset));
        around.iter().map(|[x, y]| [(cx + x) * ax - (cy + y) * ay, (cx + x) * ay + (cy + y) * ax]).collect()
    };
    picture.surface(edge(0.0), BODY, Some(EDGE));
    let mut seam = edge(4.0 * unit);
    seam.extend(seam.first().copied());
    picture.line(seam, SEAM.0, SEAM.1);
}

/// A rounded rectangle whose sides bulge a little, like a filled bag.
fn soft_rectangle([a, b]: P) -> Vec<P> {
    let [near, far] = [0.78, 0.9];
    let corner = |sx: f32, sy: f32| [[sx * far * a, sy * near * b], [sx * near * a, sy * far * b]];
    let ([one, two], [three, four]) = (corner(1.0, 1.0), corner(-1.0, 1.0));
    let ([five, six], [seven, eight]) = (corner(-1.0, -1.0), corner(1.0, -1.0));
    curve::closed(&[[a, 0.0], one, two, [0.0, b], four, three, [-a, 0.0], five, six, [0.0, -b], eight, seven])
}

/// A cloth, spread out corner up.
#[rustfmt::skip]
const SPREAD_CLOTH: &[Part] = &[Part {
    points: &[
        [-46.0, -41.0], [-2.5, -80.0], [2.5, -80.0], [94.0, -2.5], [94.0, -2.5], [94.0, 2.5], [2.5, 80.0], [2.5, 80.0],
        [-2.5, 80.0], [-46.0, 41.0],
    ],
    form: Form::Alone,
    weight: Weight::Full,
}];

/// A pack on a cloth.
pub const CLOTH: Drawing = Drawing {
    min: [-104.0, -92.0],
    max: [104.0, 92.0],
    layers: &[Layer { parts: SPREAD_CLOTH, place: Placement::Here }],
    fade: None,
    word: [0.0, 86.0],
};

/// A pack that is being wrapped: one corner of the cloth lies over it, the other is about to.
pub fn draw_wrapping(picture: &mut Picture) {
    cushion(picture, [2.0, 0.0], [40.0, 25.0], [1.0, 0.0], 1.0);
    picture.skin(curve::closed(&[
        [-46.0, -41.0],
        [-46.0, -41.0],
        [4.0, -3.0],
        [6.0, 0.0],
        [4.0, 3.0],
        [-46.0, 41.0],
        [-46.0, 41.0],
        [-47.0, 0.0],
    ]));
    // The other corner comes next.
    motion::arrow(
        picture,
        &curve::open(&[[86.0, -16.0], [72.0, -34.0], [50.0, -40.0], [32.0, -34.0], [20.0, -18.0]]),
        1.0,
    );
}

/// The pillow of somebody who lies down, around the head and open where the neck is.
#[must_use]
pub fn pillow() -> Vec<P> {
    let around: Vec<P> = soft_rectangle([96.0, 60.0]).iter().map(|[x, y]| [*x, y + 48.0]).collect();
    let n = around.len();
    let neck = |p: &P| p[0].abs() < 30.0 && p[1] > 80.0;
    let start = (0..n).find(|i| neck(&around[(*i + n - 1) % n]) && !neck(&around[*i])).unwrap_or(0);
    around.iter().cycle().skip(start).take(n).copied().take_while(|p| !neck(p)).collect()
}
