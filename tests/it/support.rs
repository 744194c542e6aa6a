//! What several tests need.

use stillpoint::library::Library;
use stillpoint::safety::Profile;
use stillpoint::timeline::{Moment, Plan, Timeline, compile, plan};

/// A recording of two frames, in letters.
pub const WAV: &str =
    "RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1F\0\0\0\0\0\0\x02\0\x10\0data\x04\0\0\0abcd";

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
