//! A session whose machine sleeps.

use std::time::{Duration, Instant};

use super::driver::SLEPT;
use super::*;
use crate::journal::JournalService;
use crate::library::Library;
use crate::player::State;
use crate::safety::Profile;
use crate::timeline::{Moment, plan};

/// A silent session of a shipped routine.
fn session(folder: &std::path::Path) -> (Session, JournalService) {
    let library = Library::open(None);
    let routine = library.find("longer-exhale").unwrap().routine.clone().unwrap();
    let service = JournalService::start(folder.join("journal.sqlite"), folder.join("spool"));
    let session = Session::start(SessionSetup {
        plan: plan(&routine, &Profile::default(), &Moment::default(), None).unwrap(),
        pain_before: None,
        phase: None,
        states: Vec::new(),
        wished: None,
        from: None,
        sound: false,
        settings: Settings::default(),
        cache: None,
        folder: None,
        writer: Some(service.writer()),
        wake: Arc::new(|| {}),
    });
    (session.unwrap(), service)
}

/// What there is to see once it is in this state.
fn once(session: &Session, state: State) -> (Snapshot, SessionView) {
    let begun = Instant::now();
    loop {
        let (snapshot, view) = session.look();
        if snapshot.state == state {
            return (snapshot, view);
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "{:?} did not become {state:?}", snapshot.state);
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_sleep_pauses_the_session_where_it_was_and_the_key_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (session, _keeper) = session(folder.path());
    let (before, _) = once(&session, State::Running);
    session.clock.lock().sleep(ExactDuration::from_secs(30));
    let (slept, view) = once(&session, State::Paused);
    assert!(slept.at.since(before.at) < ExactDuration::from_secs(20), "{:?}", slept.at);
    assert_eq!(view.remark.as_deref(), Some(SLEPT));
    session.play(PlayerCommand::BigKey);
    let (_, view) = once(&session, State::Running);
    assert_eq!(view.remark, None);
}

#[test]
fn a_sleep_while_it_is_paused_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (session, _keeper) = session(folder.path());
    once(&session, State::Running);
    session.play(PlayerCommand::Pause);
    let (paused, _) = once(&session, State::Paused);
    session.clock.lock().sleep(ExactDuration::from_secs(30));
    session.play(PlayerCommand::Resume);
    let (resumed, view) = once(&session, State::Running);
    assert!(resumed.at.since(paused.at) < ExactDuration::from_secs(20), "{:?}", resumed.at);
    assert_eq!(view.remark, None);
}
