//! Why a pack is not made, refused or not added.

use std::path::{Path, PathBuf};

use super::read::{MAX_FILES, MAX_RATIO};
use super::{MAX_PACKED_BYTES, MAX_TOTAL_BYTES};
use crate::library::picture::PictureError;
use crate::ron_reader::Problems;
use crate::storage::{ReadError, StorageError};
use crate::voice::RecordingError;

/// Why a pack is not made, refused or not added.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// It is no pack, or one that should not be let in.
    #[error("this pack is refused: {0}")]
    Refused(#[from] Refusal),
    /// There is nothing to pack.
    #[error("there is no routine `{0}` to pack")]
    NoRoutine(String),
    /// What is to be packed has problems.
    #[error("`{0}` has problems of its own; `stillpoint check` shows them")]
    Broken(String),
    /// A part of it cannot be compressed.
    #[error("`{name}` cannot be packed: it cannot be compressed: {error}")]
    Compression {
        /// The file.
        name: String,
        /// What the library says.
        error: std::io::Error,
    },
    /// All parts are compressed, but not put together.
    #[error("`{id}` cannot be packed: it cannot be finished: {error}")]
    Unfinished {
        /// The id of the routine.
        id: String,
        /// What the library says.
        error: zip::result::ZipError,
    },
    /// Something of the person's own, or of the program, has a name of the pack.
    #[error("`{id}` is there already: {}; look at both, and add it with --replace if this one is to take its place", place(path.as_deref()))]
    Taken {
        /// The id.
        id: String,
        /// The person's own file; without it, it comes with the program.
        path: Option<PathBuf>,
    },
    /// A file of the person's own would have to be moved.
    #[error("you have `{id}` already: {}; rename it or move it away first", path.display())]
    Elsewhere {
        /// The id.
        id: String,
        /// Where it is.
        path: PathBuf,
    },
    /// A file could not be written.
    #[error(transparent)]
    Unwritable(#[from] StorageError),
    /// A file could not be read.
    #[error("{} cannot be read: {error}", path.display())]
    Files {
        /// The file.
        path: PathBuf,
        /// Why.
        error: ReadError,
    },
}

fn place(path: Option<&Path>) -> String {
    path.map_or_else(|| "it comes with the program".to_owned(), |path| path.display().to_string())
}

/// Why a pack is not let in. Names are as the pack gives them.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It is no ZIP file, or one with something before or after it.
    #[error("it is no pack")]
    NoPack,
    /// It is larger than [`MAX_PACKED_BYTES`].
    #[error("it is larger than {} MB", MAX_PACKED_BYTES >> 20)]
    TooLarge,
    /// Its files together are larger than they may be.
    #[error("unpacked it is larger than {} MB", MAX_TOTAL_BYTES >> 20)]
    TooLargeUnpacked,
    /// It has more files than any pack has.
    #[error("there are more than {MAX_FILES} files in it")]
    TooManyFiles,
    /// The ZIP library cannot read it.
    #[error("it is damaged: {0}")]
    Damaged(#[from] zip::result::ZipError),
    /// Two entries have one name, letter for letter.
    #[error("two of its files have the same name")]
    SameNames,
    /// Two entries have names that are one on some systems.
    #[error("two of its files have the name `{0}`")]
    SameName(String),
    /// Entries share bytes, as those of bombs do.
    #[error("its files lie in one another")]
    Overlapping,
    /// A name is not UTF-8.
    #[error("a name in it is no text")]
    NameIsNoText,
    /// A name leads out of the folder of the pack.
    #[error("`{0}` would lie outside its folder")]
    NameOutside(String),
    /// A name that some system cannot have or reads otherwise.
    #[error("`{0}` is no name that every system can have")]
    NameNotPortable(String),
    /// A name is longer, or in more folders, than any pack needs.
    #[error("`{0}` lies too deep or has too long a name")]
    NameTooLong(String),
    /// A file is encrypted.
    #[error("`{0}` is encrypted")]
    Encrypted(String),
    /// An entry is a link, a device or the like.
    #[error("`{0}` is no file")]
    NoFile(String),
    /// An entry is called a folder and has bytes.
    #[error("`{0}` is a folder with something in it")]
    FullFolder(String),
    /// A file is compressed with a method other than the usual two.
    #[error("`{0}` is packed in a way that is not used for packs")]
    UnusualMethod(String),
    /// A file is of none of the kinds that a pack can hold.
    #[error("`{0}` is no routine, technique, picture (PNG, SVG) or recording (WAV, FLAC, Ogg)")]
    UnknownKind(String),
    /// A file is larger than one of its kind may be.
    #[error("`{name}` is larger than {} MB", most.div_ceil(1 << 20))]
    FileTooLarge {
        /// The file.
        name: String,
        /// The most bytes that it may have.
        most: u64,
    },
    /// A file grows further than any routine does.
    #[error("`{0}` becomes more than {MAX_RATIO} times larger when it is unpacked")]
    Bomb(String),
    /// A file cannot be unpacked.
    #[error("`{name}` is damaged: {error}")]
    DamagedFile {
        /// The file.
        name: String,
        /// What the library says.
        error: std::io::Error,
    },
    /// No file of it is a routine.
    #[error("there is no routine in it")]
    NoRoutine,
    /// It could be any of several routines.
    #[error("there is more than one routine in it")]
    SeveralRoutines,
    /// Its routine has the name of a folder.
    #[error("its routine cannot be called `{0}`")]
    ReservedId(String),
    /// A technique uses itself, perhaps by way of others.
    #[error("its technique `{0}` uses itself")]
    Circle(String),
    /// A routine or a technique has errors.
    #[error("what is in it has errors:\n{}", .0.lines())]
    Errors(Box<Problems>),
    /// A file that nothing in the pack asks for.
    #[error("nothing in it uses `{0}`")]
    Unused(String),
    /// A picture cannot be drawn, or should not be.
    #[error("its picture `{name}` {error}")]
    Picture {
        /// The file.
        name: String,
        /// What is wrong with it.
        error: PictureError,
    },
    /// A recording does not begin as one does.
    #[error("its recording `{0}` is neither WAV nor FLAC nor Ogg")]
    Recording(String),
    /// A recording cannot be played to its end, or should not be.
    #[error("its recording `{name}` {error}")]
    DamagedRecording {
        /// The file.
        name: String,
        /// What is wrong with it.
        error: RecordingError,
    },
    /// Its routine has no error and cannot be played.
    #[error("its routine cannot be played")]
    Unplayable,
}
