//! Movements that are held and repeated, words that change with the repetition, and questions with two ways.

use std::sync::Arc;

use stillpoint::library::{Entry, Library};
use stillpoint::routine::{Motion, Phase};
use stillpoint::safety::{Condition, Limits, Moment, Profile, SafeRoutine, State};
use stillpoint::time::ExactDuration;
use stillpoint::timeline::{Cue, EventKind, SegmentKind, Timeline, compile, plan};

fn entry(steps: &str) -> Entry {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.ron");
    let text = format!(
        "(format: 1, title: \"T\", kind: Mixed, suits: [Between], evidence: Traditional, sources: [\"mine\"], \
         cautions: [\"Stop if anything hurts.\"], steps: [{steps}])"
    );
    std::fs::write(&path, text).unwrap();
    Library::open(None).read_file(&path)
}

fn routine(steps: &str) -> Arc<SafeRoutine> {
    let entry = entry(steps);
    assert_eq!(entry.problems.lines(), "");
    entry.routine.unwrap()
}

fn timeline(steps: &str) -> Timeline {
    compile(&plan(&routine(steps), &Profile::default(), &Moment::default(), None).unwrap())
}

/// Everything that is said, in order.
fn said(timeline: &Timeline) -> Vec<String> {
    let words = timeline.events().iter().filter_map(|event| match &event.kind {
        EventKind::Say { text, .. } => Some(text.clone()),
        EventKind::Cue(_) | EventKind::AwakeCheck { .. } | EventKind::Breath { .. } => None,
    });
    words.collect()
}

const TURN: &str = "EachSide(steps: [Guide(motion: Turn, times: 3, count: true, rhythm: (press: \"5s\", release: \
                    \"3s\"), say: \"Turn your head to the {side}, {times} times, and stay for {press}.\", again: \"And to \
                    the {side}.\")])";

#[test]
fn each_repetition_has_its_full_time_after_the_words_and_is_counted() {
    let timeline = timeline(TURN);
    let words = said(&timeline);
    let turns = &words[1..words.len() - 1];
    assert_eq!(
        turns,
        [
            "Turn your head to the left, 3 times, and stay for 5 seconds.",
            "1",
            "2",
            "3",
            "Now the right side.",
            "And to the right.",
            "1",
            "2",
            "3",
        ]
    );
    for segment in timeline.segments().iter().filter(|one| matches!(one.kind, SegmentKind::Guide { .. })) {
        let within = timeline.events().iter().filter(|e| e.at >= segment.start && e.at < segment.end());
        let of = |wanted: Cue| {
            let cues = within.clone().filter(move |event| event.kind == EventKind::Cue(wanted));
            cues.map(|event| event.at).collect::<Vec<_>>()
        };
        let (presses, releases) = (of(Cue::Press), of(Cue::Release));
        assert_eq!((presses.len(), releases.len()), (3, 3));
        for (press, release) in presses.iter().zip(&releases) {
            assert_eq!(release.since(*press), ExactDuration::from_secs(5));
        }
        assert!(segment.end().since(releases[2]) >= ExactDuration::from_secs(3), "the last one, too");
    }
}

#[test]
fn on_the_second_side_nobody_waits_for_words_that_are_not_said() {
    let timeline = timeline(TURN);
    let first_press = |index: usize| {
        let sides: Vec<_> =
            timeline.segments().iter().filter(|one| matches!(one.kind, SegmentKind::Guide { .. })).collect();
        let start = sides[index].start;
        let press = |event: &&stillpoint::timeline::Event| {
            event.at >= start && event.kind == EventKind::Cue(Cue::Press)
        };
        timeline.events().iter().find(press).unwrap().at.since(start)
    };
    assert!(first_press(1) < first_press(0));
}

#[test]
fn words_change_with_the_round_and_the_spot() {
    let words = said(&timeline(
        "Repeat(times: 3, steps: [Rest(lasts: \"10s\", say: \"First.\", again: \"Again.\", finally: \"Last.\")]), \
         Guide(site: NeckBack, motion: Circle, pressure: 2, lasts: \"45s\", spots: 3, say: \"Circles.\", \
         each_spot: [\"Higher.\", \"Highest.\"])",
    ));
    assert_eq!(words[1..words.len() - 1], ["First.", "Again.", "Last.", "Circles.", "Higher.", "Highest."]);
}

#[track_caller]
fn refused(steps: &str, sentence: &str) {
    let entry = entry(steps);
    let problems = entry.problems.lines();
    assert!(problems.contains(sentence), "{steps}\n{problems}");
}

