//! A picture or a recording beside the file: its name, and how to choose another.

use egui::{Id, Ui};

use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{field_ui, steps_ui};
use super::{EditorData, EditorState};
use crate::editing::{Control, Form, FormField, Group, quoted};

/// Draws the field.
pub fn file_ui(
    ui: &mut Ui,
    palette: &Palette,
    _data: &EditorData,
    (form, field): (&Form, &FormField),
    state: &mut EditorState,
) {
    let key = (form.step.clone(), field.name.clone());
    let id = Id::unique(("file field", &key));
    let raw = field.value.as_deref().map_or("", str::trim);
    let is_one = raw.starts_with('"') || raw.is_empty();
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let mut name = match state.plain.get(&key) {
        Some(name) if has_focus => name.clone(),
        _ => if is_one { raw.trim_matches('"') } else { raw }.to_owned(),
    };
    let before = name.clone();
    field_ui(ui, palette, id, &field.label, &mut name);
    if name != before {
        let value = if name.trim().is_empty() {
            String::new()
        } else if name.starts_with('{') {
            name.clone()
        } else {
            quoted(name.trim())
        };
        let group = Group::Field(form.step.clone(), field.name.clone());
        state.queue.push((field.set(&form.step, &value), Some(group)));
    }
    state.plain.insert(key, name);
    let hint = if field.control == Control::Picture {
        "Drop an SVG, PNG or JPEG on the window."
    } else {
        "Drop a WAV, FLAC, OGG, MP3 or M4A on the window."
    };
    words_ui(ui, hint, Role::Note, palette.quiet);
    if field.value.is_some() && steps_ui(ui, palette, &field.label, &[((), "Remove".to_owned())]).is_some() {
        state.queue.push((field.set(&form.step, ""), None));
    }
}
