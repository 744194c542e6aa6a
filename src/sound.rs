//! Everything that is heard.
//!
//! A [`score::Score`] is a timeline as notes by frame; the [`renderer`] turns it into frames, for a device or for a
//! file; [`device`] and its streams are the only part that touches hardware; [`clock`] is the time that a session follows;
//! [`output`] ties them together for one session. Deliberately absent: threads that sleep until a cue is due. Whatever
//! sounds is placed by frame.

pub mod ambience;
pub mod breath;
pub mod clip;
pub(crate) mod clock;
pub(crate) mod device;
pub(crate) mod output;
pub mod render;
pub mod renderer;
pub mod score;
mod stream;
pub mod synth;
pub(crate) mod waker;

pub use output::{Levels, SoundOutput, SoundState, WordsWanted};
pub use waker::Waker;
