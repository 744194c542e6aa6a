//! The self-experiment: comparing two routines.

use super::{JournalPage, Shown, Undo};
use crate::app::model::{Model, NoticeKind};
use crate::goals::Experiment;
use crate::library::Library;
use crate::routine::Phase;
use crate::ui::journal::experiment::ExperimentState;

impl JournalPage {
    /// Opens the page of the experiment; `remark` says what has just happened.
    pub(super) fn show_experiment(&mut self, model: &Model, remark: Option<String>) {
        let library = &model.library;
        let in_attack = |entry: &&crate::library::Entry| {
            let suits = entry.routine.as_ref().map(|routine| routine.routine().suits.as_slice());
            suits.is_some_and(|suits| suits.iter().any(|phase| phase.value == Phase::Attack))
        };
        let routines = library.entries().iter().filter(in_attack);
        let mut routines: Vec<(String, String)> =
            routines.map(|entry| (entry.id.clone(), title_of(library, &entry.id))).collect();
        routines.sort_by(|one, other| one.1.cmp(&other.1));
        let experiment = model.preferences.settings.experiment.clone();
        let running = experiment.as_ref().map(|experiment| {
            let since = experiment.since.format("%-d %B %Y").to_string();
            (title_of(library, &experiment.first), title_of(library, &experiment.second), since)
        });
        let remark = model.notices.on(NoticeKind::Settings).map(str::to_owned).or(remark);
        let state = ExperimentState { routines, running, remark, ..ExperimentState::default() };
        self.shown = Shown::Experiment(state);
        if let Some(experiment) = experiment {
            let answer = model.journal.query(move |store| store.compare(&experiment));
            self.when_answered(answer, |page: &mut Self, comparison| {
                let Shown::Experiment(state) = &mut page.shown else { return };
                match comparison {
                    Ok(comparison) => state.comparison = Some(comparison),
                    Err(sentence) => state.remark = Some(sentence),
                }
            });
        }
    }

    pub(super) fn begin_experiment(&mut self, model: &mut Model) {
        let Shown::Experiment(state) = &self.shown else { return };
        let [first, second] = state.chosen[..] else { return };
        let id = |place: usize| state.routines.get(place).map(|(id, _)| id.clone());
        let (Some(first), Some(second)) = (id(first), id(second)) else { return };
        self.undo = None;
        let since = self.clock.now();
        model.preferences.settings.experiment = Some(Experiment { first, second, since });
        model.save_settings();
        self.show_experiment(model, None);
    }

    pub(super) fn end_experiment(&mut self, model: &mut Model) {
        let Some(ended) = model.preferences.settings.experiment.take() else { return };
        model.save_settings();
        self.show_experiment(model, Some("The comparison has ended. Press Z to resume it.".into()));
        self.undo = Some(Undo::Experiment(ended));
    }
}

fn title_of(library: &Library, id: &str) -> String {
    let routine = library.find(id).and_then(|entry| entry.routine.as_ref());
    routine.map_or_else(|| id.to_owned(), |routine| routine.title())
}
