//! `stillpoint journal`.

use super::CliError;
use clap::{Args, Subcommand};

use crate::characters::{escaped, shown};
use crate::journal::{JournalError, JournalService, Pending};
use crate::paths::Paths;
use crate::timeline::listing;
use crate::ui::journal::medicine::dose_in_words;

mod correct;
mod files;
mod note;
mod questionnaire;
mod report;

/// The arguments of `journal`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Journal {
    /// How many sessions to show, newest first.
    #[arg(short = 'n', long, default_value_t = 20)]
    last: u32,
    /// Show one session in full.
    #[arg(long, value_name = "ID")]
    show: Option<String>,
    #[command(subcommand)]
    command: Option<JournalCommand>,
}

#[derive(Debug, Subcommand)]
enum JournalCommand {
    /// Write everything to a CSV or JSON file, or planned sessions to a calendar file (.ics).
    Export(files::Export),
    /// Import an exported journal; entries you already have are skipped.
    Import(files::Import),
    /// Write a page for your doctor: one HTML file, two printed pages for a typical three months.
    Report(report::Report),
    /// Note an attack, its end, or the medicine you took for it.
    NoteAttack(note::NoteAttack),
    /// Correct a session or an attack; the earlier version is kept and can be restored.
    Correct(Box<correct::Correct>),
    /// Answer MIDAS, or note the total of a HIT-6, for the page for your doctor.
    Questionnaire(questionnaire::Questionnaire),
    /// Delete a session, an attack or a questionnaire; you then have 30 days to bring it back.
    Delete {
        /// Its id.
        id: String,
    },
    /// Bring back something you deleted.
    Undelete {
        /// Its id.
        id: String,
    },
}

/// This person's journal, while a command uses it.
struct OpenJournal {
    paths: Paths,
    journal: JournalService,
}

impl OpenJournal {
    fn new() -> Result<Self, CliError> {
        let paths = Paths::of_this_person().ok_or(CliError::NoHome)?;
        // The service also knows the entries that could not be written yet, and writes them if that is possible
        // now.
        let journal = JournalService::start(paths.journal.clone(), paths.spool.clone());
        Ok(Self { paths, journal })
    }

    /// Waits for an answer, and prints the journal's notices.
    fn answer<T>(&self, answer: Pending<T>) -> Result<T, JournalError> {
        let answered = answer.recv();
        self.journal.notices.try_iter().for_each(|notice| super::output::tell(&notice));
        answered
    }

    /// Tells if something could not be written to the journal yet: what is made of the journal lacks it.
    fn tell_what_waits(&self) -> Result<(), JournalError> {
        if !self.answer(self.journal.is_written())? {
            super::remark(&format!(
                "Something hasn't been written to the journal yet, so it isn't in this file; it's waiting in {}.",
                shown(&self.paths.spool)
            ));
        }
        Ok(())
    }
}

impl Journal {
    pub(super) fn run(&self) -> Result<(), CliError> {
        match &self.command {
            None => self.list(),
            Some(JournalCommand::Export(export)) => export.run(),
            Some(JournalCommand::Import(import)) => import.run(),
            Some(JournalCommand::Report(report)) => report.run(),
            Some(JournalCommand::NoteAttack(note)) => note.run(),
            Some(JournalCommand::Correct(correct)) => correct.run(),
            Some(JournalCommand::Questionnaire(questionnaire)) => questionnaire.run(),
            Some(JournalCommand::Delete { id }) => {
                let open = OpenJournal::new()?;
                report_change(
                    open.answer(open.journal.delete(id.clone()))?,
                    id,
                    "Deleted. You have 30 days to bring it back with `stillpoint journal undelete`.",
                )
            }
            Some(JournalCommand::Undelete { id }) => {
                let open = OpenJournal::new()?;
                report_change(
                    open.answer(open.journal.undelete(id.clone()))?,
                    id,
                    "It's back in the journal.",
                )
            }
        }
    }

    fn list(&self) -> Result<(), CliError> {
        let open = OpenJournal::new()?;
        if let Some(id) = &self.show {
            let record = open.answer(open.journal.get(id.clone()))?;
            let record = record.ok_or_else(|| CliError::NoEntry(id.clone()))?;
            return super::print(&in_full(&record));
        }
        let records = open.answer(open.journal.newest(self.last))?;
        if records.is_empty() {
            return super::print("There are no sessions in the journal yet.\n");
        }
        super::print(&records.iter().map(in_a_line).collect::<String>())
    }
}

fn report_change(done: bool, id: &str, sentence: &str) -> Result<(), CliError> {
    if done { Ok(super::print(&format!("{sentence}\n"))?) } else { Err(CliError::NoEntry(id.to_owned())) }
}

fn in_a_line(record: &crate::journal::Record) -> String {
    let note =
        if record.note.is_empty() { String::new() } else { format!("  “{}”", escaped(&record.note)) };
    format!(
        "{}  {}  {} of {}, {}{}{note}  [{}]\n",
        record.started.format("%Y-%m-%d %H:%M"),
        escaped(&record.title),
        listing::minutes(record.done),
        listing::minutes(record.planned),
        record.outcome.plain(),
        record.felt().map(|felt| format!(", {felt}")).unwrap_or_default(),
        record.id,
    )
}

fn in_full(record: &crate::journal::Record) -> String {
    let changes = record.changes.iter().map(|change| format!("    {}\n", escaped(change)));
    let steps = record.steps.iter().map(|step| {
        let (done, planned, name) = (step.done.clock(), step.planned.clock(), escaped(&step.name));
        let felt = step.comfort.map(|comfort| format!(", {}", comfort.plain())).unwrap_or_default();
        format!("    {done:>8} of {planned:<8} {name}{felt}\n")
    });
    let medicine = record.medicine.iter().map(|dose| format!("    {}\n", escaped(&dose_in_words(dose))));
    std::iter::once(in_a_line(record)).chain(changes).chain(steps).chain(medicine).collect()
}
