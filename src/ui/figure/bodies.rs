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
        [120.0, 220.0], [134.0, 288.0], [143.5, 322.0], [151.0, 360.0], [157.8, 390.0],
        // The hand.
        [162.8, 408.0], [172.0, 431.8], [173.2, 442.6], [175.6, 454.3], [173.8, 457.5], [169.5, 458.1],
        [169.5, 458.1], [170.6, 465.6], [169.9, 468.1], [167.6, 469.8], [163.8, 468.8], [163.8, 468.8],
        [162.2, 474.3], [158.8, 475.8], [155.7, 474.3], [153.8, 469.5], [153.8, 469.5], [151.3, 471.5],
        [148.8, 471.5], [147.2, 470.6], [142.2, 455.6], [142.2, 455.6], [140.1, 456.5], [135.1, 455.4], [132.5, 451.8],
        [131.0, 439.9], [130.0, 428.1], [134.2, 408.3], [135.2, 393.1],
        // The inside of the arm.
        [128.0, 364.0], [115.5, 328.0], [110.0, 296.0], [95.0, 230.0], [83.0, 190.0], [83.0, 190.0],
        // The outside of the leg.
        [79.5, 214.0], [70.5, 250.0], [67.0, 278.0], [70.0, 316.0], [76.5, 360.0], [77.5, 410.0], [72.5, 475.0],
        [63.5, 532.0], [61.0, 560.0], [63.0, 600.0], [60.0, 640.0], [51.0, 690.0], [46.5, 710.0],
        // The foot.
        [48.6, 720.0], [54.5, 732.0], [61.0, 744.0], [61.5, 750.5], [56.0, 753.0], [47.0, 755.0], [38.0, 756.6],
        [28.5, 755.5], [24.6, 748.0], [26.0, 736.0], [28.4, 724.0], [27.4, 710.0],
        // The inside of the leg.
        [23.0, 655.0], [17.5, 605.0], [20.0, 565.0], [17.0, 530.0], [10.0, 474.0], [4.6, 428.0], [2.6, 412.0], [0.0, 406.5],
    ],
    form: Form::Pair,
    weight: Weight::Full,
};

/// The number of points before the armpit, from where the line continues down the trunk and the leg.
const TO_THE_ARMPIT: usize = 47;
const LEG: Part =
    Part { points: BODY.points.split_at(TO_THE_ARMPIT).1, form: Form::Pair, weight: Weight::Full };

#[rustfmt::skip]
const BLADE: Part = Part {
    points: &[[38.0, 154.0], [31.0, 166.0], [32.0, 192.0], [40.0, 214.0]],
    form: Form::Pair,
    weight: Weight::Light,
};
const SPINE: Part = Part { points: &[[0.0, 134.0], [0.0, 326.0]], form: Form::Alone, weight: Weight::Light };
/// Between the toes.
const TOES: Part = Part { points: &[[38.6, 746.8], [38.8, 756.2]], form: Form::Pair, weight: Weight::Light };
const SMALL_TOES: Part =
    Part { points: &[[45.0, 747.2], [45.2, 755.0]], form: Form::Pair, weight: Weight::Light };
const SMALLER_TOES: Part =
    Part { points: &[[50.4, 747.0], [50.8, 754.0]], form: Form::Pair, weight: Weight::Light };
const SMALLEST_TOES: Part =
    Part { points: &[[55.6, 746.5], [56.2, 752.6]], form: Form::Pair, weight: Weight::Light };
const FOLD: Part =
    Part { points: &[[10.0, 404.0], [32.0, 412.0], [56.0, 402.0]], form: Form::Pair, weight: Weight::Light };

const FRONT_PARTS: &[Part] =
    &[EGG, EYE, MOUTH, BODY, COLLARBONE, TOES, SMALL_TOES, SMALLER_TOES, SMALLEST_TOES];
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
    layers: &[Layer { parts: &[LEG, TOES, SMALL_TOES, SMALLER_TOES, SMALLEST_TOES], place: Placement::Here }],
    fade: FROM_THE_HIPS,
    word: [110.0, 600.0],
};

/// From the hips down, from the back.
pub const LEGS_BACK: Drawing =
    Drawing { layers: &[Layer { parts: &[LEG, FOLD], place: Placement::Here }], ..LEGS };

const TO_THE_KNEES: Option<Fade> = Some(Fade { centre: [0.0, -4000.0], from: 4490.0, to: 4550.0 });
const FROM_THE_HIPS: Option<Fade> = Some(Fade { centre: [0.0, 4400.0], from: 3980.0, to: 4045.0 });
