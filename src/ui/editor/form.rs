//! The form of a step, or of the routine: each field with what it is chosen by.

use egui::Ui;

use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{Slider, choices_ui, field_ui, section_ui, slider_ui, steps_ui, toggles_ui};
use super::lists::{motion_ui, routine_ui, routines_ui, technique_ui};
use super::place::site_ui;
use super::scale::Scale;
use super::words::words_field_ui;
use super::{EditorData, EditorState, breath, file_field};
use crate::editing::{Choice, Control, Form, FormField, Group, Section, quoted};
use crate::ron_reader::plain;
use crate::time::ExactDuration;

/// Draws a form; the changes that are wanted go into the state's queue.
pub fn form_ui(ui: &mut Ui, palette: &Palette, data: &EditorData, form: &Form, state: &mut EditorState) {
    let mut section = None;
    let is_breath = form.field("inhale").is_some();
    for field in &form.fields {
        if section != Some(field.section) {
            section = Some(field.section);
            let title = match field.section {
                Section::What => "",
                Section::Time => "How long",
                Section::Words => "Words",
                Section::More => "More",
            };
            if !title.is_empty() {
                section_ui(ui, palette, title);
            }
            if field.section == Section::Words {
                languages_ui(ui, palette, data, state);
            }
        }
        ui.add_space(8.0);
        if is_breath && field.name == "inhale" {
            breath::breath_ui(ui, palette, form);
        }
        field_of_form_ui(ui, palette, data, (form, field), state);
        if let Some(fault) = data.faults.get(&(form.step.clone(), field.name.clone())) {
            words_ui(ui, &format!("! {fault}"), Role::Note, palette.text);
        }
    }
    ui.add_space(24.0);
}

/// In which language the words are written.
fn languages_ui(ui: &mut Ui, palette: &Palette, data: &EditorData, state: &mut EditorState) {
    if data.languages.len() < 2 {
        return;
    }
    ui.add_space(8.0);
    let choices: Vec<_> =
        data.languages.iter().map(|language| (*language, language.plain().to_owned())).collect();
    if let Some(language) = choices_ui(ui, palette, "Words in", &choices, Some(state.language)) {
        state.language = language;
    }
}

pub(super) fn label_ui(ui: &mut Ui, palette: &Palette, label: &str) {
    if !label.is_empty() {
        words_ui(ui, label, Role::Note, palette.quiet);
        ui.add_space(4.0);
    }
}

fn field_of_form_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    (form, field): (&Form, &FormField),
    state: &mut EditorState,
) {
    let step = &form.step;
    let set = |state: &mut EditorState, value: &str| state.queue.push((field.set(step, value), None));
    let raw = field.value.as_deref().map(str::trim);
    match &field.control {
        Control::Site => site_ui(ui, palette, (form, field), state),
        Control::Motion => motion_ui(ui, palette, data, (form, field), state),
        Control::Technique => technique_ui(ui, palette, data, (form, field), state),
        Control::Routine => routine_ui(ui, palette, data, (form, field), state),
        Control::Routines => routines_ui(ui, palette, data, (form, field), state),
        Control::Choice(choices) => {
            label_ui(ui, palette, &field.label);
            if let Some(value) = choice_ui(ui, palette, field, choices) {
                set(state, value);
            }
        }
        Control::Several(choices) => {
            label_ui(ui, palette, &field.label);
            let is_in = |value: &str| {
                raw.is_some_and(|raw| raw.trim_matches(['[', ']']).split(',').any(|one| one.trim() == value))
            };
            let toggles: Vec<_> = choices
                .iter()
                .map(|choice| (choice.value, choice.label.to_owned(), is_in(choice.value)))
                .collect();
            if let Some(value) = toggles_ui(ui, palette, &field.label, &toggles) {
                let kept = choices.iter().map(|choice| choice.value);
                let kept: Vec<&str> = kept.filter(|one| is_in(one) != (*one == value)).collect();
                let list = if kept.is_empty() { String::new() } else { format!("[{}]", kept.join(", ")) };
                set(state, &list);
            }
        }
        Control::Toggle => {
            let is_on = raw == Some("true");
            let toggles = [((), field.label.clone(), is_on)];
            if toggles_ui(ui, palette, "", &toggles).is_some() {
                set(state, if is_on { "" } else { "true" });
            }
        }
        Control::Pressure | Control::Length | Control::Seconds | Control::Count { .. } => {
            scale_ui(ui, palette, data, (form, field), state);
        }
        Control::Limits => limits_ui(ui, palette, (form, field), state),
        Control::Words { is_spoken } => words_field_ui(ui, palette, data, (form, field), *is_spoken, state),
        Control::Text | Control::Plain => {
            let is_text = field.control == Control::Text;
            let key = (step.clone(), field.name.clone());
            let id = egui::Id::unique(("plain field", &key));
            let has_focus = ui.memory(|memory| memory.has_focus(id));
            let mut text = match state.plain.get(&key) {
                Some(text) if has_focus => text.clone(),
                _ if is_text => plain::<String>(raw.unwrap_or("\"\"")).unwrap_or_default(),
                _ => raw.unwrap_or_default().to_owned(),
            };
            let before = text.clone();
            field_ui(ui, palette, id, &field.label, &mut text);
            if text != before {
                let value = if is_text && !text.is_empty() { quoted(&text) } else { text.trim().to_owned() };
                let edit = field.set(step, &value);
                state.queue.push((edit, Some(Group::Field(step.clone(), field.name.clone()))));
            }
            state.plain.insert(key, text);
        }
        Control::Picture | Control::Recording => {
            file_field::file_ui(ui, palette, data, (form, field), state);
        }
        Control::Changes(changes) => {
            label_ui(ui, palette, &field.label);
            let steps: Vec<(usize, String)> =
                changes.iter().enumerate().map(|(index, (label, _))| (index, label.clone())).collect();
            if let Some(index) = steps_ui(ui, palette, &field.label, &steps)
                && let Some((_, edit)) = changes.get(index)
            {
                state.queue.push((edit.clone(), None));
            }
        }
    }
}

