//! Noting and ending attacks, from the journal and from the first screen.

use chrono::{DateTime, FixedOffset};

use super::{Effect, JournalPage, Shown, open_attack};
use crate::app::clock::Clock;
use crate::app::drafts::{self, Draft};
use crate::app::model::{Model, NoticeKind};
use crate::app::start::is_forgotten;
use crate::customs::written;
use crate::journal::Attack;
use crate::journal::revision::Revised;
use crate::routine::Phase;
use crate::safety::Moment;
use crate::ui::journal::Entry;
use crate::ui::journal::attack::AttackState;

impl JournalPage {
    /// The line of the open attack, or the page for noting one. Back leads to the page it was opened from.
    pub fn of_attack(model: &mut Model) -> Self {
        let mut page = Self::empty(&model.clock);
        page.opened_directly = true;
        let now = model.clock.now();
        let open = model.recent.attack.clone().filter(|attack| !is_forgotten(attack, now));
        page.show_attack(open, &model.moment.clone(), model);
        page
    }

    /// The same, opened from the list. The moment on the first screen is not copied here.
    pub(super) fn note_attack(&mut self, model: &Model) {
        let open = open_attack(&self.attacks, self.clock.now());
        self.show_attack(open, &Moment::default(), model);
    }

    /// The attack that goes on; without one, the form of one that begins now.
    fn show_attack(&mut self, open: Option<Attack>, moment: &Moment, model: &Model) {
        let Some(attack) = open else {
            let last = self.attacks.first().or(model.recent.last_attack.as_ref());
            let state = beginning(moment, &self.clock)
                .with_known(model.recent.medicines.clone())
                .with_last(last)
                .with_questions(&model.preferences.settings.attack_questions)
                .with_draft(draft(model));
            self.shown = Shown::Attack(Box::new(state));
            return;
        };
        self.show_known_attack(attack, model);
    }

    /// The line of an attack, or its form if something was entered there and not saved.
    pub(super) fn show_known_attack(&mut self, attack: Attack, model: &Model) {
        let is_unsaved = self.form_of(attack.clone(), model).left.is_some();
        self.show_course(attack, model);
        if is_unsaved {
            self.correct_course(model, |_| {});
        }
    }

    /// The form of an attack that is in the journal.
    pub(super) fn form_of(&self, attack: Attack, model: &Model) -> AttackState {
        AttackState::noted_before(attack, self.clock.now())
            .with_known(model.recent.medicines.clone())
            .with_questions(&model.preferences.settings.attack_questions)
            .with_draft(draft(model))
    }

    /// The attack that is being noted.
    #[cfg(test)]
    pub fn attack_mut(&mut self) -> Option<&mut AttackState> {
        if let Shown::Attack(state) = &mut self.shown { Some(state) } else { None }
    }

    /// Keeps it as soon as it changes, so that nothing is lost with the program.
    pub(super) fn keep_changed_draft(&mut self, model: &Model) {
        let Shown::Attack(state) = &self.shown else { return };
        let draft = state.draft();
        if draft != self.kept_draft {
            self.keep_draft(model);
            self.kept_draft = draft;
        }
    }

    /// Keeps what is being noted of an attack and has not been saved, for when the page is opened again.
    pub fn keep_draft(&self, model: &Model) {
        let Shown::Attack(state) = &self.shown else { return };
        match state.draft() {
            Some(attack) => {
                drafts::keep(
                    model.paths.as_ref(),
                    &Draft { left: model.clock.now(), attack, is_known: state.is_known },
                );
            }
            // What was left on the page of another attack waits for that one.
            None if draft(model).is_some_and(|draft| state.takes(&draft)) => {
                drafts::forget(model.paths.as_ref());
            }
            None => {}
        }
    }

    pub(super) fn save_attack(&mut self, model: &mut Model) -> Effect {
        self.keep_questions(model);
        let Shown::Attack(state) = &mut self.shown else { return Effect::Nothing };
        let attack = state.to_attack();
        state.opened_with = attack.clone();
        if draft(model).is_some_and(|draft| state.takes(&draft)) {
            drafts::forget(model.paths.as_ref());
        }
        // If something that was said is replaced, what stood is kept.
        model.journal.writer().correct(Revised::Attack(Box::new(attack.clone())));
        model.query_journal();
        let remark = format!("Saved: {}.", kept(&attack));
        self.attacks.retain(|other| other.id != attack.id);
        // The list has to show the new entry, or the changed one.
        self.is_stale = true;
        if let Some(day) = &mut self.day {
            let entry = Entry::of_attack(&attack);
            day.entries
                .iter_mut()
                .filter(|other| other.id == entry.id)
                .for_each(|other| *other = entry.clone());
        }
        model.recent.note_attack(&attack);
        self.attacks.push(attack.clone());
        self.attacks.sort_by_key(|attack| std::cmp::Reverse(attack.started));
        self.sync_attacks();
        if self.course.take().is_some() {
            // The line says what was saved.
            self.show_course(attack, model);
            return Effect::Nothing;
        }
        self.list.remark = Some(remark);
        self.leave_entry(model)
    }

    /// Saves the person's own yes-or-no questions, if they were changed on this page.
    pub(super) fn keep_questions(&self, model: &mut Model) {
        let Shown::Attack(state) = &self.shown else { return };
        if let Some(questions) = state.changed_questions() {
            model.preferences.settings.attack_questions = questions;
            model.save_settings();
        }
    }

    /// Back to the page from which the entry was opened.
    pub(super) fn leave_entry(&mut self, model: &mut Model) -> Effect {
        if let Some(below) = self.course.take() {
            self.shown = Shown::Course(below);
            return Effect::Nothing;
        }
        if !self.opened_directly {
            self.back();
            return Effect::Nothing;
        }
        if let Some(remark) = self.list.remark.take() {
            model.notices.set(NoticeKind::Done, remark);
        }
        Effect::Back
    }
}

/// When a draft was left, what it is, and whether it changes an attack that is in the journal.
pub(super) fn draft(model: &Model) -> Option<(DateTime<FixedOffset>, Attack, bool)> {
    let draft = drafts::load(model.paths.as_ref(), model.clock.now())?;
    Some((draft.left, draft.attack, draft.is_known))
}

/// The form of an attack that begins now.
fn beginning(moment: &Moment, clock: &Clock) -> AttackState {
    let now = clock.now();
    let is_aura = moment.phase == Some(Phase::Aura);
    AttackState::beginning(Attack::id_at(now.to_utc(), std::process::id()), now, moment.pain, is_aura)
}

/// `an attack since 14:05`, `an attack from Monday 14:05 to Tuesday 9:00`.
fn kept(attack: &Attack) -> String {
    let time = |time: DateTime<FixedOffset>| written(time, "%A %H:%M");
    match attack.ended {
        None => format!("an attack since {}", time(attack.started)),
        Some(ended) => format!("an attack from {} to {}", time(attack.started), time(ended)),
    }
}
