//! What several tests need.

use stillpoint::library::Library;
use stillpoint::safety::Profile;
use stillpoint::timeline::{Moment, Plan, Timeline, compile, plan};

/// Every shipped routine as it plays when nothing is asked for, by id.
pub fn shipped_timelines() -> Vec<(String, Timeline)> {
    let library = Library::open(None);
    let timeline = |entry: &stillpoint::library::Entry| {
        let plan =
            plan(entry.routine.as_ref().unwrap(), &Profile::default(), &Moment::default(), None).unwrap();
        (entry.id.clone(), compile(&plan))
    };
    library.entries().iter().map(timeline).collect()
}

/// A shipped routine as it is planned when nothing is asked for.
pub fn shipped_plan(id: &str) -> Plan {
    let library = Library::open(None);
    plan(library.find(id).unwrap().routine.as_ref().unwrap(), &Profile::default(), &Moment::default(), None)
        .unwrap()
}
