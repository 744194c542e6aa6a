//! `stillpoint fmt`.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::CliError;
use crate::characters::shown;
use crate::library::files;
use crate::ron_reader::text::MAX_BYTES;
use crate::ron_reader::{Problem, ProblemKind, Problems};
use crate::routine::canonical_bytes;

const EXIT_CODES: &str = "Exit codes:\n  0  all files are in the standard layout now\n  \
                          1  a file can't be read as RON, or, with --check, would be changed\n  \
                          2  a path doesn't exist, or a file can't be written";

/// The arguments of `fmt`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Fmt {
    /// Files or folders, or `-` for standard input; your own routines if none are given.
    paths: Vec<PathBuf>,
    /// Change nothing; list the files that would be changed.
    #[arg(long)]
    check: bool,
}

/// The result for one file.
enum Done {
    Unchanged,
    Changed,
    Broken,
}

impl Fmt {
    pub(super) fn run(&self) -> Result<ExitCode, CliError> {
        if self.paths.as_slice() == [Path::new("-")] {
            return self.of_input();
        }
        let (mut changed, mut broken, mut all) = (0, 0, 0);
        for path in super::files_of(&self.paths)? {
            all += 1;
            match self.file(&path)? {
                Done::Unchanged => {}
                Done::Changed => {
                    changed += 1;
                    super::output::print_done(&format!("{}\n", shown(&path)))?;
                }
                Done::Broken => broken += 1,
            }
        }
        let files = if all == 1 { "file" } else { "files" };
        let would = if self.check { "would be changed" } else { "changed" };
        let skipped = if broken == 0 { String::new() } else { format!(", {broken} can't be read") };
        super::output::tell(&format!("{all} {files}, {changed} {would}{skipped}."));
        let fine = broken == 0 && !(self.check && changed > 0);
        Ok(if fine { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }

    fn file(&self, path: &Path) -> Result<Done, CliError> {
        let bytes = match files::bytes(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let problem = Problem::error(ProblemKind::File, 0..0, error.to_string());
                return Ok(broken(&shown(path), String::new(), problem));
            }
        };
        match canonical_bytes(bytes.clone()) {
            Err((text, problem)) => Ok(broken(&shown(path), text, *problem)),
            Ok(laid_out) if laid_out.as_bytes() == bytes => Ok(Done::Unchanged),
            Ok(laid_out) => {
                if !self.check {
                    files::replace(path, &laid_out)?;
                }
                Ok(Done::Changed)
            }
        }
    }

    fn of_input(&self) -> Result<ExitCode, CliError> {
        let mut bytes = Vec::new();
        // One byte more than is allowed, so that a file that is too large is reported as such.
        std::io::stdin().take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(CliError::Input)?;
        match canonical_bytes(bytes.clone()) {
            Err((text, problem)) => {
                broken("standard input", text, *problem);
                Ok(ExitCode::from(1))
            }
            Ok(laid_out) if self.check => {
                Ok(if laid_out.as_bytes() == bytes { ExitCode::SUCCESS } else { ExitCode::from(1) })
            }
            Ok(laid_out) => super::output::print_exactly(&laid_out).map(|()| ExitCode::SUCCESS),
        }
    }
}

/// Prints why a file cannot be formatted.
fn broken(name: &str, text: String, problem: Problem) -> Done {
    super::output::tell_problems(&Problems::new(name, text, vec![problem]));
    Done::Broken
}
