//! The line of an attack: opened from the first screen while it goes on, and from the list.

use std::time::Duration;

use chrono::Timelike as _;

use super::{Effect, JournalPage, Shown};
use crate::app::model::Model;
use crate::app::start::{has_too_long_aura, is_too_long};
use crate::journal::Attack;
use crate::journal::course::Course;
use crate::routine::Phase;
use crate::safety::guard::pack_rests;
use crate::ui::actions::Destination;
use crate::ui::journal::attack::AttackState;
use crate::ui::journal::course::CourseState;

impl JournalPage {
    /// Shows the line of an attack: at once with what it says itself, and with everything around it once the journal has
    /// answered.
    pub(super) fn show_course(&mut self, attack: Attack, model: &Model) {
        let now = self.clock.now();
        let history = model.recent.history.as_ref().filter(|_| attack.ended.is_none());
        let rests = history.map(|history| pack_rests(history, now)).unwrap_or_default();
        let known = model.recent.course.as_ref().filter(|course| course.attack == attack).cloned();
        let course = known.unwrap_or_else(|| Course::of(attack.clone(), Vec::new(), &[], rests.clone(), now));
        self.shown = Shown::Course(Box::new(state_of(course, model)));
        self.query_corrections(attack.id.clone(), &model.journal);
        let answer = model.journal.query(move |store| store.course(attack.clone(), rests.clone(), now));
        self.when_answered(answer, |page, course| {
            let Shown::Course(state) = &mut page.shown else { return };
            // Without an answer there is what the attack itself says.
            if let Some(course) = course.ok().filter(|course| course.attack.id == state.course.attack.id) {
                state.course = course;
                state.is_to_be_shown = state.is_open;
            }
        });
    }

    /// Lets time pass on the line that is shown, minute by minute.
    pub(super) fn poll_course(&mut self, model: &Model) {
        let Shown::Course(state) = &mut self.shown else { return };
        bring_up_to_date(state, model);
        let left = 60 - u64::from(state.now.second().min(59));
        model.ctx.request_repaint_after(Duration::from_secs(left));
    }

    /// Opens the form for the attack that is shown; its line is below.
    pub(super) fn correct_course(&mut self, model: &Model, change: impl FnOnce(&mut AttackState)) {
        let Shown::Course(below) = &self.shown else { return };
        let below = below.clone();
        let mut state = self.form_of(below.course.attack.clone(), model);
        state.corrections.clone_from(&below.corrections);
        change(&mut state);
        self.course = Some(below);
        self.shown = Shown::Attack(Box::new(state));
    }

    /// What is offered in an attack.
    pub(super) fn help_now(model: &mut Model) -> Effect {
        model.change_moment(|moment| moment.phase = Some(Phase::Attack));
        Effect::Go(Destination::Home)
    }
}

/// The state of the page as it opens.
fn state_of(course: Course, model: &Model) -> CourseState {
    let mut state = CourseState { course, ..CourseState::default() };
    bring_up_to_date(&mut state, model);
    state.is_to_be_shown = state.is_open;
    state
}

fn bring_up_to_date(state: &mut CourseState, model: &Model) {
    let (attack, now) = (&state.course.attack, model.clock.now());
    state.warning = if has_too_long_aura(attack, now) {
        Some("The aura lasted more than 60 minutes. See a doctor today.".to_owned())
    } else if is_too_long(attack, now) {
        Some("More than 72 hours. See a doctor today.".to_owned())
    } else {
        None
    };
    state.is_open = attack.ended.is_none() && (attack.holds(now) || state.warning.is_some());
    let is_here = |id: &str| state.course.sessions().any(|(record, _)| record.id == id);
    state.has_question = model.recent.due.first().is_some_and(|due| is_here(&due.record.id));
    state.now = now;
}
