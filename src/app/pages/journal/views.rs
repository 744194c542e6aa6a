//! Loading the month, a day, the charts, and what was noticed.

use chrono::{Datelike as _, Months};

use super::{JournalPage, Shown};
use crate::app::journal_files::phase;
use crate::app::model::Model;
use crate::journal::days::instants_of;
use crate::journal::summary::BeforeAfter;
use crate::journal::summary::answers::answered;
use crate::journal::summary::months::Month;
use crate::journal::{Attack, JournalService};
use crate::ui::journal::Entry;
use crate::ui::journal::charts::ChartsState;
use crate::ui::journal::list::ListState;
use crate::ui::journal::month::MonthState;
use crate::ui::journal::noticed::{NoticedRoutine, NoticedState};
use crate::ui::routines::capitalised;

/// How many months the charts show, including the current one.
const MONTHS: u32 = 12;

impl JournalPage {
    pub(super) fn show_month(&mut self, journal: &JournalService) {
        self.shown = Shown::Month;
        let first = self.month.first;
        let answer = journal.month(first.year(), first.month(), self.clock.now());
        self.when_answered(answer, move |page, days| {
            // Another month may have been opened since.
            if page.month.first != first {
                return;
            }
            match days {
                Ok(days) => page.month.days = days,
                Err(sentence) => page.month.trouble = Some(sentence),
            }
        });
    }

    pub(super) fn month_by(&mut self, months: i32, journal: &JournalService) {
        let by = Months::new(months.unsigned_abs());
        let first = self.month.first;
        let to = if months < 0 { first.checked_sub_months(by) } else { first.checked_add_months(by) };
        let today = self.clock.today();
        let Some(to) = to else { return };
        let is_now = (to.year(), to.month()) == (today.year(), today.month());
        self.month = MonthState::of(if is_now { today } else { to }, today);
        self.show_month(journal);
    }

    /// Lists everything of the chosen day.
    pub(super) fn list_day(&mut self, journal: &JournalService) {
        let date = self.month.chosen;
        let list = ListState::of_day(date, self.list.remark.take());
        self.shown = Shown::Day(Box::new(list));
        let (from, to) = instants_of(date, date);
        self.when_answered(journal.attacks(from, to), move |page, attacks| {
            let now = page.clock.now();
            let mut attacks = attacks.unwrap_or_default();
            attacks.retain(|attack| attack.days(now).any(|day| day == date));
            page.take_day(attacks.iter().map(Entry::of_attack).collect(), None);
            page.attacks.retain(|other: &Attack| attacks.iter().all(|attack| attack.id != other.id));
            page.attacks.extend(attacks);
        });
        let answer = journal.query(move |store| store.sessions_of(date));
        self.when_answered(answer, move |page, records| {
            let trouble = records.as_ref().err().cloned();
            let records = records.unwrap_or_default();
            page.take_day(records.iter().map(Entry::of_session).collect(), trouble);
        });
    }

    /// Attacks come before sessions.
    fn take_day(&mut self, entries: Vec<Entry>, trouble: Option<String>) {
        let Shown::Day(day) = &mut self.shown else { return };
        day.entries.extend(entries);
        day.entries.sort_by_key(|entry| !entry.is_attack);
        day.is_whole = true;
        day.remark = trouble.or(day.remark.take());
    }

    pub(super) fn show_charts(&mut self, journal: &JournalService) {
        self.shown = Shown::Charts(ChartsState::default());
        let now = self.clock.now();
        let today = now.date_naive();
        let this_month = today.with_day(1).unwrap_or(today);
        let answer = journal.query(move |store| {
            let months: Vec<Month> = store.months(this_month - Months::new(MONTHS - 1), today, now)?;
            let mut pain: Vec<(String, BeforeAfter)> = Vec::new();
            for summary in store.before_and_after()? {
                pain.push((
                    store.title_of(&summary.routine)?.unwrap_or_else(|| summary.routine.clone()),
                    summary,
                ));
            }
            Ok((pain, months))
        });
        self.when_answered(answer, |page, answered| {
            let Shown::Charts(state) = &mut page.shown else { return };
            match answered {
                Ok((pain, months)) => (state.pain, state.months) = (pain, months),
                Err(sentence) => state.trouble = Some(sentence),
            }
        });
    }

    pub(super) fn show_noticed(&mut self, model: &Model) {
        let journal = &model.journal;
        let questions = model.preferences.settings.attack_questions.clone();
        self.shown = Shown::Noticed(NoticedState::default());
        let answer = journal.query(move |store| {
            let mut routines = Vec::new();
            for noticed in store.noticed()? {
                let title = store.title_of(&noticed.routine)?.unwrap_or_else(|| noticed.routine.clone());
                let phase =
                    noticed.phase.as_deref().map_or("phase not noted".into(), |name| phase(Some(name)));
                routines.push(NoticedRoutine { title, phase: capitalised(&phase), noticed });
            }
            Ok((routines, answered(&store.all_attacks()?, &questions), store.comfort()?))
        });
        self.when_answered(answer, |page, answered| {
            let Shown::Noticed(state) = &mut page.shown else { return };
            state.is_there = true;
            match answered {
                Ok(found) => (state.routines, state.answers, state.steps) = found,
                Err(sentence) => state.trouble = Some(sentence),
            }
        });
    }
}
