//! How hands lie on each site: which hand, from which direction, with which fingers.
//!
//! Like regions, hands are stored for the viewer's right half, or for a face that looks to the viewer's left. All views
//! are as in a mirror, so the person's right hand is the one on the viewer's right.

use super::curve::P;
use super::reach::{Finger, Reach, Shown};
use crate::routine::{Hand, Motion, Site};

/// A hand on the head is four fifths as long as the head is high.
const SIZE: f32 = 0.8;
/// Views of hands are as large as a hand.
const HAND_SIZE: f32 = 1.0;

const FLAT: [Finger; 4] = [Finger::seen(1.0); 4];
const SPREAD: [Finger; 4] = [
    Finger::seen(1.0).turned(11.0),
    Finger::seen(1.0).turned(3.0),
    Finger::seen(1.0).turned(-5.0),
    Finger::seen(1.0).turned(-13.0),
];
/// Only the first finger is stretched out.
const POINTING: [Finger; 4] = [Finger::seen(1.0), Finger::seen(0.4), Finger::seen(0.32), Finger::seen(0.25)];
/// Over the top of the shoulder and down its back.
const OVER: [Finger; 4] = [Finger::seen(0.62), Finger::seen(0.62), Finger::seen(0.6), Finger::seen(0.55)];
const NO_THUMB: Finger = Finger::seen(0.0);
const THUMB: Finger = Finger::seen(0.8);

/// The back, as far as a hand behind it is hidden: neck, slope of the shoulder, the side below the arm.
#[rustfmt::skip]
const BELOW_THE_SLOPE: [P; 9] = [
    [22.0, 104.0], [34.0, 107.0], [46.0, 113.0], [62.0, 121.0], [84.0, 129.0], [84.0, 222.0], [0.0, 222.0], [0.0, 150.0], [16.0, 128.0],
];

/// The same below the arm.
#[rustfmt::skip]
const BACK_OUTLINE: [P; 7] = [
    [0.0, 90.0], [75.5, 150.0], [75.0, 183.0], [74.2, 194.0], [72.5, 207.0], [69.0, 232.0], [0.0, 232.0],
];

const fn hand(tip: P, towards: f32, thumb_on: f32, fingers: [Finger; 4], arm: &'static [P]) -> Reach {
    Reach {
        tip,
        of: 1,
        towards,
        thumb_on,
        fingers,
        thumb: THUMB,
        size: SIZE,
        arm,
        within: None,
        pads: &[0, 1, 2],
        shown: Shown::Back,
    }
}

/// Thumb above, fingers below.
const PINCH: Reach = Reach {
    size: HAND_SIZE,
    of: 4,
    thumb: Finger::seen(1.0).turned(-26.0).bent(-8.0),
    pads: &[4],
    ..hand([42.5, 94.5], -34.0, -1.0, [Finger::seen(0.8); 4], &[[-120.0, 230.0]])
};

macro_rules! grips {
    ($($name:ident: $reach:expr;)+) => {
        $(const $name: &[Reach] = &$reach;)+
    };
}

