//! How the person's own files come to be: all that belong together, or none, and never over another.

use std::path::{Path, PathBuf};

use super::UserFilesError;
use crate::library::files;
use crate::storage::{self, StorageError, WriteOptions};

/// The largest file that is held against another: no picture or recording may be larger.
const MOST_COMPARED: u64 = 64 << 20;

/// A file that is to be created.
pub(super) struct New {
    to: PathBuf,
    from: Source,
}

enum Source {
    Text(String),
    /// A picture or a recording.
    Asset(PathBuf),
}

impl New {
    pub(super) fn text(to: PathBuf, text: String) -> Self {
        Self { to, from: Source::Text(text) }
    }

    pub(super) fn asset(to: PathBuf, from: PathBuf) -> Self {
        Self { to, from: Source::Asset(from) }
    }
}

/// Creates files, all or none, but never overwrites one; returns the paths of those that are texts.
pub(super) fn create(files: Vec<New>) -> Result<Vec<PathBuf>, UserFilesError> {
    let mut made = Vec::new();
    for New { to, from } in &files {
        let created = match from {
            Source::Text(text) => write_new(to, text.as_bytes()).map(drop),
            // Two steps may have the same picture.
            Source::Asset(_) if made.contains(to) => continue,
            Source::Asset(from) => storage::copy_new(from, to).map_err(UserFilesError::from),
        };
        if let Err(error) = created {
            for path in made {
                // What cannot be taken back is at least whole.
                let _ = std::fs::remove_file(path);
            }
            return Err(error);
        }
        made.push(to.clone());
    }
    Ok(files.into_iter().filter(|file| matches!(file.from, Source::Text(_))).map(|file| file.to).collect())
}

/// Whether two files have the same in them.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    let read = |path| storage::read_plain(path, MOST_COMPARED);
    matches!((read(one), read(other)), (Ok(one), Ok(other)) if one == other)
}

/// Creates a file, but never overwrites one.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<PathBuf, UserFilesError> {
    let written = WriteOptions::shared().create_new().make_folder().write(path, bytes);
    written.map(|()| path.to_path_buf()).map_err(|error| taken_or(error, path))
}

pub(super) fn taken_or(error: StorageError, path: &Path) -> UserFilesError {
    match error {
        StorageError::AlreadyThere { .. } => {
            UserFilesError::Taken { id: files::id_of(path), path: path.to_path_buf() }
        }
        other => UserFilesError::Unwritable(other),
    }
}
