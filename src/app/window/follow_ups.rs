//! What earlier sessions left open: one that was interrupted is offered again, and some hours later it is asked how
//! things are.

use std::time::Duration;

use chrono::{DateTime, Local, Utc};
use eframe::egui;

use super::super::desktop::Notice;
use super::{Begin, Page, Window};
use crate::journal::store::Due;
use crate::journal::{Later, Outcome, Point, Record};
use crate::ron_reader::Vocabulary as _;
use crate::routine::Phase;
use crate::safety::{Moment, State};
use crate::timeline::{Plan, compile_for, listing, plan};
use crate::ui::home::FollowUp;
use crate::ui::later::LaterState;

/// The first question comes this long after a session; a little more, so that it is due when it is looked for.
const FIRST_QUESTION: Duration = Duration::from_secs(2 * 3600 + 5);

impl Window {
    /// The interrupted session as the first screen offers it.
    pub(super) fn interrupted_end(&self) -> Option<FollowUp> {
        let record = self.recent.interrupted.as_ref()?;
        let entry = self.library.find(&record.routine)?;
        entry.routine.as_ref()?;
        let left = listing::minutes(record.planned.minus(record.done));
        Some(FollowUp {
            title: format!("Go on with {}", record.title),
            below: format!("It was interrupted; {left} left"),
        })
    }

    /// The question that is due, as the first screen shows it.
    pub(super) fn question_end(&self) -> Option<FollowUp> {
        let due = self.recent.due.first()?;
        Some(FollowUp { title: about(due), below: "How is it now?".into() })
    }

    /// Goes on where a session was interrupted; if its routine has changed since, from the nearest place.
    pub(super) fn go_on(&mut self, ctx: &egui::Context) {
        let Some(record) = self.recent.interrupted.take() else { return };
        let moment = moment_of(&record);
        let routine = self.library.find(&record.routine).and_then(|entry| entry.routine.clone());
        let Some(routine) = routine else { return };
        let planned = plan(&routine, &self.profile, &moment, record.wished)
            .or_else(|_| plan(&routine, &self.profile, &moment, None));
        match planned {
            Ok(plan) => {
                self.moment = moment;
                self.dismissed(record.clone());
                self.go_on_with(plan, &record, ctx);
            }
            Err(error) => {
                self.remark = Some(format!("{error}."));
                self.show_home();
            }
        }
    }

    fn go_on_with(&mut self, plan: Plan, record: &Record, ctx: &egui::Context) {
        let timeline = compile_for(&plan, self.preferences.settings.speech);
        // From the start of the step: somebody who comes back has to find into it again.
        let place = crate::time::Position::ZERO + record.position;
        let segment = &timeline.segments()[timeline.index_at(place)];
        let from = segment.start.from_start();
        let phase = self.moment.phase;
        self.begin_with(Begin { plan, phase, from: Some(from), outside: None }, ctx);
    }

    /// Does not offer an interrupted session again.
    pub(super) fn dismissed(&mut self, mut record: Record) {
        record.dismissed = true;
        self.service.writer().save(record);
        self.recent.interrupted = None;
    }

    /// Opens the question that is due.
    pub(super) fn ask_later(&mut self) {
        if let Some(due) = self.recent.due.first() {
            let state = LaterState { about: about(due), ..LaterState::default() };
            self.page = Page::Later(due.clone(), state);
        }
    }

    /// Keeps the answer, or that there will be none.
    pub(super) fn keep_later(&mut self, declined: bool) {
        let Page::Later(due, state) = &self.page else { return };
        let mut record = due.record.clone();
        let said = state.pain.is_some() || state.feeling.is_some();
        if said || declined {
            record.later.retain(|later| later.point != due.point);
            record.later.push(Later {
                point: due.point,
                answered: Local::now().fixed_offset(),
                pain: state.pain.filter(|_| !declined),
                feeling: state.feeling.filter(|_| !declined),
                declined,
            });
            self.service.writer().save(record);
        }
        self.show_home();
    }

    /// Has somebody look for the question of a session that is over now.
    pub(super) fn remind(&mut self, ctx: &egui::Context) {
        self.remind_in(FIRST_QUESTION, ctx);
    }

    /// The same for a session that was over before this start of the program.
    pub(super) fn wait_for_question(&mut self, ctx: &egui::Context) {
        if let Some(left) = until_question(self.recent.records(), Utc::now()) {
            self.remind_in(left, ctx);
        }
    }

    /// Has somebody look for the question in a while, without a wakeup until then.
    fn remind_in(&mut self, left: Duration, ctx: &egui::Context) {
        if !self.preferences.settings.ask_later {
            return;
        }
        self.reminder.wake_in(left, ctx);
    }

