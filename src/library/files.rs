//! Routine files in folders: finding, reading and writing them.

use std::io;
use std::path::{Path, PathBuf};

use crate::ron_reader::text::{MAX_BYTES, Unreadable, text_of};
use crate::storage::{ReadError, StorageError, WriteOptions, read_plain};

/// How deep folders of routines are looked into.
const MAX_FOLDERS: usize = 4;
/// The most files that are looked at: our limit.
const MAX_FILES: usize = 50_000;

/// The folder, among routines, that holds programmes.
pub(crate) const PROGRAMMES: &str = "programmes";

/// All routine files below a folder, by path, and a note on each folder that cannot be read. A link to a file is
/// followed, a link to a folder is not.
pub fn routine_files(folder: &Path, notes: &mut Vec<String>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    below(folder, 0, &mut found, notes);
    found
}

fn below(folder: &Path, depth: usize, found: &mut Vec<PathBuf>, notes: &mut Vec<String>) {
    let listed = match std::fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return,
        Err(error) => {
            notes.push(format!("The folder {} cannot be read: {error}.", folder.display()));
            return;
        }
    };
    let is_folder = |entry: &std::fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
    let mut listed: Vec<(PathBuf, bool)> =
        listed.flatten().map(|entry| (entry.path(), is_folder(&entry))).take(MAX_FILES).collect();
    listed.sort();
    for (path, is_folder) in listed {
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if hidden || found.len() >= MAX_FILES {
            continue;
        }
        let holds_programmes = is_folder && path.file_name().is_some_and(|name| name == PROGRAMMES);
        if holds_programmes {
            continue;
        }
        if is_folder && depth < MAX_FOLDERS {
            below(&path, depth + 1, found, notes);
        } else if path.extension().is_some_and(|ending| ending == "ron") {
            found.push(path);
        }
    }
}

/// The id of a file: its name without the ending.
#[must_use]
pub(crate) fn id_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Why a routine's file is not read. Each is a whole sentence that follows the file's name.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system does not let it be read, or there is none.
    #[error("The file cannot be read: {0}.")]
    Unreadable(#[from] io::Error),
    /// It points to nothing.
    #[error("This is a link to a file that is not there.")]
    DanglingLink,
    /// It is a folder, a device or the like.
    #[error("This is not a file.")]
    NotAFile,
    /// It has more than [`MAX_BYTES`].
    #[error("The file is larger than {} MB, which no routine needs.", MAX_BYTES >> 20)]
    TooLarge,
}

/// The bytes of a file; never more of them than a routine can have, and never from anything but a file.
///
/// # Errors
/// [`FileError`]
pub fn bytes(path: &Path) -> Result<Vec<u8>, FileError> {
    read_plain(path, MAX_BYTES as u64).map_err(|error| match error {
        ReadError::DanglingLink => FileError::DanglingLink,
        ReadError::NotAFile(_) => FileError::NotAFile,
        ReadError::TooLarge(_) => FileError::TooLarge,
        ReadError::Missing | ReadError::System(_) => FileError::Unreadable(error.into()),
    })
}

/// A file as text, within the limits of [`bytes`] and without a byte-order mark.
pub(super) fn text(path: &Path) -> Result<String, Box<Unreadable>> {
    let bytes = bytes(path).map_err(|error| Box::new(Unreadable::entirely(error.to_string())))?;
    text_of(bytes)
}

/// Puts a text in the place of a file's, all at once: whoever reads meanwhile sees the one or the other. A link stays a
/// link, and who may read the file stays the same.
///
/// # Errors
/// [`StorageError`]; then the file is as it was.
pub fn replace(path: &Path, text: &str) -> Result<(), StorageError> {
    WriteOptions::replacing().write(path, text.as_bytes())
}