#[test]
fn exercises_have_their_limits() {
    let rhythm = "rhythm: (press: \"5s\", release: \"3s\")";
    for (steps, sentence) in [
        (format!("Guide(motion: ChinTuck, times: 11, {rhythm})"), "11 repetitions"),
        (format!("Repeat(times: 3, steps: [Guide(motion: ChinTuck, times: 5, {rhythm})])"), "15 repetitions"),
        ("Guide(motion: ChinTuck, lasts: \"30s\")".into(), "One hold lasts 30s"),
        (
            "Guide(motion: ChinTuck, times: 2, rhythm: (press: \"2s\", release: \"3s\"))".into(),
            "One hold lasts 2s",
        ),
        (
            format!("Guide(site: Forehead, motion: Resist, pressure: 3, times: 2, {rhythm})"),
            "A discomfort of 3 is too much",
        ),
        (format!("Guide(site: Eyes, motion: Resist, times: 2, {rhythm})"), "not allowed"),
        (format!("Guide(motion: Turn, times: 2, {rhythm})"), "doesn't say to which side"),
        (format!("Guide(motion: Turn, side: Both, times: 2, {rhythm})"), "doesn't say to which side"),
        ("Guide(motion: ChinTuck, times: 2)".into(), "needs a `rhythm`"),
        (format!("Guide(motion: ChinTuck, times: 2, lasts: \"9s\", {rhythm})"), "both `times` and `lasts`"),
        ("Guide(motion: Shrug, lasts: \"9s\", count: true)".into(), "no number of `times`"),
        (
            "Guide(site: Temples, motion: Circle, lasts: \"20s\", each_spot: [\"Up.\"])".into(),
            "no second spot",
        ),
        ("Rest(lasts: \"20s\", again: \"More.\")".into(), "which is missing"),
        (
            "Guide(site: Forehead, motion: Attend, lasts: \"20s\", say: \"Push your head into your hand.\")"
                .into(),
            "mentions moving the head or stretching",
        ),
    ] {
        refused(&steps, sentence);
    }
}

#[test]
fn exercises_are_for_the_time_between_attacks_and_for_necks_that_may_be_strained() {
    let routine = routine(&format!("Rest(lasts: \"20s\"), {TURN}"));
    let turns = |profile: &Profile, moment: &Moment| {
        // Without its exercises, nothing is left of it.
        let Ok(planned) = plan(&routine, profile, moment, None) else { return 0 };
        let timeline = compile(&planned);
        let is_turn = |kind: &SegmentKind| matches!(kind, SegmentKind::Guide { motion: Motion::Turn, .. });
        timeline.segments().iter().filter(|segment| is_turn(&segment.kind)).count()
    };
    let nobody = Profile::default();
    let in_phase = |phase| Moment { phase: Some(phase), ..Moment::default() };
    assert_eq!(turns(&nobody, &in_phase(Phase::Between)), 2);
    for phase in [Phase::Prodrome, Phase::Aura, Phase::Attack, Phase::Postdrome] {
        assert_eq!(turns(&nobody, &in_phase(phase)), 0, "{phase:?}");
    }
    assert_eq!(turns(&nobody, &Moment::with([State::Nauseous])), 0);
    for condition in [
        Condition::HeadNeckArtery,
        Condition::HeadNeckInjury,
        Condition::NeckSpine,
        Condition::ConnectiveTissue,
    ] {
        let profile: Profile = [condition].into_iter().collect();
        assert_eq!(turns(&profile, &Moment::default()), 0, "{condition:?}");
    }
}

const QUESTION: &str = "Ask(say: \"Is it easing?\", at_most: \"20s\", steps: [Guide(name: \"Tuck\", motion: ChinTuck, \
                        times: 2, rhythm: (press: \"4s\", release: \"3s\"))], softer: [Rest(name: \"Soft\", lasts: \
                        \"30s\", say: \"Then rest.\")])";

#[test]
fn a_question_says_its_keys_and_a_file_takes_the_softer_way() {
    let words = said(&timeline(QUESTION));
    assert_eq!(words[1], "Is it easing? If so, press Space. If not, press S.");
    assert!(!words.contains(&"Then rest.".to_owned()), "{words:?}");
}

#[test]
fn a_softer_way_never_asks_more_and_counts_in_every_sum() {
    refused(
        "Ask(say: \"All right?\", at_most: \"20s\", steps: [Rest(lasts: \"10s\")], softer: [Guide(site: NeckBack, motion: \
         Circle, pressure: 2, lasts: \"20s\")])",
        "This softer way goes up to 2 out of 10",
    );
    refused(
        "Ask(at_most: \"20s\", steps: [Rest(lasts: \"10s\")], softer: [Rest(lasts: \"5s\")])",
        "asks nothing",
    );
    refused("Ask(say: \"All right?\", at_most: \"20s\", steps: [Rest(lasts: \"10s\")])", "softer");
    // 70 s before the question, and 90 s after it whichever answer is given.
    let circle = |secs: u64| {
        format!("Guide(site: NeckBack, motion: Circle, pressure: 2, lasts: \"{secs}s\", spots: 3)")
    };
    let (first, soft, usual) = (circle(70), circle(90), circle(90));
    refused(
        &format!("{first}, Ask(say: \"All right?\", at_most: \"20s\", steps: [{usual}], softer: [{soft}])"),
        "on the back of the neck",
    );
}

