//! A session without a thread and without a device; the test moves the clock.

use super::asking::{CALL_FOR, NOBODY_ANSWERED};
use super::*;
use crate::app::clock::manual::ManualClock;
use crate::journal::{Outcome, Record};
use crate::library::Library;
use crate::player::{Snapshot, State};
use crate::safety::{Moment, Profile};
use crate::timeline::{SegmentKind, plan};

/// A session and its clock.
struct Test {
    driver: Driver,
    clock: ManualClock,
}

impl Test {
    fn of(routine: &str, moment: &Moment) -> Self {
        Self::with(routine, moment, SoundOutput::silent)
    }

    fn with(
        routine: &str,
        moment: &Moment,
        sound: impl FnOnce(crate::sound::clock::Uptime) -> SoundOutput,
    ) -> Self {
        let routine = Library::open(None).find(routine).unwrap().routine.clone().unwrap();
        Self::of_routine(&routine, moment, sound)
    }

    fn of_routine(
        routine: &Arc<crate::safety::SafeRoutine>,
        moment: &Moment,
        sound: impl FnOnce(crate::sound::clock::Uptime) -> SoundOutput,
    ) -> Self {
        let plan = plan(routine, &Profile::default(), moment, None).unwrap();
        let clock = ManualClock::at("2026-11-02T20:00:00+01:00");
        let setup = SessionSetup {
            approved: Approved::unchecked(plan),
            sound: false,
            settings: Settings::default(),
            cache: None,
            writer: None,
            wake: Arc::new(|| {}),
            clock: clock.clock(),
        };
        let sound = sound(clock.clock().as_uptime().clone());
        let mut driver = Driver::with_sound(setup, sound, Waker::nobody());
        driver.begin();
        Self { driver, clock }
    }

    /// Lets time pass, with the session running as often as its thread would.
    fn passes(&mut self, lasts: ExactDuration) {
        let mut left = lasts;
        while !left.is_zero() {
            let step = left.min(ExactDuration::from_secs(1));
            self.clock.advance(step);
            self.driver.catch_up();
            left = left.minus(step);
        }
    }

    fn does(&mut self, command: PlayerCommand) {
        self.driver.handle(SessionCommand::Player(command));
    }

    fn view(&self) -> Arc<SessionView> {
        Arc::clone(&self.driver.shared_view().lock())
    }

    fn now(&self) -> Snapshot {
        let now = self.driver.session_clock().lock().now();
        self.view().progress.snapshot(now)
    }

    fn record(&self) -> Arc<Record> {
        self.driver.keeping.record()
    }

    /// Goes to the compress, puts it on, and lets its time run out without an answer.
    fn falls_asleep_under_the_pack(&mut self) {
        for _ in 0..20 {
            if matches!(self.now().segment().kind, SegmentKind::Compress { .. }) {
                break;
            }
            self.does(PlayerCommand::Skip);
        }
        assert!(matches!(self.now().segment().kind, SegmentKind::Compress { .. }));
        for _ in 0..20 * 60 {
            if self.now().calls {
                return;
            }
            self.passes(ExactDuration::from_secs(1));
        }
        panic!("nobody was missed");
    }
}

fn secs(secs: u64) -> ExactDuration {
    ExactDuration::from_secs(secs)
}

#[test]
fn a_sleep_pauses_the_session_where_it_was_and_the_key_goes_on() {
    let mut test = Test::of("longer-exhale", &Moment::default());
    test.passes(secs(12));
    let before = test.now().at;
    test.clock.advance(secs(30));
    test.driver.catch_up();
    let slept = test.now();
    assert_eq!((slept.state, slept.at), (State::Paused, before));
    assert_eq!(test.view().remark.as_deref(), Some(SLEPT));
    test.does(PlayerCommand::BigKey);
    assert_eq!((test.now().state, test.view().remark.as_deref()), (State::Running, None));
}

#[test]
fn a_sleep_while_it_is_paused_changes_nothing() {
    let mut test = Test::of("longer-exhale", &Moment::default());
    test.passes(secs(12));
    test.does(PlayerCommand::Pause);
    let paused = test.now().at;
    test.clock.advance(secs(30));
    test.does(PlayerCommand::Resume);
    assert_eq!((test.now().state, test.view().remark.as_deref()), (State::Running, None));
    assert_eq!(test.now().at, paused);
}

