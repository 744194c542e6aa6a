//! A file on its way to its place.

use std::fs::{File, Permissions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{StorageError, confirm, is_unknown_to_disk};

/// A file that lies unfinished beside its place until [`Self::commit`] puts it there. Dropped before that, it leaves
/// nothing behind.
///
/// For what is too large for memory, or is written by a library that wants a file.
#[derive(Debug)]
#[must_use = "it is thrown away unless it is committed"]
pub struct AtomicFile {
    pub(super) place: PathBuf,
    pub(super) unfinished: NamedTempFile,
    /// The permissions that the file gets at the end; without them it keeps those with which it was begun.
    pub(super) permissions: Option<Permissions>,
    pub(super) is_new: bool,
    pub(super) is_synced: bool,
}

impl AtomicFile {
    /// Where the unfinished file lies, for a library that opens files by itself. It must have closed it again before
    /// the commit.
    #[must_use]
    pub fn unfinished_path(&self) -> &Path {
        self.unfinished.path()
    }

    /// The unfinished file itself, for a library that takes a file over. It has the same position as this one.
    ///
    /// # Errors
    /// [`StorageError::Write`]
    pub fn file(&self) -> Result<File, StorageError> {
        self.unfinished.as_file().try_clone().map_err(|source| self.failed(source))
    }

    /// An error of whoever writes, with the place of the file.
    #[must_use]
    pub fn failed(&self, source: io::Error) -> StorageError {
        StorageError::Write { path: self.place.clone(), source }
    }

    /// Puts the file in its place, all at once.
    ///
    /// # Errors
    /// [`StorageError`]; then what was there before is untouched and nothing is left beside it, except that after
    /// [`StorageError::Unconfirmed`] the new file is there.
    pub fn commit(self) -> Result<(), StorageError> {
        let Self { place, unfinished, permissions, is_new, is_synced } = self;
        let failed = |source| StorageError::Write { path: place.clone(), source };
        if let Some(permissions) = permissions {
            unfinished.as_file().set_permissions(permissions).map_err(failed)?;
        }
        if is_synced {
            unfinished.as_file().sync_all().map_err(failed)?;
        }
        let placed = if is_new { place_new(unfinished, &place) } else { place_over(unfinished, &place) };
        placed.map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists if is_new => StorageError::AlreadyThere { path: place.clone() },
            _ => StorageError::Write { path: place.clone(), source },
        })?;
        if is_synced { confirm(&place) } else { Ok(()) }
    }
}

fn place_over(unfinished: NamedTempFile, place: &Path) -> io::Result<()> {
    unfinished.persist(place).map(|_| ()).map_err(|error| error.error)
}

/// Never replaces anything, where the disk knows how to promise that; elsewhere it is looked just before.
fn place_new(unfinished: NamedTempFile, place: &Path) -> io::Result<()> {
    match unfinished.persist_noclobber(place) {
        Ok(_) => Ok(()),
        Err(refused) if is_unknown_to_disk(&refused.error) && place.symlink_metadata().is_err() => {
            place_over(refused.file, place)
        }
        Err(refused) => Err(refused.error),
    }
}

// Not those of the temporary file, whose errors name it: nobody knows that name.
impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unfinished.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unfinished.as_file_mut().flush()
    }
}

impl Seek for AtomicFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.unfinished.as_file_mut().seek(to)
    }
}
