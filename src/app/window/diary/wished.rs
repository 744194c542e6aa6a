//! What the person has wished for ahead: so often a week, or that chance says which of two is offered.

use std::collections::BTreeSet;

use chrono::{Local, NaiveDate};

use super::super::super::offers::{Asked, day, offer_of};
use super::super::{Page, Window};
use super::{Diary, Shown, Undo};
use crate::routine::Phase;
use crate::settings::{Experiment, Rhythm};
use crate::ui::home::Offer;
use crate::ui::journal::experiment::ExperimentState;

/// How many offers are shown.
const OFFERS: usize = 3;

impl Window {
    pub(in super::super) fn times_a_week(&self, id: &str) -> u8 {
        let rhythms = &self.preferences.settings.rhythms;
        rhythms.iter().find(|rhythm| rhythm.routine == id).map_or(0, |rhythm| rhythm.times_a_week)
    }

    /// So often a week the routine that is shown is wished for.
    pub(in super::super) fn wish_for(&mut self, times: u8) {
        let Page::Details(details) = &mut self.page else { return };
        let routine = details.routine.id().to_owned();
        details.state.times_a_week = times;
        let rhythms = &mut self.preferences.settings.rhythms;
        rhythms.retain(|rhythm| rhythm.routine != routine);
        if times > 0 {
            rhythms.push(Rhythm { routine, times_a_week: times.min(7) });
        }
        self.keep_settings();
    }

    /// Puts what is wished for before what is offered otherwise.
    pub(in super::super) fn offer_wished(&self, offers: &mut Vec<Offer>, asked: &Asked<'_>) {
        let wished = match asked.moment.phase {
            None | Some(Phase::Between) => self.due(asked),
            Some(Phase::Attack) => self.drawn(asked),
            _ => None,
        };
        if let Some(wished) = wished {
            offers.retain(|offer| offer.index != wished.index);
            offers.insert(0, wished);
            offers.truncate(OFFERS);
        }
    }

    /// The routine for which it is time, of several the one that was done the longest ago.
    fn due(&self, asked: &Asked<'_>) -> Option<Offer> {
        let today = asked.now.date_naive();
        let done = |rhythm: &Rhythm| -> BTreeSet<NaiveDate> {
            let of = asked.recent.iter().filter(|record| record.routine == rhythm.routine);
            of.filter(|record| !record.done.is_zero()).map(|record| record.started.date_naive()).collect()
        };
        let rhythms = self.preferences.settings.rhythms.iter().map(|rhythm| (rhythm, done(rhythm)));
        let mut due: Vec<_> = rhythms.filter(|(rhythm, done)| rhythm.is_due(done, today)).collect();
        due.sort_by_key(|(_, done)| done.last().copied());
        due.into_iter().find_map(|(rhythm, _)| {
            let last = asked.recent.iter().find(|record| record.routine == rhythm.routine);
            let last = last.map(|record| day(record.started, asked.now));
            offer_of(&self.library, asked, &rhythm.routine, why(rhythm.times_a_week, last.as_deref()))
        })
    }

    /// What chance says in the attack that goes on.
    fn drawn(&self, asked: &Asked<'_>) -> Option<Offer> {
        let (experiment, attack) =
            (self.preferences.settings.experiment.as_ref()?, self.lately.attack.as_ref()?);
        if attack.started < experiment.since {
            return None;
        }
        let id = experiment.routine(experiment.draw(&attack.id));
        offer_of(&self.library, asked, id, "Drawn by chance, for your comparison of two.".into())
    }

    fn title_of(&self, id: &str) -> String {
        let routine = self.library.find(id).and_then(|entry| entry.routine.as_ref());
        routine.map_or_else(|| id.to_owned(), |routine| routine.title())
    }

    /// Opens the comparison of two.
    pub(super) fn show_experiment(&mut self) {
        let in_attack = |entry: &&crate::library::Entry| {
            let suits = entry.routine.as_ref().map(|routine| routine.routine().suits.as_slice());
            suits.is_some_and(|suits| suits.iter().any(|phase| phase.value == Phase::Attack))
        };
        let routines = self.library.entries().iter().filter(in_attack);
        let mut routines: Vec<(String, String)> =
            routines.map(|entry| (entry.id.clone(), self.title_of(&entry.id))).collect();
        routines.sort_by(|one, other| one.1.cmp(&other.1));
        let experiment = self.preferences.settings.experiment.clone();
        let running = experiment.as_ref().map(|of| {
            let since = of.since.format("%-d %B %Y").to_string();
            (self.title_of(&of.first), self.title_of(&of.second), since)
        });
        let Page::Diary(diary) = &mut self.page else { return };
        let state =
            ExperimentState { routines, running, remark: self.remark.take(), ..ExperimentState::default() };
        diary.shown = Shown::Experiment(state);
        if let Some(experiment) = experiment {
            let answer = self.keeper.look(move |store| store.compare(&experiment));
            diary.when_answered(answer, |diary: &mut Diary, comparison| {
                let Shown::Experiment(state) = &mut diary.shown else { return };
                match comparison {
                    Ok(comparison) => state.comparison = Some(comparison),
                    Err(sentence) => state.remark = Some(sentence),
                }
            });
        }
    }

    pub(super) fn begin_experiment(&mut self) {
        let Page::Diary(diary) = &mut self.page else { return };
        let Shown::Experiment(state) = &diary.shown else { return };
        let [first, second] = state.chosen[..] else { return };
        let id = |place: usize| state.routines.get(place).map(|(id, _)| id.clone());
        let (Some(first), Some(second)) = (id(first), id(second)) else { return };
        diary.undo = None;
        let since = Local::now().fixed_offset();
        self.preferences.settings.experiment = Some(Experiment { first, second, since });
        self.keep_settings();
        self.show_experiment();
    }

    pub(super) fn end_experiment(&mut self) {
        let Some(ended) = self.preferences.settings.experiment.take() else { return };
        self.keep_settings();
        self.show_experiment();
        if let Page::Diary(diary) = &mut self.page {
            diary.undo = Some(Undo::Experiment(ended));
            if let Shown::Experiment(state) = &mut diary.shown {
                state.remark.get_or_insert("It is ended. Z goes on with it.".into());
            }
        }
    }
}

/// `Twice a week was your wish; last on Tuesday.`
fn why(times: u8, last: Option<&str>) -> String {
    const OFTEN: [&str; 7] = [
        "Once a week",
        "Twice a week",
        "Three times a week",
        "Four times a week",
        "Five times a week",
        "Six times a week",
        "Every day",
    ];
    let often = OFTEN[usize::from(times.clamp(1, 7)) - 1];
    match last {
        Some(last @ ("today" | "yesterday")) => format!("{often} was your wish; last {last}."),
        Some(last) => format!("{often} was your wish; last on {last}."),
        None => format!("{often} was your wish."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_is_told_without_a_word_of_what_was_missed() {
        assert_eq!(why(2, Some("Tuesday")), "Twice a week was your wish; last on Tuesday.");
        assert_eq!(why(1, Some("yesterday")), "Once a week was your wish; last yesterday.");
        assert_eq!(why(7, None), "Every day was your wish.");
    }
}
