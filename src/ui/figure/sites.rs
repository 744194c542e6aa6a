//! Where every site is on the skin, in which view it is shown, and where the fingers press.
//!
//! In symmetric views, the region on the viewer's right is stored; the other one is its mirror image.

use super::bodies::BODY;
use super::curve::{self, P};
use super::heads::EGG;
use super::views::{Form, View, around};
use crate::routine::{Hand, Motion, Site};

/// A site in its view.
pub struct Spot {
    /// The view that shows it.
    pub view: View,
    /// How it relates to the midline: a pair, across it, or in a view of one side.
    pub form: Form,
    /// The outlines of the region.
    pub outlines: &'static [&'static [P]],
    /// The positions of the fingertips.
    pub tips: &'static [P],
    /// The direction of a stroke, and how far it reaches to either side of the middle.
    pub along: P,
}

impl Spot {
    /// The flattened outlines of its regions in the given halves of the drawing; 1 is the viewer's right half,
    /// -1 the left.
    #[must_use]
    pub fn regions(&self, halves: &[f32]) -> Vec<Vec<P>> {
        let mut found = Vec::new();
        for points in self.outlines {
            match self.form {
                Form::Loop if halves.len() == 2 => found.push(curve::closed(&around(points))),
                // Only half of it, with a straight edge on the midline.
                Form::Loop => found.extend(halves.iter().map(|half| on_half(*half, &curve::open(points)))),
                Form::Pair | Form::Arch | Form::Alone => {
                    found.extend(halves.iter().map(|half| on_half(*half, &curve::closed(points))));
                }
            }
        }
        found
    }
}

/// Points that are stored for the viewer's right, moved to the given half.
#[must_use]
pub fn on_half(half: f32, points: &[P]) -> Vec<P> {
    points.iter().map(|[x, y]| [x * half, *y]).collect()
}

macro_rules! spots {
    ($($name:ident: $view:ident $form:ident $outline:expr; tips $tips:expr; along $along:expr;)+) => {
        $(const $name: Spot = Spot {
            view: View::$view,
            form: Form::$form,
            outlines: &[&$outline],
            tips: &$tips,
            along: $along,
        };)+
    };
}

