//! Scripted sessions on a clock that the test owns.

use std::sync::Arc;

use super::*;
use crate::routine::technique::Techniques;
use crate::routine::validate::Role;
use crate::safety::Profile;
use crate::timeline::{Cue, Moment, compile, plan};

/// Get ready 7 s, rest 10 s, two sides of 30 s with 5 s between, a wait of 60 s, breaths of 10 s for 20 s, the end 7 s.
const ROUTINE: &str = r#"(format: 1, title: "T", kind: Mixed, suits: [Between], evidence: Traditional, steps: [
    Rest(name: "Settle", lasts: "10s", say: "Sit."),
    EachSide(steps: [Guide(name: "Press", site: Trapezius, motion: Press, pressure: 3, lasts: "30s", say: "Press.")]),
    Wait(name: "Wait", at_most: "60s", say: "Press the key."),
    Breathe(name: "Breath", inhale: 4, exhale: 6, lasts: "20s"),
    Repeat(times: 2, steps: [Rest(name: "A", lasts: "10s"), Rest(name: "B", lasts: "10s")]),
])"#;

pub(crate) fn timeline_of(text: &str) -> Arc<Timeline> {
    let (routine, problems) = crate::routine::read(text);
    assert_eq!(problems, []);
    let (valid, problems) =
        crate::routine::validate("t", routine.unwrap(), Role::Routine, &Techniques::default());
    assert_eq!(problems, []);
    let safe = Arc::new(crate::safety::review(valid.unwrap()).unwrap());
    Arc::new(compile(&plan(&safe, &Profile::default(), &Moment::default(), None).unwrap()))
}

/// A session and its clock.
struct Session {
    player: Player,
    now: Position,
}

impl Session {
    fn started() -> Self {
        Self::with_lead(ExactDuration::ZERO)
    }

    fn with_lead(lead: ExactDuration) -> Self {
        let mut player = Player::new(timeline_of(ROUTINE), lead);
        player.handle(PlayerCommand::Start, Position::ZERO);
        let mut session = Self { player, now: Position::ZERO };
        session.entered();
        session
    }

    fn after_secs(&mut self, secs: u64) -> &mut Self {
        self.now += ExactDuration::from_secs(secs);
        self.player.advance_to(self.now);
        self
    }

    fn does(&mut self, command: PlayerCommand) -> &mut Self {
        self.player.handle(command, self.now);
        self
    }

    fn outputs(&mut self) -> Vec<Output> {
        std::iter::from_fn(|| self.player.poll()).collect()
    }

    /// The names of the segments entered since last asked.
    fn entered(&mut self) -> Vec<String> {
        let outputs = self.outputs();
        let segments = self.player.timeline().segments();
        let entered = outputs.iter().filter_map(|output| {
            let Output::SegmentEntered(index) = output else { return None };
            Some(segments[*index].full_name())
        });
        entered.collect()
    }

    #[track_caller]
    fn shows(&self, step: &str, secs_left: u64) {
        let snapshot = self.player.snapshot(self.now);
        assert_eq!(
            (snapshot.segment().full_name().as_str(), snapshot.left_in_step().secs_left()),
            (step, secs_left)
        );
    }
}

#[test]
fn a_session_played_through_enters_every_segment_once_and_finishes() {
    let mut session = Session::started();
    let mut entered = Vec::new();
    for _ in 0..300 {
        entered.extend(session.after_secs(1).entered());
    }
    assert_eq!(
        entered,
        [
            "Settle",
            "Press, left side",
            "Switch sides",
            "Press, right side",
            "Wait",
            "Breath",
            "A",
            "B",
            "A",
            "B",
            "The end"
        ]
    );
    assert_eq!(session.player.state(), State::Finished);
    assert!(session.player.is_complete());
    let planned: Vec<ExactDuration> = session.player.timeline().segments().iter().map(|s| s.lasts).collect();
    assert_eq!(session.player.done(), planned);
}

#[test]
fn a_long_stall_yields_what_steady_calls_yield() {
    let (mut steady, mut stalled) = (Session::started(), Session::started());
    let mut from_steady = Vec::new();
    for _ in 0..300 {
        from_steady.extend(steady.after_secs(1).outputs());
        steady.player.advance_to(steady.now);
    }
    assert_eq!(stalled.after_secs(300).outputs(), from_steady);
    assert_eq!(stalled.player.done(), steady.player.done());
}

