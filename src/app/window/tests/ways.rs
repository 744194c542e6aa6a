//! What somebody in an attack meets, and the ways back: one command to a session, a black screen that is one button, a
//! draft that waits.

use chrono::TimeDelta;

use super::*;
use crate::journal::Attack;
use crate::player::{PlayerCommand, State};
use crate::routine::Phase;
use crate::safety::FirstTime;
use crate::timeline::SegmentKind;
use crate::ui::actions::{HomeAction, MomentAction, ProgrammeAction, SessionAction};
use crate::ui::journal::JournalAction;
use crate::ui::session::gesture::Gesture;

impl TestWindow {
    /// `stillpoint now`.
    fn opens_now(&mut self) {
        self.window.starts_for_an_attack = true;
        self.settle();
    }

    fn is_blank(&self) -> bool {
        self.window.model.session.as_ref().is_some_and(crate::app::model::OpenSession::is_blank)
    }

    fn gestures(&mut self, gesture: Gesture) {
        self.does(Action::Session(SessionAction::Gesture(gesture)));
    }

    fn state(&self) -> State {
        self.view().0.state
    }
}

#[test]
fn one_command_starts_the_best_session_for_an_attack() {
    let mut test = TestWindow::new();
    test.opens_now();
    assert!(test.is_in_a_session());
    let moment = test.window.model.session.as_ref().unwrap().request.moment.clone();
    assert_eq!(moment.phase, Some(Phase::Attack));
    assert!(!test.is_blank(), "nobody has chosen the black screen");
}

#[test]
fn one_command_leads_past_no_gate() {
    type Obstacle = fn(&mut Model, chrono::DateTime<chrono::FixedOffset>);
    let obstacles: [Obstacle; 4] = [
        |model, _| model.preferences.settings.red_flags_seen = false,
        |model, now| model.preferences.settings.not_usual_since = Some(now),
        |model, now| {
            let started = now - TimeDelta::hours(80);
            model.journal.writer().save_attack(Attack { id: "long".into(), started, ..Attack::default() });
            model.query_journal();
        },
        |model, _| {
            model.preferences.settings.massage_explained = false;
            model.preferences.settings.pack_explained = false;
        },
    ];
    for (place, obstacle) in obstacles.into_iter().enumerate() {
        let mut test = TestWindow::new();
        let now = test.clock.clock().now();
        obstacle(&mut test.window.model, now);
        test.opens_now();
        let asks = matches!(&test.window.page, Page::Danger(_))
            || matches!(&test.window.page, Page::FirstTime(page) if page.which == FirstTime::Pack);
        // What is said once is only for packs and massage: breathing may begin without it.
        assert!(asks || (place == 3 && test.is_in_a_session()), "obstacle {place}");
    }
}

#[test]
fn eyes_are_shut_in_an_attack_if_that_was_chosen_and_only_then() {
    let mut test = TestWindow::new();
    test.does(Action::Home(HomeAction::ToggleEyesShut));
    let kept = std::fs::read_to_string(&test.paths.settings).unwrap();
    assert!(kept.contains("eyes_shut: true"), "{kept}");
    test.looks_at("letting-go");
    test.does(Action::Details(crate::ui::actions::DetailsAction::Start));
    assert!(test.is_in_a_session() && !test.is_blank(), "not in an attack");

    let mut test = TestWindow::new();
    test.window.model.preferences.settings.eyes_shut = true;
    test.opens_now();
    assert!(test.is_blank());
}

#[test]
fn the_black_screen_is_one_button() {
    let mut test = TestWindow::new();
    test.window.model.preferences.settings.eyes_shut = true;
    test.opens_now();
    assert_eq!(test.state(), State::Running);
    test.gestures(Gesture::Tap);
    assert_eq!(test.state(), State::Paused);
    test.gestures(Gesture::SecondTap);
    assert_eq!(test.state(), State::Running, "two taps repeat what was said");
    test.gestures(Gesture::Tap);
    test.does(Action::Session(SessionAction::Player(PlayerCommand::BigKey)));
    assert_eq!(test.state(), State::Running, "keys act as ever");
    test.gestures(Gesture::Hold);
    assert_eq!(test.state(), State::Stopped);
    assert!(test.is_blank(), "the rating is spoken, too");
}

