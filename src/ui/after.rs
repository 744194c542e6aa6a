//! After a session: how is it now? One key each; everything can be left out.

use egui::{Key, Ui};

use super::actions::{Action, Destination, SessionAction};
use super::parts::{
    KeyHint, Row, choices_ui, next_thing_ui, page_ui, pain_choices, row_ui, takes, takes_pain,
};
use super::routines::capitalised;
use super::text::words_ui;
use super::theme::{Palette, Role};
use crate::journal::{Feeling, Outcome, Record};
use crate::timeline::listing;

mod details;

pub use details::Details;

/// A question that is being asked by voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Whether it is about pain; else it compares with before.
    pub is_pain: bool,
    /// The answer that was said last.
    pub said: Option<String>,
}

/// What is being written.
#[derive(Debug, Default)]
pub struct AfterState {
    /// The note so far.
    pub note: String,
    /// What else is said.
    pub details: Details,
}

/// Asks how it is.
pub fn after_ui(
    ui: &mut Ui,
    palette: &Palette,
    record: &Record,
    asked: Option<&Asked>,
    troubles: &[String],
    state: &mut AfterState,
) -> Option<Action> {
    let partial = record.outcome != Outcome::Completed;
    let mut keys = vec![
        KeyHint {
            key: "Space",
            does: if asked.is_some() { "this one" } else { "by ear" },
            action: Some(Action::Session(SessionAction::SpokenRating)),
        },
        KeyHint { key: "0–9, T", does: "pain", action: None },
        KeyHint { key: "B S W", does: "better, same, worse", action: None },
        KeyHint { key: "D", does: "details", action: None },
        KeyHint { key: "Enter", does: "done", action: Some(Action::Session(SessionAction::Done)) },
    ];
    if partial {
        keys.push(KeyHint {
            key: "G",
            does: "go on",
            action: Some(Action::Session(SessionAction::Continue)),
        });
    }
    let typing = ui.memory(egui::Memory::focused).is_some_and(|id| id == note_id());
    let typing_details = details::is_typed_into(ui);
    let is_silent = typing || typing_details;
    if !is_silent && takes(ui, Key::D) {
        state.details.toggle(record);
    }
    let pressed = if is_silent { None } else { key(ui, partial) };
    if typing && (takes(ui, Key::Escape) || takes(ui, Key::Enter)) {
        ui.memory_mut(|memory| memory.surrender_focus(note_id()));
    }
    let clicked = page_ui(ui, palette, "after", &keys, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        questions_ui(ui, palette, record, asked, troubles, state).map(Some)
    });
    pressed.or(clicked.flatten())
}

fn note_id() -> egui::Id {
    egui::Id::unique("the note after a session")
}

fn key(ui: &Ui, partial: bool) -> Option<Action> {
    if let Some(pain) = takes_pain(ui) {
        return Some(Action::Session(SessionAction::Pain(Some(pain))));
    }
    if takes(ui, Key::Space) {
        return Some(Action::Session(SessionAction::SpokenRating));
    }
    if takes(ui, Key::Questionmark) {
        return Some(Action::Go(Destination::Danger));
    }
    if partial && takes(ui, Key::G) {
        return Some(Action::Session(SessionAction::Continue));
    }
    let feelings = [(Key::B, Feeling::Better), (Key::S, Feeling::Same), (Key::W, Feeling::Worse)];
    let feeling = feelings.into_iter().find(|(key, _)| takes(ui, *key)).map(|(_, feeling)| feeling);
    if let Some(feeling) = feeling {
        return Some(Action::Session(SessionAction::Feeling(Some(feeling))));
    }
    (takes(ui, Key::Enter) || takes(ui, Key::Escape)).then_some(Action::Session(SessionAction::Done))
}

