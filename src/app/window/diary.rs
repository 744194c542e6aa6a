//! The journal's pages: what each is given, and what becomes of their wishes.

use chrono::{Local, TimeDelta};
use eframe::egui;

use super::{Page, Window};
use crate::journal::attack::attack_at;
use crate::journal::keeper::Answer;
use crate::journal::store::Mark;
use crate::journal::{Attack, Filter, Keeper, Outcome};
use crate::settings::Experiment;
use crate::ui::Wish;
use crate::ui::journal::attack::{AttackState, attack_ui};
use crate::ui::journal::charts::{ChartsState, charts_ui};
use crate::ui::journal::experiment::{ExperimentState, experiment_ui};
use crate::ui::journal::hand_over::{HandOverState, hand_over_ui};
use crate::ui::journal::helped::{HelpedState, helped_ui};
use crate::ui::journal::list::{ListState, list_ui};
use crate::ui::journal::month::{MonthState, month_ui};
use crate::ui::journal::session::{SessionState, session_ui};
use crate::ui::journal::{DiaryWish, Entry, View};
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
type Awaited = Box<dyn FnMut(&mut Diary) -> bool>;

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
pub(super) struct Diary {
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

impl Diary {
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
    pub(super) fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette) -> Option<Wish> {
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
    fn when_answered<T: 'static>(
        &mut self,
        answer: Answer<T>,
        take: impl FnOnce(&mut Self, Result<T, String>) + 'static,
    ) {
        let mut take = Some(take);
        self.awaited.push(Box::new(move |diary| match answer.try_recv() {
            Ok(answered) => {
                if let Some(take) = take.take() {
                    take(diary, answered);
                }
                true
            }
            Err(error) => error == std::sync::mpsc::TryRecvError::Disconnected,
        }));
    }

    /// Takes the answers that are there by now, keeps what was written, and asks for what will soon be in sight.
    fn follow(&mut self, keeper: &Keeper) {
        let mut awaited = std::mem::take(&mut self.awaited);
        awaited.retain_mut(|take| !take(self));
        self.awaited.append(&mut awaited);
        if self.is_stale {
            self.load(keeper);
        } else if self.asked != self.list.filter {
            self.list_anew(keeper);
        } else if self.list.wants_more && !self.is_asking {
            self.ask_more(keeper);
        }
        self.keep_note(keeper);
    }

    /// A note is kept as it is written.
    fn keep_note(&mut self, keeper: &Keeper) {
        let Shown::Session(state) = &mut self.shown else { return };
        let note = state.note.trim();
        // One that is going on belongs to its own page.
        if note == state.record.note || state.record.outcome == Outcome::Running {
            return;
        }
        note.clone_into(&mut state.record.note);
        keeper.saver().save(state.record.clone());
        let entry = Entry::of_session(&state.record);
        let lists = self.day.iter_mut().map(|day| &mut day.entries).chain([&mut self.list.entries]);
        lists.flatten().filter(|other| other.id == entry.id).for_each(|other| *other = entry.clone());
    }

    /// Shows the session or the attack at a place of the list.
    fn open(&mut self, place: usize, keeper: &Keeper) {
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
        self.when_answered(keeper.get(entry.id), |diary, record| match record {
            Ok(Some(record)) => {
                let note = record.note.clone();
                let attack = attack_at(&diary.attacks, record.started).cloned();
                diary.shown = Shown::Session(Box::new(SessionState { record, attack, note }));
            }
            Ok(None) => {}
            Err(sentence) => diary.list.remark = Some(sentence),
        });
    }

    /// Back to the list or the day from which this was opened.
    fn back(&mut self) {
        self.shown = self.day.take().map_or(Shown::List, Shown::Day);
    }

