//! `stillpoint migrate`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::CliError;
use crate::characters::shown;
use crate::library::files::{self, FileError};
use crate::ron_reader::text::{MAX_BYTES, text_of};
use crate::routine::migrate::migrated;

const AFTER_HELP: &str = "\
Stillpoint will always read older files; this only converts them to the newest format, keeping comments.

Exit codes:
  0  all files are in the newest format now
  1  with --check: a file has an older format
  2  a path doesn't exist, or a file can't be read or written";

/// The arguments of `migrate`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Migrate {
    /// Files or folders; your own routines if none are given.
    paths: Vec<PathBuf>,
    /// Change nothing; list the files that would be changed.
    #[arg(long)]
    check: bool,
}

impl Migrate {
    pub(super) fn run(&self) -> Result<ExitCode, CliError> {
        let paths = super::files_of(&self.paths)?;
        let mut older = 0;
        for path in &paths {
            let bytes =
                files::bytes(path).map_err(|error| CliError::Unreadable { path: path.clone(), error })?;
            // A file that is not text has no format; `check` says what is wrong with it.
            let Some(new) = text_of(bytes).ok().and_then(|text| migrated(&text)) else { continue };
            if new.text.len() > MAX_BYTES {
                return Err(CliError::Unreadable { path: path.clone(), error: FileError::TooLarge });
            }
            older += 1;
            if !self.check {
                files::replace(path, &new.text)?;
            }
            super::output::print_done(&format!("{}: format {}\n", shown(path), new.from))?;
            for change in &new.changes {
                super::output::print_done(&format!("  {change}\n"))?;
            }
        }
        let files = if paths.len() == 1 { "file" } else { "files" };
        let done = if self.check { "would be changed" } else { "changed" };
        super::output::tell(&format!("{} {files}, {older} {done}.", paths.len()));
        Ok(if self.check && older > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }
}
