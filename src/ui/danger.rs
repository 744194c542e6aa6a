//! Is this dangerous? The signs that no routine is for, on one calm page. No session starts from here.

use egui::Ui;

use super::Action;
use super::keys::{Binding, Key, key_of, pressed};
use super::text::{listed_ui, words_ui};
use super::theme::{Palette, Role};
use super::widgets::{Row, page_ui, row_ui, section_ui};
use crate::safety::{Flags, red_flags};

/// What the page is given.
#[derive(Clone, Copy, Debug)]
pub struct DangerData<'a> {
    /// The number to call, as the person wrote it.
    pub number: &'a str,
    /// Whether they said that this is not like their usual attacks.
    pub is_unusual: bool,
}

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Action>> {
    vec![
        Binding::new(Key::Char('y'), "like my usual attacks", Action::LikeUsual(true)),
        Binding::new(Key::Char('n'), "no, or not sure", Action::LikeUsual(false)),
        Binding::new(Key::Escape, "back", Action::Leave),
    ]
}

/// Shows the signs, and asks whether this is like the usual attacks.
pub fn danger_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: DangerData<'_>,
    number: &mut String,
) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings);
    let flags = red_flags();
    let clicked = page_ui(ui, palette, "danger", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "Is this dangerous?", Role::Heading, palette.text);
        ui.add_space(8.0);
        if data.is_unusual {
            let advice = "This is not like your usual attacks, or you are not sure. No routine starts now: \
                          let somebody look at it.";
            words_ui(ui, advice, Role::Body, palette.accent);
            ui.add_space(8.0);
        }
        if !data.number.is_empty() {
            let call = format!("Your emergency number: {}", data.number);
            words_ui(ui, &call, Role::Strong, palette.text);
        }
        signs_ui(ui, palette, &flags.emergency);
        signs_ui(ui, palette, &flags.same_day);
        let action = question_ui(ui, palette, &flags.question, &bindings);
        number_ui(ui, palette, number);
        ui.add_space(24.0);
        action
    });
    pressed.or(clicked)
}

fn signs_ui(ui: &mut Ui, palette: &Palette, flags: &Flags) {
    ui.add_space(24.0);
    words_ui(ui, &flags.say, Role::Strong, palette.text);
    ui.add_space(8.0);
    for sign in &flags.signs {
        listed_ui(ui, &sign.sign, Role::Body, palette.text);
        ui.add_space(4.0);
    }
}

fn question_ui(
    ui: &mut Ui,
    palette: &Palette,
    question: &str,
    bindings: &[Binding<Action>],
) -> Option<Action> {
    section_ui(ui, palette, question);
    ui.add_space(8.0);
    let answers = [
        (Row::new("Yes, like my usual attacks, and none of these signs"), Action::LikeUsual(true)),
        (Row::new("No, or I am not sure"), Action::LikeUsual(false)),
    ];
    let mut action = None;
    for (row, means) in answers {
        if row_ui(ui, palette, &row.key(key_of(bindings, &means))).clicked() {
            action = Some(means);
        }
    }
    action
}

fn number_id() -> egui::Id {
    egui::Id::unique("the emergency number")
}

fn number_ui(ui: &mut Ui, palette: &Palette, number: &mut String) {
    section_ui(ui, palette, "Your emergency number");
    ui.add_space(8.0);
    let label =
        words_ui(ui, "Kept on this machine alone, and shown on this page.", Role::Note, palette.quiet);
    ui.add_space(8.0);
    let edit = egui::TextEdit::singleline(number).id(number_id()).desired_width(240.0).char_limit(40);
    ui.add(edit.margin(egui::vec2(12.0, 10.0))).labelled_by(label.id);
}
