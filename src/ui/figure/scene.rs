//! Puts a picture together: the body, the site on it, the hands and the sign of the motion.

use super::curve;
use super::grips;
use super::motion::{self, TIP};
use super::pack;
use super::picture::{Picture, Tone};
use super::reach::{Reach, Shown};
use super::sites::{self, Spot, on_half};
use super::views::{Drawing, Form, View, Weight};
use crate::routine::{CompressKind, Hand, Motion, Side, Site, Step, StepKind};

/// What the figure shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A site, and what is done there.
    Site {
        /// The site on the body.
        site: Site,
        /// The side; both if there is none.
        side: Option<Side>,
        /// The motion; only the site is shown if there is none.
        motion: Option<Motion>,
        /// With which hand.
        hand: Option<Hand>,
        /// Whether the motion goes the other way round.
        reversed: bool,
    },
    /// A compress on a site.
    Compress {
        /// Cold or warm.
        pack: CompressKind,
        /// The site that it covers.
        site: Site,
    },
    /// A compress that is being wrapped.
    Wrap {
        /// Cold or warm.
        pack: CompressKind,
    },
}

impl Subject {
    /// Only a site.
    #[must_use]
    pub const fn site(site: Site) -> Self {
        Self::Site { site, side: None, motion: None, hand: None, reversed: false }
    }

    /// What the figure of a step shows, if it has one.
    #[must_use]
    pub fn of_step(kind: &StepKind, side: Option<Side>) -> Option<Self> {
        match kind {
            StepKind::Guide(guide) => Some(Self::Site {
                site: guide.site.value,
                side: guide.side.as_ref().map(|side| side.value).or(side),
                motion: Some(guide.motion.value),
                hand: guide.hand.as_ref().map(|hand| hand.value),
                reversed: guide.reversed,
            }),
            StepKind::Compress(compress) => {
                Some(Self::Compress { pack: compress.pack.value, site: compress.site.value })
            }
            StepKind::Contrast(_)
            | StepKind::Breathe(_)
            | StepKind::Rest(_)
            | StepKind::Wait { .. }
            | StepKind::Ask(_)
            | StepKind::Repeat(_)
            | StepKind::EachSide(_)
            | StepKind::Use(_)
            | StepKind::Group(_) => None,
        }
    }

    /// What the figure of a step shows, or of the first inside it that has one.
    #[must_use]
    pub fn first_of(step: &Step) -> Option<Self> {
        Self::of_step(&step.kind, None).or_else(|| step.kind.children().iter().find_map(Self::first_of))
    }

    /// Whether a hand is drawn in it.
    #[must_use]
    pub const fn has_hands(self) -> bool {
        match self {
            Self::Site { site, motion: Some(motion), hand, .. } => {
                !grips::reaches(site, motion, hand).is_empty()
            }
            Self::Site { .. } | Self::Compress { .. } | Self::Wrap { .. } => false,
        }
    }

    /// The view that shows it, and the side that is meant.
    #[must_use]
    pub const fn view(self) -> (View, Option<Side>) {
        match self {
            Self::Site { site, side, motion, hand, .. } => (sites::spot(site, motion, hand).view, side),
            Self::Compress { site, .. } => (pack::view(site, sites::spot(site, None, None)), None),
            Self::Wrap { .. } => (View::Cloth, None),
        }
    }

