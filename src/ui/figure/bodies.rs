//! The contours of the whole body: from the front and the back, sitting, and lying.
//!
//! The unit is a hundredth of the height of the head. The body is seven and a half heads tall.
//!
//! Each stretch of a contour is one line with several points, so these tables are formatted by hand.

use super::heads::{COLLARBONE, EAR_SIDE, EGG, EYE, EYE_SIDE, MOUTH, side_outline};
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

/// From the seat up the back, over the head and down to the forearm.
#[rustfmt::skip]
const SITTER: Part = Part {
    points: side_outline!(
        [[-128.0, 412.0], [-100.0, 410.0], [-50.0, 411.0], [10.0, 409.0], [46.0, 406.0], [66.0, 386.0], [61.0, 352.0],
         [48.0, 312.0], [46.0, 280.0], [54.0, 220.0], [55.0, 188.0], [49.5, 156.0]],
        [[-22.0, 150.0], [-29.0, 166.0], [-35.0, 196.0], [-34.0, 240.0], [-35.0, 291.0]]
    ),
    form: Form::Alone,
    weight: Weight::Full,
};
/// From the lap over the knee and round the foot to the hollow of the knee.
#[rustfmt::skip]
const SITTERS_LEG: Part = Part {
    points: &[
        [-66.0, 350.0], [-100.0, 356.0], [-145.0, 360.0], [-176.0, 367.0], [-188.0, 384.0], [-185.0, 404.0],
        [-178.0, 440.0], [-173.0, 490.0], [-165.0, 545.0], [-166.0, 564.0], [-182.0, 576.0], [-208.0, 585.0],
        [-221.0, 593.0], [-219.0, 601.0], [-200.0, 603.0], [-150.0, 603.0], [-132.0, 602.0], [-127.0, 592.0],
        [-132.0, 568.0], [-132.0, 530.0], [-121.0, 480.0], [-123.0, 440.0], [-128.0, 412.0],
    ],
    form: Form::Alone,
    weight: Weight::Full,
};
/// From the neck over the shoulder to the hand on the thigh, and back to the elbow.
#[rustfmt::skip]
const SITTERS_ARM: Part = Part {
    points: &[
        [29.6, 105.0], [26.5, 118.0], [16.0, 131.0], [0.0, 139.5], [-13.0, 150.5], [-18.5, 170.0], [-17.0, 205.0],
        [-11.0, 240.0], [-8.0, 268.0], [-8.0, 268.0], [-34.0, 292.0], [-68.0, 320.0], [-90.0, 334.0], [-112.0, 341.0],
        [-132.0, 351.0], [-136.0, 358.0], [-126.0, 361.0], [-104.0, 358.5], [-82.0, 354.0], [-50.0, 339.0],
        [-14.0, 319.0], [12.0, 307.0], [27.0, 294.0], [31.0, 268.0], [32.5, 225.0], [31.5, 184.0], [22.0, 157.0],
    ],
    form: Form::Alone,
    weight: Weight::Full,
};
#[rustfmt::skip]
const CHAIR: &[Part] = &[
    Part { points: &[[-98.0, 420.0], [72.0, 420.0]], form: Form::Alone, weight: Weight::Light },
    Part { points: &[[90.0, 215.0], [74.0, 420.0], [80.0, 603.0]], form: Form::Alone, weight: Weight::Light },
    Part { points: &[[-86.0, 420.0], [-90.0, 603.0]], form: Form::Alone, weight: Weight::Light },
];

/// Lying is drawn upright and then turned.
#[rustfmt::skip]
const LIER: Part = Part {
    points: side_outline!(
        [[10.0, 752.0], [40.0, 751.0], [54.0, 744.0], [54.0, 728.0], [42.0, 704.0], [49.0, 650.0], [50.0, 600.0],
         [38.0, 552.0], [49.0, 490.0], [55.0, 430.0], [58.0, 388.0], [54.0, 345.0], [45.0, 305.0], [45.0, 275.0],
         [53.0, 225.0], [54.5, 188.0], [49.5, 156.0]],
        [[-22.0, 150.0], [-29.0, 166.0], [-35.0, 196.0], [-34.0, 245.0], [-30.0, 300.0], [-32.0, 345.0],
         [-30.0, 380.0], [-29.0, 420.0], [-23.0, 485.0], [-12.0, 540.0], [-13.0, 562.0], [-6.0, 600.0], [2.0, 650.0],
         [10.0, 696.0], [4.0, 714.0], [-16.0, 728.0], [-40.0, 738.0], [-47.0, 746.0], [-40.0, 753.0],
         [-20.0, 753.0], [10.0, 752.0]]
    ),
    form: Form::Alone,
    weight: Weight::Full,
};
#[rustfmt::skip]
const LIERS_ARM: Part = Part {
    points: &[
        [29.6, 105.0], [26.5, 118.0], [16.0, 131.0], [0.0, 139.5], [-13.0, 150.5], [-18.5, 172.0], [-14.0, 212.0],
        [-4.0, 250.0], [4.0, 295.0], [9.0, 345.0], [15.0, 390.0], [11.0, 420.0], [14.0, 446.0], [20.0, 468.0],
        [27.0, 468.0], [34.0, 444.0], [36.0, 416.0], [35.0, 392.0], [40.0, 345.0], [41.0, 302.0], [37.0, 270.0],
        [35.0, 225.0], [32.0, 186.0], [22.0, 157.0],
    ],
    form: Form::Alone,
    weight: Weight::Full,
};
#[rustfmt::skip]
const BED: &[Part] = &[
    Part { points: &[[63.0, -60.0], [63.0, 790.0]], form: Form::Alone, weight: Weight::Light },
    Part { points: &[[63.0, 128.0], [55.0, 123.0], [45.0, 110.0], [35.0, 100.0]], form: Form::Alone, weight: Weight::Light },
    Part { points: &[[46.0, 22.0], [46.5, 4.0], [46.0, -14.0], [53.0, -25.0], [63.0, -27.0]], form: Form::Alone, weight: Weight::Light },
];

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

/// Sitting.
pub const SEATED: Drawing = Drawing {
    min: [-250.0, -14.0],
    max: [130.0, 618.0],
    layers: &[
        Layer { parts: CHAIR, place: Placement::Here },
        Layer { parts: &[SITTER, SITTERS_LEG, SITTERS_ARM, EAR_SIDE, EYE_SIDE], place: Placement::Here },
    ],
    fade: None,
    word: [0.0, 610.0],
};

/// Lying.
pub const LYING: Drawing = Drawing {
    min: [-425.0, -140.0],
    max: [425.0, 140.0],
    layers: &[
        Layer { parts: BED, place: Placement::Turned([375.0, 0.0]) },
        Layer { parts: &[LIER, EAR_SIDE, EYE_SIDE, LIERS_ARM], place: Placement::Turned([375.0, 0.0]) },
    ],
    fade: None,
    word: [0.0, 110.0],
};
