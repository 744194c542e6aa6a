//! Programmes: routines over several weeks, and what comes next. There is no debt: a week lasts until it is
//! done.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::check::Source;
use super::{Entry, Origin, duplicate, files, shipped};
use crate::journal::Record;
use crate::journal::days::day_of;
use crate::plural::counted;
use crate::ron_reader::Problems;
use crate::routine::Language;
use crate::safety::Limits;
use crate::time::ExactDuration;

mod reading;
mod words;

pub(in crate::library) use reading::check_programme;

/// A programme: routines over several weeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// What it is called.
    pub title: String,
    /// What it is for and how it works, in a sentence or two.
    pub about: String,
    /// Who wrote it, if they have said so.
    pub author: Option<String>,
    /// How to reach them.
    pub contact: Option<String>,
    /// The sources that it is based on.
    pub sources: Vec<String>,
    /// The weeks. Only the last one may have no number of days.
    pub weeks: Vec<Week>,
}

/// A week, or several equal ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// What is done, in a few words.
    pub about: String,
    /// How many weeks it stands for.
    pub lasts: u32,
    /// The id of the routine that comes once before the others.
    pub first: Option<String>,
    /// The ids of the routines to choose from.
    pub any_of: Vec<String>,
    /// The length of each session; `None` for the routine's own.
    pub minutes: Option<u32>,
    /// On how many days; `None` for as long as it is useful.
    pub days: Option<u32>,
    /// How often on such a day, from 1.
    pub a_day: u32,
    /// How many days off come after each of them.
    pub rest: u32,
    /// The strongest pressure or effort, whatever the routine has.
    pub pressure: Option<u8>,
    /// The most repetitions of each exercise.
    pub times: Option<u32>,
}

/// The file of a programme.
#[derive(Clone, Debug)]
pub struct ProgrammeFile {
    /// The file name without its ending.
    pub id: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The programme, if the file has no errors.
    pub programme: Option<Arc<Programme>>,
    /// What is wrong with the file.
    pub problems: Problems,
}

/// What comes next in a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next<'a> {
    /// The index of the week.
    pub week: usize,
    /// On how many days of it something has been done.
    pub days_done: u32,
    /// The id of the routine.
    pub routine: &'a str,
    /// The day on which it is due after days off; `None` if there is none to wait for.
    pub on: Option<NaiveDate>,
    /// The last day on which one of its routines was done, and how often.
    pub last: Option<(NaiveDate, u32)>,
}

impl ProgrammeFile {
    /// The text of the file; `None` if it cannot be read any more.
    #[must_use]
    pub(super) fn text(&self) -> Option<String> {
        match &self.origin {
            Origin::BuiltIn => {
                shipped::programmes().iter().find(|source| source.id == self.id)?.text.clone().ok()
            }
            Origin::File(path) => files::text(path).ok(),
        }
    }
}

impl From<ProgrammeFile> for Entry {
    /// An entry with the file's problems and nothing to play.
    fn from(file: ProgrammeFile) -> Self {
        let ProgrammeFile { id, origin, problems, .. } = file;
        Self { id, origin, routine: None, is_stale: false, problems }
    }
}

