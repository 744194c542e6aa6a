//! Reading, checking and drawing pictures, SVG or PNG: somebody else's files, of which none reaches out or grows without
//! bound.

mod png;
mod svg;

/// The largest file: our limit.
pub const MAX_BYTES: u64 = 8 << 20;
/// What a thread may need of stack for the deepest drawing that is let through.
pub const STACK_BYTES: usize = 8 << 20;
/// The size at which a picture is drawn only to see whether it can be.
const TRIAL_SIZE: u32 = 64;

/// A picture drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// How many pixels it is wide.
    pub width: u32,
    /// How many it is high.
    pub height: u32,
    /// Red, green, blue and opacity of each, row by row, the colours multiplied by the opacity.
    pub premultiplied: Vec<u8>,
}

/// Draws what the bytes are so that the longer side has about `size` pixels; a PNG is never enlarged. `ink` is what an
/// SVG calls `currentColor`, as red, green and blue.
///
/// # Errors
/// What is wrong with the picture, as the end of a sentence that begins with its name.
pub fn draw(bytes: &[u8], size: u32, ink: [u8; 3]) -> Result<Pixels, String> {
    if png::is_one(bytes) {
        return png::draw(bytes, size);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains("<svg") || text.contains(":svg") => svg::draw(text, size, ink),
        _ => Err("is neither PNG nor SVG".into()),
    }
}

/// Whether a picture can be drawn, tried in small.
///
/// # Errors
/// As [`draw`].
pub fn check(bytes: &[u8]) -> Result<(), String> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(format!("is larger than {} MB; make it smaller", MAX_BYTES >> 20));
    }
    std::thread::scope(|scope| {
        // A deep drawing needs more of a stack than others have; and a fault of the library is one of the picture.
        let trial = std::thread::Builder::new().stack_size(STACK_BYTES);
        let drawn = trial.spawn_scoped(scope, || draw(bytes, TRIAL_SIZE, [0; 3]).map(|_| ()));
        drawn.ok().and_then(|drawn| drawn.join().ok()).unwrap_or_else(|| Err("cannot be drawn".into()))
    })
}

/// A width and a height as a part of one another, so that the longer is `longer`, and neither is nothing.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between 1 and `longer`.
fn fitted(width: f32, height: f32, longer: u32) -> (u32, u32) {
    let of = |side: f32| {
        let part = f64::from(side) / f64::from(width.max(height));
        ((part * f64::from(longer)).round() as u32).clamp(1, longer)
    };
    (of(width), of(height))
}
