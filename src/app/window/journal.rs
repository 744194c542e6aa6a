//! The journal's pages: what each is given, and what becomes of their wishes.

use chrono::{Local, TimeDelta};
use eframe::egui;

use super::{Page, Window};
use crate::goals::Experiment;
use crate::journal::attack::attack_at;
use crate::journal::store::Mark;
use crate::journal::{Attack, Filter, JournalService, Outcome, Pending};
use crate::pending::Unanswered;
use crate::ui::Action;
use crate::ui::journal::attack::{AttackState, attack_ui};
use crate::ui::journal::charts::{ChartsState, charts_ui};
use crate::ui::journal::experiment::{ExperimentState, experiment_ui};
use crate::ui::journal::hand_over::{HandOverState, hand_over_ui};
use crate::ui::journal::helped::{HelpedState, helped_ui};
use crate::ui::journal::list::{ListState, list_ui};
use crate::ui::journal::month::{MonthState, month_ui};
use crate::ui::journal::session::{SessionState, session_ui};
use crate::ui::journal::{Entry, JournalAction, View};
use crate::ui::routines::capitalised;
use crate::ui::theme::Palette;

mod attacks;
mod hand_over;
mod list;
mod looks;
mod wished;

#[cfg(test)]
mod tests;

/// So many entries are asked for at once.
const AT_ONCE: u32 = 200;
/// An attack that began longer ago is over, whether its end was noted or not.
pub(super) const LONGEST: TimeDelta = TimeDelta::hours(72);

/// The attack that goes on.
pub(super) fn going_on(attacks: &[Attack]) -> Option<Attack> {
    let now = Local::now().fixed_offset();
    let going_on = attacks.iter().filter(|attack| attack.ended.is_none() && attack.holds(now));
    going_on.max_by_key(|attack| attack.started).cloned()
}

/// Takes an answer once it is there; whether it need not be asked again.
type Awaited = Box<dyn FnMut(&mut JournalPage) -> bool>;

/// What can be brought back.
enum Undo {
    Deleted(String),
    Experiment(Experiment),
}

/// The page of the journal that is open.
enum Shown {
    List,
    Day(Box<ListState>),
    Session(Box<SessionState>),
    Attack(Box<AttackState>),
    Month,
    Charts(ChartsState),
    Helped(HelpedState),
    Experiment(ExperimentState),
    HandOver(HandOverState),
}

/// The journal while it is looked at.
pub(super) struct JournalPage {
    shown: Shown,
    list: ListState,
    /// What the entries of the list were asked for with, and the last of them.
    asked: Filter,
    mark: Option<Mark>,
    is_asking: bool,
    /// Whether something came into the journal that the list does not show yet.
    is_stale: bool,
    month: MonthState,
    /// The attacks that are known, the newest first.
    attacks: Vec<Attack>,
    /// Those that belong into the list further down than it is loaded, the oldest first.
    coming: Vec<Attack>,
    /// The day from which an entry was opened.
    day: Option<Box<ListState>>,
    /// Whether Back leads to where the journal was opened from.
    is_passing: bool,
    undo: Option<Undo>,
    awaited: Vec<Awaited>,
}

impl JournalPage {
    fn new() -> Self {
        let today = Local::now().date_naive();
        Self {
            shown: Shown::List,
            list: ListState::default(),
            asked: Filter::default(),
            mark: None,
            is_asking: false,
            is_stale: false,
            month: MonthState::of(today, today),
            attacks: Vec::new(),
            coming: Vec::new(),
            day: None,
            is_passing: false,
            undo: None,
            awaited: Vec::new(),
        }
    }

