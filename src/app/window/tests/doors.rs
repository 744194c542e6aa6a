//! Every way to a session against every gate: none of them opens where another would not.

use std::sync::Arc;

use chrono::TimeDelta;

use super::*;
use crate::app::pages::editor::EditorPage;
use crate::app::pages::writing::WritingPage;
use crate::journal::{Applied, service};
use crate::player::{PlayerCommand, StopReason};
use crate::routine::Phase;
use crate::safety::{Answer, Condition};
use crate::time::{ExactDuration, Position};
use crate::ui::actions::{DangerAction, DetailsAction, FirstTimeAction, HomeAction, SessionAction};
use crate::ui::editor::EditorAction;
use crate::ui::writing::WritingAction;

/// The ways to a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    /// An offer of the first screen.
    Offer,
    /// The page before a start.
    Details,
    /// `play` in a window, or anything else that opens the window with a routine.
    Opening,
    /// The interrupted session.
    Resume,
    /// The session that has just been ended.
    Continue,
    /// The writing page, also with somebody else's routine after it was added.
    Listen,
    /// The page on which a routine is built.
    Build,
    /// One of its steps alone.
    BuildStep,
    /// A file that is saved again during playback.
    Reload,
}

const DOORS: [Door; 9] = [
    Door::Offer,
    Door::Details,
    Door::Opening,
    Door::Resume,
    Door::Continue,
    Door::Listen,
    Door::Build,
    Door::BuildStep,
    Door::Reload,
];

impl Door {
    /// Whether it leads to a playback for the author, in which nothing is done.
    const fn is_for_listening(self) -> bool {
        matches!(self, Self::Listen | Self::Build | Self::BuildStep)
    }
}

/// What can stand in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Obstacle {
    WarningSigns,
    NotUsual,
    LongAttack,
    SilentJournal,
    Rest,
    NotNow,
    FirstTime,
    AdvisedAgainst,
}

const OBSTACLES: [Obstacle; 8] = [
    Obstacle::WarningSigns,
    Obstacle::NotUsual,
    Obstacle::LongAttack,
    Obstacle::SilentJournal,
    Obstacle::Rest,
    Obstacle::NotNow,
    Obstacle::FirstTime,
    Obstacle::AdvisedAgainst,
];

const COLD: &str = "Compress(pack: Cold, site: Forehead, lasts: \"10m\")";
const MASSAGE: &str = "Guide(site: Trapezius, side: Left, motion: Squeeze, pressure: 3, lasts: \"40s\", \
                       rhythm: (press: \"5s\", release: \"3s\"), say: \"Squeeze.\")";

/// A routine of the person's own: a cold pack, or a massage if a rule is to advise against it.
fn routine_text(obstacle: Obstacle, lasts_longer: bool) -> String {
    let (kind, step) = match obstacle {
        Obstacle::AdvisedAgainst => ("Massage", MASSAGE),
        Obstacle::WarningSigns
        | Obstacle::NotUsual
        | Obstacle::LongAttack
        | Obstacle::SilentJournal
        | Obstacle::Rest
        | Obstacle::NotNow
        | Obstacle::FirstTime => ("Cold", COLD),
    };
    let (title, rest) = if lasts_longer { ("Longer", ", Rest(lasts: \"90s\")") } else { ("Own", "") };
    format!(
        "(format: 1, title: \"{title}\", kind: {kind}, suits: [Between, Attack], evidence: Traditional, \
         sources: [\"our limit\"], steps: [Rest(lasts: \"60s\"), {step}{rest}])"
    )
}

impl TestWindow {
    fn routine_index(&self) -> usize {
        let index = self.window.model.library.index_of("own").unwrap();
        let entry = &self.window.model.library.entries()[index];
        assert!(entry.routine.is_some(), "{}", entry.problems.lines());
        index
    }

