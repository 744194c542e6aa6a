//! How a file is to be written.

use std::fs::Permissions;
use std::io::Write as _;
use std::path::Path;

use super::atomic_file::End;
use super::{AtomicFile, StorageError, UNFINISHED, folder_of, followed, make_folder, unnamed};

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Readers {
    /// The person alone: mode 0600. Where there are no modes, the folder decides.
    Person,
    /// Whoever the system lets read new files: the umask decides.
    Usual,
    /// Those who may read the file that is replaced.
    AsBefore,
}

/// What becomes of a folder that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Folder {
    Needed,
    Made,
    /// Made so that nobody else can look into it: mode 0700.
    MadePrivate,
}

/// How a file is written. Usually it replaces a file of the same name, but never a folder, a device or a pipe; a link is
/// replaced, not followed; the folder must be there; the data are on the disk before the file has its name, and the name
/// is on the disk before it counts as written.
#[derive(Clone, Copy, Debug)]
#[must_use = "nothing is written yet"]
#[expect(clippy::struct_excessive_bools, reason = "independent options, as in std::fs::OpenOptions")]
pub struct WriteOptions {
    readers: Readers,
    folder: Folder,
    is_new: bool,
    follows_links: bool,
    into_streams: bool,
    is_synced: bool,
}

impl WriteOptions {
    const fn for_readers(readers: Readers) -> Self {
        Self {
            readers,
            folder: Folder::Needed,
            is_new: false,
            follows_links: false,
            into_streams: false,
            is_synced: true,
        }
    }

    /// For what is personal: the person alone can read it (mode 0600).
    pub const fn private() -> Self {
        Self::for_readers(Readers::Person)
    }

    /// For what is handed on or opened by other programs: it is read by whom new files are read usually (the umask).
    pub const fn shared() -> Self {
        Self::for_readers(Readers::Usual)
    }

    /// For a change to a file that belongs to the person: it must be there and may not be read-only, it keeps its
    /// permissions, and a link to it stays a link.
    pub const fn replacing() -> Self {
        Self::for_readers(Readers::AsBefore).follow_links()
    }

    /// Replaces nothing: fails with [`StorageError::AlreadyThere`] if anything has that name.
    pub const fn create_new(mut self) -> Self {
        self.is_new = true;
        self
    }

    /// Writes what a link leads to, so that the link stays one. Only in the person's own folders: where others can put
    /// links, they would choose what is replaced.
    pub const fn follow_links(mut self) -> Self {
        self.follows_links = true;
        self
    }

    /// Writes into a device, a pipe or a standard stream of that name, which takes the place of nothing, instead of
    /// refusing it: where a person has named it.
    pub const fn into_streams(mut self) -> Self {
        self.into_streams = true;
        self
    }

    /// Makes the folder if it is not there.
    pub const fn make_folder(mut self) -> Self {
        self.folder = Folder::Made;
        self
    }

    /// Makes the folder, if it is not there, so that this person alone can look into it (mode 0700).
    pub const fn make_private_folder(mut self) -> Self {
        self.folder = Folder::MadePrivate;
        self
    }

    /// Does not wait for the disk: for what can be made again. The file is whole for whoever reads it, but a power cut
    /// may cost it.
    pub const fn unsynced(mut self) -> Self {
        self.is_synced = false;
        self
    }

    /// Writes a file.
    ///
    /// # Errors
    /// [`StorageError`]; then nothing has changed, unless it is [`StorageError::Unconfirmed`].
    pub fn write(self, path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
        let mut file = self.begin(path)?;
        file.write_all(bytes).map_err(|source| file.failed(source))?;
        file.commit()
    }

    /// Begins a file that is written bit by bit and takes its place with [`AtomicFile::commit`].
    ///
    /// # Errors
    /// [`StorageError`], also if the file could not take its place in the end.
    pub fn begin(self, path: &Path) -> Result<AtomicFile, StorageError> {
        let failed = |source| StorageError::Write { path: path.to_path_buf(), source };
        if self.into_streams && is_stream(path) {
            // Whole first here, too: what is made by a library that goes back in its file cannot be a stream.
            let unfinished = builder().tempfile().map_err(|source| failed(unnamed(&source)))?;
            return Ok(AtomicFile { place: path.to_path_buf(), unfinished, end: End::Stream });
        }
        let place = if self.follows_links { followed(path).map_err(failed)? } else { path.to_path_buf() };
        let permissions = self.checked(&place)?;
        let folder = folder_of(&place);
        match self.folder {
            Folder::Needed => {}
            Folder::Made | Folder::MadePrivate => {
                make_folder(folder, self.folder == Folder::MadePrivate, self.is_synced)?;
            }
        }
        #[cfg_attr(not(unix), allow(unused_mut))] // Only there do files have modes.
        let mut builder = builder();
        #[cfg(unix)]
        if self.readers == Readers::Usual {
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        }
        let unfinished = builder.tempfile_in(folder).map_err(|source| failed(unnamed(&source)))?;
        let end = End::Place { permissions, is_new: self.is_new, is_synced: self.is_synced };
        Ok(AtomicFile { place, unfinished, end })
    }

    /// Whether a file can be put there; the permissions that it takes over.
    fn checked(self, place: &Path) -> Result<Option<Permissions>, StorageError> {
        let path = || place.to_path_buf();
        if self.is_new && place.symlink_metadata().is_ok() {
            return Err(StorageError::AlreadyThere { path: path() });
        }
        // Through a link as well: what looks like a name may lead to a device.
        match place.metadata() {
            Ok(old) if !old.is_file() => Err(StorageError::NotAFile { path: path() }),
            Ok(old) if self.readers == Readers::AsBefore => {
                let permissions = old.permissions();
                if permissions.readonly() {
                    return Err(StorageError::ReadOnly { path: path() });
                }
                Ok(Some(permissions))
            }
            Err(source) if self.readers == Readers::AsBefore => {
                Err(StorageError::Write { path: path(), source })
            }
            // What else is wrong with the place shows when the file is begun.
            Ok(_) | Err(_) => Ok(None),
        }
    }
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    builder
}

/// Whether what is written under a name goes on to somewhere and replaces nothing: a terminal, a pipe, `/dev/null`, or
/// what the program was given as its output. A link that somebody made to one is a name like any other.
#[cfg(unix)]
#[must_use]
pub fn is_stream(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    let kind = |meta: std::io::Result<std::fs::Metadata>| meta.map(|meta| meta.file_type());
    let goes_on = |kind: std::fs::FileType| kind.is_char_device() || kind.is_fifo();
    match kind(path.symlink_metadata()) {
        // `/dev/stdout` leads by way of `/proc`, perhaps to a file; the system made these, and keeps them.
        Ok(link) if link.is_symlink() => {
            (path.starts_with("/dev") || path.starts_with("/proc"))
                && !kind(path.metadata()).is_ok_and(|to| to.is_dir())
        }
        Ok(kind) => goes_on(kind),
        Err(_) => false,
    }
}

/// The same where streams have no names among files.
#[cfg(not(unix))]
#[must_use]
pub fn is_stream(_: &Path) -> bool {
    false
}