grips! {
    // From the back.
    UNDER_THE_SKULL: [Reach { pads: &[0, 1], ..hand([6.0, 73.0], 191.0, -1.0, [FLAT[0], FLAT[1], Finger::seen(0.85), Finger::seen(0.7)], &[[130.0, 132.0]]) }];
    BESIDE_THE_SPINE: [hand([6.0, 99.0], 197.0, -1.0, FLAT, &[[135.0, 150.0]])];
    OVER_THE_SHOULDER: [Reach {
        within: Some(&BELOW_THE_SLOPE), thumb: NO_THUMB, pads: &[0, 1],
        ..hand([35.0, 145.0], 88.0, 1.0, FLAT, &[])
    }];
    UNDER_THE_ARM: [Reach {
        within: Some(&BACK_OUTLINE), thumb: NO_THUMB,
        ..hand([45.0, 190.0], 186.0, 1.0, FLAT, &[[170.0, 200.0]])
    }];

    // From the front: the other arm reaches across.
    HANDS_ON_SHOULDERS: [Reach {
        pads: &[],
        ..hand([93.0, 124.0], -30.0, -1.0, [Finger::seen(0.8),Finger::seen(0.8),Finger::seen(0.78),Finger::seen(0.72)], &[[-36.0, 224.0], [-84.0, 162.0]])
    }];
    ALONG_THE_SLOPE: [Reach { pads: &[], ..hand([82.0, 117.0], -30.0, -1.0, [Finger::seen(0.8),Finger::seen(0.8),Finger::seen(0.78),Finger::seen(0.72)], &[[-36.0, 224.0], [-84.0, 162.0]]) }];
    ACROSS: [Reach {
        thumb: THUMB, pads: &[],
        ..hand([77.0, 112.0], -38.0, -1.0, OVER, &[[-36.0, 224.0], [-84.0, 162.0]])
    }];
    BROW: [Reach { pads: &[0, 1], ..hand([8.0, 45.0], 176.0, 1.0, [FLAT[0], FLAT[1], Finger::seen(0.35), Finger::seen(0.28)], &[[150.0, 70.0]]) }];
    CHEEK: [Reach { pads: &[0, 1], ..hand([22.0, 64.0], -106.0, 1.0, [FLAT[0], FLAT[1], Finger::seen(0.6), Finger::seen(0.5)], &[[92.0, 220.0]]) }];
    HAIRLINE: [Reach {
        thumb: NO_THUMB,
        ..hand([12.5, 22.0], 132.0, 1.0, SPREAD, &[[126.0, -66.0]])
    }];
    FOREHEAD: [Reach { thumb: NO_THUMB, ..hand([10.0, 32.0], 120.0, 1.0, FLAT, &[[130.0, -90.0]]) }];
    BETWEEN_BROWS: [Reach {
        of: 0, thumb: Finger::seen(0.7), pads: &[0],
        ..hand([-1.5, 41.0], -124.0, 1.0, POINTING, &[[110.0, 210.0]])
    }];

    // From the side.
    TEMPLE: [Reach { pads: &[0, 1], ..hand([-23.5, 40.0], -108.0, 1.0, [FLAT[0], FLAT[1], Finger::seen(0.7), Finger::seen(0.55)], &[[30.0, 240.0]]) }];
    TEMPLE_ONE_FINGER: [Reach { of: 0, pads: &[0], ..hand([-20.5, 41.5], -114.0, 1.0, POINTING, &[[28.0, 240.0]]) }];
    BEHIND_THE_EAR: [Reach { pads: &[0, 1], thumb: Finger::seen(0.7).turned(-12.0), ..hand([16.0, 55.5], -80.0, 1.0, [FLAT[0], FLAT[1], Finger::seen(0.6), Finger::seen(0.5)], &[[-22.0, 240.0]]) }];
    BELOW_THE_EAR: [Reach {
        of: 0,
        thumb: Finger::seen(1.05).turned(4.0).bent(-8.0),
        pads: &[0, 4],
        ..hand(
            [17.0, 84.0],
            -56.0,
            -1.0,
            [Finger::seen(0.8).bent(16.0), Finger::seen(0.7).bent(8.0), Finger::seen(0.6), Finger::seen(0.5)],
            &[[-84.0, 240.0]],
        )
    }];

    // Hands.
    THREE_FINGERS_ON_THE_WRIST: [Reach {
        size: HAND_SIZE, pads: &[4], thumb: Finger::seen(1.0).turned(-12.0),
        ..hand([80.0, 134.0], 0.0, 1.0, [FLAT[0], FLAT[1], FLAT[2], Finger::seen(0.3)], &[[-150.0, 160.0]])
    }];
    AROUND_THE_WEB: [
        Reach { shown: Shown::Behind, pads: &[], ..PINCH },
        Reach { shown: Shown::Thumb, arm: &[], ..PINCH },
    ];
}

/// The hands on a site, or nothing if none is on it or none is drawn.
#[must_use]
pub const fn reaches(site: Site, motion: Motion, hand: Option<Hand>) -> &'static [Reach] {
    if !motion.is_hands_on() {
        return &[];
    }
    match (site, motion) {
        (_, Motion::LeanOn) => &[],
        (Site::Suboccipital, _) => UNDER_THE_SKULL,
        (Site::NeckBack, _) => BESIDE_THE_SPINE,
        (Site::Levator, _) => OVER_THE_SHOULDER,
        (Site::UpperBack, _) if matches!(hand, Some(Hand::Opposite)) => UNDER_THE_ARM,
        (Site::Shoulders, _) => HANDS_ON_SHOULDERS,
        (Site::Trapezius, Motion::Stroke) => ALONG_THE_SLOPE,
        (Site::Trapezius, _) => ACROSS,
        (Site::Brow, _) => BROW,
        (Site::Masseter | Site::Jaw | Site::Face, _) => CHEEK,
        (Site::Scalp, _) => HAIRLINE,
        (Site::Forehead, _) => FOREHEAD,
        (Site::BetweenBrows, _) => BETWEEN_BROWS,
        (Site::Temples, Motion::Press) => TEMPLE_ONE_FINGER,
        (Site::Temples, _) => TEMPLE,
        (Site::Mastoid, _) => BEHIND_THE_EAR,
        (Site::Sternocleidomastoid, _) => BELOW_THE_EAR,
        (Site::InnerWrist, _) => THREE_FINGERS_ON_THE_WRIST,
        (Site::HandWeb, _) => AROUND_THE_WEB,
        (
            Site::UpperBack
            | Site::Crown
            | Site::Eyes
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
            | Site::WholeBody,
            _,
        ) => &[],
    }
}
