//! The first screen.

use std::sync::Arc;

use eframe::egui;

use super::Effect;
use super::details::DetailsPage;
use super::follow_up;
use crate::app::model::{Model, sentences};
use crate::app::pages::Page;
use crate::app::start::Purpose;
use crate::journal::Record;
use crate::library::Origin;
use crate::offers::{self, OFFERS, Offer, OfferContext, Offers, next_of_programme};
use crate::ron_reader::Vocabulary as _;
use crate::routine::Phase;
use crate::safety::{Moment, SafeRoutine, State};
use crate::time::ExactDuration;
use crate::timeline::plan;
use crate::ui::actions::{Action, HomeAction};
use crate::ui::home::{self, HomeData, HomeState, home_ui};
use crate::ui::keys::{Binding, without_actions};

/// The first screen and its state.
pub(in crate::app) struct HomePage {
    pub data: HomeData,
    /// Whether a row has had the focus.
    focused: bool,
    /// The interrupted session that was dismissed here.
    dismissed: Option<Record>,
}

impl HomePage {
    /// The first screen with what is known; the journal is queried again.
    pub fn new(model: &mut Model) -> Self {
        model.query_journal();
        Self { data: data(model), focused: false, dismissed: None }
    }

    pub fn refresh(&mut self, model: &Model) {
        self.data = HomeData { was_dismissed: self.dismissed.is_some(), ..data(model) };
    }

    /// Shows the offers for another phase, with the first of them focused.
    pub fn moment_changed(&mut self, model: &Model) {
        self.focused = false;
        self.refresh(model);
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, model: &Model) -> Option<Action> {
        let mut state = HomeState { moment: model.moment.clone(), focused: self.focused };
        let action = home_ui(ui, &model.palette, &self.data, &mut state);
        self.focused = state.focused;
        action
    }

    pub fn bindings(&self, model: &Model) -> Vec<Binding<()>> {
        let state = HomeState { moment: model.moment.clone(), focused: self.focused };
        without_actions(home::bindings(&self.data, &state))
    }

    pub fn update(&mut self, action: HomeAction, model: &mut Model) -> Effect {
        match action {
            HomeAction::StartOffer(index) => start_offer(index, model),
            HomeAction::Resume => resume(model),
            HomeAction::ToggleEyesShut => {
                let settings = &mut model.preferences.settings;
                settings.eyes_shut = !settings.eyes_shut;
                model.save_settings();
                self.refresh(model);
                Effect::Nothing
            }
            HomeAction::DismissInterrupted => {
                if let Some(mut record) = model.recent.interrupted.take() {
                    record.dismissed = true;
                    model.journal.writer().save(record.clone());
                    self.dismissed = Some(record);
                }
                self.refresh(model);
                Effect::Nothing
            }
            HomeAction::UndoDismissal => {
                if let Some(mut record) = self.dismissed.take() {
                    record.dismissed = false;
                    model.journal.writer().save(record.clone());
                    model.recent.interrupted = Some(record);
                }
                self.refresh(model);
                Effect::Nothing
            }
        }
    }
}

fn data(model: &Model) -> HomeData {
    let context = model.offer_context();
    let Offers { now: mut offers, later } = offers::offers(&model.library, &context);
    put_goals_first(&mut offers, &context, model);
    let not_usual = model.preferences.settings.not_usual_since.map(|_| {
        let number = &model.preferences.settings.emergency_number;
        let call = if number.is_empty() { String::new() } else { format!(" Emergency number: {number}.") };
        format!(
            "You said this isn't like your usual attacks, or that you weren't sure. Nothing can start until you answer again: \
             press ?.{call}"
        )
    });
    HomeData {
        attack: follow_up::attack(model),
        interrupted: follow_up::interrupted(model),
        question: follow_up::question(model),
        offers,
        later,
        eyes_shut: model.preferences.settings.eyes_shut,
        was_dismissed: false,
        remarks: not_usual
            .into_iter()
            .chain(follow_up::forgotten_attack(model))
            .chain(model.notices.sentences().map(str::to_owned))
            .collect(),
    }
}

