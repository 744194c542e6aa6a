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
    /// The page for noting an attack, or for ending the open one. Back leads to the page it was opened from.
    pub fn of_attack(model: &mut Model) -> Self {
        let mut page = Self::empty(&model.clock);
        let now = model.clock.now();
        let open = model.recent.attack.clone().filter(|attack| !is_forgotten(attack, now));
        let state = state(open, &model.moment, &model.clock).with_known(model.recent.medicines.clone());
        let state = state.with_draft(draft(model));
        page.shown = Shown::Attack(Box::new(state));
        page.opened_directly = true;
        page
    }

    /// The same, opened from the list. The moment on the first screen is not copied here.
    pub(super) fn note_attack(&mut self, model: &Model) {
        let open = open_attack(&self.attacks, self.clock.now());
        let state = state(open, &Moment::default(), &self.clock);
        let state = state.with_known(model.recent.medicines.clone()).with_draft(draft(model));
        self.shown = Shown::Attack(Box::new(state));
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
        let Shown::Attack(state) = &mut self.shown else { return Effect::Nothing };
        let attack = state.to_attack();
        state.opened_with = attack.clone();
        if draft(model).is_some_and(|draft| state.takes(&draft)) {
            drafts::forget(model.paths.as_ref());
        }
        // If something that was said is replaced, what stood is kept.
        model.journal.writer().correct(Revised::Attack(Box::new(attack.clone())));
        model.query_journal();
        self.list.remark = Some(format!("Saved: {}.", kept(&attack)));
        self.attacks.retain(|other| other.id != attack.id);
        // The list has to show the new entry, or the changed one.
        self.is_stale = true;
        model.recent.attack = Some(attack.clone()).filter(|attack| attack.ended.is_none());
        if let Some(day) = &mut self.day {
            let entry = Entry::of_attack(&attack);
            day.entries
                .iter_mut()
                .filter(|other| other.id == entry.id)
                .for_each(|other| *other = entry.clone());
        }
        self.attacks.push(attack);
        self.sync_attacks();
        self.leave_entry(model)
    }

    /// Back to the page from which the entry was opened.
    pub(super) fn leave_entry(&mut self, model: &mut Model) -> Effect {
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

/// The state for an open attack, or for one that begins now.
fn state(attack: Option<Attack>, moment: &Moment, clock: &Clock) -> AttackState {
    let now = clock.now();
    if let Some(attack) = attack {
        return AttackState::noted_before(attack, now);
    }
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
