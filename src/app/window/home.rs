//! What the first screen is given, and what becomes of its wishes.

use std::sync::mpsc::Receiver;

use chrono::Local;
use eframe::egui;

use super::super::offers::offers;
use super::{Page, Window};
use crate::journal::Record;
use crate::timeline::{Moment, plan};
use crate::ui::details::DetailsState;
use crate::ui::home::{HomeData, HomeState};

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
        self.page = Page::Home(self.home_data());
    }

    /// Opens the first screen anew: what was said counts no longer.
    pub(super) fn show_home_anew(&mut self) {
        self.home = HomeState::default();
        self.show_home();
    }

    fn home_data(&self) -> HomeData {
        let settings = &self.preferences.settings;
        let now = Local::now().fixed_offset();
        HomeData {
            interrupted: None,
            question: None,
            offers: offers(&self.library, &self.lately.records, &settings.favourites, self.home.phase, now),
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

    /// Something that was said on the first screen.
    pub(super) fn say_at_home(&mut self, change: impl FnOnce(&mut HomeState)) {
        change(&mut self.home);
        self.page = Page::Home(self.home_data());
    }

    /// Begins what is offered; where the moment changes something, that is shown before.
    pub(super) fn start_offer(&mut self, index: usize, ctx: &egui::Context) {
        let Some(routine) = self.library.entries().get(index).and_then(|entry| entry.routine.clone()) else {
            return;
        };
        let moment = Moment { phase: self.home.phase, ..Moment::default() };
        match plan(&routine, &moment, None) {
            Ok(plan) if plan.changes().is_empty() => {
                self.begin(plan, self.home.pain, self.home.phase, ctx);
            }
            Ok(plan) => {
                let state = DetailsState {
                    pain: self.home.pain,
                    phase: self.home.phase,
                    is_favourite: self.is_favourite(routine.id()),
                    ..DetailsState::default()
                };
                self.page = Page::Details { index, plan, state, saving: None };
            }
            Err(error) => {
                self.remark = Some(format!("{error}."));
                self.page = Page::Home(self.home_data());
            }
        }
    }

    pub(super) fn is_favourite(&self, id: &str) -> bool {
        self.preferences.settings.favourites.iter().any(|favourite| favourite == id)
    }

    /// Offers a routine first from now on, or no longer.
    pub(super) fn toggle_favourite(&mut self) {
        let Page::Details { plan, state, .. } = &mut self.page else { return };
        let id = plan.routine().id().to_owned();
        let favourites = &mut self.preferences.settings.favourites;
        let before = favourites.len();
        favourites.retain(|favourite| *favourite != id);
        state.is_favourite = favourites.len() == before;
        if state.is_favourite {
            favourites.push(id);
        }
        self.keep_settings();
    }
}
