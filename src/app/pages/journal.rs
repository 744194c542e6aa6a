//! The journal's pages.

use eframe::egui;

use super::Effect;
use super::follow_up::since;
use crate::app::clock::Clock;
use crate::app::drafts;
use crate::app::model::{Model, open_attack};
use crate::goals::Experiment;
use crate::journal::revision::Revision;
use crate::journal::store::Mark;
use crate::journal::{Attack, Filter, JournalService, Outcome, Pending};
use crate::pending::Unanswered;
use crate::ui::actions::Action;
use crate::ui::journal as ui;
use crate::ui::journal::attack::{AttackState, attack_ui};
use crate::ui::journal::charts::{ChartsState, charts_ui};
use crate::ui::journal::correction::{CorrectionState, correction_ui};
use crate::ui::journal::course::{CourseState, course_ui};
use crate::ui::journal::experiment::{ExperimentState, experiment_ui};
use crate::ui::journal::export::{ExportState, export_ui};
use crate::ui::journal::list::{ListState, list_ui};
use crate::ui::journal::month::{MonthState, month_ui};
use crate::ui::journal::noticed::{NoticedState, noticed_ui};
use crate::ui::journal::questionnaire::{QuestionnaireState, questionnaire_ui};
use crate::ui::journal::session::{SessionState, session_ui};
use crate::ui::journal::{JournalAction, View};
use crate::ui::keys::{Binding, without_actions};
use crate::ui::routines::capitalised;
use crate::ui::theme::Palette;

mod attacks;
mod corrections;
mod course;
mod experiment;
mod files;
mod list;
mod questionnaire;
mod views;

#[cfg(test)]
mod tests;

/// How many entries are requested at once.
const AT_ONCE: u32 = 200;
pub(in crate::app) use files::dropped;

/// Takes an answer if it has arrived; returns whether it is done.
type Awaited = Box<dyn FnMut(&mut JournalPage) -> bool>;

/// What the last undo can restore.
enum Undo {
    Deleted(String),
    Experiment(Experiment),
}

/// The journal page that is open.
enum Shown {
    List,
    Day(Box<ListState>),
    Session(Box<SessionState>),
    /// The session page is below it.
    Correction(Box<CorrectionState>, Box<SessionState>),
    Questionnaire(Box<QuestionnaireState>),
    Attack(Box<AttackState>),
    Course(Box<CourseState>),
    Month,
    Charts(ChartsState),
    Noticed(NoticedState),
    Experiment(ExperimentState),
    Export(ExportState),
}

/// The journal while it is open.
pub(in crate::app) struct JournalPage {
    shown: Shown,
    list: ListState,
    /// The filter of the entries that are listed, and the last one of them.
    requested_filter: Filter,
    mark: Option<Mark>,
    is_asking: bool,
    /// Whether the journal has entries that the list does not show yet.
    is_stale: bool,
    /// The file whose import, once more, brings back what was deleted here.
    offers_back: Option<String>,
    month: MonthState,
    /// The known attacks, the newest first.
    attacks: Vec<Attack>,
    /// The attacks that belong further down than the list is loaded, the oldest first.
    pending_attacks: Vec<Attack>,
    /// The day from which an entry was opened.
    day: Option<Box<ListState>>,
    /// The line of the attack whose form is open.
    course: Option<Box<CourseState>>,
    /// Whether this page was opened from outside the journal, so that Back leaves the journal.
    opened_directly: bool,
    undo: Option<Undo>,
    /// What stood in an entry whose page is not open yet.
    revisions: Vec<Revision>,
    awaited: Vec<Awaited>,
    /// What was kept last of an attack that is being noted.
    kept_draft: Option<Attack>,
    clock: Clock,
}

impl JournalPage {
    /// The list, with its queries under way.
    pub fn new(model: &mut Model) -> Self {
        let mut page = Self::empty(&model.clock);
        page.load(&model.journal);
        page
    }

    fn empty(clock: &Clock) -> Self {
        let today = clock.today();
        Self {
            clock: clock.clone(),
            kept_draft: None,
            shown: Shown::List,
            list: ListState::default(),
            requested_filter: Filter::default(),
            mark: None,
            is_asking: false,
            is_stale: false,
            offers_back: None,
            month: MonthState::of(today, today),
            attacks: Vec::new(),
            pending_attacks: Vec::new(),
            day: None,
            course: None,
            opened_directly: false,
            undo: None,
            revisions: Vec::new(),
            awaited: Vec::new(),
        }
    }

