//! The contours of head, neck and shoulders from the front, the back and the side.
//!
//! The unit is a hundredth of the height of the head; the crown is at 0, the chin at 100, the midline of the symmetric
//! views at 0. Eyes at 50, ears from 43 (brow) to 67 (base of the nose), neck two thirds of the head's width,
//! shoulders a little under three heads wide.
//!
//! Each stretch of a contour is one line with several points, so these tables are formatted by hand.

use super::views::{Drawing, Fade, Form, Layer, Part, Placement, Weight};

/// The head from the front, an egg.
#[rustfmt::skip]
pub const EGG: Part = Part {
    points: &[[0.0, 0.0], [21.0, 5.0], [34.5, 21.0], [37.4, 41.0], [35.6, 60.0], [30.2, 79.0], [19.0, 93.5], [0.0, 100.0]],
    form: Form::Loop,
    weight: Weight::Full,
};

/// The ear from the front or the back.
#[rustfmt::skip]
const EAR: Part = Part {
    points: &[[37.3, 45.5], [41.3, 42.6], [43.6, 46.5], [42.2, 56.0], [39.0, 65.0], [36.0, 67.8], [34.0, 66.4]],
    form: Form::Pair,
    weight: Weight::Full,
};

/// Neck, shoulder and the outside of the upper arm.
#[rustfmt::skip]
const SHOULDER: Part = Part {
    points: &[
        [24.6, 87.5],
        [23.9, 100.0],
        [27.0, 112.0],
        [40.0, 122.5],
        [62.0, 130.0],
        [84.0, 137.0],
        [98.5, 150.0],
        [104.5, 171.0],
        [106.0, 196.0],
        [107.5, 222.0],
    ],
    form: Form::Pair,
    weight: Weight::Full,
};

/// The fold between arm and chest.
#[rustfmt::skip]
const ARMPIT: Part = Part {
    points: &[[79.5, 172.0], [78.0, 183.0], [77.2, 194.0], [75.5, 207.0], [73.0, 222.0]],
    form: Form::Pair,
    weight: Weight::Full,
};

#[rustfmt::skip]
pub const COLLARBONE: Part = Part {
    points: &[[9.0, 139.5], [26.0, 136.5], [48.0, 134.0], [70.0, 136.5]],
    form: Form::Pair,
    weight: Weight::Light,
};

const BROW: Part =
    Part { points: &[[8.0, 44.0], [16.5, 41.2], [26.0, 44.2]], form: Form::Pair, weight: Weight::Light };
pub const EYE: Part =
    Part { points: &[[9.5, 50.2], [16.2, 52.8], [23.0, 50.2]], form: Form::Pair, weight: Weight::Light };
const NOSE: Part =
    Part { points: &[[0.0, 68.4], [3.0, 68.0], [5.4, 66.6]], form: Form::Arch, weight: Weight::Light };
pub const MOUTH: Part =
    Part { points: &[[0.0, 79.0], [5.0, 78.7], [10.5, 78.2]], form: Form::Arch, weight: Weight::Light };

/// The skull from the back, down to the angle of the jaw, which the neck hides.
#[rustfmt::skip]
const SKULL: Part = Part {
    points: &[[0.0, 0.0], [21.0, 5.0], [34.8, 21.0], [37.6, 40.0], [35.6, 58.0], [32.0, 71.0], [27.6, 80.0], [24.0, 85.5]],
    form: Form::Arch,
    weight: Weight::Full,
};

#[rustfmt::skip]
const NAPE_AND_SHOULDER: Part = Part {
    points: &[
        [24.0, 85.5],
        [23.2, 93.0],
        [24.0, 102.0],
        [27.5, 111.0],
        [40.0, 121.5],
        [62.0, 130.0],
        [84.0, 137.0],
        [98.5, 150.0],
        [104.5, 171.0],
        [106.0, 196.0],
        [107.5, 222.0],
    ],
    form: Form::Pair,
    weight: Weight::Full,
};

/// The ridge at which the skull ends.
const RIDGE: Part =
    Part { points: &[[0.0, 67.0], [9.0, 68.2], [18.0, 72.0]], form: Form::Arch, weight: Weight::Light };
