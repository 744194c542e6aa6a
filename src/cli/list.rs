//! `stillpoint list` and `stillpoint show`.

use clap::Args;

use crate::library::{Library, Origin};
use crate::places::Places;
use crate::time::Span;
use crate::timeline::{self, Moment, listing};

/// What `show` is asked.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// The routine's id, or the path of its file.
    routine: String,
    /// Fit it to this many minutes.
    #[arg(long, value_name = "N")]
    minutes: Option<u32>,
}

impl Show {
    pub(super) fn run(&self) -> Result<(), String> {
        let library = open();
        let routine = super::routine(&library, &self.routine)?;
        let wished = self.minutes.map(|minutes| Span::from_mins(minutes.into()));
        let plan = timeline::plan(&routine, &Moment::default(), wished).map_err(|error| error.to_string())?;
        super::print(&listing::listing(&timeline::compile(&plan)))
    }
}

/// The library of this person.
pub(super) fn open() -> Library {
    Library::open(Places::of_this_person().map(|places| places.routines).as_deref())
}

/// Every routine, one a line.
pub(super) fn list() -> Result<(), String> {
    let library = open();
    let mut lines = String::new();
    for entry in library.entries() {
        let own = if matches!(entry.origin, Origin::File(_)) { "  (yours)" } else { "" };
        let line = match &entry.routine {
            Some(routine) => {
                let length = listing::minutes(routine.range().written);
                format!("{:<28} {length:>7}  {}{own}\n", entry.id, routine.title())
            }
            None => {
                format!("{:<28} {:>7}  has problems: `stillpoint check` shows them{own}\n", entry.id, "–")
            }
        };
        lines.push_str(&line);
    }
    for note in library.notes() {
        eprintln!("stillpoint: {note}");
    }
    super::print(&lines)
}
