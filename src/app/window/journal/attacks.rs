//! An attack is noted, ended and kept, from the journal and from the first screen.

use chrono::{DateTime, FixedOffset, Local};

use super::super::{Page, Window};
use super::{JournalPage, Shown, going_on, since};
use crate::journal::Attack;
use crate::routine::Phase;
use crate::safety::Moment;
use crate::ui::home::FollowUp;
use crate::ui::journal::Entry;
use crate::ui::journal::attack::AttackState;

impl Window {
    /// The attack that goes on as the first screen shows it.
    pub(in super::super) fn attack_end(&self) -> Option<FollowUp> {
        let attack = self.recent.attack.as_ref()?;
        Some(FollowUp { title: since(attack), below: "Is it over?".into() })
    }

    /// Opens the page on which an attack is noted, or the one that goes on, to be ended.
    pub(super) fn note_attack(&mut self) {
        let now = Local::now().fixed_offset();
        let state = |attack: Option<Attack>, moment: &Moment| {
            if let Some(attack) = attack {
                return AttackState::again(attack, now);
            }
            let is_aura = moment.phase == Some(Phase::Aura);
            AttackState::beginning(Attack::id_at(now.to_utc(), std::process::id()), now, moment.pain, is_aura)
        };
        if let Page::Journal(journal) = &mut self.page {
            let open = going_on(&journal.attacks);
            // What is said of now on the first screen is not asked again here.
            journal.shown = Shown::Attack(Box::new(state(open, &Moment::default())));
            return;
        }
        let mut journal = JournalPage::new();
        journal.shown = Shown::Attack(Box::new(state(self.recent.attack.clone(), &self.moment)));
        journal.is_passing = true;
        self.page = Page::Journal(Box::new(journal));
    }

    pub(super) fn keep_attack(&mut self) {
        let Page::Journal(journal) = &mut self.page else { return };
        let Shown::Attack(state) = &journal.shown else { return };
        let attack = state.noted();
        self.service.writer().save_attack(attack.clone());
        journal.list.remark = Some(format!("Kept: {}.", kept(&attack)));
        journal.attacks.retain(|other| other.id != attack.id);
        // The list has a line for it now, or another one.
        journal.is_stale = true;
        self.recent.attack = Some(attack.clone()).filter(|attack| attack.ended.is_none());
        if let Some(day) = &mut journal.day {
            let entry = Entry::of_attack(&attack);
            day.entries
                .iter_mut()
                .filter(|other| other.id == entry.id)
                .for_each(|other| *other = entry.clone());
        }
        journal.attacks.push(attack);
        journal.follow_attacks();
        self.leave_entry();
    }

    /// Back to where the entry was opened.
    pub(super) fn leave_entry(&mut self) {
        let Page::Journal(journal) = &mut self.page else { return };
        if journal.is_passing {
            self.remark = journal.list.remark.take().or(self.remark.take());
            self.leave();
        } else {
            journal.back();
        }
    }
}

/// `an attack since 14:05`, `an attack from Monday 14:05 to Tuesday 9:00`.
fn kept(attack: &Attack) -> String {
    let time = |time: DateTime<FixedOffset>| time.format("%A %H:%M").to_string();
    match attack.ended {
        None => format!("an attack since {}", time(attack.started)),
        Some(ended) => format!("an attack from {} to {}", time(attack.started), time(ended)),
    }
}