spots! {
    // From the back.
    SHOULDERS: Back Pair [[40.0, 126.0], [58.0, 131.0], [80.0, 138.5], [94.0, 149.0], [99.0, 163.0], [92.0, 171.0], [78.0, 163.0], [60.0, 151.0], [43.0, 140.0]];
        tips [[62.0, 141.0], [74.0, 147.0], [85.0, 155.0]]; along [14.0, 5.5];
    TRAPEZIUS: Back Pair [[34.0, 120.0], [44.0, 125.0], [58.0, 129.8], [70.0, 133.0], [74.0, 138.0], [66.0, 143.0], [52.0, 141.0], [38.0, 135.0], [30.0, 126.0]];
        tips [[45.0, 132.0], [53.0, 135.0], [61.0, 137.0]]; along [13.0, 5.0];
    LEVATOR: Back Pair [[27.0, 132.0], [36.0, 131.5], [41.5, 140.5], [38.5, 151.0], [30.5, 152.0], [24.5, 143.0]];
        tips [[31.0, 138.5], [34.0, 145.5]]; along [3.0, 12.0];
    NECK_BACK: Nape Pair [[6.0, 80.0], [14.0, 79.0], [18.0, 88.0], [18.0, 102.0], [21.0, 114.0], [16.0, 122.0], [8.0, 120.0], [5.5, 104.0], [5.0, 90.0]];
        tips [[11.0, 88.0], [11.2, 100.0], [12.5, 112.0]]; along [0.0, -14.0];
    SUBOCCIPITAL: Nape Pair [[6.0, 71.0], [13.0, 71.5], [20.0, 75.0], [22.0, 80.0], [16.0, 83.0], [8.0, 80.5], [4.5, 76.0]];
        tips [[9.0, 76.0], [16.0, 78.5]]; along [8.0, 3.0];
    UPPER_BACK: Back Pair [[6.0, 138.0], [18.0, 134.0], [27.0, 142.0], [27.0, 165.0], [28.0, 190.0], [20.0, 200.0], [9.0, 196.0], [5.5, 170.0]];
        tips [[16.0, 152.0], [16.0, 165.0], [16.0, 178.0]]; along [0.0, 16.0];

    BLADE_EDGE: Back Pair [[59.0, 166.0], [66.0, 169.0], [64.0, 182.0], [57.0, 198.0], [49.5, 210.0], [43.5, 207.0], [47.5, 194.0], [54.0, 180.0]];
        tips [[60.0, 176.0], [55.0, 188.0], [50.0, 200.0]]; along [-7.0, 12.0];

    // Neck, shoulders and chest from the front.
    SLOPE: Bust Pair [[30.0, 117.5], [41.0, 124.0], [57.0, 130.0], [74.0, 135.4], [77.0, 139.0], [66.0, 143.5], [48.0, 139.0], [34.0, 129.0]];
        tips [[45.0, 129.0], [54.0, 133.0], [63.0, 136.5]]; along [13.0, 5.0];
    // The sides of the neck, from behind the muscle that runs beside the throat.
    NECK_SIDES: Bust Pair [[23.0, 88.0], [24.2, 92.0], [23.6, 101.0], [25.6, 111.0], [31.0, 118.6], [26.0, 119.5], [21.0, 112.0], [19.0, 100.0]];
        tips []; along [0.0, 12.0];
    SHOULDER_TOP: Bust Pair [[46.0, 127.5], [62.0, 132.0], [82.0, 138.5], [94.0, 149.0], [97.0, 160.0], [86.0, 160.0], [66.0, 147.0], [47.0, 137.0]];
        tips [[62.0, 137.0], [74.0, 142.0], [85.0, 149.0]]; along [14.0, 5.5];

    // The head from the front.
    SCALP: Front Loop [[0.0, 5.0], [14.0, 6.5], [25.5, 13.5], [32.0, 24.0], [28.0, 29.0], [18.0, 21.5], [0.0, 18.5]];
        tips [[6.0, 12.0], [14.0, 13.5], [21.5, 17.5], [27.0, 23.0]]; along [9.0, 3.0];
    SCALP_HIGH: FrontHigh Loop [[0.0, 5.0], [14.0, 6.5], [25.5, 13.5], [32.0, 24.0], [28.0, 29.0], [18.0, 21.5], [0.0, 18.5]];
        tips [[6.0, 12.0], [14.0, 13.5], [21.5, 17.5], [27.0, 23.0]]; along [9.0, 3.0];
    FOREHEAD: Front Loop [[0.0, 17.0], [14.0, 18.5], [25.0, 23.0], [29.0, 30.0], [25.0, 37.0], [14.0, 36.5], [0.0, 38.0]];
        tips [[7.0, 28.0], [16.0, 28.0]]; along [9.0, 0.0];
    BROW: Front Pair [[5.5, 42.0], [10.0, 39.5], [17.0, 38.0], [25.0, 40.5], [29.0, 44.5], [25.0, 46.5], [16.5, 44.8], [8.5, 46.5]];
        tips [[9.0, 43.0]]; along [9.5, 0.0];
    BETWEEN_BROWS: Front Loop [[0.0, 38.0], [4.5, 40.0], [6.0, 44.5], [4.0, 49.0], [0.0, 50.5]];
        tips [[0.0, 44.5]]; along [0.0, -7.0];
    MASSETER: Front Pair [[25.0, 63.0], [31.0, 63.0], [32.3, 69.0], [29.0, 79.0], [24.0, 86.0], [20.0, 83.0], [20.5, 74.0]];
        tips [[26.5, 69.0], [25.5, 75.0]]; along [-2.5, 9.0];
    FACE: Front Loop [[0.0, 17.0], [18.0, 20.0], [30.0, 33.0], [32.5, 52.0], [29.0, 72.0], [18.0, 89.0], [0.0, 95.5]];
        tips [[20.0, 62.0], [20.0, 71.0]]; along [0.0, 10.0];
    EYES: Front Pair [[6.5, 49.0], [10.0, 44.5], [17.0, 43.0], [24.5, 45.5], [28.0, 51.0], [24.0, 57.0], [16.5, 59.0], [9.5, 56.5]];
        tips [[27.0, 51.0]]; along [8.0, 0.0];
    JAW: Front Loop [[0.0, 88.0], [10.0, 86.5], [19.0, 79.0], [24.0, 67.0], [29.0, 62.5], [32.5, 67.0], [29.0, 79.5], [18.5, 91.8], [0.0, 98.0]];
        tips [[24.0, 79.0], [18.0, 86.0]]; along [-6.0, 8.0];

    // From the side.
    TEMPLES: Profile Alone [[-24.0, 38.6], [-19.0, 37.4], [-14.6, 41.0], [-13.4, 47.0], [-16.0, 52.4], [-20.6, 53.2], [-24.0, 49.2], [-25.2, 43.6]];
        tips [[-20.5, 43.5], [-18.5, 48.5]]; along [0.0, 7.0];
    SHOULDER_SIDE: ShoulderSide Alone [[2.0, 143.5], [15.0, 144.0], [27.0, 153.5], [34.0, 168.0], [36.5, 184.0], [28.0, 198.0], [10.0, 203.0], [-7.0, 198.0], [-15.5, 184.0], [-15.0, 168.0], [-9.4, 152.0]];
        tips []; along [0.0, 12.0];
    ON_BALLS: Lying Alone [[57.0, 40.0], [63.0, 34.5], [72.0, 31.0], [82.0, 29.2], [88.0, 29.4], [87.0, 24.4], [77.0, 24.6], [66.0, 28.4], [57.0, 35.0]];
        tips []; along [8.0, 0.0];
    // Only the belly of the muscle, because its lower end is beside the throat.
    STERNOCLEIDOMASTOID: Profile Alone [[9.5, 73.0], [14.5, 73.5], [14.5, 84.0], [9.0, 100.0], [2.5, 113.0], [-2.5, 119.5], [-6.0, 117.5], [-3.0, 108.0], [2.5, 96.0], [7.0, 84.0]];
        tips [[6.6, 95.0], [2.4, 104.5]]; along [-7.0, 14.0];
    MASTOID: Profile Alone [[15.5, 55.0], [20.0, 53.5], [23.5, 59.0], [21.0, 68.0], [14.8, 73.5], [10.6, 70.5], [13.2, 63.0]];
        tips [[18.6, 60.0], [16.4, 67.0]]; along [-3.0, 8.0];
    CROWN: Profile Alone [[-17.0, 6.0], [-5.0, 2.8], [8.0, 2.6], [22.0, 6.0], [30.0, 12.5], [22.0, 17.0], [6.0, 15.5], [-10.0, 13.5]];
        tips [[-2.0, 9.0], [7.0, 9.0], [16.0, 10.5]]; along [14.0, 1.0];
    NAPE_SIDE: Profile Alone [[22.5, 76.0], [28.0, 79.0], [27.8, 89.0], [27.4, 100.0], [28.2, 109.0], [24.0, 112.0], [19.5, 105.0], [17.5, 94.0], [18.5, 83.0]];
        tips []; along [0.0, 12.0];

    // Hands, as people see their own.
    INNER_WRIST: Palms Pair [[44.5, 145.5], [50.5, 148.5], [53.0, 154.5], [50.5, 160.5], [44.5, 163.5], [38.5, 160.5], [36.0, 154.5], [38.5, 148.5]];
        tips [[44.5, 154.5]]; along [0.0, 11.0];
    HAND_WEB: HandBacks Pair [[34.5, 86.5], [39.5, 87.0], [44.0, 92.0], [44.5, 100.0], [39.5, 103.5], [33.5, 98.5], [31.5, 91.5]];
        tips [[38.5, 95.0]]; along [4.0, 9.0];

    // The whole body.
    HANDS: Torso Pair [[137.5, 404.0], [147.0, 398.0], [156.0, 401.0], [163.0, 420.0], [170.0, 440.0], [171.5, 452.0], [166.0, 463.0], [157.5, 470.5], [150.0, 466.0], [145.0, 452.0], [137.0, 451.5], [134.2, 440.0], [132.5, 428.0], [136.0, 412.0]];
        tips []; along [6.0, 24.0];
    FOREARMS: Torso Pair [[113.0, 298.0], [122.0, 291.0], [132.5, 292.0], [140.0, 322.0], [146.5, 358.0], [152.0, 388.0], [147.0, 393.5], [140.5, 392.0], [131.5, 364.0], [118.0, 328.0]];
        tips []; along [12.0, 34.0];
    UPPER_ARMS: Torso Pair [[88.0, 186.0], [96.0, 171.0], [106.5, 182.0], [117.0, 220.0], [124.5, 255.0], [129.0, 278.0], [120.5, 285.0], [111.5, 283.0], [104.0, 258.0], [97.5, 229.0]];
        tips []; along [8.0, 34.0];
    CHEST: Torso Loop [[0.0, 148.0], [30.0, 144.0], [62.0, 144.0], [80.0, 158.0], [79.0, 185.0], [70.0, 205.0], [40.0, 216.0], [0.0, 213.0]];
        tips []; along [0.0, 26.0];
    BELLY: Torso Loop [[0.0, 234.0], [30.0, 236.0], [52.0, 250.0], [57.0, 284.0], [54.0, 318.0], [32.0, 342.0], [0.0, 350.0]];
        tips []; along [0.0, 30.0];
    HIPS: Torso Pair [[66.0, 316.0], [71.0, 336.0], [74.5, 362.0], [74.5, 394.0], [62.0, 398.0], [45.0, 376.0], [41.0, 348.0], [51.0, 322.0]];
        tips []; along [8.0, 26.0];
    BACK: TorsoBack Loop [[0.0, 148.0], [36.0, 146.0], [66.0, 156.0], [78.0, 186.0], [72.0, 220.0], [62.0, 254.0], [58.0, 290.0], [46.0, 318.0], [0.0, 326.0]];
        tips []; along [0.0, 40.0];
    THIGHS: Legs Pair [[10.0, 426.0], [24.0, 415.0], [48.0, 404.0], [68.0, 404.0], [75.2, 418.0], [70.5, 474.0], [62.0, 522.0], [41.0, 531.0], [21.5, 522.0], [14.8, 470.0]];
        tips []; along [-5.0, 40.0];
    CALVES: LegsBack Pair [[23.5, 574.0], [41.0, 567.0], [58.5, 574.0], [60.8, 601.0], [57.5, 639.0], [49.5, 682.0], [38.0, 691.0], [28.5, 682.0], [25.2, 652.0], [20.2, 606.0]];
        tips []; along [-2.0, 36.0];
    FEET: Legs Pair [[30.5, 715.0], [37.0, 711.0], [44.5, 714.0], [50.5, 728.0], [58.5, 743.0], [57.5, 749.0], [47.0, 752.0], [36.0, 753.5], [28.5, 751.0], [27.6, 741.0], [30.0, 728.0]];
        tips []; along [4.0, 14.0];
}

