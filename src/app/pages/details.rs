//! The page before a start: the plan for this person and moment, and the actions on it.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use eframe::egui;

use super::home::is_user_file;
use super::writing::WritingPage;
use super::{Effect, Page};
use crate::app::audio_export::{self, AudioExport};
use crate::app::hot_reload::stale_remark;
use crate::app::model::{Model, folder_of, sentences};
use crate::app::sheet_file::{self, SheetError};
use crate::app::start::{Question, Refusal, StartRequest};
use crate::app::{SOON, sentence};
use crate::goals::Goal;
use crate::library::Origin;
use crate::pending::Pending;
use crate::routine::length::of_steps;
use crate::safety::{Moment, Profile, SafeRoutine};
use crate::settings::Settings;
use crate::storage::free_name;
use crate::time::ExactDuration;
use crate::timeline::{Event, EventKind, Plan, PlanError, compile, compile_for, plan};
use crate::ui::actions::{Action, DetailsAction};
use crate::ui::details::{DetailsState, details_ui};
use crate::ui::sheet;
use crate::ui::theme::Palette;
use crate::voice::narrator;

/// The page of a routine before its start.
pub(in crate::app) struct DetailsPage {
    pub routine: Arc<SafeRoutine>,
    /// The plan, or a sentence on why there is none now.
    pub planned: Result<Plan, String>,
    pub state: DetailsState,
    length: Option<ExactDuration>,
    /// The request that the gate had a question about.
    unanswered: Option<StartRequest>,
    exporting: Option<Receiver<audio_export::ExportProgress>>,
    printing: Option<Pending<String, SheetError>>,
}

impl DetailsPage {
    pub fn new(routine: Arc<SafeRoutine>, length: Option<ExactDuration>, model: &Model) -> Self {
        let state = DetailsState {
            moment: Moment { limits: model.limits_of(routine.id()), ..model.moment.clone() },
            is_user_file: is_user_file(model, routine.id()),
            is_favourite: model.preferences.settings.favourites.iter().any(|id| id == routine.id()),
            times_a_week: times_a_week(model, routine.id()),
            ..DetailsState::default()
        };
        let planned = Err(String::new());
        let mut page =
            Self { routine, planned, state, length, unanswered: None, exporting: None, printing: None };
        page.plan(model);
        page
    }

    /// The page for a request that the gate has a question about.
    pub fn asking(request: StartRequest, question: &Question, model: &Model) -> Self {
        let mut page = Self::of_request(&request, model);
        match question {
            // The page asks for these beside the way to start, and says what happens without an answer.
            Question::SoreSide => return page,
            Question::Phase => {
                page.state.remark = Some(question.sentence());
                return page;
            }
            Question::WarningSigns
            | Question::NotUsual { .. }
            | Question::LongAttack(_)
            | Question::JournalUnavailable { .. }
            | Question::FirstTime(_)
            | Question::Advice(_) => {}
        }
        page.state.question = match question {
            // These are already on the page, as part of the plan or of the moment.
            Question::Advice(_) | Question::SoreSide | Question::Phase => None,
            Question::WarningSigns
            | Question::NotUsual { .. }
            | Question::LongAttack(_)
            | Question::FirstTime(_)
            | Question::JournalUnavailable { .. } => Some(question.sentence()),
        };
        page.unanswered = Some(request);
        page
    }

    /// The page for a request that the gate has refused.
    pub fn refused(request: &StartRequest, refusal: &Refusal, model: &Model) -> Self {
        let mut page = Self::of_request(request, model);
        page.planned = Err(refusal.to_string());
        page
    }

    fn of_request(request: &StartRequest, model: &Model) -> Self {
        let mut page = Self::new(Arc::clone(&request.routine), request.length, model);
        page.state.moment = Moment { insist: false, ..request.moment.clone() };
        page.plan(model);
        page
    }

    /// Plans again. If the requested length is no longer possible, the routine's own length is used.
    fn plan(&mut self, model: &Model) {
        let (profile, moment) = (&model.profile, &self.state.moment);
        let planned = match plan(&self.routine, profile, moment, self.length) {
            Err(PlanError::OutOfReach { .. } | PlanError::TooMuch { .. }) => {
                self.length = None;
                plan(&self.routine, profile, moment, None)
            }
            other => other,
        };
        self.planned = planned.map_err(|error| match error {
            PlanError::NotNow { why, .. } => why,
            PlanError::OutOfReach { .. } | PlanError::TooMuch { .. } => format!("{error}."),
        });
        (self.state.question, self.unanswered) = (None, None);
        let settings = &model.preferences.settings;
        self.state.language = self.planned.as_ref().ok().and_then(|plan| compile(plan).language_note());
        let is_mixed = self.planned.as_ref().is_ok_and(|plan| has_two_voices(plan, settings));
        self.state.one_voice = is_mixed.then_some(settings.voice.one_voice);
    }