    /// Deletes what is shown; it can be brought back.
    fn delete(&mut self, keeper: &Keeper) {
        let (id, what) = match &self.shown {
            Shown::Session(state) => (state.record.id.clone(), state.record.title.clone()),
            Shown::Attack(state) => (state.attack.id.clone(), "the attack".to_owned()),
            _ => return,
        };
        let undo = id.clone();
        self.when_answered(keeper.delete(id.clone()), move |diary, deleted| {
            diary.list.remark = Some(match deleted {
                Ok(_) => {
                    diary.undo = Some(Undo::Deleted(undo));
                    format!("Deleted: {what}. Z brings it back.")
                }
                Err(sentence) => {
                    // It is still there, and so it is shown again.
                    diary.is_stale = true;
                    format!("{sentence}.")
                }
            });
            if let Shown::Day(day) = &mut diary.shown {
                day.remark.clone_from(&diary.list.remark);
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
    fn bring_back(&mut self, id: String, keeper: &Keeper) {
        self.when_answered(keeper.undelete(id), |diary, back| {
            diary.list.remark = Some(back.map_or_else(|sentence| sentence, |_| "It is back.".into()));
        });
        if matches!(self.shown, Shown::Day(_)) {
            self.list_day(keeper);
        }
        self.load(keeper);
    }
}

/// `The attack since Tuesday, 14:05 goes on`.
fn since(attack: &Attack) -> String {
    format!("The attack since {} goes on", attack.started.format("%A, %H:%M"))
}

impl Window {
    /// Opens the journal.
    pub(super) fn show_diary(&mut self) {
        let mut diary = Diary::new();
        diary.load(&self.keeper);
        self.page = Page::Diary(Box::new(diary));
    }

    /// Takes what the journal has answered, and a file that was dropped on the window.
    pub(super) fn follow_diary(&mut self, ctx: &egui::Context) {
        self.take_dropped(ctx);
        if let Page::Diary(diary) = &mut self.page {
            diary.follow(&self.keeper);
            if !diary.awaited.is_empty() {
                ctx.request_repaint_after(super::pages::SOON);
            }
        }
    }

    pub(super) fn grant_diary(&mut self, wish: DiaryWish) {
        match wish {
            DiaryWish::NoteAttack => return self.note_attack(),
            DiaryWish::Show(View::Experiment) => return self.show_experiment(),
            DiaryWish::Show(View::HandOver) => return self.show_hand_over(),
            DiaryWish::HandOver(format) => return self.hand_over(format),
            DiaryWish::TakeIn => return self.take_in(),
            DiaryWish::BeginExperiment => return self.begin_experiment(),
            DiaryWish::EndExperiment => return self.end_experiment(),
            DiaryWish::KeepAttack => return self.keep_attack(),
            DiaryWish::Back => return self.leave_entry(),
            DiaryWish::Undo => return self.undo(),
            _ => {}
        }
        let Page::Diary(diary) = &mut self.page else { return };
        match wish {
            DiaryWish::Show(View::List) => diary.shown = Shown::List,
            DiaryWish::Show(View::Month) => diary.show_month(&self.keeper),
            DiaryWish::Show(View::Charts) => diary.show_charts(&self.keeper),
            DiaryWish::Show(View::Helped) => diary.show_helped(&self.keeper),
            DiaryWish::MonthBy(months) => diary.month_by(months, &self.keeper),
            DiaryWish::ListDay => diary.list_day(&self.keeper),
            DiaryWish::Open(place) => diary.open(place, &self.keeper),
            DiaryWish::Delete => {
                diary.delete(&self.keeper);
                // The list stands behind it then, with the way to bring it back.
                if std::mem::take(&mut diary.is_passing) {
                    diary.load(&self.keeper);
                }
            }
            DiaryWish::SameRoutine => {
                if let Shown::Session(state) = &diary.shown {
                    let (id, title) = (state.record.routine.clone(), state.record.title.clone());
                    diary.list.filter = Filter { routine: Some(id), ..Filter::default() };
                    diary.list.routine = Some(title);
                    (diary.day, diary.shown) = (None, Shown::List);
                }
            }
            _ => {}
        }
    }

    fn undo(&mut self) {
        let Page::Diary(diary) = &mut self.page else { return };
        match diary.undo.take() {
            Some(Undo::Deleted(id)) => diary.bring_back(id, &self.keeper),
            Some(Undo::Experiment(experiment)) => {
                self.preferences.settings.experiment = Some(experiment);
                self.keep_settings();
                self.show_experiment();
            }
            None => {}
        }
    }
}