    /// Shows the notice once the journal has answered which question is due.
    pub(super) fn notify_of_question(&mut self) {
        if let Some(due) = self.recent.due.first() {
            let body = "How is it now? Stillpoint has one question; a click opens it.".to_owned();
            self.desktop.notify(Notice { title: about(due), body });
        }
    }

    /// Asks the journal what is open.
    pub(super) fn look_for_open_ends(&mut self) {
        let now = Utc::now();
        let is_in_a_programme = self.preferences.settings.programme.is_some();
        self.recent.ask(&self.service, is_in_a_programme, now);
    }
}

/// How long until the first question of the session that was over last, if it is still to come.
fn until_question(records: &[Record], now: DateTime<Utc>) -> Option<Duration> {
    let is_over = |record: &&Record| record.outcome != Outcome::Running && !record.done.is_zero();
    let last = records.iter().filter(is_over).filter(|record| record.answer(Point::TwoHours).is_none());
    let over = last.map(Record::over_at).max()?.to_utc();
    // One that lies in the future was written by a clock that was wrong.
    let since = (now - over).to_std().ok()?;
    FIRST_QUESTION.checked_sub(since)
}

fn about(due: &Due) -> String {
    match due.point {
        Point::TwoHours => format!("Two hours after {}", due.record.title),
        Point::NextDay => format!("The day after {}", due.record.title),
    }
}

fn moment_of(record: &Record) -> Moment {
    let phase = record.phase.as_deref().and_then(Phase::named).copied();
    let states = record.states.iter().filter_map(|state| State::named(state).copied()).collect();
    Moment { phase, states, pain: record.pain_before, insist: false }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::journal::Store;
    use crate::paths::Paths;
    use crate::time::ExactDuration;

    /// The question on the first screen of a program that has just started.
    fn asked_after_a_start(paths: &Paths) -> (Window, Option<FollowUp>) {
        let mut window = Window::new(Some(paths.clone()), &egui::Context::default());
        let begun = std::time::Instant::now();
        while window.recent.is_awaited() {
            assert!(begun.elapsed() < Duration::from_secs(30), "the journal does not answer");
            window.follow_journal(&egui::Context::default());
            std::thread::yield_now();
        }
        let question = window.question_end();
        (window, question)
    }

    #[test]
    fn a_question_survives_a_restart_until_it_is_answered() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::within(folder.path());
        let over = Utc::now().fixed_offset() - TimeDelta::hours(3);
        let done = Record {
            id: "1".into(),
            title: "Neck".into(),
            started: over - TimeDelta::minutes(5),
            ended: Some(over),
            outcome: Outcome::Completed,
            done: ExactDuration::from_mins(5),
            ..Record::default()
        };
        Store::open(&paths.journal).unwrap().save(&done).unwrap();
        for _ in 0..2 {
            let (_, question) = asked_after_a_start(&paths);
            assert_eq!(question.map(|end| end.title).as_deref(), Some("Two hours after Neck"));
        }
        let (mut window, _) = asked_after_a_start(&paths);
        window.ask_later();
        let Page::Later(_, state) = &mut window.page else { panic!("another page is shown") };
        state.pain = Some(2);
        window.keep_later(false);
        drop(window);
        assert_eq!(asked_after_a_start(&paths).1, None);
        let kept = Store::open(&paths.journal).unwrap().get("1").unwrap().unwrap();
        assert_eq!(kept.answer(Point::TwoHours).and_then(|answer| answer.pain), Some(2));
    }

    #[test]
    fn the_question_of_a_session_before_this_start_is_waited_for() {
        let now: DateTime<Utc> = "2026-03-03T20:00:00Z".parse().unwrap();
        let over = |minutes: i64| Record {
            outcome: Outcome::Completed,
            ended: Some((now - TimeDelta::minutes(minutes)).fixed_offset()),
            done: ExactDuration::from_mins(5),
            ..Record::default()
        };
        let minutes = |records: &[Record]| until_question(records, now).map(|left| left.as_secs() / 60);
        assert_eq!(minutes(&[over(30)]), Some(90));
        assert_eq!(minutes(&[over(119), over(30), over(300)]), Some(90), "the one that was over last");
        assert_eq!(minutes(&[over(121)]), None, "it is due already, and on the first screen");
        assert_eq!(minutes(&[over(-60)]), None);
        assert_eq!(minutes(&[Record { done: ExactDuration::ZERO, ..over(30) }]), None);
        assert_eq!(minutes(&[Record { outcome: Outcome::Running, ..over(30) }]), None);
        let mut answered = over(30);
        answered.take_answer(Later {
            point: Point::TwoHours,
            answered: now.fixed_offset(),
            pain: None,
            feeling: None,
            declined: true,
        });
        assert_eq!(minutes(&[answered]), None);
    }
}