#[test]
fn what_is_being_noted_of_an_attack_waits_until_it_is_saved() {
    let mut test = TestWindow::new();
    test.goes(Destination::Attack);
    let peak = |test: &mut TestWindow| {
        let state = shown(test);
        Some((state.attack.peak, state.left.is_some()))
    };
    let enter = |test: &mut TestWindow| {
        let Page::Journal(page) = &mut test.window.page else { panic!("the page of an attack") };
        page.attack_mut().unwrap().attack.peak = Some(7);
    };
    assert_eq!(peak(&mut test), Some((None, false)));
    test.does(Action::Journal(JournalAction::Back));
    test.goes(Destination::Attack);
    assert_eq!(peak(&mut test), Some((None, false)), "nothing was entered");
    enter(&mut test);
    test.does(Action::Journal(JournalAction::Back));
    test.goes(Destination::Attack);
    assert_eq!(peak(&mut test), Some((Some(7), true)), "left with Esc");
    test.goes(Destination::Home);
    test.goes(Destination::Attack);
    assert_eq!(peak(&mut test), Some((Some(7), true)), "left for another page");
    eframe::App::on_exit(&mut test.window, None);
    test.goes(Destination::Attack);
    assert_eq!(peak(&mut test), Some((Some(7), true)), "the window was closed");
    test.does(Action::Journal(JournalAction::SaveAttack));
    test.window.model.recent.attack = None;
    test.goes(Destination::Attack);
    assert_eq!(peak(&mut test), Some((None, false)), "it is saved");
}

/// The attack whose page is open.
fn shown(test: &mut TestWindow) -> &mut crate::ui::journal::attack::AttackState {
    let Page::Journal(page) = &mut test.window.page else { panic!("the journal") };
    page.attack_mut().unwrap()
}

#[test]
fn an_attack_that_was_looked_at_is_not_overwritten_by_the_next() {
    let mut test = TestWindow::new();
    let now = test.clock.clock().now();
    let old = Attack {
        id: "old".into(),
        started: now - TimeDelta::hours(30),
        ended: Some(now - TimeDelta::hours(20)),
        peak: Some(7),
        ..Attack::default()
    };
    test.window.model.journal.writer().save_attack(old);
    test.goes(Destination::Journal);
    test.settle();
    test.does(Action::Journal(JournalAction::Open(0)));
    test.does(Action::Journal(JournalAction::Correct));
    assert_eq!(shown(&mut test).attack.id, "old");
    test.does(Action::Journal(JournalAction::Back));
    test.does(Action::Journal(JournalAction::Back));
    test.goes(Destination::Attack);
    assert!(shown(&mut test).left.is_none() && shown(&mut test).attack.id != "old", "nothing was entered");
    // Nor by a change of it that was not saved, which waits for the same attack alone.
    test.goes(Destination::Journal);
    test.settle();
    test.does(Action::Journal(JournalAction::Open(0)));
    test.does(Action::Journal(JournalAction::Correct));
    shown(&mut test).attack.peak = Some(2);
    test.does(Action::Journal(JournalAction::Back));
    test.goes(Destination::Attack);
    assert!(shown(&mut test).left.is_none() && shown(&mut test).attack.id != "old");
    test.goes(Destination::Journal);
    test.settle();
    test.does(Action::Journal(JournalAction::Open(0)));
    assert_eq!((shown(&mut test).attack.peak, shown(&mut test).left.is_some()), (Some(2), true));
}

