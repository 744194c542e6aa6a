//! Opens the window with the first screen, a session or a bundle, while the routines are still being read.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eframe::egui;

use super::Window;
use super::timing::Timing;
use crate::app::clock::Clock;
use crate::app::crash_report;
use crate::app::model::{NoticeKind, StartupState};
use crate::app::pages::Page;
use crate::app::pages::settings::VoiceSearch;
use crate::app::start::StartRequest;
use crate::paths::Paths;
use crate::ui::theme;

/// What the window opens with.
#[derive(Debug)]
pub enum Opening {
    /// The first screen.
    Home,
    /// A session, once the gate has approved it.
    Session(Box<StartRequest>),
    /// The best session for an attack that nothing blocks.
    Attack,
    /// Somebody else's bundle or routine, for inspection.
    Bundle(PathBuf),
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// [`WindowError`], for example if there is no display.
pub fn open(opening: Opening) -> Result<(), WindowError> {
    let timing = Timing::if_wanted();
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Stillpoint")
            .with_app_id("stillpoint")
            .with_inner_size([1080.0, 760.0])
            .with_min_inner_size([400.0, 320.0])
            .with_icon(icon()),
        // Nothing here has a gradient, and software rendering would pay for dithering with every pixel.
        dithering: false,
        // Looked for when they are needed; see `SystemFonts`.
        system_font_fallback: false,
        ..Default::default()
    };
    let is_first = Paths::of_this_person().is_some_and(|paths| !paths.settings.exists());
    // Read while the system creates the window.
    let startup = StartupState::of(Paths::of_this_person(), Clock::of_the_system());
    let has_opened = Arc::new(AtomicBool::new(false));
    let opened = Arc::clone(&has_opened);
    let make = |context: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        let mut window = Window::new(startup, &context.egui_ctx);
        window.timing = timing;
        window.report_crash(Paths::state().and_then(|folder| crash_report::take_unreported(&folder)));
        context.egui_ctx.add_font_provider(Arc::new(super::fonts::SystemFonts::default()));
        theme::install(&context.egui_ctx, &window.model.palette);
        window.model.apply_size();
        match opening {
            Opening::Home if is_first => window.show_welcome(),
            Opening::Home => {}
            Opening::Attack => window.starts_for_an_attack = true,
            Opening::Bundle(path) => window.show_bundle(path),
            Opening::Session(request) => window.start(*request),
        }
        opened.store(true, Ordering::Release);
        Ok(Box::new(window))
    };
    tracing::info!(
        version = crate::version::NUMBER,
        built = crate::version::BUILT,
        system = std::env::consts::OS,
        "the window opens"
    );
    let ended = eframe::run_native("stillpoint", options, Box::new(make));
    tracing::info!(fine = ended.is_ok(), "the window is closed");
    ended.map_err(|error| {
        tracing::error!(%error, "no window can be opened");
        if has_opened.load(Ordering::Acquire) {
            return WindowError::DisplayGone;
        }
        match &error {
            // The library's own message lists everything it has tried to get.
            eframe::Error::Glutin(_) | eframe::Error::NoGlutinConfigs(..) | eframe::Error::OpenGL(_) => {
                WindowError::NoOpenGl
            }
            _ => WindowError::NoDisplay(without_source_place(&error.to_string()).to_owned()),
        }
    })
}

/// Why no window can be opened.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// OpenGL is missing.
    #[error(
        "no window can be opened here (OpenGL is missing; install the graphics driver, libgl1-mesa-dri on Debian); \
         `stillpoint play ROUTINE --terminal` plays without one"
    )]
    NoOpenGl,
    /// The display that the window was on is gone: the server of the desktop has ended.
    #[error(
        "the display went away, and the window with it; what you did is saved in the journal, and if a session was \
         open, Stillpoint offers to continue it when you open it again"
    )]
    DisplayGone,
    /// There is no display, or none that allows a window; the text is from the window library.
    #[error("no window can be opened here ({0}); `stillpoint play ROUTINE --terminal` plays without one")]
    NoDisplay(String),
}

impl Window {
    /// Shows the welcome page once: saving the settings marks the first start as done.
    fn show_welcome(&mut self) {
        self.page = Page::Welcome(VoiceSearch::begin(&self.model.preferences.settings.voice));
        self.model.save_settings();
    }

    /// Shows on the first screen that the program crashed last time.
    pub(super) fn report_crash(&mut self, message: Option<String>) {
        if let Some(message) = message {
            self.model.notices.set(NoticeKind::Crash, message);
            self.page.journal_answered(&mut self.model);
        }
    }
}

/// The program's icon, for desktops that do not find it by name.
fn icon() -> egui::IconData {
    let png = include_bytes!("../../../packaging/icons/64.png");
    // A test checks that it can be read. A missing icon would be no reason not to open the window.
    eframe::icon_data::from_png_bytes(png).unwrap_or_default()
}

/// A message of the window library without the place in its source code.
fn without_source_place(error: &str) -> &str {
    let after_place = error.rsplit_once(".rs:").and_then(|(_, rest)| rest.split_once(": "));
    after_place.map_or(error, |(_, message)| message).trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_has_its_sign() {
        assert_eq!((icon().width, icon().height), (64, 64));
    }
}