/// Puts the person's own goals before the other offers.
fn put_goals_first(offers: &mut Vec<Offer>, context: &OfferContext<'_>, model: &Model) {
    let settings = &model.preferences.settings;
    let first = match context.moment.phase {
        None | Some(Phase::Between) => offers::due(&model.library, context, &settings.goals),
        Some(Phase::Attack) => (model.recent.attack.as_ref().filter(|attack| attack.holds(context.now)))
            .zip(settings.experiment.as_ref())
            .and_then(|(attack, experiment)| offers::drawn(&model.library, context, experiment, attack)),
        Some(Phase::Prodrome | Phase::Aura | Phase::Postdrome) => None,
    };
    if let Some(first) = first {
        offers.retain(|offer| offer.index != first.index);
        offers.insert(0, first);
        offers.truncate(OFFERS);
    }
}

/// Starts the best session for an attack that nothing blocks; shows the offers for one if there is none.
///
/// The offers know what the journal holds, so this is asked once it has answered.
pub(in crate::app) fn start_for_an_attack(model: &mut Model) -> Effect {
    model.change_moment(|moment| moment.phase = Some(Phase::Attack));
    let data = data(model);
    let is_free =
        |index: &usize| model.routine_at(*index).is_some_and(|routine| is_free(&routine, None, model));
    let offered: Vec<usize> = data.offers.iter().map(|offer| offer.index).collect();
    match offered.iter().copied().find(is_free).or(offered.first().copied()) {
        Some(index) => start_offer(index, model),
        None => Effect::Go(crate::ui::actions::Destination::Home),
    }
}

/// Whether nothing has to be read or asked before the start. Remarks have to be read first, on the page before the start.
fn is_free(routine: &Arc<SafeRoutine>, length: Option<ExactDuration>, model: &Model) -> bool {
    let moment = Moment { limits: model.limits_of(routine.id()), ..model.moment.clone() };
    plan(routine, &model.profile, &moment, length).is_ok_and(|plan| {
        plan.advice().is_none() && sentences(&plan).all(|remark| model.remarks_shown.contains(remark))
    })
}

/// Starts an offer. If the plan has remarks that have not been shown yet, opens the page before the start
/// instead.
fn start_offer(index: usize, model: &mut Model) -> Effect {
    let Some(routine) = model.routine_at(index) else { return Effect::Nothing };
    let length = of_programme(index, model);
    if is_free(&routine, length, model) {
        return Effect::Start(Box::new(model.request(routine, length)));
    }
    Effect::Open(Box::new(Page::Details(Box::new(DetailsPage::new(routine, length, model)))))
}

/// The length that the programme has set for this week.
fn of_programme(index: usize, model: &Model) -> Option<ExactDuration> {
    let next = next_of_programme(&model.library, &model.offer_context()).filter(|next| next.index == index);
    next.filter(|_| model.moment.phase == Some(Phase::Between)).and_then(|next| next.requested)
}

/// Continues the interrupted session, with the moment that it was started with.
fn resume(model: &mut Model) -> Effect {
    let Some(record) = model.recent.interrupted.clone() else { return Effect::Nothing };
    let entry = model.library.find(&record.routine);
    let Some(routine) = entry.and_then(|entry| entry.routine.clone()) else { return Effect::Nothing };
    let phase = record.phase.as_deref().and_then(Phase::named).copied();
    let states = record.states.iter().filter_map(|state| State::named(state).copied()).collect();
    let mut request = model.request(routine, record.requested_length);
    request.moment = Moment { phase, states, pain: record.pain_before, ..Moment::default() };
    request.purpose = Purpose::Resume(Box::new(record));
    Effect::Start(Box::new(request))
}

/// Whether a routine comes from a file of the person's own.
pub(in crate::app) fn is_user_file(model: &Model, id: &str) -> bool {
    model.library.find(id).is_some_and(|entry| matches!(entry.origin, Origin::File(_)))
}