#[test]
fn events_come_in_order_and_each_once() {
    let mut session = Session::started();
    let outputs = session.after_secs(300).outputs();
    let happened: Vec<&EventKind> = outputs
        .iter()
        .filter_map(|output| if let Output::Happened(what) = output { Some(what) } else { None })
        .collect();
    let expected: Vec<EventKind> =
        session.player.timeline().events().iter().map(|event| event.kind.clone()).collect();
    assert_eq!(happened, expected.iter().collect::<Vec<_>>());
    assert_eq!(happened.iter().filter(|what| ***what == EventKind::Cue(Cue::End)).count(), 1);
}

#[test]
fn a_pause_stops_time_and_resuming_goes_on_from_there() {
    let mut session = Session::started();
    session.after_secs(10).shows("Settle", 7);
    session.does(PlayerCommand::BigKey).after_secs(1000).shows("Settle", 7);
    assert_eq!(session.player.state(), State::Paused);
    assert_eq!(session.player.next_deadline(), None);
    session.does(PlayerCommand::BigKey).shows("Settle", 7);
    session.after_secs(2).shows("Settle", 5);
    assert_eq!(session.player.done()[1], ExactDuration::from_secs(5));
}

#[test]
fn after_a_jump_the_timeline_waits_for_the_sound() {
    let mut session = Session::with_lead(ExactDuration::from_secs(1));
    session.after_secs(1).shows("Get ready", 7);
    session.after_secs(1).shows("Get ready", 6);
    session.does(PlayerCommand::Skip).shows("Settle", 10);
    session.after_secs(1).shows("Settle", 10);
    session.after_secs(1).shows("Settle", 9);
    assert_eq!(session.player.next_deadline(), Some(session.now + ExactDuration::from_secs(9)));
}

#[test]
fn back_early_in_a_step_leads_over_the_change_of_sides() {
    let mut session = Session::started();
    session.after_secs(7 + 10 + 30 + 5 + 2).shows("Press, right side", 28);
    session.does(PlayerCommand::Back).shows("Press, left side", 30);
    session.after_secs(10).does(PlayerCommand::Back).shows("Press, left side", 30);
    session.does(PlayerCommand::Back).shows("Settle", 10);
    session.does(PlayerCommand::Back).shows("Settle", 10);
}

#[test]
fn back_during_a_change_of_sides_repeats_the_side_before() {
    let mut session = Session::started();
    session.after_secs(7 + 10 + 30 + 4).shows("Switch sides", 1);
    session.does(PlayerCommand::Back).shows("Press, left side", 30);
}

#[test]
fn skip_inside_a_repeat_leads_to_its_next_round_and_at_the_end_to_the_end() {
    let mut session = Session::started();
    session.does(PlayerCommand::Seek(Position::ZERO + ExactDuration::from_secs(7 + 10 + 65 + 60 + 20 + 15)));
    session.shows("B", 5);
    session.does(PlayerCommand::Skip).shows("A", 10);
    assert_eq!(session.player.snapshot(session.now).segment().round, Some((2, 2)));
    session.does(PlayerCommand::Skip).does(PlayerCommand::Skip).shows("The end", 7);
    assert!(session.player.is_complete());
    session.does(PlayerCommand::Skip);
    assert_eq!(session.player.state(), State::Finished);
    assert_eq!(session.outputs().last(), Some(&Output::Finished));
}

#[test]
fn a_wait_ends_with_the_key_or_at_its_limit() {
    let mut session = Session::started();
    session.after_secs(7 + 10 + 65).shows("Wait", 60);
    session.after_secs(20).does(PlayerCommand::BigKey).shows("Breath", 20);
    assert_eq!(session.player.done()[5], ExactDuration::from_secs(20));

    let mut session = Session::started();
    session.after_secs(7 + 10 + 65 + 59).shows("Wait", 1);
    session.after_secs(1).shows("Breath", 20);
}

#[test]
fn waiting_can_be_paused_and_its_time_does_not_count() {
    let mut session = Session::started();
    session.after_secs(7 + 10 + 65 + 5);
    let left = session.player.snapshot(session.now).left_in_all();
    assert_eq!(left, ExactDuration::from_secs(60));
    session.does(PlayerCommand::Pause).after_secs(500).shows("Wait", 55);
}

