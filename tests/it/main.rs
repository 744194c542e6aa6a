//! The program from the outside: what authors are told, what is played, what is printed, what is shown.

// Helpers of tests may fail as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod files;
mod listings;
mod problems;
mod properties;
// Its home is told to the program by variables that other systems do not know.
#[cfg(target_os = "linux")]
mod terminal;
mod window;
