//! What the first screen is given, and what becomes of its wishes.

use chrono::{DateTime, Local, Utc};
use eframe::egui;

use super::super::offers::{Asked, next_of_programme, offers};
use super::{Page, Window, journal};
use crate::goals::StartedProgramme;
use crate::journal::store::Due;
use crate::journal::{Attack, JournalService, Pending, Record};
use crate::library::programme::ProgrammeFile;
use crate::routine::Phase;
use crate::time::ExactDuration;
use crate::timeline::{Moment, Plan, plan};
use crate::ui::home::HomeData;

/// How many of the newest sessions decide what is offered.
const LATELY: u32 = 200;
/// The same while a programme goes on: enough for eight weeks at seven a day.
const IN_A_PROGRAMME: u32 = 400;

/// What the first screen knows of the journal.
#[derive(Default)]
pub(super) struct Recent {
    newest: Option<Pending<Vec<Record>>>,
    open: Option<Pending<Option<Record>>>,
    questions: Option<Pending<Vec<Due>>>,
    attacks: Option<Pending<Vec<Attack>>>,
    records: Vec<Record>,
    /// A session that ended without its person.
    pub interrupted: Option<Record>,
    /// An attack that goes on.
    pub attack: Option<Attack>,
    /// The questions that are due.
    pub due: Vec<Due>,
    /// Whether a notice is to tell of them.
    notifies: bool,
    /// Whether it is waited for the question of a session before this start.
    is_waiting: bool,
}

impl Recent {
    /// Asks anew; what is known stays until the answers are there.
    pub(super) fn ask(&mut self, service: &JournalService, is_in_a_programme: bool, now: DateTime<Utc>) {
        let newest = if is_in_a_programme { IN_A_PROGRAMME } else { LATELY };
        self.newest = Some(service.newest(newest));
        self.open = Some(service.interrupted(now));
        self.questions = Some(service.due_questions(now));
        self.attacks = Some(service.attacks(now - journal::LONGEST, now));
    }

    /// What was done lately, the newest first.
    pub(super) fn records(&self) -> &[Record] {
        &self.records
    }

    /// Takes the journal's answers that are there by now; whether any was.
    fn arrived(&mut self) -> bool {
        // An unreadable journal is told by the keeper; nothing was done lately then.
        let newest = taken(&mut self.newest).map(|records| self.records = records).is_some();
        let open = taken(&mut self.open).map(|record| self.interrupted = record).is_some();
        let due = taken(&mut self.questions).map(|due| self.due = due).is_some();
        let going_on = |attacks: Vec<Attack>| self.attack = journal::going_on(&attacks);
        let attack = taken(&mut self.attacks).map(going_on).is_some();
        newest || open || due || attack
    }

    /// Whether an answer is still on its way.
    pub(super) const fn is_awaited(&self) -> bool {
        self.newest.is_some() || self.open.is_some() || self.questions.is_some() || self.attacks.is_some()
    }
}

/// What is told of a plan before its start.
pub(super) fn sentences(plan: &Plan) -> impl Iterator<Item = &String> {
    plan.changes().iter().chain(plan.cautions().iter().map(|caution| &caution.sentence))
}

fn taken<T: Default>(answer: &mut Option<Pending<T>>) -> Option<T> {
    Pending::poll_in(answer).map(Result::unwrap_or_default)
}

impl Window {
    /// Opens the first screen, with what was said there last.
    pub(super) fn show_home(&mut self) {
        self.look_for_open_ends();
        self.from_routines = false;
        self.home_focused = false;
        self.page = Page::Home(self.home_data());
    }

    /// Opens the first screen anew: what was said counts no longer.
    pub(super) fn show_home_anew(&mut self) {
        self.forget_now();
        self.show_home();
    }

