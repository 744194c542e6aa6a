//! `stillpoint journal report`.

use std::path::PathBuf;

use chrono::{Datelike as _, Local};
use clap::Args;

use super::{Open, write_private};
use crate::journal::report::{Report as Page, to_html};
use crate::routine::{Phase, Vocabulary as _};

/// What the page tells of.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// The file.
    #[arg(default_value = "stillpoint-report.html")]
    file: PathBuf,
    /// Of how many months, this one among them.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=12))]
    months: u32,
}

impl Report {
    pub(super) fn run(&self) -> Result<(), String> {
        let open = Open::new()?;
        let now = Local::now().fixed_offset();
        let today = now.date_naive();
        let this_month = today.with_day(1).unwrap_or(today);
        let from = this_month - chrono::Months::new(self.months - 1);
        let made = open.keeper.look(move |store| {
            let start = from.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc() - chrono::Days::new(1);
            let mut attacks = store.attacks(start, now.to_utc())?;
            attacks.retain(|attack| attack.started.date_naive() >= from);
            let mut noticed = Vec::new();
            for of in store.noticed()? {
                let title = store.title_of(&of.routine)?.unwrap_or_else(|| of.routine.clone());
                noticed.push((title, phase(of.phase.as_deref()), of));
            }
            let unwanted = store.unwanted(from, today)?;
            let months = store.months(from, today, now)?;
            Ok(Some(Page { range: (from, today), made: now, months, attacks, noticed, unwanted }))
        });
        let page = open.answer(&made)?.ok_or("the journal is empty; there is nothing to tell")?;
        write_private(&self.file, &to_html(&page))?;
        crate::cli::print(&format!("Written to {}; a browser shows and prints it.\n", self.file.display()))
    }
}

/// A phase in plain words.
fn phase(name: Option<&str>) -> String {
    let known = Phase::ALL.iter().find(|phase| Some(phase.name()) == name);
    known.map_or("not said", |phase| phase.plain()).to_owned()
}