    fn request(&self) -> crate::app::start::StartRequest {
        let routine = self.window.model.routine_at(self.routine_index()).unwrap();
        self.window.model.request(routine, None)
    }

    /// Prepares the door before the obstacle: a session to continue, or one whose file is saved again.
    fn prepares(&mut self, door: Door) {
        match door {
            Door::Continue | Door::Reload => {
                let request = self.request();
                self.window.start(request);
                self.settle();
                assert!(self.is_in_a_session());
                if door == Door::Continue {
                    self.does(Action::Session(SessionAction::Player(PlayerCommand::Stop(StopReason::Asked))));
                }
            }
            Door::Resume => {
                self.window.model.recent.interrupted = Some(Record {
                    id: "interrupted".into(),
                    routine: "own".into(),
                    title: "Own".into(),
                    kind: "Cold".into(),
                    started: self.clock.clock().now() - TimeDelta::hours(1),
                    outcome: Outcome::Interrupted,
                    position: ExactDuration::from_secs(20),
                    planned: ExactDuration::from_mins(11),
                    done: ExactDuration::from_secs(20),
                    ..Record::default()
                });
            }
            Door::Offer | Door::Details | Door::Opening | Door::Listen | Door::Build | Door::BuildStep => {}
        }
    }

    /// Goes through the door; whether it led to the session or the playback.
    fn passes(&mut self, door: Door, obstacle: Obstacle) -> bool {
        match door {
            Door::Offer => {
                let index = self.routine_index();
                self.does(Action::Home(HomeAction::StartOffer(index)));
                // Remarks have to be read on the page before the start.
                if matches!(self.window.page, Page::Details(_)) {
                    self.does(Action::Details(DetailsAction::Start));
                }
                self.is_in_a_session()
            }
            Door::Details => {
                self.looks_at("own");
                self.does(Action::Details(DetailsAction::Start));
                self.is_in_a_session()
            }
            Door::Opening => {
                let request = self.request();
                self.window.start(request);
                self.settle();
                self.is_in_a_session()
            }
            Door::Resume => {
                self.does(Action::Home(HomeAction::Resume));
                self.is_in_a_session()
            }
            Door::Continue => {
                self.does(Action::Session(SessionAction::Continue));
                self.view().0.state == crate::player::State::Running
            }
            Door::Listen => {
                let path = self.file("own.ron");
                self.window.open(Page::Writing(Box::new(WritingPage::of_file(
                    path,
                    None,
                    &self.window.model,
                ))));
                self.does(Action::Writing(WritingAction::MoveTo(Position::ZERO)));
                self.does(Action::Writing(WritingAction::Listen));
                matches!(&self.window.page, Page::Writing(page) if page.is_heard())
            }
            Door::Build | Door::BuildStep => {
                let path = self.file("own.ron");
                let page = EditorPage::new(path, &self.window.model);
                self.window.open(Page::Editor(Box::new(page)));
                self.settle();
                self.does(Action::Editor(EditorAction::Select(1)));
                let listen =
                    if door == Door::Build { EditorAction::Listen } else { EditorAction::ListenToStep };
                self.does(Action::Editor(listen));
                self.settle();
                self.is_heard_while_built()
            }
            Door::Reload => {
                self.saves("own.ron", &routine_text(obstacle, true));
                self.settle();
                self.view().0.timeline.title() == "Longer"
            }
        }
    }

    fn is_heard_while_built(&self) -> bool {
        matches!(&self.window.page, Page::Editor(page) if page.is_heard())
    }