    /// Draws the open page.
    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette) -> Option<Action> {
        self.list.can_undo = matches!(self.undo, Some(Undo::Deleted(_)));
        let can_undo = matches!(self.undo, Some(Undo::Experiment(_)));
        match &mut self.shown {
            Shown::List => list_ui(ui, palette, &mut self.list),
            Shown::Day(list) => {
                list.can_undo = self.list.can_undo;
                list_ui(ui, palette, list)
            }
            Shown::Session(state) => session_ui(ui, palette, state),
            Shown::Correction(state, _) => correction_ui(ui, palette, state),
            Shown::Questionnaire(state) => questionnaire_ui(ui, palette, state),
            Shown::Attack(state) => attack_ui(ui, palette, state),
            Shown::Course(state) => course_ui(ui, palette, state),
            Shown::Month => month_ui(ui, palette, &mut self.month),
            Shown::Charts(state) => charts_ui(ui, palette, state),
            Shown::Noticed(state) => noticed_ui(ui, palette, state),
            Shown::Experiment(state) => {
                state.can_undo = can_undo && state.running.is_none();
                experiment_ui(ui, palette, state)
            }
            Shown::Export(state) => export_ui(ui, palette, state),
        }
    }

    /// The keys of the open page.
    pub fn bindings(&self) -> Vec<Binding<()>> {
        match &self.shown {
            Shown::List => without_actions(ui::list::bindings(&self.list)),
            Shown::Day(list) => without_actions(ui::list::bindings(list)),
            Shown::Session(state) => without_actions(ui::session::bindings(state)),
            Shown::Correction(..) => without_actions(ui::correction::bindings()),
            Shown::Questionnaire(_) => without_actions(ui::questionnaire::bindings()),
            Shown::Attack(state) => without_actions(ui::attack::bindings(state)),
            Shown::Course(state) => without_actions(ui::course::bindings(state)),
            Shown::Month => without_actions(ui::month::bindings()),
            Shown::Charts(_) => without_actions(ui::charts::bindings()),
            Shown::Noticed(_) => without_actions(ui::noticed::bindings()),
            Shown::Experiment(state) => without_actions(ui::experiment::bindings(state)),
            Shown::Export(state) => without_actions(ui::export::bindings(state)),
        }
    }

    /// Calls `take` as soon as the answer has arrived.
    fn when_answered<T: 'static, E: From<Unanswered> + ToString + 'static>(
        &mut self,
        answer: Pending<T, E>,
        take: impl FnOnce(&mut Self, Result<T, String>) + 'static,
    ) {
        let mut take = Some(take);
        self.awaited.push(Box::new(move |page| {
            let Some(answered) = answer.poll() else { return false };
            if let Some(take) = take.take() {
                take(page, answered.map_err(|error| capitalised(&error.to_string())));
            }
            true
        }));
    }

    /// Takes the answers that have arrived, saves notes, and requests the entries that will soon be visible.
    fn sync(&mut self, journal: &JournalService) {
        let mut awaited = std::mem::take(&mut self.awaited);
        awaited.retain_mut(|take| !take(self));
        self.awaited.append(&mut awaited);
        if self.is_stale {
            self.load(journal);
        } else if self.requested_filter != self.list.filter {
            self.list_anew(journal);
        } else if self.list.wants_more && !self.is_asking {
            self.ask_more(journal);
        }
        self.save_note(journal);
    }

    /// Saves the note as it is being written.
    fn save_note(&mut self, journal: &JournalService) {
        let Shown::Session(state) = &mut self.shown else { return };
        let note = state.note.trim();
        // A running session is edited on its own page.
        if note == state.record.note || state.record.outcome == Outcome::Running {
            return;
        }
        note.clone_into(&mut state.record.note);
        journal.writer().save(state.record.clone());
        let record = state.record.clone();
        self.list_changed(&record);
    }

    /// Opens the session or attack in this row of the list.
    fn open(&mut self, place: usize, model: &Model) {
        let journal = &model.journal;
        let list = if let Shown::Day(day) = &self.shown { day } else { &self.list };
        let Some(entry) = list.entries.get(place).cloned() else { return };
        let from_day = if let Shown::Day(day) = &self.shown { Some(day.clone()) } else { None };
        let chosen = |list: &mut ListState| list.chosen = place;
        chosen(&mut self.list);
        self.day = from_day;
        if let Some(day) = &mut self.day {
            chosen(day);
        }
        if entry.is_attack {
            if let Some(attack) = self.attacks.iter().find(|attack| attack.id == entry.id).cloned() {
                self.show_known_attack(attack, model);
            }
            return;
        }
        self.query_corrections(entry.id.clone(), journal);
        self.when_answered(journal.get(entry.id), |page, record| match record {
            Ok(Some(record)) => {
                page.show_session(record);
            }
            Ok(None) => {}
            Err(sentence) => page.list.remark = Some(sentence),
        });
    }

    /// Back to the list or the day from which this was opened.
    fn back(&mut self) {
        self.shown = self.day.take().map_or(Shown::List, Shown::Day);
    }

    /// Deletes the open entry; it can be restored.
    fn delete(&mut self, journal: &JournalService) {
        let (id, name) = match &self.shown {
            Shown::Session(state) => (state.record.id.clone(), state.record.title.clone()),
            Shown::Attack(state) => (state.attack.id.clone(), "the attack".to_owned()),
            Shown::Course(state) => (state.course.attack.id.clone(), "the attack".to_owned()),
            Shown::List
            | Shown::Day(_)
            | Shown::Correction(..)
            | Shown::Questionnaire(_)
            | Shown::Month
            | Shown::Charts(_)
            | Shown::Noticed(_)
            | Shown::Experiment(_)
            | Shown::Export(_) => return,
        };
        let undo = id.clone();
        self.when_answered(journal.delete(id.clone()), move |page, deleted| {
            page.list.remark = Some(match deleted {
                Ok(_) => {
                    page.undo = Some(Undo::Deleted(undo));
                    format!("Deleted: {name}. Press Z to undo.")
                }
                Err(sentence) => {
                    // It still exists, so it is shown again.
                    page.is_stale = true;
                    format!("{sentence}.")
                }
            });
            if let Shown::Day(day) = &mut page.shown {
                day.remark.clone_from(&page.list.remark);
            }
        });
        self.list.entries.retain(|entry| entry.id != id);
        if let Some(day) = &mut self.day {
            day.entries.retain(|entry| entry.id != id);
        }
        self.attacks.retain(|attack| attack.id != id);
        self.course = None;
        self.sync_attacks();
        self.back();
    }

    /// Restores the deleted entry.
    fn bring_back(&mut self, id: String, journal: &JournalService) {
        self.when_answered(journal.undelete(id), |page, back| {
            page.list.remark =
                Some(back.map_or_else(|sentence| sentence, |_| "It's back in the journal.".into()));
        });
        if matches!(self.shown, Shown::Day(_)) {
            self.list_day(journal);
        }
        self.load(journal);
    }
}

