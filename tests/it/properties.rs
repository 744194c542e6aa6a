//! What holds for any file and any wish: nothing panics, every problem can be shown, and time adds up.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use proptest::sample::{Index, select};
use stillpoint::library::{Entry, Library};
use stillpoint::ron_reader::text::text_of;
use stillpoint::ron_reader::{Problem, Problems, Vocabulary};
use stillpoint::routine::technique::{Technique, Techniques};
use stillpoint::routine::validate::Role;
use stillpoint::routine::{Phase, read, validate};
use stillpoint::safety::{self, Condition, Profile, SafeRoutine, State};
use stillpoint::time::{ExactDuration, Position};
use stillpoint::timeline::{Moment, PlanError, Segment, SegmentKind, Timeline, compile, plan};

static SHIPPED: LazyLock<Library> = LazyLock::new(|| Library::open(None));

static TECHNIQUES: LazyLock<Techniques> = LazyLock::new(|| {
    let technique = |entry: &Entry| {
        let routine = entry.routine.as_ref().expect("shipped and playable");
        (entry.id.clone(), Arc::new(Technique::new(&entry.id, routine.routine().clone())))
    };
    Techniques { good: SHIPPED.techniques().iter().map(technique).collect(), ..Techniques::default() }
});

pub fn texts() -> Vec<&'static str> {
    let entries = SHIPPED.entries().iter().chain(SHIPPED.techniques());
    entries.map(|entry| entry.problems.text.as_str()).collect()
}

pub fn routines() -> Vec<Arc<SafeRoutine>> {
    SHIPPED.entries().iter().filter_map(|entry| entry.routine.clone()).collect()
}

pub fn moments() -> impl Strategy<Value = Moment> {
    let states = proptest::collection::btree_set(select(State::ALL), 0..=2);
    let phase = proptest::option::of(select(Phase::ALL));
    (phase, states, any::<bool>()).prop_map(|(phase, states, insist)| Moment {
        phase,
        states,
        insist,
        ..Moment::default()
    })
}

/// Mostly nobody in particular, sometimes somebody with a few conditions.
pub fn profiles() -> impl Strategy<Value = Profile> {
    proptest::collection::btree_set(select(Condition::ALL), 0..=3).prop_map(|some| some.into_iter().collect())
}

/// A change that a slip of the hand or a bad disk makes to a file.
#[derive(Clone, Debug)]
pub enum Slip {
    Delete(Index, usize),
    Insert(Index, Vec<u8>),
    Replace(Index, Vec<u8>),
    /// A part of the file once more, somewhere else.
    Copy(Index, usize, Index),
}

pub fn slips() -> impl Strategy<Value = Vec<Slip>> {
    let pieces = || {
        // What the format gives a meaning to, beside any bytes at all.
        let telling = select(vec![
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "\"",
            ",",
            ":",
            "//",
            "/*",
            "*/",
            "\\",
            "0",
            "99999999999999999999",
            "-1",
            "1e9",
            "NaN",
            "\"0s\"",
            "\"1ns\"",
            "\"24h\"",
            "Repeat(times: 99, steps: [",
            "])",
            "{side}",
            "Use(\"neck-circles\"),",
            "lasts: ",
            "flex: (\"1s\", \"9m\"),",
            "é",
            "\u{feff}",
            "\0",
            "\r\n",
        ]);
        prop_oneof![
            4 => telling.prop_map(|text| text.as_bytes().to_vec()),
            1 => proptest::collection::vec(any::<u8>(), 1..4),
        ]
    };
    let at = any::<Index>;
    let slip = prop_oneof![
        (at(), 1..40_usize).prop_map(|(at, len)| Slip::Delete(at, len)),
        (at(), pieces()).prop_map(|(at, piece)| Slip::Insert(at, piece)),
        (at(), pieces()).prop_map(|(at, piece)| Slip::Replace(at, piece)),
        (at(), 1..200_usize, at()).prop_map(|(from, len, to)| Slip::Copy(from, len, to)),
    ];
    proptest::collection::vec(slip, 1..6)
}

