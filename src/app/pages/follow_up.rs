//! Follow-ups: an interrupted session is offered again, an open attack may be over, and some hours after a
//! session the person is asked how they are.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use eframe::egui;

use super::Effect;
use crate::app::desktop::Notice;
use crate::app::model::Model;
use crate::app::reminder::is_first_to_tell;
use crate::app::start::{has_too_long_aura, is_forgotten, is_too_long};
use crate::customs::written;
use crate::journal::store::Due;
use crate::journal::{Attack, FollowUpAnswer, Outcome, Point, Record};
use crate::timeline::listing;
use crate::ui::actions::{Action, Destination, FollowUpAction};
use crate::ui::follow_up::{FollowUpState, follow_up_ui};
use crate::ui::home::FollowUp;
use crate::ui::journal::course::words::at_a_glance;
use crate::ui::theme::Palette;

/// When the first question comes after a session. The few extra seconds make sure that it is due when it is
/// looked up.
const FIRST_QUESTION: Duration = Duration::from_secs(2 * 3600 + 5);

/// The question some hours after a session.
pub(in crate::app) struct FollowUpPage {
    due: Due,
    state: FollowUpState,
}

impl FollowUpPage {
    /// The page for a question that is due.
    pub fn due(model: &Model) -> Option<Self> {
        let due = model.recent.due.first()?;
        let state = FollowUpState { about: about(due), ..FollowUpState::default() };
        Some(Self { due: due.clone(), state })
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette) -> Option<Action> {
        follow_up_ui(ui, palette, &mut self.state)
    }

    /// Saves the answer, or that the person declined.
    pub fn update(&mut self, action: FollowUpAction, model: &mut Model) -> Effect {
        let declined = match action {
            FollowUpAction::Save => false,
            FollowUpAction::Decline => true,
        };
        let Self { due, state } = self;
        if declined || state.pain.is_some() || state.feeling.is_some() {
            let mut record = due.record.clone();
            record.add_answer(FollowUpAnswer {
                point: due.point,
                answered: model.clock.now(),
                pain: state.pain.filter(|_| !declined),
                feeling: state.feeling.filter(|_| !declined),
                declined,
            });
            model.journal.writer().save(record);
        }
        Effect::Go(Destination::Home)
    }
}

/// The interrupted session, as a row of the first screen.
pub(super) fn interrupted(model: &Model) -> Option<FollowUp> {
    let record = model.recent.interrupted.as_ref()?;
    model.library.find(&record.routine)?.routine.as_ref()?;
    let left = listing::minutes(record.planned.minus(record.done));
    Some(FollowUp { title: format!("Continue {}", record.title), below: format!("Interrupted, {left} left") })
}

/// The question that is due, as a row of the first screen.
pub(super) fn question(model: &Model) -> Option<FollowUp> {
    let due = model.recent.due.first()?;
    Some(FollowUp { title: about(due), below: "How are you now?".into() })
}

/// The open attack, as a row of the first screen.
pub(super) fn attack(model: &Model) -> Option<FollowUp> {
    let (attack, now) = (model.recent.attack.as_ref()?, model.clock.now());
    let below = if has_too_long_aura(attack, now) {
        "The aura lasted more than 60 minutes. See a doctor today. Nothing can start until you note when the attack ended."
    } else if is_too_long(attack, now) {
        "More than 72 hours. See a doctor today. Nothing can start until you note when the attack ended."
    } else if attack.holds(now) {
        let course = model.recent.course.as_ref().filter(|course| course.attack.id == attack.id);
        &course.map_or("Is it over?".to_owned(), |course| at_a_glance(course, now))
    } else {
        return None;
    };
    Some(FollowUp { title: since(attack, now), below: below.into() })
}

/// A remark on an attack whose end was forgotten, so that it does not just vanish.
pub(super) fn forgotten_attack(model: &Model) -> Option<String> {
    let (attack, now) = (model.recent.attack.as_ref()?, model.clock.now());
    let day = attack.started.format("%-d %B");
    is_forgotten(attack, now)
        .then(|| format!("The attack on {day} has no end yet. You can add it in the journal."))
}