#[test]
fn more_time_makes_this_step_longer_and_moves_the_rest() {
    let mut session = Session::started();
    session.after_secs(7 + 10 + 20).shows("Press, left side", 10);
    session.outputs();
    session.does(PlayerCommand::MoreTime).shows("Press, left side", 25);
    session.after_secs(25).shows("Switch sides", 5);
    session.after_secs(5).shows("Press, right side", 30);
}

#[test]
fn more_time_ends_at_the_cap_of_the_step() {
    let mut session = Session::started();
    session.after_secs(7 + 10 + 1);
    for _ in 0..10 {
        session.does(PlayerCommand::MoreTime);
    }
    session.shows("Press, left side", 59);
    assert!(session.outputs().contains(&Output::NoMoreTime));
}

#[test]
fn more_time_adds_whole_breaths() {
    let mut session = Session::started();
    session.after_secs(7 + 10 + 65).does(PlayerCommand::BigKey).after_secs(5).shows("Breath", 15);
    session.outputs();
    session.does(PlayerCommand::MoreTime).shows("Breath", 35);
    let breaths = session.after_secs(35).outputs();
    let inhaled = |output: &&Output| {
        matches!(
            output,
            Output::Happened(EventKind::Breath { phase: crate::timeline::BreathPhase::Inhale, .. })
        )
    };
    assert_eq!(breaths.iter().filter(inhaled).count(), 3);
}

#[test]
fn a_stop_keeps_what_was_done_and_can_be_taken_back() {
    let mut session = Session::started();
    session.after_secs(12).does(PlayerCommand::Stop(StopReason::Asked));
    session.outputs();
    session.after_secs(100);
    assert_eq!(session.player.done()[1], ExactDuration::from_secs(5));
    assert!(!session.player.is_complete());
    session.does(PlayerCommand::Resume).after_secs(1).shows("Settle", 4);
    assert_eq!(session.player.state(), State::Running);
}

#[test]
fn the_words_are_said_again_and_jumps_while_paused_stay_paused() {
    let mut session = Session::started();
    session.after_secs(8).outputs();
    session.does(PlayerCommand::Again);
    assert_eq!(session.outputs(), [Output::WordsWanted("Sit.".into(), Language::En)]);
    session.does(PlayerCommand::Pause).does(PlayerCommand::Skip).after_secs(50).shows("Press, left side", 30);
    assert_eq!(session.player.state(), State::Paused);
}

#[test]
fn a_clock_that_steps_back_changes_nothing() {
    let mut session = Session::started();
    session.after_secs(30).outputs();
    session.player.advance_to(Position::ZERO);
    assert_eq!(session.outputs(), []);
    assert_eq!(session.player.snapshot(Position::ZERO).left_in_step().secs_left(), 17);
}

#[test]
fn the_breath_is_told_with_its_phase_and_second() {
    let mut session = Session::started();
    session.does(PlayerCommand::Seek(Position::ZERO + ExactDuration::from_secs(7 + 10 + 65 + 60 + 15)));
    let breath = session.player.snapshot(session.now).breath();
    assert_eq!(
        breath,
        Some(Breath {
            phase: crate::timeline::BreathPhase::Exhale,
            elapsed: ExactDuration::from_secs(1),
            lasts: ExactDuration::from_secs(6)
        })
    );
}

/// Ten minutes of cold, in which it is asked once whether somebody is awake.
fn cooled() -> (Player, Position) {
    let timeline = timeline_of(
        r#"(format: 1, title: "T", kind: Cold, suits: [Attack], evidence: SmallTrials, sources: ["s"], steps: [
            Compress(name: "Cold", pack: Cold, site: Forehead, lasts: "10m", say: "Rest."),
            Rest(name: "After", lasts: "30s"),
        ])"#,
    );
    let is_question = |what: &EventKind| matches!(what, EventKind::AwakeCheck { .. });
    let asked = timeline.events().iter().find(|event| is_question(&event.kind)).unwrap().at;
    let mut player = Player::new(timeline, ExactDuration::ZERO);
    player.handle(PlayerCommand::Start, Position::ZERO);
    player.advance_to(asked);
    assert!(player.snapshot(asked).asked.is_some());
    // The words of the question come a little after its cue.
    player.advance_to(asked + ExactDuration::from_secs(2));
    while player.poll().is_some() {}
    (player, asked)
}