    /// Shows the page that is open.
    pub(super) fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette) -> Option<Action> {
        self.list.can_undo = matches!(self.undo, Some(Undo::Deleted(_)));
        let can_undo = matches!(self.undo, Some(Undo::Experiment(_)));
        match &mut self.shown {
            Shown::List => list_ui(ui, palette, &mut self.list),
            Shown::Day(list) => {
                list.can_undo = self.list.can_undo;
                list_ui(ui, palette, list)
            }
            Shown::Session(state) => session_ui(ui, palette, state),
            Shown::Attack(state) => attack_ui(ui, palette, state),
            Shown::Month => month_ui(ui, palette, &mut self.month),
            Shown::Charts(state) => charts_ui(ui, palette, state),
            Shown::Helped(state) => helped_ui(ui, palette, state),
            Shown::Experiment(state) => {
                state.can_undo = can_undo && state.running.is_none();
                experiment_ui(ui, palette, state)
            }
            Shown::HandOver(state) => hand_over_ui(ui, palette, state),
        }
    }

    /// Has an answer taken as soon as it is there.
    fn when_answered<T: 'static, E: From<Unanswered> + ToString + 'static>(
        &mut self,
        answer: Pending<T, E>,
        take: impl FnOnce(&mut Self, Result<T, String>) + 'static,
    ) {
        let mut take = Some(take);
        self.awaited.push(Box::new(move |journal| {
            let Some(answered) = answer.poll() else { return false };
            if let Some(take) = take.take() {
                take(journal, answered.map_err(|error| capitalised(&error.to_string())));
            }
            true
        }));
    }

    /// Takes the answers that are there by now, keeps what was written, and asks for what will soon be in sight.
    fn follow(&mut self, service: &JournalService) {
        let mut awaited = std::mem::take(&mut self.awaited);
        awaited.retain_mut(|take| !take(self));
        self.awaited.append(&mut awaited);
        if self.is_stale {
            self.load(service);
        } else if self.asked != self.list.filter {
            self.list_anew(service);
        } else if self.list.wants_more && !self.is_asking {
            self.ask_more(service);
        }
        self.keep_note(service);
    }

    /// A note is kept as it is written.
    fn keep_note(&mut self, service: &JournalService) {
        let Shown::Session(state) = &mut self.shown else { return };
        let note = state.note.trim();
        // One that is going on belongs to its own page.
        if note == state.record.note || state.record.outcome == Outcome::Running {
            return;
        }
        note.clone_into(&mut state.record.note);
        service.writer().save(state.record.clone());
        let entry = Entry::of_session(&state.record);
        let lists = self.day.iter_mut().map(|day| &mut day.entries).chain([&mut self.list.entries]);
        lists.flatten().filter(|other| other.id == entry.id).for_each(|other| *other = entry.clone());
    }

    /// Shows the session or the attack at a place of the list.
    fn open(&mut self, place: usize, service: &JournalService) {
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
            if let Some(attack) = self.attacks.iter().find(|attack| attack.id == entry.id) {
                let state = AttackState::again(attack.clone(), Local::now().fixed_offset());
                self.shown = Shown::Attack(Box::new(state));
            }
            return;
        }
        self.when_answered(service.get(entry.id), |journal, record| match record {
            Ok(Some(record)) => {
                let note = record.note.clone();
                let attack = attack_at(&journal.attacks, record.started).cloned();
                journal.shown = Shown::Session(Box::new(SessionState { record, attack, note }));
            }
            Ok(None) => {}
            Err(sentence) => journal.list.remark = Some(sentence),
        });
    }

    /// Back to the list or the day from which this was opened.
    fn back(&mut self) {
        self.shown = self.day.take().map_or(Shown::List, Shown::Day);
    }

    /// Deletes what is shown; it can be brought back.
    fn delete(&mut self, service: &JournalService) {
        let (id, what) = match &self.shown {
            Shown::Session(state) => (state.record.id.clone(), state.record.title.clone()),
            Shown::Attack(state) => (state.attack.id.clone(), "the attack".to_owned()),
            _ => return,
        };
        let undo = id.clone();
        self.when_answered(service.delete(id.clone()), move |journal, deleted| {
            journal.list.remark = Some(match deleted {
                Ok(_) => {
                    journal.undo = Some(Undo::Deleted(undo));
                    format!("Deleted: {what}. Z brings it back.")
                }
                Err(sentence) => {
                    // It is still there, and so it is shown again.
                    journal.is_stale = true;
                    format!("{sentence}.")
                }
            });
            if let Shown::Day(day) = &mut journal.shown {
                day.remark.clone_from(&journal.list.remark);
            }
        });
        self.list.entries.retain(|entry| entry.id != id);
        if let Some(day) = &mut self.day {
            day.entries.retain(|entry| entry.id != id);
        }
        self.attacks.retain(|attack| attack.id != id);
        self.follow_attacks();
        self.back();
    }

    /// Brings what was deleted back.
    fn bring_back(&mut self, id: String, service: &JournalService) {
        self.when_answered(service.undelete(id), |journal, back| {
            journal.list.remark = Some(back.map_or_else(|sentence| sentence, |_| "It is back.".into()));
        });
        if matches!(self.shown, Shown::Day(_)) {
            self.list_day(service);
        }
        self.load(service);
    }
}

