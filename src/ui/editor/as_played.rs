//! For whom and how long a routine is shown while it is built.

use egui::Ui;

use super::super::text::{listed_ui, words_ui};
use super::super::theme::{Palette, Role};
use super::super::widgets::{Slider, choices_ui, section_ui, slider_ui, toggles_ui};
use super::{EditorData, EditorState};
use crate::ron_reader::Vocabulary as _;
use crate::routine::{Language, Phase};
use crate::safety::State;

/// For whom and how long it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AsPlayed {
    /// How long.
    pub length: Length,
    /// Where somebody is in the course of an attack, if that is said.
    pub phase: Option<Phase>,
    /// What else is so.
    pub states: Vec<State>,
    /// In which language.
    pub language: Language,
    /// For the person who builds it, rather than for somebody of whom nothing is known.
    pub is_for_me: bool,
}

/// How long a routine is to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Length {
    /// As short as its steps allow.
    Shortest,
    /// As it is written.
    #[default]
    Usual,
    /// As long as its steps allow.
    Longest,
    /// So many minutes.
    Minutes(u32),
}

/// Draws the choices; a change goes into the state.
pub fn as_played_ui(ui: &mut Ui, palette: &Palette, data: &EditorData, state: &mut EditorState) {
    let mut wanted = data.as_played.clone();
    words_ui(ui, "The steps are shown as they are played for …", Role::Body, palette.text);
    section_ui(ui, palette, "How long");
    ui.add_space(8.0);
    let lengths = [
        (Length::Shortest, "shortest".to_owned()),
        (Length::Usual, "usual".to_owned()),
        (Length::Longest, "longest".to_owned()),
    ];
    if let Some(length) = choices_ui(ui, palette, "How long", &lengths, Some(wanted.length)) {
        wanted.length = length;
    }
    let (least, most) = data.minutes;
    if most > least {
        ui.add_space(8.0);
        let minutes: Vec<u32> = (least..=most).collect();
        let asked = if let Length::Minutes(asked) = wanted.length { Some(asked) } else { None };
        let value = asked.map_or("not asked for".to_owned(), |asked| format!("{asked} min"));
        let end = minutes.len().saturating_sub(1);
        let at = asked.and_then(|asked| minutes.iter().position(|other| *other == asked));
        let slider =
            Slider { label: "Minutes", value: &value, at, count: minutes.len(), between: (0, end), why: "" };
        if let Some(to) = slider_ui(ui, palette, &slider).to.and_then(|to| minutes.get(to)) {
            wanted.length = Length::Minutes(*to);
        }
    }
    section_ui(ui, palette, "How it is");
    ui.add_space(8.0);
    let phases: Vec<(Option<Phase>, String)> = std::iter::once((None, "not said".to_owned()))
        .chain(Phase::ALL.iter().map(|phase| (Some(*phase), phase.plain().to_owned())))
        .collect();
    if let Some(phase) = choices_ui(ui, palette, "Phase", &phases, Some(wanted.phase)) {
        wanted.phase = phase;
    }
    ui.add_space(8.0);
    let states: Vec<(State, String, bool)> = State::ALL
        .iter()
        .map(|state| (*state, state.plain().to_owned(), wanted.states.contains(state)))
        .collect();
    if let Some(one) = toggles_ui(ui, palette, "State", &states) {
        if wanted.states.contains(&one) {
            wanted.states.retain(|other| *other != one);
        } else {
            wanted.states.push(one);
        }
    }
    section_ui(ui, palette, "Language");
    ui.add_space(8.0);
    let languages: Vec<(Language, String)> =
        data.languages.iter().map(|language| (*language, language.plain().to_owned())).collect();
    if let Some(language) = choices_ui(ui, palette, "Language", &languages, Some(wanted.language)) {
        wanted.language = language;
    }
    section_ui(ui, palette, "For whom");
    ui.add_space(8.0);
    let people = [(false, "anybody".to_owned()), (true, "you, as in About me".to_owned())];
    if let Some(is_for_me) = choices_ui(ui, palette, "For whom", &people, Some(wanted.is_for_me)) {
        wanted.is_for_me = is_for_me;
    }
    section_ui(ui, palette, "What differs then");
    ui.add_space(4.0);
    if data.changes.is_empty() {
        words_ui(ui, "Nothing.", Role::Note, palette.quiet);
    }
    for change in &data.changes {
        listed_ui(ui, change, Role::Note, palette.text);
    }
    ui.add_space(24.0);
    if wanted != data.as_played {
        state.wanted = Some(wanted);
    }
}