impl Programme {
    /// What comes next, according to the sessions since `begun`; `None` once every week is done.
    ///
    /// Every session of one of the week's routines counts, even a short one, but each day only once. Only doing
    /// moves the programme on.
    #[must_use]
    pub fn next(&self, begun: NaiveDate, records: &[Record]) -> Option<Next<'_>> {
        let mut done: Vec<(NaiveDate, &Record)> = records
            .iter()
            .map(|record| (day_of(record.started), record))
            .filter(|(day, record)| *day >= begun && !record.done.is_zero())
            .collect();
        done.sort_by_key(|(_, record)| record.started);
        let mut on_day: BTreeMap<NaiveDate, u32> = BTreeMap::new();
        let mut last: Option<(NaiveDate, u32)> = None;
        let mut latest: Option<(NaiveDate, u32)> = None;
        let (mut week, mut days_done, mut ids) = (0, 0, Vec::new());
        for (day, record) in done {
            let now = self.weeks.get(week)?;
            if !now.routines().any(|id| id == record.routine) {
                continue;
            }
            let times = on_day.entry(day).or_default();
            *times += 1;
            latest = Some((day, *times));
            if *times == now.a_day {
                days_done += 1;
                last = Some((day, now.rest));
            }
            ids.push(record.routine.as_str());
            if now.days == Some(days_done) {
                (week, days_done) = (week + 1, 0);
                ids.clear();
            }
        }
        let routine = self.weeks.get(week)?.turn(&ids)?;
        let on = last.and_then(|(day, rest)| day.checked_add_days(Days::new(u64::from(rest) + 1)));
        let on = on.filter(|_| last.is_some_and(|(_, rest)| rest > 0));
        Some(Next { week, days_done, routine, on, last: latest })
    }

    /// The ids of all its routines, each once, in the order in which they first come.
    #[must_use]
    pub fn routines(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        for id in self.weeks.iter().flat_map(Week::routines) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// How many weeks it has, with those that one entry stands for.
    #[must_use]
    pub(crate) fn week_count(&self) -> u32 {
        self.weeks.iter().fold(0, |sum, week| week.lasts.saturating_add(sum))
    }

    /// What comes next as a sentence, with the length of the session and what was done today.
    #[must_use]
    pub fn sentence(&self, next: &Next<'_>, length: ExactDuration, today: NaiveDate) -> String {
        let Some(week) = self.weeks.get(next.week) else { return String::new() };
        let so_far = match (next.days_done, week.days) {
            (_, None) => String::new(),
            (0, Some(days)) => format!(" On {}.", counted(days as usize, "day", "days")),
            (done, Some(days)) => format!(" {done} of {} so far.", counted(days as usize, "day", "days")),
        };
        let minutes = ExactDuration::from_mins((length + ExactDuration::from_secs(30)).whole_secs() / 60);
        let done = next.last.filter(|(day, _)| *day == today).map_or(0, |(_, times)| times);
        let so_far_today = match done {
            0 => ".",
            done if done >= week.a_day => "; done for today.",
            1 => "; once so far today.",
            2 => "; twice so far today.",
            _ => "; three times so far today.",
        };
        let a_day = match week.a_day {
            1 if done > 0 => " Done for today.".to_owned(),
            1 => String::new(),
            2 => format!(" Twice a day{so_far_today}"),
            more => format!(" {more} times a day{so_far_today}"),
        };
        format!(
            "{}: {}, {}.{so_far}{a_day}",
            self.week_name(next.week, Language::En),
            week.about,
            minutes.spoken()
        )
    }

    /// Who wrote it, and how to reach them, in one line.
    #[must_use]
    pub fn by(&self) -> Option<String> {
        match (&self.author, &self.contact) {
            (Some(author), Some(contact)) => Some(format!("By {author}, {contact}")),
            (Some(author), None) => Some(format!("By {author}")),
            (None, Some(contact)) => Some(format!("Contact: {contact}")),
            (None, None) => None,
        }
    }

    /// The whole plan, as lines of text.
    #[must_use]
    pub fn listing(&self, entries: &[Entry]) -> String {
        let mut lines = format!("{}\n{}\n", self.title, self.about);
        lines.extend(self.by().map(|by| by + "\n"));
        for (place, week) in self.weeks.iter().enumerate() {
            let _ = writeln!(lines, "\n{}: {}", self.week_name(place, Language::En), week.about);
            let _ = writeln!(lines, "  {}", week.plan(Language::En));
            for id in week.routines() {
                let routine =
                    entries.iter().find(|entry| entry.id == id).and_then(|entry| entry.routine.as_ref());
                let title = routine.map(|routine| routine.title()).unwrap_or_default();
                let once = if week.first.as_deref() == Some(id) { ", once at first" } else { "" };
                let _ = writeln!(lines, "  {id:<26} {title}{once}");
            }
        }
        if !self.sources.is_empty() {
            let _ = writeln!(lines, "\nSources:");
            lines.extend(self.sources.iter().map(|source| format!("  {source}\n")));
        }
        lines
    }
}

impl Week {
    /// How much each session of it asks for at most.
    #[must_use]
    pub const fn limits(&self) -> Limits {
        Limits { pressure: self.pressure, times: self.times }
    }

    /// All routines of the week.
    pub fn routines(&self) -> impl Iterator<Item = &str> {
        self.first.iter().chain(&self.any_of).map(String::as_str)
    }

    /// The next routine after those that were done, in their order: first the one that comes before all others,
    /// then the one that was done the longest ago.
    fn turn(&self, done: &[&str]) -> Option<&str> {
        if let Some(first) = self.first.as_deref().filter(|first| !done.contains(first)) {
            return Some(first);
        }
        let last = |id: &&String| done.iter().rposition(|other| *other == id.as_str());
        self.any_of.iter().min_by_key(last).map(String::as_str)
    }
}

/// The shipped programmes and the person's own, which replace those with the same id.
pub(super) fn programmes(
    user_programmes: Vec<Source>,
    entries: &[Entry],
    language: Language,
) -> Vec<ProgrammeFile> {
    let check = |source| check_programme(source, entries, language);
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut of_user = |source: Source| {
        if let Some(other) = names.get(&source.id) {
            duplicate_file(source, other)
        } else {
            names.insert(source.id.clone(), source.name());
            check(source)
        }
    };
    let user_programmes: Vec<ProgrammeFile> = user_programmes.into_iter().map(&mut of_user).collect();
    let shipped = shipped::programmes().iter().cloned().map(check);
    let is_replaced = |file: &ProgrammeFile| {
        user_programmes
            .iter()
            .any(|user_programme| user_programme.id == file.id && user_programme.programme.is_some())
    };
    let mut all: Vec<ProgrammeFile> = shipped.filter(|file| !is_replaced(file)).collect();
    all.extend(user_programmes);
    all
}

/// The file of a programme whose id is already taken by another one.
fn duplicate_file(source: Source, other: &str) -> ProgrammeFile {
    let Entry { id, origin, problems, .. } = duplicate(source, other);
    ProgrammeFile { id, origin, programme: None, problems }
}

#[cfg(test)]
mod tests;
