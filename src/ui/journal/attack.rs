//! The page of an attack, filled in within ten seconds: when it began, how strong, where. Everything but the
//! start is optional.

use chrono::{DateTime, FixedOffset};
use egui::{Id, Ui};

use super::super::Action;
use super::super::keys::{self, Binding, Key, begin_typing, key_of, pressed};
use super::super::routines::capitalised;
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{choices_ui, field_ui, next_thing_ui, page_ui, pain_choices};
use super::JournalAction;
use crate::journal::{Attack, Aura, MedicineClass};

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
    /// Switches between "goes on" and "over".
    GoesOn,
    /// Focuses the field for medicine.
    Medicine,
}

const SAVE: Press = Press::Ask(JournalAction::SaveAttack);

/// The keys of this page. They are off while medicine is being typed.
#[must_use]
pub fn bindings(state: &AttackState) -> Vec<Binding<Press>> {
    let mut bindings = vec![
        Binding::new(Key::Char('-'), "earlier, later", Press::Earlier),
        Binding::new(Key::Char('+'), "earlier, later", Press::Later).also(&[Key::Char('=')]),
    ];
    if state.is_known {
        bindings.push(Binding::new(Key::Char('g'), "it goes on", Press::GoesOn));
    }
    bindings.extend(keys::pain(Some("worst pain"), Press::Pain));
    bindings.extend([
        Binding::new(Key::Char('y'), "aura", Press::Aura(Aura::Yes)),
        Binding::new(Key::Char('n'), "aura", Press::Aura(Aura::No)),
        Binding::new(Key::Char('m'), "medicine", Press::Medicine),
    ]);
    if state.is_known {
        bindings.push(Binding::new(Key::Delete, "delete", Press::Ask(JournalAction::Delete)));
    }
    bindings.push(Binding::new(Key::Escape, "back", Press::Ask(JournalAction::Back)));
    bindings.push(Binding::hidden(Key::Enter, SAVE));
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
            Press::GoesOn => self.set_ongoing(self.attack.ended.is_some()),
            Press::Medicine => begin_typing(ui, medicine_id()),
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
        ui.add_space(8.0);
        when_ui(ui, palette, state, &bindings);
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
        medicine_ui(ui, palette, state);
        ui.add_space(24.0);
        next_thing_ui(ui, palette, "Keep", key_of(&bindings, &SAVE)).clicked().then_some(SAVE)
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

/// `15 min ago, Monday 14:05`.
fn time(at: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    let minutes = (now - at).num_minutes().max(0);
    let ago = match (minutes / 60, minutes % 60) {
        (0, 0) => "now".to_owned(),
        (0, minutes) => format!("{minutes} min ago"),
        (hours @ 1..=48, 0) => format!("{hours} h ago"),
        (hours @ 1..=48, minutes) => format!("{hours} h {minutes} min ago"),
        _ => return at.format("%-d %B %Y, %H:%M").to_string(),
    };
    format!("{ago}, {}", at.format("%A %H:%M"))
}

fn when_ui(ui: &mut Ui, palette: &Palette, state: &mut AttackState, bindings: &[Binding<Press>]) {
    let began = format!("Began {}", time(state.attack.started, state.now));
    words_ui(ui, &began, Role::Body, palette.text);
    if state.is_known {
        let ended = state.attack.ended;
        let ended = ended.map_or("It goes on".into(), |ended| format!("Ended {}", time(ended, state.now)));
        words_ui(ui, &ended, Role::Body, palette.text);
    }
    ui.add_space(8.0);
    let steps = [(-STEP, "− 15 min".to_owned()), (STEP, "+ 15 min".to_owned())];
    let edge = if state.attack.ended.is_some() { "End" } else { "Start" };
    if let Some(by) = choices_ui(ui, palette, edge, &steps, None) {
        state.shift(by);
    }
    if state.is_known {
        ui.add_space(8.0);
        let choices =
            [(false, "It is over".to_owned()), (true, with_key(bindings, Press::GoesOn, "it goes on"))];
        let is_ongoing = state.attack.ended.is_none();
        if let Some(is_ongoing) = choices_ui(ui, palette, "The attack", &choices, Some(is_ongoing)) {
            state.set_ongoing(is_ongoing);
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

fn medicine_ui(ui: &mut Ui, palette: &Palette, state: &mut AttackState) {
    for medicine in &state.attack.medicine {
        let line = format!("Taken {}: {}", medicine.taken.format("%-d %B, %H:%M"), medicine.name);
        words_ui(ui, &line, Role::Body, palette.text);
    }
    field_ui(ui, palette, medicine_id(), "Medicine taken now, if any", &mut state.medicine);
    if !state.medicine.trim().is_empty() {
        ui.add_space(8.0);
        class_ui(ui, palette, &mut state.class);
    }
}

/// The kind of medicine, in the groups by which overuse is counted. Optional.
pub fn class_ui(ui: &mut Ui, palette: &Palette, class: &mut Option<MedicineClass>) {
    let classes = MedicineClass::ALL.map(|class| (class, capitalised(class.plain())));
    if let Some(chosen) = choices_ui(ui, palette, "Kind of medicine", &classes, *class) {
        *class = (*class != Some(chosen)).then_some(chosen);
    }
}