    /// The picture in words, for a screen reader.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Site { site, side, motion, hand, reversed } => {
                let side = match side {
                    Some(Side::Both) => ", both sides".to_owned(),
                    Some(side) => format!(", {} side", side.plain()),
                    None => String::new(),
                };
                let motion = motion.map(|motion| format!(", {}", motion.plain())).unwrap_or_default();
                let round = if reversed { ", the other way round" } else { "" };
                let hand = hand.map(|hand| format!(", with {}", hand.plain())).unwrap_or_default();
                format!("Figure: {}{side}{motion}{round}{hand}", site.plain())
            }
            Self::Compress { pack, site } => format!("Figure: {}, {}", pack.plain(), site.plain()),
            Self::Wrap { pack } => format!("Figure: {} being wrapped in a cloth", pack.plain()),
        }
    }

    /// The word beside the site, where the picture alone does not show which side is meant, and where it stands.
    #[must_use]
    pub fn word(self) -> Option<(&'static str, curve::P)> {
        let (view, side) = self.view();
        let at = view.drawing().word;
        match side {
            Some(side @ (Side::Left | Side::Right)) => {
                let is_right = view.one_sided() || chosen_halves(view, Some(side)) == [1.0];
                Some((side.plain(), if is_right { at } else { curve::mirror(at) }))
            }
            Some(Side::Both) if view.one_sided() => Some(("both sides", at)),
            Some(Side::Both) | None => None,
        }
    }

    /// The picture; a body that is shown as a whole lies down if the person does.
    #[must_use]
    pub fn picture(self, lying: bool) -> Picture {
        let (view, side) = self.view();
        let drawing = view.drawing();
        let laid = lying && view.is_of_the_body();
        let mut picture = Picture::new(drawing, view.one_sided() && side == Some(Side::Right), laid);
        if laid && view.shows_the_head() {
            picture.contour(pack::pillow(), 0.5, 0.85);
        }
        let unit = (drawing.max[1] - drawing.min[1]) / 240.0;
        match self {
            Self::Site { site, motion, hand, reversed, .. } => {
                let spot = sites::spot(site, motion, hand);
                let chosen = chosen_halves(view, side);
                let chosen: &[f32] =
                    if spot.view == View::Bust && is_one(spot, hand, chosen) { &[1.0] } else { chosen };
                let reaches = motion.map_or(&[][..], |motion| grips::reaches(site, motion, hand));
                region(&mut picture, spot, chosen);
                let (behind, before): (Vec<&Reach>, Vec<&Reach>) =
                    reaches.iter().partition(|reach| reach.shown == Shown::Behind);
                hands(&mut picture, &behind, chosen, unit);
                contours(&mut picture, drawing, shown_halves(view, reaches, chosen), !behind.is_empty());
                if !behind.is_empty() {
                    region(&mut picture, spot, chosen);
                }
                let on = if is_one(spot, hand, chosen) { &[1.0] } else { chosen };
                hands(&mut picture, &before, on, unit);
                if !before.is_empty() {
                    edges(&mut picture, spot, chosen);
                }
                if let Some(motion) = motion {
                    signs(
                        &mut picture,
                        spot,
                        motion,
                        chosen,
                        &Way {
                            reaches,
                            reversed,
                            of_the_neck: matches!(site, Site::Trapezius | Site::Levator),
                            single: !reaches.is_empty() && is_one(spot, hand, chosen),
                            unit,
                        },
                    );
                }
            }
            Self::Compress { site, .. } => {
                contours(&mut picture, drawing, &[1.0, -1.0], false);
                pack::draw(&mut picture, site, sites::spot(site, None, None), unit);
            }
            Self::Wrap { .. } => {
                contours(&mut picture, drawing, &[1.0, -1.0], false);
                pack::draw_wrapping(&mut picture);
            }
        }
        picture
    }
}

/// The halves of the drawing that are meant: 1 is the viewer's right, -1 the left.
///
/// One rule for all views: they are as in a mirror, or as one sees one's own hands. The person's left is on the left.
pub(super) const fn chosen_halves(view: View, side: Option<Side>) -> &'static [f32] {
    match side {
        // A view from the side is mirrored as a whole.
        _ if view.one_sided() => &[1.0],
        None | Some(Side::Both) => &[1.0, -1.0],
        Some(Side::Left) => &[-1.0],
        Some(Side::Right) => &[1.0],
    }
}

/// The halves of the body that are drawn. Where one hand holds the other, it is the only one.
const fn shown_halves(view: View, reaches: &[Reach], chosen: &'static [f32]) -> &'static [f32] {
    if matches!(view, View::Palms | View::HandBacks) && !reaches.is_empty() { chosen } else { &[1.0, -1.0] }
}

pub(super) fn contours(picture: &mut Picture, drawing: &Drawing, halves: &[f32], hides: bool) {
    for layer in drawing.layers {
        for part in layer.parts {
            let (strength, width) = match part.weight {
                Weight::Full => (1.0, 1.0),
                Weight::Light => (0.5, 0.85),
            };
            for line in part.lines(layer.place) {
                let half = if line.iter().map(|p| p[0]).sum::<f32>() < 0.0 { -1.0 } else { 1.0 };
                if part.form == Form::Pair && !halves.contains(&half) {
                    continue;
                }
                if hides && part.weight == Weight::Full {
                    picture.cover(line.clone());
                }
                picture.contour(line, strength, width);
            }
        }
    }
}

fn region(picture: &mut Picture, spot: &Spot, chosen: &[f32]) {
    for outline in spot.regions(chosen) {
        picture.surface(outline, Tone::Accent(0.4), Some((0.8, Tone::Accent(0.68))));
    }
}

/// Where a hand hides the site, its edge is still seen.
fn edges(picture: &mut Picture, spot: &Spot, chosen: &[f32]) {
    for mut outline in spot.regions(chosen) {
        outline.extend(outline.first().copied());
        picture.line(outline, 0.9, Tone::Accent(0.7));
    }
}

/// Whether one hand is enough: for a site on the midline, and for a shoulder that the other hand reaches.
fn is_one(spot: &Spot, hand: Option<Hand>, chosen: &[f32]) -> bool {
    (spot.form == Form::Loop || spot.view == View::Bust)
        && chosen.len() == 2
        && matches!(hand, Some(Hand::Either | Hand::Same | Hand::Opposite))
}

fn hands(picture: &mut Picture, reaches: &[&Reach], chosen: &[f32], unit: f32) {
    for half in chosen {
        let from = picture.inks.len();
        for reach in reaches {
            reach.draw(picture, *half);
        }
        for tip in reaches.iter().flat_map(|reach| on_half(*half, &reach.pressed())) {
            picture.dot(tip, TIP * unit, Tone::Accent(1.0));
        }
        if !reaches.is_empty() {
            picture.hands.push((from..picture.inks.len(), *half));
        }
    }
}

/// How far from a region the sign of tensing stands, so that it is beside the body and not on its contour; in units of a
/// sign.
fn away(spot: &Spot) -> f32 {
    let (min, max) = curve::bounds(&spot.regions(&[1.0]).concat());
    let height = f32::midpoint(min[1], max[1]);
    if spot.view == View::Front && height < 40.0 {
        16.0
    } else if spot.view == View::Front && height < 55.0 {
        4.7
    } else if spot.view == View::Nape {
        17.0
    } else if spot.view == View::Back && max[0] < 30.0 {
        13.0
    } else {
        8.0
    }
}
/// How a motion is done.
struct Way<'a> {
    reaches: &'a [Reach],
    reversed: bool,
    /// Whether the site is a muscle of the neck.
    of_the_neck: bool,
    /// Whether one hand is enough, and so one sign.
    single: bool,
    unit: f32,
}

