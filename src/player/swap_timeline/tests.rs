//! A routine that is changed while it is played.

use super::*;
use crate::player::PlayerCommand;
use crate::player::tests::timeline_of;
use crate::timeline::EventKind;

/// A routine of these steps; without them the count before the start lasts 7 s.
fn steps(steps: &str) -> Arc<Timeline> {
    timeline_of(&format!(
        "(format: 1, title: \"T\", kind: Mixed, suits: [Between], evidence: Traditional, steps: [{steps}])"
    ))
}

const PRESS: &str = r#"Guide(name: "Press", site: Trapezius, motion: Press, pressure: 3, lasts: "30s")"#;

fn two_sides() -> String {
    format!(
        r#"Rest(name: "Settle", lasts: "10s"), EachSide(steps: [{PRESS}]), Rest(name: "Close", lasts: "20s")"#
    )
}

/// `secs` into the segment called so, counted from 0, in one routine, and the place in another.
#[track_caller]
fn check(old: &str, (name, secs): (&str, u64), new: &str, expected: (&str, u64)) {
    let (old, new) = (steps(old), steps(new));
    let index = old.segments().iter().position(|segment| segment.full_name() == name).expect("it is there");
    let at = new.nearest(&old, index, ExactDuration::from_secs(secs));
    let segment = &new.segments()[new.index_at(at)];
    assert_eq!((segment.full_name().as_str(), at.since(segment.start).whole_secs()), expected);
}

#[test]
fn the_same_step_is_found_by_its_name_and_side() {
    let old = two_sides();
    let earlier = format!("Rest(name: \"New\", lasts: \"50s\"), {old}");
    check(&old, ("Press, right side", 12), &earlier, ("Press, right side", 12));
    check(&old, ("Press, left side", 12), &earlier, ("Press, left side", 12));
    let turned = old.replace("EachSide(steps", "EachSide(first: Right, steps");
    check(&old, ("Press, right side", 12), &turned, ("Press, right side", 12));
    let one_side = old.replace(&format!("EachSide(steps: [{PRESS}])"), PRESS);
    check(&old, ("Press, right side", 12), &one_side, ("Press", 12));
}

#[test]
fn a_step_that_is_gone_is_followed_by_the_next_one() {
    let four = r#"Rest(name: "One", lasts: "20s"), Guide(name: "Two", site: Trapezius, motion: Press, pressure: 3, lasts: "30s"), Rest(name: "Three", lasts: "20s"), Rest(name: "Four", lasts: "20s")"#;
    let without = |name: &str| {
        let steps = four.split(", Rest(").flat_map(|part| part.split(", Guide("));
        let kept: Vec<String> = steps
            .filter(|step| !step.contains(name))
            .map(|step| match step {
                step if step.starts_with("Rest(") => step.to_owned(),
                step if step.contains("site") => format!("Guide({step}"),
                step => format!("Rest({step}"),
            })
            .collect();
        kept.join(", ")
    };
    check(four, ("One", 8), &without("One"), ("Two", 0));
    check(four, ("Two", 8), &without("Two"), ("Three", 0));
    check(four, ("Four", 8), &without("Four"), ("The end", 0));
    // Under another name it is the same.
    check(four, ("Three", 8), &four.replace("Three", "Third"), ("Third", 8));
}

#[test]
fn a_step_that_became_shorter_is_over() {
    let old = two_sides();
    check(&old, ("Close", 15), &old.replace("\"20s\"", "\"16s\""), ("Close", 15));
    check(&old, ("Settle", 8), &old.replace("\"10s\"", "\"5s\""), ("Press, left side", 0));
}