#[test]
fn a_programme_that_was_left_or_replaced_is_followed_again() {
    let mut test = TestWindow::new();
    test.goes(Destination::Programmes);
    let followed = |test: &TestWindow| test.window.model.preferences.settings.programme.clone();
    test.does(Action::Programme(ProgrammeAction::Undo));
    assert_eq!(followed(&test), None, "nothing to undo");
    test.does(Action::Programme(ProgrammeAction::Begin(0)));
    let begun = followed(&test);
    assert!(begun.is_some());
    test.does(Action::Programme(ProgrammeAction::Leave));
    assert_eq!(followed(&test), None);
    test.does(Action::Programme(ProgrammeAction::Undo));
    assert_eq!(followed(&test), begun);
}

#[test]
fn back_leads_to_the_page_that_one_came_from() {
    let mut test = TestWindow::new();
    test.goes(Destination::Settings);
    test.goes(Destination::AboutMe);
    test.does(Action::Back);
    assert!(matches!(test.window.page, Page::Settings(_)));
    test.goes(Destination::About);
    test.goes(Destination::Massage);
    test.does(Action::Back);
    assert!(matches!(test.window.page, Page::About(_)));
    test.does(Action::Back);
    assert!(matches!(test.window.page, Page::Settings(_)));
    test.goes(Destination::Home);
    test.goes(Destination::Massage);
    test.does(Action::Back);
    assert!(matches!(test.window.page, Page::Home(_)));
}

#[test]
fn a_session_begun_from_the_page_of_a_file_leads_back_to_it() {
    use crate::app::pages::writing::WritingPage;
    use crate::ui::writing::WritingAction;
    let mut test = TestWindow::new();
    let own = "(format: 1, title: \"Own\", kind: Relaxation, suits: [Between], evidence: Traditional, sources: [\"mine\"], \
                steps: [Rest(lasts: \"60s\", say: \"Rest.\")])";
    test.saves("own.ron", own);
    let opens = |test: &mut TestWindow| {
        let page = WritingPage::of_file(test.file("own.ron"), None, &test.window.model);
        test.window.open(Page::Writing(Box::new(page)));
    };
    let ends = |test: &mut TestWindow| {
        test.does(Action::Session(SessionAction::Player(PlayerCommand::Stop(
            crate::player::StopReason::Asked,
        ))));
        test.does(Action::Session(SessionAction::Done));
    };
    opens(&mut test);
    test.does(Action::Writing(WritingAction::Play));
    assert!(test.is_in_a_session());
    ends(&mut test);
    assert!(matches!(&test.window.page, Page::Writing(_)));
    // It is left for something else meanwhile: that has nothing to do with the file.
    test.window.model.return_to = Some(test.file("own.ron"));
    test.looks_at("letting-go");
    test.does(Action::Details(crate::ui::actions::DetailsAction::Start));
    ends(&mut test);
    assert!(matches!(&test.window.page, Page::Home(_)));
}

