//! The danger signs that need a doctor instead of a routine, and the question whether this is like the usual
//! attacks.

use eframe::egui;

use super::{Effect, Page};
use crate::app::model::Model;
use crate::app::start::Question;
use crate::ui::actions::{Action, DangerAction};
use crate::ui::danger::{self, DangerData, DangerQuestion, danger_ui};
use crate::ui::keys::{Binding, without_actions};

/// The page of the danger signs.
pub(in crate::app) struct DangerPage {
    /// The emergency number as it is being typed.
    number: String,
    /// The gate's question, if the gate opened the page.
    question: Option<Question>,
    /// The page to go back to.
    before: Option<Page>,
}

impl DangerPage {
    pub fn new(before: Option<Page>, question: Option<Question>, model: &Model) -> Self {
        let number = model.preferences.settings.emergency_number.clone();
        Self { number, question, before }
    }

    /// Takes the page to go back to.
    pub fn take_before(&mut self) -> Option<Page> {
        self.before.take()
    }

    pub fn library_changed(&mut self, model: &mut Model) {
        if let Some(before) = &mut self.before {
            before.library_changed(model);
        }
    }

    pub fn bindings(&self, model: &Model) -> Vec<Binding<()>> {
        without_actions(danger::bindings(self.shown_question(model)))
    }

    /// The question that is shown now.
    fn shown_question(&self, model: &Model) -> DangerQuestion {
        match (model.preferences.settings.not_usual_since, &self.question) {
            (Some(_), _) | (None, Some(Question::NotUsual { .. })) => DangerQuestion::NotUsual,
            (None, Some(Question::LongAttack(_))) => DangerQuestion::LongAttack,
            (
                None,
                None
                | Some(
                    Question::WarningSigns
                    | Question::JournalUnavailable { .. }
                    | Question::FirstTime(_)
                    | Question::Advice(_)
                    | Question::SoreSide
                    | Question::Phase,
                ),
            ) => DangerQuestion::LikeUsual,
        }
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, model: &Model) -> Option<Action> {
        let settings = &model.preferences.settings;
        let not_usual = settings.not_usual_since.map(|since| Question::NotUsual { since });
        let sentence = not_usual.as_ref().or(self.question.as_ref()).map(Question::sentence);
        let data = DangerData {
            number: &settings.emergency_number,
            question: self.shown_question(model),
            sentence: sentence.as_deref(),
        };
        danger_ui(ui, &model.palette, data, &mut self.number)
    }

    pub fn update(&mut self, action: DangerAction, model: &mut Model) -> Effect {
        match action {
            DangerAction::LikeUsual(true) => {
                self.save_number(model);
                model.preferences.settings.red_flags_seen = true;
                model.preferences.settings.not_usual_since = None;
                model.save_settings();
                // Retries the start that raised the question; otherwise goes back.
                if self.question.is_some() { Effect::RetryStart } else { Effect::Back }
            }
            DangerAction::LikeUsual(false) => {
                say_not_usual(model);
                Effect::Nothing
            }
        }
    }

    /// Saves the number that was typed.
    pub fn save_number(&self, model: &mut Model) {
        let number = self.number.trim();
        if number != model.preferences.settings.emergency_number {
            number.clone_into(&mut model.preferences.settings.emergency_number);
            model.save_settings();
        }
    }
}

/// Notes that this is not like the usual attacks, or that the person is not sure. It is saved with its time,
/// and stands until it is answered again.
pub(in crate::app) fn say_not_usual(model: &mut Model) {
    model.preferences.settings.not_usual_since = Some(model.clock.now());
    model.save_settings();
}
