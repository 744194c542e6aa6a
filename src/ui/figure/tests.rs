//! Properties of every site, side and motion.

use egui::{Color32, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::curve::{self, P};
use super::views::{Form, View, Weight};
use super::*;
use crate::ron_reader::Vocabulary;

const COLOURS: FigureColours = FigureColours {
    line: Color32::from_rgb(0x7F, 0xA3, 0x8A),
    accent: Color32::from_rgb(0x8F, 0xB3, 0x9A),
    ground: Color32::from_rgb(0x0C, 0x11, 0x0E),
};

fn every_spot() -> impl Iterator<Item = (Site, &'static Spot)> {
    Site::ALL
        .iter()
        .flat_map(|site| [None, Some(Motion::Nod)].map(|motion| (*site, sites::spot(*site, motion))))
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
fn left_is_left_from_the_back_and_right_from_the_front() {
    assert_eq!(chosen_halves(View::Back, Some(Side::Left)), [-1.0]);
    assert_eq!(chosen_halves(View::Front, Some(Side::Left)), [1.0]);
    assert_eq!(chosen_halves(View::Palms, Some(Side::Right)), [1.0]);
    assert_eq!(chosen_halves(View::Torso, Some(Side::Right)), [-1.0]);
    assert_eq!(word(View::Back, Some(Side::Left)), Some("left"));
    assert_eq!(word(View::Back, Some(Side::Both)), None);
    assert_eq!(word(View::Profile, Some(Side::Both)), Some("both sides"));
    assert_eq!(chosen_halves(View::Back, None), chosen_halves(View::Back, Some(Side::Both)));
}

#[test]
fn the_name_says_what_is_shown() {
    let circles =
        Subject::Site { site: Site::NeckBack, side: Some(Side::Left), motion: Some(Motion::Circle) };
    assert_eq!(name(circles), "Figure: back of the neck, left side, small circles");
    let both = Subject::Site { site: Site::Temples, side: Some(Side::Both), motion: None };
    assert_eq!(name(both), "Figure: temples, both sides");
    assert_eq!(
        name(Subject::Compress { pack: CompressKind::Cold, site: Site::Forehead }),
        "Figure: cold pack, forehead"
    );
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
    let mut subjects = Vec::new();
    for site in Site::ALL {
        for side in [None, Some(Side::Left), Some(Side::Right), Some(Side::Both)] {
            subjects.push(Subject::Site { site: *site, side, motion: None });
            for motion in Motion::ALL {
                subjects.push(Subject::Site { site: *site, side, motion: Some(*motion) });
            }
        }
        subjects.extend(CompressKind::ALL.iter().map(|pack| Subject::Compress { pack: *pack, site: *site }));
    }

    let harness = |subject: Subject, size: egui::Vec2| {
        Harness::new_ui(move |ui| {
            figure_ui(ui, subject, size, &COLOURS);
        })
    };
    for subject in &subjects {
        harness(*subject, vec2(240.0, 300.0)).get_by_label(&name(*subject));
    }
    for size in [vec2(0.0, 0.0), vec2(1.0, 400.0), vec2(2000.0, 30.0)] {
        harness(subjects[0], size).run();
    }
}
