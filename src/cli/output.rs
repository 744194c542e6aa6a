//! Everything that a command prints goes through here.
//!
//! Titles, names of files, notes and answers of the system were written by others. Whatever in them would command the
//! terminal, or hide or forge what stands beside it, is written out instead.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use super::CliError;
use crate::characters::{escaped_lines, shown};
use crate::ron_reader::Problems;
use crate::storage;

/// Prints; a reader that has gone away is no fault.
pub(super) fn print(text: &str) -> Result<(), CliError> {
    printed(&escaped_lines(text))
}

/// Prints what was done. If it cannot be printed, it is told beside the answer: done it is, and whoever reads only that
/// printing failed does it once more.
pub(super) fn print_done(text: &str) -> Result<(), CliError> {
    match print(text) {
        Err(CliError::Print(error)) => {
            remark(&format!("{} (Standard output can't be written: {error}.)", text.trim_end()));
            Ok(())
        }
        other => other,
    }
}

/// Prints the last line of a session, and says if nobody is there to read it. A full disk behind the output is told beside
/// it: the session is over all the same.
pub(super) fn print_last(line: &str) -> io::Result<()> {
    match writeln!(io::stdout(), "{}", escaped_lines(line)) {
        Err(error) if error.kind() == io::ErrorKind::StorageFull => {
            tell(line);
            Ok(())
        }
        other => other,
    }
}

/// Prints a question. Its line does not end, and without this it would stay in the buffer.
pub(super) fn ask(question: &str) -> Result<(), CliError> {
    print(question)?;
    io::stdout().flush().map_err(CliError::Print)
}

/// Prints what another program reads: as it is, unless a terminal is what reads it.
pub(super) fn print_exactly(text: &str) -> Result<(), CliError> {
    if io::stdout().is_terminal() { print(text) } else { printed(text) }
}

/// Prints what became of a file; beside it, where the file is the output itself.
pub(super) fn print_beside(file: &Path, text: &str) -> Result<(), CliError> {
    if storage::is_stream(file) {
        tell(text.trim_end());
        return Ok(());
    }
    print_done(text)
}

/// Prints the paths of what was made, one a line.
pub(super) fn print_paths(paths: &[PathBuf]) -> Result<(), CliError> {
    paths.iter().try_for_each(|path| print_done(&format!("{}\n", shown(path))))
}

/// Prints a message to standard error, with the name of the program in front.
pub(super) fn remark(sentence: &str) {
    tell(&format!("stillpoint: {sentence}"));
}

/// Prints a line to standard error.
pub(super) fn tell(line: &str) {
    // If even that fails, nobody is listening.
    let _ = writeln!(io::stderr(), "{}", escaped_lines(line));
}

/// Tells of problems as a compiler does. Their texts are escaped one by one: the colours between them are the program's.
pub(super) fn tell_problems(problems: &Problems) {
    let _ = io::stderr().write_all(problems.snippets(has_colour(&io::stderr())).as_bytes());
}

/// Draws over the last line beside the answer; `over` ends it.
pub(super) fn draw_line(line: &str, is_over: bool) {
    let end = if is_over { "\n" } else { "" };
    let _ = write!(io::stderr(), "\r{}{end}", escaped_lines(line));
    let _ = io::stderr().flush();
}

fn printed(text: &str) -> Result<(), CliError> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if !is_reader_gone(&error) => Err(CliError::Print(error)),
        _ => Ok(()),
    }
}

/// Whether it means that whoever read the output has gone away.
pub(super) fn is_reader_gone(error: &io::Error) -> bool {
    /// `ERROR_PIPE_NOT_CONNECTED`, which the standard library takes for nothing in particular.
    const NOT_CONNECTED: i32 = 233;
    error.kind() == io::ErrorKind::BrokenPipe
        || (cfg!(windows) && error.raw_os_error() == Some(NOT_CONNECTED))
}

/// Whether what is written there may have colours: it is a terminal that has them, and nobody asked for none
/// (<https://no-color.org>).
fn has_colour(stream: &impl io::IsTerminal) -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    stream.is_terminal() && !is_set("NO_COLOR") && !is_dumb()
}

/// Whether the terminal can only print.
pub(super) fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}