#[test]
fn somebody_who_sleeps_under_a_pack_is_called_for_three_minutes_and_the_session_ends() {
    let mut test = Test::of("cold-forehead", &Moment::default());
    test.falls_asleep_under_the_pack();
    assert!(test.driver.sound.is_loud());
    test.passes(CALL_FOR.minus(secs(1)));
    assert!(test.now().calls && test.driver.sound.is_loud(), "it is still called");
    test.passes(secs(2));
    assert!(!test.driver.sound.is_loud());
    assert_eq!((test.now().state, test.record().outcome), (State::Stopped, Outcome::Closed));
    assert!(test.record().changes.contains(&NOBODY_ANSWERED.to_owned()));
}

#[test]
fn whoever_wakes_up_ends_the_call_by_any_key() {
    let mut test = Test::of("cold-forehead", &Moment::default());
    test.falls_asleep_under_the_pack();
    test.driver.handle(SessionCommand::ToggleMute);
    assert!(!test.driver.sound.is_loud());
    test.passes(CALL_FOR + secs(10));
    assert_ne!(test.record().outcome, Outcome::Closed);
}

#[test]
fn in_an_attack_everything_is_a_whisper_whatever_is_chosen_meanwhile() {
    let chosen = Settings::default().levels.main;
    let between = Test::of("longer-exhale", &Moment::in_phase(Phase::Between));
    assert!((between.driver.sound.levels().main - chosen).abs() < 1e-6);
    let mut attack = Test::of("longer-exhale", &Moment::in_phase(Phase::Attack));
    assert!((attack.driver.sound.levels().main - chosen * WHISPER).abs() < 1e-6);
    let mut quieter = Settings::default();
    quieter.levels.main = 0.5;
    attack.driver.handle(SessionCommand::Settings(Box::new(quieter)));
    assert!((attack.driver.sound.levels().main - 0.5 * WHISPER).abs() < 1e-6);
}

#[test]
fn the_device_is_let_go_a_while_after_the_end_and_taken_again_when_it_goes_on() {
    let mut test = Test::with("longer-exhale", &Moment::default(), SoundOutput::with_mute_device);
    test.passes(secs(3));
    test.does(PlayerCommand::Stop(StopReason::Asked));
    test.passes(CLOSE_AFTER.minus(secs(1)));
    assert!(test.driver.sound.is_open(), "the last sound may still be heard");
    test.passes(secs(2));
    assert!(!test.driver.sound.is_open());
}

#[test]
fn what_is_over_is_continued_through_the_gate_alone() {
    let mut test = Test::of("longer-exhale", &Moment::default());
    test.passes(secs(12));
    test.does(PlayerCommand::Stop(StopReason::Asked));
    let plan = test.driver.planned.clone();
    for key in [PlayerCommand::BigKey, PlayerCommand::Resume, PlayerCommand::Skip, PlayerCommand::Back] {
        test.does(key);
        assert_eq!((test.now().state, test.record().outcome), (State::Stopped, Outcome::Stopped), "{key:?}");
    }
    assert!(Arc::ptr_eq(&plan, &test.driver.planned));
    test.driver.handle(SessionCommand::Continue(Box::new(approved())));
    assert_eq!((test.now().state, test.record().outcome), (State::Running, Outcome::Running));
    assert_eq!(test.record().ended, None);
}

#[test]
fn what_felt_wrong_is_not_continued() {
    let mut test = Test::of("longer-exhale", &Moment::default());
    test.passes(secs(12));
    test.driver.handle(SessionCommand::FeelsWrong);
    test.driver.handle(SessionCommand::Continue(Box::new(approved())));
    assert_eq!((test.now().state, test.record().outcome), (State::Stopped, Outcome::Stopped));
    assert!(test.record().felt_wrong);
}

