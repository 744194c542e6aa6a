//! PNG.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits, imageops};

use super::{PictureError, Pixels, fitted};

/// The longest side of a file, in pixels. Our limit; four times what is shown.
pub(super) const MAX_FILE_SIDE: u32 = 8192;
/// The most memory for decoding. Our limit; enough for the 33 million pixels of an 8K screen.
const MAX_DECODED_BYTES: u64 = 160 << 20;

pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG")
}

/// Draws a PNG, scaled down if it is larger than `size`.
pub(super) fn draw(bytes: &[u8], size: u32) -> Result<Pixels, PictureError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_FILE_SIDE);
    limits.max_image_height = Some(MAX_FILE_SIDE);
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Png);
    reader.limits(limits);
    let decoded = reader.decode().map_err(|error| match error {
        image::ImageError::Limits(_) => PictureError::TooManyPixels,
        error => PictureError::DamagedPng(error),
    })?;
    let mut pixels = decoded.into_rgba8();
    // Before scaling: otherwise the colours of invisible pixels would show through.
    for pixel in pixels.pixels_mut() {
        let [colours @ .., alpha] = &mut pixel.0;
        for colour in colours {
            *colour = times(*colour, *alpha);
        }
    }
    if pixels.width().max(pixels.height()) > size {
        #[allow(clippy::cast_precision_loss)] // At most 8192.
        let (width, height) = fitted(pixels.width() as f32, pixels.height() as f32, size);
        pixels = imageops::thumbnail(&pixels, width, height);
    }
    Ok(Pixels { width: pixels.width(), height: pixels.height(), premultiplied: pixels.into_raw() })
}

/// Multiplies two fractions of 255.
#[allow(clippy::cast_possible_truncation)] // At most 255.
fn times(colour: u8, alpha: u8) -> u8 {
    ((u16::from(colour) * u16::from(alpha) + 127) / 255) as u8
}
