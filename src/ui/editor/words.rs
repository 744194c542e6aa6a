//! A field for words: in one language at a time, with buttons for its placeholders, and how long they take to say.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Id, TextEdit, Ui, vec2};

use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{bring_into_sight, steps_ui};
use super::{EditorData, EditorState};
use crate::characters::take_out;
use crate::editing::{Form, FormField, Group, with_words, words_in};
use crate::routine::Language;
use crate::time::ExactDuration;

/// Draws the field; what is typed goes into the state's queue.
pub fn words_field_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    (form, field): (&Form, &FormField),
    is_spoken: bool,
    state: &mut EditorState,
) {
    let language = state.language;
    let raw = field.value.as_deref();
    let key = (form.step.clone(), field.name.clone(), language);
    let id = Id::unique(("words", &key));
    let written = raw.and_then(|raw| words_in(raw, language)).unwrap_or_default();
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    // What is typed is shown as it was typed, also while it cannot be written into the file.
    let mut text = match &state.typed {
        Some((typed, text)) if *typed == key && has_focus => text.clone(),
        Some(_) | None => written.clone(),
    };
    let label = words_ui(ui, &field.label, Role::Note, palette.quiet);
    ui.add_space(2.0);
    let english = raw.and_then(|raw| words_in(raw, Language::En)).unwrap_or_default();
    let hint = if language == Language::En { "" } else { &*english };
    let edit = TextEdit::multiline(&mut text)
        .id(id)
        .desired_rows(1)
        .desired_width(f32::INFINITY)
        .hint_text(hint)
        .return_key(None)
        .margin(vec2(12.0, 10.0));
    let response = ui.add(edit).labelled_by(label.id);
    bring_into_sight(&response);
    if text.contains(['\n', '\r']) {
        text = text.replace(['\n', '\r'], " ");
    }
    take_out(&mut text);
    if response.gained_focus() && !ui.input(|input| input.pointer.any_click()) {
        // By a key one goes on where the words end.
        let mut kept = TextEditState::load(ui.ctx(), id).unwrap_or_default();
        kept.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(text.chars().count()))));
        kept.store(ui.ctx(), id);
    }
    if response.has_focus() {
        state.words_field = Some(field.name.clone());
        state.typed = Some((key, text.clone()));
    }
    if response.lost_focus() {
        state.is_move_done = true;
    }
    if text != written && (response.changed() || response.has_focus()) {
        write(form, field, &text, state);
    }
    if state.words_field.as_deref() == Some(&field.name) {
        placeholders_ui(ui, palette, data, (form, field), (id, &text), state);
    }
    if is_spoken && !written.is_empty() {
        time_ui(ui, palette, data, form, &field.name, language);
    }
}

fn write(form: &Form, field: &FormField, text: &str, state: &mut EditorState) {
    let language = state.language;
    let value = if text.is_empty() && language == Language::En && field.is_optional {
        String::new()
    } else {
        with_words(field.value.as_deref(), language, text)
    };
    let group = Group::Field(form.step.clone(), field.name.clone());
    state.queue.push((field.set(&form.step, &value), Some(group)));
}

/// What can stand in brackets, each as a button that puts it where the cursor is.
fn placeholders_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    (form, field): (&Form, &FormField),
    (id, text): (Id, &str),
    state: &mut EditorState,
) {
    let Some(facts) = data.facts.get(&form.step).filter(|facts| !facts.placeholders.is_empty()) else {
        return;
    };
    // Stems with an ending are for languages that have them.
    let is_of_use = |name: &&String| state.language != Language::En || !name.ends_with("_stem");
    let buttons: Vec<(usize, String)> = facts
        .placeholders
        .iter()
        .filter(is_of_use)
        .enumerate()
        .map(|(index, name)| (index, format!("{{{name}}}")))
        .collect();
    ui.add_space(4.0);
    let Some(index) = steps_ui(ui, palette, "Put in", &buttons) else { return };
    let Some((_, put)) = buttons.get(index) else { return };
    let mut kept = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let end = text.chars().count();
    let at = kept.cursor.char_range().map_or(end, |range| range.primary.index.0.min(end));
    let byte = text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    let with = format!("{}{put}{}", &text[..byte], &text[byte..]);
    let cursor = CCursor::new(at + put.chars().count());
    kept.cursor.set_char_range(Some(CCursorRange::one(cursor)));
    kept.store(ui.ctx(), id);
    write(form, field, &with, state);
    state.typed = None;
    ui.memory_mut(|memory| memory.request_focus(id));
}

/// How long the words take, beside how long the step lasts.
fn time_ui(ui: &mut Ui, palette: &Palette, data: &EditorData, form: &Form, name: &str, language: Language) {
    let Some(facts) = data.facts.get(&form.step) else { return };
    let Some(takes) = facts.speech.get(&(name.to_owned(), language.code())) else { return };
    let secs = |length: ExactDuration| format!("{:.0} s", length.as_secs_f64().ceil());
    let mut said = format!("takes about {}", secs(*takes));
    if let Some(lasts) = facts.lasts.filter(|lasts| takes > lasts) {
        said = format!("{said}, and the step lasts {lasts}");
    }
    words_ui(ui, &said, Role::Note, palette.quiet);
}
