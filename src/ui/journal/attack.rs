//! The page of an attack, filled in within ten seconds: when it began, how strong, where. Everything but the
//! start is optional.

use egui::{Id, Ui};

use super::super::Action;
use super::super::keys::{self, Binding, Key, begin_typing, key_of, pressed};
use super::super::routines::capitalised;
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{
    Row, choices_ui, field_ui, next_thing_ui, page_ui, pain_choices, row_ui, section_ui, steps_ui,
};
use super::correction::note_ui;
use super::medicine::{doses_ui, medicine_ui, time_steps};
use super::symptoms::symptoms_ui;
use super::{JournalAction, time_ago};
use crate::customs::written;
use crate::journal::{Attack, Aura};
use crate::settings::questions::{MOST_QUESTIONS, questions_of};

mod state;

pub use state::AttackState;
use state::STEP;

/// Places that hurt, each with its key. Other words can be entered on the command line.
const PLACES: [(char, &str); 4] =
    [('l', "left"), ('r', "right"), ('b', "both sides"), ('e', "behind the eye")];

fn medicine_id() -> Id {
    Id::unique("the medicine for an attack")
}

/// What a key of this page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Returns an action of the journal.
    Ask(JournalAction),
    /// Moves the start or the end to an earlier time.
    Earlier,
    /// Moves the start or the end to a later time.
    Later,
    /// Sets the worst pain, 0–10.
    Pain(u8),
    /// Sets where it hurts; the same again takes it back.
    Place(&'static str),
    /// Sets whether there was an aura; the same again takes it back.
    Aura(Aura),
    /// Switches between "still going on" and "over".
    Over,
    /// Picks a medicine that was noted before, or types another.
    Medicine,
    /// Unfolds or folds the details.
    Details,
    /// Drops what was left here without being saved.
    StartAgain,
    /// Takes what was like this last time.
    AsLastTime,
    /// Changes the yes-or-no questions, or no longer.
    Questions,
}

const SAVE: Press = Press::Ask(JournalAction::SaveAttack);
const UNDO: Press = Press::Ask(JournalAction::UndoCorrection);

/// The keys of this page. They are off while medicine is being typed.
#[must_use]
pub fn bindings(state: &AttackState) -> Vec<Binding<Press>> {
    let mut bindings = vec![
        Binding::new(Key::Char('-'), "earlier, later", Press::Earlier),
        Binding::new(Key::Char('+'), "earlier, later", Press::Later).also(&[Key::Char('=')]),
    ];
    if state.is_known {
        let other = if state.attack.ended.is_none() { "it's over" } else { "still going on" };
        bindings.push(Binding::new(Key::Char('o'), other, Press::Over));
    }
    bindings.extend(keys::pain(Some("worst pain"), Press::Pain));
    bindings.extend([
        Binding::new(Key::Char('y'), "aura", Press::Aura(Aura::Yes)),
        Binding::new(Key::Char('n'), "aura", Press::Aura(Aura::No)),
        Binding::new(Key::Char('m'), "medicine", Press::Medicine),
        Binding::new(Key::Char('d'), "details", Press::Details),
    ]);
    if !state.suggested_words().is_empty() {
        bindings.push(Binding::new(Key::Char('a'), "as last time", Press::AsLastTime));
    }
    if state.is_detailed {
        bindings.push(Binding::hidden(Key::Char('q'), Press::Questions));
    }
    if state.left.is_some() {
        bindings.push(Binding::new(Key::Char('s'), "start again", Press::StartAgain));
    }
    if !state.corrections.is_empty() {
        bindings.push(Binding::new(Key::Char('z'), "undo the correction", UNDO));
    }
    if state.is_known {
        bindings.push(Binding::new(Key::Delete, "delete", Press::Ask(JournalAction::Delete)));
    }
    bindings.push(Binding::new(Key::Escape, "back", Press::Ask(JournalAction::Back)));
    bindings.push(Binding::new(Key::Enter, "save", SAVE));
    bindings.extend(PLACES.map(|(key, place)| Binding::hidden(Key::Char(key), Press::Place(place))));
    bindings
}

impl AttackState {
    fn take(&mut self, ui: &Ui, press: Press) -> Option<Action> {
        match press {
            Press::Ask(action) => return Some(Action::Journal(action)),
            Press::Earlier => self.shift(-STEP),
            Press::Later => self.shift(STEP),
            Press::Pain(pain) => self.attack.peak = Some(pain),
            Press::Place(place) => toggle_place(&mut self.attack, place),
            Press::Aura(aura) => toggle_aura(&mut self.attack, aura),
            Press::Over => self.set_ongoing(self.attack.ended.is_some()),
            Press::Medicine => {
                if !self.medicine.pick_next(&self.known) {
                    begin_typing(ui, medicine_id());
                }
            }
            Press::Details => self.is_detailed = !self.is_detailed,
            Press::StartAgain => self.start_again(),
            Press::AsLastTime => self.take_suggestion(),
            Press::Questions => {
                self.questions_draft = match self.questions_draft.take() {
                    Some(changed) => {
                        self.questions = questions_of(&changed);
                        None
                    }
                    None => Some(self.questions.join(", ")),
                };
                if self.questions_draft.is_some() {
                    begin_typing(ui, questions_id());
                }
            }
        }
        None
    }
}

