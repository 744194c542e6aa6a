//! Bytes of a file as text, within limits.

use super::{Problem, ProblemKind};

/// The longest text of a file that is read: a routine of thousands of steps fits in a tenth of it.
pub(crate) const MAX_BYTES: usize = 1 << 20;

/// Refuses what is too large or no text before anything looks at it closely.
pub(crate) fn check_limits(text: &str) -> Result<(), Box<Problem>> {
    if text.len() > MAX_BYTES {
        let what = format!("The file is larger than {} MB, more than any routine needs.", MAX_BYTES >> 20);
        return Err(Box::new(Problem::error(ProblemKind::File, 0..0, what)));
    }
    if let Some(at) = text.find('\0') {
        let problem =
            Problem::error(ProblemKind::File, at..at + 1, "This isn't a text file: it contains a zero byte.");
        return Err(Box::new(problem.help("Save it as plain UTF-8 text.")));
    }
    Ok(())
}

/// A file that is no text.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// What could be read of it.
    pub readable: String,
    /// What is wrong, at its place in that.
    pub problem: Problem,
}

impl Unreadable {
    /// Nothing of the file could be read.
    #[must_use]
    pub(crate) fn entirely(what: impl Into<String>) -> Self {
        Self { readable: String::new(), problem: Problem::error(ProblemKind::File, 0..0, what) }
    }
}

/// Reads bytes as text: UTF-8, with or without a byte-order mark.
///
/// # Errors
/// If the bytes are no UTF-8.
pub fn text_of(bytes: Vec<u8>) -> Result<String, Box<Unreadable>> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let mut unreadable = Unreadable::entirely("The file is saved as UTF-16.");
        unreadable.problem = unreadable.problem.help("Save it as UTF-8.");
        return Err(Box::new(unreadable));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let readable = String::from_utf8_lossy(&error.as_bytes()[..good]).into_owned();
            let problem =
                Problem::error(ProblemKind::File, good..good, "From here on, the file isn't UTF-8 text.");
            Err(Box::new(Unreadable { readable, problem: problem.help("Save it as plain UTF-8 text.") }))
        }
    }
}
