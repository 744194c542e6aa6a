//! Reading what lies under a name, if it is a plain file and no larger than it may be.
//!
//! A name may lead to anything: a pipe that nobody writes into, a device that never ends, a folder. Whoever opened those
//! without looking would wait or fill the memory for ever.

use std::fs::{File, FileType, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

/// Why nothing was read. Each message follows the name of the file and "can't be read: ".
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Nothing has that name.
    #[error("it doesn't exist")]
    Missing,
    /// It is a link that leads to nothing.
    #[error("it is a link to a missing file")]
    DanglingLink,
    /// It is something else than a file.
    #[error("it is {0}, not a file")]
    NotAFile(Other),
    /// It has more bytes than may be.
    #[error("it is larger than {}", size(*.0))]
    TooLarge(u64),
    /// The system does not let it be read.
    #[error(transparent)]
    System(#[from] io::Error),
}

/// What has a name and is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    /// A folder.
    Folder,
    /// A pipe with a name.
    Pipe,
    /// A device.
    Device,
    /// A socket.
    Socket,
    /// Something that this system alone knows.
    Unknown,
}

impl std::fmt::Display for Other {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Folder => "a folder",
            Self::Pipe => "a pipe",
            Self::Device => "a device",
            Self::Socket => "a socket",
            Self::Unknown => "something else",
        })
    }
}

impl ReadError {
    /// Whether there is nothing under that name, not even a link.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }
}

/// So that it can take the place of what the system says.
impl From<ReadError> for io::Error {
    fn from(error: ReadError) -> Self {
        let kind = match &error {
            ReadError::System(_) => None,
            ReadError::Missing | ReadError::DanglingLink => Some(io::ErrorKind::NotFound),
            ReadError::NotAFile(_) => Some(io::ErrorKind::InvalidInput),
            ReadError::TooLarge(_) => Some(io::ErrorKind::FileTooLarge),
        };
        match (error, kind) {
            (ReadError::System(source), _) => source,
            (error, kind) => Self::new(kind.unwrap_or(io::ErrorKind::Other), error),
        }
    }
}

/// All of a plain file, wherever links lead, if it has at most `most` bytes.
///
/// # Errors
/// [`ReadError`]; never more than `most` bytes are read, and nothing is waited for.
pub fn read_plain(path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    let file = open_plain(path)?;
    let length = file.metadata()?.len();
    if length > most {
        return Err(ReadError::TooLarge(most));
    }
    // Some files of the system say that they are empty, and others grow meanwhile.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(ReadError::TooLarge(most));
    }
    Ok(bytes)
}

/// A plain file, wherever links lead, opened to be read by whoever sets a limit of their own.
///
/// # Errors
/// [`ReadError`], but never [`ReadError::TooLarge`]; nothing is waited for.
pub fn open_plain(path: &Path) -> Result<File, ReadError> {
    // Looked at first: opening some devices already does something.
    check_plain(path)?;
    let mut options = File::options();
    options.read(true);
    // What has taken its place since then may be a pipe, and is not waited for either.
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        #[allow(clippy::cast_possible_wrap)] // Bits.
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits() as i32;
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags);
    }
    let file = options.open(path)?;
    is_plain(&file.metadata()?)?;
    Ok(file)
}

/// Whether there is a plain file, wherever links lead; it is not opened.
///
/// # Errors
/// [`ReadError`], but never [`ReadError::TooLarge`].
pub fn check_plain(path: &Path) -> Result<(), ReadError> {
    match path.metadata() {
        Ok(found) => is_plain(&found),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let is_link = path.symlink_metadata().is_ok_and(|found| found.is_symlink());
            Err(if is_link { ReadError::DanglingLink } else { ReadError::Missing })
        }
        Err(error) => Err(ReadError::System(error)),
    }
}

fn is_plain(found: &Metadata) -> Result<(), ReadError> {
    if found.is_file() { Ok(()) } else { Err(ReadError::NotAFile(other(found.file_type()))) }
}

fn other(kind: FileType) -> Other {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return Other::Pipe;
        }
        if kind.is_socket() {
            return Other::Socket;
        }
        if kind.is_char_device() || kind.is_block_device() {
            return Other::Device;
        }
    }
    if kind.is_dir() { Other::Folder } else { Other::Unknown }
}

/// A limit in the unit in which it was set.
fn size(bytes: u64) -> String {
    if bytes >= 1 << 20 { format!("{} MB", bytes >> 20) } else { format!("{} kB", bytes.div_ceil(1 << 10)) }
}