pub fn slipped(text: &str, slips: &[Slip]) -> Vec<u8> {
    slipped_bytes(text.as_bytes(), slips)
}

pub fn slipped_bytes(bytes: &[u8], slips: &[Slip]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for slip in slips {
        let len = bytes.len();
        let place = |at: &Index| at.index(len + 1);
        match slip {
            Slip::Delete(at, count) => drop(bytes.drain(place(at)..len.min(place(at) + count))),
            Slip::Insert(at, piece) => drop(bytes.splice(place(at)..place(at), piece.iter().copied())),
            Slip::Replace(at, piece) => {
                drop(bytes.splice(place(at)..len.min(place(at) + piece.len()), piece.iter().copied()));
            }
            Slip::Copy(from, count, to) => {
                let part = bytes[place(from)..len.min(place(from) + count)].to_vec();
                drop(bytes.splice(place(to)..place(to), part));
            }
        }
    }
    bytes
}

/// The whole way of a file; whatever is wrong with it must be placed inside it and be possible to show.
fn way_through(
    bytes: Vec<u8>,
    role: Role,
    (profile, moment): (&Profile, &Moment),
) -> Result<(), TestCaseError> {
    let text = match text_of(bytes) {
        Ok(text) => text,
        Err(unreadable) => return shown(&unreadable.readable, vec![unreadable.problem]),
    };
    let (routine, mut problems) = read(&text);
    let clean = problems.is_empty();
    prop_assert!(routine.is_some() || !clean, "what is not read is said to be faulty");
    if let Some(routine) = routine {
        let (validated, further) = validate("fuzzed", routine, role, &TECHNIQUES);
        problems.extend(further);
        match validated {
            Ok(valid) => match safety::review(valid) {
                // A technique is never played by itself: what is around it may give it its side.
                Ok(safe) if role == Role::Routine => played(&Arc::new(safe), profile, moment)?,
                Ok(_) => {}
                Err(further) => problems.extend(further),
            },
            Err(routine) => problems.extend(safety::of_steps(&routine.steps, role)),
        }
    }
    shown(&text, problems)
}

fn shown(text: &str, list: Vec<Problem>) -> Result<(), TestCaseError> {
    for problem in &list {
        let at = &problem.span;
        prop_assert!(at.start <= at.end && at.end <= text.len().max(1), "{problem:?} is not in the text");
        prop_assert!(text.is_char_boundary(at.start), "{problem:?} begins inside a character");
        prop_assert!(problem.message.ends_with('.'), "{problem:?} is not a sentence");
    }
    // Rendering a hundred problems takes long and shows nothing new.
    let few = list.into_iter().take(5).collect();
    let problems = Problems::new("fuzzed.ron", text, few);
    prop_assert_eq!(problems.lines().matches("fuzzed.ron:").count() >= problems.list.len(), true);
    prop_assert_eq!(problems.snippets(false).is_empty(), problems.list.is_empty());
    Ok(())
}

fn played(routine: &Arc<SafeRoutine>, profile: &Profile, moment: &Moment) -> Result<(), TestCaseError> {
    let Ok(planned) = plan(routine, profile, moment, None) else { return Ok(()) };
    let timeline = compile(&planned);
    sound(&timeline)?;
    crate::verdicts::within_limits(&timeline, profile, moment)
}

/// What every timeline promises.
fn sound(timeline: &Timeline) -> Result<(), TestCaseError> {
    let segments = timeline.segments();
    prop_assert!(!segments.is_empty());
    prop_assert_eq!(segments[0].start, Position::ZERO);
    for pair in segments.windows(2) {
        prop_assert_eq!(pair[0].end(), pair[1].start, "between {} and {}", pair[0].name, pair[1].name);
    }
    prop_assert_eq!(segments.last().map(Segment::end), Some(timeline.end()));
    prop_assert!(timeline.events().is_sorted_by_key(|event| event.at));
    prop_assert!(timeline.events().iter().all(|event| event.at < timeline.end()));
    Ok(())
}

