//! `stillpoint journal report`.

use std::path::PathBuf;

use chrono::Local;
use clap::Args;

use super::OpenJournal;
use crate::app::journal_files::{JournalFileError, report, write_private};
use crate::characters::shown;
use crate::cli::CliError;
use crate::journal::report::to_html;

/// The arguments of `journal report`.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// The file to write.
    #[arg(default_value = "stillpoint-report.html")]
    file: PathBuf,
    /// Replace an existing file.
    #[arg(long)]
    replace: bool,
    /// How many months to cover, including this one.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=12))]
    months: u32,
}

impl Report {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let open = OpenJournal::new()?;
        let now = Local::now().fixed_offset();
        let months = self.months;
        let made = open.journal.query(move |store| report(store, months, now).map(Some));
        let page = open.answer(made)?.ok_or(JournalFileError::Empty)?;
        open.tell_what_waits()?;
        write_private(&self.file, &to_html(&page), self.replace).map_err(CliError::of_output)?;
        let told = format!("Saved in {}. Open it in a browser to read or print it.\n", shown(&self.file));
        crate::cli::output::print_beside(&self.file, &told)
    }
}
