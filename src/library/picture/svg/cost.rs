//! What a drawing costs, told from its text before it is read and from its tree before it is drawn.
//!
//! The limits are ours: some ten times an intricate drawing, and at most about two seconds on an old machine.

use resvg::tiny_skia::{PathSegment, Rect};
use resvg::usvg;

use super::PictureError;

/// The most attributes of one element: each is held against all others of it when it is read.
const MOST_ATTRIBUTES: usize = 128;
/// The most attributes of all elements together.
const MOST_ATTRIBUTES_IN_ALL: usize = 200_000;
/// The most pieces of lines and curves in what is drawn.
const MOST_SEGMENTS: f64 = 400e3;
/// The most dashes.
const MOST_DASHES: f64 = 50e3;
/// How often the whole canvas may be filled, at whatever size: what is checked in small is drawn in large.
const MOST_FILLED: f64 = 400.0;
/// A gradient costs as much as so many plain colours.
const OF_A_GRADIENT: f64 = 6.0;
/// A layer is cleared, drawn on and laid over the one below.
const OF_A_LAYER: f64 = 4.0;

/// Refuses a text that takes long to read: its tags are gone through once, whatever else is wrong with them.
pub(super) fn check_text(text: &str) -> Result<(), PictureError> {
    let mut in_all = 0;
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let skipped = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")];
        if let Some((_, end)) = skipped.iter().find(|(begins, _)| rest.starts_with(begins)) {
            rest = rest.find(end).map_or("", |at| &rest[at + end.len()..]);
            continue;
        }
        let (mut attributes, mut quote) = (0, None);
        let mut end = rest.len();
        for (at, byte) in rest.bytes().enumerate() {
            match (quote, byte) {
                (Some(open), _) if byte == open => quote = None,
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'=') => attributes += 1,
                (None, b'>') => {
                    end = at;
                    break;
                }
                (Some(_) | None, _) => {}
            }
        }
        rest = &rest[end..];
        in_all += attributes;
        if attributes > MOST_ATTRIBUTES || in_all > MOST_ATTRIBUTES_IN_ALL {
            return Err(PictureError::TooManyAttributes);
        }
    }
    Ok(())
}

/// What is to be drawn.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cost {
    segments: f64,
    dashes: f64,
    /// How often the canvas is filled.
    filled: f64,
}

impl Cost {
    /// Of all that is in a drawing.
    pub(super) fn of(tree: &usvg::Tree) -> Self {
        let mut cost = Self::default();
        let area = f64::from(tree.size().width()) * f64::from(tree.size().height());
        cost.add_group(tree.root(), area);
        cost
    }

    /// Refuses what takes too long.
    pub(super) fn check(self) -> Result<(), PictureError> {
        let is_too_much =
            self.segments > MOST_SEGMENTS || self.dashes > MOST_DASHES || self.filled > MOST_FILLED;
        if is_too_much { Err(PictureError::TooCostly) } else { Ok(()) }
    }

    fn add_group(&mut self, group: &usvg::Group, area: f64) {
        if group.should_isolate() {
            let masks = f64::from(u8::from(group.mask().is_some()) + u8::from(group.clip_path().is_some()));
            self.filled +=
                OF_A_LAYER * (1.0 + masks) * covered(group.abs_layer_bounding_box().to_rect(), area);
        }
        for node in group.children() {
            match node {
                usvg::Node::Group(group) => self.add_group(group, area),
                usvg::Node::Path(path) => self.add_path(path, area),
                // Neither is let through.
                usvg::Node::Image(_) | usvg::Node::Text(_) => {}
            }
        }
        if let Some(clip) = group.clip_path() {
            self.add_clip(clip, area);
        }
        if let Some(mask) = group.mask() {
            self.add_mask(mask, area);
        }
    }

    fn add_clip(&mut self, clip: &usvg::ClipPath, area: f64) {
        self.filled += 1.0;
        self.add_group(clip.root(), area);
        if let Some(clip) = clip.clip_path() {
            self.add_clip(clip, area);
        }
    }

    fn add_mask(&mut self, mask: &usvg::Mask, area: f64) {
        self.filled += 1.0;
        self.add_group(mask.root(), area);
        if let Some(mask) = mask.mask() {
            self.add_mask(mask, area);
        }
    }

    fn add_path(&mut self, path: &usvg::Path, area: f64) {
        #[allow(clippy::cast_precision_loss)] // To compare.
        let segments = path.data().len() as f64;
        let part = covered(path.abs_stroke_bounding_box(), area);
        if let Some(fill) = path.fill() {
            self.segments += segments;
            self.filled += part * times(fill.paint());
        }
        if let Some(stroke) = path.stroke() {
            // Both sides of a line, and its corners.
            self.segments += 4.0 * segments;
            self.filled += part * times(stroke.paint());
            if let Some(dashes) = stroke.dasharray() {
                let turn: f64 = dashes.iter().map(|dash| f64::from(*dash)).sum();
                #[allow(clippy::cast_precision_loss)] // A handful.
                let of_a_turn = dashes.len() as f64 / 2.0;
                self.dashes += of_a_turn * length(path) / turn.max(1e-9);
            }
        }
    }
}

fn times(paint: &usvg::Paint) -> f64 {
    match paint {
        usvg::Paint::Color(_) => 1.0,
        usvg::Paint::LinearGradient(_) | usvg::Paint::RadialGradient(_) | usvg::Paint::Pattern(_) => {
            OF_A_GRADIENT
        }
    }
}

/// How much of the canvas something covers at most.
fn covered(bounds: Rect, area: f64) -> f64 {
    (f64::from(bounds.width()) * f64::from(bounds.height()) / area).min(1.0)
}

/// At most how long the lines of a path are, in its own units: a curve is no longer than the way over its handles.
fn length(path: &usvg::Path) -> f64 {
    let (mut length, mut at, mut began) = (0.0, None, None);
    for segment in path.data().segments() {
        let way = match segment {
            PathSegment::MoveTo(to) => {
                (at, began) = (Some(to), Some(to));
                continue;
            }
            PathSegment::LineTo(to) => vec![to],
            PathSegment::QuadTo(one, to) => vec![one, to],
            PathSegment::CubicTo(one, other, to) => vec![one, other, to],
            PathSegment::Close => began.into_iter().collect(),
        };
        for to in way {
            if let Some(from) = at.replace(to) {
                length += f64::from((to - from).length());
            }
        }
    }
    length
}
