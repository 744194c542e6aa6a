//! The about-me page: questions that adapt the routines to a person, each answered with yes, no, or not at all.

use egui::Ui;

use super::actions::{AboutMeAction, Action};
use super::keys::{Binding, Key, pressed};
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{choices_ui, page_ui};
use crate::ron_reader::Vocabulary as _;
use crate::safety::{Answer, Condition, Profile};

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Action>> {
    vec![Binding::new(Key::Escape, "back", Action::Back)]
}

/// Draws every question with its present answer.
pub fn about_me_ui(
    ui: &mut Ui,
    palette: &Palette,
    profile: &Profile,
    remark: Option<&str>,
) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "about me", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "About me", Role::Heading, palette.text);
        ui.add_space(8.0);
        let about = "Routines are adapted to your answers, and you're told what was changed and why. Every question \
                     is optional. Your answers stay on this computer, and you can change them at any time.";
        words_ui(ui, about, Role::Body, palette.text);
        ui.add_space(8.0);
        words_ui(ui, "Stillpoint is for adults.", Role::Note, palette.quiet);
        if let Some(remark) = remark {
            words_ui(ui, remark, Role::Note, palette.quiet);
        }
        let mut action = None;
        for condition in Condition::ALL {
            action = question_ui(ui, palette, profile, *condition).or(action);
        }
        ui.add_space(24.0);
        action
    });
    pressed.or(clicked)
}

fn question_ui(ui: &mut Ui, palette: &Palette, profile: &Profile, condition: Condition) -> Option<Action> {
    ui.add_space(24.0);
    let question = condition.question();
    words_ui(ui, question, Role::Body, palette.text);
    ui.add_space(8.0);
    let answers = [
        (Some(Answer::Yes), "Yes".to_owned()),
        (Some(Answer::No), "No".to_owned()),
        (None, "Not answered".to_owned()),
    ];
    let is_lost = profile.is_lost(condition);
    if is_lost {
        let lost = "Please answer again: your earlier answer can't be read, and counts as yes until then.";
        words_ui(ui, lost, Role::Note, palette.text);
        ui.add_space(8.0);
    }
    let chosen = (!is_lost).then(|| profile.answer(condition));
    choices_ui(ui, palette, question, &answers, chosen)
        .map(|answer| Action::AboutMe(AboutMeAction::Answer(condition, answer)))
}
