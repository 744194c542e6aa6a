//! Stillpoint plays guided self-care routines for people with migraine.
//!
//! # The way through
//!
//! ```text
//! RON text ─read→ Routine ─validate→ ValidRoutine ─review→ SafeRoutine ─plan→ Plan ─compile→ Timeline
//!                                                                                               │
//!                                          Player (what happens when, and what was done) ←──────┤
//!                                          Score (every sound by frame) → device or file  ←─────┘
//! ```
//!
//! Everything up to the player is pure: no clock, no files, no window, no device. The same [`timeline::Timeline`] drives
//! the window, the sound, the spoken words, the terminal and the listing, so they cannot disagree.
//!
//! # The rooms, in the order in which they may know of each other
//!
//! | room | what it is for |
//! |---|---|
//! | [`time`] | positions and spans in whole nanoseconds; the only place that turns time into frames |
//! | [`paths`] | where files belong on this machine |
//! | [`storage`] | the one way to write a file whole or not at all, and to read a plain one within a limit |
//! | [`pending`] | an answer that another thread will give |
//! | [`faults`] | faults of libraries, kept where they happen |
//! | [`routine`] | the mirror of a RON file: reading it, checking it, problems with line and column |
//! | [`safety`] | as data, what a step may do at most and what a person or a moment changes; the review of every routine, the verdict on every step, the guard across sessions |
//! | [`timeline`] | what is done this time, laid out at absolute positions; the listing |
//! | [`player`] | the session as a state machine with time as an argument |
//! | [`sound`] | the score, the renderer, the clock of a session, the device |
//! | [`voice`] | words to samples, in the background, kept on disk |
//! | [`journal`] | records of sessions, the SQLite store, and the keeper that never gives one up |
//! | [`library`] | the routines at hand, built in and the person's own: watched, copied, shared |
//! | [`ui`] | the pages of the window: they are given data and give back wishes |
//! | [`app`] | owns everything that acts: the session's thread, the window; grants wishes |
//! | [`cli`] | the command line |
//!
//! # What always holds
//!
//! - Only a [`safety::SafeRoutine`] is planned and played, and [`safety::review`] is the only way to one.
//! - The player and the sound follow one [`player::Transport`]; neither adds up time.
//! - The audio thread takes no lock and allocates nothing ([`sound::renderer`]).
//! - A session lives on a thread of its own: no window, device, voice or disk can hold it up.
//! - A record is in the journal, or on its way into it, or told to be neither; never lost without a word.
//!
//! Some of these, and the order of the rooms, are held by `tests/it/tidy.rs`.

pub mod app;
pub mod cli;
pub mod faults;
pub mod goals;
pub mod journal;
pub mod library;
pub mod offers;
pub mod paths;
pub mod pending;
pub mod player;
pub mod ron_reader;
pub mod routine;
pub mod safety;
pub mod settings;
pub mod sound;
pub mod storage;
pub mod time;
pub mod timeline;
pub mod ui;
pub(crate) mod voice;
