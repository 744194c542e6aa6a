//! The routine format from the outside: what authors are told, what the files around it do, and what is played.

// Helpers of tests may fail as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod files;
mod listings;
mod problems;
mod properties;
