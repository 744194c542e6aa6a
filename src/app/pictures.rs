//! A routine's own pictures, SVG, PNG or JPEG, at the size at which they are shown: read, checked and drawn in the
//! background.
//!
//! Pictures come from other people. They cannot reach outside their own file, and whatever they contain costs a
//! bounded amount of time and memory and at most one sentence.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use eframe::egui::{Color32, ColorImage};
use parking_lot::Mutex;

use crate::faults;
use crate::library::picture::{self, MAX_BYTES, PATIENCE, STACK_BYTES};
use crate::paths::inside::file_inside;
use crate::storage::{ReadError, read_plain};
use crate::ui::theme::{LEAST_OF_A_DRAWING, Palette, contrast};

#[cfg(test)]
mod tests;

/// The longest side of a drawn picture, in pixels. Our limit; more than half of the largest screen.
const MAX_SIDE: u32 = 2048;
/// Sizes are rounded up to a multiple of this, so that resizing the window does not redraw a picture for every
/// pixel.
const SIZE_STEP: u32 = 64;

/// How often it is looked whether anybody still wants a picture.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// As many pixels are sampled to decide whether a picture is visible on the background.
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

/// The pictures of one routine. Dropped, it lets go of what is still to be drawn.
#[derive(Debug)]
pub struct Pictures {
    requested: BTreeMap<String, (u32, Palette)>,
    requests: Sender<(String, u32, Palette)>,
    drawn: Arc<Mutex<BTreeMap<String, Drawn>>>,
    is_left: Arc<AtomicBool>,
}

impl Pictures {
    /// The pictures beside a routine's file; a shipped routine has none. `wake` is called from another thread
    /// whenever a picture is ready.
    #[must_use]
    pub fn start(folder: Option<PathBuf>, wake: impl Fn() + Send + 'static) -> Self {
        let load = move |name: &str, size, palette: &Palette| load(folder.as_deref(), name, size, palette);
        Self::start_with(load, PATIENCE, wake)
    }

    /// The same with what draws a picture, and how long it is waited for.
    fn start_with(
        load: impl Fn(&str, u32, &Palette) -> Result<Picture, String> + Send + Sync + 'static,
        patience: Duration,
        wake: impl Fn() + Send + 'static,
    ) -> Self {
        let (requests, requested) = channel::<(String, u32, Palette)>();
        let drawn: Arc<Mutex<BTreeMap<String, Drawn>>> = Arc::default();
        let (is_left, load) = (Arc::new(AtomicBool::new(false)), Arc::new(load));
        let draw_all = {
            let (drawn, is_left) = (Arc::clone(&drawn), Arc::clone(&is_left));
            move || {
                // A picture at a time; and none any more once nobody looks.
                for (name, size, palette) in requested {
                    let (one, load) = (name.clone(), Arc::clone(&load));
                    let drawing = drawing(move || load(&one, size, &palette));
                    let Some(picture) = waited_for(&drawing, &name, patience, &is_left) else { return };
                    drawn.lock().insert(name, picture.map(Arc::new));
                    wake();
                }
            }
        };
        // Without a thread nothing is ever drawn, and the next question says so.
        let _ = std::thread::Builder::new().name("pictures".into()).spawn(draw_all);
        Self { requested: BTreeMap::new(), requests, drawn, is_left }
    }

    /// A picture by its name in the routine, drawn so that its longer side has about `size_px` pixels (a PNG is never
    /// enlarged), and in these colours; nothing while it is not there yet. At another size, the one that is there is given
    /// until then.
    pub fn get(&mut self, name: &str, size_px: u32, palette: &Palette) -> Option<Drawn> {
        let size = size_px.clamp(1, MAX_SIDE).next_multiple_of(SIZE_STEP);
        if self.requested.get(name) != Some(&(size, *palette)) {
            self.requested.insert(name.to_owned(), (size, *palette));
            if self.requests.send((name.to_owned(), size, *palette)).is_err() {
                return Some(Err(format!("The picture `{name}` can't be drawn.")));
            }
        }
        self.drawn.lock().get(name).cloned()
    }
}

impl Drop for Pictures {
    fn drop(&mut self) {
        self.is_left.store(true, Ordering::Release);
    }
}

/// Draws on a thread of its own: nothing can be taken out of the library's hands, but it can be left to itself.
fn drawing(
    draw: impl FnOnce() -> Result<Picture, String> + Send + 'static,
) -> Receiver<Result<Picture, String>> {
    let (tell, drawn) = channel();
    let draw = move || {
        let _ = tell.send(draw());
    };
    let _ = std::thread::Builder::new().name("picture".into()).stack_size(STACK_BYTES).spawn(draw);
    drawn
}

/// The picture, or why there is none; `None` as soon as nobody looks any more.
fn waited_for(
    drawing: &Receiver<Result<Picture, String>>,
    name: &str,
    patience: Duration,
    is_left: &AtomicBool,
) -> Option<Result<Picture, String>> {
    let begun = Instant::now();
    while !is_left.load(Ordering::Acquire) {
        match drawing.recv_timeout(LOOK_EVERY.min(patience)) {
            Ok(drawn) => return Some(drawn),
            Err(RecvTimeoutError::Timeout) if begun.elapsed() < patience => {}
            Err(RecvTimeoutError::Timeout) => {
                return Some(Err(format!("The picture `{name}` takes too long to draw; simplify it.")));
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Some(Err(format!("The picture `{name}` can't be drawn.")));
            }
        }
    }
    None
}

/// Reads, checks and draws a picture, on a plate if it would be invisible without one.
fn load(folder: Option<&Path>, name: &str, size: u32, palette: &Palette) -> Result<Picture, String> {
    // Pictures come from other people, so a panic of the drawing library counts as a fault of the picture.
    let drawn = faults::contained(|| {
        let bytes = read(folder, name)?;
        let image = draw(&bytes, size, palette.text)?;
        let is_on_plate = is_lost_on(palette.ground, &image);
        let image = if is_on_plate { draw(&bytes, size, palette.on_plate())? } else { image };
        Ok(Picture { image: Arc::new(image), is_on_plate })
    });
    let drawn = drawn.unwrap_or_else(|_| Err("can't be drawn".to_owned()));
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
    let cannot = |error: std::io::Error| format!("can't be read: {error}");
    let folder = folder.ok_or("can't be found: this routine has no folder")?;
    let path = file_inside(folder, name).map_err(|error| error.to_string())?;
    read_plain(&path, MAX_BYTES).map_err(|error| match error {
        ReadError::NotAFile(_) => "isn't a regular file".to_owned(),
        ReadError::TooLarge(_) => format!("is larger than {} MB; make it smaller", MAX_BYTES >> 20),
        ReadError::Missing | ReadError::DanglingLink | ReadError::System(_) => cannot(error.into()),
    })
}

/// Draws the bytes by their content, whatever the file is called.
fn draw(bytes: &[u8], size: u32, ink: Color32) -> Result<ColorImage, String> {
    let pixels =
        picture::draw(bytes, size, [ink.r(), ink.g(), ink.b()]).map_err(|error| error.to_string())?;
    let size = [pixels.width as usize, pixels.height as usize];
    Ok(ColorImage::from_rgba_premultiplied(size, &pixels.premultiplied))
}
