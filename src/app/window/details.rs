//! The page before a start: what is planned for this person and moment, and what becomes of its wishes.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use eframe::egui;

use super::super::audio_export::{self, AudioExport};
use super::home::sentences;
use super::{Page, Window};
use crate::library::Origin;
use crate::routine::length::of_steps;
use crate::safety::{Moment, Profile, SafeRoutine};
use crate::time::ExactDuration;
use crate::timeline::{Plan, PlanError, plan};
use crate::ui::Action;
use crate::ui::details::DetailsState;

/// A routine before its start.
pub(super) struct Details {
    /// Its place in the library.
    pub index: usize,
    pub routine: Arc<SafeRoutine>,
    /// What is done this time, or one sentence on why it is not for now.
    pub planned: Result<Plan, String>,
    pub state: DetailsState,
    pub audio_export: Option<Receiver<audio_export::News>>,
    wished: Option<ExactDuration>,
}

impl Details {
    fn new(index: usize, routine: Arc<SafeRoutine>, profile: &Profile, state: DetailsState) -> Self {
        let planned = Err(String::new());
        let mut details = Self { index, routine, planned, state, audio_export: None, wished: None };
        details.plan(profile);
        details
    }

    /// Plans anew; what is done instead may not last as wished: then it lasts as it is written.
    pub(super) fn plan(&mut self, profile: &Profile) {
        let moment = &self.state.moment;
        let wished = plan(&self.routine, profile, moment, self.wished);
        let planned = match wished {
            Err(PlanError::OutOfReach { .. } | PlanError::TooMuch { .. }) => {
                self.wished = None;
                plan(&self.routine, profile, moment, None)
            }
            other => other,
        };
        self.planned = planned.map_err(|error| match error {
            PlanError::NotNow { why, .. } => why,
            other => format!("{other}."),
        });
    }

    /// A minute more or less, to the next whole minute; where the steps do not allow it, that is said.
    fn change_length(&mut self, more: i64, profile: &Profile) {
        let Ok(planned) = &self.planned else { return };
        let secs = of_steps(planned.steps()).written.whole_secs();
        let minutes = if more > 0 { secs / 60 + 1 } else { secs.div_ceil(60).saturating_sub(1) };
        let wished = Some(ExactDuration::from_mins(minutes));
        match plan(&self.routine, profile, &self.state.moment, wished) {
            Ok(changed) => {
                (self.planned, self.wished) = (Ok(changed), wished);
                self.state.remark = None;
            }
            Err(_) if more > 0 => self.state.remark = Some("It cannot be made longer.".into()),
            Err(_) => self.state.remark = Some("It cannot be made shorter.".into()),
        }
    }
}

impl Window {
    pub(super) fn show_details(&mut self, index: usize) {
        let Some(entry) = self.library.entries().get(index) else { return };
        let Some(routine) = entry.routine.clone() else {
            return self.show_broken(index);
        };
        let state = DetailsState {
            moment: self.moment.clone(),
            is_own: matches!(entry.origin, Origin::File(_)),
            is_favourite: self.is_favourite(routine.id()),
            times_a_week: self.times_a_week(routine.id()),
            ..DetailsState::default()
        };
        self.page = Page::Details(Box::new(Details::new(index, routine, &self.profile, state)));
    }

    /// The same by the routine's id; a page of its own where there is none of that name any more.
    pub(super) fn show_details_of(&mut self, id: &str) {
        match self.library.index_of(id) {
            Some(index) => self.show_details(index),
            None => self.leave(),
        }
    }

    /// What is wished before a start.
    pub(super) fn grant_before(&mut self, action: Action, ctx: &egui::Context) {
        let Page::Details(details) = &mut self.page else { return };
        match action {
            Action::MinutesBy(more) => details.change_length(more, &self.profile),
            Action::SaveSound => self.save_sound(),
            Action::StartAllTheSame => {
                // For this start alone: the next time the reasons are told again.
                let moment = Moment { insist: true, ..self.moment.clone() };
                if let Ok(plan) = plan(&details.routine, &self.profile, &moment, details.wished) {
                    self.begin(plan, ctx);
                }
            }
            _ => {
                if let Ok(plan) = &details.planned
                    && plan.advice().is_none()
                {
                    let plan = plan.clone();
                    self.told.extend(sentences(&plan).cloned());
                    self.begin(plan, ctx);
                }
            }
        }
    }

    pub(super) fn is_favourite(&self, id: &str) -> bool {
        self.preferences.settings.favourites.iter().any(|favourite| favourite == id)
    }

    /// Offers a routine first from now on, or no longer.
    pub(super) fn toggle_favourite(&mut self) {
        let Page::Details(details) = &mut self.page else { return };
        let id = details.routine.id().to_owned();
        let favourites = &mut self.preferences.settings.favourites;
        let before = favourites.len();
        favourites.retain(|favourite| *favourite != id);
        details.state.is_favourite = favourites.len() == before;
        if details.state.is_favourite {
            favourites.push(id);
        }
        self.keep_settings();
    }

    fn save_sound(&mut self) {
        let music = self.paths.as_ref().map(|paths| paths.music.join("Stillpoint"));
        let (cache, settings) = (self.cache(), self.preferences.settings.clone());
        let Page::Details(details) = &self.page else { return };
        let Ok(plan) = details.planned.clone() else { return };
        let folder = Self::folder_in(&self.library, plan.routine().id());
        let Page::Details(details) = &mut self.page else { return };
        if details.audio_export.is_some() {
            return;
        }
        let Some(music) = music else {
            details.state.remark = Some("There is no folder to save it in.".into());
            return;
        };
        let path = music.join(format!("{}.flac", plan.routine().id()));
        details.audio_export =
            Some(audio_export::save_aside(AudioExport { plan, settings, folder, cache, path }));
    }
}