/// `The attack since Tuesday, 14:05 goes on`.
fn since(attack: &Attack) -> String {
    format!("The attack since {} goes on", attack.started.format("%A, %H:%M"))
}

impl Window {
    /// Opens the journal.
    pub(super) fn show_journal(&mut self) {
        let mut journal = JournalPage::new();
        journal.load(&self.service);
        self.page = Page::Journal(Box::new(journal));
    }

    /// Takes what the journal has answered, and a file that was dropped on the window.
    pub(super) fn poll_journal_page(&mut self, ctx: &egui::Context) {
        self.take_dropped(ctx);
        if let Page::Journal(journal) = &mut self.page {
            journal.follow(&self.service);
            if !journal.awaited.is_empty() {
                ctx.request_repaint_after(super::pages::SOON);
            }
        }
    }

    pub(super) fn update_journal(&mut self, action: JournalAction) {
        match action {
            JournalAction::NoteAttack => return self.note_attack(),
            JournalAction::Show(View::Experiment) => return self.show_experiment(),
            JournalAction::Show(View::HandOver) => return self.show_hand_over(),
            JournalAction::HandOver(format) => return self.hand_over(format),
            JournalAction::TakeIn => return self.take_in(),
            JournalAction::BeginExperiment => return self.begin_experiment(),
            JournalAction::EndExperiment => return self.end_experiment(),
            JournalAction::KeepAttack => return self.keep_attack(),
            JournalAction::Back => return self.leave_entry(),
            JournalAction::Undo => return self.undo(),
            _ => {}
        }
        let Page::Journal(journal) = &mut self.page else { return };
        match action {
            JournalAction::Show(View::List) => journal.shown = Shown::List,
            JournalAction::Show(View::Month) => journal.show_month(&self.service),
            JournalAction::Show(View::Charts) => journal.show_charts(&self.service),
            JournalAction::Show(View::Helped) => journal.show_helped(&self.service),
            JournalAction::MonthBy(months) => journal.month_by(months, &self.service),
            JournalAction::ListDay => journal.list_day(&self.service),
            JournalAction::Open(place) => journal.open(place, &self.service),
            JournalAction::Delete => {
                journal.delete(&self.service);
                // The list stands behind it then, with the way to bring it back.
                if std::mem::take(&mut journal.is_passing) {
                    journal.load(&self.service);
                }
            }
            JournalAction::SameRoutine => {
                if let Shown::Session(state) = &journal.shown {
                    let (id, title) = (state.record.routine.clone(), state.record.title.clone());
                    journal.list.filter = Filter { routine: Some(id), ..Filter::default() };
                    journal.list.routine = Some(title);
                    (journal.day, journal.shown) = (None, Shown::List);
                }
            }
            _ => {}
        }
    }

    fn undo(&mut self) {
        let Page::Journal(journal) = &mut self.page else { return };
        match journal.undo.take() {
            Some(Undo::Deleted(id)) => journal.bring_back(id, &self.service),
            Some(Undo::Experiment(experiment)) => {
                self.preferences.settings.experiment = Some(experiment);
                self.keep_settings();
                self.show_experiment();
            }
            None => {}
        }
    }
}