/// Draws the page.
pub fn attack_ui(ui: &mut Ui, palette: &Palette, state: &mut AttackState) -> Option<Action> {
    let bindings = bindings(state);
    let pressed = pressed(ui, &bindings).and_then(|press| state.take(ui, press));
    let clicked = page_ui(ui, palette, "journal attack", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let title = if state.is_known { "The attack" } else { "An attack" };
        words_ui(ui, title, Role::Heading, palette.text);
        if let Some(left) = state.left {
            let left = format!("Not saved yet: what you entered on {}.", written(left, "%A at %H:%M"));
            words_ui(ui, &left, Role::Note, palette.quiet);
        }
        ui.add_space(8.0);
        when_ui(ui, palette, state, &bindings);
        let suggested = state.suggested_words();
        let mut as_last_time = None;
        if !suggested.is_empty() {
            ui.add_space(16.0);
            let words = capitalised(&suggested.join(", "));
            let row = Row::new("As last time").key(key_of(&bindings, &Press::AsLastTime)).below(&words);
            as_last_time = row_ui(ui, palette, &row).clicked().then_some(Press::AsLastTime);
        }
        ui.add_space(16.0);
        words_ui(ui, "Worst pain", Role::Note, palette.quiet);
        ui.add_space(8.0);
        if let Some(pain) = choices_ui(ui, palette, "Worst pain", &pain_choices(), state.attack.peak) {
            state.attack.peak = (state.attack.peak != Some(pain)).then_some(pain);
        }
        ui.add_space(16.0);
        where_ui(ui, palette, &mut state.attack);
        ui.add_space(16.0);
        aura_ui(ui, palette, &mut state.attack, &bindings);
        ui.add_space(16.0);
        doses_ui(ui, palette, &mut state.attack.medicine);
        let times = (state.usually_taken(), state.now);
        medicine_ui(ui, palette, medicine_id(), &state.known, &mut state.medicine, times);
        ui.add_space(16.0);
        let row = Row::new("Details").key(key_of(&bindings, &Press::Details));
        let details = row_ui(ui, palette, &row.below("Symptoms, what came with it, a note"));
        let mut action = details.clicked().then_some(Press::Details).or(as_last_time);
        if state.is_detailed {
            action = details_ui(ui, palette, state, &bindings).or(action);
        }
        ui.add_space(24.0);
        if next_thing_ui(ui, palette, "Save", key_of(&bindings, &SAVE)).clicked() {
            action = Some(SAVE);
        }
        corrections_ui(ui, palette, &state.corrections);
        action
    });
    pressed.or_else(|| clicked.and_then(|press| state.take(ui, press)))
}

fn toggle_place(attack: &mut Attack, place: &str) {
    attack.place = if attack.place == place { String::new() } else { place.to_owned() };
}

fn toggle_aura(attack: &mut Attack, aura: Aura) {
    attack.aura = if attack.aura == aura { Aura::Unsaid } else { aura };
}

/// The label of a choice, with its key in front.
fn with_key(bindings: &[Binding<Press>], press: Press, text: &str) -> String {
    key_of(bindings, &press).map_or_else(|| text.to_owned(), |key| format!("{}  {text}", key.label()))
}

fn when_ui(ui: &mut Ui, palette: &Palette, state: &mut AttackState, bindings: &[Binding<Press>]) {
    let began = format!("Began {}", time_ago(state.attack.started, state.now));
    words_ui(ui, &began, Role::Body, palette.text);
    ui.add_space(8.0);
    if let Some(by) = steps_ui(ui, palette, "Began", &time_steps()) {
        state.shift_start(by);
    }
    if !state.is_known {
        return;
    }
    ui.add_space(16.0);
    let ended = state.attack.ended;
    let ended =
        ended.map_or("Still going on".into(), |ended| format!("Ended {}", time_ago(ended, state.now)));
    words_ui(ui, &ended, Role::Body, palette.text);
    ui.add_space(8.0);
    let is_ongoing = state.attack.ended.is_none();
    let choices = [(false, "it's over"), (true, "still going on")].map(|(is_this, words)| {
        // The key changes it to the other.
        let words =
            if is_this == is_ongoing { words.to_owned() } else { with_key(bindings, Press::Over, words) };
        (is_this, words)
    });
    if let Some(is_ongoing) = choices_ui(ui, palette, "The attack", &choices, Some(is_ongoing)) {
        state.set_ongoing(is_ongoing);
    }
    if state.attack.ended.is_some() {
        ui.add_space(8.0);
        if let Some(by) = steps_ui(ui, palette, "Ended", &time_steps()) {
            state.shift_end(by);
        }
    }
}

