//! The rating page after a session: how is it now? One key for each answer; everything is optional.

use egui::Ui;

use super::actions::{Action, Destination, SessionAction};
use super::keys::{self, Binding, Key, key_of, pressed};
use super::routines::capitalised;
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{Row, choices_ui, next_thing_ui, page_ui, pain_choices, row_ui};
use crate::characters::take_out;
use crate::journal::export::LONGEST_TEXT;
use crate::journal::summary::CANNOT_SHOW;
use crate::journal::{Feeling, KnownMedicine, Outcome, Record};
use crate::timeline::listing;

mod details;

pub use details::Details;

/// The question that the voice is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpokenQuestion {
    /// Whether it asks for pain; otherwise it asks for the comparison with before.
    pub is_pain: bool,
    /// The answer that was read last.
    pub last_answer: Option<String>,
}

/// The state of the page.
#[derive(Debug, Default)]
pub struct AfterState {
    /// The note so far.
    pub note: String,
    /// The optional details.
    pub details: Details,
}

/// What a key of this page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Returns an action to the window.
    Ask(Action),
    /// Unfolds or folds the details.
    Details,
}

const RESUME: Press = Press::Ask(Action::Session(SessionAction::Continue));
const SIGNS: Press = Press::Ask(Action::Go(Destination::Danger));
const DONE: Press = Press::Ask(Action::Session(SessionAction::Done));

/// The keys of this page. They are off while a note or a detail is being typed.
#[must_use]
pub fn bindings(record: &Record, question: Option<&SpokenQuestion>) -> Vec<Binding<Press>> {
    let by_voice = if question.is_some() { "this one" } else { "ask me aloud" };
    let feeling = |key, feeling| {
        Binding::new(
            key,
            "better, same, worse",
            Press::Ask(Action::Session(SessionAction::Feeling(Some(feeling)))),
        )
    };
    let aloud = Binding::new(Key::Space, by_voice, Press::Ask(Action::Session(SessionAction::SpokenRating)));
    // While the voice asks, Space picks what it says; otherwise it presses what has the focus.
    let mut bindings = vec![if question.is_some() { aloud } else { aloud.unless_focused() }];
    bindings.extend(keys::pain(Some("pain"), |pain| {
        Press::Ask(Action::Session(SessionAction::Pain(Some(pain))))
    }));
    bindings.extend([
        feeling(Key::Char('b'), Feeling::Better),
        feeling(Key::Char('s'), Feeling::Same),
        feeling(Key::Char('w'), Feeling::Worse),
        Binding::new(Key::Char('d'), "details", Press::Details),
        Binding::new(Key::Enter, "done", DONE).also(&[Key::Escape]),
        Binding::hidden(Key::Char('?'), SIGNS),
    ]);
    if can_continue(record) {
        bindings.push(Binding::new(Key::Char('g'), "continue", RESUME));
    }
    bindings
}

/// Whether the session can be continued: nothing offers that after it felt wrong.
fn can_continue(record: &Record) -> bool {
    record.outcome != Outcome::Completed && !record.felt_wrong
}

impl AfterState {
    /// The state of a page that offers these medicines, which were noted before.
    #[must_use]
    pub fn with(known: Vec<KnownMedicine>) -> Self {
        let mut state = Self::default();
        state.details.known = known;
        state
    }

    fn take(&mut self, press: Press, record: &Record) -> Option<Action> {
        match press {
            Press::Ask(action) => return Some(action),
            Press::Details => self.details.toggle(record),
        }
        None
    }
}

/// Draws the questions.
pub fn after_ui(
    ui: &mut Ui,
    palette: &Palette,
    record: &Record,
    question: Option<&SpokenQuestion>,
    troubles: &[String],
    state: &mut AfterState,
) -> Option<Action> {
    let bindings = bindings(record, question);
    let pressed = pressed(ui, &bindings).and_then(|press| state.take(press, record));
    let clicked = page_ui(ui, palette, "after", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        questions_ui(ui, palette, record, question, troubles, state, &bindings)
    });
    pressed.or_else(|| clicked.and_then(|press| state.take(press, record)))
}

fn note_id() -> egui::Id {
    egui::Id::unique("the note after a session")
}