impl JournalPage {
    /// Takes the journal's answers.
    pub fn poll(&mut self, model: &mut Model) {
        self.keep_changed_draft(model);
        self.sync(&model.journal);
        self.poll_course(model);
        if !self.awaited.is_empty() {
            model.ctx.request_repaint_after(crate::app::SOON);
        }
    }

    pub fn update(&mut self, action: JournalAction, model: &mut Model) -> Effect {
        let journal = &model.journal;
        match action {
            JournalAction::NoteAttack => self.note_attack(model),
            JournalAction::EndAttack => self.correct_course(model, AttackState::end_now),
            JournalAction::AddMedicine => self.correct_course(model, AttackState::pick_medicine),
            JournalAction::HelpNow => return Self::help_now(model),
            JournalAction::Correct if matches!(self.shown, Shown::Course(_)) => {
                self.correct_course(model, |_| {});
            }
            JournalAction::Show(View::List) => self.shown = Shown::List,
            JournalAction::Show(View::Month) => self.show_month(journal),
            JournalAction::Show(View::Charts) => self.show_charts(journal),
            JournalAction::Show(View::Noticed) => self.show_noticed(model),
            JournalAction::Show(View::Experiment) => self.show_experiment(model, None),
            JournalAction::Show(View::Export) => self.show_files(model),
            JournalAction::Show(View::Questionnaire) => self.show_questionnaire(journal),
            JournalAction::SaveQuestionnaire => self.save_questionnaire(model),
            JournalAction::Correct => self.correct(model),
            JournalAction::SaveCorrection => self.save_correction(journal),
            JournalAction::CancelCorrection => self.leave_correction(),
            JournalAction::UndoCorrection => self.undo_correction(journal),
            JournalAction::Export(format) => self.export(format, model),
            JournalAction::OpenExported => self.open_exported(),
            JournalAction::PrintExported => self.print_exported(),
            JournalAction::Import => self.import(model),
            JournalAction::BeginExperiment => self.begin_experiment(model),
            JournalAction::EndExperiment => self.end_experiment(model),
            JournalAction::SaveAttack => return self.save_attack(model),
            JournalAction::Back => {
                self.keep_questions(model);
                self.keep_replaced_note(&model.journal);
                self.keep_draft(model);
                return self.leave_entry(model);
            }
            JournalAction::Undo => self.undo(model),
            JournalAction::MonthBy(months) => self.month_by(months, journal),
            JournalAction::ListDay => self.list_day(journal),
            JournalAction::Open(place) => self.open(place, model),
            JournalAction::Delete => {
                drafts::forget(model.paths.as_ref());
                self.delete(journal);
                // Behind it, the list offers to undo the deletion.
                if std::mem::take(&mut self.opened_directly) {
                    self.load(journal);
                }
            }
            JournalAction::SameRoutine => self.filter_by_routine(),
        }
        Effect::Nothing
    }

    /// The list, filtered by the routine of the open session.
    fn filter_by_routine(&mut self) {
        if let Shown::Session(state) = &self.shown {
            let (id, title) = (state.record.routine.clone(), state.record.title.clone());
            self.list.filter = Filter { routine: Some(id), ..Filter::default() };
            self.list.routine = Some(title);
            (self.day, self.shown) = (None, Shown::List);
        }
    }

    fn undo(&mut self, model: &mut Model) {
        match self.undo.take() {
            Some(Undo::Deleted(id)) => self.bring_back(id, &model.journal),
            Some(Undo::Experiment(experiment)) => {
                model.preferences.settings.experiment = Some(experiment);
                model.save_settings();
                self.show_experiment(model, None);
            }
            None => {}
        }
    }
}