    /// Puts the obstacle in the way.
    fn meets(&mut self, obstacle: Obstacle) {
        let now = self.clock.clock().now();
        let model = &mut self.window.model;
        match obstacle {
            Obstacle::WarningSigns => model.preferences.settings.red_flags_seen = false,
            Obstacle::NotUsual => model.preferences.settings.not_usual_since = Some(now),
            Obstacle::LongAttack => {
                let started = now - TimeDelta::hours(80);
                model.journal.writer().save_attack(Attack {
                    id: "long".into(),
                    started,
                    ..Attack::default()
                });
            }
            Obstacle::SilentJournal => {
                model.journal = service::tests_support::silent();
                self.is_journal_silent = true;
            }
            Obstacle::Rest => model.journal.writer().save(Record {
                id: "cold".into(),
                routine: "cold-forehead".into(),
                started: now - TimeDelta::minutes(40),
                ended: Some(now - TimeDelta::minutes(25)),
                outcome: Outcome::Completed,
                applied: vec![Applied {
                    pack: "Cold".into(),
                    site: "Forehead".into(),
                    from: now - TimeDelta::minutes(40),
                    lasted: ExactDuration::from_mins(15),
                }],
                ..Record::default()
            }),
            Obstacle::FirstTime => model.preferences.settings.pack_explained = false,
            Obstacle::NotNow => model.profile.set(Condition::Raynaud, Some(Answer::Yes)),
            Obstacle::AdvisedAgainst => {
                model.change_moment(|moment| moment.phase = Some(Phase::Attack));
                if let Some(open) = &mut model.session {
                    open.request.moment.phase = Some(Phase::Attack);
                }
                if let Some(record) = &mut model.recent.interrupted {
                    record.phase = Some("Attack".into());
                }
            }
        }
    }

    /// Lets the time pass within which a working journal answers.
    fn waits_for_the_journal(&mut self) {
        self.clock.advance(crate::app::start::JOURNAL_WITHIN);
        self.window.poll();
    }
}

fn at_the_door(door: Door, obstacle: Obstacle) -> TestWindow {
    let mut test = TestWindow::new();
    test.saves("own.ron", &routine_text(obstacle, false));
    test.prepares(door);
    test
}

#[test]
fn without_an_obstacle_every_door_opens() {
    for door in DOORS {
        for routine_for in [Obstacle::Rest, Obstacle::AdvisedAgainst] {
            let mut test = at_the_door(door, routine_for);
            assert!(test.passes(door, routine_for), "{door:?}");
        }
    }
}

#[test]
fn no_door_leads_past_a_gate() {
    for door in DOORS {
        for obstacle in OBSTACLES {
            let mut test = at_the_door(door, obstacle);
            test.meets(obstacle);
            let mut is_open = test.passes(door, obstacle);
            if obstacle == Obstacle::SilentJournal {
                assert!(!is_open, "{door:?} did not wait for the journal");
                test.waits_for_the_journal();
                is_open = match door {
                    Door::Continue => test.view().0.state == crate::player::State::Running,
                    Door::Reload => test.view().0.timeline.title() == "Longer",
                    Door::Listen => matches!(&test.window.page, Page::Writing(page) if page.is_heard()),
                    Door::Build | Door::BuildStep => test.is_heard_while_built(),
                    Door::Offer | Door::Details | Door::Opening | Door::Resume => test.is_in_a_session(),
                };
            }
            if door.is_for_listening() && obstacle == Obstacle::FirstTime {
                assert!(is_open, "an author who listens does nothing for the first time");
                continue;
            }
            assert!(!is_open, "{door:?} leads past {obstacle:?}");
            assert!(test.shows_reason(door), "{door:?} does not tell of {obstacle:?}");
        }
    }
}

impl TestWindow {
    /// Whether the person is asked or told why nothing starts.
    fn shows_reason(&self, door: Door) -> bool {
        match (&self.window.page, door) {
            (Page::Danger(_) | Page::FirstTime(_), _) => true,
            (Page::Details(page), _) => page
                .planned
                .as_ref()
                .map_or(true, |plan| plan.advice().is_some() || page.state.question.is_some()),
            (Page::Writing(page), _) => page.shown_remark().is_some(),
            (Page::Editor(page), _) => page.shown_remark().is_some(),
            (Page::Session, Door::Reload | Door::Continue) => {
                self.window.model.session.as_ref().unwrap().trouble.is_some()
            }
            (
                Page::Session
                | Page::Welcome(_)
                | Page::Home(_)
                | Page::Routines(_)
                | Page::Programmes(_)
                | Page::Signs
                | Page::FollowUp(_)
                | Page::AboutMe
                | Page::About(_)
                | Page::Massage
                | Page::Journal(_)
                | Page::Bundle(_)
                | Page::Settings(_)
                | Page::Cues(_),
                _,
            ) => false,
        }
    }
}

