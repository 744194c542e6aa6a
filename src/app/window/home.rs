//! What the first screen is given, and what becomes of its wishes.

use std::sync::mpsc::Receiver;

use chrono::Local;
use eframe::egui;

use super::super::offers::{Asked, offers};
use super::{Page, Window};
use crate::journal::Record;
use crate::timeline::{Moment, plan};
use crate::ui::home::HomeData;

/// How many of the newest sessions decide what is offered.
const LATELY: u32 = 200;

/// What the first screen knows of the journal.
#[derive(Default)]
pub(super) struct Lately {
    answer: Option<Receiver<Result<Vec<Record>, String>>>,
    records: Vec<Record>,
}

impl Lately {
    /// Takes the journal's answer if it is there by now; whether it was.
    fn arrived(&mut self) -> bool {
        let Some(answered) = self.answer.as_ref().and_then(|answer| answer.try_recv().ok()) else {
            return false;
        };
        self.answer = None;
        // An unreadable journal is told by the keeper; nothing was done lately then.
        self.records = answered.unwrap_or_default();
        true
    }

    /// Whether the answer is still on its way.
    const fn is_awaited(&self) -> bool {
        self.answer.is_some()
    }
}

impl Window {
    /// Opens the first screen, with what was said there last.
    pub(super) fn show_home(&mut self) {
        self.lately.answer = Some(self.keeper.newest(LATELY));
        self.from_routines = false;
        self.home_focused = false;
        self.page = Page::Home(self.home_data());
    }

    /// Opens the first screen anew: what was said counts no longer.
    pub(super) fn show_home_anew(&mut self) {
        self.forget_now();
        self.show_home();
    }

    fn home_data(&self) -> HomeData {
        let settings = &self.preferences.settings;
        let asked = Asked {
            recent: &self.lately.records,
            favourites: &settings.favourites,
            profile: &self.profile,
            moment: &self.moment,
            now: Local::now().fixed_offset(),
        };
        HomeData {
            interrupted: None,
            question: None,
            offers: offers(&self.library, &asked),
            remarks: self.remark.iter().chain(&self.journal_trouble).cloned().collect(),
        }
    }

    /// Takes what the journal has answered; asks to be called again while it has not.
    pub(super) fn follow_journal(&mut self, ctx: &egui::Context) {
        if self.lately.arrived() && matches!(self.page, Page::Home(_)) {
            self.page = Page::Home(self.home_data());
        }
        if self.lately.is_awaited() {
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
        match plan(&routine, &self.profile, &self.moment, None) {
            Ok(plan) if plan.changes().is_empty() && plan.advice().is_none() => self.begin(plan, ctx),
            _ => self.show_details(index),
        }
    }
}