    /// Plans again after the moment has changed.
    pub fn moment_changed(&mut self, model: &Model) {
        self.state.moment = Moment { limits: self.state.moment.limits, ..model.moment.clone() };
        self.plan(model);
    }

    /// Shows the changed file.
    pub fn refresh(&mut self, model: &Model) {
        let Some(entry) = model.library.find(self.routine.id()) else {
            self.state.remark = Some("Its file is gone, but you can still play it from here.".into());
            return;
        };
        self.state.is_user_file = matches!(entry.origin, Origin::File(_));
        self.state.remark = stale_remark(entry);
        if let Some(routine) = entry.routine.clone() {
            self.routine = routine;
            self.plan(model);
        }
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette) -> Option<Action> {
        details_ui(ui, palette, &self.routine, self.planned.as_ref().map_err(String::as_str), &self.state)
    }

    /// Shows the progress of the audio export, and what has become of the sheet.
    pub fn poll(&mut self, ctx: &egui::Context) {
        match Pending::poll_in(&mut self.printing) {
            Some(Ok(told)) => self.state.remark = Some(told),
            Some(Err(error)) => self.state.remark = Some(sentence(&error)),
            None if self.printing.is_some() => ctx.request_repaint_after(SOON),
            None => {}
        }
        let Some(exporting) = &self.exporting else { return };
        match exporting.try_iter().last() {
            Some(audio_export::ExportProgress::Done(sentence)) => {
                self.exporting = None;
                self.state.remark = Some(sentence);
            }
            Some(audio_export::ExportProgress::Percent(percent)) => {
                self.state.remark = Some(format!("Saving… {percent}%"));
                ctx.request_repaint_after(SOON);
            }
            None => ctx.request_repaint_after(SOON),
        }
    }

    pub fn update(&mut self, action: DetailsAction, model: &mut Model) -> Effect {
        match action {
            DetailsAction::Start => return self.start(model),
            DetailsAction::StartAnyway => return self.start_anyway(model),
            DetailsAction::MinutesBy(more) => self.change_length(more, &model.profile),
            DetailsAction::SaveSound => self.save_sound(model),
            DetailsAction::Print => self.print(model),
            DetailsAction::ToggleFavourite => self.toggle_favourite(model),
            DetailsAction::Goal(times) => self.set_goal(times, model),
            DetailsAction::OneVoice(one_voice) => {
                model.preferences.settings.voice.one_voice = one_voice;
                self.state.one_voice = Some(one_voice);
                model.save_settings();
            }
            DetailsAction::Write => return self.write(model),
        }
        Effect::Nothing
    }

    fn start(&self, model: &mut Model) -> Effect {
        match &self.planned {
            Ok(plan) if plan.advice().is_none() && self.unanswered.is_none() => {
                model.remarks_shown.extend(sentences(plan).cloned());
                Effect::Start(Box::new(self.request(model)))
            }
            Ok(_) | Err(_) => Effect::Nothing,
        }
    }

    /// Starts despite advice or an open question. It holds for this start only: next time the reasons are shown
    /// again.
    fn start_anyway(&mut self, model: &Model) -> Effect {
        let Ok(plan) = &self.planned else { return Effect::Nothing };
        let (is_advised_against, has_question) = (plan.advice().is_some(), self.unanswered.is_some());
        if !is_advised_against && !has_question {
            return Effect::Nothing;
        }
        let mut request = self.unanswered.take().unwrap_or_else(|| self.request(model));
        request.moment.insist |= is_advised_against;
        request.vouched |= self.state.question.take().is_some();
        request.moment_asked = true;
        Effect::Start(Box::new(request))
    }

    fn request(&self, model: &Model) -> StartRequest {
        let mut request = model.request(Arc::clone(&self.routine), self.length);
        request.moment = self.state.moment.clone();
        request.moment_asked = true;
        request
    }

    /// Changes the length to the next whole minute up or down, or says that the steps do not allow it.
    fn change_length(&mut self, more: i64, profile: &Profile) {
        let Ok(planned) = &self.planned else { return };
        let secs = of_steps(planned.steps()).written.whole_secs();
        let minutes = if more > 0 { secs / 60 + 1 } else { secs.div_ceil(60).saturating_sub(1) };
        let length = Some(ExactDuration::from_mins(minutes));
        match plan(&self.routine, profile, &self.state.moment, length) {
            Ok(changed) => {
                (self.planned, self.length) = (Ok(changed), length);
                (self.state.remark, self.state.question, self.unanswered) = (None, None, None);
            }
            Err(_) if more > 0 => self.state.remark = Some("It can't be any longer.".into()),
            Err(_) => self.state.remark = Some("It can't be any shorter.".into()),
        }
    }