#[test]
fn a_step_with_another_name_is_found_by_what_it_does() {
    let old = two_sides();
    check(
        &old,
        ("Press, left side", 9),
        &old.replace("Press\"", "Hold still\""),
        ("Hold still, left side", 9),
    );
    // Nothing of it is left: the same place in the order.
    check(&old, ("Close", 3), r#"Rest(name: "Only", lasts: "40s")"#, ("Only", 3));
    let waits = r#"Wait(name: "W", at_most: "20s"), Rest(name: "R", lasts: "20s")"#;
    check(waits, ("W", 3), r#"Rest(name: "Only", lasts: "40s")"#, ("Only", 0));
}

#[test]
fn of_steps_with_one_name_the_one_that_comes_as_often_is_meant() {
    let old = r#"Repeat(times: 3, steps: [Rest(name: "A", lasts: "10s"), Rest(name: "B", lasts: "10s")])"#;
    let (before, after) = (steps(old), steps(&old.replace("times: 3", "times: 5")));
    for (index, segment) in
        before.segments().iter().enumerate().filter(|(_, segment)| segment.round.is_some())
    {
        let found = &after.segments()[after.same_step(&before, index)];
        assert_eq!((&found.name, found.round.unwrap().0), (&segment.name, segment.round.unwrap().0));
    }
    let fewer = steps(&old.replace("times: 3", "times: 2"));
    let last_b = before.segments().iter().rposition(|segment| segment.name == "B").unwrap();
    assert_eq!(fewer.segments()[fewer.same_step(&before, last_b)].name, "B");
}

#[test]
fn every_place_of_a_timeline_is_itself() {
    let timeline = steps(&two_sides());
    for (index, segment) in timeline.segments().iter().enumerate() {
        let into = ExactDuration::from_millis(400);
        assert_eq!(timeline.nearest(&timeline, index, into), segment.start + into);
    }
}

fn secs(secs: u64) -> Position {
    Position::ZERO + ExactDuration::from_secs(secs)
}

fn outputs(player: &mut Player) -> Vec<Output> {
    std::iter::from_fn(|| player.poll()).collect()
}

/// A session `at` so many seconds, whose routine then becomes another.
fn changed(old: &str, at: u64, commands: &[PlayerCommand], new: &str) -> Player {
    let mut player = Player::new(steps(old), ExactDuration::ZERO);
    player.handle(PlayerCommand::Start, Position::ZERO);
    player.advance_to(secs(at));
    for command in commands {
        player.handle(*command, secs(at));
    }
    outputs(&mut player);
    let new = steps(new);
    let now = player.snapshot(secs(at));
    let place = new.nearest(&now.timeline, now.index, now.at.since(now.segment().start));
    player.take_other_timeline(new, place, secs(at));
    player
}

#[test]
fn a_playing_session_goes_on_at_the_same_place_and_keeps_what_was_done() {
    let new = format!("Rest(name: \"New\", lasts: \"50s\"), {}", two_sides());
    // 7 s of counting, 10 s of settling, 8 s of pressing.
    let mut player = changed(&two_sides(), 25, &[], &new);
    let first = outputs(&mut player);
    assert!(matches!(first[0], Output::TimelineChanged(_)));
    assert!(first.iter().all(|output| !matches!(output, Output::SegmentEntered(_))), "it is the same step");
    let shown = player.snapshot(secs(25));
    assert_eq!(
        (shown.segment().full_name().as_str(), shown.left_in_step()),
        ("Press, left side", ExactDuration::from_secs(22))
    );
    player.advance_to(secs(48));
    assert_eq!(player.snapshot(secs(48)).segment().full_name(), "Switch sides");
    let done: Vec<u64> = player.done().iter().map(|done| done.whole_secs()).collect();
    assert_eq!(done, [7, 0, 10, 30, 1, 0, 0, 0], "what is new was not done, the rest was");
}

#[test]
fn another_step_is_entered_and_its_cues_come() {
    let mut player = changed(&two_sides(), 16, &[], &two_sides().replace("\"10s\"", "\"5s\""));
    let all = outputs(&mut player);
    assert!(all.contains(&Output::SegmentEntered(2)));
    assert!(all.iter().any(|output| matches!(output, Output::Happened(EventKind::Cue(_)))), "{all:?}");
}

#[test]
fn what_stands_still_stands_still_at_the_new_place() {
    let new = format!("Rest(name: \"New\", lasts: \"50s\"), {}", two_sides());
    for (command, state) in [
        (PlayerCommand::Pause, State::Paused),
        (PlayerCommand::Stop(crate::player::StopReason::Asked), State::Stopped),
    ] {
        let mut player = changed(&two_sides(), 25, &[command], &new);
        assert_eq!(player.state(), state);
        assert_eq!(player.next_deadline(), None);
        let shown = player.snapshot(secs(1000));
        assert_eq!(
            (shown.segment().full_name().as_str(), shown.left_in_step()),
            ("Press, left side", ExactDuration::from_secs(22))
        );
        player.handle(PlayerCommand::Resume, secs(1000));
        player.advance_to(secs(1001));
        assert_eq!(player.snapshot(secs(1001)).left_in_step(), ExactDuration::from_secs(21));
    }
}

#[test]
fn a_shorter_routine_can_be_over() {
    let mut player = changed(&two_sides(), 90, &[], r#"Rest(name: "Only", lasts: "5s")"#);
    player.advance_to(secs(200));
    assert_eq!(player.state(), State::Finished);
    assert_eq!(outputs(&mut player).iter().filter(|output| **output == Output::Finished).count(), 1);
}

#[test]
fn a_question_is_asked_on_while_the_pack_lies_on() {
    let pack = r#"Compress(name: "Cold", pack: Cold, site: Forehead, lasts: "15m")"#;
    let old = steps(pack);
    let asked =
        old.events().iter().find(|event| matches!(event.kind, EventKind::AwakeCheck { .. })).unwrap().at;
    let later = asked.from_start().whole_secs() + 1;
    let with_rest = format!("Rest(name: \"First\", lasts: \"100s\"), {pack}");
    let mut player = changed(pack, later, &[], &with_rest);
    assert!(player.snapshot(secs(later)).asked.is_some_and(|left| !left.is_zero()));
    player.advance_to(secs(later + 600));
    assert!(outputs(&mut player).contains(&Output::NobodyAnswered));
    let rest = changed(pack, later, &[], r#"Rest(name: "Only", lasts: "20m")"#);
    assert_eq!(rest.snapshot(secs(later)).asked, None, "there is nothing to take off any more");
}