/// `Attack since Tuesday, 14:05`, with the date if that was more than a week ago.
pub(super) fn since(attack: &Attack, now: DateTime<FixedOffset>) -> String {
    let is_recent = now - attack.started < TimeDelta::days(6);
    let time = written(attack.started, if is_recent { "%A, %H:%M" } else { "%-d %B, %H:%M" });
    format!("Attack since {time}")
}

impl Model {
    /// Schedules the question for a session that has just ended.
    pub(in crate::app) fn remind_of_question(&mut self) {
        self.remind_in(FIRST_QUESTION);
    }

    /// Schedules the question for a session that ended before the program was started.
    pub(in crate::app) fn wait_for_question(&mut self) {
        if let Some(left) = until_question(self.recent.records(), self.clock.now().to_utc()) {
            self.remind_in(left);
        }
    }

    /// Schedules a look at the questions after `left`.
    fn remind_in(&mut self, left: Duration) {
        if self.preferences.settings.ask_later {
            self.reminder.wake_at(self.clock.now().to_utc() + left, &self.clock, &self.ctx);
        }
    }

    /// Shows the notification once the journal has answered which question is due; never in a session, after which the
    /// first screen asks, and once however many windows are open.
    pub(in crate::app) fn notify_of_question(&self) {
        if self.session.is_some() {
            return;
        }
        if let Some(due) = self.recent.due.first() {
            let folder = self.paths.as_ref().map(|paths| paths.cache.join("told"));
            let name = format!("{}-{}", due.record.id, due.point.name());
            if !folder.is_none_or(|folder| is_first_to_tell(&folder, &name)) {
                return;
            }
            let body = "How are you now? Click to answer one question.".to_owned();
            self.desktop.notify(Notice { title: about(due), body });
        }
    }
}

/// How long until the first question about the latest session, if it is still to come.
fn until_question(records: &[Record], now: DateTime<Utc>) -> Option<Duration> {
    let is_over = |record: &&Record| record.outcome != Outcome::Running && !record.done.is_zero();
    let last = records.iter().filter(is_over).filter(|record| record.answer(Point::TwoHours).is_none());
    let over = last.map(Record::over_at).max()?.to_utc();
    // A session in the future was written while the clock was wrong.
    let since = (now - over).to_std().ok()?;
    FIRST_QUESTION.checked_sub(since)
}

fn about(due: &Due) -> String {
    match due.point {
        Point::TwoHours => format!("Two hours after {}", due.record.title),
        Point::NextDay => format!("The day after {}", due.record.title),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::pages::Page;
    use crate::app::window::tests::{TestWindow, note};
    use crate::journal::Store;
    use crate::time::ExactDuration;

    #[test]
    fn a_question_survives_a_restart_until_it_is_answered() {
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
        let shown_question = |test: &TestWindow| {
            let Page::Home(home) = &test.window.page else { panic!("no first screen") };
            home.data.question.clone().map(|question| question.title)
        };
        let mut test = TestWindow::with(|paths| note(paths, &[done], &[]));
        assert_eq!(shown_question(&test).as_deref(), Some("Two hours after Neck"));
        test.goes(Destination::FollowUp);
        let Page::FollowUp(page) = &mut test.window.page else { panic!("another page is shown") };
        page.state.pain = Some(2);
        test.does(Action::FollowUp(FollowUpAction::Save));
        assert_eq!(shown_question(&test), None);
        let journal = test.paths.journal.clone();
        let kept = Store::open(&journal).unwrap().get("1").unwrap().unwrap();
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
        answered.add_answer(FollowUpAnswer {
            point: Point::TwoHours,
            answered: now.fixed_offset(),
            pain: None,
            feeling: None,
            declined: true,
        });
        assert_eq!(minutes(&[answered]), None);
    }
}