fn choice_ui<'a>(
    ui: &mut Ui,
    palette: &Palette,
    field: &FormField,
    choices: &'a [Choice],
) -> Option<&'a str> {
    let chosen = field.value.as_deref().or(field.usual).map_or("", str::trim);
    let shown: Vec<(&'static str, String)> =
        choices.iter().map(|choice| (choice.value, choice.label.to_owned())).collect();
    let value = shown.iter().find(|(value, _)| *value == chosen).map(|(value, _)| *value);
    choices_ui(ui, palette, &field.label, &shown, value).filter(|value| *value != chosen)
}

/// A slider over the values of a field, which stops at the limits and says why.
fn scale_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    (form, field): (&Form, &FormField),
    state: &mut EditorState,
) {
    let Some(scale) = Scale::of(field) else { return };
    let reach = data.reaches.get(&(form.step.clone(), field.name.clone()));
    let last = scale.values.len().saturating_sub(1);
    let at_value = |value: &Option<String>, otherwise: usize| {
        value
            .as_ref()
            .and_then(|value| scale.values.iter().position(|other| other == value))
            .unwrap_or(otherwise)
    };
    let between = reach.map_or((0, last), |reach| (at_value(&reach.least, 0), at_value(&reach.most, last)));
    let why = reach.and_then(|reach| {
        if scale.here == Some(between.1) && between.1 < last {
            reach.why_most.as_ref().map(|why| format!("It stops here. Beyond: {why}"))
        } else if scale.here == Some(between.0) && between.0 > 0 {
            reach.why_least.as_ref().map(|why| format!("It stops here. Below: {why}"))
        } else {
            None
        }
    });
    let value = match scale.here {
        Some(here) if field.value.is_none() && field.usual.is_some() => {
            format!("{}, as usual", scale.said(here))
        }
        Some(here) => scale.said(here),
        None if field.value.is_some() => field.value.clone().unwrap_or_default(),
        None => "left out".to_owned(),
    };
    // What is far beyond the limits would leave no room for what lies between them.
    let beyond = ((between.1 - between.0) / 6).max(2);
    let (from, to) = (between.0.saturating_sub(beyond), (between.1 + beyond).min(last));
    let slider = Slider {
        label: &field.label,
        value: &value,
        at: scale.here.map(|here| here.clamp(from, to) - from),
        count: to + 1 - from,
        between: (between.0 - from, between.1 - from),
        why: why.as_deref().unwrap_or_default(),
    };
    let slid = slider_ui(ui, palette, &slider);
    if let Some(value) = slid.to.and_then(|to| scale.values.get(from + to)) {
        let group = Group::Field(form.step.clone(), field.name.clone());
        state.queue.push((field.set(&form.step, value), Some(group)));
    }
    state.is_move_done |= slid.is_done;
    if field.is_optional && field.value.is_some() && field.control != Control::Pressure {
        let leave_out = [((), "Leave it out".to_owned())];
        if steps_ui(ui, palette, &field.label, &leave_out).is_some() {
            state.queue.push((field.set(&form.step, ""), None));
        }
    }
}

/// How short and how long a step may become, or that it stays as long as it is.
fn limits_ui(ui: &mut Ui, palette: &Palette, (form, field): (&Form, &FormField), state: &mut EditorState) {
    let lasts = form.field("lasts").and_then(|lasts| lasts.value.as_deref());
    let lasts = lasts.and_then(|raw| plain::<ExactDuration>(raw).ok());
    let written = field.value.as_deref().and_then(|raw| plain::<(String, String)>(raw).ok());
    let written = written.and_then(|(least, most)| Some((least.parse().ok()?, most.parse().ok()?)));
    let Some((least, most)): Option<(ExactDuration, ExactDuration)> = written else {
        let (Some(lasts), true) = (lasts, field.value.is_none()) else { return };
        let make = [((), "Let it be shorter or longer".to_owned())];
        if steps_ui(ui, palette, &field.label, &make).is_some() {
            let half = lasts.divided(2).ceil_to_secs().min(lasts);
            let value = format!("(\"{half}\", \"{}\")", lasts * 2);
            state.queue.push((field.set(&form.step, &value), None));
        }
        return;
    };
    let mut all: Vec<ExactDuration> = super::scale::lengths().chain([least, most]).chain(lasts).collect();
    all.sort_unstable();
    all.dedup();
    let place = |length: ExactDuration| all.iter().position(|other| *other == length);
    let (end, here) = (all.len() - 1, lasts.and_then(place));
    for (label, at, between) in [
        ("At its shortest", least, (0, here.unwrap_or(end))),
        ("At its longest", most, (here.unwrap_or(0), end)),
    ] {
        let value = at.spoken();
        let slider = Slider { label, value: &value, at: place(at), count: all.len(), between, why: "" };
        let slid = slider_ui(ui, palette, &slider);
        if let Some(to) = slid.to.and_then(|to| all.get(to)) {
            let (least, most) =
                if at == least && label == "At its shortest" { (*to, most) } else { (least, *to) };
            let group = Group::Field(form.step.clone(), field.name.clone());
            let value = format!("(\"{least}\", \"{most}\")");
            state.queue.push((field.set(&form.step, &value), Some(group)));
        }
        state.is_move_done |= slid.is_done;
    }
    if steps_ui(ui, palette, &field.label, &[((), "Always the same length".to_owned())]).is_some() {
        state.queue.push((field.set(&form.step, ""), None));
    }
}
