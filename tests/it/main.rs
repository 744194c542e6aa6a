//! The program from the outside: what authors are told, what files do, what is played, heard, shown and kept.

// Helpers of tests may fail as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used)]
// Signals and frames of a few minutes, which every type holds.
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
#![allow(clippy::cast_sign_loss, clippy::cast_precision_loss)]

// Where the fuzz targets look for the macro of their library.
extern crate self as libfuzzer_sys;
pub(crate) use fuzzed::fuzz_target;

mod broken;
#[cfg(target_os = "linux")]
mod canonical;
#[cfg(target_os = "linux")]
mod checking;
#[cfg(target_os = "linux")]
mod desktop;
#[cfg(target_os = "linux")]
mod exercises;
mod faults;
mod files;
mod fuzzed;
mod guide;
#[cfg(target_os = "linux")]
mod journal_files;
// A sound card can be made, taken away and listened to here alone.
#[cfg(target_os = "linux")]
mod heard;
#[cfg(target_os = "linux")]
mod hostile;
mod journal_year;
#[cfg(target_os = "linux")]
mod killed;
mod languages;
mod listings;
mod mending;
mod mutations;
mod user_files;
// Its home is told to the program by variables that other systems do not know.
#[cfg(target_os = "linux")]
mod person;
mod problems;
mod properties;
mod readme;
mod render;
mod safety;
mod sides;
mod soak;
mod sound;
mod support;
#[cfg(target_os = "linux")]
mod terminal;
mod tidy;
mod verdicts;
mod window;
mod wording;
