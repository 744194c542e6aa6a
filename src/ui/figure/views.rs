//! The views of the body.

use super::curve::{self, P};
use super::{bodies, hands, heads, pack};

/// A view of part of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// The head from the front.
    Front,
    /// Head, shoulders and chest from the front.
    Bust,
    /// The head from the front, with room for hands above it.
    FrontHigh,
    /// Head and neck from the side, with the whole of the near shoulder; the face looks to the viewer's left.
    ShoulderSide,
    /// The head and the nape from the back.
    Nape,
    /// The head, the neck and the shoulders from the back.
    Back,
    /// The head and the neck from the side; the face looks to the viewer's left.
    Profile,
    /// The head and the neck of somebody who lies on the back, from the side.
    Lying,
    /// Both hands with the palms up, as people see their own.
    Palms,
    /// Both hands from the back, as people see their own.
    HandBacks,
    /// The whole body from the front.
    Body,
    /// The head, the arms and the trunk from the front.
    Torso,
    /// The same from the back.
    TorsoBack,
    /// The legs from the front.
    Legs,
    /// The same from the back.
    LegsBack,
    /// A pack on a cloth.
    Cloth,
}

/// The drawing of a view.
pub struct Drawing {
    /// The smallest coordinates, with room for signs beside the body.
    pub min: P,
    /// The largest coordinates.
    pub max: P,
    /// The layers, from back to front.
    pub layers: &'static [Layer],
    /// Where lines fade out, so that no part looks cut off.
    pub fade: Option<Fade>,
    /// The position of the word for the viewer's right side.
    pub word: P,
}

/// A fade-out: lines are solid up to `from` away from the centre, and gone at `to`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fade {
    /// The centre that distances are measured from; far away for a fade along straight lines.
    pub centre: P,
    /// The distance up to which lines are solid.
    pub from: f32,
    /// The distance at which lines are gone.
    pub to: f32,
}

/// Contours that are placed together.
pub struct Layer {
    /// The contours.
    pub parts: &'static [Part],
    /// How they are placed.
    pub place: Placement,
}

/// How contours are placed in a view.
#[derive(Clone, Copy)]
pub enum Placement {
    /// As they are.
    Here,
    /// Mirrored, then moved.
    Flipped(P),
    /// Laid down: what was on the left is above, and what was below is on the right.
    Laid,
}

/// One contour.
pub struct Part {
    /// The points that it passes through.
    pub points: &'static [P],
    /// How it continues on the other side of the midline.
    pub form: Form,
    /// How strongly it is drawn.
    pub weight: Weight,
}

/// How a contour relates to the midline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Drawn twice, the second time mirrored.
    Pair,
    /// Begins on the midline and continues as its own mirror image.
    Arch,
    /// Begins and ends on the midline; its mirror image closes it.
    Loop,
    /// Drawn once, as it is.
    Alone,
}

/// How strongly a contour is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The outline.
    Full,
    /// A line inside the outline, for orientation only.
    Light,
}

impl View {
    /// Every view.
    #[cfg(test)]
    pub const ALL: [Self; 16] = [
        Self::Front,
        Self::Bust,
        Self::FrontHigh,
        Self::ShoulderSide,
        Self::Nape,
        Self::Back,
        Self::Profile,
        Self::Lying,
        Self::Palms,
        Self::HandBacks,
        Self::Body,
        Self::Torso,
        Self::TorsoBack,
        Self::Legs,
        Self::LegsBack,
        Self::Cloth,
    ];

    /// Its contours.
    #[must_use]
    pub const fn drawing(self) -> &'static Drawing {
        match self {
            Self::Front => &heads::FRONT,
            Self::FrontHigh => &heads::FRONT_HIGH,
            Self::ShoulderSide => &heads::SHOULDER_VIEW,
            Self::Bust => &heads::BUST,
            Self::Nape => &heads::NAPE,
            Self::Back => &heads::BACK,
            Self::Profile => &heads::PROFILE,
            Self::Lying => &heads::LYING,
            Self::Palms => &hands::PALMS,
            Self::HandBacks => &hands::BACKS,
            Self::Body => &bodies::WHOLE,
            Self::Torso => &bodies::TORSO,
            Self::TorsoBack => &bodies::TORSO_BACK,
            Self::Legs => &bodies::LEGS,
            Self::LegsBack => &bodies::LEGS_BACK,
            Self::Cloth => &pack::CLOTH,
        }
    }

    /// Whether it is of the body as a whole, or half of it.
    #[must_use]
    pub const fn is_of_the_body(self) -> bool {
        matches!(self, Self::Body | Self::Torso | Self::TorsoBack | Self::Legs | Self::LegsBack)
    }

    /// Whether it is of the body with its head.
    #[must_use]
    pub const fn shows_the_head(self) -> bool {
        matches!(self, Self::Body | Self::Torso | Self::TorsoBack)
    }

    /// Whether only one side of the body is visible.
    #[must_use]
    pub const fn one_sided(self) -> bool {
        matches!(self, Self::Profile | Self::Lying | Self::ShoulderSide)
    }
}

impl Placement {
    /// The position of a point after placing.
    #[must_use]
    pub fn put(self, [x, y]: P) -> P {
        match self {
            Self::Here => [x, y],
            Self::Flipped([right, down]) => [right - x, down + y],
            Self::Laid => [y, x],
        }
    }
}

impl Part {
    /// Its lines, flattened and placed.
    #[must_use]
    pub fn lines(&self, place: Placement) -> Vec<Vec<P>> {
        let points: Vec<P> = self.points.iter().map(|point| place.put(*point)).collect();
        match self.form {
            Form::Alone => vec![curve::open(&points)],
            Form::Pair => {
                let line = curve::open(&points);
                vec![line.iter().copied().map(curve::mirror).collect(), line]
            }
            // From the end of the other half to the midline, and on in this half.
            Form::Arch => {
                let other = points.iter().skip(1).rev().copied().map(curve::mirror);
                vec![curve::open(&other.chain(points.iter().copied()).collect::<Vec<P>>())]
            }
            Form::Loop => {
                let mut line = curve::closed(&around(&points));
                line.extend(line.first().copied());
                vec![line]
            }
        }
    }
}

/// This half, and then the other half back to the first point.
#[must_use]
pub fn around(half: &[P]) -> Vec<P> {
    let back = half.iter().rev().skip(1).copied().map(curve::mirror);
    let mut whole: Vec<P> = half.iter().copied().chain(back).collect();
    whole.pop();
    whole
}