#[test]
fn what_was_said_of_now_and_asked_for_is_in_the_record() {
    let mut moment = Moment::in_phase(Phase::Attack);
    moment.pain = Some(6);
    moment.set(crate::safety::State::Nauseous, true);
    let test = Test::of("longer-exhale", &moment);
    let record = test.record();
    assert_eq!((record.phase.as_deref(), record.pain_before), (Some("Attack"), Some(6)));
    assert_eq!((record.states.as_slice(), record.requested_length), (&["Nauseous".to_owned()][..], None));
}

#[test]
fn steps_that_are_left_out_do_not_make_a_length_that_was_asked_for() {
    let mut moment = Moment::default();
    moment.set(crate::safety::State::TouchHurts, true);
    let (plain, changed) =
        (Test::of("neck-and-shoulders-10", &Moment::default()), Test::of("neck-and-shoulders-10", &moment));
    assert_ne!(plain.record().steps, changed.record().steps);
    assert_eq!(changed.record().requested_length, None);
}

#[test]
fn what_is_shown_holds_no_copy_of_the_record_while_time_passes() {
    let mut test = Test::of("longer-exhale", &Moment::default());
    test.passes(secs(12));
    let first = test.view();
    assert!(Arc::ptr_eq(&first, &test.view()), "looking copies nothing");
    test.driver.handle(SessionCommand::RatePain(Some(3)));
    assert_eq!(test.view().record.pain_after, Some(3));
}

fn approved() -> Approved {
    let routine = Library::open(None).find("longer-exhale").unwrap().routine.clone().unwrap();
    Approved::unchecked(plan(&routine, &Profile::default(), &Moment::default(), None).unwrap())
}

#[test]
fn a_key_notes_how_the_step_feels_and_takes_it_back() {
    let mut test = Test::of("neck-and-shoulders-5", &Moment::default());
    test.passes(secs(10));
    let felt = |test: &Test| {
        let record = test.record();
        record.steps.iter().find_map(|step| Some((step.name.clone(), step.comfort?)))
    };
    let name = test.now().segment().full_name();
    test.driver.handle(SessionCommand::Comfort(Comfort::Good));
    assert_eq!(felt(&test), Some((name.clone(), Comfort::Good)));
    assert_eq!(test.view().remark, Some(format!("Noted: “{name}” felt good.")));
    // The other answer takes its place; the same one once more takes it back.
    test.driver.handle(SessionCommand::Comfort(Comfort::Bad));
    assert_eq!(felt(&test), Some((name.clone(), Comfort::Bad)));
    test.driver.handle(SessionCommand::Comfort(Comfort::Bad));
    assert_eq!(felt(&test), None);
    assert_eq!(test.view().remark, Some(format!("Taken back: “{name}”.")));
    // While somebody changes sides, the side before is meant.
    while test.now().segment().kind != SegmentKind::Switch {
        test.does(PlayerCommand::Skip);
    }
    test.driver.handle(SessionCommand::Comfort(Comfort::Good));
    let (name, _) = felt(&test).unwrap();
    assert!(name.ends_with("left side"), "{name}");
}

#[test]
fn the_answer_to_a_question_is_in_the_record() {
    let written = r#"(format: 1, title: "T", kind: Relaxation, suits: [Between], evidence: Traditional, steps: [
        Ask(name: "Easing", say: "Is it easing?", at_most: "20s", steps: [Rest(name: "Usual", lasts: "60s")],
            softer: [Rest(name: "Soft", lasts: "10s")]),
        Rest(name: "After", lasts: "10s"),
    ])"#;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("asks.ron");
    std::fs::write(&path, written).unwrap();
    let routine = Library::open(None).read_file(&path).routine.unwrap();
    let mut test = Test::of_routine(&routine, &Moment::default(), SoundOutput::silent);
    test.passes(secs(10));
    test.does(PlayerCommand::Softer);
    test.passes(secs(30));
    let record = test.record();
    let steps: Vec<(&str, u64)> =
        record.steps.iter().map(|step| (step.name.as_str(), step.done.whole_secs())).collect();
    assert_eq!(steps, [("Easing", 3), ("Soft", 10), ("After", 10)]);
    assert_eq!(record.planned, secs(20));
    assert_eq!(record.changes, ["After “Easing”, the softer way was taken."]);
    assert_eq!(record.outcome, Outcome::Completed);
}
