//! Faults of libraries, kept where they happen.
//!
//! What somebody sends is decoded and drawn by libraries that may give up in the middle of it, in a way that ends the
//! thread they run on. For whoever asked, that is one more way in which a file can be wrong.

use std::cell::Cell;
use std::panic::AssertUnwindSafe;

thread_local! {
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// A library panicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("decoding it failed")]
pub struct Fault;

/// Runs something in which a library may panic, and returns that as an error, without a crash report.
///
/// # Errors
/// [`Fault`] if it panicked; anything that `work` left half done has to be discarded.
pub fn contained<T>(work: impl FnOnce() -> T) -> Result<T, Fault> {
    let before = CONTAINED.replace(true);
    let done = std::panic::catch_unwind(AssertUnwindSafe(work));
    CONTAINED.set(before);
    done.map_err(|_| Fault)
}

/// Does what may fail by a fault of this program: it is reported like any, and only the thread goes on.
///
/// # Errors
/// [`Fault`] if it panicked; anything that `work` left half done has to be discarded.
pub fn survived<T>(work: impl FnOnce() -> T) -> Result<T, Fault> {
    std::panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| Fault)
}

/// Whether this thread is within [`contained`], where nothing is reported.
#[must_use]
pub fn is_contained() -> bool {
    CONTAINED.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_an_answer_and_is_contained_only_while_it_may_happen() {
        assert_eq!(contained(is_contained), Ok(true));
        assert_eq!(contained(|| -> u32 { panic!("of a library") }), Err(Fault));
        assert!(!is_contained());
        // One within another does not open the outer one.
        let outer = contained(|| {
            let inner = contained(|| -> u32 { panic!("of a library") });
            (inner, is_contained())
        });
        assert_eq!(outer, Ok((Err(Fault), true)));
        assert_eq!(survived(is_contained), Ok(false));
    }
}
