//! Programmes: routines over several weeks, and what comes next. There is no debt: a week lasts until it is
//! done.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::check::Source;
use super::{Entry, Origin, files, shipped};
use crate::journal::Record;
use crate::plural::counted;
use crate::ron_reader::text::check_limits;
use crate::ron_reader::{Fields, Parser};
use crate::ron_reader::{Problem, ProblemKind, Problems, Severity, Spanned};
use crate::routine::{Language, Words, read};
use crate::safety::Limits;
use crate::time::ExactDuration;

/// The most weeks of a programme. Our limit.
const MOST_WEEKS: u32 = 52;
/// The most sessions of a day, the most days off after one, and the most repetitions that a week can allow: our limits.
const MOST_A_DAY: u32 = 4;
const MOST_REST: u32 = 6;
const MOST_TIMES: u32 = 10;

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
            .map(|record| (record.started.date_naive(), record))
            .filter(|(day, record)| *day >= begun && !record.done.is_zero())
            .collect();
        done.sort_by_key(|(_, record)| record.started);
        let mut on_day: BTreeMap<NaiveDate, u32> = BTreeMap::new();
        let mut last: Option<(NaiveDate, u32)> = None;
        let (mut week, mut days_done, mut ids) = (0, 0, Vec::new());
        for (day, record) in done {
            let now = self.weeks.get(week)?;
            if !now.routines().any(|id| id == record.routine) {
                continue;
            }
            let times = on_day.entry(day).or_default();
            *times += 1;
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
        Some(Next { week, days_done, routine, on })
    }

    /// `Week 2`, or `Weeks 6 to 8`.
    #[must_use]
    pub(crate) fn week_name(&self, week: usize) -> String {
        let lasts = |week: &Week| week.lasts;
        let before: u32 = self.weeks.iter().take(week).map(lasts).sum();
        match self.weeks.get(week).map_or(1, lasts) {
            1 => format!("Week {}", before + 1),
            many => format!("Weeks {} to {}", before + 1, before + many),
        }
    }

    /// What comes next as a sentence, with the length of the session.
    #[must_use]
    pub fn sentence(&self, next: &Next<'_>, length: ExactDuration) -> String {
        let Some(week) = self.weeks.get(next.week) else { return String::new() };
        let so_far = match (next.days_done, week.days) {
            (_, None) => String::new(),
            (0, Some(days)) => format!(" On {}.", counted(days as usize, "day", "days")),
            (done, Some(days)) => format!(" {done} of {} so far.", counted(days as usize, "day", "days")),
        };
        let minutes = ExactDuration::from_mins((length + ExactDuration::from_secs(30)).whole_secs() / 60);
        let a_day = match week.a_day {
            1 => String::new(),
            2 => " Twice a day.".to_owned(),
            more => format!(" {more} times a day."),
        };
        format!("{}: {}, {}.{so_far}{a_day}", self.week_name(next.week), week.about, minutes.spoken())
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
            let _ = writeln!(lines, "\n{}: {}", self.week_name(place), week.about);
            let _ = writeln!(lines, "  {}", week.plan());
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
    /// How often and how much, as a sentence: `On 5 days, twice a day, with 1 day off in between; 5 minutes each.`
    #[must_use]
    pub fn plan(&self) -> String {
        let mut parts = vec![match self.days {
            Some(days) => format!("on {}", counted(days as usize, "day", "days")),
            None => "as often as it is useful".to_owned(),
        }];
        match self.a_day {
            1 => {}
            2 => parts.push("twice a day".to_owned()),
            more => parts.push(format!("{more} times a day")),
        }
        if self.rest > 0 {
            parts.push(format!("with {} off in between", counted(self.rest as usize, "day", "days")));
        }
        parts.extend(self.minutes.map(|minutes| counted(minutes as usize, "minute each", "minutes each")));
        parts.extend(self.pressure.map(|most| format!("pressure at most {most} out of 10")));
        let times = |most: u32| format!("each exercise at most {}", counted(most as usize, "time", "times"));
        parts.extend(self.times.map(times));
        let plan = parts.join(", ");
        let mut letters = plan.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>() + "."
    }

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
    let user_programmes: Vec<ProgrammeFile> = user_programmes.into_iter().map(check).collect();
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

/// The texts of the person's own programmes, with notes as [`files::routine_files`] adds them.
pub(super) fn user_sources(folder: &Path, notes: &mut Vec<String>) -> Vec<Source> {
    let folder = folder.join(files::PROGRAMMES);
    // What is wrong with the folder around it has been told.
    if !folder.is_dir() {
        return Vec::new();
    }
    files::routine_files(&folder, notes).iter().map(|path| Source::of_file(path)).collect()
}

/// Checks a file against the routines that it may name. Its texts are in a language where they exist in it.
pub(super) fn check_programme(source: Source, entries: &[Entry], language: Language) -> ProgrammeFile {
    let name = source.name();
    let (text, list, programme) = match source.text {
        Err(unreadable) => (unreadable.readable, vec![unreadable.problem], None),
        Ok(text) => {
            let mut parser = Parser::of(&text);
            let programme = match check_limits(&text) {
                Err(problem) => {
                    parser.problems.push(*problem);
                    None
                }
                Ok(()) => parser
                    .whole("The programme")
                    .and_then(|fields| programme(fields, &mut parser, entries, language)),
            };
            let problems = parser.problems;
            (text, problems, programme)
        }
    };
    let is_good = list.iter().all(|problem| problem.severity != Severity::Error);
    let problems = Problems::new(name, text, list);
    let programme = programme.filter(|_| is_good).map(Arc::new);
    ProgrammeFile { id: source.id, origin: source.origin, programme, problems }
}

/// A text in a language, or in English where it has none in that.
fn text<'a>(
    name: &'static str,
    fields: &mut Fields<'a>,
    parser: &mut Parser<'a>,
    language: Language,
) -> Option<String> {
    let Spanned { value, span } = fields.required::<Words>(name, parser)?;
    if value.has_placeholders() {
        let problem =
            Problem::error(ProblemKind::Words, span, "The words of a programme can't have placeholders.");
        parser.problems.push(problem.help("To write the bracket itself, write `{{` or `}}`."));
    }
    Some(value.plain_in(language))
}

