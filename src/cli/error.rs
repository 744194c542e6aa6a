//! Why a command failed. Each error is one sentence on standard error.

use std::io;
use std::path::PathBuf;

use crate::app::audio_export::AudioExportError;
use crate::app::journal_files::JournalFileError;
use crate::app::preferences::PreferencesError;
use crate::app::start::Refusal;
use crate::app::window::WindowError;
use crate::characters::{escaped, shown};
use crate::journal::JournalError;
use crate::journal::export::{ExportError, LONGEST_TEXT};
use crate::library::bundle::BundleError;
use crate::library::files::FileError;
use crate::library::user_files::UserFilesError;
use crate::ron_reader::Problems;
use crate::safety::Advice;
use crate::sound::render::RenderError;
use crate::storage::StorageError;
use crate::timeline::PlanError;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// The first argument is neither a command nor a file that the window can show.
    #[error("it is neither a command nor a pack; `stillpoint --help` names the commands")]
    NoCommand,
    /// Standard output cannot be written.
    #[error("cannot print: {0}")]
    Print(io::Error),
    /// Standard input cannot be read.
    #[error("cannot read the standard input: {0}")]
    Input(io::Error),
    /// The system does not say where the person's files belong.
    #[error("this system does not say where your home folder is; set HOME")]
    NoHome,
    /// There is nothing at this path, and no user file with this id.
    #[error("there is no file or folder {}; give the path of a routine", shown(.0))]
    NoSuchPath(PathBuf),
    /// There is no routine with this id.
    #[error("there is no routine `{}`; {}`stillpoint list` names them all", escaped(wanted), hint(near.as_deref()))]
    NoRoutine {
        /// The id that was given.
        wanted: String,
        /// The id that was probably meant.
        near: Option<String>,
    },
    /// The routine has errors.
    #[error("`{}` has problems:\n{}", escaped(wanted), problems.lines())]
    Broken {
        /// The id or path that was given.
        wanted: String,
        /// The problems of the routine.
        problems: Box<Problems>,
    },
    /// There is no voice with this name.
    #[error("there is no voice `{}` here; there is: {}", escaped(wanted), found.join(", "))]
    NoVoice {
        /// The name that was given.
        wanted: String,
        /// The names of the voices on this machine.
        found: Vec<&'static str>,
    },
    /// The file exists already and is not overwritten.
    #[error("{} is there already; give another name, or replace it with --replace", shown(.0))]
    AlreadyThere(PathBuf),
    /// A note with a character that would act on what is shown beside it.
    #[error("there is {0} in it; leave it out")]
    Hidden(String),
    /// A note that no journal can hand on.
    #[error("it is longer than {LONGEST_TEXT} characters")]
    LongText,
    /// A file cannot be read.
    #[error("{}: {error}", shown(path))]
    Unreadable {
        /// The path of the file.
        path: PathBuf,
        /// The reason.
        error: FileError,
    },
    /// A file or folder cannot be written.
    #[error(transparent)]
    Unwritable(#[from] StorageError),
    /// The routine cannot be planned like this, or not now.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A bundle cannot be created, inspected or added.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// A user file cannot be created.
    #[error(transparent)]
    UserFiles(#[from] UserFilesError),
    /// The journal could not be read or written.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// An export or import failed.
    #[error(transparent)]
    JournalFile(#[from] JournalFileError),
    /// There is no session or attack with this id.
    #[error("there is no session `{}`; `stillpoint journal` lists them", escaped(.0))]
    NoEntry(String),
    /// No routine has a weekly goal.
    #[error(
        "no routine has a rhythm yet, so nothing is planned; write for example `rhythms: [(\"longer-exhale\", 2)],` \
         into the settings"
    )]
    NothingPlanned,
    /// The attack would end before it begins.
    #[error("it cannot have ended before it began")]
    EndsBeforeItBegins,
    /// Medicine in the future.
    #[error("it cannot have been taken later than now")]
    NotYetTaken,
    /// There is no open attack.
    #[error("no attack is noted that goes on")]
    NoAttack,
    /// A session cannot be exported as a sound file.
    #[error(transparent)]
    AudioExport(#[from] AudioExportError),
    /// The settings cannot be saved.
    #[error(transparent)]
    Settings(#[from] PreferencesError),
    /// The window cannot be opened.
    #[error(transparent)]
    Window(#[from] WindowError),
    /// The session cannot start now.
    #[error("{0}")]
    Refused(Refusal),
    /// It is advised against, and `--anyway` was not given.
    #[error("advised against now. {}{} `--anyway` plays it all the same", .0.why, .0.offer().map(|offer| format!(" {offer}")).unwrap_or_default())]
    AdvisedAgainst(Advice),
    /// This is not like the usual attacks, or the person is not sure.
    #[error("nothing starts: see a doctor today, or call for help if any of these signs is there")]
    NotUsual,
    /// An attack has lasted longer than attacks do.
    #[error("{0} `stillpoint journal note-attack --over` notes that it is over")]
    LongAttack(String),
    /// A question before the start was answered with no.
    #[error("nothing was started")]
    NotStarted,
    /// A question before the start cannot be answered here.
    #[error("this has to be answered first, in a terminal or in the window; nothing was started")]
    NobodyToAsk,
    /// The system has no thread left for a session.
    #[error("the session cannot begin: {0}")]
    NoSession(io::Error),
    /// The terminal disappeared during a session.
    #[error("the terminal is gone: {0}; the session is in the journal")]
    TerminalGone(io::Error),
}

impl From<ExportError> for CliError {
    fn from(error: ExportError) -> Self {
        Self::JournalFile(error.into())
    }
}

impl CliError {
    /// The error of a command that writes a file that it was told the name of, and can be told to replace.
    pub(super) fn of_output(error: impl Into<Self>) -> Self {
        match error.into() {
            Self::Unwritable(StorageError::AlreadyThere { path })
            | Self::JournalFile(JournalFileError::Unwritable(StorageError::AlreadyThere { path }))
            | Self::AudioExport(AudioExportError::Render(RenderError::Unwritable(
                StorageError::AlreadyThere { path },
            ))) => Self::AlreadyThere(path),
            other => other,
        }
    }
}

fn hint(near: Option<&str>) -> String {
    near.map(|id| format!("did you mean `{id}`? ")).unwrap_or_default()
}
