//! Any safe routine, any person, any moment, any wished length: a timeline without gaps.

#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use stillpoint::library::Library;
use stillpoint::ron_reader::Vocabulary;
use stillpoint::routine::validate::Role;
use stillpoint::routine::{Phase, read, validate};
use stillpoint::safety::{self, Condition, Profile, State};
use stillpoint::time::{ExactDuration, Position};
use stillpoint::timeline::{Moment, compile, plan};

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::open(None));

fuzz_target!(|input: (u8, u8, u8, u8, &str)| {
    let (conditions, state, phase, minutes, text) = input;
    let (Some(routine), problems) = read(text) else { return };
    if !problems.is_empty() {
        return;
    }
    let (Ok(valid), _) = validate("fuzzed", routine, Role::Routine, LIBRARY.known()) else { return };
    let Ok(safe) = safety::review(valid) else { return };
    let some = Condition::ALL.iter().enumerate().filter(|(bit, _)| conditions >> (bit % 8) & 1 == 1);
    let profile: Profile = some.map(|(_, condition)| *condition).collect();
    let mut moment = Moment::with(State::ALL.get(usize::from(state)).copied());
    moment.phase = Phase::ALL.get(usize::from(phase)).copied();
    let length = (minutes > 0).then(|| ExactDuration::from_mins(minutes.into()));
    let Ok(planned) = plan(&Arc::new(safe), &profile, &moment, length) else { return };
    let timeline = compile(&planned);
    let mut end = Position::ZERO;
    for segment in timeline.segments() {
        assert_eq!(segment.start, end);
        end = segment.end();
    }
    assert!(timeline.events().is_sorted_by_key(|event| event.at));
    assert!(timeline.events().iter().all(|event| event.at < timeline.end()));
});