fn questions_ui(
    ui: &mut Ui,
    palette: &Palette,
    record: &Record,
    asked: Option<&Asked>,
    troubles: &[String],
    state: &mut AfterState,
) -> Option<Action> {
    let mut action = None;
    words_ui(ui, "How is it now?", Role::Heading, palette.text);
    let done = match record.outcome {
        Outcome::Completed => format!("{}.", record.title),
        _ if record.done.is_zero() => format!("{}, not begun.", record.title),
        _ => format!("{} of {}. A part counts too.", listing::minutes(record.done), record.title),
    };
    words_ui(ui, &done, Role::Body, palette.quiet);
    // Later the person may have written down what it was.
    let felt_wrong = *state.details.felt_wrong.get_or_insert(!record.unwanted.is_empty());
    if felt_wrong {
        ui.add_space(8.0);
        let advice = "You ended it because it felt wrong. Rest, and do nothing more for now. If it does not pass, or is \
                      one of the warning signs, get help: ? shows them.";
        words_ui(ui, advice, Role::Body, palette.text);
    }
    if record.outcome != Outcome::Completed && !felt_wrong {
        ui.add_space(8.0);
        let left = listing::minutes(record.planned.minus(record.done));
        let resume = row_ui(ui, palette, &Row::new("Resume").key("G").below(&format!("{left} left")));
        if resume.clicked() {
            action = Some(Action::Session(SessionAction::Continue));
        }
    }
    ui.add_space(24.0);
    question_ui(ui, palette, "Pain", asked.filter(|asked| asked.is_pain));
    ui.add_space(8.0);
    if let Some(pain) = choices_ui(ui, palette, "Pain", &pain_choices(), record.pain_after) {
        action =
            Some(Action::Session(SessionAction::Pain((record.pain_after != Some(pain)).then_some(pain))));
    }
    ui.add_space(24.0);
    question_ui(ui, palette, "Compared with before", asked.filter(|asked| !asked.is_pain));
    ui.add_space(8.0);
    let feelings = Feeling::ALL.map(|feeling| (feeling, capitalised(feeling.plain())));
    if let Some(feeling) = choices_ui(ui, palette, "Compared with before", &feelings, record.feeling) {
        action = Some(Action::Session(SessionAction::Feeling(
            (record.feeling != Some(feeling)).then_some(feeling),
        )));
    }
    ui.add_space(24.0);
    let label = words_ui(ui, "A note, if you like", Role::Note, palette.quiet);
    ui.add_space(8.0);
    let edit =
        egui::TextEdit::multiline(&mut state.note).id(note_id()).desired_rows(2).desired_width(f32::INFINITY);
    ui.add(edit.margin(egui::vec2(12.0, 10.0))).labelled_by(label.id);
    ui.add_space(16.0);
    let below = "Symptoms, unwanted effects, medicine";
    if row_ui(ui, palette, &Row::new("Details").key("D").below(below)).clicked() {
        state.details.toggle(record);
    }
    if state.details.is_open {
        details::details_ui(ui, palette, &mut state.details);
    }
    ui.add_space(16.0);
    if next_thing_ui(ui, palette, "Done", "Enter").clicked() {
        action = Some(Action::Session(SessionAction::Done));
    }
    for trouble in troubles {
        ui.add_space(8.0);
        words_ui(ui, trouble, Role::Note, palette.quiet);
    }
    ui.add_space(16.0);
    let footer =
        "Pain often changes by itself; scores before and after cannot show that the routine caused it.";
    words_ui(ui, footer, Role::Note, palette.quiet);
    action
}

/// A question, and the answer that the voice said last while it asks.
fn question_ui(ui: &mut Ui, palette: &Palette, question: &str, asked: Option<&Asked>) {
    match asked.map(|asked| asked.said.as_deref().unwrap_or("…")) {
        Some(said) => {
            let text = format!("{question}. The voice asks; Space takes: {said}");
            words_ui(ui, &text, Role::Note, palette.text);
        }
        None => {
            words_ui(ui, question, Role::Note, palette.quiet);
        }
    }
}
