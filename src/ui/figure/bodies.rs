//! The contours of the whole body, from the front and the back.
//!
//! The unit is a hundredth of the height of the head. The body is seven and a half heads tall.
//!
//! Each stretch of a contour is one line with several points, so these tables are formatted by hand.

use super::heads::{COLLARBONE, EGG, EYE, MOUTH};
use super::views::{Drawing, Fade, Form, Layer, Part, Placement, Weight};

/// Everything below the chin.
#[rustfmt::skip]
pub const BODY: Part = Part {
    points: &[
        // Neck and shoulder.
        [24.4, 88.0], [23.9, 101.0], [28.0, 112.0], [42.0, 122.0], [64.0, 130.0], [86.0, 138.0], [102.0, 154.0],
        [110.0, 182.0],
        // The outside of the arm.
        [120.0, 220.0], [134.0, 288.0], [142.5, 322.0], [149.0, 360.0], [155.3, 397.0],
        // The hand.
        [163.0, 415.0], [168.5, 440.0], [168.0, 464.0], [162.0, 478.0], [154.5, 470.0], [150.5, 451.0], [148.0, 434.0],
        [148.0, 434.0], [145.0, 446.0], [140.0, 448.5], [136.8, 440.0], [136.6, 422.0], [138.7, 401.0],
        // The inside of the arm.
        [129.0, 364.0], [115.5, 328.0], [110.0, 296.0], [95.0, 230.0], [83.0, 190.0], [83.0, 190.0],
        // The outside of the leg.
        [79.5, 214.0], [70.5, 250.0], [67.0, 278.0], [70.0, 316.0], [76.5, 360.0], [77.5, 410.0], [72.5, 475.0],
        [63.5, 532.0], [61.0, 560.0], [63.0, 600.0], [60.0, 640.0], [51.0, 690.0], [46.5, 710.0],
        // The foot.
        [51.5, 727.0], [59.5, 742.0], [57.0, 750.5], [44.0, 752.5], [30.0, 750.0], [24.5, 742.0], [25.5, 727.0],
        [26.5, 710.0],
        // The inside of the leg.
        [23.0, 655.0], [17.5, 605.0], [20.5, 565.0], [18.5, 530.0], [12.0, 470.0], [6.5, 420.0], [0.0, 398.0],
    ],
    form: Form::Pair,
    weight: Weight::Full,
};

/// The number of points before the armpit, from where the line continues down the trunk and the leg.
const TO_THE_ARMPIT: usize = 31;
const LEG: Part =
    Part { points: BODY.points.split_at(TO_THE_ARMPIT).1, form: Form::Pair, weight: Weight::Full };

#[rustfmt::skip]
const BLADE: Part = Part {
    points: &[[38.0, 154.0], [31.0, 166.0], [32.0, 192.0], [40.0, 214.0]],
    form: Form::Pair,
    weight: Weight::Light,
};
const SPINE: Part = Part { points: &[[0.0, 134.0], [0.0, 326.0]], form: Form::Alone, weight: Weight::Light };
const FOLD: Part =
    Part { points: &[[10.0, 404.0], [32.0, 412.0], [56.0, 402.0]], form: Form::Pair, weight: Weight::Light };

const FRONT_PARTS: &[Part] = &[EGG, EYE, MOUTH, BODY, COLLARBONE];
const BACK_PARTS: &[Part] = &[EGG, BODY, BLADE, SPINE, FOLD];

/// The whole body from the front.
pub const WHOLE: Drawing = Drawing {
    min: [-230.0, -14.0],
    max: [230.0, 766.0],
    layers: &[Layer { parts: FRONT_PARTS, place: Placement::Here }],
    fade: None,
    word: [150.0, 540.0],
};

/// Down to the knees, from the front.
pub const TORSO: Drawing = Drawing {
    min: [-230.0, -14.0],
    max: [230.0, 556.0],
    layers: &[Layer { parts: FRONT_PARTS, place: Placement::Here }],
    fade: TO_THE_KNEES,
    word: [150.0, 520.0],
};

/// Down to the knees, from the back.
pub const TORSO_BACK: Drawing =
    Drawing { layers: &[Layer { parts: BACK_PARTS, place: Placement::Here }], ..TORSO };

/// From the hips down, from the front.
pub const LEGS: Drawing = Drawing {
    min: [-150.0, 350.0],
    max: [150.0, 766.0],
    layers: &[Layer { parts: &[LEG], place: Placement::Here }],
    fade: FROM_THE_HIPS,
    word: [110.0, 600.0],
};

/// From the hips down, from the back.
pub const LEGS_BACK: Drawing =
    Drawing { layers: &[Layer { parts: &[LEG, FOLD], place: Placement::Here }], ..LEGS };

const TO_THE_KNEES: Option<Fade> = Some(Fade { centre: [0.0, -4000.0], from: 4490.0, to: 4550.0 });
const FROM_THE_HIPS: Option<Fade> = Some(Fade { centre: [0.0, 4400.0], from: 3980.0, to: 4045.0 });