const WHOLE_BODY: Spot = Spot {
    view: View::Body,
    form: Form::Loop,
    outlines: &[EGG.points, BODY.points],
    tips: &[],
    along: [0.0, 60.0],
};

/// Where `site` is, and in which view `motion` with `hand` is shown there.
#[must_use]
pub const fn spot(site: Site, motion: Option<Motion>, hand: Option<Hand>) -> &'static Spot {
    match (site, motion) {
        // A nod, a chin that is drawn in, and a roll, are only visible from the side.
        (Site::NeckBack | Site::Suboccipital, Some(Motion::Nod | Motion::ChinTuck)) => &NAPE_SIDE,
        // Where the face goes is only visible from the front.
        (Site::NeckBack | Site::Trapezius, Some(Motion::Turn | Motion::Tilt)) => &NECK_SIDES,
        (Site::Trapezius, Some(Motion::Stretch)) => &SLOPE,
        (Site::Shoulders, Some(Motion::Roll)) => &SHOULDER_SIDE,
        (Site::Suboccipital, Some(Motion::LeanOn)) => &ON_BALLS,
        (Site::Scalp, Some(motion)) if motion.is_hands_on() => &SCALP_HIGH,
        // From the front it can be seen how the other hand comes there.
        (Site::Trapezius, Some(motion)) if motion.is_hands_on() => &SLOPE,
        (Site::Shoulders, Some(motion)) if motion.is_hands_on() => &SHOULDER_TOP,
        (Site::UpperBack, Some(motion)) if motion.is_hands_on() && matches!(hand, Some(Hand::Opposite)) => {
            &BLADE_EDGE
        }
        _ => of_site(site),
    }
}

