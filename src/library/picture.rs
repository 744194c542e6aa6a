//! Reads, checks and draws pictures, SVG, PNG or JPEG. They come from other people: none can reach outside its file
//! or grow without bound.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use crate::faults;

mod error;
mod pixels;
mod svg;

pub use error::PictureError;

/// The largest file. Our limit.
pub(crate) const MAX_BYTES: u64 = 8 << 20;
/// The stack size that a thread needs for the deepest drawing allowed.
pub(crate) const STACK_BYTES: usize = 8 << 20;
/// The longest that a drawing is waited for: our limit, several times what one takes that is let through.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// The size at which a picture is drawn to see whether it can be.
const TRIAL_SIZE: u32 = 64;

/// A drawn picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pixels {
    /// How many pixels it is wide.
    pub width: u32,
    /// How many it is high.
    pub height: u32,
    /// RGBA row by row, premultiplied.
    pub premultiplied: Vec<u8>,
}

/// Draws a picture so that its longer side has about `size` pixels; pixels are never enlarged. `ink` is the
/// colour that an SVG calls `currentColor`, as red, green and blue.
///
/// # Errors
/// [`PictureError`] with what is wrong with the picture.
pub(crate) fn draw(bytes: &[u8], size: u32, ink: [u8; 3]) -> Result<Pixels, PictureError> {
    if let Some(format) = pixels::format(bytes) {
        return pixels::draw(bytes, format, size);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains("<svg") || text.contains(":svg") => svg::draw(text, size, ink),
        _ => Err(PictureError::UnknownFormat),
    }
}

/// Checks whether a picture can be drawn, by drawing it at a small size.
///
/// # Errors
/// As [`draw`].
pub fn check(bytes: &[u8]) -> Result<(), PictureError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(PictureError::TooLarge);
    }
    let (tell, drawn) = channel();
    let bytes = bytes.to_vec();
    // A deep drawing needs a larger stack than usual. A panic of the library counts as a fault of the
    // picture.
    let trial = move || {
        let drawn = faults::contained(|| draw(&bytes, TRIAL_SIZE, [0; 3]).map(|_| ()));
        let _ = tell.send(drawn.unwrap_or(Err(PictureError::Undrawable)));
    };
    if std::thread::Builder::new().name("picture".into()).stack_size(STACK_BYTES).spawn(trial).is_err() {
        return Err(PictureError::Undrawable);
    }
    match drawn.recv_timeout(PATIENCE) {
        Ok(drawn) => drawn,
        Err(RecvTimeoutError::Timeout) => Err(PictureError::TooCostly),
        Err(RecvTimeoutError::Disconnected) => Err(PictureError::Undrawable),
    }
}

/// Scales a width and a height so that the longer is `longer` and neither is zero.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between 1 and `longer`.
fn fitted(width: f32, height: f32, longer: u32) -> (u32, u32) {
    let of = |side: f32| {
        let part = f64::from(side) / f64::from(width.max(height));
        ((part * f64::from(longer)).round() as u32).clamp(1, longer)
    };
    (of(width), of(height))
}
