//! A routine's own pictures, SVG or PNG, at the size at which they are shown: read, checked and drawn in the
//! background.
//!
//! Pictures come from other people. They cannot reach outside their own file, and whatever they contain costs a
//! bounded amount of time and memory and at most one sentence.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use eframe::egui::{Color32, ColorImage};
use parking_lot::Mutex;

use super::crash_report;
use crate::library::picture::{self, MAX_BYTES, STACK_BYTES};
use crate::paths::inside::file_inside;
use crate::ui::theme::{LEAST_OF_A_DRAWING, Palette, contrast};

#[cfg(test)]
mod tests;

/// The longest side of a drawn picture, in pixels. Our limit; more than half of the largest screen.
const MAX_SIDE: u32 = 2048;
/// Sizes are rounded up to a multiple of this, so that resizing the window does not redraw a picture for every
/// pixel.
const SIZE_STEP: u32 = 64;

/// How many pixels are sampled to decide whether a picture is visible on the background.
const LOOKED_AT: usize = 1 << 16;
/// If more than this share of a picture, in percent, would be invisible, it is put on a plate. Our limit.
const MOST_LOST: usize = 10;
/// A picture of which less than this share, in percent, is transparent covers its background and needs no
/// plate.
const LEAST_CLEAR: usize = 5;

/// A picture that is ready to be shown.
#[derive(Debug)]
pub struct Picture {
    /// The pixels, premultiplied.
    pub image: Arc<ColorImage>,
    /// Whether it needs a plate, because much of it would be invisible on the background.
    pub is_on_plate: bool,
}

/// A picture, or a sentence on why there is none.
pub type Drawn = Result<Arc<Picture>, String>;

/// The pictures of one routine.
#[derive(Debug)]
pub struct Pictures {
    requested: BTreeMap<String, (u32, Palette)>,
    requests: Sender<(String, u32, Palette)>,
    drawn: Arc<Mutex<BTreeMap<String, Drawn>>>,
}

impl Pictures {
    /// The pictures beside a routine's file; a shipped routine has none. `wake` is called from another thread
    /// whenever a picture is ready.
    #[must_use]
    pub fn start(folder: Option<PathBuf>, wake: impl Fn() + Send + 'static) -> Self {
        let (requests, requested) = channel::<(String, u32, Palette)>();
        let drawn: Arc<Mutex<BTreeMap<String, Drawn>>> = Arc::default();
        let draw_all = {
            let drawn = Arc::clone(&drawn);
            move || {
                for (name, size, palette) in requested {
                    let picture = load(folder.as_deref(), &name, size, &palette).map(Arc::new);
                    drawn.lock().insert(name, picture);
                    wake();
                }
            }
        };
        // Without a thread nothing is ever drawn, and the next request fails with a sentence.
        let _ = std::thread::Builder::new().name("pictures".into()).stack_size(STACK_BYTES).spawn(draw_all);
        Self { requested: BTreeMap::new(), requests, drawn }
    }

    /// A picture by its name in the routine, drawn in these colours with a longer side of about `size_px`
    /// pixels (a PNG is never enlarged). `None` while it is being drawn; until another size is ready, the
    /// previous one is returned.
    pub fn get(&mut self, name: &str, size_px: u32, palette: &Palette) -> Option<Drawn> {
        let size = size_px.clamp(1, MAX_SIDE).next_multiple_of(SIZE_STEP);
        if self.requested.get(name) != Some(&(size, *palette)) {
            self.requested.insert(name.to_owned(), (size, *palette));
            if self.requests.send((name.to_owned(), size, *palette)).is_err() {
                return Some(Err(format!("The picture `{name}` cannot be drawn.")));
            }
        }
        self.drawn.lock().get(name).cloned()
    }
}

/// Reads, checks and draws a picture, on a plate if it would be invisible without one.
fn load(folder: Option<&Path>, name: &str, size: u32, palette: &Palette) -> Result<Picture, String> {
    // Pictures come from other people, so a panic of the drawing library counts as a fault of the picture.
    let drawn = crash_report::contained(|| {
        let bytes = read(folder, name)?;
        let image = draw(&bytes, size, palette.text)?;
        let is_on_plate = is_lost_on(palette.ground, &image);
        let image = if is_on_plate { draw(&bytes, size, palette.on_plate())? } else { image };
        Ok(Picture { image: Arc::new(image), is_on_plate })
    });
    let drawn = drawn.unwrap_or_else(|_| Err("cannot be drawn".to_owned()));
    drawn.map_err(|error| format!("The picture `{name}` {error}."))
}

/// Whether much of a partly transparent picture would be invisible on this background.
fn is_lost_on(ground: Color32, image: &ColorImage) -> bool {
    let looked_at = image.pixels.iter().step_by(1 + image.pixels.len() / LOOKED_AT);
    let (mut clear, mut seen, mut lost) = (0, 0, 0);
    for pixel in looked_at {
        let [red, green, blue, alpha] = pixel.to_srgba_unmultiplied();
        if alpha < 128 {
            clear += 1;
        } else if contrast(Color32::from_rgb(red, green, blue), ground) < LEAST_OF_A_DRAWING {
            lost += 1;
        } else {
            seen += 1;
        }
    }
    clear * 100 >= (clear + seen + lost) * LEAST_CLEAR && lost * 100 > (seen + lost) * MOST_LOST
}

/// Reads a file inside the folder, after resolving all links.
fn read(folder: Option<&Path>, name: &str) -> Result<Vec<u8>, String> {
    let cannot = |error: std::io::Error| format!("cannot be read: {error}");
    let folder = folder.ok_or("has no folder to lie in")?;
    let path = file_inside(folder, name).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    let file = std::fs::File::open(&path).map_err(cannot)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(format!("is larger than {} MB; make it smaller", MAX_BYTES >> 20));
    }
    Ok(bytes)
}

/// Draws the bytes by their content, whatever the file is called.
fn draw(bytes: &[u8], size: u32, ink: Color32) -> Result<ColorImage, String> {
    let pixels =
        picture::draw(bytes, size, [ink.r(), ink.g(), ink.b()]).map_err(|error| error.to_string())?;
    let size = [pixels.width as usize, pixels.height as usize];
    Ok(ColorImage::from_rgba_premultiplied(size, &pixels.premultiplied))
}
