//! What can go wrong when a file is written.

use std::io;
use std::path::{Path, PathBuf};

use crate::characters::shown;

/// Why a file was not written; each message names the file. The old file is still there, except where the variant says
/// otherwise.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// Something has that name already, and it was not to be replaced.
    #[error("{} already exists", shown(path))]
    AlreadyThere {
        /// What is there.
        path: PathBuf,
    },
    /// A folder, a device or a pipe has that name; none of them is ever replaced.
    #[error("{} can't be written: it isn't a regular file", shown(path))]
    NotAFile {
        /// What is there.
        path: PathBuf,
    },
    /// The file that was to be replaced may only be read.
    #[error("{} can't be written: it is read-only", shown(path))]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The folder cannot be made.
    #[error("the folder {} can't be created: {source}", shown(path))]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// What was to be copied cannot be read.
    #[error("{} can't be read: {source}", shown(path))]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("{} can't be written: {source}", shown(path))]
    Write {
        /// The file, under the name that it was to have.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file cannot have its new name.
    #[error("{} can't be renamed to {}: {source}", shown(from), shown(to))]
    Rename {
        /// Where the file is.
        from: PathBuf,
        /// The name that it was to have.
        to: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The new file has its name, but the disk did not confirm it: after a power cut there may be the old one.
    #[error("{} was written, but the disk hasn't confirmed it: {source}", shown(path))]
    Unconfirmed {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl StorageError {
    /// The file or folder that could not be written, made or read.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::AlreadyThere { path }
            | Self::NotAFile { path }
            | Self::ReadOnly { path }
            | Self::Folder { path, .. }
            | Self::Read { path, .. }
            | Self::Write { path, .. }
            | Self::Unconfirmed { path, .. } => path,
            Self::Rename { from, .. } => from,
        }
    }
}