fn programme<'a>(
    mut fields: Fields<'a>,
    parser: &mut Parser<'a>,
    entries: &[Entry],
    language: Language,
) -> Option<Programme> {
    read::format(&mut fields, parser)?;
    let title = text("title", &mut fields, parser, language);
    let about = text("about", &mut fields, parser, language);
    let author = fields.optional::<String>("author", parser).map(|author| author.value);
    let contact = fields.optional::<String>("contact", parser).map(|contact| contact.value);
    let sources = fields.values::<String>("sources", parser).into_iter().map(|source| source.value).collect();
    let mut weeks = Vec::new();
    if let Some(raw) = fields.raw("weeks") {
        let members = parser.list("written like `(about: \"…\", routine: \"…\", days: 5)`", raw)?;
        if members.is_empty() {
            parser.problems.push(Problem::error(
                ProblemKind::MissingField,
                parser.place(raw),
                "This list has no weeks.",
            ));
        }
        let last = members.len().saturating_sub(1);
        for (index, raw) in members.into_iter().enumerate() {
            if let Some(week_fields) = parser.structure("a week", raw) {
                weeks.extend(week(week_fields, parser, entries, language, index == last));
            }
        }
    } else {
        fields.missing("weeks", "a list of weeks in `[…]`");
    }
    fields.finish(parser);
    Some(Programme { title: title?, about: about?, author, contact, sources, weeks })
}

