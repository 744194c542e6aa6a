//! `stillpoint journal`.

use chrono::{DateTime, FixedOffset, Local, Utc};
use clap::{Args, Subcommand};

use super::CliError;
use crate::characters::{escaped, shown};
use crate::journal::course::Course;
use crate::journal::{Attack, JournalError, JournalService, Pending};
use crate::paths::Paths;
use crate::timeline::listing;
use crate::ui::journal::course::words::{noted as noted_in_words, told};
use crate::ui::journal::medicine::dose_in_words;

mod correct;
mod details;
mod files;
mod note;
mod questionnaire;
mod report;

/// The arguments of `journal`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Journal {
    /// How many sessions and attacks to show, newest first.
    #[arg(short = 'n', long, default_value_t = 20)]
    last: u32,
    /// Show one session or attack in full.
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
            if let Some(record) = open.answer(open.journal.get(id.clone()))? {
                return super::print(&in_full(&record));
            }
            let attack = all_attacks(&open)?.into_iter().find(|attack| attack.id == *id);
            let attack = attack.ok_or_else(|| CliError::NoEntry(id.clone()))?;
            let now = Local::now().fixed_offset();
            let course =
                open.answer(open.journal.query(move |store| store.course(attack.clone(), Vec::new(), now)))?;
            return super::print(&attack_in_full(&course, now));
        }
        let sessions = open.answer(open.journal.newest(self.last))?;
        let sessions = sessions.iter().map(|record| (record.started, in_a_line(record)));
        let attacks = all_attacks(&open)?;
        let mut lines: Vec<_> =
            sessions.chain(attacks.iter().map(|attack| (attack.started, attack_in_a_line(attack)))).collect();
        if lines.is_empty() {
            return super::print("There is nothing in the journal yet.\n");
        }
        lines.sort_by_key(|(started, _)| std::cmp::Reverse(*started));
        lines.truncate(usize::try_from(self.last).unwrap_or(usize::MAX));
        super::print(&lines.into_iter().map(|(_, line)| line).collect::<String>())
    }
}

/// Every attack in the journal.
fn all_attacks(open: &OpenJournal) -> Result<Vec<Attack>, JournalError> {
    open.answer(open.journal.attacks(DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC))
}

fn report_change(done: bool, id: &str, sentence: &str) -> Result<(), CliError> {
    if done {
        super::output::print_done(&format!("{sentence}\n"))
    } else {
        Err(CliError::NoEntry(id.to_owned()))
    }
}

fn in_a_line(record: &crate::journal::Record) -> String {
    format!(
        "{}  {}  {} of {}, {}{}{}  [{}]\n",
        record.started.format("%Y-%m-%d %H:%M"),
        escaped(&record.title),
        listing::minutes(record.done),
        listing::minutes(record.planned),
        record.outcome.plain(),
        record.felt().map(|felt| format!(", {felt}")).unwrap_or_default(),
        noted(&record.note),
        record.id,
    )
}

/// `2026-11-28 17:45  Attack, 5 h, worst pain 7, left temple  “…”  [id]`
fn attack_in_a_line(attack: &Attack) -> String {
    format!(
        "{}  Attack, {}{}  [{}]\n",
        attack.started.format("%Y-%m-%d %H:%M"),
        escaped(&attack.in_short().join(", ")),
        noted(&attack.note),
        attack.id
    )
}

/// A note on the line of its entry: its own lines are joined.
fn noted(note: &str) -> String {
    let words: Vec<&str> = note.split_whitespace().collect();
    if words.is_empty() { String::new() } else { format!("  “{}”", escaped(&words.join(" "))) }
}

/// An attack with everything that was noted of it, and the line through it, a line each.
fn attack_in_full(course: &Course, now: DateTime<FixedOffset>) -> String {
    let attack = &course.attack;
    let noted = noted_in_words(attack).into_iter().map(|line| format!("    {}\n", escaped(&line)));
    let points = course.points.iter().map(|point| {
        let (title, below) = told(point, attack, now);
        let below = if below.is_empty() { below } else { format!(" · {below}") };
        format!("    {}  {}\n", point.at.format("%Y-%m-%d %H:%M"), escaped(&format!("{title}{below}")))
    });
    std::iter::once(attack_in_a_line(attack)).chain(noted).chain(points).collect()
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
