//! An attack, noted in ten seconds: when it began, how strong, where; everything but the first can be left out.

use chrono::{DateTime, FixedOffset, TimeDelta};
use egui::{Id, Key, Ui};

use super::super::Action;
use super::super::parts::{
    KeyHint, choices_ui, field_ui, next_thing_ui, page_ui, pain_choices, takes, takes_pain,
};
use super::super::routines::capitalised;
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::{JournalAction, begin_typing, is_typing};
use crate::journal::{Attack, Aura, Medicine, MedicineClass};

/// Times move by this much.
const STEP: TimeDelta = TimeDelta::minutes(15);
/// Where it can hurt, each with its key; other words can be given on the command line.
const PLACES: [(Key, &str, &str); 4] = [
    (Key::L, "L", "left"),
    (Key::R, "R", "right"),
    (Key::B, "B", "both sides"),
    (Key::E, "E", "behind the eye"),
];

/// An attack as it is being noted.
#[derive(Clone, Debug, Default)]
pub struct AttackState {
    /// What is known so far.
    pub attack: Attack,
    /// The time.
    pub now: DateTime<FixedOffset>,
    /// Whether it was noted before.
    pub is_known: bool,
    /// Medicine that was taken now, in the person's words.
    pub medicine: String,
    /// What kind of medicine it is, if they say so.
    pub class: Option<MedicineClass>,
}

impl AttackState {
    /// An attack that begins now.
    #[must_use]
    pub fn beginning(id: String, now: DateTime<FixedOffset>, pain: Option<u8>, aura: bool) -> Self {
        let aura = if aura { Aura::Yes } else { Aura::Unsaid };
        Self {
            attack: Attack { id, started: now, peak: pain, aura, ..Attack::default() },
            now,
            ..Self::default()
        }
    }

    /// An attack that was noted before; one that can still be going on ends now.
    #[must_use]
    pub fn again(mut attack: Attack, now: DateTime<FixedOffset>) -> Self {
        if attack.ended.is_none() && attack.holds(now) {
            attack.ended = Some(now);
        }
        Self { attack, now, is_known: true, ..Self::default() }
    }

    /// What is kept: with the medicine that was written last.
    #[must_use]
    pub fn noted(&self) -> Attack {
        let mut attack = self.attack.clone();
        let what = self.medicine.trim();
        if !what.is_empty() {
            attack.medicine.push(Medicine { what: what.to_owned(), taken: self.now, class: self.class });
        }
        attack
    }

    /// Earlier or later by a quarter of an hour: the end of a known attack, else the start; never after now, and no
    /// end before the start.
    fn shift(&mut self, by: TimeDelta) {
        let (started, now) = (self.attack.started, self.now);
        match &mut self.attack.ended {
            Some(ended) => *ended = (*ended + by).clamp(started.min(now), now.max(started)),
            None => self.attack.started = (started + by).min(now),
        }
    }

    fn goes_on(&mut self, goes_on: bool) {
        self.attack.ended = (!goes_on).then_some(self.now);
    }
}

fn medicine_id() -> Id {
    Id::unique("the medicine for an attack")
}

/// Asks what there is to note.
pub fn attack_ui(ui: &mut Ui, palette: &Palette, state: &mut AttackState) -> Option<Action> {
    let mut keys = vec![
        KeyHint { key: "−  +", does: "earlier, later", action: None },
        KeyHint { key: "0–9, T", does: "worst pain", action: None },
        KeyHint { key: "Y N", does: "aura", action: None },
        KeyHint { key: "M", does: "medicine", action: None },
    ];
    if state.is_known {
        keys.insert(1, KeyHint { key: "G", does: "it goes on", action: None });
        keys.push(KeyHint {
            key: "Del",
            does: "delete",
            action: Some(Action::Journal(JournalAction::Delete)),
        });
    }
    keys.push(KeyHint { key: "Esc", does: "back", action: Some(Action::Journal(JournalAction::Back)) });
    let pressed = if is_typing(ui, medicine_id()) { None } else { key(ui, state) };
    let clicked = page_ui(ui, palette, "journal attack", &keys, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let title = if state.is_known { "The attack" } else { "An attack" };
        words_ui(ui, title, Role::Heading, palette.text);
        ui.add_space(8.0);
        when_ui(ui, palette, state);
        ui.add_space(16.0);
        words_ui(ui, "Worst pain", Role::Note, palette.quiet);
        ui.add_space(8.0);
        if let Some(pain) = choices_ui(ui, palette, "Worst pain", &pain_choices(), state.attack.peak) {
            state.attack.peak = (state.attack.peak != Some(pain)).then_some(pain);
        }
        ui.add_space(16.0);
        where_ui(ui, palette, &mut state.attack);
        ui.add_space(16.0);
        medicine_ui(ui, palette, state);
        ui.add_space(24.0);
        next_thing_ui(ui, palette, "Keep", "Enter")
            .clicked()
            .then_some(Some(Action::Journal(JournalAction::KeepAttack)))
    });
    pressed.or(clicked.flatten())
}

