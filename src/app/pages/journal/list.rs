//! Loading the list: sessions page by page, with the attacks between them.

use chrono::{DateTime, Utc};

use super::{AT_ONCE, JournalPage, open_attack, since};
use crate::journal::store::Mark;
use crate::journal::{Attack, JournalService, Record};
use crate::ui::journal::Entry;

impl JournalPage {
    /// Reloads the list, including what has been added since.
    pub(super) fn load(&mut self, journal: &JournalService) {
        self.is_stale = false;
        self.list.today = self.clock.today();
        // Requested first, so that the attacks are known when the sessions arrive: both are merged into one
        // list.
        self.when_answered(
            journal.attacks(DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC),
            |page, attacks| {
                if let Ok(attacks) = attacks {
                    page.attacks = attacks;
                    page.sync_attacks();
                }
            },
        );
        self.list_anew(journal);
    }

    /// Reloads the list with the current filter.
    pub(super) fn list_anew(&mut self, journal: &JournalService) {
        self.requested_filter = self.list.filter.clone();
        self.mark = None;
        self.list.chosen = 0;
        self.ask_more(journal);
    }

    /// Tells the list whether an attack is open.
    pub(super) fn sync_attacks(&mut self) {
        let now = self.clock.now();
        self.list.going_on = open_attack(&self.attacks, now).map(|attack| since(&attack, now));
    }

    pub(super) fn ask_more(&mut self, journal: &JournalService) {
        self.is_asking = true;
        let (requested_filter, mark) = (self.requested_filter.clone(), self.mark.clone());
        let answer = journal.page(requested_filter.clone(), mark.clone(), AT_ONCE);
        self.when_answered(answer, move |page, records| {
            // The filter may have changed since.
            if (&page.requested_filter, &page.mark) == (&requested_filter, &mark) {
                page.take_page(records, mark.is_none());
            }
        });
    }

    fn take_page(&mut self, records: Result<Vec<Record>, String>, is_first: bool) {
        (self.is_asking, self.list.wants_more) = (false, false);
        if is_first {
            self.list.entries.clear();
            self.pending_attacks = self
                .attacks
                .iter()
                .rev()
                .filter(|attack| self.requested_filter.matches_attack(attack))
                .cloned()
                .collect();
        }
        match records {
            Ok(records) => {
                self.list.is_whole = records.len() < AT_ONCE as usize;
                self.mark = records.last().map(Mark::after);
                let (pending_attacks, entries) = (&mut self.pending_attacks, &mut self.list.entries);
                for record in &records {
                    let newer = |attack: &Attack| attack.started > record.started;
                    entries.extend(
                        std::iter::from_fn(|| pending_attacks.pop_if(|attack| newer(attack))).map(of_attack),
                    );
                    entries.push(Entry::of_session(record));
                }
                if self.list.is_whole {
                    entries.extend(pending_attacks.drain(..).rev().map(of_attack));
                }
            }
            Err(sentence) => {
                self.list.is_whole = true;
                self.list.remark = Some(sentence);
            }
        }
    }
}

#[allow(clippy::needless_pass_by_value)] // As an iterator hands it on.
fn of_attack(attack: Attack) -> Entry {
    Entry::of_attack(&attack)
}
