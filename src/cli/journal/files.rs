//! `stillpoint journal export` and `import`.

use std::path::PathBuf;

use chrono::{Local, NaiveTime};
use clap::Args;

use super::OpenJournal;
use crate::app::journal_files::{
    JournalFileError, attacks, calendar, days_done, ending, imported, planned, read, remembered, sessions,
    taken_back, write_private,
};
use crate::app::preferences;
use crate::characters::shown;
use crate::cli::CliError;
use crate::journal::Deleted;
use crate::journal::export::{self, COLUMNS, Everything, ExportError};

/// The arguments of `journal export`.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The file to write; its extension sets the format: .csv, .json or .ics.
    #[arg(required_unless_present = "columns")]
    file: Option<PathBuf>,
    /// The format, if the file's name doesn't show it, as with `/dev/stdout`: csv, json or ics.
    #[arg(long = "as", value_name = "FORMAT")]
    form: Option<String>,
    /// Replace an existing file.
    #[arg(long)]
    replace: bool,
    /// Only explain the columns of the CSV file.
    #[arg(long)]
    columns: bool,
    /// The time of day for planned sessions.
    #[arg(long, value_name = "HH:MM", default_value = "19:00", value_parser = time_of_day)]
    at: NaiveTime,
}

/// The arguments of `journal import`.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The exported CSV or JSON file.
    file: PathBuf,
    /// Bring back entries of it that you deleted here in the last 30 days.
    #[arg(long)]
    bring_back: bool,
}

fn time_of_day(text: &str) -> Result<NaiveTime, String> {
    super::note::time_of_day(text).ok_or_else(|| "write it like 19:30 or 7:30 pm".to_owned())
}

impl Export {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let Some(file) = self.file.as_deref().filter(|_| !self.columns) else {
            let lines = COLUMNS.map(|(name, meaning)| format!("{name:<20} {meaning}\n"));
            return crate::cli::print(&lines.concat());
        };
        let open = OpenJournal::new()?;
        let (text, summary) = match self.form.clone().unwrap_or_else(|| ending(file)).as_str() {
            "csv" => of_everything(&open, export::to_csv)?,
            "json" => of_everything(&open, export::to_json)?,
            "ics" => self.planned(&open)?,
            other => {
                let (ending, known) = (other.to_owned(), ".csv, .json or .ics");
                return Err(JournalFileError::UnknownEnding { ending, known }.into());
            }
        };
        write_private(file, &text, self.replace).map_err(CliError::of_output)?;
        crate::cli::output::print_beside(file, &format!("Saved {summary} in {}.\n", shown(file)))
    }

    fn planned(&self, open: &OpenJournal) -> Result<(String, String), CliError> {
        let settings = preferences::load(Some(&open.paths)).settings;
        let library = crate::cli::list::open();
        let now = Local::now().fixed_offset();
        let goals = settings.goals.clone();
        let done = open.answer(open.journal.query(move |store| days_done(store, &goals)))?;
        let planned = planned(&settings.goals, &done, &library, now.date_naive());
        if planned.is_empty()
            && taken_back(&planned, now.date_naive(), &remembered(&open.paths.journal)).is_empty()
        {
            return Err(CliError::NothingPlanned);
        }
        let text = calendar(&planned, self.at, now, &remembered(&open.paths.journal));
        Ok((text, sessions(planned.len())))
    }
}

fn of_everything(
    open: &OpenJournal,
    write: fn(&Everything) -> Result<String, ExportError>,
) -> Result<(String, String), CliError> {
    let everything = open.answer(open.journal.query(|store| store.everything()))?;
    open.tell_what_waits()?;
    let summary =
        format!("{} and {}", sessions(everything.sessions.len()), attacks(everything.attacks.len()));
    Ok((write(&everything)?, summary))
}

impl Import {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let everything = read(&self.file)?;
        let open = OpenJournal::new()?;
        let deleted = if self.bring_back { Deleted::ComesBack } else { Deleted::Stays };
        let found = open.answer(open.journal.execute(move |store| store.import(&everything, deleted)))?;
        let how = "To bring back what was deleted, import it again with `--bring-back`.";
        crate::cli::output::print_done(&format!("{}\n", imported(&found, self.bring_back, how)))
    }
}