#[test]
fn what_was_asked_about_starts_once_it_is_answered() {
    let answers = [
        (Obstacle::WarningSigns, Action::Danger(DangerAction::LikeUsual(true))),
        (Obstacle::FirstTime, Action::FirstTime(FirstTimeAction::Understood)),
    ];
    let doors = DOORS.into_iter().filter(|door| *door != Door::Reload);
    for door in doors {
        for (obstacle, answer) in answers {
            let mut test = at_the_door(door, obstacle);
            test.meets(obstacle);
            if door.is_for_listening() && obstacle == Obstacle::FirstTime {
                continue;
            }
            assert!(!test.passes(door, obstacle));
            test.does(answer);
            let is_open = match door {
                Door::Continue => test.view().0.state == crate::player::State::Running,
                Door::Listen => matches!(&test.window.page, Page::Writing(page) if page.is_heard()),
                Door::Build | Door::BuildStep => test.is_heard_while_built(),
                Door::Offer | Door::Details | Door::Opening | Door::Resume | Door::Reload => {
                    test.is_in_a_session()
                }
            };
            assert!(is_open, "{door:?} {obstacle:?}");
        }
    }
}

#[test]
fn a_person_can_vouch_where_the_journal_does_not_answer_and_insist_where_it_is_advised_against() {
    for obstacle in [Obstacle::SilentJournal, Obstacle::AdvisedAgainst] {
        let mut test = at_the_door(Door::Details, obstacle);
        test.meets(obstacle);
        assert!(!test.passes(Door::Details, obstacle));
        test.waits_for_the_journal();
        test.does(Action::Details(DetailsAction::Start));
        assert!(!test.is_in_a_session(), "the plain start is no answer");
        test.does(Action::Details(DetailsAction::StartAnyway));
        test.waits_for_the_journal();
        assert!(test.is_in_a_session(), "{obstacle:?}");
    }
}

#[test]
fn a_pack_that_was_just_laid_on_does_not_hold_back_the_rest_of_its_own_session() {
    let mut test = at_the_door(Door::Continue, Obstacle::Rest);
    let record = Arc::clone(&test.view().1.record);
    let now = test.clock.clock().now();
    test.window.model.journal.writer().save(Record {
        applied: vec![Applied {
            pack: "Cold".into(),
            site: "Forehead".into(),
            from: now - TimeDelta::minutes(6),
            lasted: ExactDuration::from_mins(5),
        }],
        ..(*record).clone()
    });
    assert!(test.passes(Door::Continue, Obstacle::Rest));
}

#[test]
fn a_media_key_starts_nothing_and_continues_nothing_that_is_over() {
    use crate::app::desktop::MediaRequest;

    let place = MediaRequest::To(Position::ZERO + ExactDuration::from_secs(30));
    let requests = [MediaRequest::PlayPause, MediaRequest::Play, MediaRequest::Next, place];
    let mut test = TestWindow::new();
    for request in requests {
        crate::app::dispatch::media_request(request, &test.window.model);
        test.settle();
        assert!(!test.is_in_a_session());
    }
    let mut test = at_the_door(Door::Continue, Obstacle::Rest);
    let before = test.view().0.at;
    for request in requests {
        crate::app::dispatch::media_request(request, &test.window.model);
        test.settle();
        let now = test.view().0;
        assert_eq!((now.state, now.at), (crate::player::State::Stopped, before));
    }
}