    fn asked(&self) -> Asked<'_> {
        let settings = &self.preferences.settings;
        let begun = settings.programme.as_ref();
        Asked {
            recent: self.recent.records(),
            favourites: &settings.favourites,
            profile: &self.profile,
            moment: &self.moment,
            programme: begun.and_then(|begun| Some((self.library.programme(&begun.programme)?, begun.on))),
            now: Local::now().fixed_offset(),
        }
    }

    pub(super) fn home_data(&self) -> HomeData {
        let asked = self.asked();
        let mut offers = offers(&self.library, &asked);
        self.offer_wished(&mut offers, &asked);
        HomeData {
            attack: self.attack_end(),
            interrupted: self.interrupted_end(),
            question: self.question_end(),
            offers,
            remarks: self.remark.iter().chain(&self.journal_trouble).cloned().collect(),
        }
    }

    /// What the programmes page is given: the place of the one that goes on, and what is next in it.
    pub(super) fn running_programme(&self) -> Option<(usize, String)> {
        let asked = self.asked();
        let (running, begun) = asked.programme?;
        let is_it = |file: &ProgrammeFile| {
            file.programme.as_deref().is_some_and(|programme| std::ptr::eq(programme, running))
        };
        let index = self.library.programmes().iter().position(is_it)?;
        let Some(next) = running.next(begun, asked.recent) else {
            return Some((index, "Every week of it is done.".to_owned()));
        };
        let minutes = running.weeks.get(next.week).and_then(|week| week.minutes);
        let routine = self.library.find(next.routine).and_then(|entry| entry.routine.as_ref());
        let own = routine.map(|routine| routine.range().written).unwrap_or_default();
        let length = minutes.map_or(own, |minutes| ExactDuration::from_mins(minutes.into()));
        Some((index, running.sentence(&next, length)))
    }

    /// Begins a programme today; it takes the place of one that goes on.
    pub(super) fn begin_programme(&mut self, index: usize) {
        if let Some(file) = self.library.programmes().get(index) {
            let on = Local::now().date_naive();
            self.preferences.settings.programme = Some(StartedProgramme { programme: file.id.clone(), on });
            self.keep_settings();
        }
    }

    /// Leaves the programme that goes on; what was done stays in the journal.
    pub(super) fn leave_programme(&mut self) {
        self.preferences.settings.programme = None;
        self.keep_settings();
    }

    /// Takes what the journal has answered; asks to be called again while it has not.
    pub(super) fn follow_journal(&mut self, ctx: &egui::Context) {
        if self.reminder.take_due() {
            self.look_for_open_ends();
            self.recent.notifies = true;
        }
        if self.recent.arrived() && matches!(self.page, Page::Home(_)) {
            self.page = Page::Home(self.home_data());
        }
        if !self.recent.is_awaited() && std::mem::take(&mut self.recent.notifies) {
            self.notify_of_question();
        }
        if !self.recent.is_awaited() && !std::mem::replace(&mut self.recent.is_waiting, true) {
            self.wait_for_question(ctx);
        }
        self.follow_evening();
        if self.recent.is_awaited() {
            ctx.request_repaint_after(super::pages::SOON);
        }
    }

    /// Something that was said of now: it counts on every page, for today.
    pub(super) fn say(&mut self, change: impl FnOnce(&mut Moment)) {
        change(&mut self.moment);
        self.said_on = Some(Local::now().date_naive());
        match &mut self.page {
            Page::Home(_) => self.page = Page::Home(self.home_data()),
            Page::Details(details) => {
                details.state.moment = self.moment.clone();
                details.plan(&self.profile);
            }
            _ => {}
        }
    }

    /// What was said of now no longer counts: the phase and the pain after a session, all of it on another day.
    fn forget_now(&mut self) {
        let states = std::mem::take(&mut self.moment.states);
        let is_today = self.said_on == Some(Local::now().date_naive());
        self.moment = if is_today { Moment::with(states) } else { Moment::default() };
    }

    /// Begins what is offered; where the person or the moment changes something, that is shown before.
    pub(super) fn start_offer(&mut self, index: usize, ctx: &egui::Context) {
        let Some(routine) = self.library.entries().get(index).and_then(|entry| entry.routine.clone()) else {
            return;
        };
        // The programme's next routine lasts as long as its week says.
        let next = next_of_programme(&self.library, &self.asked()).filter(|next| next.index == index);
        let wished = next.filter(|_| self.moment.phase == Some(Phase::Between)).and_then(|next| next.wished);
        match plan(&routine, &self.profile, &self.moment, wished) {
            // Whatever there is to be told first is told on the page before the start.
            Ok(plan) if plan.advice().is_none() && sentences(&plan).all(|said| self.told.contains(said)) => {
                self.begin(plan, ctx);
            }
            _ => self.show_details(index),
        }
    }
}
