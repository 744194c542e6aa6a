//! `stillpoint list`, `stillpoint show` and `stillpoint words`.

use std::fmt::Write as _;
use std::path::Path;

use clap::Args;

use super::CliError;
use crate::library::{Entry, Library, Loader, Origin, files};
use crate::paths::Paths;
use crate::plural::counted;
use crate::routine::Language;
use crate::safety::{Condition, Profile};
use crate::time::ExactDuration;
use crate::timeline::{self, listing};

/// The arguments of `show` and `words`: a routine as it would be played.
#[derive(Debug, Args)]
pub(super) struct Planned {
    /// The routine's id, or the path of its file.
    routine: String,
    /// Adjust it to this many minutes.
    #[arg(long, value_name = "N")]
    minutes: Option<u32>,
    #[command(flatten)]
    now: super::Now,
    #[command(flatten)]
    words: super::InLanguage,
    /// Show it for somebody with this condition, instead of for you; can be repeated.
    #[arg(long = "with", value_name = "CONDITION", value_parser = super::one_of::<Condition>())]
    conditions: Vec<Condition>,
}

impl Planned {
    /// `stillpoint show`
    pub(super) fn show(&self) -> Result<(), CliError> {
        if let Some(programme) = self.programme()? {
            return super::print(&programme);
        }
        let plan = self.plan()?;
        super::print(&format!("{}{}", verdicts(&plan), listing::listing(&timeline::compile(&plan))))
    }

    /// The whole plan of a programme, if one is meant: by its id, or by the path of its file.
    fn programme(&self) -> Result<Option<String>, CliError> {
        let library = self.words.library();
        let path = Path::new(&self.routine);
        let is_path = library.means_file(&self.routine) && files::is_programme(path);
        let known = || library.programmes().iter().find(|file| file.id == self.routine).cloned();
        let file = if is_path { Some(library.read_programme(path)) } else { known() };
        let Some(file) = file.filter(|_| library.find(&self.routine).is_none()) else { return Ok(None) };
        let broken =
            || CliError::Broken { wanted: self.routine.clone(), problems: Box::new(file.problems.clone()) };
        let programme = file.programme.as_deref().ok_or_else(broken)?;
        Ok(Some(programme.listing(library.entries())))
    }

    /// `stillpoint words`
    pub(super) fn words(&self) -> Result<(), CliError> {
        let timeline = timeline::compile(&self.plan()?);
        if let Some(note) = timeline.language_note() {
            super::remark(&note);
        }
        super::print(&listing::words(&timeline))
    }

    fn plan(&self) -> Result<timeline::Plan, CliError> {
        let library = self.words.library();
        let routine = super::routine(&library, &self.routine)?;
        let length = self.minutes.map(|minutes| ExactDuration::from_mins(minutes.into()));
        let profile: Profile = if self.conditions.is_empty() {
            super::profile(Paths::of_this_person().as_ref())
        } else {
            self.conditions.iter().copied().collect()
        };
        Ok(timeline::plan(&routine, &profile, &self.now.moment(), length)?)
    }
}

/// The changes to the plan for the person and the moment, and its cautions.
pub(super) fn verdicts(plan: &timeline::Plan) -> String {
    let advice = plan.advice().map(|advice| {
        let offer = advice.offer().map(|offer| format!(" {offer}")).unwrap_or_default();
        format!("Not recommended right now. {}{offer}", advice.why)
    });
    let cautions = plan.cautions().iter().map(|caution| format!("Please note: {}", caution.sentence));
    let lines: Vec<String> =
        advice.into_iter().chain(plan.changes().iter().cloned()).chain(cautions).collect();
    if lines.is_empty() { String::new() } else { format!("{}\n\n", lines.join("\n")) }
}

/// The arguments of `list`.
#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    words: super::InLanguage,
    /// List the programmes instead: plans over several weeks.
    #[arg(long, conflicts_with = "techniques")]
    programmes: bool,
    /// List the techniques instead: steps that routines have in common.
    #[arg(long)]
    techniques: bool,
    /// Print only the ids, one a line, for scripts.
    #[arg(long)]
    ids: bool,
}

impl List {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let library = self.words.library();
        if self.ids {
            let programmes = library.programmes().iter().map(|file| &file.id);
            let of = |entries: &[Entry]| entries.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>();
            let ids = match (self.programmes, self.techniques) {
                (true, _) => programmes.cloned().collect(),
                (false, true) => of(library.techniques()),
                (false, false) => of(library.entries()),
            };
            return super::print(&(ids.join("\n") + "\n"));
        }
        if self.programmes {
            programmes(&library)
        } else if self.techniques {
            entries(&library, library.techniques())
        } else {
            entries(&library, library.entries())
        }
    }
}

/// This person's library in English, the language that authors write in.
pub(super) fn open() -> Library {
    loader().load()
}

/// The loader of this person's library.
pub(super) fn loader() -> Loader {
    Loader::new(Paths::of_this_person().map(|paths| paths.routines))
}

/// Prints every programme with its weeks.
fn programmes(library: &Library) -> Result<(), CliError> {
    let mut lines = String::new();
    for file in library.programmes() {
        let suffix = if matches!(file.origin, Origin::File(_)) { "  (yours)" } else { "" };
        let Some(programme) = &file.programme else {
            let _ = writeln!(lines, "{:<28} has errors: `stillpoint check` shows them{suffix}", file.id);
            continue;
        };
        let _ = writeln!(lines, "{:<28} {}{suffix}", file.id, programme.title);
        for (place, week) in programme.weeks.iter().enumerate() {
            let days = week
                .days
                .map(|days| format!(", {}", counted(days as usize, "day", "days")))
                .unwrap_or_default();
            let ids = week.routines().collect::<Vec<_>>().join(", ");
            let _ = writeln!(
                lines,
                "  {:<14} {}{days}: {ids}",
                programme.week_name(place, Language::En),
                week.about
            );
        }
    }
    super::print(&lines)
}

/// Prints routines or techniques, one a line.
fn entries(library: &Library, entries: &[Entry]) -> Result<(), CliError> {
    let mut lines = String::new();
    for entry in entries {
        let suffix = if matches!(entry.origin, Origin::File(_)) { "  (yours)" } else { "" };
        let line = match &entry.routine {
            Some(routine) => {
                let length = listing::minutes(routine.range().written);
                format!("{:<28} {length:>7}  {}{suffix}\n", entry.id, routine.title())
            }
            None => {
                format!("{:<28} {:>7}  has errors: `stillpoint check` shows them{suffix}\n", entry.id, "–")
            }
        };
        lines.push_str(&line);
    }
    library.notes().iter().for_each(|note| super::remark(note));
    super::print(&lines)
}