/// The inner edge of the shoulder blade.
#[rustfmt::skip]
const BLADE: Part = Part {
    points: &[[36.0, 150.0], [30.5, 160.0], [30.0, 182.0], [34.0, 205.0], [39.0, 216.0]],
    form: Form::Pair,
    weight: Weight::Light,
};
const SPINE: Part =
    Part { points: &[[0.0, 128.0], [0.0, 172.0], [0.0, 216.0]], form: Form::Alone, weight: Weight::Light };

/// The outline from the side: up along the given back, over the head and the face, and down along the given
/// front.
macro_rules! side_outline {
    ([$($back:expr),* $(,)?], [$($front:expr),* $(,)?]) => {
        &[
            $($back,)*
            [40.5, 131.0], [32.5, 114.0], [29.2, 98.0], [29.8, 83.0], [34.5, 69.5], [42.5, 56.0], [46.0, 38.0],
            [40.5, 18.5], [24.0, 4.4], [2.0, 0.0], [-18.0, 3.2], [-33.0, 14.0], [-40.0, 29.0], [-41.4, 41.5],
            [-40.4, 48.0], [-44.0, 55.5], [-49.6, 64.0], [-48.6, 68.2], [-43.2, 70.2], [-43.2, 70.2], [-43.9, 75.0],
            [-41.0, 78.6], [-41.0, 78.6], [-42.6, 82.6], [-39.4, 87.0], [-40.0, 93.5], [-35.0, 99.2], [-22.0, 100.4],
            [-12.5, 104.5], [-10.2, 114.0], [-11.2, 126.0], [-15.0, 137.5],
            $($front,)*
        ]
    };
}

/// The edge of the jaw, the ear, the closed eye and the brow from the side.
#[rustfmt::skip]
pub const JAW_SIDE: Part = Part {
    points: &[[-27.0, 98.0], [-11.0, 92.5], [-0.5, 83.5], [3.6, 71.0]],
    form: Form::Alone,
    weight: Weight::Light,
};
#[rustfmt::skip]
pub const EAR_SIDE: Part = Part {
    points: &[[2.4, 52.0], [2.6, 46.0], [7.6, 42.2], [13.6, 45.0], [13.8, 53.5], [9.6, 61.0], [7.0, 67.0], [3.6, 67.2], [2.6, 61.5]],
    form: Form::Alone,
    weight: Weight::Full,
};
pub const EYE_SIDE: Part =
    Part { points: &[[-36.0, 50.2], [-32.0, 52.8], [-26.5, 51.2]], form: Form::Alone, weight: Weight::Light };
const BROW_SIDE: Part =
    Part { points: &[[-38.0, 42.6], [-33.0, 40.6], [-24.5, 43.4]], form: Form::Alone, weight: Weight::Light };

#[rustfmt::skip]
const OUTLINE_SIDE: Part = Part {
    points: side_outline!(
        [[53.0, 222.0], [54.5, 192.0], [49.5, 156.0]],
        [[-22.0, 150.0], [-29.0, 166.0], [-34.0, 188.0], [-35.5, 222.0]]
    ),
    form: Form::Alone,
    weight: Weight::Full,
};

/// The near shoulder, from the back of the arm over its top to the front.
#[rustfmt::skip]
const SHOULDER_SIDE: Part = Part {
    points: &[
        [39.5, 222.0], [40.5, 196.0], [37.0, 170.0], [29.0, 152.0], [16.0, 142.0], [1.0, 141.5], [-11.5, 150.0],
        [-18.0, 168.0], [-18.5, 196.0], [-15.5, 222.0],
    ],
    form: Form::Alone,
    weight: Weight::Full,
};
/// From the neck down to the near shoulder.
#[rustfmt::skip]
const SLOPE_SIDE: Part = Part {
    points: &[[28.6, 101.0], [27.0, 114.0], [21.5, 127.0], [13.0, 136.5], [4.0, 141.0]],
    form: Form::Alone,
    weight: Weight::Full,
};
const COLLARBONE_SIDE: Part = Part {
    points: &[[-14.0, 138.6], [-8.0, 137.0], [-2.0, 137.6]],
    form: Form::Alone,
    weight: Weight::Light,
};

