//! Is this dangerous? The signs that no routine is for, on one calm page. No session starts from here.

use egui::{Key, Ui};

use super::actions::{Action, DangerAction, Destination};
use super::parts::{KeyHint, Row, page_ui, row_ui, section_ui, takes};
use super::text::{listed_ui, words_ui};
use super::theme::{Palette, Role};
use crate::safety::{Flags, red_flags};

/// What is asked on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Whether this is like the usual attacks.
    Open,
    /// The same, after an answer that it is not: nothing starts until there is another.
    NotUsual,
    /// Whether an attack that has gone on for longer than attacks last is over: nothing starts until its end is noted.
    LongAttack,
}

/// What the page is given.
#[derive(Clone, Copy, Debug)]
pub struct DangerData<'a> {
    /// The number to call, as the person wrote it.
    pub number: &'a str,
    /// What is asked.
    pub standing: Standing,
    /// Why nothing starts, if something was to.
    pub sentence: Option<&'a str>,
}

/// Shows the signs, and asks whether this is like the usual attacks.
pub fn danger_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: DangerData<'_>,
    number: &mut String,
) -> Option<Action> {
    let is_long = data.standing == Standing::LongAttack;
    let keys = if is_long {
        vec![
            KeyHint { key: "A", does: "note when it ended", action: Action::Go(Destination::Attack) },
            KeyHint { key: "Esc", does: "back", action: Action::Back },
        ]
    } else {
        vec![
            KeyHint { key: "Y", does: "like my usual attacks", action: like_usual(true) },
            KeyHint { key: "N", does: "no, or not sure", action: like_usual(false) },
            KeyHint { key: "Esc", does: "back", action: Action::Back },
        ]
    };
    let typing = ui.memory(egui::Memory::focused).is_some_and(|id| id == number_id());
    if typing && (takes(ui, Key::Escape) || takes(ui, Key::Enter)) {
        ui.memory_mut(|memory| memory.surrender_focus(number_id()));
    }
    let pressed = [
        (Key::Y, !is_long, like_usual(true)),
        (Key::N, !is_long, like_usual(false)),
        (Key::A, is_long, Action::Go(Destination::Attack)),
        (Key::Escape, true, Action::Back),
    ];
    let pressed = pressed.into_iter().find(|(key, is_asked, _)| *is_asked && !typing && takes(ui, *key));
    let pressed = pressed.map(|(_, _, action)| action);
    let flags = red_flags();
    let clicked = page_ui(ui, palette, "danger", &keys, |ui| {
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
        let action =
            if is_long { long_attack_ui(ui, palette) } else { question_ui(ui, palette, &flags.question) };
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

const fn like_usual(is_usual: bool) -> Action {
    Action::Danger(DangerAction::LikeUsual(is_usual))
}

fn long_attack_ui(ui: &mut Ui, palette: &Palette) -> Option<Action> {
    section_ui(ui, palette, "Is this attack over?");
    ui.add_space(8.0);
    let row = Row::new("Yes: note when it ended").key("A");
    row_ui(ui, palette, &row).clicked().then_some(Action::Go(Destination::Attack))
}

fn question_ui(ui: &mut Ui, palette: &Palette, question: &str) -> Option<Action> {
    section_ui(ui, palette, question);
    ui.add_space(8.0);
    let answers = [
        (Row::new("Yes, like my usual attacks, and none of these signs").key("Y"), like_usual(true)),
        (Row::new("No, or I am not sure").key("N"), like_usual(false)),
    ];
    let mut action = None;
    for (row, means) in answers {
        if row_ui(ui, palette, &row).clicked() {
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