#[test]
fn a_session_of_a_programme_asks_for_what_its_week_allows_and_the_next_one_for_what_it_has() {
    let mut test = TestWindow::new();
    let own = "(format: 1, title: \"Own\", kind: Massage, suits: [Between], evidence: Traditional, sources: [\"mine\"], \
               cautions: [\"Stop if it hurts.\"], steps: [Guide(site: Trapezius, side: Left, motion: Press, pressure: 4, lasts: \
               \"40s\")])";
    test.saves("own.ron", own);
    let weeks = "(format: 1, title: \"P\", about: \"A\", weeks: [(about: \"x\", routine: \"own\", pressure: 2, days: 3)])";
    test.saves("programmes/p.ron", weeks);
    let index = test.window.model.library.programmes().iter().position(|file| file.id == "p").unwrap();
    test.goes(Destination::Programmes);
    test.does(Action::Programme(ProgrammeAction::Begin(index)));
    test.goes(Destination::Home);
    test.window.model.moment.phase = Some(Phase::Between);
    let own = test.window.model.library.index_of("own").unwrap();
    let strongest = |test: &TestWindow| {
        let timeline = test.view().0.timeline;
        let pressure = timeline.segments().iter().filter_map(|segment| match segment.kind {
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
        pressure.max()
    };
    // The page says first what is lighter than written.
    test.does(Action::Home(HomeAction::StartOffer(own)));
    if !test.is_in_a_session() {
        test.does(Action::Details(crate::ui::actions::DetailsAction::Start));
    }
    assert_eq!(strongest(&test), Some(2));
    test.does(Action::Session(SessionAction::Player(PlayerCommand::Stop(crate::player::StopReason::Asked))));
    test.does(Action::Session(SessionAction::Done));
    // However it is started: the week allows no more, until the programme is left.
    test.looks_at("own");
    test.does(Action::Details(crate::ui::actions::DetailsAction::Start));
    assert_eq!(strongest(&test), Some(2));
    test.does(Action::Session(SessionAction::Player(PlayerCommand::Stop(crate::player::StopReason::Asked))));
    test.does(Action::Session(SessionAction::Done));
    test.goes(Destination::Programmes);
    test.does(Action::Programme(ProgrammeAction::Leave));
    test.looks_at("own");
    test.does(Action::Details(crate::ui::actions::DetailsAction::Start));
    assert_eq!(strongest(&test), Some(4));
}

#[test]
fn what_is_only_for_between_attacks_asks_how_it_is_wherever_it_begins() {
    let mut test = TestWindow::new();
    let own = "(format: 1, title: \"Own\", kind: Massage, suits: [Between], evidence: Traditional, sources: [\"mine\"], \
               cautions: [\"Stop if it hurts.\"], steps: [Guide(motion: ChinTuck, times: 3, rhythm: (press: \"3s\", \
               release: \"5s\"))])";
    test.saves("own.ron", own);
    let index = test.window.model.library.index_of("own").unwrap();
    test.window.model.moment.phase = None;
    test.goes(Destination::Home);
    test.does(Action::Home(HomeAction::StartOffer(index)));
    let Page::Details(page) = &test.window.page else { panic!("it is asked first") };
    let asked = page.state.remark.clone().unwrap_or_default();
    assert!(asked.contains("only for the time between attacks"), "{asked}");
    test.does(Action::Moment(MomentAction::Phase(Some(Phase::Between))));
    test.does(Action::Details(crate::ui::actions::DetailsAction::Start));
    assert!(test.is_in_a_session());
}

#[test]
fn a_sheet_has_what_is_left_for_this_person_and_goes_to_their_documents() {
    let mut test = TestWindow::new();
    test.looks_at("neck-and-shoulders-5");
    let printed = |test: &TestWindow, name: &str| {
        let page = std::fs::read_to_string(test.paths.documents.join(name));
        page.unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let steps = |page: &str| page.split("class=\"number\"").skip(1).map(str::to_owned).collect::<Vec<_>>();
    test.does(Action::Details(crate::ui::actions::DetailsAction::Print));
    let whole = printed(&test, "neck-and-shoulders-5.html");
    assert!(whole.contains("data-print-until"), "the browser asks for the printer");
    // What is not for them is not on their paper.
    test.window.model.profile.set(crate::safety::Condition::NeckSpine, Some(crate::safety::Answer::Yes));
    test.looks_at("neck-and-shoulders-5");
    test.does(Action::Details(crate::ui::actions::DetailsAction::Print));
    let theirs = printed(&test, "neck-and-shoulders-5 (2).html");
    assert_ne!(steps(&theirs), steps(&whole), "with an unstable neck, not all of it stays as it is");
    test.goes(Destination::Programmes);
    let index =
        test.window.model.library.programmes().iter().position(|file| file.programme.is_some()).unwrap();
    test.does(Action::Programme(ProgrammeAction::Print(index)));
    let id = test.window.model.library.programmes()[index].id.clone();
    assert!(printed(&test, &format!("{id}.html")).contains("Week 1: "));
}
