//! PNG, and JPEG as phones make it.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, imageops};

use super::{PictureError, Pixels, fitted};

/// The longest side of a file, in pixels. Our limit; four times what is shown.
pub(super) const MAX_FILE_SIDE: u32 = 8192;
/// The most memory for decoding. Our limit; enough for the 33 million pixels of an 8K screen.
const MAX_DECODED_BYTES: u64 = 160 << 20;

/// The format of a picture of pixels, whatever its name says; nothing for any other.
pub(super) fn format(bytes: &[u8]) -> Option<ImageFormat> {
    if bytes.starts_with(b"\x89PNG") {
        Some(ImageFormat::Png)
    } else {
        bytes.starts_with(&[0xFF, 0xD8, 0xFF]).then_some(ImageFormat::Jpeg)
    }
}

/// Draws a picture of pixels, scaled down if it is larger than `size`.
pub(super) fn draw(bytes: &[u8], format: ImageFormat, size: u32) -> Result<Pixels, PictureError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_FILE_SIDE);
    limits.max_image_height = Some(MAX_FILE_SIDE);
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    let told = |error| match error {
        image::ImageError::Limits(_) => PictureError::TooManyPixels,
        error => PictureError::Damaged(error),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(told)?;
    // The decoder itself is asked before anything is decoded, but not for what it gives.
    if decoder.total_bytes() > MAX_DECODED_BYTES {
        return Err(PictureError::TooManyPixels);
    }
    // A phone stores a picture as its sensor lay, and says which way is up.
    let turned = decoder.orientation().map_err(told)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(told)?;
    image.apply_orientation(turned);
    let mut pixels = image.into_rgba8();
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