fn key(ui: &Ui, state: &mut AttackState) -> Option<Action> {
    if let Some(pain) = takes_pain(ui) {
        state.attack.peak = Some(pain);
    }
    for (key, by) in [(Key::Minus, -STEP), (Key::Plus, STEP), (Key::Equals, STEP)] {
        if takes(ui, key) {
            state.shift(by);
        }
    }
    for (key, _, place) in PLACES {
        if takes(ui, key) {
            toggle_place(&mut state.attack, place);
        }
    }
    for (key, aura) in [(Key::Y, Aura::Yes), (Key::N, Aura::No)] {
        if takes(ui, key) {
            state.attack.aura = if state.attack.aura == aura { Aura::Unsaid } else { aura };
        }
    }
    if state.is_known && takes(ui, Key::G) {
        state.goes_on(state.attack.ended.is_some());
    }
    if takes(ui, Key::M) {
        begin_typing(ui, medicine_id());
    }
    if state.is_known && takes(ui, Key::Delete) {
        return Some(Action::Journal(JournalAction::Delete));
    }
    let keys = [(Key::Enter, JournalAction::KeepAttack), (Key::Escape, JournalAction::Back)];
    keys.into_iter().find(|(key, _)| takes(ui, *key)).map(|(_, action)| Action::Journal(action))
}

fn toggle_place(attack: &mut Attack, place: &str) {
    attack.place = if attack.place == place { String::new() } else { place.to_owned() };
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

fn when_ui(ui: &mut Ui, palette: &Palette, state: &mut AttackState) {
    let began = format!("Began {}", time(state.attack.started, state.now));
    words_ui(ui, &began, Role::Body, palette.text);
    if state.is_known {
        let ended = state.attack.ended;
        let ended = ended.map_or("It goes on".into(), |ended| format!("Ended {}", time(ended, state.now)));
        words_ui(ui, &ended, Role::Body, palette.text);
    }
    ui.add_space(8.0);
    let steps = [(-STEP, "− 15 min".to_owned()), (STEP, "+ 15 min".to_owned())];
    let what = if state.attack.ended.is_some() { "End" } else { "Start" };
    if let Some(by) = choices_ui(ui, palette, what, &steps, None) {
        state.shift(by);
    }
    if state.is_known {
        ui.add_space(8.0);
        let choices = [(false, "It is over".to_owned()), (true, "G  it goes on".to_owned())];
        let goes_on = state.attack.ended.is_none();
        if let Some(goes_on) = choices_ui(ui, palette, "The attack", &choices, Some(goes_on)) {
            state.goes_on(goes_on);
        }
    }
}

fn where_ui(ui: &mut Ui, palette: &Palette, attack: &mut Attack) {
    words_ui(ui, "Where", Role::Note, palette.quiet);
    ui.add_space(8.0);
    let mut paths: Vec<(&str, String)> =
        PLACES.iter().map(|(_, key, place)| (*place, format!("{key}  {place}"))).collect();
    let own = attack.place.clone();
    if !own.is_empty() && paths.iter().all(|(place, _)| *place != own) {
        paths.push((own.as_str(), own.clone()));
    }
    if let Some(place) = choices_ui(ui, palette, "Where", &paths, Some(own.as_str())) {
        toggle_place(attack, place);
    }
    ui.add_space(16.0);
    words_ui(ui, "Aura", Role::Note, palette.quiet);
    ui.add_space(8.0);
    let auras = [(Aura::Yes, "Y  yes".to_owned()), (Aura::No, "N  no".to_owned())];
    if let Some(aura) = choices_ui(ui, palette, "Aura", &auras, Some(attack.aura)) {
        attack.aura = if attack.aura == aura { Aura::Unsaid } else { aura };
    }
}

fn medicine_ui(ui: &mut Ui, palette: &Palette, state: &mut AttackState) {
    for medicine in &state.attack.medicine {
        let line = format!("Taken {}: {}", medicine.taken.format("%-d %B, %H:%M"), medicine.what);
        words_ui(ui, &line, Role::Body, palette.text);
    }
    field_ui(ui, palette, medicine_id(), "Medicine taken now, if any", &mut state.medicine);
    if !state.medicine.trim().is_empty() {
        ui.add_space(8.0);
        class_ui(ui, palette, &mut state.class);
    }
}

/// What kind of medicine it is, as overuse is counted; it can be left open.
pub fn class_ui(ui: &mut Ui, palette: &Palette, class: &mut Option<MedicineClass>) {
    let classes = MedicineClass::ALL.map(|class| (class, capitalised(class.plain())));
    if let Some(said) = choices_ui(ui, palette, "Kind of medicine", &classes, *class) {
        *class = (*class != Some(said)).then_some(said);
    }
}
