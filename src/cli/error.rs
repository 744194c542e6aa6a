//! What keeps a command from being done: each becomes one sentence on the standard error.

use std::io;
use std::path::PathBuf;

use crate::library::bundle::BundleError;
use crate::library::files::FileError;
use crate::library::user_files::UserFilesError;
use crate::ron_reader::Problems;
use crate::timeline::PlanError;

/// Why a command could not be done.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// The first argument is no command, nor a file that the window could show.
    #[error("it is neither a command nor a pack; `stillpoint --help` names the commands")]
    NoCommand,
    /// The standard output takes nothing.
    #[error("cannot print: {0}")]
    Print(io::Error),
    /// The standard input gives nothing.
    #[error("cannot read the standard input: {0}")]
    Input(io::Error),
    /// No folder is known in which anything of the person's could lie.
    #[error("this system does not say where your home folder is; set HOME")]
    NoHome,
    /// Nothing is at a path, and it is no id of an own routine either.
    #[error("there is no file or folder {}; give the path of a routine", .0.display())]
    NoSuchPath(PathBuf),
    /// No routine has the id.
    #[error("there is no routine `{wanted}`; {}`stillpoint list` names them all", hint(near.as_deref()))]
    NoRoutine {
        /// The id.
        wanted: String,
        /// The one that was probably meant.
        near: Option<String>,
    },
    /// The routine has errors.
    #[error("`{wanted}` has problems:\n{}", problems.lines())]
    Broken {
        /// Its id or its file.
        wanted: String,
        /// All of them.
        problems: Box<Problems>,
    },
    /// No voice has the name.
    #[error("there is no voice `{wanted}` here; there is: {}", found.join(", "))]
    NoVoice {
        /// The name.
        wanted: String,
        /// The names of those on this machine.
        found: Vec<&'static str>,
    },
    /// A file is there already, and is not written over.
    #[error("{} is there already; give another name with -o", .0.display())]
    AlreadyThere(PathBuf),
    /// A file cannot be read.
    #[error("{}: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: FileError,
    },
    /// A file or folder cannot be written.
    #[error("{} cannot be written: {error}", path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The routine cannot be played like this, or now.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A pack cannot be made, looked at or added.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// A file of the person's own cannot be made.
    #[error(transparent)]
    UserFiles(#[from] UserFilesError),
    /// What the journal or the window says of itself.
    #[error("{0}")]
    Told(String),
}

impl From<String> for CliError {
    fn from(sentence: String) -> Self {
        Self::Told(sentence)
    }
}

impl From<CliError> for String {
    /// For commands that speak in sentences themselves.
    fn from(error: CliError) -> Self {
        error.to_string()
    }
}

fn hint(near: Option<&str>) -> String {
    near.map(|id| format!("did you mean `{id}`? ")).unwrap_or_default()
}
