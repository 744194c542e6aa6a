//! Properties of every site, side and motion.

use egui::{Color32, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::curve::{self, P};
use super::picture::Ink;
use super::scene::chosen_halves;
use super::sites::{self, Spot};
use super::views::{Form, View, Weight};
use super::*;
use crate::ron_reader::Vocabulary;
use crate::routine::{CompressKind, Hand, Motion, Side, Site};

const COLOURS: FigureColours = FigureColours {
    line: Color32::from_rgb(0x7F, 0xA3, 0x8A),
    accent: Color32::from_rgb(0x8F, 0xB3, 0x9A),
    ground: Color32::from_rgb(0x0C, 0x11, 0x0E),
};

fn every_spot() -> impl Iterator<Item = (Site, &'static Spot)> {
    let ways = || std::iter::once(None).chain(Motion::ALL.iter().copied().map(Some));
    let hands = [None, Some(Hand::Opposite)];
    Site::ALL.iter().flat_map(move |site| {
        ways().flat_map(move |motion| hands.map(|hand| (*site, sites::spot(*site, motion, hand))))
    })
}

fn doing(at: Site, side: Option<Side>, motion: Motion, hand: Option<Hand>) -> Subject {
    Subject::Site { site: at, side, motion: Some(motion), hand, reversed: false }
}

/// Every figure that a routine can ask for.
fn every_subject() -> Vec<Subject> {
    let mut subjects = Vec::new();
    for site in Site::ALL {
        for side in [None, Some(Side::Left), Some(Side::Right), Some(Side::Both)] {
            subjects.push(Subject::Site { site: *site, side, motion: None, hand: None, reversed: false });
            for motion in Motion::ALL {
                for hand in [None, Some(Hand::Opposite), Some(Hand::Both)] {
                    subjects.push(doing(*site, side, *motion, hand));
                }
            }
        }
        subjects.extend(CompressKind::ALL.iter().map(|pack| Subject::Compress { pack: *pack, site: *site }));
    }
    subjects.extend(CompressKind::ALL.iter().map(|pack| Subject::Wrap { pack: *pack }));
    subjects
}

/// The area inside the outline of a view, as closed lines. One half of a symmetric outline is closed along the
/// midline.
fn skin(view: View) -> Vec<Vec<P>> {
    let mut skin = Vec::new();
    for layer in view.drawing().layers {
        for part in layer.parts.iter().filter(|part| part.weight == Weight::Full) {
            for mut line in part.lines(layer.place) {
                if part.form == Form::Pair && !matches!(view, View::Palms | View::HandBacks) {
                    let (first, last) = (line[0], line[line.len() - 1]);
                    line.extend([[0.0, last[1]], [0.0, first[1]]]);
                }
                skin.push(line);
            }
        }
    }
    skin
}

fn encloses(outline: &[P], [x, y]: P) -> bool {
    let next = outline.iter().cycle().skip(1);
    let crossings = outline
        .iter()
        .zip(next)
        .filter(|(a, b)| (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]));
    crossings.count() % 2 == 1
}

#[test]
fn every_site_lies_on_the_skin_and_in_the_picture() {
    for (site, spot) in every_spot() {
        let drawing = spot.view.drawing();
        let skin = skin(spot.view);
        let regions = spot.regions(&[1.0]);
        assert!(!regions.is_empty(), "{site:?}");
        for point in regions.concat().iter().chain(spot.tips) {
            let inside =
                [0, 1].iter().all(|axis| (drawing.min[*axis]..=drawing.max[*axis]).contains(&point[*axis]));
            assert!(inside, "{site:?} at {point:?} is outside its view");
            // A region may touch the outline. On the midline, a point beside it is tested.
            let beside = [point[0].max(0.2), point[1]];
            let near = [[0.0, 0.0], [1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]];
            let on_skin = near.iter().any(|[dx, dy]| {
                skin.iter().any(|outline| encloses(outline, [beside[0] + dx, beside[1] + dy]))
            });
            assert!(on_skin, "{site:?} at {point:?} is beside the body");
        }
    }
}

#[test]
fn fingertips_press_inside_their_region() {
    for (site, spot) in every_spot() {
        for half in [1.0, -1.0] {
            let regions = spot.regions(&[half]);
            for tip in sites::on_half(half, spot.tips) {
                let tip = if tip[0] == 0.0 { [0.2 * half, tip[1]] } else { tip };
                assert!(regions.iter().any(|region| encloses(region, tip)), "{site:?} at {tip:?}");
            }
        }
    }
}

#[test]
fn left_and_right_are_mirror_images() {
    for (site, spot) in every_spot() {
        let (right, left) = (spot.regions(&[1.0]), spot.regions(&[-1.0]));
        let mirrored: Vec<P> = right.concat().into_iter().map(curve::mirror).collect();
        assert!(mirrored == left.concat(), "{site:?}");
        let both = spot.regions(&[1.0, -1.0]);
        assert_eq!(both.len(), if spot.form == Form::Loop { 1 } else { 2 } * spot.outlines.len(), "{site:?}");
    }
}

