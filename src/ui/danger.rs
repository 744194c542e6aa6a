//! Is this dangerous? The signs that need a doctor, on one calm page. No session starts from here.

use egui::Ui;

use super::actions::{Action, DangerAction, Destination};
use super::keys::{Binding, Key, key_of, pressed};
use super::text::{listed_ui, words_ui};
use super::theme::{Palette, Role};
use super::widgets::{Row, page_ui, row_ui, section_ui};
use crate::characters::take_out;
use crate::safety::{Flags, red_flags};

/// The question on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DangerQuestion {
    /// Whether this is like the usual attacks.
    LikeUsual,
    /// The same again, after the answer that it is not. Nothing starts until there is another answer.
    NotUsual,
    /// Whether an unusually long attack is over. Nothing starts until its end is noted.
    LongAttack,
}

/// The data of the page.
#[derive(Clone, Copy, Debug)]
pub struct DangerData<'a> {
    /// The emergency number, as the person wrote it.
    pub number: &'a str,
    /// Which question is asked.
    pub question: DangerQuestion,
    /// Why nothing starts, if something was to start.
    pub sentence: Option<&'a str>,
}

/// The keys of this page.
#[must_use]
pub fn bindings(question: DangerQuestion) -> Vec<Binding<Action>> {
    let mut bindings = match question {
        DangerQuestion::LikeUsual | DangerQuestion::NotUsual => vec![
            Binding::new(Key::Char('y'), "like my usual attacks", LIKE_USUAL),
            Binding::new(Key::Char('n'), "no, or I'm not sure", NOT_USUAL),
        ],
        DangerQuestion::LongAttack => vec![Binding::new(Key::Char('a'), "note when it ended", NOTE_END)],
    };
    bindings.push(Binding::new(Key::Escape, "back", Action::Back));
    bindings
}

const LIKE_USUAL: Action = Action::Danger(DangerAction::LikeUsual(true));
const NOT_USUAL: Action = Action::Danger(DangerAction::LikeUsual(false));
const NOTE_END: Action = Action::Go(Destination::Attack);

/// Draws the signs and the question.
pub fn danger_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: DangerData<'_>,
    number: &mut String,
) -> Option<Action> {
    let bindings = bindings(data.question);
    let pressed = pressed(ui, &bindings);
    let flags = red_flags();
    let clicked = page_ui(ui, palette, "danger", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "Is this dangerous?", Role::Heading, palette.text);
        ui.add_space(8.0);
        if let Some(sentence) = data.sentence {
            words_ui(ui, sentence, Role::Body, palette.accent);
            ui.add_space(8.0);
        }
        if !data.number.is_empty() {
            let call = format!("Your emergency number: {}", data.number);
            words_ui(ui, &call, Role::Strong, palette.text);
        }
        signs_ui(ui, palette, &flags.emergency);
        signs_ui(ui, palette, &flags.same_day);
        let action = question_ui(ui, palette, data.question, &bindings);
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
    question: DangerQuestion,
    bindings: &[Binding<Action>],
) -> Option<Action> {
    let (question, answers) = match question {
        DangerQuestion::LikeUsual | DangerQuestion::NotUsual => (
            red_flags().question.as_str(),
            vec![
                (Row::new("Yes, like my usual attacks, and none of these signs"), LIKE_USUAL),
                (Row::new("No, or I'm not sure"), NOT_USUAL),
            ],
        ),
        DangerQuestion::LongAttack => {
            ("Is this attack over?", vec![(Row::new("Yes, note when it ended"), NOTE_END)])
        }
    };
    section_ui(ui, palette, question);
    ui.add_space(8.0);
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
    let label = words_ui(ui, "Stays on this computer and is shown on this page.", Role::Note, palette.quiet);
    ui.add_space(8.0);
    let edit = egui::TextEdit::singleline(number).id(number_id()).desired_width(240.0).char_limit(40);
    let field = ui.add(edit.margin(egui::vec2(12.0, 10.0))).labelled_by(label.id);
    ui.ctx().accesskit_node_builder(field.id, |node| node.set_label("Your emergency number"));
    take_out(number);
}
