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
    pub(super) end: End,
}

/// What becomes of it at the end.
#[derive(Debug)]
pub(super) enum End {
    /// It gets its name.
    Place {
        /// The permissions that it gets; without them it keeps those with which it was begun.
        permissions: Option<Permissions>,
        is_new: bool,
        is_synced: bool,
    },
    /// It is written into the device or pipe that has its name.
    Stream,
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

    /// Gives it these at the end.
    pub(super) fn set_permissions(&mut self, new: Permissions) {
        match &mut self.end {
            End::Place { permissions, .. } => *permissions = Some(new),
            End::Stream => {}
        }
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
        let Self { place, mut unfinished, end } = self;
        let failed = |source| StorageError::Write { path: place.clone(), source };
        let (permissions, is_new, is_synced) = match end {
            End::Place { permissions, is_new, is_synced } => (permissions, is_new, is_synced),
            End::Stream => return pour(unfinished.as_file_mut(), &place).map_err(failed),
        };
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

/// Writes all of a file into what has a name already.
fn pour(from: &mut File, into: &Path) -> io::Result<()> {
    from.rewind()?;
    // To the end, where what it leads to is a file to which others write, too.
    let mut stream = File::options().append(true).open(into)?;
    io::copy(from, &mut stream).map(|_| ())
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
