//! What is on the screen.

pub mod figure;
