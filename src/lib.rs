//! Stillpoint plays guided self-care routines for people with migraine.
//!
//! # Overview
//!
//! ```text
//! RON text ─read→ Routine ─validate→ ValidRoutine ─review→ SafeRoutine
//!                                                              │
//!                    StartRequest ──────── gate ───────────────┤ plan (person, moment, length)
//!                                            │                 ↓
//!                                         Approved ── Plan ─compile→ Timeline ─┬→ Player → outputs → screen, journal
//!                                                                              └→ Score (sound by frame) → device, file
//! ```
//!
//! Everything up to the player is pure: no clock, no files, no window, no device. The same [`timeline::Timeline`] drives
//! the window, the sound, the spoken words, the terminal and the listing, so they cannot disagree.
//!
//! # The modules, each of which may use only those above it
//!
//! | module | what it is for |
//! |---|---|
//! | [`characters`] | those that would forge what is shown, and how they are written instead |
//! | [`customs`] | how the time of day is written where the person lives, and with which day a week begins |
//! | [`paper`] | pages that are read in a browser and printed |
//! | [`time`] | positions and lengths of time in whole nanoseconds; the only place that turns time into frames |
//! | [`paths`] | where files belong on this machine, and what a path inside a routine may be |
//! | [`storage`] | the one way to write a file whole or not at all, and to read a plain one within a limit |
//! | [`plural`] | so many of a thing, in English |
//! | [`pending`] | an answer that comes later, and what can become of it |
//! | [`faults`] | faults of libraries, kept where they happen |
//! | [`ron_reader`] | RON with source positions: every problem at once, each at its line, with "did you mean" |
//! | [`routine`] | a routine file as Rust types, and what makes it valid |
//! | [`editing`] | a routine's text under its author's hands: its structure, what can be changed in it, and the way back |
//! | [`safety`] | as data, the limits on each step and how a person and a moment change them; the review of every routine, the verdict on every step, the guard across sessions |
//! | [`timeline`] | what is done this time, laid out at absolute positions; the listing |
//! | [`player`] | the session as a state machine with time as an argument |
//! | [`sound`] | the score, the renderer, the clock of a session, the device |
//! | `voice` | words to samples, in the background, kept on disk |
//! | [`goals`] | what a person has set out to do: weekly goals, the comparison of two, the programme under way |
//! | [`settings`] | what a person has chosen, always valid |
//! | [`journal`] | records of sessions and attacks, the SQLite store, and the service that never abandons an entry |
//! | [`library`] | the routines at hand, built in and the person's own: watched, copied, shared as bundles |
//! | [`offers`] | what is offered first, and why: pure |
//! | [`ui`] | the pages of the window: they are given data and return actions |
//! | [`app`] | owns everything that acts: the gate, the session's thread, the window and its pages' controllers |
//! | [`version`] | which Stillpoint this is, when it was built, and how new the files are that it reads |
//! | [`cli`] | the command line |
//!
//! # Where to find it
//!
//! | looking for | go to |
//! |---|---|
//! | what a key does | `ui/<page>.rs`, its `bindings`; the action goes to `app/dispatch.rs` and on to `app/pages/<page>.rs` |
//! | the way to a session | [`app::start`]: every door makes a request, one gate decides |
//! | the guard across sessions: minimum rests, daily maximums | [`safety::guard`]; the numbers in `safety/rules.ron` |
//! | what a condition or a state changes | `safety/conditions.ron` |
//! | what is heard when | `timeline/events.rs`, then `sound/score.rs` |
//! | how an entry reaches the disk | [`journal::service`], then [`journal::store`] |
//!
//! The choices behind it, and the glossary, are in `CONTRIBUTING.md`.
//!
//! # What always holds
//!
//! - Only a [`safety::SafeRoutine`] is planned and played, and [`safety::review`] is the only way to one.
//! - Only an [`app::start::Approved`] plan becomes a session, and [`app::start::decide`] is the only way to one. A gate
//!   that cannot see asks; it never opens by itself.
//! - The player and the sound follow one [`player::Transport`]; neither adds up time.
//! - The audio thread takes no lock and allocates nothing ([`sound::renderer`]).
//! - A session lives on a thread of its own: no window, device, voice or disk can hold it up. It owns its record.
//! - A record is in the journal, or on its way into it, or the person is told that it is not saved.
//!
//! Some of these, and the order of the modules, are checked by `tests/it/tidy.rs`.

pub mod app;
pub mod characters;
pub mod cli;
pub mod customs;
pub mod editing;
pub mod faults;
pub mod goals;
pub mod journal;
pub mod library;
pub mod offers;
pub mod paper;
pub mod paths;
pub mod pending;
pub mod player;
pub mod plural;
pub mod ron_reader;
pub mod routine;
pub mod safety;
pub mod settings;
pub mod sound;
pub mod storage;
pub mod time;
pub mod timeline;
pub mod ui;
pub mod version;
pub(crate) mod voice;