    fn save_sound(&mut self, model: &Model) {
        let Ok(plan) = self.planned.clone() else { return };
        if self.exporting.is_some() {
            return;
        }
        let Some(music) = model.paths.as_ref().map(|paths| paths.music.join("Stillpoint")) else {
            self.state.remark = Some("There is no folder to save it in.".into());
            return;
        };
        let path = free_name(&music.join(format!("{}.flac", plan.routine().id())));
        self.exporting = Some(audio_export::spawn(AudioExport {
            folder: folder_of(&model.library, plan.routine().id()),
            plan,
            settings: model.preferences.settings.clone(),
            cache: model.cache(),
            path,
            replace: false,
        }));
    }

    /// Puts the routine on paper, as it is planned now: what is not for this person is not on their sheet.
    fn print(&mut self, model: &Model) {
        let Ok(plan) = &self.planned else { return };
        let html = sheet::of_routine(plan.routine(), plan.steps(), None);
        self.printing = Some(sheet_file::printing(plan.routine().id().to_owned(), html, model));
        self.state.remark = Some("One moment…".into());
    }

    /// Adds the routine to the favourites or removes it.
    fn toggle_favourite(&mut self, model: &mut Model) {
        let id = self.routine.id();
        let favourites = &mut model.preferences.settings.favourites;
        let before = favourites.len();
        favourites.retain(|favourite| favourite != id);
        self.state.is_favourite = favourites.len() == before;
        if self.state.is_favourite {
            favourites.push(id.to_owned());
        }
        model.save_settings();
    }

    fn set_goal(&mut self, times: u8, model: &mut Model) {
        let routine = self.routine.id().to_owned();
        self.state.times_a_week = times;
        let goals = &mut model.preferences.settings.goals;
        goals.retain(|goal| goal.routine != routine);
        if times > 0 {
            goals.push(Goal { routine, times_a_week: times.min(7) });
        }
        model.save_settings();
    }

    /// Opens the routine's file. A shipped routine is copied first, and the copy replaces it.
    fn write(&mut self, model: &mut Model) -> Effect {
        let id = self.routine.id();
        let origin = model.library.find(id).map(|entry| entry.origin.clone());
        let page = match (origin, model.routines_folder()) {
            (Some(Origin::File(path)), _) => WritingPage::of_file(path, None, model),
            (Some(Origin::BuiltIn) | None, None) => {
                self.state.remark = Some("There is no folder to save it in.".into());
                return Effect::Nothing;
            }
            (Some(Origin::BuiltIn) | None, Some(folder)) => {
                match model.library.copy_to_user_files(id, &folder, false) {
                    Ok(made) => {
                        let path = made.into_iter().next().unwrap_or_default();
                        let remark = "This is your own copy, and it replaces the built-in one. Press E to edit it; \
                                      changes take effect when you save. Remove it, and the built-in one is \
                                      back.";
                        WritingPage::of_new_file(path, remark.into(), model)
                    }
                    Err(error) => {
                        self.state.remark = Some(sentence(&error));
                        return Effect::Nothing;
                    }
                }
            }
        };
        Effect::Open(Box::new(Page::Writing(Box::new(page))))
    }
}

/// Whether the narrator has recorded some of the words, and not others.
fn has_two_voices(plan: &Plan, settings: &Settings) -> bool {
    let Some(narrator) = settings.voice.narrator() else { return false };
    let timeline = compile_for(plan, settings.speech);
    let is_recorded = |event: &Event| match &event.kind {
        EventKind::Say { text, language, recording: None } => {
            Some(narrator::can_say(narrator, *language, text))
        }
        EventKind::Say { .. }
        | EventKind::Cue(_)
        | EventKind::AwakeCheck { .. }
        | EventKind::Breath { .. } => None,
    };
    let mut recorded = timeline.events().iter().filter_map(is_recorded);
    let first = recorded.next();
    recorded.any(|other| Some(other) != first)
}

/// The routine's weekly goal; 0 if it has none.
fn times_a_week(model: &Model, id: &str) -> u8 {
    let goals = &model.preferences.settings.goals;
    goals.iter().find(|goal| goal.routine == id).map_or(0, |goal| goal.times_a_week)
}