fn week<'a>(
    mut fields: Fields<'a>,
    parser: &mut Parser<'a>,
    entries: &[Entry],
    language: Language,
    is_last: bool,
) -> Option<Week> {
    let at = fields.at();
    let about = text("about", &mut fields, parser, language);
    let lasts = fields.optional::<u32>("lasts", parser);
    let first = fields.optional::<String>("first", parser);
    let routine = fields.optional::<String>("routine", parser);
    let mut any_of = fields.values::<String>("any_of", parser);
    let minutes = fields.optional::<u32>("minutes", parser);
    let days = fields.optional::<u32>("days", parser);
    let a_day = fields.optional::<u32>("a_day", parser);
    let rest = fields.optional::<u32>("rest", parser);
    let pressure = fields.optional::<u8>("pressure", parser);
    let times = fields.optional::<u32>("times", parser);
    let both = routine.is_some() && !any_of.is_empty();
    any_of.extend(routine);
    if (any_of.is_empty() && !fields.has("routine") && !fields.has("any_of")) || both {
        let message = "A week needs either `routine` or `any_of`.";
        let help = "Write one of them: `routine: \"longer-exhale\"`, or `any_of: [\"…\", \"…\"]`.";
        parser.problems.push(Problem::error(ProblemKind::Contradiction, at.clone(), message).help(help));
    }
    for id in first.iter().chain(&any_of) {
        parser.problems.extend(routine_problem(id, minutes.as_ref(), entries));
    }
    let weeks = lasts.as_ref().map_or(1, |lasts| lasts.value);
    let pressed = pressure.as_ref().map(|most| Spanned::new(u32::from(most.value), most.span.clone()));
    for (name, number, most) in [
        ("lasts", &lasts, MOST_WEEKS),
        ("days", &days, weeks.saturating_mul(7)),
        ("a_day", &a_day, MOST_A_DAY),
        ("rest", &rest, MOST_REST),
        ("pressure", &pressed, 10),
        ("times", &times, MOST_TIMES),
    ] {
        if let Some(number) = number
            && !(1..=most).contains(&number.value)
        {
            let message = format!("`{name}` is {}.", number.value);
            let help = format!("It must be from 1 to {most}.");
            parser
                .problems
                .push(Problem::error(ProblemKind::OutOfRange, number.span.clone(), message).help(help));
        }
    }
    if !is_last && !fields.has("days") {
        let message = "Only the last week can leave `days` out.";
        let help = "Without a number of days, the week after it would never come.";
        parser.problems.push(Problem::error(ProblemKind::MissingField, at, message).help(help));
    }
    fields.finish(parser);
    Some(Week {
        about: about?,
        lasts: weeks,
        first: first.map(|first| first.value),
        any_of: any_of.into_iter().map(|id| id.value).collect(),
        minutes: minutes.map(|minutes| minutes.value),
        days: days.map(|days| days.value),
        a_day: a_day.map_or(1, |a_day| a_day.value.max(1)),
        rest: rest.map_or(0, |rest| rest.value),
        pressure: pressure.map(|most| most.value),
        times: times.map(|most| most.value),
    })
}

/// What is wrong with a routine that a week names.
fn routine_problem(
    id: &Spanned<String>,
    minutes: Option<&Spanned<u32>>,
    entries: &[Entry],
) -> Option<Problem> {
    let of_id = |entry: &&Entry| entry.id == id.value;
    let Some(entry) = entries.iter().filter(of_id).max_by_key(|entry| entry.routine.is_some()) else {
        let problem = Problem::error(
            ProblemKind::Reference,
            id.span.clone(),
            format!("There is no routine `{}`.", id.value),
        );
        return Some(problem.did_you_mean(&id.value, entries.iter().map(|entry| entry.id.as_str())));
    };
    let Some(routine) = &entry.routine else {
        let message = format!("The routine `{}` has errors.", id.value);
        let help = "Fix its file first; `stillpoint check` shows what is wrong there.";
        return Some(Problem::error(ProblemKind::Reference, id.span.clone(), message).help(help));
    };
    let minutes = minutes?;
    let (range, requested) = (routine.range(), ExactDuration::from_mins(minutes.value.into()));
    if requested == range.written || (range.shortest..=range.longest).contains(&requested) {
        return None;
    }
    let message = format!("The routine `{}` can't last {} minutes.", id.value, minutes.value);
    let help = format!("It can last from {} to {}.", range.shortest, range.longest);
    Some(Problem::error(ProblemKind::OutOfRange, minutes.span.clone(), message).help(help))
}

#[cfg(test)]
mod tests;
