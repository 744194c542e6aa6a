//! The one way to write a file whole or not at all, and to read a plain one within a limit.
//!
//! What is written goes into an unfinished file beside its place, from there to the disk, and only then gets its name.
//! Whoever reads meanwhile sees the old file or the new one, and so does the next start after a full disk, a power cut or
//! a kill. [`WriteOptions`] says who may read the file, what it may replace and how sure it must be:
//!
//! ```
//! # use stillpoint::storage::WriteOptions;
//! # let folder = tempfile::tempdir().unwrap();
//! # let path = folder.path().join("settings.ron");
//! WriteOptions::private().make_private_folder().write(&path, b"(size: 125)")?;
//! # Ok::<(), stillpoint::storage::StorageError>(())
//! ```

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

mod atomic_file;
mod error;
mod living_file;
mod options;
mod read;
mod together;

pub use atomic_file::AtomicFile;
pub use error::StorageError;
pub use living_file::{FoundFile, LivingFile};
pub use options::{WriteOptions, is_stream};
pub use read::{Other, ReadError, check_plain, open_plain, read_plain};
pub use together::{write_folder, write_together};

/// How the names of unfinished files begin. A program that is killed leaves one behind; nothing takes it for a file of
/// the person's.
pub const UNFINISHED: &str = ".saving-";
/// How many links are followed from one to the next: what systems allow.
const MOST_LINKS: usize = 40;

/// Copies a file to where nothing is, with its permissions; the folder is made.
///
/// # Errors
/// [`StorageError`]; then nothing is left of the copy.
pub fn copy_new(from: &Path, to: &Path) -> Result<(), StorageError> {
    let unreadable = |source| StorageError::Read { path: from.to_path_buf(), source };
    let mut source = open_plain(from).map_err(|error| unreadable(error.into()))?;
    let permissions = source.metadata().map_err(unreadable)?.permissions();
    let mut copy = WriteOptions::private().create_new().make_folder().begin(to)?;
    io::copy(&mut source, copy.unfinished.as_file_mut()).map_err(|source| copy.failed(source))?;
    copy.set_permissions(permissions);
    copy.commit()
}

/// Gives a file another name, whatever had that name before.
///
/// # Errors
/// [`StorageError::Rename`], [`StorageError::Unconfirmed`]
pub fn rename(from: &Path, to: &Path) -> Result<(), StorageError> {
    std::fs::rename(from, to).map_err(|source| cannot_rename(from, to, source))?;
    confirm(to)?;
    if folder_of(from) == folder_of(to) { Ok(()) } else { confirm(from) }
}

/// Gives a file another name that nothing has.
///
/// # Errors
/// [`StorageError::AlreadyThere`] if something has it, [`StorageError::Rename`], [`StorageError::Unconfirmed`]
pub fn rename_new(from: &Path, to: &Path) -> Result<(), StorageError> {
    // A second name fails where there is one already, in one step; the plain way has to look first.
    match std::fs::hard_link(from, to) {
        Ok(()) => {
            std::fs::remove_file(from).map_err(|source| {
                let _ = std::fs::remove_file(to);
                cannot_rename(from, to, source)
            })?;
            confirm(to)
        }
        Err(error) if is_unknown_to_disk(&error) && to.symlink_metadata().is_err() => rename(from, to),
        Err(_) if to.symlink_metadata().is_ok() => Err(StorageError::AlreadyThere { path: to.to_path_buf() }),
        Err(source) => Err(cannot_rename(from, to, source)),
    }
}

/// A name that nothing has: this one, or `name (2).ending` and so on. Written under it with
/// [`WriteOptions::create_new`], nothing that comes there meanwhile is replaced either.
#[must_use]
pub fn free_name(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default();
    let named = |number: u32| {
        let mut name = stem.to_os_string();
        name.push(format!(" ({number})"));
        if let Some(ending) = path.extension() {
            name.push(".");
            name.push(ending);
        }
        path.with_file_name(name)
    };
    let is_free = |path: &PathBuf| path.symlink_metadata().is_err();
    std::iter::once(path.to_path_buf())
        .chain((2..10_000).map(named))
        .find(is_free)
        .unwrap_or_else(|| named(10_000))
}

/// Opens a file to add to its end; it is made for this person alone if it is not there, and so is its folder.
///
/// # Errors
/// [`StorageError::Folder`], [`StorageError::NotAFile`], [`StorageError::Write`]
pub fn append_private(path: &Path) -> Result<File, StorageError> {
    private_folder(folder_of(path))?;
    // A pipe that nobody reads would be waited for.
    if let Err(ReadError::NotAFile(_)) = check_plain(path) {
        return Err(StorageError::NotAFile { path: path.to_path_buf() });
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|source| StorageError::Write { path: path.to_path_buf(), source })
}

/// Makes a folder, if it is not there, so that this person alone can look into it (mode 0700).
///
/// # Errors
/// [`StorageError::Folder`]
pub fn private_folder(path: &Path) -> Result<(), StorageError> {
    make_folder(path, true, true)
}

fn make_folder(folder: &Path, is_private: bool, is_synced: bool) -> Result<(), StorageError> {
    let failed = |source| StorageError::Folder { path: folder.to_path_buf(), source };
    let is_missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
    let missing: Vec<&Path> = folder.ancestors().take_while(is_missing).collect();
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    if is_private {
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    }
    #[cfg(not(unix))]
    let _ = is_private;
    if !folder.as_os_str().is_empty() {
        builder.create(folder).map_err(failed)?;
    }
    if is_synced {
        missing.into_iter().try_for_each(|made| sync_folder(folder_of(made))).map_err(failed)?;
    }
    Ok(())
}

/// The folder of a file.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What a link leads to in the end, whether or not that is there; anything else is itself.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut real = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        match std::fs::read_link(&real) {
            Ok(to) => real = folder_of(&real).join(to),
            Err(_) => return Ok(real),
        }
    }
    Err(io::Error::other("its links go round in a circle"))
}

/// Waits until the disk has the names in a file's folder.
fn confirm(path: &Path) -> Result<(), StorageError> {
    sync_folder(folder_of(path))
        .map_err(|source| StorageError::Unconfirmed { path: path.to_path_buf(), source })
}

#[cfg_attr(not(unix), allow(clippy::unnecessary_wraps))] // Elsewhere there is nothing that can fail.
fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // Not every disk and share knows this, and a folder that can be written to need not be readable.
        Err(error) if is_unknown_to_disk(&error) => {}
        done => done?,
    }
    // Elsewhere the system does it with the renaming.
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Whether a disk only says that it does not know how to do something.
fn is_unknown_to_disk(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
    )
}

/// An error of the temporary file without the name of that, which nobody knows.
fn unnamed(error: &io::Error) -> io::Error {
    let said = error.to_string();
    io::Error::new(error.kind(), said.split(" at path ").next().unwrap_or_default())
}

fn cannot_rename(from: &Path, to: &Path, source: io::Error) -> StorageError {
    StorageError::Rename { from: from.to_path_buf(), to: to.to_path_buf(), source }
}

#[cfg(test)]
mod tests;
