//! Correcting entries: what stood before is kept, shown, and can be restored.

use super::{JournalPage, Shown};
use crate::app::model::Model;
use crate::journal::attack::attack_at;
use crate::journal::revision::{Revised, Revision};
use crate::journal::{JournalService, Record};
use crate::ui::journal::correction::CorrectionState;
use crate::ui::journal::medicine::MedicineDraft;
use crate::ui::journal::session::SessionState;
use crate::ui::journal::{Entry, corrections_in_words};

impl JournalPage {
    /// Shows a session.
    pub(super) fn show_session(&mut self, record: Record) {
        let attack = attack_at(&self.attacks, record.started).cloned();
        self.shown = Shown::Session(Box::new(SessionState::of(record, attack)));
        let revisions = std::mem::take(&mut self.revisions);
        self.show_corrections(&revisions);
    }

    /// Queries what stood in the entry that is being opened. The answer may come before its page is there.
    pub(super) fn query_corrections(&mut self, id: String, journal: &JournalService) {
        self.revisions = Vec::new();
        self.when_answered(journal.revisions(id.clone()), move |page, revisions| {
            let revisions = revisions.unwrap_or_default();
            if page.shown_id() == Some(&id) {
                page.show_corrections(&revisions);
            } else {
                page.revisions = revisions;
            }
        });
    }

    /// The id of the open entry.
    fn shown_id(&self) -> Option<&String> {
        match &self.shown {
            Shown::Session(state) => Some(&state.record.id),
            Shown::Attack(state) => Some(&state.attack.id),
            Shown::Course(state) => Some(&state.course.attack.id),
            Shown::List
            | Shown::Day(_)
            | Shown::Correction(..)
            | Shown::Questionnaire(_)
            | Shown::Month
            | Shown::Charts(_)
            | Shown::Noticed(_)
            | Shown::Experiment(_)
            | Shown::Export(_) => None,
        }
    }

    fn show_corrections(&mut self, revisions: &[Revision]) {
        match &mut self.shown {
            Shown::Session(state) => {
                let current = Revised::Session(Box::new(state.record.clone()));
                state.corrections = corrections_in_words(revisions, &current);
            }
            Shown::Attack(state) => {
                let current = Revised::Attack(Box::new(state.attack.clone()));
                state.corrections = corrections_in_words(revisions, &current);
            }
            Shown::Course(state) => {
                let current = Revised::Attack(Box::new(state.course.attack.clone()));
                state.corrections = corrections_in_words(revisions, &current);
            }
            Shown::List
            | Shown::Day(_)
            | Shown::Correction(..)
            | Shown::Questionnaire(_)
            | Shown::Month
            | Shown::Charts(_)
            | Shown::Noticed(_)
            | Shown::Experiment(_)
            | Shown::Export(_) => {}
        }
    }

    /// Opens the form for the open session.
    pub(super) fn correct(&mut self, model: &Model) {
        match std::mem::replace(&mut self.shown, Shown::List) {
            Shown::Session(below) => {
                let state = CorrectionState {
                    record: below.record.clone(),
                    now: self.clock.now(),
                    known: model.recent.medicines.clone(),
                    medicine: MedicineDraft::default(),
                };
                self.shown = Shown::Correction(Box::new(state), below);
            }
            other => self.shown = other,
        }
    }

    /// Back to the session, without saving.
    pub(super) fn leave_correction(&mut self) {
        match std::mem::replace(&mut self.shown, Shown::List) {
            Shown::Correction(_, below) => self.shown = Shown::Session(below),
            other => self.shown = other,
        }
    }

    pub(super) fn save_correction(&mut self, journal: &JournalService) {
        match std::mem::replace(&mut self.shown, Shown::List) {
            Shown::Correction(state, _) => {
                let record = state.corrected();
                journal.writer().correct(Revised::Session(Box::new(record.clone())));
                self.list_changed(&record);
                self.query_corrections(record.id.clone(), journal);
                self.show_session(record);
            }
            other => self.shown = other,
        }
    }

    /// Takes back the latest correction of the open entry, and shows the entry as it is then.
    pub(super) fn undo_correction(&mut self, journal: &JournalService) {
        let Some(id) = self.shown_id().cloned() else { return };
        let is_session = matches!(self.shown, Shown::Session(_));
        self.when_answered(journal.undo_correction(id.clone()), |page, undone| {
            page.is_stale = true;
            page.list.remark = Some(match undone {
                Ok(_) => "The latest correction has been undone.".into(),
                Err(sentence) => sentence,
            });
        });
        if is_session {
            self.query_corrections(id.clone(), journal);
            self.when_answered(journal.get(id), |page, record| {
                if let Ok(Some(record)) = record {
                    page.list_changed(&record);
                    page.show_session(record);
                }
            });
        } else {
            // The list shows it as it is now.
            self.course = None;
            self.back();
        }
    }

    /// Shows a changed session in the lists.
    pub(super) fn list_changed(&mut self, record: &Record) {
        let entry = Entry::of_session(record);
        let lists = self.day.iter_mut().map(|day| &mut day.entries).chain([&mut self.list.entries]);
        lists.flatten().filter(|other| other.id == entry.id).for_each(|other| *other = entry.clone());
        // Another time of its start may put it elsewhere.
        self.is_stale = true;
    }

    /// Keeps the note as it stood when the page was opened, if words of it are gone.
    pub(super) fn keep_replaced_note(&mut self, journal: &JournalService) {
        let Shown::Session(state) = &mut self.shown else { return };
        if !state.opened.replaced_by(&state.record).is_empty() {
            let stood = std::mem::replace(&mut state.opened, state.record.clone());
            let kept = journal.keep_revision(Revised::Session(Box::new(stood)));
            self.when_answered(kept, |_, _| {});
        }
    }
}
