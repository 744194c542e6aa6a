//! Stillpoint plays guided self-care routines for people with migraine.
//!
//! # The way through
//! ```text
//! RON text ─read→ Routine ─validate→ ValidRoutine ─review→ SafeRoutine ─plan→ Plan ─compile→ Timeline ─┬→ Player → screen, journal
//!                                                                                                      └→ Score  → device or file
//! ```

pub mod cli;
pub mod library;
pub mod places;
pub mod player;
pub mod routine;
pub mod safety;
pub mod sound;
pub mod time;
pub mod timeline;
pub mod ui;
pub mod voice;
