//! The command line: its commands, and where each is implemented.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod arguments;
mod check;
mod door;
mod error;
mod fmt;
mod generate;
mod journal;
mod list;
mod migrate;
mod new;
mod output;
mod pack;
mod play;
mod render;
mod rules;
mod sheet;
mod terminal;
mod voices;

use arguments::{InLanguage, Now, explained, one_of};
use error::CliError;
use output::{print, print_paths, remark};

/// Guided self-care routines for people with migraine.
///
/// Without a command the window opens. Not medical advice.
#[derive(Debug, Parser)]
#[command(version = crate::version::NUMBER, long_version = crate::version::in_full(), about, max_term_width = 100, args_conflicts_with_subcommands = true)]
struct Arguments {
    /// A shared routine (.stillpoint) or a routine's file, to look at in the window before you add it.
    #[arg(value_name = "FILE", value_parser = pack_path)]
    file: Option<std::path::PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the routines.
    List(list::List),
    /// Show what a routine does, second by second.
    Show(list::Planned),
    /// Print everything that a routine says, a sentence a line, with its time.
    Words(list::Planned),
    /// Play a routine.
    Play(play::Play),
    /// Show what you did and how it felt, or note an attack.
    Journal(journal::Journal),
    /// Save a session as a sound file, for a phone.
    Render(render::Render),
    /// Write a routine or a programme as a page to print.
    Sheet(sheet::Sheet),
    /// Show the rules that keep routines safe, with reasons and sources.
    Rules(rules::Rules),
    /// List the voices on this computer.
    Voices,
    /// Look for problems in routine files.
    Check(check::Check),
    /// Start your best session for an attack at once, in the window. Made for a keyboard shortcut.
    Now,
    /// Format routine files in the standard layout, keeping every comment.
    Fmt(fmt::Fmt),
    /// Start a routine of your own, explained line by line, or copy one.
    New(new::New),
    /// Convert older routine files to the newest format.
    Migrate(migrate::Migrate),
    /// Put a routine, or a programme, with everything that belongs to it into one file to share.
    Pack(pack::PackUp),
    /// Show what a shared routine is and does, and add it.
    Unpack(pack::Unpack),
    /// Write the manual pages or the shell completions, for a package.
    #[command(hide = true)]
    Generate(generate::Generate),
}

impl Command {
    /// Whether the person's settings matter to it. Files for a package are the same for everybody.
    const fn reads_settings(&self) -> bool {
        match self {
            Self::Generate(_) | Self::Now => false,
            // In the window, the window reports problems with the settings.
            Self::Play(play) => play.is_here(),
            Self::List(_)
            | Self::Show(_)
            | Self::Words(_)
            | Self::Journal(_)
            | Self::Render(_)
            | Self::Sheet(_)
            | Self::Rules(_)
            | Self::Voices
            | Self::Check(_)
            | Self::Fmt(_)
            | Self::New(_)
            | Self::Migrate(_)
            | Self::Pack(_)
            | Self::Unpack(_) => true,
        }
    }
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    if let Some(folder) = crate::paths::Paths::state() {
        crate::app::log::start(&folder);
        crate::app::crash_report::watch(folder);
    }
    crate::customs::adopt(crate::customs::Customs::of_this_person());
    // Reaching a limit on file sizes is an ordinary error and must not end the program.
    crate::app::signals::survive_file_limits();
    let arguments = Arguments::try_parse().unwrap_or_else(|error| arguments::harmless(error).exit());
    // The window shows the message itself.
    if arguments.command.as_ref().is_some_and(Command::reads_settings)
        && let Some(remark) =
            crate::app::preferences::load(crate::paths::Paths::of_this_person().as_ref()).remark
    {
        output::remark(&remark);
    }
    let done = match arguments.command {
        None => {
            use crate::app::window::{Opening, open};
            open(arguments.file.map_or(Opening::Home, Opening::Bundle)).map_err(CliError::from)
        }
        Some(Command::Now) => {
            use crate::app::window::{Opening, open};
            open(Opening::Attack).map_err(CliError::from)
        }
        Some(Command::List(list)) => list.run(),
        Some(Command::Play(play)) => match play.run() {
            Ok(code) => return code,
            Err(error) => Err(error),
        },
        Some(Command::Journal(journal)) => journal.run(),
        Some(Command::Render(render)) => render.run(),
        Some(Command::Sheet(sheet)) => sheet.run(),
        Some(Command::Rules(rules)) => rules.run(),
        Some(Command::Voices) => voices::list(),
        Some(Command::Show(planned)) => planned.show(),
        Some(Command::Words(planned)) => planned.words(),
        Some(Command::Check(check)) => return ended(check.run()),
        Some(Command::New(new)) => new.run(),
        Some(Command::Pack(pack)) => pack.run(),
        Some(Command::Unpack(unpack)) => unpack.run(),
        Some(Command::Generate(generate)) => generate.run(),
        Some(Command::Migrate(migrate)) => return ended(migrate.run()),
        Some(Command::Fmt(fmt)) => return ended(fmt.run()),
    };
    ended(done.map(|()| ExitCode::SUCCESS))
}

/// The path of a file that the window can show. Anything else was meant as a command.
fn pack_path(given: &str) -> Result<std::path::PathBuf, CliError> {
    let path = std::path::Path::new(given);
    let ending = path.extension().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
    if [crate::library::bundle::ENDING, "ron"].contains(&ending) {
        return Ok(std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()));
    }
    Err(CliError::NoCommand)
}