fn told(player: &mut Player) -> Vec<Output> {
    std::iter::from_fn(|| player.poll()).collect()
}

#[test]
fn the_big_key_answers_that_one_is_awake_and_pauses_nothing() {
    let (mut player, asked) = cooled();
    let now = asked + ExactDuration::from_secs(20);
    player.handle(PlayerCommand::BigKey, now);
    assert_eq!(told(&mut player), [Output::Answered]);
    assert_eq!((player.state(), player.snapshot(now).asked), (State::Running, None));
    player.advance_to(now + ExactDuration::from_secs(120));
    assert_eq!(player.snapshot(now + ExactDuration::from_secs(120)).segment().name, "Cold");
}

#[test]
fn any_other_command_is_an_answer_too() {
    let (mut player, asked) = cooled();
    player.handle(PlayerCommand::MoreTime, asked + ExactDuration::from_secs(3));
    assert_eq!(told(&mut player)[0], Output::Answered);
}

#[test]
fn without_an_answer_the_question_is_put_again_and_then_the_pack_is_over() {
    let (mut player, asked) = cooled();
    player.advance_to(asked + ExactDuration::from_secs(30));
    assert_eq!(told(&mut player), [Output::AskedAgain]);
    assert_eq!(player.next_deadline(), Some(asked + ExactDuration::from_secs(60)));
    // However late the caller is, nothing of the pack's time goes on after the answer was due.
    let late = asked + ExactDuration::from_mins(30);
    player.advance_to(late);
    assert!(told(&mut player).contains(&Output::NobodyAnswered));
    let now = player.snapshot(late);
    assert_eq!((now.state, now.calls, now.segment().name.as_str()), (State::Paused, true, "After"));
    assert_eq!(
        player.done()[1],
        (asked + ExactDuration::from_secs(60)).since(now.timeline.segments()[1].start)
    );

    player.handle(PlayerCommand::BigKey, late);
    let now = player.snapshot(late);
    assert_eq!((now.state, now.calls, now.segment().name.as_str()), (State::Running, false, "After"));
}

#[test]
fn a_file_asks_nothing() {
    let (player, _) = cooled();
    let file = player.timeline().for_a_file(ExactDuration::from_secs(30));
    let asks = |event: &crate::timeline::Event| matches!(event.kind, EventKind::AwakeCheck { .. });
    assert!(!file.events().iter().any(asks));
    let own = file.phrases();
    let says = |words: &str| {
        file.events().iter().any(|event| matches!(&event.kind, EventKind::Say { text, .. } if text == words))
    };
    assert!(says(own.if_sleepy) && !says(own.still_awake));
}

#[test]
fn a_pack_begins_with_the_key_and_never_because_a_wait_has_run_out() {
    let text = r#"(format: 1, title: "T", kind: Cold, suits: [Between], evidence: Traditional, steps: [
        Wait(name: "Wrap", at_most: "60s", say: "Wrap it."),
        Compress(name: "Cold", pack: Cold, site: Forehead, lasts: "10m"),
    ])"#;
    let start = || {
        let mut player = Player::new(timeline_of(text), ExactDuration::ZERO);
        player.handle(PlayerCommand::Start, Position::ZERO);
        let mut session = Session { player, now: Position::ZERO };
        session.after_secs(7 + 30).shows("Wrap", 30);
        session
    };
    let mut in_time = start();
    in_time.does(PlayerCommand::BigKey).shows("Cold", 600);
    // Nobody comes for an hour, however late or often that is looked at.
    let mut alone = start();
    alone.after_secs(3600);
    assert_eq!(alone.player.state(), State::Paused);
    assert_eq!(alone.player.snapshot(alone.now).segment().name, "Wrap");
    assert!(alone.player.done()[2].is_zero(), "the pack's time has not begun");
    alone.does(PlayerCommand::BigKey).after_secs(1);
    assert_eq!(alone.player.snapshot(alone.now).segment().name, "Cold");
    assert_eq!(alone.player.state(), State::Running);
}

/// Get ready 7 s, a question of 20 s, then one rest of 10 s or two of 5 s, then another rest of 10 s.
const TWO_WAYS: &str = r#"(format: 1, title: "T", kind: Relaxation, suits: [Between], evidence: Traditional, steps: [
    Ask(name: "Easing", say: "Is it easing?", at_most: "20s",
        steps: [Rest(name: "Usual", lasts: "10s")],
        softer: [Rest(name: "Soft A", lasts: "5s"), Rest(name: "Soft B", lasts: "5s")]),
    Rest(name: "After", lasts: "10s"),
])"#;

