//! Files of routines: finding, reading and writing them.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::ron_reader::text::{MAX_BYTES, Unreadable, text_of};
use crate::storage::{StorageError, WriteOptions};

/// The deepest nesting of folders that is searched.
const MAX_FOLDERS: usize = 4;
/// The most files that are read. Our limit.
const MAX_FILES: usize = 50_000;

/// The subfolder for programmes.
pub(crate) const PROGRAMMES: &str = "programmes";

/// All routine files below a folder, sorted by path, and a note on each folder that cannot be read. Links to
/// files are followed, links to folders are not.
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

/// Why a file cannot be read. Each message is a whole sentence that follows the file's name.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It does not exist, or reading it failed.
    #[error("The file cannot be read: {0}.")]
    Unreadable(#[from] io::Error),
    /// It is a link to a missing file.
    #[error("This is a link to a file that is not there.")]
    DanglingLink,
    /// It is a folder, a device or the like.
    #[error("This is not a file.")]
    NotAFile,
    /// It has more than [`MAX_BYTES`].
    #[error("The file is larger than {} MB, which no routine needs.", MAX_BYTES >> 20)]
    TooLarge,
}

/// The bytes of a file, but never more than a routine may have, and only of a regular file.
///
/// # Errors
/// [`FileError`]
pub fn bytes(path: &Path) -> Result<Vec<u8>, FileError> {
    let is_link = || path.symlink_metadata().is_ok_and(|meta| meta.is_symlink());
    let meta = path.metadata().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound if is_link() => FileError::DanglingLink,
        _ => FileError::Unreadable(error),
    })?;
    if !meta.is_file() {
        return Err(FileError::NotAFile);
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_BYTES {
        return Err(FileError::TooLarge);
    }
    Ok(bytes)
}

/// A file as text, within the limits of [`bytes`] and without a byte-order mark.
pub(super) fn text(path: &Path) -> Result<String, Box<Unreadable>> {
    let bytes = bytes(path).map_err(|error| Box::new(Unreadable::entirely(error.to_string())))?;
    text_of(bytes)
}

/// Replaces the text of a file atomically: a concurrent reader sees the old or the new one. A link stays a
/// link, and the permissions stay as they are.
///
/// # Errors
/// [`StorageError`]; the file is then unchanged.
pub fn replace(path: &Path, text: &str) -> Result<(), StorageError> {
    WriteOptions::replacing().write(path, text.as_bytes())
}