pub const fn of_site(site: Site) -> &'static Spot {
    match site {
        Site::Shoulders => &SHOULDERS,
        Site::Trapezius => &TRAPEZIUS,
        Site::Levator => &LEVATOR,
        Site::NeckBack => &NECK_BACK,
        Site::Suboccipital => &SUBOCCIPITAL,
        Site::Sternocleidomastoid => &STERNOCLEIDOMASTOID,
        Site::Temples => &TEMPLES,
        Site::Forehead => &FOREHEAD,
        Site::Brow => &BROW,
        Site::BetweenBrows => &BETWEEN_BROWS,
        Site::Masseter => &MASSETER,
        Site::Mastoid => &MASTOID,
        Site::Scalp => &SCALP,
        Site::Crown => &CROWN,
        Site::UpperBack => &UPPER_BACK,
        Site::HandWeb => &HAND_WEB,
        Site::InnerWrist => &INNER_WRIST,
        Site::Face => &FACE,
        Site::Eyes => &EYES,
        Site::Jaw => &JAW,
        Site::Hands => &HANDS,
        Site::Forearms => &FOREARMS,
        Site::UpperArms => &UPPER_ARMS,
        Site::Chest => &CHEST,
        Site::Belly => &BELLY,
        Site::Back => &BACK,
        Site::Hips => &HIPS,
        Site::Thighs => &THIGHS,
        Site::Calves => &CALVES,
        Site::Feet => &FEET,
        Site::WholeBody => &WHOLE_BODY,
    }
}
