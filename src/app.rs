//! Owns everything that acts: the session's thread, and what the window and the terminal both need.

pub mod listening;
pub mod offers;
pub mod preferences;
pub mod saving;
pub mod session;
pub mod window;

pub use session::{Session, SessionCommand, SessionSetup, SessionView};
