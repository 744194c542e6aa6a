//! What earlier sessions left open: one that was interrupted is offered again, and some hours later it is asked how
//! things are.

use std::time::Duration;

use chrono::{Local, Utc};
use eframe::egui;

use super::super::desktop::Notice;
use super::{Begin, Page, Window};
use crate::journal::store::Due;
use crate::journal::{Later, Point, Record};
use crate::routine::{Phase, Vocabulary as _};
use crate::safety::{Moment, State};
use crate::timeline::{Plan, compile_for, listing, plan};
use crate::ui::home::OpenEnd;
use crate::ui::later::LaterState;

/// The first question comes this long after a session; a little more, so that it is due when it is looked for.
const FIRST_QUESTION: Duration = Duration::from_secs(2 * 3600 + 5);

impl Window {
    /// The interrupted session as the first screen offers it.
    pub(super) fn interrupted_end(&self) -> Option<OpenEnd> {
        let record = self.lately.interrupted.as_ref()?;
        let entry = self.library.find(&record.routine)?;
        entry.routine.as_ref()?;
        let left = listing::minutes(record.planned.minus(record.done));
        Some(OpenEnd {
            title: format!("Go on with {}", record.title),
            below: format!("It was interrupted; {left} left"),
        })
    }

    /// The question that is due, as the first screen shows it.
    pub(super) fn question_end(&self) -> Option<OpenEnd> {
        let due = self.lately.due.first()?;
        Some(OpenEnd { title: about(due), below: "How is it now?".into() })
    }

    /// Goes on where a session was interrupted; if its routine has changed since, from the nearest place.
    pub(super) fn go_on(&mut self, ctx: &egui::Context) {
        let Some(record) = self.lately.interrupted.take() else { return };
        let moment = moment_of(&record);
        let routine = self.library.find(&record.routine).and_then(|entry| entry.routine.clone());
        let Some(routine) = routine else { return };
        let planned = plan(&routine, &self.profile, &moment, record.wished)
            .or_else(|_| plan(&routine, &self.profile, &moment, None));
        match planned {
            Ok(plan) => {
                self.moment = moment;
                self.let_go(record.clone());
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
    pub(super) fn let_go(&mut self, mut record: Record) {
        record.let_go = true;
        self.keeper.saver().save(record);
        self.lately.interrupted = None;
    }

    /// Opens the question that is due.
    pub(super) fn ask_later(&mut self) {
        if let Some(due) = self.lately.due.first() {
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
            self.keeper.saver().save(record);
        }
        self.show_home();
    }

    /// Has somebody look for the question when it is due, without a wakeup until then.
    pub(super) fn remind(&self, ctx: &egui::Context) {
        if !self.preferences.settings.ask_later {
            return;
        }
        let (ctx, due) = (ctx.clone(), std::sync::Arc::clone(&self.is_question_due));
        let wait = move || {
            std::thread::sleep(FIRST_QUESTION);
            due.store(true, std::sync::atomic::Ordering::Release);
            ctx.request_repaint();
        };
        // Without a thread the question waits on the first screen.
        let _ = std::thread::Builder::new().name("later".into()).spawn(wait);
    }

    /// Shows the notice once the journal has answered which question is due.
    pub(super) fn notify_of_question(&mut self) {
        if let Some(due) = self.lately.due.first() {
            let body = "How is it now? Stillpoint has one question; a click opens it.".to_owned();
            self.desktop.notify(Notice { title: about(due), body });
        }
    }

    /// Asks the journal what is open.
    pub(super) fn look_for_open_ends(&mut self) {
        let now = Utc::now();
        self.lately.ask(&self.keeper, now);
    }
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
