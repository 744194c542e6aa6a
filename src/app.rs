//! Owns everything that acts: the session's thread, and what the window and the terminal both need.

pub mod about_me;
pub mod audio_export;
pub mod crash_report;
pub mod desktop;
pub mod journal_files;
pub mod log;
pub mod offers;
pub mod pictures;
pub mod preferences;
pub mod session;
pub mod signals;
pub mod sound_preview;
pub mod window;

pub use session::{Session, SessionCommand, SessionSetup, SessionView};
