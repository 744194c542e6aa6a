//! The pages of the journal in every state that changes their keys.

use chrono::NaiveDate;
use stillpoint::journal::course::Course;
use stillpoint::journal::{Attack, Filter};
use stillpoint::ui::journal as pages;
use stillpoint::ui::journal::Entry;
use stillpoint::ui::journal::attack::AttackState;
use stillpoint::ui::journal::charts::ChartsState;
use stillpoint::ui::journal::correction::CorrectionState;
use stillpoint::ui::journal::course::CourseState;
use stillpoint::ui::journal::experiment::ExperimentState;
use stillpoint::ui::journal::export::ExportState;
use stillpoint::ui::journal::list::ListState;
use stillpoint::ui::journal::month::MonthState;
use stillpoint::ui::journal::noticed::NoticedState;
use stillpoint::ui::journal::questionnaire::QuestionnaireState;
use stillpoint::ui::journal::session::SessionState;

use super::*;

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

fn journal<S: Debug, A: Copy + PartialEq + Debug>(
    state: impl Fn() -> S,
    bindings: impl Fn(&S) -> Vec<Binding<A>>,
    asks: impl Fn(A) -> Option<Action>,
    page: impl Fn(&mut Ui, &mut S) -> Option<Action>,
) {
    Case { topic: Topic::Journal, state: &state, bindings: &bindings, asks: &asks, page: &page }.check();
}

pub fn check_journal() {
    check_list();
    check_attack();
    journal(
        || MonthState::of(date(2), date(29)),
        |_| pages::month::bindings(),
        |press| match press {
            pages::month::Press::Ask(action) => Some(Action::Journal(action)),
            pages::month::Press::DayBy(_) => None,
        },
        |ui, state| pages::month::month_ui(ui, &DIM_GREEN, state),
    );
    journal(
        || SessionState { record: record(Outcome::Completed), ..SessionState::default() },
        pages::session::bindings,
        |press| match press {
            pages::session::Press::Ask(action) => Some(Action::Journal(action)),
            pages::session::Press::WriteNote => None,
        },
        |ui, state| pages::session::session_ui(ui, &DIM_GREEN, state),
    );
    journal(
        || CorrectionState { record: record(Outcome::Completed), ..CorrectionState::default() },
        |_| pages::correction::bindings(),
        |press| match press {
            pages::correction::Press::Ask(action) => Some(Action::Journal(action)),
            pages::correction::Press::PainAfter(_) | pages::correction::Press::Medicine => None,
        },
        |ui, state| pages::correction::correction_ui(ui, &DIM_GREEN, state),
    );
    journal(
        || QuestionnaireState::new(DateTime::default()),
        |_| pages::questionnaire::bindings(),
        Some,
        |ui, state| pages::questionnaire::questionnaire_ui(ui, &DIM_GREEN, state),
    );
    journal(
        ExportState::default,
        pages::export::bindings,
        |press| match press {
            pages::export::Press::Ask(action) => Some(Action::Journal(action)),
            pages::export::Press::NameFile => None,
        },
        |ui, state| pages::export::export_ui(ui, &DIM_GREEN, state),
    );
    journal(
        ChartsState::default,
        |_| pages::charts::bindings(),
        Some,
        |ui, state| pages::charts::charts_ui(ui, &DIM_GREEN, state),
    );
    journal(
        NoticedState::default,
        |_| pages::noticed::bindings(),
        Some,
        |ui, state| pages::noticed::noticed_ui(ui, &DIM_GREEN, state),
    );
    let running = Some(("Cold".to_owned(), "Breath".to_owned(), "1 March".to_owned()));
    for (chosen, running, can_undo) in
        [(vec![], None, false), (vec![0, 1], None, true), (vec![0, 1], running, false)]
    {
        let routines = vec![("a".to_owned(), "Cold".to_owned()), ("b".to_owned(), "Breath".to_owned())];
        let state = ExperimentState { routines, chosen, running, can_undo, ..ExperimentState::default() };
        journal(
            || state.clone(),
            pages::experiment::bindings,
            Some,
            |ui, state| pages::experiment::experiment_ui(ui, &DIM_GREEN, state),
        );
    }
}

fn check_list() {
    let entry = Entry { id: "1".into(), title: "Cold".into(), ..Entry::default() };
    for (day, words, can_undo) in
        [(None, "", false), (None, "tea", true), (Some(date(3)), "", false), (Some(date(3)), "", true)]
    {
        let mut state = ListState::default();
        (state.day, state.can_undo, state.is_whole) = (day, can_undo, true);
        state.entries = vec![entry.clone()];
        state.filter = Filter { words: words.into(), ..Filter::default() };
        journal(
            || state.clone(),
            pages::list::bindings,
            |press| match press {
                pages::list::Press::Ask(action) => Some(action),
                pages::list::Press::Choose(_)
                | pages::list::Press::Search
                | pages::list::Press::Filter
                | pages::list::Press::ShowAll => None,
            },
            |ui, state| pages::list::list_ui(ui, &DIM_GREEN, state),
        );
    }
}

fn check_attack() {
    let at = |text| DateTime::parse_from_rfc3339(text).unwrap();
    let attack = Attack { id: "a".into(), started: at("2026-03-29T09:00:00+02:00"), ..Attack::default() };
    let ended = Attack { ended: Some(at("2026-03-29T12:00:00+02:00")), ..attack.clone() };
    let now = at("2026-03-29T14:05:00+02:00");
    for (is_open, has_question) in [(true, false), (true, true), (false, false), (false, true)] {
        let course = Course::from(if is_open { attack.clone() } else { ended.clone() });
        let state = CourseState { course, now, is_open, has_question, ..CourseState::default() };
        journal(
            || state.clone(),
            pages::course::bindings,
            Some,
            |ui, state| pages::course::course_ui(ui, &DIM_GREEN, state),
        );
    }
    let last = Attack { place: "left".into(), ..Attack::default() };
    for (attack, is_known) in [(attack, false), (ended, true)] {
        let last = (!is_known).then(|| last.clone());
        let state = AttackState { attack, now, is_known, last, ..AttackState::default() };
        journal(
            || state.clone(),
            pages::attack::bindings,
            |press| match press {
                pages::attack::Press::Ask(action) => Some(Action::Journal(action)),
                pages::attack::Press::Earlier
                | pages::attack::Press::Later
                | pages::attack::Press::Pain(_)
                | pages::attack::Press::Place(_)
                | pages::attack::Press::Aura(_)
                | pages::attack::Press::Over
                | pages::attack::Press::Medicine
                | pages::attack::Press::Details
                | pages::attack::Press::StartAgain
                | pages::attack::Press::AsLastTime
                | pages::attack::Press::Questions => None,
            },
            |ui, state| pages::attack::attack_ui(ui, &DIM_GREEN, state),
        );
    }
}
