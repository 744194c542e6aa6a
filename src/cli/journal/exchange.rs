//! `stillpoint journal export` and `import`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{Local, NaiveTime, Utc};
use clap::Args;

use super::{Open, write_private};
use crate::app::preferences;
use crate::journal::calendar::{self, Planned};
use crate::journal::exchange::{self, COLUMNS, Everything};
use crate::time::Span;

/// For how many days sessions are planned ahead.
const PLANNED_DAYS: u64 = 56;
/// The length that is put into the calendar for a routine that is not there any more.
const UNKNOWN_LENGTH: Span = Span::from_mins(10);

/// What is written where.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The file; its ending says what it becomes: .csv, .json or .ics.
    #[arg(required_unless_present = "columns")]
    file: Option<PathBuf>,
    /// Only say what stands in each column of the CSV file.
    #[arg(long)]
    columns: bool,
    /// The time of day of planned sessions.
    #[arg(long, value_name = "HH:MM", default_value = "19:00", value_parser = time_of_day)]
    at: NaiveTime,
}

/// What is taken in.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// A CSV or JSON file that was exported.
    file: PathBuf,
}

fn time_of_day(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "write it like 19:30".to_owned())
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

impl Export {
    pub(super) fn run(&self) -> Result<(), String> {
        let Some(file) = self.file.as_deref().filter(|_| !self.columns) else {
            let lines = COLUMNS.map(|(name, meaning)| format!("{name:<20} {meaning}\n"));
            return crate::cli::print(&lines.concat());
        };
        let open = Open::new()?;
        let (text, what) = match ending(file).as_str() {
            "csv" => of_everything(&open, exchange::to_csv)?,
            "json" => of_everything(&open, exchange::to_json)?,
            "ics" => self.planned(&open)?,
            other => return Err(format!("`.{other}` is not known; .csv, .json and .ics are")),
        };
        write_private(file, &text)?;
        crate::cli::print(&format!("{what} written to {}.\n", file.display()))
    }

    fn planned(&self, open: &Open) -> Result<(String, String), String> {
        let settings = preferences::load(Some(&open.places)).settings;
        let library = crate::cli::list::open();
        let today = Local::now().date_naive();
        let mut planned = Vec::new();
        for rhythm in &settings.rhythms {
            let routine = rhythm.routine.clone();
            let week_ago = today - chrono::Days::new(7);
            let done: BTreeSet<_> =
                open.answer(&open.keeper.look(move |store| store.days_of_routine(&routine, week_ago)))?;
            let known = library.find(&rhythm.routine).and_then(|entry| entry.routine.as_ref());
            let title = known.map_or(rhythm.routine.clone(), |routine| routine.title());
            let lasts = known.map_or(UNKNOWN_LENGTH, |routine| routine.range().written);
            let days = rhythm.days_ahead(&done, today, PLANNED_DAYS).into_iter();
            let routine = &rhythm.routine;
            planned.extend(days.map(|date| Planned {
                routine: routine.clone(),
                title: title.clone(),
                date,
                lasts,
            }));
        }
        if planned.is_empty() {
            return Err("no routine has a rhythm yet, so nothing is planned; write for example `rhythms: \
                [(\"longer-exhale\", 2)],` into the settings"
                .into());
        }
        planned.sort_by_key(|session| session.date);
        Ok((calendar::to_ics(&planned, self.at, Utc::now()), sessions(planned.len())))
    }
}

fn of_everything(
    open: &Open,
    write: fn(&Everything) -> Result<String, String>,
) -> Result<(String, String), String> {
    let everything = open.answer(&open.keeper.look(|store| store.everything()))?;
    let what = format!("{} and {}", sessions(everything.sessions.len()), attacks(everything.attacks.len()));
    Ok((write(&everything)?, what))
}

fn sessions(count: usize) -> String {
    if count == 1 { "1 session".into() } else { format!("{count} sessions") }
}

fn attacks(count: usize) -> String {
    if count == 1 { "1 attack".into() } else { format!("{count} attacks") }
}

impl Import {
    pub(super) fn run(&self) -> Result<(), String> {
        let name = self.file.display();
        let text =
            std::fs::read_to_string(&self.file).map_err(|error| format!("{name} cannot be read: {error}"))?;
        let read = match ending(&self.file).as_str() {
            "csv" => exchange::from_csv(&text),
            "json" => exchange::from_json(&text),
            other => return Err(format!("`.{other}` is not known; .csv and .json are")),
        };
        let everything =
            read.map_err(|wrong| format!("nothing was taken from {name}:\n  {}", wrong.join("\n  ")))?;
        let open = Open::new()?;
        let found = everything.sessions.len() + everything.attacks.len();
        let new = open.answer(
            &open.keeper.change(move |store| store.import(&everything.sessions, &everything.attacks)),
        )?;
        crate::cli::print(&format!("{new} of {found} entries were new and are in the journal now.\n"))
    }
}