fn where_ui(ui: &mut Ui, palette: &Palette, attack: &mut Attack) {
    words_ui(ui, "Where", Role::Note, palette.quiet);
    ui.add_space(8.0);
    let mut choices: Vec<(&str, String)> =
        PLACES.iter().map(|(key, place)| (*place, format!("{}  {place}", Key::Char(*key).label()))).collect();
    let chosen = attack.place.clone();
    if !chosen.is_empty() && choices.iter().all(|(place, _)| *place != chosen) {
        choices.push((chosen.as_str(), chosen.clone()));
    }
    if let Some(place) = choices_ui(ui, palette, "Where", &choices, Some(chosen.as_str())) {
        toggle_place(attack, place);
    }
}

fn aura_ui(ui: &mut Ui, palette: &Palette, attack: &mut Attack, bindings: &[Binding<Press>]) {
    words_ui(ui, "Aura", Role::Note, palette.quiet);
    ui.add_space(8.0);
    let auras = [(Aura::Yes, "yes"), (Aura::No, "no")]
        .map(|(aura, text)| (aura, with_key(bindings, Press::Aura(aura), text)));
    if let Some(aura) = choices_ui(ui, palette, "Aura", &auras, Some(attack.aura)) {
        toggle_aura(attack, aura);
    }
}

/// How long an aura lasted, as choices in minutes.
const AURA_MINUTES: [u16; 7] = [10, 20, 30, 45, 60, 90, 120];
fn details_ui(
    ui: &mut Ui,
    palette: &Palette,
    state: &mut AttackState,
    bindings: &[Binding<Press>],
) -> Option<Press> {
    ui.add_space(16.0);
    if state.attack.aura == Aura::Yes {
        words_ui(ui, "How long the aura lasted", Role::Note, palette.quiet);
        ui.add_space(8.0);
        let mut lengths: Vec<(u16, String)> =
            AURA_MINUTES.iter().map(|minutes| (*minutes, format!("{minutes} min"))).collect();
        if let Some(other) = state.attack.aura_minutes.filter(|minutes| !AURA_MINUTES.contains(minutes)) {
            lengths.push((other, format!("{other} min")));
        }
        if let Some(minutes) = choices_ui(ui, palette, "Aura", &lengths, state.attack.aura_minutes) {
            state.attack.aura_minutes = (state.attack.aura_minutes != Some(minutes)).then_some(minutes);
        }
        ui.add_space(16.0);
    }
    words_ui(ui, "Symptoms at their worst", Role::Strong, palette.text);
    ui.add_space(8.0);
    symptoms_ui(ui, palette, &mut state.attack.symptoms);
    let action = questions_ui(ui, palette, state, bindings);
    ui.add_space(8.0);
    let id = Id::unique("what else came with an attack");
    field_ui(ui, palette, id, "Something else, separated by commas", &mut state.other_factors);
    ui.add_space(8.0);
    note_ui(ui, palette, Id::unique("the note of an attack"), &mut state.attack.note);
    action
}

fn questions_id() -> Id {
    Id::unique("the yes-or-no questions about an attack")
}

/// The yes-or-no questions, each with its answer, and the way to have others.
fn questions_ui(
    ui: &mut Ui,
    palette: &Palette,
    state: &mut AttackState,
    bindings: &[Binding<Press>],
) -> Option<Press> {
    words_ui(ui, "Did any of these come with it?", Role::Strong, palette.text);
    ui.add_space(8.0);
    for question in state.asked() {
        words_ui(ui, &capitalised(&question), Role::Note, palette.quiet);
        ui.add_space(4.0);
        let answer = state.attack.answer(&question);
        let answers = [(true, "yes".to_owned()), (false, "no".to_owned())];
        if let Some(given) = choices_ui(ui, palette, &question, &answers, answer) {
            state.attack.set_answer(&question, (answer != Some(given)).then_some(given));
        }
        ui.add_space(8.0);
    }
    let row = Row::new("Change these questions").key(key_of(bindings, &Press::Questions));
    let most = format!("Your own, {MOST_QUESTIONS} at most; they're asked about every attack");
    let clicked = row_ui(ui, palette, &row.below(&most)).clicked().then_some(Press::Questions);
    if let Some(questions) = &mut state.questions_draft {
        ui.add_space(8.0);
        field_ui(ui, palette, questions_id(), "Separated by commas", questions);
    }
    clicked
}

/// What stood before the entry was corrected.
pub(super) fn corrections_ui(ui: &mut Ui, palette: &Palette, corrections: &[String]) {
    if corrections.is_empty() {
        return;
    }
    section_ui(ui, palette, "Corrected");
    for line in corrections {
        ui.add_space(4.0);
        words_ui(ui, line, Role::Note, palette.quiet);
    }
    ui.add_space(16.0);
}
