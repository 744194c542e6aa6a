//! The contours of forearms and hands, as people see their own.
//!
//! The unit is a hundredth of the length of the hand. Stored is the right hand with its palm up, so its thumb
//! is on the viewer's right.
//!
//! Each stretch of a contour is one line with several points, so these tables are formatted by hand.

use super::views::{Drawing, Fade, Form, Layer, Part, Placement, Weight};

#[rustfmt::skip]
const HAND: Part = Part {
    points: &[
        // The thumb's side of the forearm, up to the thumb.
        [70.0, 212.0],
        [69.0, 182.0],
        [64.5, 148.0],
        [62.0, 126.0],
        [65.5, 112.0],
        [75.0, 100.0],
        [83.0, 87.0],
        [88.5, 71.0],
        [89.5, 61.0],
        [86.5, 56.5],
        [81.0, 60.0],
        [77.0, 71.0],
        [70.5, 82.5],
        [66.8, 80.0],
        [66.2, 66.0],
        // First finger.
        [67.3, 44.0],
        [68.0, 27.0],
        [65.0, 18.5],
        [59.0, 20.0],
        [57.0, 32.0],
        [55.6, 50.0],
        [54.2, 63.0],
        [54.2, 63.0],
        // Middle finger.
        [54.8, 44.0],
        [54.6, 22.0],
        [51.5, 12.5],
        [45.5, 13.0],
        [43.4, 24.0],
        [43.6, 46.0],
        [43.0, 63.0],
        [43.0, 63.0],
        // Ring finger.
        [42.4, 46.0],
        [41.0, 27.0],
        [37.0, 18.0],
        [31.5, 20.0],
        [31.0, 32.0],
        [32.6, 50.0],
        [32.6, 66.0],
        [32.6, 66.0],
        // Little finger.
        [30.6, 54.0],
        [27.6, 42.0],
        [23.0, 35.5],
        [18.6, 38.0],
        [18.8, 48.0],
        [21.0, 62.0],
        // The other side.
        [21.4, 78.0],
        [23.4, 98.0],
        [28.0, 115.0],
        [28.6, 128.0],
        [25.0, 152.0],
        [20.5, 184.0],
        [19.5, 212.0],
    ],
    form: Form::Pair,
    weight: Weight::Full,
};

#[rustfmt::skip]
const PALM: &[Part] = &[
    HAND,
    Part { points: &[[32.0, 118.5], [45.0, 120.5], [58.5, 118.5]], form: Form::Pair, weight: Weight::Light },
    Part {
        points: &[[62.0, 82.0], [51.0, 87.0], [45.5, 98.0], [46.0, 110.0]],
        form: Form::Pair,
        weight: Weight::Light,
    },
];

#[rustfmt::skip]
const BACK_OF_HAND: &[Part] = &[
    HAND,
    Part { points: &[[58.9, 23.5], [59.4, 28.5], [62.4, 30.0], [65.2, 28.3], [65.5, 23.3]], form: Form::Pair, weight: Weight::Light },
    Part { points: &[[45.9, 17.5], [46.2, 22.8], [49.2, 24.4], [52.2, 22.8], [52.4, 17.5]], form: Form::Pair, weight: Weight::Light },
    Part { points: &[[32.4, 24.0], [33.0, 29.0], [36.0, 30.4], [38.8, 28.6], [38.9, 23.6]], form: Form::Pair, weight: Weight::Light },
    Part { points: &[[19.6, 41.6], [20.4, 46.2], [22.8, 47.2], [25.2, 45.2], [25.0, 40.6]], form: Form::Pair, weight: Weight::Light },
];

/// Palms up.
pub const PALMS: Drawing = Drawing {
    min: [-108.0, 4.0],
    max: [108.0, 224.0],
    layers: &[Layer { parts: PALM, place: Placement::Here }],
    fade: Some(Fade { centre: [0.0, 100.0], from: 102.0, to: 120.0 }),
    word: [45.0, 217.0],
};

/// Palms down.
pub const BACKS: Drawing = Drawing {
    min: [-108.0, 4.0],
    max: [108.0, 224.0],
    layers: &[Layer { parts: BACK_OF_HAND, place: Placement::Flipped([104.0, 0.0]) }],
    fade: Some(Fade { centre: [0.0, 100.0], from: 102.0, to: 120.0 }),
    word: [59.0, 217.0],
};