fn signs(picture: &mut Picture, spot: &Spot, motion: Motion, chosen: &[f32], way: &Way) {
    let pressed: Vec<curve::P> = way.reaches.iter().flat_map(Reach::pressed).collect();
    let stored = if way.reaches.is_empty() { spot.tips } else { &pressed };
    // A site on the midline has one sign. So does a region across the midline that is tensed or released as a
    // whole.
    let in_the_middle = spot.tips.iter().all(|tip| tip[0] == 0.0);
    let one = spot.form == Form::Loop
        && chosen.len() == 2
        && (in_the_middle || matches!(motion, Motion::Tense | Motion::Release));
    let halves = if one || way.single { &[1.0] } else { chosen };
    for half in halves {
        let tips = on_half(*half, stored);
        let region = spot.regions(if one { chosen } else { std::slice::from_ref(half) }).concat();
        let mark = motion::Mark {
            tips: &tips,
            along: [spot.along[0] * half, spot.along[1]],
            bounds: curve::bounds(&region),
            side: *half,
            mirrored: halves.len() == 2,
            between_arms: spot.form == Form::Loop && matches!(spot.view, View::Torso | View::TorsoBack),
            profile: matches!(spot.view, View::Profile | View::ShoulderSide),
            reversed: way.reversed,
            of_the_neck: way.of_the_neck,
            with_hand: !way.reaches.is_empty(),
            away: away(spot),
            unit: way.unit,
        };
        motion::draw(picture, motion, &mark);
    }
}

/// How far a motion has come, so that the hand can move with the sounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beat {
    /// How much of one circle or stroke has been made, 0–1.
    pub turn: f32,
    /// How far the hand presses, lifts or closes, 0–1.
    pub pressed: f32,
}

impl Subject {
    /// How far the hands have moved from where they are drawn, in the viewer's right half, in units of the drawing.
    ///
    /// Never far: one slow movement is enough to say what to do, and a large one hurts (our limit).
    #[must_use]
    pub fn moved(self, beat: Beat) -> curve::P {
        let Self::Site { site, motion: Some(motion), hand, reversed, .. } = self else { return [0.0, 0.0] };
        let spot = sites::spot(site, Some(motion), hand);
        let drawing = spot.view.drawing();
        let unit = (drawing.max[1] - drawing.min[1]) / 240.0;
        let [dx, dy] = spot.along;
        let angle = std::f32::consts::TAU * if reversed { beat.turn } else { -beat.turn };
        match motion {
            Motion::Circle => [2.6 * unit * angle.cos(), 2.6 * unit * angle.sin()],
            Motion::Shift => [dx, dy].map(|way| way * 0.3 * angle.sin()),
            Motion::Stroke => {
                // Slowly there, and lifted back in a quarter of the time.
                let share = if beat.turn < 0.75 { beat.turn / 0.75 } else { (1.0 - beat.turn) / 0.25 };
                let eased = 0.5 - 0.5 * (std::f32::consts::PI * share).cos();
                let far = if reversed { 1.0 - 2.0 * eased } else { 2.0 * eased - 1.0 };
                [dx * far, dy * far]
            }
            Motion::Squeeze | Motion::Lift => {
                let length = dx.hypot(dy).max(f32::EPSILON);
                let far = 3.0 * unit * beat.pressed;
                [-dy / length * far, dx / length * far].map(|way| if dx > 0.0 { -way } else { way })
            }
            Motion::Press
            | Motion::Hold
            | Motion::Roll
            | Motion::Nod
            | Motion::Turn
            | Motion::Tilt
            | Motion::ChinTuck
            | Motion::Shrug
            | Motion::BladeSqueeze
            | Motion::Stretch
            | Motion::Resist
            | Motion::LeanOn
            | Motion::Tense
            | Motion::Release
            | Motion::Attend => [0.0, 0.0],
        }
    }
}