/// A session at its question, three seconds in.
fn asked() -> Session {
    let mut player = Player::new(timeline_of(TWO_WAYS), ExactDuration::ZERO);
    player.handle(PlayerCommand::Start, Position::ZERO);
    let mut session = Session { player, now: Position::ZERO };
    session.after_secs(10);
    session.outputs();
    session
}

/// The names of the steps from the one that is played on.
fn ahead(session: &Session) -> Vec<String> {
    let segments = session.player.timeline().segments();
    segments[session.player.current..].iter().map(|segment| segment.name.clone()).collect()
}

#[test]
fn the_big_key_goes_on_the_usual_way() {
    let mut session = asked();
    assert!(session.player.snapshot(session.now).is_question());
    session.does(PlayerCommand::BigKey);
    assert_eq!(ahead(&session), ["Usual", "After", "The end"]);
    assert!(!session.outputs().iter().any(|output| matches!(output, Output::WayTaken { .. })));
}

#[test]
fn the_other_key_takes_the_softer_way_and_the_time_after_it_follows() {
    let mut session = asked();
    session.does(PlayerCommand::Softer);
    assert_eq!(ahead(&session), ["Soft A", "Soft B", "After", "The end"]);
    assert!(session.outputs().contains(&Output::WayTaken { question: 1, softer: true }));
    session.after_secs(11);
    assert_eq!(ahead(&session), ["After", "The end"]);
    assert_eq!(session.player.done().len(), session.player.timeline().segments().len());
}

#[test]
fn passing_over_a_question_is_no_answer() {
    let mut session = asked();
    session.does(PlayerCommand::Skip);
    assert!(session.outputs().contains(&Output::WayTaken { question: 1, softer: true }));
}

#[test]
fn without_an_answer_the_softer_way_is_taken_when_the_time_is_over() {
    let mut session = asked();
    session.after_secs(16);
    assert_eq!(ahead(&session)[0], "Easing");
    session.after_secs(2);
    assert_eq!(ahead(&session), ["Soft A", "Soft B", "After", "The end"]);
    // However late it is noticed.
    let mut late = asked();
    late.after_secs(600);
    assert!(late.outputs().contains(&Output::WayTaken { question: 1, softer: true }));
}

#[test]
fn whoever_goes_back_to_a_question_can_answer_otherwise() {
    let mut session = asked();
    session.does(PlayerCommand::Softer).does(PlayerCommand::Back);
    assert_eq!(ahead(&session)[0], "Easing");
    session.does(PlayerCommand::BigKey);
    assert_eq!(ahead(&session), ["Usual", "After", "The end"]);
    assert!(session.outputs().contains(&Output::WayTaken { question: 1, softer: false }));
}

#[test]
fn a_key_that_answers_nothing_does_nothing() {
    let mut session = Session::started();
    session.after_secs(10).outputs();
    session.does(PlayerCommand::Softer);
    assert_eq!(session.outputs(), []);
}

#[test]
fn questions_inside_a_way_keep_the_outer_one_right() {
    let inner = r#"Ask(name: "Inner", say: "And now?", at_most: "20s", steps: [Rest(name: "A", lasts: "10s")],
        softer: [Rest(name: "B", lasts: "5s"), Rest(name: "C", lasts: "5s")])"#;
    let text = TWO_WAYS.replace(r#"Rest(name: "Usual", lasts: "10s")"#, inner);
    let timeline = timeline_of(&text);
    let names = |timeline: &Timeline| {
        timeline.segments().iter().map(|segment| segment.name.clone()).collect::<Vec<_>>()
    };
    let softer = timeline.with_way(2, true).unwrap();
    assert_eq!(names(&softer)[1..], ["Easing", "Inner", "B", "C", "After", "The end"]);
    let outer = softer.with_way(1, true).unwrap();
    assert_eq!(names(&outer)[1..], ["Easing", "Soft A", "Soft B", "After", "The end"]);
    assert_eq!(names(&outer.with_way(1, false).unwrap()), names(&softer));
    assert_eq!(softer.with_way(2, false).unwrap(), *timeline);
}
