//! `stillpoint journal`.

use clap::Args;

use crate::journal::Keeper;
use crate::places::Places;
use crate::timeline::listing;

/// What of the journal is shown.
#[derive(Debug, Args)]
pub(super) struct Journal {
    /// How many sessions, the newest first.
    #[arg(short = 'n', long, default_value_t = 20)]
    last: u32,
    /// One session in full, by its id.
    #[arg(long, value_name = "ID")]
    show: Option<String>,
}

impl Journal {
    pub(super) fn run(&self) -> Result<(), String> {
        let places = Places::of_this_person().ok_or_else(super::no_home)?;
        // The keeper also knows what could not be written yet, and writes it if that is possible by now.
        let keeper = Keeper::start(places.journal, places.spool);
        let limit = if self.show.is_some() { u32::MAX } else { self.last };
        let listed =
            keeper.newest(limit).recv().map_err(|error| format!("the journal does not answer: {error}"))?;
        for notice in keeper.notices.try_iter() {
            eprintln!("{notice}");
        }
        let mut records = listed.map_err(|sentence| format!("the journal cannot be shown: {sentence}"))?;
        if let Some(id) = &self.show {
            records.retain(|record| record.id == *id);
            let record = records.first();
            let none = || format!("there is no session `{id}`; `stillpoint journal` lists them");
            return super::print(&in_full(record.ok_or_else(none)?));
        }
        if records.is_empty() {
            return super::print("The journal is empty.\n");
        }
        super::print(&records.iter().map(in_a_line).collect::<String>())
    }
}

fn in_a_line(record: &crate::journal::Record) -> String {
    let note = if record.note.is_empty() { String::new() } else { format!("  “{}”", record.note) };
    format!(
        "{}  {}  {} of {}, {}{}{note}  [{}]\n",
        record.started.format("%Y-%m-%d %H:%M"),
        record.title,
        listing::minutes(record.done),
        listing::minutes(record.planned),
        record.outcome.plain(),
        record.felt().map(|felt| format!(", {felt}")).unwrap_or_default(),
        record.id,
    )
}

fn in_full(record: &crate::journal::Record) -> String {
    let changes = record.changes.iter().map(|change| format!("    {change}\n"));
    let steps = record
        .steps
        .iter()
        .map(|step| format!("    {:>8} of {:<8} {}\n", step.done.clock(), step.planned.clock(), step.name));
    std::iter::once(in_a_line(record)).chain(changes).chain(steps).collect()
}