#[test]
fn what_is_left_is_on_the_left_in_every_view() {
    for view in View::ALL.into_iter().filter(|view| !view.one_sided()) {
        assert_eq!(chosen_halves(view, Some(Side::Left)), [-1.0], "{view:?}");
        assert_eq!(chosen_halves(view, Some(Side::Right)), [1.0], "{view:?}");
    }
    let word = |site, side| Subject::Site { site, side, motion: None, hand: None, reversed: false }.word();
    let (left, at) = word(Site::Levator, Some(Side::Left)).unwrap();
    assert!(left == "left" && at[0] < 0.0);
    let (right, at) = word(Site::Masseter, Some(Side::Right)).unwrap();
    assert!(right == "right" && at[0] > 0.0);
    assert_eq!(word(Site::Levator, Some(Side::Both)), None);
    assert_eq!(word(Site::Temples, Some(Side::Both)).unwrap().0, "both sides");
    assert_eq!(chosen_halves(View::Back, None), chosen_halves(View::Back, Some(Side::Both)));
}

#[test]
fn the_name_says_what_is_shown() {
    let circles = doing(Site::NeckBack, Some(Side::Left), Motion::Circle, Some(Hand::Both));
    assert_eq!(circles.name(), "Figure: back of the neck, left side, small circles, with both hands");
    let both = Subject::Site {
        site: Site::Temples,
        side: Some(Side::Both),
        motion: Some(Motion::Circle),
        hand: None,
        reversed: true,
    };
    assert_eq!(both.name(), "Figure: temples, both sides, small circles, the other way round");
    let pack = Subject::Compress { pack: CompressKind::Cold, site: Site::Forehead };
    assert_eq!(pack.name(), "Figure: cold pack, forehead");
    let wrap = Subject::Wrap { pack: CompressKind::Warm };
    assert_eq!(wrap.name(), "Figure: warm pack being wrapped in a cloth");
}

#[test]
fn every_contour_can_be_flattened() {
    for view in View::ALL {
        for layer in view.drawing().layers {
            for line in layer.parts.iter().flat_map(|part| part.lines(layer.place)) {
                assert!(line.len() > 1, "{view:?}");
                assert!(line.iter().flatten().all(|value| value.is_finite()), "{view:?}");
            }
        }
    }
}

#[test]
fn every_subject_can_be_drawn_and_has_its_name() {
    let harness = |subject: Subject, size: egui::Vec2| {
        Harness::new_ui(move |ui| {
            figure_ui(ui, Figure::still(subject), size, &COLOURS);
        })
    };
    for subject in every_subject() {
        for lying in [false, true] {
            let picture = subject.picture(lying);
            assert!(!picture.inks.is_empty(), "{subject:?}");
            assert!(points(&picture).flatten().all(f32::is_finite), "{subject:?}");
        }
    }
    let shown = doing(Site::Trapezius, Some(Side::Left), Motion::Squeeze, Some(Hand::Opposite));
    harness(shown, vec2(240.0, 300.0)).get_by_label(&shown.name());
    for size in [vec2(0.0, 0.0), vec2(1.0, 400.0), vec2(2000.0, 30.0)] {
        harness(shown, size).run();
    }
}

fn points(picture: &Picture) -> impl Iterator<Item = P> {
    picture.inks.iter().flat_map(|ink| match ink {
        Ink::Line { points, .. } => points.clone(),
        Ink::Surface { outline, .. } => outline.clone(),
        Ink::Ring { at, .. } | Ink::Dot { at, .. } => vec![*at],
    })
}

#[test]
fn opposite_motions_differ() {
    for (site, motion) in [(Site::Shoulders, Motion::Roll), (Site::Temples, Motion::Circle)] {
        let way = |reversed| Subject::Site { site, side: None, motion: Some(motion), hand: None, reversed };
        assert_ne!(way(false).picture(false), way(true).picture(false), "{site:?}");
    }
}

#[test]
fn hands_touch_where_they_work() {
    for site in Site::ALL {
        for motion in Motion::ALL.iter().filter(|motion| motion.is_hands_on()) {
            for hand in [Hand::Opposite, Hand::Both] {
                let spot = sites::spot(*site, Some(*motion), Some(hand));
                let regions = spot.regions(&[1.0]);
                for reach in grips::reaches(*site, *motion, Some(hand)) {
                    for tip in reach.pressed() {
                        let near = regions.iter().flatten().map(|p| (p[0] - tip[0]).hypot(p[1] - tip[1]));
                        let near = near.fold(f32::MAX, f32::min);
                        let inside = regions.iter().any(|region| encloses(region, tip));
                        assert!(inside || near < 12.0, "{site:?}, {motion:?}: {tip:?} is {near} away");
                    }
                }
            }
        }
    }
}

