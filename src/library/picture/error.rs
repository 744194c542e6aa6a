//! Why a picture is not drawn.

use super::MAX_BYTES;
use super::pixels::MAX_FILE_SIDE;
use super::svg::MAX_DEPTH;
use crate::characters::escaped;

/// Why a picture is not drawn, as the end of a sentence that begins with its name, with what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// It is in none of the formats.
    #[error("is neither an SVG, a PNG nor a JPEG")]
    UnknownFormat,
    /// Its file has more than [`MAX_BYTES`].
    #[error("is larger than {} MB; make it smaller", MAX_BYTES >> 20)]
    TooLarge,
    /// A side has more pixels than are read.
    #[error("has too many pixels; no side may have more than {MAX_FILE_SIDE}")]
    TooManyPixels,
    /// Its pixels cannot be decoded.
    #[error("is damaged: {}", escaped(&.0.to_string()))]
    Damaged(image::ImageError),
    /// An SVG is no XML.
    #[error("is damaged: {}", escaped(&.0.to_string()))]
    DamagedXml(resvg::usvg::roxmltree::Error),
    /// An SVG is XML that makes no drawing.
    #[error("is damaged: {}", escaped(&.0.to_string()))]
    DamagedSvg(resvg::usvg::Error),
    /// An SVG is zero wide or zero high.
    #[error("has no size")]
    NoSize,
    /// The drawing library failed.
    #[error("can't be drawn")]
    Undrawable,
    /// It declares XML entities, which can grow without bound.
    #[error("defines entities; save it as plain SVG")]
    Entities,
    /// It has a script, or an attribute that runs one.
    #[error("contains a script; remove it")]
    Script,
    /// It shows another picture.
    #[error("contains another picture; draw everything in the file itself")]
    OtherPicture,
    /// It shows something in another language than SVG.
    #[error("contains something that isn't a drawing; remove it")]
    NoDrawing,
    /// It has text, for which fonts would be needed.
    #[error("contains text, which looks different on every system; convert it to paths")]
    Text,
    /// It has filters, which cost more than they show.
    #[error("uses filters; remove them")]
    Filters,
    /// It is filled with patterns.
    #[error("uses patterns; use plain colours or gradients instead")]
    Patterns,
    /// Its style sheets are too long to be looked through.
    #[error("has a style sheet that is too long; set styles on the elements")]
    LongStyle,
    /// It draws something out of another file.
    #[error("uses part of another file; draw everything in the file itself")]
    OtherFile,
    /// Its elements are nested more deeply than [`MAX_DEPTH`].
    #[error("has groups nested more than {MAX_DEPTH} levels deep; flatten it")]
    TooDeep,
    /// It has more elements than are drawn, those that are used again counted again.
    #[error("has too many parts; simplify it")]
    TooManyParts,
    /// An element, or all of them, has more attributes than are read.
    #[error("has too many attributes; simplify it")]
    TooManyAttributes,
    /// Drawing it would take too long: paths, dashes, or what is drawn over one another.
    #[error("would take too long to draw; simplify it")]
    TooCostly,
    /// A part is drawn in itself.
    #[error("has a part that uses itself; remove that")]
    UsesItself,
    /// Parts use parts that use parts, deeper than [`MAX_DEPTH`].
    #[error("has too many parts that use each other; draw them directly")]
    DeepUses,
    /// Its layers would take too much memory.
    #[error("has too many nested layers; flatten it")]
    TooManyLayers,
}
