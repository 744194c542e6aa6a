//! The pages of the window: one file each, each a function of the data that it is given.
//!
//! Pages are given plans, snapshots and records, and return an [`Action`]; only [`crate::app`] acts on it.
//! Nothing here uses sounds, voices, files or the journal's store. The keys of a page are one table ([`keys`]).

pub mod about;
pub mod about_me;
pub mod actions;
pub mod after;
pub mod bundle;
pub mod cues;
pub mod danger;
pub mod details;
pub mod editor;
pub(crate) mod figure;
pub mod first_time;
pub mod follow_up;
pub mod help;
pub mod home;
pub mod journal;
pub mod keys;
pub mod massage;
pub(crate) mod now;
pub(crate) mod pacer;
pub(crate) mod problems;
pub mod programmes;
pub mod routines;
pub mod session;
pub mod settings;
pub mod sheet;
pub mod signs;
pub(crate) mod text;
pub mod theme;
pub mod welcome;
mod widgets;
pub mod writing;

pub use actions::Action;
