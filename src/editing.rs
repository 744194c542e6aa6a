//! The text of a routine under the hands of its author: where each step and field stands in it, what can be changed, and
//! the way back.
//!
//! The file stays the truth. An [`Edit`] is not made on a model that would be written out again, but on the text: only
//! what changes is written, everything else keeps its bytes, and no comment is lost that does not stand inside what is
//! taken out. So what is built by hand and what is typed are the same, and may take turns.

mod document;
mod edit;
mod form;
mod nested;
mod outline;
mod pieces;
mod reach;
mod sequence;

pub use document::{Document, Group};
pub use edit::{Edit, EditError};
pub use form::{Choice, Control, Form, FormField, Section};
pub use outline::{Field, Item, List, Outline, Part, StepNode, StepPath};
pub use pieces::{
    NEW_WEEK, NewStep, are_beginning_words, quoted, with_file, with_words, without_times, words_for, words_in,
};
pub use reach::{Reach, reach};

#[cfg(test)]
mod tests;
