//! Why a bundle could not be created, was refused, or could not be added.

use std::path::{Path, PathBuf};

use super::read::{MAX_FILES, MAX_RATIO};
use super::{MAX_PACKED_BYTES, MAX_TOTAL_BYTES};
use crate::characters::{escaped, shown};
use crate::library::picture::PictureError;
use crate::paths::inside::InsideError;
use crate::ron_reader::Problems;
use crate::storage::{ReadError, StorageError};
use crate::voice::RecordingError;

/// Why a bundle could not be created, was refused, or could not be added.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// It is not a bundle, or one that must not be added.
    #[error("this shared routine can't be used: {0}")]
    Refused(#[from] Refusal),
    /// There is no routine with this id.
    #[error("there is no routine `{}`", escaped(.0))]
    NoRoutine(String),
    /// Two routines of a programme have different files of the same name.
    #[error("two of the routines have different files called `{}`; rename one of them", escaped(.0))]
    SameAsset(String),
    /// The routine has errors.
    #[error("`{}` has errors; `stillpoint check` shows them", escaped(.0))]
    Broken(String),
    /// A file cannot be compressed.
    #[error("`{name}` can't be packed, because compressing it failed: {error}")]
    Compression {
        /// The name of the file.
        name: String,
        /// The error of the library.
        error: std::io::Error,
    },
    /// The archive could not be completed.
    #[error("`{id}` can't be packed, because finishing the file failed: {error}")]
    Unfinished {
        /// The id of the routine.
        id: String,
        /// The error of the library.
        error: zip::result::ZipError,
    },
    /// A picture or a recording is not where one may be.
    #[error("the routine's file `{}` {error}", escaped(name))]
    Asset {
        /// The file, as the routine names it.
        name: String,
        /// What is wrong with it.
        error: InsideError,
    },
    /// A user file or a shipped routine has the same id.
    #[error("you already have `{id}`: {}; compare them, and use --replace if you want the new one in its place", place(path.as_deref()))]
    Taken {
        /// The id in question.
        id: String,
        /// The user file; `None` if it is shipped.
        path: Option<PathBuf>,
    },
    /// A user file in another folder has the same id.
    #[error("you already have `{id}`: {}; rename or move that file first", shown(path))]
    Elsewhere {
        /// The id in question.
        id: String,
        /// The path of that file.
        path: PathBuf,
    },
    /// A file could not be written.
    #[error(transparent)]
    Unwritable(#[from] StorageError),
    /// A file could not be read.
    #[error("{} can't be read: {error}", shown(path))]
    Files {
        /// The path of the file.
        path: PathBuf,
        /// Why.
        error: ReadError,
    },
}

fn place(path: Option<&Path>) -> String {
    path.map_or_else(|| "it comes with Stillpoint".to_owned(), shown)
}

/// Why a bundle is refused. Names are those in the bundle.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It is not a ZIP file, or has data before or after it.
    #[error("it isn't a .stillpoint file")]
    NoPack,
    /// It is larger than [`MAX_PACKED_BYTES`].
    #[error("it is larger than {} MB", MAX_PACKED_BYTES >> 20)]
    TooLarge,
    /// Its files are too large in total.
    #[error("its contents are larger than {} MB", MAX_TOTAL_BYTES >> 20)]
    TooLargeUnpacked,
    /// It has more than [`MAX_FILES`] files.
    #[error("it contains more than {MAX_FILES} files")]
    TooManyFiles,
    /// The ZIP library cannot read it.
    #[error("it is damaged: {0}")]
    Damaged(#[from] zip::result::ZipError),
    /// Two entries have exactly the same name.
    #[error("two of its files have the same name")]
    SameNames,
    /// Two entries have names that are equal on some systems.
    #[error("two of its files are called `{0}`")]
    SameName(String),
    /// One entry has the name of a folder that contains another.
    #[error("`{0}` is both a file and a folder in it")]
    FileAndFolder(String),
    /// Entries share bytes, as in a ZIP bomb.
    #[error("its files overlap")]
    Overlapping,
    /// A name is not UTF-8.
    #[error("one of its file names isn't valid text")]
    NameIsNoText,
    /// A name leads out of the folder of the bundle.
    #[error("`{0}` would end up outside its folder")]
    NameOutside(String),
    /// A name is invalid, or has another meaning, on some system.
    #[error("`{0}` is a name that some systems don't allow")]
    NameNotPortable(String),
    /// A name is too long, or in too many folders.
    #[error("`{0}` is in too many folders or has too long a name")]
    NameTooLong(String),
    /// A file is encrypted.
    #[error("`{0}` is encrypted")]
    Encrypted(String),
    /// An entry is a link, a device or the like.
    #[error("`{0}` isn't a regular file")]
    NoFile(String),
    /// An entry is named like a folder but contains data.
    #[error("`{0}` is a folder that contains data")]
    FullFolder(String),
    /// A file uses an unusual compression method.
    #[error("`{0}` is compressed in a way that isn't supported")]
    UnusualMethod(String),
    /// A file is of no kind that belongs in a bundle.
    #[error(
        "`{0}` isn't a routine, technique, picture (SVG, PNG, JPEG) or recording (WAV, FLAC, Ogg, MP3, M4A)"
    )]
    UnknownKind(String),
    /// A file is larger than its kind may be.
    #[error("`{name}` is larger than {} MB", most.div_ceil(1 << 20))]
    FileTooLarge {
        /// The name of the file.
        name: String,
        /// The most bytes allowed.
        most: u64,
    },
    /// A file is compressed further than any routine could be.
    #[error("`{0}` gets more than {MAX_RATIO} times larger when unpacked")]
    Bomb(String),
    /// A file cannot be decompressed.
    #[error("`{name}` is damaged: {error}")]
    DamagedFile {
        /// The name of the file.
        name: String,
        /// The error of the library.
        error: std::io::Error,
    },
    /// None of its files is a routine.
    #[error("it contains no routine")]
    NoRoutine,
    /// Several of its files are routines.
    #[error("it contains more than one routine")]
    SeveralRoutines,
    /// Several of its files are programmes.
    #[error("it contains more than one programme")]
    SeveralProgrammes,
    /// One of its routines has the name of a reserved folder.
    #[error("its routine can't be called `{0}`")]
    ReservedId(String),
    /// A technique uses itself, directly or through others.
    #[error("its technique `{0}` uses itself")]
    Circle(String),
    /// A routine or technique has errors.
    #[error("it has errors:\n{}", .0.lines())]
    Errors(Box<Problems>),
    /// A file that nothing in the bundle uses.
    #[error("nothing in it uses `{0}`")]
    Unused(String),
    /// A picture cannot or must not be drawn.
    #[error("its picture `{name}` {error}")]
    Picture {
        /// The name of the picture.
        name: String,
        /// What is wrong with it.
        error: PictureError,
    },
    /// A recording has an unknown format.
    #[error("its recording `{0}` is neither WAV nor FLAC, Ogg, MP3 or M4A")]
    Recording(String),
    /// A recording cannot be played to its end, or should not be.
    #[error("its recording `{name}` {error}")]
    DamagedRecording {
        /// The file.
        name: String,
        /// What is wrong with it.
        error: RecordingError,
    },
    /// Its routine has no errors but cannot be played.
    #[error("its routine can't be played")]
    Unplayable,
}