#[test]
fn what_is_not_for_now_is_not_done_on_either_way() {
    let attack = Moment { phase: Some(Phase::Attack), ..Moment::default() };
    let planned = |steps: &str| compile(&plan(&routine(steps), &Profile::default(), &attack, None).unwrap());
    let names = |timeline: &Timeline| {
        timeline.segments()[1..].iter().map(|segment| segment.name.clone()).collect::<Vec<_>>()
    };
    let breath = "Breathe(name: \"Breath\", inhale: 4, exhale: 6, lasts: \"1m\")";
    // The usual way is not for an attack, so the softer one is done without a question.
    let softer = QUESTION.replace("Rest(name: \"Soft\", lasts: \"30s\", say: \"Then rest.\")", breath);
    assert_eq!(names(&planned(&softer)), ["Breath", "The end"]);
    // Of a softer way that is not for an attack nothing is left, and the question stays.
    let swapped = planned(&format!(
        "Ask(name: \"Q\", say: \"Is it easing?\", at_most: \"20s\", steps: [{breath}], softer: [Guide(motion: ChinTuck, \
         times: 2, rhythm: (press: \"4s\", release: \"3s\"))])"
    ));
    assert_eq!(names(&swapped), ["Q", "Breath", "The end"]);
    assert!(swapped.segments()[1].script.other_way.as_ref().unwrap().segments.is_empty());
}

#[test]
fn a_programme_asks_for_less_and_never_for_more() {
    let steps = "Guide(name: \"Tuck\", motion: ChinTuck, times: 8, rhythm: (press: \"5s\", release: \"3s\"), say: \"{times} \
                 times.\"), Guide(name: \"Neck\", site: NeckBack, motion: Circle, pressure: 3, lasts: \"40s\")";
    let planned = |pressure, times| {
        let limits = Limits { pressure, times };
        plan(&routine(steps), &Profile::default(), &Moment { limits, ..Moment::default() }, None).unwrap()
    };
    let usual = compile(&planned(None, None));
    let words = said(&compile(&planned(Some(2), Some(5))));
    assert!(words.contains(&"5 times.".to_owned()), "{words:?}");
    let lighter = planned(Some(2), Some(5));
    assert_eq!(
        lighter.changes(),
        [
            "At most 5 times a session in “Tuck”: this week of your programme asks for no more.",
            "Neck is lighter today, at most 2 out of 10: this week of your programme asks for no more.",
        ]
    );
    let timeline = compile(&lighter);
    assert_eq!(usual.length().minus(timeline.length()), ExactDuration::from_secs(3 * 8));
    let pressures = timeline.segments().iter().filter_map(|segment| match segment.kind {
        SegmentKind::Guide { pressure, .. } => Some(pressure),
        SegmentKind::GetReady
        | SegmentKind::Compress { .. }
        | SegmentKind::Breathe(_)
        | SegmentKind::Rest
        | SegmentKind::Switch
        | SegmentKind::Gap
        | SegmentKind::Wait
        | SegmentKind::End => None,
    });
    assert_eq!(pressures.collect::<Vec<_>>(), [0, 2]);
    for (pressure, times) in [(Some(9), Some(10)), (Some(3), Some(8))] {
        assert_eq!(compile(&planned(pressure, times)), usual);
    }
}

#[test]
fn what_is_said_on_the_softer_way_can_be_read_beforehand() {
    let timeline = timeline(QUESTION);
    let (shown, words) =
        (stillpoint::timeline::listing::listing(&timeline), stillpoint::timeline::listing::words(&timeline));
    assert!(shown.contains("If not, the softer way:") && shown.contains("Soft (30s)"), "{shown}");
    for text in [shown, words] {
        assert!(text.contains("Then rest."), "{text}");
    }
}

#[test]
fn one_slip_is_told_once_and_where_it_is() {
    let told = |steps: &str| {
        let problems = entry(steps).problems.lines();
        problems
            .lines()
            .map(|line| line.split("error: ").nth(1).unwrap_or(line).to_owned())
            .collect::<Vec<_>>()
    };
    for (steps, first) in [
        ("Guide(motion: ChinTuk, times: 3, rhythm: (press: \"5s\", release: \"3s\"))", "There is no motion"),
        (
            "Guide(motion: ChinTuck, times: 3, count: true, rhythm: (press: \"4,5s\", release: \"3s\"))",
            "`4,5s` isn't a length of time. Did you mean \"4.5s\"?",
        ),
        ("Rest(lasts: \"20 s\")", "`20 s` isn't a length of time. Did you mean \"20s\"?"),
    ] {
        let told = told(steps);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains(first) || steps.contains("Tuk"), "{told:?}");
    }
}

#[test]
fn where_fewer_words_leave_time_nobody_does_one_more() {
    let timeline = timeline(
        "EachSide(steps: [Guide(motion: Turn, times: 2, rhythm: (press: \"3s\", release: \"1s\"), say: \"Turn your head slowly to \
         the {side}, stay there for a moment, and come back to the middle before you turn again.\", again: \"And now.\")])",
    );
    for segment in timeline.segments().iter().filter(|one| matches!(one.kind, SegmentKind::Guide { .. })) {
        let within = timeline.events().iter().filter(|e| e.at >= segment.start && e.at < segment.end());
        assert_eq!(within.filter(|event| event.kind == EventKind::Cue(Cue::Press)).count(), 2);
    }
}
