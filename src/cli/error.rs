//! Why a command failed. Each error is one sentence on standard error.

use std::io;
use std::path::PathBuf;

use crate::app::audio_export::AudioExportError;
use crate::app::journal_files::JournalFileError;
use crate::app::preferences::PreferencesError;
use crate::app::sheet_file::SheetError;
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
    #[error("this is neither a command nor a routine file; `stillpoint --help` lists the commands")]
    NoCommand,
    /// Standard output cannot be written.
    #[error("printing failed: {0}")]
    Print(io::Error),
    /// Standard input cannot be read.
    #[error("standard input can't be read: {0}")]
    Input(io::Error),
    /// The system does not say where the person's files belong.
    #[error("your home folder is unknown; set HOME")]
    NoHome,
    /// There is nothing at this path, and no user file with this id.
    #[error("there is no file or folder {}; {}give the path or the id of a routine", shown(path), hint(near.as_deref()))]
    NoSuchPath {
        /// What was given.
        path: PathBuf,
        /// What was probably meant.
        near: Option<String>,
    },
    /// It is the id of a programme.
    #[error(
        "`{0}` is a programme: `stillpoint show {0}` shows it, and in the window you start it \
         from the row “Programmes” of the list of routines"
    )]
    IsAProgramme(String),
    /// A programme that somebody has shared was to be played.
    #[error("this is a shared programme; `stillpoint unpack {} --add` adds it, and then you can start it in the window", shown(.0))]
    SharedProgramme(PathBuf),
    /// It is only for the time between attacks, and nobody has said how it is now.
    #[error(
        "this routine is only for the time between attacks; if that's how it is now, add `--phase between`"
    )]
    NoPhase,
    /// A sheet could not be written.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// There is no routine with this id.
    #[error("there is no routine `{}`; {}`stillpoint list` lists them all", escaped(wanted), hint(near.as_deref()))]
    NoRoutine {
        /// The id that was given.
        wanted: String,
        /// The id that was probably meant.
        near: Option<String>,
    },
    /// The routine has errors.
    #[error("`{}` has errors:\n{}", escaped(wanted), problems.lines())]
    Broken {
        /// The id or path that was given.
        wanted: String,
        /// The problems of the routine.
        problems: Box<Problems>,
    },
    /// There is no voice with this name.
    #[error("there is no voice `{}` on this computer; choose from: {}", escaped(wanted), found.join(", "))]
    NoVoice {
        /// The name that was given.
        wanted: String,
        /// The names of the voices on this machine.
        found: Vec<&'static str>,
    },
    /// The file exists already and is not overwritten.
    #[error("{} already exists; use another name, or --replace", shown(.0))]
    AlreadyThere(PathBuf),
    /// A note with a character that would affect what is shown beside it.
    #[error("it contains {0}; remove it")]
    Hidden(String),
    /// A note too long for an export.
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
    #[error("there is no entry `{}` in the journal; `stillpoint journal` lists the sessions", escaped(.0))]
    NoEntry(String),
    /// No routine has a weekly goal.
    #[error(
        "you have no weekly goals yet, so nothing is planned; set one on a routine's page, or add, for example, \
         `rhythms: [(\"longer-exhale\", 2)],` to the settings file"
    )]
    NothingPlanned,
    /// The attack would end before it begins.
    #[error("the attack can't have ended before it began")]
    EndsBeforeItBegins,
    /// Medicine in the future.
    #[error("the medicine can't have been taken in the future")]
    NotYetTaken,
    /// The entry was never corrected.
    #[error("`{0}` has no correction to undo")]
    NothingCorrected(String),
    /// The entry has no medicine with this name.
    #[error("there is no medicine called `{0}` in this entry")]
    NoMedicine(String),
    /// Numbers that the questionnaire cannot have.
    #[error(
        "MIDAS takes seven numbers: six counts of days from 0 to 90, then pain from 0 to 10; HIT-6 a total from {least} to {most}"
    )]
    Questionnaire {
        /// The lowest total of a HIT-6.
        least: u16,
        /// The highest total of a HIT-6.
        most: u16,
    },
    /// There is no open attack.
    #[error("there is no open attack in the journal; `stillpoint journal note-attack` notes one")]
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
    #[error("not recommended right now. {}{} To play it anyway, add `--anyway`", .0.why, .0.offer().map(|offer| format!(" {offer}")).unwrap_or_default())]
    AdvisedAgainst(Advice),
    /// This is not like the usual attacks, or the person is not sure.
    #[error(
        "nothing was started: get medical help now if you have any of the signs in the first list; otherwise see a doctor today"
    )]
    NotUsual,
    /// An attack has lasted longer than attacks do.
    #[error("{0} If it is over, run `stillpoint journal note-attack --over`")]
    LongAttack(String),
    /// A question before the start was answered with no.
    #[error("nothing was started")]
    NotStarted,
    /// A question before the start cannot be answered here.
    #[error("nothing was started, because you have to answer this first, in a terminal or in the window")]
    NobodyToAsk,
    /// The system has no thread left for a session.
    #[error("the session can't start: {0}")]
    NoSession(io::Error),
    /// Whoever read the lines of a session reads no more.
    #[error("nobody reads these lines any more, so the session has ended; what you did is in the journal")]
    ReaderGone,
    /// The terminal disappeared during a session.
    #[error("the terminal was closed: {0}; the session is in the journal")]
    TerminalGone(io::Error),
}

impl From<ExportError> for CliError {
    fn from(error: ExportError) -> Self {
        Self::JournalFile(error.into())
    }
}

impl CliError {
    /// The error of a command that writes a file whose name was given, and that has a `--replace` option.
    pub(super) fn of_output(error: impl Into<Self>) -> Self {
        match error.into() {
            Self::Unwritable(StorageError::AlreadyThere { path })
            | Self::JournalFile(JournalFileError::Unwritable(StorageError::AlreadyThere { path }))
            | Self::Sheet(SheetError::Unwritable(StorageError::AlreadyThere { path }))
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