#[track_caller]
fn every_wish_is_met_or_answered(routine: &Arc<SafeRoutine>, moment: &Moment) {
    let off = |timeline: &Timeline, wished: ExactDuration| {
        timeline.length().minus(wished).max(wished.minus(timeline.length()))
    };
    if let Err(PlanError::NotNow { .. }) = plan(routine, &Profile::default(), moment, None) {
        return;
    }
    let mut met = 0;
    for minutes in 1..=60 {
        let wished = ExactDuration::from_mins(minutes);
        match plan(routine, &Profile::default(), moment, Some(wished)) {
            Ok(planned) => {
                met += 1;
                let timeline = compile(&planned);
                assert!(
                    off(&timeline, wished) <= ExactDuration::from_secs(2),
                    "{} at {wished}",
                    routine.id()
                );
                sound(&timeline).unwrap();
            }
            Err(PlanError::OutOfReach { reach, .. }) => {
                let nearest = plan(routine, &Profile::default(), moment, Some(reach.nearest))
                    .expect("what is offered works");
                assert_eq!(
                    off(&compile(&nearest), reach.nearest),
                    ExactDuration::ZERO,
                    "{} at {wished}",
                    routine.id()
                );
                let range = routine.range();
                let outside = wished < range.shortest || wished > range.longest || !moment.states.is_empty();
                assert!(outside, "{} can last {wished}", routine.id());
            }
            Err(error) => panic!("{error}"),
        }
    }
    assert!(met > 0, "{} can last no whole number of minutes", routine.id());
}

#[test]
fn every_shipped_routine_meets_a_wish_or_names_the_nearest_length() {
    for routine in routines() {
        every_wish_is_met_or_answered(&routine, &Moment::default());
        for state in State::ALL {
            every_wish_is_met_or_answered(&routine, &Moment::with([*state]));
        }
    }
}

