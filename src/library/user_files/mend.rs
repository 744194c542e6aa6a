//! Slips of which it is certain what was meant, mended in the file itself.

use std::path::Path;

use super::UserFilesError;
use crate::library::{Entry, files};
use crate::storage::WriteOptions;

/// As often a file is read again after it was mended: what stands behind a slip only shows then.
const MOST_MENDINGS: usize = 20;

/// Mends every slip in a file of which it is certain what was meant; `read` reads and checks it anew. Gives how many there
/// were; nothing if there was none. What somebody saves meanwhile is never written over.
///
/// # Errors
/// [`UserFilesError`] if the file cannot be written.
pub fn mend(path: &Path, read: impl Fn() -> Option<Entry>) -> Result<Option<usize>, UserFilesError> {
    let mut places = 0;
    for _ in 0..MOST_MENDINGS {
        let Some(entry) = read() else { break };
        let Some((text, mended)) = entry.problems.mended() else { break };
        if files::text(path).ok().as_deref() != Some(&*entry.problems.text) {
            break;
        }
        WriteOptions::shared().write(path, text.as_bytes())?;
        places += mended;
    }
    Ok((places > 0).then_some(places))
}
