//! MIDAS, and the total of a HIT-6: how much headache gets in the way of life. Optional, every three months at most.

use chrono::{DateTime, FixedOffset};
use egui::Ui;

use super::super::Action;
use super::super::keys::{Binding, Key, key_of, pressed};
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{next_thing_ui, page_ui, section_ui, steps_ui};
use super::{JournalAction, View};
use crate::journal::assessment::{HIT6, MIDAS_MOST, MIDAS_QUESTIONS};
use crate::journal::{Assessment, Scale};

/// The answers while they are being given, and what was answered before.
#[derive(Clone, Debug)]
pub struct QuestionnaireState {
    /// The answers to MIDAS so far.
    pub midas: [Option<u16>; 7],
    /// The total of a HIT-6 that was filled in elsewhere, as it is being typed.
    pub hit6: String,
    /// Earlier questionnaires, the oldest first.
    pub earlier: Vec<Assessment>,
    /// The present.
    pub now: DateTime<FixedOffset>,
    /// What has just happened, or what is in the way.
    pub remark: Option<String>,
}

impl QuestionnaireState {
    /// Nothing answered yet.
    #[must_use]
    pub fn new(now: DateTime<FixedOffset>) -> Self {
        Self { midas: [None; 7], hit6: String::new(), earlier: Vec::new(), now, remark: None }
    }

    /// What can be saved: MIDAS once all seven questions are answered, and the total of a HIT-6.
    #[must_use]
    pub fn scales(&self) -> Vec<Scale> {
        let midas: Option<Vec<u16>> = self.midas.iter().copied().collect();
        let midas = midas.and_then(|answers| Scale::of("midas", &answers));
        let hit6 = self.hit6.trim().parse().ok().and_then(|total| Scale::of("hit6", &[total]));
        midas.into_iter().chain(hit6).collect()
    }

    fn change(&mut self, question: usize, by: i32) {
        let Some(answer) = self.midas.get_mut(question) else { return };
        let most = i32::from(MIDAS_MOST[question]);
        let changed = (i32::from(answer.unwrap_or(0)) + by).clamp(0, most);
        *answer = Some(u16::try_from(changed).unwrap_or(0));
    }
}

const SAVE: Action = Action::Journal(JournalAction::SaveQuestionnaire);

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Action>> {
    vec![
        Binding::new(Key::Enter, "save", SAVE),
        Binding::new(Key::Escape, "back", Action::Journal(JournalAction::Show(View::List))),
    ]
}

/// Draws the questions.
pub fn questionnaire_ui(ui: &mut Ui, palette: &Palette, state: &mut QuestionnaireState) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "questionnaire", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "How much headaches get in the way", Role::Heading, palette.text);
        ui.add_space(8.0);
        let about = "These are the MIDAS questions, which many doctors use. Your answers go on the page for your doctor. \
                     They're optional; once every three months is enough. Think of the last three months, and \
                     of all your headaches.";
        words_ui(ui, about, Role::Body, palette.text);
        earlier_ui(ui, palette, state);
        if let Some(remark) = &state.remark {
            ui.add_space(8.0);
            words_ui(ui, remark, Role::Note, palette.text);
        }
        for question in 0..MIDAS_QUESTIONS.len() {
            question_ui(ui, palette, state, question);
        }
        section_ui(ui, palette, "HIT-6");
        ui.add_space(8.0);
        let label = format!("If you filled in a HIT-6 elsewhere: its total, {} to {}", HIT6.0, HIT6.1);
        let id = egui::Id::unique("the total of a HIT-6");
        super::super::widgets::field_ui(ui, palette, id, &label, &mut state.hit6);
        ui.add_space(24.0);
        let is_ready = !state.scales().is_empty();
        let save = next_thing_ui(ui, palette, "Save", key_of(&bindings, &SAVE)).clicked();
        if !is_ready {
            ui.add_space(8.0);
            let missing = "MIDAS is saved once you've answered all seven questions; 0 counts as an answer.";
            words_ui(ui, missing, Role::Note, palette.quiet);
        }
        ui.add_space(24.0);
        save.then_some(SAVE)
    });
    pressed.or(clicked)
}

fn earlier_ui(ui: &mut Ui, palette: &Palette, state: &QuestionnaireState) {
    for done in state.earlier.iter().rev().take(4) {
        ui.add_space(4.0);
        let line = format!(
            "{}: {} {}, {}",
            done.taken.format("%-d %B %Y"),
            done.scale.plain(),
            done.scale.total(),
            done.scale.grade()
        );
        words_ui(ui, &line, Role::Note, palette.quiet);
    }
    if state.earlier.iter().any(|done| done.is_up_to_date(state.now)) {
        ui.add_space(4.0);
        words_ui(ui, "You answered less than three months ago.", Role::Note, palette.quiet);
    }
}

fn question_ui(ui: &mut Ui, palette: &Palette, state: &mut QuestionnaireState, question: usize) {
    ui.add_space(24.0);
    let text = MIDAS_QUESTIONS[question];
    words_ui(ui, text, Role::Body, palette.text);
    ui.add_space(8.0);
    let answer = state.midas[question];
    let shown = answer.map_or("No answer yet".to_owned(), |answer| answer.to_string());
    words_ui(ui, &shown, Role::Strong, if answer.is_some() { palette.text } else { palette.quiet });
    ui.add_space(8.0);
    let steps: Vec<(i32, String)> = [(-10_i32, "− 10"), (-1, "− 1"), (0, "0"), (1, "+ 1"), (10, "+ 10")]
        .into_iter()
        .filter(|(by, _)| MIDAS_MOST[question] > 10 || by.abs() <= 1)
        .map(|(by, label)| (by, label.to_owned()))
        .collect();
    match steps_ui(ui, palette, text, &steps) {
        Some(0) => state.midas[question] = Some(0),
        Some(by) => state.change(question, by),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_complete_and_possible_is_saved() {
        let mut state = QuestionnaireState::new(DateTime::default());
        assert_eq!(state.scales(), []);
        for question in 0..6 {
            state.change(question, 1);
        }
        assert_eq!(state.scales(), [], "one question has no answer");
        state.change(6, 30);
        assert_eq!(state.scales(), [Scale::Midas([1, 1, 1, 1, 1, 1, 10])]);
        state.change(0, -5);
        state.change(1, 200);
        assert_eq!(state.midas[..2], [Some(0), Some(90)]);
        state.hit6 = " 61 ".into();
        assert_eq!(state.scales().len(), 2);
        state.hit6 = "99".into();
        assert_eq!(state.scales().len(), 1);
    }
}