/// A routine of rests that give way, some of them repeated.
fn flexible() -> impl Strategy<Value = Arc<SafeRoutine>> {
    let rest = (5..60_u64, 0..30_u64, 0..60_u64, 1..5_u32).prop_map(|(lasts, less, more, times)| {
        let (shortest, longest) = (lasts.saturating_sub(less).max(1), lasts + more);
        let rest = format!("Rest(lasts: \"{lasts}s\", flex: (\"{shortest}s\", \"{longest}s\"))");
        format!("Repeat(times: {times}, steps: [{rest}]),")
    });
    proptest::collection::vec(rest, 1..5).prop_map(|steps| {
        let steps = steps.concat();
        let text = format!(
            "(format: 1, title: \"T\", kind: Mixed, suits: [Aura], evidence: Traditional, steps: [{steps}])"
        );
        let (routine, problems) = read(&text);
        assert_eq!(problems, []);
        let (validated, _) = validate("flexible", routine.unwrap(), Role::Routine, &TECHNIQUES);
        Arc::new(safety::review(validated.expect("valid")).expect("safe"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 3_000,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(1),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}", profile in profiles(), moment in moments()) {
        way_through(text.into_bytes(), Role::Routine, (&profile, &moment))?;
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        way_through(bytes, Role::Routine, (&Profile::default(), &Moment::default()))?;
    }

    #[test]
    fn a_slip_in_a_shipped_file_is_read_or_refused(
        text in select(texts()),
        slips in slips(),
        is_routine in any::<bool>(),
        profile in profiles(),
        moment in moments(),
    ) {
        let role = if is_routine { Role::Routine } else { Role::Technique };
        way_through(slipped(text, &slips), role, (&profile, &moment))?;
    }

    #[test]
    fn no_plan_passes_a_limit(
        routine in select(routines()),
        profile in profiles(),
        moment in moments(),
        minutes in proptest::option::of(1..70_u64),
    ) {
        let Ok(planned) = plan(&routine, &profile, &moment, minutes.map(ExactDuration::from_mins)) else { return Ok(()) };
        let mut timeline = compile(&planned);
        crate::verdicts::within_limits(&timeline, &profile, &moment)?;
        // However much more time is asked for while it plays.
        for index in 0..timeline.segments().len() {
            timeline = timeline.lengthened(index, ExactDuration::from_mins(30)).unwrap_or(timeline);
        }
        crate::verdicts::within_limits(&timeline, &profile, &moment)?;
    }

    #[test]
    fn the_nearest_length_is_offered_and_works(routine in flexible(), secs in 1..900_u64) {
        let wished = ExactDuration::from_secs(secs);
        let range = routine.range();
        let off = |length: ExactDuration| length.minus(wished).max(wished.minus(length));
        match plan(&routine, &Profile::default(), &Moment::default(), Some(wished)) {
            Ok(planned) => prop_assert!(off(compile(&planned).length()) <= ExactDuration::from_secs(2)),
            Err(PlanError::OutOfReach { reach, .. }) => {
                let nearest = plan(&routine, &Profile::default(), &Moment::default(), Some(reach.nearest)).expect("works");
                prop_assert_eq!(compile(&nearest).length(), reach.nearest);
                for other in [range.shortest, range.written, range.longest] {
                    prop_assert!(off(reach.nearest) <= off(other), "{} instead of {other}", reach.nearest);
                }
            }
            Err(error) => prop_assert!(false, "{error}"),
        }
    }

    #[test]
    fn a_lengthened_segment_changes_nothing_before_it(
        routine in select(routines()),
        moment in moments(),
        index in any::<Index>(),
        secs in 1..900_u64,
    ) {
        let Ok(planned) = plan(&routine, &Profile::default(), &moment, None) else { return Ok(()) };
        let timeline = compile(&planned);
        sound(&timeline)?;
        let index = index.index(timeline.segments().len());
        let before = &timeline.segments()[index];
        let Some(longer) = timeline.lengthened(index, ExactDuration::from_secs(secs)) else {
            let least = if let SegmentKind::Breathe(pattern) = before.kind { pattern.cycle() } else { ExactDuration::from_nanos(1) };
            // What it does may be at its limit in the whole, though not in this one segment.
            let done = || timeline.segments().iter().filter_map(|segment| Some((segment.act()?, segment.lasts)));
            let breathed: ExactDuration =
                done().filter(|(act, _)| *act == safety::Act::Breath).map(|(_, lasts)| lasts).sum();
            let at_the_cap = before.act().is_some_and(|act| safety::room(done(), act) < least)
                || (moment.phase == Some(Phase::Attack) && breathed + least > ExactDuration::from_mins(5));
            let longest = before.longest.minus(before.lasts) < least;
            prop_assert!(longest || at_the_cap, "{} could have been longer", before.name);
            return Ok(());
        };
        sound(&longer)?;
        let after = &longer.segments()[index];
        prop_assert!(after.lasts > before.lasts && after.lasts <= before.longest);
        prop_assert_eq!(&longer.segments()[..index], &timeline.segments()[..index]);
        let earlier = |timeline: &Timeline| -> Vec<_> {
            timeline.events().iter().filter(|event| event.at < before.start).cloned().collect()
        };
        prop_assert_eq!(earlier(&longer), earlier(&timeline));
        let more = after.lasts.minus(before.lasts);
        for (moved, was) in longer.segments().iter().zip(timeline.segments()).skip(index + 1) {
            prop_assert_eq!(moved.start, was.start + more);
            prop_assert_eq!(moved.lasts, was.lasts);
        }
    }
}
