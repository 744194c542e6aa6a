//! A picture or a recording beside the file: its name, and how to choose another.

use egui::{Id, Role as Access, Sense, Ui, WidgetInfo, vec2};

use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{field_ui, steps_ui};
use super::{EditorData, EditorState};
use crate::editing::{Control, Form, FormField, Group, quoted, with_file};

/// The most files that are offered to choose from.
const MOST_SHOWN: usize = 12;

/// Draws the field.
pub fn file_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
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
    let beside =
        if field.control == Control::Picture { &data.beside.pictures } else { &data.beside.recordings };
    let others: Vec<(usize, String)> =
        beside.iter().cloned().enumerate().filter(|(_, other)| *other != name).take(MOST_SHOWN).collect();
    state.plain.insert(key, name);
    if !others.is_empty() {
        ui.add_space(4.0);
        let chosen = steps_ui(ui, palette, &field.label, &others);
        if let Some(file) = chosen.and_then(|index| beside.get(index)) {
            let value = if field.control == Control::Picture {
                quoted(file)
            } else {
                with_file(field.value.as_deref(), state.language, file)
            };
            state.queue.push((field.set(&form.step, &value), None));
        }
    }
    if field.control == Control::Picture {
        words_ui(
            ui,
            "Drop an SVG, PNG or JPEG on the window, or choose one that is beside the file.",
            Role::Note,
            palette.quiet,
        );
    } else {
        recording_ui(ui, palette, data, field, state);
    }
    if field.value.is_some() && steps_ui(ui, palette, &field.label, &[((), "Remove".to_owned())]).is_some() {
        state.queue.push((field.set(&form.step, ""), None));
    }
}

/// A button that begins to record, and while it is recorded, how loud it is.
fn recording_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    field: &FormField,
    state: &mut EditorState,
) {
    match &data.recording {
        Some((name, level, lasts)) if *name == field.name => {
            let words = format!("Recording, {}. Press Space to stop and keep it.", lasts.clock());
            words_ui(ui, &words, Role::Body, palette.text);
            level_ui(ui, palette, *level);
        }
        Some(_) => {}
        None => {
            words_ui(ui, "Drop a WAV, FLAC, OGG, MP3 or M4A on the window, or:", Role::Note, palette.quiet);
            ui.add_space(4.0);
            let speak = [((), "Speak it into the microphone".to_owned())];
            if steps_ui(ui, palette, &field.label, &speak).is_some() {
                state.records = Some(field.name.clone());
            }
        }
    }
}

/// How loud it is, as a bar; where it is too loud or too quiet, in words as well.
fn level_ui(ui: &mut Ui, palette: &Palette, level: f32) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::empty());
    let decibels = 20.0 * level.max(1e-5).log10();
    let said = if decibels > -1.0 {
        "too loud"
    } else if decibels < -45.0 {
        "nothing heard"
    } else {
        "heard well"
    };
    response
        .widget_info(|| WidgetInfo::labeled(Access::ProgressIndicator, true, format!("How loud: {said}")));
    // From −60 dB to 0 dB.
    let share = ((decibels + 60.0) / 60.0).clamp(0.0, 1.0);
    let bar = rect.shrink2(vec2(0.0, 8.0));
    ui.painter().rect_filled(bar, 4.0, palette.raised);
    ui.painter().rect_filled(bar.with_max_x(bar.left() + bar.width() * share), 4.0, palette.quiet);
    words_ui(ui, said, Role::Note, palette.quiet);
}