/// The exit code; 2 with a sentence on standard error after an error.
fn ended(done: Result<ExitCode, CliError>) -> ExitCode {
    match done {
        Ok(code) => code,
        Err(error) => {
            remark(&error.to_string());
            ExitCode::from(2)
        }
    }
}

/// The folder with the person's own routines.
fn routines_folder() -> Result<std::path::PathBuf, CliError> {
    crate::paths::Paths::of_this_person().map(|paths| paths.routines).ok_or(CliError::NoHome)
}

/// The routine files for the given paths, including those in folders. Without paths, the person's own.
fn files_of(paths: &[std::path::PathBuf]) -> Result<Vec<std::path::PathBuf>, CliError> {
    let user_files = if paths.is_empty() { vec![routines_folder()?] } else { Vec::new() };
    let mut notes = Vec::new();
    let mut files = Vec::new();
    for path in user_files.iter().chain(paths) {
        if path.is_dir() || !user_files.is_empty() {
            files.extend(crate::library::files::routine_files(path, &mut notes));
        } else {
            files.push(resolve_path(path)?);
        }
    }
    for note in &notes {
        remark(note);
    }
    Ok(files)
}

/// A file that is given by its path, or by the id of a user file.
fn resolve_path(path: &std::path::Path) -> Result<std::path::PathBuf, CliError> {
    if path.symlink_metadata().is_ok() {
        return Ok(path.to_path_buf());
    }
    let folder = routines_folder().ok();
    let found = folder
        .map(|folder| crate::library::files::FolderFiles::below(&folder, &mut Vec::new()))
        .unwrap_or_default();
    let user_files: Vec<std::path::PathBuf> = found.routines.into_iter().chain(found.programmes).collect();
    let has_that_id = |file: &&std::path::PathBuf| file.file_stem() == Some(path.as_os_str());
    if let Some(file) = user_files.iter().find(has_that_id) {
        return Ok(file.clone());
    }
    let ids = user_files.iter().filter_map(|file| file.file_stem()?.to_str().map(str::to_owned));
    Err(CliError::NoSuchPath { path: path.to_path_buf(), near: near_path(path, ids) })
}

/// What was probably meant by a path that leads nowhere: a file or folder beside it, or an id.
fn near_path(path: &std::path::Path, ids: impl Iterator<Item = String>) -> Option<String> {
    let written = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let beside = std::fs::read_dir(folder.unwrap_or(std::path::Path::new("."))).ok();
    let beside = beside.into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    // An id is never a path.
    let known: Vec<String> = beside.chain(ids.filter(|_| folder.is_none())).collect();
    let near = crate::ron_reader::closest(written, known.iter().map(String::as_str))?;
    Some(folder.map_or_else(|| near.to_owned(), |folder| folder.join(near).display().to_string()))
}

/// The routine with this id or path.
fn routine(
    library: &crate::library::Library,
    wanted: &str,
) -> Result<std::sync::Arc<crate::safety::SafeRoutine>, CliError> {
    let path = std::path::Path::new(wanted);
    if path.extension().is_some_and(|ending| ending == crate::library::bundle::ENDING) {
        let pack = crate::library::bundle::Bundle::of_file(path)?;
        let contents = pack.contents(library)?;
        let routine = contents.routines.into_iter().next().filter(|_| contents.programme.is_none());
        return routine.ok_or_else(|| CliError::SharedProgramme(path.to_path_buf()));
    }
    let from_file = looks_like_path(library, wanted).then(|| library.read_file(path));
    let Some(entry) = from_file.as_ref().or_else(|| library.find(wanted)) else {
        let ids =
            library.entries().iter().map(|entry| (strsim::damerau_levenshtein(&entry.id, wanted), &entry.id));
        let near = ids.min().filter(|(distance, _)| *distance <= wanted.len().div_ceil(2));
        let near = near.map(|(_, id)| id.clone());
        if library.programmes().iter().any(|file| file.id == wanted) {
            return Err(CliError::IsAProgramme(wanted.to_owned()));
        }
        return Err(CliError::NoRoutine { wanted: wanted.to_owned(), near });
    };
    entry.routine.clone().ok_or_else(|| CliError::Broken {
        wanted: wanted.to_owned(),
        problems: Box::new(entry.problems.clone()),
    })
}

/// Whether a file is meant, rather than an id of the library.
fn looks_like_path(library: &crate::library::Library, wanted: &str) -> bool {
    wanted.contains('/') || library.means_file(wanted)
}

/// The person's answers about themselves. Problems with them are printed.
fn profile(paths: Option<&crate::paths::Paths>) -> crate::safety::Profile {
    let about_me = crate::app::about_me::load(paths);
    if let Some(told) = about_me.remark {
        remark(&told);
    }
    about_me.profile
}

/// The folder with a routine's own recordings; `None` for shipped routines.
fn folder_of(library: &crate::library::Library, wanted: &str) -> Option<std::path::PathBuf> {
    let entry = library.find(wanted).filter(|_| !looks_like_path(library, wanted));
    let path = match entry.map(|entry| &entry.origin) {
        Some(crate::library::Origin::BuiltIn) => return None,
        Some(crate::library::Origin::File(path)) => path.as_path(),
        None => std::path::Path::new(wanted),
    };
    path.parent().map(std::path::Path::to_path_buf)
}
