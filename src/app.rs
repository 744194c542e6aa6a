//! Owns everything that acts: the session's thread, and what the window and the terminal both need.

pub mod about_me;
pub mod desktop;
pub mod fault;
pub mod handing_over;
pub mod listening;
pub mod log;
pub mod offers;
pub mod pictures;
pub mod preferences;
pub mod saving;
pub mod session;
pub mod signals;
pub mod window;

pub use session::{Session, SessionCommand, SessionSetup, SessionView};
