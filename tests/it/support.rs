//! What several tests need.

use stillpoint::library::Library;
use stillpoint::timeline::{Moment, Timeline, compile, plan};

/// Every shipped routine as it plays when nothing is asked for, by id.
pub fn shipped_timelines() -> Vec<(String, Timeline)> {
    let library = Library::open(None);
    let timeline = |entry: &stillpoint::library::Entry| {
        let plan = plan(entry.routine.as_ref().unwrap(), &Moment::default(), None).unwrap();
        (entry.id.clone(), compile(&plan))
    };
    library.entries().iter().map(timeline).collect()
}