#[test]
fn a_hand_moves_slowly_and_not_far() {
    let mut moving = 0;
    for subject in every_subject() {
        let (view, _) = subject.view();
        let height = view.drawing().max[1] - view.drawing().min[1];
        let at = |turn: f32| subject.moved(Beat { turn, pressed: 1.0 });
        let steps: Vec<P> = (0_u8..=40).map(|step| at(f32::from(step) / 40.0)).collect();
        let far = steps.iter().map(|p| p[0].hypot(p[1])).fold(0.0, f32::max);
        assert!(far <= height / 9.0, "{subject:?} moves {far}");
        moving +=
            u32::from(steps.windows(2).any(|two| (two[0][0] - two[1][0]).hypot(two[0][1] - two[1][1]) > 0.0));
    }
    assert!(moving > 0);
    assert!(Figure::still(doing(Site::Temples, None, Motion::Circle, Some(Hand::Both))).moves());
    assert!(!Figure::still(doing(Site::Temples, None, Motion::Press, Some(Hand::Both))).moves());
    assert!(!Figure::still(doing(Site::Thighs, None, Motion::Stroke, None)).moves(), "no hand is drawn");
}

#[test]
fn a_body_lies_down_as_a_whole_and_a_head_does_not() {
    let (body, head) = (Subject::site(Site::WholeBody), Subject::site(Site::Forehead));
    let (standing, lying) = (body.picture(false).size(), body.picture(true).size());
    assert!(standing[1] > standing[0] && lying[0] > lying[1]);
    assert_eq!(head.picture(true), head.picture(false));
}

/// The outlines in numbers: for each figure how many inks it has, and for each ink its kind, bounds and length. A change of
/// a contour, a hand or a sign changes them; a machine that rounds in another way does not.
#[test]
fn outlines_are_as_they_were() {
    let mut golden = String::new();
    for (site, motion, hand) in SHOWN {
        let side = if hand == Some(Hand::Opposite) { Some(Side::Right) } else { Some(Side::Both) };
        write_golden(&mut golden, doing(site, side, motion, hand));
    }
    for site in [Site::Crown, Site::Forehead, Site::NeckBack, Site::Shoulders, Site::Feet] {
        write_golden(&mut golden, Subject::Compress { pack: CompressKind::Cold, site });
    }
    write_golden(&mut golden, Subject::Wrap { pack: CompressKind::Cold });
    insta::assert_snapshot!(golden);
}

/// What the library's routines show with hands.
const SHOWN: [(Site, Motion, Option<Hand>); 22] = [
    (Site::Trapezius, Motion::Squeeze, Some(Hand::Opposite)),
    (Site::Trapezius, Motion::Stroke, Some(Hand::Opposite)),
    (Site::Shoulders, Motion::Hold, Some(Hand::Both)),
    (Site::Shoulders, Motion::Roll, None),
    (Site::Levator, Motion::Press, Some(Hand::Opposite)),
    (Site::UpperBack, Motion::Circle, Some(Hand::Opposite)),
    (Site::UpperBack, Motion::Tense, None),
    (Site::NeckBack, Motion::Circle, Some(Hand::Both)),
    (Site::NeckBack, Motion::Nod, None),
    (Site::Suboccipital, Motion::Hold, Some(Hand::Both)),
    (Site::Suboccipital, Motion::LeanOn, None),
    (Site::Sternocleidomastoid, Motion::Lift, Some(Hand::Opposite)),
    (Site::Temples, Motion::Circle, Some(Hand::Both)),
    (Site::Temples, Motion::Press, Some(Hand::Both)),
    (Site::Masseter, Motion::Stroke, Some(Hand::Both)),
    (Site::Brow, Motion::Stroke, Some(Hand::Both)),
    (Site::BetweenBrows, Motion::Press, Some(Hand::Either)),
    (Site::Mastoid, Motion::Circle, Some(Hand::Both)),
    (Site::Scalp, Motion::Shift, Some(Hand::Both)),
    (Site::HandWeb, Motion::Circle, Some(Hand::Opposite)),
    (Site::InnerWrist, Motion::Press, Some(Hand::Opposite)),
    (Site::WholeBody, Motion::Attend, None),
];

fn write_golden(golden: &mut String, subject: Subject) {
    use std::fmt::Write as _;
    let picture = subject.picture(false);
    let _ = writeln!(golden, "{}: {} inks", subject.name(), picture.inks.len());
    for ink in &picture.inks {
        let (kind, points) = match ink {
            Ink::Line { points, .. } => ("line", points.clone()),
            Ink::Surface { outline, .. } => ("surface", outline.clone()),
            Ink::Ring { at, .. } => ("ring", vec![*at]),
            Ink::Dot { at, .. } => ("dot", vec![*at]),
        };
        let (min, max) = curve::bounds(&points);
        let length: f32 = points.windows(2).map(|p| (p[0][0] - p[1][0]).hypot(p[0][1] - p[1][1])).sum();
        let _ = writeln!(
            golden,
            "  {kind} {:.0} {:.0} to {:.0} {:.0}, {:.0} long",
            min[0] + 0.25,
            min[1] + 0.25,
            max[0] + 0.25,
            max[1] + 0.25,
            length + 0.25,
        );
    }
}
