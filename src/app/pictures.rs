//! The pictures that a routine brings beside its file, at the size at which they are shown: SVG or PNG, read, checked and
//! drawn in the background.
//!
//! A picture is somebody else's file. Nothing in it reaches out of it, and whatever it is, it costs at most a bounded time
//! and memory and one sentence.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use eframe::egui::ColorImage;
use parking_lot::Mutex;

use super::fault;
use crate::library::picture::{self, MAX_BYTES, STACK_BYTES};

#[cfg(test)]
mod tests;

/// The largest side of a drawn picture in pixels: our limit, more than half of the largest screen.
const MAX_SIDE: u32 = 2048;
/// Sizes are rounded up to a multiple of this, so that a window that is being resized asks for few pictures.
const SIZE_STEP: u32 = 64;

/// A picture, or a sentence on why there is none.
pub type Drawn = Result<Arc<ColorImage>, String>;

/// The pictures of one routine.
#[derive(Debug)]
pub struct Pictures {
    asked: BTreeMap<String, u32>,
    ask: Sender<(String, u32)>,
    drawn: Arc<Mutex<BTreeMap<String, Drawn>>>,
}

impl Pictures {
    /// The pictures in the folder of a routine's file; one that is built in has none. `wake` is called, from another
    /// thread, when a picture is there.
    #[must_use]
    pub fn start(folder: Option<PathBuf>, wake: impl Fn() + Send + 'static) -> Self {
        let (ask, asked) = channel::<(String, u32)>();
        let drawn: Arc<Mutex<BTreeMap<String, Drawn>>> = Arc::default();
        let draw_all = {
            let drawn = Arc::clone(&drawn);
            move || {
                for (name, size) in asked {
                    let picture = load(folder.as_deref(), &name, size).map(Arc::new);
                    drawn.lock().insert(name, picture);
                    wake();
                }
            }
        };
        // Without a thread nothing is ever drawn, and the next question says so.
        let _ = std::thread::Builder::new().name("pictures".into()).stack_size(STACK_BYTES).spawn(draw_all);
        Self { asked: BTreeMap::new(), ask, drawn }
    }

    /// A picture by its name in the routine, drawn so that its longer side has about `size_px` pixels (a PNG is never
    /// enlarged); nothing while it is not there yet. At another size, the one that is there is given until then.
    pub fn get(&mut self, name: &str, size_px: u32) -> Option<Drawn> {
        let size = size_px.clamp(1, MAX_SIDE).next_multiple_of(SIZE_STEP);
        if self.asked.get(name) != Some(&size) {
            self.asked.insert(name.to_owned(), size);
            if self.ask.send((name.to_owned(), size)).is_err() {
                return Some(Err(format!("The picture `{name}` cannot be drawn.")));
            }
        }
        self.drawn.lock().get(name).cloned()
    }
}

/// Reads, checks and draws a picture.
fn load(folder: Option<&Path>, name: &str, size: u32) -> Result<ColorImage, String> {
    // What is drawn here was made to be drawn by others: a fault of the library in it is a fault of the picture.
    let drawn = fault::contained(|| draw(&read(folder, name)?, size))
        .unwrap_or_else(|_| Err("cannot be drawn".to_owned()));
    drawn.map_err(|fault| format!("The picture `{name}` {fault}."))
}

/// The bytes of a file inside the folder, wherever links may point.
fn read(folder: Option<&Path>, name: &str) -> Result<Vec<u8>, String> {
    let cannot = |error: std::io::Error| format!("cannot be read: {error}");
    let folder = folder.ok_or("has no folder to lie in")?;
    // "evening.ron" lies in the folder "", which is the one that the program was started in.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let root = folder.canonicalize().map_err(cannot)?;
    let path = root.join(name).canonicalize().map_err(|_| "is not there")?;
    if !path.starts_with(&root) {
        return Err("lies outside the routine's folder".into());
    }
    if !path.metadata().map_err(cannot)?.is_file() {
        return Err("is not a file".into());
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(&path).map_err(cannot)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(format!("is larger than {} MB; make it smaller", MAX_BYTES >> 20));
    }
    Ok(bytes)
}

/// Draws what the bytes are, whatever the name says.
fn draw(bytes: &[u8], size: u32) -> Result<ColorImage, String> {
    let pixels = picture::draw(bytes, size)?;
    let size = [pixels.width as usize, pixels.height as usize];
    Ok(ColorImage::from_rgba_premultiplied(size, &pixels.premultiplied))
}