const FRONT_PARTS: &[Part] = &[EGG, EAR, SHOULDER, COLLARBONE, BROW, EYE, NOSE, MOUTH];
const BUST_PARTS: &[Part] = &[EGG, EAR, SHOULDER, ARMPIT, COLLARBONE, BROW, EYE, NOSE, MOUTH];
const NAPE_PARTS: &[Part] = &[SKULL, EAR, NAPE_AND_SHOULDER, RIDGE, SPINE];
const BACK_PARTS: &[Part] = &[SKULL, EAR, NAPE_AND_SHOULDER, ARMPIT, RIDGE, BLADE, SPINE];
const SIDE_PARTS: &[Part] =
    &[OUTLINE_SIDE, JAW_SIDE, EAR_SIDE, EYE_SIDE, BROW_SIDE, SLOPE_SIDE, SHOULDER_SIDE, COLLARBONE_SIDE];

/// The head from the front.
pub const FRONT: Drawing = Drawing {
    min: [-98.0, -14.0],
    max: [98.0, 164.0],
    layers: &[Layer { parts: FRONT_PARTS, place: Placement::Here }],
    fade: Some(Fade { centre: [0.0, 76.0], from: 78.0, to: 98.0 }),
    word: [66.0, 30.0],
};

/// Head, neck, shoulders and chest from the front.
pub const BUST: Drawing = Drawing { layers: &[Layer { parts: BUST_PARTS, place: Placement::Here }], ..BACK };

/// The same, with room for hands above it.
pub const FRONT_HIGH: Drawing = Drawing {
    min: [-98.0, -64.0],
    max: [98.0, 122.0],
    fade: Some(Fade { centre: [0.0, 28.0], from: 78.0, to: 98.0 }),
    ..FRONT
};
/// Head and neck from the side, with the whole of the near shoulder.
pub const SHOULDER_VIEW: Drawing = Drawing {
    min: [-104.0, -12.0],
    max: [104.0, 222.0],
    fade: Some(Fade { centre: [0.0, -2000.0], from: 2190.0, to: 2216.0 }),
    ..PROFILE
};
/// The head and the nape from the back.
pub const NAPE: Drawing = Drawing {
    min: [-98.0, -8.0],
    max: [98.0, 172.0],
    layers: &[Layer { parts: NAPE_PARTS, place: Placement::Here }],
    fade: Some(Fade { centre: [0.0, 76.0], from: 78.0, to: 98.0 }),
    word: [64.0, 44.0],
};

/// Head, neck and shoulders from the back.
pub const BACK: Drawing = Drawing {
    min: [-118.0, -8.0],
    max: [118.0, 236.0],
    layers: &[Layer { parts: BACK_PARTS, place: Placement::Here }],
    fade: Some(Fade { centre: [0.0, -2000.0], from: 2206.0, to: 2224.0 }),
    word: [80.0, 90.0],
};

/// The head and the neck from the side.
pub const PROFILE: Drawing = Drawing {
    min: [-90.0, -12.0],
    max: [90.0, 176.0],
    layers: &[Layer { parts: SIDE_PARTS, place: Placement::Here }],
    fade: Some(Fade { centre: [0.0, 60.0], from: 88.0, to: 112.0 }),
    word: [66.0, 100.0],
};

/// What the head of somebody lying down rests on.
const FLOOR: Part =
    Part { points: &[[-60.0, 57.0], [60.0, 57.0], [230.0, 57.0]], form: Form::Alone, weight: Weight::Light };
const LYING_PARTS: &[Part] =
    &[OUTLINE_SIDE, JAW_SIDE, EAR_SIDE, EYE_SIDE, BROW_SIDE, SLOPE_SIDE, SHOULDER_SIDE];

/// The same, lying on the back.
pub const LYING: Drawing = Drawing {
    min: [-40.0, -76.0],
    max: [196.0, 84.0],
    layers: &[
        Layer { parts: LYING_PARTS, place: Placement::Laid },
        Layer { parts: &[FLOOR], place: Placement::Here },
    ],
    fade: Some(Fade { centre: [-3000.0, 0.0], from: 3150.0, to: 3192.0 }),
    word: [120.0, 72.0],
};
