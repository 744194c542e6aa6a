//! How the window is opened: with the first screen, a session or a pack, while the routines are being read.

use std::path::PathBuf;

use eframe::egui;

use super::super::crash_report;
use super::super::preferences::{self, Preferences};
use super::hot_reload::LibraryHandle;
use super::timing::Timing;
use super::{Page, Window};
use crate::paths::Paths;
use crate::routine::Phase;
use crate::time::ExactDuration;
use crate::timeline::Plan;
use crate::ui::theme;
use crate::voice::Engine;

/// What the window is opened with.
#[derive(Debug)]
pub enum Opening {
    /// The first screen.
    Home,
    /// A session at once.
    Session(Box<Begin>),
    /// Somebody else's pack or routine, to look at.
    Bundle(PathBuf),
}

/// A session that is to begin.
#[derive(Clone, Debug)]
pub struct Begin {
    /// What is played.
    pub plan: Plan,
    /// The phase that was named.
    pub phase: Option<Phase>,
    /// The place on its timeline to begin at, if not the start.
    pub from: Option<ExactDuration>,
    /// Where its file lies, if that is none of the library's.
    pub outside: Option<PathBuf>,
}

/// Opens the window.
///
/// # Errors
/// One sentence, with the way out, if there is no display.
pub fn open(opening: Opening) -> Result<(), String> {
    let timing = Timing::if_wanted();
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Stillpoint")
            .with_app_id("stillpoint")
            .with_inner_size([1080.0, 760.0])
            .with_min_inner_size([400.0, 320.0])
            .with_icon(icon()),
        // Nothing is drawn here that has a gradient, and in software every pixel would pay for it.
        dithering: false,
        ..Default::default()
    };
    let is_first = Paths::of_this_person().is_some_and(|paths| !paths.settings.exists());
    // Read while the system makes the window.
    let start = Start::of(Paths::of_this_person());
    let make = |context: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        let mut window = Window::begun(start, &context.egui_ctx);
        window.timing = timing;
        window.tell_of_fault(Paths::state().and_then(|folder| crash_report::untold(&folder)));
        theme::install(&context.egui_ctx, &window.palette);
        window.apply_size(&context.egui_ctx);
        match opening {
            Opening::Home if is_first => window.show_welcome(),
            Opening::Home => {}
            Opening::Bundle(path) => window.show_pack(path, &context.egui_ctx),
            Opening::Session(begin) => {
                window.moment.phase = begin.phase;
                window.begin_with(*begin, &context.egui_ctx);
            }
        }
        Ok(Box::new(window))
    };
    tracing::info!(version = env!("CARGO_PKG_VERSION"), system = std::env::consts::OS, "the window opens");
    let ended = eframe::run_native("stillpoint", options, Box::new(make));
    tracing::info!(fine = ended.is_ok(), "the window is closed");
    ended.map_err(|error| {
        let why = match &error {
            // What the library says of it is its whole wish list.
            eframe::Error::Glutin(_) | eframe::Error::NoGlutinConfigs(..) | eframe::Error::OpenGL(_) => {
                "there is no OpenGL; install the graphics driver, libgl1-mesa-dri on Debian".to_owned()
            }
            _ => without_source_place(&error.to_string()).to_owned(),
        };
        tracing::error!(%error, "no window can be opened");
        format!("no window can be opened here ({why}); `stillpoint play ROUTINE --terminal` needs none")
    })
}

impl Window {
    /// Says what this is, once: from then on there are settings.
    fn show_welcome(&mut self) {
        let voice = Engine::chosen(&self.preferences.settings.voice).map(|engine| engine.name().to_owned());
        self.page = Page::Welcome(voice);
        self.keep_settings();
    }
}

/// The sign of the program, for desktops that do not find it by the program's name.
fn icon() -> egui::IconData {
    let png = include_bytes!("../../../packaging/icons/64.png");
    // A test holds that it can be read; a window without its sign would be no reason not to open it.
    eframe::icon_data::from_png_bytes(png).unwrap_or_default()
}

/// What an error of the window library says, without the place in its source that it begins with.
fn without_source_place(error: &str) -> &str {
    let after_place = error.rsplit_once(".rs:").and_then(|(_, rest)| rest.split_once(": "));
    after_place.map_or(error, |(_, said)| said).trim_end_matches('.')
}

/// What needs no window yet.
pub(super) struct Start {
    pub paths: Option<Paths>,
    pub preferences: Preferences,
    pub library_handle: LibraryHandle,
}

impl Start {
    pub fn of(paths: Option<Paths>) -> Self {
        let preferences = preferences::load(paths.as_ref());
        let library_handle = LibraryHandle::start(paths.as_ref(), &preferences.settings);
        Self { paths, preferences, library_handle }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_has_its_sign() {
        assert_eq!((icon().width, icon().height), (64, 64));
    }
}