fn questions_ui(
    ui: &mut Ui,
    palette: &Palette,
    record: &Record,
    question: Option<&SpokenQuestion>,
    troubles: &[String],
    state: &mut AfterState,
    bindings: &[Binding<Press>],
) -> Option<Press> {
    let mut action = None;
    words_ui(ui, "How are you now?", Role::Heading, palette.text);
    let done = match record.outcome {
        Outcome::Completed => format!("{}.", record.title),
        Outcome::Running | Outcome::Stopped | Outcome::Closed | Outcome::Interrupted => {
            if record.done.is_zero() {
                format!("{}: not started.", record.title)
            } else {
                format!("{}: you did {}. That counts.", record.title, listing::minutes(record.done))
            }
        }
    };
    words_ui(ui, &done, Role::Body, palette.quiet);
    if record.felt_wrong {
        ui.add_space(8.0);
        let advice = "You stopped because it felt wrong. Rest, and do nothing more for now.";
        words_ui(ui, advice, Role::Body, palette.text);
        ui.add_space(16.0);
        if next_thing_ui(ui, palette, "Look at the danger signs", key_of(bindings, &SIGNS)).clicked() {
            action = Some(SIGNS);
        }
    }
    if can_continue(record) {
        ui.add_space(8.0);
        let left = listing::minutes(record.planned.minus(record.done));
        let below = format!("{left} left");
        let row = Row::new("Continue").key(key_of(bindings, &RESUME)).below(&below);
        if row_ui(ui, palette, &row).clicked() {
            action = Some(RESUME);
        }
    }
    ui.add_space(24.0);
    question_ui(ui, palette, "Pain", question.filter(|question| question.is_pain));
    ui.add_space(8.0);
    if let Some(pain) = choices_ui(ui, palette, "Pain", &pain_choices(), record.pain_after) {
        let pain = (record.pain_after != Some(pain)).then_some(pain);
        action = Some(Press::Ask(Action::Session(SessionAction::Pain(pain))));
    }
    ui.add_space(24.0);
    question_ui(ui, palette, "Compared with before", question.filter(|question| !question.is_pain));
    ui.add_space(8.0);
    let feelings = Feeling::ALL.map(|feeling| (feeling, capitalised(feeling.plain())));
    if let Some(feeling) = choices_ui(ui, palette, "Compared with before", &feelings, record.feeling) {
        let feeling = (record.feeling != Some(feeling)).then_some(feeling);
        action = Some(Press::Ask(Action::Session(SessionAction::Feeling(feeling))));
    }
    ui.add_space(24.0);
    let label = words_ui(ui, "Note (optional)", Role::Note, palette.quiet);
    ui.add_space(8.0);
    let edit =
        egui::TextEdit::multiline(&mut state.note).id(note_id()).desired_rows(2).desired_width(f32::INFINITY);
    let edit = edit.char_limit(LONGEST_TEXT).margin(egui::vec2(12.0, 10.0));
    ui.add(edit).labelled_by(label.id);
    take_out(&mut state.note);
    ui.add_space(16.0);
    let below = "Symptoms, unwanted effects, medicine";
    let row = Row::new("Details").key(key_of(bindings, &Press::Details)).below(below);
    if row_ui(ui, palette, &row).clicked() {
        state.details.toggle(record);
    }
    if state.details.is_open {
        details::details_ui(ui, palette, record, &mut state.details);
    }
    ui.add_space(16.0);
    // After something felt wrong, the danger signs are what comes next; there is one such thing on a page.
    let is_done = if record.felt_wrong {
        row_ui(ui, palette, &Row::new("Done").key(key_of(bindings, &DONE))).clicked()
    } else {
        next_thing_ui(ui, palette, "Done", key_of(bindings, &DONE)).clicked()
    };
    if is_done {
        action = Some(DONE);
    }
    for trouble in troubles {
        ui.add_space(8.0);
        words_ui(ui, trouble, Role::Note, palette.quiet);
    }
    ui.add_space(16.0);
    words_ui(ui, CANNOT_SHOW, Role::Note, palette.quiet);
    action
}

/// A question; while the voice asks it, with the answer that was read last.
fn question_ui(ui: &mut Ui, palette: &Palette, title: &str, question: Option<&SpokenQuestion>) {
    match question.map(|question| question.last_answer.as_deref().unwrap_or("…")) {
        Some(last_answer) => {
            let text = format!("{title}. Press Space when you hear your answer: {last_answer}");
            words_ui(ui, &text, Role::Note, palette.text);
        }
        None => {
            words_ui(ui, title, Role::Note, palette.quiet);
        }
    }
}
